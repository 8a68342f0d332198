/* Settings: read from JSON, checked against settings.def, kept as texts by key. */
#include "count/settings.h"
#include "count/codes.h"
#include "count/exact.h"
#include "count/run.h"
#include "count/source.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

typedef enum setting_kind { SETTING_TEXT, SETTING_COUNT, SETTING_FRACTION, SETTING_LIST, SETTING_MAP } setting_kind;

enum { SETTING_TEXT_MAX = 1000, SETTINGS_MAX = 100 * 1000, SETTINGS_BYTES_MAX = 16 << 20 };

static const struct setting_entry {
	cordon_count_setting shown;
	setting_kind kind;
	bool reading;
} table[] = {
#define SETTING(key, kind, help) {{key, &help}, kind, false},
#define SETTING_READING(key, kind, help) {{key, &help}, kind, true},
#include "count/settings.def"
#undef SETTING
#undef SETTING_READING
};
enum { SETTINGS = sizeof table / sizeof *table };

struct settings_storage {
	arena keep;
	size_t capacity;
};

const cordon_count_setting *cordon_count_setting_at(size_t n)
{
	return n < SETTINGS ? &table[n].shown : NULL;
}

void cordon_settings_init(cordon_settings *settings)
{
	*settings = (cordon_settings){.storage = memory_alloc(1, sizeof(struct settings_storage))};
}

void cordon_settings_free(cordon_settings *settings)
{
	struct settings_storage *storage = settings->storage;
	if (storage)
		arena_free(&storage->keep);
	free(storage);
	free(settings->setting);
	*settings = (cordon_settings){0};
}

/* ---- one value --------------------------------------------------------------------------------------------------- */

static const struct setting_entry *find_entry(const char *key)
{
	for (size_t i = 0; i < SETTINGS; i++)
		if (!strcmp(table[i].shown.key, key))
			return &table[i];
	return NULL;
}

static cordon_status unknown_key(cordon_error *error, const char *file, const char *key)
{
	names known = {0};
	for (size_t i = 0; i < SETTINGS; i++)
		names_add(&known, table[i].shown.key);
	const char *near = names_closest(&known, key);
	names_free(&known);
	return finding_add(error, CORDON_ERROR, (place_in_file){.file = file, .field = key},
			   TEXT(COUNT_SETTING_UNKNOWN), near ? TEXT(COUNT_PERHAPS, near) : NO_TEXT);
}

static bool fits(setting_kind kind, const char *value)
{
	uint64_t count;
	size_t length = strlen(value);
	if (kind == SETTING_COUNT)
		return exact_read_count(value, length, CORDON_WEIGHT_MAX, &count);
	if (kind == SETTING_FRACTION) {
		mpq_t fraction;
		mpq_init(fraction);
		bool whole = exact_read_mpq(value, fraction);
		mpq_clear(fraction);
		return whole;
	}
	return length >= 1 && length <= SETTING_TEXT_MAX;
}

static cordon_text expected_of(setting_kind kind)
{
	switch (kind) {
	case SETTING_COUNT:
		return TEXT(COUNT_SETTING_IS_COUNT);
	case SETTING_FRACTION:
		return TEXT(COUNT_SETTING_IS_FRACTION);
	case SETTING_LIST:
		return TEXT(COUNT_SETTING_IS_LIST);
	case SETTING_MAP:
		return TEXT(COUNT_SETTING_IS_MAP);
	default:
		return TEXT(COUNT_SETTING_IS_TEXT, "1000");
	}
}

static cordon_status add(cordon_settings *s, const struct setting_entry *entry, const char *file, const char *name,
			 const char *value, cordon_error *error)
{
	struct settings_storage *storage = s->storage;
	if (!value || !fits(entry->kind, value) || s->settings == SETTINGS_MAX)
		return finding_add(error, CORDON_ERROR,
				   (place_in_file){.file = file, .field = entry->shown.key, .found = value},
				   TEXT(COUNT_SETTING_VALUE), expected_of(entry->kind));
	MEMORY_RESERVE(s->setting, s->settings, storage->capacity);
	s->setting[s->settings++] = (cordon_setting){entry->shown.key, arena_copy_text(&storage->keep, name),
						     arena_copy_text(&storage->keep, value)};
	return CORDON_OK;
}

