/* Fields of a plan file; see fields.h. */
#include "plan/fields.h"

#include "plan/codes.h"

#include <math.h>
#include <string.h>

#define PLAN_FORMAT "cordon-plan/1"

void fields_begin(plan_fields *f, const cordon_economy *e)
{
	f->e = e;
	for (int i = 0; i < e->commodities; i++)
		names_add(&f->commodity, e->commodity[i].id);
	for (int i = 0; i < e->places; i++)
		names_add(&f->place, e->place[i].id);
	for (int i = 0; i < e->periods; i++)
		names_add(&f->period, e->period[i].id);
	for (int i = 0; i < e->processes; i++)
		names_add(&f->process, e->process[i].id);
}

void fields_end(plan_fields *f)
{
	names_free(&f->commodity);
	names_free(&f->place);
	names_free(&f->period);
	names_free(&f->process);
}

void fields_bad(plan_fields *f, const char *field, const char *found, cordon_text what, cordon_text expected)
{
	finding_add(f->error, CORDON_ERROR, (place_in_file){f->file, 0, field, found}, what, expected);
	f->bad = true;
}

double fields_number(plan_fields *f, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);
	if (json_is_number(value) && isfinite(json_number_value(value)))
		return json_number_value(value);
	fields_bad(f, key, NULL, TEXT(PLAN_FIELD), TEXT(PLAN_NUMBER));
	return 0;
}

json_t *fields_array(plan_fields *f, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);
	if (json_is_array(value))
		return value;
	fields_bad(f, key, NULL, TEXT(PLAN_FIELD), TEXT(PLAN_LIST));
	return NULL;
}

int fields_index(plan_fields *f, json_t *object, const char *key, const names *known)
{
	const char *id = json_string_value(json_object_get(object, key));
	int index = id ? names_find(known, id) : known->count == 1 ? 0 : -1;
	if (index >= 0)
		return index;
	fields_bad(f, key, id, id ? TEXT(PLAN_UNKNOWN) : TEXT(PLAN_FIELD), TEXT(PLAN_ID));
	return 0;
}

cordon_balance fields_balance(plan_fields *f, json_t *object)
{
	cordon_balance b = {.commodity = fields_index(f, object, "commodity", &f->commodity)};
	b.place = fields_index(f, object, "place", &f->place);
	b.period = fields_index(f, object, "period", &f->period);
	return b;
}

json_t *fields_load(const char *bytes, size_t length, const char *file, cordon_error *error)
{
	json_error_t wrong;
	json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &wrong);
	const char *format = json_string_value(json_object_get(root, "format"));
	if (!root)
		finding_add(error, CORDON_ERROR, (place_in_file){file, wrong.line, NULL, NULL}, TEXT(PLAN_NOT_JSON, wrong.text), NO_TEXT);
	else if (!format || strcmp(format, PLAN_FORMAT))
		finding_add(error, CORDON_ERROR, (place_in_file){file, 0, "format", format}, TEXT(PLAN_FIELD),
			    TEXT(PLAN_FIELD_EXPECTED, PLAN_FORMAT));
	else
		return root;
	json_decref(root);
	return NULL;
}
