/* Rules and weights: reading, deciding, and what they come to; see entitlement.h. */
#include "supply/entitlement.h"

#include "base/json.h"
#include "council/council.h"
#include "supply/codes.h"
#include "supply/good.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { WHOLE_MAX = 1000000, WHERE = 40 }; /* units that a clause can give to each */

/* ---- fractions --------------------------------------------------------------------------------------------------- */

static int64_t common_divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static supply_ratio in_lowest_terms(int64_t n, int64_t d)
{
	int64_t g = common_divisor(n, d);
	return (supply_ratio){n / g, d / g};
}

static bool read_fraction(const json_t *value, supply_ratio *out)
{
	int64_t n, d;
	if (!json_is_string(value) || !act_ratio(json_string_value(value), &n, &d) || !d)
		return false;
	*out = in_lowest_terms(n, d);
	return out->d <= ENTITLEMENT_PARTS_MAX && out->n / out->d <= WHOLE_MAX;
}

/* Takes a denominator into the parts that a sum is made of; false when they become too many. */
static bool add_parts(int64_t *parts, supply_ratio f)
{
	*parts *= f.d / common_divisor(*parts, f.d);
	return *parts <= ENTITLEMENT_PARTS_MAX;
}

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static bool read_word(const json_t *value, bool counts, char out[NUMBER_NAME])
{
	const char *word = json_string_value(value);
	bool known =
		word && (numbers_is_name(word) || (counts && (!strcmp(word, "member") || !strcmp(word, "household"))));
	snprintf(out, NUMBER_NAME, "%s", known ? word : "");
	return known;
}

/* One key of a clause. */
static bool read_key(const char *key, const json_t *value, entitlement_clause *out)
{
	const char *word = json_string_value(value);
	if (!strcmp(key, "amount"))
		return read_fraction(value, &out->each_gets);
	if (!strcmp(key, "floor"))
		return read_fraction(value, &out->floor);
	if (!strcmp(key, "each"))
		return read_word(value, true, out->each);
	if (!strcmp(key, "for"))
		return read_word(value, false, out->only_for);
	if (strcmp(key, "per") != 0 || !word)
		return false;
	out->per_day = !strcmp(word, "day");
	return out->per_day || !strcmp(word, "cycle");
}

static bool read_clause(const json_t *clause, size_t number, entitlement_clause *out, char *wrong)
{
	static const char *const required[] = {"amount", "each", "per"};
	const char *key;
	json_t *value;
	*out = (entitlement_clause){.each_gets = {0, 1}, .floor = {0, 1}};
	snprintf(wrong, WHERE, "%zu", number);
	if (!json_is_object(clause))
		return false;
	json_object_foreach((json_t *)(uintptr_t)clause, key, value)
	{
		snprintf(wrong, WHERE, "%zu/%.30s", number, key);
		if (!read_key(key, value, out))
			return false;
	}
	for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
		snprintf(wrong, WHERE, "%zu/%s", number, required[i]);
		if (!json_object_get(clause, required[i]))
			return false;
	}
	snprintf(wrong, WHERE, "%zu/floor", number);
	return out->floor.n * out->each_gets.d <= out->each_gets.n * out->floor.d;
}

bool entitlement_read(const json_t *rule, entitlement_rule *out, char *wrong)
{
	int64_t parts = 1;
	size_t count = json_is_array(rule) ? json_array_size(rule) : 1;
	*out = (entitlement_rule){0};
	snprintf(wrong, WHERE, "1");
	if (!count || count > ENTITLEMENT_CLAUSES_MAX)
		return false;
	for (size_t i = 0; i < count; i++) {
		const json_t *clause = json_is_array(rule) ? json_array_get(rule, i) : rule;
		if (!read_clause(clause, i + 1, &out->clause[i], wrong))
			return false;
		snprintf(wrong, WHERE, "%zu/amount", i + 1);
		if (!add_parts(&parts, out->clause[i].each_gets) || !add_parts(&parts, out->clause[i].floor))
			return false;
	}
	out->clauses = (int)count;
	return true;
}

