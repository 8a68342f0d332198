/* Decisions: what each majority comes to, by hand; whole votes in small bodies; each refusal; and random votes against
 * a model written here, which knows nothing of tables. */
#include "council_fixture.h"

#include "base/text.h"
#include "base/time.h"
#include "council/decision.h"
#include "council/seat_change.h"

#include <cordon/count.h>

#include <stdlib.h>
#include <string.h>

#define LATER "'1972-10-20T00:00:00Z'"

static act_context change_now(fixture *f)
{
	return (act_context){
		.state = f->state, .entry = ++f->entry, .time = ++f->time, .made = f->time, .error = &f->error};
}

/* Gives somebody a seat, as an election would. */
static void seat(fixture *f, const char *council, const char *body, int number, const char *person)
{
	act_context act = change_now(f);
	seat_change change;
	seat_key key = seat_named(council, body, number);
	assert_true(seat_kept(f->state, &key));
	seat_change_begin(&change, &act, NULL, NULL);
	seat_change_put(&change, &key, person, "election", INT64_MAX);
	seat_change_finish(&change);
}

/* Takes it, as a recall would. */
static void unseat(fixture *f, const char *council, const char *person)
{
	act_context act = change_now(f);
	seat_change change;
	seat_key key;
	assert_true(seat_of_person(f->state, council, person, f->time, &key));
	seat_change_begin(&change, &act, NULL, NULL);
	seat_change_end(&change, &key, "recall");
	seat_change_finish(&change);
}

static void propose(fixture *f, const char *who, const char *body, const char *id, const char *more)
{
	fixture_ok(f, who, "propose", "{'body': '%s', 'proposal': '%s', 'title': 'T', 'text': 'What is decided'%s}",
		   body, id, more);
}

static void put(fixture *f, const char *who, const char *id)
{
	char until[TIME_TEXT];
	time_to_text(f->time + 86400, until);
	fixture_ok(f, who, "put", "{'proposal': '%s', 'until': '%s'}", id, until);
}

/* Votes end; the next day. */
static void pass_days(fixture *f, int days)
{
	f->time += (int64_t)days * 86400;
}

static const char *text_at(const json_t *data, const char *first, const char *second)
{
	const json_t *value = json_object_get(data, first);
	const char *string = json_string_value(second ? json_object_get(value, second) : value);
	return string ? string : "";
}

/* "adopted yes majority" */
static void assert_outcome(fixture *f, const char *id, const char *expected)
{
	char found[200];
	json_t *data = decision_data(f->state, id);
	snprintf(found, sizeof found, "%s %s %s", text_at(data, "decision", "outcome"),
		 text_at(data, "decision", "option"), text_at(data, "decision", "why"));
	assert_string_equal(found, expected);
	json_decref(data);
}

/* How many votes an option had, "2.70". */
static void assert_votes(fixture *f, const char *id, const char *option, const char *expected)
{
	json_t *data = decision_data(f->state, id), *one;
	size_t i;
	const char *found = NULL;
	json_array_foreach(json_object_get(json_object_get(data, "decision"), "options"), i,
			   one) if (!strcmp(text_at(one, "option", NULL), option)) found = text_at(one, "for", NULL);
	assert_non_null(found);
	assert_string_equal(found, expected);
	json_decref(data);
}

/* ---- majorities -------------------------------------------------------------------------------------------------- */

/* A base body of ten that votes on paper, one teller signing. */
#define ON_PAPER "'tellers': {'n': 1, 'k': 1}"

static void ten(fixture *f, const char *rules)
{
	char document[500];
	snprintf(document, sizeof document, "{" ON_PAPER ", %s}", rules);
	fixture_open(f);
	fixture_base(f, "pan", "workplace", "sec", "p1 p2 p3 p4 p5 p6 p7 p8 p9", document);
	fixture_ok(f, "sec", "officer", "{'body': 'pan', 'office': 'teller', 'person': 'p9'}");
}

static void majorities(void **unused)
{
	(void)unused;
	static const struct {
		const char *rules, *tally, *expected;
	} cases[] = {
		/* simple: more than half of the votes; further discussion is against, abstentions are not votes; what fails is
		   rejected if there is more no than further discussion */
		{"'majority': 'simple'", "'yes': 6, 'no': 4", "adopted yes majority"},
		{"'majority': 'simple'", "'yes': 5, 'no': 5", "rejected  majority"},
		{"'majority': 'simple'", "'yes': 4, 'no': 6", "rejected  majority"},
		{"'majority': 'simple'", "'yes': 4, 'no': 2, 'further': 2", "further  majority"},
		{"'majority': 'simple'", "'yes': 3, 'no': 3, 'further': 2", "rejected  majority"},
		{"'majority': 'simple'", "'yes': 3, 'no': 2, 'abstain': 5", "adopted yes majority"},
		{"'majority': 'simple'", "'abstain': 10", "further  majority"},
		/* absolute: more than half of the ten */
		{"'majority': 'absolute'", "'yes': 5, 'no': 1", "rejected  majority"},
		{"'majority': 'absolute'", "'yes': 6, 'no': 1", "adopted yes majority"},
		/* two thirds: at least */
		{"'majority': 'two-thirds'", "'yes': 6, 'no': 3", "adopted yes majority"},
		{"'majority': 'two-thirds'", "'yes': 6, 'no': 3, 'further': 1", "rejected  majority"},
		{"'majority': 'two-thirds'", "'yes': 5, 'no': 3", "rejected  majority"},
		/* a share: at least */
		{"'majority': '3/5'", "'yes': 6, 'no': 4", "adopted yes majority"},
		{"'majority': '3/5'", "'yes': 5, 'no': 4", "rejected  majority"},
		{"'majority': '0.75'", "'yes': 6, 'no': 2", "adopted yes majority"},
		{"'majority': '0.75'", "'yes': 7, 'further': 3", "further  majority"},
		{"'majority': '1/1'", "'yes': 9, 'abstain': 1", "adopted yes majority"},
		{"'majority': '1/1'", "'yes': 9, 'no': 1", "rejected  majority"},
		/* quorum: half of ten by default, a number, all */
		{"'majority': 'simple'", "'yes': 4", "further  quorum"},
		{"'majority': 'simple'", "'yes': 3, 'abstain': 2", "adopted yes majority"},
		{"'quorum': '7'", "'yes': 6", "further  quorum"},
		{"'quorum': '7'", "'yes': 7", "adopted yes majority"},
		{"'quorum': '2/3'", "'yes': 6", "further  quorum"}, /* 20/3 rounded up is 7 */
		{"'quorum': '0'", "'yes': 1", "adopted yes majority"},
		{"'quorum': '0'", "", "further  quorum"},
		/* in one body a double majority is a simple one */
		{"'majority': 'double'", "'yes': 6, 'no': 4", "adopted yes majority"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		fixture f;
		ten(&f, cases[i].rules);
		propose(&f, "p1", "pan", "x", "");
		put(&f, "sec", "x");
		fixture_ok(&f, "p9", "vote_tally", "{'proposal': 'x', 'body': 'pan', 'tally': {%s}}", cases[i].tally);
		pass_days(&f, 2);
		fixture_ok(&f, "p2", "decide", "{'proposal': 'x'}");
		assert_outcome(&f, "x", cases[i].expected);
		fixture_close(&f);
	}
}

/* Invalid ballots count for the quorum and for nothing else. */
static void invalid_ballots(void **unused)
{
	(void)unused;
	fixture f;
	ten(&f, "'majority': 'simple'");
	propose(&f, "p1", "pan", "x", "");
	put(&f, "sec", "x");
	fixture_ok(&f, "p9", "vote_tally",
		   "{'proposal': 'x', 'body': 'pan', 'tally': {'yes': 2, 'no': 1}, 'invalid': 2}");
	pass_days(&f, 2);
	fixture_ok(&f, "p2", "decide", "{'proposal': 'x'}");
	assert_outcome(&f, "x", "adopted yes majority");
	assert_votes(&f, "x", "yes", "2");
	fixture_close(&f);
}

/* ---- councils ---------------------------------------------------------------------------------------------------- */

/* A cordon of three workplaces of five, three and two people; d'Hondt gives them three, one and one of five seats
 * (quotients 5, 3, 2.5, 2, 1.67), held by a1 a2 a3, b1, c1. `rules` begin with a comma, or are empty. */
#define SHARED "'apportionment': {'method': 'dhondt', 'seats': 5, 'floor': 0}"
static void cordon(fixture *f, const char *rules)
{
	fixture_open(f);
	fixture_base(f, "alfa", "workplace", "a1", "a2 a3 a4 a5", "{" ON_PAPER "}");
	fixture_base(f, "beta", "workplace", "b1", "b2 b3", "{" ON_PAPER "}");
	fixture_base(f, "gama", "workplace", "c1", "c2", "{" ON_PAPER "}");
	char document[300];
	snprintf(document, sizeof document, "{" SHARED "%s}", rules);
	fixture_council(f, "cordon", "cordon", "a1", document);
	fixture_join(f, "cordon", "alfa");
	fixture_join(f, "cordon", "beta");
	fixture_join(f, "cordon", "gama");
	seat(f, "cordon", "alfa", 1, "a1");
	seat(f, "cordon", "alfa", 2, "a2");
	seat(f, "cordon", "alfa", 3, "a3");
	seat(f, "cordon", "beta", 1, "b1");
	seat(f, "cordon", "gama", 1, "c1");
}

static void votes(fixture *f, const char *id, const char *list)
{
	char *words = strdup(list), *rest = words;
	for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		char *choice = strchr(word, '=');
		*choice++ = '\0';
		fixture_ok(f, word, "vote", "{'proposal': '%s', 'choice': '%s'}", id, choice);
	}
	free(words);
}