cordon_status cordon_settings_set(cordon_settings *s, const char *key, const char *value, cordon_error *error)
{
	const struct setting_entry *entry = find_entry(key);
	if (!entry)
		return unknown_key(error, NULL, key);
	cordon_status status = add(s, entry, NULL, NULL, value, error);
	if (status)
		return status;
	cordon_setting first = s->setting[s->settings - 1];
	memmove(s->setting + 1, s->setting, (s->settings - 1) * sizeof *s->setting);
	s->setting[0] = first;
	return CORDON_OK;
}

/* ---- a file ------------------------------------------------------------------------------------------------------ */

/* The text of a JSON string or whole number, NULL for anything else. Numbers with a point are not exact: they stand in
 * quotes. */
static const char *value_text(const json_t *value, arena *keep)
{
	if (json_is_string(value))
		return json_string_value(value);
	if (json_is_integer(value))
		return arena_format(keep, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	return NULL;
}

static cordon_status add_json(cordon_settings *s, const char *file, const char *key, json_t *value, cordon_error *error)
{
	struct settings_storage *storage = s->storage;
	const struct setting_entry *entry = find_entry(key);
	if (!entry)
		return unknown_key(error, file, key);
	if (entry->kind != SETTING_LIST && entry->kind != SETTING_MAP)
		return add(s, entry, file, NULL, value_text(value, &storage->keep), error);
	cordon_status status = CORDON_OK;
	if (entry->kind == SETTING_LIST ? !json_is_array(value) : !json_is_object(value))
		return add(s, entry, file, NULL, NULL, error);
	for (size_t i = 0; i < json_array_size(value) && !status; i++)
		status = add(s, entry, file, NULL, value_text(json_array_get(value, i), &storage->keep), error);
	const char *name;
	json_t *one;
	json_object_foreach(value, name, one) if (!status) status =
		add(s, entry, file, name, value_text(one, &storage->keep), error);
	return status;
}

cordon_status cordon_settings_read(const cordon_reader *in, const char *file, cordon_settings *s, cordon_error *error)
{
	text bytes = {0};
	json_error_t where;
	cordon_status status = source_read(in, file, SETTINGS_BYTES_MAX, "16 MiB", &bytes, error);
	json_t *document =
		status ? NULL : json_loadb(text_string(&bytes), bytes.length, JSON_REJECT_DUPLICATES, &where);
	text_free(&bytes);
	if (!status && !document)
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = file, .row = where.line},
				   TEXT(COUNT_JSON_SYNTAX, where.text), NO_TEXT);
	if (!status && !json_is_object(document))
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = file}, TEXT(COUNT_SETTING_VALUE),
				     TEXT(COUNT_JSON_OBJECT));
	const char *key;
	json_t *value;
	json_object_foreach(document, key, value)
	{
		cordon_status one = add_json(s, file, key, value, error);
		status = one ? one : status;
	}
	json_decref(document);
	return status;
}

/* ---- for the rules ----------------------------------------------------------------------------------------------- */

const char *settings_find(const cordon_settings *settings, const char *key, const char *name)
{
	for (size_t i = 0; settings && i < settings->settings; i++) {
		const cordon_setting *s = &settings->setting[i];
		if (!strcmp(s->key, key) && (!name || (s->name && !strcmp(s->name, name))))
			return s->value;
	}
	return NULL;
}

bool settings_are_of_reading(const char *key)
{
	const struct setting_entry *entry = find_entry(key);
	return entry && entry->reading;
}

const char *run_setting_named(const count_run *run, const char *key, const char *name)
{
	return settings_find(run->settings, key, name);
}

const char *run_setting(const count_run *run, const char *key)
{
	return run_setting_named(run, key, NULL);
}

bool run_setting_count(const count_run *run, const char *key, uint64_t *value)
{
	const char *given = run_setting(run, key);
	return given && exact_read_count(given, strlen(given), CORDON_WEIGHT_MAX, value);
}

cordon_status run_setting_yes(count_run *run, const char *key, bool *value)
{
	const char *given = run_setting(run, key);
	*value = given && !strcmp(given, "yes");
	if (!given || *value || !strcmp(given, "no"))
		return CORDON_OK;
	return finding_add(run->error, CORDON_ERROR, (place_in_file){.field = key, .found = given},
			   TEXT(COUNT_SETTING_VALUE), TEXT(COUNT_ONE_OF, "yes, no"));
}

bool run_setting_fraction(const count_run *run, const char *key, const char *name, mpq_t value)
{
	const char *given = run_setting_named(run, key, name);
	return given && exact_read_mpq(given, value);
}
