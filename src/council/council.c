/* The lists of the room's kinds and tables, and the effects of decisions; see council.h. */
#include "council/council.h"

#include "council/body.h"
#include "council/carry.h"
#include "council/choice.h"
#include "council/codes.h"
#include "council/decision.h"
#include "council/election.h"
#include "council/foreign.h"
#include "council/invitation.h"
#include "council/key.h"
#include "council/link.h"
#include "council/mandate.h"
#include "council/notice.h"
#include "council/officer.h"
#include "council/person.h"
#include "council/poll.h"
#include "council/recall.h"
#include "council/register.h"
#include "council/register_named.h"
#include "council/roll.h"
#include "council/rules.h"
#include "council/seat_share.h"
#include "council/session.h"
#include "council/tell.h"

#include <string.h>

/* clang-format off: a line for each family */
const act_kind *const council_kind[] = {
	&body_open_kind,  &body_close_kind,    &officer_kind,     &officer_end_kind,   &roll_enrol_kind,
	&roll_leave_kind, &roll_transfer_kind, &key_enrol_kind,   &key_revoke_kind,    &key_forget_kind,
	&invite_kind, &invitation_use_kind, /* invitation */
	&rules_kind,      &link_join_kind,     &link_depart_kind, &link_withdraw_kind,
	&apportion_kind, /* seat_share */
	&election_open_kind, &candidate_kind, &candidate_withdraw_kind, /* election */
	&election_close_kind, &election_cancel_kind,
	&tally_kind, &ballots_kind, &cast_kind, /* poll */
	&resign_kind, &substitute_kind, &seat_fill_kind, /* mandate */
	&petition_kind, &petition_sign_kind, &recall_open_kind, &recall_close_kind, /* recall */
	&propose_kind, &amend_kind, &amend_accept_kind, &reading_kind, &put_kind, &proposal_withdraw_kind, /* decision */
	&vote_kind, &vote_tally_kind, &instruct_kind, &vote_override_kind,
	&decide_kind, &carry_out_kind, &rescind_kind, &dissent_kind, &publish_kind,
	&choice_open_kind, &choice_cast_kind, &choice_close_kind, /* choice */
	&session_calendar_kind, &session_call_kind, &agenda_kind, &session_open_kind, &attend_kind, /* session */
	&session_close_kind, &call_kind, &acknowledge_kind,
	&register_attributes_kind, &register_enter_kind, &register_change_kind, &register_remove_kind, /* register */
	&register_rule_kind,
	&book_know_kind, &body_abroad_kind, &tell_kind, &carry_kind, /* foreign, tell, carry */
};
const size_t council_kinds = sizeof council_kind / sizeof *council_kind;

const state_schema *const council_schema[] = {
	&person_schema, &body_schema, &officer_schema, &roll_schema, &rules_schema, &link_schema,
	&seat_schema, &seat_change_schema, &seat_share_schema, &poll_schema, &recall_schema, &notice_schema,
	&decision_schema, &choice_schema, &session_schema,
	&register_schema, &register_named_schema, &foreign_schema, &tell_schema,
	&invitation_schema,
};
const size_t council_schemas = sizeof council_schema / sizeof *council_schema;
/* clang-format on */

cordon_status council_run_effect(const act_context *by, const char *body, const char *kind, const json_t *fields)
{
	act_context act = *by;
	const act_kind *found = act_kind_find(by->world, kind);
	if (!found)
		return finding_add(by->error, CORDON_ERROR, (place_in_file){by->kind->name, 0, "kind", kind},
				   TEXT(COUNCIL_NO_KIND), NO_TEXT);
	if (act_check_fields(found, fields, by->error))
		return CORDON_BAD_INPUT;
	if (!found->decided || !found->decided(fields, body))
		return finding_add(by->error, CORDON_ERROR, (place_in_file){kind, 0, NULL, NULL},
				   TEXT(COUNCIL_NOT_ITS_DECISION, body), NO_TEXT);
	act.decided_by = body;
	return act_run_decided(&act, found, fields);
}

cordon_status council_known_body(const act_context *act, const char *field)
{
	body_facts facts;
	if (!body_find(act->state, act_text(act, field), &facts))
		return act_refuse(act, field, TEXT(COUNCIL_NO_BODY), NO_TEXT);
	return facts.open ? CORDON_OK : act_refuse(act, field, TEXT(COUNCIL_CLOSED), NO_TEXT);
}

cordon_status council_open_body(const act_context *act, const char *field)
{
	if (council_known_body(act, field))
		return CORDON_BAD_INPUT;
	return foreign_is(act->state, act_text(act, field)) ? act_refuse(act, field, TEXT(COUNCIL_ABROAD), NO_TEXT)
							    : CORDON_OK;
}
