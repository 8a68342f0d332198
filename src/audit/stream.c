/* The export as lines, in batches that all cores read at once and book.c takes in order. See audit.h. */
#include "audit/audit.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH_LINES = 4096, BATCH_BYTES = 1 << 22, THREADS_MAX = 64 };

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
	struct book *book; /* the commitments are all that readers change in it */
};

static void read_item(struct item *it, struct book *b, char *scratch)
{
	size_t length = 0;
	struct span rest = it->rest, size;
	if (it->letter == 'e')
		entry_read(&it->entry, rest, scratch, &b->hashes);
	if (it->letter == 's')
		sealed_read(&it->entry, rest, scratch);
	if (it->letter != 'c')
		return;
	size = split(&rest, ' ');
	bool good = form_number(size, &it->size) && form_base64(rest, scratch, PART_MAX, &length);
	note_read(&it->note, (struct span){scratch, good ? length : 0});
	if (!it->note.wrong.what && b->node != NONE)
		note_try(&it->note, b->key[b->node].bytes); /* most likely the one */
}

static void *read_items(void *context)
{
	struct batch *batch = context;
	char *scratch = must_have(malloc(3 * PART_MAX));
	for (int i; (i = atomic_fetch_add(&batch->next, 1)) < batch->count;)
		read_item(&batch->item[i], batch->book, scratch);
	free(scratch);
	return NULL;
}

static void read_batch(struct batch *batch, int threads)
{
	pthread_t thread[THREADS_MAX];
	int started = 0;
	atomic_store(&batch->next, 0);
	while (started < threads - 1 && batch->count > 1 && !pthread_create(&thread[started], NULL, read_items, batch))
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
	int64_t entries, checkpoints;
	struct span rest = it->rest, number = split(&rest, ' ');
	if ((it->letter == '#') != (line == 1) || (line == 1 && (!span_is(number, "1") || !form_hex(rest, b->id, 32))))
		return refuse(b, line, line == 1 ? SAY_FILE_HEADER : SAY_FILE_LINE, it->line);
	if (it->letter == '?' || *last == '.' || (*last == 's' && strchr("ec", it->letter)) || b->size > ENTRIES_MAX)
		return refuse(b, line, *last == '.' ? SAY_FILE_CUT : SAY_FILE_LINE, it->line);
	*last = it->letter;
	if (it->letter == 'e')
		book_entry(b, &it->entry, line);
	if (it->letter == 'c')
		book_checkpoint(b, &it->note, it->size, line);
	if (it->letter == 's')
		book_sealed(b, &it->entry, line);
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
		while ((c = getc_unlocked(in)) != EOF && c != '\n' && rest->length < LINE_MAX_BYTES)
			at[rest->length++] = (char)c;
		if (c != '\n')
			return false;
		at += rest->length;
		it->line = it->rest = *rest;
		struct span word = split(&it->rest, ' ');
		it->letter = span_is(word, "end") ? '.' : span_is(word, "cordon-book") ? '#' : word.length == 1 ? *word.at : '?';
		it->letter = strchr("#ecs.", it->letter) && it->letter ? it->letter : '?';
	}
	return true;
}

int audit_stream(FILE *in, struct book *b, int threads)
{
	struct batch batch = {must_have(malloc(BATCH_BYTES + LINE_MAX_BYTES)), must_have(calloc(BATCH_LINES, sizeof(struct item))), 0, 0, b};
	struct span rest;
	int64_t line = 1;
	char last = '#';
	for (bool more = true, good = true; more && good;) {
		more = fill_batch(in, &batch, &rest);
		read_batch(&batch, threads);
		for (int i = 0; i < batch.count; i++) {
			good = good && take_item(b, &batch.item[i], &last, line++);
			free(batch.item[i].note.bytes);
			batch.item[i].note.bytes = NULL;
		}
		if (!more && good && !ferror(in) && (rest.length || last != '.'))
			refuse(b, line, line == 1 ? SAY_FILE_HEADER : rest.length < LINE_MAX_BYTES ? SAY_FILE_CUT : SAY_FILE_LONG, rest);
	}
	free(batch.text);
	free(batch.item);
	return ferror(in) ? 6 : b->report->refused ? 2 : b->report->findings > 0;
}

void audit_free(struct book *b)
{
	struct set *sets[] = {&b->nonces, &b->keys, &b->held, &b->hashes, &b->salts};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		free(sets[i]->slot);
	for (size_t i = 0; i < b->evidences; i++)
		free(b->evidence[i].note.bytes);
	free(b->key);
}