static void double_majority(void **unused)
{
	(void)unused;
	static const struct {
		const char *rules, *votes, *expected;
	} cases[] = {
		{", 'majority': 'simple'", "a1=yes a2=yes a3=yes b1=no c1=no", "adopted yes majority"},
		{", 'majority': 'double'", "a1=yes a2=yes a3=yes b1=no c1=no",
		 "rejected  majority"}, /* one body of three */
		{", 'majority': 'double'", "a1=yes a2=yes a3=no b1=yes c1=no",
		 "adopted yes majority"}, /* two of three */
		{", 'majority': 'double'", "a1=yes a2=no a3=no b1=yes c1=yes", "adopted yes majority"},
		{", 'majority': 'double'", "a1=no a2=no a3=no b1=yes c1=yes",
		 "rejected  majority"}, /* two seats of five */
		{", 'majority': 'double'", "a1=yes a2=yes a3=yes",
		 "further  majority"}, /* bodies that did not vote are bodies */
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		fixture f;
		cordon(&f, cases[i].rules);
		propose(&f, "b1", "cordon", "x", "");
		put(&f, "a1", "x");
		votes(&f, "x", cases[i].votes);
		pass_days(&f, 2);
		fixture_ok(&f, "c1", "decide", "{'proposal': 'x'}");
		assert_outcome(&f, "x", cases[i].expected);
		fixture_close(&f);
	}
}

static void split_votes(void **unused)
{
	(void)unused;
	fixture f;
	cordon(&f, ", 'split_votes': true");
	propose(&f, "b1", "cordon", "x", "");
	put(&f, "a1", "x");
	fixture_ok(&f, "b1", "vote",
		   "{'proposal': 'x', 'split': [{'choice': 'yes', 'share': 70}, {'choice': 'no', 'share': 30}]}");
	fixture_refused(&f, "c1", "decision.split_sum", "vote",
			"{'proposal': 'x', 'split': [{'choice': 'yes', 'share': 70}, {'choice': 'no', 'share': 29}]}");
	votes(&f, "x", "a1=yes a2=no a3=no");
	fixture_ok(&f, "c1", "vote",
		   "{'proposal': 'x', 'split': [{'choice': 'yes', 'share': 81}, {'choice': 'abstain', 'share': 19}]}");
	fixture_ok(&f, "a3", "decide", "{'proposal': 'x'}"); /* everybody voted: no need to wait */
	assert_outcome(&f, "x", "adopted yes majority"); /* 2.51 to 2.30 */
	assert_votes(&f, "x", "yes", "2.51");
	assert_votes(&f, "x", "no", "2.30");
	fixture_close(&f);
	cordon(&f, "");
	propose(&f, "b1", "cordon", "x", "");
	put(&f, "a1", "x");
	fixture_refused(&f, "b1", "decision.no_split", "vote",
			"{'proposal': 'x', 'split': [{'choice': 'yes', 'share': 70}, {'choice': 'no', 'share': 30}]}");
	fixture_close(&f);
}

static void a_recalled_delegate_has_no_vote(void **unused)
{
	(void)unused;
	fixture f;
	cordon(&f, "");
	propose(&f, "b1", "cordon", "x", "");
	put(&f, "a1", "x");
	votes(&f, "x", "a1=yes a2=yes b1=yes c1=no a3=no");
	unseat(&f, "cordon", "a1");
	unseat(&f, "cordon", "b1");
	fixture_refused(&f, "b1", "record.may_not", "vote", "{'proposal': 'x', 'choice': 'yes'}");
	seat(&f, "cordon", "beta", 1, "b2");
	fixture_ok(&f, "b2", "vote", "{'proposal': 'x', 'choice': 'no'}");
	fixture_ok(&f, "c1", "decide", "{'proposal': 'x'}"); /* all four seats that are filled voted */
	assert_outcome(&f, "x", "rejected  majority");
	assert_votes(&f, "x", "yes", "1");
	assert_votes(&f, "x", "no", "3");
	json_t *data = decision_data(f.state, "x"), *one;
	size_t i, counted = 0;
	assert_int_equal(json_array_size(json_object_get(data, "votes")), 6);
	json_array_foreach(json_object_get(data, "votes"), i, one) counted +=
		json_is_true(json_object_get(one, "counted"));
	assert_int_equal(counted, 4);
	json_decref(data);
	fixture_close(&f);
}

/* A seat in a board above is held through one below, and counts only as long as that one stands. */
static void a_seat_held_through_another_ends_with_it(void **unused)
{
	(void)unused;
	fixture f;
	cordon(&f, "");
	fixture_council(&f, "board", "board", "a1", "{'quorum': '0', 'apportionment': {'seats': 2}}");
	fixture_join(&f, "board", "cordon");
	seat(&f, "board", "cordon", 1, "b1");
	seat(&f, "board", "cordon", 2, "c1");
	propose(&f, "b1", "board", "x", "");
	put(&f, "b1", "x");
	votes(&f, "x", "b1=yes c1=no");
	state_do(f.state, "UPDATE mandate SET until_time = ? WHERE council = 'cordon' AND person = 'b1'", "i",
		 f.time + 60);
	pass_days(&f, 2); /* the term below is over */
	fixture_ok(&f, "c1", "decide", "{'proposal': 'x'}");
	assert_outcome(&f, "x", "rejected  majority");
	assert_votes(&f, "x", "yes", "0");
	fixture_close(&f);
}

