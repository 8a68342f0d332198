/* The list of findings behind a cordon_error; see findings.h. */
#include "base/findings.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { FOUND_LIMIT = 80 };

struct finding_storage {
	arena arena;
	size_t capacity;
};

void cordon_error_init(cordon_error *error)
{
	*error = (cordon_error){.storage = memory_alloc(1, sizeof(struct finding_storage))};
}

void cordon_error_free(cordon_error *error)
{
	struct finding_storage *storage = error->storage;
	if (storage)
		arena_free(&storage->arena);
	free(storage);
	free(error->finding);
	*error = (cordon_error){0};
}

static cordon_text text_keep(arena *a, cordon_text text)
{
	for (int i = 0; i < CORDON_TEXT_ARGS; i++)
		text.arg[i] = arena_copy_text(a, text.arg[i]);
	return text;
}

/* A copy of what was found, cut at a whole UTF-8 character. */
static const char *found_keep(arena *a, const char *found)
{
	if (!found)
		return NULL;
	size_t length = strlen(found);
	if (length <= FOUND_LIMIT)
		return arena_copy(a, found, length);
	length = FOUND_LIMIT;
	while (length && ((unsigned char)found[length] & 0xC0) == 0x80)
		length--;
	char *cut = arena_alloc(a, length + 4);
	memcpy(cut, found, length);
	memcpy(cut + length, "\xE2\x80\xA6", 4); /* an ellipsis, terminated */
	return cut;
}

cordon_status finding_add(cordon_error *error, cordon_severity severity, place_in_file at, cordon_text what,
			  cordon_text expected)
{
	cordon_status status = severity == CORDON_ERROR ? CORDON_BAD_INPUT : CORDON_OK;
	if (!error)
		return status;
	error->errors += severity == CORDON_ERROR;
	error->warnings += severity == CORDON_WARNING;
	error->notes += severity == CORDON_NOTE;
	if (error->count >= CORDON_FINDINGS_MAX)
		return status;
	struct finding_storage *storage = error->storage;
	MEMORY_RESERVE(error->finding, error->count, storage->capacity);
	arena *a = &storage->arena;
	error->finding[error->count++] = (cordon_finding){
		.severity = severity,
		.file = arena_copy_text(a, at.file),
		.row = at.row,
		.field = arena_copy_text(a, at.field),
		.found = found_keep(a, at.found),
		.what = text_keep(a, what),
		.expected = text_keep(a, expected),
	};
	return status;
}
