/* Fields against the table, and what functions of acts ask of theirs; see act.h. */
#include "record/act.h"

#include "base/digits.h"
#include "base/text.h"
#include "base/time.h"
#include "record/codes.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

const act_kind *act_kind_find(const act_world *world, const char *name)
{
	for (size_t i = 0; i < world->kinds; i++)
		if (!strcmp(world->kind[i]->name, name))
			return world->kind[i];
	return NULL;
}

static bool is_id(const char *s)
{
	size_t length = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-");
	return length > 0 && length <= ACT_ID_MAX && !s[length] && !strchr("._-", *s);
}

static bool is_key(const char *s)
{
	unsigned char key[32];
	return digits_from_base64(s, key, sizeof key);
}

static bool is_text(const char *s, int64_t least, int64_t most)
{
	for (const unsigned char *c = (const unsigned char *)s; *c; c++)
		if ((*c < ' ' && *c != '\n') || *c == 127)
			return false;
	return strlen(s) >= (size_t)least && strlen(s) <= (size_t)most;
}

static bool is_choice(const char *s, const char *choices)
{
	size_t length = strlen(s);
	for (const char *word = choices; *word; word += strspn(word, " ")) {
		size_t here = strcspn(word, " ");
		if (here == length && !memcmp(word, s, length))
			return true;
		word += here;
	}
	return false;
}

/* Digits into *value; how many there were. */
static int digits(const char **s, int64_t *value)
{
	int count = 0;
	for (; **s >= '0' && **s <= '9' && count <= 15; (*s)++, count++)
		*value = 10 * *value + (**s - '0');
	return count;
}

bool act_ratio(const char *s, int64_t *numerator, int64_t *denominator)
{
	*numerator = 0;
	*denominator = 1;
	int whole = digits(&s, numerator), after = 0;
	if (whole < 1 || whole > 15)
		return false;
	if (*s == '.') {
		s++;
		after = digits(&s, numerator);
		if (after < 1 || whole + after > 15)
			return false;
		for (int i = 0; i < after; i++)
			*denominator *= 10;
	} else if (*s == '/') {
		s++;
		*denominator = 0;
		int below = digits(&s, denominator);
		if (below < 1 || below > 15 || *denominator == 0)
			return false;
	}
	return !*s;
}

static int64_t text_least(const act_field *f)
{
	return f->most ? f->least : 1;
}

static int64_t text_most(const act_field *f)
{
	return f->most ? f->most : 4096;
}

enum { WHOLE_MOST_SHIFT = 53 };
#define WHOLE_MOST (((int64_t)1 << WHOLE_MOST_SHIFT) - 1)

static bool holds(const act_field *f, const json_t *value)
{
	int64_t a, b, whole = json_is_integer(value) ? json_integer_value(value) : -1;
	const char *s = json_string_value(value);
	switch (f->type) {
	case ACT_FLAG:
		return json_is_boolean(value);
	case ACT_WHOLE:
		return json_is_integer(value) && whole >= f->least && whole <= (f->most ? f->most : WHOLE_MOST);
	case ACT_DOCUMENT:
		return json_is_object(value) || json_is_array(value);
	default:
		break;
	}
	if (!s)
		return false;
	switch (f->type) {
	case ACT_ID:
		return is_id(s);
	case ACT_TEXT:
		return is_text(s, text_least(f), text_most(f));
	case ACT_RATIO:
		return act_ratio(s, &a, &b);
	case ACT_CHOICE:
		return is_choice(s, f->choices);
	case ACT_DATE:
		return time_date_from_text(s, &a);
	case ACT_TIME:
		return time_from_text(s, &a);
	case ACT_KEY:
		return is_key(s);
	default:
		return digits_are_hex(s, 32);
	}
}

