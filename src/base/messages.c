/* Message lookup and rendering; see messages.h. */
#include "base/messages.h"

#include <stdlib.h>
#include <string.h>

static int pair_compare(const void *key, const void *pair)
{
	return strcmp(key, ((const struct message_pair *)pair)->english);
}

const char *message_in(cordon_language language, const char *english)
{
	if (language != CORDON_SPANISH)
		return english;
	const struct message_pair *pair =
		bsearch(english, message_table_es, message_count_es, sizeof *message_table_es, pair_compare);
	return pair ? pair->translated : english;
}

void message_add(text *out, cordon_language language, const cordon_text *message)
{
	if (!message->code)
		return;
	for (const char *at = message_in(language, message->code->text); *at; at++) {
		if (at[0] == '{' && at[1] >= '0' && at[1] < '0' + CORDON_TEXT_ARGS && at[2] == '}') {
			const char *arg = message->arg[at[1] - '0'];
			text_add_string(out, arg ? arg : "");
			at += 2;
		} else {
			text_add(out, at, 1);
		}
	}
}

size_t cordon_text_render(const cordon_text *message, cordon_language language, char *out, size_t size)
{
	text full = {0};
	message_add(&full, language, message);
	size_t length = full.length;
	if (size) {
		size_t kept = length < size ? length : size - 1;
		memcpy(out, text_string(&full), kept);
		out[kept] = '\0';
	}
	text_free(&full);
	return length;
}

cordon_language cordon_language_of(const char *locale)
{
	bool spanish = locale && !strncmp(locale, "es", 2) && (!locale[2] || strchr("_.@-", locale[2]));
	return spanish ? CORDON_SPANISH : CORDON_ENGLISH;
}
