/* Which names a short form may stand for: "lucho" for "luis", by the list of nicknames.def; "juanita" for "juana" by
 * the endings of diminutives.
 *
 * It says what is usual, not what is so: nobody is Luis because a clerk wrote Lucho.
 */
#ifndef SUPPLY_NICKNAME_H
#define SUPPLY_NICKNAME_H

#include "supply/fold.h"

enum { NICKNAME_MAX = 4 };

/* The names that a folded word may stand for by the list: their texts are constant. Returns how many. */
int nickname_of(const char *word, const char *name[NICKNAME_MAX]);

/* What a folded word would be without a diminutive's ending: up to two guesses ("rosita": "rosa" and "ros"). They are
 * guesses only: the caller takes one if it is a name elsewhere. */
int nickname_undo(const char *word, char guess[2][FOLD_SIZE]);

#endif
