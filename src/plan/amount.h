/* Amounts as acts say them: a number, exact, and perhaps a unit after a blank: "300", "0.75 t", "2/3 hour". Without
 * one they are in the commodity's own unit. They are kept as they were said, and added up exactly; only where a
 * number is written for a plan does it become a decimal, at 22 digits after the point at most.
 *
 * Which units fit which commodity is not known here (declare.h).
 */
#ifndef PLAN_AMOUNT_H
#define PLAN_AMOUNT_H

#include <gmp.h>
#include <stdbool.h>

enum { AMOUNT_NUMBER = 33, AMOUNT_UNIT = 33, AMOUNT_DECIMAL = 64 };

typedef struct amount {
	char number[AMOUNT_NUMBER], unit[AMOUNT_UNIT]; /* unit "": the commodity's own */
} amount;

bool amount_read(const char *string, amount *out); /* false: it is not one */
bool amount_is_zero(const char *number);
bool amount_is_less(const char *a, const char *b); /* both as ACT_RATIO has them */

/* sum += number * factor / own: `factor` of the unit it was said in, `own` of the one to have it in; all numbers as
 * ACT_RATIO has them. */
void amount_add(mpq_t sum, const char *number, const char *factor, const char *own);

/* A number as ACT_RATIO has it. */
void amount_set(mpq_t value, const char *number);

/* The value (not negative, below 10^40) as the package has it: exact where 22 digits after the point suffice, otherwise
 * at least 20 significant digits, cut off. */
char *amount_decimal(const mpq_t value, char out[AMOUNT_DECIMAL]);

#endif
