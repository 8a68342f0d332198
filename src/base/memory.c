/* Checked allocation and an arena; see memory.h for what they promise. */
#include "base/memory.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BLOCK = 64 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	alignas(max_align_t) unsigned char bytes[];
};

static _Noreturn void out_of_memory(void)
{
	fputs("cordon: out of memory\n", stderr);
	abort();
}

void *memory_alloc(size_t count, size_t size)
{
	void *new = calloc(count ? count : 1, size ? size : 1);
	if (!new)
		out_of_memory();
	return new;
}

void *memory_grow(void *old, size_t count, size_t size)
{
	void *new = size && count > SIZE_MAX / size ? NULL : realloc(old, count && size ? count * size : 1);
	if (!new)
		out_of_memory();
	return new;
}

void *memory_require(void *made)
{
	if (!made)
		out_of_memory();
	return made;
}

char *memory_copy_text(const char *text)
{
	if (!text)
		return NULL;
	size_t size = strlen(text) + 1;
	return memcpy(memory_alloc(size, 1), text, size);
}

void *arena_alloc(arena *a, size_t size)
{
	size_t align = alignof(max_align_t);
	size = (size + align - 1) / align * align;
	if (!a->block || a->block->size - a->block->used < size) {
		size_t room = size > ARENA_BLOCK ? size : ARENA_BLOCK;
		struct arena_block *new = memory_alloc(1, sizeof *new + room);
		new->size = room;
		new->next = a->block;
		a->block = new;
	}
	void *piece = a->block->bytes + a->block->used;
	a->block->used += size;
	return piece;
}

char *arena_copy(arena *a, const char *bytes, size_t length)
{
	char *copy = arena_alloc(a, length + 1);
	if (length)
		memcpy(copy, bytes, length);
	return copy;
}

char *arena_copy_text(arena *a, const char *text)
{
	return text ? arena_copy(a, text, strlen(text)) : NULL;
}

char *arena_format(arena *a, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	int length = vsnprintf(NULL, 0, format, list);
	va_end(list);
	char *text = arena_alloc(a, (size_t)(length < 0 ? 0 : length) + 1);
	va_start(list, format);
	vsnprintf(text, (size_t)(length < 0 ? 0 : length) + 1, format, list);
	va_end(list);
	return text;
}

void arena_free(arena *a)
{
	while (a->block) {
		struct arena_block *next = a->block->next;
		free(a->block);
		a->block = next;
	}
}
