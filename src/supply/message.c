/* See message.h: a message's text, written and read. Whatever is read from a text is a piece between blanks, so that a
 * finding can say at which character it begins. */
#include "supply/message.h"

#include "supply/codes.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static const char header[] = "CORDON1 ";
static const char *const kind_word[MESSAGE_KINDS] = {"CLAIM", "DELIVERY", "COMPLAINT"};
static const char *const kind_name[MESSAGE_KINDS] = {"claim", "delivery", "complaint"};
static const char base32[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford's: no I, L, O, U */

const char *message_kind_name(message_kind kind)
{
	return kind_name[kind];
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

/* Adds the words without those accents that the alphabet lacks: decomposed, the base letter is one that it has. */
static void add_words(text *out, const char *words)
{
	for (size_t at = 0, length = strlen(words); at < length;) {
		utf8proc_int32_t point, part[4];
		int boundary = 0;
		long bad;
		utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)words + at,
							 (utf8proc_ssize_t)(length - at), &point);
		if (step < 1)
			step = 1;
		message_septets(words + at, (size_t)step, NULL, 0, &bad);
		if (bad && utf8proc_decompose_char(point, part, 4, UTF8PROC_DECOMPOSE, &boundary) > 1 && part[0] < 0x80)
			text_add_format(out, "%c", (char)part[0]);
		else
			text_add(out, words + at, (size_t)step);
		at += (size_t)step;
	}
}

static void add_goods(text *out, const message *m)
{
	for (size_t i = 0; i < m->goods; i++)
		text_add_format(out, " %s:%" PRId64, m->good[i].name, m->good[i].quantity);
}

static void add_check(text *out, const unsigned char *septet, size_t count)
{
	uint32_t crc = message_crc24(septet, count);
	text_add_string(out, " /");
	for (int i = MESSAGE_CHECK - 1; i >= 0; i--)
		text_add(out, &base32[crc >> 5 * i & 31], 1);
}

static cordon_status refuse(message_source from, const char *field, const char *found, cordon_text what,
			    cordon_text expected)
{
	return finding_add(from.error, CORDON_ERROR, (place_in_file){from.file, from.line, field, found}, what,
			   expected);
}

cordon_status message_encode(const message *m, message_source from, text *out, int *septets)
{
	unsigned char septet[MESSAGE_SEPTETS_MAX];
	char number[24];
	long bad;
	size_t start = out->length;
	text_add_format(out, "%s%s ", header, kind_word[m->kind]);
	if (m->kind == MESSAGE_CLAIM)
		text_add_format(out, "%s %" PRId64, m->token, m->cycle);
	else
		text_add_format(out, "%s %" PRId64 " ", m->place, m->cycle);
	if (m->kind == MESSAGE_DELIVERY)
		text_add_format(out, "%" PRId64, m->number);
	if (m->kind == MESSAGE_COMPLAINT) {
		text_add_format(out, "%s ", *m->token ? m->token : "-");
		add_words(out, m->words);
	} else {
		add_goods(out, m);
	}
	size_t count = message_septets(out->bytes + start, out->length - start, septet, sizeof septet, &bad);
	snprintf(number, sizeof number, "%ld", bad);
	if (bad)
		return refuse(from, "words", m->words, TEXT(SUPPLY_MESSAGE_CHARACTER, number), NO_TEXT);
	*septets = (int)count + 2 + MESSAGE_CHECK;
	snprintf(number, sizeof number, "%d", *septets);
	if (*septets > MESSAGE_SEPTETS_MAX)
		return refuse(from, NULL, out->bytes + start, TEXT(SUPPLY_MESSAGE_LONG, number), NO_TEXT);
	add_check(out, septet, count);
	return CORDON_OK;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* What is left of a text without its check. */
typedef struct cursor {
	const char *bytes;
	size_t at, length;
	message_source from;
} cursor;

/* The number of the character that begins at a byte. */
static const char *character(char out[24], const char *bytes, size_t at)
{
	long count = 1;
	for (size_t i = 0; i < at; i++)
		count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
	snprintf(out, 24, "%ld", count);
	return out;
}

#define REFUSE_AT(c, place, field, code, ...) \
	refuse((c)->from, (field), (c)->bytes, TEXT(code, character((char[24]){0}, (c)->bytes, (place))), __VA_ARGS__)

/* The next piece, up to a blank or the end; then the blank is passed. False: nothing is there. */
static bool next(cursor *c, const char **piece, size_t *length, size_t *place)
{
	const char *end = c->at < c->length ? memchr(c->bytes + c->at, ' ', c->length - c->at) : NULL;
	*place = c->at;
	*piece = c->bytes + c->at;
	*length = c->at < c->length ? (end ? (size_t)(end - *piece) : c->length - c->at) : 0;
	c->at += *length + (end != NULL);
	return *length > 0;
}

static bool is_name(const char *s, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!((s[i] >= '0' && s[i] <= '9') || (s[i] >= 'A' && s[i] <= 'Z') || (s[i] >= 'a' && s[i] <= 'z') ||
		      strchr(".-_", s[i])))
			return false;
	return length > 0 && length <= MESSAGE_NAME_MAX;
}

