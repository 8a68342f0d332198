/* A keeper of a node who cheats, with the database and the node's key in hand.
 *
 *	fraud [AUDIT]            TAP; AUDIT is the stand-alone verifier, which then looks at an export of each too
 *
 * Each way to stuff, drop, alter, reorder, backdate or roll back is tried on a fresh copy of a book; where it says so
 * the whole is made consistent again: entries renumbered, the tree hashed anew, every checkpoint signed with the
 * node's key, the state rebuilt. With one checkpoint or receipt that was given out after the acts harmed, each must be
 * found. Some can be found by nothing else, and it is tested too that they are not: that is why people keep receipts
 * (docs/book.md).
 */
#include "scene.h"

#include "base/memory.h"
#include "record/entry.h"
#include "record/note.h"
#include "record/state_private.h"
#include "record/subtrees.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENTRIES_MAX = 64 };

struct fraud {
	scene s;
	char kept[80];
	sqlite3 *db;
	book_key node;
	keyfile cheat; /* a key of the cheat's own */
	char *entry[ENTRIES_MAX];
	int entries;
	char *checkpoint; /* the last true one */
};

/* --- the tools of the trade */

static void must(struct fraud *f, const char *sql)
{
	if (sqlite3_exec(f->db, sql, NULL, NULL, NULL) != SQLITE_OK) {
		printf("Bail out! %s: %s\n", sql, sqlite3_errmsg(f->db));
		exit(1);
	}
}

static void read_entries(struct fraud *f)
{
	sqlite3_stmt *row;
	sqlite3_prepare_v2(f->db, "SELECT bytes FROM entry ORDER BY number", -1, &row, NULL);
	for (f->entries = 0; sqlite3_step(row) == SQLITE_ROW && f->entries < ENTRIES_MAX;)
		f->entry[f->entries++] = memory_copy_text((const char *)sqlite3_column_text(row, 0));
	sqlite3_finalize(row);
}

static void write_entries(struct fraud *f)
{
	sqlite3_stmt *row;
	must(f, "DELETE FROM entry");
	for (int i = 0; i < f->entries; i++) {
		sqlite3_prepare_v2(f->db, "INSERT INTO entry VALUES (?, ?)", -1, &row, NULL);
		sqlite3_bind_int(row, 1, i);
		sqlite3_bind_text(row, 2, f->entry[i], -1, SQLITE_STATIC);
		sqlite3_step(row);
		sqlite3_finalize(row);
	}
}

static void remove_entry(struct fraud *f, int at)
{
	free(f->entry[at]);
	memmove(f->entry + at, f->entry + at + 1, (size_t)(--f->entries - at) * sizeof *f->entry);
}

static void insert_entry(struct fraud *f, int at, char *bytes)
{
	memmove(f->entry + at + 1, f->entry + at, (size_t)(f->entries++ - at) * sizeof *f->entry);
	f->entry[at] = bytes;
}

/* Puts `to` in the place of the first `from` of an entry; as long, so that all stays in form. */
static void replace(struct fraud *f, int at, const char *from, const char *to)
{
	char *place = strstr(f->entry[at], from);
	if (!place || strlen(from) != strlen(to)) {
		printf("Bail out! nothing to replace: %s\n", from);
		exit(1);
	}
	memcpy(place, to, strlen(to));
}

static void sign_checkpoint(struct fraud *f, const merkle *tree)
{
	checkpoint point = {.origin = "cordon/scene", .size = tree->size, .root = merkle_root(tree)};
	note_key key;
	text body = {0}, note = {0};
	sqlite3_stmt *row;
	note_key_make(&key, point.origin, NOTE_ED25519, f->node.public);
	checkpoint_write(&point, &body);
	note_begin(&note, body.bytes, body.length);
	note_sign(&note, &key, f->node.secret, 0);
	sqlite3_prepare_v2(f->db, "INSERT INTO checkpoint VALUES (?, ?)", -1, &row, NULL);
	sqlite3_bind_int64(row, 1, tree->size);
	sqlite3_bind_text(row, 2, note.bytes, -1, SQLITE_STATIC);
	sqlite3_step(row);
	sqlite3_finalize(row);
	text_free(&body);
	text_free(&note);
}

