/* `cordon key`: a person's keys in files, and the acts about one's own. */
#include "cli/codes.h"
#include "cli/desk.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/file.h"
#include "base/memory.h"
#include "record/codes.h"
#include "record/keys.h"
#include "record/recovery.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static cordon_status say_key(cli_context *cli, const char *file, const keyfile *k, const keyfile *recovery, bool closed)
{
	if (cli->json)
		return output_json(cli, json_pack("{s:s, s:s, s:s, s:b, s:s*}", "file", file, "person", k->person,
						  "key", k->name, "passphrase", closed, "recovery",
						  recovery ? recovery->name : NULL));
	cli_say(cli, cli->out,
		closed ? N_("{0}: the key of {1}, under a passphrase\n{2}\n")
		       : N_("{0}: the key of {1}, in clear\n{2}\n"),
		file, k->person, k->name);
	if (recovery)
		cli_say(cli, cli->out, N_("and a recovery key, to be printed and put away\n{0}\n"), recovery->name);
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

/* Writes a key as the options say. */
static cordon_status write_key(cli_context *cli, const char *file, const keyfile *k)
{
	unsigned char salt[40];
	char *passphrase = NULL;
	bool clear = cli_option(cli, "--in-clear") != NULL;
	cordon_status status = clear ? CORDON_OK : new_passphrase(cli, file, &passphrase);
	randombytes_buf(salt, sizeof salt);
	if (!status)
		status = keyfile_write(k, file, passphrase, salt, &cli->error);
	if (passphrase)
		sodium_memzero(passphrase, strlen(passphrase));
	free(passphrase);
	return status;
}

/* A key of chance. */
static void make_key(keyfile *k, const char *person)
{
	unsigned char seed[32];
	randombytes_buf(seed, sizeof seed);
	keyfile_make(k, person, seed);
	sodium_memzero(seed, sizeof seed);
}

cordon_status key_make_file(cli_context *cli, const char *file, const char *person, keyfile *k)
{
	make_key(k, person);
	return write_key(cli, file, k);
}

/* The note of a recovery key: what it is for, and the four lines, to be printed and laid away from the computer. */
static cordon_status make_recovery(cli_context *cli, const char *file, const char *person, keyfile *k)
{
	text note = {0};
	if (!access(file, F_OK))
		return finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = file}, TEXT(RECORD_KEYFILE_THERE),
				   NO_TEXT);
	make_key(k, person);
	cli_add(cli, &note,
		N_("Recovery key of {0}\n\n"
		   "Whoever has these four lines can take the place of {0} in the book.\n"
		   "Print them, lay them away from the computer, and erase this file.\n\n"
		   "Show nobody but the public key below them. {0} "
		   "puts it in the book:\n  cordon act key_enrol person={0} use=recovery key={1}\n\nIf the key is "
		   "lost, type the lines after the first of these:\n  cordon key restore FILE --person {0}\n"
		   "  cordon key rotate NEWFILE --key FILE\n"),
		k->person, k->name);
	text_add_string(&note, "\n");
	recovery_write(&k->key, &note);
	text_add_format(&note, "\n%s\n", k->name);
	mode_t mask = umask(0077);
	cordon_status status = file_write(file, note.bytes, note.length, &cli->error);
	umask(mask);
	sodium_memzero(note.bytes, note.capacity);
	text_free(&note);
	return status;
}

cordon_status key_new_run(cli_context *cli)
{
	keyfile k, recovery = {0};
	const char *note = cli_option(cli, "--recovery");
	const char *person = cli_option(cli, "--person");
	if (!person)
		return cli_usage(cli, "--person", NULL, TEXT(CLI_MISSING), NO_TEXT);
	if (strlen(person) > ACT_ID_MAX)
		return cli_usage(cli, "--person", person, TEXT(CLI_TOO_LARGE), NO_TEXT);
	cordon_status status = key_make_file(cli, cli->position[0], person, &k);
	if (!status && note)
		status = make_recovery(cli, note, person, &recovery);
	if (!status)
		status = say_key(cli, cli->position[0], &k, note ? &recovery : NULL, !cli_option(cli, "--in-clear"));
	keyfile_forget(&k);
	keyfile_forget(&recovery);
	return status;
}

