/* Tables whose supply is at basic prices and whose use is at purchasers' prices. Between the two stand the margins of
 * trade and transport and the taxes on products. Each product becomes two commodities: the product itself, and the
 * product delivered; the process deliver:CODE makes one unit (at purchasers' prices) of the second from the first and
 * from the margin services in it. A product that is itself a margin service has a negative margin in the table: the
 * process margin:...:CODE turns it into the service, one for one.
 *
 * Taxes less subsidies are no resource: they are left out, so what goes into a delivery weighs less than its price.
 * Nothing is estimated. */
#include "economy/import_model.h"

#include "economy/import_codes.h"

#include <stdlib.h>

enum { MARGINS_MAX = 8 };

typedef struct margin {
	const char *id, *name;
	double *amount; /* of each product: > 0 is in its price, < 0 is what it gives to others' */
} margin;

struct import_valuation {
	margin margin[MARGINS_MAX];
	int margins;
	double *taxes;
	double *delivered; /* the product's supply at purchasers' prices */
};

static double *vector_of(import_model *m, map_node reference)
{
	double *amount = memory_alloc((size_t)m->codes, sizeof *amount);
	if (reference.json)
		import_vector_by_code(m, reference, &m->code, m->code_file, amount);
	return amount;
}

static void load_margin(import_model *m, map_node one, import_valuation *v)
{
	if (!map_allow(one, "id name values") || v->margins == MARGINS_MAX)
		return;
	margin *g = &v->margin[v->margins++];
	g->id = map_text_needed(one, "id");
	g->name = map_text(one, "name", g->id);
	g->amount = vector_of(m, map_need(one, "values"));
}

import_valuation *import_load_valuation(import_model *m)
{
	map_node at = map_get(map_root(m->document), "valuation");
	if (!at.json || !map_allow(at, "suffix name margins taxes delivered"))
		return NULL;
	import_valuation *v = memory_alloc(1, sizeof *v);
	map_node margins = map_need(at, "margins");
	for (size_t i = 0; i < map_count(margins); i++)
		load_margin(m, map_at(margins, i), v);
	v->taxes = vector_of(m, map_get(at, "taxes"));
	v->delivered = vector_of(m, map_need(at, "delivered"));
	return v;
}

void import_valuation_free(import_valuation *v)
{
	if (!v)
		return;
	for (int i = 0; i < v->margins; i++)
		free(v->margin[i].amount);
	free(v->taxes);
	free(v->delivered);
	free(v);
}

/* The process that delivers product g: `rest` of it, and the margins in its price, a unit delivered. */
static void build_delivery(const import_model *m, const import_valuation *v, int g, const int *service, draft *d)
{
	arena *a = &m->document->arena;
	double delivered = v->delivered[g], rest = delivered - v->taxes[g];
	for (int k = 0; k < v->margins; k++)
		rest -= v->margin[k].amount[g] > 0 ? v->margin[k].amount[g] : 0;
	char amount[32];
	if (delivered <= 0) {
		if (delivered < 0)
			import_note(m->error, NULL, 0,
						TEXT(IMPORT_VALUATION_REMAINDER, m->good[g].id, text_from_double(delivered, amount)));
		return;
	}
	int from = names_find(&d->commodity_id, m->good[g].id),
		to = names_find(&d->commodity_id, m->good[m->use_shift + g].id);
	draft_add_process(d, arena_format(a, "deliver:%s", m->good[g].id), m->good[m->use_shift + g].name,
					  CORDON_PRODUCTION, -1, delivered, delivered * m->capacity_margin);
	draft_add_exchange(d, to, -1, 1);
	draft_add_exchange(d, from, -1, -rest / delivered);
	for (int k = 0; k < v->margins; k++)
		if (v->margin[k].amount[g] > 0)
			draft_add_exchange(d, service[k], -1, -v->margin[k].amount[g] / delivered);
}

static void build_margin(const import_model *m, const margin *k, int g, int service, draft *d)
{
	double given = -k->amount[g];
	arena *a = &m->document->arena;
	if (given <= 0)
		return;
	draft_add_process(d, arena_format(a, "%s:%s", k->id, m->good[g].id),
					  arena_format(a, "%s: %s", k->name, m->good[g].name), CORDON_PRODUCTION, -1, given,
					  given * m->capacity_margin);
	draft_add_exchange(d, service, -1, 1);
	draft_add_exchange(d, names_find(&d->commodity_id, m->good[g].id), -1, -1);
}

void import_build_valuation(import_model *m, const import_valuation *v, draft *d)
{
	int service[MARGINS_MAX], unit = names_find(&d->unit_id, m->unit);
	double taxes = 0;
	for (int k = 0; k < v->margins; k++)
		service[k] = draft_add_commodity(d, v->margin[k].id, v->margin[k].name, unit, CORDON_GOOD);
	for (int g = 0; g < m->codes; g++) {
		build_delivery(m, v, g, service, d);
		for (int k = 0; k < v->margins; k++)
			build_margin(m, &v->margin[k], g, service[k], d);
		taxes += v->taxes[g];
	}
	char amount[32];
	import_note(m->error, NULL, 0, TEXT(IMPORT_NOTE_TAXES, text_from_double(taxes, amount), m->unit));
}
