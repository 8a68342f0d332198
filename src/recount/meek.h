/* Replays of counts by Meek's method; see meek.c. */
#ifndef RECOUNT_MEEK_H
#define RECOUNT_MEEK_H

#include "recount/replay.h"

cordon_status meek_replay(replay *r);
cordon_status meek_prf_replay(replay *r);

#endif