/* Tree and checkpoints anew, at the old sizes and the end. */
static void sign_anew(struct fraud *f)
{
	int64_t size[ENTRIES_MAX];
	int sizes = 0;
	sqlite3_stmt *row;
	sqlite3_prepare_v2(f->db, "SELECT size FROM checkpoint ORDER BY size", -1, &row, NULL);
	while (sqlite3_step(row) == SQLITE_ROW && sizes < ENTRIES_MAX)
		size[sizes++] = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	must(f, "DELETE FROM checkpoint; DELETE FROM subtree");
	merkle tree = {0};
	state *s = state_new(f->db);
	for (int i = 0, next = 0; i < f->entries; i++) {
		merkle_hash leaf = merkle_leaf(f->entry[i], strlen(f->entry[i]));
		subtrees_append(&tree, &leaf, subtrees_store, s);
		while (next < sizes && size[next] < tree.size)
			next++;
		if ((next < sizes && size[next] == tree.size) || i + 1 == f->entries)
			sign_checkpoint(f, &tree);
	}
	state_free(s);
}

static void rebuild(struct fraud *f)
{
	book *b;
	char hash[65];
	cordon_error error;
	cordon_error_init(&error);
	if (!book_open(f->s.folder, &f->s.options, &b, &error))
		book_rebuild(b, hash, NULL, &error); /* acts that could not be: the state stays as it was */
	book_close(b);
	cordon_error_free(&error);
}

/* An entry of the act with those signatures, at the time of the others. */
static char *make_entry(const char *act, const keyfile *by)
{
	char signature[ENTRY_SIGNATURE];
	const char *key[] = {by->name}, *signed_by[] = {signature};
	text bytes = {0};
	entry_sign(by->key.secret, act, strlen(act), signature);
	entry_write(&bytes, act, strlen(act), key, signed_by, 1, SCENE_TIME);
	char *copy = memory_copy_text(bytes.bytes);
	text_free(&bytes);
	return copy;
}

/* A founding of one more body, which nobody signed who may. */
static char *false_act(struct fraud *f, const keyfile *by)
{
	text act = {0};
	char id[ENTRY_ID];
	entry first;
	cordon_text why;
	entry_read(f->entry[0], strlen(f->entry[0]), &first, &why);
	entry_book_id(first.act, first.act_length, id);
	entry_free(&first);
	json_t *fields = json_pack("{ssssssssss}", "body", "stuffed", "kind", "workplace", "name", "Stuffed", "members",
				   "people", "secretary", "keeper");
	entry_write_act(&act, id, "body_open", fields, SCENE_TIME, "00112233445566778899aabbccddeeff");
	json_decref(fields);
	char *bytes = make_entry(act.bytes, by);
	text_free(&act);
	return bytes;
}

/* --- the ways */

static void alter_text(struct fraud *f)
{
	replace(f, 5, "\"members\":\"people\"", "\"members\":\"bodies\"");
}

static void drop_last(struct fraud *f)
{
	remove_entry(f, f->entries - 1);
}

static void drop_middle(struct fraud *f)
{
	remove_entry(f, 7);
}

static void drop_half(struct fraud *f)
{
	while (f->entries > 10)
		remove_entry(f, f->entries - 1);
}

static void swap(struct fraud *f)
{
	char *kept = f->entry[5];
	f->entry[5] = f->entry[6];
	f->entry[6] = kept;
}

static void move_up(struct fraud *f)
{
	char *last = f->entry[--f->entries];
	insert_entry(f, 3, last);
}

static void twice(struct fraud *f)
{
	insert_entry(f, f->entries, memory_copy_text(f->entry[4]));
}

static void twice_new_nonce(struct fraud *f)
{
	twice(f);
	char *nonce = strstr(f->entry[f->entries - 1], "\"nonce\":\"") + 9;
	nonce[0] = nonce[0] == '0' ? '1' : '0';
}

static void stuff_by_node(struct fraud *f)
{
	keyfile node = {.key = f->node};
	entry_key_name(f->node.public, node.name);
	insert_entry(f, f->entries, false_act(f, &node));
}

static void stuff_by_cheat(struct fraud *f)
{
	insert_entry(f, f->entries, false_act(f, &f->cheat));
}

static void stuff_in_the_past(struct fraud *f)
{
	insert_entry(f, 4, false_act(f, &f->cheat));
}

