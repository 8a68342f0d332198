/* See carry.h. */
#include "council/carry.h"

#include "base/memory.h"
#include "base/time.h"
#include "council/body.h"
#include "council/codes.h"
#include "council/foreign.h"
#include "council/link.h"
#include "council/seat_change.h"
#include "council/tell.h"
#include "record/abroad.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BY = ABROAD_NAME_MAX + 24 };

static const char *word(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static int64_t whole(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static void name_origin(const char *book, int64_t at, char out[BY])
{
	snprintf(out, BY, "%s/%" PRId64, book, at);
}

bool carry_origin(const char *by, char *book, size_t size, int64_t *at)
{
	const char *slash = by ? strchr(by, '/') : NULL;
	if (!slash)
		return false;
	snprintf(book, size, "%.*s", (int)(slash - by), by);
	*at = strtoll(slash + 1, NULL, 10);
	return true;
}

/* ---- what a statement means here --------------------------------------------------------------------------------- */

/* A seat of the statement as it is here, with whom it is held by here now. */
typedef struct meant {
	const json_t *told;
	seat_key seat;
	char holder[PERSON_ID], by[BY]; /* who holds it here, and where that is from; "": nobody */
	char person[PERSON_ID], from[BY]; /* who shall; "": nobody */
} meant;

/* False when the seat's council or body is none that is known here, or they are not linked. */
static bool find_meant(state *s, const char *book, const json_t *told, int64_t time, meant *m)
{
	char body[BODY_ID];
	const char *council = word(told, "council");
	*m = (meant){.told = told};
	if (!foreign_body(s, book, word(told, "body"), body) || foreign_is(s, council) || !link_has(s, council, body))
		return false;
	m->seat = seat_named(council, body, whole(told, "number"));
	if (seat_holder(s, &m->seat, time, m->holder))
		state_word(s, m->by, sizeof m->by,
			   "SELECT by FROM mandate WHERE council = ? AND body = ? AND number = ? ORDER BY nth DESC "
			   "LIMIT 1",
			   "ssi", council, body, m->seat.number);
	if (json_is_true(json_object_get(told, "held"))) {
		foreign_person(book, word(told, "person"), m->person);
		name_origin(book, whole(told, "from"), m->from);
	}
	return true;
}

/* Whether the one who holds it here shall no more, or by another mandate. */
static bool has_ended(const meant *m)
{
	return *m->holder && (strcmp(m->by, m->from) != 0 || strcmp(m->holder, m->person) != 0);
}

/* How and by which entry there it ended; -1: by none, or it is not said. What is not said, because more than one
 * mandate went by since, is that somebody else has it. */
static const char *how_ended(const char *book, const meant *m, int64_t *at)
{
	char from[BY];
	const json_t *end = json_object_get(m->told, "end");
	*at = -1;
	name_origin(book, whole(end, "from"), from);
	if (!end || strcmp(from, m->by) != 0)
		return "replaced";
	if (json_object_get(end, "entry"))
		*at = whole(end, "entry");
	if (strcmp(word(end, "how"), "re-elected") != 0)
		return word(end, "how");
	return strcmp(m->person, m->holder) ? "replaced" : "re-elected";
}

typedef struct cause_of {
	int64_t at;
	const char *how, *by; /* in the statement */
} cause_of;

/* The entries there that must be proven, in the order of the seats. Returns how many. */
static size_t find_causes(state *s, const char *book, const json_t *seats, int64_t time,
			  cause_of cause[CARRY_CAUSES_MAX])
{
	size_t causes = 0;
	for (size_t i = 0; i < json_array_size(seats) && causes < CARRY_CAUSES_MAX; i++) {
		meant m;
		int64_t at;
		bool known = !find_meant(s, book, json_array_get(seats, i), time, &m) || !has_ended(&m);
		const char *how = known ? NULL : how_ended(book, &m, &at);
		if (known || at < 0)
			continue;
		for (size_t k = 0; k < causes; k++)
			known |= cause[k].at == at;
		if (!known)
			cause[causes++] = (cause_of){at, how, word(json_object_get(m.told, "end"), "by")};
	}
	return causes;
}

/* ---- checks ------------------------------------------------------------------------------------------------------ */

static cordon_status refuse(const act_context *act, evidence_wrong wrong)
{
	return act_refuse(act, wrong.field, wrong.what, NO_TEXT);
}

/* The statement is the checkpoint's last entry, by that book's node, to this book. */
static cordon_status check_told(const act_context *act, const evidence_book *book, const json_t **fields)
{
	int64_t number;
	entry told;
	evidence_wrong wrong;
	*fields = NULL;
	if (!evidence_entry(book, act_document(act, "told"), "told", &number, &told, &wrong))
		return refuse(act, wrong);
	const char *to = word(told.fields, "to");
	cordon_status status = CORDON_OK;
	if (strcmp(told.kind, tell_kind.name) != 0 || told.signatures != 1 || strcmp(told.key[0], book->key) != 0 ||
	    !tell_has_form(told.fields))
		status = act_refuse(act, "told", TEXT(COUNCIL_TOLD_FORM), NO_TEXT);
	else if (!state_has(act->state, "SELECT 1 FROM node_key WHERE from_entry = 0 AND key = ?", "s", to))
		status = act_refuse(act, "told", TEXT(COUNCIL_TOLD_ANOTHER), NO_TEXT);
	else if (number != book->size - 1)
		status = act_refuse(act, "told", TEXT(COUNCIL_TOLD_LAST), NO_TEXT);
	else
		*fields = json_incref(told.fields);
	entry_free(&told);
	return status;
}

/* What ended a mandate as is said: a recall its vote, a resignation the act of that name; other ends have many causes.
 * */
static bool can_end(const entry *e, const char *how, const char *by)
{
	if (!strcmp(how, "recall"))
		return !strcmp(e->kind, "recall_close") && by && word(e->fields, "poll") &&
		       !strcmp(word(e->fields, "poll"), by);
	return strcmp(how, "resigned") != 0 || !strcmp(e->kind, "resign");
}

static const json_t *find_item(const json_t *list, int64_t number)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (whole(json_array_get(list, i), "number") == number)
			return json_array_get(list, i);
	return NULL;
}

static cordon_status check_causes(const act_context *act, const evidence_book *book, const json_t *seats)
{
	cause_of cause[CARRY_CAUSES_MAX];
	size_t causes = find_causes(act->state, act_text(act, "book"), seats, act->time, cause);
	const json_t *given = act_document(act, "causes");
	if (json_array_size(given) != causes)
		return act_refuse(act, "causes", TEXT(COUNCIL_CAUSES), NO_TEXT);
	for (size_t i = 0; i < causes; i++) {
		int64_t number;
		entry e;
		evidence_wrong wrong;
		if (!evidence_entry(book, find_item(given, cause[i].at), "causes", &number, &e, &wrong))
			return refuse(act, wrong);
		bool good = can_end(&e, cause[i].how, cause[i].by);
		entry_free(&e);
		if (!good)
			return act_refuse(act, "causes", TEXT(COUNCIL_CAUSE_OTHER, cause[i].how), NO_TEXT);
	}
	return CORDON_OK;
}

/* ---- effects ----------------------------------------------------------------------------------------------------- */

static bool is_told(const json_t *list, const char *there, const seat_key *seat, bool number)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		if (!strcmp(word(one, "body"), there) && !strcmp(word(one, "council"), seat->council) &&
		    (!number || whole(one, "number") == seat->number))
			return true;
	}
	return false;
}

