/* Exact numbers: whole numbers in 64 bits where a limit proves that they fit, GMP for all others; and their texts.
 *
 * Weights together are at most 10^12 (CORDON_WEIGHT_MAX), so that votes with up to six fixed decimals fit into 64 bits;
 * their products do not, which is what exact_share is for. There is no floating point in this room.
 */
#ifndef COUNT_EXACT_H
#define COUNT_EXACT_H

#include "base/memory.h"

#include <gmp.h>
#include <stdbool.h>
#include <stdint.h>

/* Sums of votes with up to 18 decimals: 10^12 ballots give 10^30. */
__extension__ typedef unsigned __int128 exact_wide;
__extension__ typedef __int128 exact_wide_signed;

enum { EXACT_SHORT_MAX = 40 }; /* digits of a fraction for people */
enum { EXACT_TEXT_MAX = 64 }; /* bytes of a number in an input */

/* a * b / c, the remainder ignored; the quotient must fit (asserted). */
uint64_t exact_share(uint64_t a, uint64_t b, uint64_t c);

/* "1914.00000": `units` of 10^-decimals. exact_signed writes a "-" before what is below zero; zero has no sign. */
const char *exact_fixed(arena *keep, uint64_t units, int decimals);
const char *exact_signed(arena *keep, int64_t units, int decimals);
const char *exact_wide_fixed(arena *keep, exact_wide units, int decimals);
const char *exact_wide_signed_fixed(arena *keep, exact_wide_signed units, int decimals);
/* a * b / c rounded up, whatever the product; the quotient must fit (asserted). */
exact_wide exact_wide_share_up(exact_wide a, exact_wide b, exact_wide c);
const char *exact_mpz_fixed(arena *keep, const mpz_t units, int decimals);
const char *exact_count(arena *keep, uint64_t count);
/* "2/3", "5", "-1/2" */
const char *exact_mpq(arena *keep, const mpq_t value);

/* The same where it is short; a long one as a decimal cut after six places, "12.345678...". */
const char *exact_mpq_short(arena *keep, const mpq_t value);

/* Reads "12", "0.25", "2/3" (at most EXACT_TEXT_MAX bytes, no sign, no blanks). False: it is not one, or x/0. */
bool exact_read_mpq(const char *string, mpq_t value);
/* A whole number of digits only, at most `most`. */
bool exact_read_count(const char *string, size_t length, uint64_t most, uint64_t *value);

#endif
