/* From the model to the package: a process an industry, its activity one unit of its observed output; a process an
 * import and an export; needs, stocks, labour, foreign currency. See docs/import-map.md for the rules. */
#include "economy/import_model.h"

#include "economy/import_codes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What building a process needs: sums of its inputs and outputs by good, and which goods were touched. */
struct gather {
	double *in, *out; /* `goods` */
	int *touched, count;
	unsigned char *is_touched;
};

static void gather_add(struct gather *g, int good, double in, double out)
{
	if (!g->is_touched[good])
		g->touched[g->count++] = good;
	g->is_touched[good] = 1;
	g->in[good] += in;
	g->out[good] += out;
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Puts the flows in order of industry, stably: start[j] .. start[j + 1] of the order are industry j's. */
static size_t *flows_by_industry(const import_flows *flows, int industries, size_t **order)
{
	size_t *start = memory_alloc((size_t)industries + 2, sizeof *start);
	*order = memory_alloc(flows->count, sizeof **order);
	for (size_t i = 0; i < flows->count; i++)
		start[flows->flow[i].industry + 2]++;
	for (int j = 0; j < industries; j++)
		start[j + 2] += start[j + 1];
	for (size_t i = 0; i < flows->count; i++)
		(*order)[start[flows->flow[i].industry + 1]++] = i;
	return start;
}

static void note_flow(import_model *m, const import_flow *f, const cordon_code *what)
{
	char found[32];
	place_in_file at = {f->file, f->line, m->industry[f->industry].id, text_from_double(f->value, found)};
	finding_add(m->error, CORDON_NOTE, at,
		    (cordon_text){what, {m->good[f->good].key, m->industry[f->industry].id, 0, 0}}, NO_TEXT);
}

static void gather_flow(import_model *m, struct gather *g, const import_flow *f, bool use)
{
	if (f->value < 0)
		note_flow(m, f, use ? &IMPORT_NOTE_USE_NEGATIVE : &IMPORT_NOTE_MAKE_NEGATIVE);
	double amount = f->value < 0 ? -f->value : f->value;
	bool in = use == (f->value > 0);
	gather_add(g, f->good, in ? amount : 0, in ? 0 : amount);
}

/* ---- industries ------------------------------------------------------------------------------------------------ */

/* What the numbers of the model are in the draft. */
struct numbers {
	int *commodity, *place; /* of each good */
	int *factor;
};

static void build_factors(import_model *m, const struct numbers *n, int j, draft *d)
{
	const import_industry *industry = &m->industry[j];
	int place = industry->good >= 0 ? n->place[industry->good] : -1;
	for (int f = 0; f < m->factors; f++) {
		const import_factor *factor = &m->factor[f];
		double amount = factor->amount[j] / industry->output;
		if (amount < 0)
			import_note(m->error, NULL, 0, TEXT(IMPORT_NOTE_FACTOR_NEGATIVE, factor->id, industry->id));
		draft_add_exchange(d, n->factor[f], place, factor->kind == CORDON_EMISSION ? amount : -amount);
	}
}

static void build_industry(import_model *m, const struct numbers *n, struct gather *g, int j, draft *d)
{
	const import_industry *industry = &m->industry[j];
	int place = industry->good >= 0 ? n->place[industry->good] : -1;
	draft_add_process(d, industry->id, industry->name, CORDON_PRODUCTION, place, industry->output,
			  industry->output * m->capacity_margin);
	qsort(g->touched, (size_t)g->count, sizeof *g->touched, by_number);
	for (int i = 0; i < g->count; i++) {
		int good = g->touched[i];
		draft_add_exchange(d, n->commodity[good], n->place[good], g->out[good] / industry->output);
	}
	for (int i = 0; i < g->count; i++) {
		int good = g->touched[i];
		draft_add_exchange(d, n->commodity[good], n->place[good], -g->in[good] / industry->output);
	}
	build_factors(m, n, j, d);
}

static void gather_clear(struct gather *g)
{
	for (int i = 0; i < g->count; i++) {
		g->in[g->touched[i]] = g->out[g->touched[i]] = 0;
		g->is_touched[g->touched[i]] = 0;
	}
	g->count = 0;
}

static void note_no_output(import_model *m, const struct gather *g, int j)
{
	double inputs = 0;
	char amount[32];
	for (int i = 0; i < g->count; i++)
		inputs += g->in[g->touched[i]];
	import_note(m->error, m->industry_file, 0,
		    TEXT(IMPORT_NOTE_NO_OUTPUT, m->industry[j].id, text_from_double(inputs, amount), m->unit));
}

static void build_industries(import_model *m, const struct numbers *n, draft *d)
{
	size_t goods = (size_t)m->goods, *make, *use;
	size_t *make_start = flows_by_industry(&m->make, m->industries, &make);
	size_t *use_start = flows_by_industry(&m->use, m->industries, &use);
	struct gather g = {memory_alloc(goods, sizeof(double)), memory_alloc(goods, sizeof(double)),
			   memory_alloc(goods, sizeof(int)), 0, memory_alloc(goods, 1)};
	for (int j = 0; j < m->industries; j++) {
		for (size_t i = make_start[j]; i < make_start[j + 1]; i++)
			gather_flow(m, &g, &m->make.flow[make[i]], false);
		for (size_t i = use_start[j]; i < use_start[j + 1]; i++)
			gather_flow(m, &g, &m->use.flow[use[i]], true);
		if (m->industry[j].output > 0)
			build_industry(m, n, &g, j, d);
		else
			note_no_output(m, &g, j);
		gather_clear(&g);
	}
	free(make);
	free(use);
	free(make_start);
	free(use_start);
	free(g.in);
	free(g.out);
	free(g.touched);
	free(g.is_touched);
}

/* ---- trade ----------------------------------------------------------------------------------------------------- */

static int last_tier(const import_model *m)
{
	int tier = 1;
	for (int g = 0; g < m->groups; g++)
		tier = m->group[g].tier > tier ? m->group[g].tier : tier;
	return tier;
}

/* What is exported also fills the order of whoever buys it, where the mapping says that orders are needs. */
static void build_order(const import_model *m, const struct numbers *n, int g, draft *d)
{
	const import_good *good = &m->good[g];
	char *id = arena_format(&m->document->arena, "order:%s", good->key);
	int order = draft_add_commodity(d, id, good->name, names_find(&d->unit_id, m->unit), CORDON_GOOD);
	draft_add_exchange(d, order, n->place[g], 1);
	draft_add_need(d, m->orders_group, order, n->place[g], good->exports,
		       m->orders_tier ? m->orders_tier : last_tier(m));
}

static void build_export(import_model *m, const struct numbers *n, int g, int currency, draft *d)
{
	const import_good *good = &m->good[g];
	arena *a = &m->document->arena;
	if (good->exports <= 0)
		return;
	draft_add_process(d, arena_format(a, "export:%s", good->key), good->name, CORDON_EXPORT, n->place[g],
			  good->exports, good->exports * m->capacity_margin);
	draft_add_exchange(d, n->commodity[g], n->place[g], -1);
	draft_add_exchange(d, currency, n->place[g], 1);
	if (m->orders_group)
		build_order(m, n, g, d);
}

static void build_import(import_model *m, const struct numbers *n, int g, int currency, draft *d)
{
	const import_good *good = &m->good[g];
	arena *a = &m->document->arena;
	if (good->imports <= 0)
		return;
	draft_add_process(d, arena_format(a, "import:%s", good->key), good->name, CORDON_IMPORT, n->place[g],
			  good->imports, good->imports * m->capacity_margin);
	draft_add_exchange(d, n->commodity[g], n->place[g], 1);
	draft_add_exchange(d, currency, n->place[g], -1);
}

/* What imports cost more than exports earned was there; what exports earned more was needed. */
static void build_external_balance(import_model *m, int place, long double balance, int currency, draft *d)
{
	char amount[32];
	if (balance < 0)
		draft_add_stock(d, currency, place, (double)-balance);
	if (balance <= 0)
		return;
	draft_add_need(d, m->balance_group, currency, place, (double)balance,
		       m->balance_tier ? m->balance_tier : last_tier(m));
	import_note(m->error, NULL, 0,
		    TEXT(IMPORT_NOTE_SURPLUS, text_from_double((double)balance, amount), m->unit, m->balance_group));
}

static void build_trade(import_model *m, const struct numbers *n, draft *d)
{
	bool any = false;
	for (int g = 0; g < m->goods; g++)
		any |= m->good[g].exports > 0 || m->good[g].imports > 0;
	if (!any)
		return;
	int currency = draft_add_commodity(d, m->currency, m->currency_name, names_find(&d->unit_id, m->unit),
					   CORDON_CURRENCY);
	int places = d->place_id.count ? d->place_id.count : 1;
	long double *balance = memory_alloc((size_t)places, sizeof *balance);
	for (int g = 0; g < m->goods; g++) {
		build_import(m, n, g, currency, d);
		build_export(m, n, g, currency, d);
		balance[n->place[g] < 0 ? 0 : n->place[g]] +=
			(long double)m->good[g].exports - (long double)m->good[g].imports;
	}
	for (int p = 0; p < places; p++)
		build_external_balance(m, d->place_id.count ? p : -1, balance[p], currency, d);
	free(balance);
}

/* ---- needs, stocks, factors ------------------------------------------------------------------------------------ */

static void build_needs(const import_model *m, const struct numbers *n, draft *d)
{
	for (int k = 0; k < m->groups; k++)
		for (int g = 0; g < m->goods; g++)
			if (m->group[k].amount[g] > 0)
				draft_add_need(d, m->group[k].id, n->commodity[g], n->place[g], m->group[k].amount[g],
					       m->group[k].tier);
	for (int g = 0; g < m->goods; g++)
		if (m->good[g].stock > 0)
			draft_add_stock(d, n->commodity[g], n->place[g], m->good[g].stock);
}

static void build_factor_stocks(const import_model *m, const struct numbers *n, draft *d)
{
	int places = d->place_id.count ? d->place_id.count : 1;
	for (int f = 0; f < m->factors; f++) {
		long double *sum = memory_alloc((size_t)places, sizeof *sum);
		for (int j = 0; j < m->industries; j++) {
			int good = m->industry[j].good;
			if (m->industry[j].output > 0)
				sum[good >= 0 ? n->place[good] : 0] += (long double)m->factor[f].amount[j];
		}
		for (int p = 0; p < places && m->factor[f].limited; p++)
			if (sum[p] > 0)
				draft_add_stock(d, n->factor[f], d->place_id.count ? p : -1,
						(double)(sum[p] * (long double)m->factor[f].margin));
		free(sum);
	}
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

/* Goods that the mapping added count only where something happens to them. */
static void mark_used(const import_model *m, unsigned char *used)
{
	for (size_t i = 0; i < m->use.count; i++)
		used[m->use.flow[i].good] = 1;
	for (int g = 0; g < m->goods; g++) {
		used[g] |= g < m->codes || m->good[g].imports > 0 || m->good[g].exports > 0 || m->good[g].stock > 0;
		for (int k = 0; k < m->groups; k++)
			used[g] |= m->group[k].amount[g] > 0;
	}
}

static int unit_number(import_model *m, const draft *d, const char *unit, const char *pointer)
{
	int number = names_find(&d->unit_id, unit);
	if (number < 0)
		map_error((map_node){m->document, NULL, pointer}, unit, TEXT(IMPORT_UNIT_UNKNOWN), NO_TEXT);
	return number;
}

static void number_goods(import_model *m, struct numbers *n, int unit, draft *d)
{
	unsigned char *used = memory_alloc((size_t)m->goods, 1);
	mark_used(m, used);
	for (int g = 0; g < m->goods; g++) {
		const import_good *good = &m->good[g];
		n->place[g] = good->place ? draft_add_place(d, good->place, good->place_name) : -1;
		n->commodity[g] = used[g] ? draft_add_commodity(d, good->id, good->name, unit, CORDON_GOOD) : -1;
	}
	free(used);
}

void import_build(import_model *m, draft *d)
{
	int unit = unit_number(m, d, m->unit, "/unit");
	struct numbers n = {memory_alloc((size_t)m->goods, sizeof(int)), memory_alloc((size_t)m->goods, sizeof(int)),
			    memory_alloc((size_t)m->factors, sizeof(int))};
	number_goods(m, &n, unit, d);
	for (int f = 0; f < m->factors; f++) {
		const import_factor *factor = &m->factor[f];
		int of = unit_number(m, d, factor->unit, "/factors");
		n.factor[f] = draft_add_commodity(d, factor->id, factor->name, of, factor->kind);
	}
	import_valuation *valuation = import_load_valuation(m);
	if (!m->error->errors) {
		build_industries(m, &n, d);
		if (valuation)
			import_build_valuation(m, valuation, d);
		build_trade(m, &n, d);
		build_needs(m, &n, d);
		build_factor_stocks(m, &n, d);
	}
	import_valuation_free(valuation);
	free(n.commodity);
	free(n.place);
	free(n.factor);
}
