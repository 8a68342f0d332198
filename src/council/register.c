/* Acts about registers of workplaces, all of them effects of decisions; see register.h. */
#include "council/register.h"

#include "council/codes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an act says, being checked: where it is, for findings. */
typedef struct saying {
	const act_context *act;
	const char *field; /* "workplaces" */
	size_t item; /* from 1; 0: none */
	bool wrong;
} saying;

static void refuse(saying *in, const char *key, const json_t *value, cordon_text what, cordon_text expected)
{
	text place = {0};
	text_add_string(&place, in->field);
	if (in->item)
		text_add_format(&place, "/%zu", in->item);
	if (key)
		text_add_format(&place, "/%s", key);
	char *found = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	const char *string = json_string_value(value);
	finding_add(in->act->error, CORDON_ERROR,
		    (place_in_file){in->act->kind->name, 0, place.bytes, string ? string : found}, what, expected);
	free(found);
	text_free(&place);
	in->wrong = true;
}

/* ---- histories --------------------------------------------------------------------------------------------------- */

/* Of the rows that hold until now. What one entry says twice is said the second way: then a row ends where it
 * begins. */
static void end_values(const act_context *act, const char *workplace, const char *attribute)
{
	state_do(act->state,
		 "UPDATE register_value SET until_entry = ?, until_time = ? WHERE body = ? AND until_entry IS NULL AND "
		 "(?4 IS NULL OR workplace = ?4) AND (?5 IS NULL OR attribute = ?5)",
		 "iisss", act->entry, act->time, act_text(act, "body"), workplace, attribute);
}

static void end_attribute(const act_context *act, const char *attribute)
{
	state_do(act->state,
		 "UPDATE register_attribute SET until_entry = ?, until_time = ? WHERE body = ? AND attribute = ? AND "
		 "until_entry IS NULL",
		 "iiss", act->entry, act->time, act_text(act, "body"), attribute);
}

static bool has_workplace(const act_context *act, const char *workplace)
{
	return state_has(act->state,
			 "SELECT 1 FROM register_workplace WHERE body = ? AND workplace = ? AND until_entry IS NULL",
			 "ss", act_text(act, "body"), workplace);
}

/* ---- attributes -------------------------------------------------------------------------------------------------- */

/* Choices may be added; those that values have stay. */
static bool keeps_choices(const register_attribute *old, const register_attribute *new)
{
	char word[REGISTER_CHOICES_MAX + 1];
	for (const char *at = old->choices ? old->choices : ""; *at; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");
		snprintf(word, sizeof word, "%.*s", (int)length, at);
		if (!register_has_word(new->choices, word))
			return false;
		at += length;
	}
	return true;
}

static bool same_unit(const register_attribute *old, const register_attribute *new)
{
	return !strcmp(old->unit ? old->unit : "", new->unit ? new->unit : "");
}

static void check_attribute(saying *in, const register_form *form, const char *id, const json_t *definition)
{
	register_attribute new;
	const register_attribute *old = register_attribute_find(form, id);
	if (json_is_null(definition)) {
		if (!old)
			refuse(in, id, NULL, TEXT(COUNCIL_REGISTER_NO_ATTRIBUTE), NO_TEXT);
	} else if (!register_attribute_read(id, definition, &new)) {
		refuse(in, id, definition, TEXT(COUNCIL_REGISTER_DEFINITION), TEXT(COUNCIL_REGISTER_DEFINITION_IS));
	} else if (old && (old->type != new.type || !same_unit(old, &new) || !keeps_choices(old, &new))) {
		refuse(in, id, definition, TEXT(COUNCIL_REGISTER_OTHER), TEXT(COUNCIL_REGISTER_OTHER_IS));
	}
}

