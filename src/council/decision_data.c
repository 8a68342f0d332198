/* What is asked about decisions; see decision.h. */
#include "base/memory.h"
#include "council/data.h"
#include "council/decision_private.h"

#include <stdint.h>
#include <string.h>

static const char decision_columns[] =
	"outcome:s option:s why:s time:t entry:i entitled:i cast:h quorum:i effects:s refusal:s "
	"done_entry:i rescinded_entry:i";

static void add_decision(state *s, const char *id, json_t *data)
{
	json_t *decision = data_row(
		state_ask(s,
			  "SELECT outcome, option, why, time, entry, entitled, cast_100, quorum, effects, refusal, "
			  "done_entry, rescinded_entry FROM decision WHERE proposal = ?",
			  "s", id),
		decision_columns);
	if (!decision)
		return;
	json_object_set_new(
		decision, "options",
		data_rows(
			state_ask(s,
				  "SELECT option, for_100, against_100, bodies FROM decision_option WHERE proposal = ? "
				  "ORDER BY option",
				  "s", id),
			"option:s for:h against:h bodies:i"));
	json_object_set_new(
		decision, "minority",
		data_rows(state_ask(s,
				    "SELECT person, time, text FROM minority WHERE proposal = ? ORDER BY entry, person",
				    "s", id),
			  "person:s time:t text:s"));
	json_object_set_new(
		decision, "published",
		data_rows(
			state_ask(s, "SELECT time, place FROM publication WHERE proposal = ? ORDER BY entry", "s", id),
			"time:t place:s"));
	json_object_set_new(data, "decision", decision);
}

static void add_votes(state *s, const char *id, json_t *data)
{
	json_object_set_new(
		data, "votes",
		data_rows(
			state_ask(s,
				  "SELECT v.body, v.number, v.person, v.ballot, v.time, v.counted, i.ballot, o.ballot "
				  "FROM vote v LEFT JOIN instruction i ON i.proposal = v.proposal AND i.body = v.body "
				  "LEFT JOIN vote_override o ON o.proposal = v.proposal AND o.body = v.body "
				  "WHERE v.proposal = ? ORDER BY v.body, v.number, v.entry, v.person",
				  "s", id),
			"body:s seat:i person:s ballot:s time:t counted:f instruction:s override:s"));
	json_object_set_new(
		data, "paper",
		data_rows(state_ask(s,
				    "SELECT body, ballots, invalid, entitled, time FROM paper WHERE proposal = ? "
				    "ORDER BY body",
				    "s", id),
			  "body:s ballots:s invalid:i entitled:i time:t"));
	json_object_set_new(
		data, "overrides",
		data_rows(state_ask(s, "SELECT body, ballot, time FROM vote_override WHERE proposal = ? ORDER BY body",
				    "s", id),
			  "body:s ballot:s time:t"));
}

/* What the body's rules call further discussion: those the vote goes by, or those now. */
static void add_default(state *s, const char *id, json_t *data)
{
	rules r;
	const char *body = json_string_value(json_object_get(data, "body"));
	int64_t version = state_number(s, 0, "SELECT rules_version FROM proposal WHERE proposal = ?", "s", id);
	if (!(version ? rules_version(s, body, version, &r) : rules_now(s, body, &r)))
		return;
	json_object_set_new(data, "default_option", json_string(r.default_option));
	rules_free(&r);
}

/* Which amendment stands in the place of the text as proposed: the one decided, else the last the proposer accepted. */
static void add_standing(json_t *data)
{
	const json_t *amendments = json_object_get(data, "amendments"), *standing = NULL;
	const char *decided = json_string_value(json_object_get(json_object_get(data, "decision"), "option"));
	bool found = false;
	for (size_t i = 0; !found && i < json_array_size(amendments); i++) {
		const json_t *one = json_array_get(amendments, i);
		const char *option = json_string_value(json_object_get(one, "option"));
		found = decided && option && !strcmp(decided, option);
		if (found || json_object_get(one, "accepted_entry"))
			standing = one;
	}
	if (standing)
		json_object_set(data, "standing", memory_require((json_t *)(uintptr_t)standing));
}

json_t *decision_data(state *s, const char *id)
{
	json_t *data = data_row(
		state_ask(s,
			  "SELECT proposal, body, person, title, text, effects, voters, status, time, rules_version, "
			  "put_time, until_time FROM proposal WHERE proposal = ?",
			  "s", id),
		"proposal:s body:s person:s title:s text:s effects:j voters:s status:s time:t rules_version:i "
		"put:t until:t");
	if (!data)
		return NULL;
	json_object_set_new(
		data, "amendments",
		data_rows(state_ask(s,
				    "SELECT option, person, time, text, effects, accepted_entry FROM amendment "
				    "WHERE proposal = ? ORDER BY entry",
				    "s", id),
			  "option:s person:s time:t text:s effects:j accepted_entry:i"));
	json_object_set_new(
		data, "readings",
		data_rows(state_ask(s, "SELECT number, time FROM reading WHERE proposal = ? ORDER BY number", "s", id),
			  "number:i time:t"));
	add_default(s, id, data);
	add_votes(s, id, data);
	add_decision(s, id, data);
	add_standing(data);
	return data;
}

/* Those beneath are asked only of a body that ever said `binds.up` (rules are canonical: the text is in one form). */
json_t *decision_list(state *s, const char *body)
{
	json_t *list = memory_require(json_array());
	bool up = state_has(s, "SELECT 1 FROM rules WHERE body = ? AND document LIKE '%\"up\":true%'", "s", body);
	state_rows rows = state_ask(
		s,
		"WITH RECURSIVE above(body) AS (SELECT ?1 UNION SELECT l.council FROM link l JOIN above a ON l.body = "
		"a.body), "
		"beneath(body) AS (SELECT ?1 UNION SELECT l.body FROM link l JOIN beneath b ON l.council = b.body "
		"WHERE ?2) "
		"SELECT d.proposal, p.title, d.body, d.option, d.time, d.effects FROM (SELECT body FROM above UNION "
		"SELECT body "
		"FROM beneath) x JOIN decision d ON d.body = x.body JOIN proposal p ON p.proposal = d.proposal "
		"WHERE d.outcome = 'adopted' AND d.rescinded_entry IS NULL ORDER BY d.entry DESC",
		"si", body, (int64_t)up);
	while (state_row(&rows))
		if (decision_binds_at(s, state_text(&rows, 2), body, state_whole(&rows, 4)))
			json_array_append_new(
				list, data_object(&rows, "proposal:s title:s body:s option:s time:t effects:s"));
	return list;
}

json_t *decision_flags(state *s, const char *body)
{
	return data_rows(state_ask(s,
				   "SELECT i.proposal, p.body, v.person, v.number, v.ballot, i.ballot, v.time, "
				   "o.ballot FROM instruction i "
				   "JOIN proposal p ON p.proposal = i.proposal JOIN vote v ON v.proposal = i.proposal "
				   "AND v.body = i.body "
				   "AND v.number > 0 AND v.ballot <> i.ballot LEFT JOIN vote_override o ON o.proposal "
				   "= i.proposal "
				   "AND o.body = i.body WHERE i.body = ? ORDER BY v.entry DESC, v.number",
				   "s", body),
			 "proposal:s council:s person:s seat:i ballot:s instruction:s time:t override:s");
}
