/* Rules documents: reading them against their defaults, and their versions; see rules.h. */
#include "council/rules.h"

#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "council/codes.h"
#include "council/council.h"
#include "council/seat_share.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PART_MAX = 1000 * 1000 * 1000 }; /* of a ratio: no product with a number of people overflows */

/* An object of the document being read. Every key asked for is put down as known, so that the others can be refused. */
typedef struct reading {
	const json_t *object; /* NULL: not given, all defaults */
	const char *at; /* its JSON pointer */
	const char *file;
	text known; /* "quorum majority ..." */
	cordon_error *error;
	bool *wrong;
} reading;

static void refuse(const reading *in, const char *key, cordon_text what, cordon_text expected)
{
	text place = {0};
	text_add_format(&place, "%s/%s", in->at, key);
	const json_t *value = json_object_get(in->object, key);
	char *found = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	const char *string = json_string_value(value);
	finding_add(in->error, CORDON_ERROR, (place_in_file){in->file, 0, place.bytes, string ? string : found}, what,
		    expected);
	free(found);
	text_free(&place);
	*in->wrong = true;
}

static const json_t *ask(reading *in, const char *key)
{
	text_add_format(&in->known, "%s%s", in->known.length ? " " : "", key);
	return json_object_get(in->object, key);
}

/* The number of the word in `choices`; -1: none of them. */
static int choice_of(const char *choices, const char *word)
{
	for (int i = 0; *choices; i++, choices += strspn(choices, " ")) {
		size_t length = strcspn(choices, " ");
		if (strlen(word) == length && !memcmp(choices, word, length))
			return i;
		choices += length;
	}
	return -1;
}

static void refuse_unknown(reading *in)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)in->object, key, value)
	{
		if (choice_of(text_string(&in->known), key) < 0)
			refuse(in, key, TEXT(COUNCIL_RULES_UNKNOWN), TEXT(COUNCIL_ONE_OF, text_string(&in->known)));
	}
	text_free(&in->known);
}

/* ---- one value --------------------------------------------------------------------------------------------------- */

static void read_number(reading *in, const char *key, int64_t least, int64_t most, int64_t *out)
{
	const json_t *value = ask(in, key);
	if (!value)
		return;
	int64_t number = json_is_integer(value) ? json_integer_value(value) : least - 1;
	if (number >= least && number <= most) {
		*out = number;
		return;
	}
	char low[24], high[24];
	snprintf(low, sizeof low, "%" PRId64, least);
	snprintf(high, sizeof high, "%" PRId64, most);
	refuse(in, key, TEXT(COUNCIL_RULES_VALUE), TEXT(COUNCIL_EXPECTED_NUMBER, low, high));
}

static bool parse_ratio(const char *string, rules_ratio *out)
{
	return string && act_ratio(string, &out->numerator, &out->denominator) && out->numerator <= PART_MAX &&
	       out->denominator <= PART_MAX;
}

static void read_ratio(reading *in, const char *key, rules_ratio *out)
{
	const json_t *value = ask(in, key);
	rules_ratio ratio;
	if (!value)
		return;
	if (parse_ratio(json_string_value(value), &ratio) &&
	    (ratio.numerator <= ratio.denominator || ratio.numerator % ratio.denominator == 0))
		*out = ratio;
	else
		refuse(in, key, TEXT(COUNCIL_RULES_VALUE), TEXT(COUNCIL_EXPECTED_SHARE));
}

/* The number of the chosen word, or `otherwise`. */
static unsigned read_choice(reading *in, const char *key, const char *choices, unsigned otherwise)
{
	const json_t *value = ask(in, key);
	if (!value)
		return otherwise;
	int chosen = json_is_string(value) ? choice_of(choices, json_string_value(value)) : -1;
	if (chosen >= 0)
		return (unsigned)chosen;
	refuse(in, key, TEXT(COUNCIL_RULES_VALUE), TEXT(COUNCIL_ONE_OF, choices));
	return otherwise;
}

static const char majorities[] = "simple absolute two-thirds double";

static void read_majority(reading *in, const char *key, rules_majority *out)
{
	const json_t *value = ask(in, key);
	if (!value)
		return;
	const char *word = json_is_string(value) ? json_string_value(value) : "";
	int kind = choice_of(majorities, word);
	rules_ratio share;
	if (kind >= 0)
		*out = (rules_majority){(rules_majority_kind)kind, {0, 1}};
	else if (parse_ratio(word, &share) && share.numerator <= share.denominator &&
		 2 * share.numerator >= share.denominator)
		*out = (rules_majority){RULES_SHARE, share};
	else
		refuse(in, key, TEXT(COUNCIL_RULES_VALUE), TEXT(COUNCIL_EXPECTED_MAJORITY, majorities));
}

