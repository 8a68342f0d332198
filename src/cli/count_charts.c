/* The diagram of a count's stage, and the table that says the same; see count_charts.h. Only the widths are drawn from
 * rounded numbers. */
#include "cli/count_charts.h"

#include "base/memory.h"
#include "base/messages.h"
#include "report/chart.h"

#include <stdlib.h>
#include <string.h>

enum { LARGEST = 12 };

/* Whose stage is drawn, in which language. */
typedef struct drawn {
	const cli_context *cli;
	const cordon_count_result *r;
} drawn;

static const char *name_of(const drawn *c, int candidate)
{
	return candidate < 0 ? "" : c->r->election->candidate[candidate].name;
}

void count_chart_said(const cli_context *cli, const cordon_stage *s, text *out)
{
	for (size_t i = 0; i < s->sayings; i++) {
		text_add_string(out, i ? ". " : "");
		message_add(out, cli->language, &s->said[i]);
	}
	text_add_string(out, s->sayings ? "." : "");
}

/* ---- one stage: its transfers ------------------------------------------------------------------------------------ */

typedef struct drawing {
	flow_node *node;
	flow *flow;
	int nodes, flows, columns;
} drawing;

/* What a number says, near enough for a width; 0: nothing, or less. */
static double amount_of(const char *number)
{
	double value;
	return number && text_to_double(number, '.', &value) && value > 0 ? value : 0;
}

/* Nodes: on the left every candidate and the ballots, on the right every candidate and what is not transferable. */
static void draw_transfers(const drawn *c, const cordon_stage *s, drawing *d)
{
	int candidates = c->r->election->candidates, right = candidates + 1;
	d->columns = 2;
	d->nodes = 2 * (candidates + 1);
	for (int i = 0; i < candidates; i++) {
		d->node[i] = (flow_node){.label = name_of(c, i)};
		d->node[right + i] = (flow_node){
			.label = name_of(c, i),
			.column = 1,
			.tone = s->tally && s->tally[i].state == CORDON_STATE_ELECTED ? FLOW_SERVED : FLOW_PLAIN};
	}
	d->node[candidates] = (flow_node){.label = tr(c->cli, N_("Ballots"))};
	d->node[right + candidates] =
		(flow_node){.label = tr(c->cli, N_("Not transferable")), .column = 1, .tone = FLOW_SHORT};
	for (size_t i = 0; i < s->transfers; i++) {
		const cordon_transfer *one = &s->transfer[i];
		int from = one->from < 0 ? candidates : one->from, to = right + (one->to < 0 ? candidates : one->to);
		d->flow[d->flows++] = (flow){from, to, amount_of(one->votes)};
	}
}

/* Where no transfers are told: from those who lost votes, through all that went on, to those who gained. */
static void draw_changes(const drawn *c, const cordon_stage *s, drawing *d)
{
	int candidates = c->r->election->candidates, middle = 2 * candidates, gone = middle + 1;
	d->columns = 3;
	d->nodes = gone + 1;
	d->node[middle] = (flow_node){.label = tr(c->cli, N_("Passed on")), .column = 1};
	d->node[gone] = (flow_node){.label = tr(c->cli, N_("Not transferable")), .column = 2, .tone = FLOW_SHORT};
	for (int i = 0; i < candidates; i++) {
		const char *change = s->tally ? s->tally[i].transfer : NULL;
		d->node[i] = (flow_node){.label = name_of(c, i)};
		d->node[candidates + i] = (flow_node){
			.label = name_of(c, i),
			.column = 2,
			.tone = s->tally && s->tally[i].state == CORDON_STATE_ELECTED ? FLOW_SERVED : FLOW_PLAIN};
		if (change && *change == '-')
			d->flow[d->flows++] = (flow){i, middle, amount_of(change + 1)};
		else
			d->flow[d->flows++] = (flow){middle, candidates + i, amount_of(change)};
	}
	d->flow[d->flows++] = (flow){middle, gone, amount_of(s->exhausted_transfer)};
}

static void begin_twin(const drawn *c, table *t, const char *caption, bool papers)
{
	const cli_context *cli = c->cli;
	const table_column columns[] = {{"from", tr(cli, N_("from")), COLUMN_TEXT, 0},
					{"to", tr(cli, N_("to")), COLUMN_TEXT, 0},
					{"votes", tr(cli, N_("votes")), COLUMN_TEXT, 0},
					{"papers", tr(cli, N_("ballots")), COLUMN_TEXT, 0}};
	table_begin(t, caption, cli->language, columns, papers ? 4 : 3);
}

