/* A book's folder: made, opened, closed; see book.h. */
#include "record/book.h"

#include "base/file.h"
#include "base/memory.h"
#include "record/book_private.h"
#include "record/codes.h"
#include "record/note.h"
#include "record/seal.h"
#include "record/state_private.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char schema[] =
	"CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE entry (number INTEGER PRIMARY KEY, bytes TEXT NOT NULL);"
	"CREATE TABLE subtree (level INTEGER, place INTEGER, hash BLOB NOT NULL, PRIMARY KEY (level, place)) WITHOUT "
	"ROWID;"
	"CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL);"
	"CREATE TABLE sealed (commitment TEXT PRIMARY KEY, person TEXT NOT NULL, box BLOB NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX sealed_person ON sealed (person);"
	"CREATE TABLE person_key (person TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;";

/* What every connection is set to; the writer's own settings follow. docs/book.md says why. */
static const char reader_settings[] = "PRAGMA query_only = 1; PRAGMA wal_autocheckpoint = 0;";
static const char writer_settings[] =
	"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = OFF;"
	"PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;";

cordon_status book_failed(book *b, cordon_error *error)
{
	if (!state_failed(b->state))
		state_fail(b->state, "");
	finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder},
		    TEXT(RECORD_DATABASE, state_failed(b->state)), NO_TEXT);
	return CORDON_IO;
}

int64_t book_now(const book *b)
{
	return b->options.now ? b->options.now(b->options.context) : (int64_t)time(NULL);
}

void book_random(const book *b, void *bytes, size_t length)
{
	if (b->options.random)
		b->options.random(b->options.context, bytes, length);
	else
		randombytes_buf(bytes, length);
}

bool book_begin(book *b)
{
	if (!b->writing && sqlite3_exec(b->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
		state_fail(b->state, "BEGIN");
	b->writing |= !state_failed(b->state);
	return b->writing;
}

static cordon_status io(const char *path, cordon_text what, cordon_error *error)
{
	finding_add(error, CORDON_ERROR, (place_in_file){.file = path}, what, NO_TEXT);
	return CORDON_IO;
}

/* The lock of the one writer, held as long as the file is open. */
static cordon_status take_lock(book *b, cordon_error *error)
{
	char *path = file_join(b->folder, "lock");
	cordon_status status = CORDON_OK;
	b->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (b->lock < 0)
		status = io(path, TEXT(RECORD_CANNOT_OPEN, strerror(errno)), error);
	else if (flock(b->lock, LOCK_EX | LOCK_NB))
		status = errno == EWOULDBLOCK ? finding_add(error, CORDON_ERROR, (place_in_file){.file = path},
							    TEXT(RECORD_LOCKED), TEXT(RECORD_ONE_WRITER))
					      : io(path, TEXT(RECORD_CANNOT_OPEN, strerror(errno)), error);
	free(path);
	return status;
}

static cordon_status open_database(book *b, bool create, cordon_error *error)
{
	char *path = file_join(b->folder, "book.sqlite");
	int flags =
		b->options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
	cordon_status status = CORDON_OK;
	if (sqlite3_open_v2(path, &b->db, flags | SQLITE_OPEN_NOMUTEX, b->options.vfs) != SQLITE_OK)
		status = io(path, TEXT(RECORD_CANNOT_OPEN, sqlite3_errmsg(b->db)), error);
	free(path);
	if (status)
		return status;
	sqlite3_busy_timeout(b->db, 10000);
	b->applier.state = b->state = state_new(b->db);
	if (sqlite3_exec(b->db, b->options.read_only ? reader_settings : writer_settings, NULL, NULL, NULL) !=
	    SQLITE_OK)
		return book_failed(b, error);
	return CORDON_OK;
}

book *book_new(const char *folder, const book_options *options)
{
	book *b = memory_alloc(1, sizeof *b);
	b->folder = memory_copy_text(folder);
	b->options = *options;
	b->applier = (applier){.world = options->world, .time = INT64_MIN};
	b->lock = -1;
	return b;
}

void book_close(book *b)
{
	if (!b)
		return;
	state_free(b->state);
	sqlite3_close(b->db);
	if (b->lock >= 0)
		close(b->lock);
	sodium_memzero(&b->node, sizeof b->node);
	sodium_memzero(&b->next, sizeof b->next);
	text_free(&b->note);
	free(b->folder);
	free(b);
}

/* The time of the last entry. */
static bool read_last_time(book *b)
{
	text bytes = {0};
	entry last;
	cordon_text why;
	cordon_error none;
	cordon_error_init(&none);
	bool well = false;
	if (!book_entry(b, b->applier.size - 1, &bytes, &none)) {
		well = entry_read(text_string(&bytes), bytes.length, &last, &why);
		if (well)
			b->applier.time = last.time;
		entry_free(&last);
	}
	cordon_error_free(&none);
	text_free(&bytes);
	return well;
}

cordon_status book_restore(book *b, cordon_error *error)
{
	b->applier.size = b->committed = state_number(b->state, 0, "SELECT max(size) FROM checkpoint", "");
	state_word(b->state, b->applier.id, sizeof b->applier.id, "SELECT value FROM meta WHERE key = 'id'", "");
	state_word(b->state, b->origin, sizeof b->origin, "SELECT value FROM meta WHERE key = 'origin'", "");
	if (state_failed(b->state))
		return book_failed(b, error);
	if (!b->applier.size || !*b->applier.id || !*b->origin)
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder}, TEXT(RECORD_NOT_A_BOOK),
				   NO_TEXT);
	merkle_source source = subtrees_source(&b->memo, b->state);
	if (state_failed(b->state)) /* a word longer than any book has, too */
		return book_failed(b, error);
	if (b->applier.size < 1 || !merkle_load(&b->tree, b->applier.size, &source) || !read_last_time(b))
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder}, TEXT(RECORD_DAMAGED),
				   NO_TEXT);
	return CORDON_OK;
}

