/* See electorate.h. */
#include "council/electorate.h"

#include "council/link.h"
#include "council/roll.h"
#include "council/seat.h"

electorate_kind electorate_of(state *s, const char *body, bool by_base)
{
	body_facts facts;
	if (!body_find(s, body, &facts) || facts.of_people)
		return ELECTORATE_ROLL;
	return by_base ? ELECTORATE_BENEATH : ELECTORATE_DELEGATES;
}

int64_t electorate_size(state *s, const char *body, electorate_kind kind, int64_t now)
{
	return kind == ELECTORATE_DELEGATES ? seats_filled(s, body, now) : body_people(s, body);
}

int64_t electorate_size_at(state *s, const char *body, electorate_kind kind, int64_t time)
{
	if (kind == ELECTORATE_DELEGATES)
		return seats_filled(s, body, time);
	if (kind == ELECTORATE_ROLL)
		return roll_size_at(s, body, time);
	return state_number(
		s, 0,
		"WITH RECURSIVE beneath(body) AS (SELECT ?1 UNION SELECT link.body FROM link JOIN beneath"
		" ON link.council = beneath.body WHERE link.from_time <= ?2 AND ifnull(link.until_time, " SEAT_NEVER
		") > ?2) SELECT count(*) FROM beneath JOIN roll USING (body) WHERE roll.from_time <= ?2 AND"
		" ifnull(roll.until_time, " SEAT_NEVER ") > ?2",
		"si", body, time);
}

static bool is_beneath(state *s, const char *body, const char *person)
{
	bool found = false;
	state_rows row = state_ask(s, "SELECT body FROM standing WHERE person = ? ORDER BY body", "s", person);
	while (!found && state_row(&row))
		found = link_is_beneath(s, body, state_text(&row, 0));
	state_end(&row);
	return found;
}

bool electorate_has(state *s, const char *body, electorate_kind kind, const char *person, int64_t now)
{
	switch (kind) {
	case ELECTORATE_ROLL:
		return roll_has(s, body, person);
	case ELECTORATE_DELEGATES:
		return seat_of_person(s, body, person, now, NULL);
	default:
		return is_beneath(s, body, person);
	}
}

bool electorate_signs(const act_context *act, const char *body, electorate_kind kind)
{
	const char *signer = act_signer(act);
	return signer && electorate_has(act->state, body, kind, signer, act->time);
}
