/* Replays of counts by transfer; see stv.c, irv.c and countback.c. */
#ifndef RECOUNT_STV_H
#define RECOUNT_STV_H

#include "recount/replay.h"

cordon_status stv_replay_scottish(replay *r);
cordon_status stv_replay_wigm(replay *r);
cordon_status stv_replay_irv(replay *r);
cordon_status countback_replay(replay *r);

#endif
