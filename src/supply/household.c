/* Enrolling, changing, moving, leaving; see household.h. Two households in one: household_merge.c. */
#include "supply/household.h"

#include "base/json.h"
#include "council/council.h"
#include "council/officer.h"
#include "record/keys.h"
#include "supply/codes.h"
#include "supply/household_private.h"
#include "supply/role.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS "household, outlet, size, numbers, from_time, said_entry, until_entry, names, door, by"

/* ---- questions --------------------------------------------------------------------------------------------------- */

static void copy(char *out, size_t size, const char *value)
{
	snprintf(out, size, "%s", value ? value : "");
}

/* What stands in the table was checked when it was written. */
static void read_row(const state_rows *rows, household_row *out)
{
	char wrong[NUMBER_NAME];
	household_facts *h = &out->said;
	copy(h->token, sizeof h->token, state_text(rows, 0));
	copy(h->outlet, sizeof h->outlet, state_text(rows, 1));
	h->size = state_whole(rows, 2);
	h->numbers.count = 0;
	if (state_text(rows, 3)) {
		json_t *document = json_loads(state_text(rows, 3), JSON_REJECT_DUPLICATES, NULL);
		bool read = numbers_read(document, h->size, &h->numbers, wrong);
		assert(read);
		(void)read;
		json_decref(document);
	}
	h->from = state_whole(rows, 4);
	out->said_entry = state_whole(rows, 5);
	out->until_entry = state_whole(rows, 6);
	copy(out->names, sizeof out->names, state_text(rows, 7));
	copy(out->door, sizeof out->door, state_text(rows, 8));
	copy(out->by, sizeof out->by, state_text(rows, 9));
}

bool household_in(state *s, const char *body, const char *token, int64_t time, household_facts *out)
{
	household_row row;
	state_rows rows = state_ask(s,
				    "SELECT " COLUMNS " FROM household WHERE body = ?1 AND household = ?2 AND "
				    "from_time <= ?3 AND (until_time IS NULL OR until_time > ?3)",
				    "ssi", body, token, time);
	if (!state_row(&rows))
		return false;
	if (out) {
		read_row(&rows, &row);
		*out = row.said;
	}
	state_end(&rows);
	return true;
}

state_rows household_ask(state *s, const char *body, const char *outlet, int64_t time)
{
	return state_ask(s,
			 "SELECT " COLUMNS
			 " FROM household WHERE body = ?1 AND from_time <= ?2 AND (until_time IS NULL "
			 "OR until_time > ?2) AND (?3 IS NULL OR outlet = ?3) ORDER BY household",
			 "sis", body, time, outlet);
}

bool household_next(state_rows *rows, household_facts *out)
{
	household_row row;
	if (!state_row(rows))
		return false;
	read_row(rows, &row);
	*out = row.said;
	return true;
}

bool household_enroller(state *s, const char *body, const char *token, char *out)
{
	return state_word(s, out, ACT_ID_MAX + 1,
			  "SELECT by FROM household WHERE body = ? AND household = ? ORDER BY from_entry DESC LIMIT 1",
			  "ss", body, token);
}

