/* Two tokens that are one household, and the same taken back; see household.h.
 *
 * Merges that stand are a forest: who was merged into another does not stand, and only households that stand are
 * merged, so that going from a token to the one that keeps it always ends.
 */
#include "base/time.h"
#include "council/council.h"
#include "supply/codes.h"
#include "supply/household_private.h"
#include "supply/role.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HEARING_LEAST = 10, HEARING_MOST = 2000 };

static bool kept_by(state *s, const char *body, const char *token, int64_t time, char out[HOUSEHOLD_ID])
{
	return state_word(s, out, HOUSEHOLD_ID,
			  "SELECT kept FROM household_merge WHERE body = ?1 AND other = ?2 AND from_time <= ?3 AND "
			  "(until_time IS NULL OR until_time > ?3)",
			  "ssi", body, token, time);
}

bool household_stands_as(state *s, const char *body, const char *token, int64_t time, char out[HOUSEHOLD_ID])
{
	char at[HOUSEHOLD_ID], next[HOUSEHOLD_ID];
	if (strlen(token) >= sizeof at)
		return false;
	snprintf(at, sizeof at, "%s", token);
	while (kept_by(s, body, at, time, next))
		memcpy(at, next, sizeof at);
	memcpy(out, at, sizeof at);
	return household_in(s, body, at, time, NULL);
}

/* ---- household_merge --------------------------------------------------------------------------------------------- */

static cordon_status check_merge(const act_context *act, household_facts *kept, household_facts *other)
{
	int64_t heard = 0;
	time_date_from_text(act_text(act, "heard"), &heard);
	if (council_open_body(act, "body") || household_check(act, "kept", kept) ||
	    household_check(act, "other", other))
		return CORDON_BAD_INPUT;
	if (!strcmp(kept->token, other->token))
		return act_refuse(act, "other", TEXT(SUPPLY_MERGE_ONE), NO_TEXT);
	if (heard > act->time)
		return act_refuse(act, "heard", TEXT(SUPPLY_MERGE_UNHEARD), NO_TEXT);
	return CORDON_OK;
}

static cordon_status apply_merge(act_context *act)
{
	household_facts kept, other;
	household_row row;
	const char *body = act_text(act, "body");
	if (check_merge(act, &kept, &other))
		return CORDON_BAD_INPUT;
	household_row_find(act->state, body, kept.token, 0, &row);
	row.said.numbers.count = 0; /* nothing is added up or kept by machine */
	row.said_entry = 0;
	if (household_read_size(act, "size", "numbers", &row.said))
		return CORDON_BAD_INPUT;
	household_row_end(act, other.token, "merged");
	household_row_end(act, kept.token, NULL);
	household_row_begin(act, &row);
	state_do(act->state, "INSERT INTO household_merge VALUES (?, ?, ?, ?, NULL, NULL, ?, ?, ?, NULL)", "ssiisss",
		 body, other.token, act->entry, act->time, kept.token, act_text(act, "hearing"),
		 act_text(act, "heard"));
	return CORDON_OK;
}

/* clang-format off */
#define TOKEN_FIELD(name, help) {name, ACT_TEXT, help, .least = TOKEN_DIGITS_MIN, .most = TOKEN_DIGITS_MAX}
/* clang-format on */

const act_kind household_merge_kind = {
	.name = "household_merge",
	.summary = N_("have two tokens stand as one household, after a hearing"),
	.help = N_(
		"For a household that was enrolled twice, once it was heard. The act says how many they are together; "
		"nothing is added up by machine. A card of the other token is served as the kept one's. "
		"household_unmerge takes it back. The hearing is public: no names in it."),
	.field = {{"body", ACT_ID, N_("who supplies them")},
		  TOKEN_FIELD("kept", N_("the token that stands from now on")),
		  TOKEN_FIELD("other", N_("the token that stands as the kept one")),
		  {"size", ACT_WHOLE, N_("how many members they are together"), .least = 1, .most = HOUSEHOLD_SIZE_MAX},
		  {"numbers", ACT_DOCUMENT, N_("how many of them are infants, under_15, ill... (docs/supply.md)"),
		   .optional = true},
		  {"hearing", ACT_TEXT, N_("who was heard and what was found, without names"), .least = HEARING_LEAST,
		   .most = HEARING_MOST},
		  {"heard", ACT_DATE, N_("the day of the hearing")}},
	.who = {&role_supply_officer},
	.apply = apply_merge,
	.example = "body=jap-cerrillos kept=10019 other=10023 size=5 heard=1972-11-03 "
		   "hearing=\"Both cards were shown by one mother, who had lost the first.\"",
};

/* ---- household_unmerge ------------------------------------------------------------------------------------------- */

/* The entry of the merge that stands; 0: none. */
static int64_t merge_entry(const act_context *act)
{
	return state_number(act->state, 0,
			    "SELECT from_entry FROM household_merge WHERE body = ? AND other = ? AND kept = ? AND "
			    "until_entry IS NULL",
			    "sss", act_text(act, "body"), act_text(act, "other"), act_text(act, "kept"));
}

