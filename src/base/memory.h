/* Memory: checked allocation and an arena.
 *
 * Running out of memory within the program's own limits is a broken machine, not bad input: these functions never
 * return NULL, they stop the process with a message (the one place that does). Everything that can grow has a limit
 * elsewhere, so input alone cannot bring this about on a machine that meets the documented size.
 *
 * An arena gives memory that is freed all at once. It does not run destructors and cannot free one piece.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

void *memory_alloc(size_t count, size_t size);               /* zeroed; count 0 gives a valid pointer */
void *memory_grow(void *old, size_t count, size_t size);     /* realloc; new bytes are not zeroed */
char *memory_copy_text(const char *text);                    /* strdup; NULL gives NULL */

/* What another library allocated: the same pointer, or the process stops when it is NULL for want of memory. */
void *memory_require(void *made);

/* Room for one more in a growing array: doubles when full. `array` is reassigned. */
#define MEMORY_RESERVE(array, count, capacity)                                                   \
	do {                                                                                     \
		if ((count) >= (capacity)) {                                                     \
			(capacity) = (capacity) ? 2 * (capacity) : 16;                           \
			(array) = memory_grow((array), (size_t)(capacity), sizeof *(array));     \
		}                                                                                \
	} while (0)

typedef struct arena {
	struct arena_block *block;
} arena;

void *arena_alloc(arena *a, size_t size);                    /* zeroed, aligned for any type */
char *arena_copy(arena *a, const char *bytes, size_t length); /* terminated copy */
char *arena_copy_text(arena *a, const char *text);           /* NULL gives NULL */
char *arena_format(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
void arena_free(arena *a);

#endif
