/* A count as one HTML page to open, print or sign; report/page.h says what such a page is.
 *
 * It says what the text and the JSON of a count say, with the same exact numbers: who is elected, every stage with its
 * transfers as a diagram and its table, ties and outcomes, tables of other rules. Only the diagrams' widths are drawn
 * from rounded numbers. A rule that does not tell transfers (Meek's, where every vote of an elected candidate moves a
 * little) has diagrams of what each stage took from whom and gave to whom. Same count, same page: no date, no time.
 */
#include "cli/count_report.h"
#include "cli/count_charts.h"
#include "cli/count_show.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/messages.h"
#include "report/chart.h"
#include "report/page.h"

#include <stdlib.h>
#include <string.h>

enum { STAGES_A_TABLE = 12, OUTCOMES_SHOWN = 50, COLUMNS_SHOWN = TABLE_COLUMNS_MAX - 1 };

typedef struct count_report {
	const cli_context *cli;
	const cordon_count_result *r;
	page page;
} count_report;

static const char *name_of(const count_report *c, int candidate)
{
	return candidate < 0 ? "" : c->r->election->candidate[candidate].name;
}

static void add_names(const count_report *c, text *out, const int *candidate, int count)
{
	for (int i = 0; i < count; i++)
		text_add_format(out, "%s%s", i ? ", " : "", name_of(c, candidate[i]));
}

/* ---- what it says first ------------------------------------------------------------------------------------------ */

static void add_figures(count_report *c)
{
	const cli_context *cli = c->cli;
	text seats = {0}, stages = {0};
	text_add_format(&seats, "%d", c->r->seats);
	text_add_format(&stages, "%zu", c->r->stages);
	page_figure figure[3];
	size_t count = 0;
	if (c->r->seats)
		figure[count++] = (page_figure){text_string(&seats), tr(cli, N_("seats")), NULL, TONE_PLAIN};
	figure[count++] = (page_figure){c->r->valid, tr(cli, N_("valid ballots")), NULL, TONE_PLAIN};
	if (c->r->stages)
		figure[count++] = (page_figure){text_string(&stages), tr(cli, N_("stages")), NULL, TONE_PLAIN};
	page_figures(&c->page, figure, count);
	if (c->r->quota)
		page_facts(&c->page, &(page_fact){tr(cli, N_("quota")), c->r->quota, false}, 1);
	text_free(&stages);
	text_free(&seats);
}

static void add_winners(count_report *c)
{
	const cli_context *cli = c->cli;
	const table_column columns[] = {{"place", tr(cli, N_("order")), COLUMN_TEXT, 0},
					{"name", tr(cli, N_("elected")), COLUMN_TEXT, 0},
					{"party", tr(cli, N_("party")), COLUMN_TEXT, 0}};
	bool parties = false;
	table t;
	for (int i = 0; i < c->r->winners; i++)
		parties |= c->r->election->candidate[c->r->winner[i]].party != NULL;
	if (!c->r->winners)
		return;
	table_begin(&t, tr(cli, N_("Who is elected")), cli->language, columns, parties ? 3 : 2);
	for (int i = 0; i < c->r->winners; i++) {
		const cordon_candidate *one = &c->r->election->candidate[c->r->winner[i]];
		char place[24];
		snprintf(place, sizeof place, "%d", i + 1);
		table_row(&t);
		table_text(&t, place);
		table_text(&t, one->name);
		if (parties)
			table_text(&t, one->party ? one->party : "");
	}
	page_table(&c->page, &t, 0);
	table_free(&t);
}

static void add_tie(count_report *c, const cordon_tie *tie)
{
	const cli_context *cli = c->cli;
	text heading = {0}, why = {0}, stage = {0};
	const table_column columns[] = {{"name", tr(cli, N_("tied")), COLUMN_TEXT, 0},
					{"drawn", tr(cli, N_("drawn")), COLUMN_TEXT, 0},
					{"digest", tr(cli, N_("digest of the draw")), COLUMN_TEXT, 0}};
	table t;
	text_add_format(&stage, "%d", tie->stage);
	message_add(&why, cli->language, &tie->why);
	cli_add(cli, &heading, N_("Tie in stage {0}: {1}"), text_string(&stage), text_string(&why));
	table_begin(&t, text_string(&heading), cli->language, columns, tie->digest ? 3 : 1);
	for (int i = 0; i < tie->count; i++) {
		table_row(&t);
		table_text(&t, tie->name[i]);
		if (!tie->digest)
			continue;
		table_text(&t, tie->tied[i] == tie->chosen ? tr(cli, N_("yes")) : "");
		table_text(&t, tie->digest[i]);
	}
	page_table(&c->page, &t, 0);
	table_free(&t);
	text_free(&heading);
	text_free(&why);
	text_free(&stage);
}

