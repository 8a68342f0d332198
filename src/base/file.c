/* Reading and atomic writing; see file.h. */
#include "base/file.h"

#include "base/codes.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static cordon_status fail(cordon_error *error, const char *path, const cordon_code *code, int number)
{
	finding_add(error, CORDON_ERROR, (place_in_file){.file = path},
		    (cordon_text){code, {strerror(number), 0, 0, 0}}, NO_TEXT);
	return code == &BASE_CANNOT_WRITE ? CORDON_IO : CORDON_BAD_INPUT;
}

static long gz_read_some(void *context, void *buffer, size_t size)
{
	int got = gzread(context, buffer, size > 1u << 30 ? 1u << 30 : (unsigned)size);
	int number = Z_OK;
	if (got == 0)
		gzerror(context, &number); /* a compressed file that was cut off ends like a whole one, but for this */
	return number == Z_BUF_ERROR ? -1 : got;
}

cordon_status file_open(const char *path, file_stream *stream, cordon_error *error)
{
	*stream = (file_stream){0};
	struct stat about;
	if (stat(path, &about))
		return fail(error, path, &BASE_CANNOT_OPEN, errno);
	if (S_ISDIR(about.st_mode))
		return fail(error, path, &BASE_CANNOT_OPEN, EISDIR);
	gzFile handle = gzopen(path, "rbe"); /* reads plain files as they are */
	if (!handle)
		return fail(error, path, &BASE_CANNOT_OPEN, errno ? errno : ENOMEM);
	gzbuffer(handle, 1 << 17);
	*stream = (file_stream){handle, {gz_read_some, handle}};
	return CORDON_OK;
}

void file_close(file_stream *stream)
{
	if (stream->handle)
		gzclose(stream->handle);
	*stream = (file_stream){0};
}

cordon_status file_read(const char *path, size_t limit, text *out, cordon_error *error)
{
	file_stream stream;
	cordon_status status = file_open(path, &stream, error);
	if (status)
		return status;
	char buffer[1 << 14];
	long got;
	while ((got = stream.reader.read(stream.reader.context, buffer, sizeof buffer)) > 0 && out->length <= limit)
		text_add(out, buffer, (size_t)got);
	file_close(&stream);
	if (got < 0)
		return fail(error, path, &BASE_CANNOT_READ, EIO);
	if (out->length > limit) {
		char most[24];
		snprintf(most, sizeof most, "%zu", limit);
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = path}, TEXT(BASE_FILE_TOO_LARGE),
				   TEXT(BASE_AT_MOST_BYTES, most));
	}
	return CORDON_OK;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t done = write(fd, bytes, length);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes += done;
		length -= (size_t)done;
	}
	return true;
}

/* The folder a path stands in, fresh. */
static char *parent_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return memory_copy_text(".");
	char *parent = memory_copy_text(path);
	parent[slash == path ? 1 : slash - path] = '\0';
	return parent;
}

static void sync_folder_of(const char *path)
{
	char *parent = parent_of(path);
	int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd); /* best effort: some file systems refuse to sync folders */
		close(fd);
	}
	free(parent);
}

static char *temporary_name(const char *path)
{
	size_t length = strlen(path);
	while (length > 1 && path[length - 1] == '/')
		length--;
	char *name = memory_alloc(length + 32, 1);
	snprintf(name, length + 32, "%.*s.%ld.tmp", (int)length, path, (long)getpid());
	return name;
}

static bool write_some(void *context, const void *bytes, size_t size)
{
	file_output *o = context;
	if (!o->number && !write_all(o->fd, bytes, size))
		o->number = errno ? errno : EIO;
	return !o->number;
}

