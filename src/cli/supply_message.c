/* `cordon supply message`: text messages of claims, deliveries and complaints, both ways; `cordon supply token`: card
 * tokens with their check digit.
 */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/file.h"
#include "supply/codes.h"
#include "supply/message.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGES_BYTES_MAX = 64 << 20 };

/* What each line of the file becomes: taken into `list` and, for people, printed into `say`. */
typedef cordon_status line_function(cli_context *cli, const char *bytes, size_t length, message_source from,
				    json_t *list, text *say);

/* Prints what was made of the good lines, also where others are refused: an inbox does not wait for its worst. */
static cordon_status each_line(cli_context *cli, line_function *one)
{
	text bytes = {0}, say = {0};
	const char *path = cli->position[1];
	cordon_status status = file_read(path, MESSAGES_BYTES_MAX, &bytes, &cli->error);
	if (status)
		return status;
	json_t *list = json_array();
	long line = 1;
	for (size_t at = 0; at < bytes.length; line++) {
		const char *end = memchr(bytes.bytes + at, '\n', bytes.length - at);
		size_t length = end ? (size_t)(end - bytes.bytes) - at : bytes.length - at;
		const char *start = bytes.bytes + at;
		size_t blank = 0;
		while (blank < length && strchr(" \t\r", start[blank]) && start[blank])
			blank++;
		if (blank < length)
			status |= one(cli, start, length, (message_source){path, line, &cli->error}, list, &say);
		at += length + 1;
	}
	if (cli->json)
		output_json(cli, json_pack("{s:O}", "messages", list));
	else
		fputs(text_string(&say), cli->out);
	json_decref(list);
	text_free(&bytes);
	text_free(&say);
	return status ? CORDON_BAD_INPUT : CORDON_OK;
}

/* ---- encode ------------------------------------------------------------------------------------------------------ */

static cordon_status encode_line(cli_context *cli, const char *bytes, size_t length, message_source from, json_t *list,
				 text *say)
{
	json_error_t why;
	message m;
	text out = {0};
	int septets = 0;
	(void)cli;
	json_t *json = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &why);
	if (!json)
		return finding_add(from.error, CORDON_ERROR, (place_in_file){from.file, from.line, NULL, NULL},
				   TEXT(SUPPLY_NOT_JSON, why.text), NO_TEXT);
	cordon_status status = message_of_json(json, from, &m);
	if (!status)
		status = message_encode(&m, from, &out, &septets);
	if (!status) {
		text_add_format(say, "%s\n", text_string(&out));
		json_array_append_new(list, json_pack("{s:s, s:i}", "text", text_string(&out), "septets", septets));
	}
	json_decref(json);
	text_free(&out);
	return status;
}

/* ---- decode ------------------------------------------------------------------------------------------------------ */

static void say_message(const cli_context *cli, const message *m, text *say)
{
	char cycle[24], number[24];
	snprintf(cycle, sizeof cycle, "%" PRId64, m->cycle);
	snprintf(number, sizeof number, "%" PRId64, m->number);
	if (m->kind == MESSAGE_CLAIM)
		cli_add(cli, say, N_("claim of card {0}, cycle {1}:"), m->token, cycle);
	else if (m->kind == MESSAGE_DELIVERY)
		cli_add(cli, say, N_("delivery to {0}, cycle {1}, note {2}:"), m->place, cycle, number);
	else if (*m->token)
		cli_add(cli, say, N_("complaint about {0}, cycle {1}, card {2}: {3}"), m->place, cycle, m->token, m->words);
	else
		cli_add(cli, say, N_("complaint about {0}, cycle {1}: {2}"), m->place, cycle, m->words);
	for (size_t i = 0; i < m->goods; i++)
		text_add_format(say, "%s %s %" PRId64, i ? "," : "", m->good[i].name, m->good[i].quantity);
	text_add_string(say, "\n");
}

static cordon_status decode_line(cli_context *cli, const char *bytes, size_t length, message_source from, json_t *list,
				 text *say)
{
	message m;
	cordon_status status = message_decode(bytes, length, from, &m);
	if (status)
		return status;
	json_t *json = message_json(&m);
	json_object_set_new(json, "line", json_integer(from.line));
	json_array_append_new(list, json);
	say_message(cli, &m, say);
	return CORDON_OK;
}

cordon_status supply_message_run(cli_context *cli)
{
	const char *way = cli->position[0];
	if (!strcmp(way, "encode"))
		return each_line(cli, encode_line);
	if (!strcmp(way, "decode"))
		return each_line(cli, decode_line);
	return cli_usage(cli, "WAY", way, TEXT(CLI_CHOICE), TEXT(CLI_ONE_OF, "encode, decode"));
}

/* ---- tokens ------------------------------------------------------------------------------------------------------ */

/* A number gets its digit; with --check, a token is looked at. */
static cordon_status token(cli_context *cli, const char *given, bool check, json_t *list, text *say)
{
	size_t length = strlen(given);
	char made[TOKEN_DIGITS_MAX + 2], number[TOKEN_DIGITS_MAX + 1];
	bool digits = check ? token_is_number(given, length)
			    : length >= TOKEN_DIGITS_MIN - 1 && length < TOKEN_DIGITS_MAX &&
				      strspn(given, "0123456789") == length;
	if (!digits)
		return cli_usage(cli, "NUMBER", given,
				 check ? TEXT(SUPPLY_TOKEN_FORM, "2", "20") : TEXT(SUPPLY_TOKEN_FORM, "1", "19"), NO_TEXT);
	if (check && !token_fits(given, length))
		return cli_usage(cli, "NUMBER", given, TEXT(SUPPLY_TOKEN_CHECK), NO_TEXT);
	snprintf(made, sizeof made, "%s%c", given, check ? '\0' : token_check_digit(given, length));
	snprintf(number, sizeof number, "%.*s", (int)(strlen(made) - 1), given);
	json_array_append_new(list, json_string(made));
	cli_add(cli, say, N_("number {0}, token {1}\n"), number, made);
	return CORDON_OK;
}

cordon_status supply_token_run(cli_context *cli)
{
	json_t *list = json_array();
	text say = {0};
	cordon_status status = CORDON_OK;
	bool check = cli_option(cli, "--check") != NULL;
	for (int i = 0; i < cli->positions; i++)
		status |= token(cli, cli->position[i], check, list, &say);
	if (!status && cli->json)
		status = output_json(cli, json_pack("{s:O}", "tokens", list));
	else if (!status)
		fputs(text_string(&say), cli->out);
	json_decref(list);
	text_free(&say);
	return status ? CORDON_BAD_INPUT : CORDON_OK;
}