static void end_mandate(seat_change *c, const seat_key *seat, const char *how, const char *book, int64_t at)
{
	char by[BY];
	name_origin(book, at, by);
	c->by = by;
	seat_change_end(c, seat, how);
	c->by = NULL;
}

/* Seats that the statement does not have: there they are no more. `last`: the statement's own entry. */
static void end_unsaid(seat_change *c, const char *book, const json_t *seats, int64_t last)
{
	seat_key *gone = NULL;
	size_t count = 0, capacity = 0;
	state_rows row =
		state_ask(c->act->state,
			  "SELECT council, seat.body, number, there FROM seat JOIN home ON home.body = seat.body"
			  " WHERE book = ? AND until_entry IS NULL ORDER BY council, seat.body, number",
			  "s", book);
	while (state_row(&row)) {
		seat_key seat = seat_named(state_text(&row, 0), state_text(&row, 1), state_whole(&row, 2));
		if (is_told(seats, state_text(&row, 3), &seat, true))
			continue;
		MEMORY_RESERVE(gone, count, capacity);
		gone[count++] = seat;
	}
	for (size_t i = 0; i < count; i++)
		end_mandate(c, &gone[i], "departed", book, last);
	free(gone);
}

static void end_said(seat_change *c, const char *book, const json_t *seats, int64_t last)
{
	for (size_t i = 0; i < json_array_size(seats); i++) {
		meant m;
		int64_t at;
		if (!find_meant(c->act->state, book, json_array_get(seats, i), c->act->time, &m) || !has_ended(&m))
			continue;
		const char *how = how_ended(book, &m, &at);
		end_mandate(c, &m.seat, how, book, at < 0 ? last : at);
	}
}

