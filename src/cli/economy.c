/* `cordon economy check`: the doctor's findings on a package, with its sizes and hash. The findings are the result:
 * they go to standard output, and the exit status is 2 when an error is among them. */
#include "cli/groups.h"
#include "cli/output.h"

#include <cordon/economy.h>

struct size_of {
	const char *name; /* English msgid, and the key of the JSON */
	int count;
};

enum { SIZES = 11 };

static void take_sizes(const cordon_economy *e, struct size_of size[SIZES])
{
	const struct size_of all[SIZES] = {
		{N_("commodities"), e->commodities},
		{N_("places"), e->places},
		{N_("periods"), e->periods},
		{N_("processes"), e->processes},
		{N_("exchanges"), e->exchanges},
		{N_("capacities"), e->capacities},
		{N_("stocks"), e->stocks},
		{N_("groups"), e->groups},
		{N_("needs"), e->needs},
		{N_("discrepancies"), e->discrepancies},
		{N_("observed"), e->observations},
	};
	for (int i = 0; i < SIZES; i++)
		size[i] = all[i];
}

static cordon_status print_json(const cli_context *cli, const cordon_economy *e, const cordon_error *found)
{
	json_t *document = json_pack("{s:s}", "package", cli->position[0]);
	if (e) {
		struct size_of size[SIZES];
		take_sizes(e, size);
		json_t *sizes = json_object();
		for (int i = 0; i < SIZES; i++)
			json_object_set_new(sizes, size[i].name, json_integer(size[i].count));
		json_object_set_new(document, "name", json_string(e->name));
		json_object_set_new(document, "title", json_string(e->title));
		json_object_set_new(document, "hash", json_string(e->hash));
		json_object_set_new(document, "sizes", sizes);
	}
	json_object_set_new(document, "errors", json_integer((json_int_t)found->errors));
	json_object_set_new(document, "warnings", json_integer((json_int_t)found->warnings));
	json_object_set_new(document, "notes", json_integer((json_int_t)found->notes));
	json_object_set_new(document, "findings", output_findings_json(cli, found));
	return output_json(cli, document);
}

static void print_text(const cli_context *cli, const cordon_economy *e, const cordon_error *found)
{
	output_findings(cli, found, cli->out);
	if (e) {
		struct size_of size[SIZES];
		take_sizes(e, size);
		const char *comma = "";
		for (int i = 0; i < SIZES; i++)
			if (size[i].count) {
				fprintf(cli->out, "%s%s %d", comma, tr(cli, size[i].name), size[i].count);
				comma = ", ";
			}
		fprintf(cli->out, "\n%s\n", e->hash);
	}
	char errors[24], warnings[24], notes[24];
	snprintf(errors, sizeof errors, "%zu", found->errors);
	snprintf(warnings, sizeof warnings, "%zu", found->warnings);
	snprintf(notes, sizeof notes, "%zu", found->notes);
	cli_say(cli, cli->out, N_("errors: {0}, warnings: {1}, notes: {2}\n"), errors, warnings, notes);
}

cordon_status economy_check_run(struct cli_context *cli)
{
	cordon_error found;
	cordon_error_init(&found);
	cordon_economy *economy;
	cordon_status status = cordon_economy_read(cli->position[0], &economy, &found);
	if (!status)
		status = cordon_economy_check(economy, &found);
	cordon_status printed = CORDON_OK;
	if (cli->json)
		printed = print_json(cli, economy, &found);
	else
		print_text(cli, economy, &found);
	cordon_economy_free(economy);
	cordon_error_free(&found);
	return status ? status : printed;
}
