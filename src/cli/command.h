/* The command table: one entry a command says its name, arguments, help, example and function. The parser, --help, the
 * man page and the shell completion all come from it; adding a command means adding one entry and one function.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/messages.h"
#include "base/text.h"

#include <cordon/base.h>

#include <stdbool.h>
#include <stdio.h>

enum { OPTIONS_MAX = 24, GIVEN_MAX = 4096, POSITIONS_MAX = 64 };

typedef struct option {
	const char *name;     /* "--gap"; a one-letter twin may precede: "-o" is spelled as name */
	const char *argument; /* "GAP", or NULL for a flag */
	const char *help;     /* English msgid */
	bool repeatable;
} option;

/* Of a command whose first argument is a kind of act. */
#define ACT_KIND_NAMED ""

struct cli_context;
typedef struct command {
	const char *name;      /* "economy check" */
	const char *arguments; /* "PACKAGE"; a [NAME] is optional, [NAME ...] any number */
	const char *summary;   /* one line, English msgid */
	const char *help;      /* paragraphs, English msgid; NULL when the summary says it all */
	const char *example;   /* a command line that a test runs from the source tree */
	cordon_status (*run)(struct cli_context *cli);
	const char *act_kind; /* the kind of act whose fields it takes; ACT_KIND_NAMED: its first argument names it */
	option options[OPTIONS_MAX]; /* ends at the first without a name; the common ones are added by the parser */
} command;

extern const command command_table[];
extern const size_t command_count;
extern const option common_options[]; /* --json, --lang, --progress, --help */

typedef struct given_option { const char *name, *value; } given_option;

/* What a command's function is given. */
typedef struct cli_context {
	const command *command;
	cordon_language language;
	bool json;
	enum { PROGRESS_AUTO, PROGRESS_JSON, PROGRESS_NEVER } progress_mode;
	FILE *out, *err;
	const char *position[POSITIONS_MAX];
	int positions;
	given_option given[GIVEN_MAX];
	int givens;
	cordon_progress progress; /* ready to pass to long work; stops at SIGINT/SIGTERM */
	cordon_error error;       /* what went wrong so far; main prints it at the end */
} cli_context;

/* The last value given to an option, or NULL; a flag's value is "". */
const char *cli_option(const cli_context *cli, const char *name);
/* Parses an option as a number within [least, most]; reports an error otherwise. `otherwise` when not given. */
cordon_status cli_number(cli_context *cli, const char *name, double least, double most, double otherwise,
			 double *value);
/* Says a usage error ("--gap: found X, expected Y") and returns CORDON_BAD_INPUT. */
cordon_status cli_usage(cli_context *cli, const char *field, const char *found, cordon_text what, cordon_text expected);

/* Says that no command has that name, and the closest one or those of its group; returns CORDON_BAD_INPUT. */
cordon_status cli_unknown_command(cli_context *cli, const char *name);

/* The language's text for an English one. */
const char *tr(const cli_context *cli, const char *english);

/* Prints a text in the reader's language, {0}..{3} standing for the arguments: cli_say(cli, cli->out, N_("{0} of
 * {1}\n"), a, b). Numbers are made texts first: a translation may move them but never sees a printf format. */
#define cli_say(cli, stream, ...) cli_say_text((cli), (stream), CLI_PICK(__VA_ARGS__, 0, 0, 0, 0, 0))
#define CLI_PICK(english, a, b, c, d, ...) (english), (const char *const[4]){(a), (b), (c), (d)}
void cli_say_text(const cli_context *cli, FILE *stream, const char *english, const char *const argument[4]);

/* The same, added to a text. */
#define cli_add(cli, out, ...) cli_add_text((cli), (out), CLI_PICK(__VA_ARGS__, 0, 0, 0, 0, 0))
void cli_add_text(const cli_context *cli, text *out, const char *english, const char *const argument[4]);

cordon_status options_parse(cli_context *cli, int argc, char **argv);

void help_command(const cli_context *cli, const command *c);
/* The help of the command that was typed, or of the kind of act that its arguments name. */
cordon_status help_typed(cli_context *cli);
void help_overview(const cli_context *cli);

#endif
