/* `cordon supply duplicates`: registrations that may be of one household, as text, CSV or JSON. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_duplicates.h"

#include "base/csv.h"
#include "base/file.h"
#include "supply/duplicates.h"

#include <stdlib.h>
#include <string.h>

/* ---- words ------------------------------------------------------------------------------------------------------ */

static const role shown[FIELDS][4] = {
	/* in the order they are read; ends at ROLES */
	[FIELD_GIVEN] = {ROLE_GIVEN, ROLES},
	[FIELD_SURNAMES] = {ROLE_SURNAME1, ROLE_SURNAME2, ROLE_SURNAMES, ROLES},
	[FIELD_BIRTH] = {ROLE_BIRTH, ROLES},
	[FIELD_ADDRESS] = {ROLE_STREET, ROLE_DOOR, ROLES},
	[FIELD_PLACE] = {ROLE_PLACE, ROLES},
	[FIELD_POSTCODE] = {ROLE_POSTCODE, ROLES},
	[FIELD_DOCUMENT] = {ROLE_DOCUMENT, ROLES},
	[FIELD_PHONE] = {ROLE_PHONE, ROLES},
	[FIELD_MEMBERS] = {ROLE_MEMBERS, ROLES},
};

static void add_cell(text *out, const registry *r, size_t row, role what)
{
	const char *cell = registry_cell(r, row, what);
	if (*cell && out->length)
		text_add_string(out, " ");
	text_add_string(out, cell);
}

static void add_field(text *out, const registry *r, size_t row, field what)
{
	bool both = r->column[ROLE_SURNAME1] >= 0;
	for (int i = 0; i < 4 && shown[what][i] != ROLES; i++)
		if (shown[what][i] != ROLE_SURNAMES || !both)
			add_cell(out, r, row, shown[what][i]);
}

/* "same birth date: 1931-03-08", in the reader's language; false when the field says nothing of that kind. */
static bool reason(cordon_language language, const registry *r, const duplicate_pair *p, field what, leaning wanted,
		   text *out)
{
	leaning leans;
	const cordon_code *code = likeness_words(&p->like, what, &leans);
	text a = {0}, b = {0};
	text_clear(out);
	if (!code || leans != wanted)
		return false;
	add_field(&a, r, p->a, what);
	add_field(&b, r, p->b, what);
	message_add(out, language, &TEXT_2(*code, text_string(&a), text_string(&b)));
	text_free(&a);
	text_free(&b);
	return true;
}

static json_t *reasons_json(cordon_language language, const registry *r, const duplicate_pair *p, leaning wanted)
{
	json_t *list = json_array();
	text words = {0};
	for (int f = 0; f < FIELDS; f++)
		if (reason(language, r, p, (field)f, wanted, &words)) {
			leaning leans;
			const cordon_code *code = likeness_words(&p->like, (field)f, &leans);
			json_array_append_new(list, json_pack("{s:s, s:s}", "code", code->id, "text", text_string(&words)));
		}
	text_free(&words);
	return list;
}

static void add_reasons(const cli_context *cli, const registry *r, const duplicate_pair *p, leaning wanted, text *out)
{
	text words = {0};
	for (int f = 0; f < FIELDS; f++)
		if (reason(cli->language, r, p, (field)f, wanted, &words)) {
			text_add_string(out, out->length ? "; " : "");
			text_add_string(out, text_string(&words));
		}
	text_free(&words);
}

/* ---- forms ------------------------------------------------------------------------------------------------------ */

static const char *id_of(const registry *r, size_t row)
{
	return registry_cell(r, row, ROLE_ID);
}

static json_t *pair_json(cordon_language language, const registry *r, const duplicate_pair *p)
{
	return json_pack("{s:s, s:s, s:[i, i], s:f, s:o, s:o}", "a", id_of(r, p->a), "b", id_of(r, p->b), "rows",
			 (int)r->table->line[p->a], (int)r->table->line[p->b], "probability", p->like.probability, "for",
			 reasons_json(language, r, p, LEAN_FOR), "against", reasons_json(language, r, p, LEAN_AGAINST));
}

