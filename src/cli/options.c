/* Parsing a command line against the command table. Options may stand anywhere; --name VALUE and --name=VALUE are the
 * same; "--" ends the options. A value is never guessed at: what is not understood is refused with the command's
 * usage. */
#include "cli/codes.h"
#include "cli/command.h"

#include "base/messages.h"
#include "base/names.h"
#include "base/text.h"

#include <string.h>

const char *tr(const cli_context *cli, const char *english)
{
	return message_in(cli->language, english);
}

void cli_add_text(const cli_context *cli, text *out, const char *english, const char *const argument[4])
{
	const cordon_code code = {NULL, english};
	message_add(out, cli->language, &(cordon_text){&code, {argument[0], argument[1], argument[2], argument[3]}});
}

void cli_say_text(const cli_context *cli, FILE *stream, const char *english, const char *const argument[4])
{
	text out = {0};
	cli_add_text(cli, &out, english, argument);
	fwrite(text_string(&out), 1, out.length, stream);
	text_free(&out);
}

const char *cli_option(const cli_context *cli, const char *name)
{
	for (int i = cli->givens; i-- > 0;)
		if (!strcmp(cli->given[i].name, name))
			return cli->given[i].value;
	return NULL;
}

cordon_status cli_usage(cli_context *cli, const char *field, const char *found, cordon_text what, cordon_text expected)
{
	return finding_add(&cli->error, CORDON_ERROR, (place_in_file){.field = field, .found = found}, what, expected);
}

cordon_status cli_number(cli_context *cli, const char *name, double least, double most, double otherwise, double *value)
{
	const char *given = cli_option(cli, name);
	*value = otherwise;
	if (!given || (text_to_double(given, '.', value) && *value >= least && *value <= most))
		return CORDON_OK;
	char low[32], high[32];
	return cli_usage(cli, name, given, TEXT(CLI_NUMBER),
			 TEXT(CLI_NUMBER_BETWEEN, text_from_double(least, low), text_from_double(most, high)));
}

static const option *option_named(const option *list, const char *name, size_t length)
{
	for (const option *o = list; o->name; o++)
		if (strlen(o->name) == length && !strncmp(o->name, name, length))
			return o;
	return NULL;
}

static cordon_status unknown_option(cli_context *cli, const char *word)
{
	names known = {0};
	for (const option *o = cli->command->options; o->name; o++)
		names_add(&known, o->name);
	for (const option *o = common_options; o->name; o++)
		names_add(&known, o->name);
	const char *near = names_closest(&known, word);
	names_free(&known);
	return cli_usage(cli, NULL, word, TEXT(CLI_UNKNOWN_OPTION, cli->command->name),
			 near ? TEXT(CLI_PERHAPS, near) : NO_TEXT);
}

/* Takes one option at argv[*at]; advances *at past a separate value. */
static cordon_status take_option(cli_context *cli, int argc, char **argv, int *at)
{
	const char *word = argv[*at];
	const char *equals = word[1] == '-' ? strchr(word, '=') : NULL;
	size_t length = equals ? (size_t)(equals - word) : strlen(word);
	const option *o = option_named(cli->command->options, word, length);
	if (!o)
		o = option_named(common_options, word, length);
	if (!o)
		return unknown_option(cli, word);
	const char *value = equals ? equals + 1 : "";
	if (!o->argument && equals)
		return cli_usage(cli, o->name, value, TEXT(CLI_OPTION_NO_VALUE), NO_TEXT);
	if (o->argument && !equals) {
		if (*at + 1 >= argc)
			return cli_usage(cli, o->name, NULL, TEXT(CLI_OPTION_VALUE),
					 TEXT(CLI_USAGE, o->name, o->argument));
		value = argv[++*at];
	}
	if (!o->repeatable && cli_option(cli, o->name))
		return cli_usage(cli, o->name, value, TEXT(CLI_OPTION_TWICE), NO_TEXT);
	if (cli->givens >= GIVEN_MAX)
		return cli_usage(cli, o->name, value, TEXT(CLI_TOO_MANY), NO_TEXT);
	cli->given[cli->givens++] = (given_option){o->name, value};
	return CORDON_OK;
}

/* How many positions a command's arguments allow at least and at most: "A B [C]" is 2 and 3, "[A ...]" any number. */
static void count_positions(const char *arguments, int *least, int *most)
{
	*least = *most = 0;
	bool in_word = false, optional = false, many = false;
	for (const char *at = arguments; *at; at++) {
		optional = optional || *at == '[';
		bool space = *at == ' ';
		if (!space && !in_word) {
			++*most;
			*least += !optional;
			many = many || !strncmp(at, "...", 3);
		}
		in_word = !space;
		if (*at == ']')
			optional = false;
	}
	*most = many ? POSITIONS_MAX : *most;
}