static void the_quorum_is_of_all_seats(void **unused)
{
	(void)unused;
	fixture f;
	cordon(&f, ", 'quorum': '3/5'");
	propose(&f, "b1", "cordon", "x", "");
	put(&f, "a1", "x");
	unseat(&f, "cordon", "a1");
	unseat(&f, "cordon", "a2");
	unseat(&f, "cordon", "a3");
	f.time++;
	votes(&f, "x", "b1=yes c1=yes");
	fixture_ok(&f, "c1", "decide", "{'proposal': 'x'}");
	assert_outcome(&f, "x", "further  quorum"); /* two of five seats, both that are filled */
	fixture_close(&f);
}

/* ---- instructions ------------------------------------------------------------------------------------------------ */

static bool warned(const fixture *f, const char *code)
{
	for (size_t i = 0; i < f->error.count; i++)
		if (!strcmp(f->error.finding[i].what.code->id, code) && f->error.finding[i].severity == CORDON_WARNING)
			return true;
	return false;
}

static void instructions(void **unused)
{
	(void)unused;
	fixture f;
	cordon(&f, "");
	propose(&f, "b1", "cordon", "x", "");
	fixture_decided(&f, "gama", "instruct", "{'body': 'gama', 'proposal': 'x', 'choice': 'yes'}");
	fixture_undecided(&f, "gama", "council.not_its_decision", "instruct",
			  "{'body': 'beta', 'proposal': 'x', 'choice': 'yes'}");
	fixture_undecided(&f, "gama", "decision.no_option", "instruct",
			  "{'body': 'gama', 'proposal': 'x', 'choice': 'perhaps'}");
	put(&f, "a1", "x");
	votes(&f, "x", "a1=yes a2=yes a3=no b1=no");
	assert_false(warned(&f, "decision.against"));
	votes(&f, "x", "c1=no");
	assert_true(warned(&f, "decision.against"));
	json_t *flags = decision_flags(f.state, "gama");
	assert_int_equal(json_array_size(flags), 1);
	assert_string_equal(text_at(json_array_get(flags, 0), "person", NULL), "c1");
	assert_string_equal(text_at(json_array_get(flags, 0), "override", NULL), "");
	json_decref(flags);
	fixture_decided(&f, "gama", "vote_override", "{'body': 'gama', 'proposal': 'x', 'choice': 'yes'}");
	fixture_refused(&f, "c1", "decision.overridden", "vote", "{'proposal': 'x', 'choice': 'no'}");
	flags = decision_flags(f.state, "gama");
	assert_string_equal(text_at(json_array_get(flags, 0), "override", NULL), "100 yes");
	json_decref(flags);
	fixture_ok(&f, "c1", "decide", "{'proposal': 'x'}");
	assert_outcome(&f, "x", "adopted yes majority"); /* three to two */
	fixture_undecided(&f, "gama", "decision.status", "vote_override",
			  "{'body': 'gama', 'proposal': 'x', 'choice': 'no'}");
	fixture_undecided(&f, "gama", "decision.status", "instruct",
			  "{'body': 'gama', 'proposal': 'x', 'choice': 'no'}");
	fixture_close(&f);
}

static void override_as_the_bodys_rules_say(void **unused)
{
	(void)unused;
	fixture f;
	cordon(&f, "");
	propose(&f, "b1", "cordon", "x", "");
	put(&f, "a1", "x");
	fixture_decided(&f, "beta", "rules", "{'body': 'beta', 'document': {'override': false}}");
	fixture_undecided(&f, "beta", "decision.free", "vote_override",
			  "{'body': 'beta', 'proposal': 'x', 'choice': 'no'}");
	fixture_decided(&f, "beta", "instruct", "{'body': 'beta', 'proposal': 'x', 'choice': 'no'}");
	fixture_decided(&f, "beta", "rules", "{'body': 'beta', 'document': {'instructions': 'free'}}");
	fixture_undecided(&f, "beta", "decision.free", "instruct", "{'body': 'beta', 'proposal': 'x', 'choice': 'no'}");
	fixture_base(&f, "delta", "workplace", "d1", "d2", NULL);
	fixture_undecided(&f, "delta", "decision.no_seat", "instruct",
			  "{'body': 'delta', 'proposal': 'x', 'choice': 'no'}");
	fixture_close(&f);
}

/* ---- amendments -------------------------------------------------------------------------------------------------- */

#define RANK(count, ...) "{'rank': [" __VA_ARGS__ "], 'count': " #count "}"