/* The winners' names; then the lists' with their seats. */
static void add_outcome(const count_report *c, text *out, const cordon_outcome *o)
{
	add_names(c, out, o->winner, o->winners);
	for (int l = 0; o->list_seats && l < c->r->election->lists; l++)
		if (o->list_seats[l])
			text_add_format(out, "%s%s %d", out->length ? "; " : "", c->r->election->list[l].name,
					o->list_seats[l]);
}

static void add_outcomes(count_report *c)
{
	const cli_context *cli = c->cli;
	const table_column columns[] = {{"outcome", tr(cli, N_("elected")), COLUMN_TEXT, 0}};
	table t;
	if (!c->r->ties && c->r->outcomes < 2)
		return;
	page_section(&c->page, "ties", tr(cli, N_("Ties")),
		     tr(cli, N_("Every tie that only a lot could decide, and every outcome that some lots give.")));
	for (size_t i = 0; i < c->r->ties; i++)
		add_tie(c, &c->r->tie[i]);
	table_begin(&t, tr(cli, N_("Every outcome")), cli->language, columns, 1);
	for (size_t i = 0; i < c->r->outcomes; i++) {
		text names = {0};
		add_outcome(c, &names, &c->r->outcome[i]);
		table_row(&t);
		table_text(&t, text_string(&names));
		text_free(&names);
	}
	page_table(&c->page, &t, OUTCOMES_SHOWN);
	table_free(&t);
	if (!c->r->outcomes_complete)
		page_note(&c->page,
			  tr(cli, N_("There may be more outcomes: there are too many ways to follow them all.")));
}

/* ---- all stages in tables ---------------------------------------------------------------------------------------- */

static table_tone_kind tone_of(cordon_candidate_state state)
{
	return state == CORDON_STATE_ELECTED ? TONE_SERVED : state == CORDON_STATE_EXCLUDED ? TONE_SHORT : TONE_PLAIN;
}

static size_t widest(const cordon_count_result *r, size_t stage)
{
	size_t width = r->stage[stage].exhausted ? strlen(r->stage[stage].exhausted) : 0;
	for (int c = 0; c < r->election->candidates; c++) {
		const char *votes = r->stage[stage].tally[c].votes;
		width = votes && strlen(votes) > width ? strlen(votes) : width;
	}
	return width;
}

/* Whether a stage has votes of candidates: Condorcet rules have states and tables only. */
static bool has_votes(const cordon_count_result *r, size_t stage)
{
	for (int c = 0; r->stage[stage].tally && c < r->election->candidates; c++)
		if (r->stage[stage].tally[c].votes)
			return true;
	return false;
}

/* Stages from .. end - 1 beside one another; `row`: a candidate, or below 0 what is not transferable, then the quota.
 * */
static void add_stage_row(const count_report *c, table *t, int row, size_t from, size_t end)
{
	const cli_context *cli = c->cli;
	table_row(t);
	table_text(t, row >= 0 ? name_of(c, row) : row == -1 ? tr(cli, N_("not transferable")) : tr(cli, N_("quota")));
	for (size_t s = from; s < end; s++) {
		const cordon_stage *stage = &c->r->stage[s];
		count_show_number(t,
				  row >= 0    ? stage->tally[row].votes
				  : row == -1 ? stage->exhausted
					      : stage->quota,
				  widest(c->r, s));
		if (row >= 0)
			table_tone(t, tone_of(stage->tally[row].state));
	}
}