static void backdate(struct fraud *f)
{
	for (int i = 0; i < 6; i++)
		replace(f, i, "\"time\":\"1972-10-11T09", "\"time\":\"1972-10-11T08");
	for (int i = 0; i < 6; i++) /* within what a signer's clock may differ */
		replace(f, i, "\"time\":\"1972-10-11T08:00", "\"time\":\"1972-10-11T08:55");
}

static void postdate(struct fraud *f)
{
	for (int i = 6; i < f->entries; i++)
		replace(f, i, "\"time\":\"1972-10-11T09", "\"time\":\"1972-12-24T09");
}

static void backdate_far(struct fraud *f)
{
	for (int i = 0; i < 6; i++)
		replace(f, i, "\"time\":\"1972-10-11T09", "\"time\":\"1971-09-11T09");
}

static void time_back(struct fraud *f)
{
	replace(f, 6, "\"time\":\"1972-10-11T09", "\"time\":\"1972-11-11T09");
}

static void made_earlier(struct fraud *f)
{
	replace(f, 6, "\"made\":\"1972-10-11T09", "\"made\":\"1972-10-01T09");
}

static void other_signature(struct fraud *f)
{
	const char *from = strstr(f->entry[5], "\"signature\":\"") + 13;
	memcpy(strstr(f->entry[6], "\"signature\":\"") + 13, from, 86);
}

static void other_signer(struct fraud *f)
{
	entry e;
	cordon_text why;
	entry_read(f->entry[6], strlen(f->entry[6]), &e, &why);
	char *act = memory_copy_text("");
	act = memory_grow(act, e.act_length + 1, 1);
	memcpy(act, e.act, e.act_length);
	act[e.act_length] = '\0';
	entry_free(&e);
	free(f->entry[6]);
	f->entry[6] = make_entry(act, &f->cheat);
	free(act);
}

static void other_book(struct fraud *f)
{
	char *id = strstr(f->entry[6], "\"book\":\"") + 8;
	memset(id, 'a', 64);
}

static void other_founder(struct fraud *f)
{
	char *key = strstr(f->entry[0], "\"key\":\"") + 7;
	memcpy(key, f->cheat.name, 43);
}

static void other_kind(struct fraud *f)
{
	replace(f, 6, "\"kind\":\"body_open\"", "\"kind\":\"body_shut\"");
}

static void not_canonical(struct fraud *f)
{
	replace(f, 6, "\"name\":\"body5\"", "\"name\": \"bod5\"");
}

static void state_stuffed(struct fraud *f)
{
	must(f, "INSERT INTO forgotten VALUES ('eva', 3)");
}

static void state_altered(struct fraud *f)
{
	must(f, "UPDATE body SET name = 'Another' WHERE body = 'body3'");
}

static void state_dropped(struct fraud *f)
{
	must(f, "DELETE FROM nonce");
}

static void subtree_altered(struct fraud *f)
{
	must(f, "UPDATE subtree SET hash = zeroblob(32) WHERE level = 0 AND place = 3");
}

static void checkpoint_dropped(struct fraud *f)
{
	must(f, "DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)");
}

static void checkpoint_altered(struct fraud *f)
{
	must(f, "UPDATE checkpoint SET note = replace(note, 'cordon/scene', 'cordon/other')");
}

enum what {
	PLAIN = 0,
	SIGNED = 1, /* hashed and signed anew, the state rebuilt */
	INSIDE = 2, /* of what an export does not carry: the state, stored subtrees */
	UNEXPORTED = 8, /* beyond the last checkpoint, where an export ends */
	OUTSIDE_ONLY = 4, /* found by what was kept elsewhere and by nothing else */
};

