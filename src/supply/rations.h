/* What each household is to have in a cycle and what it had of it: the rations of the last allocation at a moment, for
 * lists at outlets and for the one who asks with a card. Tokens and numbers, no names. */
#ifndef SUPPLY_RATIONS_H
#define SUPPLY_RATIONS_H

#include "record/state.h"

#include <jansson.h>

enum { RATIONS_CYCLES = 8 }; /* that are looked back on for one household */

/* By outlet and household, of one outlet or of all (NULL): rations, the most that it may have, what it drew less what
 * it brought back. NULL: there is no such cycle. Without an allocation "outlets" is empty. The caller owns it. */
json_t *rations_data(state *s, const char *body, int64_t cycle, const char *outlet, int64_t time);

/* The household a card stands for: outlet, size, numbers, how that came about, other cards; its rations and draws in
 * the last cycles. NULL: nobody ever had that card. "household" is missing where it stands for nobody now. */
json_t *rations_household(state *s, const char *body, const char *card, int64_t time);

#endif
