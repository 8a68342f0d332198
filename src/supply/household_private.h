/* What the acts about one household and those about two share; see household.h. */
#ifndef SUPPLY_HOUSEHOLD_PRIVATE_H
#define SUPPLY_HOUSEHOLD_PRIVATE_H

#include "supply/household.h"

enum { COMMITMENT = 65 };

/* A row of the table. */
typedef struct household_row {
	household_facts said;
	int64_t said_entry, until_entry; /* until_entry 0: it stands */
	char names[COMMITMENT], door[COMMITMENT]; /* "": none */
	char by[ACT_ID_MAX + 1]; /* who enrolled it */
} household_row;

/* The last row of a token that ended in that entry, or (0) that stands now. */
bool household_row_find(state *s, const char *body, const char *token, int64_t until_entry, household_row *out);
/* Ends the row that stands; `why` "left" or "merged", NULL: another follows. Begins a row at the act's time; where
 * said_entry is 0 the act says size and numbers. */
void household_row_end(const act_context *act, const char *token, const char *why);
void household_row_begin(const act_context *act, const household_row *row);

/* Takes size and numbers from those fields of the act where they are given, and refuses what cannot be. */
cordon_status household_read_size(const act_context *act, const char *size_field, const char *numbers_field,
				  household_facts *out);

#endif
