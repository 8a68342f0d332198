/* A voting day: votes cast over HTTP on a real `cordon serve`, synced to the disk, beside what the machine can do at
 * all.
 *
 *	voting_day PROGRAM FOLDER [--votes-a-second 2000] [--seconds 10] [--voters 20000] [--json]
 *
 * Makes a book in FOLDER (which must not exist, on the disk to be measured): workplaces of 100 people with an open
 * proposal each, everybody with a key of their own, and signs all votes beforehand. Then PROGRAM serves it, and:
 *
 *	limits     what the same disk and processor do when nothing else is asked: syncs a second, Ed25519 verifications
 *	           a second on one core, rows of a vote's size a second in SQLite by 100 a commit
 *	voting     votes at that rate, at random times (load.h); each counts from when it should have been sent
 *	capacity   as many as 64 connections get through, each sending when its last was answered
 *	beyond     five times the capacity; the server is killed in the middle. Then the book is verified with every
 *	           receipt that was given (so each is under the node's signed checkpoints), each receipt's entry is the
 *	           vote that was sent, and the server is started again and takes one more
 */
#include "load.h"

#include "base/memory.h"
#include "council/council.h"
#include "plan/acts.h"
#include "record/book.h"
#include "record/claims.h"
#include "record/entry.h"
#include "record/keyfile.h"
#include "record/world.h"
#include "supply/supply.h"

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORKPLACE = 100, GROUP = 1000, CONNECTIONS = 400, CLOSED = 64, OVER = 5 };
static const double part = 5; /* seconds of a phase but the first */

struct bench {
	const char *program, *folder;
	book_options options;
	book *book;
	keyfile keeper, *voter;
	long voters, votes;
	double rate, seconds;
	load_request *request;
	text *act; /* of each vote */
	size_t used; /* requests sent */
	pid_t server;
	int port;
};

static void die(const char *what, const cordon_error *error)
{
	char message[512] = "";
	if (error && error->count)
		cordon_text_render(&error->finding[0].what, CORDON_ENGLISH, message, sizeof message);
	fprintf(stderr, "%s: %s\n", what, message);
	exit(1);
}

/* ---- the book ---------------------------------------------------------------------------------------------------- */

static void take(struct bench *b, const char *kind, json_t *fields, const keyfile *by)
{
	cordon_error error;
	char key[44], signature[87];
	static long taken;
	text act = {0};
	cordon_error_init(&error);
	const book_signature one = {key, signature};
	if (book_draft(b->book, kind, fields, &act, &error))
		die(kind, &error);
	book_sign(&by->key, act.bytes, act.length, key, signature);
	if (book_take(b->book, act.bytes, act.length, &one, 1, NULL, 0, NULL, &error) ||
	    (++taken % GROUP == 0 && book_commit(b->book, &error)))
		die(kind, &error);
	text_free(&act);
	json_decref(fields);
	cordon_error_free(&error);
}

static void open_workplace(struct bench *b, long number)
{
	char body[32];
	keyfile *secretary = &b->voter[number * WORKPLACE];
	snprintf(body, sizeof body, "w%ld", number);
	for (int i = 0; i < WORKPLACE; i++) {
		char person[32];
		snprintf(person, sizeof person, "p%ld", number * WORKPLACE + i);
		keyfile_example(&secretary[i], "voting-day", person);
	}
	take(b, "body_open",
	     json_pack("{ss ss ss ss ss s{ss si s{si si}}}", "body", body, "kind", "workplace", "name", body, "members",
		       "people", "secretary", secretary->person, "rules", "voting", "open", "notice_days", 0, "tellers",
		       "n", 1, "k", 1),
	     &b->keeper);
	for (int i = 0; i < WORKPLACE; i++) {
		const char *person = secretary[i].person;
		if (i)
			take(b, "enrol", json_pack("{ssss}", "body", body, "person", person), secretary);
		take(b, "key_enrol", json_pack("{ssssss}", "person", person, "key", secretary[i].name, "use", "main"),
		     i ? secretary : &b->keeper);
	}
	take(b, "propose",
	     json_pack("{ss ss ss ss}", "body", body, "proposal", body, "title", "A vote", "text", "Yes or no"),
	     secretary);
	char until[24];
	time_t tomorrow = time(NULL) + 86400;
	strftime(until, sizeof until, "%Y-%m-%dT%H:%M:%SZ", gmtime(&tomorrow));
	take(b, "put", json_pack("{ssss}", "proposal", body, "until", until), secretary);
}

