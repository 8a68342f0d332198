/* See act_build.h. */
#include "cli/act_build.h"

#include "cli/codes.h"

#include "base/digits.h"
#include "base/file.h"
#include "base/memory.h"
#include "record/seal.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

void act_draft_begin(act_draft *d, const act_kind *kind)
{
	*d = (act_draft){.kind = kind, .fields = json_object()};
}

void act_draft_free(act_draft *d)
{
	for (int i = 0; i < d->sealed_count; i++) {
		sodium_memzero(d->text[i], strlen(d->text[i]));
		free(d->text[i]);
		free(d->person[i]);
	}
	json_decref(d->fields);
	*d = (act_draft){0};
}

static const act_field *field_named(const act_kind *kind, const char *name)
{
	for (const act_field *f = kind->field; f < kind->field + ACT_FIELDS_MAX && f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

/* JSON from the text itself, or from the file after an @. NULL: it is none (reported). */
static json_t *document(cli_context *cli, const char *field, const char *value)
{
	json_error_t why;
	text bytes = {0};
	if (*value == '@') {
		if (file_read(value + 1, ACT_BYTES_MAX, &bytes, &cli->error))
			return NULL;
	} else {
		text_add_string(&bytes, value);
	}
	json_t *json = json_loadb(text_string(&bytes), bytes.length, JSON_REJECT_DUPLICATES, &why);
	if (!json)
		finding_add(
			&cli->error, CORDON_ERROR,
			(place_in_file){*value == '@' ? value + 1 : NULL, *value == '@' ? why.line : 0, field, NULL},
			TEXT(CLI_NOT_JSON, why.text), NO_TEXT);
	text_free(&bytes);
	return json;
}

/* One value as the type asks; what does not fit stays a string, and the table's check says what it should be. */
static json_t *convert(cli_context *cli, const act_field *f, const char *value)
{
	char *end;
	errno = 0;
	long long whole = strtoll(value, &end, 10);
	if (f->type == ACT_DOCUMENT)
		return document(cli, f->name, value);
	if (f->type == ACT_WHOLE && end != value && !*end && !errno)
		return json_integer(whole);
	if (f->type == ACT_FLAG && (!strcmp(value, "true") || !strcmp(value, "false")))
		return json_boolean(*value == 't');
	return json_string(value);
}

static json_t *convert_list(cli_context *cli, const act_field *f, const char *value)
{
	json_t *list = json_array();
	for (const char *at = value;; at++) {
		size_t length = strcspn(at, ",");
		char *one = memory_alloc(length + 1, 1);
		memcpy(one, at, length);
		json_array_append_new(list, convert(cli, f, one));
		free(one);
		at += length;
		if (!*at)
			return list;
	}
}

cordon_status act_draft_add(cli_context *cli, act_draft *d, const char *field, const char *value)
{
	const act_field *f = field_named(d->kind, field);
	json_t *json = !f                                   ? json_string(value)
		       : f->many && f->type != ACT_DOCUMENT ? convert_list(cli, f, value)
							    : convert(cli, f, value);
	if (json_object_get(d->fields, field)) {
		json_decref(json);
		return cli_usage(cli, field, value, TEXT(CLI_OPTION_TWICE), NO_TEXT);
	}
	if (!json || json_object_set_new(d->fields, field, json))
		return cli->error.errors ? CORDON_BAD_INPUT : cli_usage(cli, field, value, TEXT(CLI_NOT_UTF8), NO_TEXT);
	return CORDON_OK;
}

/* Whose text a sealed field holds (act_build.h): `room` is for an id made here. */
static const char *sealed_person(const act_draft *d, const char *field, const char *signer, char room[ACT_ID_MAX + 1])
{
	char whose[ACT_ID_MAX + 1];
	const char *household = json_string_value(json_object_get(d->fields, "household"));
	const char *body = json_string_value(json_object_get(d->fields, "body"));
	size_t length = strlen(field), tail = strlen("_name");
	bool named = length > tail && length <= ACT_ID_MAX && !strcmp(field + length - tail, "_name");
	snprintf(whose, sizeof whose, "%.*s", named ? (int)(length - tail) : ACT_ID_MAX, named ? field : "person");
	const char *person = json_string_value(json_object_get(d->fields, whose));
	if (person || !household || !body)
		return person ? person : signer;
	/* No id of a person; a longer one is refused by the act. */
	snprintf(room, ACT_ID_MAX + 1, "_%s.%s", household, body);
	return room;
}

cordon_status act_draft_seal(cli_context *cli, act_draft *d, const char *signer)
{
	for (const act_field *f = d->kind->field; f < d->kind->field + ACT_FIELDS_MAX && f->name; f++) {
		const char *clear = json_string_value(json_object_get(d->fields, f->name));
		if (f->type != ACT_SEALED || !clear || digits_are_hex(clear, 32))
			continue;
		if (!*clear || strlen(clear) > SEAL_TEXT_MAX)
			return cli_usage(cli, f->name, NULL, TEXT(CLI_TOO_LARGE), NO_TEXT);
		char commitment[65], room[ACT_ID_MAX + 1];
		int i = d->sealed_count++;
		d->text[i] = memory_copy_text(clear);
		d->person[i] = memory_copy_text(sealed_person(d, f->name, signer, room));
		d->sealed[i] = (book_sealed){.person = d->person[i], .text = d->text[i]};
		randombytes_buf(d->sealed[i].salt, sizeof d->sealed[i].salt);
		seal_commit(d->sealed[i].salt, d->text[i], commitment);
		json_object_set_new(d->fields, f->name, json_string(commitment));
	}
	return CORDON_OK;
}
