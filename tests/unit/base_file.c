/* Files: what is read, and that nothing is ever half written. The calls that can fail are wrapped at link time (--wrap,
 * see tests/meson.build), so that each in turn fails, or the process dies just before it. */
#include "unit.h"

#include "base/codes.h"
#include "base/file.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

/* ---- the calls ------------------------------------------------------------------------------------------------- */

enum { KILLED = 9 };
static int calls;               /* made since the last reset */
static int fail_at, kill_at;    /* 0: never */
static bool short_writes;       /* a byte a call */
static bool no_exchange;        /* the file system cannot exchange */

static void reset(int fail, int kill)
{
	calls = 0;
	fail_at = fail;
	kill_at = kill;
}

/* Counts a call; true when it must fail. */
static bool refused(void)
{
	calls++;
	if (calls == kill_at)
		_exit(KILLED);
	if (calls == fail_at)
		errno = EIO;
	return calls == fail_at;
}

int __real_open64(const char *path, int flags, ...);
ssize_t __real_write(int fd, const void *bytes, size_t count);
int __real_fsync(int fd);
int __real_close(int fd);
int __real_rename(const char *from, const char *to);
int __real_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags);
int __real_mkdir(const char *path, mode_t mode);
int __wrap_open64(const char *path, int flags, ...);
ssize_t __wrap_write(int fd, const void *bytes, size_t count);
int __wrap_fsync(int fd);
int __wrap_close(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags);
int __wrap_mkdir(const char *path, mode_t mode);

int __wrap_open64(const char *path, int flags, ...)
{
	va_list list;
	va_start(list, flags);
	mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
	va_end(list);
	return refused() ? -1 : __real_open64(path, flags, mode);
}

ssize_t __wrap_write(int fd, const void *bytes, size_t count)
{
	return refused() ? -1 : __real_write(fd, bytes, short_writes && count ? 1 : count);
}

int __wrap_fsync(int fd)
{
	return refused() ? -1 : __real_fsync(fd);
}

int __wrap_close(int fd)
{
	if (!refused())
		return __real_close(fd);
	__real_close(fd);
	errno = EIO;
	return -1;
}

int __wrap_rename(const char *from, const char *to)
{
	return refused() ? -1 : __real_rename(from, to);
}

int __wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	if (no_exchange) {
		errno = EINVAL;
		return -1;
	}
	return refused() ? -1 : __real_renameat2(from_fd, from, to_fd, to, flags);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
	return refused() ? -1 : __real_mkdir(path, mode);
}

/* ---- scratch --------------------------------------------------------------------------------------------------- */

static char scratch[64];

static int make_scratch(void **state)
{
	(void)state;
	reset(0, 0);
	short_writes = no_exchange = false;
	strcpy(scratch, "/tmp/cordon-file-XXXXXX");
	return mkdtemp(scratch) ? 0 : -1;
}

static int remove_scratch(void **state)
{
	(void)state;
	reset(0, 0);
	char command[128];
	snprintf(command, sizeof command, "rm -rf '%s'", scratch);
	return system(command);
}

static const char *in_scratch(const char *name)
{
	static char path[4][256];
	static int turn;
	turn = (turn + 1) % 4;
	snprintf(path[turn], sizeof path[turn], "%s/%s", scratch, name);
	return path[turn];
}

static void put(const char *path, const char *content)
{
	FILE *stream = fopen(path, "w");
	assert_non_null(stream);
	assert_true(fputs(content, stream) >= 0);
	assert_int_equal(fclose(stream), 0);
}

static bool holds(const char *path, const char *content)
{
	char found[4096] = {0};
	FILE *stream = fopen(path, "r");
	if (!stream)
		return false;
	size_t got = fread(found, 1, sizeof found - 1, stream);
	fclose(stream);
	return got == strlen(content) && !strcmp(found, content);
}

static int entries_in(const char *path)
{
	int count = 0;
	DIR *folder = opendir(path);
	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder));)
		count += entry->d_name[0] != '.';
	closedir(folder);
	return count;
}

/* ---- one file -------------------------------------------------------------------------------------------------- */

static const char old_text[] = "the old content\n", new_text[] = "the new content, which is longer\n";

static cordon_status write_new(const char *path)
{
	return file_write(path, new_text, strlen(new_text), NULL);
}

