/* What the commands that ask the councils share: opening the book, the moment asked about, names, tables.
 *
 * Each asks for data (council/answers.h), which --json prints as it is and text as sentences and tables. A sealed name
 * stands beside a person's id where this book can open it: not where it was imported without personal texts, nor once
 * the person was forgotten.
 */
#ifndef CLI_COUNCIL_H
#define CLI_COUNCIL_H

#include "cli/world.h"

#include "council/belonging.h"

#define OPTION_AT                                                                                                      \
	{                                                                                                              \
		"--at", "TIME",                                                                                        \
			N_("as of a moment (1972-10-11T09:00:00Z) or of the end of a day (1972-10-11); otherwise "     \
			   "now"),                                                                                     \
			false                                                                                          \
	}

typedef struct council_asked {
	book *book;
	state *state;
	answers_at at;
} council_asked;

/* Opens the book of the command line. */
cordon_status council_begin(cli_context *cli, council_asked *a);

/* Prints the answer, closes the book, and releases both. `data` NULL: there is no such thing as `id`, said with
 * `what`. */
cordon_status council_give(cli_context *cli, council_asked *a, cordon_status status, json_t *data, const char *id,
			   cordon_text what, void (*show)(const cli_context *cli, const json_t *data));

typedef struct council_column {
	const char *key, *heading; /* English msgid */
	bool word; /* its values are words of the program, to be said in the reader's language */
} council_column;

/* Of a decision: its amendments, the votes under a name, those on paper. */
extern const council_column decision_amendments[], decision_votes[], decision_paper[];

/* Prints a list of objects as a table under its caption, nothing if it is empty; columns without any value are left
 * out. The list of columns ends at one without a key. */
void council_table(const cli_context *cli, const char *caption, const json_t *list, const council_column *column);

/* Seats with who holds them or why they are empty; `bodies`: of several bodies. */
void council_seats_table(const cli_context *cli, const json_t *seats, bool bodies);

/* A value as text, for sentences: a person with their name, a number, "" for none. It lives until the next of eight
 * calls. */
const char *council_text(const json_t *object, const char *key);
bool council_flag(const json_t *object, const char *key);
/* Such a word in the reader's language. */
const char *council_word(const cli_context *cli, const json_t *object, const char *key);

#endif
