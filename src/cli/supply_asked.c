/* See supply_asked.h. */
#include "cli/supply_asked.h"

#include "cli/codes.h"

#include "supply/cycle.h"

static void take(cli_context *cli, int number)
{
	if (cli->positions > number && cli->givens < GIVEN_MAX)
		cli->given[cli->givens++] = (given_option){"--book", cli->position[number]};
}

void supply_take_book(cli_context *cli)
{
	take(cli, 0);
}

void supply_take_second(cli_context *cli)
{
	take(cli, 1);
}

cordon_status supply_begin(cli_context *cli, bool cycle, supply_asked *a)
{
	supply_take_book(cli);
	return supply_begin_given(cli, cycle, a);
}

cordon_status supply_begin_given(cli_context *cli, bool cycle, supply_asked *a)
{
	double number;
	*a = (supply_asked){.body = cli_option(cli, "--body")};
	if (!a->body)
		return cli_usage(cli, "--body", NULL, TEXT(CLI_MISSING), NO_TEXT);
	if (cycle && !cli_option(cli, "--cycle"))
		return cli_usage(cli, "--cycle", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = cli_number(cli, "--cycle", 1, CYCLE_NUMBER_MAX, 0, &number);
	a->cycle = (int64_t)number;
	if (!status && (double)a->cycle != number)
		status = cli_usage(cli, "--cycle", cli_option(cli, "--cycle"), TEXT(CLI_TOO_LARGE), NO_TEXT);
	return status ? status : council_begin(cli, &a->council);
}
