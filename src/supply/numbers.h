/* The numbers of a household that rules may use: how many of its members are infants, are ill... by name.
 *
 * A document of them: {"infants":1,"under_15":3}. The names are "under_N" and "over_N" (N years, 1 to 120, no zeros
 * before) and the words of numbers.def, nothing else. None is more than the household's size; what is not named is 0.
 */
#ifndef SUPPLY_NUMBERS_H
#define SUPPLY_NUMBERS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum { NUMBERS_MAX = 16, NUMBER_NAME = 25 };

typedef struct household_numbers {
	int count;
	struct {
		char name[NUMBER_NAME];
		int64_t value;
	} item[NUMBERS_MAX];
} household_numbers;

bool numbers_is_name(const char *name);

/* Reads a document (NULL: none) for a household of that size; false when it is none, and `wrong` (NUMBER_NAME bytes)
 * is the name it is wrong at, "" for the whole. */
bool numbers_read(const json_t *document, int64_t size, household_numbers *out, char *wrong);

/* Of what numbers_read took, in the order of names: its canonical text is what stands in tables. */
json_t *numbers_document(const household_numbers *n);

int64_t numbers_of(const household_numbers *n, const char *name); /* 0 when not there */

#endif
