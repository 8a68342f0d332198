/* `cordon supply merge`: the logs of outlets without a link become one, and what there is to ask about is listed. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/hash.h"
#include "report/markup.h"
#include "report/table.h"
#include "supply/draws.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct merged {
	draws draws;
	draws_answer answer;
	text log; /* the merged log */
	char hash[HASH_HEX];
	size_t lines;
} merged;

static bool is_double(const draws_sum *s)
{
	return s->draws > 1;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static cordon_status read_logs(cli_context *cli, merged *m)
{
	cordon_status worst = CORDON_OK;
	for (int i = 0; i < cli->positions; i++) {
		text bytes = {0};
		cordon_status status = file_read(cli->position[i], DRAWS_LOG_BYTES_MAX, &bytes, &cli->error);
		if (!status)
			status =
				draws_read(&m->draws, cli->position[i], text_string(&bytes), bytes.length, &cli->error);
		worst = status > worst ? status : worst;
		text_free(&bytes);
	}
	return worst;
}

static cordon_status read_entitlements(cli_context *cli, json_t **entitlements)
{
	const char *path = cli_option(cli, "--entitlements");
	text bytes = {0};
	*entitlements = NULL;
	if (!path)
		return CORDON_OK;
	cordon_status status = file_read(path, DRAWS_LOG_BYTES_MAX, &bytes, &cli->error);
	if (!status) {
		*entitlements = draws_entitlements(path, text_string(&bytes), bytes.length, &cli->error);
		status = *entitlements ? CORDON_OK : CORDON_BAD_INPUT;
	}
	text_free(&bytes);
	return status;
}

static void merge(merged *m, const json_t *entitlements)
{
	m->lines = m->draws.lines;
	draws_merge(&m->draws);
	draws_write(&m->draws, &m->log);
	hash_of(text_string(&m->log), m->log.length, m->hash);
	draws_ask(&m->draws, entitlements, &m->answer);
}

/* ---- JSON and CSV ------------------------------------------------------------------------------------------------ */

static json_t *sum_json(const draws_sum *s)
{
	json_t *one = json_pack("{s:I, s:s, s:s, s:I}", "cycle", (json_int_t)s->cycle, "household", s->household,
				"good", s->good, "drawn", (json_int_t)s->drawn);
	if (s->entitled >= 0)
		json_object_set_new(one, "entitled", json_integer(s->entitled));
	return one;
}

static json_t *draw_json(const supply_draw *d)
{
	return json_pack("{s:s, s:I, s:I, s:s, s:s, s:I}", "point", d->point, "seq", (json_int_t)d->number, "cycle",
			 (json_int_t)d->cycle, "household", d->household, "good", d->good, "qty",
			 (json_int_t)d->quantity);
}

static json_t *totals_json(const draws_answer *a)
{
	json_t *totals = json_object();
	for (size_t i = 0; i < a->totals; i++) {
		text key = {0};
		text_add_format(&key, "%" PRId64 "/%s", a->total[i].cycle, a->total[i].good);
		json_object_set_new(totals, text_string(&key), json_integer(a->total[i].drawn));
		text_free(&key);
	}
	return totals;
}

static json_t *points_json(const draws_answer *a)
{
	json_t *points = json_array();
	for (size_t i = 0; i < a->points; i++) {
		const draws_point *p = &a->point[i];
		json_array_append_new(points, json_pack("{s:s, s:I, s:I, s:I, s:I, s:I}", "point", p->point, "draws",
							(json_int_t)p->draws, "first", (json_int_t)p->first, "last",
							(json_int_t)p->last, "missing", (json_int_t)p->missing,
							"same_number", (json_int_t)p->forks));
	}
	return points;
}

/* Whether the i-th merged draw has its number with another one. */
static bool is_forked(const draws *d, size_t i)
{
	const supply_draw *one = &d->draw[i];
	return (i && one[-1].point == one->point && one[-1].number == one->number) ||
	       (i + 1 < d->count && one[1].point == one->point && one[1].number == one->number);
}

static json_t *forks_json(const draws *d)
{
	json_t *forks = json_array();
	for (size_t i = 0; i < d->count; i++)
		if (is_forked(d, i))
			json_array_append_new(forks, draw_json(&d->draw[i]));
	return forks;
}

static cordon_status print_json(const cli_context *cli, const merged *m)
{
	const draws_answer *a = &m->answer;
	json_t *over = json_array(), *twice = json_array(), *behind = json_array();
	for (size_t i = 0; i < a->sums; i++) {
		const draws_sum *s = &a->sum[i];
		if (draws_is_over(s))
			json_array_append_new(over, sum_json(s));
		if (is_double(s))
			json_array_append_new(twice, sum_json(s));
		for (size_t k = 0; k < s->draws && (draws_is_over(s) || is_double(s)); k++)
			json_array_append_new(behind, draw_json(&a->draw[s->first + k]));
	}
	return output_json(cli,
			   json_pack("{s:I, s:I, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "lines", (json_int_t)m->lines,
				     "distinct_events", (json_int_t)m->draws.count, "sha256", m->hash, "total_drawn",
				     totals_json(a), "over_drawn", over, "double_drawn", twice, "draws", behind,
				     "points", points_json(a), "same_number", forks_json(&m->draws)));
}

/* A row for each draw behind an over-draw or a double draw. */
static void print_csv(const cli_context *cli, const draws_answer *a)
{
	enum { COLUMNS = 9 };
	text out = {0};
	csv_add_row_for_sheet(&out,
			      (const char *const[COLUMNS]){"cycle", "household", "good", "drawn", "entitled", "over",
							   "point", "seq", "qty"},
			      COLUMNS);
	for (size_t i = 0; i < a->sums; i++) {
		const draws_sum *s = &a->sum[i];
		char number[6][24] = {{0}};
		snprintf(number[0], sizeof number[0], "%" PRId64, s->cycle);
		snprintf(number[1], sizeof number[1], "%" PRId64, s->drawn);
		if (s->entitled >= 0) {
			snprintf(number[2], sizeof number[2], "%" PRId64, s->entitled);
			snprintf(number[3], sizeof number[3], "%" PRId64,
				 draws_is_over(s) ? s->drawn - s->entitled : 0);
		}
		for (size_t k = s->first; k < s->first + s->draws && (draws_is_over(s) || is_double(s)); k++) {
			snprintf(number[4], sizeof number[4], "%" PRId64, a->draw[k].number);
			snprintf(number[5], sizeof number[5], "%" PRId64, a->draw[k].quantity);
			csv_add_row_for_sheet(&out,
					      (const char *const[COLUMNS]){number[0], s->household, s->good, number[1],
									   number[2], number[3], a->draw[k].point,
									   number[4], number[5]},
					      COLUMNS);
		}
	}
	fwrite(text_string(&out), 1, out.length, cli->out);
	text_free(&out);
}

/* ---- for people -------------------------------------------------------------------------------------------------- */

static char *whole(char out[24], int64_t value)
{
	snprintf(out, 24, "%" PRId64, value);
	return out;
}

static void print_table(const cli_context *cli, table *t)
{
	text out = {0};
	table_add_terminal(&out, t, (table_terminal){.cell_lines = 3});
	fputs(text_string(&out), cli->out);
	text_free(&out);
	table_free(t);
}

static void print_points(const cli_context *cli, const draws_answer *a)
{
	const table_column columns[] = {{"point", tr(cli, N_("point")), COLUMN_TEXT, 0},
					{"draws", tr(cli, N_("draws")), COLUMN_NUMBER, 0},
					{"first", tr(cli, N_("first number")), COLUMN_NUMBER, 0},
					{"last", tr(cli, N_("last number")), COLUMN_NUMBER, 0},
					{"missing", tr(cli, N_("missing")), COLUMN_NUMBER, 0},
					{"same_number", tr(cli, N_("same number")), COLUMN_NUMBER, 0}};
	table t;
	table_begin(&t, NULL, cli->language, columns, 6);
	for (size_t i = 0; i < a->points; i++) {
		const draws_point *p = &a->point[i];
		table_row(&t);
		table_text(&t, p->point);
		table_number(&t, (double)p->draws);
		table_number(&t, (double)p->first);
		table_number(&t, (double)p->last);
		table_number(&t, (double)p->missing);
		table_number(&t, (double)p->forks);
	}
	print_table(cli, &t);
}

static void print_totals(const cli_context *cli, const draws_answer *a)
{
	const table_column columns[] = {{"cycle", tr(cli, N_("cycle")), COLUMN_NUMBER, 0},
					{"good", tr(cli, N_("good")), COLUMN_TEXT, 0},
					{"drawn", tr(cli, N_("handed out")), COLUMN_NUMBER, 0}};
	table t;
	table_begin(&t, NULL, cli->language, columns, 3);
	for (size_t i = 0; i < a->totals; i++) {
		table_row(&t);
		table_number(&t, (double)a->total[i].cycle);
		table_text(&t, a->total[i].good);
		table_number(&t, (double)a->total[i].drawn);
	}
	print_table(cli, &t);
}

/* The sums that are over what they may be, or those drawn more than once that are not. */
static void print_sums(const cli_context *cli, const draws_answer *a, bool over)
{
	const table_column columns[] = {{"cycle", tr(cli, N_("cycle")), COLUMN_NUMBER, 0},
					{"household", tr(cli, N_("household")), COLUMN_TEXT, 0},
					{"good", tr(cli, N_("good")), COLUMN_TEXT, 0},
					{"drawn", tr(cli, N_("handed out")), COLUMN_NUMBER, 0},
					{"entitled", tr(cli, N_("entitled")), COLUMN_NUMBER, 0},
					{"where", tr(cli, N_("point, number: quantity")), COLUMN_TEXT, 0}};
	table t;
	table_begin(&t, NULL, cli->language, columns, 6);
	for (size_t i = 0; i < a->sums; i++) {
		const draws_sum *s = &a->sum[i];
		text where = {0};
		if (draws_is_over(s) != over || (!over && !is_double(s)))
			continue;
		for (size_t k = s->first; k < s->first + s->draws; k++)
			text_add_format(&where, "%s%s #%" PRId64 ": %" PRId64, k > s->first ? ", " : "",
					a->draw[k].point, a->draw[k].number, a->draw[k].quantity);
		table_row(&t);
		table_number(&t, (double)s->cycle);
		table_text(&t, s->household);
		table_text(&t, s->good);
		table_number(&t, (double)s->drawn);
		if (s->entitled >= 0)
			table_number(&t, (double)s->entitled);
		else
			table_empty(&t);
		table_text(&t, text_string(&where));
		text_free(&where);
	}
	print_table(cli, &t);
}

static void print_forks(const cli_context *cli, const draws *d)
{
	text out = {0};
	for (size_t i = 0; i < d->count; i++) {
		const supply_draw *one = &d->draw[i];
		if (!is_forked(d, i))
			continue;
		markup_add_plain(&out, one->point, strlen(one->point));
		text_add_format(&out, " #%" PRId64 ": %" PRId64 " ", one->number, one->cycle);
		markup_add_plain(&out, one->household, strlen(one->household));
		text_add_string(&out, " ");
		markup_add_plain(&out, one->good, strlen(one->good));
		text_add_format(&out, " %" PRId64 "\n", one->quantity);
	}
	fputs(text_string(&out), cli->out);
	text_free(&out);
}

static void print(const cli_context *cli, const merged *m)
{
	const draws_answer *a = &m->answer;
	char number[3][24];
	size_t over = 0, within = 0, forks = 0;
	for (size_t i = 0; i < a->sums; i++) {
		over += draws_is_over(&a->sum[i]);
		within += !draws_is_over(&a->sum[i]) && is_double(&a->sum[i]);
	}
	for (size_t i = 0; i < a->points; i++)
		forks += a->point[i].forks;
	cli_say(cli, cli->out, N_("{0} lines, {1} draws, {2} repeats\n"), whole(number[0], (int64_t)m->lines),
		whole(number[1], (int64_t)m->draws.count), whole(number[2], (int64_t)(m->lines - m->draws.count)));
	cli_say(cli, cli->out, N_("merged log: SHA-256 {0}\n\n"), m->hash);
	print_points(cli, a);
	fputc('\n', cli->out);
	print_totals(cli, a);
	cli_say(cli, cli->out, N_("\ndrawn above what they are entitled to, to be asked about: {0}\n"),
		whole(number[0], (int64_t)over));
	if (over)
		print_sums(cli, a, true);
	cli_say(cli, cli->out, N_("\ndrawn more than once, not above it: {0}\n"), whole(number[0], (int64_t)within));
	if (within)
		print_sums(cli, a, false);
	if (forks)
		cli_say(cli, cli->out, N_("\ndifferent draws under the same number of a point; all count:\n"));
	print_forks(cli, &m->draws);
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

cordon_status supply_merge_run(cli_context *cli)
{
	merged m = {0};
	json_t *entitlements;
	const char *path = cli_option(cli, "-o");
	cordon_status status = read_entitlements(cli, &entitlements), logs = read_logs(cli, &m);
	status = logs > status ? logs : status;
	if (!status) {
		merge(&m, entitlements);
		if (path)
			status = file_write(path, text_string(&m.log), m.log.length, &cli->error);
	}
	if (!status && cli->json)
		status = print_json(cli, &m);
	else if (!status && cli_option(cli, "--csv"))
		print_csv(cli, &m.answer);
	else if (!status)
		print(cli, &m);
	json_decref(entitlements);
	draws_answer_free(&m.answer);
	draws_free(&m.draws);
	text_free(&m.log);
	return status;
}