static void read_flag(reading *in, const char *key, bool *out)
{
	const json_t *value = ask(in, key);
	if (json_is_boolean(value))
		*out = json_is_true(value);
	else if (value)
		refuse(in, key, TEXT(COUNCIL_RULES_VALUE), TEXT(COUNCIL_ONE_OF, "true false"));
}

static bool is_line(const char *string)
{
	size_t length = strlen(string);
	for (const unsigned char *c = (const unsigned char *)string; *c; c++)
		if (*c < ' ' || *c == 127)
			return false;
	return length >= 1 && length <= RULES_TEXT_MAX;
}

static void read_line(reading *in, const char *key, const char **out)
{
	const json_t *value = ask(in, key);
	char most[24];
	snprintf(most, sizeof most, "%d", RULES_TEXT_MAX);
	if (json_is_string(value) && is_line(json_string_value(value)))
		*out = json_string_value(value);
	else if (value)
		refuse(in, key, TEXT(COUNCIL_RULES_VALUE), TEXT(COUNCIL_EXPECTED_LINE, most));
}

/* ---- objects within ---------------------------------------------------------------------------------------------- */

/* `place` keeps the text of its pointer until leave_object. */
static reading enter_object(reading *in, const char *key, text *place)
{
	const json_t *value = ask(in, key);
	if (value && !json_is_object(value))
		refuse(in, key, TEXT(COUNCIL_RULES_VALUE), TEXT(COUNCIL_EXPECTED_OBJECT));
	text_add_format(place, "%s/%s", in->at, key);
	return (reading){.object = json_is_object(value) ? value : NULL,
			 .at = place->bytes,
			 .file = in->file,
			 .error = in->error,
			 .wrong = in->wrong};
}

static void leave_object(reading *within, text *place)
{
	refuse_unknown(within);
	text_free(place);
}

static void read_recall(reading *in, rules *r)
{
	text place = {0};
	reading within = enter_object(in, "recall", &place);
	read_ratio(&within, "petition", &r->recall.petition);
	read_ratio(&within, "quorum", &r->recall.quorum);
	read_majority(&within, "majority", &r->recall.majority);
	r->recall.who = (rules_recall_who)read_choice(&within, "who", "base delegates", r->recall.who);
	leave_object(&within, &place);
}

static void read_apportionment(reading *in, rules *r)
{
	text place = {0};
	reading within = enter_object(in, "apportionment", &place);
	r->apportionment.method = (rules_method)read_choice(&within, "method",
							    "fixed dhondt sainte-lague largest-remainder", RULES_FIXED);
	read_number(&within, "seats", 1, RULES_SEATS_MAX, &r->apportionment.seats);
	read_number(&within, "floor", 0, RULES_SEATS_MAX, &r->apportionment.floor);
	if (r->apportionment.method != RULES_FIXED && !json_object_get(within.object, "seats"))
		refuse(&within, "seats", TEXT(COUNCIL_RULES_SEATS), NO_TEXT);
	leave_object(&within, &place);
}

static void read_tellers(reading *in, rules *r)
{
	text place = {0};
	reading within = enter_object(in, "tellers", &place);
	read_number(&within, "n", 1, RULES_TELLERS_MAX, &r->tellers.n);
	read_number(&within, "k", 1, RULES_TELLERS_MAX, &r->tellers.k);
	if (r->tellers.k > r->tellers.n)
		refuse(&within, "k", TEXT(COUNCIL_RULES_TELLERS), NO_TEXT);
	leave_object(&within, &place);
}

static void read_binds(reading *in, rules *r)
{
	text place = {0};
	reading within = enter_object(in, "binds", &place);
	read_flag(&within, "down", &r->binds.down);
	read_flag(&within, "up", &r->binds.up);
	leave_object(&within, &place);
}

/* ---- the settings of a count ------------------------------------------------------------------------------------- */

/* What each election says itself; a seed known before the ballots would let somebody choose who wins a tie. */
static const char not_here[] = "seats entitled seed commitment vacant declined";

static long read_bytes(void *context, void *buffer, size_t size)
{
	text *rest = context;
	size_t taken = rest->length < size ? rest->length : size;
	memcpy(buffer, rest->bytes, taken);
	rest->bytes += taken;
	rest->length -= taken;
	return (long)taken;
}