int64_t household_count(state *s, const char *body, const char *outlet, int64_t time)
{
	return state_number(s, 0,
			    "SELECT count(*) FROM household WHERE body = ?1 AND from_time <= ?2 AND (until_time IS "
			    "NULL OR until_time > ?2) AND (?3 IS NULL OR outlet = ?3)",
			    "sis", body, time, outlet);
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

bool household_row_find(state *s, const char *body, const char *token, int64_t until_entry, household_row *out)
{
	state_rows rows = state_ask(s,
				    "SELECT " COLUMNS " FROM household WHERE body = ? AND household = ? AND "
				    "ifnull(until_entry, 0) = ? ORDER BY from_entry DESC LIMIT 1",
				    "ssi", body, token, until_entry);
	if (!state_row(&rows))
		return false;
	read_row(&rows, out);
	state_end(&rows);
	return true;
}

void household_row_end(const act_context *act, const char *token, const char *why)
{
	state_do(act->state,
		 "UPDATE household SET until_entry = ?, until_time = ?, ended = ? WHERE body = ? AND household = ? AND "
		 "until_entry IS NULL",
		 "iisss", act->entry, act->time, why, act_text(act, "body"), token);
}

static const char *or_null(const char *value)
{
	return *value ? value : NULL;
}

void household_row_begin(const act_context *act, const household_row *row)
{
	const household_facts *h = &row->said;
	text bytes = {0};
	json_t *document = h->numbers.count ? numbers_document(&h->numbers) : NULL;
	if (document)
		json_canonical(document, &bytes);
	state_do(act->state, "INSERT INTO household VALUES (?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?, ?, ?, ?, NULL)",
		 "ssiisisisss", act_text(act, "body"), h->token, act->entry, act->time, h->outlet, h->size,
		 document ? bytes.bytes : NULL, row->said_entry ? row->said_entry : act->entry, or_null(row->names),
		 or_null(row->door), row->by);
	json_decref(document);
	text_free(&bytes);
}

/* ---- checks ------------------------------------------------------------------------------------------------------ */

cordon_status household_check(const act_context *act, const char *field, household_facts *out)
{
	char as[HOUSEHOLD_ID];
	const char *body = act_text(act, "body"), *token = act_text(act, field);
	if (household_in(act->state, body, token, act->time, out))
		return CORDON_OK;
	if (household_stands_as(act->state, body, token, act->time, as))
		return act_refuse(act, field, TEXT(SUPPLY_HOUSEHOLD_MERGED, as), NO_TEXT);
	return act_refuse(act, field, TEXT(SUPPLY_NO_HOUSEHOLD), NO_TEXT);
}

cordon_status household_read_size(const act_context *act, const char *size_field, const char *numbers_field,
				  household_facts *out)
{
	char wrong[NUMBER_NAME], most[24];
	out->size = act_whole(act, size_field, out->size);
	json_t *document = act_document(act, numbers_field)
				   ? json_incref((json_t *)(uintptr_t)act_document(act, numbers_field))
				   : numbers_document(&out->numbers);
	bool read = numbers_read(document, out->size, &out->numbers, wrong);
	json_decref(document);
	snprintf(most, sizeof most, "%" PRId64, out->size);
	return read ? CORDON_OK
		    : act_refuse(act, numbers_field, TEXT(SUPPLY_NUMBERS, wrong), TEXT(SUPPLY_NUMBERS_FORM, most));
}

/* A token that fits, as long as the others of the body. */
static cordon_status check_token(const act_context *act)
{
	char digits[24];
	const char *token = act_text(act, "household");
	size_t length = strlen(token);
	if (!token_is_number(token, length)) {
		char least[8], most[8];
		snprintf(least, sizeof least, "%d", TOKEN_DIGITS_MIN);
		snprintf(most, sizeof most, "%d", TOKEN_DIGITS_MAX);
		return act_refuse(act, "household", TEXT(SUPPLY_TOKEN_FORM, least, most), TEXT(SUPPLY_TOKEN_EXPECTED));
	}
	if (!token_fits(token, length))
		return act_refuse(act, "household", TEXT(SUPPLY_TOKEN_CHECK), NO_TEXT);
	int64_t others = state_number(act->state, (int64_t)length,
				      "SELECT length(household) FROM household WHERE body = ? LIMIT 1", "s",
				      act_text(act, "body"));
	snprintf(digits, sizeof digits, "%" PRId64, others);
	return others == (int64_t)length ? CORDON_OK
					 : act_refuse(act, "household", TEXT(SUPPLY_TOKEN_LENGTH, digits), NO_TEXT);
}

/* The key of a household's sealed texts is that of "_TOKEN.BODY": no id, so that nobody can bear it. */
static cordon_status check_sealed(const act_context *act)
{
	size_t length = 1 + strlen(act_text(act, "household")) + 1 + strlen(act_text(act, "body"));
	bool seals = act_text(act, "names") || act_text(act, "door");
	return seals && length > ACT_ID_MAX ? act_refuse(act, "body", TEXT(SUPPLY_BODY_LONG), NO_TEXT) : CORDON_OK;
}

/* ---- household_enrol --------------------------------------------------------------------------------------------- */

/* Asking who may has found one. */
static const char *enroller(const act_context *act)
{
	const char *body = act_text(act, "body"), *secretary = officer_signer(act, body, "secretary");
	return secretary ? secretary : officer_signer(act, body, "supply");
}

static cordon_status apply_enrol(act_context *act)
{
	char as[HOUSEHOLD_ID];
	household_row row = {0};
	const char *body = act_text(act, "body"), *token = act_text(act, "household");
	if (council_open_body(act, "body") || check_token(act) || check_sealed(act) ||
	    outlet_check(act, "outlet", true) || household_read_size(act, "size", "numbers", &row.said))
		return CORDON_BAD_INPUT;
	if (household_in(act->state, body, token, act->time, NULL))
		return act_refuse(act, "household", TEXT(SUPPLY_HOUSEHOLD_THERE), NO_TEXT);
	if (state_word(act->state, as, sizeof as,
		       "SELECT kept FROM household_merge WHERE body = ? AND other = ? AND until_entry IS NULL", "ss",
		       body, token))
		return act_refuse(act, "household", TEXT(SUPPLY_HOUSEHOLD_MERGED, as), TEXT(SUPPLY_UNMERGE_FIRST));
	copy(row.said.token, sizeof row.said.token, token);
	copy(row.said.outlet, sizeof row.said.outlet, act_text(act, "outlet"));
	copy(row.names, sizeof row.names, act_text(act, "names"));
	copy(row.door, sizeof row.door, act_text(act, "door"));
	copy(row.by, sizeof row.by, enroller(act));
	household_row_begin(act, &row);
	return CORDON_OK;
}

/* clang-format off */
#define SIZE_HELP N_("how many members it has")
#define NUMBERS_HELP N_("how many of them are infants, under_15, ill... (docs/supply.md)")
#define TOKEN_FIELD(help) {"household", ACT_TEXT, help, .least = TOKEN_DIGITS_MIN, .most = TOKEN_DIGITS_MAX}
#define SIZE_FIELD(name) {name, ACT_WHOLE, SIZE_HELP, .least = 1, .most = HOUSEHOLD_SIZE_MAX}
#define SIZE_OPTIONAL(name) {name, ACT_WHOLE, SIZE_HELP, .optional = true, .least = 1, .most = HOUSEHOLD_SIZE_MAX}
#define NUMBERS_FIELD(name) {name, ACT_DOCUMENT, NUMBERS_HELP, .optional = true}
#define SEALED_FIELDS                                                                                                  \
	{"names", ACT_SEALED, N_("the names of its members, sealed"), .optional = true},                               \
	{"door", ACT_SEALED, N_("where it lives, sealed"), .optional = true}
/* clang-format on */

const act_kind household_enrol_kind = {
	.name = "household_enrol",
	.summary = N_("enrol a household to be supplied"),
	.help = N_("It is known by its card token (`cordon supply token`), all tokens of a body having one length. "
		   "Names and door are sealed under a key of its own; rules see size and numbers alone. Who left can "
		   "be enrolled again under the same token."),
	.field = {{"body", ACT_ID, N_("who supplies it")},
		  TOKEN_FIELD(N_("its card token")),
		  {"outlet", ACT_ID, N_("where it draws")},
		  SIZE_FIELD("size"),
		  NUMBERS_FIELD("numbers"),
		  SEALED_FIELDS},
	.who = {&role_supply_officer},
	.apply = apply_enrol,
	.example = "body=jap-cerrillos household=10019 outlet=kiosk size=5 numbers={\"infants\":1,\"under_15\":3}",
};

/* ---- household_change -------------------------------------------------------------------------------------------- */

static cordon_status apply_change(act_context *act)
{
	household_facts h;
	household_row row;
	bool says = act_whole(act, "size", 0) || act_document(act, "numbers");
	if (council_open_body(act, "body") || household_check(act, "household", &h) || check_sealed(act))
		return CORDON_BAD_INPUT;
	if (!says && !act_text(act, "names") && !act_text(act, "door"))
		return act_refuse(act, "size", TEXT(SUPPLY_NO_CHANGE), NO_TEXT);
	household_row_find(act->state, act_text(act, "body"), h.token, 0, &row);
	if (household_read_size(act, "size", "numbers", &row.said))
		return CORDON_BAD_INPUT;
	row.said_entry = says ? 0 : row.said_entry;
	if (act_text(act, "names"))
		copy(row.names, sizeof row.names, act_text(act, "names"));
	if (act_text(act, "door"))
		copy(row.door, sizeof row.door, act_text(act, "door"));
	household_row_end(act, h.token, NULL);
	household_row_begin(act, &row);
	return CORDON_OK;
}

const act_kind household_change_kind = {
	.name = "household_change",
	.summary = N_("say how many a household is now, or its names and door"),
	.help = N_("What is not given stays; numbers are given whole. What it was before stays with its days."),
	.field = {{"body", ACT_ID, N_("who supplies it")},
		  TOKEN_FIELD(N_("its card token")),
		  SIZE_OPTIONAL("size"),
		  NUMBERS_FIELD("numbers"),
		  SEALED_FIELDS},
	.who = {&role_supply_officer},
	.apply = apply_change,
	.example = "body=jap-cerrillos household=10019 size=6",
};

/* ---- household_move ---------------------------------------------------------------------------------------------- */

static cordon_status apply_move(act_context *act)
{
	household_facts h;
	household_row row;
	if (council_open_body(act, "body") || household_check(act, "household", &h) ||
	    outlet_check(act, "outlet", true))
		return CORDON_BAD_INPUT;
	if (!strcmp(h.outlet, act_text(act, "outlet")))
		return act_refuse(act, "outlet", TEXT(SUPPLY_HOUSEHOLD_AT), NO_TEXT);
	household_row_find(act->state, act_text(act, "body"), h.token, 0, &row);
	copy(row.said.outlet, sizeof row.said.outlet, act_text(act, "outlet"));
	household_row_end(act, h.token, NULL);
	household_row_begin(act, &row);
	return CORDON_OK;
}

const act_kind household_move_kind = {
	.name = "household_move",
	.summary = N_("have a household draw at another outlet"),
	.field = {{"body", ACT_ID, N_("who supplies it")},
		  TOKEN_FIELD(N_("its card token")),
		  {"outlet", ACT_ID, N_("where it draws from now on")}},
	.who = {&role_supply_officer},
	.apply = apply_move,
	.example = "body=jap-cerrillos household=10019 outlet=school",
};

/* One entry may move them twice: a row of this entry is written over. */
void household_move_all(const act_context *act, const char *from, const char *to)
{
	const char *body = act_text(act, "body");
	state_do(
		act->state,
		"UPDATE household SET until_entry = ?, until_time = ? WHERE body = ? AND outlet = ? AND until_entry IS "
		"NULL",
		"iiss", act->entry, act->time, body, from);
	state_do(act->state,
		 "INSERT OR REPLACE INTO household SELECT body, household, ?, ?, NULL, NULL, ?, size, numbers, "
		 "said_entry, names, door, by, NULL FROM household WHERE body = ? AND outlet = ? AND until_entry = ? "
		 "AND "
		 "ended IS NULL",
		 "iisssi", act->entry, act->time, to, body, from, act->entry);
}

/* ---- household_leave --------------------------------------------------------------------------------------------- */

static cordon_status apply_leave(act_context *act)
{
	household_facts h;
	if (council_open_body(act, "body") || household_check(act, "household", &h))
		return CORDON_BAD_INPUT;
	household_row_end(act, h.token, "left");
	return CORDON_OK;
}

const act_kind household_leave_kind = {
	.name = "household_leave",
	.summary = N_("take note that a household left: it moved away or asked to"),
	.help = N_(
		"It can be enrolled again. No rule and no machine does this; nobody is struck off for what they drew."),
	.field = {{"body", ACT_ID, N_("who supplies it")}, TOKEN_FIELD(N_("its card token"))},
	.who = {&role_supply_officer},
	.apply = apply_leave,
	.example = "body=jap-cerrillos household=10019",
};

/* ---- household_forget -------------------------------------------------------------------------------------------- */

static cordon_status apply_forget(act_context *act)
{
	text whose = {0};
	const char *body = act_text(act, "body"), *token = act_text(act, "household");
	if (!state_has(act->state, "SELECT 1 FROM household WHERE body = ? AND household = ?", "ss", body, token))
		return act_refuse(act, "household", TEXT(SUPPLY_NO_HOUSEHOLD), NO_TEXT);
	text_add_format(&whose, "_%s.%s", token, body);
	cordon_status status = whose.length > ACT_ID_MAX ? act_refuse(act, "body", TEXT(SUPPLY_BODY_LONG), NO_TEXT)
							 : keys_forget_person(act, "household", whose.bytes);
	text_free(&whose);
	return status;
}

const act_kind household_forget_kind = {
	.name = "household_forget",
	.summary = N_("have a household's names and door destroyed"),
	.help = N_(
		"The key under which they lie sealed is destroyed with this act. Its token, size and numbers stay, and "
		"it goes on being supplied."),
	.field = {{"body", ACT_ID, N_("who supplies it")}, TOKEN_FIELD(N_("its card token"))},
	.who = {&role_supply_officer},
	.apply = apply_forget,
	.example = "body=jap-cerrillos household=10019",
};

static const char *const tables[] = {"household", "household_merge", NULL};
const state_schema household_schema = {
	"supply", tables,
	"CREATE TABLE household (body TEXT, household TEXT, from_entry INTEGER, from_time INTEGER NOT NULL, "
	"until_entry INTEGER, until_time INTEGER, outlet TEXT NOT NULL, size INTEGER NOT NULL, numbers TEXT, "
	"said_entry INTEGER NOT NULL, names TEXT, door TEXT, by TEXT NOT NULL, ended TEXT, "
	"PRIMARY KEY (body, household, from_entry)) WITHOUT ROWID;"
	"CREATE TABLE household_merge (body TEXT, other TEXT, from_entry INTEGER, from_time INTEGER NOT NULL, "
	"until_entry INTEGER, until_time INTEGER, kept TEXT NOT NULL, hearing TEXT NOT NULL, heard TEXT NOT NULL, "
	"reason TEXT, PRIMARY KEY (body, other, from_entry)) WITHOUT ROWID;"
	"CREATE INDEX household_merge_kept ON household_merge (body, kept);"};