static cordon_status take_common(cli_context *cli)
{
	const char *language = cli_option(cli, "--lang");
	if (language && strcmp(language, "en") && strcmp(language, "es"))
		return cli_usage(cli, "--lang", language, TEXT(CLI_CHOICE), TEXT(CLI_ONE_OF, "en, es"));
	const char *progress = cli_option(cli, "--progress");
	if (!progress || !strcmp(progress, "auto"))
		cli->progress_mode = PROGRESS_AUTO;
	else if (!strcmp(progress, "json"))
		cli->progress_mode = PROGRESS_JSON;
	else if (!strcmp(progress, "never"))
		cli->progress_mode = PROGRESS_NEVER;
	else
		return cli_usage(cli, "--progress", progress, TEXT(CLI_CHOICE), TEXT(CLI_ONE_OF, "auto, json, never"));
	return CORDON_OK;
}

/* The longest command whose words the line begins with; *used is how many words that is. */
static const command *find_command(int argc, char **argv, int *used)
{
	const command *best = NULL;
	*used = 0;
	for (size_t i = 0; i < command_count; i++) {
		int words = 0;
		for (const char *at = command_table[i].name; at; words++) {
			size_t length = strcspn(at, " ");
			if (words >= argc || strlen(argv[words]) != length || strncmp(argv[words], at, length))
				break;
			at = at[length] ? at + length + 1 : NULL;
			if (!at && words + 1 > *used) {
				best = &command_table[i];
				*used = words + 1;
			}
		}
	}
	return best;
}

/* Adds the names of the commands that begin with the first word of `name`, after commas. */
static void add_group(text *out, const char *name)
{
	size_t length = strcspn(name, " ");
	for (size_t i = 0; i < command_count; i++) {
		const char *known = command_table[i].name;
		if (strncmp(known, name, length) || known[length] != ' ')
			continue;
		text_add_string(out, out->length ? ", " : "");
		text_add_string(out, known);
	}
}

cordon_status cli_unknown_command(cli_context *cli, const char *name)
{
	names known = {0};
	text group = {0};
	for (size_t i = 0; i < command_count; i++)
		names_add(&known, command_table[i].name);
	const char *near = names_closest(&known, name);
	add_group(&group, name);
	cordon_text expected = NO_TEXT;
	if (near)
		expected = TEXT(CLI_PERHAPS, near);
	else if (group.length)
		expected = TEXT(CLI_ONE_OF, text_string(&group));
	cordon_status status = cli_usage(cli, NULL, name, TEXT(CLI_UNKNOWN_COMMAND), expected);
	names_free(&known);
	text_free(&group);
	return status;
}

/* No command begins the line: says so with the words before the first option, at most as many as a name has. */
static cordon_status no_command(cli_context *cli, int argc, char **argv)
{
	enum { NAME_WORDS = 2 };
	text name = {0};
	for (int i = 0; i < argc && i < NAME_WORDS && argv[i][0] != '-'; i++) {
		text_add_string(&name, i ? " " : "");
		text_add_string(&name, argv[i]);
	}
	cordon_status status = cli_unknown_command(cli, name.length || !argc ? text_string(&name) : argv[0]);
	text_free(&name);
	return status;
}

/* How errors are to be said must be known before the first one: --json and --lang are looked for ahead of the
 * parsing. */
static void look_ahead(cli_context *cli, int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--"); i++) {
		const char *language = NULL;
		if (!strcmp(argv[i], "--json"))
			cli->json = true;
		else if (!strncmp(argv[i], "--lang=", 7))
			language = argv[i] + 7;
		else if (!strcmp(argv[i], "--lang") && i + 1 < argc)
			language = argv[i + 1];
		if (language)
			cli->language = cordon_language_of(language);
	}
}

cordon_status options_parse(cli_context *cli, int argc, char **argv)
{
	int used;
	look_ahead(cli, argc, argv);
	cli->command = find_command(argc, argv, &used);
	if (!cli->command)
		return no_command(cli, argc, argv);
	bool options_end = false;
	cordon_status status = CORDON_OK;
	for (int at = used; at < argc && !status; at++) {
		if (!options_end && !strcmp(argv[at], "--"))
			options_end = true;
		else if (!options_end && argv[at][0] == '-' && argv[at][1])
			status = take_option(cli, argc, argv, &at);
		else if (cli->positions == POSITIONS_MAX)
			status = cli_usage(cli, NULL, argv[at], TEXT(CLI_TOO_MANY), NO_TEXT);
		else
			cli->position[cli->positions++] = argv[at];
	}
	if (!status)
		status = take_common(cli);
	if (status || cli_option(cli, "--help"))
		return status;
	int least, most;
	count_positions(cli->command->arguments, &least, &most);
	cordon_text usage = TEXT(CLI_USAGE, cli->command->name, cli->command->arguments);
	if (cli->positions < least)
		return cli_usage(cli, NULL, NULL, TEXT(CLI_MISSING), usage);
	if (cli->positions > most)
		return cli_usage(cli, NULL, cli->position[most], TEXT(CLI_TOO_MANY), usage);
	return CORDON_OK;
}
