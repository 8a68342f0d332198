/* Files: reading as a stream, writing so that nothing is ever half written. Rooms report, lp, count and share do not
 * include this header: they are handed readers and writers. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/text.h"

#include <cordon/base.h>

/* An open file to read, transparently gunzipped when it starts with gzip's magic bytes. */
typedef struct file_stream {
	void *handle;
	cordon_reader reader;
} file_stream;

cordon_status file_open(const char *path, file_stream *stream, cordon_error *error);
void file_close(file_stream *stream);

/* The whole of a file of at most `limit` bytes. */
cordon_status file_read(const char *path, size_t limit, text *out, cordon_error *error);

/* Replaces `path` by `length` bytes: temporary file beside it, fsync, rename, fsync of the folder. On failure the old
 * file stands as it was. `path` "-" writes to standard output. */
cordon_status file_write(const char *path, const char *bytes, size_t length, cordon_error *error);

/* The same in pieces: begin, then the writer (which goes on after a failure, doing nothing), then exactly one of
 * finish and abandon; a `file_begin` that failed needs neither. `o` must not move in between. */
typedef struct file_output {
	const char *path;
	char *temporary; /* NULL: standard output */
	int fd, number; /* `number`: the errno of the first failure */
	cordon_writer writer;
} file_output;

cordon_status file_begin(const char *path, file_output *o, cordon_error *error);
cordon_status file_finish(file_output *o, cordon_error *error);
void file_abandon(file_output *o);

/* Joins folder and name into a fresh string. */
char *file_join(const char *folder, const char *name);

/* A new folder beside `path` to be filled, then put in `path`'s place at once. An older folder there is replaced whole,
 * but only if it is empty or holds a file named `marker`: anything else is not ours and is refused.
 * file_folder_begin returns the temporary folder's path or NULL; exactly one of commit and abandon must follow (both
 * free it). */
char *file_folder_begin(const char *path, const char *marker, cordon_error *error);
/* Between the two: the plain files of the old folder that the new one has no file of the same name for, and whose names
 * do not match `leave`, are kept (a mapping, a page about the sources). */
void file_folder_keep(const char *temporary, const char *path, const char *leave);
cordon_status file_folder_commit(char *temporary, const char *path, cordon_error *error);
void file_folder_abandon(char *temporary);

#endif
