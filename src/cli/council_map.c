/* See council_map.h. */
#include "cli/council_map.h"

#include "base/memory.h"
#include "report/chart.h"
#include "report/figure.h"
#include "report/number.h"

#include <stdlib.h>
#include <string.h>

/* A body that sits in several councils stands in each. */
typedef struct map {
	const cli_context *cli;
	const json_t *bodies;
	nest_box *box;
	int boxes;
	size_t capacity;
	arena keep;
	table t;
} map;

static const char *text_of(const json_t *body, const char *key)
{
	const char *said = json_string_value(json_object_get(body, key));
	return said ? said : "";
}

static int add_one(map *m, const json_t *body, const char *council, int parent)
{
	json_int_t people = json_integer_value(json_object_get(body, "people"));
	MEMORY_RESERVE(m->box, (size_t)m->boxes, m->capacity);
	text note = {0}, number = {0};
	number_add(&number, (double)people, 0, m->cli->language);
	cli_add(m->cli, &note, N_("{0} people"), text_string(&number));
	m->box[m->boxes] = (nest_box){text_of(body, "name"), arena_copy_text(&m->keep, text_string(&note)), parent,
				      (double)people};
	text_free(&number);
	text_free(&note);
	table_row(&m->t);
	table_text(&m->t, text_of(body, "body"));
	table_text(&m->t, text_of(body, "name"));
	table_text(&m->t, text_of(body, "kind"));
	table_text(&m->t, council);
	table_number(&m->t, (double)people);
	return m->boxes++;
}

static bool sits_in(const json_t *body, const char *council)
{
	const json_t *link;
	size_t i;
	json_array_foreach(json_object_get(body, "councils"), i, link)
	{
		if (!strcmp(text_of(link, "council"), council))
			return true;
	}
	return false;
}

/* Links go upwards and in no circle (link.h). Levels and boxes beyond what is drawn are left out here already. */
static void add_beneath(map *m, const char *council, int parent, int level)
{
	const json_t *body;
	size_t i;
	if (level >= NEST_LEVELS_MAX)
		return;
	json_array_foreach(m->bodies, i, body)
	{
		if (m->boxes > NEST_MAX || !sits_in(body, council))
			continue;
		int box = add_one(m, body, council, parent);
		if (!strcmp(text_of(body, "members"), "bodies"))
			add_beneath(m, text_of(body, "body"), box, level + 1);
	}
}

static void add_tops(map *m)
{
	const json_t *body;
	size_t i;
	json_array_foreach(m->bodies, i, body)
	{
		if (json_array_size(json_object_get(body, "councils")) || m->boxes > NEST_MAX ||
		    strcmp(text_of(body, "members"), "bodies") != 0)
			continue;
		add_beneath(m, text_of(body, "body"), add_one(m, body, "", -1), 1);
	}
}

json_t *council_map(const cli_context *cli, state *s, answers_at at)
{
	const table_column columns[] = {{"body", tr(cli, N_("body")), COLUMN_TEXT, 0},
					{"name", tr(cli, N_("name")), COLUMN_TEXT, 0},
					{"kind", tr(cli, N_("kind")), COLUMN_TEXT, 0},
					{"council", tr(cli, N_("council")), COLUMN_TEXT, 0},
					{"people", tr(cli, N_("people")), COLUMN_NUMBER, 0}};
	json_t *all = answers_bodies(s, at);
	map m = {.cli = cli, .bodies = json_object_get(all, "bodies")};
	text svg = {0};
	const char *caption = tr(cli, N_("The federation: each body in its council, as wide as its people are many"));
	table_begin(&m.t, caption, cli->language, columns, sizeof columns / sizeof *columns);
	add_tops(&m);
	chart_head head = {.id = "map", .title = caption, .language = cli->language};
	chart_add_nest(&svg, &head, m.box, m.boxes);
	json_t *figure = figure_json(&m.t, &svg, false);
	text_free(&svg);
	table_free(&m.t);
	free(m.box);
	arena_free(&m.keep);
	json_decref(all);
	return figure;
}
