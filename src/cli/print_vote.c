/* Elections, recalls and choices with their counts as pages to print. */
#include "cli/print.h"

#include "base/messages.h"

#include <string.h>

static const char *string(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));
	return value ? value : "";
}

static void add_links(printing *p, const char *heading, const json_t *list, const char *place, const char *id)
{
	size_t i;
	json_t *one;
	if (!json_array_size(list))
		return;
	print_section(p, heading);
	json_array_foreach(list, i, one)
	{
		const char *title = *string(one, "title") ? string(one, "title") : string(one, id);
		const char *result = print_word(p, one, json_object_get(one, "result") ? "result" : "outcome");
		const char *when = print_value(p, one, json_object_get(one, "closes") ? "closes" : "until");
		page_links(&p->page,
			   &(page_link){PRINT_HREF(p, place, string(one, id)), title,
					arena_format(&p->texts, "%s %s %s", string(one, "body"), result, when)},
			   1);
	}
}

void print_elections(const query_asked *a, const json_t *data, text *out)
{
	printing p;
	if (!print_begin(&p, a, data, N_("Pages to print"), message_in(a->language, N_("Elections and choices")), NULL,
			 out))
		return;
	add_links(&p, N_("Elections and recalls"), json_object_get(data, "elections"), "elections", "poll");
	add_links(&p, N_("Choices"), json_object_get(data, "choices"), "choices", "choice");
	print_end(&p, out);
}

/* ---- the count --------------------------------------------------------------------------------------------------- */

/* A count's candidate by their number, as the count names them. */
static const char *named(const json_t *count, json_int_t number)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(count, "candidates"), i,
			   one) if (json_integer_value(json_object_get(one, "number")) == number) return string(one,
														"name");
	return "";
}

static void add_stage(printing *p, const json_t *count, const json_t *stage)
{
	static const council_column votes[] = {{"who", N_("candidate"), false},
					       {"votes", N_("votes"), false},
					       {"state", N_("state"), true},
					       {NULL, NULL, false}};
	size_t i;
	json_t *one, *rows = json_array();
	json_array_foreach(json_object_get(stage, "said"), i, one) page_paragraph(&p->page, string(one, "message"));
	json_array_foreach(json_object_get(stage, "candidates"), i, one)
	{
		json_t *row = json_copy(one);
		const char *who = named(count, json_integer_value(json_object_get(one, "candidate")));
		json_object_set_new(row, "who", json_string(who));
		json_array_append_new(rows, row);
	}
	print_table(p, arena_format(&p->texts, "%s %s", print_say(p, N_("Stage")), print_value(p, stage, "number")),
		    rows, votes);
	json_decref(rows);
}

static void add_count(printing *p, const json_t *count)
{
	static const council_column facts[] = {{"rule", N_("rule"), false},
					       {"source", N_("source"), false},
					       {"seats", N_("seats"), false},
					       {"valid", N_("valid ballots"), false},
					       {"invalid", N_("invalid"), false},
					       {"quota", N_("quota"), false},
					       {NULL, NULL, false}};
	size_t i;
	json_t *one;
	if (!count)
		return;
	print_section(p, N_("The count"));
	print_facts(p, count, facts);
	json_array_foreach(json_object_get(count, "stages"), i, one) add_stage(p, count, one);
}

void print_election(const query_asked *a, const json_t *data, text *out)
{
	static const council_column facts[] = {{"what", N_("what"), true},          {"person", N_("who"), false},
					       {"council", N_("council"), false},   {"body", N_("who votes"), false},
					       {"opened", N_("opened"), false},     {"closes", N_("until"), false},
					       {"closed", N_("closed"), false},     {"voting", N_("how one votes"), true},
					       {"majority", N_("majority"), false}, {NULL, NULL, false}},
				    candidates[] = {{"person", N_("candidate"), false},
						    {"elected", N_("elected as"), false},
						    {"withdrawn", N_("withdrawn"), false},
						    {NULL, NULL, false}};
	printing p;
	if (!print_begin(&p, a, data, N_("Election"), string(data, "poll"), NULL, out))
		return;
	const page_figure figure[] = {
		{print_word(&p, data, "result"), print_say(&p, N_("result")), NULL, TONE_PLAIN},
		{print_value(&p, data, "votes"), print_say(&p, N_("votes cast")), NULL, TONE_PLAIN},
		{print_value(&p, data, "entitled"), print_say(&p, N_("entitled")), NULL, TONE_PLAIN},
		{print_value(&p, data, "yes"), print_say(&p, N_("yes")), NULL, TONE_PLAIN},
		{print_value(&p, data, "no"), print_say(&p, N_("no")), NULL, TONE_PLAIN},
		{print_value(&p, data, "quorum"), print_say(&p, N_("quorum")), NULL, TONE_PLAIN}};
	page_figure shown[sizeof figure / sizeof *figure];
	size_t figures = 0;
	for (size_t i = 0; i < sizeof figure / sizeof *figure; i++)
		if (*figure[i].value)
			shown[figures++] = figure[i];
	print_section(&p, N_("Result"));
	page_figures(&p.page, shown, figures);
	print_facts(&p, data, facts);
	print_list(&p, N_("Candidates"), json_object_get(data, "candidates"), candidates);
	add_count(&p, json_object_get(data, "count"));
	print_end(&p, out);
}

void print_choice(const query_asked *a, const json_t *data, text *out)
{
	static const council_column facts[] = {{"body", N_("body"), false},
					       {"until", N_("until"), false},
					       {"closed", N_("closed"), false},
					       {"outcome", N_("outcome"), true},
					       {"winner", N_("chosen"), false},
					       {"why", N_("why"), true},
					       {"votes", N_("votes cast"), false},
					       {"cast", N_("votes cast"), false},
					       {"entitled", N_("entitled"), false},
					       {"quorum", N_("quorum"), false},
					       {NULL, NULL, false}},
				    options[] = {{"option", N_("option"), false},
						 {"title", N_("title"), false},
						 {"text", N_("text"), false},
						 {NULL, NULL, false}};
	printing p;
	const char *title = *string(data, "title") ? string(data, "title") : string(data, "choice");
	if (!print_begin(&p, a, data, N_("Choice"), title, string(data, "text"), out))
		return;
	print_section(&p, N_("Result"));
	print_facts(&p, data, facts);
	print_list(&p, N_("Options"), json_object_get(data, "options"), options);
	add_count(&p, json_object_get(data, "count"));
	print_end(&p, out);
}
