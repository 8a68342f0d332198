/* Help as a person reads it, made from the command table: the overview, one command, the commands of a group. The same
 * table as JSON, a manual page or shell completion is in table.c. */
#include "cli/acts.h"
#include "cli/codes.h"
#include "cli/command.h"
#include "cli/groups.h"
#include "cli/table.h"

#include "base/text.h"

#include <string.h>

enum { HELP_COLUMNS = 100, OPTION_COLUMN = 24, COMMAND_COLUMN = 42 };

static void add_spaces(text *out, size_t count)
{
	while (count-- > 0)
		text_add(out, " ", 1);
}

/* Adds `string` from column `at` on, broken between words; each further line begins at column `indent`. */
static void add_wrapped(text *out, const char *string, size_t at, size_t indent)
{
	while (*string) {
		size_t length = strcspn(string, " \n");
		char word[256];
		snprintf(word, sizeof word, "%.*s", (int)length, string);
		size_t width = text_width(word);
		if (at > indent && at + 1 + width > HELP_COLUMNS) {
			text_add(out, "\n", 1);
			add_spaces(out, at = indent);
		} else if (at > indent) {
			text_add(out, " ", 1);
			at++;
		}
		text_add(out, string, length);
		at += width;
		string += length;
		if (*string == '\n') {
			text_add(out, "\n", 1);
			at = indent;
			if (string[1])
				add_spaces(out, indent);
		}
		string += *string != '\0';
	}
}

/* Adds "  LEFT      right, wrapped" with the right side from `column` on, on a line of its own when the left one is too
 * long. */
static void add_entry(text *out, const char *left, const char *right, size_t column)
{
	size_t width = 2 + text_width(left);
	text_add_format(out, "  %s", left);
	if (width + 2 > column) {
		text_add(out, "\n", 1);
		width = 0;
	}
	add_spaces(out, column - width);
	add_wrapped(out, right, column, column);
	text_add(out, "\n", 1);
}

static void add_options(const cli_context *cli, text *out, const option *list)
{
	for (const option *o = list; o->name; o++) {
		char left[96];
		text right = {0};
		snprintf(left, sizeof left, "%s%s%s", o->name, o->argument ? " " : "", o->argument ? o->argument : "");
		text_add_string(&right, tr(cli, o->help));
		if (o->repeatable)
			text_add_string(&right, tr(cli, N_(" (repeatable)")));
		add_entry(out, left, text_string(&right), OPTION_COLUMN);
		text_free(&right);
	}
}

static void add_command(const cli_context *cli, text *out, const command *c)
{
	char left[128];
	snprintf(left, sizeof left, "cordon %s %s", c->name, c->arguments);
	add_entry(out, left, tr(cli, c->summary), COMMAND_COLUMN);
}

static void print(const cli_context *cli, text *out)
{
	fwrite(text_string(out), 1, out->length, cli->out);
	text_free(out);
}

/* The fields of the act that the command is for. */
static void add_fields(const cli_context *cli, text *out, const command *c)
{
	const act_kind *kind = c->act_kind && *c->act_kind ? act_kind_find(cli_world(), c->act_kind) : NULL;
	if (!kind)
		return;
	text_add_format(out, "\n%s\n", tr(cli, N_("Fields")));
	for (const act_field *f = kind->field; f < acts_end_of(kind); f++) {
		text right = {0};
		text_add_format(&right, "%s (", f->help ? tr(cli, f->help) : "");
		acts_add_type(cli, &right, f);
		text_add_string(&right, ")");
		add_entry(out, f->name, text_string(&right), OPTION_COLUMN);
		text_free(&right);
	}
}

void help_command(const cli_context *cli, const command *c)
{
	text out = {0};
	text_add_format(&out, "cordon %s %s\n\n", c->name, c->arguments);
	add_wrapped(&out, tr(cli, c->summary), 0, 0);
	text_add(&out, "\n", 1);
	if (c->help) {
		text_add(&out, "\n", 1);
		add_wrapped(&out, tr(cli, c->help), 0, 0);
		text_add(&out, "\n", 1);
	}
	add_fields(cli, &out, c);
	text_add_format(&out, "\n%s\n", tr(cli, N_("Options")));
	add_options(cli, &out, c->options);
	add_options(cli, &out, common_options);
	text_add_format(&out, "\n%s\n  %s\n", tr(cli, N_("Example")), c->example);
	print(cli, &out);
}

void help_overview(const cli_context *cli)
{
	text out = {0};
	text_add_format(&out, "cordon %s\n%s\n\n", cordon_version(),
			tr(cli, N_("Coordination software for federations of workplaces and neighbourhoods.")));
	for (size_t i = 0; i < command_count; i++)
		add_command(cli, &out, &command_table[i]);
	text_add_format(&out, "\n%s\n", tr(cli, N_("`cordon COMMAND --help` tells more, with an example.")));
	print(cli, &out);
}

/* Joins the words after `help`. */
static void join_words(const cli_context *cli, text *out)
{
	for (int i = 0; i < cli->positions; i++) {
		if (i)
			text_add(out, " ", 1);
		text_add_string(out, cli->position[i]);
	}
}

/* The help of the command of that name, or of all whose names begin with those words. */
static cordon_status help_of(cli_context *cli, const char *name)
{
	text out = {0};
	size_t length = strlen(name);
	for (size_t i = 0; i < command_count; i++) {
		const command *c = &command_table[i];
		if (!strcmp(c->name, name)) {
			text_free(&out);
			help_command(cli, c);
			return CORDON_OK;
		}
		if (!strncmp(c->name, name, length) && c->name[length] == ' ')
			add_command(cli, &out, c);
	}
	cordon_status status = out.length ? CORDON_OK : cli_unknown_command(cli, name);
	print(cli, &out);
	return status;
}

/* The help of one kind of act. */
static cordon_status help_kind(cli_context *cli, const char *name)
{
	text out = {0};
	const act_kind *kind = act_kind_find(cli_world(), name);
	if (!kind)
		return cli_no_such_act(cli, name);
	acts_add_kind(cli, &out, kind, false);
	print(cli, &out);
	return CORDON_OK;
}

/* Whether the words are those of a command whose first argument names a kind of act, and that argument. */
static bool names_kind(const cli_context *cli)
{
	for (size_t i = 0; i < command_count; i++) {
		const command *c = &command_table[i];
		if (cli->positions == 2 && c->act_kind && !*c->act_kind && !strcmp(c->name, cli->position[0]))
			return true;
	}
	return false;
}

cordon_status help_typed(cli_context *cli)
{
	const command *c = cli->command;
	if (c->act_kind && !*c->act_kind && cli->positions)
		return help_kind(cli, cli->position[0]);
	help_command(cli, c);
	return CORDON_OK;
}

cordon_status help_run(cli_context *cli)
{
	const char *format = cli_option(cli, "--format");
	if (format)
		return table_print(cli, format);
	if (cli->json)
		return table_print(cli, "json");
	if (!cli->positions) {
		help_overview(cli);
		return CORDON_OK;
	}
	if (names_kind(cli))
		return help_kind(cli, cli->position[1]);
	text name = {0};
	join_words(cli, &name);
	cordon_status status = help_of(cli, text_string(&name));
	text_free(&name);
	return status;
}