static void make_book(struct bench *b)
{
	cordon_error error;
	cordon_error_init(&error);
	keyfile_example(&b->keeper, "voting-day", "keeper");
	const book_founding founding = {.title = "Voting day", .person = "keeper", .key = &b->keeper.key};
	if (book_create(b->folder, &b->options, &founding, &error) ||
	    book_open(b->folder, &b->options, &b->book, &error))
		die(b->folder, &error);
	b->voter = memory_alloc((size_t)b->voters, sizeof *b->voter);
	for (long i = 0; i < b->voters / WORKPLACE; i++)
		open_workplace(b, i);
	if (book_commit(b->book, &error))
		die(b->folder, &error);
}

/* A vote as a request; whoever has voted votes again, the other way. */
static void sign_vote(struct bench *b, long number)
{
	text body = {0}, request = {0}, *act = &b->act[number];
	char nonce[33], proposal[32], key[44], signature[87];
	unsigned char random[16];
	long voter = (long)((unsigned long)number * 7919 % (unsigned long)b->voters); /* by no workplace's order */
	snprintf(proposal, sizeof proposal, "w%ld", voter / WORKPLACE);
	randombytes_buf(random, sizeof random);
	sodium_bin2hex(nonce, sizeof nonce, random, sizeof random);
	json_t *fields = json_pack("{ssss}", "proposal", proposal, "choice", number / b->voters % 2 ? "no" : "yes");
	entry_write_act(act, book_id(b->book), "vote", fields, time(NULL), nonce);
	book_sign(&b->voter[voter].key, act->bytes, act->length, key, signature);
	text_add_format(&body, "{\"act\":%s,\"signatures\":[{\"key\":\"%s\",\"signature\":\"%s\"}]}", act->bytes, key,
			signature);
	text_add_format(&request,
			"POST /api/acts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
			"Content-Length: %zu\r\n\r\n%s",
			body.length, body.bytes);
	b->request[number] = (load_request){.bytes = request.bytes, .length = request.length};
	text_free(&body);
	json_decref(fields);
}

/* ---- the machine ------------------------------------------------------------------------------------------------- */

static double syncs(const char *folder)
{
	char path[4096], page[4096] = "";
	snprintf(path, sizeof path, "%s/syncs", folder);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	double begun = load_clock();
	long n = 0;
	while (fd >= 0 && load_clock() - begun < 1)
		if (pwrite(fd, page, sizeof page, (n++ % 1000) * (long)sizeof page) < 0 || fdatasync(fd))
			die(path, NULL);
	close(fd);
	unlink(path);
	return (double)n / (load_clock() - begun);
}

static double verifications(void)
{
	unsigned char public[32], secret[64], signature[64], message[300] = {0};
	crypto_sign_keypair(public, secret);
	crypto_sign_detached(signature, NULL, message, sizeof message, secret);
	double begun = load_clock();
	long n = 0;
	for (; load_clock() - begun < 1; n++)
		if (crypto_sign_verify_detached(signature, message, sizeof message, public))
			abort();
	return (double)n / (load_clock() - begun);
}

static double inserts(const char *folder)
{
	char path[4096], row[600];
	sqlite3 *db;
	sqlite3_stmt *insert;
	snprintf(path, sizeof path, "%s/inserts", folder);
	memset(row, 'x', sizeof row);
	if (sqlite3_open(path, &db) ||
	    sqlite3_exec(db,
			 "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE e (n INTEGER PRIMARY KEY, b)",
			 NULL, NULL, NULL) ||
	    sqlite3_prepare_v2(db, "INSERT INTO e VALUES (?, ?)", -1, &insert, NULL))
		die(path, NULL);
	double begun = load_clock();
	long n = 0;
	for (; load_clock() - begun < 1; n++) {
		if (n % 100 == 0)
			sqlite3_exec(db, n ? "COMMIT; BEGIN" : "BEGIN", NULL, NULL, NULL);
		sqlite3_bind_int64(insert, 1, n);
		sqlite3_bind_text(insert, 2, row, sizeof row, SQLITE_STATIC);
		sqlite3_step(insert);
		sqlite3_reset(insert);
	}
	double a_second = (double)n / (load_clock() - begun);
	sqlite3_finalize(insert);
	sqlite3_close(db);
	static const char *const suffix[] = {"", "-wal", "-shm"};
	for (size_t i = 0; i < sizeof suffix / sizeof *suffix; i++) {
		char file[4104];
		snprintf(file, sizeof file, "%s%s", path, suffix[i]);
		unlink(file);
	}
	return a_second;
}

/* ---- the server -------------------------------------------------------------------------------------------------- */

