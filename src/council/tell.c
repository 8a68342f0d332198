/* See tell.h. */
#include "council/tell.h"

#include "base/memory.h"
#include "base/time.h"
#include "council/body.h"
#include "council/codes.h"
#include "council/seat_answer.h"
#include "record/keys.h"

#include <stdio.h>
#include <string.h>

/* ---- what is so -------------------------------------------------------------------------------------------------- */

static json_t *bodies_told(state *s, const char *book)
{
	json_t *list = memory_require(json_array());
	state_rows row =
		state_ask(s,
			  "SELECT link.body, there FROM link JOIN home ON home.body = link.council WHERE book = ?"
			  " AND until_entry IS NULL ORDER BY there, link.body",
			  "s", book);
	while (state_row(&row))
		json_array_append_new(list, json_pack("{s:s, s:s, s:I}", "body", state_text(&row, 0), "council",
						      state_text(&row, 1), "people",
						      (json_int_t)body_people(s, state_text(&row, 0))));
	return list;
}

static void add_end(json_t *one, int64_t from, const char *how, int64_t entry, const char *by)
{
	json_t *end = json_pack("{s:I, s:s}", "from", (json_int_t)from, "how", how);
	if (entry >= 0)
		json_object_set_new(end, "entry", json_integer(entry));
	if (by && *by)
		json_object_set_new(end, "by", json_string(by));
	json_object_set_new(one, "end", end);
}

/* How the mandate before the last ended. */
static void add_prior_end(state *s, const seat_key *seat, int64_t nth, json_t *one)
{
	state_rows row =
		state_ask(s,
			  "SELECT from_entry, ifnull(ended_how, 'term'), ifnull(ended_entry, -1), ended_by FROM"
			  " mandate WHERE council = ? AND body = ? AND number = ? AND nth = ?",
			  "ssii", seat->council, seat->body, seat->number, nth - 1);
	if (state_row(&row)) {
		add_end(one, state_whole(&row, 0), state_text(&row, 1), state_whole(&row, 2), state_text(&row, 3));
		state_end(&row);
	}
}

static void add_holder(state *s, const seat_key *seat, const seat_answer *a, json_t *one)
{
	char key[KEYS_NAME], until[TIME_TEXT];
	json_object_set_new(one, "held", json_true());
	if (keys_of_person(s, a->person, key))
		json_object_set_new(one, "key", json_string(key));
	if (a->until_time != INT64_MAX) {
		time_to_text(a->until_time, until);
		json_object_set_new(one, "until", json_string(until));
	}
	add_prior_end(s, seat, a->nth, one);
}

static json_t *seat_told(state *s, const seat_key *seat, const char *there, int64_t time)
{
	seat_answer a;
	json_t *one =
		json_pack("{s:s, s:s, s:I}", "body", seat->body, "council", there, "number", (json_int_t)seat->number);
	seat_ask(s, seat, time, &a);
	if (!a.nth)
		return one;
	json_object_set_new(one, "person", json_string(a.person));
	json_object_set_new(one, "from", json_integer(a.from_entry));
	if (a.held)
		add_holder(s, seat, &a, one);
	else
		add_end(one, a.from_entry, strcmp(a.why, "term-below") != 0 ? a.why : "term", a.why_entry, a.why_by);
	return one;
}

static json_t *seats_told(state *s, const char *book, int64_t time)
{
	json_t *list = memory_require(json_array());
	state_rows row = state_ask(
		s,
		"SELECT council, seat.body, number, there FROM seat JOIN home ON home.body = council WHERE book"
		" = ? AND until_entry IS NULL ORDER BY there, seat.body, number",
		"s", book);
	while (state_row(&row)) {
		seat_key seat = seat_named(state_text(&row, 0), state_text(&row, 1), state_whole(&row, 2));
		json_array_append_new(list, seat_told(s, &seat, state_text(&row, 3), time));
	}
	return list;
}

json_t *tell_fields(state *s, const char *book, int64_t time)
{
	char to[KEYS_NAME];
	if (!state_word(s, to, sizeof to, "SELECT first_key FROM abroad WHERE book = ?", "s", book))
		return NULL;
	return json_pack("{s:s, s:s, s:o, s:o}", "book", book, "to", to, "bodies", bodies_told(s, book), "seats",
			 seats_told(s, book, time));
}

/* ---- the form of what others say --------------------------------------------------------------------------------- */

/* The words of `ended_how` (seat.h). */
static const char ENDS[] = "recall resigned left cascade term replaced re-elected apportionment departed";

static const act_field body_form[] = {{"body", ACT_ID, "", .optional = false},
				      {"council", ACT_ID, "", .optional = false},
				      {"people", ACT_WHOLE, "", .least = 0, .most = INT64_C(1000000000)},
				      {0}};