/* Digits as they are written here: no sign, no zeros before. */
static bool is_number(const char *s, size_t length, int64_t *value)
{
	*value = 0;
	for (size_t i = 0; i < length; i++) {
		if (s[i] < '0' || s[i] > '9' || i == 9)
			return false;
		*value = 10 * *value + (s[i] - '0');
	}
	return length > 0 && (length == 1 || s[0] != '0');
}

static void keep(char *out, const char *bytes, size_t length)
{
	memcpy(out, bytes, length);
	out[length] = '\0';
}

static cordon_status take_token(cursor *c, message *m, bool nobody)
{
	const char *s;
	size_t length, place;
	if (!next(c, &s, &length, &place) || (!token_is_number(s, length) && !(nobody && length == 1 && *s == '-')))
		return REFUSE_AT(c, place, "token", SUPPLY_MESSAGE_TOKEN, TEXT(SUPPLY_TOKEN_EXPECTED));
	if (*s == '-')
		return CORDON_OK;
	keep(m->token, s, length);
	return token_fits(s, length) ? CORDON_OK : refuse(c->from, "token", m->token, TEXT(SUPPLY_TOKEN_CHECK), NO_TEXT);
}

static cordon_status take_place(cursor *c, message *m)
{
	const char *s;
	size_t length, place;
	if (!next(c, &s, &length, &place) || !is_name(s, length))
		return REFUSE_AT(c, place, "place", SUPPLY_MESSAGE_PLACE, TEXT(SUPPLY_NAME_EXPECTED, "24"));
	keep(m->place, s, length);
	return CORDON_OK;
}

static cordon_status take_number(cursor *c, const char *field, int64_t *value)
{
	const char *s;
	size_t length, place;
	if (!next(c, &s, &length, &place) || !is_number(s, length, value))
		return REFUSE_AT(c, place, field, SUPPLY_MESSAGE_NUMBER, TEXT(SUPPLY_NUMBER_EXPECTED, "999999999"));
	return CORDON_OK;
}

static bool has_good(const message *m, const char *name)
{
	for (size_t i = 0; i < m->goods; i++)
		if (!strcmp(m->good[i].name, name))
			return true;
	return false;
}

static cordon_status take_goods(cursor *c, message *m)
{
	const char *s;
	size_t length, place;
	do {
		bool some = next(c, &s, &length, &place);
		const char *colon = some ? memchr(s, ':', length) : NULL;
		size_t name = colon ? (size_t)(colon - s) : 0;
		message_good good = {0};
		char at[24];
		if (!colon || !is_name(s, name) || !is_number(colon + 1, length - name - 1, &good.quantity) ||
		    !good.quantity)
			return REFUSE_AT(c, place, "goods", SUPPLY_MESSAGE_GOODS, TEXT(SUPPLY_GOODS_EXPECTED, "999999999"));
		keep(good.name, s, name);
		if (m->goods == MESSAGE_GOODS_MAX || has_good(m, good.name))
			return refuse(c->from, "goods", good.name,
				      TEXT(SUPPLY_MESSAGE_GOODS_MANY, character(at, c->bytes, place), "16"), NO_TEXT);
		m->good[m->goods++] = good;
	} while (c->at < c->length || c->bytes[c->length - 1] == ' ');
	return CORDON_OK;
}