cordon_status key_show_run(cli_context *cli)
{
	keyfile k;
	cordon_status status = keyfile_read(&k, cli->position[0], NULL, &cli->error);
	if (!status)
		status = say_key(cli, cli->position[0], &k, NULL, k.closed);
	keyfile_forget(&k);
	return status;
}

cordon_status key_restore_run(cli_context *cli)
{
	keyfile k = {0};
	text note = {0};
	int line = 0;
	unsigned char seed[32];
	const char *person = cli_option(cli, "--person"), *given = cli_option(cli, "--note");
	if (!person)
		return cli_usage(cli, "--person", NULL, TEXT(CLI_MISSING), NO_TEXT);
	if (strlen(person) > ACT_ID_MAX)
		return cli_usage(cli, "--person", person, TEXT(CLI_TOO_LARGE), NO_TEXT);
	cordon_status status = file_read(given ? given : "/dev/stdin", RECOVERY_NOTE_MAX, &note, &cli->error);
	if (!status && !recovery_read(text_string(&note), seed, &line)) {
		char number[16];
		snprintf(number, sizeof number, "%d", line);
		status = finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = given},
				     TEXT(CLI_RECOVERY, number), TEXT(CLI_RECOVERY_FORM));
	}
	if (!status) {
		keyfile_make(&k, person, seed);
		status = write_key(cli, cli->position[0], &k);
	}
	if (!status)
		status = say_key(cli, cli->position[0], &k, NULL, !cli_option(cli, "--in-clear"));
	if (note.bytes)
		sodium_memzero(note.bytes, note.capacity);
	text_free(&note);
	sodium_memzero(seed, sizeof seed);
	keyfile_forget(&k);
	return status;
}

cordon_status key_node_run(cli_context *cli)
{
	book *b;
	int64_t entry;
	char number[24], key[44] = "";
	cordon_status status = cli_book_open(cli, true, &b);
	if (!status)
		status = book_change_node_key(b, &entry, &cli->error);
	if (!status)
		status = book_commit(b, &cli->error);
	if (!status)
		book_node_key(b, key);
	book_close(b);
	if (status)
		return status;
	if (cli->json)
		return output_json(cli, json_pack("{s:s, s:I}", "key", key, "entry", (json_int_t)entry));
	snprintf(number, sizeof number, "%" PRId64, entry);
	cli_say(cli, cli->out, N_("entry {0}; the node signs with\n{1}\n"), number, key);
	return CORDON_OK;
}

/* The new key's file is written first: if the act is refused it is there, and good for nothing. */
cordon_status key_rotate_run(cli_context *cli)
{
	static signers s;
	keyfile fresh = {0};
	static desk into; /* large */
	act_draft d;
	act_draft_begin(&d, &keys_rotate_kind);
	cordon_status status = cli_signers(cli, &s);
	if (!status && s.count != 1)
		status = cli_usage(cli, "--key", NULL, TEXT(CLI_ONE_KEY), NO_TEXT);
	if (!status)
		status = desk_open(cli, &into);
	if (!status)
		status = key_make_file(cli, cli->position[0], s.key[0].person, &fresh);
	if (!status)
		status = act_draft_add(cli, &d, "key", fresh.name);
	const keyfile *by = &s.key[0];
	if (!status)
		status = desk_take(cli, &into, &d, &by, 1);
	if (!status)
		status = desk_commit(cli, &into);
	if (!status)
		status = say_key(cli, cli->position[0], &fresh, NULL, !cli_option(cli, "--in-clear"));
	desk_close(&into);
	act_draft_free(&d);
	keyfile_forget(&fresh);
	cli_signers_forget(&s);
	return status;
}
