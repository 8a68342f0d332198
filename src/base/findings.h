/* Reporting into a cordon_error: the one way any room says that an input is wrong.
 *
 *	FINDINGS_CODE(ECONOMY_UNIT_UNKNOWN, "economy.unit_unknown", "the unit is not in units.csv")
 *
 * Codes live in each room's own codes.h/codes.c, generated from its codes.def by the macros below; the English text is
 * the msgid of po/es.po.
 */
#ifndef BASE_FINDINGS_H
#define BASE_FINDINGS_H

#include <cordon/base.h>

/* A codes.def is a list of  CODE(NAME, "room.id", "English text with {0}")  lines. Declare with CODES_DECLARE and
 * define (in one .c file) with CODES_DEFINE:
 *	#define CODE CODES_DECLARE
 *	#include "room/codes.def"
 *	#undef CODE */
#define CODES_DECLARE(name, id, text) extern const cordon_code name;
#define CODES_DEFINE(name, id, text) const cordon_code name = {id, text};

/* Where something stands; all parts may be NULL or 0. */
typedef struct place_in_file {
	const char *file;
	long row;
	const char *field;
	const char *found;
} place_in_file;

/* Adds a finding; everything is copied. Returns CORDON_BAD_INPUT for an error, CORDON_OK otherwise, so that a reader
 * can `return finding_add(...)`. `error` may be NULL (nothing is kept). */
cordon_status finding_add(cordon_error *error, cordon_severity severity, place_in_file at, cordon_text what,
			  cordon_text expected);

/* Short forms: TEXT(CODE), TEXT(CODE, "arg", ...) */
#define TEXT_PICK(_0, _1, _2, _3, _4, NAME, ...) NAME
#define TEXT(...) TEXT_PICK(__VA_ARGS__, TEXT_4, TEXT_3, TEXT_2, TEXT_1, TEXT_0, 0)(__VA_ARGS__)
#define TEXT_0(c) ((cordon_text){&(c), {0, 0, 0, 0}})
#define TEXT_1(c, a) ((cordon_text){&(c), {(a), 0, 0, 0}})
#define TEXT_2(c, a, b) ((cordon_text){&(c), {(a), (b), 0, 0}})
#define TEXT_3(c, a, b, d) ((cordon_text){&(c), {(a), (b), (d), 0}})
#define TEXT_4(c, a, b, d, e) ((cordon_text){&(c), {(a), (b), (d), (e)}})
#define NO_TEXT ((cordon_text){0, {0, 0, 0, 0}})

#endif