static void add_stage_table(count_report *c, size_t from, size_t end)
{
	const cli_context *cli = c->cli;
	table_column column[STAGES_A_TABLE + 1] = {{"candidate", tr(cli, N_("candidate")), COLUMN_TEXT, 0}};
	text heading[STAGES_A_TABLE] = {{0}}, caption = {0};
	char first[24], last[24];
	table t;
	for (size_t s = from; s < end; s++) {
		text_add_format(&heading[s - from], "%zu", s + 1);
		column[s - from + 1] = (table_column){"stage", text_string(&heading[s - from]), COLUMN_TEXT, 0};
	}
	snprintf(first, sizeof first, "%zu", from + 1);
	snprintf(last, sizeof last, "%zu", end);
	cli_add(cli, &caption, N_("Votes at the end of stages {0} to {1}"), first, last);
	table_begin(&t, text_string(&caption), cli->language, column, (int)(end - from) + 1);
	for (int row = 0; row < c->r->election->candidates; row++)
		add_stage_row(c, &t, row, from, end);
	bool exhausted = false, quota = false;
	for (size_t s = from; s < end; s++) {
		exhausted |= c->r->stage[s].exhausted != NULL;
		quota |= c->r->stage[s].quota != NULL;
	}
	if (exhausted)
		add_stage_row(c, &t, -1, from, end);
	if (quota)
		add_stage_row(c, &t, -2, from, end);
	page_table(&c->page, &t, CORDON_CANDIDATES_MAX + 2);
	table_free(&t);
	text_free(&caption);
	for (size_t s = from; s < end; s++)
		text_free(&heading[s - from]);
}

/* Runs of stages that have votes, in tables of at most STAGES_A_TABLE. */
static void add_all_stages(count_report *c)
{
	page_section(&c->page, "votes", tr(c->cli, N_("Votes")),
		     tr(c->cli, N_("Every candidate's votes at the end of every stage. Blue-green: elected by then; "
				   "red: excluded.")));
	for (size_t from = 0; from < c->r->stages;) {
		size_t end = from;
		while (end < c->r->stages && end - from < STAGES_A_TABLE && has_votes(c->r, end))
			end++;
		if (end > from)
			add_stage_table(c, from, end);
		from = end > from ? end : from + 1;
	}
}

/* ---- stage by stage ---------------------------------------------------------------------------------------------- */

static void draw_stage(count_report *c, size_t stage)
{
	text svg = {0};
	table twin;
	if (count_chart_stage(c->cli, c->r, stage, &svg, &twin))
		page_chart(&c->page, twin.caption, &svg, &twin, true);
	else if (twin.rows)
		page_table(&c->page, &twin, 0);
	table_free(&twin);
	text_free(&svg);
}

static void add_stages(count_report *c)
{
	const cli_context *cli = c->cli;
	page_section(&c->page, "stages", tr(cli, N_("Stage by stage")),
		     tr(cli, N_("What was decided, and which votes moved. The width of a band is its votes; the table "
				"beneath each "
				"diagram has them to the last digit.")));
	for (size_t i = 0; i < c->r->stages; i++) {
		text heading = {0}, said = {0};
		char number[24];
		snprintf(number, sizeof number, "%zu", i + 1);
		cli_add(cli, &heading, N_("Stage {0}"), number);
		count_chart_said(c->cli, &c->r->stage[i], &said);
		page_subheading(&c->page, text_string(&heading));
		page_paragraph(&c->page, text_string(&said));
		if (i < COUNT_STAGES_DRAWN && c->r->stage[i].tally)
			draw_stage(c, i);
		text_free(&said);
		text_free(&heading);
	}
	if (c->r->stages > COUNT_STAGES_DRAWN)
		page_note(&c->page,
			  tr(cli, N_("Later stages are told without their diagrams; --json has every transfer.")));
}

/* ---- lists and matrices ------------------------------------------------------------------------------------------ */

static void add_shares(count_report *c)
{
	const cli_context *cli = c->cli;
	const table_column columns[] = {{"list", tr(cli, N_("list")), COLUMN_TEXT, 0},
					{"within", tr(cli, N_("within")), COLUMN_TEXT, 0},
					{"votes", tr(cli, N_("votes")), COLUMN_TEXT, 0},
					{"seats", tr(cli, N_("seats")), COLUMN_NUMBER, 0}};
	table t;
	if (!c->r->shares)
		return;
	page_section(&c->page, "lists", tr(cli, N_("Lists")), NULL);
	table_begin(&t, tr(cli, N_("Seats of lists")), cli->language, columns, 4);
	for (size_t i = 0; i < c->r->shares; i++) {
		const cordon_share *s = &c->r->share[i];
		table_row(&t);
		table_text(&t, s->name);
		table_text(&t, s->within ? s->within : "");
		table_text(&t, s->votes ? s->votes : "");
		table_number(&t, s->seats);
	}
	page_table(&c->page, &t, CORDON_LISTS_MAX);
	table_free(&t);
}

