/* See difference.h: a merge of two lists in the one order that proofs have. */
#include "supply/difference.h"

#include "base/memory.h"

#include <string.h>

static int compare_items(const proof_item *a, const proof_item *b)
{
	int order = strcmp(a->instead, b->instead); /* without comes first */
	return order ? order : strcmp(a->good, b->good);
}

/* The rows of one household in both; of one that has none `end` is the first. */
static size_t compare_rows(const proof *a, size_t i, size_t a_end, const proof *b, size_t j, size_t b_end,
			   const char *token, proof_change *out)
{
	size_t count = 0;
	while (i < a_end || j < b_end) {
		int order = i == a_end   ? 1
			    : j == b_end ? -1
					 : compare_items(&a->item[a->row[i].item], &b->item[b->row[j].item]);
		const proof_item *item = order <= 0 ? &a->item[a->row[i].item] : &b->item[b->row[j].item];
		proof_change c = {token, item->good, item->instead, 0, 0, 0};
		if (order <= 0)
			c.before = a->row[i++].ration;
		if (order >= 0) {
			c.drawn = b->row[j].drawn;
			c.after = b->row[j++].ration;
		}
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
		size_t first[2] = {0}, end[2] = {0};
		const char *token = order <= 0 ? a->household[i].token : b->household[j].token;
		if (order <= 0) {
			first[0] = a->household[i].first;
			end[0] = first[0] + a->household[i++].rows;
		}
		if (order >= 0) {
			first[1] = b->household[j].first;
			end[1] = first[1] + b->household[j++].rows;
		}
		*count += compare_rows(a, first[0], end[0], b, first[1], end[1], token, all + *count);
	}
	return all;
}
