/* See foreign.h. */
#include "council/foreign.h"

#include "council/body.h"
#include "council/codes.h"
#include "council/officer.h"
#include "council/person.h"
#include "council/role.h"
#include "council/rules.h"
#include "council/seat.h"
#include "record/abroad.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

bool foreign_is(state *s, const char *body)
{
	return state_has(s, "SELECT 1 FROM home WHERE body = ?", "s", body);
}

bool foreign_body(state *s, const char *book, const char *there, char *out)
{
	return state_word(s, out, BODY_ID, "SELECT body FROM home WHERE book = ? AND there = ?", "ss", book, there);
}

/* ---- people ------------------------------------------------------------------------------------------------------ */

/* A name too long to stand after the book's is told by the beginning of its hash. */
void foreign_person(const char *book, const char *there, char *out)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof hash + 1];
	if ((size_t)snprintf(out, PERSON_ID, "%s.%s", book, there) < PERSON_ID)
		return;
	crypto_hash_sha256(hash, (const unsigned char *)there, strlen(there));
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	snprintf(out, PERSON_ID, "%s.%.40s", book, hex);
}

bool foreign_has_name(state *s, const char *person)
{
	char book[ABROAD_NAME_MAX + 1];
	size_t length = strcspn(person, ".");
	if (!person[length] || length > ABROAD_NAME_MAX)
		return false;
	snprintf(book, sizeof book, "%.*s", (int)length, person);
	return state_has(s, "SELECT 1 FROM abroad WHERE book = ?", "s", book);
}

void foreign_delegate(const act_context *act, const char *book, const char *there, const char *key)
{
	char person[PERSON_ID];
	foreign_person(book, there, person);
	person_make(act, person);
	state_do(act->state, "INSERT OR REPLACE INTO delegate VALUES (?, ?, ?, ?)", "ssss", person, book, there, key);
}

bool foreign_key_fits(state *s, const char *person, const char *key)
{
	return !foreign_has_name(s, person) ||
	       state_has(s, "SELECT 1 FROM delegate WHERE person = ? AND key = ?", "ss", person, key);
}

bool foreign_keeps_council_of(const act_context *act, const char *person)
{
	bool found = false;
	if (!foreign_has_name(act->state, person))
		return false;
	state_rows row = state_ask(act->state, "SELECT DISTINCT council FROM mandate WHERE person = ? ORDER BY council",
				   "s", person);
	while (!found && state_row(&row))
		found = seat_of_person(act->state, state_text(&row, 0), person, act->time, NULL) &&
			officer_signer(act, state_text(&row, 0), "secretary") != NULL;
	state_end(&row);
	return found;
}

/* ---- book_know --------------------------------------------------------------------------------------------------- */

static bool any_body(const json_t *fields, const char *body)
{
	(void)fields;
	(void)body;
	return true;
}

/* Names that begin as those of its people would must not be taken: '/' is the byte after '.'. */
static cordon_status apply_know(act_context *act)
{
	const char *book = act_text(act, "book");
	if (state_has(act->state, "SELECT 1 FROM standing WHERE person >= ?1 || '.' AND person < ?1 || '/'", "s", book))
		return act_refuse(act, "book", TEXT(COUNCIL_NAMES_TAKEN), NO_TEXT);
	return abroad_know(act);
}

const act_kind book_know_kind = {
	.name = "book_know",
	.summary = N_("make another book known here, to go by what it says of its bodies"),
	.help = N_("Its founding entry (`cordon introduce`) says which book it is and under which key its node begins. "
		   "Compare its id with what its people tell you: everything that is carried from it later is held "
		   "against this. Its people are called here by this name, a dot and theirs."),
	.field = {{"book", ACT_ID, N_("what the other book is called here, at most 16 bytes without a dot")},
		  {"founding", ACT_DOCUMENT, N_("its founding entry")}},
	.who = {&role_keeper},
	.decided = any_body,
	.apply = apply_know,
	.example = "book=maipu founding=@maipu.json",
};

/* ---- body_abroad ------------------------------------------------------------------------------------------------- */

static cordon_status check_abroad(const act_context *act, rules *r)
{
	char other[BODY_ID];
	evidence_book book;
	cordon_status status = rules_check(act, "rules", r);
	if (state_has(act->state, "SELECT 1 FROM body WHERE body = ?", "s", act_text(act, "body")))
		status = act_refuse(act, "body", TEXT(COUNCIL_BODY_EXISTS), NO_TEXT);
	if (!abroad_find(act->state, act_text(act, "book"), &book))
		status = act_refuse(act, "book", TEXT(COUNCIL_NO_BOOK), NO_TEXT);
	else if (foreign_body(act->state, act_text(act, "book"), act_text(act, "there"), other))
		status = act_refuse(act, "there", TEXT(COUNCIL_KNOWN_AS, other), NO_TEXT);
	return status;
}

static cordon_status apply_abroad(act_context *act)
{
	rules r;
	const char *body = act_text(act, "body");
	cordon_status status = check_abroad(act, &r);
	if (!status) {
		state_do(act->state, "INSERT INTO body VALUES (?, ?, ?, ?, ?, NULL, ?, NULL, ?, 0, 0)", "ssssiis", body,
			 act_text(act, "kind"), act_text(act, "name"), act_text(act, "members"), act->time, act->entry,
			 act->decided_by);
		rules_write(act, body, &r);
		state_do(act->state, "INSERT INTO body_size VALUES (?, 0)", "s", body);
		state_do(act->state, "INSERT INTO home VALUES (?, ?, ?)", "sss", body, act_text(act, "book"),
			 act_text(act, "there"));
	}
	rules_free(&r);
	return status;
}

const act_kind body_abroad_kind = {
	.name = "body_abroad",
	.summary = N_("make a body known here whose home is another book"),
	.help = N_(
		"It can then sit in a council of this book, or a body of this book in it (`join`). Its roll, rules and "
		"base stay at home: acts about them are refused here. Of the rules given here only how many seats a "
		"council keeps for our bodies counts (`apportionment`)."),
	.field = {{"body", ACT_ID, N_("its name in acts here")},
		  {"book", ACT_ID, N_("the book that is its home, as it is called here")},
		  {"there", ACT_ID, N_("its name in acts there")},
		  {"kind", ACT_ID, N_("workplace, neighbourhood, cordon or any other")},
		  {"name", ACT_TEXT, N_("what it is called"), .least = 1, .most = BODY_NAME - 1},
		  {"members", ACT_CHOICE, N_("who its members are"), .choices = "people bodies"},
		  {"rules", ACT_DOCUMENT, N_("of a council, the seats it keeps for our bodies; else one each"),
		   .optional = true}},
	.who = {&role_keeper},
	.decided = any_body,
	.apply = apply_abroad,
	.example = "body=maipu-fundicion book=maipu there=fundicion kind=workplace name=Fundicion members=people",
};

static const char *const tables[] = {"home", "delegate", NULL};
const state_schema foreign_schema = {
	.room = "council",
	.table = tables,
	.create = "CREATE TABLE home (body TEXT PRIMARY KEY, book TEXT NOT NULL, there TEXT NOT NULL, UNIQUE (book, "
		  "there))"
		  " WITHOUT ROWID;"
		  "CREATE TABLE delegate (person TEXT PRIMARY KEY, book TEXT NOT NULL, there TEXT NOT NULL, key TEXT)"
		  " WITHOUT ROWID;",
};
