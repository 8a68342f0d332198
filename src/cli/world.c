/* The acts there are: those of every room, in the order of the house. */
#include "cli/world.h"

#include "cli/codes.h"

#include "base/names.h"
#include "council/council.h"
#include "plan/acts.h"
#include "record/keys.h"
#include "supply/supply.h"

#include <assert.h>
#include <string.h>

static const act_kind *const record_kind[] = {&keys_found_kind, &keys_rotate_kind, &keys_node_kind, &keys_cite_kind};
static const state_schema *const record_schema[] = {&keys_schema};
enum { RECORD_KINDS = sizeof record_kind / sizeof *record_kind, KINDS_MAX = 256, SCHEMAS_MAX = 64 };

/* What a room declares. */
typedef struct room_acts {
	const act_kind *const *kind;
	size_t kinds;
	const state_schema *const *schema;
	size_t schemas;
} room_acts;

const act_world *cli_world(void)
{
	static const act_kind *kind[KINDS_MAX];
	static const state_schema *schema[SCHEMAS_MAX];
	static act_world world = {kind, 0, schema, 0};
	if (world.kinds)
		return &world;
	const room_acts room[] = {
		{record_kind, RECORD_KINDS, record_schema, 1},
		{council_kind, council_kinds, council_schema, council_schemas},
		{plan_kind, plan_kinds, plan_schema, plan_schemas},
		{supply_kind, supply_kinds, supply_schema, supply_schemas},
	};
	for (size_t i = 0; i < sizeof room / sizeof *room; i++) {
		assert(world.kinds + room[i].kinds <= KINDS_MAX && world.schemas + room[i].schemas <= SCHEMAS_MAX);
		memcpy(kind + world.kinds, room[i].kind, room[i].kinds * sizeof *kind);
		memcpy(schema + world.schemas, room[i].schema, room[i].schemas * sizeof *schema);
		world.kinds += room[i].kinds;
		world.schemas += room[i].schemas;
	}
	return &world;
}

cordon_status cli_no_such_act(cli_context *cli, const char *name)
{
	const act_world *world = cli_world();
	names known = {0};
	for (size_t i = 0; i < world->kinds; i++)
		names_add(&known, world->kind[i]->name);
	const char *near = names_closest(&known, name);
	names_free(&known);
	return cli_usage(cli, NULL, name, TEXT(CLI_NO_ACT), near ? TEXT(CLI_PERHAPS, near) : NO_TEXT);
}