static void a_file_is_written_whole(void **state)
{
	(void)state;
	const char *path = in_scratch("file");
	assert_int_equal(write_new(path), CORDON_OK);
	assert_true(holds(path, new_text));
	short_writes = true;
	assert_int_equal(file_write(path, old_text, strlen(old_text), NULL), CORDON_OK);
	assert_true(holds(path, old_text));
	assert_int_equal(file_write(path, "", 0, NULL), CORDON_OK);
	assert_true(holds(path, ""));
	assert_int_equal(entries_in(scratch), 1);
}

static void each_call_failing_leaves_the_old_file_or_the_new(void **state)
{
	(void)state;
	const char *path = in_scratch("file");
	int failures = 0;
	for (int n = 1;; n++) {
		put(path, old_text);
		reset(n, 0);
		cordon_status status = write_new(path);
		bool reached = calls >= n;
		reset(0, 0);
		assert_true(holds(path, status ? old_text : new_text));
		assert_true(status == CORDON_OK || status == CORDON_IO);
		assert_int_equal(entries_in(scratch), 1); /* no temporary file is left */
		failures += status != CORDON_OK;
		if (!reached)
			break;
	}
	assert_true(failures >= 5); /* open, write, fsync, close, rename */
}

/* Runs `work` in a child that dies before its n-th call; false when it ended by itself. */
static bool dies_at(int n, void (*work)(void))
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (!child) {
		reset(0, n);
		work();
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == KILLED));
	return WEXITSTATUS(status) == KILLED;
}

static void write_in_child(void)
{
	short_writes = true;
	write_new(in_scratch("file"));
}

static void death_at_any_call_leaves_the_old_file_or_the_new(void **state)
{
	(void)state;
	const char *path = in_scratch("file");
	bool killed = true, seen_old = false, seen_new = false;
	for (int n = 1; killed; n++) {
		put(path, old_text);
		killed = dies_at(n, write_in_child);
		bool is_old = holds(path, old_text), is_new = holds(path, new_text);
		assert_true(is_old || is_new);
		assert_true(killed || is_new);
		seen_old = seen_old || is_old;
		seen_new = seen_new || is_new;
	}
	assert_true(seen_old && seen_new);
}

static void writing_where_nothing_can_be_is_an_error(void **state)
{
	(void)state;
	cordon_error error;
	cordon_error_init(&error);
	assert_int_equal(file_write(in_scratch("none/file"), "x", 1, &error), CORDON_IO);
	assert_ptr_equal(error.finding[0].what.code, &BASE_CANNOT_WRITE);
	assert_string_equal(error.finding[0].what.arg[0], strerror(ENOENT));
	cordon_error_free(&error);
}

/* ---- a folder -------------------------------------------------------------------------------------------------- */

static cordon_status write_folder(void)
{
	const char *path = in_scratch("package");
	char *temporary = file_folder_begin(path, "marker", NULL);
	if (!temporary)
		return CORDON_IO;
	static const char *const names[] = {"marker", "data"};
	for (int i = 0; i < 2; i++) {
		char *name = file_join(temporary, names[i]);
		cordon_status status = write_new(name);
		free(name);
		if (status) {
			file_folder_abandon(temporary);
			return status;
		}
	}
	return file_folder_commit(temporary, path, NULL);
}

static void put_old_folder(void)
{
	mkdir(in_scratch("package"), 0777);
	put(in_scratch("package/marker"), old_text);
	put(in_scratch("package/data"), old_text);
}

static bool folder_holds(const char *content)
{
	return holds(in_scratch("package/marker"), content) && holds(in_scratch("package/data"), content) &&
	       entries_in(in_scratch("package")) == 2;
}

static void a_folder_is_replaced_whole_whatever_fails(void **state)
{
	(void)state;
	for (int way = 0; way < 2; way++) {
		no_exchange = way == 1;
		bool reached = true;
		for (int n = 1; reached; n++) {
			reset(0, 0);
			put_old_folder();
			reset(n, 0);
			cordon_status status = write_folder();
			reached = calls >= n;
			reset(0, 0);
			assert_true(folder_holds(status ? old_text : new_text));
			/* stepping aside fails twice over when its last rename does: the old folder stays beside */
			if (!no_exchange)
				assert_int_equal(entries_in(scratch), 1);
		}
	}
}

static void write_folder_in_child(void)
{
	write_folder();
}

static void death_at_any_call_leaves_the_old_folder_or_the_new(void **state)
{
	(void)state;
	bool killed = true;
	for (int n = 1; killed; n++) {
		put_old_folder();
		killed = dies_at(n, write_folder_in_child);
		assert_true(folder_holds(old_text) || folder_holds(new_text));
		assert_true(killed || folder_holds(new_text));
	}
}

