/* Packages on disk: every call that can fail is made to fail in turn (--wrap, see tests/meson.build). A package that
 * cannot be read whole is refused; where one is written, the old package stands whole or the new one does; and what
 * leads out of the folder is not read. */
#include "unit.h"

#include "base/file.h"
#include "base/memory.h"
#include "economy/codes.h"
#include "economy/write.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* ---- the calls ------------------------------------------------------------------------------------------------- */

static int calls, fail_at; /* made since the last reset; which one fails (0: none) */

static void reset(int fail)
{
	calls = 0;
	fail_at = fail;
}

static bool refused(void)
{
	if (++calls == fail_at)
		errno = EIO;
	return calls == fail_at;
}

gzFile __real_gzopen64(const char *path, const char *mode);
int __real_gzread(gzFile file, voidp buffer, unsigned length);
int __real_stat64(const char *path, struct stat64 *about);
char *__real_realpath(const char *path, char *resolved);
int __real_open64(const char *path, int flags, ...);
ssize_t __real_write(int fd, const void *bytes, size_t count);
int __real_fsync(int fd);
int __real_rename(const char *from, const char *to);
int __real_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags);
int __real_mkdir(const char *path, mode_t mode);
gzFile __wrap_gzopen64(const char *path, const char *mode);
int __wrap_gzread(gzFile file, voidp buffer, unsigned length);
int __wrap_stat64(const char *path, struct stat64 *about);
char *__wrap_realpath(const char *path, char *resolved);
int __wrap_open64(const char *path, int flags, ...);
ssize_t __wrap_write(int fd, const void *bytes, size_t count);
int __wrap_fsync(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags);
int __wrap_mkdir(const char *path, mode_t mode);

gzFile __wrap_gzopen64(const char *path, const char *mode)
{
	return refused() ? NULL : __real_gzopen64(path, mode);
}

int __wrap_gzread(gzFile file, voidp buffer, unsigned length)
{
	return refused() ? -1 : __real_gzread(file, buffer, length);
}

int __wrap_stat64(const char *path, struct stat64 *about)
{
	return refused() ? -1 : __real_stat64(path, about);
}

char *__wrap_realpath(const char *path, char *resolved)
{
	return refused() ? NULL : __real_realpath(path, resolved);
}

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
	return refused() ? -1 : __real_write(fd, bytes, count);
}

int __wrap_fsync(int fd)
{
	return refused() ? -1 : __real_fsync(fd);
}

int __wrap_rename(const char *from, const char *to)
{
	return refused() ? -1 : __real_rename(from, to);
}

int __wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	return refused() ? -1 : __real_renameat2(from_fd, from, to_fd, to, flags);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
	return refused() ? -1 : __real_mkdir(path, mode);
}

/* ---- scratch --------------------------------------------------------------------------------------------------- */

static char scratch[64], package[96];

static int make_scratch(void **state)
{
	(void)state;
	reset(0);
	strcpy(scratch, "/tmp/cordon-package-XXXXXX");
	bool made = mkdtemp(scratch) != NULL;
	snprintf(package, sizeof package, "%s/p", scratch);
	return made ? 0 : -1;
}

static int remove_scratch(void **state)
{
	(void)state;
	reset(0);
	char command[128];
	snprintf(command, sizeof command, "rm -rf '%s'", scratch);
	return system(command);
}

static int entries_in(const char *folder)
{
	DIR *d = opendir(folder);
	assert_non_null(d);
	int count = 0;
	for (struct dirent *entry; (entry = readdir(d));)
		count += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	closedir(d);
	return count;
}

/* Writes a package whose only stock is `amount`. */
static cordon_status write_package(const char *amount)
{
	economy_draft *d = economy_draft_new("files", "Files");
	economy_draft_license(d, "CC0-1.0", NULL);
	economy_draft_source(d, "A test", NULL);
	economy_draft_row(d, TABLE_COMMODITIES, (const char *const[TABLE_COLUMNS_MAX]){"bread", NULL, "kg"});
	economy_draft_row(d, TABLE_PROCESSES, (const char *const[TABLE_COLUMNS_MAX]){"baking"});
	economy_draft_row(d, TABLE_EXCHANGES, (const char *const[TABLE_COLUMNS_MAX]){"baking", "bread", "output", "1"});
	economy_draft_row(d, TABLE_STOCKS, (const char *const[TABLE_COLUMNS_MAX]){"bread", NULL, NULL, amount});
	cordon_status status = economy_draft_write(d, package, NULL);
	economy_draft_free(d);
	return status;
}

