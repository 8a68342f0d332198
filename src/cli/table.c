/* The command table, and the act table where a command takes acts, in other programs' forms; see table.h. Nothing here
 * knows a command, an option or an act by name. */
#include "cli/table.h"

#include "cli/acts.h"
#include "cli/codes.h"
#include "cli/output.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

static json_t *options_json(const cli_context *cli, const option *list)
{
	json_t *array = json_array();
	for (const option *o = list; o->name; o++)
		json_array_append_new(array,
				      json_pack("{s:s, s:s?, s:s, s:b}", "name", o->name, "argument", o->argument,
						"help", tr(cli, o->help), "repeatable", o->repeatable));
	return array;
}

static cordon_status print_json(cli_context *cli)
{
	json_t *commands = json_array();
	for (size_t i = 0; i < command_count; i++) {
		const command *c = &command_table[i];
		json_array_append_new(commands, json_pack("{s:s, s:s, s:s, s:s?, s:s, s:o}", "name", c->name,
							  "arguments", c->arguments, "summary", tr(cli, c->summary),
							  "help", c->help ? tr(cli, c->help) : NULL, "example",
							  c->example, "options", options_json(cli, c->options)));
	}
	return output_json(cli, json_pack("{s:s, s:o, s:o}", "version", cordon_version(), "commands", commands,
					  "common_options", options_json(cli, common_options)));
}

/* ---- the manual page ------------------------------------------------------------------------------------------- */

/* Adds text with what scdoc would take for markup escaped. */
static void add_scdoc(text *out, const char *string)
{
	for (; *string; string++) {
		if (strchr("\\*_[]<>#|.", *string))
			text_add(out, "\\", 1);
		text_add(out, string, 1);
	}
}

static void add_scdoc_options(const cli_context *cli, text *out, const option *list)
{
	for (const option *o = list; o->name; o++) {
		text_add_format(out, "*%s*", o->name);
		if (o->argument) {
			text_add(out, " ", 1);
			add_scdoc(out, o->argument);
		}
		text_add(out, "\n\t", 2);
		add_scdoc(out, tr(cli, o->help));
		if (o->repeatable)
			text_add_string(out, tr(cli, N_(" (repeatable)")));
		text_add(out, "\n\n", 2);
	}
}

static void add_scdoc_command(const cli_context *cli, text *out, const command *c)
{
	text_add_format(out, "## cordon %s %s\n\n", c->name, c->arguments); /* scdoc has no markup in headings */
	add_scdoc(out, tr(cli, c->summary));
	text_add(out, "\n\n", 2);
	/* each line a paragraph: scdoc would join them */
	for (const char *line = c->help ? tr(cli, c->help) : ""; *line;) {
		size_t length = strcspn(line, "\n");
		char *copy = strndup(line, length);
		add_scdoc(out, copy ? copy + strspn(copy, " ") : "");
		free(copy);
		text_add(out, length ? "\n\n" : "", length ? 2 : 0);
		line += length + (line[length] != '\0');
	}
	add_scdoc_options(cli, out, c->options);
	text_add_format(out, "%s: ", tr(cli, N_("Example")));
	add_scdoc(out, c->example);
	text_add(out, "\n\n", 2);
}

static void add_man(const cli_context *cli, text *out)
{
	text_add_format(out, "# %s\n\n", tr(cli, N_("COMMANDS")));
	for (size_t i = 0; i < command_count; i++)
		add_scdoc_command(cli, out, &command_table[i]);
	text_add_format(out, "# %s\n\n", tr(cli, N_("OPTIONS OF EVERY COMMAND")));
	add_scdoc_options(cli, out, common_options);
}

/* ---- completion ------------------------------------------------------------------------------------------------ */

static void add_option_names(text *out, const option *list)
{
	for (const option *o = list; o->name; o++)
		text_add_format(out, " %s", o->name);
}

/* The words that may follow the first `words` words of some command's name, each once: "economy" is followed by "check
 * import". */
static void add_next_words(text *out, const char *prefix)
{
	size_t length = strlen(prefix);
	const char *last = "";
	size_t last_length = 0;
	for (size_t i = 0; i < command_count; i++) {
		const char *name = command_table[i].name;
		if (strncmp(name, prefix, length) || (length && name[length] != ' '))
			continue;
		const char *word = name + length + (length > 0);
		size_t word_length = strcspn(word, " ");
		if (word_length == last_length && !strncmp(word, last, last_length))
			continue;
		text_add(out, " ", 1);
		text_add(out, word, word_length);
		last = word;
		last_length = word_length;
	}
}

