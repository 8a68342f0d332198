/* Replays counts by Schulze's method; see schulze.c. */
#ifndef RECOUNT_SCHULZE_H
#define RECOUNT_SCHULZE_H

#include "recount/replay.h"

cordon_status schulze_replay(replay *r);

#endif
