/* What decided how much one household is to have, out of a proof that holds; see proof.h. */
#include "supply/proof.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static int by_token(const void *token, const void *household)
{
	return strcmp(token, ((const proof_household *)household)->token);
}

const proof_household *proof_find(const proof *p, const char *token)
{
	return bsearch(token, p->household, p->households, sizeof *p->household, by_token);
}

/* `had` of the rule: rations of earlier items of the family, what was drawn of later ones. */
static int64_t had_elsewhere(const proof *p, const proof_household *h, uint32_t number)
{
	const proof_row *row = p->row + h->first;
	int64_t had = 0;
	for (uint32_t i = 0; i < h->rows; i++)
		if (i != number && p->item[row[i].item].family == p->item[row[number].item].family)
			had += i < number ? row[i].ration : row[i].drawn;
	return had;
}

static bool is_anything_there(const proof *p, const proof_household *h, uint32_t item)
{
	for (uint32_t k = 0; k < p->from_count[h->outlet]; k++)
		if (p->stock[(size_t)item * p->places + p->from[h->outlet][k]])
			return true;
	return false;
}

proof_answer proof_why(const proof *p, const proof_household *h, uint32_t number)
{
	const proof_row *row = p->row + h->first + number;
	const proof_item *item = &p->item[row->item];
	const proof_level *last = &p->group[item->first_group + p->level[(size_t)row->item * p->outlets + h->outlet]];
	int64_t had = had_elsewhere(p, h, number), covered = (int64_t)row->ration - row->uncovered;
	proof_answer a = {.item = item, .row = row, .may = row->claim > had ? row->claim - had : 0};
	a.may = a.may > row->drawn ? a.may : row->drawn;
	a.next = (double)(had + covered + 1) * row->weight_bottom / row->weight_top;
	a.last = (double)last->top / (double)last->bottom;
	bool guaranteed = had + covered + 1 <= row->floor;
	if (row->uncovered)
		a.reason = PROOF_DRAWN;
	else if (covered >= a.may)
		a.reason = PROOF_CLAIM;
	else if (!p->from_count[h->outlet])
		a.reason = PROOF_CUT_OFF;
	else if (!is_anything_there(p, h, row->item))
		a.reason = PROOF_NOTHING;
	else if (guaranteed && last->stage <= 1)
		a.reason = PROOF_FLOOR;
	else if (last->stage == (guaranteed ? 1 : 2) && a.next == a.last)
		a.reason = PROOF_LOT;
	else
		a.reason = PROOF_LEVEL;
	return a;
}
