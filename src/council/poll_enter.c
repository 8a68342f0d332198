/* What is entered into a poll while it is open: tally sheets, ballots on paper, votes cast by name; see poll.h. */
#include "council/poll.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/text.h"
#include "council/codes.h"
#include "council/link.h"
#include "council/marks.h"
#include "council/roll.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VOTES_MAX INT64_C(1000000000) /* on a line: no sum overflows */

/* ---- what there is to vote for ----------------------------------------------------------------------------------- */

/* `lists` may be NULL. free_options frees the texts. */
static void find_options(state *s, const poll *p, names *options, names *lists)
{
	if (p->recall) {
		names_add(options, memory_copy_text("no"));
		names_add(options, memory_copy_text("yes"));
		return;
	}
	state_rows row = state_ask(s, "SELECT person, list FROM candidacy WHERE poll = ? ORDER BY number", "s", p->id);
	while (state_row(&row)) {
		names_add(options, memory_copy_text(state_text(&row, 0)));
		if (lists && state_text(&row, 1) && names_find(lists, state_text(&row, 1)) < 0)
			names_add(lists, memory_copy_text(state_text(&row, 1)));
	}
}

static void free_options(names *options)
{
	for (int i = 0; i < options->count; i++)
		free((char *)(uintptr_t)options->name[i]);
	names_free(options);
}

/* ---- tally sheets ------------------------------------------------------------------------------------------------ */

typedef struct sheet_line {
	const char *what, *option;
	int64_t votes;
} sheet_line;
typedef struct tally_sheet {
	sheet_line *line;
	size_t lines, capacity;
	int64_t votes;
} tally_sheet;

static bool add_line(tally_sheet *t, const char *what, const char *option, const json_t *value)
{
	int64_t votes = json_is_integer(value) ? json_integer_value(value) : -1;
	if (votes < 0 || votes > VOTES_MAX || t->lines > 2 * POLL_CANDIDATES_MAX)
		return false;
	MEMORY_RESERVE(t->line, t->lines, t->capacity);
	t->line[t->lines++] = (sheet_line){what, option, votes};
	t->votes += votes;
	return true;
}

static cordon_status read_votes(const act_context *act, tally_sheet *t, const char *what, const json_t *of,
				const names *known)
{
	const char *option;
	json_t *value;
	if (!json_is_object(of))
		return act_refuse(act, "votes", TEXT(COUNCIL_TALLY_FORM), NO_TEXT);
	json_object_foreach((json_t *)(uintptr_t)of, option, value)
	{
		if (names_find(known, option) < 0)
			return act_refuse(act, "votes", TEXT(COUNCIL_NO_CANDIDATE, option), NO_TEXT);
		if (!add_line(t, what, option, value))
			return act_refuse(act, "votes", TEXT(COUNCIL_VOTES_NUMBER, option), NO_TEXT);
	}
	return CORDON_OK;
}

static cordon_status read_sheet(const act_context *act, const poll *p, tally_sheet *t)
{
	names options = {0}, lists = {0};
	const char *key;
	json_t *value;
	cordon_status status = CORDON_OK;
	find_options(act->state, p, &options, &lists);
	json_object_foreach((json_t *)(uintptr_t)act_document(act, "votes"), key, value)
	{
		if (status)
			break;
		if (!strcmp(key, "votes"))
			status = read_votes(act, t, "candidate", value, &options);
		else if (!strcmp(key, "lists") && lists.count)
			status = read_votes(act, t, "list", value, &lists);
		else if ((!strcmp(key, "blank") || !strcmp(key, "invalid")) && add_line(t, key, "", value))
			continue;
		else
			status = act_refuse(act, "votes", TEXT(COUNCIL_TALLY_FORM), NO_TEXT);
	}
	free_options(&options);
	free_options(&lists);
	return status;
}

