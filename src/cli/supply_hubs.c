/* `cordon supply hubs`: hubs that share one stock without a link, and their settlement: from files or the book. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_asked.h"

#include "base/file.h"
#include "supply/hub.h"

#include <stdlib.h>
#include <string.h>

static cordon_status read_all(cli_context *cli, hubs *h, draws *d)
{
	cordon_status status = CORDON_OK;
	for (int i = 0; i < cli->positions && !status; i++) {
		text bytes = {0};
		status = file_read(cli->position[i], HUBS_BYTES_MAX, &bytes, &cli->error);
		if (!status)
			status = hubs_read(cli->position[i], text_string(&bytes), bytes.length, h, &cli->error);
		text_free(&bytes);
	}
	for (int i = 0; i < cli->givens && !status; i++) {
		text bytes = {0};
		const char *path = cli->given[i].value;
		if (strcmp(cli->given[i].name, "--log") != 0)
			continue;
		status = file_read(path, DRAWS_LOG_BYTES_MAX, &bytes, &cli->error);
		if (!status)
			status = draws_read(d, path, text_string(&bytes), bytes.length, &cli->error);
		text_free(&bytes);
	}
	draws_merge(d);
	return status;
}

static json_t *data_of(const hubs *h, const hub_part *part, bool all)
{
	json_t *rows = json_array();
	for (size_t g = 0; g < h->goods; g++)
		for (size_t i = 0; i < h->hubs; i++) {
			const hub_part *p = &part[g * h->hubs + i];
			json_t *row = json_pack("{s:s, s:s, s:b, s:I, s:I, s:I, s:I, s:I}", "good", h->good[g], "hub",
						h->hub[i].name, "closed", (int)h->hub[i].closed, "before",
						(json_int_t)p->before, "sure", (json_int_t)p->sure, "drawn",
						(json_int_t)p->drawn, "left", (json_int_t)p->left, "ahead",
						(json_int_t)p->ahead);
			if (h->hub[i].closed)
				json_object_set_new(row, "wanted", json_integer(h->hub[i].wanted[g]));
			json_array_append_new(rows, row);
		}
	return json_pack("{s:I, s:b, s:o}", "cycle", (json_int_t)h->cycle, "settled", (int)all, "parts", rows);
}

static void show(const cli_context *cli, const json_t *data)
{
	static const council_column columns[] = {{"good", N_("good"), false},
						 {"hub", N_("hub"), false},
						 {"wanted", N_("wanted"), false},
						 {"before", N_("sure before anybody closed"), false},
						 {"sure", N_("sure now"), false},
						 {"drawn", N_("handed out"), false},
						 {"left", N_("still to draw"), false},
						 {"ahead", N_("drawn ahead"), false},
						 {NULL, NULL, false}};
	cli_say(cli, cli->out,
		council_flag(data, "settled")
			? N_("cycle {0}: all hubs have closed; what is sure is what each gets\n")
			: N_("cycle {0}: not all hubs have closed; more may become sure, never less\n"),
		council_text(data, "cycle"));
	council_table(cli, NULL, json_object_get(data, "parts"), columns);
}

/* The settlement as data. */
static json_t *settle(const hubs *h, const draws *d)
{
	hub_part *part = NULL;
	bool all = hubs_settle(h, d, &part);
	json_t *data = data_of(h, part, all);
	free(part);
	return data;
}

static cordon_status ask_book(cli_context *cli, const char *share)
{
	supply_asked a;
	hubs h;
	draws d;
	cordon_status status = supply_begin(cli, false, &a);
	if (status)
		return status;
	bool there = hub_shared(a.council.state, a.body, share, a.council.at.time, &h, &d);
	json_t *data = there ? settle(&h, &d) : NULL;
	draws_free(&d);
	hubs_free(&h);
	return council_give(cli, &a.council, status, data, share, TEXT(CLI_NO_SHARE), show);
}

static cordon_status ask_files(cli_context *cli)
{
	hubs h = {0};
	draws d = {0};
	if (!cli->positions)
		return cli_usage(cli, "SHARED", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = read_all(cli, &h, &d);
	if (!status) {
		json_t *data = settle(&h, &d);
		if (cli->json)
			status = output_json(cli, json_incref(data));
		else
			show(cli, data);
		json_decref(data);
	}
	draws_free(&d);
	hubs_free(&h);
	return status;
}

cordon_status supply_hubs_run(cli_context *cli)
{
	const char *share = cli_option(cli, "--share");
	return share ? ask_book(cli, share) : ask_files(cli);
}
