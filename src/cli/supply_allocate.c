/* `cordon supply allocate`, from plain files or from a book: what arrived becomes rations, with their proof. */
#include "cli/supply_allocate.h"
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/file.h"
#include "base/hash.h"
#include "report/table.h"
#include "supply/allocation.h"
#include "supply/codes.h"
#include "supply/plain.h"
#include "supply/totals.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct allocating {
	supply_problem p;
	plain plain;
	proof former;
	draws draws;
} allocating;

/* ---- the files --------------------------------------------------------------------------------------------------- */

typedef cordon_status read_plain(plain *r, const cordon_reader *in, const char *file);

/* The file an option names, if it was given. */
static cordon_status read_option(cli_context *cli, plain *r, const char *name, read_plain *read)
{
	file_stream stream;
	const char *path = cli_option(cli, name);
	if (!path)
		return CORDON_OK;
	cordon_status status = file_open(path, &stream, &cli->error);
	if (status)
		return status;
	status = read(r, &stream.reader, path);
	file_close(&stream);
	return status;
}

static cordon_status read_draws(cli_context *cli, allocating *a)
{
	cordon_status worst = CORDON_OK;
	const char *path = NULL;
	for (int i = 0; i < cli->givens; i++) {
		text bytes = {0};
		if (strcmp(cli->given[i].name, "--drawn") != 0)
			continue;
		path = cli->given[i].value;
		cordon_status status = file_read(path, DRAWS_LOG_BYTES_MAX, &bytes, &cli->error);
		if (!status)
			status = draws_read(&a->draws, path, text_string(&bytes), bytes.length, &cli->error);
		worst = status > worst ? status : worst;
		text_free(&bytes);
	}
	if (worst || !path)
		return worst;
	draws_merge(&a->draws);
	return plain_drawn(&a->plain, &a->draws, path);
}

/* The allocation that this one follows in its cycle. */
static cordon_status read_former(cli_context *cli, allocating *a)
{
	supply_problem *p = &a->p;
	const char *path = cli_option(cli, "--former");
	p->number = 1;
	if (!path)
		return CORDON_OK;
	cordon_status status = supply_read_proof(cli, path, &a->former);
	if (status)
		return status;
	if (strcmp(a->former.body, p->body) != 0 || a->former.cycle != p->cycle)
		return cli_usage(cli, "--former", path, TEXT(CLI_FORMER_OTHER), NO_TEXT);
	p->former = a->former.hash;
	p->number = a->former.number + 1;
	if (!p->seed && a->former.seeded) {
		p->seed = a->former.seed;
		p->seed_from = a->former.seed_from;
		if (*a->former.commitment)
			p->commitment = a->former.commitment;
	}
	return CORDON_OK;
}

cordon_status supply_read_proof(cli_context *cli, const char *path, proof *out)
{
	file_stream stream;
	cordon_status status = file_open(path, &stream, &cli->error);
	if (status)
		return status;
	status = proof_read(path, &stream.reader, out, &cli->error);
	file_close(&stream);
	return status;
}

static cordon_status read_head(cli_context *cli, allocating *a)
{
	supply_problem *p = &a->p;
	double cycle;
	const char *body = cli_option(cli, "--body");
	p->body = body ? body : "supply";
	p->title = cli_option(cli, "--title");
	p->seed = cli_option(cli, "--seed");
	p->commitment = cli_option(cli, "--commitment");
	p->seed_from = cli_option(cli, "--seed-from");
	cordon_status status = cli_number(cli, "--cycle", 0, SUPPLY_UNITS_MAX, 1, &cycle);
	if (status)
		return status;
	p->cycle = (int64_t)cycle;
	if ((double)p->cycle < cycle)
		return cli_usage(cli, "--cycle", cli_option(cli, "--cycle"), TEXT(CLI_NUMBER), NO_TEXT);
	return read_former(cli, a);
}

static cordon_status read_files(cli_context *cli, allocating *a)
{
	plain *r = &a->plain;
	cordon_status status = read_option(cli, r, "--households", plain_households);
	if (status)
		return status;
	status = read_option(cli, r, "--claims", plain_claims);
	if (!status)
		status = read_option(cli, r, "--entitlements", plain_entitlements);
	cordon_status arrivals =
		read_option(cli, r, "--arrivals",
			    text_matches("*.json", cli_option(cli, "--arrivals")) ? plain_plan : plain_arrivals);
	cordon_status links = read_option(cli, r, "--links", plain_links);
	status = arrivals > status ? arrivals : status;
	status = links > status ? links : status;
	if (status)
		return status;
	plain_default_links(r, cli_option(cli, "--links"));
	return read_draws(cli, a);
}

/* ---- what is said ------------------------------------------------------------------------------------------------ */

cordon_status supply_write_allocation(cli_context *cli, const supply_problem *p, const supply_allocation *a)
{
	const char *path = cli_option(cli, "-o");
	text bytes = {0};
	char hash[HASH_HEX];
	supply_proof_write(p, a, &bytes);
	hash_of(bytes.bytes, bytes.length, hash);
	cordon_status status = bytes.length > SUPPLY_PROOF_BYTES_MAX
				       ? cli_usage(cli, "-o", path, TEXT(CLI_TOO_LARGE), NO_TEXT)
				       : file_write(path, bytes.bytes, bytes.length, &cli->error);
	text_free(&bytes);
	if (status || !strcmp(path, "-"))
		return status;
	return supply_show_allocation(cli, p, a, hash);
}

