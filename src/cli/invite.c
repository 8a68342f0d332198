/* `cordon invite` and `cordon join`: how a member comes to a key of their own; and `cordon key list`. */
#include "cli/codes.h"
#include "cli/desk.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/memory.h"
#include "base/time.h"
#include "council/invitation.h"
#include "record/codes.h"
#include "record/invitation.h"
#include "record/keys.h"

#include <inttypes.h>
#include <qrencode.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

enum { DAYS = 14, ADDRESS_MAX = 1024 }; /* how long an invitation is good if nothing is said */

/* Two rows of modules a line, dark on light whatever the terminal's colours, with the four modules of quiet that
 * ISO/IEC 18004 asks for. */
static void add_qr(text *out, const char *content)
{
	enum { QUIET = 4 };
	static const char *const half[] = {"\xE2\x96\x88", "\xE2\x96\x84", "\xE2\x96\x80", " "};
	QRcode *code = memory_require(QRcode_encodeString(content, 0, QR_ECLEVEL_M, QR_MODE_8, 1));
	for (int y = -QUIET; y < code->width + QUIET; y += 2) {
		text_add_string(out, "\033[97;40m");
		for (int x = -QUIET; x < code->width + QUIET; x++) {
			int dark = 0;
			for (int i = 0; i < 2; i++)
				if (x >= 0 && x < code->width && y + i >= 0 && y + i < code->width)
					dark |= (code->data[(y + i) * code->width + x] & 1) << (1 - i);
			/* the block is light: the upper half dark is the lower half block */
			text_add_string(out, half[dark == 2 ? 1 : dark == 1 ? 2 : dark]);
		}
		text_add_string(out, "\033[0m\n");
	}
	QRcode_free(code);
}

static void add_until(cli_context *cli, char until[TIME_TEXT])
{
	book_options options;
	cli_book_options(cli, &options); /* --now was read when the book was opened */
	time_to_text((options.now ? options.now(options.context) : (int64_t)time(NULL)) + DAYS * INT64_C(86400), until);
}

static cordon_status draft_invitation(cli_context *cli, act_draft *d, const char *key)
{
	char until[TIME_TEXT];
	const char *given = cli_option(cli, "--until");
	static const char *const asked[] = {"--body", "--person"};
	cordon_status status = CORDON_OK;
	if (!given)
		add_until(cli, until);
	for (int i = 0; !status && i < 2; i++)
		status = cli_option(cli, asked[i]) ? act_draft_add(cli, d, asked[i] + 2, cli_option(cli, asked[i]))
						   : cli_usage(cli, asked[i], NULL, TEXT(CLI_MISSING), NO_TEXT);
	if (!status)
		status = act_draft_add(cli, d, "until", given ? given : until);
	return status ? status : act_draft_add(cli, d, "invitation", key);
}

static cordon_status say_invitation(cli_context *cli, const act_draft *d, const char *code, int64_t at)
{
	text link = {0}, qr = {0};
	const char *address = cli_option(cli, "--address");
	const char *until = json_string_value(json_object_get(d->fields, "until"));
	if (address)
		text_add_format(&link, "%s/#join=%s", address, code);
	else
		text_add_string(&link, code);
	if (cli->json) {
		cordon_status status =
			output_json(cli, json_pack("{s:s, s:s, s:O, s:O, s:O, s:O, s:I}", "code", code, "link",
						   text_string(&link), "body", json_object_get(d->fields, "body"),
						   "person", json_object_get(d->fields, "person"), "until",
						   json_object_get(d->fields, "until"), "invitation",
						   json_object_get(d->fields, "invitation"), "entry", (json_int_t)at));
		text_free(&link);
		return status;
	}
	add_qr(&qr, text_string(&link));
	cli_say(cli, cli->out,
		N_("{0} is invited until {1}. Give this to nobody else: whoever has it can join in that name, "
		   "once.\n\n{2}\n\n"),
		cli_option(cli, "--person"), until, text_string(&link));
	fputs(text_string(&qr), cli->out);
	sodium_memzero(qr.bytes, qr.length);
	sodium_memzero(link.bytes, link.length);
	text_free(&qr);
	text_free(&link);
	return CORDON_OK;
}

cordon_status invite_run(cli_context *cli)
{
	static signers s;
	const keyfile *by[SIGNERS_MAX];
	unsigned char seed[32];
	char code[INVITATION_CODE];
	keyfile k;
	static desk into;
	act_draft d;
	const char *address = cli_option(cli, "--address");
	if (address && strlen(address) > ADDRESS_MAX)
		return cli_usage(cli, "--address", NULL, TEXT(CLI_TOO_LARGE), NO_TEXT);
	do /* a code that begins with a minus sign would look like an option */
		randombytes_buf(seed, sizeof seed);
	while (*seed >> 2 == 62);
	keyfile_make(&k, "", seed);
	act_draft_begin(&d, &invite_kind);
	cordon_status status = cli_signers(cli, &s);
	for (int i = 0; i < s.count; i++)
		by[i] = &s.key[i];
	if (!status)
		status = desk_open(cli, &into);
	if (!status)
		status = draft_invitation(cli, &d, k.name);
	if (!status)
		status = desk_take(cli, &into, &d, by, s.count);
	if (!status)
		status = desk_commit(cli, &into);
	if (!status) {
		invitation_write(seed, book_id(into.book), code);
		status = say_invitation(cli, &d, code, into.last);
	}
	desk_close(&into);
	act_draft_free(&d);
	keyfile_forget(&k);
	cli_signers_forget(&s);
	sodium_memzero(seed, sizeof seed);
	sodium_memzero(code, sizeof code);
	return status;
}

