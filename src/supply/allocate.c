/* See allocate.h: one item after another over the network of places and outlets.
 *
 * A part of the network is given all its places have, as if every place served every outlet. Either a flow brings that
 * to the outlets, and the part is done; or the smallest cut says which outlets cannot have so much: they are a part of
 * their own, with the places they exhaust, and the other outlets have the other places. (The decomposition of Fujishige
 * 1980, as share/network.c; with keys instead of levels nothing has to be rounded.)
 */
#include "supply/allocate.h"

#include "base/findings.h"
#include "share/flow.h"
#include "supply/codes.h"
#include "supply/groups.h"
#include "supply/units.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct part {
	int32_t *outlet, *place;
	size_t outlets, places;
} part;

typedef struct sharing {
	const supply_problem *p;
	supply_allocation *a;
	size_t *links; /* of outlet o: serves[links[o]] .. serves[links[o + 1] - 1] */
	size_t *claims; /* of household h: claim[claims[h]] .. */
	size_t *of_item, *order; /* of item i: claims order[of_item[i]] .., by household */
	/* of the item under way */
	units units;
	int64_t *stock; /* of each place */
	size_t *rows, *row; /* of outlet o: units row[rows[o]] .. */
	int32_t *local; /* of each place its place in the part under way, -1: it is not in it */
	part *stack;
	size_t parts, room;
	supply_flow **flow; /* of outlet o, NULL-terminated by flows[o] */
	size_t *flows;
} sharing;

/* ---- parts of the network ---------------------------------------------------------------------------------------- */

static void part_free(part *q)
{
	free(q->outlet);
	free(q->place);
}

static part part_make(size_t outlets, size_t places)
{
	return (part){memory_alloc(outlets, sizeof(int32_t)), memory_alloc(places, sizeof(int32_t)), 0, 0};
}

static void add(sharing *s, part q)
{
	if (!q.outlets) {
		part_free(&q);
		return;
	}
	MEMORY_RESERVE(s->stack, s->parts, s->room);
	s->stack[s->parts++] = q;
}

/* Links of the part's outlets to its own places. */
static flow make_flow(sharing *s, const part *q, size_t **start, int32_t **to)
{
	size_t links = 0, at = 0;
	for (size_t j = 0; j < q->places; j++)
		s->local[q->place[j]] = (int32_t)j;
	for (size_t i = 0; i < q->outlets; i++)
		links += s->links[q->outlet[i] + 1] - s->links[q->outlet[i]];
	*start = memory_alloc(q->outlets + 1, sizeof **start);
	*to = memory_alloc(links, sizeof **to);
	for (size_t i = 0; i < q->outlets; i++) {
		for (size_t k = s->links[q->outlet[i]]; k < s->links[q->outlet[i] + 1]; k++)
			if (s->local[s->p->serves[k].place] >= 0)
				(*to)[at++] = s->local[s->p->serves[k].place];
		(*start)[i + 1] = at;
	}
	for (size_t j = 0; j < q->places; j++)
		s->local[q->place[j]] = -1;
	flow f = {.claimants = q->outlets, .depots = q->places, .links = at, .start = *start, .to = *to};
	flow_open(&f);
	return f;
}

/* Gives the part's households what its places have; what each outlet needs for it, and all together. */
static share_wide give(sharing *s, const part *q, flow *f)
{
	size_t count = 0, at = 0;
	share_wide asked = 0;
	int64_t stock = 0;
	for (size_t j = 0; j < q->places; j++) {
		stock += s->stock[q->place[j]];
		f->has[j] = s->stock[q->place[j]];
	}
	for (size_t i = 0; i < q->outlets; i++)
		count += s->rows[q->outlet[i] + 1] - s->rows[q->outlet[i]];
	size_t *who = memory_alloc(count, sizeof *who);
	for (size_t i = 0; i < q->outlets; i++)
		for (size_t k = s->rows[q->outlet[i]]; k < s->rows[q->outlet[i] + 1]; k++)
			who[at++] = s->row[k];
	units_give(&s->units, who, count, stock);
	at = 0;
	for (size_t i = 0; i < q->outlets; i++) {
		f->wants[i] = 0;
		for (size_t k = s->rows[q->outlet[i]]; k < s->rows[q->outlet[i] + 1]; k++)
			f->wants[i] += s->units.row[who[at++]].given;
		asked += f->wants[i];
	}
	free(who);
	return asked;
}

static void split(sharing *s, const part *q, const flow *f)
{
	part low = part_make(q->outlets, q->places), high = part_make(q->outlets, q->places);
	for (size_t i = 0; i < q->outlets; i++)
		if (flow_reaches_claimant(f, i))
			low.outlet[low.outlets++] = q->outlet[i];
		else
			high.outlet[high.outlets++] = q->outlet[i];
	for (size_t j = 0; j < q->places; j++)
		if (flow_reaches_depot(f, j))
			low.place[low.places++] = q->place[j];
		else
			high.place[high.places++] = q->place[j];
	assert(low.outlets && low.outlets + low.places < q->outlets + q->places);
	add(s, high);
	add(s, low);
}

