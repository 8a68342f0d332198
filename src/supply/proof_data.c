/* What a proof that holds says of a household and of each outlet, as data; see proof.h. It takes nothing from whoever
 * makes allocations. */
#include "supply/proof.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const reason_key[] = {
	[PROOF_CLAIM] = "claim", [PROOF_CUT_OFF] = "cut-off", [PROOF_NOTHING] = "nothing", [PROOF_FLOOR] = "floor",
	[PROOF_LEVEL] = "level", [PROOF_LOT] = "lot",         [PROOF_DRAWN] = "drawn"};

/* ---- a household ------------------------------------------------------------------------------------------------- */

static json_t *answer_data(const proof_answer *a)
{
	char weight[32];
	snprintf(weight, sizeof weight, a->row->weight_bottom > 1 ? "%u/%u" : "%u", a->row->weight_top,
		 a->row->weight_bottom);
	json_t *one = json_pack("{s:s, s:s, s:s*, s:s, s:I, s:I, s:I, s:I, s:s}", "good", a->item->good, "unit",
				a->item->unit, "instead", *a->item->instead ? a->item->instead : NULL, "weight", weight,
				"ration", (json_int_t)a->row->ration, "may_have", (json_int_t)a->may, "floor",
				(json_int_t)a->row->floor, "drawn", (json_int_t)a->row->drawn, "reason",
				reason_key[a->reason]);
	if (a->reason == PROOF_FLOOR || a->reason == PROOF_LEVEL || a->reason == PROOF_LOT)
		json_object_update_new(one, json_pack("{s:f, s:f}", "next", a->next, "last", a->last));
	return one;
}

json_t *proof_household_data(const proof *p, const proof_household *h)
{
	json_t *goods = json_array();
	for (uint32_t i = 0; i < h->rows; i++) {
		proof_answer a = proof_why(p, h, i);
		json_array_append_new(goods, answer_data(&a));
	}
	return json_pack("{s:s, s:s, s:I, s:s, s:o}", "household", h->token, "outlet", p->outlet[h->outlet], "cycle",
			 (json_int_t)p->cycle, "proof", p->hash, "goods", goods);
}

/* ---- outlets ----------------------------------------------------------------------------------------------------- */

/* What an outlet's households come to of one item. */
typedef struct outlet_sum {
	int64_t households, may, floor, ration, drawn, uncovered, below; /* below: households with less than they may */
} outlet_sum;

static void add_household(const proof *p, const proof_household *h, outlet_sum *sum)
{
	for (uint32_t i = 0; i < h->rows; i++) {
		proof_answer a = proof_why(p, h, i);
		outlet_sum *of = &sum[(size_t)a.row->item * p->outlets + h->outlet];
		of->households += a.may > 0;
		of->may += a.may;
		of->floor += a.row->floor < a.may ? a.row->floor : a.may;
		of->ration += a.row->ration;
		of->drawn += a.row->drawn;
		of->uncovered += a.row->uncovered;
		of->below += a.row->ration < a.may;
	}
}

/* What arrived at all places that serve the outlet, for others too. */
static int64_t arrived(const proof *p, uint32_t item, uint32_t outlet)
{
	int64_t all = 0;
	for (uint32_t k = 0; k < p->from_count[outlet]; k++)
		all += p->stock[(size_t)item * p->places + p->from[outlet][k]];
	return all;
}

static proof_reason reason_of(const proof *p, uint32_t item, uint32_t outlet, const outlet_sum *sum)
{
	const proof_level *last = &p->group[p->item[item].first_group + p->level[(size_t)item * p->outlets + outlet]];
	return sum->ration >= sum->may          ? sum->uncovered ? PROOF_DRAWN : PROOF_CLAIM
	       : !p->from_count[outlet]         ? PROOF_CUT_OFF
	       : !arrived(p, item, outlet)      ? PROOF_NOTHING
	       : last->stage <= 1 && sum->floor ? PROOF_FLOOR
						: PROOF_LEVEL;
}

static json_t *item_data(const proof *p, uint32_t item, uint32_t outlet, const outlet_sum *sum)
{
	const proof_item *of = &p->item[item];
	const proof_level *last = &p->group[of->first_group + p->level[(size_t)item * p->outlets + outlet]];
	proof_reason reason = reason_of(p, item, outlet, sum);
	json_t *one = json_pack("{s:s, s:s*, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:s}", "good", of->good, "instead",
				*of->instead ? of->instead : NULL, "unit", of->unit, "households",
				(json_int_t)sum->households, "less", (json_int_t)sum->below, "may_have",
				(json_int_t)sum->may, "given", (json_int_t)sum->ration, "drawn", (json_int_t)sum->drawn,
				"arrived", (json_int_t)arrived(p, item, outlet), "reason", reason_key[reason]);
	if (reason == PROOF_FLOOR || reason == PROOF_LEVEL)
		json_object_set_new(one, "last", json_real((double)last->top / (double)last->bottom));
	return one;
}

static json_t *outlet_data(const proof *p, uint32_t outlet, int64_t households, const outlet_sum *sum)
{
	json_t *goods = json_array(), *places = json_array();
	for (uint32_t k = 0; k < p->from_count[outlet]; k++)
		json_array_append_new(places, json_string(p->place[p->from[outlet][k]]));
	for (uint32_t i = 0; i < p->items; i++) {
		const outlet_sum *of = &sum[(size_t)i * p->outlets + outlet];
		if (of->may || of->ration)
			json_array_append_new(goods, item_data(p, i, outlet, of));
	}
	return json_pack("{s:s, s:o, s:I, s:o}", "outlet", p->outlet[outlet], "served_by", places, "households",
			 (json_int_t)households, "goods", goods);
}

json_t *proof_outlets_data(const proof *p)
{
	json_t *list = json_array();
	outlet_sum *sum = memory_alloc((size_t)p->items * p->outlets, sizeof *sum);
	int64_t *households = memory_alloc(p->outlets, sizeof *households);
	for (uint32_t i = 0; i < p->households; i++) {
		households[p->household[i].outlet]++;
		add_household(p, &p->household[i], sum);
	}
	for (uint32_t o = 0; o < p->outlets; o++)
		json_array_append_new(list, outlet_data(p, o, households[o], sum));
	free(households);
	free(sum);
	return list;
}
