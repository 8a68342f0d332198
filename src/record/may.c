/* See may.h. */
#include "record/may.h"

#include "base/memory.h"
#include "record/keys.h"

#include <string.h>

static const act_field *field_of(const act_kind *kind, const char *name)
{
	for (const act_field *f = kind->field; f < kind->field + ACT_FIELDS_MAX && f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

static bool is_text(const act_field *f)
{
	return !f->many && f->type != ACT_WHOLE && f->type != ACT_FLAG && f->type != ACT_DOCUMENT;
}

/* What is known, and for each text that is asked for and not known one that names nothing. */
static json_t *filled(const act_kind *kind, const json_t *fields)
{
	json_t *all = memory_require(json_copy((json_t *)(uintptr_t)fields));
	for (const act_field *f = kind->field; f < kind->field + ACT_FIELDS_MAX && f->name; f++)
		if (!f->optional && is_text(f) && !json_object_get(all, f->name))
			json_object_set_new(all, f->name, json_string(""));
	return all;
}

/* Whether `person` is the only name that is not known. */
static bool is_of_a_person(const act_kind *kind, const json_t *fields)
{
	bool person = false;
	for (const act_field *f = kind->field; f < kind->field + ACT_FIELDS_MAX && f->name; f++)
		if (f->type == ACT_ID && !f->optional && !json_object_get(fields, f->name)) {
			if (f->many || strcmp(f->name, "person") != 0)
				return false;
			person = true;
		}
	return person;
}

static bool has_role(const act_context *act)
{
	for (int i = 0; i < ACT_ROLES_MAX && act->kind->who[i]; i++)
		if (act->kind->who[i]->has(act))
			return !act->kind->applies || act->kind->applies(act);
	return false;
}

bool act_may(const act_world *world, state *s, const act_kind *kind, const json_t *fields, const char *person,
	     int64_t time)
{
	char key[KEYS_NAME];
	if (!keys_of_person(s, person, key))
		return false;
	json_t *all = filled(kind, fields);
	act_context act = {.world = world,
			   .kind = kind,
			   .fields = all,
			   .state = s,
			   .entry = INT64_MAX,
			   .time = time,
			   .made = time,
			   .key = {key},
			   .person = {person},
			   .signatures = 1};
	bool may = has_role(&act);
	if (!may && is_of_a_person(kind, fields)) {
		json_object_set_new(all, "person", json_string(person));
		may = has_role(&act);
	}
	json_decref(all);
	return may;
}

static bool has_all(const act_kind *kind, const json_t *fields)
{
	for (void *at = json_object_iter((json_t *)(uintptr_t)fields); at;
	     at = json_object_iter_next((json_t *)(uintptr_t)fields, at))
		if (!field_of(kind, json_object_iter_key(at)))
			return false;
	return true;
}

static bool is_in(const json_t *list, const char *name)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!strcmp(json_string_value(json_array_get(list, i)), name))
			return true;
	return false;
}

json_t *act_may_list(const act_world *world, state *s, const json_t *fields, const char *person, int64_t time,
		     const json_t *but)
{
	json_t *list = memory_require(json_array());
	for (size_t i = 0; i < world->kinds; i++) {
		const act_kind *kind = world->kind[i];
		if (has_all(kind, fields) && !is_in(but, kind->name) && act_may(world, s, kind, fields, person, time))
			json_array_append_new(list, json_string(kind->name));
	}
	return list;
}
