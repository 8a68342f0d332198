/* Fractions of any length for the verifier: read from settings, and written as a report has them. Not those of
 * src/count/exact.h.
 */
#ifndef RECOUNT_FRACTION_H
#define RECOUNT_FRACTION_H

#include <gmp.h>
#include <stdbool.h>
#include <stdint.h>

/* "2/3", "3" or "47.85"; false, and zero: none of these. */
bool fraction_read(const char *string, mpq_t value);

/* Whether a / b is less than (-1), equal to (0) or more than (1) the fraction, and b is not 0. */
int fraction_compare(uint64_t a, uint64_t b, const mpq_t with);

/* a / b, b > 0 */
void fraction_set(mpq_t value, uint64_t a, uint64_t b);
/* sum += times x value */
void fraction_add_times(mpq_t sum, uint64_t times, const mpq_t value);

/* In lowest terms; the caller frees it. */
char *fraction_text(const mpq_t value);
char *fraction_text_of(uint64_t a, uint64_t b);
/* Where it is short; a long one, not below zero, is cut after six decimals: "12.345678...". */
char *fraction_short(const mpq_t value);

#endif