/* The stock of the package, or -1 when it cannot be read; then at least one error was added. */
static double read_stock(void)
{
	cordon_error error;
	cordon_error_init(&error);
	cordon_economy *economy;
	cordon_status status = cordon_economy_read(package, &economy, &error);
	assert_int_equal(status == CORDON_OK, economy != NULL);
	assert_int_equal(status == CORDON_OK, error.errors == 0);
	double amount = status ? -1 : economy->stock[0].amount;
	cordon_economy_free(economy);
	cordon_error_free(&error);
	return amount;
}

/* ---- tests ------------------------------------------------------------------------------------------------------- */

static void reading_fails_when_any_call_does(void **state)
{
	(void)state;
	assert_int_equal(write_package("7"), CORDON_OK);
	reset(0);
	assert_true(read_stock() == 7);
	int all = calls;
	assert_true(all > 20); /* five files: looked at, opened, read */
	for (int i = 1; i <= all; i++) {
		reset(i);
		if (read_stock() != -1) {
			print_error("call %d failed and was not noticed\n", i);
			fail();
		}
	}
}

static void writing_leaves_the_old_or_the_new(void **state)
{
	(void)state;
	assert_int_equal(write_package("1"), CORDON_OK);
	reset(0);
	assert_int_equal(write_package("2"), CORDON_OK);
	int all = calls;
	assert_true(all > 15);
	for (int i = 1; i <= all; i++) {
		double before = (reset(0), read_stock());
		reset(i);
		cordon_status status = write_package(i % 2 ? "3" : "4");
		reset(0);
		double after = read_stock();
		assert_true(after == (status ? before : i % 2 ? 3 : 4));
		assert_int_equal(entries_in(scratch), 1); /* nothing temporary is left */
	}
}

static void writing_anew_leaves_nothing_or_the_whole(void **state)
{
	(void)state;
	for (int i = 1, all = 1; i <= all; i++) {
		reset(i);
		cordon_status status = write_package("5");
		all = calls > all ? calls : all;
		reset(0);
		assert_int_equal(entries_in(scratch), status ? 0 : 1);
		if (!status)
			assert_true(read_stock() == 5);
		assert_int_equal(remove_scratch(NULL), 0);
		assert_int_equal(make_scratch(NULL), 0);
	}
}

static void what_is_not_a_package_is_not_replaced(void **state)
{
	(void)state;
	assert_int_equal(mkdir(package, 0777), 0);
	char path[128];
	snprintf(path, sizeof path, "%s/letter.txt", package);
	assert_int_equal(file_write(path, "dear", 4, NULL), CORDON_OK);
	assert_int_not_equal(write_package("1"), CORDON_OK);
	assert_int_equal(access(path, F_OK), 0);
}

static void links_out_of_the_folder_are_not_followed(void **state)
{
	(void)state;
	assert_int_equal(write_package("1"), CORDON_OK);
	char inside[128], outside[128];
	snprintf(inside, sizeof inside, "%s/stocks.csv", package);
	snprintf(outside, sizeof outside, "%s/outside.csv", scratch);
	assert_int_equal(rename(inside, outside), 0);
	assert_int_equal(symlink(outside, inside), 0);
	assert_true(read_stock() == -1);
	assert_int_equal(unlink(inside), 0);
	assert_int_equal(mkfifo(inside, 0666), 0); /* would wait for ever */
	assert_true(read_stock() == -1);
	assert_int_equal(unlink(inside), 0);
	assert_int_equal(rename(outside, inside), 0);
	assert_true(read_stock() == 1);
}

int main(void)
{
	cordon_init();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reading_fails_when_any_call_does, make_scratch, remove_scratch),
		cmocka_unit_test_setup_teardown(writing_leaves_the_old_or_the_new, make_scratch, remove_scratch),
		cmocka_unit_test_setup_teardown(writing_anew_leaves_nothing_or_the_whole, make_scratch, remove_scratch),
		cmocka_unit_test_setup_teardown(what_is_not_a_package_is_not_replaced, make_scratch, remove_scratch),
		cmocka_unit_test_setup_teardown(links_out_of_the_folder_are_not_followed, make_scratch, remove_scratch),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
