/* Whether a motion has the majority that rules ask for (rules.h says what each is): recalls, and options that ballots
 * rank. Decisions between yes, no and further discussion are counted by src/count's rule `threshold`, which
 * tests/unit/council_majority.c holds beside this. */
#ifndef COUNCIL_MAJORITY_H
#define COUNCIL_MAJORITY_H

#include "council/rules.h"

typedef struct majority_votes {
	int64_t yes, no, entitled;
	int64_t bodies_yes, bodies; /* with more yes than no; all: for double majorities */
} majority_votes;

/* How rules write it: "simple", "3/5". */
enum { MAJORITY_TEXT = 64 };
void majority_text(rules_majority m, char out[MAJORITY_TEXT]);

bool majority_reached(rules_majority m, majority_votes v);

#endif