/* The texts of the numbers live in `low` and `high`. */
static cordon_text expectation(const act_field *f, char low[24], char high[24])
{
	bool is_prose = f->type == ACT_TEXT;
	int64_t most = f->type == ACT_ID ? ACT_ID_MAX : is_prose ? text_most(f) : f->most ? f->most : WHOLE_MOST;
	snprintf(low, 24, "%" PRId64, is_prose ? text_least(f) : f->least);
	snprintf(high, 24, "%" PRId64, most);
	switch (f->type) {
	case ACT_ID:
		return TEXT(RECORD_EXPECTED_ID, high);
	case ACT_TEXT:
		return TEXT(RECORD_EXPECTED_TEXT, low, high);
	case ACT_WHOLE:
		return TEXT(RECORD_EXPECTED_WHOLE, low, high);
	case ACT_RATIO:
		return TEXT(RECORD_EXPECTED_RATIO);
	case ACT_CHOICE:
		return TEXT(RECORD_EXPECTED_CHOICE, f->choices);
	case ACT_FLAG:
		return TEXT(RECORD_EXPECTED_FLAG);
	case ACT_DATE:
		return TEXT(RECORD_EXPECTED_DATE);
	case ACT_TIME:
		return TEXT(RECORD_EXPECTED_TIME);
	case ACT_KEY:
		return TEXT(RECORD_EXPECTED_KEY);
	case ACT_DOCUMENT:
		return TEXT(RECORD_EXPECTED_DOCUMENT);
	default:
		return TEXT(RECORD_EXPECTED_HASH);
	}
}

static cordon_status wrong(const act_kind *kind, const act_field *f, const json_t *value, cordon_error *error)
{
	char low[24], high[24];
	char *found = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	const char *string = json_string_value(value);
	cordon_status status =
		finding_add(error, CORDON_ERROR, (place_in_file){kind->name, 0, f->name, string ? string : found},
			    TEXT(RECORD_FIELD_WRONG), expectation(f, low, high));
	free(found);
	return status;
}

static cordon_status check_field(const act_kind *kind, const act_field *f, const json_t *value, cordon_error *error)
{
	if (!value)
		return f->optional ? CORDON_OK
				   : finding_add(error, CORDON_ERROR, (place_in_file){kind->name, 0, f->name, NULL},
						 TEXT(RECORD_FIELD_MISSING), NO_TEXT);
	if (!f->many)
		return holds(f, value) ? CORDON_OK : wrong(kind, f, value, error);
	size_t count = json_array_size(value);
	if (count < 1 || count > ACT_MANY_MAX) {
		char most[24];
		snprintf(most, sizeof most, "%d", ACT_MANY_MAX);
		return finding_add(error, CORDON_ERROR, (place_in_file){kind->name, 0, f->name, NULL},
				   TEXT(RECORD_FIELD_WRONG), TEXT(RECORD_EXPECTED_MANY, most));
	}
	for (size_t i = 0; i < count; i++)
		if (!holds(f, json_array_get(value, i)))
			return wrong(kind, f, json_array_get(value, i), error);
	return CORDON_OK;
}