static void keep_flow(sharing *s, const part *q, const flow *f)
{
	for (size_t i = 0; i < q->outlets; i++) {
		int32_t o = q->outlet[i];
		s->flow[o] = memory_alloc(f->start[i + 1] - f->start[i], sizeof **s->flow);
		s->flows[o] = 0;
		for (size_t k = f->start[i]; k < f->start[i + 1]; k++) /* links, and so places, ascend */
			if (f->on[k] > 0)
				s->flow[o][s->flows[o]++] = (supply_flow){q->place[f->to[k]], (int64_t)f->on[k]};
	}
}

static void settle(sharing *s, const part *q)
{
	size_t *start;
	int32_t *to;
	flow f = make_flow(s, q, &start, &to);
	share_wide asked = give(s, q, &f);
	if (flow_run(&f) == asked)
		keep_flow(s, q, &f);
	else
		split(s, q, &f);
	flow_close(&f);
	free(start);
	free(to);
}

/* ---- one item ---------------------------------------------------------------------------------------------------- */

/* Whether two items are of one family: a good and what came in its place. */
static bool is_family(const supply_problem *p, int32_t a, int32_t b)
{
	const supply_item *x = &p->item[a], *y = &p->item[b];
	return !strcmp(x->instead ? x->instead : x->good, y->instead ? y->instead : y->good);
}