static void show_text(cli_context *cli, const supply_problem *p, const supply_totals *t, const char *hash)
{
	const table_column columns[] = {{"good", tr(cli, N_("good")), COLUMN_TEXT, 0},
					{"instead", tr(cli, N_("instead of")), COLUMN_TEXT, 0},
					{"arrived", tr(cli, N_("arrived")), COLUMN_NUMBER, 0},
					{"claimed", tr(cli, N_("claimed")), COLUMN_NUMBER, 0},
					{"given", tr(cli, N_("given")), COLUMN_NUMBER, 0},
					{"households", tr(cli, N_("households")), COLUMN_NUMBER, 0},
					{"less", tr(cli, N_("below claim")), COLUMN_NUMBER, 0}};
	table shown;
	text out = {0};
	char inputs[HASH_HEX];
	table_begin(&shown, NULL, cli->language, columns, 7);
	for (size_t i = 0; i < p->items; i++) {
		table_row(&shown);
		table_text(&shown, p->item[i].good);
		table_text(&shown, p->item[i].instead ? p->item[i].instead : "");
		table_number(&shown, (double)t[i].arrived);
		table_number(&shown, (double)t[i].claimed);
		table_number(&shown, (double)t[i].given);
		table_number(&shown, (double)t[i].households);
		table_number(&shown, (double)t[i].less);
	}
	table_add_terminal(&out, &shown, (table_terminal){.cell_lines = 3});
	fputs(text_string(&out), cli->out);
	text_free(&out);
	table_free(&shown);
	for (size_t i = 0; i < p->items; i++) {
		char number[24];
		snprintf(number, sizeof number, "%" PRId64, t[i].uncovered);
		if (t[i].uncovered)
			cli_say(cli, cli->out, N_("drawn of {0} beyond what arrived, to be asked about: {1}\n"),
				p->item[i].good, number);
	}
	supply_proof_inputs(p, inputs);
	cli_say(cli, cli->out, N_("inputs: SHA-256 {0}\n"), inputs);
	cli_say(cli, cli->out, N_("proof:  SHA-256 {0}\n"), hash);
}

cordon_status supply_show_allocation(cli_context *cli, const supply_problem *p, const supply_allocation *a,
				     const char *hash)
{
	if (cli->json)
		return output_json(cli, supply_totals_data(p, a, hash));
	supply_totals *t = supply_totals_of(p, a);
	show_text(cli, p, t, hash);
	free(t);
	return CORDON_OK;
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static cordon_status need(cli_context *cli, const char *const *name)
{
	for (; *name; name++)
		if (!cli_option(cli, *name))
			return cli_usage(cli, *name, NULL, TEXT(CLI_MISSING), NO_TEXT);
	return CORDON_OK;
}

/* The problem that the book has: what happened is in it, and nothing of it is said by options. */
static cordon_status from_book(cli_context *cli, allocating *a)
{
	static const char *const needed[] = {"--body", "--cycle", "-o", NULL};
	static const char *const not_here[] = {"--claims", "--entitlements", "--arrivals", "--links",
					       "--drawn",  "--former",       "--title",    "--commitment"};
	council_asked asked = {0};
	double cycle = 0;
	cordon_status status = need(cli, needed);
	for (size_t i = 0; !status && i < sizeof not_here / sizeof *not_here; i++)
		if (cli_option(cli, not_here[i]))
			status = cli_usage(cli, "--households", NULL, TEXT(CLI_MISSING), NO_TEXT);
	if (!status)
		status = cli_number(cli, "--cycle", 0, SUPPLY_UNITS_MAX, 1, &cycle);
	if (!status)
		status = council_begin(cli, &asked);
	const char *from = cli_option(cli, "--seed-from");
	if (!status && !allocation_problem(asked.state, cli_option(cli, "--body"), (int64_t)cycle, asked.at.time,
					   cli_option(cli, "--seed"), from ? from : "", &a->p))
		status = cli_usage(cli, "--cycle", cli_option(cli, "--cycle"), TEXT(SUPPLY_NO_CYCLE), NO_TEXT);
	book_close(asked.book);
	return status;
}

static cordon_status from_files(cli_context *cli, allocating *a)
{
	static const char *const needed[] = {"--households", "--arrivals", "-o", NULL};
	cordon_status status = need(cli, needed);
	if (!status && !cli_option(cli, "--claims") == !cli_option(cli, "--entitlements"))
		status = cli_usage(cli, "--claims", NULL, TEXT(CLI_ONE_OF, "--claims, --entitlements"), NO_TEXT);
	if (!status)
		status = read_head(cli, a);
	return status ? status : read_files(cli, a);
}

cordon_status supply_allocate_run(cli_context *cli)
{
	allocating a = {0};
	supply_allocation result = {0};
	a.plain = (plain){.b.p = &a.p, .error = &cli->error};
	if (cli->positions && cli->givens < GIVEN_MAX)
		cli->given[cli->givens++] = (given_option){"--book", cli->position[0]};
	cordon_status status = cli_option(cli, "--households") ? from_files(cli, &a) : from_book(cli, &a);
	if (!status)
		status = supply_problem_order(&a.p, NULL, &cli->error);
	if (!status)
		status = supply_allocate(&a.p, &result, &cli->error);
	if (!status)
		status = supply_write_allocation(cli, &a.p, &result);
	supply_allocation_free(&result);
	plain_free(&a.plain);
	draws_free(&a.draws);
	proof_free(&a.former);
	supply_problem_free(&a.p);
	return status;
}