/* The kept one as it was before, or as the act says; `stands`: it stands, and gets a new row. */
static cordon_status read_kept(const act_context *act, int64_t merged, household_row *row, bool *stands)
{
	char as[HOUSEHOLD_ID];
	household_row before;
	const char *body = act_text(act, "body"), *kept = act_text(act, "kept");
	bool says = act_whole(act, "size", 0) != 0;
	*stands = household_row_find(act->state, body, kept, 0, row);
	if (!*stands) {
		if (kept_by(act->state, body, kept, act->time, as))
			return act_refuse(act, "kept", TEXT(SUPPLY_HOUSEHOLD_MERGED, as), TEXT(SUPPLY_UNMERGE_FIRST));
		return says || act_document(act, "numbers")
			       ? act_refuse(act, "kept", TEXT(SUPPLY_NO_HOUSEHOLD), NO_TEXT)
			       : CORDON_OK;
	}
	if (!says && row->said_entry != merged)
		return act_refuse(act, "size", TEXT(SUPPLY_UNMERGE_SIZE), NO_TEXT);
	if (!says && household_row_find(act->state, body, kept, merged, &before)) {
		row->said.size = before.said.size;
		row->said.numbers = before.said.numbers;
	} else {
		row->said.numbers.count = 0;
	}
	row->said_entry = 0;
	return household_read_size(act, "size", "numbers", &row->said);
}

static cordon_status read_other(const act_context *act, int64_t merged, household_row *row)
{
	if (!household_row_find(act->state, act_text(act, "body"), act_text(act, "other"), merged, row))
		return act_refuse(act, "other", TEXT(SUPPLY_NO_HOUSEHOLD), NO_TEXT);
	if (act_whole(act, "other_size", 0))
		row->said.numbers.count = 0;
	row->said_entry = 0;
	if (act_text(act, "outlet"))
		snprintf(row->said.outlet, sizeof row->said.outlet, "%s", act_text(act, "outlet"));
	if (act_text(act, "outlet") && outlet_check(act, "outlet", true))
		return CORDON_BAD_INPUT;
	if (!outlet_find(act->state, act_text(act, "body"), row->said.outlet, act->time, NULL))
		return act_refuse(act, "outlet", TEXT(SUPPLY_UNMERGE_OUTLET, row->said.outlet), NO_TEXT);
	return household_read_size(act, "other_size", "other_numbers", &row->said);
}

static cordon_status apply_unmerge(act_context *act)
{
	bool stands;
	household_row kept, other;
	const char *body = act_text(act, "body");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	int64_t merged = merge_entry(act);
	if (!merged)
		return act_refuse(act, "other", TEXT(SUPPLY_NOT_MERGED), NO_TEXT);
	if (read_kept(act, merged, &kept, &stands) || read_other(act, merged, &other))
		return CORDON_BAD_INPUT;
	state_do(act->state,
		 "UPDATE household_merge SET until_entry = ?, until_time = ?, reason = ? WHERE body = ? AND other = ? "
		 "AND until_entry IS NULL",
		 "iisss", act->entry, act->time, act_text(act, "reason"), body, other.said.token);
	if (stands) {
		household_row_end(act, kept.said.token, NULL);
		household_row_begin(act, &kept);
	}
	household_row_begin(act, &other);
	return CORDON_OK;
}

const act_kind household_unmerge_kind = {
	.name = "household_unmerge",
	.summary = N_("take a merge of two households back"),
	.help = N_("Both stand again as they did before, or as the act says where it gives sizes. What was said of the "
		   "kept "
		   "one since the merge cannot be divided by machine: then the act says its size."),
	.field = {{"body", ACT_ID, N_("who supplies them")},
		  TOKEN_FIELD("kept", N_("the token that stood for both")),
		  TOKEN_FIELD("other", N_("the token that stands again")),
		  {"reason", ACT_TEXT, N_("why, without names"), .least = HEARING_LEAST, .most = HEARING_MOST},
		  {"size", ACT_WHOLE, N_("members of the kept one"), .optional = true, .least = 1,
		   .most = HOUSEHOLD_SIZE_MAX},
		  {"numbers", ACT_DOCUMENT, N_("numbers of the kept one"), .optional = true},
		  {"other_size", ACT_WHOLE, N_("members of the other one"), .optional = true, .least = 1,
		   .most = HOUSEHOLD_SIZE_MAX},
		  {"other_numbers", ACT_DOCUMENT, N_("numbers of the other one"), .optional = true},
		  {"outlet", ACT_ID, N_("where the other one draws; otherwise where it did"), .optional = true}},
	.who = {&role_supply_officer},
	.apply = apply_unmerge,
	.example = "body=jap-cerrillos kept=10019 other=10023 reason=\"Two sisters share the door, not the kitchen.\"",
};