static const act_field seat_form[] = {{"body", ACT_ID, "", .optional = false},
				      {"council", ACT_ID, "", .optional = false},
				      {"number", ACT_WHOLE, "", .least = 1, .most = RULES_SEATS_MAX},
				      {"person", ACT_ID, "", .optional = true},
				      {"from", ACT_WHOLE, "", .optional = true, .least = 0, .most = INT64_C(1) << 52},
				      {"held", ACT_FLAG, "", .optional = true},
				      {"key", ACT_KEY, "", .optional = true},
				      {"until", ACT_TIME, "", .optional = true},
				      {"end", ACT_DOCUMENT, "", .optional = true},
				      {0}};
static const act_field end_form[] = {{"from", ACT_WHOLE, "", .least = 0, .most = INT64_C(1) << 52},
				     {"how", ACT_CHOICE, "", .choices = ENDS},
				     {"entry", ACT_WHOLE, "", .optional = true, .least = 0, .most = INT64_C(1) << 52},
				     {"by", ACT_TEXT, "", .optional = true, .least = 1, .most = 200},
				     {0}};

static bool fits(const act_field *form, const json_t *value)
{
	act_kind kind = {.name = "tell"};
	for (size_t i = 0; form[i].name; i++)
		kind.field[i] = form[i];
	return json_is_object(value) && !act_check_fields(&kind, value, NULL);
}

static bool seat_fits(const json_t *seat)
{
	const json_t *end = json_object_get(seat, "end");
	return fits(seat_form, seat) && (!end || fits(end_form, end)) &&
	       !json_object_get(seat, "person") == !json_object_get(seat, "from") &&
	       (!json_object_get(seat, "held") || json_object_get(seat, "person"));
}

bool tell_has_form(const json_t *fields)
{
	const json_t *bodies = json_object_get(fields, "bodies"), *seats = json_object_get(fields, "seats");
	if (act_check_fields(&tell_kind, fields, NULL) || !json_is_array(bodies) || !json_is_array(seats) ||
	    json_array_size(bodies) > TELL_MAX || json_array_size(seats) > TELL_MAX)
		return false;
	for (size_t i = 0; i < json_array_size(bodies); i++)
		if (!fits(body_form, json_array_get(bodies, i)))
			return false;
	for (size_t i = 0; i < json_array_size(seats); i++)
		if (!seat_fits(json_array_get(seats, i)))
			return false;
	return true;
}

/* ---- the act ----------------------------------------------------------------------------------------------------- */

static cordon_status apply_tell(act_context *act)
{
	static const char *const part[] = {"to", "bodies", "seats"};
	const char *book = act_text(act, "book");
	cordon_status status = CORDON_OK;
	json_t *so = tell_fields(act->state, book, act->time);
	if (!so)
		return act_refuse(act, "book", TEXT(COUNCIL_NO_BOOK), NO_TEXT);
	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		if (!json_equal(json_object_get(so, part[i]), json_object_get(act->fields, part[i])))
			status = act_refuse(act, part[i], TEXT(COUNCIL_NOT_SO), NO_TEXT);
	if (!status && !tell_has_form(so))
		status = act_refuse(act, "seats", TEXT(COUNCIL_TELL_MANY), NO_TEXT);
	if (!status)
		state_do(act->state, "INSERT INTO told VALUES (?, ?)", "si", book, act->entry);
	json_decref(so);
	return status;
}

static bool by_node(const act_context *act)
{
	return act->by_node && act->signatures == 1;
}

static const act_role node = {"node", N_("the node"), by_node};

const act_kind tell_kind = {
	.name = "tell",
	.summary = N_("say to another book who is sent there by the bodies of this one"),
	.help = N_(
		"By the node (`cordon tell`), exactly as it is at this entry: all seats of our bodies in that book's "
		"councils, who holds them, or how and by which entry they were lost. At most a hundred seats."),
	.field = {{"book", ACT_ID, N_("the other book, as it is called here")},
		  {"to", ACT_KEY, N_("the key its node began with")},
		  {"bodies", ACT_DOCUMENT, N_("which bodies sit in which of its councils, with how many people")},
		  {"seats", ACT_DOCUMENT, N_("each of their seats (docs/seats.md, \"Other books\")")}},
	.who = {&node},
	.apply = apply_tell,
};

static const char *const tables[] = {"told", NULL};
const state_schema tell_schema = {
	.room = "council",
	.table = tables,
	.create = "CREATE TABLE told (book TEXT, entry INTEGER, PRIMARY KEY (book, entry)) WITHOUT ROWID;",
};