bool weights_read(const json_t *document, household_weights *out, char *wrong)
{
	int64_t parts = 1;
	const char *key;
	json_t *value;
	*out = (household_weights){0};
	*wrong = '\0';
	if (!json_is_object(document) || json_object_size(document) > NUMBERS_MAX)
		return false;
	json_object_foreach((json_t *)(uintptr_t)document, key, value)
	{
		supply_ratio *more = &out->item[out->count].more;
		snprintf(wrong, WHERE, "%.30s", key);
		if (!numbers_is_name(key) || !read_fraction(value, more) || more->n / more->d > 100 ||
		    !add_parts(&parts, *more))
			return false;
		snprintf(out->item[out->count++].name, NUMBER_NAME, "%s", key);
	}
	return true;
}

/* ---- what they come to ------------------------------------------------------------------------------------------- */

static supply_ratio add(supply_ratio a, supply_ratio b, int64_t times)
{
	int64_t parts = a.d * (b.d / common_divisor(a.d, b.d));
	return in_lowest_terms(a.n * (parts / a.d) + b.n * times * (parts / b.d), parts);
}

/* How often a clause counts. */
static int64_t times_of(const entitlement_clause *c, const household_facts *h, int64_t days)
{
	int64_t each = !strcmp(c->each, "member")      ? h->size
		       : !strcmp(c->each, "household") ? 1
						       : numbers_of(&h->numbers, c->each);
	bool meant = !*c->only_for || numbers_of(&h->numbers, c->only_for) > 0;
	return meant ? each * (c->per_day ? days : 1) : 0;
}

supply_ratio entitlement_amount(const entitlement_rule *e, const household_facts *h, int64_t days)
{
	supply_ratio sum = {0, 1};
	for (int i = 0; i < e->clauses; i++)
		sum = add(sum, e->clause[i].each_gets, times_of(&e->clause[i], h, days));
	return sum;
}

supply_ratio entitlement_floor(const entitlement_rule *e, const household_facts *h, int64_t days)
{
	supply_ratio sum = {0, 1};
	for (int i = 0; i < e->clauses; i++)
		sum = add(sum, e->clause[i].floor, times_of(&e->clause[i], h, days));
	return sum;
}

supply_ratio weights_of(const household_weights *w, const household_facts *h)
{
	supply_ratio sum = {h->size, 1};
	for (int i = 0; i < w->count; i++)
		sum = add(sum, w->item[i].more, numbers_of(&h->numbers, w->item[i].name));
	return sum;
}

/* ---- questions --------------------------------------------------------------------------------------------------- */

bool entitlement_at(state *s, const char *body, const char *good, int64_t time, entitlement_rule *out)
{
	char wrong[WHERE];
	*out = (entitlement_rule){0};
	state_rows rows =
		state_ask(s,
			  "SELECT rule, version FROM entitlement WHERE body = ?1 AND good = ?2 AND from_time <= "
			  "?3 AND (until_time IS NULL OR until_time > ?3)",
			  "ssi", body, good, time);
	if (!state_row(&rows))
		return false;
	json_t *rule = json_loads(state_text(&rows, 0), JSON_REJECT_DUPLICATES, NULL);
	bool read = entitlement_read(rule, out, wrong);
	assert(read);
	out->version = state_whole(&rows, 1);
	json_decref(rule);
	state_end(&rows);
	return read;
}

void weights_at(state *s, const char *body, int64_t time, household_weights *out)
{
	char wrong[WHERE];
	*out = (household_weights){0};
	state_rows rows =
		state_ask(s,
			  "SELECT weights, version FROM supply_weights WHERE body = ?1 AND from_time <= ?2 AND "
			  "(until_time IS NULL OR until_time > ?2)",
			  "si", body, time);
	if (!state_row(&rows))
		return;
	json_t *document = json_loads(state_text(&rows, 0), JSON_REJECT_DUPLICATES, NULL);
	bool read = weights_read(document, out, wrong);
	assert(read);
	(void)read;
	out->version = state_whole(&rows, 1);
	json_decref(document);
	state_end(&rows);
}

state_rows entitlement_goods(state *s, const char *body, int64_t time)
{
	return state_ask(s,
			 "SELECT good FROM entitlement WHERE body = ?1 AND from_time <= ?2 AND (until_time IS NULL OR "
			 "until_time > ?2) ORDER BY good",
			 "si", body, time);
}

/* ---- entitlement ------------------------------------------------------------------------------------------------- */

