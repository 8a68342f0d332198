/* See list.h. */
#include "plan/list.h"

#include "council/data.h"

#include <stdio.h>

#define LAST_ADOPTED "(SELECT max(q.closed_entry) FROM economy_plan q WHERE q.body = p.body AND q.outcome = 'adopted')"
#define LISTED                                                                                                         \
	"SELECT p.plan, p.body, p.person, p.entry, p.time, p.deadline, CASE WHEN closed_entry IS NULL THEN 'waits' "   \
	"WHEN outcome <> 'adopted' THEN 'revise' WHEN closed_entry = " LAST_ADOPTED " THEN 'in_force' ELSE "           \
	"'replaced' END, p.closed_time, p.chosen, a.after"
#define LISTED_COLUMNS "plan:s body:s person:s entry:i proposed:t until:t standing:s closed:t chosen:s after:s"
#define ANSWERED(which)                                                                                                \
	", (SELECT count(DISTINCT r.body) FROM economy_answer r WHERE r.plan = p.plan AND r.answer = '" which          \
	"' AND (r.until_entry IS NULL OR r.until_entry > p.closed_entry))"
#define FROM_PLANS " FROM economy_plan p LEFT JOIN economy_after a USING (plan) WHERE "

json_t *plans_data(state *s, const char *body)
{
	json_t *list = data_rows(state_ask(s,
					   LISTED ANSWERED("accept") ANSWERED("counter") ANSWERED("refuse") FROM_PLANS
					   "?1 IS NULL OR p.body = ?1 ORDER BY p.entry DESC LIMIT ?2",
					   "si", body, (int64_t)PLANS_LISTED_MAX),
				 LISTED_COLUMNS " accepted:i countered:i refused:i");
	return json_pack("{s:o}", "plans", list);
}

json_t *plan_data(state *s, const char *plan)
{
	return data_row(
		state_ask(s, LISTED ", p.entries, p.package, p.file, p.certificate" FROM_PLANS "p.plan = ?", "s", plan),
		LISTED_COLUMNS " entries:i package:s file:s certificate:j");
}

bool plan_in_force(state *s, const char *body, char out[65])
{
	state_rows rows = state_ask(s,
				    "SELECT plan FROM economy_plan WHERE outcome = 'adopted' AND (?1 IS NULL OR body = "
				    "?1) ORDER BY closed_entry DESC LIMIT 1",
				    "s", body);
	bool found = state_row(&rows);
	if (found)
		snprintf(out, 65, "%s", state_text(&rows, 0));
	state_end(&rows);
	return found;
}