static void add_matrix(count_report *c, const cordon_matrix *m)
{
	table_column column[TABLE_COLUMNS_MAX] = {{"row", "", COLUMN_TEXT, 0}};
	text title = {0};
	table t;
	message_add(&title, c->cli->language, &m->title);
	column[0].heading = tr(c->cli, N_("of"));
	int shown = m->columns < COLUMNS_SHOWN ? m->columns : COLUMNS_SHOWN;
	for (int i = 0; i < shown; i++)
		column[i + 1] = (table_column){"cell", m->column[i] ? m->column[i] : "", COLUMN_TEXT, 0};
	table_begin(&t, text_string(&title), c->cli->language, column, shown + 1);
	for (int row = 0; row < m->rows; row++) {
		table_row(&t);
		table_text(&t, m->row[row] ? m->row[row] : "");
		for (int i = 0; i < shown; i++) {
			const char *cell = m->cell[(size_t)row * (size_t)m->columns + (size_t)i];
			table_text(&t, cell ? cell : "");
		}
	}
	page_table(&c->page, &t, 0);
	if (shown < m->columns)
		page_note(&c->page, tr(c->cli, N_("More columns than a page holds: --csv has them all.")));
	table_free(&t);
	text_free(&title);
}

/* ---- the page ---------------------------------------------------------------------------------------------------- */

static void add_check(count_report *c)
{
	const cli_context *cli = c->cli;
	text line = {0};
	page_section(
		&c->page, "check", tr(cli, N_("Count it again")),
		tr(cli,
		   N_("The same ballots, rule and settings give these numbers to the last digit on every machine.")));
	const page_fact fact[] = {{tr(cli, N_("rule")), c->r->rule->id, false},
				  {tr(cli, N_("version")), c->r->rule->version, false},
				  {tr(cli, N_("after")), c->r->rule->source, false},
				  {tr(cli, N_("ballots not valid")), c->r->invalid, false}};
	page_facts(&c->page, fact, sizeof fact / sizeof *fact);
	text_add_format(&line, "cordon count --rule %s %s", c->r->rule->id, cli->position[0]);
	if (cli_option(cli, "--seats"))
		text_add_format(&line, " --seats %s", cli_option(cli, "--seats"));
	if (cli_option(cli, "--settings"))
		text_add_format(&line, " --settings %s", cli_option(cli, "--settings"));
	page_code(&c->page, text_string(&line));
	text_free(&line);
}

static void add_sections(count_report *c)
{
	bool votes = false;
	for (size_t i = 0; i < c->r->stages; i++)
		votes |= has_votes(c->r, i);
	page_section(&c->page, "result", tr(c->cli, N_("Result")), NULL);
	add_figures(c);
	add_winners(c);
	add_outcomes(c);
	add_shares(c);
	if (votes)
		add_all_stages(c);
	if (c->r->matrices)
		page_section(&c->page, "tables", tr(c->cli, N_("Tables")), NULL);
	for (size_t i = 0; i < c->r->matrices; i++)
		add_matrix(c, &c->r->matrix[i]);
	if (c->r->stages)
		add_stages(c);
	add_check(c);
}

static void add_lead(const count_report *c, text *out)
{
	text names = {0};
	add_names(c, &names, c->r->winner, c->r->winners);
	if (!c->r->decided)
		cli_add(c->cli, out, N_("Not decided: a tie needs a lot, and the settings give no seed."));
	else if (c->r->winners)
		cli_add(c->cli, out, N_("Elected: {0}."), text_string(&names));
	text_free(&names);
}

cordon_status count_report_write(cli_context *cli, const cordon_count_result *result, const char *path)
{
	count_report c = {.cli = cli, .r = result};
	text lead = {0}, footer = {0}, out = {0}, rule = {0};
	message_add(&rule, cli->language, &(cordon_text){result->rule->title, {0, 0, 0, 0}});
	add_lead(&c, &lead);
	cli_add(cli, &footer, N_("Made by cordon {0} from {1}."), cordon_version(), cli->position[0]);
	page_head head = {
		.language = cli->language,
		.publication = text_string(&rule),
		.title = result->election->title && *result->election->title ? result->election->title
									     : cli->position[0],
		.lead = lead.length ? text_string(&lead) : NULL,
		.notice = result->decided ? NULL : tr(cli, N_("This count is NOT DECIDED.")),
		.footer = text_string(&footer),
	};
	page_begin(&c.page, &head);
	add_sections(&c);
	page_end(&c.page, &out);
	cordon_status status = file_write(path, text_string(&out), out.length, &cli->error);
	text_free(&out);
	text_free(&footer);
	text_free(&lead);
	text_free(&rule);
	return status;
}
