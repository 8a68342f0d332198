/* `cordon today`; see today.h. */
#include "cli/today.h"

#include "cli/codes.h"
#include "cli/council.h"
#include "cli/groups.h"

#include "council/awaits.h"
#include "council/person.h"
#include "plan/awaits_plan.h"

#include <inttypes.h>
#include <stdio.h>

static json_t *glance(book *b, size_t open, size_t empty, size_t stoppages)
{
	state *s = book_state(b);
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "bodies",
			 (json_int_t)state_number(s, 0, "SELECT count(*) FROM body WHERE closed IS NULL", ""), "people",
			 (json_int_t)state_number(s, 0, "SELECT sum(people) FROM body_size", ""), "entries",
			 (json_int_t)book_size(b), "seats",
			 (json_int_t)state_number(s, 0, "SELECT count(*) FROM seat WHERE until_entry IS NULL", ""),
			 "empty", (json_int_t)empty, "open", (json_int_t)open, "stoppages", (json_int_t)stoppages);
}

/* How many there are; what is beyond TODAY_SHOWN is left out. */
static size_t shorten(json_t *list)
{
	size_t all = json_array_size(list);
	while (json_array_size(list) > TODAY_SHOWN)
		json_array_remove(list, json_array_size(list) - 1);
	return all;
}

static void add_needs(book *b, const char *person, int64_t time, json_t *data)
{
	state *s = book_state(b);
	json_t *bodies = belonging_bodies(s, person, time), *needs = json_array();
	awaits_person(s, cli_world(), person, bodies, time, needs);
	awaits_plan_person(s, cli_world(), person, bodies, time, needs);
	needs = awaits_sorted(needs);
	shorten(needs);
	json_object_set_new(data, "person", json_string(person));
	json_object_set_new(data, "bodies", bodies);
	json_object_set_new(data, "needs", needs);
}

json_t *today_data(book *b, const char *person, int64_t time)
{
	state *s = book_state(b);
	json_t *data = json_object(), *open = awaits_votes(s, time), *empty = awaits_seats(s, time),
	       *stoppages = awaits_stoppages(s);
	if (person && *person)
		add_needs(b, person, time, data);
	size_t opens = shorten(open), empties = shorten(empty), stops = shorten(stoppages);
	json_object_set_new(data, "open", open);
	json_object_set_new(data, "calls", awaits_calls(s, time));
	json_object_set_new(data, "empty", empty);
	json_object_set_new(data, "stoppages", stoppages);
	json_object_set_new(data, "plans", awaits_plans(s));
	json_object_set_new(data, "glance", glance(b, opens, empties, stops));
	return data;
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static void show(const cli_context *cli, const json_t *data)
{
	static const council_column needs[] = {{"what", N_("what"), true},
					       {"of", N_("of"), true},
					       {"id", N_("which"), false},
					       {"title", N_("title"), false},
					       {"body", N_("body"), false},
					       {"council", N_("in"), false},
					       {"for", N_("for"), false},
					       {"until", N_("until"), false},
					       {"paper", N_("on paper"), false},
					       {"done", N_("done"), false},
					       {NULL, NULL, false}};
	const json_t *figures = json_object_get(data, "glance");
	if (json_object_get(data, "needs")) {
		cli_say(cli, cli->out, N_("For {0}:\n"), council_text(data, "person"));
		council_table(cli, N_("What waits for them"), json_object_get(data, "needs"), needs);
	} else {
		council_table(cli, N_("Open votes"), json_object_get(data, "open"), needs);
	}
	council_table(cli, N_("Stoppages"), json_object_get(data, "stoppages"), needs + 2);
	cli_say(cli, cli->out, N_("{0} bodies, {1} people on their rolls, {2} acts in the book.\n"),
		council_text(figures, "bodies"), council_text(figures, "people"), council_text(figures, "entries"));
	cli_say(cli, cli->out, N_("Of {0} seats {1} are empty; {2} votes are open; {3} stoppages stand.\n"),
		council_text(figures, "seats"), council_text(figures, "empty"), council_text(figures, "open"),
		council_text(figures, "stoppages"));
}

cordon_status today_run(cli_context *cli)
{
	council_asked a;
	cordon_status status = council_begin(cli, &a);
	const char *person = cli_option(cli, "--person");
	json_t *data =
		status || (person && !person_known(a.state, person)) ? NULL : today_data(a.book, person, a.at.time);
	return council_give(cli, &a, status, data, person, TEXT(CLI_NO_PERSON), show);
}