/* Who is invited by the code, in this book. */
static cordon_status find_invited(cli_context *cli, book *b, const char *id, const char *key, invitation_facts *facts)
{
	if (strcmp(id, book_id(b)) != 0)
		return cli_usage(cli, "CODE", NULL, TEXT(CLI_INVITED_ELSEWHERE), NO_TEXT);
	if (!invitation_find(book_state(b), key, facts))
		return cli_usage(cli, "CODE", NULL, TEXT(CLI_NOT_INVITED), NO_TEXT);
	return facts->ceased ? cli_usage(cli, "CODE", NULL, TEXT(CLI_INVITED_ONCE), NO_TEXT) : CORDON_OK;
}

static cordon_status use_invitation(cli_context *cli, desk *into, const keyfile *invitation, const keyfile *fresh)
{
	act_draft d;
	const keyfile *by[] = {invitation, fresh};
	act_draft_begin(&d, &invitation_use_kind);
	cordon_status status = act_draft_add(cli, &d, "person", fresh->person);
	if (!status)
		status = act_draft_add(cli, &d, "key", fresh->name);
	if (!status)
		status = desk_take(cli, into, &d, by, 2);
	if (!status)
		status = desk_commit(cli, into);
	act_draft_free(&d);
	return status;
}

/* The new key's file is written first: if the act is refused it is there, and good for nothing. */
cordon_status join_run(cli_context *cli)
{
	unsigned char seed[32] = {0};
	char id[ENTRY_ID], number[24];
	keyfile invitation = {0}, fresh = {0};
	invitation_facts facts;
	static desk into;
	if (!invitation_read(cli->position[0], seed, id))
		return cli_usage(cli, "CODE", NULL, TEXT(CLI_INVITATION), NO_TEXT);
	keyfile_make(&invitation, "", seed);
	sodium_memzero(seed, sizeof seed);
	cordon_status status = desk_open(cli, &into);
	if (!status)
		status = find_invited(cli, into.book, id, invitation.name, &facts);
	if (!status)
		status = key_make_file(cli, cli->position[1], facts.person, &fresh);
	if (!status)
		status = use_invitation(cli, &into, &invitation, &fresh);
	if (!status && cli->json)
		status = output_json(cli, json_pack("{s:s, s:s, s:s, s:I}", "file", cli->position[1], "person",
						    fresh.person, "key", fresh.name, "entry", (json_int_t)into.last));
	else if (!status) {
		snprintf(number, sizeof number, "%" PRId64, into.last);
		cli_say(cli, cli->out, N_("entry {0}; {1} signs with the key in {2}\n{3}\n"), number, fresh.person,
			cli->position[1], fresh.name);
	}
	desk_close(&into);
	keyfile_forget(&invitation);
	keyfile_forget(&fresh);
	return status;
}

static void say_keys(cli_context *cli, const json_t *list)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
	{
		char from[24], until[24] = "";
		const char *key = json_string_value(json_object_get(one, "key"));
		const char *use = json_string_value(json_object_get(one, "use"));
		const char *by = json_string_value(json_object_get(one, "invited_by"));
		const json_t *end = json_object_get(one, "until");
		snprintf(from, sizeof from, "%" JSON_INTEGER_FORMAT, json_integer_value(json_object_get(one, "from")));
		if (json_is_integer(end))
			snprintf(until, sizeof until, "%" JSON_INTEGER_FORMAT, json_integer_value(end));
		cli_say(cli, cli->out,
			*until ? N_("{0}  {1}: since entry {2}, ended by entry {3}\n")
			       : N_("{0}  {1}: since entry {2}\n"),
			key, use, from, until);
		if (by)
			cli_say(cli, cli->out, N_("  invited by {0}, until {1}\n"), by,
				json_string_value(json_object_get(one, "expires")));
	}
}

cordon_status key_list_run(cli_context *cli)
{
	book *b = NULL;
	cordon_status status = cli_book_open(cli, false, &b);
	json_t *list = status ? NULL : invitation_history(book_state(b), cli->position[0]);
	if (!status && cli->json)
		status = output_json(cli, json_pack("{s:s, s:O}", "person", cli->position[0], "keys", list));
	else if (!status)
		say_keys(cli, list);
	json_decref(list);
	book_close(b);
	return status;
}
