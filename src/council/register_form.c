/* Attributes of a register and their values; see register_form.h. */
#include "council/register_form.h"

#include "base/time.h"
#include "council/codes.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const type_name[] = {
	[REGISTER_TEXT] = "text", [REGISTER_CHOICE] = "choice", [REGISTER_NUMBER] = "number",
	[REGISTER_FLAG] = "flag", [REGISTER_DATE] = "date",
};
enum { TYPES = sizeof type_name / sizeof *type_name };

const char *register_type_name(register_type type)
{
	return type_name[type];
}

static bool find_type(const char *name, register_type *out)
{
	for (int i = 0; name && i < TYPES; i++)
		if (!strcmp(type_name[i], name)) {
			*out = (register_type)i;
			return true;
		}
	return false;
}

void register_form_at(state *s, const char *body, int64_t time, register_form *out)
{
	*out = (register_form){0};
	state_rows rows = state_ask(
		s,
		"SELECT attribute, type, name, unit, choices FROM register_attribute WHERE body = ?1 AND from_time <= "
		"?2 AND (until_time IS NULL OR until_time > ?2) ORDER BY attribute",
		"si", body, time);
	while (state_row(&rows)) {
		assert(out->count < REGISTER_ATTRIBUTES_MAX);
		register_attribute *a = &out->attribute[out->count++];
		a->id = arena_copy_text(&out->keep, state_text(&rows, 0));
		bool known = find_type(state_text(&rows, 1), &a->type);
		assert(known);
		(void)known;
		a->name = arena_copy_text(&out->keep, state_text(&rows, 2));
		a->unit = arena_copy_text(&out->keep, state_text(&rows, 3));
		a->choices = arena_copy_text(&out->keep, state_text(&rows, 4));
	}
}

void register_form_free(register_form *f)
{
	arena_free(&f->keep);
	f->count = 0;
}

const register_attribute *register_attribute_find(const register_form *f, const char *id)
{
	for (int i = 0; i < f->count; i++)
		if (!strcmp(f->attribute[i].id, id))
			return &f->attribute[i];
	return NULL;
}

/* ---- what an act defines ----------------------------------------------------------------------------------------- */

static bool is_id(const char *id)
{
	size_t length = strlen(id);
	return length < REGISTER_ATTRIBUTE && *id >= 'a' && *id <= 'z' &&
	       strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_") == length && strcmp(id, "workplace") != 0;
}

static bool is_line(const char *line, size_t most)
{
	if (!line || !*line || strlen(line) > most)
		return false;
	for (const unsigned char *c = (const unsigned char *)line; *c; c++)
		if (*c < ' ' || *c == 127)
			return false;
	return true;
}

bool register_has_word(const char *words, const char *word)
{
	size_t length = strlen(word);
	for (const char *at = words; *at; at += strspn(at, " ")) {
		size_t here = strcspn(at, " ");
		if (here == length && !memcmp(at, word, length))
			return true;
		at += here;
	}
	return false;
}

/* Words of letters, digits, - and _, one blank between, none twice. */
static bool are_choices(const char *words)
{
	if (!is_line(words, REGISTER_CHOICES_MAX) || *words == ' ')
		return false;
	for (const char *at = words; *at;) {
		char word[REGISTER_CHOICES_MAX + 1];
		size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789_-");
		snprintf(word, sizeof word, "%.*s", (int)length, at);
		at += length;
		if (!length || (*at && (*at != ' ' || !at[1])) || register_has_word(at, word))
			return false;
		at += *at == ' ';
	}
	return true;
}

bool register_attribute_read(const char *id, const json_t *definition, register_attribute *out)
{
	const char *type = NULL, *name = NULL, *unit = NULL, *choices = NULL;
	if (!is_id(id) || json_unpack((json_t *)(uintptr_t)definition, "{s:s, s:s, s?s, s?s !}", "type", &type, "name",
				      &name, "unit", &unit, "choices", &choices))
		return false;
	*out = (register_attribute){.id = id, .name = name, .unit = unit, .choices = choices};
	return find_type(type, &out->type) && is_line(name, REGISTER_TEXT_MAX) &&
	       (!unit || is_line(unit, REGISTER_TEXT_MAX)) && (choices != NULL) == (out->type == REGISTER_CHOICE) &&
	       (!choices || are_choices(choices));
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

static bool is_number(const json_t *value)
{
	int64_t above, below;
	return json_is_integer(value)
		       ? json_integer_value(value) >= 0 && json_integer_value(value) < INT64_C(1000000000000000)
		       : json_is_string(value) && act_ratio(json_string_value(value), &above, &below);
}

static bool is_value(const register_attribute *a, const json_t *value)
{
	int64_t day;
	const char *string = json_string_value(value);
	switch (a->type) {
	case REGISTER_TEXT:
		return is_line(string, REGISTER_TEXT_MAX);
	case REGISTER_CHOICE:
		return string && *string && register_has_word(a->choices, string);
	case REGISTER_NUMBER:
		return is_number(value);
	case REGISTER_FLAG:
		return json_is_boolean(value);
	default:
		return string && time_date_from_text(string, &day);
	}
}

bool register_value_read(const register_attribute *a, const json_t *value, text *out)
{
	if (!is_value(a, value))
		return false;
	if (json_is_integer(value))
		text_add_format(out, "%" PRId64, (int64_t)json_integer_value(value));
	else
		text_add_string(out, json_is_boolean(value) ? json_is_true(value) ? "true" : "false"
							    : json_string_value(value));
	return true;
}

json_t *register_value_json(const register_attribute *a, const char *value)
{
	if (a->type == REGISTER_FLAG)
		return json_boolean(!strcmp(value, "true"));
	bool whole = a->type == REGISTER_NUMBER && (*value != '0' || !value[1]) && !strpbrk(value, "./");
	return memory_require(whole ? json_integer(strtoll(value, NULL, 10)) : json_string(value));
}

cordon_text register_value_expected(const register_attribute *a)
{
	switch (a->type) {
	case REGISTER_TEXT:
		return TEXT(COUNCIL_REGISTER_IS_TEXT);
	case REGISTER_CHOICE:
		return TEXT(COUNCIL_ONE_OF, a->choices);
	case REGISTER_NUMBER:
		return TEXT(COUNCIL_REGISTER_IS_NUMBER);
	case REGISTER_FLAG:
		return TEXT(COUNCIL_REGISTER_IS_FLAG);
	default:
		return TEXT(COUNCIL_REGISTER_IS_DATE);
	}
}