json_t *supply_duplicates_data(const registry *r, const duplicates *d, const char *body, cordon_language language)
{
	json_t *pairs = json_array(), *groups = json_array();
	for (size_t i = 0; i < d->pairs; i++)
		json_array_append_new(pairs, pair_json(language, r, &d->pair[i]));
	for (size_t g = 0; g < d->groups; g++) {
		json_t *group = json_array();
		for (size_t i = d->start[g]; i < d->start[g + 1]; i++)
			json_array_append_new(group, json_string(id_of(r, d->member[i])));
		json_array_append_new(groups, group);
	}
	json_t *acts = body ? json_array() : NULL;
	for (size_t g = 0; body && g < d->groups; g++)
		for (size_t i = d->start[g] + 1; i < d->start[g + 1]; i++)
			json_array_append_new(acts, supply_duplicates_acts(body, id_of(r, d->member[d->start[g]]),
									   id_of(r, d->member[i])));
	return json_pack("{s:I, s:I, s:I, s:o, s:o, s:o*}", "registrations", (json_int_t)r->count, "compared",
			 (json_int_t)d->compared, "keys_cut", (json_int_t)d->cut, "groups", groups, "pairs", pairs,
			 "acts", acts);
}

static cordon_status print_json(cli_context *cli, const registry *r, const duplicates *d)
{
	json_t *data = supply_duplicates_data(r, d, cli_option(cli, "--body"), cli->language);
	json_object_set_new(data, "findings", output_take_findings_json(cli));
	return output_json(cli, data);
}

static cordon_status print_csv(cli_context *cli, const registry *r, const duplicates *d)
{
	static const char *const header[] = {"a", "b", "probability", "for", "against"};
	text out = {0};
	csv_add_row(&out, header, 5);
	for (size_t i = 0; i < d->pairs; i++) {
		const duplicate_pair *p = &d->pair[i];
		char probability[32];
		text pro = {0}, contra = {0};
		snprintf(probability, sizeof probability, "%.6f", p->like.probability);
		add_reasons(cli, r, p, LEAN_FOR, &pro);
		add_reasons(cli, r, p, LEAN_AGAINST, &contra);
		csv_add_row(&out, (const char *const[]){id_of(r, p->a), id_of(r, p->b), probability, text_string(&pro),
							text_string(&contra)}, 5);
		text_free(&pro);
		text_free(&contra);
		fwrite(text_string(&out), 1, out.length, cli->out);
		text_clear(&out);
	}
	fwrite(text_string(&out), 1, out.length, cli->out);
	text_free(&out);
	return ferror(cli->out) ? CORDON_IO : CORDON_OK;
}

static void print_registration(cli_context *cli, const registry *r, size_t row)
{
	static const field fields[] = {FIELD_GIVEN, FIELD_SURNAMES, FIELD_BIRTH, FIELD_ADDRESS, FIELD_PLACE};
	fprintf(cli->out, "  %s", id_of(r, row));
	const char *before = "  ";
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		text words = {0};
		add_field(&words, r, row, fields[i]);
		if (words.length) {
			fprintf(cli->out, "%s%s", before, text_string(&words));
			before = fields[i] == FIELD_GIVEN ? " " : ", ";
		}
		text_free(&words);
	}
	fputc('\n', cli->out);
}

static void print_pair(cli_context *cli, const registry *r, const duplicate_pair *p)
{
	char percent[16];
	text pro = {0}, contra = {0};
	snprintf(percent, sizeof percent, "%.1f", 100 * p->like.probability);
	add_reasons(cli, r, p, LEAN_FOR, &pro);
	add_reasons(cli, r, p, LEAN_AGAINST, &contra);
	cli_say(cli, cli->out, N_("  {0} and {1}, {2} %:\n"), id_of(r, p->a), id_of(r, p->b), percent);
	if (pro.length)
		cli_say(cli, cli->out, N_("    for: {0}\n"), text_string(&pro));
	if (contra.length)
		cli_say(cli, cli->out, N_("    against: {0}\n"), text_string(&contra));
	text_free(&pro);
	text_free(&contra);
}

/* A pair is shown with the group of its first registration; one without a group, with the other's (likeness joins two
 * that are in none). Afterwards order[first[g]] .. order[first[g + 1] - 1] are the pairs of group g, from 0. */
static void order_by_group(const duplicates *d, size_t *group_of, size_t *first, size_t *order)
{
	for (size_t g = 0; g < d->groups; g++)
		for (size_t i = d->start[g]; i < d->start[g + 1]; i++)
			group_of[d->member[i]] = g + 1;
	for (size_t i = 0; i < d->pairs; i++) {
		const duplicate_pair *p = &d->pair[i];
		if (!group_of[p->a])
			group_of[p->a] = group_of[p->b];
		first[group_of[p->a]]++; /* counts of group g stand at g + 1 */
	}
	for (size_t g = 0; g < d->groups; g++)
		first[g + 1] += first[g];
	size_t *at = memory_alloc(d->groups + 1, sizeof *at);
	memcpy(at, first, (d->groups + 1) * sizeof *at);
	for (size_t i = 0; i < d->pairs; i++)
		order[at[group_of[d->pair[i].a] - 1]++] = i;
	free(at);
}

