/* What is asked of a register; see register.h. */
#include "council/register.h"

#include "base/time.h"
#include "council/data.h"
#include "council/register_named.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

bool register_only(state *s, char *out, size_t size)
{
	size_t used = 0;
	int count = 0;
	*out = '\0';
	state_rows rows = state_ask(s, "SELECT DISTINCT body FROM register_attribute ORDER BY body", "");
	while (state_row(&rows)) {
		int more = snprintf(out + used, size - used, "%s%s", count++ ? " " : "", state_text(&rows, 0));
		used += (size_t)more < size - used ? (size_t)more : 0;
	}
	return count == 1;
}

/* ---- a register at a moment -------------------------------------------------------------------------------------- */

typedef struct asking {
	const register_form *form;
	const register_rule *rule; /* NULL: all */
	json_t *holds, *undetermined;
	/* the workplace being gathered */
	char workplace[BODY_ID];
	int64_t since;
	const char *value[REGISTER_ATTRIBUTES_MAX];
	arena keep; /* of its values */
} asking;

static json_t *values_json(const asking *a)
{
	json_t *values = memory_require(json_object());
	for (int i = 0; i < a->form->count; i++)
		if (a->value[i])
			json_object_set_new(values, a->form->attribute[i].id,
					    register_value_json(&a->form->attribute[i], a->value[i]));
	return values;
}

/* What the rule asks about and the register does not know of this workplace. */
static json_t *missing_json(const asking *a)
{
	json_t *missing = memory_require(json_array());
	for (int i = 0; i < a->form->count; i++)
		if (a->rule->uses[i] && !a->value[i])
			json_array_append_new(missing, json_string(a->form->attribute[i].id));
	return missing;
}

static void end_workplace(asking *a)
{
	register_truth truth = REGISTER_YES;
	if (!*a->workplace)
		return;
	if (a->rule)
		truth = register_rule_holds(a->rule, a->value);
	if (truth != REGISTER_NO) {
		char since[TIME_TEXT];
		time_to_text(a->since, since);
		json_t *one = json_pack("{s:s, s:s, s:o}", "workplace", a->workplace, "since", since, "values",
					values_json(a));
		if (truth == REGISTER_UNKNOWN)
			json_object_set_new(one, "missing", missing_json(a));
		json_array_append_new(truth == REGISTER_YES ? a->holds : a->undetermined, one);
	}
	arena_free(&a->keep);
	a->keep = (arena){0};
	memset(a->value, 0, sizeof a->value);
}

static void gather(asking *a, const state_rows *rows)
{
	const char *workplace = state_text(rows, 0), *attribute = state_text(rows, 2);
	if (strcmp(workplace, a->workplace) != 0) {
		end_workplace(a);
		snprintf(a->workplace, sizeof a->workplace, "%s", workplace);
		a->since = state_whole(rows, 1);
	}
	const register_attribute *known = attribute ? register_attribute_find(a->form, attribute) : NULL;
	if (known)
		a->value[known - a->form->attribute] = arena_copy_text(&a->keep, state_text(rows, 3));
}

#define AT_MOMENT(t) t ".from_time <= ?2 AND (" t ".until_time IS NULL OR " t ".until_time > ?2)"

static void ask_workplaces(asking *a, state *s, const char *body, int64_t time)
{
	state_rows rows =
		state_ask(s,
			  "SELECT w.workplace, w.from_time, v.attribute, v.value FROM register_workplace w LEFT JOIN "
			  "register_value v ON v.body = w.body AND v.workplace = w.workplace AND " AT_MOMENT(
				  "v") " WHERE w.body = ?1 AND " AT_MOMENT("w") " ORDER BY w.workplace, v.attribute",
			  "si", body, time);
	while (state_row(&rows))
		gather(a, &rows);
	end_workplace(a);
}

static json_t *attributes_json(const register_form *form)
{
	json_t *list = memory_require(json_array());
	for (int i = 0; i < form->count; i++) {
		const register_attribute *a = &form->attribute[i];
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s*, s:s*}", "attribute", a->id, "type",
						      register_type_name(a->type), "name", a->name, "unit", a->unit,
						      "choices", a->choices));
	}
	return list;
}

json_t *register_data(state *s, const char *body, int64_t time, const register_rule *rule)
{
	register_form form;
	char at[TIME_TEXT];
	asking a = {.form = &form,
		    .rule = rule,
		    .holds = memory_require(json_array()),
		    .undetermined = memory_require(json_array())};
	register_form_at(s, body, time, &form);
	ask_workplaces(&a, s, body, time);
	time_to_text(time, at);
	json_t *data = json_pack("{s:s, s:s, s:o, s:s*, s:o}", "body", body, "at", at, "attributes",
				 attributes_json(&form), "rule", rule ? rule->hash : NULL, "workplaces", a.holds);
	if (rule)
		json_object_set_new(data, "undetermined", a.undetermined);
	else
		json_decref(a.undetermined);
	if (!rule)
		json_object_set_new(data, "rules", register_named_list(s, body, time));
	register_form_free(&form);
	return memory_require(data);
}

/* ---- a workplace's history --------------------------------------------------------------------------------------- */

json_t *register_history(state *s, const char *body, const char *workplace)
{
	if (!state_has(s, "SELECT 1 FROM register_workplace WHERE body = ? AND workplace = ?", "ss", body, workplace))
		return NULL;
	json_t *data = json_pack("{s:s, s:s}", "body", body, "workplace", workplace);
	json_object_set_new(
		data, "on_register",
		data_rows(state_ask(s,
				    "SELECT from_time, until_time, from_entry FROM register_workplace WHERE body = ? "
				    "AND workplace = ? ORDER BY from_entry DESC",
				    "ss", body, workplace),
			  "from:t until:t entry:i"));
	json_object_set_new(
		data, "values",
		data_rows(state_ask(s,
				    "SELECT v.attribute, v.value, v.from_time, v.until_time, v.from_entry, "
				    "d.proposal FROM register_value v LEFT JOIN decision d ON d.done_entry = "
				    "v.from_entry WHERE v.body = ? AND v.workplace = ? ORDER BY v.from_entry DESC, "
				    "v.attribute",
				    "ss", body, workplace),
			  "attribute:s value:s from:t until:t entry:i decision:s"));
	return data;
}
