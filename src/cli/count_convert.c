/* `cordon count convert`: an election in another format. What the other format cannot hold is said, not lost. */
#include "cli/codes.h"
#include "cli/count_read.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/file.h"
#include "base/text.h"

#include <inttypes.h>

static cordon_status say_converted(cli_context *cli, const cordon_election *e, const char *path)
{
	char candidates[24], ballots[24], blank[24], invalid[24];
	if (cli->json)
		return output_json(cli, json_pack("{s:s, s:i, s:I, s:I, s:I}", "file", path, "candidates",
						  e->candidates, "distinct_ballots", (json_int_t)e->ballots, "blank",
						  (json_int_t)e->blank, "left_out", (json_int_t)e->invalid));
	snprintf(candidates, sizeof candidates, "%d", e->candidates);
	snprintf(ballots, sizeof ballots, "%zu", e->ballots);
	snprintf(blank, sizeof blank, "%" PRIu64, e->blank);
	snprintf(invalid, sizeof invalid, "%" PRIu64, e->invalid);
	cli_say(cli, cli->out,
		N_("{0} candidates, {1} lines of ballots, {2} blank ballots; {3} set aside and not written\n"),
		candidates, ballots, blank, invalid);
	return CORDON_OK;
}

static cordon_status convert(cli_context *cli, const cordon_election *election, const char *format, const char *path)
{
	text bytes = {0};
	cordon_writer writer = {output_add_bytes, &bytes};
	cordon_status status = cordon_election_write(election, format, &writer, &cli->error);
	if (!status)
		status = file_write(path, text_string(&bytes), bytes.length, &cli->error);
	text_free(&bytes);
	return status ? status : say_converted(cli, election, path);
}

cordon_status count_convert_run(struct cli_context *cli)
{
	const char *format = cli_option(cli, "--to"), *path = cli_option(cli, "-o");
	cordon_settings settings;
	cordon_election *election = NULL;
	if (!format || !path)
		return cli_usage(cli, format ? "-o" : "--to", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_settings_init(&settings);
	cordon_status status = count_read_settings(cli, &settings);
	if (!status)
		status = count_read_election(cli, &settings, &election);
	if (!status)
		status = convert(cli, election, format, path);
	cordon_election_free(election);
	cordon_settings_free(&settings);
	return status;
}