/* What a household has, or drew, of the rest of the item's family. */
static int64_t had_of(const sharing *s, size_t k)
{
	const supply_claim *c = &s->p->claim[k];
	int64_t had = 0;
	for (size_t other = s->claims[c->household]; other < s->claims[c->household + 1]; other++) {
		const supply_claim *d = &s->p->claim[other];
		if (other != k && is_family(s->p, d->item, c->item))
			had += d->item < c->item ? s->a->ration[other] : d->drawn;
	}
	return had;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static units_row make_row(const sharing *s, size_t k, bool family, int64_t grain)
{
	const supply_claim *c = &s->p->claim[k];
	const supply_household *h = &s->p->household[c->household];
	units_row r = {
		.had = family ? had_of(s, k) : 0, .drawn = c->drawn, .token = h->token, .outlet = h->outlet, .lot = -1};
	r.limit = most(c->drawn, c->claim.over / c->claim.under - r.had);
	r.floor = most(c->drawn, c->floor.over / c->floor.under - r.had);
	r.weight = c->weight.over * (grain / c->weight.under);
	assert(r.drawn <= r.floor && r.floor <= r.limit);
	return r;
}

static int64_t grain_of(const sharing *s, int32_t item)
{
	int64_t grain = 1;
	for (size_t k = s->of_item[item]; k < s->of_item[item + 1]; k++) {
		int64_t a = grain, b = s->p->claim[s->order[k]].weight.under, under = b;
		while (b) {
			int64_t rest = a % b;
			a = b, b = rest;
		}
		grain = grain / a * under;
	}
	return grain;
}

static void make_rows(sharing *s, int32_t item)
{
	units *u = &s->units;
	size_t first = s->of_item[item], outlets = s->p->outlets;
	bool family = false;
	for (size_t i = 0; i < s->p->items; i++)
		family |= (int32_t)i != item && is_family(s->p, (int32_t)i, item);
	*u = (units){.p = s->p, .item = item, .grain = grain_of(s, item), .count = s->of_item[item + 1] - first};
	u->row = memory_alloc(u->count, sizeof *u->row);
	memset(s->rows, 0, (outlets + 1) * sizeof *s->rows);
	for (size_t k = 0; k < u->count; k++) {
		u->row[k] = make_row(s, s->order[first + k], family, u->grain);
		s->rows[u->row[k].outlet + 1]++;
	}
	for (size_t o = 0; o < outlets; o++)
		s->rows[o + 1] += s->rows[o];
	s->row = memory_alloc(u->count, sizeof *s->row);
	for (size_t k = 0; k < u->count; k++)
		s->row[s->rows[u->row[k].outlet]++] = k;
	memmove(s->rows + 1, s->rows, outlets * sizeof *s->rows);
	s->rows[0] = 0;
}

/* Outlets that can be given something, and the places that have any of it. */
static void begin_network(sharing *s, int32_t item)
{
	const supply_problem *p = s->p;
	part all = part_make(p->outlets, p->places);
	memset(s->stock, 0, p->places * sizeof *s->stock);
	for (size_t k = 0; k < p->arrivals; k++)
		if (p->arrival[k].item == item)
			s->stock[p->arrival[k].place] = p->arrival[k].units;
	for (size_t j = 0; j < p->places; j++)
		if (s->stock[j])
			all.place[all.places++] = (int32_t)j;
	for (size_t o = 0; o < p->outlets; o++) {
		bool reaches = false;
		for (size_t k = s->links[o]; k < s->links[o + 1]; k++)
			reaches |= s->stock[p->serves[k].place] > 0;
		if (reaches && s->rows[o + 1] > s->rows[o])
			all.outlet[all.outlets++] = (int32_t)o;
	}
	add(s, all);
}

static void keep_item(sharing *s, int32_t item)
{
	supply_allocation *a = s->a;
	for (size_t k = 0; k < s->units.count; k++) {
		size_t claim = s->order[s->of_item[item] + k];
		const units_row *r = &s->units.row[k];
		a->ration[claim] = most(r->given, r->drawn);
		a->uncovered[claim] = a->ration[claim] - r->given;
	}
	for (size_t o = 0; o < s->p->outlets; o++) {
		for (size_t f = 0; f < s->flows[o]; f++) {
			MEMORY_RESERVE(a->flow, a->flows_all, a->flow_room);
			a->flow[a->flows_all++] = s->flow[o][f];
		}
		a->flows[(size_t)item * s->p->outlets + o + 1] = a->flows_all;
	}
}

static cordon_status share_item(sharing *s, int32_t item, cordon_error *error)
{
	make_rows(s, item);
	memset(s->flows, 0, s->p->outlets * sizeof *s->flows);
	begin_network(s, item);
	while (s->parts) {
		part q = s->stack[--s->parts];
		settle(s, &q);
		part_free(&q);
	}
	keep_item(s, item);
	bool lots = groups_make(s->p, &s->units, s->stock, s->a, item);
	for (size_t o = 0; o < s->p->outlets; o++) {
		free(s->flow[o]);
		s->flow[o] = NULL;
	}
	free(s->units.row);
	free(s->units.lot);
	free(s->row);
	return lots ? finding_add(error, CORDON_ERROR, (place_in_file){.field = "seed", .found = s->p->item[item].good},
				  TEXT(SUPPLY_ALLOCATE_NO_SEED), NO_TEXT)
		    : CORDON_OK;
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

static void index_problem(sharing *s)
{
	const supply_problem *p = s->p;
	s->links = memory_alloc(p->outlets + 1, sizeof *s->links);
	s->claims = memory_alloc(p->households + 1, sizeof *s->claims);
	s->of_item = memory_alloc(p->items + 1, sizeof *s->of_item);
	s->order = memory_alloc(p->claims, sizeof *s->order);
	for (size_t k = 0; k < p->links; k++)
		s->links[p->serves[k].outlet + 1]++;
	for (size_t o = 0; o < p->outlets; o++)
		s->links[o + 1] += s->links[o];
	for (size_t k = 0; k < p->claims; k++) {
		s->claims[p->claim[k].household + 1]++;
		s->of_item[p->claim[k].item + 1]++;
	}
	for (size_t h = 0; h < p->households; h++)
		s->claims[h + 1] += s->claims[h];
	for (size_t i = 0; i < p->items; i++)
		s->of_item[i + 1] += s->of_item[i];
	size_t *at = memory_alloc(p->items, sizeof *at);
	memcpy(at, s->of_item, p->items * sizeof *at);
	for (size_t k = 0; k < p->claims; k++)
		s->order[at[p->claim[k].item]++] = k;
	free(at);
}

static void make_allocation(const supply_problem *p, supply_allocation *a)
{
	*a = (supply_allocation){.ration = memory_alloc(p->claims, sizeof *a->ration),
				 .uncovered = memory_alloc(p->claims, sizeof *a->uncovered),
				 .flows = memory_alloc(p->items * p->outlets + 1, sizeof *a->flows),
				 .outlet_group = memory_alloc(p->items * p->outlets, sizeof *a->outlet_group),
				 .place_group = memory_alloc(p->items * p->places, sizeof *a->place_group),
				 .levels = memory_alloc(p->items + 1, sizeof *a->levels)};
}

cordon_status supply_allocate(const supply_problem *p, supply_allocation *a, cordon_error *error)
{
	sharing s = {.p = p, .a = a};
	cordon_status status = CORDON_OK;
	make_allocation(p, a);
	index_problem(&s);
	s.stock = memory_alloc(p->places, sizeof *s.stock);
	s.rows = memory_alloc(p->outlets + 1, sizeof *s.rows);
	s.local = memory_alloc(p->places, sizeof *s.local);
	s.flow = memory_alloc(p->outlets, sizeof *s.flow);
	s.flows = memory_alloc(p->outlets, sizeof *s.flows);
	for (size_t j = 0; j < p->places; j++)
		s.local[j] = -1;
	for (size_t i = 0; i < p->items; i++)
		if (share_item(&s, (int32_t)i, error))
			status = CORDON_UNPROVEN;
	void *all[] = {s.links, s.claims, s.of_item, s.order, s.stock, s.rows, s.local, s.stack, s.flow, s.flows};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		free(all[i]);
	return status;
}

void supply_allocation_free(supply_allocation *a)
{
	free(a->ration);
	free(a->uncovered);
	free(a->flow);
	free(a->flows);
	free(a->outlet_group);
	free(a->place_group);
	free(a->level);
	free(a->levels);
	*a = (supply_allocation){0};
}
