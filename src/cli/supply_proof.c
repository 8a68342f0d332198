/* `cordon supply verify` and `cordon supply why`: the published proof of an allocation. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_asked.h"

#include "base/file.h"
#include "report/number.h"
#include "supply/codes.h"
#include "supply/proof.h"
#include "supply/published.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Reads and verifies; free the proof with proof_free whatever was returned. */
static cordon_status verify(cli_context *cli, const char *path, proof *p)
{
	file_stream stream;
	*p = (proof){0};
	cordon_status status = file_open(path, &stream, &cli->error);
	if (status)
		return status;
	status = proof_read(path, &stream.reader, p, &cli->error);
	file_close(&stream);
	return status ? status : proof_check(path, p, &cli->error);
}

static void number(int64_t value, char out[24])
{
	snprintf(out, 24, "%" PRId64, value);
}

static void say_proven(const cli_context *cli, const proof *p)
{
	char cycle[24], households[24], items[24], outlets[24];
	number(p->cycle, cycle);
	number(p->households, households);
	number(p->items, items);
	number(p->outlets, outlets);
	cli_say(cli, cli->out, N_("PROVEN: {0}, cycle {1}: {2} households, {3} goods.\n"), p->body, cycle, households,
		items);
	cli_say(cli, cli->out,
		p->seeded ? N_("Lots were drawn from the seed \"{0}\". {1}\n") : N_("No lot was needed.\n"), p->seed,
		p->seed_from);
	cli_say(cli, cli->out, N_("inputs {0}\nproof  {1}\n"), p->inputs, p->hash);
}

cordon_status supply_verify_run(cli_context *cli)
{
	proof p;
	cordon_status status = verify(cli, cli->position[0], &p);
	if (cli->json) {
		json_t *root = json_pack("{s:b, s:o}", "proven", !status, "findings", output_take_findings_json(cli));
		if (!status)
			json_object_update_new(root,
					       json_pack("{s:s, s:I, s:I, s:I, s:I, s:s, s:s}", "body", p.body, "cycle",
							 (json_int_t)p.cycle, "number", (json_int_t)p.number,
							 "households", (json_int_t)p.households, "items",
							 (json_int_t)p.items, "inputs", p.inputs, "hash", p.hash));
		cordon_status printed = output_json(cli, root);
		status = printed ? printed : status;
	} else if (!status) {
		say_proven(cli, &p);
	} else if (status == CORDON_UNPROVEN) {
		cli_say(cli, cli->out, N_("NOT PROVEN.\n"));
	}
	proof_free(&p);
	return status;
}

/* ---- why --------------------------------------------------------------------------------------------------------- */

/* {0}: the most it may have; {1}: units for each unit of weight with one more; {2}: the largest given there. */
static const char *const reason_text[] = {
	N_(": all that it may have.\n"),
	N_(" of the {0} it may have: no place serves its outlet.\n"),
	N_(" of the {0} it may have: there is nothing at the places that serve its outlet.\n"),
	N_(" of the {0} it may have: there is not enough for what is guaranteed to everybody; each unit went to "
	   "whoever had "
	   "least for its weight, and one more would bring it to {1}, when nobody got beyond {2}.\n"),
	N_(" of the {0} it may have: each unit went to whoever had least for its weight; one more would bring it to "
	   "{1} for "
	   "each, and nobody was given one beyond {2} from the same places.\n"),
	N_(" of the {0} it may have: each unit went to whoever had least for its weight, and the last ones, which "
	   "bring to "
	   "{1} for each, by lot from the public seed to others who had as little.\n"),
	N_(": it has drawn this much, more than came to the places that serve its outlet.\n"),
};

static void ratio_text(const cli_context *cli, double value, char out[32])
{
	text shown = {0};
	number_add(&shown, value, 2, cli->language);
	snprintf(out, 32, "%s", text_string(&shown));
	text_free(&shown);
}

static void say_answer(const cli_context *cli, const proof_household *h, const proof_answer *a)
{
	char units[24], may[24], next[32], last[32];
	number(a->row->ration, units);
	number(a->may, may);
	ratio_text(cli, a->next, next);
	ratio_text(cli, a->last, last);
	cli_say(cli, cli->out, N_("Household {0} gets {1} {2} of {3}"), h->token, units, a->item->unit, a->item->good);
	if (*a->item->instead)
		cli_say(cli, cli->out, N_(" (instead of {0})"), a->item->instead);
	cli_say(cli, cli->out, reason_text[a->reason], may, next, last);
}

static cordon_status answer(cli_context *cli, const proof *p, const char *token)
{
	const proof_household *h = proof_find(p, token);
	if (!h)
		return cli_usage(cli, "TOKEN", token, TEXT(SUPPLY_PROOF_NOBODY), NO_TEXT);
	if (cli->json)
		return output_json(cli, proof_household_data(p, h));
	for (uint32_t i = 0; i < h->rows; i++) {
		proof_answer a = proof_why(p, h, i);
		say_answer(cli, h, &a);
	}
	if (!h->rows)
		cli_say(cli, cli->out, N_("Household {0} has no claim to anything in this cycle.\n"), h->token);
	return CORDON_OK;
}

/* Of the allocation that a book has: its proof is made again. */
static cordon_status why_of_book(cli_context *cli)
{
	supply_asked a;
	published p;
	char as[HOUSEHOLD_ID];
	const char *card = cli->position[0];
	supply_take_second(cli);
	cordon_status status = supply_begin_given(cli, true, &a);
	if (status)
		return status;
	status = published_make(a.council.state, a.body, a.cycle, 0, a.council.at.time, &p, &cli->error);
	if (!status && !p.facts.number)
		status = cli_usage(cli, "--cycle", cli_option(cli, "--cycle"), TEXT(CLI_NO_ALLOCATION), NO_TEXT);
	else if (!status)
		status = answer(cli, &p.proof,
				household_stands_as(a.council.state, a.body, card, p.facts.time, as) ? as : card);
	published_free(&p);
	book_close(a.council.book);
	return status;
}

cordon_status supply_why_run(cli_context *cli)
{
	proof p;
	if (cli_option(cli, "--body"))
		return why_of_book(cli);
	cordon_status status = verify(cli, cli->position[1], &p);
	if (!status)
		status = answer(cli, &p, cli->position[0]);
	proof_free(&p);
	return status;
}
