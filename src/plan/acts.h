/* The acts of the economy: what is counted, who can make what, what is there, what is needed, what stands still.
 *
 *	commodity.c   units and commodities, agreed by decision
 *	process.c     recipes and capacities, each workplace its own
 *	stock.c       what was counted
 *	report.c      what was made, handed on and received
 *	need.c        needs, and by decision their tiers
 *	stoppage.c    what cannot work
 *	propose.c     plans put to those who are to carry them out
 *	concern.c     whom a plan concerns
 *	answer.c      what those answer, and how a round ends
 *
 * Each is said by the body concerned and no other: a council whose decisions bind a workplace still does not say what
 * that can make. docs/economy-acts.md tells the whole.
 */
#ifndef PLAN_ACTS_H
#define PLAN_ACTS_H

#include "record/act.h"

extern const act_kind *const plan_kind[];
extern const size_t plan_kinds;
extern const state_schema *const plan_schema[];
extern const size_t plan_schemas;

/* commodity.c */
extern const act_kind unit_kind, commodity_kind;
extern const state_schema commodity_schema;
/* process.c */
extern const act_kind process_kind, process_end_kind, capacity_kind;
extern const state_schema process_schema;
/* stock.c */
extern const act_kind stock_kind;
extern const state_schema stock_schema;
/* report.c */
extern const act_kind work_done_kind, handed_kind, received_kind;
extern const state_schema report_schema;
/* need.c */
extern const act_kind need_kind, tier_kind;
extern const state_schema need_schema;
/* stoppage.c */
extern const act_kind stoppage_kind, stoppage_end_kind;
extern const state_schema stoppage_schema;
/* propose.c */
extern const act_kind plan_propose_kind;
extern const state_schema propose_schema;
/* concern.c */
extern const state_schema concern_schema;
/* answer.c */
extern const act_kind plan_answer_kind, plan_close_kind;
extern const state_schema answer_schema;

#endif
