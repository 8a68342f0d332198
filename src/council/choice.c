/* Choices: opened, voted on, counted, closed; see choice.h. */
#include "council/choice.h"

#include "base/time.h"
#include "council/ballot.h"
#include "council/codes.h"
#include "council/data.h"
#include "council/decision_codes.h"
#include "council/role.h"
#include "council/rules.h"
#include "council/voice.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define RULES "schulze ranked-pairs irv"

static void copy(char *out, size_t size, const char *from)
{
	snprintf(out, size, "%s", from ? from : "");
}

bool choice_find(state *s, const char *id, choice *c)
{
	*c = (choice){0};
	state_rows row = state_ask(s,
				   "SELECT choice, body, title, rule, commitment, winner, rules_version, until_time, "
				   "closed_entry IS NOT NULL, seed FROM choice WHERE choice = ?",
				   "s", id);
	if (!id || !state_row(&row))
		return false;
	copy(c->id, sizeof c->id, state_text(&row, 0));
	copy(c->body, sizeof c->body, state_text(&row, 1));
	copy(c->title, sizeof c->title, state_text(&row, 2));
	copy(c->rule, sizeof c->rule, state_text(&row, 3));
	copy(c->commitment, sizeof c->commitment, state_text(&row, 4));
	copy(c->winner, sizeof c->winner, state_text(&row, 5));
	copy(c->seed, sizeof c->seed, state_text(&row, 9));
	c->rules_version = state_whole(&row, 6);
	c->until_time = state_whole(&row, 7);
	c->closed = state_whole(&row, 8);
	state_end(&row);
	return true;
}

static cordon_status find_open(const act_context *act, choice *c)
{
	if (!choice_find(act->state, act_text(act, "choice"), c))
		return act_refuse(act, "choice", TEXT(COUNCIL_NO_CHOICE), NO_TEXT);
	return c->closed ? act_refuse(act, "choice", TEXT(COUNCIL_POLL_CLOSED), NO_TEXT) : CORDON_OK;
}

static void find_options(state *s, const char *id, arena *keep, names *options)
{
	state_rows row = state_ask(s, "SELECT option FROM choice_option WHERE choice = ? ORDER BY number", "s", id);
	while (state_row(&row))
		names_add(options, arena_copy_text(keep, state_text(&row, 0)));
	names_add(options, BALLOT_FURTHER);
}

/* ---- opening ----------------------------------------------------------------------------------------------------- */

/* What an option may say, checked as the fields of an act are. */
static const act_kind option_form = {
	.name = "choice_open/options",
	.field = {{"id", ACT_ID, NULL},
		  {"title", ACT_TEXT, NULL, .least = 1, .most = CHOICE_TITLE_MAX},
		  {"package", ACT_HASH, NULL, .optional = true},
		  {"file", ACT_HASH, NULL, .optional = true}},
};

static const char *said(const json_t *option, const char *key)
{
	return json_string_value(json_object_get(option, key));
}

static cordon_status check_options(const act_context *act)
{
	const json_t *options = act_document(act, "options");
	size_t count = json_array_size(options);
	char most[16];
	names ids = {0};
	cordon_status status = CORDON_OK;
	snprintf(most, sizeof most, "%d", CHOICE_OPTIONS_MAX);
	if (count < 1 || count > CHOICE_OPTIONS_MAX)
		return act_refuse(act, "options", TEXT(COUNCIL_CHOICE_OPTIONS, most), NO_TEXT);
	names_add(&ids, BALLOT_FURTHER);
	for (size_t i = 0; i < count && !status; i++) {
		const json_t *one = json_array_get(options, i);
		if (!json_is_object(one) || act_check_fields(&option_form, one, act->error))
			status = act_refuse(act, "options", TEXT(COUNCIL_CHOICE_OPTION_FORM), NO_TEXT);
		else if (names_find(&ids, said(one, "id")) >= 0)
			status =
				act_refuse(act, "options", TEXT(COUNCIL_CHOICE_OPTION_TWICE, said(one, "id")), NO_TEXT);
		else
			names_add(&ids, said(one, "id"));
	}
	names_free(&ids);
	return status;
}