/* Where the sheet comes from: the poll's body, or a base body beneath it where all of these vote. */
static cordon_status check_at(const act_context *act, const poll *p, const char **at)
{
	body_facts facts;
	*at = act_text(act, "at");
	if (p->open)
		return act_refuse(act, "poll", TEXT(COUNCIL_POLL_OPEN_VOTING), NO_TEXT);
	if (!*at)
		*at = p->seat.body;
	bool here = p->electorate == ELECTORATE_BENEATH ? body_find(act->state, *at, &facts) && facts.of_people &&
								  link_is_beneath(act->state, p->seat.body, *at)
							: !strcmp(*at, p->seat.body);
	return here ? CORDON_OK : act_refuse(act, "at", TEXT(COUNCIL_TALLY_AT, p->seat.body), NO_TEXT);
}

static cordon_status check_not_more(const act_context *act, const char *field, const char *at, int64_t votes)
{
	char entered[24], people[24];
	int64_t size = roll_size(act->state, at);
	if (votes <= size)
		return CORDON_OK;
	snprintf(entered, sizeof entered, "%" PRId64, votes);
	snprintf(people, sizeof people, "%" PRId64, size);
	return act_refuse(act, field, TEXT(COUNCIL_VOTES_MANY, entered, people, at), NO_TEXT);
}

/* A sheet says how many votes each had: enough for rules that ask no more of a ballot. */
static cordon_status check_sheet_suffices(const act_context *act, const poll *p)
{
	static const char *const enough[] = {"plurality", "majority", "two-thirds",   "threshold",
					     "approval",  "dhondt",   "sainte-lague", "largest-remainder"};
	rules r;
	bool suffices = p->recall;
	if (!suffices && rules_at(act->state, p->seat.body, p->from_time, &r)) {
		for (size_t i = 0; i < sizeof enough / sizeof *enough; i++)
			suffices |= !strcmp(r.election->id, enough[i]);
		rules_free(&r);
	}
	if (!suffices)
		return act_refuse(act, "votes", TEXT(COUNCIL_TALLY_NOT_ENOUGH), TEXT(COUNCIL_TALLY_BALLOTS));
	if (state_has(act->state, "SELECT 1 FROM ballot WHERE poll = ?", "s", p->id))
		return act_refuse(act, "votes", TEXT(COUNCIL_POLL_ONE_WAY), NO_TEXT);
	return CORDON_OK;
}

/* An approval sheet counts approvals, of which a ballot may have several; the ballots are not on it. */
static bool counts_ballots(const act_context *act, const poll *p)
{
	rules r;
	bool approval = false;
	if (!p->recall && rules_at(act->state, p->seat.body, p->from_time, &r)) {
		approval = !strcmp(r.election->id, "approval");
		rules_free(&r);
	}
	return !approval;
}

static int64_t votes_to_check(const act_context *act, const poll *p, const tally_sheet *t)
{
	int64_t most = 0;
	if (counts_ballots(act, p))
		return t->votes;
	for (size_t i = 0; i < t->lines; i++)
		most = t->line[i].votes > most ? t->line[i].votes : most;
	return most;
}

static cordon_status tally_apply(act_context *act)
{
	poll p;
	const char *at;
	tally_sheet t = {0};
	cordon_status status = CORDON_OK;
	if (!poll_find(act->state, act_text(act, "poll"), &p))
		return act_refuse(act, "poll", TEXT(COUNCIL_NO_POLL), NO_TEXT);
	if (p.closed)
		status = act_refuse(act, "poll", TEXT(COUNCIL_POLL_CLOSED), NO_TEXT);
	status = status ? status : check_at(act, &p, &at);
	status = status ? status : check_sheet_suffices(act, &p);
	status = status ? status : read_sheet(act, &p, &t);
	status = status ? status : check_not_more(act, "votes", at, votes_to_check(act, &p, &t));
	if (!status)
		state_do(act->state, "DELETE FROM tally WHERE poll = ? AND at = ?", "ss", p.id, at);
	for (size_t i = 0; i < t.lines && !status; i++)
		state_do(act->state, "INSERT INTO tally VALUES (?, ?, ?, ?, ?, ?)", "ssssii", p.id, at, t.line[i].what,
			 t.line[i].option, t.line[i].votes, act->entry);
	free(t.line);
	return status;
}