/* "body= person=": what begins a field of that kind. */
static void add_field_names(text *out, const act_kind *kind)
{
	for (const act_field *f = kind->field; f < acts_end_of(kind); f++)
		text_add_format(out, " %s=", f->name);
}

static bool takes_fields(const command *c)
{
	return strstr(c->arguments, "FIELD=VALUE") != NULL;
}

static void add_kind_names(text *out)
{
	for (size_t i = 0; i < cli_world()->kinds; i++)
		text_add_format(out, " %s", cli_world()->kind[i]->name);
}

/* What the act table adds to the words after a command. */
static void add_act_words(text *out, const command *c)
{
	if (c->act_kind && !*c->act_kind)
		add_kind_names(out);
	else if (c->act_kind && takes_fields(c))
		add_field_names(out, act_kind_find(cli_world(), c->act_kind));
}

/* The cases of a command and a kind of act. */
static void add_bash_kinds(text *out, const command *c)
{
	for (size_t i = 0; i < cli_world()->kinds; i++) {
		text_add_format(out, "\t'%s %s') words='", c->name, cli_world()->kind[i]->name);
		if (takes_fields(c))
			add_field_names(out, cli_world()->kind[i]);
		add_option_names(out, c->options);
		add_option_names(out, common_options);
		text_add_string(out, "' ;;\n");
	}
}

/* One case of the shell's "what was typed so far": a command, with its options, or words that begin one. */
static void add_bash_cases(text *out)
{
	for (size_t i = 0; i < command_count; i++) {
		const command *c = &command_table[i];
		text_add_format(out, "\t'%s') words='", c->name);
		add_next_words(out, c->name);
		add_act_words(out, c);
		add_option_names(out, c->options);
		add_option_names(out, common_options);
		text_add_string(out, "' ;;\n");
		if (c->act_kind && !*c->act_kind)
			add_bash_kinds(out, c);
		size_t group = strcspn(c->name, " ");
		bool first = c->name[group] && (i == 0 || strncmp(command_table[i - 1].name, c->name, group + 1));
		bool named = false; /* the group is a command itself: its case has the next words */
		char name[64];
		snprintf(name, sizeof name, "%.*s", (int)group, c->name);
		for (size_t j = 0; j < command_count; j++)
			named = named || !strcmp(command_table[j].name, name);
		if (first && !named) {
			text_add_format(out, "\t'%s') words='", name);
			add_next_words(out, name);
			text_add_string(out, "' ;;\n");
		}
	}
}

/* The longest run of leading words that the case list knows decides what is offered; files are offered always. */
static void add_bash(text *out)
{
	text_add_string(
		out,
		"# bash completion for cordon; written by `cordon help --format bash`\n"
		"_cordon()\n{\n\tlocal typed='' words='' word i\n\tCOMPREPLY=()\n"
		"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n\t\tword=${COMP_WORDS[i]}\n"
		"\t\t_cordon_words \"${typed:+$typed }$word\" || break\n\t\ttyped=\"${typed:+$typed }$word\"\n\tdone\n"
		"\t_cordon_words \"$typed\"\n"
		"\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -f -- \"${COMP_WORDS[COMP_CWORD]}\")\n"
		"\t[[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2> /dev/null || :\n}\n\n"
		"_cordon_words()\n{\n\tcase $1 in\n\t'') words='");
	add_next_words(out, "");
	text_add_string(out, "' ;;\n");
	add_bash_cases(out);
	text_add_string(out, "\t*) return 1 ;;\n\tesac\n}\n\ncomplete -o filenames -F _cordon cordon\n");
}

/* zsh runs bash's completion through its own emulation. */
static void add_zsh(text *out)
{
	text_add_string(out, "#compdef cordon\n# zsh completion for cordon; written by `cordon help --format zsh`\n"
			     "autoload -U +X bashcompinit && bashcompinit\n");
	text bash = {0};
	add_bash(&bash);
	text_add_string(out, strchr(text_string(&bash), '\n') + 1);
	text_free(&bash);
}

/* Adds a text inside single quotes as fish reads them. */
static void add_fish_quoted(text *out, const char *string)
{
	text_add(out, "'", 1);
	for (; *string; string++) {
		if (*string == '\'' || *string == '\\')
			text_add(out, "\\", 1);
		text_add(out, string, 1);
	}
	text_add(out, "'", 1);
}

