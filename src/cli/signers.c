/* Opening books and keys as a command line says; see world.h. */
#include "cli/codes.h"
#include "cli/world.h"

#include "base/memory.h"
#include "base/time.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

const char *cli_book_folder(const cli_context *cli)
{
	const char *given = cli_option(cli, "--book"), *environment = getenv("CORDON_BOOK");
	return given ? given : environment && *environment ? environment : "book";
}

static int64_t told_time(void *context)
{
	int64_t seconds = 0;
	time_from_text(context, &seconds); /* checked when the options were read */
	return seconds;
}

cordon_status cli_book_options(cli_context *cli, book_options *options)
{
	int64_t seconds;
	const char *now = cli_option(cli, "--now");
	*options = (book_options){.world = cli_world()};
	if (!now)
		return CORDON_OK;
	if (!time_from_text(now, &seconds))
		return cli_usage(cli, "--now", now, TEXT(CLI_TIME), TEXT(CLI_TIME_FORM));
	options->now = told_time;
	options->context = (void *)(uintptr_t)now;
	return CORDON_OK;
}

static cordon_status open_as(cli_context *cli, bool writing, bool state_unasked, book **out)
{
	book_options options;
	*out = NULL;
	cordon_status status = cli_book_options(cli, &options);
	options.read_only = !writing;
	options.state_unasked = state_unasked;
	return status ? status : book_open(cli_book_folder(cli), &options, out, &cli->error);
}

cordon_status cli_book_open(cli_context *cli, bool writing, book **out)
{
	return open_as(cli, writing, false, out);
}

cordon_status cli_book_open_entries(cli_context *cli, bool writing, book **out)
{
	return open_as(cli, writing, true, out);
}

static char *ask(const cli_context *cli, const char *file)
{
	struct termios before, silent;
	char line[1024];
	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &before))
		return NULL;
	cli_say(cli, cli->err, N_("Passphrase of {0}: "), file);
	fflush(cli->err);
	silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
	char *got = fgets(line, sizeof line, stdin);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', cli->err);
	if (!got)
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	char *copy = memory_copy_text(line);
	sodium_memzero(line, sizeof line);
	return copy;
}

char *cli_passphrase(const cli_context *cli, const char *file)
{
	const char *environment = getenv("CORDON_PASSPHRASE");
	return environment ? memory_copy_text(environment) : ask(cli, file);
}

static cordon_status open_key(cli_context *cli, const char *file, keyfile *key)
{
	cordon_status status = keyfile_read(key, file, NULL, &cli->error);
	if (status || !key->closed)
		return status;
	char *passphrase = cli_passphrase(cli, file);
	if (!passphrase)
		return cli_usage(cli, "--key", file, TEXT(CLI_PASSPHRASE), TEXT(CLI_PASSPHRASE_FROM));
	status = keyfile_read(key, file, passphrase, &cli->error);
	sodium_memzero(passphrase, strlen(passphrase));
	free(passphrase);
	return status;
}

/* "SEED=PERSON" */
static cordon_status example_key(cli_context *cli, const char *given, keyfile *key)
{
	const char *equals = strrchr(given, '=');
	if (!equals || equals == given || !equals[1] || strlen(equals + 1) > ACT_ID_MAX)
		return cli_usage(cli, "--example-keys", given, TEXT(CLI_EXAMPLE_KEYS), TEXT(CLI_EXAMPLE_KEYS_FORM));
	char *seed = memory_copy_text(given);
	seed[equals - given] = '\0';
	keyfile_example(key, seed, equals + 1);
	free(seed);
	return CORDON_OK;
}

cordon_status cli_signers(cli_context *cli, signers *s)
{
	cordon_status status = CORDON_OK;
	s->count = 0;
	for (int i = 0; !status && i < cli->givens; i++) {
		const given_option *o = &cli->given[i];
		bool file = !strcmp(o->name, "--key");
		if (!file && strcmp(o->name, "--example-keys"))
			continue;
		if (s->count == SIGNERS_MAX)
			return cli_usage(cli, o->name, o->value, TEXT(CLI_TOO_MANY), NO_TEXT);
		status = file ? open_key(cli, o->value, &s->key[s->count])
			      : example_key(cli, o->value, &s->key[s->count]);
		s->count++;
	}
	if (!status && !s->count)
		status = cli_usage(cli, "--key", NULL, TEXT(CLI_MISSING), NO_TEXT);
	return status;
}

void cli_signers_forget(signers *s)
{
	sodium_memzero(s, sizeof *s);
}
