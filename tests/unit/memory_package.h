/* A package in memory: an economy_source over a list of named texts, so that a test can say a whole package in its own
 * lines. */
#ifndef TESTS_MEMORY_PACKAGE_H
#define TESTS_MEMORY_PACKAGE_H

#include "base/codes.h"
#include "base/findings.h"
#include "base/memory.h"
#include "economy/source.h"

#include <stdlib.h>
#include <string.h>

typedef struct memory_file {
	const char *name;
	const char *bytes;
	size_t length;
} memory_file;

typedef struct memory_package {
	const memory_file *file;
	size_t files;
} memory_package;

struct memory_stream {
	const char *at;
	size_t left;
};

static inline long memory_read(void *context, void *buffer, size_t size)
{
	struct memory_stream *s = context;
	size_t piece = s->left < size ? s->left : size;
	memcpy(buffer, s->at, piece);
	s->at += piece;
	s->left -= piece;
	return (long)piece;
}

static inline cordon_status memory_open(const economy_source *source, const char *name, file_stream *stream,
										cordon_error *error)
{
	const memory_package *p = source->context;
	for (size_t i = 0; i < p->files; i++)
		if (!strcmp(p->file[i].name, name)) {
			struct memory_stream *s = memory_alloc(1, sizeof *s);
			*s = (struct memory_stream){p->file[i].bytes, p->file[i].length};
			*stream = (file_stream){s, {memory_read, s}};
			return CORDON_OK;
		}
	return finding_add(error, CORDON_ERROR, (place_in_file){.file = name}, TEXT(BASE_CANNOT_OPEN, "?"), NO_TEXT);
}

static inline void memory_close(file_stream *stream)
{
	free(stream->handle);
}

static inline economy_source memory_source(const memory_package *package)
{
	return (economy_source){.path = "m", .open = memory_open, .close = memory_close, .context = package};
}

#endif