/* An option is offered after its own command, not after a longer name that begins with it. */
static void add_fish_option(const cli_context *cli, text *out, const option *o, const command *after)
{
	text_add_string(out, "complete -c cordon");
	if (after)
		text_add_format(out, " -n 'string match -q \"%s*\" (__cordon_typed)", after->name);
	for (size_t i = 0; after && i < command_count; i++) {
		const char *name = command_table[i].name;
		size_t length = strlen(after->name);
		if (!strncmp(name, after->name, length) && name[length] == ' ')
			text_add_format(out, "; and not string match -q \"%s*\" (__cordon_typed)", name);
	}
	text_add_format(out, "%s %s %s%s -d ", after ? "'" : "", o->name[1] == '-' ? "-l" : "-s",
			o->name + (o->name[1] == '-' ? 2 : 1), o->argument ? " -r" : "");
	add_fish_quoted(out, tr(cli, o->help));
	text_add(out, "\n", 1);
}

/* A word offered after what begins with some words, as a regular expression says which. */
static void add_fish_word(text *out, const char *name, const char *kind, const char *word, const char *help)
{
	text_add_format(out, "complete -c cordon -n 'string match -rq \"^%s%s%s( |\\$)\" -- (__cordon_typed)' -a '%s' -d ",
			name, *kind ? " " : "", kind, word);
	add_fish_quoted(out, help);
	text_add(out, "\n", 1);
}

static void add_fish_fields(const cli_context *cli, text *out, const command *c, const act_kind *kind,
			    const char *after)
{
	for (const act_field *f = kind->field; f < acts_end_of(kind); f++) {
		char word[ACT_ID_MAX + 2];
		snprintf(word, sizeof word, "%s=", f->name);
		add_fish_word(out, c->name, after, word, f->help ? tr(cli, f->help) : "");
	}
}

/* Kinds of act after a command that takes one, and the fields of each. */
static void add_fish_acts(const cli_context *cli, text *out, const command *c)
{
	const act_world *world = cli_world();
	if (!c->act_kind)
		return;
	if (*c->act_kind) {
		if (takes_fields(c))
			add_fish_fields(cli, out, c, act_kind_find(world, c->act_kind), "");
		return;
	}
	for (size_t i = 0; i < world->kinds; i++) {
		const act_kind *kind = world->kind[i];
		text_add_format(out, "complete -c cordon -n 'test (__cordon_typed) = \"%s\"' -a '%s' -d ", c->name,
				kind->name);
		add_fish_quoted(out, tr(cli, kind->summary));
		text_add(out, "\n", 1);
		if (takes_fields(c))
			add_fish_fields(cli, out, c, kind, kind->name);
	}
}

static void add_fish(const cli_context *cli, text *out)
{
	text_add_string(out, "# fish completion for cordon; written by `cordon help --format fish`\n"
			     "function __cordon_typed\n\tstring join ' ' -- (commandline -opc)[2..-1]\nend\n");
	for (size_t i = 0; i < command_count; i++) {
		const command *c = &command_table[i];
		const char *last = strrchr(c->name, ' ');
		text_add_format(out, "complete -c cordon -n 'test (__cordon_typed) = \"%.*s\"' -a '%s' -d ",
				(int)(last ? last - c->name : 0), c->name, last ? last + 1 : c->name);
		add_fish_quoted(out, tr(cli, c->summary));
		text_add(out, "\n", 1);
		for (const option *o = c->options; o->name; o++)
			add_fish_option(cli, out, o, c);
		add_fish_acts(cli, out, c);
	}
	for (const option *o = common_options; o->name; o++)
		add_fish_option(cli, out, o, NULL);
}

/* ---------------------------------------------------------------------------------------------------------------- */

cordon_status table_print(cli_context *cli, const char *format)
{
	text out = {0};
	if (!strcmp(format, "json"))
		return print_json(cli);
	if (!strcmp(format, "man"))
		add_man(cli, &out);
	else if (!strcmp(format, "bash"))
		add_bash(&out);
	else if (!strcmp(format, "zsh"))
		add_zsh(&out);
	else if (!strcmp(format, "fish"))
		add_fish(cli, &out);
	else
		return cli_usage(cli, "--format", format, TEXT(CLI_CHOICE),
				 TEXT(CLI_ONE_OF, "json, man, bash, zsh, fish"));
	fwrite(text_string(&out), 1, out.length, cli->out);
	text_free(&out);
	return CORDON_OK;
}
