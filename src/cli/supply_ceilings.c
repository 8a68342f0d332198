/* `cordon supply ceilings`, `reports` and `complaints`: what may be asked for a good, what was, and what people say. */
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/groups.h"
#include "cli/supply_asked.h"

#include "base/time.h"
#include "council/body.h"
#include "supply/ceiling.h"
#include "supply/complaint.h"
#include "supply/price.h"

#include <stdio.h>
#include <string.h>

/* Asks of the body of --body, which the book must know. */
static cordon_status give(cli_context *cli, json_t *(*ask)(state *, const char *, int64_t),
			  void (*show)(const cli_context *cli, const json_t *data))
{
	council_asked a = {0};
	body_facts facts;
	const char *body = cli_option(cli, "--body");
	if (!body)
		return cli_usage(cli, "--body", NULL, TEXT(CLI_MISSING), NO_TEXT);
	supply_take_book(cli);
	cordon_status status = council_begin(cli, &a);
	json_t *data = !status && body_find(a.state, body, &facts) ? ask(a.state, body, a.at.time) : NULL;
	char at[TIME_TEXT];
	if (data) {
		time_to_text(a.at.time, at);
		json_object_set_new(data, "at", json_string(at));
	}
	return council_give(cli, &a, status, data, body, TEXT(CLI_NO_BODY), show);
}

static void count_text(const json_t *data, const char *key, char out[24])
{
	snprintf(out, 24, "%zu", json_array_size(json_object_get(data, key)));
}

/* ---- ceilings ---------------------------------------------------------------------------------------------------- */

static void show_ceilings(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"good", N_("good"), false},     {"place", N_("only at"), false},
						 {"price", N_("ceiling"), false}, {"currency", N_("currency"), false},
						 {"unit", N_("for a"), false},    {"from", N_("from"), false},
						 {"entry", N_("entry"), false},   {NULL, NULL, false}};
	char number[24];
	count_text(data, "ceilings", number);
	cli_say(cli, cli->out, N_("{0}, {1}: {2} ceilings\n"), council_text(data, "body"), council_text(data, "at"),
		number);
	council_table(cli, NULL, json_object_get(data, "ceilings"), columns);
	council_table(cli, N_("Decided for later (without a ceiling: it ends)"), json_object_get(data, "later"),
		      columns);
}

cordon_status supply_ceilings_run(cli_context *cli)
{
	return give(cli, ceilings_data, show_ceilings);
}

/* ---- reports ----------------------------------------------------------------------------------------------------- */

/* What a verdict says, as a sentence. */
static const char *sentence(const char *verdict)
{
	static const struct {
		const char *verdict, *says;
	} all[] = {
		{"over", N_("The price seems to be over the ceiling: somebody should go and look.")},
		{"within", N_("The price seems to be within the ceiling.")},
		{"one_hand", N_("Nothing can be said: it hangs on what one hand brought.")},
		{"open", N_("Nothing can be said: they say different things.")},
		{"few", N_("Nothing can be said: too few voices.")},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!strcmp(all[i].verdict, verdict))
			return all[i].says;
	return N_("There is no ceiling.");
}

static void show_group(const cli_context *cli, const json_t *one)
{
	cli_say(cli, cli->out, N_("\n{0} at {1}, {2} a {3}\n"), council_text(one, "good"), council_text(one, "place"),
		council_text(one, "currency"), council_text(one, "unit"));
	fprintf(cli->out, "  %s\n", tr(cli, sentence(json_string_value(json_object_get(one, "verdict")))));
	if (json_object_get(one, "ceiling"))
		cli_say(cli, cli->out, N_("  ceiling {0} since {1}\n"), council_text(one, "ceiling"),
			council_text(one, "from"));
	cli_say(cli, cli->out, N_("  of {0} voices {1} say over, {2} within\n"), council_text(one, "voices"),
		council_text(one, "over"), council_text(one, "within"));
	if (json_object_get(one, "middle"))
		cli_say(cli, cli->out, N_("  {0} reports, {1} of them nameless; the middle one is {2}\n"),
			council_text(one, "reports"), council_text(one, "nameless"), council_text(one, "middle"));
	if (json_object_get(one, "outlet_says"))
		cli_say(cli, cli->out, N_("  the outlet itself says {0} on {1}\n"), council_text(one, "outlet_says"),
			council_text(one, "outlet_day"));
}

