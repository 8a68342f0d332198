/* Messages as JSON, both ways; see message.h. What JSON says is held to the same limits as the text. */
#include "supply/message.h"

#include "supply/codes.h"

#include <stdlib.h>
#include <string.h>

/* ---- to JSON ----------------------------------------------------------------------------------------------------- */

json_t *message_json(const message *m)
{
	json_t *one = json_pack("{s:s}", "kind", message_kind_name(m->kind)), *goods = json_object();
	if (m->kind != MESSAGE_CLAIM)
		json_object_set_new(one, "place", json_string(m->place));
	if (*m->token)
		json_object_set_new(one, "token", json_string(m->token));
	json_object_set_new(one, "cycle", json_integer(m->cycle));
	if (m->kind == MESSAGE_DELIVERY)
		json_object_set_new(one, "number", json_integer(m->number));
	for (size_t i = 0; i < m->goods; i++)
		json_object_set_new(goods, m->good[i].name, json_integer(m->good[i].quantity));
	if (m->kind == MESSAGE_COMPLAINT) {
		json_object_set_new(one, "words", json_string(m->words));
		json_decref(goods);
	} else {
		json_object_set_new(one, "goods", goods);
	}
	return one;
}

/* ---- of JSON ----------------------------------------------------------------------------------------------------- */

static cordon_status refuse(message_source from, const char *field, const json_t *found, cordon_text what,
			    cordon_text expected)
{
	char *value = found ? json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	cordon_status status = finding_add(from.error, CORDON_ERROR,
					   (place_in_file){from.file, from.line, field, value}, what, expected);
	free(value);
	return status;
}

static bool is_name(const char *s)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
	size_t length = strlen(s);
	return length > 0 && length <= MESSAGE_NAME_MAX && strspn(s, allowed) == length;
}

static cordon_status take_token(const json_t *json, message_source from, message *m)
{
	const json_t *value = json_object_get(json, "token");
	const char *token = json_string_value(value);
	if (!value && m->kind == MESSAGE_COMPLAINT)
		return CORDON_OK;
	if (!token || !token_is_number(token, strlen(token)))
		return refuse(from, "token", value, TEXT(SUPPLY_TOKEN_FORM, "2", "20"), TEXT(SUPPLY_TOKEN_EXPECTED));
	if (!token_fits(token, strlen(token)))
		return refuse(from, "token", value, TEXT(SUPPLY_TOKEN_CHECK), NO_TEXT);
	memcpy(m->token, token, strlen(token) + 1);
	return CORDON_OK;
}

static cordon_status take_place(const json_t *json, message_source from, message *m)
{
	const json_t *value = json_object_get(json, "place");
	if (!json_is_string(value) || !is_name(json_string_value(value)))
		return refuse(from, "place", value, TEXT(SUPPLY_NAME, "24"), TEXT(SUPPLY_NAME_EXPECTED, "24"));
	memcpy(m->place, json_string_value(value), json_string_length(value) + 1);
	return CORDON_OK;
}

static cordon_status take_number(const json_t *value, const char *field, int64_t least, message_source from,
				 int64_t *out)
{
	*out = json_integer_value(value);
	if (!json_is_integer(value) || *out < least || *out > MESSAGE_NUMBER_MAX)
		return refuse(from, field, value, TEXT(SUPPLY_WHOLE, "999999999"), NO_TEXT);
	return CORDON_OK;
}

static cordon_status take_goods(const json_t *json, message_source from, message *m)
{
	json_t *goods = json_object_get(json, "goods"), *quantity;
	const char *name;
	cordon_status status = CORDON_OK;
	if (!json_is_object(goods) || !json_object_size(goods) || json_object_size(goods) > MESSAGE_GOODS_MAX)
		return refuse(from, "goods", goods, TEXT(SUPPLY_GOODS_FORM, "16"), NO_TEXT);
	json_object_foreach(goods, name, quantity) {
		message_good *good = &m->good[m->goods++];
		if (is_name(name)) {
			memcpy(good->name, name, strlen(name) + 1);
			status |= take_number(quantity, "goods", 1, from, &good->quantity);
		} else {
			status |= refuse(from, "goods", json_object_get(json, "goods"), TEXT(SUPPLY_NAME, "24"),
					 TEXT(SUPPLY_NAME_EXPECTED, "24"));
		}
	}
	return status;
}

static cordon_status take_words(const json_t *json, message_source from, message *m)
{
	const json_t *value = json_object_get(json, "words");
	const char *words = json_string_value(value);
	size_t length = words ? strlen(words) : 0;
	if (!length || *words == ' ' || words[length - 1] == ' ')
		return refuse(from, "words", value, TEXT(SUPPLY_WORDS), TEXT(SUPPLY_WORDS_EXPECTED));
	if (length >= MESSAGE_TEXT_MAX)
		return refuse(from, "words", value, TEXT(SUPPLY_WORDS_LONG), NO_TEXT);
	memcpy(m->words, words, length + 1);
	return CORDON_OK;
}

static cordon_status take_kind(const json_t *json, message_source from, message *m)
{
	const char *kind = json_string_value(json_object_get(json, "kind"));
	for (int i = 0; kind && i < MESSAGE_KINDS; i++) {
		if (!strcmp(kind, message_kind_name((message_kind)i))) {
			m->kind = (message_kind)i;
			return CORDON_OK;
		}
	}
	return refuse(from, "kind", json, TEXT(SUPPLY_MESSAGE_FORM), TEXT(SUPPLY_KIND_EXPECTED));
}

static cordon_status refuse_other_keys(const json_t *json, message_source from, message_kind kind)
{
	static const char *const keys[MESSAGE_KINDS] = {" kind token cycle goods ", " kind place cycle number goods ",
							" kind place token cycle words "};
	const char *key;
	json_t *value;
	cordon_status status = CORDON_OK;
	json_object_foreach((json_t *)(uintptr_t)json, key, value) {
		text spaced = {0};
		text_add_format(&spaced, " %s ", key);
		if (strchr(key, ' ') || !strstr(keys[kind], text_string(&spaced)))
			status |= refuse(from, key, value, TEXT(SUPPLY_MESSAGE_NOT_KEY), NO_TEXT);
		text_free(&spaced);
	}
	return status;
}

cordon_status message_of_json(const json_t *json, message_source from, message *out)
{
	*out = (message){0};
	if (take_kind(json, from, out))
		return CORDON_BAD_INPUT;
	cordon_status status = refuse_other_keys(json, from, out->kind);
	if (out->kind != MESSAGE_DELIVERY)
		status |= take_token(json, from, out);
	if (out->kind != MESSAGE_CLAIM)
		status |= take_place(json, from, out);
	status |= take_number(json_object_get(json, "cycle"), "cycle", 0, from, &out->cycle);
	if (out->kind == MESSAGE_DELIVERY)
		status |= take_number(json_object_get(json, "number"), "number", 0, from, &out->number);
	status |= out->kind == MESSAGE_COMPLAINT ? take_words(json, from, out) : take_goods(json, from, out);
	return status ? CORDON_BAD_INPUT : CORDON_OK;
}
