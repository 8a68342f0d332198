/* A book's folder: made, opened, closed; see book.h. */
#include "record/book.h"

#include "base/file.h"
#include "base/memory.h"
#include "record/book_private.h"
#include "record/codes.h"
#include "record/keys.h"
#include "record/state_private.h"

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

static cordon_status read_node_key(book *b, cordon_error *error)
{
	text hex = {0};
	size_t length = 0;
	char *path = file_join(b->folder, "node.key");
	cordon_status status = file_read(path, 256, &hex, error);
	if (!status && (sodium_hex2bin(b->node.secret, sizeof b->node.secret, text_string(&hex), hex.length, "\n",
				       &length, NULL) ||
			length != sizeof b->node.secret))
		status =
			finding_add(error, CORDON_ERROR, (place_in_file){.file = path}, TEXT(RECORD_NODE_KEY), NO_TEXT);
	if (!status)
		crypto_sign_ed25519_sk_to_pk(b->node.public, b->node.secret);
	sodium_memzero(hex.bytes, hex.capacity);
	text_free(&hex);
	free(path);
	return status;
}

static cordon_status write_node_key(book *b, cordon_error *error)
{
	unsigned char seed[crypto_sign_SEEDBYTES];
	char hex[2 * sizeof b->node.secret + 2];
	char *path = file_join(b->folder, "node.key");
	book_random(b, seed, sizeof seed);
	crypto_sign_seed_keypair(b->node.public, b->node.secret, seed);
	sodium_bin2hex(hex, sizeof hex, b->node.secret, sizeof b->node.secret);
	strcat(hex, "\n");
	mode_t mask = umask(0077);
	cordon_status status = file_write(path, hex, strlen(hex), error);
	umask(mask);
	sodium_memzero(hex, sizeof hex);
	sodium_memzero(seed, sizeof seed);
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
	bool well = !book_entry(b, b->applier.size - 1, &bytes, &none) &&
		    entry_read(bytes.bytes, bytes.length, &last, &why);
	if (well) {
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
	merkle_sparse sparse;
	merkle_source source = subtrees_source(b->state, &sparse);
	if (!merkle_load(&b->tree, b->applier.size, &source) || !read_last_time(b))
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

cordon_status book_open(const char *folder, const book_options *options, book **out, cordon_error *error)
{
	book *b = book_new(folder, options);
	cordon_status status = CORDON_OK;
	if (!is_there(b))
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = folder}, TEXT(RECORD_NOT_A_BOOK),
				     NO_TEXT);
	if (!status && !options->read_only)
		status = take_lock(b, error);
	if (!status && !options->read_only)
		status = read_node_key(b, error);
	if (!status)
		status = open_database(b, false, error);
	if (!status)
		status = check_format(b, error);
	if (!status)
		status = book_restore(b, error);
	if (!status && !options->read_only)
		status = book_erase_forgotten(b, error);
	if (status) {
		book_close(b);
		b = NULL;
	}
	*out = b;
	return status;
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

/* The founding act, drafted, signed by both keys and taken in. */
static cordon_status found(book *b, const char *title, const char *person, const book_key *founder, cordon_error *error)
{
	char name[2][ENTRY_KEY], signature[2][ENTRY_SIGNATURE];
	text act = {0};
	entry_key_name(founder->public, name[0]);
	entry_key_name(b->node.public, name[1]);
	json_t *fields = json_pack("{ssssssssss}", "title", title, "origin", b->origin, "node_key", name[1], "person",
				   person, "key", name[0]);
	memset(b->applier.id, '0', ENTRY_ID - 1);
	cordon_status status = fields ? book_draft(b, "found", fields, &act, error)
				      : finding_add(error, CORDON_ERROR, (place_in_file){.file = "found"},
						    TEXT(RECORD_NOT_AN_ACT), NO_TEXT);
	if (!status) {
		book_sign(founder, act.bytes, act.length, name[0], signature[0]);
		book_sign(&b->node, act.bytes, act.length, name[1], signature[1]);
		const book_signature both[] = {{name[0], signature[0]}, {name[1], signature[1]}};
		status = book_take(b, act.bytes, act.length, both, 2, NULL, 0, NULL, error);
	}
	if (!status)
		state_do(b->state, "INSERT INTO meta VALUES ('id', ?), ('origin', ?)", "ss", b->applier.id, b->origin);
	json_decref(fields);
	text_free(&act);
	return status ? status : book_commit(b, error);
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
	return status ? status : create_tables(b, error);
}

cordon_status book_create(const char *folder, const book_options *options, const char *title, const char *origin,
			  const char *person, const book_key *founder, cordon_error *error)
{
	book *b = book_new(folder, options);
	unsigned char chance[8];
	char hex[2 * sizeof chance + 1];
	book_random(b, chance, sizeof chance);
	sodium_bin2hex(hex, sizeof hex, chance, sizeof chance);
	snprintf(b->origin, sizeof b->origin, "%s%s", origin ? origin : "cordon/", origin ? "" : hex);
	cordon_status status = book_prepare(b, error);
	if (!status)
		status = write_node_key(b, error);
	if (!status)
		status = found(b, title, person, founder, error);
	book_close(b);
	return status;
}
