/* The act_world of a program: the acts and tables of the record itself (keys), then those of each room that is added,
 * in the order they are added.
 */
#ifndef RECORD_WORLD_H
#define RECORD_WORLD_H

#include "record/act.h"

enum { WORLD_KINDS_MAX = 256, WORLD_SCHEMAS_MAX = 64 };

/* Begins as {0}. */
typedef struct act_rooms {
	const act_kind *kind[WORLD_KINDS_MAX];
	const state_schema *schema[WORLD_SCHEMAS_MAX];
	act_world acts;
} act_rooms;

/* Adds a room's; the record's own before the first. all->acts points into `all`. */
void act_rooms_add(act_rooms *all, const act_kind *const *kind, size_t kinds, const state_schema *const *schema,
		   size_t schemas);

#endif