static void show_reports(const cli_context *cli, const json_t *data)
{
	static const council_column alarms[] = {{"good", N_("good"), false},
						{"place", N_("place"), false},
						{"month", N_("month"), false},
						{"price", N_("price"), false},
						{"usual", N_("to be expected"), false},
						{"currency", N_("currency"), false},
						{"level", N_("level"), false},
						{NULL, NULL, false}};
	const json_t *list = json_object_get(data, "prices");
	cli_say(cli, cli->out, N_("{0}, {1}: reports of the last {2} days\n"), council_text(data, "body"),
		council_text(data, "at"), council_text(data, "window_days"));
	for (size_t i = 0; i < json_array_size(list); i++)
		show_group(cli, json_array_get(list, i));
	council_table(cli, N_("Far above what their own past made usual"), json_object_get(data, "alarms"), alarms);
}

cordon_status supply_reports_run(cli_context *cli)
{
	return give(cli, prices_data, show_reports);
}

/* ---- complaints -------------------------------------------------------------------------------------------------- */

static const char *outcome_word(const cli_context *cli, const json_t *one)
{
	const char *outcome = json_string_value(json_object_get(one, "outcome"));
	if (!outcome)
		return council_flag(one, "overdue") ? tr(cli, N_("no outcome, and it is overdue"))
						    : tr(cli, N_("no outcome yet"));
	return !strcmp(outcome, "upheld")       ? tr(cli, N_("upheld"))
	       : !strcmp(outcome, "not_upheld") ? tr(cli, N_("not upheld"))
						: tr(cli, N_("withdrawn"));
}

static void show_complaint(const cli_context *cli, const json_t *one)
{
	const json_t *answers = json_object_get(one, "answers");
	cli_say(cli, cli->out, N_("\n{0}, about {1} {2}: {3}\n"), council_text(one, "complaint"),
		council_text(one, "place"), council_text(one, "good"), council_text(one, "words"));
	if (json_object_get(one, "who"))
		cli_say(cli, cli->out, N_("  by {0}, {1}\n"), council_text(one, "who"), council_text(one, "time"));
	else
		cli_say(cli, cli->out, N_("  nameless, entered by {0}, {1}\n"), council_text(one, "entered_by"),
			council_text(one, "time"));
	for (size_t i = 0; i < json_array_size(answers); i++)
		cli_say(cli, cli->out, N_("  the outlet says: {0}\n"),
			council_text(json_array_get(answers, i), "words"));
	cli_say(cli, cli->out, N_("  due by {0}: {1} {2}\n"), council_text(one, "until"), outcome_word(cli, one),
		council_text(one, "outcome_words"));
}

static void show_complaints(const cli_context *cli, const json_t *data)
{
	static const council_column overdue[] = {{"complaint", N_("complaint"), false},
						 {"body", N_("who owes the outcome"), false},
						 {"until", N_("since"), false},
						 {NULL, NULL, false}};
	const json_t *list = json_object_get(data, "complaints");
	char number[24];
	count_text(data, "complaints", number);
	cli_say(cli, cli->out, N_("{0}, {1}: {2} complaints; outcomes are due within {3} days\n"),
		council_text(data, "body"), council_text(data, "at"), number, council_text(data, "term_days"));
	for (size_t i = 0; i < json_array_size(list); i++)
		show_complaint(cli, json_array_get(list, i));
	council_table(cli, N_("Overdue"), json_object_get(data, "overdue"), overdue);
}

cordon_status supply_complaints_run(cli_context *cli)
{
	return give(cli, complaints_data, show_complaints);
}
