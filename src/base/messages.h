/* Messages in a language: tables made at build time from po/ .po files, looked up by the English text.
 *
 * No setlocale, no LC_MESSAGES: the language is an argument, so two languages can be rendered at once and neither needs
 * to be installed on the machine.
 */
#ifndef BASE_MESSAGES_H
#define BASE_MESSAGES_H

#include "base/text.h"

#include <cordon/base.h>

#define N_(text) text /* marks a message for translation where it stands */

struct message_pair {
	const char *english, *translated;
};
extern const struct message_pair message_table_es[]; /* sorted by english */
extern const size_t message_count_es;

/* The translation of an English text, or the text itself. */
const char *message_in(cordon_language language, const char *english);

/* Adds a rendered text ({0}..{3} replaced by the arguments). */
void message_add(text *out, cordon_language language, const cordon_text *message);

#endif
