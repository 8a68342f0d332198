/* How fast a book is written and replayed, beside what nothing can be faster than.
 *
 *	book ACTS FOLDER [--json]
 *
 * Makes a book in FOLDER (which must not exist, on the disk to be measured): workplaces of 100 people, each with its
 * secretary's key, people enrolled until there are ACTS acts. All acts are signed beforehand. Then, in one run:
 *
 *	raw        Ed25519 verifications a second, nothing else, on as many threads as replay verifies on; half of them
 *	           right before the replay and half right after it
 *	group      acts a second taken in and committed 1,000 at a time (WAL, synchronous=FULL)
 *	single     the same with a commit for each act, over the last acts
 *	replay     acts a second of `cordon rebuild`, and its share of raw (goal: 80 %)
 */
#include "record/book.h"
#include "base/memory.h"
#include "council/council.h"
#include "record/entry.h"
#include "record/keyfile.h"
#include "record/world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WORKPLACE = 100, GROUP = 1000, SINGLE = 1000, RAW = 20000, THREADS_MAX = 16 };

struct signed_act {
	char *bytes;
	size_t length;
	char key[44], signature[87];
};

struct bench {
	book *book;
	keyfile keeper;
	struct signed_act *act;
	long acts;
};

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Processor time of all threads: what a loaded machine does not blur. */
static double processor(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void die(const char *what, const cordon_error *error)
{
	char message[512] = "";
	if (error->count)
		cordon_text_render(&error->finding[0].what, CORDON_ENGLISH, message, sizeof message);
	fprintf(stderr, "%s: %s\n", what, message);
	exit(1);
}

static void sign(struct bench *b, const char *kind, json_t *fields, const keyfile *by)
{
	cordon_error error;
	text act = {0};
	cordon_error_init(&error);
	if (book_draft(b->book, kind, fields, &act, &error))
		die(kind, &error);
	struct signed_act *s = &b->act[b->acts++];
	s->bytes = act.bytes;
	s->length = act.length;
	book_sign(&by->key, act.bytes, act.length, s->key, s->signature);
	json_decref(fields);
	cordon_error_free(&error);
}

/* A workplace, its secretary's key, and the people of it, until there are enough acts. */
static void sign_workplace(struct bench *b, long number, long acts)
{
	char body[32], secretary[32], person[32];
	keyfile key;
	snprintf(body, sizeof body, "w%ld", number);
	snprintf(secretary, sizeof secretary, "s%ld", number);
	keyfile_example(&key, "bench", secretary);
	sign(b, "body_open",
	     json_pack("{ssssssssss}", "body", body, "kind", "workplace", "name", body, "members", "people",
		       "secretary", secretary),
	     &b->keeper);
	sign(b, "key_enrol", json_pack("{ssssss}", "person", secretary, "key", key.name, "use", "main"), &b->keeper);
	for (int i = 1; i < WORKPLACE && b->acts < acts; i++) {
		snprintf(person, sizeof person, "p%ld", number * WORKPLACE + i);
		sign(b, "enrol", json_pack("{ssss}", "body", body, "person", person), &key);
	}
}

static void take(struct bench *b, long from, long to, long group)
{
	cordon_error error;
	cordon_error_init(&error);
	for (long i = from; i < to; i++) {
		const struct signed_act *s = &b->act[i];
		const book_signature by = {s->key, s->signature};
		if (book_take(b->book, s->bytes, s->length, &by, 1, NULL, 0, NULL, &error))
			die(s->bytes, &error);
		if (((i - from + 1) % group == 0 || i + 1 == to) && book_commit(b->book, &error))
			die("commit", &error);
	}
	cordon_error_free(&error);
}

static void *verify_all(void *context)
{
	const struct bench *b = context;
	long many = b->acts < RAW ? b->acts : RAW;
	for (long i = 0; i < many; i++)
		if (!entry_signed(b->act[i].bytes, b->act[i].length, b->act[i].key, b->act[i].signature))
			abort();
	return NULL;
}

/* Verifications on all threads together: how many, in what time by the clock and of processors. */
struct raw {
	double many, clock, processor;
};

static void verify_raw(struct bench *b, struct raw *raw)
{
	pthread_t thread[THREADS_MAX];
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int threads = cores > THREADS_MAX ? THREADS_MAX : (int)cores;
	double begun = seconds(), used = processor();
	for (int i = 0; i < threads; i++)
		if (pthread_create(&thread[i], NULL, verify_all, b))
			abort();
	for (int i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	raw->many += (double)threads * (double)(b->acts < RAW ? b->acts : RAW);
	raw->clock += seconds() - begun;
	raw->processor += processor() - used;
}

static void report(const struct bench *b, double raw, double group, double single, double replay, double share,
		   bool json)
{
	printf(json ? "{\"acts\": %ld, \"raw\": %.0f, \"group\": %.0f, \"single\": %.0f, \"replay\": %.0f, \"share\": "
		      "%.3f, \"share_of_processor_time\": %.3f}\n"
		    : "%ld acts, a second:\n  raw Ed25519 %.0f\n  group commit %.0f\n  single commits %.0f\n  replay "
		      "%.0f (%.3f of raw; %.3f by processor time)\n",
	       b->acts, raw, group, single, replay, replay / raw, share);
}

int main(int argc, char **argv)
{
	static struct bench b;
	static act_rooms all;
	book_options options = {.world = &all.acts};
	cordon_error error;
	char hash[65];
	long acts = argc > 2 ? atol(argv[1]) : 0;
	if (acts < 2 * SINGLE || cordon_init()) {
		fprintf(stderr, "usage: book ACTS FOLDER [--json], at least %d acts\n", 2 * SINGLE);
		return 2;
	}
	cordon_error_init(&error);
	act_rooms_add(&all, council_kind, council_kinds, council_schema, council_schemas);
	keyfile_example(&b.keeper, "bench", "keeper");
	const book_founding founding = {.title = "Bench", .person = "keeper", .key = &b.keeper.key};
	if (book_create(argv[2], &options, &founding, &error) || book_open(argv[2], &options, &b.book, &error))
		die(argv[2], &error);
	b.act = memory_alloc((size_t)acts + 4, sizeof *b.act);
	for (long number = 0; b.acts < acts; number++)
		sign_workplace(&b, number, acts);
	double at = seconds();
	take(&b, 0, b.acts - SINGLE, GROUP);
	double group = (double)(b.acts - SINGLE) / (seconds() - at);
	at = seconds();
	take(&b, b.acts - SINGLE, b.acts, 1);
	double single = SINGLE / (seconds() - at);
	struct raw raw = {0};
	verify_raw(&b, &raw);
	at = seconds();
	double used = processor();
	if (book_rebuild(b.book, hash, NULL, &error))
		die("rebuild", &error);
	double replay = (double)book_size(b.book) / (seconds() - at);
	double cost = (processor() - used) / (double)book_size(b.book);
	verify_raw(&b, &raw);
	report(&b, raw.many / raw.clock, group, single, replay, raw.processor / raw.many / cost, argc > 3);
	book_close(b.book);
	return 0;
}
