/* See units.h. All units but the last few follow from the level of weighted awards (share/claims.h); a heap hands out
 * the rest, and lots choose among those equal at the end. */
#include "supply/units.h"

#include "base/memory.h"
#include "share/claims.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* ---- keys -------------------------------------------------------------------------------------------------------- */

static units_key key_of(const units *u, const units_row *r, int64_t unit)
{
	units_key key = {r->had + unit, r->weight, unit <= r->drawn ? 0 : unit <= r->floor ? 1 : 2, {0}};
	key.over *= u->grain;
	return key;
}

units_key units_last(const units *u, size_t row)
{
	const units_row *r = &u->row[row];
	return r->given ? key_of(u, r, r->given) : (units_key){.under = 1, .stage = -1};
}

units_key units_next(const units *u, size_t row)
{
	const units_row *r = &u->row[row];
	return r->given < r->limit ? key_of(u, r, r->given + 1) : (units_key){.under = 1, .stage = -1};
}

int units_compare(const units_key *a, const units_key *b)
{
	if (a->stage != b->stage)
		return a->stage < b->stage ? -1 : 1;
	return part_compare((share_part){a->over, a->under}, (share_part){b->over, b->under});
}

/* ---- lots -------------------------------------------------------------------------------------------------------- */

static void draw_lot(const units *u, const char *token, unsigned char out[UNITS_LOT])
{
	const supply_item *item = &u->p->item[u->item];
	crypto_hash_sha256_state state;
	char cycle[24];
	snprintf(cycle, sizeof cycle, "%" PRId64, u->p->cycle);
	const char *line[] = {"cordon-supply-v1",
			      u->p->seed,
			      u->p->body,
			      cycle,
			      item->good,
			      item->instead ? item->instead : "",
			      token};
	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
		crypto_hash_sha256_update(&state, (const unsigned char *)line[i], strlen(line[i]));
		crypto_hash_sha256_update(&state, (const unsigned char *)"\n", 1);
	}
	crypto_hash_sha256_final(&state, out);
}

const unsigned char *units_lot(units *u, size_t row)
{
	units_row *r = &u->row[row];
	if (r->lot >= 0)
		return u->lot[r->lot];
	MEMORY_RESERVE(u->lot, u->lots, u->lot_room);
	unsigned char *lot = u->lot[u->lots];
	if (u->p->seed) {
		draw_lot(u, r->token, lot);
	} else {
		memset(lot, 0, UNITS_LOT);
		for (int b = 0; b < 8; b++)
			lot[UNITS_LOT - 1 - b] = (unsigned char)(row >> 8 * b);
	}
	r->lot = (int32_t)u->lots++;
	return lot;
}

typedef struct ticket {
	unsigned char lot[UNITS_LOT];
	size_t row;
} ticket;

static int by_lot(const void *x, const void *y)
{
	return memcmp(((const ticket *)x)->lot, ((const ticket *)y)->lot, UNITS_LOT);
}

/* Of `count` rows that are equal, one unit each to the `chosen` of the smallest lots. */
static void give_by_lot(units *u, const size_t *row, size_t count, size_t chosen)
{
	ticket *t = memory_alloc(count, sizeof *t);
	for (size_t i = 0; i < count; i++) {
		memcpy(t[i].lot, units_lot(u, row[i]), UNITS_LOT);
		t[i].row = row[i];
	}
	if (chosen < count)
		qsort(t, count, sizeof *t, by_lot);
	for (size_t i = 0; i < chosen; i++)
		u->row[t[i].row].given++;
	free(t);
}

/* ---- units to the smallest level --------------------------------------------------------------------------------- */

/* Those who could have one more within the stage, the smallest key on top. The keys lie in the heap. */
typedef struct waiting {
	int64_t over, weight; /* the level of its next unit */
	size_t row;
} waiting;

typedef struct heap {
	units *u;
	waiting *at;
	size_t count;
	int stage;
} heap;

static int64_t most(const units_row *r, int stage)
{
	return stage < 0 ? 0 : stage == 0 ? r->drawn : stage == 1 ? r->floor : r->limit;
}

