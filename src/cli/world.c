/* The acts there are: those of every room, in the order of the house. */
#include "cli/world.h"

#include "cli/codes.h"

#include "base/names.h"
#include "record/keys.h"

static const act_kind *const kinds[] = {&keys_found_kind, &keys_rotate_kind, &keys_node_kind, &keys_cite_kind};
static const state_schema *const schemas[] = {&keys_schema};

const act_world *cli_world(void)
{
	static const act_world world = {kinds, sizeof kinds / sizeof *kinds, schemas, sizeof schemas / sizeof *schemas};
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