/* A database of another format, or none of ours. */
static cordon_status check_format(book *b, cordon_error *error)
{
	char format[16] = "";
	if (state_has(b->state, "SELECT 1 FROM sqlite_master WHERE name = 'meta'", ""))
		state_word(b->state, format, sizeof format, "SELECT value FROM meta WHERE key = 'format'", "");
	if (state_failed(b->state))
		return book_failed(b, error);
	if (strcmp(format, "1"))
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder, .found = format},
				   TEXT(RECORD_NOT_A_BOOK), NO_TEXT);
	return CORDON_OK;
}

/* Asked of SQLite's own file system, which a test may have put in the place of the usual one. */
static bool is_there(const book *b)
{
	int there = 0;
	sqlite3_vfs *vfs = sqlite3_vfs_find(b->options.vfs);
	char *path = file_join(b->folder, "book.sqlite");
	bool well = vfs && vfs->xAccess(vfs, path, SQLITE_ACCESS_EXISTS, &there) == SQLITE_OK;
	free(path);
	return well && there;
}

/* A book whose tables an older program made answers wrongly, or not at all, until they are made anew. */
static cordon_status check_state(book *b, cordon_error *error)
{
	bool well = state_is_of(b->state, b->options.world);
	if (state_failed(b->state))
		return book_failed(b, error);
	return well ? CORDON_OK
		    : finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder}, TEXT(RECORD_OLD_STATE),
				  TEXT(RECORD_OLD_STATE_THEN));
}

cordon_status book_open(const char *folder, const book_options *options, book **out, cordon_error *error)
{
	book *b = book_new(folder, options);
	cordon_status status = CORDON_OK;
	if (!is_there(b))
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = folder}, TEXT(RECORD_NOT_A_BOOK),
				     NO_TEXT);
	if (!status && !options->read_only)
		status = take_lock(b, error);
	if (!status)
		status = open_database(b, false, error);
	if (!status)
		status = check_format(b, error);
	if (!status)
		status = book_restore(b, error);
	if (!status && !options->state_unasked)
		status = check_state(b, error);
	if (!status && !options->read_only)
		status = book_node_settle(b, error);
	if (!status && !options->read_only)
		status = book_erase_forgotten(b, error);
	if (status) {
		book_close(b);
		b = NULL;
	}
	*out = b;
	return status;
}

void book_look_away(book *b)
{
	assert(b->options.read_only);
	if (!sqlite3_get_autocommit(b->db))
		sqlite3_exec(b->db, "ROLLBACK", NULL, NULL, NULL);
	state_recover(b->state);
}