static void write_attribute(const act_context *act, const char *id, const json_t *definition)
{
	register_attribute a;
	end_attribute(act, id);
	if (json_is_null(definition))
		end_values(act, NULL, id);
	else if (register_attribute_read(id, definition, &a))
		state_do(act->state,
			 "INSERT OR REPLACE INTO register_attribute VALUES (?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?)",
			 "ssiissss", act_text(act, "body"), id, act->entry, act->time, register_type_name(a.type),
			 a.name, a.unit, a.choices);
}

static int attributes_after(const register_form *form, const json_t *given)
{
	int count = form->count;
	const char *id;
	json_t *definition;
	json_object_foreach((json_t *)(uintptr_t)given, id, definition)
	{
		bool had = register_attribute_find(form, id) != NULL;
		count += !had - json_is_null(definition);
	}
	return count;
}

static cordon_status apply_attributes(act_context *act)
{
	register_form form;
	saying in = {.act = act, .field = "attributes"};
	const char *id;
	json_t *definition, *given = (json_t *)(uintptr_t)act_document(act, "attributes");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	register_form_at(act->state, act_text(act, "body"), act->time, &form);
	if (!json_object_size(given))
		refuse(&in, NULL, NULL, TEXT(COUNCIL_REGISTER_ATTRIBUTES), TEXT(COUNCIL_REGISTER_ATTRIBUTES_ARE));
	json_object_foreach(given, id, definition)
	{
		check_attribute(&in, &form, id, definition);
	}
	if (!in.wrong && attributes_after(&form, given) > REGISTER_ATTRIBUTES_MAX)
		refuse(&in, NULL, NULL, TEXT(COUNCIL_REGISTER_FULL), NO_TEXT);
	register_form_free(&form);
	if (in.wrong)
		return CORDON_BAD_INPUT;
	json_object_foreach(given, id, definition)
	{
		write_attribute(act, id, definition);
	}
	return CORDON_OK;
}

const act_kind register_attributes_kind = {
	.name = "register_attributes",
	.summary = N_("say what a body's register of workplaces holds"),
	.help = N_(
		"An object of attributes: each has a type (text, choice, number, flag, date), a name, for some a unit "
		"and, for a choice, the words to choose from. What is not named stays as it is. An attribute keeps its "
		"type, its unit and the words it has; null takes it away with all its values, whose past stays. "
		"examples/register has a set to begin with."),
	.field = {{"body", ACT_ID, N_("whose register")},
		  {"attributes", ACT_DOCUMENT, N_("an object of definitions by attribute")}},
	.decided = act_of_body,
	.apply = apply_attributes,
	.example = "body=cordon-cerrillos attributes=@examples/register/attributes.json",
};

/* ---- workplaces -------------------------------------------------------------------------------------------------- */

static const char *workplace_of(const json_t *item)
{
	return json_string_value(json_object_get(item, "workplace"));
}

/* The id of an item is one, and no item before has it. */
static bool check_workplace(saying *in, const json_t *list, bool there)
{
	static const act_kind id_of = {.name = "", .field = {{"workplace", ACT_ID, NULL}}};
	const json_t *item = json_array_get(list, in->item - 1);
	json_t *alone = json_pack("{s:O*}", "workplace", json_object_get(item, "workplace"));
	bool is_id = !act_check_fields(&id_of, alone, NULL);
	json_decref(alone);
	const char *id = is_id ? workplace_of(item) : "";
	if (!is_id)
		refuse(in, "workplace", json_object_get(item, "workplace"), TEXT(COUNCIL_REGISTER_ITEM), NO_TEXT);
	else if (has_workplace(in->act, id) != there)
		refuse(in, "workplace", json_object_get(item, "workplace"),
		       there ? TEXT(COUNCIL_REGISTER_NOT_THERE) : TEXT(COUNCIL_REGISTER_THERE), NO_TEXT);
	for (size_t i = 0; is_id && i + 1 < in->item; i++)
		if (!strcmp(workplace_of(json_array_get(list, i)) ? workplace_of(json_array_get(list, i)) : "", id))
			refuse(in, "workplace", json_object_get(item, "workplace"), TEXT(COUNCIL_REGISTER_TWICE),
			       NO_TEXT);
	return is_id;
}

