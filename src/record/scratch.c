/* See scratch.h. */
#include "record/scratch.h"

#include "record/state_private.h"

bool scratch_open(scratch *s, const act_world *world)
{
	sqlite3 *db = NULL;
	int status = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
				     NULL);
	*s = (scratch){db, NULL, world};
	if (status != SQLITE_OK || sqlite3_exec(db, "PRAGMA journal_mode = OFF", NULL, NULL, NULL) != SQLITE_OK)
		return false;
	s->state = state_new(db);
	return state_create(s->state, world);
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
