/* The program: finds the command, runs it, prints what went wrong, and turns the status into the exit status. */
#include "cli/command.h"
#include "cli/output.h"

#include <stdlib.h>
#include <string.h>

static cordon_language language_of_environment(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return cordon_language_of(value);
	}
	return CORDON_ENGLISH;
}

static cordon_status run(cli_context *cli, int argc, char **argv)
{
	if (argc < 2 || !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		help_overview(cli);
		return CORDON_OK;
	}
	if (!strcmp(argv[1], "--version")) {
		fprintf(cli->out, "cordon %s\n", cordon_version());
		return CORDON_OK;
	}
	cordon_status status = options_parse(cli, argc - 1, argv + 1);
	if (status)
		return status;
	if (cli_option(cli, "--help"))
		return help_typed(cli);
	output_progress_begin(cli);
	status = cli->command->run(cli);
	output_progress_end(cli);
	return status;
}

int main(int argc, char **argv)
{
	static cli_context cli; /* large: the given options stand in it */
	cli.language = language_of_environment();
	cli.out = stdout;
	cli.err = stderr;
	cordon_error_init(&cli.error);
	cordon_status status = cordon_init();
	if (!status)
		status = run(&cli, argc, argv);
	fflush(cli.out);
	output_errors(&cli);
	if (!status && ferror(cli.out))
		status = CORDON_IO;
	cordon_error_free(&cli.error);
	return (int)status;
}