cordon_status file_begin(const char *path, file_output *o, cordon_error *error)
{
	bool standard = !strcmp(path, "-");
	*o = (file_output){
		.path = path, .temporary = standard ? NULL : temporary_name(path), .writer = {write_some, o}};
	o->fd = standard ? STDOUT_FILENO : open(o->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (o->fd >= 0)
		return CORDON_OK;
	o->number = errno;
	free(o->temporary);
	return fail(error, path, &BASE_CANNOT_WRITE, o->number);
}

cordon_status file_finish(file_output *o, cordon_error *error)
{
	if (o->temporary) {
		if (!o->number && fsync(o->fd))
			o->number = errno;
		if (close(o->fd) && !o->number)
			o->number = errno;
		if (!o->number && rename(o->temporary, o->path))
			o->number = errno;
		if (o->number)
			unlink(o->temporary);
		else
			sync_folder_of(o->path);
	}
	free(o->temporary);
	return o->number ? fail(error, o->path, &BASE_CANNOT_WRITE, o->number) : CORDON_OK;
}

void file_abandon(file_output *o)
{
	if (o->temporary) {
		close(o->fd);
		unlink(o->temporary);
		free(o->temporary);
	}
}

cordon_status file_write(const char *path, const char *bytes, size_t length, cordon_error *error)
{
	file_output o;
	cordon_status status = file_begin(path, &o, error);
	if (status)
		return status;
	o.writer.write(o.writer.context, bytes, length);
	return file_finish(&o, error);
}

char *file_join(const char *folder, const char *name)
{
	size_t length = strlen(folder) + strlen(name) + 2;
	char *path = memory_alloc(length, 1);
	bool slash = *folder && folder[strlen(folder) - 1] == '/';
	snprintf(path, length, "%s%s%s", folder, slash || !*folder ? "" : "/", name);
	return path;
}

/* True when nothing of the user's own would be lost by replacing `path`. */
static bool may_replace(const char *path, const char *marker)
{
	struct stat about;
	if (stat(path, &about))
		return true;
	char *name = file_join(path, marker);
	bool ours = S_ISDIR(about.st_mode) && !stat(name, &about);
	free(name);
	return ours || !rmdir(path); /* an empty folder is removed */
}

char *file_folder_begin(const char *path, const char *marker, cordon_error *error)
{
	if (!may_replace(path, marker)) {
		finding_add(error, CORDON_ERROR, (place_in_file){.file = path}, TEXT(BASE_NOT_OURS, marker), NO_TEXT);
		return NULL;
	}
	char *temporary = temporary_name(path);
	if (mkdir(temporary, 0777)) {
		fail(error, path, &BASE_CANNOT_WRITE, errno);
		free(temporary);
		return NULL;
	}
	return temporary;
}

/* Removes a folder of plain files (packages have no subfolders). */
static void remove_folder(const char *path)
{
	DIR *folder = opendir(path);
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		char *name = file_join(path, entry->d_name);
		unlink(name);
		free(name);
	}
	if (folder)
		closedir(folder);
	rmdir(path);
}

void file_folder_keep(const char *temporary, const char *path, const char *leave)
{
	DIR *folder = opendir(path);
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		char *from = file_join(path, entry->d_name), *to = file_join(temporary, entry->d_name);
		struct stat about;
		bool keep = !text_matches(leave, entry->d_name) && !lstat(from, &about) && S_ISREG(about.st_mode);
		int refused =
			keep ? link(from, to) : 0; /* refused, as it should be, where the new folder has the file */
		(void)refused;
		free(from);
		free(to);
	}
	if (folder)
		closedir(folder);
}

/* Puts a folder in `path`'s place; an older one there then stands under the temporary name. Returns 0 or an errno. */
static int put_in_place(const char *temporary, const char *path)
{
	struct stat about;
	if (stat(path, &about))
		return rename(temporary, path) ? errno : 0;
	if (!renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_EXCHANGE))
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return errno;
	/* a file system that cannot exchange two folders at once: step the old one aside, and back if the new one
	 * cannot come */
	size_t size = strlen(temporary) + 8;
	char *aside = memory_alloc(size, 1);
	snprintf(aside, size, "%s.old", temporary);
	int number = rename(path, aside) ? errno : 0;
	if (!number && rename(temporary, path)) {
		number = errno;
		rename(aside, path);
	}
	if (!number)
		rename(aside, temporary);
	free(aside);
	return number;
}

cordon_status file_folder_commit(char *temporary, const char *path, cordon_error *error)
{
	int number = put_in_place(temporary, path);
	if (!number)
		sync_folder_of(path);
	remove_folder(temporary); /* what now stands there: the old folder, or the new one that could not come */
	free(temporary);
	return number ? fail(error, path, &BASE_CANNOT_WRITE, number) : CORDON_OK;
}

void file_folder_abandon(char *temporary)
{
	if (!temporary)
		return;
	remove_folder(temporary);
	free(temporary);
}
