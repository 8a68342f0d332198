/* See roll_check.h. */
#include "council/roll_check.h"

#include "council/codes.h"

/* Each question lists faults as (table, body, person). */
static const struct check {
	const cordon_code *what;
	const char *sql;
} checks[] = {
	{&COUNCIL_CHECK_TWICE,
	 "SELECT 'roll', max(body), person FROM roll JOIN body USING (body) WHERE until_entry IS NULL "
	 "GROUP BY person, kind HAVING count(*) > 1"},
	{&COUNCIL_CHECK_STANDING,
	 "SELECT 'standing', body, person FROM standing WHERE body IS NOT NULL AND NOT EXISTS "
	 "(SELECT 1 FROM roll WHERE roll.body = standing.body AND roll.person = standing.person "
	 "AND until_entry IS NULL)"},
	{&COUNCIL_CHECK_STANDING,
	 "SELECT 'roll', body, person FROM roll JOIN body USING (body) WHERE until_entry IS NULL AND "
	 "NOT EXISTS (SELECT 1 FROM standing WHERE standing.person = roll.person AND "
	 "standing.kind = body.kind AND standing.body = roll.body)"},
	{&COUNCIL_CHECK_SIZE,
	 "SELECT 'body_size', body, people FROM body_size WHERE people <> (SELECT count(*) FROM roll WHERE "
	 "roll.body = body_size.body AND until_entry IS NULL) AND body NOT IN (SELECT body FROM home)"},
	{&COUNCIL_CHECK_CLOSED,
	 "SELECT 'roll', body, person FROM roll JOIN body USING (body) WHERE until_entry IS NULL AND "
	 "closed IS NOT NULL"},
};

cordon_status roll_check(state *s, cordon_error *error)
{
	cordon_status status = CORDON_OK;
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		state_rows rows = state_ask(s, checks[i].sql, "");
		while (state_row(&rows)) {
			finding_add(
				error, CORDON_ERROR,
				(place_in_file){state_text(&rows, 0), 0, state_text(&rows, 1), state_text(&rows, 2)},
				(cordon_text){checks[i].what, {0}}, NO_TEXT);
			status = CORDON_UNPROVEN;
		}
	}
	return status;
}
