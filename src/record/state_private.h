/* How the book makes and keeps its state; rooms above see state.h only. */
#ifndef RECORD_STATE_PRIVATE_H
#define RECORD_STATE_PRIVATE_H

#include "record/act.h"

#include <sqlite3.h>

/* Over a connection that the caller opened and closes afterwards. */
state *state_new(sqlite3 *db);
void state_free(state *s);

/* Creates what is missing of the world's tables; drops all of them. False: state_failed says why. */
bool state_create(state *s, const act_world *world);
/* Whether all its tables are there: not where an older program made them, until they are made anew. */
bool state_is_of(state *s, const act_world *world);
bool state_drop(state *s, const act_world *world);
/* SHA-256 over every table of the world, rows in the order of their primary keys. */
bool state_hash(state *s, const act_world *world, char hex[65]);

/* How many rows were changed since the connection was opened, less those taken back by state_undo. */
int64_t state_changes(const state *s);
/* Forgets a failure, after the transaction it happened in was given up. */
void state_recover(state *s);
/* Records a failure of the connection under a literal name of what was tried. */
void state_fail(state *s, const char *what);

#endif