static void start_server(struct bench *b)
{
	int out[2];
	char said[512] = "";
	if (pipe(out) || (b->server = fork()) < 0)
		die("fork", NULL);
	if (!b->server) {
		dup2(out[1], 1);
		close(out[0]);
		execl(b->program, b->program, "serve", "--book", b->folder, "--listen", "127.0.0.1:0", "--behind-proxy",
		      "--json", NULL);
		_exit(127);
	}
	close(out[1]);
	FILE *f = fdopen(out[0], "r");
	const char *port = f && fgets(said, sizeof said, f) ? strstr(said, "\"port\": ") : NULL;
	if (!port)
		die(b->program, NULL);
	b->port = atoi(port + 8);
	fclose(f);
}

static void end_server(struct bench *b)
{
	kill(b->server, SIGTERM);
	waitpid(b->server, NULL, 0);
}

static double server_processor(const struct bench *b)
{
	char path[64], line[1024];
	unsigned long user = 0, system = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", (int)b->server);
	FILE *f = fopen(path, "r");
	if (!f || !fgets(line, sizeof line, f) ||
	    sscanf(strrchr(line, ')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
		user = system = 0;
	if (f)
		fclose(f);
	return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

/* ---- phases ------------------------------------------------------------------------------------------------------ */

struct phase {
	size_t sent, taken, shed, other;
	double took, processor;
	double late[4]; /* of those taken: p50, p99, p999, most; in ms */
	double shed_late[2]; /* p50, p99 */
};

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double at_share(const double *sorted, size_t count, double share)
{
	return count ? 1000 * sorted[(size_t)(share * (double)(count - 1))] : 0;
}

static void look(const load_request *request, struct phase *p)
{
	double *late = memory_alloc(p->sent + 1, sizeof *late), *shed = memory_alloc(p->sent + 1, sizeof *shed);
	for (size_t i = 0; i < p->sent; i++)
		if (request[i].status == 201)
			late[p->taken++] = request[i].late;
		else if (request[i].status == 503)
			shed[p->shed++] = request[i].late;
	p->other = p->sent - p->taken - p->shed;
	qsort(late, p->taken, sizeof *late, ascending);
	qsort(shed, p->shed, sizeof *shed, ascending);
	static const double share[] = {.5, .99, .999, 1};
	for (int i = 0; i < 4; i++)
		p->late[i] = at_share(late, p->taken, share[i]);
	for (int i = 0; i < 2; i++)
		p->shed_late[i] = at_share(shed, p->shed, share[i]);
	free(late);
	free(shed);
}

static struct phase run(struct bench *b, const load_options *options)
{
	struct phase p = {0};
	load_request *request = b->request + b->used;
	double before = server_processor(b);
	p.sent = load_run(options, request, (size_t)b->votes - b->used, &p.took);
	p.processor = options->victim ? 0 : server_processor(b) - before;
	b->used += p.sent;
	look(request, &p);
	return p;
}

/* ---- after the kill ---------------------------------------------------------------------------------------------- */

/* The receipt within a reply. */
static bool receipt_of(const load_request *q, long *number, const char **receipt, size_t *length)
{
	const char *at = q->body ? strstr(q->body, "\"receipt\":") : NULL;
	if (!at || sscanf(q->body, "{\"entry\":%ld,", number) != 1)
		return false;
	*receipt = at + 10;
	*length = strlen(*receipt) - 1;
	return true;
}

/* Every receipt's entry is the vote that was sent. */
static long check_entries(struct bench *b, book *kept)
{
	long good = 0, number = 0;
	for (size_t i = 0; i < b->used; i++) {
		const char *receipt;
		size_t length;
		text bytes = {0};
		cordon_error error;
		cordon_error_init(&error);
		if (receipt_of(&b->request[i], &number, &receipt, &length)) {
			if (book_entry(kept, number, &bytes, &error) || !strstr(bytes.bytes, b->act[i].bytes))
				die("a vote with a receipt is not in the book", &error);
			good++;
		}
		text_free(&bytes);
		cordon_error_free(&error);
	}
	return good;
}

enum { AT_ONCE = CLAIMS_MAX / 2 }; /* checkpoints that one verification takes */

/* Every receipt's proof is under its checkpoint (claims_read asks that); every checkpoint that was given out, each
 * once, is signed by the node and of the book's tree. */
static void check_receipts(struct bench *b, book *kept)
{
	claims c = {0};
	cordon_error error;
	book_verdict verdict;
	int count = 0;
	book_outside *point = memory_alloc((size_t)book_size(kept) + 1, sizeof *point);
	bool *seen = memory_alloc((size_t)book_size(kept) + 1, sizeof *seen); /* by the checkpoint's size */
	cordon_error_init(&error);
	for (size_t i = 0; i < b->used; i++) {
		long number;
		const char *receipt;
		size_t length;
		if (!receipt_of(&b->request[i], &number, &receipt, &length))
			continue;
		if (claims_read(&c, "receipt", receipt, length, book_origin(kept), book_id(kept), &error) ||
		    c.claim[0].size > book_size(kept))
			die("receipt", &error);
		if (!seen[c.claim[0].size]) {
			char *note = memory_copy_text(c.claim[0].note);
			point[count++] = (book_outside){"checkpoint", note, strlen(note)};
			seen[c.claim[0].size] = true;
		}
		claims_free(&c);
	}
	for (int from = 0; from < count; from += AT_ONCE)
		if (book_verify(kept, point + from, count - from < AT_ONCE ? count - from : AT_ONCE, &verdict, NULL,
				&error))
			die("checkpoints", &error);
	for (int i = 0; i < count; i++)
		free((void *)(uintptr_t)point[i].bytes);
	free(point);
	free(seen);
	cordon_error_free(&error);
}

/* How many receipts hold; all, or this does not return. */
static long after_kill(struct bench *b)
{
	cordon_error error;
	cordon_error_init(&error);
	waitpid(b->server, NULL, 0);
	book_options options = b->options;
	options.read_only = true;
	book *kept;
	if (book_open(b->folder, &options, &kept, &error) || book_look(kept, &error))
		die(b->folder, &error);
	long good = check_entries(b, kept);
	check_receipts(b, kept);
	book_close(kept);
	start_server(b);
	struct phase again = run(b, &(load_options){b->port, 1, 0, 0.2, 0, 0});
	if (!again.taken)
		die("nothing was taken after the restart", NULL);
	end_server(b);
	return good;
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static void say(const char *name, const struct phase *p)
{
	printf("%-9s %6.0f sent a second, %5.0f taken a second: p50 %.1f ms, p99 %.1f, p99.9 %.1f, most %.1f; %zu shed "
	       "(p50 %.1f ms, p99 %.1f), %zu without reply; %.0f us of the server's processor time a request\n",
	       name, (double)p->sent / p->took, (double)p->taken / p->took, p->late[0], p->late[1], p->late[2],
	       p->late[3], p->shed, p->shed_late[0], p->shed_late[1], p->other, 1e6 * p->processor / (double)p->sent);
	fflush(stdout);
}

static const char *option(int argc, char **argv, const char *name, const char *otherwise)
{
	for (int i = 3; i + 1 < argc; i++)
		if (!strcmp(argv[i], name))
			return argv[i + 1];
	return otherwise;
}

static void measure(struct bench *b)
{
	double sync = syncs(b->folder), verify = verifications(), insert = inserts(b->folder);
	printf("limits    %.0f syncs a second, %.0f verifications, %.0f rows\n", sync, verify, insert);
	start_server(b);
	struct phase p = run(b, &(load_options){b->port, CONNECTIONS, b->rate, b->seconds, 0, 0});
	say("voting", &p);
	struct phase most = run(b, &(load_options){b->port, CLOSED, 0, part, 0, 0});
	say("capacity", &most);
	double capacity = (double)most.taken / most.took;
	struct phase over = run(b, &(load_options){b->port, CONNECTIONS, OVER * capacity, part, b->server, part / 2});
	say("beyond", &over);
	printf("killed    %ld receipts were given in all; each is verified, and its vote in the book\n", after_kill(b));
	printf("ratios    capacity is %.2f of verifications on one core, %.2f of rows\n", capacity / verify,
	       capacity / insert);
}

int main(int argc, char **argv)
{
	static struct bench b;
	static act_rooms all;
	if (argc < 3 || cordon_init()) {
		fprintf(stderr, "usage: voting_day PROGRAM FOLDER [--votes-a-second N] [--seconds N] [--voters N]\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	act_rooms_add(&all, council_kind, council_kinds, council_schema, council_schemas);
	act_rooms_add(&all, plan_kind, plan_kinds, plan_schema, plan_schemas);
	act_rooms_add(&all, supply_kind, supply_kinds, supply_schema, supply_schemas);
	b = (struct bench){.program = argv[1], .folder = argv[2], .options = {.world = &all.acts}};
	b.rate = atof(option(argc, argv, "--votes-a-second", "2000"));
	b.seconds = atof(option(argc, argv, "--seconds", "10"));
	b.voters = atol(option(argc, argv, "--voters", "20000")) / WORKPLACE * WORKPLACE;
	b.votes = (long)(b.rate * b.seconds * 1.1) + (long)(part * 8000 * (1 + OVER / 2.0));
	if (b.rate <= 0 || b.seconds <= 0 || b.voters < WORKPLACE)
		return 2;
	make_book(&b);
	b.request = memory_alloc((size_t)b.votes, sizeof *b.request);
	b.act = memory_alloc((size_t)b.votes, sizeof *b.act);
	for (long i = 0; i < b.votes; i++)
		sign_vote(&b, i);
	book_close(b.book);
	measure(&b);
	return 0;
}
