/* Replays of decisions by the number of votes; see majorities.c. */
#ifndef RECOUNT_MAJORITIES_H
#define RECOUNT_MAJORITIES_H

#include "recount/replay.h"

cordon_status plurality_replay(replay *r);
cordon_status majority_replay(replay *r);
cordon_status two_thirds_replay(replay *r);
cordon_status threshold_replay(replay *r);

#endif
