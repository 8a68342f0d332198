/* Two reports beside each other: the first thing in which they differ. */
#ifndef RECOUNT_COMPARE_H
#define RECOUNT_COMPARE_H

#include "base/text.h"

#include <jansson.h>

/* Where: "stages 3, candidates 2, votes", numbers from 1; what the report says and what the ballots give, as JSON; ""
 * for what is not there. */
typedef struct difference {
	text where, said, given;
} difference;

/* True when `report` says what `replayed` does, and nothing else. A message must be its code's text with the arguments,
 * in either language. */
bool compare_reports(const json_t *replayed, const json_t *report, difference *d);
void compare_free(difference *d);

#endif