static cordon_status print_text(cli_context *cli, const registry *r, const duplicates *d)
{
	char groups[24], members[24], all[24];
	size_t *group_of = memory_alloc(r->count, sizeof *group_of); /* number + 1 */
	size_t *first = memory_alloc(d->groups + 2, sizeof *first), *order = memory_alloc(d->pairs, sizeof *order);
	snprintf(groups, sizeof groups, "%zu", d->groups);
	snprintf(members, sizeof members, "%zu", d->groups ? d->start[d->groups] : 0);
	snprintf(all, sizeof all, "%zu", r->count);
	cli_say(cli, cli->out,
		N_("{0} groups that may each be one household, {1} of {2} registrations. Nothing was merged: ask them.\n"),
		groups, members, all);
	order_by_group(d, group_of, first, order);
	for (size_t g = 0; g < d->groups; g++) {
		fprintf(cli->out, "\n%zu.\n", g + 1);
		for (size_t i = d->start[g]; i < d->start[g + 1]; i++)
			print_registration(cli, r, d->member[i]);
		for (size_t i = first[g]; i < first[g + 1]; i++)
			print_pair(cli, r, &d->pair[order[i]]);
		for (size_t i = d->start[g] + 1; cli_option(cli, "--body") && i < d->start[g + 1]; i++)
			supply_duplicates_say_acts(cli, cli_option(cli, "--body"), id_of(r, d->member[d->start[g]]),
						   id_of(r, d->member[i]));
	}
	free(group_of);
	free(first);
	free(order);
	return ferror(cli->out) ? CORDON_IO : CORDON_OK;
}

/* ---- the command ------------------------------------------------------------------------------------------------ */

/* The columns that --column names; `storage` keeps nothing: the names stand in the options. */
static cordon_status read_columns(cli_context *cli, const char *column[ROLES])
{
	for (int i = 0; i < cli->givens; i++) {
		const char *value = cli->given[i].value, *equals;
		role which;
		if (strcmp(cli->given[i].name, "--column"))
			continue;
		equals = strchr(value, '=');
		if (!equals || !equals[1] || !registry_role_of(value, (size_t)(equals - value), &which))
			return cli_usage(cli, "--column", value, TEXT(CLI_CHOICE), TEXT(CLI_SUPPLY_ROLES));
		column[which] = equals + 1;
	}
	return CORDON_OK;
}

static cordon_status find_and_print(cli_context *cli, const registry *r, double least)
{
	duplicates found;
	output_progress_begin(cli);
	cordon_status status = duplicates_find(r, least, &cli->progress, &found, &cli->error);
	output_progress_end(cli);
	if (!status)
		status = cli->json                     ? print_json(cli, r, &found)
			 : cli_option(cli, "--csv") ? print_csv(cli, r, &found)
						       : print_text(cli, r, &found);
	duplicates_free(&found);
	return status;
}

static cordon_status read_table(cli_context *cli, csv_table *table)
{
	file_stream stream = {0};
	text csv = {0};
	text_source from = {&csv, 0};
	const char *body = cli_option(cli, "--body"), *file = cli->position[0];
	cordon_reader in = text_reader(&from);
	cordon_status status = body ? supply_duplicates_of_book(cli, body, &csv) : file_open(file, &stream, &cli->error);
	if (!status)
		status = csv_table_read(body ? &in : &stream.reader, file, (csv_options){0}, table, &cli->error);
	file_close(&stream);
	text_free(&csv);
	return status;
}

cordon_status supply_duplicates_run(cli_context *cli)
{
	const char *column[ROLES] = {0};
	double least;
	csv_table table = {0};
	registry r = {0};
	cordon_status status = read_columns(cli, column);
	if (!status)
		status = cli_number(cli, "--least", 0.5, 1, DUPLICATES_LEAST, &least);
	if (!status)
		status = read_table(cli, &table);
	if (!status)
		status = registry_read(&table, column, &r, &cli->error);
	if (!status)
		status = find_and_print(cli, &r, least);
	registry_free(&r);
	csv_table_free(&table);
	return status;
}