/* `there`: null ends a value. */
static void check_values(saying *in, const register_form *form, const json_t *item, bool there)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)item, key, value)
	{
		text out = {0};
		const register_attribute *a = register_attribute_find(form, key);
		if (!strcmp(key, "workplace"))
			continue;
		if (!a)
			refuse(in, key, NULL, TEXT(COUNCIL_REGISTER_NO_ATTRIBUTE), NO_TEXT);
		else if (!(there && json_is_null(value)) && !register_value_read(a, value, &out))
			refuse(in, key, value, TEXT(COUNCIL_REGISTER_VALUE), register_value_expected(a));
		text_free(&out);
	}
}

static void write_values(const act_context *act, const register_form *form, const json_t *item)
{
	const char *key, *workplace = workplace_of(item);
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)item, key, value)
	{
		text out = {0};
		const register_attribute *a = register_attribute_find(form, key);
		if (!a)
			continue;
		end_values(act, workplace, key);
		if (register_value_read(a, value, &out))
			state_do(act->state,
				 "INSERT OR REPLACE INTO register_value VALUES (?, ?, ?, ?, ?, NULL, NULL, ?)",
				 "sssiis", act_text(act, "body"), workplace, key, act->entry, act->time, out.bytes);
		text_free(&out);
	}
}

static bool is_full(const act_context *act, size_t more)
{
	return state_number(act->state, 0,
			    "SELECT count(*) FROM register_workplace WHERE body = ? AND until_entry IS NULL", "s",
			    act_text(act, "body")) +
		       (int64_t)more >
	       REGISTER_WORKPLACES_MAX;
}

static void check_items(saying *in, const register_form *form, const json_t *list, bool there)
{
	size_t count = json_array_size(list);
	if (count < 1 || count > ACT_MANY_MAX)
		refuse(in, NULL, NULL, TEXT(COUNCIL_REGISTER_LIST), TEXT(COUNCIL_REGISTER_LIST_IS));
	else if (!there && is_full(in->act, count))
		refuse(in, NULL, NULL, TEXT(COUNCIL_REGISTER_FULL), NO_TEXT);
	for (in->item = 1; in->item <= count && count <= ACT_MANY_MAX; in->item++)
		if (check_workplace(in, list, there))
			check_values(in, form, json_array_get(list, in->item - 1), there);
}

/* Enters workplaces, or changes what is said of those that are there. */
static cordon_status apply_items(act_context *act, bool there)
{
	register_form form;
	saying in = {.act = act, .field = "workplaces"};
	const json_t *list = act_document(act, "workplaces");
	if (council_open_body(act, "body"))
		return CORDON_BAD_INPUT;
	register_form_at(act->state, act_text(act, "body"), act->time, &form);
	check_items(&in, &form, list, there);
	for (size_t i = 0; !in.wrong && i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);
		if (!there)
			state_do(act->state,
				 "INSERT OR REPLACE INTO register_workplace VALUES (?, ?, ?, ?, NULL, NULL)", "ssii",
				 act_text(act, "body"), workplace_of(item), act->entry, act->time);
		write_values(act, &form, item);
	}
	register_form_free(&form);
	return in.wrong ? CORDON_BAD_INPUT : CORDON_OK;
}

static cordon_status apply_enter(act_context *act)
{
	return apply_items(act, false);
}

static cordon_status apply_change(act_context *act)
{
	return apply_items(act, true);
}