static const struct way {
	const char *name;
	void (*cheat)(struct fraud *f);
	int what;
} ways[] = {
	{"an act's text altered", alter_text, PLAIN},
	{"an act's text altered, signed anew", alter_text, SIGNED},
	{"the last act dropped", drop_last, PLAIN},
	{"the last act dropped, signed anew", drop_last, SIGNED | OUTSIDE_ONLY},
	{"an act in the middle dropped", drop_middle, PLAIN},
	{"an act in the middle dropped, signed anew", drop_middle, SIGNED | OUTSIDE_ONLY},
	{"rolled back to ten entries, signed anew", drop_half, SIGNED | OUTSIDE_ONLY},
	{"two acts in the other order", swap, PLAIN},
	{"two acts in the other order, signed anew", swap, SIGNED | OUTSIDE_ONLY},
	{"a late act moved into the past, signed anew", move_up, SIGNED | OUTSIDE_ONLY},
	{"an act a second time, signed anew", twice, SIGNED},
	{"an act a second time under another nonce, signed anew", twice_new_nonce, SIGNED},
	{"an act by the node's key, signed anew", stuff_by_node, SIGNED},
	{"an act by a key nobody enrolled", stuff_by_cheat, UNEXPORTED},
	{"an act by a key nobody enrolled, signed anew", stuff_by_cheat, SIGNED},
	{"the same in the past, signed anew", stuff_in_the_past, SIGNED},
	{"entries backdated", backdate, PLAIN},
	{"entries backdated, signed anew", backdate, SIGNED | OUTSIDE_ONLY},
	{"entries postdated, signed anew", postdate, SIGNED | OUTSIDE_ONLY},
	{"entries backdated by a year, signed anew", backdate_far, SIGNED},
	{"a time that goes back, signed anew", time_back, SIGNED},
	{"the signer's own time altered, signed anew", made_earlier, SIGNED},
	{"another act's signature, signed anew", other_signature, SIGNED},
	{"an act signed by somebody else's key, signed anew", other_signer, SIGNED},
	{"an act of another book, signed anew", other_book, SIGNED},
	{"another founder's key, signed anew", other_founder, SIGNED},
	{"another kind of act, signed anew", other_kind, SIGNED},
	{"an act that is not canonical, signed anew", not_canonical, SIGNED},
	{"a row put into the state", state_stuffed, INSIDE},
	{"a row of the state altered", state_altered, INSIDE},
	{"rows of the state dropped", state_dropped, INSIDE},
	{"a stored subtree altered", subtree_altered, INSIDE},
	{"the last checkpoint dropped", checkpoint_dropped, PLAIN},
	{"checkpoints of another origin", checkpoint_altered, PLAIN},
};
enum { WAYS = sizeof ways / sizeof *ways };

/* --- looking */

static void shell(const char *command)
{
	if (system(command)) {
		printf("Bail out! %s\n", command);
		exit(1);
	}
}

#define RUN(...)                                                                                                       \
	do {                                                                                                           \
		char command_[512];                                                                                    \
		snprintf(command_, sizeof command_, __VA_ARGS__);                                                      \
		shell(command_);                                                                                       \
	} while (0)

static void cheat(struct fraud *f, const struct way *way)
{
	char path[96];
	RUN("rm -f %s/book.sqlite*; cp %s/book.sqlite %s/", f->s.folder, f->kept, f->s.folder);
	snprintf(path, sizeof path, "%s/book.sqlite", f->s.folder);
	if (sqlite3_open(path, &f->db) != SQLITE_OK)
		exit(1);
	read_entries(f);
	way->cheat(f);
	if (!(way->what & INSIDE) && way->cheat != checkpoint_dropped && way->cheat != checkpoint_altered)
		write_entries(f);
	if (way->what & SIGNED)
		sign_anew(f);
	sqlite3_close(f->db);
	if (way->what & SIGNED)
		rebuild(f);
	while (f->entries)
		free(f->entry[--f->entries]);
}

/* Whether the book holds, beside what was kept elsewhere or without; `why`: what is wrong. */
static bool holds(struct fraud *f, bool outside, char why[512])
{
	book *b;
	book_verdict verdict;
	book_options options = f->s.options;
	book_outside kept[SCENE_COMMITS + 1] = {{"checkpoint", f->checkpoint, strlen(f->checkpoint)}};
	int count = 1;
	cordon_error error;
	cordon_error_init(&error);
	options.read_only = true;
	for (int i = 0; i < f->s.receipts; i++)
		kept[count++] = (book_outside){"receipt", f->s.receipt[i], strlen(f->s.receipt[i])};
	cordon_status status = book_open(f->s.folder, &options, &b, &error);
	if (!status)
		status = book_verify(b, kept, outside ? count : 0, &verdict, NULL, &error);
	*why = '\0';
	if (status && error.count)
		cordon_text_render(&error.finding[0].what, CORDON_ENGLISH, why, 512);
	book_close(b);
	cordon_error_free(&error);
	return status == CORDON_OK;
}