static cordon_status take_words(cursor *c, message *m)
{
	size_t length = c->length - c->at;
	if (c->at >= c->length || c->bytes[c->at] == ' ' || c->bytes[c->length - 1] == ' ')
		return REFUSE_AT(c, c->at, "words", SUPPLY_MESSAGE_WORDS, TEXT(SUPPLY_WORDS_EXPECTED));
	keep(m->words, c->bytes + c->at, length);
	return CORDON_OK;
}

static cordon_status take_kind(cursor *c, message *m)
{
	const char *s;
	size_t length, place = sizeof header - 1;
	if (c->length >= place && !memcmp(c->bytes, header, place)) {
		c->at = place;
		next(c, &s, &length, &place);
		for (int kind = 0; kind < MESSAGE_KINDS; kind++) {
			if (length == strlen(kind_word[kind]) && !memcmp(s, kind_word[kind], length)) {
				m->kind = (message_kind)kind;
				return CORDON_OK;
			}
		}
	} else {
		place = 0;
	}
	return REFUSE_AT(c, place, "kind", SUPPLY_MESSAGE_HEADER, TEXT(SUPPLY_MESSAGE_HEADER_FORM));
}

/* The value of a check character, or -1. */
static int check_value(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	c = c == 'O' ? '0' : (c == 'I' || c == 'L') ? '1' : c;
	const char *found = c ? strchr(base32, c) : NULL;
	return found ? (int)(found - base32) : -1;
}

/* Takes the check off the end and compares it. */
static cordon_status take_check(cursor *c)
{
	unsigned char septet[MESSAGE_SEPTETS_MAX];
	uint32_t said = 0;
	long bad;
	size_t body = c->length - (c->length < MESSAGE_CHECK + 2 ? c->length : MESSAGE_CHECK + 2);
	bool form = body > 0 && !memcmp(c->bytes + body, " /", 2);
	for (size_t i = body + 2; form && i < c->length; i++) {
		form = check_value(c->bytes[i]) >= 0;
		said = said << 5 | (uint32_t)(form ? check_value(c->bytes[i]) : 0);
	}
	if (!form || said >> 24)
		return REFUSE_AT(c, body, "check", SUPPLY_MESSAGE_NO_CHECK, TEXT(SUPPLY_MESSAGE_CHECK_FORM));
	size_t count = message_septets(c->bytes, body, septet, sizeof septet, &bad);
	assert(!bad && count < sizeof septet);
	if (message_crc24(septet, count) != said)
		return REFUSE_AT(c, body + 2, "check", SUPPLY_MESSAGE_CHECK, NO_TEXT);
	c->length = body;
	return CORDON_OK;
}

static cordon_status take_parts(cursor *c, message *m)
{
	cordon_status status = take_kind(c, m);
	if (!status)
		status = m->kind == MESSAGE_CLAIM ? take_token(c, m, false) : take_place(c, m);
	if (!status)
		status = take_number(c, "cycle", &m->cycle);
	if (!status && m->kind == MESSAGE_DELIVERY)
		status = take_number(c, "number", &m->number);
	if (!status && m->kind != MESSAGE_COMPLAINT)
		return take_goods(c, m);
	if (!status)
		status = take_token(c, m, true);
	return status ? status : take_words(c, m);
}

cordon_status message_decode(const char *bytes, size_t length, message_source from, message *out)
{
	char number[24];
	long bad;
	*out = (message){0};
	while (length && strchr(" \t\r\n", bytes[length - 1]))
		length--;
	while (length && strchr(" \t\r\n", *bytes)) {
		bytes++;
		length--;
	}
	text line = {0}; /* terminated, for findings */
	text_add(&line, bytes, length);
	size_t count = message_septets(bytes, length, NULL, 0, &bad);
	snprintf(number, sizeof number, "%ld", bad ? bad : (long)count);
	cordon_status status = CORDON_OK;
	if (bad)
		status = refuse(from, NULL, text_is_utf8(bytes, length) ? text_string(&line) : NULL,
				TEXT(SUPPLY_MESSAGE_CHARACTER, number), NO_TEXT);
	else if (count > MESSAGE_SEPTETS_MAX)
		status = refuse(from, NULL, text_string(&line), TEXT(SUPPLY_MESSAGE_LONG, number), NO_TEXT);
	cursor c = {text_string(&line), 0, length, from};
	if (!status)
		status = take_check(&c);
	if (!status)
		status = take_parts(&c, out);
	text_free(&line);
	return status;
}
