/* See submission.h. */
#include "http/submission.h"

#include "base/json.h"
#include "base/memory.h"
#include "http/codes.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static cordon_status wrong(const char *field, cordon_text what, cordon_error *error)
{
	return finding_add(error, CORDON_ERROR, (place_in_file){NULL, 0, field, NULL}, what, NO_TEXT);
}

static bool has_only(const json_t *object, const char *const *known)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		const char *const *one = known;
		while (*one && strcmp(*one, key) != 0)
			one++;
		if (!*one)
			return false;
	}
	return true;
}

static cordon_status read_signatures(const json_t *list, submission_act *a, cordon_error *error)
{
	static const char *const known[] = {"key", "signature", NULL};
	size_t count = json_array_size(list);
	if (count < 1 || count > ACT_SIGNATURES_MAX)
		return wrong("signatures", TEXT(HTTP_SIGNATURES), error);
	for (size_t i = 0; i < count; i++) {
		const json_t *one = json_array_get(list, i);
		const char *key = json_string_value(json_object_get(one, "key")),
			   *signature = json_string_value(json_object_get(one, "signature"));
		if (!key || !signature || !has_only(one, known))
			return wrong("signatures", TEXT(HTTP_SIGNATURES), error);
		a->signature[a->signatures++] = (book_signature){key, signature};
	}
	return CORDON_OK;
}

static cordon_status read_sealed(const json_t *list, submission_act *a, cordon_error *error)
{
	static const char *const known[] = {"person", "text", "salt", NULL};
	if (list && (!json_is_array(list) || json_array_size(list) > SUBMISSION_SEALED_MAX))
		return wrong("sealed", TEXT(HTTP_SEALED), error);
	for (size_t i = 0; i < json_array_size(list); i++) {
		size_t length = 0;
		const json_t *one = json_array_get(list, i);
		const char *salt = json_string_value(json_object_get(one, "salt"));
		book_sealed *s = &a->sealed[a->sealed_count++];
		s->person = json_string_value(json_object_get(one, "person"));
		s->text = json_string_value(json_object_get(one, "text"));
		if (!s->person || !s->text || !salt || !has_only(one, known) || strlen(salt) != 2 * sizeof s->salt ||
		    sodium_hex2bin(s->salt, sizeof s->salt, salt, strlen(salt), NULL, &length, NULL) ||
		    length != sizeof s->salt)
			return wrong("sealed", TEXT(HTTP_SEALED), error);
	}
	return CORDON_OK;
}

static cordon_status read_one(const json_t *json, submission_act *a, cordon_error *error)
{
	static const char *const known[] = {"act", "signatures", "sealed", NULL};
	cordon_text why;
	text where = {0};
	const json_t *act = json_object_get(json, "act");
	if (!json_is_object(act) || !has_only(json, known))
		return wrong(NULL, TEXT(HTTP_SUBMISSION), error);
	bool canonical = json_is_canonical_subset(act, &why, &where);
	cordon_status status = canonical ? CORDON_OK : wrong(text_string(&where), why, error);
	text_free(&where);
	if (status)
		return status;
	json_canonical(act, &a->bytes);
	status = read_signatures(json_object_get(json, "signatures"), a, error);
	if (!status)
		status = read_sealed(json_object_get(json, "sealed"), a, error);
	return status ? status
		      : book_read_signed(a->bytes.bytes, a->bytes.length, a->signature, a->signatures, &a->entry,
					 error);
}

/* Those that say what other books said, or what this one says to them; a key's change is its keeper's alone. */
static cordon_status read_as_node(const json_t *one, submission *out, cordon_error *error)
{
	static const char *const known[] = {"kind", "fields", NULL}, *const kinds[] = {"cite", "tell", "carry"};
	const char *kind = json_string_value(json_object_get(one, "kind"));
	const json_t *fields = json_object_get(one, "fields");
	for (size_t i = 0; kind && i < sizeof kinds / sizeof *kinds; i++)
		if (!strcmp(kind, kinds[i]))
			out->node_kind = kind;
	out->node_fields = fields;
	return out->node_kind && json_is_object(fields) && has_only(one, known)
		       ? CORDON_OK
		       : wrong("as_node", TEXT(HTTP_SUBMISSION), error);
}

cordon_status submission_read(const char *bytes, size_t length, bool local, submission *out, cordon_error *error)
{
	json_error_t why;
	*out = (submission){.document = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &why)};
	if (!out->document)
		return wrong(NULL, TEXT(HTTP_NOT_JSON, why.text), error);
	const json_t *list = json_object_get(out->document, "acts"), *node = json_object_get(out->document, "as_node");
	bool together = local && list;
	if (local && node && json_object_size(out->document) == 1)
		return read_as_node(node, out, error);
	size_t count = together ? json_array_size(list) : 1;
	if (count < 1 || count > SUBMISSION_ACTS_MAX || (together && json_object_size(out->document) != 1))
		return wrong(NULL, TEXT(HTTP_SUBMISSION), error);
	out->act = memory_alloc(count, sizeof *out->act);
	cordon_status status = CORDON_OK;
	for (size_t i = 0; !status && i < count; i++) {
		out->act[out->acts++] = memory_alloc(1, sizeof **out->act);
		status = read_one(together ? json_array_get(list, i) : out->document, out->act[i], error);
	}
	return status;
}

void submission_free(submission *s)
{
	for (int i = 0; i < s->acts; i++) {
		entry_free(&s->act[i]->entry);
		text_free(&s->act[i]->bytes);
		free(s->act[i]);
	}
	free(s->act);
	json_decref(s->document);
	*s = (submission){0};
}
