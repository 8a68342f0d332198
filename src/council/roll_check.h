/* The rolls held against each other: what must be so whatever acts were done, checked row by row.
 *
 * Replay gives the same state or another hash; this says in words what is wrong with a state: who stands on two
 * rolls of a kind, where standing (person.h) or a body's size is not what the roll says, who is on the roll of a
 * closed body. It does not say whether the people exist.
 */
#ifndef COUNCIL_ROLL_CHECK_H
#define COUNCIL_ROLL_CHECK_H

#include "council/council.h"

/* CORDON_UNPROVEN with a finding for each fault; CORDON_OK: none. */
cordon_status roll_check(state *s, cordon_error *error);

#endif
