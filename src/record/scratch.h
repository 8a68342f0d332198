/* A state in memory, for a replay that must not touch the book's own. */
#ifndef RECORD_SCRATCH_H
#define RECORD_SCRATCH_H

#include "record/act.h"

typedef struct scratch {
	void *db;
	state *state;
	const act_world *world;
} scratch;

bool scratch_open(scratch *s, const act_world *world); /* close anyway */
bool scratch_hash(const scratch *s, char hex[65]);
void scratch_close(scratch *s);

#endif