static bool write_bytes(void *context, const void *bytes, size_t size)
{
	return fwrite(bytes, 1, size, context) == size;
}

/* Whether the stand-alone verifier finds an export of it right, beside the true checkpoint. */
static bool audited(struct fraud *f, const char *audit)
{
	book *b;
	char path[96], command[512];
	book_options options = f->s.options;
	cordon_error error;
	cordon_error_init(&error);
	options.read_only = true;
	snprintf(path, sizeof path, "%s/export", f->kept);
	if (book_open(f->s.folder, &options, &b, &error)) {
		cordon_error_free(&error);
		return false;
	}
	FILE *file = fopen(path, "w");
	const cordon_writer out = {write_bytes, file};
	book_export(b, &out, false, &error);
	fclose(file);
	book_close(b);
	cordon_error_free(&error);
	snprintf(command, sizeof command, "%s %s --checkpoint %s/checkpoint >/dev/null 2>&1", audit, path, f->kept);
	return !system(command);
}

static void prepare(struct fraud *f)
{
	book *b;
	cordon_error error;
	text point = {0};
	cordon_error_init(&error);
	scene_make(&f->s, NULL, SCENE_COMMITS);
	if (scene_run(&f->s, NULL, NULL) || book_open(f->s.folder, &f->s.options, &b, &error) ||
	    book_checkpoint(b, &point, &error)) {
		printf("Bail out! no book\n");
		exit(1);
	}
	book_close(b);
	f->checkpoint = memory_copy_text(point.bytes);
	text_free(&point);
	snprintf(f->kept, sizeof f->kept, "%s-kept", f->s.folder);
	mkdir(f->kept, 0700);
	RUN("cp %s/book.sqlite %s/", f->s.folder, f->kept);
	char path[96], hex[130];
	size_t length;
	snprintf(path, sizeof path, "%s/checkpoint", f->kept);
	FILE *file = fopen(path, "w");
	fputs(f->checkpoint, file);
	fclose(file);
	snprintf(path, sizeof path, "%s/node.key", f->s.folder);
	file = fopen(path, "r");
	if (!fgets(hex, sizeof hex, file))
		exit(1);
	fclose(file);
	sodium_hex2bin(f->node.secret, sizeof f->node.secret, hex, 128, NULL, &length, NULL);
	crypto_sign_ed25519_sk_to_pk(f->node.public, f->node.secret);
	keyfile_example(&f->cheat, "fraud", "cheat");
	cordon_error_free(&error);
}

static bool try(struct fraud *f, const struct way *way, const char *audit, char why[512])
{
	char alone[512];
	cheat(f, way);
	if (holds(f, true, why)) {
		strcpy(why, "NOT FOUND");
		return false;
	}
	if (holds(f, false, alone) != ((way->what & OUTSIDE_ONLY) != 0)) {
		snprintf(why, 512, "alone: %.400s", *alone ? alone : "holds");
		return false;
	}
	if (audit && !(way->what & (INSIDE | UNEXPORTED)) && audited(f, audit)) {
		strcpy(why, "not found by the stand-alone verifier");
		return false;
	}
	return true;
}

static void nothing(struct fraud *f)
{
	(void)f;
}

int main(int argc, char **argv)
{
	static struct fraud f;
	static const struct way none[] = {{"nothing", nothing, PLAIN}, {"nothing", nothing, SIGNED}};
	const char *audit = argc > 1 ? argv[1] : NULL;
	char why[512];
	if (cordon_init())
		return 1;
	prepare(&f);
	printf("1..%d\n", WAYS + 2);
	for (int i = 0; i < 2; i++) {
		cheat(&f, &none[i]);
		bool well = holds(&f, true, why) && (!audit || audited(&f, audit));
		printf("%sok %d - %s%s: the book holds %s\n", well ? "" : "not ", i + 1, none[i].name,
		       i ? ", signed anew" : "", why);
	}
	for (int i = 0; i < WAYS; i++) {
		bool well = try(&f, &ways[i], audit, why);
		printf("%sok %d - %s: %s\n", well ? "" : "not ", i + 3, ways[i].name, why);
	}
	RUN("rm -rf %s", f.kept);
	free(f.checkpoint);
	scene_free(&f.s);
	return 0;
}
