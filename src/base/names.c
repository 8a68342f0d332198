/* Ids to indices; see names.h. FNV-1a (Fowler, Noll, Vo) with linear probing, at most half full. */
#include "base/names.h"

#include "base/memory.h"

#include <assert.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CLOSEST_BYTES = 64, CLOSEST_NAMES = 100000 };

static size_t hash_of(const char *name)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 0x100000001b3u;
	return (size_t)(hash ^ (hash >> 32));
}

/* The slot where `name` stands or would stand. */
static size_t slot_of(const names *n, const char *name)
{
	size_t at = hash_of(name) & (n->slots - 1);
	while (n->slot[at] && strcmp(n->name[n->slot[at] - 1], name))
		at = (at + 1) & (n->slots - 1);
	return at;
}

static void grow_slots(names *n)
{
	free(n->slot);
	n->slots = n->slots ? 2 * n->slots : 64;
	n->slot = memory_alloc(n->slots, sizeof *n->slot);
	for (int i = 0; i < n->count; i++)
		n->slot[slot_of(n, n->name[i])] = i + 1;
}

int names_add(names *n, const char *name)
{
	assert(name && n->count < INT_MAX / 4);
	if (2 * ((size_t)n->count + 1) > n->slots)
		grow_slots(n);
	size_t at = slot_of(n, name);
	if (n->slot[at])
		return n->slot[at] - 1;
	MEMORY_RESERVE(n->name, n->count, n->capacity);
	n->name[n->count++] = name;
	n->slot[at] = n->count;
	return n->count - 1;
}

int names_find(const names *n, const char *name)
{
	return n->slots ? n->slot[slot_of(n, name)] - 1 : -1;
}

/* Levenshtein's distance by bytes, two rows of his table; `b` has at most CLOSEST_BYTES bytes. */
static int distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	int row[CLOSEST_BYTES + 1];
	for (size_t j = 0; j <= b_length; j++)
		row[j] = (int)j;
	for (size_t i = 1; i <= a_length; i++) {
		int diagonal = row[0];
		row[0] = (int)i;
		for (size_t j = 1; j <= b_length; j++) {
			int best = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[b_length];
}

const char *names_closest(const names *n, const char *name)
{
	size_t length = strlen(name);
	if (!length || length > CLOSEST_BYTES || n->count > CLOSEST_NAMES)
		return NULL;
	int best = (int)(length + 2) / 3 + 1;
	const char *closest = NULL;
	for (int i = 0; i < n->count; i++) {
		size_t other = strlen(n->name[i]);
		if (other > 2 * CLOSEST_BYTES || (other > length ? other - length : length - other) >= (size_t)best)
			continue;
		int apart = distance(n->name[i], other, name, length);
		if (apart < best) {
			best = apart;
			closest = n->name[i];
		}
	}
	return closest;
}

void names_free(names *n)
{
	free(n->name);
	free(n->slot);
	*n = (names){0};
}
