/* See journal.h. */
#include "base/journal.h"

#include "base/codes.h"
#include "base/findings.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static cordon_status fail(cordon_error *error, const char *path, const cordon_code *code, int number)
{
	finding_add(error, CORDON_ERROR, (place_in_file){.file = path},
		    (cordon_text){code, {strerror(number), 0, 0, 0}}, NO_TEXT);
	return CORDON_IO;
}

/* 0, or the errno. */
static int sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? memory_copy_text(path) : memory_copy_text(".");
	if (slash)
		folder[slash == path ? 1 : slash - path] = '\0';
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int number = fd < 0 || fsync(fd) ? errno : 0;
	if (fd >= 0)
		close(fd);
	free(folder);
	return number;
}

static cordon_status read_all(journal *j, size_t limit, cordon_error *error)
{
	char buffer[1 << 14], most[24];
	ssize_t got;
	while ((got = read(j->fd, buffer, sizeof buffer)) != 0 && j->bytes.length <= limit) {
		if (got > 0)
			text_add(&j->bytes, buffer, (size_t)got);
		else if (errno != EINTR)
			return fail(error, j->path, &BASE_CANNOT_READ, errno);
	}
	snprintf(most, sizeof most, "%zu", limit);
	if (j->bytes.length > limit)
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = j->path}, TEXT(BASE_FILE_TOO_LARGE),
				   TEXT(BASE_AT_MOST_BYTES, most));
	for (j->whole = j->bytes.length; j->whole && j->bytes.bytes[j->whole - 1] != '\n';)
		j->whole--;
	return CORDON_OK;
}

cordon_status journal_open(const char *path, size_t limit, journal *j, cordon_error *error)
{
	struct stat about;
	*j = (journal){.path = path, .fresh = stat(path, &about) != 0};
	j->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (j->fd < 0)
		return fail(error, path, &BASE_CANNOT_OPEN, errno);
	cordon_status status = CORDON_OK;
	if (flock(j->fd, LOCK_EX | LOCK_NB))
		status = errno == EWOULDBLOCK ? finding_add(error, CORDON_ERROR, (place_in_file){.file = path},
							    TEXT(BASE_LOCKED), NO_TEXT)
					      : fail(error, path, &BASE_CANNOT_OPEN, errno);
	if (!status)
		status = read_all(j, limit, error);
	if (status)
		journal_close(j);
	return status;
}

/* 0, or the errno. */
static int write_at(int fd, const char *bytes, size_t length, size_t offset)
{
	while (length) {
		ssize_t done = pwrite(fd, bytes, length, (off_t)offset);
		if (done < 0 && errno != EINTR)
			return errno;
		if (done > 0) {
			bytes += done;
			length -= (size_t)done;
			offset += (size_t)done;
		}
	}
	return 0;
}

/* Puts back what was found, after a failure: the file never holds half of what was to be added and calls it good. */
static void put_back(const journal *j)
{
	size_t tail = j->bytes.length - j->whole;
	if (write_at(j->fd, text_string(&j->bytes) + j->whole, tail, j->whole) ||
	    ftruncate(j->fd, (off_t)j->bytes.length) || fsync(j->fd))
		return; /* what is left then is a line cut short, and the next opening knows what to do */
}

cordon_status journal_append(journal *j, const char *line, bool tail_is_whole, cordon_error *error)
{
	text added = {0};
	size_t at = tail_is_whole ? j->bytes.length : j->whole;
	if (tail_is_whole && j->bytes.length > j->whole)
		text_add_string(&added, "\n");
	text_add_string(&added, line);
	text_add_string(&added, "\n");
	int number = at < j->bytes.length && ftruncate(j->fd, (off_t)at) ? errno : 0;
	number = number ? number : write_at(j->fd, added.bytes, added.length, at);
	if (!number && fsync(j->fd))
		number = errno;
	if (!number && j->fresh)
		number = sync_folder(j->path);
	if (number) {
		put_back(j);
	} else {
		j->bytes.length = at;
		text_add(&j->bytes, added.bytes, added.length);
		j->whole = j->bytes.length;
		j->fresh = false;
	}
	text_free(&added);
	return number ? fail(error, j->path, &BASE_CANNOT_WRITE, number) : CORDON_OK;
}

void journal_close(journal *j)
{
	if (j->fd >= 0)
		close(j->fd);
	text_free(&j->bytes);
	j->fd = -1;
}
