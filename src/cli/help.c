/* Help, made from the command table. */
#include "cli/command.h"
#include "cli/groups.h"

#include "base/text.h"

#include <string.h>

static void print_options(const cli_context *cli, const option *list)
{
	for (const option *o = list; o->name; o++) {
		char left[64];
		snprintf(left, sizeof left, "%s %s", o->name, o->argument ? o->argument : "");
		fprintf(cli->out, "  %-24s %s%s\n", left, tr(cli, o->help), o->repeatable ? tr(cli, N_(" (repeatable)")) : "");
	}
}

void help_command(const cli_context *cli, const command *c)
{
	fprintf(cli->out, "cordon %s %s\n\n%s\n", c->name, c->arguments, tr(cli, c->summary));
	if (c->help)
		fprintf(cli->out, "\n%s\n", tr(cli, c->help));
	fprintf(cli->out, "\n%s\n", tr(cli, N_("Options")));
	print_options(cli, c->options);
	print_options(cli, common_options);
	fprintf(cli->out, "\n%s\n  %s\n", tr(cli, N_("Example")), c->example);
}

void help_overview(const cli_context *cli)
{
	fprintf(cli->out, "cordon %s\n%s\n\n", cordon_version(),
		tr(cli, N_("Coordination software for federations of workplaces and neighbourhoods.")));
	for (size_t i = 0; i < command_count; i++) {
		char left[96];
		snprintf(left, sizeof left, "%s %s", command_table[i].name, command_table[i].arguments);
		fprintf(cli->out, "  cordon %-38s %s\n", left, tr(cli, command_table[i].summary));
	}
	fprintf(cli->out, "\n%s\n", tr(cli, N_("`cordon COMMAND --help` tells more, with an example.")));
}

cordon_status help_run(struct cli_context *cli)
{
	(void)cli;
	help_overview(cli);
	return CORDON_OK;
}
