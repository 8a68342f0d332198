/* `cordon supply prices`: months whose price is far above what the months before made usual. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/csv.h"
#include "base/file.h"
#include "supply/prices.h"

#include <string.h>

static const char *month_text(int32_t month, char out[16])
{
	snprintf(out, 16, "%04d-%02d", (int)(month / 12) % 10000, (int)(month % 12 + 1));
	return out;
}

/* Which months are shown: those at --level (alert) or above it, from --from on. */
typedef struct wanted {
	supply_level least;
	const char *from; /* "2018-01", or "" */
} wanted;

static cordon_status read_wanted(cli_context *cli, wanted *w)
{
	const char *level = cli_option(cli, "--level"), *from = cli_option(cli, "--from");
	*w = (wanted){SUPPLY_ALERT, from ? from : ""};
	if (!level)
		return CORDON_OK;
	for (int i = SUPPLY_UNKNOWN; i <= SUPPLY_CRISIS; i++)
		if (!strcmp(level, supply_level_name[i])) {
			w->least = (supply_level)i;
			return CORDON_OK;
		}
	return cli_usage(cli, "--level", level, TEXT(CLI_CHOICE),
			 TEXT(CLI_ONE_OF, "unknown, normal, stress, alert, crisis"));
}

static bool is_wanted(const wanted *w, const supply_price *p, char month[16])
{
	return p->level >= w->least && strcmp(month_text(p->month, month), w->from) >= 0;
}

static cordon_status print_json(cli_context *cli, const supply_prices *all, const wanted *w)
{
	json_t *list = json_array();
	char month[16];
	for (size_t s = 0; s < all->all_series; s++) {
		const supply_price_series *of = &all->series[s];
		json_t *one = json_object(), *months = json_array();
		for (int k = 0; k < SUPPLY_PRICE_KEYS; k++)
			json_object_set_new(one, supply_price_key[k], json_string(of->key[k]));
		for (size_t i = of->first; i < of->first + of->count; i++) {
			const supply_price *p = &all->price[i];
			if (!is_wanted(w, p, month))
				continue;
			json_array_append_new(months, json_pack("{s:s, s:f, s:s}", "month", month, "price", p->price,
								"level", supply_level_name[p->level]));
			if (p->level > SUPPLY_UNKNOWN)
				json_object_update_new(json_array_get(months, json_array_size(months) - 1),
						       json_pack("{s:f, s:f}", "usual", p->usual, "score", p->score));
		}
		json_object_set_new(one, "prices", json_integer((json_int_t)of->count));
		json_object_set_new(one, "months", months);
		json_array_append_new(list, one);
	}
	return output_json(cli, json_pack("{s:o}", "series", list));
}

static void number(double value, char out[32])
{
	snprintf(out, 32, "%.2f", value);
}

static cordon_status print_csv(cli_context *cli, const supply_prices *all, const wanted *w)
{
	enum { COLUMNS = SUPPLY_PRICE_KEYS + 5 };
	const char *cell[COLUMNS] = {0};
	static const char *const rest[] = {"month", "price", "usual", "score", "level"};
	char month[16], price[32], usual[32], score[32];
	text out = {0};
	memcpy(cell, supply_price_key, sizeof supply_price_key);
	memcpy(cell + SUPPLY_PRICE_KEYS, rest, sizeof rest);
	csv_add_row_for_sheet(&out, cell, COLUMNS);
	for (size_t i = 0; i < all->prices; i++) {
		const supply_price *p = &all->price[i];
		if (!is_wanted(w, p, month))
			continue;
		memcpy(cell, all->series[p->series].key, sizeof all->series[p->series].key);
		cell[SUPPLY_PRICE_KEYS] = month;
		cell[SUPPLY_PRICE_KEYS + 1] = text_from_double(p->price, price);
		number(p->usual, usual), number(p->score, score);
		cell[SUPPLY_PRICE_KEYS + 2] = p->level ? usual : "";
		cell[SUPPLY_PRICE_KEYS + 3] = p->level ? score : "";
		cell[SUPPLY_PRICE_KEYS + 4] = supply_level_name[p->level];
		csv_add_row_for_sheet(&out, cell, COLUMNS);
	}
	fputs(text_string(&out), cli->out);
	text_free(&out);
	return CORDON_OK;
}

static cordon_status print_text(cli_context *cli, const supply_prices *all, const wanted *w)
{
	static const char *const level[] = {N_("not known yet"), N_("normal"), N_("stress"), N_("alert"), N_("crisis")};
	char month[16], price[32], usual[32];
	size_t young = 0;
	for (size_t s = 0; s < all->all_series; s++) {
		const supply_price_series *of = &all->series[s];
		young += all->price[of->first + of->count - 1].level == SUPPLY_UNKNOWN;
		bool named = false;
		for (size_t i = of->first; i < of->first + of->count; i++) {
			const supply_price *p = &all->price[i];
			if (!is_wanted(w, p, month))
				continue;
			if (!named)
				fprintf(cli->out, "%s, %s, %s\n", of->key[0], of->key[1], of->key[2]);
			named = true;
			number(p->usual, usual);
			cli_say(cli, cli->out, N_("  {0}  {1}: {2}"), month, tr(cli, level[p->level]),
				text_from_double(p->price, price));
			if (p->level)
				cli_say(cli, cli->out, N_(", where {0} was to be expected"), usual);
			fputc('\n', cli->out);
		}
	}
	snprintf(price, sizeof price, "%zu", all->all_series);
	snprintf(usual, sizeof usual, "%zu", young);
	cli_say(cli, cli->out, N_("{0} series; {1} have too short a past to say anything of their last month\n"), price,
		usual);
	return CORDON_OK;
}

cordon_status supply_prices_run(cli_context *cli)
{
	file_stream stream;
	supply_prices prices;
	wanted w;
	cordon_status status = read_wanted(cli, &w);
	if (!status)
		status = file_open(cli->position[0], &stream, &cli->error);
	if (status)
		return status;
	status = supply_prices_read(&stream.reader, cli->position[0], &prices, &cli->error);
	file_close(&stream);
	if (!status)
		status = cli->json                  ? print_json(cli, &prices, &w)
			 : cli_option(cli, "--csv") ? print_csv(cli, &prices, &w)
						    : print_text(cli, &prices, &w);
	supply_prices_free(&prices);
	return status;
}