/* All of the object but the rule's name, into settings. */
static cordon_status fill_settings(const json_t *election, const char *file, cordon_settings *out, cordon_error *error)
{
	json_t *others = memory_require(json_copy((json_t *)(uintptr_t)election));
	json_object_del(others, "rule");
	char *bytes = memory_require(json_dumps(others, JSON_COMPACT));
	text rest = {bytes, strlen(bytes), 0};
	cordon_status status = cordon_settings_read(&(cordon_reader){read_bytes, &rest}, file, out, error);
	free(bytes);
	json_decref(others);
	return status;
}

static void read_election(reading *in, rules *r)
{
	text place = {0};
	reading within = enter_object(in, "election", &place);
	const json_t *value = ask(&within, "rule");
	const char *rule = json_is_string(value) ? json_string_value(value) : "";
	if (value)
		r->election = cordon_count_rule_find(rule);
	if (!r->election) {
		refuse(&within, "rule", TEXT(COUNCIL_RULES_VALUE), TEXT(COUNCIL_EXPECTED_COUNT));
		r->election = cordon_count_rule_at(0);
	}
	for (const char *at = r->election->settings; *at; at += strspn(at, " ")) {
		char key[64];
		size_t length = strcspn(at, " ");
		assert(length < sizeof key);
		snprintf(key, sizeof key, "%.*s", (int)length, at);
		if (choice_of(not_here, key) < 0)
			ask(&within, key);
		at += length;
	}
	r->election_settings = within.object;
	cordon_settings settings;
	cordon_settings_init(&settings);
	if (within.object && fill_settings(within.object, in->file, &settings, in->error))
		*in->wrong = true;
	cordon_settings_free(&settings);
	leave_object(&within, &place);
}

void rules_election_settings(const rules *r, cordon_settings *settings)
{
	if (r->election_settings)
		fill_settings(r->election_settings, NULL, settings, NULL);
}

/* ---- the document ------------------------------------------------------------------------------------------------ */

static rules defaults(void)
{
	return (rules){
		.quorum = {1, 2},
		.majority = {RULES_SIMPLE, {0, 1}},
		.recall = {.petition = {1, 10},
			   .quorum = {1, 2},
			   .majority = {RULES_SIMPLE, {0, 1}},
			   .who = RULES_BASE},
		.term_days = 365,
		.fill = RULES_ELECTION,
		.apportionment = {.method = RULES_FIXED, .seats = 1, .floor = 1},
		.election = cordon_count_rule_find("scottish-stv"),
		.tellers = {.n = 3, .k = 2},
		.voting = RULES_PAPER,
		.instructions = RULES_IMPERATIVE,
		.override = true,
		.readings = 1,
		.notice_days = 3,
		.amend = {RULES_TWO_THIRDS, {0, 1}},
		.leaving = RULES_BOTH,
		.default_option = "further discussion",
	};
}

cordon_status rules_read(rules *r, const json_t *document, const char *file, const char *at, cordon_error *error)
{
	bool wrong = false;
	*r = defaults();
	r->document = memory_require(document ? json_deep_copy(document) : json_object());
	if (!json_is_object(r->document))
		return finding_add(error, CORDON_ERROR, (place_in_file){file, 0, at, NULL}, TEXT(COUNCIL_RULES_VALUE),
				   TEXT(COUNCIL_EXPECTED_OBJECT));
	reading in = {.object = r->document, .at = at, .file = file, .error = error, .wrong = &wrong};
	read_line(&in, "name", &r->name);
	read_ratio(&in, "quorum", &r->quorum);
	read_majority(&in, "majority", &r->majority);
	read_recall(&in, r);
	read_number(&in, "term_days", 0, RULES_TERM_DAYS_MAX, &r->term_days);
	r->fill = (rules_fill)read_choice(&in, "fill", "countback substitute election", r->fill);
	read_apportionment(&in, r);
	read_election(&in, r);
	read_number(&in, "sponsors", 0, RULES_SPONSORS_MAX, &r->sponsors);
	read_tellers(&in, r);
	r->voting = (rules_voting)read_choice(&in, "voting", "paper open", r->voting);
	r->instructions = (rules_instructions)read_choice(&in, "instructions", "imperative free", r->instructions);
	read_flag(&in, "override", &r->override);
	read_flag(&in, "split_votes", &r->split_votes);
	read_number(&in, "readings", 1, RULES_READINGS_MAX, &r->readings);
	read_number(&in, "notice_days", 0, RULES_NOTICE_DAYS_MAX, &r->notice_days);
	read_majority(&in, "amend", &r->amend);
	read_binds(&in, r);
	r->leaving = (rules_leaving)read_choice(&in, "leaving", "both either", r->leaving);
	read_line(&in, "default_option", &r->default_option);
	refuse_unknown(&in);
	return wrong ? CORDON_BAD_INPUT : CORDON_OK;
}

