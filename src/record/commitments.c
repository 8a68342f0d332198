/* See commitments.h. */
#include "record/commitments.h"

#include "base/digits.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { HASH = 32, DIGITS = 2 * HASH };

/* Quoted runs of exactly so many digits; escapes cannot stand in them. */
static void add_all(commitments *c, const char *bytes, const char *id)
{
	for (const char *at = bytes; (at = strchr(at, '"')); at++) {
		if (!digits_begin_hex(at + 1, HASH) || at[1 + DIGITS] != '"' || !strncmp(at + 1, id, DIGITS))
			continue;
		MEMORY_RESERVE(c->hash, c->count, c->capacity);
		sodium_hex2bin(c->hash[c->count++], HASH, at + 1, DIGITS, NULL, NULL, NULL);
	}
}

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, HASH);
}

void commitments_collect(commitments *c, book *b)
{
	text bytes = {0};
	state_rows rows = state_ask(b->state, "SELECT bytes FROM entry", "");
	while (state_row(&rows)) {
		text_clear(&bytes);
		book_add_value(&bytes, &rows, 0);
		add_all(c, text_string(&bytes), b->applier.id);
	}
	if (c->count)
		qsort(c->hash, c->count, sizeof *c->hash, by_bytes);
	c->collected = true;
	text_free(&bytes);
}

bool commitments_have(const commitments *c, const char *commitment)
{
	unsigned char hash[HASH];
	return digits_from_hex(commitment, hash, sizeof hash) && c->count &&
	       bsearch(hash, c->hash, c->count, sizeof *c->hash, by_bytes);
}

void commitments_free(commitments *c)
{
	free(c->hash);
	*c = (commitments){0};
}
