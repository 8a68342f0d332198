/* The lists of the room's kinds and tables; see acts.h. */
#include "plan/acts.h"

#include "plan/declare.h"

const act_kind *const plan_kind[] = {
	&unit_kind,       &commodity_kind, &process_kind,  &process_end_kind,  &capacity_kind,     &stock_kind,
	&need_kind,       &tier_kind,      &stoppage_kind, &stoppage_end_kind, &plan_propose_kind, &plan_answer_kind,
	&plan_close_kind, &work_done_kind, &handed_kind,   &received_kind,
};
const size_t plan_kinds = sizeof plan_kind / sizeof *plan_kind;

const state_schema *const plan_schema[] = {
	&declare_schema,  &commodity_schema, &process_schema, &stock_schema,  &need_schema,
	&stoppage_schema, &propose_schema,   &concern_schema, &answer_schema, &report_schema,
};
const size_t plan_schemas = sizeof plan_schema / sizeof *plan_schema;
