/* Comparing a report with what the ballots give; see compare.h. Of src/count only the texts of its messages are used
 * (codes.def): a report whose numbers are right and whose sentences say something else must not pass. */
#include "recount/compare.h"

#include "base/findings.h"
#include "base/messages.h"

#include <stdlib.h>
#include <string.h>

static const cordon_code message_table[] = {
#define CODE(name, id, text) {id, text},
#include "count/codes.def"
#undef CODE
};

/* What a report says, in the order it is compared: what everything hangs on first. */
static const char *const order[] = {"rule",  "version", "source", "settings", "title", "candidates", "seats",
				    "valid", "invalid", "quota",  "stages",   "ties",  "decided",    "winners"};

static void set_json(text *out, const json_t *value)
{
	char *all = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS) : NULL;
	text_clear(out);
	text_add_string(out, all ? all : "");
	free(all);
}

static bool differ(const json_t *replayed, const json_t *report, difference *d)
{
	set_json(&d->given, replayed);
	set_json(&d->said, report);
	return false;
}

static const cordon_code *code_of(const char *id)
{
	for (size_t i = 0; id && i < sizeof message_table / sizeof *message_table; i++)
		if (!strcmp(message_table[i].id, id))
			return &message_table[i];
	return NULL;
}

/* Whether the message of {code, message, arguments} is what its code and arguments give in some language. */
static bool message_holds(const json_t *replayed, const json_t *report, difference *d)
{
	const char *message = json_string_value(json_object_get(report, "message"));
	cordon_text what = {code_of(json_string_value(json_object_get(replayed, "code"))), {0}};
	for (size_t i = 0; i < CORDON_TEXT_ARGS; i++)
		what.arg[i] = json_string_value(json_array_get(json_object_get(replayed, "arguments"), i));
	bool holds = false;
	for (int language = CORDON_ENGLISH; language <= CORDON_SPANISH && !holds; language++) {
		text_clear(&d->given);
		message_add(&d->given, (cordon_language)language, &what);
		holds = message && !strcmp(message, text_string(&d->given));
	}
	if (!holds)
		set_json(&d->said, json_object_get(report, "message"));
	return holds;
}

static bool same(const json_t *replayed, const json_t *report, difference *d);

static bool same_under(const char *key, const json_t *replayed, const json_t *report, difference *d)
{
	size_t length = d->where.length;
	text_add_format(&d->where, "%s%s", length ? ", " : "", key);
	bool equal = replayed && report ? same(replayed, report, d) : differ(replayed, report, d);
	if (equal) {
		d->where.length = length;
		d->where.bytes[length] = '\0';
	}
	return equal;
}

static bool same_objects(const json_t *replayed, const json_t *report, difference *d)
{
	const char *key;
	json_t *value;
	bool message = json_object_get(replayed, "code") != NULL;
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if ((json_object_get(replayed, order[i]) || json_object_get(report, order[i])) &&
		    !same_under(order[i], json_object_get(replayed, order[i]), json_object_get(report, order[i]), d))
			return false;
	json_object_foreach((json_t *)(uintptr_t)replayed, key,
			    value) if (!same_under(key, value, json_object_get(report, key), d)) return false;
	if (message && !message_holds(replayed, report, d))
		return false;
	json_object_foreach((json_t *)(uintptr_t)report, key, value) if (!json_object_get(replayed, key) &&
									 !(message && !strcmp(key, "message")) &&
									 !same_under(key, NULL, value, d)) return false;
	return true;
}

static bool same_arrays(const json_t *replayed, const json_t *report, difference *d)
{
	size_t more = json_array_size(report) > json_array_size(replayed) ? json_array_size(report)
									  : json_array_size(replayed);
	size_t length = d->where.length;
	for (size_t i = 0; i < more; i++) {
		const json_t *a = json_array_get(replayed, i), *b = json_array_get(report, i);
		text_add_format(&d->where, " %zu", i + 1);
		if (!(a && b ? same(a, b, d) : differ(a, b, d)))
			return false;
		d->where.length = length;
		d->where.bytes[length] = '\0';
	}
	return true;
}

static bool same(const json_t *replayed, const json_t *report, difference *d)
{
	if (json_typeof(replayed) != json_typeof(report))
		return differ(replayed, report, d);
	if (json_is_object(replayed))
		return same_objects(replayed, report, d);
	if (json_is_array(replayed))
		return same_arrays(replayed, report, d);
	return json_equal(replayed, report) || differ(replayed, report, d);
}

bool compare_reports(const json_t *replayed, const json_t *report, difference *d)
{
	*d = (difference){0};
	return same(replayed, report, d);
}

void compare_free(difference *d)
{
	text_free(&d->where);
	text_free(&d->said);
	text_free(&d->given);
}
