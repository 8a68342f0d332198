/* The export as lines, in batches that all cores read at once and book.c takes in order. See audit.h. */
#include "audit/audit.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH_LINES = 1024, BATCH_BYTES = 1 << 20, THREADS_MAX = 64 };

struct item {
	struct span line, rest; /* without the newline; after its first word */
	char letter;            /* of the first word: e c s, . for end, # for the first line, ? for another */
	struct entry entry;
	struct note note;
	int64_t size;
};
struct batch {
	char *text;
	struct item *item;
	int count;
	atomic_int next;
	const struct book *book;
};

static void *read_items(void *context)
{
	struct batch *batch = context;
	char *scratch = must_have(malloc(3 * PART_MAX));
	const struct book *b = batch->book;
	for (int i; (i = atomic_fetch_add(&batch->next, 1)) < batch->count;) {
		struct item *it = &batch->item[i];
		struct span rest = it->rest;
		size_t length;
		if (it->letter == 'e')
			entry_read(&it->entry, rest, scratch);
		if (it->letter != 'c')
			continue;
		bool good = form_number(split(&rest, ' '), &it->size) &&
			    form_base64(rest, sodium_base64_VARIANT_ORIGINAL, scratch, PART_MAX, &length);
		note_read(&it->note, (struct span){scratch, good ? length : 0});
		if (!it->note.wrong.what && b->node != NONE)
			note_try(&it->note, b->key[b->node].bytes); /* most likely the one */
	}
	free(scratch);
	return NULL;
}

static void read_batch(struct batch *batch, int threads)
{
	pthread_t thread[THREADS_MAX];
	int started = 0;
	atomic_store(&batch->next, 0);
	while (started < threads - 1 && started < THREADS_MAX && !pthread_create(&thread[started], NULL, read_items, batch))
		started++;
	read_items(batch);
	while (started > 0)
		pthread_join(thread[--started], NULL);
}

static bool refuse(struct book *b, int64_t line, enum say what, struct span found)
{
	b->report->refused = true;
	say(b->report, (struct place){line, -1, NULL, NULL}, what, shown(found), NULL);
	return false;
}

/* One line after another; `last` is the letter of the one before. False: this is no export. */
static bool take_item(struct book *b, struct item *it, char *last, int64_t line)
{
	static char scratch[2 * PART_MAX];
	int64_t entries, checkpoints;
	struct span rest = it->rest, number = split(&rest, ' ');
	if (line == 1)
		return (it->letter == '#' && span_is(number, "1") && form_hex(rest, b->id, 32)) ||
		       refuse(b, 1, SAY_FILE_HEADER, it->line);
	if (strchr("?#", it->letter) || *last == '.' || (*last == 's' && strchr("ec", it->letter)) ||
	    b->size >= ENTRIES_MAX)
		return refuse(b, line, *last == '.' ? SAY_FILE_CUT : SAY_FILE_LINE, it->line);
	*last = it->letter;
	if (it->letter == 'e')
		book_entry(b, &it->entry, it->rest, line);
	if (it->letter == 'c')
		book_checkpoint(b, &it->note, it->size, line);
	if (it->letter == 's')
		book_sealed(b, it->rest, scratch, line);
	if (it->letter != '.')
		return true;
	if (!form_number(number, &entries) || !form_number(rest, &checkpoints))
		return refuse(b, line, SAY_FILE_LINE, it->line);
	if (entries != b->size || checkpoints != b->checkpoints)
		say(b->report, (struct place){line, -1, NULL, NULL}, SAY_FILE_COUNTS, shown(it->line), shown_number(b->size));
	book_end(b, line);
	return true;
}

/* Fills a batch; false: what comes after it, *rest, is the end of the file or a line that is broken off or too long. */
static bool fill_batch(FILE *in, struct batch *batch, struct span *rest)
{
	char *at = batch->text;
	for (batch->count = 0; batch->count < BATCH_LINES && at < batch->text + BATCH_BYTES; batch->count++) {
		struct item *it = &batch->item[batch->count];
		int c;
		*rest = (struct span){at, 0};
		while ((c = getc_unlocked(in)) != EOF && c != '\n' && rest->length < LINE_BYTES_MAX)
			at[rest->length++] = (char)c;
		if (c != '\n')
			return false;
		at += rest->length;
		it->line = it->rest = *rest;
		struct span word = split(&it->rest, ' ');
		it->letter = span_is(word, "end") ? '.' : span_is(word, "cordon-book") ? '#' : '?';
		if (word.length == 1 && strchr("ecs", *word.at) && *word.at)
			it->letter = *word.at;
	}
	return true;
}

int book_audit(struct book *b, FILE *in, int threads)
{
	struct batch batch = {.text = must_have(malloc(BATCH_BYTES + LINE_BYTES_MAX)), .book = b,
			      .item = must_have(calloc(BATCH_LINES, sizeof(struct item)))};
	struct span rest;
	int64_t line = 1;
	char last = '#';
	for (bool more = true, good = true; more && good;) {
		more = fill_batch(in, &batch, &rest);
		read_batch(&batch, batch.count > 1 ? threads : 1);
		for (int i = 0; i < batch.count; i++) {
			good = good && take_item(b, &batch.item[i], &last, line++);
			free(batch.item[i].note.bytes);
			batch.item[i].note.bytes = NULL;
		}
		if (!more && good && !ferror(in) && (rest.length || last != '.'))
			refuse(b, line, line == 1 ? SAY_FILE_HEADER : rest.length < LINE_BYTES_MAX ? SAY_FILE_CUT
			       : SAY_FILE_LONG, rest);
	}
	free(batch.text);
	free(batch.item);
	return ferror(in) ? 6 : b->report->refused ? 2 : b->report->findings > 0;
}

void book_free(struct book *b)
{
	struct set *sets[] = {&b->nonces, &b->keys, &b->held, &b->hashes, &b->salts};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		free(sets[i]->slot);
	for (size_t i = 0; i < b->evidences; i++)
		free(b->evidence[i].note.bytes);
	free(b->key);
}
