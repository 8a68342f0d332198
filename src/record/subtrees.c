/* See subtrees.h. */
#include "record/subtrees.h"

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

static bool find(void *context, int level, int64_t place, merkle_hash *hash)
{
	return subtrees_find(context, level, place, hash);
}

merkle_source subtrees_source(state *s, merkle_sparse *sparse)
{
	*sparse = (merkle_sparse){{find, s}, SUBTREES_STEP};
	return merkle_between(sparse);
}