static void a_folder_of_the_users_own_is_not_replaced(void **state)
{
	(void)state;
	mkdir(in_scratch("package"), 0777);
	put(in_scratch("package/letters"), old_text);
	cordon_error error;
	cordon_error_init(&error);
	assert_null(file_folder_begin(in_scratch("package"), "marker", &error));
	assert_ptr_equal(error.finding[0].what.code, &BASE_NOT_OURS);
	cordon_error_free(&error);
	put(in_scratch("file"), old_text);
	assert_null(file_folder_begin(in_scratch("file"), "marker", NULL));
	assert_true(holds(in_scratch("package/letters"), old_text) && holds(in_scratch("file"), old_text));
}

static void an_abandoned_folder_leaves_nothing(void **state)
{
	(void)state;
	char *temporary = file_folder_begin(in_scratch("package"), "marker", NULL);
	assert_non_null(temporary);
	char *name = file_join(temporary, "data");
	assert_int_equal(write_new(name), CORDON_OK);
	free(name);
	file_folder_abandon(temporary);
	assert_int_equal(entries_in(scratch), 0);
	file_folder_abandon(NULL);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

static void assert_reads(const char *path, const char *content)
{
	text out = {0};
	assert_int_equal(file_read(path, 1000, &out, NULL), CORDON_OK);
	assert_string_equal(text_string(&out), content);
	text_free(&out);
}

static void plain_and_gzip_files_are_read(void **state)
{
	(void)state;
	put(in_scratch("plain"), old_text);
	assert_reads(in_scratch("plain"), old_text);
	gzFile packed = gzopen(in_scratch("packed.gz"), "wb");
	assert_int_equal(gzwrite(packed, old_text, sizeof old_text - 1), sizeof old_text - 1);
	assert_int_equal(gzclose(packed), Z_OK);
	assert_reads(in_scratch("packed.gz"), old_text);
	put(in_scratch("empty"), "");
	assert_reads(in_scratch("empty"), "");
}

static void assert_not_read(const char *path, size_t limit, const cordon_code *code)
{
	text out = {0};
	cordon_error error;
	cordon_error_init(&error);
	assert_int_equal(file_read(path, limit, &out, &error), CORDON_BAD_INPUT);
	assert_int_equal(error.count, 1);
	assert_ptr_equal(error.finding[0].what.code, code);
	assert_string_equal(error.finding[0].file, path);
	cordon_error_free(&error);
	text_free(&out);
}

static void what_cannot_be_read_is_named(void **state)
{
	(void)state;
	assert_not_read(in_scratch("none"), 10, &BASE_CANNOT_OPEN);
	assert_not_read(scratch, 10, &BASE_CANNOT_OPEN);
	put(in_scratch("large"), "12345678901");
	assert_not_read(in_scratch("large"), 10, &BASE_FILE_TOO_LARGE);
	gzFile packed = gzopen(in_scratch("cut.gz"), "wb");
	for (int i = 0; i < 1000; i++)
		gzprintf(packed, "%d\n", i * i);
	gzclose(packed);
	assert_int_equal(truncate(in_scratch("cut.gz"), 1000), 0);
	assert_not_read(in_scratch("cut.gz"), 1 << 20, &BASE_CANNOT_READ);
}

static void names_are_joined(void **state)
{
	(void)state;
	static const char *const cases[][3] = {{"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"", "b", "b"}, {"/", "b", "/b"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *joined = file_join(cases[i][0], cases[i][1]);
		assert_string_equal(joined, cases[i][2]);
		free(joined);
	}
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, make_scratch, remove_scratch)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(a_file_is_written_whole),
		IN_SCRATCH(each_call_failing_leaves_the_old_file_or_the_new),
		IN_SCRATCH(death_at_any_call_leaves_the_old_file_or_the_new),
		IN_SCRATCH(writing_where_nothing_can_be_is_an_error),
		IN_SCRATCH(a_folder_is_replaced_whole_whatever_fails),
		IN_SCRATCH(death_at_any_call_leaves_the_old_folder_or_the_new),
		IN_SCRATCH(a_folder_of_the_users_own_is_not_replaced),
		IN_SCRATCH(an_abandoned_folder_leaves_nothing),
		IN_SCRATCH(plain_and_gzip_files_are_read),
		IN_SCRATCH(what_cannot_be_read_is_named),
		cmocka_unit_test(names_are_joined),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
