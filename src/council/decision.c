/* The tables of decisions, and whose decisions bind whom; see decision.h. */
#include "council/decision.h"

#include "base/memory.h"
#include "base/names.h"
#include "council/decision_private.h"

#include <string.h>

/* ---- what binds -------------------------------------------------------------------------------------------------- */

enum { BINDING_BODIES_MAX = 1000 };

/* Whether both bodies of a link said, at a moment, that decisions bind along it: down to the body, or up to the
 * council. */
static bool link_binds(state *s, const char *council, const char *body, int64_t time, bool down)
{
	const char *side[] = {council, body};
	bool binds = true;
	for (int i = 0; i < 2 && binds; i++) {
		rules r;
		binds = rules_at(s, side[i], time, &r);
		if (!binds)
			break;
		binds = down ? r.binds.down : r.binds.up;
		rules_free(&r);
	}
	return binds;
}

/* Whether links that bind in that direction lead from a body up to a council: upwards, each council once. */
static bool climbs(state *s, const char *below, const char *above, int64_t time, bool down)
{
	names found = {0};
	arena keep = {0};
	bool reached = false;
	names_add(&found, arena_copy_text(&keep, below));
	for (int i = 0; i < found.count && !reached; i++) {
		const char *body = found.name[i];
		state_rows rows = state_ask(s,
					    "SELECT council FROM link WHERE body = ?1 AND from_time <= ?2 AND "
					    "(until_time IS NULL OR until_time > ?2) ORDER BY council",
					    "si", body, time);
		while (state_row(&rows)) {
			const char *council = state_text(&rows, 0);
			if (found.count >= BINDING_BODIES_MAX || names_find(&found, council) >= 0 ||
			    !link_binds(s, council, body, time, down))
				continue;
			names_add(&found, arena_copy_text(&keep, council));
			reached |= !strcmp(council, above);
		}
	}
	names_free(&found);
	arena_free(&keep);
	return reached;
}

bool decision_binds_at(state *s, const char *whose, const char *whom, int64_t time)
{
	return !strcmp(whose, whom) || climbs(s, whom, whose, time, true) || climbs(s, whose, whom, time, false);
}

bool decision_binds(state *s, const char *whose, const char *whom)
{
	return decision_binds_at(s, whose, whom, INT64_MAX);
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

static const char *const tables[] = {"proposal",        "amendment",   "reading",       "vote",
				     "paper",           "instruction", "vote_override", "decision",
				     "decision_option", "minority",    "publication",   NULL};

const state_schema decision_schema = {
	"council", tables,
	"CREATE TABLE proposal (proposal TEXT PRIMARY KEY, body TEXT NOT NULL, person TEXT NOT NULL, entry INTEGER NOT "
	"NULL, "
	"time INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, effects TEXT, voters TEXT NOT NULL, "
	"commitment TEXT, "
	"status TEXT NOT NULL, rules_version INTEGER, put_entry INTEGER, put_time INTEGER, until_time INTEGER) WITHOUT "
	"ROWID;"
	"CREATE INDEX proposal_body ON proposal (body, status);"
	"CREATE TABLE amendment (proposal TEXT, option TEXT, person TEXT NOT NULL, entry INTEGER NOT NULL, time "
	"INTEGER NOT NULL, "
	"text TEXT NOT NULL, effects TEXT, accepted_entry INTEGER, PRIMARY KEY (proposal, option)) WITHOUT ROWID;"
	"CREATE TABLE reading (proposal TEXT, number INTEGER, entry INTEGER NOT NULL, time INTEGER NOT NULL, "
	"PRIMARY KEY (proposal, number)) WITHOUT ROWID;"
	"CREATE TABLE vote (proposal TEXT, body TEXT, number INTEGER, person TEXT, ballot TEXT NOT NULL, entry INTEGER "
	"NOT NULL, "
	"time INTEGER NOT NULL, counted INTEGER NOT NULL, PRIMARY KEY (proposal, body, number, person)) WITHOUT ROWID;"
	"CREATE INDEX vote_person ON vote (person);"
	"CREATE TABLE paper (proposal TEXT, body TEXT, ballots TEXT NOT NULL, invalid INTEGER NOT NULL, entitled "
	"INTEGER NOT NULL, "
	"entry INTEGER NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (proposal, body)) WITHOUT ROWID;"
	"CREATE TABLE instruction (proposal TEXT, body TEXT, ballot TEXT NOT NULL, entry INTEGER NOT NULL, time "
	"INTEGER NOT NULL, "
	"PRIMARY KEY (proposal, body)) WITHOUT ROWID;"
	"CREATE INDEX instruction_body ON instruction (body);"
	"CREATE TABLE vote_override (proposal TEXT, body TEXT, ballot TEXT NOT NULL, entry INTEGER NOT NULL, time "
	"INTEGER NOT NULL, "
	"PRIMARY KEY (proposal, body)) WITHOUT ROWID;"
	"CREATE TABLE decision (proposal TEXT PRIMARY KEY, body TEXT NOT NULL, entry INTEGER NOT NULL, time INTEGER "
	"NOT NULL, "
	"outcome TEXT NOT NULL, option TEXT, why TEXT NOT NULL, entitled INTEGER NOT NULL, cast_100 INTEGER NOT NULL, "
	"quorum INTEGER NOT NULL, effects TEXT NOT NULL, refusal TEXT, done_entry INTEGER, rescinded_entry INTEGER) "
	"WITHOUT ROWID;"
	"CREATE INDEX decision_body ON decision (body, entry);"
	"CREATE TABLE decision_option (proposal TEXT, option TEXT, for_100 INTEGER NOT NULL, against_100 INTEGER NOT "
	"NULL, "
	"bodies INTEGER NOT NULL, PRIMARY KEY (proposal, option)) WITHOUT ROWID;"
	"CREATE TABLE minority (proposal TEXT, person TEXT, entry INTEGER NOT NULL, time INTEGER NOT NULL, text TEXT "
	"NOT NULL, "
	"PRIMARY KEY (proposal, person)) WITHOUT ROWID;"
	"CREATE TABLE publication (proposal TEXT, entry INTEGER, time INTEGER NOT NULL, place TEXT NOT NULL, "
	"PRIMARY KEY (proposal, entry)) WITHOUT ROWID;"};
