/* See difference.h: a merge of two lists in the one order that proofs have. */
#include "supply/difference.h"

#include "base/memory.h"

#include <string.h>

static int compare_items(const proof_item *a, const proof_item *b)
{
	int order = strcmp(a->instead, b->instead); /* without comes first */
	return order ? order : strcmp(a->good, b->good);
}

/* The rows of one household in both, either of which may be NULL. */
static size_t compare_rows(const proof *a, const proof_household *x, const proof *b, const proof_household *y,
			   proof_change *out)
{
	size_t count = 0;
	for (size_t i = 0, j = 0; i < (x ? x->rows : 0) || j < (y ? y->rows : 0);) {
		const proof_row *r = x && i < x->rows ? &a->row[x->first + i] : NULL;
		const proof_row *s = y && j < y->rows ? &b->row[y->first + j] : NULL;
		int order = !r ? 1 : !s ? -1 : compare_items(&a->item[r->item], &b->item[s->item]);
		const proof_item *item = order <= 0 ? &a->item[r->item] : &b->item[s->item];
		proof_change c = {x ? x->token : y->token, item->good, item->instead, 0, 0, 0};
		if (order <= 0)
			c.before = r->ration, i++;
		if (order >= 0)
			c.after = s->ration, c.drawn = s->drawn, j++;
		if (c.before != c.after)
			out[count++] = c;
	}
	return count;
}

proof_change *proof_difference(const proof *a, const proof *b, size_t *count)
{
	proof_change *all = memory_alloc(a->rows + b->rows, sizeof *all);
	*count = 0;
	for (uint32_t i = 0, j = 0; i < a->households || j < b->households;) {
		int order = i == a->households   ? 1
			    : j == b->households ? -1
						 : strcmp(a->household[i].token, b->household[j].token);
		const proof_household *x = order <= 0 ? &a->household[i++] : NULL;
		const proof_household *y = order >= 0 ? &b->household[j++] : NULL;
		*count += compare_rows(a, x, b, y, all + *count);
	}
	return all;
}