/* ---- ballots ----------------------------------------------------------------------------------------------------- */

typedef struct batch {
	int64_t *weight, votes;
	char **marks;
	size_t ballots;
} batch;

static void free_batch(batch *b)
{
	for (size_t i = 0; i < b->ballots; i++)
		free(b->marks[i]);
	free(b->marks);
	free(b->weight);
}

/* {"n": 7, "for": [...]}; n: 1 where not given. */
static bool read_ballot(const names *options, const json_t *one, text *marks, int64_t *weight)
{
	const json_t *n = json_object_get(one, "n"), *ranks = json_object_get(one, "for");
	*weight = n ? json_integer_value(n) : 1;
	return json_object_size(one) == (size_t)(n ? 2 : 1) && ranks && *weight >= 1 && *weight <= VOTES_MAX &&
	       marks_read(options, ranks, marks);
}

static cordon_status read_batch(const act_context *act, const poll *p, batch *b)
{
	const json_t *ballots = act_document(act, "ballots"), *one;
	names options = {0};
	text marks = {0};
	size_t i;
	cordon_status status =
		json_is_array(ballots) ? CORDON_OK : act_refuse(act, "ballots", TEXT(COUNCIL_BALLOTS_FORM), NO_TEXT);
	find_options(act->state, p, &options, NULL);
	b->weight = memory_alloc(json_array_size(ballots), sizeof *b->weight);
	b->marks = memory_alloc(json_array_size(ballots), sizeof *b->marks);
	json_array_foreach(ballots, i, one)
	{
		char number[24];
		if (status)
			break;
		if (!read_ballot(&options, one, &marks, &b->weight[i])) {
			snprintf(number, sizeof number, "%zu", i + 1);
			status = act_refuse(act, "ballots", TEXT(COUNCIL_BALLOT_WRONG, number),
					    TEXT(COUNCIL_BALLOTS_EXPECTED));
			break;
		}
		b->marks[b->ballots++] = memory_copy_text(text_string(&marks));
		b->votes += b->weight[i];
	}
	text_free(&marks);
	free_options(&options);
	return status;
}

