/* Journals: a line that was acknowledged is there whatever call failed or wherever the process died afterwards, and
 * nothing stands between lines but what was being written. Calls are wrapped at link time (see tests/meson.build); a
 * write takes a byte at a time, so that dying at each call is dying within each line too. */
#include "unit.h"

#include "base/codes.h"
#include "base/journal.h"

#include <cordon/base.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLED = 9, LIMIT = 10000, CALLS_MAX = 2000 };
static int calls, fail_at, kill_at; /* 0: never */

static bool refused(void)
{
	calls++;
	if (calls == kill_at)
		_exit(KILLED);
	if (calls == fail_at)
		errno = ENOSPC;
	return calls == fail_at;
}

ssize_t __real_pwrite64(int fd, const void *bytes, size_t count, off_t at);
int __real_fsync(int fd);
int __real_ftruncate64(int fd, off_t length);
ssize_t __wrap_pwrite64(int fd, const void *bytes, size_t count, off_t at);
int __wrap_fsync(int fd);
int __wrap_ftruncate64(int fd, off_t length);

ssize_t __wrap_pwrite64(int fd, const void *bytes, size_t count, off_t at)
{
	return refused() ? -1 : __real_pwrite64(fd, bytes, count ? 1 : 0, at);
}

int __wrap_fsync(int fd)
{
	return refused() ? -1 : __real_fsync(fd);
}

int __wrap_ftruncate64(int fd, off_t length)
{
	return refused() ? -1 : __real_ftruncate64(fd, length);
}

static char path[] = "/tmp/cordon-journal-XXXXXX";

static int make(void **state)
{
	(void)state;
	int fd = mkstemp(path);
	return fd < 0 || close(fd);
}

static int drop(void **state)
{
	(void)state;
	return unlink(path);
}

static void put(const char *content)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fputs(content, f) < 0, 0);
	assert_int_equal(fclose(f), 0);
}

static cordon_status add(const char *line, bool keep_tail)
{
	journal j;
	if (journal_open(path, LIMIT, &j, NULL))
		return CORDON_IO;
	cordon_status status = journal_append(&j, line, keep_tail, NULL);
	journal_close(&j);
	return status;
}

static char *content(char out[LIMIT])
{
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	size_t length = fread(out, 1, LIMIT - 1, f);
	out[length] = '\0';
	fclose(f);
	return out;
}

static void lines_and_tails(void **state)
{
	char now[LIMIT];
	put("");
	assert_int_equal(add("one", false), CORDON_OK);
	assert_int_equal(add("two", false), CORDON_OK);
	assert_string_equal(content(now), "one\ntwo\n");
	put("one\nhal");
	assert_int_equal(add("three", false), CORDON_OK);
	assert_string_equal(content(now), "one\nthree\n");
	put("one\nwhole");
	assert_int_equal(add("three", true), CORDON_OK);
	assert_string_equal(content(now), "one\nwhole\nthree\n");
	(void)state;
}

static void one_at_a_time(void **state)
{
	journal first, second;
	cordon_error error;
	cordon_error_init(&error);
	put("one\n");
	assert_int_equal(journal_open(path, LIMIT, &first, NULL), CORDON_OK);
	assert_int_equal(journal_open(path, LIMIT, &second, &error), CORDON_BAD_INPUT);
	assert_ptr_equal(error.finding[0].what.code, &BASE_LOCKED);
	cordon_error_free(&error);
	journal_close(&first);
	assert_int_equal(journal_open(path, LIMIT, &second, NULL), CORDON_OK);
	journal_close(&second);
	(void)state;
}

static void too_large(void **state)
{
	journal j;
	put("123456789\n");
	assert_int_equal(journal_open(path, 9, &j, NULL), CORDON_BAD_INPUT);
	assert_int_equal(journal_open(path, 10, &j, NULL), CORDON_OK);
	journal_close(&j);
	(void)state;
}

/* Whether the file holds `before` and then nothing, a piece of the new line, or all of it; never anything else. */
static bool holds(const char *now, const char *before, const char *line)
{
	size_t kept = strlen(before), rest = strlen(now) - kept;
	return strlen(now) >= kept && !strncmp(now, before, kept) && rest <= strlen(line) &&
	       !strncmp(now + kept, line, rest);
}

/* Each call refused in turn: the file is as it was found, tail and all, and the next one goes on as if nothing had
 * been. */
static void each_call_fails(void **state)
{
	static const char *const tail[] = {"", "hal"};
	char now[LIMIT], found[64];
	for (int t = 0; t < 2; t++) {
		int number = 1;
		for (bool done = false; !done; number++) {
			snprintf(found, sizeof found, "one\n%s", tail[t]);
			put(found);
			calls = 0;
			fail_at = number;
			done = add("second", false) == CORDON_OK;
			fail_at = 0;
			if (!done)
				assert_string_equal(content(now), found);
			assert_int_equal(add("third", false), CORDON_OK);
			assert_string_equal(content(now), done ? "one\nsecond\nthird\n" : "one\nthird\n");
			assert_true(number < CALLS_MAX);
		}
		assert_true(number > 8); /* seven bytes and a sync, at the least */
	}
	(void)state;
}

static bool dies_at(int number, const char *line)
{
	int status;
	pid_t child = fork();
	assert_true(child >= 0);
	if (!child) {
		calls = 0;
		kill_at = number;
		_exit(add(line, false) == CORDON_OK ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && (WEXITSTATUS(status) == KILLED || WEXITSTATUS(status) == 0));
	return WEXITSTATUS(status) == KILLED;
}

static void dies_at_each_call(void **state)
{
	char now[LIMIT];
	int number = 1;
	for (bool died = true; died; number++) {
		put("one\nhal");
		died = dies_at(number, "second");
		content(now);
		assert_true(holds(now, "one\n", "second\n") || !strcmp(now, "one\nhal"));
		bool whole = !strcmp(now, "one\nsecond\n");
		assert_true(died || whole);
		assert_int_equal(add("third", false), CORDON_OK);
		assert_string_equal(content(now), whole ? "one\nsecond\nthird\n" : "one\nthird\n");
		assert_true(number < CALLS_MAX);
	}
	assert_true(number > 8);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_and_tails), cmocka_unit_test(one_at_a_time),     cmocka_unit_test(too_large),
		cmocka_unit_test(each_call_fails), cmocka_unit_test(dies_at_each_call),
	};
	return cmocka_run_group_tests(tests, make, drop);
}