static void seat_one(seat_change *c, const char *book, const json_t *told)
{
	meant m;
	state *s = c->act->state;
	int64_t until = INT64_MAX;
	if (!find_meant(s, book, told, c->act->time, &m) || !*m.person)
		return;
	foreign_delegate(c->act, book, word(told, "person"), word(told, "key"));
	if (word(told, "until"))
		time_from_text(word(told, "until"), &until);
	if (*m.holder || !seat_kept(s, &m.seat) || until <= c->act->time ||
	    seat_of_person(s, m.seat.council, m.person, c->act->time, NULL))
		return;
	c->by = m.from;
	seat_change_put(c, &m.seat, m.person, "home", until);
	c->by = NULL;
}

/* What sits where, and how many people it has. */
static void settle_links(const act_context *act, const char *book, const json_t *bodies)
{
	seat_key *gone = NULL;
	size_t count = 0, capacity = 0;
	for (size_t i = 0; i < json_array_size(bodies); i++) {
		char body[BODY_ID];
		const json_t *one = json_array_get(bodies, i);
		if (!foreign_body(act->state, book, word(one, "body"), body))
			continue;
		state_do(act->state, "UPDATE body_size SET people = ? WHERE body = ?", "is", whole(one, "people"),
			 body);
		link_home_joins(act, word(one, "council"), body);
	}
	state_rows row = state_ask(act->state,
				   "SELECT council, link.body, there FROM link JOIN home ON home.body = link.body WHERE"
				   " book = ? AND until_entry IS NULL ORDER BY council, link.body",
				   "s", book);
	while (state_row(&row)) {
		seat_key link = seat_named(state_text(&row, 0), state_text(&row, 1), 0);
		if (is_told(bodies, state_text(&row, 2), &link, false))
			continue;
		MEMORY_RESERVE(gone, count, capacity);
		gone[count++] = link;
	}
	for (size_t i = 0; i < count; i++)
		link_home_departs(act, gone[i].council, gone[i].body);
	free(gone);
}

/* Ends first: whoever lost a seat may have got another, and the end of a link would end the seats without a reason. */
static void take_effect(const act_context *act, const json_t *told, int64_t last)
{
	seat_change change;
	const char *book = act_text(act, "book");
	const json_t *seats = json_object_get(told, "seats");
	seat_change_begin(&change, act, NULL, NULL);
	end_said(&change, book, seats, last);
	end_unsaid(&change, book, seats, last);
	settle_links(act, book, json_object_get(told, "bodies"));
	for (size_t i = 0; i < json_array_size(seats); i++)
		seat_one(&change, book, json_array_get(seats, i));
	seat_change_finish(&change);
}

/* ---- the act ----------------------------------------------------------------------------------------------------- */

static cordon_status apply_carry(act_context *act)
{
	evidence_book book;
	evidence_wrong wrong;
	const json_t *told;
	const char *name = act_text(act, "book"), *note = act_text(act, "note");
	if (!abroad_find(act->state, name, &book))
		return act_refuse(act, "book", TEXT(COUNCIL_NO_BOOK), NO_TEXT);
	if (!evidence_checkpoint(&book, note, act_document(act, "keys"), act_document(act, "consistency"), &wrong))
		return refuse(act, wrong);
	cordon_status status = check_told(act, &book, &told);
	if (!status)
		status = check_causes(act, &book, json_object_get(told, "seats"));
	if (!status) {
		abroad_cite(act, name, &book, note);
		take_effect(act, told, book.size - 1);
	}
	json_decref((json_t *)(uintptr_t)told);
	return status;
}

static bool by_node(const act_context *act)
{
	return act->by_node && act->signatures == 1;
}

static const act_role node = {"node", N_("the node"), by_node};

