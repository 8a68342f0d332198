/* Card tokens: a number and one check digit, so that a digit heard, read or typed wrong is noticed where it happens.
 *
 * The check digit is Damm's: the digits walk through a totally anti-symmetric quasigroup of order 10, and the digit
 * appended leads back to 0. Every single wrong digit and every swap of two neighbours is caught, as the test
 * tests/unit/supply_token.c goes through. (H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004.)
 *
 * What it does not do: it keeps nobody from making up a token that fits, and zeros added or lost at the front are not
 * noticed, so the tokens of one register all have the same length. A token says nothing of a person.
 */
#ifndef SUPPLY_TOKEN_H
#define SUPPLY_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum { TOKEN_DIGITS_MIN = 2, TOKEN_DIGITS_MAX = 20 }; /* with the check digit */

/* The digit to append to `count` digits. */
char token_check_digit(const char *digits, size_t count);

/* Whether it has the length of a token and nothing but digits; and whether the last one fits as well. */
bool token_is_number(const char *token, size_t length);
bool token_fits(const char *token, size_t length);

#endif
