/* A list of distinct texts numbered in the order they came: ids to indices and back, through an open-addressing hash
 * table.
 *
 * The texts are not copied: whoever adds them keeps them alive. Order never depends on the hash.
 * It cannot remove a text.
 */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stddef.h>

/* Start from {0}; free with names_free. name[i] is the text numbered i. */
typedef struct names {
	const char **name;
	int count, capacity;
	int *slot; /* number + 1, 0: empty; `slots` is a power of two */
	size_t slots;
} names;

/* The number of `name`, which is added if it is not there: it is new exactly when the number equals the old count. */
int names_add(names *n, const char *name);

/* The number of `name`, or -1. */
int names_find(const names *n, const char *name);

/* The text closest to `name` by edit distance, for "did you mean"; NULL when nothing is near (more than a third of
 * its bytes differ), when `name` is longer than 64 bytes or the list longer than 100,000. */
const char *names_closest(const names *n, const char *name);

void names_free(names *n);

#endif