const act_kind carry_kind = {
	.name = "carry",
	.summary = N_("take in what another book says of its delegates, with its proofs"),
	.help = N_(
		"By the node (`cordon carry`). It cites the checkpoint; whoever was recalled at home, or lost the seat "
		"in another way, loses it here in this entry, with everything held through it above, and whoever has "
		"it "
		"now at home gets it here. The checkpoint, the proofs and the statement are checked each time the book "
		"is."),
	.field = {{"book", ACT_ID, N_("the other book, as it is called here")},
		  {"note", ACT_TEXT, N_("its checkpoint"), .least = 1, .most = EVIDENCE_NOTE_MAX},
		  {"consistency", ACT_DOCUMENT, N_("the proof that it continues the one cited before"),
		   .optional = true},
		  {"keys", ACT_DOCUMENT, N_("changes of its node's key since then"), .optional = true},
		  {"told", ACT_DOCUMENT, N_("the statement: its last entry, an act `tell`, with its proof")},
		  {"causes", ACT_DOCUMENT, N_("what ended mandates that stood here: entries with their proofs"),
		   .optional = true}},
	.who = {&node},
	.apply = apply_carry,
};

/* ---- from a file ------------------------------------------------------------------------------------------------- */

static json_t *keys_since(const json_t *entries, int64_t since)
{
	json_t *keys = json_array();
	for (size_t i = 0; i < json_array_size(entries); i++) {
		json_t *item = json_array_get(entries, i);
		const char *kind = word(json_object_get(json_object_get(item, "entry"), "act"), "kind");
		if (kind && !strcmp(kind, "node_key") && whole(item, "number") > since)
			json_array_append(keys, item);
	}
	return keys;
}

static json_t *proof_from(const json_t *list, int64_t size)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (whole(json_array_get(list, i), "size") == size)
			return json_object_get(json_array_get(list, i), "proof");
	return NULL;
}

static json_t *causes_of(state *s, const char *book, const json_t *told, const json_t *entries, int64_t time)
{
	cause_of cause[CARRY_CAUSES_MAX];
	const json_t *fields = json_object_get(json_object_get(json_object_get(told, "entry"), "act"), "fields");
	size_t causes = tell_has_form(fields) ? find_causes(s, book, json_object_get(fields, "seats"), time, cause) : 0;
	json_t *list = json_array();
	for (size_t i = 0; i < causes; i++) {
		const json_t *item = find_item(entries, cause[i].at);
		if (item)
			json_array_append(list, (json_t *)(uintptr_t)item);
	}
	return list;
}

static void set_list(json_t *fields, const char *key, json_t *list)
{
	if (json_array_size(list))
		json_object_set(fields, key, list);
	json_decref(list);
}

static cordon_status no_file(const char *path, const char *field, const char *found, cordon_text what,
			     cordon_text expected, cordon_error *error)
{
	return finding_add(error, CORDON_ERROR, (place_in_file){path, 0, field, found}, what, expected);
}

cordon_status carry_fields(state *s, const json_t *file, const char *path, int64_t time, json_t **out,
			   cordon_error *error)
{
	char name[ABROAD_NAME_MAX + 1], size[24];
	evidence_book book;
	const char *id = word(file, "book"), *note = word(file, "checkpoint");
	const json_t *entries = json_object_get(file, "entries");
	const json_t *told = json_array_get(entries, json_array_size(entries) - 1);
	if (!id || !note || whole(file, "version") != 1 || !json_array_size(entries) || !json_is_object(told))
		return no_file(path, NULL, NULL, TEXT(COUNCIL_CARRY_FILE), NO_TEXT, error);
	if (!state_word(s, name, sizeof name, "SELECT book FROM abroad WHERE id = ?", "s", id) ||
	    !abroad_find(s, name, &book))
		return no_file(path, "book", id, TEXT(COUNCIL_NO_BOOK), NO_TEXT, error);
	json_t *proof = book.size ? proof_from(json_object_get(file, "consistency"), book.size) : NULL;
	snprintf(size, sizeof size, "%" PRId64, book.size);
	if (book.size && !proof)
		return no_file(path, "consistency", NULL, TEXT(COUNCIL_CARRY_FROM), TEXT(COUNCIL_CARRY_FROM_IS, size),
			       error);
	*out = json_pack("{s:s, s:s, s:O}", "book", name, "note", note, "told", told);
	if (proof)
		json_object_set(*out, "consistency", proof);
	set_list(*out, "keys", keys_since(entries, book.key_entry));
	set_list(*out, "causes", causes_of(s, name, told, entries, time));
	return CORDON_OK;
}