static void amendments_are_ranked(void **unused)
{
	(void)unused;
	static const struct {
		const char *rules, *expected;
	} cases[] = {
		/* of eight ballots: south over yes 4 to 3; over further 7 to 1: south. Nobody but it has five sevenths */
		{"'majority': 'simple'", "adopted south majority"},
		{"'majority': 'absolute'", "adopted south majority"},
		{"'majority': '7/8'", "adopted south majority"},
		{"'majority': '8/9'", "further  majority"},
		{"'majority': '1/1'", "further  majority"},
		{"'majority': 'two-thirds'", "adopted south majority"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		fixture f;
		ten(&f, cases[i].rules);
		propose(&f, "p1", "pan", "x", "");
		fixture_ok(&f, "p2", "amend", "{'proposal': 'x', 'option': 'south', 'text': 'Elsewhere'}");
		put(&f, "sec", "x");
		fixture_refused(&f, "p9", "decision.option_twice", "vote_tally",
				"{'proposal': 'x', 'body': 'pan', 'tally': [%s]}", RANK(1, "'yes', 'south', 'yes'"));
		fixture_ok(&f, "p9", "vote_tally", "{'proposal': 'x', 'body': 'pan', 'tally': [%s, %s, %s]}",
			   RANK(4, "'south', 'yes', 'further'"), RANK(3, "'yes', 'south'"), RANK(1, "'further'"));
		pass_days(&f, 2);
		fixture_ok(&f, "p2", "decide", "{'proposal': 'x'}");
		assert_outcome(&f, "x", cases[i].expected);
		assert_votes(&f, "x", "south", "7");
		fixture_close(&f);
	}
}

static void amendments_need_the_double_majority_too(void **unused)
{
	(void)unused;
	for (int twice = 0; twice <= 1; twice++) {
		fixture f;
		cordon(&f, twice ? ", 'majority': 'double'" : ", 'majority': 'simple'");
		propose(&f, "b1", "cordon", "x", "");
		fixture_ok(&f, "a1", "amend", "{'proposal': 'x', 'option': 'south', 'text': 'Elsewhere'}");
		put(&f, "a1", "x");
		for (int i = 1; i <= 3; i++) {
			char person[16];
			snprintf(person, sizeof person, "a%d", i);
			fixture_ok(&f, person, "vote", "{'proposal': 'x', 'rank': ['south', 'yes', 'further']}");
		}
		votes(&f, "x", "b1=further c1=further");
		fixture_ok(&f, "c1", "decide", "{'proposal': 'x'}");
		/* three seats to two, but in one body of three */
		assert_outcome(&f, "x", twice ? "further  majority" : "adopted south majority");
		fixture_close(&f);
	}
}

/* Three options in a circle of equal defeats: a tie, which only a seed committed to before decides. */
static void a_tie_is_further_discussion_without_a_seed(void **unused)
{
	(void)unused;
	for (int seeded = 0; seeded <= 1; seeded++) {
		fixture f;
		ten(&f, "'majority': 'simple'");
		propose(&f, "p1", "pan", "x",
			", 'commitment': 'aa74f6fd03bf68be7e0f4bd06cae61a72ab8025b50d00888f3e1068f22067463'");
		fixture_ok(&f, "p2", "amend", "{'proposal': 'x', 'option': 'b', 'text': 'B'}");
		fixture_ok(&f, "p2", "amend", "{'proposal': 'x', 'option': 'c', 'text': 'C'}");
		put(&f, "sec", "x");
		fixture_ok(&f, "p9", "vote_tally", "{'proposal': 'x', 'body': 'pan', 'tally': [%s, %s, %s]}",
			   RANK(3, "'yes', 'b', 'c'"), RANK(3, "'b', 'c', 'yes'"), RANK(3, "'c', 'yes', 'b'"));
		pass_days(&f, 2);
		fixture_refused(&f, "p2", "count.commitment_wrong", "decide", "{'proposal': 'x', 'seed': 'port'}");
		fixture_ok(&f, "p2", "decide", seeded ? "{'proposal': 'x', 'seed': 'harbour'}" : "{'proposal': 'x'}");
		json_t *data = decision_data(f.state, "x");
		assert_string_equal(text_at(data, "decision", "outcome"), seeded ? "adopted" : "further");
		assert_string_equal(text_at(data, "decision", "why"), seeded ? "majority" : "tie");
		json_decref(data);
		fixture_close(&f);
	}
}

static void an_accepted_amendment_takes_the_proposals_place(void **unused)
{
	(void)unused;
	fixture f;
	ten(&f, "'majority': 'simple'");
	propose(&f, "p1", "pan", "x",
		", 'effects': [{'kind': 'officer', 'fields': {'body': 'pan', 'office': 'chair', 'person': 'p3'}}]");
	fixture_ok(&f, "p2", "amend",
		   "{'proposal': 'x', 'option': 'other', 'text': 'T', 'effects': [{'kind': 'officer', 'fields': "
		   "{'body': 'pan', 'office': 'chair', 'person': 'p4'}}]}");
	fixture_refused(&f, "p2", "decision.name_taken", "amend", "{'proposal': 'x', 'option': 'other', 'text': 'T'}");
	fixture_refused(&f, "p2", "decision.name_taken", "amend",
			"{'proposal': 'x', 'option': 'further', 'text': 'T'}");
	fixture_refused(&f, "p2", "record.may_not", "amend_accept", "{'proposal': 'x', 'option': 'other'}");
	json_t *before = decision_data(f.state, "x");
	assert_null(json_object_get(before, "standing"));
	json_decref(before);
	fixture_ok(&f, "p1", "amend_accept", "{'proposal': 'x', 'option': 'other'}");
	json_t *after = decision_data(f.state, "x");
	assert_string_equal(text_at(after, "standing", "option"), "other");
	assert_string_equal(text_at(after, "standing", "text"), "T");
	json_decref(after);
	fixture_refused(&f, "p1", "decision.no_amendment", "amend_accept", "{'proposal': 'x', 'option': 'other'}");
	put(&f, "sec", "x");
	fixture_refused(&f, "p1", "decision.status", "amend", "{'proposal': 'x', 'option': 'late', 'text': 'T'}");
	fixture_refused(&f, "p9", "decision.no_option", "vote_tally",
			"{'proposal': 'x', 'body': 'pan', 'tally': {'other': 6}}");
	fixture_ok(&f, "p9", "vote_tally", "{'proposal': 'x', 'body': 'pan', 'tally': {'yes': 6}}");
	pass_days(&f, 2);
	fixture_ok(&f, "p2", "decide", "{'proposal': 'x'}");
	assert_true(state_has(f.state, "SELECT 1 FROM officer WHERE office = 'chair' AND person = 'p4'", ""));
	assert_false(state_has(f.state, "SELECT 1 FROM officer WHERE office = 'chair' AND person = 'p3'", ""));
	fixture_close(&f);
}

/* ---- effects and rules ------------------------------------------------------------------------------------------- */

static void decide_by(fixture *f, const char *id, const char *tally)
{
	put(f, "sec", id);
	fixture_ok(f, "p9", "vote_tally", "{'proposal': '%s', 'body': 'pan', 'tally': {%s}}", id, tally);
	pass_days(f, 2);
	fixture_ok(f, "p2", "decide", "{'proposal': '%s'}", id);
}

static void rules_change_under_the_rules_before(void **unused)
{
	(void)unused;
	fixture f;
	ten(&f, "'majority': 'simple', 'amend': '3/4'");
	const char *effects = ", 'effects': [{'kind': 'rules', 'fields': {'body': 'pan', 'document': {" ON_PAPER
			      ", 'majority': 'absolute'}}}]";
	propose(&f, "p1", "pan", "x", effects);
	decide_by(&f, "x", "'yes': 7, 'no': 3"); /* enough for anything but rules */
	assert_outcome(&f, "x", "rejected  majority");
	assert_false(state_has(f.state, "SELECT 1 FROM rules WHERE body = 'pan' AND version = 2", ""));
	propose(&f, "p1", "pan", "y", effects);
	propose(&f, "p1", "pan", "z", "");
	put(&f, "sec", "z"); /* under the first rules */
	decide_by(&f, "y", "'yes': 6, 'no': 2");
	assert_outcome(&f, "y", "adopted yes majority");
	assert_true(state_has(f.state, "SELECT 1 FROM rules WHERE body = 'pan' AND version = 2", ""));
	fixture_ok(&f, "p9", "vote_tally", "{'proposal': 'z', 'body': 'pan', 'tally': {'yes': 3, 'no': 2}}");
	fixture_ok(&f, "p2", "decide", "{'proposal': 'z'}");
	assert_outcome(&f, "z", "adopted yes majority");
	propose(&f, "p1", "pan", "w", "");
	decide_by(&f, "w", "'yes': 5, 'no': 2");
	assert_outcome(&f, "w", "rejected  majority"); /* five are not more than half of ten */
	fixture_close(&f);
}

static void effects_are_done_all_or_none(void **unused)
{
	(void)unused;
	fixture f;
	ten(&f, "'majority': 'simple'");
	propose(&f, "p1", "pan", "x",
		", 'effects': [{'kind': 'officer', 'fields': {'body': 'pan', 'office': 'chair', 'person': 'p3'}}, "
		"{'kind': 'officer_end', 'fields': {'body': 'pan', 'office': 'treasurer', 'person': 'p4'}}]");
	fixture_refused(&f, "p2", "decision.status", "carry_out", "{'proposal': 'x'}");
	decide_by(&f, "x", "'yes': 6, 'no': 2");
	assert_true(warned(&f, "decision.pending"));
	assert_true(warned(&f, "council.no_office")); /* nobody is treasurer */
	assert_outcome(&f, "x", "adopted yes majority");
	assert_false(state_has(f.state, "SELECT 1 FROM officer WHERE office = 'chair'",
			       "")); /* the first one was taken back */
	json_t *data = decision_data(f.state, "x");
	assert_string_equal(text_at(data, "decision", "effects"), "pending");
	assert_string_equal(text_at(data, "decision", "refusal"), "2 council.no_office");
	json_decref(data);
	fixture_refused(&f, "p2", "council.no_office", "carry_out", "{'proposal': 'x'}");
	fixture_decided(&f, "pan", "officer", "{'body': 'pan', 'office': 'treasurer', 'person': 'p4'}");
	fixture_ok(&f, "p2", "carry_out", "{'proposal': 'x'}");
	assert_true(state_has(f.state, "SELECT 1 FROM officer WHERE office = 'chair' AND person = 'p3'", ""));
	fixture_refused(&f, "p2", "decision.not_pending", "carry_out", "{'proposal': 'x'}");
	fixture_close(&f);
}

static void what_is_rescinded_holds_no_more(void **unused)
{
	(void)unused;
	fixture f;
	ten(&f, "'majority': 'simple'");
	propose(&f, "p1", "pan", "x",
		", 'effects': [{'kind': 'officer_end', 'fields': {'body': 'pan', 'office': 'chair', 'person': 'p4'}}]");
	decide_by(&f, "x", "'yes': 6, 'no': 2");
	json_t *list = decision_list(f.state, "pan");
	assert_int_equal(json_array_size(list), 1);
	json_decref(list);
	propose(&f, "p1", "pan", "y", ", 'effects': [{'kind': 'rescind', 'fields': {'body': 'pan', 'proposal': 'x'}}]");
	decide_by(&f, "y", "'yes': 6, 'no': 2");
	list = decision_list(f.state, "pan");
	assert_int_equal(json_array_size(list), 1);
	assert_string_equal(text_at(json_array_get(list, 0), "proposal", NULL), "y");
	json_decref(list);
	fixture_refused(&f, "p2", "decision.not_pending", "carry_out", "{'proposal': 'x'}");
	fixture_undecided(&f, "pan", "decision.not_in_force", "rescind", "{'body': 'pan', 'proposal': 'x'}");
	fixture_close(&f);
}

static void effects_are_checked_when_proposed(void **unused)
{
	(void)unused;
	static const struct {
		const char *effects, *code;
	} cases[] = {
		{"[]", "decision.effects"},
		{"{'kind': 'rules'}", "decision.effects"},
		{"[{'kind': 'rules'}]", "decision.effect_form"},
		{"[{'kind': 'rules', 'fields': {'body': 'pan', 'document': {}}, 'more': 1}]", "decision.effect_form"},
		{"[{'kind': 'coup', 'fields': {}}]", "decision.effect_kind"},
		{"[{'kind': 'rules', 'fields': {'body': 'pan'}}]", "record.field_missing"},
		{"[{'kind': 'rules', 'fields': {'body': 'other', 'document': {}}}]", "decision.effect_not_its"},
		{"[{'kind': 'vote', 'fields': {'proposal': 'x', 'choice': 'yes'}}]", "decision.effect_not_its"},
		{"[{'kind': 'decide', 'fields': {'proposal': 'x'}}]", "decision.effect_not_its"},
		{"[{'kind': 'propose', 'fields': {'body': 'pan', 'proposal': 'z', 'title': 'T', 'text': 'T'}}]",
		 "decision.effect_not_its"},
	};
	fixture f;
	ten(&f, "'majority': 'simple'");
	fixture_base(&f, "other", "workplace", "o1", "o2", NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		fixture_refused(&f, "p1", cases[i].code, "propose",
				"{'body': 'pan', 'proposal': 'x', 'title': 'T', 'text': 'T', 'effects': %s}",
				cases[i].effects);
	fixture_close(&f);
}

/* What a council may decide for a body below: only what both sets of rules let it, and never its rules or its links. */
static void decisions_bind_as_both_rules_say(void **unused)
{
	(void)unused;
	static const char *const effect =
		"{'body': 'cordon', 'proposal': '%s', 'title': 'T', 'text': 'T', 'effects': [{'kind': 'officer', "
		"'fields': {'body': 'beta', 'office': 'chair', 'person': 'b2'}}]}";
	fixture f;
	cordon(&f, ", 'binds': {'down': true}");
	assert_false(decision_binds(f.state, "cordon", "beta"));
	fixture_refused(&f, "a1", "decision.effect_not_its", "propose", effect, "x");
	fixture_decided(&f, "beta", "rules", "{'body': 'beta', 'document': {'binds': {'down': true}}}");
	assert_true(decision_binds(f.state, "cordon", "beta"));
	assert_false(decision_binds(f.state, "beta", "cordon"));
	assert_false(decision_binds(f.state, "cordon", "gama"));
	fixture_ok(&f, "a1", "propose", effect, "x");
	fixture_refused(&f, "a1", "decision.effect_not_its", "propose",
			"{'body': 'cordon', 'proposal': 'y', 'title': 'T', 'text': 'T', 'effects': [{'kind': 'rules', "
			"'fields': "
			"{'body': 'beta', 'document': {}}}]}");
	static const char *const own[] = {
		"'body_close', 'fields': {'body': 'beta'}",
		"'depart', 'fields': {'council': 'cordon', 'body': 'beta'}",
		"'instruct', 'fields': {'body': 'beta', 'proposal': 'x', 'choice': 'no'}",
		"'rescind', 'fields': {'body': 'beta', 'proposal': 'x'}",
	};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		bool link = strstr(own[i],
				   "depart"); /* the cordon is a side of its own links, and may decide for that side */
		cordon_status status = fixture_act(&f, "a1", "propose",
						   "{'body': 'cordon', 'proposal': 'own%zu', 'title': 'T', 'text': "
						   "'T', 'effects': [{'kind': %s}]}",
						   i, own[i]);
		assert_int_equal(status, link ? CORDON_OK : CORDON_BAD_INPUT);
	}
	fixture_council(&f, "board", "board", "a1", "{}");
	fixture_join(&f, "board", "cordon");
	assert_false(decision_binds(f.state, "board", "beta"));
	fixture_decided(&f, "board", "rules", "{'body': 'board', 'document': {'binds': {'down': true, 'up': true}}}");
	assert_true(decision_binds(f.state, "board", "beta")); /* by way of the cordon */
	assert_false(decision_binds(f.state, "board", "gama"));
	assert_false(decision_binds(f.state, "cordon", "board"));
	fixture_decided(&f, "cordon", "rules",
			"{'body': 'cordon', 'document': {" SHARED ", 'binds': {'down': true, 'up': true}}}");
	assert_true(decision_binds(f.state, "cordon", "board"));
	assert_false(decision_binds(f.state, "beta", "board")); /* beta did not say so */
	put(&f, "a1", "x");
	votes(&f, "x", "a1=yes a2=yes a3=yes b1=no c1=no");
	fixture_ok(&f, "c1", "decide", "{'proposal': 'x'}");
	assert_true(state_has(f.state,
			      "SELECT 1 FROM officer WHERE body = 'beta' AND office = 'chair' AND person = 'b2'", ""));
	json_t *beta = decision_list(f.state, "beta"), *gama = decision_list(f.state, "gama");
	assert_int_equal(json_array_size(beta), 1);
	assert_int_equal(json_array_size(gama), 0);
	json_t *board = decision_list(f.state, "board"); /* the cordon's decisions bind upwards */
	assert_int_equal(json_array_size(board), 1);
	json_decref(board);
	json_decref(beta);
	json_decref(gama);
	fixture_close(&f);
}

/* ---- the order of things ----------------------------------------------------------------------------------------- */

static void readings_come_before_the_vote(void **unused)
{
	(void)unused;
	fixture f;
	ten(&f, "'readings': 3");
	propose(&f, "p1", "pan", "x", "");
	fixture_refused(&f, "sec", "decision.readings", "put", "{'proposal': 'x', 'until': " LATER "}");
	fixture_refused(&f, "p1", "record.may_not", "reading", "{'proposal': 'x'}");
	fixture_ok(&f, "sec", "reading", "{'proposal': 'x'}");
	fixture_refused(&f, "sec", "decision.read_today", "reading", "{'proposal': 'x'}");
	pass_days(&f, 1);
	fixture_ok(&f, "sec", "reading", "{'proposal': 'x'}");
	fixture_refused(&f, "sec", "decision.read_today", "put", "{'proposal': 'x', 'until': " LATER "}");
	pass_days(&f, 1);
	fixture_refused(&f, "sec", "decision.until_past", "put", "{'proposal': 'x', 'until': '1972-10-11T00:00:00Z'}");
	fixture_ok(&f, "sec", "put", "{'proposal': 'x', 'until': " LATER "}");
	fixture_refused(&f, "sec", "decision.status", "put", "{'proposal': 'x', 'until': " LATER "}");
	fixture_refused(&f, "sec", "decision.status", "reading", "{'proposal': 'x'}");
	fixture_refused(&f, "p1", "decision.status", "proposal_withdraw", "{'proposal': 'x'}");
	fixture_close(&f);
}

static void each_at_its_time(void **unused)
{
	(void)unused;
	fixture f;
	ten(&f, "'majority': 'simple'");
	fixture_refused(&f, "p1", "decision.voters", "propose",
			"{'body': 'pan', 'proposal': 'x', 'title': 'T', 'text': 'T', 'voters': 'base'}");
	fixture_refused(&f, "p1", "record.may_not", "propose",
			"{'body': 'no-such', 'proposal': 'x', 'title': 'T', 'text': 'T'}");
	fixture_refused(&f, "stranger", "record.may_not", "propose",
			"{'body': 'pan', 'proposal': 'x', 'title': 'T', 'text': 'T'}");
	propose(&f, "p1", "pan", "x", "");
	fixture_refused(&f, "p1", "decision.name_taken", "propose",
			"{'body': 'pan', 'proposal': 'x', 'title': 'T', 'text': 'T'}");
	fixture_refused(&f, "p9", "decision.status", "vote_tally",
			"{'proposal': 'x', 'body': 'pan', 'tally': {'yes': 1}}");
	fixture_refused(&f, "p1", "decision.status", "decide", "{'proposal': 'x'}");
	fixture_refused(&f, "p1", "decision.not_decided", "dissent", "{'proposal': 'x', 'text': 'T'}");
	fixture_refused(&f, "sec", "decision.not_decided", "publish", "{'proposal': 'x', 'place': 'T'}");
	fixture_refused(&f, "p2", "record.may_not", "put", "{'proposal': 'x', 'until': " LATER "}");
	put(&f, "p1", "x"); /* the proposer may */
	fixture_refused(&f, "p1", "decision.on_paper", "vote", "{'proposal': 'x', 'choice': 'yes'}");
	fixture_refused(&f, "p1", "record.may_not", "vote_tally",
			"{'proposal': 'x', 'body': 'pan', 'tally': {'yes': 1}}");
	fixture_refused(&f, "p9", "decision.stuffed", "vote_tally",
			"{'proposal': 'x', 'body': 'pan', 'tally': {'yes': 7, 'no': 3}, 'invalid': 1}");
	fixture_refused(&f, "p9", "decision.count", "vote_tally",
			"{'proposal': 'x', 'body': 'pan', 'tally': {'yes': -1}}");
	fixture_refused(&f, "p1", "decision.waiting", "decide", "{'proposal': 'x'}");
	pass_days(&f, 2);
	fixture_refused(&f, "p1", "decision.waiting", "decide", "{'proposal': 'x'}");
	pass_days(&f, 7);
	fixture_refused(&f, "p1", "decision.no_commitment", "decide", "{'proposal': 'x', 'seed': 's'}");
	fixture_ok(&f, "p1", "decide", "{'proposal': 'x'}");
	assert_outcome(&f, "x", "further  quorum");
	fixture_ok(&f, "p1", "dissent", "{'proposal': 'x', 'text': 'The tellers were on holiday.'}");
	fixture_refused(&f, "p1", "decision.opinion_twice", "dissent", "{'proposal': 'x', 'text': 'T'}");
	fixture_ok(&f, "sec", "publish", "{'proposal': 'x', 'place': 'Notice board'}");
	propose(&f, "p1", "pan", "y", "");
	fixture_refused(&f, "p2", "record.may_not", "proposal_withdraw", "{'proposal': 'y'}");
	fixture_ok(&f, "p1", "proposal_withdraw", "{'proposal': 'y'}");
	fixture_refused(&f, "sec", "decision.status", "put", "{'proposal': 'y', 'until': '1973-01-01T00:00:00Z'}");
	fixture_close(&f);
}

static void open_votes_of_a_base_body(void **unused)
{
	(void)unused;
	fixture f;
	ten(&f, "'voting': 'open'");
	propose(&f, "p1", "pan", "x", "");
	put(&f, "sec", "x");
	votes(&f, "x", "p1=no p2=yes p3=yes p4=no p5=abstain p1=yes p6=no"); /* p1 changed their mind */
	fixture_ok(&f, "p9", "vote",
		   "{'proposal': 'x', 'choice': 'yes', 'person': 'p7'}"); /* has no key: entered by name */
	fixture_refused(&f, "p8", "record.may_not", "vote", "{'proposal': 'x', 'choice': 'yes', 'person': 'p7'}");
	fixture_refused(&f, "p9", "decision.no_vote", "vote",
			"{'proposal': 'x', 'choice': 'yes', 'person': 'stranger'}");
	fixture_refused(&f, "p8", "decision.not_ranked", "vote", "{'proposal': 'x', 'rank': ['yes', 'no']}");
	fixture_refused(&f, "p8", "decision.one_ballot", "vote", "{'proposal': 'x'}");
	fixture_refused(&f, "p8", "decision.one_ballot", "vote", "{'proposal': 'x', 'choice': 'yes', 'rank': ['yes']}");
	fixture_refused(&f, "p9", "decision.no_paper", "vote_tally",
			"{'proposal': 'x', 'body': 'pan', 'tally': {'yes': 1}}");
	fixture_ok(&f, "sec", "leave", "{'body': 'pan', 'person': 'p2'}"); /* who left has no vote any more */
	fixture_refused(&f, "p1", "decision.not_due", "decide", "{'proposal': 'x'}");
	pass_days(&f, 2);
	fixture_refused(&f, "p8", "decision.vote_over", "vote", "{'proposal': 'x', 'choice': 'yes'}");
	fixture_ok(&f, "p1", "decide", "{'proposal': 'x'}");
	assert_outcome(&f, "x", "adopted yes majority");
	assert_votes(&f, "x", "yes", "3"); /* p1 p3 p7 */
	assert_votes(&f, "x", "no", "2"); /* p4 p6 */
	fixture_refused(&f, "p1", "decision.agreed", "dissent", "{'proposal': 'x', 'text': 'T'}");
	fixture_ok(&f, "p4", "dissent", "{'proposal': 'x', 'text': 'T'}");
	fixture_close(&f);
}

/* All on the rolls beneath a council vote, some on paper and some openly; the bodies are those of a double majority. */
static void the_base_votes_on_what_its_council_proposes(void **unused)
{
	(void)unused;
	fixture f;
	cordon(&f, ", 'majority': 'double'");
	fixture_decided(&f, "gama", "rules", "{'body': 'gama', 'document': {'voting': 'open'}}");
	fixture_ok(&f, "a1", "officer", "{'body': 'alfa', 'office': 'teller', 'person': 'a5'}");
	fixture_ok(&f, "b1", "officer", "{'body': 'beta', 'office': 'teller', 'person': 'b3'}");
	propose(&f, "b1", "cordon", "x", ", 'voters': 'base'");
	put(&f, "a1", "x");
	fixture_ok(&f, "a5", "vote_tally", "{'proposal': 'x', 'body': 'alfa', 'tally': {'yes': 1, 'no': 4}}");
	fixture_refused(&f, "c2", "record.may_not", "vote", "{'proposal': 'x', 'choice': 'yes', 'person': 'c1'}");
	votes(&f, "x", "c1=yes c2=yes"); /* c1 is a delegate, and votes as one of the base */
	fixture_refused(&f, "a1", "decision.waiting", "decide", "{'proposal': 'x'}");
	fixture_undecided(&f, "beta", "decision.no_seat", "vote_override",
			  "{'body': 'beta', 'proposal': 'x', 'choice': 'no'}");
	fixture_ok(&f, "b3", "vote_tally", "{'proposal': 'x', 'body': 'beta', 'tally': {'yes': 3}}");
	fixture_ok(&f, "a1", "decide", "{'proposal': 'x'}");
	assert_outcome(&f, "x", "adopted yes majority"); /* six of ten, in two bodies of three */
	assert_votes(&f, "x", "yes", "6");
	fixture_close(&f);
}

/* Beyond what a count can hold it is refused, not wrong; at the limit it is counted. */
static void more_bodies_than_a_count_can_hold(void **unused)
{
	(void)unused;
	fixture f;
	cordon(&f, "");
	propose(&f, "b1", "cordon", "x", ", 'voters': 'base'");
	put(&f, "a1", "x");
	for (int i = 0; i <= CORDON_GROUPS_MAX - 3; i++) {
		char body[16];
		snprintf(body, sizeof body, "many%d", i);
		state_do(f.state,
			 "INSERT INTO body (body, kind, name, members, opened, opened_entry, sponsors, tellers) "
			 "VALUES (?, 'k', 'N', 'people', 0, 0, 0, 1)",
			 "s", body);
		state_do(f.state, "INSERT INTO link (council, body, from_entry, from_time) VALUES ('cordon', ?, 0, 0)",
			 "s", body);
	}
	pass_days(&f, 10);
	fixture_refused(&f, "c1", "decision.too_many", "decide", "{'proposal': 'x'}");
	state_do(f.state, "DELETE FROM link WHERE body = 'many0'", "");
	fixture_ok(&f, "c1", "decide", "{'proposal': 'x'}");
	assert_outcome(&f, "x", "further  quorum");
	fixture_close(&f);
}

/* ---- random votes against a model -------------------------------------------------------------------------------- */

enum { SEATS = 5, ROUNDS = 300 };
static const char *const seat_body[SEATS] = {"alfa", "alfa", "alfa", "beta", "gama"};
static const int seat_number[SEATS] = {1, 2, 3, 1, 1};
static const char *const choice_name[] = {"yes", "no", "further", "abstain"};
static const char *const majority_name[] = {"simple", "absolute", "two-thirds", "double"};

static uint64_t seed;
static unsigned draw(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

/* What the votes come to by the words of the rules; -1: nobody in the seat, or no vote. */
static const char *expected(const int choice[SEATS], unsigned majority, int *yes_out)
{
	int count[4] = {0}, cast = 0, bodies = 0;
	for (int i = 0; i < SEATS; i++)
		if (choice[i] >= 0) {
			count[choice[i]]++;
			cast++;
		}
	for (int b = 0; b < 3; b++) {
		int lead = 0;
		for (int i = 0; i < SEATS; i++)
			if (choice[i] >= 0 && choice[i] < 3 &&
			    !strcmp(seat_body[i], b == 0   ? "alfa"
						  : b == 1 ? "beta"
							   : "gama"))
				lead += choice[i] == 0 ? 1 : -1;
		bodies += lead > 0;
	}
	int yes = count[0], against = count[1] + count[2];
	bool reached = majority == 0   ? yes > against
		       : majority == 1 ? 2 * yes > SEATS
		       : majority == 2 ? yes > 0 && yes >= 2 * against
				       : yes > against && 2 * bodies > 3;
	*yes_out = yes;
	if (2 * cast < SEATS)
		return "further  quorum";
	return reached ? "adopted yes majority" : count[1] > count[2] ? "rejected  majority" : "further  majority";
}

static void one_round(fixture *f, int round, unsigned majority)
{
	char id[32], holder[SEATS][40];
	int choice[SEATS], overridden[3] = {-1, -1, -1}, yes;
	snprintf(id, sizeof id, "r%d", round);
	for (int i = 0; i < SEATS; i++) {
		choice[i] = -1;
		snprintf(holder[i], sizeof holder[i], "d%d-%d", i, round);
		seat(f, "cordon", seat_body[i], seat_number[i], holder[i]);
	}
	propose(f, holder[0], "cordon", id, "");
	fixture_ok(f, holder[0], "put", "{'proposal': '%s', 'until': '1999-01-01T00:00:00Z'}", id);
	for (unsigned step = 0, steps = draw(14); step < steps; step++) {
		unsigned i = draw(SEATS), what = draw(10), b = i < 3 ? 0 : i - 2, c = draw(4);
		if (what == 0) { /* recalled, and somebody else sent */
			unseat(f, "cordon", holder[i]);
			snprintf(holder[i], sizeof holder[i], "s%u-%u-%d", i, step, round);
			f->time++;
			seat(f, "cordon", seat_body[i], seat_number[i], holder[i]);
			choice[i] = -1;
		} else if (what == 1) {
			fixture_decided(f, seat_body[i], "vote_override",
					"{'body': '%s', 'proposal': '%s', 'choice': '%s'}", seat_body[i], id,
					choice_name[c]);
			overridden[b] = (int)c;
		} else if (overridden[b] < 0) {
			fixture_ok(f, holder[i], "vote", "{'proposal': '%s', 'choice': '%s'}", id, choice_name[c]);
			choice[i] = (int)c;
		}
	}
	for (int i = 0; i < SEATS; i++)
		if (overridden[i < 3 ? 0 : i - 2] >= 0)
			choice[i] = overridden[i < 3 ? 0 : i - 2];
	const char *outcome = expected(choice, majority, &yes);
	char shown[16];
	snprintf(shown, sizeof shown, "%d", yes);
	int64_t now = f->time;
	f->time = INT64_C(915148801); /* 1999-01-01 */
	fixture_ok(f, holder[4], "decide", "{'proposal': '%s'}", id);
	f->time = now;
	assert_outcome(f, id, outcome);
	assert_votes(f, id, "yes", shown);
	for (int i = 0; i < SEATS; i++)
		unseat(f, "cordon", holder[i]);
	f->time++;
}

static void random_votes_agree_with_the_model(void **unused)
{
	(void)unused;
	for (unsigned majority = 0; majority < 4; majority++) {
		fixture f;
		char rules[64];
		seed = 1972 + majority;
		snprintf(rules, sizeof rules, ", 'majority': '%s', 'term_days': 0", majority_name[majority]);
		cordon(&f, rules);
		unseat(&f, "cordon", "a1");
		unseat(&f, "cordon", "a2");
		unseat(&f, "cordon", "a3");
		unseat(&f, "cordon", "b1");
		unseat(&f, "cordon", "c1");
		f.time++;
		for (int round = 0; round < ROUNDS; round++)
			one_round(&f, round, majority);
		fixture_close(&f);
	}
}

/* ---- random rankings against Schulze's method as the Debian Constitution words it ----------------------------------
 * */

enum { RANKED_MAX = 5, RANKED_ROUNDS = 400 }; /* yes, up to two amendments, no, further */

/* The place of each option in a ballot; what is not ranked is behind all that is. */
typedef struct ranked {
	int place[RANKED_MAX], count;
} ranked;

static const char *const ranked_name[2][RANKED_MAX] = {{"yes", "b", "no", "further", NULL},
						       {"yes", "b", "c", "no", "further"}};

/* A.6.5 to A.6.8: drop the weakest defeats within the Schwartz set until none is left in it. Returns how many options
 * are left, the only one in `winner`. */
static int schwartz(int options, const bool in[RANKED_MAX], int v[RANKED_MAX][RANKED_MAX], int *winner)
{
	bool defeat[RANKED_MAX][RANKED_MAX], member[RANKED_MAX];
	for (int a = 0; a < options; a++)
		for (int b = 0; b < options; b++)
			defeat[a][b] = in[a] && in[b] && v[a][b] > v[b][a];
	for (;;) {
		bool reach[RANKED_MAX][RANKED_MAX];
		memcpy(reach, defeat, sizeof reach);
		for (int k = 0; k < options; k++)
			for (int a = 0; a < options; a++)
				for (int b = 0; b < options; b++)
					reach[a][b] |= reach[a][k] && reach[k][b];
		int left = 0, weak_for = 1000, weak_against = -1;
		for (int a = 0; a < options; a++) {
			member[a] = in[a];
			for (int b = 0; b < options; b++)
				member[a] &= !(reach[b][a] && !reach[a][b]);
			if (member[a]) {
				left++;
				*winner = a;
			}
		}
		for (int a = 0; a < options; a++)
			for (int b = 0; b < options; b++)
				if (member[a] && member[b] && defeat[a][b] &&
				    (v[a][b] < weak_for || (v[a][b] == weak_for && v[b][a] > weak_against))) {
					weak_for = v[a][b];
					weak_against = v[b][a];
				}
		if (weak_against < 0)
			return left;
		for (int a = 0; a < options; a++)
			for (int b = 0; b < options; b++)
				if (member[a] && member[b] && v[a][b] == weak_for && v[b][a] == weak_against)
					defeat[a][b] = false;
	}
}

static void expect_ranked(int options, const ranked *ballot, int ballots, unsigned majority, char out[64])
{
	int v[RANKED_MAX][RANKED_MAX] = {{0}}, winner = -1;
	bool in[RANKED_MAX];
	for (int i = 0; i < ballots; i++)
		for (int a = 0; a < options; a++)
			for (int b = 0; b < options; b++)
				v[a][b] += ballot[i].place[a] < ballot[i].place[b] ? ballot[i].count : 0;
	for (int a = 0; a < options; a++) {
		int over = v[a][options - 1], under = v[options - 1][a];
		bool proposed = a < options - 2;
		in[a] = a == options - 1 || (over > under && (!proposed || (majority == 1   ? 2 * over > 10
									    : majority == 2 ? over >= 2 * under
											    : true)));
	}
	int left = schwartz(options, in, v, &winner);
	const char *name = ranked_name[options - 4][winner];
	if (left > 1)
		snprintf(out, 64, "further  tie");
	else if (winner < options - 2)
		snprintf(out, 64, "adopted %s majority", name);
	else
		snprintf(out, 64, "%s  majority", winner == options - 2 ? "rejected" : "further");
}

/* A random order of some of the options, as JSON and as places. */
static void draw_ranking(int options, ranked *one, text *out)
{
	int order[RANKED_MAX], ranks = 1 + (int)draw((unsigned)options);
	for (int i = 0; i < options; i++)
		order[i] = i;
	for (int i = options - 1; i > 0; i--) {
		int j = (int)draw((unsigned)i + 1), kept = order[i];
		order[i] = order[j];
		order[j] = kept;
	}
	text_add_string(out, "{'rank': [");
	for (int i = 0; i < options; i++) {
		one->place[order[i]] = i < ranks ? i : RANKED_MAX;
		if (i < ranks)
			text_add_format(out, "%s'%s'", i ? ", " : "", ranked_name[options - 4][order[i]]);
	}
	text_add_format(out, "], 'count': %d}", one->count);
}

static void random_rankings_agree_with_the_constitution(void **unused)
{
	(void)unused;
	for (unsigned majority = 0; majority < 3; majority++) {
		fixture f;
		char rules[64], id[16], outcome[64];
		int ties = 0;
		seed = 1 + majority;
		snprintf(rules, sizeof rules, "'quorum': '0', 'majority': '%s'", majority_name[majority]);
		ten(&f, rules);
		for (int round = 0; round < RANKED_ROUNDS; round++) {
			int options = 4 + (int)draw(2), ballots = 0, left = 10;
			ranked ballot[10];
			text tally = {0};
			snprintf(id, sizeof id, "r%d", round);
			propose(&f, "p1", "pan", id, "");
			for (int i = 1; i < options - 2; i++)
				fixture_ok(&f, "p2", "amend", "{'proposal': '%s', 'option': '%s', 'text': 'T'}", id,
					   ranked_name[options - 4][i]);
			put(&f, "sec", id);
			while (left > 0 && (ballots == 0 || draw(6))) {
				ballot[ballots].count = 1 + (int)draw((unsigned)(left < 4 ? left : 4));
				left -= ballot[ballots].count;
				text_add_string(&tally, ballots ? ", " : "");
				draw_ranking(options, &ballot[ballots++], &tally);
			}
			expect_ranked(options, ballot, ballots, majority, outcome);
			ties += !strcmp(outcome, "further  tie");
			fixture_ok(&f, "p9", "vote_tally", "{'proposal': '%s', 'body': 'pan', 'tally': [%s]}", id,
				   tally.bytes);
			f.time += 86401;
			fixture_ok(&f, "p2", "decide", "{'proposal': '%s'}", id);
			assert_outcome(&f, id, outcome);
			text_free(&tally);
		}
		assert_true(ties > 0 && ties < RANKED_ROUNDS / 2);
		fixture_close(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(majorities),
		cmocka_unit_test(invalid_ballots),
		cmocka_unit_test(double_majority),
		cmocka_unit_test(split_votes),
		cmocka_unit_test(a_recalled_delegate_has_no_vote),
		cmocka_unit_test(a_seat_held_through_another_ends_with_it),
		cmocka_unit_test(the_quorum_is_of_all_seats),
		cmocka_unit_test(instructions),
		cmocka_unit_test(override_as_the_bodys_rules_say),
		cmocka_unit_test(amendments_are_ranked),
		cmocka_unit_test(amendments_need_the_double_majority_too),
		cmocka_unit_test(a_tie_is_further_discussion_without_a_seed),
		cmocka_unit_test(an_accepted_amendment_takes_the_proposals_place),
		cmocka_unit_test(rules_change_under_the_rules_before),
		cmocka_unit_test(effects_are_done_all_or_none),
		cmocka_unit_test(what_is_rescinded_holds_no_more),
		cmocka_unit_test(effects_are_checked_when_proposed),
		cmocka_unit_test(decisions_bind_as_both_rules_say),
		cmocka_unit_test(readings_come_before_the_vote),
		cmocka_unit_test(each_at_its_time),
		cmocka_unit_test(open_votes_of_a_base_body),
		cmocka_unit_test(the_base_votes_on_what_its_council_proposes),
		cmocka_unit_test(more_bodies_than_a_count_can_hold),
		cmocka_unit_test(random_votes_agree_with_the_model),
		cmocka_unit_test(random_rankings_agree_with_the_constitution),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
