/* cordon economy import */
#include "cli/codes.h"
#include "cli/command.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/memory.h"

#include <cordon/economy.h>
#include <stdlib.h>
#include <string.h>

/* The pairs of --set NAME=VALUE; fresh, with fresh names. */
static const char **parameters(cli_context *cli, int *count)
{
	const char **set = memory_alloc(2 * (size_t)cli->givens + 1, sizeof *set);
	*count = 0;
	for (int i = 0; i < cli->givens; i++) {
		const char *equals = strchr(cli->given[i].value, '=');
		if (strcmp(cli->given[i].name, "--set"))
			continue;
		if (!equals) {
			cli_usage(cli, "--set", cli->given[i].value, TEXT(CLI_CHOICE), TEXT(CLI_NAME_VALUE));
			continue;
		}
		char *name = memory_copy_text(cli->given[i].value);
		name[equals - cli->given[i].value] = '\0';
		set[2 * *count] = name;
		set[2 * (*count)++ + 1] = equals + 1;
	}
	return set;
}

static cordon_status say(cli_context *cli, const char *package, const cordon_import_summary *s)
{
	if (cli->json)
		return output_json(cli, json_pack("{s:s, s:i, s:i, s:i, s:i, s:i, s:i, s:o}", "package", package, "commodities",
										  s->commodities, "processes", s->processes, "exchanges", s->exchanges, "needs",
										  s->needs, "stocks", s->stocks, "discrepancies", s->discrepancies, "findings",
										  output_take_findings_json(cli)));
	char n[4][24];
	const int count[4] = {s->commodities, s->processes, s->exchanges, s->needs};
	for (int i = 0; i < 4; i++)
		snprintf(n[i], sizeof n[i], "%d", count[i]);
	cli_say(cli, cli->out, N_("{0}: written\n"), package);
	cli_say(cli, cli->out, N_("{0} commodities, {1} processes, {2} exchanges, {3} needs\n"), n[0], n[1], n[2], n[3]);
	snprintf(n[0], sizeof n[0], "%d", s->discrepancies);
	cli_say(cli, cli->out, N_("{0} discrepancies that the source leaves, listed in discrepancies.csv\n"), n[0]);
	return CORDON_OK;
}

cordon_status economy_import_run(struct cli_context *cli)
{
	const char *map = cli_option(cli, "--map"), *package = cli_option(cli, "-o");
	if (!map)
		return cli_usage(cli, "--map", NULL, TEXT(CLI_MISSING), NO_TEXT);
	if (!package)
		return cli_usage(cli, "-o", NULL, TEXT(CLI_MISSING), NO_TEXT);
	int sets;
	const char **set = parameters(cli, &sets);
	cordon_import_summary summary;
	cordon_status status =
		cli->error.errors ? CORDON_BAD_INPUT
						  : cordon_economy_import(map, cli->position[0], package, set, sets, &summary, &cli->error);
	if (!status)
		status = say(cli, package, &summary);
	for (int i = 0; i < sets; i++)
		free((void *)(uintptr_t)set[2 * i]);
	free(set);
	return status;
}
