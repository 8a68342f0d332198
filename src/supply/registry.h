/* A registry of households ready to be compared: one registration a row, its words numbered and counted.
 *
 * Columns are known by their usual names in Spanish and English, or by what the caller says. `id` must be there, and
 * enough to tell people apart: names, and one of birth date, street, document. Everything else may be missing, in the
 * file or in a row; what is missing says nothing for or against.
 * The table of the file must outlive it. It decides nothing: see likeness.h.
 */
#ifndef SUPPLY_REGISTRY_H
#define SUPPLY_REGISTRY_H

#include "base/csv.h"
#include "base/memory.h"
#include "base/names.h"

#include <cordon/base.h>

enum { REGISTRATIONS_MAX = 5 * 1000 * 1000, GIVEN_NAMES_MAX = 4, STANDS_FOR_MAX = 4 };

typedef enum role {
	ROLE_ID,
	ROLE_GIVEN,
	ROLE_SURNAME1,
	ROLE_SURNAME2,
	ROLE_SURNAMES, /* both in one cell */
	ROLE_BIRTH,
	ROLE_STREET,
	ROLE_DOOR,
	ROLE_PLACE,
	ROLE_POSTCODE,
	ROLE_DOCUMENT,
	ROLE_PHONE,
	ROLE_MEMBERS,
	ROLES
} role;

extern const char *const role_name[ROLES]; /* "id", "given", ...: as --column has them */

/* A word of the registry: how often it stands in its kind of cell, what it sounds like, what it is short for. */
typedef struct known_word {
	const char *text;
	long count;
	int sound;
	int stands_for[STANDS_FOR_MAX]; /* other words of the same list, -1 after the last */
} known_word;

typedef struct word_list {
	names text, sound;
	known_word *word;
} word_list;

/* Numbers are those of words in the lists below; -1: missing. */
typedef struct registration {
	int given[GIVEN_NAMES_MAX], surname[2]; /* of `name` */
	int all_given; /* the given names as one text, of `name`: to find them in a surname's place */
	int street, door, place, postcode, document, phone;
	int address; /* number of the pair (street, door); -1 unless both are there */
	int date;    /* yyyymmdd; 0: missing */
	int members; /* -1: missing */
} registration;

typedef struct registry {
	const csv_table *table;
	int column[ROLES]; /* -1: none */
	registration *one; /* of row i */
	size_t count;
	word_list name; /* given names and surnames: they are confused at times */
	word_list street, door, place, postcode, document, phone, address;
	long *given_count, *surname_count; /* of the words of `name` */
	names date; /* numbers of dates */
	long *date_count;
	int *date_number; /* of registration i; -1 */
	arena storage;
} registry;

/* The role's column from "ROLE=COLUMN"; the caller's own, before the usual names are tried. False: no such role. */
bool registry_role_of(const char *role_text, size_t length, role *found);

/* Takes in a table; `given[r]` is the name of the column for a role, or NULL. Unreadable dates are warnings and count
 * as missing. */
cordon_status registry_read(const csv_table *table, const char *const given[ROLES], registry *out,
			    cordon_error *error);
void registry_free(registry *r);

/* The cell of a role, "" when there is none. */
const char *registry_cell(const registry *r, size_t row, role what);

#endif