cordon_status book_look(book *b, cordon_error *error)
{
	book_look_away(b);
	if (sqlite3_exec(b->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		state_fail(b->state, "BEGIN");
	return book_restore(b, error);
}

const char *book_id(const book *b)
{
	return b->applier.id;
}

const char *book_origin(const book *b)
{
	return b->origin;
}

int64_t book_size(const book *b)
{
	return b->applier.size;
}

state *book_state(book *b)
{
	return b->state;
}

static cordon_status create_tables(book *b, cordon_error *error)
{
	if (sqlite3_exec(b->db, schema, NULL, NULL, NULL) != SQLITE_OK || !state_create(b->state, b->options.world))
		return book_failed(b, error);
	state_do(b->state, "INSERT INTO meta VALUES ('format', '1')", "");
	return state_failed(b->state) ? book_failed(b, error) : CORDON_OK;
}

/* The founding act's fields; NULL: some text is not UTF-8. `sealed` is filled where there is a name. */
static json_t *found_fields(book *b, const book_founding *f, const char *key, book_sealed *sealed)
{
	char node[ENTRY_KEY], commitment[65];
	entry_key_name(b->node.public, node);
	if (f->name) {
		*sealed = (book_sealed){.person = f->person, .text = f->name};
		book_random(b, sealed->salt, sizeof sealed->salt);
		seal_commit(sealed->salt, f->name, commitment);
	}
	return json_pack("{ssssssssssss*}", "title", f->title, "origin", b->origin, "node_key", node, "person",
			 f->person, "key", key, "commitment", f->name ? commitment : NULL);
}

/* The founding act, drafted, signed by both keys and taken in. */
static cordon_status found(book *b, const book_founding *f, cordon_error *error)
{
	char name[2][ENTRY_KEY], signature[2][ENTRY_SIGNATURE];
	text act = {0};
	book_sealed sealed;
	entry_key_name(f->key->public, name[0]);
	json_t *fields = found_fields(b, f, name[0], &sealed);
	memset(b->applier.id, '0', ENTRY_ID - 1);
	cordon_status status = fields ? book_draft(b, "found", fields, &act, error)
				      : finding_add(error, CORDON_ERROR, (place_in_file){.file = "found"},
						    TEXT(RECORD_NOT_AN_ACT), NO_TEXT);
	if (!status) {
		book_sign(f->key, act.bytes, act.length, name[0], signature[0]);
		book_sign(&b->node, act.bytes, act.length, name[1], signature[1]);
		const book_signature both[] = {{name[0], signature[0]}, {name[1], signature[1]}};
		status = book_take(b, act.bytes, act.length, both, 2, &sealed, f->name != NULL, NULL, error);
	}
	if (!status)
		state_do(b->state, "INSERT INTO meta VALUES ('id', ?), ('origin', ?)", "ss", b->applier.id, b->origin);
	json_decref(fields);
	text_free(&act);
	return status ? status : book_commit(b, error);
}

void book_remove_folder(const char *folder)
{
	static const char *const names[] = {"book.sqlite", "book.sqlite-wal", "book.sqlite-shm", "lock", "node.key"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *path = file_join(folder, names[i]);
		unlink(path);
		free(path);
	}
	rmdir(folder);
}

cordon_status book_prepare(book *b, cordon_error *error)
{
	if (mkdir(b->folder, 0700) && errno != EEXIST)
		return io(b->folder, TEXT(RECORD_CANNOT_MAKE, strerror(errno)), error);
	if (rmdir(b->folder) || mkdir(b->folder, 0700)) /* only an empty folder can be taken away */
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = b->folder}, TEXT(RECORD_NOT_EMPTY),
				   NO_TEXT);
	cordon_status status = take_lock(b, error);
	if (!status)
		status = open_database(b, true, error);
	if (!status && !book_begin(b))
		status = book_failed(b, error);
	if (!status)
		status = create_tables(b, error);
	if (status)
		book_remove_folder(b->folder);
	return status;
}

/* Given, or "cordon/" and 16 digits of chance. */
static cordon_status choose_origin(book *b, const char *origin, cordon_error *error)
{
	unsigned char chance[8];
	char hex[2 * sizeof chance + 1];
	if (origin && (strlen(origin) >= BOOK_ORIGIN || !note_is_name(origin)))
		return finding_add(error, CORDON_ERROR,
				   (place_in_file){.file = "found", .field = "origin", .found = origin},
				   TEXT(RECORD_FIELD_WRONG), TEXT(RECORD_EXPECTED_ORIGIN));
	book_random(b, chance, sizeof chance);
	sodium_bin2hex(hex, sizeof hex, chance, sizeof chance);
	snprintf(b->origin, sizeof b->origin, "%s%s", origin ? origin : "cordon/", origin ? "" : hex);
	return CORDON_OK;
}

cordon_status book_create(const char *folder, const book_options *options, const book_founding *founding,
			  cordon_error *error)
{
	book *b = book_new(folder, options);
	cordon_status status = choose_origin(b, founding->origin, error);
	if (!status)
		status = book_prepare(b, error);
	bool ours = !status;
	if (!status)
		status = book_node_make(b, error);
	if (!status)
		status = found(b, founding, error);
	book_close(b);
	if (status && ours)
		book_remove_folder(folder);
	return status;
}
