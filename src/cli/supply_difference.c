/* `cordon supply difference`: what a later allocation of a cycle changed. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_allocate.h"

#include "base/csv.h"
#include "report/table.h"
#include "supply/difference.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct difference {
	proof a, b;
	proof_change *change;
	size_t changes;
	size_t more, less; /* rations that grew, and shrank */
} difference;

static cordon_status print_json(cli_context *cli, const difference *d)
{
	json_t *list = json_array();
	for (size_t i = 0; i < d->changes; i++) {
		const proof_change *c = &d->change[i];
		json_array_append_new(list, json_pack("{s:s, s:s, s:s?, s:I, s:I, s:I}", "household", c->household,
						      "good", c->good, "instead", *c->instead ? c->instead : NULL,
						      "before", (json_int_t)c->before, "after", (json_int_t)c->after,
						      "drawn", (json_int_t)c->drawn));
	}
	return output_json(cli, json_pack("{s:s, s:s, s:b, s:I, s:I, s:o}", "before", d->a.hash, "after", d->b.hash,
					  "follows", !strcmp(d->b.former, d->a.hash), "more", (json_int_t)d->more,
					  "less", (json_int_t)d->less, "changes", list));
}

static void print_rows(cli_context *cli, const difference *d, bool csv)
{
	const table_column columns[] = {{"household", tr(cli, N_("household")), COLUMN_TEXT, 0},
					{"good", tr(cli, N_("good")), COLUMN_TEXT, 0},
					{"instead", tr(cli, N_("instead of")), COLUMN_TEXT, 0},
					{"before", tr(cli, N_("before")), COLUMN_NUMBER, 0},
					{"after", tr(cli, N_("after")), COLUMN_NUMBER, 0},
					{"drawn", tr(cli, N_("handed out")), COLUMN_NUMBER, 0}};
	table t;
	text out = {0};
	table_begin(&t, NULL, cli->language, columns, 6);
	for (size_t i = 0; i < d->changes; i++) {
		const proof_change *c = &d->change[i];
		table_row(&t);
		table_text(&t, c->household);
		table_text(&t, c->good);
		table_text(&t, c->instead);
		table_number(&t, (double)c->before);
		table_number(&t, (double)c->after);
		table_number(&t, (double)c->drawn);
	}
	if (csv)
		table_add_csv(&out, &t);
	else
		table_add_terminal(&out, &t, (table_terminal){.cell_lines = 3});
	fputs(text_string(&out), cli->out);
	text_free(&out);
	table_free(&t);
}

static void print_text(cli_context *cli, const difference *d)
{
	char number[3][24];
	snprintf(number[0], sizeof number[0], "%zu", d->changes);
	snprintf(number[1], sizeof number[1], "%zu", d->more);
	snprintf(number[2], sizeof number[2], "%zu", d->less);
	if (strcmp(d->b.former, d->a.hash) != 0)
		cli_say(cli, cli->out, N_("the second does not name the first as its former one\n"));
	if (d->changes)
		print_rows(cli, d, false);
	cli_say(cli, cli->out, N_("{0} rations changed: {1} more, {2} less\n"), number[0], number[1], number[2]);
}

static void compare(difference *d)
{
	d->change = proof_difference(&d->a, &d->b, &d->changes);
	for (size_t i = 0; i < d->changes; i++) {
		d->more += d->change[i].after > d->change[i].before;
		d->less += d->change[i].after < d->change[i].before;
	}
}

cordon_status supply_difference_run(cli_context *cli)
{
	difference d = {0};
	cordon_status status = supply_read_proof(cli, cli->position[0], &d.a);
	cordon_status second = supply_read_proof(cli, cli->position[1], &d.b);
	status = second > status ? second : status;
	if (!status && (strcmp(d.a.body, d.b.body) != 0 || d.a.cycle != d.b.cycle))
		status = cli_usage(cli, "PROOF", cli->position[1], TEXT(CLI_FORMER_OTHER), NO_TEXT);
	if (!status) {
		compare(&d);
		if (cli->json)
			status = print_json(cli, &d);
		else if (cli_option(cli, "--csv"))
			print_rows(cli, &d, true);
		else
			print_text(cli, &d);
	}
	free(d.change);
	proof_free(&d.a);
	proof_free(&d.b);
	return status;
}