void rules_free(rules *r)
{
	json_decref(r->document);
	*r = (rules){0};
}

int64_t rules_part(rules_ratio share, int64_t whole)
{
	assert(whole >= 0 && whole <= PART_MAX && share.denominator > 0);
	if (share.numerator > share.denominator)
		return share.numerator / share.denominator;
	return (share.numerator * whole + share.denominator - 1) / share.denominator;
}

/* ---- versions ---------------------------------------------------------------------------------------------------- */

static bool read_row(state_rows *rows, rules *out)
{
	if (!state_row(rows))
		return false;
	int64_t version = state_whole(rows, 0);
	json_t *document = json_loads(state_text(rows, 1), JSON_REJECT_DUPLICATES, NULL);
	state_end(rows);
	cordon_status status = rules_read(out, document, NULL, "", NULL);
	assert(document && !status); /* it was checked before it was written */
	(void)status;
	json_decref(document);
	out->version = version;
	return true;
}

bool rules_at(state *s, const char *body, int64_t time, rules *out)
{
	state_rows rows = state_ask(s,
				    "SELECT version, document FROM rules WHERE body = ? AND time <= ? "
				    "ORDER BY version DESC LIMIT 1",
				    "si", body, time);
	return read_row(&rows, out);
}

bool rules_now(state *s, const char *body, rules *out)
{
	state_rows rows = state_ask(
		s, "SELECT version, document FROM rules WHERE body = ? ORDER BY version DESC LIMIT 1", "s", body);
	return read_row(&rows, out);
}

bool rules_version(state *s, const char *body, int64_t version, rules *out)
{
	state_rows rows =
		state_ask(s, "SELECT version, document FROM rules WHERE body = ? AND version = ?", "si", body, version);
	return read_row(&rows, out);
}

cordon_status rules_check(const act_context *act, const char *field, rules *out)
{
	return rules_read(out, act_document(act, field), act->kind->name, field, act->error);
}

void rules_write(const act_context *act, const char *body, const rules *r)
{
	text document = {0};
	json_canonical(r->document, &document);
	state_do(act->state,
		 "INSERT INTO rules (body, version, entry, time, document) VALUES (?1, "
		 "(SELECT count(*) + 1 FROM rules WHERE body = ?1), ?2, ?3, ?4)",
		 "siis", body, act->entry, act->time, document.bytes);
	state_do(act->state, "UPDATE body SET sponsors = ?, tellers = ? WHERE body = ?", "iis", r->sponsors,
		 r->tellers.k, body);
	text_free(&document);
}

static cordon_status apply_rules(act_context *act)
{
	rules r;
	cordon_status status = council_open_body(act, "body");
	cordon_status read = rules_check(act, "document", &r);
	if (!status && !read) {
		rules_write(act, act_text(act, "body"), &r);
		seats_share(act, act_text(act, "body"), NULL);
	}
	rules_free(&r);
	return status ? status : read;
}

const act_kind rules_kind = {
	.name = "rules",
	.summary = N_("the body changes its rules"),
	.help = N_("By a decision under the rules that are in force, with the majority they ask for. The document "
		   "replaces the one "
		   "before; what it leaves out has its default. docs/rules.md says what each key means, examples/rules "
		   "has sets to "
		   "begin with."),
	.field = {{"body", ACT_ID, N_("whose rules")}, {"document", ACT_DOCUMENT, N_("the rules (docs/rules.md)")}},
	.decided = act_of_body,
	.own = true,
	.apply = apply_rules,
	.example = "body=panaderia document=@examples/rules/co-operative.json",
};

static const char *const tables[] = {"rules", NULL};
const state_schema rules_schema = {
	"council", tables,
	"CREATE TABLE rules (body TEXT, version INTEGER, entry INTEGER NOT NULL, time INTEGER NOT NULL, "
	"document TEXT NOT NULL, PRIMARY KEY (body, version)) WITHOUT ROWID;"};
