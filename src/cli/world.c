/* The acts there are: those of every room, in the order of the house. */
#include "cli/world.h"

#include "cli/codes.h"

#include "base/names.h"
#include "council/council.h"
#include "record/keys.h"

#include <assert.h>
#include <string.h>

static const act_kind *const record_kind[] = {&keys_found_kind, &keys_rotate_kind, &keys_node_kind, &keys_cite_kind};
enum { RECORD_KINDS = sizeof record_kind / sizeof *record_kind, KINDS_MAX = 256, SCHEMAS_MAX = 64 };

const act_world *cli_world(void)
{
	static const act_kind *kind[KINDS_MAX];
	static const state_schema *schema[SCHEMAS_MAX] = {&keys_schema};
	static act_world world = {kind, 0, schema, 0};
	if (world.kinds)
		return &world;
	assert(RECORD_KINDS + council_kinds <= KINDS_MAX && 1 + council_schemas <= SCHEMAS_MAX);
	memcpy(kind, record_kind, sizeof record_kind);
	memcpy(kind + RECORD_KINDS, council_kind, council_kinds * sizeof *kind);
	memcpy(schema + 1, council_schema, council_schemas * sizeof *schema);
	world.schemas = 1 + council_schemas;
	world.kinds = RECORD_KINDS + council_kinds;
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
