/* Every allocation and every system call of a book's short life refused in turn.
 *
 *	failures [STEP]              TAP; each STEP-th of them only (1: every one)
 *
 * The calls are the C library's, taken over by this program's own of the same name; SQLite and everything else in the
 * process go through them. Each run is a child: it may fail, or stop where memory has run out (that is the house's
 * rule), but not crash. Whatever it did, the book must then open and hold, with every act a receipt was given for.
 */
#include "scene.h"

#include "base/memory.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is counted now, and how many of it are let through before the one that fails. */
static enum { NOTHING, MEMORY, CALLS } counted;
static long left, seen;

static bool refuse(int what)
{
	if ((int)counted != what)
		return false;
	seen++;
	return left && !--left;
}

/* --- what is taken over: visible, so that the shared libraries find these */

#pragma GCC visibility push(default)

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
	return refuse(MEMORY) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return refuse(MEMORY) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return refuse(MEMORY) ? NULL : __libc_realloc(old, size);
}

#define REAL(name) ((__typeof__(&name))(uintptr_t)dlsym(RTLD_NEXT, #name))
#define REFUSED(number) (refuse(CALLS) && (errno = (number), true))

ssize_t write(int fd, const void *bytes, size_t size)
{
	return REFUSED(ENOSPC) ? -1 : REAL(write)(fd, bytes, size);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t offset)
{
	return REFUSED(ENOSPC) ? -1 : REAL(pwrite64)(fd, bytes, size, offset);
}

ssize_t pread64(int fd, void *bytes, size_t size, off_t offset)
{
	return REFUSED(EIO) ? -1 : REAL(pread64)(fd, bytes, size, offset);
}

int fsync(int fd)
{
	return REFUSED(EIO) ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd)
{
	return REFUSED(EIO) ? -1 : REAL(fdatasync)(fd);
}

int ftruncate64(int fd, off_t size)
{
	return REFUSED(EIO) ? -1 : REAL(ftruncate64)(fd, size);
}

int flock(int fd, int operation)
{
	return REFUSED(ENOLCK) ? -1 : REAL(flock)(fd, operation);
}

int unlink(const char *path)
{
	return REFUSED(EIO) ? -1 : REAL(unlink)(path);
}

int open64(const char *path, int flags, ...)
{
	va_list list;
	va_start(list, flags);
	mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
	va_end(list);
	return REFUSED(EMFILE)
		       ? -1
		       : ((int (*)(const char *, int, ...))(uintptr_t)dlsym(RTLD_NEXT, "open64"))(path, flags, mode);
}

#pragma GCC visibility pop

/* --- the runs */

static void tell(void *context, const char *receipt)
{
	int what = (int)counted;
	counted = NOTHING; /* the pipe is the test's own */
	size_t length = strlen(receipt) + 1;
	if (write(*(int *)context, receipt, length) != (ssize_t)length)
		_exit(99);
	counted = what;
}

/* The child's life; never returns. */
static void live(scene *s, int what, long number, int pipe_end)
{
	struct {
		cordon_status status;
		long seen;
	} done;
	int null = open("/dev/null", O_WRONLY);
	dup2(null, STDERR_FILENO); /* "out of memory" is expected */
	counted = what;
	left = number;
	seen = 0;
	done.status = scene_run(s, tell, &pipe_end);
	counted = NOTHING;
	done.seen = seen;
	dprintf(pipe_end, "#%ld", done.seen);
	_exit(done.status);
}

/* What the child told: its receipts into the scene, and how much it counted (-1: it did not come to the end). */
static long listen(scene *s, int pipe_end)
{
	text all = {0};
	char buffer[4096];
	long total = -1;
	for (ssize_t got; (got = read(pipe_end, buffer, sizeof buffer)) > 0;)
		text_add(&all, buffer, (size_t)got);
	scene_forget_receipts(s);
	for (size_t at = 0; at < all.length;) {
		const char *one = all.bytes + at;
		if (*one == '#')
			total = atol(one + 1);
		else if (s->receipts < SCENE_COMMITS)
			s->receipt[s->receipts++] = memory_copy_text(one);
		at += strlen(one) + 1;
	}
	text_free(&all);
	return total;
}

static void copy(const char *from, const char *to)
{
	static const char *const names[] = {"book.sqlite", "node.key"};
	char command[256];
	for (int i = 0; i < 2; i++) {
		snprintf(command, sizeof command, "cp %s/%s %s/", from, names[i], to);
		if (system(command))
			_exit(98);
	}
	snprintf(command, sizeof command, "rm -f %s/book.sqlite-*", to);
	if (system(command))
		_exit(98);
}

/* One run with that call refused; NULL when all was well after it. *total as listen has it. */
static const char *run_one(scene *s, const char *kept, int what, long number, long *total)
{
	static char why[128];
	int ends[2], status;
	copy(kept, s->folder);
	fflush(stdout);
	if (pipe(ends))
		return "no pipe";
	pid_t child = fork();
	if (!child) {
		close(ends[0]);
		live(s, what, number, ends[1]);
	}
	close(ends[1]);
	*total = listen(s, ends[0]);
	close(ends[0]);
	waitpid(child, &status, 0);
	bool stopped = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && what == MEMORY;
	if (!WIFEXITED(status) && !stopped) {
		snprintf(why, sizeof why, "the program crashed: signal %d", WTERMSIG(status));
		return why;
	}
	return scene_check(s);
}

/* Every `step`-th of what a whole run counts; how many were not survived. */
static long refuse_all(scene *s, const char *kept, int what, long step, long *runs)
{
	long total, unused, harmed = 0;
	const char *found = run_one(s, kept, what, 0, &total);
	if (found || total < 0) {
		printf("# a run with nothing refused: %s\n", found ? found : "it did not come to its end");
		return 1;
	}
	for (long number = 1; number <= total; number += step, ++*runs) {
		found = run_one(s, kept, what, number, &unused);
		if (found && harmed++ < 3)
			printf("# number %ld of %ld: %s\n", number, total, found);
	}
	return harmed;
}

int main(int argc, char **argv)
{
	static const char *const names[] = {"", "allocations", "system calls"};
	static scene s;
	long step = argc > 1 ? atol(argv[1]) : 1;
	char kept[80], command[128];
	if (cordon_init())
		return 1;
	scene_make(&s, NULL, 3);
	snprintf(kept, sizeof kept, "%s-kept", s.folder);
	mkdir(kept, 0700);
	copy(s.folder, kept);
	printf("1..2\n");
	for (int what = MEMORY; what <= CALLS; what++) {
		long runs = 0, harmed = refuse_all(&s, kept, what, what == MEMORY ? step : 1, &runs);
		printf("%sok %d - %ld %s refused in turn: no crash, no receipted act lost (%ld harmed)\n",
		       harmed ? "not " : "", what, runs, names[what], harmed);
	}
	snprintf(command, sizeof command, "rm -rf %s", kept);
	scene_free(&s);
	return system(command) != 0;
}
