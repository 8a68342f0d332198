/* How likely two registrations are one household registered twice: what speaks for it is weighed against every innocent
 * explanation, and the reasons are kept.
 *
 * After Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969), with one change that matters where people live
 * close together: not one alternative but three. Two registrations may be of
 *   - one household registered twice,
 *   - kin of one house (brothers, twins, father and son of one name): same surnames and door are no evidence then,
 *   - namesakes of two houses (named after a grandparent): the same names are no evidence then,
 *   - strangers: what they have in common is chance, by how frequent it is in this very registry.
 * Each field is in one state (likeness.c has the table: state, chance under each explanation). The product over the
 * fields and how many such pairs a registry has beforehand give the probability. What is missing counts as 1.
 *
 * It accuses nobody and merges nothing: it is a reason to ask. The numbers are argued in docs/supply.md; they were set
 * beforehand and are not fitted to the registry at hand, but for the frequencies. Only + * / are used, so the same
 * registry gives the same bytes everywhere.
 */
#ifndef SUPPLY_LIKENESS_H
#define SUPPLY_LIKENESS_H

#include "supply/registry.h"

typedef enum field {
	FIELD_GIVEN,
	FIELD_SURNAMES,
	FIELD_BIRTH,
	FIELD_ADDRESS,
	FIELD_PLACE,
	FIELD_POSTCODE,
	FIELD_DOCUMENT,
	FIELD_PHONE,
	FIELD_MEMBERS,
	FIELDS
} field;

/* Of each field a state (a row of the table in likeness.c; 0: missing), the worst spelling that was taken for the same,
 * and the probability. */
typedef struct likeness {
	unsigned char state[FIELDS];
	unsigned char given_spelling, surname_spelling;
	double probability;
} likeness;

/* What a state speaks for. */
typedef enum leaning { LEAN_NONE, LEAN_FOR, LEAN_AGAINST } leaning;

/* Compares registrations a and b. */
likeness likeness_of(const registry *r, size_t a, size_t b);

/* Day and month of a date, the same whichever was written first. */
int likeness_day_and_month(int date);

/* Cheap: false for pairs that have too little in common to be worth comparing. Two of these must agree: birth date, a
 * given name, a surname (by ear), telephone, a part of the address; or the document alone. */
bool likeness_is_possible(const registry *r, size_t a, size_t b);

/* The words for a field's state, {0} and {1} being what the two registrations have there, {0} alone when that is the
 * same text. NULL: nothing to say. */
const cordon_code *likeness_words(const likeness *l, field what, leaning *leans);

#endif