static cordon_status check_batch(const act_context *act, const poll *p, int64_t number, const batch *b)
{
	if (p->open)
		return act_refuse(act, "poll", TEXT(COUNCIL_POLL_OPEN_VOTING), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM tally WHERE poll = ?", "s", p->id))
		return act_refuse(act, "ballots", TEXT(COUNCIL_POLL_ONE_WAY), NO_TEXT);
	int64_t others = state_number(act->state, 0, "SELECT sum(weight) FROM ballot WHERE poll = ? AND batch <> ?",
				      "si", p->id, number);
	return check_not_more(act, "ballots", p->seat.body, b->votes + others);
}

static cordon_status ballots_apply(act_context *act)
{
	poll p;
	batch b = {0};
	int64_t number = act_whole(act, "batch", 0);
	cordon_status status = poll_find_open(act, false, &p);
	status = status ? status : read_batch(act, &p, &b);
	status = status ? status : check_batch(act, &p, number, &b);
	if (!status)
		state_do(act->state, "DELETE FROM ballot WHERE poll = ? AND batch = ?", "si", p.id, number);
	for (size_t i = 0; i < b.ballots && !status; i++)
		state_do(act->state, "INSERT INTO ballot VALUES (?, ?, ?, ?, ?, ?)", "siiisi", p.id, number,
			 (int64_t)i + 1, b.weight[i], b.marks[i], act->entry);
	free_batch(&b);
	return status;
}

/* ---- votes cast by name ------------------------------------------------------------------------------------------ */

static cordon_status cast_apply(act_context *act)
{
	poll p;
	text marks = {0};
	names options = {0};
	if (!poll_find(act->state, act_text(act, "poll"), &p))
		return act_refuse(act, "poll", TEXT(COUNCIL_NO_POLL), NO_TEXT);
	if (p.closed || act->time >= p.closes)
		return act_refuse(act, "poll", TEXT(COUNCIL_POLL_CLOSED), NO_TEXT);
	if (!p.open)
		return act_refuse(act, "poll", TEXT(COUNCIL_POLL_PAPER), NO_TEXT);
	find_options(act->state, &p, &options, NULL);
	bool well = marks_read(&options, act_document(act, "for"), &marks) &&
		    (!p.recall || !strpbrk(text_string(&marks), ">=-"));
	if (well)
		state_do(act->state, "INSERT OR REPLACE INTO cast VALUES (?, ?, ?, ?, ?, NULL)", "ssiis", p.id,
			 act_signer(act), act->entry, act->time, text_string(&marks));
	free_options(&options);
	text_free(&marks);
	return well ? CORDON_OK : act_refuse(act, "for", TEXT(COUNCIL_CAST_WRONG), TEXT(COUNCIL_BALLOTS_EXPECTED));
}

const act_kind tally_kind = {
	.name = "tally",
	.summary = N_("enter the tally sheet of a vote on paper, in an election or a recall"),
	.help = N_("`votes` says how many each candidate had, or `yes` and `no` in a recall; `lists` how many each "
		   "list had without naming a "
		   "person; `blank` and `invalid` what else was in the box. Together they cannot be more than stand on "
		   "the roll. Entered "
		   "again, a sheet replaces the one before. Rules that rank need the ballots themselves (`ballots`)."),
	.field = {{"poll", ACT_ID, N_("the election or recall"), .optional = false},
		  {"at", ACT_ID, N_("the body whose box it was, where several bodies recall a delegate together"),
		   .optional = true},
		  {"votes", ACT_DOCUMENT,
		   N_("the sheet: {\"votes\": {\"ana\": 41, \"bea\": 12}, \"blank\": 3, \"invalid\": 0}"),
		   .optional = false}},
	.who = {&role_poll_tellers},
	.apply = tally_apply,
	.example = "poll=panaderia-1972 votes='{\"votes\":{\"ana\":41,\"bea\":12},\"blank\":3}'",
};

const act_kind ballots_kind = {
	.name = "ballots",
	.summary = N_("enter ballots on paper one by one, in an election"),
	.help = N_("Each ballot has its ranks in `for`: a candidate, a list of equal ones, or \"\" for an empty rank; "
		   "for rules that count "
		   "approvals, everybody approved. `n` equal ballots may be entered as one. Ballots come in numbered "
		   "batches; a batch "
		   "entered again replaces the one before."),
	.field = {{"poll", ACT_ID, N_("the election"), .optional = false},
		  {"batch", ACT_WHOLE, N_("number of the batch"), .optional = false, .least = 1,
		   .most = POLL_BATCHES_MAX},
		  {"ballots", ACT_DOCUMENT,
		   N_("the ballots: [{\"n\": 7, \"for\": [\"ana\", \"bea\"]}, {\"for\": [[\"bea\", \"carla\"]]}]"),
		   .optional = false}},
	.who = {&role_poll_tellers},
	.apply = ballots_apply,
	.example = "poll=panaderia-1972 batch=1 ballots='[{\"n\":7,\"for\":[\"ana\",\"bea\"]},{\"for\":[]}]'",
};

const act_kind cast_kind = {
	.name = "cast",
	.summary = N_("vote openly, under your own name, in an election or a recall"),
	.help = N_("This vote is public and stays in the book for good, with your name. Only where the rules of the "
		   "body chose open "
		   "voting, and for delegates, who answer for their votes. A later vote of yours replaces it until the "
		   "poll ends; it counts "
		   "if you are still entitled then."),
	.field = {{"poll", ACT_ID, N_("the election or recall"), .optional = false},
		  {"for", ACT_DOCUMENT,
		   N_("as on a ballot: [\"ana\", \"bea\"]; in a recall [\"yes\"] or [\"no\"]; [] is blank"),
		   .optional = false}},
	.who = {&role_poll_elector},
	.apply = cast_apply,
	.example = "poll=cordon-cerrillos-1972 for='[\"ana\",\"bea\"]'",
};
