/* `cordon roll verify`: a proof of standing on a roll, by itself and, where a book is given, against the book. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/world.h"

#include "base/file.h"
#include "base/text.h"
#include "council/roll_tree.h"

#include <sodium.h>
#include <string.h>

enum { PROOF_BYTES_MAX = 1 << 20 };

static cordon_status wrong(cli_context *cli, cordon_text why)
{
	finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = cli->position[0]}, why, NO_TEXT);
	return CORDON_UNPROVEN;
}

/* The same statement, made from the book's own roll. */
static cordon_status compare(cli_context *cli, const json_t *proof)
{
	book *b;
	roll_tree tree;
	char root[65];
	const char *body = json_string_value(json_object_get(proof, "body"));
	const char *kind = json_string_value(json_object_get(proof, "kind"));
	json_int_t size = json_integer_value(json_object_get(proof, "size"));
	cordon_status status = cli_book_open(cli, false, &b);
	if (status)
		return status;
	if (size < 1 || size > book_size(b)) {
		book_close(b);
		return wrong(cli, TEXT(CLI_ROLL_SIZE));
	}
	roll_tree_build(&tree, book_state(b), body ? "body" : "kind", body ? body : kind, size);
	sodium_bin2hex(root, sizeof root, tree.root.byte, sizeof tree.root.byte);
	const char *claimed = json_string_value(json_object_get(proof, "root"));
	if (strcmp(root, claimed) || tree.people != json_integer_value(json_object_get(proof, "people")))
		status = wrong(cli, TEXT(CLI_ROLL_OTHER));
	roll_tree_free(&tree);
	book_close(b);
	return status;
}

cordon_status roll_verify_run(cli_context *cli)
{
	text bytes = {0};
	cordon_text why = NO_TEXT;
	json_error_t at;
	cordon_status status = file_read(cli->position[0], PROOF_BYTES_MAX, &bytes, &cli->error);
	if (status)
		return status;
	json_t *proof = json_loadb(text_string(&bytes), bytes.length, JSON_REJECT_DUPLICATES, &at);
	text_free(&bytes);
	if (!proof)
		return finding_add(&cli->error, CORDON_ERROR, (place_in_file){cli->position[0], at.line, NULL, NULL},
				   TEXT(CLI_NOT_JSON, at.text), NO_TEXT);
	if (!roll_proof_holds(proof, &why))
		status = wrong(cli, why);
	else if (cli_option(cli, "--book"))
		status = compare(cli, proof);
	const char *person = json_string_value(json_object_get(proof, "person"));
	if (!status && cli->json)
		status = output_json(cli, json_pack("{s:b, s:s}", "holds", 1, "person", person));
	else if (!status)
		cli_say(cli, cli->out, N_("{0}: HOLDS: {1} stands on the roll, once\n"), cli->position[0], person);
	json_decref(proof);
	return status;
}
