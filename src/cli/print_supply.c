/* Supply as pages to print: cycles, and the list by which an outlet hands out. */
#include "cli/print.h"

#include "base/messages.h"

#include <inttypes.h>
#include <string.h>

enum { GOODS_MAX = 24 };

static const char *string(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));
	return value ? value : "";
}

void print_supply(const query_asked *a, const json_t *data, text *out)
{
	static const council_column goods[] = {{"name", N_("good"), false},
					       {"unit", N_("unit"), false},
					       {"arrived", N_("arrived"), false},
					       {"claimed", N_("claimed"), false},
					       {"given", N_("given"), false},
					       {"short", N_("short"), false},
					       {"households", N_("households"), false},
					       {NULL, NULL, false}},
				    facts[] = {{"households", N_("households"), false},
					       {"people", N_("people"), false},
					       {"outlets", N_("outlets"), false},
					       {NULL, NULL, false}};
	printing p;
	size_t i;
	json_t *one;
	if (!print_begin(&p, a, data, N_("Pages to print"), message_in(a->language, N_("Supply")), NULL, out))
		return;
	json_array_foreach(json_object_get(data, "bodies"), i, one)
	{
		const char *body = string(one, "body");
		const char *number = print_value(&p, json_object_get(one, "cycle"), "cycle");
		print_section(&p, string(one, "name"));
		print_facts(&p, one, facts);
		print_table(&p, arena_format(&p.texts, "%s %s", print_say(&p, N_("Cycle")), number),
			    json_object_get(one, "goods"), goods);
		if (*number)
			page_links(&p.page,
				   &(page_link){PRINT_HREF(&p, "supply", body, "cycles", number, "rations"),
						print_say(&p, N_("Ration lists")), NULL},
				   1);
		page_links(
			&p.page,
			&(page_link){PRINT_HREF(&p, "supply", body, "cycles"), print_say(&p, N_("All cycles")), NULL},
			1);
	}
	print_end(&p, out);
}

void print_cycles(const query_asked *a, const json_t *data, text *out)
{
	printing p;
	size_t i;
	json_t *one;
	if (!print_begin(&p, a, data, N_("Cycles of supply"), string(data, "body"), NULL, out))
		return;
	print_section(&p, N_("Ration lists"));
	json_array_foreach(json_object_get(data, "cycles"), i, one)
	{
		const char *number = print_value(&p, one, "cycle");
		page_links(&p.page,
			   &(page_link){PRINT_HREF(&p, "supply", string(data, "body"), "cycles", number, "rations"),
					arena_format(&p.texts, "%s %s", print_say(&p, N_("Cycle")), number),
					arena_format(&p.texts, "%s – %s", string(one, "from"), string(one, "to"))},
			   1);
	}
	print_end(&p, out);
}

/* ---- rations ----------------------------------------------------------------------------------------------------- */

struct goods {
	const char *name[GOODS_MAX];
	int count;
};

static int good_at(struct goods *g, const char *name)
{
	for (int i = 0; i < g->count; i++)
		if (!strcmp(g->name[i], name))
			return i;
	if (g->count == GOODS_MAX)
		return -1;
	g->name[g->count] = name;
	return g->count++;
}

static void find_goods(const json_t *households, struct goods *g)
{
	size_t i, k;
	json_t *card, *one;
	json_array_foreach(households, i, card) json_array_foreach(json_object_get(card, "goods"), k, one)
		good_at(g, string(one, "good"));
}

/* "7", or "7 (3)" where 3 were taken already. */
static const char *share(printing *p, const json_t *good)
{
	const char *may = print_value(p, good, "may_have"), *drawn = print_value(p, good, "drawn");
	if (!*drawn || !strcmp(drawn, "0"))
		return may;
	return arena_format(&p->texts, "%s (%s)", may, drawn);
}

static void add_card(printing *p, table *t, const struct goods *g, const json_t *card)
{
	const char *cell[GOODS_MAX] = {NULL};
	size_t k;
	json_t *one;
	json_array_foreach(json_object_get(card, "goods"), k, one)
	{
		int at = good_at((struct goods *)(uintptr_t)g, string(one, "good"));
		if (at >= 0)
			cell[at] = share(p, one);
	}
	table_row(t);
	table_text(t, string(card, "household"));
	for (int i = 0; i < g->count; i++)
		table_text(t, cell[i] ? cell[i] : "");
	table_text(t, "");
}

static void add_outlet(printing *p, const json_t *outlet)
{
	struct goods g = {0};
	table t;
	table_column column[GOODS_MAX + 2] = {{"household", print_say(p, N_("card")), COLUMN_TEXT, 0}};
	const json_t *households = json_object_get(outlet, "households");
	find_goods(households, &g);
	for (int i = 0; i < g.count; i++)
		column[i + 1] = (table_column){g.name[i], g.name[i], COLUMN_TEXT, 0};
	column[g.count + 1] = (table_column){"signature", print_say(p, N_("received")), COLUMN_TEXT, 0};
	print_section(p, string(outlet, "outlet"));
	table_begin(&t, string(outlet, "outlet"), p->asked->language, column, g.count + 2);
	size_t i;
	json_t *card;
	json_array_foreach(households, i, card) add_card(p, &t, &g, card);
	page_table(&p->page, &t, PRINT_ROWS_MAX);
	table_free(&t);
}

void print_rations(const query_asked *a, const json_t *data, text *out)
{
	printing p;
	size_t i;
	json_t *one;
	char title[96];
	snprintf(title, sizeof title, "%s, %s %" PRId64, string(data, "body"), message_in(a->language, N_("cycle")),
		 (int64_t)json_integer_value(json_object_get(data, "cycle")));
	if (!print_begin(&p, a, data, N_("Rations"), title, NULL, out))
		return;
	static const council_column facts[] = {{"from", N_("from"), false},
					       {"to", N_("to"), false},
					       {"number", N_("allocation"), false},
					       {"hash", N_("its proof"), false},
					       {NULL, NULL, false}};
	print_section(&p, N_("Cycle"));
	print_facts(&p, data, facts);
	page_paragraph(&p.page,
		       print_say(&p, N_("What each card may have of each good; in brackets, what was drawn already.")));
	json_array_foreach(json_object_get(data, "outlets"), i, one) if (p.sections < PAGE_SECTIONS_MAX - 2)
		add_outlet(&p, one);
	print_end(&p, out);
}