/* A base body whose ballots are secret has no choices: there are no tally sheets of rankings by people. */
static cordon_status check_voting(const act_context *act, int64_t *version)
{
	rules r;
	const char *body = act_text(act, "body");
	if (!rules_now(act->state, body, &r))
		return act_refuse(act, "body", TEXT(DECISION_NO_RULES), NO_TEXT);
	bool open = electorate_of(act->state, body, false) != ELECTORATE_ROLL || r.voting == RULES_OPEN;
	*version = r.version;
	rules_free(&r);
	return open ? CORDON_OK : act_refuse(act, "body", TEXT(DECISION_ON_PAPER, body), NO_TEXT);
}

static void write_options(const act_context *act, const char *id)
{
	const json_t *options = act_document(act, "options");
	for (size_t i = 0; i < json_array_size(options); i++) {
		const json_t *one = json_array_get(options, i);
		state_do(act->state, "INSERT INTO choice_option VALUES (?, ?, ?, ?, ?, ?)", "sissss", id,
			 (int64_t)i + 1, said(one, "id"), said(one, "title"), said(one, "package"), said(one, "file"));
	}
}

static cordon_status apply_open(act_context *act)
{
	const char *id = act_text(act, "choice"), *body = act_text(act, "body"), *rule = act_text(act, "rule");
	int64_t until = 0, version = 0;
	if (council_open_body(act, "body") || check_voting(act, &version) || check_options(act))
		return CORDON_BAD_INPUT;
	time_from_text(act_text(act, "until"), &until);
	if (until <= act->time)
		return act_refuse(act, "until", TEXT(COUNCIL_PAST), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM choice WHERE choice = ?", "s", id))
		return act_refuse(act, "choice", TEXT(COUNCIL_CHOICE_EXISTS), NO_TEXT);
	state_do(act->state,
		 "INSERT INTO choice (choice, body, person, entry, time, title, rule, rules_version, until_time, "
		 "commitment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		 "sssiissiis", id, body, act->decided_by ? NULL : voice_signer(act, body), act->entry, act->time,
		 act_text(act, "title"), rule ? rule : "schulze", version, until, act_text(act, "commitment"));
	write_options(act, id);
	return CORDON_OK;
}

const act_kind choice_open_kind = {
	.name = "choice_open",
	.summary = N_("put several options to a vote by ranking, further discussion among them"),
	.help = N_("Plans that an assembly can choose between, or anything "
		   "else. Further discussion (`further`) is always an option. In a council its delegates vote, in a "
		   "base body "
		   "everybody on the roll where it votes openly; all votes are public."),
	.field = {{"body", ACT_ID, N_("who is to choose")},
		  {"choice", ACT_ID, N_("a name for the choice, new in this book")},
		  {"title", ACT_TEXT, N_("in a few words"), .least = 1, .most = CHOICE_TITLE_MAX},
		  {"options", ACT_DOCUMENT,
		   N_("a list of {id, title}, with the hash of a `file` and of the `package` it is of where it has "
		      "one")},
		  {"until", ACT_TIME, N_("until when votes are taken")},
		  {"rule", ACT_CHOICE, N_("the rule of `cordon count` it is counted by; schulze if not given"),
		   .optional = true, .choices = RULES},
		  {"commitment", ACT_HASH, N_("the SHA-256 of a seed that decides ties, told when the vote is closed"),
		   .optional = true}},
	.who = {&voice_member, &voice_officer},
	.decided = act_of_body,
	.own = true,
	.apply = apply_open,
	.example =
		"body=cordon choice=which-plan title='Which plan?' until=1972-10-14T20:00:00Z "
		"options='[{\"id\":\"plan\",\"title\":\"As computed\"},{\"id\":\"other\",\"title\":\"More bread\"}]'",
};

/* ---- voting ------------------------------------------------------------------------------------------------------ */

static bool is_voter(const act_context *act)
{
	choice c;
	return choice_find(act->state, act_text(act, "choice"), &c) &&
	       electorate_signs(act, c.body, electorate_of(act->state, c.body, false));
}

static bool is_closer(const act_context *act)
{
	choice c;
	return choice_find(act->state, act_text(act, "choice"), &c) &&
	       voice_has(act->state, c.body, voice_signer(act, c.body), act->time);
}

static const act_role choice_voter = {"choice_voter", N_("somebody entitled to vote, alone"), is_voter};
static const act_role choice_closer = {"choice_closer", N_("somebody who has a voice in the body"), is_closer};

static cordon_status apply_cast(act_context *act)
{
	choice c;
	names options = {0};
	arena keep = {0};
	text marks = {0};
	if (find_open(act, &c))
		return CORDON_BAD_INPUT;
	if (act->time >= c.until_time)
		return act_refuse(act, "choice", TEXT(COUNCIL_POLL_CLOSED), NO_TEXT);
	find_options(act->state, c.id, &keep, &options);
	bool well = marks_read(&options, act_document(act, "for"), &marks);
	if (well)
		state_do(act->state, "INSERT OR REPLACE INTO choice_vote VALUES (?, ?, ?, ?, ?, NULL)", "ssiis", c.id,
			 act_signer(act), act->entry, act->time, text_string(&marks));
	names_free(&options);
	arena_free(&keep);
	text_free(&marks);
	return well ? CORDON_OK : act_refuse(act, "for", TEXT(COUNCIL_CHOICE_BALLOT), TEXT(COUNCIL_CHOICE_BALLOT_IS));
}

const act_kind choice_cast_kind = {
	.name = "choice_cast",
	.summary = N_("rank the options of a choice, openly, under your own name"),
	.help = N_("This vote is public and stays in the book for good. A later vote of yours replaces it until the "
		   "time is over; it counts if you still have the vote at the close."),
	.field = {{"choice", ACT_ID, N_("the choice")},
		  {"for", ACT_DOCUMENT,
		   N_("options in order of preference, equal ones as a list: [\"plan\", [\"other\", \"further\"]]; [] "
		      "is blank")}},
	.who = {&choice_voter},
	.apply = apply_cast,
	.example = "choice=which-plan for='[\"other\",\"plan\",\"further\"]'",
};

/* ---- counting ---------------------------------------------------------------------------------------------------- */

static void add_votes(state *s, const choice *c, int64_t now, choice_count *out)
{
	electorate_kind kind = electorate_of(s, c->body, false);
	state_rows row = state_ask(
		s, "SELECT person, marks, ifnull(counted, 0) FROM choice_vote WHERE choice = ? ORDER BY person", "s",
		c->id);
	while (state_row(&row)) {
		if (!(c->closed ? state_whole(&row, 2) : electorate_has(s, c->body, kind, state_text(&row, 0), now)))
			continue;
		out->votes++;
		if (!marks_add(&out->in, state_text(&row, 1), 1))
			out->in.e.blank++;
	}
}

cordon_status choice_count_make(state *s, const choice *c, const char *seed, int64_t now, choice_count *out,
				cordon_error *error)
{
	*out = (choice_count){0};
	find_options(s, c->id, &out->keep, &out->options);
	marks_begin(&out->in, &out->options);
	out->in.e.title = c->id;
	out->in.e.seats = 1;
	add_votes(s, c, now, out);
	cordon_settings_init(&out->settings);
	if (!strcmp(c->rule, "schulze"))
		cordon_settings_set(&out->settings, "default", BALLOT_FURTHER, NULL);
	if (seed && *seed) {
		cordon_settings_set(&out->settings, "seed", seed, NULL);
		cordon_settings_set(&out->settings, "commitment", c->commitment, NULL);
	}
	out->counted = out->in.e.ballots > 0;
	return out->counted ? cordon_count(&out->in.e, cordon_count_rule_find(c->rule), &out->settings, NULL,
					   &out->result, error)
			    : CORDON_OK;
}

void choice_count_free(choice_count *c)
{
	cordon_count_free(&c->result);
	cordon_settings_free(&c->settings);
	marks_end(&c->in);
	names_free(&c->options);
	arena_free(&c->keep);
}

/* ---- closing ----------------------------------------------------------------------------------------------------- */

static cordon_status check_due(const act_context *act, const choice *c, const choice_count *count)
{
	char until[TIME_TEXT];
	int64_t voters = electorate_size(act->state, c->body, electorate_of(act->state, c->body, false), act->time);
	if (act->time >= c->until_time || count->votes >= voters)
		return CORDON_OK;
	time_to_text(c->until_time, until);
	return act_refuse(act, "choice", TEXT(COUNCIL_POLL_GOES_ON, until), NO_TEXT);
}

static void mark_counted(const act_context *act, const choice *c)
{
	char person[PERSON_ID];
	electorate_kind kind = electorate_of(act->state, c->body, false);
	while (state_word(act->state, person, sizeof person,
			  "SELECT person FROM choice_vote WHERE choice = ? AND counted IS NULL ORDER BY person LIMIT 1",
			  "s", c->id))
		state_do(act->state, "UPDATE choice_vote SET counted = ? WHERE choice = ? AND person = ?", "iss",
			 (int64_t)electorate_has(act->state, c->body, kind, person, act->time), c->id, person);
}

static int64_t quorum_of(const act_context *act, const choice *c, int64_t entitled)
{
	rules r;
	if (!rules_version(act->state, c->body, c->rules_version, &r))
		return 0;
	int64_t quorum = rules_part(r.quorum, entitled);
	rules_free(&r);
	return quorum;
}

/* What the count comes to: an option, or why none was chosen. */
static void close_choice(const act_context *act, const choice *c, const choice_count *count, bool tied)
{
	int64_t entitled = voice_size(act->state, c->body, act->time), quorum = quorum_of(act, c, entitled);
	const cordon_count_result *r = &count->result;
	const char *winner = NULL, *why = "count";
	if (!count->counted || count->votes < quorum)
		why = "quorum";
	else if (tied)
		why = "tie";
	else if (r->winners && r->winner[0] < count->options.count - 1)
		winner = count->options.name[r->winner[0]];
	mark_counted(act, c);
	state_do(act->state,
		 "UPDATE choice SET closed_entry = ?, closed_time = ?, outcome = ?, winner = ?, why = ?, votes = ?, "
		 "entitled = ?, quorum = ?, seed = ? WHERE choice = ?",
		 "iisssiiiss", act->entry, act->time, winner ? "chosen" : "further", winner, why, count->votes,
		 entitled, quorum, act_text(act, "seed"), c->id);
}

static cordon_status apply_close(act_context *act)
{
	choice c;
	choice_count count;
	const char *seed = act_text(act, "seed");
	if (find_open(act, &c))
		return CORDON_BAD_INPUT;
	if (seed && !*c.commitment)
		return act_refuse(act, "seed", TEXT(DECISION_NO_COMMITMENT), NO_TEXT);
	cordon_status status = choice_count_make(act->state, &c, seed, act->time, &count, act->error);
	bool tied = status == CORDON_UNPROVEN;
	if (!status || tied)
		status = check_due(act, &c, &count);
	if (!status && tied && *c.commitment && act->time <= c.until_time + (int64_t)CHOICE_SEED_DAYS * TIME_DAY)
		status = act_refuse(act, "seed", TEXT(COUNCIL_CHOICE_TIE), TEXT(COUNCIL_CHOICE_SEED));
	if (!status)
		close_choice(act, &c, &count, tied);
	choice_count_free(&count);
	return status;
}

const act_kind choice_close_kind = {
	.name = "choice_close",
	.summary = N_("close a choice: count it"),
	.help = N_("Once everybody voted or the time is over. Without the quorum of the body's rules, or with a tie "
		   "that no seed was committed to, it is further discussion. `cordon choice` shows the count and gives "
		   "its "
		   "ballots and its report, which `cordon count verify` checks."),
	.field = {{"choice", ACT_ID, N_("the choice")},
		  {"seed", ACT_TEXT, N_("the seed that the choice committed to, for ties"), .optional = true,
		   .least = 1, .most = 200}},
	.who = {&choice_closer, &voice_officer},
	.apply = apply_close,
	.example = "choice=which-plan",
};

/* ---- what is asked ----------------------------------------------------------------------------------------------- */

bool choice_is_winner(state *s, const char *id, const char *body, const char *package, const char *file)
{
	return state_has(s,
			 "SELECT 1 FROM choice c JOIN choice_option o ON o.choice = c.choice AND o.option = c.winner "
			 "WHERE c.choice = ? AND c.body = ? AND o.package = ? AND o.file = ?",
			 "ssss", id, body, package, file);
}

json_t *choice_data(state *s, const char *id, int64_t now)
{
	json_t *data = data_row(
		state_ask(s,
			  "SELECT choice, body, person, time, entry, title, rule, until_time, commitment, closed_time, "
			  "closed_entry, outcome, winner, why, votes, entitled, quorum, seed FROM choice WHERE choice "
			  "= ?",
			  "s", id),
		"choice:s body:s person:s time:t entry:i title:s rule:s until:t commitment:s closed_time:t "
		"closed_entry:i outcome:s winner:s why:s votes:i entitled:i quorum:i seed:s");
	if (!data)
		return NULL;
	if (!json_object_get(data, "entitled"))
		json_object_set_new(data, "entitled",
				    json_integer(voice_size(s, json_string_value(json_object_get(data, "body")), now)));
	json_object_set_new(
		data, "options",
		data_rows(
			state_ask(s,
				  "SELECT option, title, package, file FROM choice_option WHERE choice = ?1 UNION ALL "
				  "SELECT '" BALLOT_FURTHER "', NULL, NULL, NULL",
				  "s", id),
			"option:s title:s package:s file:s"));
	json_object_set_new(
		data, "ballots",
		data_rows(
			state_ask(
				s,
				"SELECT person, marks, time, entry, counted FROM choice_vote WHERE choice = ? ORDER BY "
				"person",
				"s", id),
			"person:s marks:s time:t entry:i counted:f"));
	return data;
}

static const char *const tables[] = {"choice", "choice_option", "choice_vote", NULL};
const state_schema choice_schema = {
	"council", tables,
	"CREATE TABLE choice (choice TEXT PRIMARY KEY, body TEXT NOT NULL, person TEXT, entry INTEGER NOT NULL, "
	"time INTEGER NOT NULL, title TEXT NOT NULL, rule TEXT NOT NULL, rules_version INTEGER NOT NULL, "
	"until_time INTEGER NOT NULL, commitment TEXT, closed_entry INTEGER, closed_time INTEGER, outcome TEXT, "
	"winner TEXT, why TEXT, votes INTEGER, entitled INTEGER, quorum INTEGER, seed TEXT) WITHOUT ROWID;"
	"CREATE TABLE choice_option (choice TEXT, number INTEGER, option TEXT NOT NULL, title TEXT NOT NULL, "
	"package TEXT, file TEXT, PRIMARY KEY (choice, number)) WITHOUT ROWID;"
	"CREATE TABLE choice_vote (choice TEXT, person TEXT, entry INTEGER NOT NULL, time INTEGER NOT NULL, "
	"marks TEXT NOT NULL, counted INTEGER, PRIMARY KEY (choice, person)) WITHOUT ROWID;"};
