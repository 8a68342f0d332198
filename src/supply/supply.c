/* The lists of the room's kinds and tables; see supply.h. */
#include "supply/supply.h"

#include "supply/good.h"
#include "supply/outlet.h"

/* clang-format off: a line for each family */
const act_kind *const supply_kind[] = {
	&outlet_open_kind, &outlet_keeper_kind, &outlet_served_kind, &outlet_close_kind,
	&good_kind,
};
const size_t supply_kinds = sizeof supply_kind / sizeof *supply_kind;

const state_schema *const supply_schema[] = {
	&outlet_schema,
	&good_schema,
};
const size_t supply_schemas = sizeof supply_schema / sizeof *supply_schema;
/* clang-format on */