static void twin_row(table *t, const char *from, const char *to, const char *votes)
{
	table_row(t);
	table_text(t, from);
	table_text(t, to);
	table_text(t, votes ? votes : "");
}

static void make_transfer_twin(const drawn *c, const cordon_stage *s, const char *caption, table *t)
{
	bool papers = false;
	for (size_t i = 0; i < s->transfers; i++)
		papers |= s->transfer[i].papers != 0;
	begin_twin(c, t, caption, papers);
	for (size_t i = 0; i < s->transfers; i++) {
		const cordon_transfer *one = &s->transfer[i];
		char count[24];
		snprintf(count, sizeof count, "%llu", (unsigned long long)one->papers);
		twin_row(t, one->from < 0 ? tr(c->cli, N_("Ballots")) : name_of(c, one->from),
			 one->to < 0 ? tr(c->cli, N_("Not transferable")) : name_of(c, one->to), one->votes);
		if (papers)
			table_text(t, one->papers ? count : "");
	}
}

static void make_change_twin(const drawn *c, const cordon_stage *s, const char *caption, table *t)
{
	const char *passed = tr(c->cli, N_("Passed on"));
	begin_twin(c, t, caption, false);
	for (int i = 0; s->tally && i < c->r->election->candidates; i++) {
		const char *change = s->tally[i].transfer;
		if (change && *change == '-')
			twin_row(t, name_of(c, i), passed, change + 1);
		else if (amount_of(change) > 0)
			twin_row(t, passed, name_of(c, i), change);
	}
	if (amount_of(s->exhausted_transfer) > 0)
		twin_row(t, passed, tr(c->cli, N_("Not transferable")), s->exhausted_transfer);
}

bool count_chart_stage(const cli_context *cli, const cordon_count_result *r, size_t stage, text *svg, table *twin)
{
	const drawn c = {cli, r};
	const cordon_stage *s = &r->stage[stage];
	size_t room = 2 * (size_t)r->election->candidates + 3;
	drawing d = {memory_alloc(room, sizeof *d.node), memory_alloc(room + s->transfers, sizeof *d.flow), 0, 0, 0};
	text caption = {0}, said = {0};
	char digits[24], id[32];
	snprintf(digits, sizeof digits, "%zu", stage + 1);
	snprintf(id, sizeof id, "stage-%zu", stage + 1);
	cli_add(cli, &caption, N_("Votes that moved in stage {0}"), digits);
	count_chart_said(cli, s, &said);
	(s->transfers ? draw_transfers : draw_changes)(&c, s, &d);
	(s->transfers ? make_transfer_twin : make_change_twin)(&c, s, text_string(&caption), twin);
	const char *const two[] = {tr(cli, N_("From")), tr(cli, N_("To"))};
	const char *const three[] = {tr(cli, N_("From")), tr(cli, N_("Passed on")), tr(cli, N_("To"))};
	flow_diagram diagram = {d.columns == 2 ? two : three, d.columns, d.node, d.nodes, d.flow, d.flows, LARGEST,
				tr(cli, N_("votes"))};
	chart_head head = {id, text_string(&caption), said.length ? text_string(&said) : NULL, cli->language, false};
	bool is_drawn = twin->rows && chart_add_flows(svg, &head, &diagram);
	text_free(&said);
	text_free(&caption);
	free(d.node);
	free(d.flow);
	return is_drawn;
}

json_t *count_charts_json(const cli_context *cli, const cordon_count_result *r)
{
	json_t *list = json_array();
	for (size_t i = 0; i < r->stages && i < COUNT_STAGES_DRAWN; i++) {
		text svg = {0};
		table twin;
		if (!r->stage[i].tally)
			continue;
		count_chart_stage(cli, r, i, &svg, &twin);
		if (twin.rows)
			json_array_append_new(list, json_pack("{s:I, s:o}", "stage", (json_int_t)i + 1, "figure",
							      figure_json(&twin, &svg, false)));
		table_free(&twin);
		text_free(&svg);
	}
	return list;
}