static const act_field *field_of(const act_kind *kind, const char *name)
{
	for (const act_field *f = kind->field; f < kind->field + ACT_FIELDS_MAX && f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

static cordon_status unknown(const act_kind *kind, const char *name, cordon_error *error)
{
	text names = {0};
	for (const act_field *f = kind->field; f < kind->field + ACT_FIELDS_MAX && f->name; f++)
		text_add_format(&names, "%s%s", f == kind->field ? "" : ", ", f->name);
	cordon_status status =
		finding_add(error, CORDON_ERROR, (place_in_file){kind->name, 0, name, NULL},
			    TEXT(RECORD_FIELD_UNKNOWN, kind->name), TEXT(RECORD_FIELDS_ARE, text_string(&names)));
	text_free(&names);
	return status;
}

cordon_status act_check_fields(const act_kind *kind, const json_t *fields, cordon_error *error)
{
	cordon_status status = CORDON_OK;
	size_t given = 0;
	for (const act_field *f = kind->field; f < kind->field + ACT_FIELDS_MAX && f->name; f++) {
		const json_t *value = json_object_get(fields, f->name);
		given += value != NULL;
		if (check_field(kind, f, value, error))
			status = CORDON_BAD_INPUT;
	}
	void *at = given < json_object_size(fields) ? json_object_iter((json_t *)(uintptr_t)fields) : NULL;
	for (; at; at = json_object_iter_next((json_t *)(uintptr_t)fields, at))
		if (!field_of(kind, json_object_iter_key(at)))
			status = unknown(kind, json_object_iter_key(at), error);
	return status;
}

bool act_of_body(const json_t *fields, const char *body)
{
	const char *named = json_string_value(json_object_get(fields, "body"));
	return named && !strcmp(named, body);
}

const char *act_text(const act_context *act, const char *field)
{
	assert(field_of(act->kind, field));
	return json_string_value(json_object_get(act->fields, field));
}

int64_t act_whole(const act_context *act, const char *field, int64_t otherwise)
{
	assert(field_of(act->kind, field));
	const json_t *value = json_object_get(act->fields, field);
	return value ? json_integer_value(value) : otherwise;
}

bool act_flag(const act_context *act, const char *field)
{
	assert(field_of(act->kind, field));
	return json_is_true(json_object_get(act->fields, field));
}

const json_t *act_document(const act_context *act, const char *field)
{
	assert(field_of(act->kind, field));
	return json_object_get(act->fields, field);
}

size_t act_count(const act_context *act, const char *field)
{
	assert(field_of(act->kind, field) && field_of(act->kind, field)->many);
	return json_array_size(json_object_get(act->fields, field));
}

const char *act_item(const act_context *act, const char *field, size_t i)
{
	return json_string_value(json_array_get(json_object_get(act->fields, field), i));
}

cordon_status act_refuse(const act_context *act, const char *field, cordon_text what, cordon_text expected)
{
	const json_t *value = field ? json_object_get(act->fields, field) : NULL;
	return finding_add(act->error, CORDON_ERROR,
			   (place_in_file){act->kind->name, 0, field, json_string_value(value)}, what, expected);
}

bool act_signed_by(const act_context *act, const char *person)
{
	for (int i = 0; i < act->signatures; i++)
		if (act->person[i] && !strcmp(act->person[i], person))
			return true;
	return false;
}

const char *act_signer(const act_context *act)
{
	return act->signatures == 1 ? act->person[0] : NULL;
}

/* The texts of the roles, or that only a decision may. */
static cordon_status not_allowed(const act_context *act)
{
	text roles = {0};
	for (int i = 0; i < ACT_ROLES_MAX && act->kind->who[i]; i++)
		text_add_format(&roles, "%s%s", i ? "; " : "", act->kind->who[i]->text);
	cordon_text expected = roles.length ? TEXT(RECORD_MAY, roles.bytes) : TEXT(RECORD_MAY_DECISION);
	cordon_status status =
		finding_add(act->error, CORDON_ERROR,
			    (place_in_file){act->kind->name, 0, "signatures", act->signatures ? act->key[0] : NULL},
			    TEXT(RECORD_MAY_NOT), expected);
	text_free(&roles);
	return status;
}

static bool allowed(const act_context *act)
{
	for (int i = 0; i < ACT_ROLES_MAX && act->kind->who[i]; i++)
		if (act->kind->who[i]->has(act))
			return true;
	return false;
}

cordon_status act_run(act_context *act)
{
	if (act_check_fields(act->kind, act->fields, act->error))
		return CORDON_BAD_INPUT;
	return allowed(act) ? act->kind->apply(act) : not_allowed(act);
}

cordon_status act_run_decided(const act_context *by, const act_kind *kind, const json_t *fields)
{
	act_context act = *by;
	act.kind = kind;
	act.fields = fields;
	return act_check_fields(kind, fields, act.error) ? CORDON_BAD_INPUT : kind->apply(&act);
}
