/* See subtrees.h. */
#include "record/subtrees.h"

#include <assert.h>
#include <string.h>

void subtrees_append(merkle *tree, const merkle_hash *leaf, subtrees_told *told, void *context)
{
	merkle_hash complete[MERKLE_LEVELS];
	int top = merkle_append(tree, leaf, complete);
	for (int level = 0; told && level <= top; level += SUBTREES_STEP)
		told(context, level, (tree->size >> level) - 1, &complete[level]);
}

void subtrees_store(void *store, int level, int64_t place, const merkle_hash *hash)
{
	state_do(store, "INSERT INTO subtree VALUES (?, ?, ?)", "iib", (int64_t)level, place, (const void *)hash->byte,
		 sizeof hash->byte);
}

bool subtrees_find(state *s, int level, int64_t place, merkle_hash *hash)
{
	size_t length;
	bool found = false;
	state_rows rows =
		state_ask(s, "SELECT hash FROM subtree WHERE level = ? AND place = ?", "ii", (int64_t)level, place);
	if (state_row(&rows)) {
		const void *bytes = state_bytes(&rows, 0, &length);
		found = length == sizeof hash->byte;
		if (found)
			memcpy(hash->byte, bytes, length);
		state_end(&rows);
	}
	return found;
}

/* ---- what was asked lately --------------------------------------------------------------------------------------- */

static struct subtrees_kept *place_of(subtrees_memo *m, int level, int64_t place)
{
	static_assert(SUBTREES_MEMO == 1 << 12, "the bits that are left of the hash");
	return &m->kept[((uint64_t)place * MERKLE_LEVELS + (uint64_t)level) * 0x9E3779B97F4A7C15u >> 52];
}

static bool recall(void *context, int level, int64_t place, merkle_hash *hash)
{
	subtrees_memo *m = context;
	struct subtrees_kept *k = place_of(m, level, place);
	if (k->above != level + 1 || k->place != place) {
		const merkle_source between = merkle_between(&m->sparse);
		const bool stored = level % SUBTREES_STEP == 0;
		merkle_hash found;
		if (!(stored ? subtrees_find(m->state, level, place, &found)
			     : between.hash(between.context, level, place, &found)))
			return false;
		*k = (struct subtrees_kept){place, level + 1, found};
	}
	*hash = k->hash;
	return true;
}

merkle_source subtrees_source(subtrees_memo *m, state *s)
{
	m->state = s;
	m->sparse = (merkle_sparse){{recall, m}, SUBTREES_STEP};
	return (merkle_source){recall, m};
}

void subtrees_keep(void *memo, int level, int64_t place, const merkle_hash *hash)
{
	subtrees_memo *m = memo;
	subtrees_store(m->state, level, place, hash);
	*place_of(m, level, place) = (struct subtrees_kept){place, level + 1, *hash};
}

void subtrees_forget(subtrees_memo *m)
{
	memset(m->kept, 0, sizeof m->kept);
}
