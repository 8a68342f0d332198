/* `cordon key`: a person's keys in files, and the acts about one's own. */
#include "cli/act_build.h"
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/memory.h"
#include "record/keys.h"

#include <sodium.h>
#include <string.h>

static cordon_status say_key(cli_context *cli, const char *file, const keyfile *k, bool closed)
{
	if (cli->json)
		return output_json(cli, json_pack("{s:s, s:s, s:s, s:b}", "file", file, "person", k->person, "key",
						  k->name, "passphrase", closed));
	cli_say(cli, cli->out,
		closed ? N_("{0}: the key of {1}, under a passphrase\n{2}\n")
		       : N_("{0}: the key of {1}, in clear\n{2}\n"),
		file, k->person, k->name);
	return CORDON_OK;
}

/* Two equal passphrases, or the one of CORDON_PASSPHRASE. */
static cordon_status new_passphrase(cli_context *cli, const char *file, char **out)
{
	*out = cli_passphrase(cli, file);
	if (!*out)
		return cli_usage(cli, file, NULL, TEXT(CLI_PASSPHRASE), TEXT(CLI_PASSPHRASE_FROM));
	char *again = cli_passphrase(cli, file);
	bool same = again && !strcmp(*out, again);
	if (again)
		sodium_memzero(again, strlen(again));
	free(again);
	return same ? CORDON_OK : cli_usage(cli, file, NULL, TEXT(CLI_PASSPHRASE_TWICE), NO_TEXT);
}

/* Makes a key of chance and writes it as the options say. */
static cordon_status make(cli_context *cli, const char *file, const char *person, keyfile *k)
{
	unsigned char seed[32], salt[40];
	char *passphrase = NULL;
	bool clear = cli_option(cli, "--in-clear") != NULL;
	cordon_status status = clear ? CORDON_OK : new_passphrase(cli, file, &passphrase);
	randombytes_buf(seed, sizeof seed);
	randombytes_buf(salt, sizeof salt);
	keyfile_make(k, person, seed);
	if (!status)
		status = keyfile_write(k, file, passphrase, salt, &cli->error);
	if (passphrase)
		sodium_memzero(passphrase, strlen(passphrase));
	free(passphrase);
	sodium_memzero(seed, sizeof seed);
	return status;
}

cordon_status key_new_run(cli_context *cli)
{
	keyfile k;
	const char *person = cli_option(cli, "--person");
	if (!person)
		return cli_usage(cli, "--person", NULL, TEXT(CLI_MISSING), NO_TEXT);
	if (strlen(person) > ACT_ID_MAX)
		return cli_usage(cli, "--person", person, TEXT(CLI_TOO_LARGE), NO_TEXT);
	cordon_status status = make(cli, cli->position[0], person, &k);
	if (!status)
		status = say_key(cli, cli->position[0], &k, !cli_option(cli, "--in-clear"));
	keyfile_forget(&k);
	return status;
}

cordon_status key_show_run(cli_context *cli)
{
	keyfile k;
	cordon_status status = keyfile_read(&k, cli->position[0], NULL, &cli->error);
	if (!status)
		status = say_key(cli, cli->position[0], &k, k.closed);
	keyfile_forget(&k);
	return status;
}

/* The new key's file is written first: if the act is refused it is there, and good for nothing. */
cordon_status key_rotate_run(cli_context *cli)
{
	static signers s;
	keyfile fresh = {0};
	book *b = NULL;
	act_draft d;
	int64_t entry;
	act_draft_begin(&d, &keys_rotate_kind);
	cordon_status status = cli_signers(cli, &s);
	if (!status && s.count != 1)
		status = cli_usage(cli, "--key", NULL, TEXT(CLI_ONE_KEY), NO_TEXT);
	if (!status)
		status = cli_book_open(cli, true, &b);
	if (!status)
		status = make(cli, cli->position[0], s.key[0].person, &fresh);
	if (!status)
		status = act_draft_add(cli, &d, "key", fresh.name);
	const keyfile *by = &s.key[0];
	if (!status)
		status = act_draft_take(cli, b, &d, &by, 1, &entry);
	if (!status)
		status = book_commit(b, &cli->error);
	if (!status)
		status = say_key(cli, cli->position[0], &fresh, !cli_option(cli, "--in-clear"));
	book_close(b);
	act_draft_free(&d);
	keyfile_forget(&fresh);
	cli_signers_forget(&s);
	return status;
}
