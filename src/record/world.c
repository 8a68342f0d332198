/* See world.h. */
#include "record/world.h"

#include "record/keys.h"

#include <assert.h>
#include <string.h>

static void add(act_rooms *all, const act_kind *const *kind, size_t kinds, const state_schema *const *schema,
		size_t schemas)
{
	assert(all->acts.kinds + kinds <= WORLD_KINDS_MAX && all->acts.schemas + schemas <= WORLD_SCHEMAS_MAX);
	memcpy(all->kind + all->acts.kinds, kind, kinds * sizeof *kind);
	memcpy(all->schema + all->acts.schemas, schema, schemas * sizeof *schema);
	all->acts = (act_world){all->kind, all->acts.kinds + kinds, all->schema, all->acts.schemas + schemas};
}

void act_rooms_add(act_rooms *all, const act_kind *const *kind, size_t kinds, const state_schema *const *schema,
		   size_t schemas)
{
	static const act_kind *const own[] = {&keys_found_kind, &keys_rotate_kind, &keys_node_kind, &keys_cite_kind};
	static const state_schema *const own_schema[] = {&keys_schema};
	if (!all->acts.kinds)
		add(all, own, sizeof own / sizeof *own, own_schema, 1);
	add(all, kind, kinds, schema, schemas);
}