const act_kind register_enter_kind = {
	.name = "register_enter",
	.summary = N_("enter workplaces in a body's register"),
	.help = N_("A list of objects, each with `workplace`, its name in acts, and a value for each attribute that is "
		   "known. What is not known is left out: rules over the register then say so. Numbers are whole, or "
		   "exact as text: \"30.5\", \"1/3\"."),
	.field = {{"body", ACT_ID, N_("whose register")},
		  {"workplaces", ACT_DOCUMENT, N_("a list of objects: workplace, and values by attribute")}},
	.decided = act_of_body,
	.apply = apply_enter,
	.example = "body=cordon-cerrillos workplaces='[{\"workplace\": \"perlak\", \"sector\": \"food\", "
		   "\"employees\": 250, \"tenure\": \"private\"}]'",
};

const act_kind register_change_kind = {
	.name = "register_change",
	.summary = N_("change what a body's register says of workplaces"),
	.help = N_("The values given take the place of those there; null: it is not known. The others stay. What the "
		   "register said before can be asked of any past day."),
	.field = {{"body", ACT_ID, N_("whose register")},
		  {"workplaces", ACT_DOCUMENT, N_("a list of objects: workplace, and values by attribute")}},
	.decided = act_of_body,
	.apply = apply_change,
	.example = "body=cordon-cerrillos workplaces='[{\"workplace\": \"perlak\", \"tenure\": \"occupied\"}]'",
};

/* ---- removal ----------------------------------------------------------------------------------------------------- */

static cordon_status apply_remove(act_context *act)
{
	cordon_status status = council_open_body(act, "body");
	for (size_t i = 0; i < act_count(act, "workplace"); i++)
		if (!has_workplace(act, act_item(act, "workplace", i)))
			status = finding_add(
				act->error, CORDON_ERROR,
				(place_in_file){act->kind->name, 0, "workplace", act_item(act, "workplace", i)},
				TEXT(COUNCIL_REGISTER_NOT_THERE), NO_TEXT);
	for (size_t i = 0; !status && i < act_count(act, "workplace"); i++) {
		const char *workplace = act_item(act, "workplace", i);
		end_values(act, workplace, NULL);
		state_do(act->state,
			 "UPDATE register_workplace SET until_entry = ?, until_time = ? WHERE body = ? AND workplace = "
			 "? AND until_entry IS NULL",
			 "iiss", act->entry, act->time, act_text(act, "body"), workplace);
	}
	return status;
}

const act_kind register_remove_kind = {
	.name = "register_remove",
	.summary = N_("take workplaces off a body's register"),
	.help = N_("From then on; what the register said of them stays. They may be entered again."),
	.field = {{"body", ACT_ID, N_("whose register")}, {"workplace", ACT_ID, N_("which"), .many = true}},
	.decided = act_of_body,
	.apply = apply_remove,
	.example = "body=cordon-cerrillos workplace=perlak",
};

static const char *const tables[] = {"register_attribute", "register_workplace", "register_value", NULL};
const state_schema register_schema = {
	"council", tables,
	"CREATE TABLE register_attribute (body TEXT NOT NULL, attribute TEXT NOT NULL, from_entry INTEGER NOT NULL, "
	"from_time INTEGER NOT NULL, until_entry INTEGER, until_time INTEGER, type TEXT NOT NULL, name TEXT NOT NULL, "
	"unit TEXT, choices TEXT, PRIMARY KEY (body, attribute, from_entry)) WITHOUT ROWID;"
	"CREATE TABLE register_workplace (body TEXT NOT NULL, workplace TEXT NOT NULL, from_entry INTEGER NOT NULL, "
	"from_time INTEGER NOT NULL, until_entry INTEGER, until_time INTEGER, "
	"PRIMARY KEY (body, workplace, from_entry)) WITHOUT ROWID;"
	"CREATE TABLE register_value (body TEXT NOT NULL, workplace TEXT NOT NULL, attribute TEXT NOT NULL, "
	"from_entry INTEGER NOT NULL, from_time INTEGER NOT NULL, until_entry INTEGER, until_time INTEGER, "
	"value TEXT NOT NULL, PRIMARY KEY (body, workplace, attribute, from_entry)) WITHOUT ROWID;"};
