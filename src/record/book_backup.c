/* Copies of a book in its backups/, made while others write, and reached by `forget`; see book.h.
 *
 * A copy is made from a connection that only reads, so it is of one commit, and holds up nobody; under a name that
 * ends in ".unfinished" until it is on the disk. Whom somebody forgets meanwhile is not in it when it is done:
 * `forget` takes unfinished copies away, and after a copy has got its name those forgotten by then are erased in it.
 * Either `forget` sees the finished copy, or the copy's maker sees the act.
 */
#include "base/file.h"
#include "base/memory.h"
#include "record/book_private.h"
#include "record/codes.h"
#include "record/state_private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 3 };
static const char UNFINISHED[] = ".unfinished";

static cordon_status failed(const char *path, const char *why, cordon_error *error)
{
	finding_add(error, CORDON_ERROR, (place_in_file){.file = path}, TEXT(RECORD_DATABASE, why), NO_TEXT);
	return CORDON_IO;
}

/* ---- erasing ----------------------------------------------------------------------------------------------------- */

/* One statement in a transaction of its own, then the write-ahead log moved into the file and cut to nothing. With
 * secure_delete the freed bytes are zeros. */
bool book_erase_in(sqlite3 *db, const char *person)
{
	static const char *const sql[] = {"DELETE FROM person_key WHERE person = ?",
					  "DELETE FROM sealed WHERE person = ?"};
	bool well = sqlite3_exec(db, "PRAGMA secure_delete = ON; BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
	for (int i = 0; well && i < 2; i++) {
		sqlite3_stmt *s = NULL;
		well = sqlite3_prepare_v2(db, sql[i], -1, &s, NULL) == SQLITE_OK &&
		       sqlite3_bind_text(s, 1, person, -1, SQLITE_STATIC) == SQLITE_OK &&
		       sqlite3_step(s) == SQLITE_DONE;
		sqlite3_finalize(s);
	}
	if (sqlite3_exec(db, well ? "COMMIT" : "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
		well = false;
	return well && sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK;
}

/* Whether it holds nothing of the person: then it is left as it is. */
static bool has_nothing(sqlite3 *db, const char *person)
{
	sqlite3_stmt *s = NULL;
	bool nothing = sqlite3_prepare_v2(db,
					  "SELECT 1 FROM person_key WHERE person = ?1 UNION ALL "
					  "SELECT 1 FROM sealed WHERE person = ?1",
					  -1, &s, NULL) == SQLITE_OK &&
		       sqlite3_bind_text(s, 1, person, -1, SQLITE_STATIC) == SQLITE_OK &&
		       sqlite3_step(s) == SQLITE_DONE;
	sqlite3_finalize(s);
	return nothing;
}

static cordon_status erase_backup(const char *path, const char *person, cordon_error *error)
{
	sqlite3 *db = NULL;
	bool well = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
		    sqlite3_busy_timeout(db, 10000) == SQLITE_OK &&
		    (has_nothing(db, person) || book_erase_in(db, person));
	if (!well)
		finding_add(error, CORDON_ERROR, (place_in_file){.file = path},
			    TEXT(RECORD_DATABASE, sqlite3_errmsg(db)), NO_TEXT);
	sqlite3_close(db);
	return well ? CORDON_OK : CORDON_IO;
}

/* Whether the name ends so. */
static bool ends(const char *name, const char *end)
{
	size_t length = strlen(name), tail = strlen(end);
	return length > tail && !strcmp(name + length - tail, end);
}

/* What is still being copied is taken away: whoever makes it begins again, without the forgotten. */
cordon_status book_erase_in_backups(book *b, const char *person, cordon_error *error)
{
	char *folder = file_join(b->folder, "backups");
	DIR *list = opendir(folder);
	cordon_status status = CORDON_OK;
	for (const struct dirent *one; list && (one = readdir(list));) {
		char *path = file_join(folder, one->d_name);
		if (ends(one->d_name, UNFINISHED))
			unlink(path);
		else if (ends(one->d_name, ".sqlite") && erase_backup(path, person, error))
			status = CORDON_IO;
		free(path);
	}
	if (list)
		closedir(list);
	free(folder);
	return status;
}

/* ---- copying ----------------------------------------------------------------------------------------------------- */

static bool sync_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool well = fd >= 0 && !fsync(fd);
	if (fd >= 0)
		close(fd);
	return well;
}

static int64_t size_in(sqlite3 *db)
{
	sqlite3_stmt *s = NULL;
	int64_t size = -1;
	if (sqlite3_prepare_v2(db, "SELECT max(size) FROM checkpoint", -1, &s, NULL) == SQLITE_OK &&
	    sqlite3_step(s) == SQLITE_ROW)
		size = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return size;
}

/* The whole database as of one moment into a new file, on the disk; its number of entries. */
static cordon_status copy_database(const book *b, const char *to, int64_t *entries, cordon_error *error)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *s = NULL;
	char *from = file_join(b->folder, "book.sqlite");
	bool well = sqlite3_open_v2(from, &db, SQLITE_OPEN_READONLY, b->options.vfs) == SQLITE_OK &&
		    sqlite3_busy_timeout(db, 10000) == SQLITE_OK &&
		    sqlite3_prepare_v2(db, "VACUUM INTO ?", -1, &s, NULL) == SQLITE_OK &&
		    sqlite3_bind_text(s, 1, to, -1, SQLITE_STATIC) == SQLITE_OK && sqlite3_step(s) == SQLITE_DONE;
	cordon_status status = well ? CORDON_OK : failed(to, sqlite3_errmsg(db), error);
	sqlite3_finalize(s);
	sqlite3_close(db);
	free(from);
	db = NULL;
	if (well && (sqlite3_open_v2(to, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK || (*entries = size_in(db)) < 1))
		status = failed(to, sqlite3_errmsg(db), error);
	if (well)
		sqlite3_close(db);
	if (!status && !sync_path(to))
		status = failed(to, strerror(errno), error);
	return status;
}

/* Those forgotten since the copy was begun. */
static cordon_status erase_forgotten(book *b, const char *path, cordon_error *error)
{
	cordon_status status = CORDON_OK;
	state_rows rows = state_ask(b->state, "SELECT person FROM forgotten ORDER BY person", "");
	while (state_row(&rows))
		if (!status)
			status = erase_backup(path, state_text(&rows, 0), error);
	return status ? status : state_failed(b->state) ? book_failed(b, error) : CORDON_OK;
}

static cordon_status give_name(const char *unfinished, const char *path, const char *folder, cordon_error *error)
{
	if (link(unfinished, path))
		return failed(path, strerror(errno), error);
	unlink(unfinished);
	sync_path(folder);
	return CORDON_OK;
}

/* `gone`: it was taken away while it was made. */
static cordon_status copy_once(book *b, const char *folder, text *path, int64_t *entries, bool *gone,
			       cordon_error *error)
{
	char name[64];
	snprintf(name, sizeof name, "%ld%s", (long)getpid(), UNFINISHED);
	char *unfinished = file_join(folder, name);
	unlink(unfinished); /* of one that was killed */
	cordon_status status = copy_database(b, unfinished, entries, error);
	text_clear(path);
	text_add_format(path, "%s/%" PRId64 ".sqlite", folder, *entries);
	if (!status)
		status = give_name(unfinished, text_string(path), folder, error);
	*gone = status && access(unfinished, F_OK) && errno == ENOENT;
	if (status)
		unlink(unfinished);
	free(unfinished);
	return status;
}

cordon_status book_backup(book *b, text *path, int64_t *entries, cordon_error *error)
{
	char *folder = file_join(b->folder, "backups");
	bool again = true;
	cordon_status status = CORDON_OK;
	mkdir(folder, 0700); /* if it cannot be made, the copy says so */
	for (int tries = TRIES; again && tries; tries--) {
		cordon_error why;
		cordon_error_init(&why);
		status = copy_once(b, folder, path, entries, &again, &why);
		for (size_t i = 0; status && (!again || tries == 1) && i < why.count; i++)
			finding_add(error, CORDON_ERROR, (place_in_file){.file = why.finding[i].file},
				    why.finding[i].what, NO_TEXT);
		cordon_error_free(&why);
	}
	if (!status)
		status = erase_forgotten(b, text_string(path), error);
	free(folder);
	return status;
}
