/* The acts there are: those of every room, in the order of the house. */
#include "cli/world.h"

#include "cli/codes.h"

#include "base/names.h"
#include "council/council.h"
#include "plan/acts.h"
#include "record/world.h"
#include "supply/supply.h"

const act_world *cli_world(void)
{
	static act_rooms all;
	if (!all.acts.kinds) {
		act_rooms_add(&all, council_kind, council_kinds, council_schema, council_schemas);
		act_rooms_add(&all, plan_kind, plan_kinds, plan_schema, plan_schemas);
		act_rooms_add(&all, supply_kind, supply_kinds, supply_schema, supply_schemas);
	}
	return &all.acts;
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