static cordon_status apply_entitlement(act_context *act)
{
	entitlement_rule e;
	char wrong[WHERE];
	text rule = {0};
	const char *body = act_text(act, "body"), *good = act_text(act, "good");
	if (council_open_body(act, "body") || good_check(act, "good"))
		return CORDON_BAD_INPUT;
	if (!entitlement_read(act_document(act, "rule"), &e, wrong))
		return act_refuse(act, "rule", TEXT(SUPPLY_RULE, wrong), TEXT(SUPPLY_RULE_FORM));
	int64_t version = state_number(
		act->state, 0, "SELECT max(version) FROM entitlement WHERE body = ? AND good = ?", "ss", body, good);
	json_canonical(act_document(act, "rule"), &rule);
	state_do(
		act->state,
		"UPDATE entitlement SET until_entry = ?, until_time = ? WHERE body = ? AND good = ? AND until_entry IS "
		"NULL",
		"iiss", act->entry, act->time, body, good);
	state_do(act->state, "INSERT INTO entitlement VALUES (?, ?, ?, ?, ?, NULL, NULL, ?)", "ssiiis", body, good,
		 version + 1, act->entry, act->time, rule.bytes);
	text_free(&rule);
	return CORDON_OK;
}

const act_kind entitlement_kind = {
	.name = "entitlement",
	.summary = N_("decide what households may have of a good"),
	.help = N_(
		"By decision. A rule is a clause, or a list of up to 8 that add up: amount (units, such as \"1/2\"), "
		"each "
		"(member, household, or a number of the household such as under_15), per (day or cycle); with `for`, "
		"for those households alone of which that number is not 0; with `floor`, how much of the amount is "
		"guaranteed before anything is shared. The amount \"0\" ends it."),
	.field = {{"body", ACT_ID, N_("who shares it out")},
		  {"good", ACT_ID, N_("which good")},
		  {"rule", ACT_DOCUMENT, N_("a clause or a list of clauses")}},
	.decided = act_of_body,
	.apply = apply_entitlement,
	.example = "body=jap-cerrillos good=milk rule={\"amount\":\"1/2\",\"each\":\"under_15\",\"per\":\"day\"}",
};

/* ---- supply_weights ---------------------------------------------------------------------------------------------- */

static cordon_status apply_weights(act_context *act)
{
	household_weights w;
	char wrong[WHERE];
	text document = {0};
	const char *body = act_text(act, "body");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	if (!weights_read(act_document(act, "weights"), &w, wrong))
		return act_refuse(act, "weights", TEXT(SUPPLY_WEIGHTS, wrong), TEXT(SUPPLY_WEIGHTS_FORM));
	int64_t version =
		state_number(act->state, 0, "SELECT max(version) FROM supply_weights WHERE body = ?", "s", body);
	json_canonical(act_document(act, "weights"), &document);
	state_do(act->state,
		 "UPDATE supply_weights SET until_entry = ?, until_time = ? WHERE body = ? AND until_entry IS NULL",
		 "iis", act->entry, act->time, body);
	state_do(act->state, "INSERT INTO supply_weights VALUES (?, ?, ?, ?, NULL, NULL, ?)", "siiis", body,
		 version + 1, act->entry, act->time, document.bytes);
	text_free(&document);
	return CORDON_OK;
}

const act_kind weights_kind = {
	.name = "supply_weights",
	.summary = N_("decide how much more some members count where goods are short"),
	.help = N_(
		"By decision. What is short is shared by weight: a household's size, and so much more for each infant, "
		"ill member..., as this says. Without it every member counts the same."),
	.field = {{"body", ACT_ID, N_("who shares out")},
		  {"weights", ACT_DOCUMENT,
		   N_("an object: so much more, such as \"1/2\", by number of the household")}},
	.decided = act_of_body,
	.apply = apply_weights,
	.example = "body=jap-cerrillos weights={\"infants\":\"1/2\",\"ill\":\"1/2\"}",
};

static const char *const tables[] = {"entitlement", "supply_weights", NULL};
const state_schema entitlement_schema = {
	"supply", tables,
	"CREATE TABLE entitlement (body TEXT, good TEXT, version INTEGER, from_entry INTEGER NOT NULL, from_time "
	"INTEGER "
	"NOT NULL, until_entry INTEGER, until_time INTEGER, rule TEXT NOT NULL, PRIMARY KEY (body, good, version)) "
	"WITHOUT ROWID;"
	"CREATE TABLE supply_weights (body TEXT, version INTEGER, from_entry INTEGER NOT NULL, from_time INTEGER NOT "
	"NULL, until_entry INTEGER, until_time INTEGER, weights TEXT NOT NULL, PRIMARY KEY (body, version)) WITHOUT "
	"ROWID;"};
