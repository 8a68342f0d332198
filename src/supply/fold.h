/* Names, streets and numbers as they are compared: small letters without accents, words parted by one blank; what a
 * word sounds like in the Spanish of the Americas; how many slips of the keyboard two words are apart.
 *
 * A folded text is for comparing only: what people are shown is always the cell as it was written.
 */
#ifndef SUPPLY_FOLD_H
#define SUPPLY_FOLD_H

#include <stdbool.h>
#include <stddef.h>

enum { FOLD_SIZE = 96 }; /* of a folded text with its end; what is longer is cut */

/* "Mª José O'Higgins" becomes "ma jose ohiggins". Returns the length. */
size_t fold_text(const char *text, char out[FOLD_SIZE]);

/* The spelling that words of one sound share: b=v, s=z=c before e and i, silent h, ll=y, qu=k, g before e and i =j;
 * doubled letters are one. */
void fold_sound(const char *folded, char out[FOLD_SIZE]);

/* Insertions, deletions, substitutions and exchanges of neighbours (optimal string alignment) that part two folded
 * texts, or `most` + 1 when there are more. */
int fold_slips(const char *a, const char *b, int most);

/* Whether two words can be one word with slips: of three letters only an exchange of neighbours, none shorter; one slip
 * below eight letters, two from there on. */
bool fold_alike(const char *a, const char *b);

/* Takes the words of a folded text apart, in place: pointers to at most `most` of them; returns how many. */
int fold_words(char *folded, char **word, int most);

#endif
