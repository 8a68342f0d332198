/* See commitments.h. */
#include "record/commitments.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS = 64 };

static bool decode(const char *hex, unsigned char hash[32])
{
	size_t length;
	return strspn(hex, "0123456789abcdef") >= DIGITS &&
	       !sodium_hex2bin(hash, 32, hex, DIGITS, NULL, &length, NULL);
}

/* Quoted runs of exactly so many digits; escapes cannot stand in them. */
static void add_all(commitments *c, const char *bytes, const char *id)
{
	for (const char *at = bytes; (at = strchr(at, '"')); at++) {
		unsigned char hash[32];
		if (strnlen(at + 1, DIGITS + 1) <= DIGITS || at[1 + DIGITS] != '"' || !decode(at + 1, hash) ||
		    !strncmp(at + 1, id, DIGITS))
			continue;
		MEMORY_RESERVE(c->hash, c->count, c->capacity);
		memcpy(c->hash[c->count++], hash, sizeof hash);
	}
}

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, 32);
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
	unsigned char hash[32];
	return strlen(commitment) == DIGITS && decode(commitment, hash) && c->count &&
	       bsearch(hash, c->hash, c->count, sizeof *c->hash, by_bytes);
}

void commitments_free(commitments *c)
{
	free(c->hash);
	*c = (commitments){0};
}
