/* The lists of the room's kinds and tables; see supply.h. */
#include "supply/supply.h"

#include "supply/allocation.h"
#include "supply/ceiling.h"
#include "supply/complaint.h"
#include "supply/cycle.h"
#include "supply/delivery.h"
#include "supply/draw.h"
#include "supply/entitlement.h"
#include "supply/good.h"
#include "supply/household.h"
#include "supply/hub.h"
#include "supply/outlet.h"
#include "supply/price.h"
#include "supply/stock.h"
#include "supply/transfer.h"

/* clang-format off: a line for each family */
const act_kind *const supply_kind[] = {
	&outlet_open_kind, &outlet_keeper_kind, &outlet_served_kind, &outlet_close_kind,
	&good_kind, &entitlement_kind, &weights_kind,
	&household_enrol_kind, &household_change_kind, &household_move_kind, &household_leave_kind, &household_forget_kind,
	&household_merge_kind, &household_unmerge_kind, /* household */
	&cycle_open_kind, &cycle_close_kind,
	&delivery_expected_kind, &delivery_kind, &delivery_cancel_kind,
	&ceiling_kind, &ceiling_end_kind, &price_report_kind, /* prices */
	&complaint_term_kind, &complaint_kind, &complaint_answer_kind, &complaint_outcome_kind, /* complaint */
	&allocation_kind,
	&draws_kind, &draw_return_kind, &transfer_send_kind, &transfer_receive_kind, /* counter */
	&stock_count_kind, &spoilage_kind, &turned_away_kind, &stock_cancel_kind,
	&stock_share_kind, &hub_close_kind, /* hub */
};
const size_t supply_kinds = sizeof supply_kind / sizeof *supply_kind;

const state_schema *const supply_schema[] = {
	&outlet_schema, &good_schema, &entitlement_schema, &household_schema, &cycle_schema, &delivery_schema,
	&ceiling_schema, &price_schema, &complaint_schema, &allocation_schema,
	&draw_schema, &transfer_schema, &stock_event_schema, &hub_schema,
};
const size_t supply_schemas = sizeof supply_schema / sizeof *supply_schema;
/* clang-format on */
