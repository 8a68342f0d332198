/* See scratch.h. */
#include "record/scratch.h"

#include "record/state_private.h"

bool scratch_open(scratch *s, const act_world *world)
{
	sqlite3 *db = NULL;
	int status = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
				     NULL);
	*s = (scratch){db, NULL, world};
	if (status != SQLITE_OK)
		return false;
	s->state = state_new(db);
	/* One transaction over all that is put in: pages that are new in it need no journal. There must be a journal (in
	 * memory, as is usual there), for state_undo. */
	return state_create(s->state, world) && sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
}

bool scratch_hash(const scratch *s, char hex[65])
{
	return state_hash(s->state, s->world, hex);
}

void scratch_close(scratch *s)
{
	state_free(s->state);
	sqlite3_close(s->db);
	*s = (scratch){0};
}
