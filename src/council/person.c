/* The table of people and where they stand; see person.h. */
#include "council/person.h"

bool person_known(state *s, const char *person)
{
	return state_has(s, "SELECT 1 FROM standing WHERE person = ?", "s", person);
}

void person_make(const act_context *act, const char *person)
{
	if (!person_known(act->state, person))
		state_do(act->state, "INSERT INTO standing VALUES (?, '', NULL)", "s", person);
}

bool person_stands(state *s, const char *person, const char *kind, char *out)
{
	return state_word(s, out, PERSON_ID, "SELECT body FROM standing WHERE person = ? AND kind = ?", "ss", person,
			  kind);
}

static const char *const tables[] = {"standing", NULL};
const state_schema person_schema = {
	"council", tables,
	"CREATE TABLE standing (person TEXT, kind TEXT, body TEXT, PRIMARY KEY (person, kind)) WITHOUT ROWID;"};