static int compare_levels(const waiting *x, const waiting *y)
{
	if ((x->over | y->over) < INT64_C(1) << 31) { /* weights are below 2^31: the products fit */
		int64_t left = x->over * y->weight, right = y->over * x->weight;
		return (left > right) - (left < right);
	}
	return part_compare((share_part){x->over, x->weight}, (share_part){y->over, y->weight});
}

static bool earlier(const waiting *x, const waiting *y)
{
	int order = compare_levels(x, y);
	return order ? order < 0 : x->row < y->row;
}

static void sink(heap *h, size_t from)
{
	waiting moved = h->at[from];
	for (;;) {
		size_t child = 2 * from + 1;
		if (child + 1 < h->count && earlier(&h->at[child + 1], &h->at[child]))
			child++;
		if (child >= h->count || !earlier(&h->at[child], &moved))
			break;
		h->at[from] = h->at[child];
		from = child;
	}
	h->at[from] = moved;
}

static void pop(heap *h)
{
	h->at[0] = h->at[--h->count];
	if (h->count)
		sink(h, 0);
}

static void fill(heap *h, const size_t *who, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const units_row *r = &h->u->row[who[i]];
		if (r->given < most(r, h->stage))
			h->at[h->count++] = (waiting){r->had + r->given + 1, r->weight, who[i]};
	}
	for (size_t i = h->count / 2; i-- > 0;)
		sink(h, i);
}

/* Gives what is left, fewer units than rows can take; the last level is given by lot. */
static void hand_out(units *u, const size_t *who, size_t count, int stage, int64_t left)
{
	heap h = {u, memory_alloc(count, sizeof(waiting)), 0, stage};
	size_t *equal = memory_alloc(count, sizeof *equal), equals = 0;
	waiting last = {0, 1, 0};
	fill(&h, who, count);
	for (; left > 0 && h.count; left--) {
		waiting *top = h.at;
		units_row *r = &u->row[top->row];
		if (compare_levels(top, &last) != 0)
			equals = 0;
		last = *top;
		equal[equals++] = top->row;
		if (++r->given == most(r, stage)) {
			pop(&h);
		} else {
			top->over++;
			sink(&h, 0);
		}
	}
	size_t chosen = equals;
	for (; equals && h.count && !compare_levels(h.at, &last); pop(&h))
		equal[equals++] = h.at[0].row;
	if (equals > chosen) {
		for (size_t i = 0; i < chosen; i++)
			u->row[equal[i]].given--;
		give_by_lot(u, equal, equals, chosen);
	}
	free(equal);
	free(h.at);
}

/* What everybody has for certain within a stage that the stock does not fill; what is left of the stock. */
static int64_t give_level(units *u, const size_t *who, size_t count, int stage, int64_t stock)
{
	int64_t *column = memory_alloc(3 * count, sizeof *column), *claim = column, *floor = claim + count,
		*weight = floor + count;
	claims c = {count, claim, weight, floor, stock};
	for (size_t i = 0; i < count; i++) {
		const units_row *r = &u->row[who[i]];
		claim[i] = r->had + most(r, stage);
		floor[i] = r->had + most(r, stage - 1);
		weight[i] = r->weight;
		c.estate += r->had;
	}
	share_part level = claims_level(&c);
	for (size_t i = 0; i < count; i++) {
		share_part x = claims_at(&c, i, level);
		units_row *r = &u->row[who[i]];
		r->given = (int64_t)(x.over / x.under) - r->had;
		stock -= r->given;
	}
	free(column);
	return stock;
}

void units_give(units *u, const size_t *who, size_t count, int64_t stock)
{
	int stage = 0;
	for (; stage < 3; stage++) {
		int64_t sum = 0;
		for (size_t i = 0; i < count; i++)
			sum += most(&u->row[who[i]], stage);
		if (sum > stock)
			break;
	}
	if (stage < 3) {
		hand_out(u, who, count, stage, give_level(u, who, count, stage, stock));
		return;
	}
	for (size_t i = 0; i < count; i++)
		u->row[who[i]].given = u->row[who[i]].limit;
}
