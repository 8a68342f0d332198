/* `cordon plan report`: a plan as one HTML page to open, mail or print; report/page.h says what such a page is.
 *
 * It says what `plan`, `plan explain` and `plan verify` say, from the package and the plan's file alone: the plan is
 * verified anew, and what the verifier says stands on the page. Same files, same page: nothing on it is a date, and no
 * time was measured. Whoever reads it can check it by the commands it names.
 */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_charts.h"
#include "cli/plan_summary.h"

#include "base/file.h"
#include "base/memory.h"
#include "report/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REASONS = 4, SOURCES_BYTES_MAX = 1 << 20, WHAT_IFS_SHOWN = 12 };

typedef struct plan_report {
	cli_context *cli;
	const cordon_economy *economy;
	const cordon_plan *plan;
	const cordon_plan_verdict *verdict;
	page page;
} plan_report;

static void add_count(const plan_report *r, text *out, size_t count)
{
	number_add_count(out, count, r->cli->language);
}

/* ---- what the page says first ------------------------------------------------------------------------------------ */

static void add_lead(const plan_report *r, const plan_summary *s, text *out)
{
	const cli_context *cli = r->cli;
	text short_needs = {0}, needs = {0};
	add_count(r, &short_needs, (size_t)s->short_needs);
	add_count(r, &needs, (size_t)s->needs);
	for (int i = 0; i < r->plan->changes && i < WHAT_IFS_SHOWN; i++) {
		cli_add(cli, out, i ? N_("; ") : N_("What if: "));
		plan_add_change(cli, out, r->economy, &r->plan->change[i]);
	}
	if (r->plan->changes)
		text_add_string(out, r->plan->changes > WHAT_IFS_SHOWN ? "; \xE2\x80\xA6 " : ". ");
	if (s->short_needs)
		cli_add(cli, out, N_("{0} of {1} needs cannot be served in full."), text_string(&short_needs),
			text_string(&needs));
	else
		cli_add(cli, out, N_("All {0} needs are served in full."), text_string(&needs));
	text_free(&short_needs);
	text_free(&needs);
}

/* A gap for a large figure: "< 10^-9" or with two digits. */
static void add_gap(const plan_report *r, text *out, double gap)
{
	if (gap < PLAN_GAP_NOISE)
		text_add_string(out, "<\xE2\x80\xAF"
				     "10\xE2\x81\xBB\xE2\x81\xB9");
	else
		number_add(out, gap, gap < 1e-4 ? NUMBER_AUTO : gap < 1e-3 ? 5 : gap < 1e-2 ? 4 : 3, r->cli->language);
}

/* The power of ten above a gap: one glance, one line. */
static void add_rough_gap(const plan_report *r, text *out, double gap)
{
	static const char *const power[] = {"\xE2\x81\xB9", "\xE2\x81\xB8", "\xE2\x81\xB7", "\xE2\x81\xB6",
					    "\xE2\x81\xB5"}; /* of 10, negated: superscript 9 to 5 */
	const size_t powers = sizeof power / sizeof *power;
	double limit = PLAN_GAP_NOISE;
	size_t i = 0;
	for (; gap >= limit && limit < 1; i++)
		limit *= 10;
	text_add_string(out, "<\xE2\x80\xAF");
	if (i < powers)
		text_add_format(out, "10\xE2\x81\xBB%s", power[i]);
	else
		number_add(out, limit, NUMBER_AUTO, r->cli->language);
}

static void add_figures(plan_report *r, const plan_summary *s)
{
	const cli_context *cli = r->cli;
	text served = {0}, needs = {0}, full = {0}, lowest = {0}, whose = {0}, labour = {0}, of = {0}, gap = {0};
	add_count(r, &served, (size_t)(s->needs - s->short_needs));
	add_count(r, &needs, (size_t)s->needs);
	cli_add(cli, &full, N_("{0} of {1}"), text_string(&served), text_string(&needs));
	double least = s->least;
	if (least < 1 - SHARE_WHOLE) {
		const cordon_need *n = &r->economy->need[s->lowest];
		text_add_format(&whose, "%s: ", r->economy->group[n->group]);
		plan_add_balance_name(&whose, r->economy, &(cordon_balance){n->commodity, n->place, n->period});
	}
	if (s->unit) {
		text a = {0}, b = {0};
		number_add_share(&labour, s->used / s->there, 1, cli->language);
		number_add_short(&a, s->used, cli->language);
		number_add_short(&b, s->there, cli->language);
		text_add_string(&b, " ");
		text_add_string(&b, s->unit);
		cli_add(cli, &of, N_("{0} of {1}"), text_string(&a), text_string(&b));
		text_free(&a);
		text_free(&b);
	}
	add_rough_gap(r, &gap, r->verdict->level_gap);
	number_add_share(&lowest, least, 1, cli->language);
	bool first_short = least < 1 - SHARE_WHOLE;
	const page_figure figure[] = {
		{text_string(&full), tr(cli, N_("Needs served in full")), NULL,
		 s->short_needs ? TONE_SHORT : TONE_SERVED},
		{text_string(&lowest), tr(cli, N_("The worst served of the first tier receives")),
		 first_short ? text_string(&whose) : NULL, first_short ? TONE_SHORT : TONE_SERVED},
		{text_string(&gap), tr(cli, N_("No plan can be better by more than")),
		 r->verdict->proven ? tr(cli, N_("of fulfilment (0 to 1), by the proof below"))
				    : tr(cli, N_("of fulfilment (0 to 1): more than was asked for")),
		 r->verdict->proven ? TONE_SERVED : TONE_SHORT},
		{text_string(&labour), tr(cli, N_("Labour at work")), text_string(&of), TONE_PLAIN},
	};
	page_figures(&r->page, figure, s->unit ? 4 : 3);
	text *const all[] = {&served, &needs, &full, &lowest, &whose, &labour, &of, &gap};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		text_free(all[i]);
}

/* ---- sections of the plan, each a chart with its table ----------------------------------------------------------- */

static const char *cell(const table *t, size_t row, int column)
{
	const char *string = table_at(t, row, column)->text;
	return string ? string : "";
}

/* The chart of a section and its whole table beneath; the table alone where there is no chart. */
static void add_chart(plan_report *r, enum plan_section section, const table *t)
{
	text svg = {0};
	const char *caption = plan_chart_section(r->cli, section, t, &svg);
	if (svg.length)
		page_chart(&r->page, caption, &svg, t, false);
	else
		page_table(&r->page, t, 0);
	text_free(&svg);
}

static void add_groups(plan_report *r)
{
	const cli_context *cli = r->cli;
	table t;
	plan_show_section(cli, r->economy, r->plan, PLAN_SECTION_GROUPS, &t);
	page_section(
		&r->page, "needs", tr(cli, N_("What people receive")),
		tr(cli, N_("Needs of a tier are served as far as possible before those of the next; within a tier the "
			   "worst served come first.")));
	add_chart(r, PLAN_SECTION_GROUPS, &t);
	table_free(&t);
}

/* Nothing when no need is short. */
static void add_short_needs(plan_report *r)
{
	table t;
	plan_show_section(r->cli, r->economy, r->plan, PLAN_SECTION_NEEDS, &t);
	if (t.rows && table_at(&t, 0, 6)->number < 1 - SHARE_WHOLE)
		add_chart(r, PLAN_SECTION_NEEDS, &t);
	table_free(&t);
}

static void add_bottlenecks(plan_report *r)
{
	const cli_context *cli = r->cli;
	table t;
	plan_show_section(cli, r->economy, r->plan, PLAN_SECTION_BOTTLENECKS, &t);
	page_section(
		&r->page, "bottlenecks", tr(cli, N_("Bottlenecks")),
		tr(cli, N_("What stands in the way of each level, and by how many points one unit more of it would "
			   "raise that level: its worth at the margin, which is not a market price.")));
	if (t.rows)
		page_table(&r->page, &t, 0);
	else
		page_paragraph(&r->page, tr(cli, N_("Nothing stands in the way: every need is served in full.")));
	table_free(&t);
}

static void add_use(plan_report *r, enum plan_section section, const char *id, const char *heading, const char *lead)
{
	table t;
	plan_show_section(r->cli, r->economy, r->plan, section, &t);
	if (t.rows) {
		page_section(&r->page, id, heading, lead);
		add_chart(r, section, &t);
	}
	table_free(&t);
}

static void add_uses(plan_report *r)
{
	const cli_context *cli = r->cli;
	add_use(r, PLAN_SECTION_ACTIVITY, "activity", tr(cli, N_("Activity and capacity")),
		tr(cli, N_("What each process does of what it could do; the table has them all.")));
	add_use(r, PLAN_SECTION_TRADE, "trade", tr(cli, N_("Imports and exports")),
		tr(cli, N_("What crosses the border, against the most that may.")));
	add_use(r, PLAN_SECTION_LABOUR, "labour", tr(cli, N_("Labour, foreign currency and emissions")),
		tr(cli, N_("Once needs are served as far as they can be, the plan keeps its last objective least.")));
}

static void add_flows(plan_report *r)
{
	const cli_context *cli = r->cli;
	text svg = {0};
	table twin;
	size_t others = plan_chart_flows(cli, r->economy, r->plan, &svg, &twin);
	if (twin.rows)
		page_section(&r->page, "flows", tr(cli, N_("From where to where")),
			     tr(cli, N_("The width of a band is its amount. The largest are drawn by name, the others "
					"together.")));
	if (svg.length)
		page_chart(&r->page, twin.caption, &svg, &twin, true);
	else if (twin.rows)
		page_table(&r->page, &twin, 0);
	if (twin.rows && others) {
		text out = {0}, count = {0};
		add_count(r, &count, others);
		cli_add(cli, &out, N_("Goods counted in other units are not drawn: {0}."), text_string(&count));
		page_note(&r->page, text_string(&out));
		text_free(&count);
		text_free(&out);
	}
	table_free(&twin);
	text_free(&svg);
}

/* ---- why needs are short ----------------------------------------------------------------------------------------- */

static void add_reason(plan_report *r, const cordon_explanation *why, int number)
{
	text caption = {0}, svg = {0}, proof = {0};
	table twin;
	plan_chain_caption(r->cli, r->economy, r->plan, why, &caption);
	plan_chart_chain(r->cli, r->economy, r->plan, why, number, &svg, &twin);
	plan_add_proof(r->cli, why, &proof);
	page_subheading(&r->page, text_string(&caption));
	page_chart(&r->page, tr(r->cli, N_("From the need down to its cause")), &svg, &twin, false);
	if (why->consistent)
		page_paragraph(&r->page, text_string(&proof));
	else
		page_note(&r->page, text_string(&proof));
	table_free(&twin);
	text_free(&proof);
	text_free(&svg);
	text_free(&caption);
}

/* Each explanation as a chain with its proof; solves again. */
static void add_reasons(plan_report *r)
{
	cordon_explanation *why;
	int count;
	cordon_error error; /* without an explanation the page stands without this section */
	cordon_error_init(&error);
	cordon_status status = cordon_plan_explain(r->economy, r->plan, NULL, REASONS, &why, &count, &error);
	cordon_error_free(&error);
	if (!status && count)
		page_section(
			&r->page, "why", tr(r->cli, N_("Why it is short")),
			tr(r->cli, N_("From each need down to what stops it: goods move up, the cause stands at the "
				      "bottom. The worst shortages, one for each cause.")));
	for (int i = 0; !status && i < count; i++)
		add_reason(r, &why[i], i + 1);
	free(why);
}

/* ---- the certificate --------------------------------------------------------------------------------------------- */

/* A word for the shell. */
static void add_word(text *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
	if (*word && strspn(word, plain) == strlen(word)) {
		text_add_string(out, word);
		return;
	}
	text_add_string(out, "'");
	for (; *word; word++)
		if (*word == '\'')
			text_add_string(out, "'\\''");
		else
			text_add(out, word, 1);
	text_add_string(out, "'");
}

static void add_command(plan_report *r, const char *name)
{
	text out = {0};
	text_add_format(&out, "cordon %s ", name);
	add_word(&out, r->cli->position[0]);
	text_add_string(&out, " ");
	add_word(&out, r->cli->position[1]);
	page_code(&r->page, text_string(&out));
	text_free(&out);
}

static void add_stages(plan_report *r)
{
	const cli_context *cli = r->cli;
	const table_column columns[] = {
		{"stage", tr(cli, N_("stage")), COLUMN_TEXT, 0},
		{"value", tr(cli, N_("reached")), COLUMN_NUMBER, NUMBER_AUTO},
		{"bound", tr(cli, N_("cannot pass")), COLUMN_NUMBER, NUMBER_AUTO},
		{"gap", tr(cli, N_("gap")), COLUMN_TEXT, 0},
	};
	table all, t;
	plan_show_section(cli, r->economy, r->plan, PLAN_SECTION_STAGES, &all);
	table_begin(&t, tr(cli, N_("The certificate, stage by stage")), cli->language, columns, 4);
	for (size_t i = 0; i < all.rows; i++) {
		text gap = {0};
		add_gap(r, &gap, r->plan->stage[i].gap);
		table_row(&t);
		table_text(&t, cell(&all, i, 0));
		table_number(&t, table_at(&all, i, 1)->number);
		table_number(&t, table_at(&all, i, 2)->number);
		table_text(&t, text_string(&gap));
		text_free(&gap);
	}
	page_table(&r->page, &t, 40);
	table_free(&t);
	table_free(&all);
}

static void add_certificate(plan_report *r)
{
	const cli_context *cli = r->cli;
	const cordon_plan_verdict *v = r->verdict;
	text gap[4] = {0}, levels = {0};
	const double value[4] = {v->level_gap, v->element_gap, v->last_gap, v->balance_violation};
	for (int i = 0; i < 4; i++)
		add_gap(r, &gap[i], value[i]);
	number_add_count(&levels, (size_t)v->levels, cli->language);
	page_section(&r->page, "certificate", tr(cli, N_("The certificate")),
		     tr(cli, N_("What was proved, and how anyone can check it.")));
	page_paragraph(&r->page,
		       v->proven ? tr(cli, N_("Proved: the plan is feasible, and no plan is better by more than this."))
				 : tr(cli, N_("NOT PROVED: not everything the plan's file claims holds within the gap "
					      "asked for.")));
	const page_fact fact[] = {
		{tr(cli, N_("Lowest fulfilment of any level")), text_string(&gap[0]), false},
		{tr(cli, N_("Fulfilment of a single need")), text_string(&gap[1]), false},
		{tr(cli, N_("The last objective, relative")), text_string(&gap[2]), false},
		{tr(cli, N_("Worst balance, of its own throughput")), text_string(&gap[3]), false},
		{tr(cli, N_("Levels checked")), text_string(&levels), false},
		{tr(cli, N_("Package (SHA-256)")), r->plan->package_hash, true},
	};
	page_facts(&r->page, fact, sizeof fact / sizeof *fact);
	page_paragraph(
		&r->page,
		tr(cli, N_("Whoever has the package and the plan's file can check it. The command solves nothing and "
			   "trusts nothing that made the plan: it recomputes every balance, capacity and bound.")));
	add_command(r, "plan verify");
	page_paragraph(&r->page, tr(cli, N_("And this says why something is short, for any good or group:")));
	add_command(r, "plan explain");
	add_stages(r);
	for (int i = 0; i < 4; i++)
		text_free(&gap[i]);
	text_free(&levels);
}

/* ---- what it was made from --------------------------------------------------------------------------------------- */

static void add_what_ifs(plan_report *r)
{
	const cli_context *cli = r->cli;
	if (!r->plan->changes)
		return;
	const table_column columns[] = {{"change", tr(cli, N_("what if")), COLUMN_TEXT, 0}};
	table t;
	table_begin(&t, tr(cli, N_("What was changed before planning")), cli->language, columns, 1);
	for (int i = 0; i < r->plan->changes; i++) {
		text out = {0};
		plan_add_change(cli, &out, r->economy, &r->plan->change[i]);
		table_row(&t);
		table_text(&t, text_string(&out));
		text_free(&out);
	}
	page_section(
		&r->page, "what-ifs", tr(cli, N_("What was asked")),
		tr(cli, N_("Changes to the economy as its package has it; they are recorded in the plan's file.")));
	page_table(&r->page, &t, 0);
	table_free(&t);
}

/* One paragraph for each entry of a list of objects in datapackage.json with a title, a path or a name. */
static void add_entries(plan_report *r, const json_t *document, const char *key)
{
	size_t at;
	const json_t *one;
	json_array_foreach(json_object_get(document, key), at, one)
	{
		const char *title = json_string_value(json_object_get(one, "title"));
		const char *path = json_string_value(json_object_get(one, "path"));
		const char *name = json_string_value(json_object_get(one, "name"));
		text out = {0};
		text_add_string(&out, title ? title : name ? name : path ? path : "");
		if (path && title)
			text_add_format(&out, " (%s)", path);
		if (out.length)
			page_paragraph(&r->page, text_string(&out));
		text_free(&out);
	}
}

static void add_discrepancies(plan_report *r)
{
	const cordon_economy *e = r->economy;
	const cli_context *cli = r->cli;
	if (!e->discrepancies)
		return;
	const table_column columns[] = {
		{"commodity", tr(cli, N_("commodity")), COLUMN_TEXT, 0},
		{"amount", tr(cli, N_("supply less use")), COLUMN_NUMBER, NUMBER_AUTO},
		{"unit", tr(cli, N_("unit")), COLUMN_TEXT, 0},
	};
	table t;
	table_begin(&t, tr(cli, N_("What the source's own tables leave over")), cli->language, columns, 3);
	for (int i = 0; i < e->discrepancies; i++) {
		const cordon_discrepancy *d = &e->discrepancy[i];
		text name = {0};
		plan_add_balance_name(&name, e, &(cordon_balance){d->commodity, d->place, d->period});
		table_row(&t);
		table_text(&t, text_string(&name));
		table_number(&t, d->amount);
		table_text(&t, e->commodity[d->commodity].unit);
		text_free(&name);
	}
	page_table(&r->page, &t, 20);
	table_free(&t);
}

static void add_sources(plan_report *r)
{
	const cli_context *cli = r->cli;
	text bytes = {0};
	cordon_error error;
	cordon_error_init(&error);
	char *path = file_join(cli->position[0], "datapackage.json");
	json_t *document = NULL;
	if (!file_read(path, SOURCES_BYTES_MAX, &bytes, &error))
		document = json_loadb(text_string(&bytes), bytes.length, JSON_REJECT_DUPLICATES, NULL);
	page_section(&r->page, "sources", tr(cli, N_("Sources")), tr(cli, N_("What the economy was taken from.")));
	page_paragraph(&r->page, *r->economy->title ? r->economy->title : r->economy->name);
	add_entries(r, document, "sources");
	if (json_array_size(json_object_get(document, "licenses"))) {
		page_subheading(&r->page, tr(cli, N_("Terms")));
		add_entries(r, document, "licenses");
	}
	add_discrepancies(r);
	json_decref(document);
	free(path);
	text_free(&bytes);
	cordon_error_free(&error);
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static void add_sections(plan_report *r, const plan_summary *s)
{
	add_figures(r, s);
	add_groups(r);
	add_short_needs(r);
	add_reasons(r);
	add_bottlenecks(r);
	add_uses(r);
	add_flows(r);
	add_what_ifs(r);
	add_certificate(r);
	add_sources(r);
}

/* "Chile 2013" of "Chile 2013: 12 activities, ...". */
static void add_title(text *out, const cordon_economy *e)
{
	const char *title = e->title && *e->title ? e->title : e->name, *end = strstr(title, ": ");
	text_add(out, title, end ? (size_t)(end - title) : strlen(title));
}

static cordon_status write_page(plan_report *r)
{
	const cli_context *cli = r->cli;
	text title = {0}, lead = {0}, footer = {0}, out = {0};
	plan_summary s = plan_summary_of(cli, r->economy, r->plan);
	add_title(&title, r->economy);
	add_lead(r, &s, &lead);
	cli_add(cli, &footer, N_("Made by cordon {0} from the package {1} and the plan {2}."), cordon_version(),
		cli->position[0], cli->position[1]);
	page_head head = {
		.language = cli->language,
		.publication = tr(cli, N_("Cord\303\263n: plan of production")),
		.title = text_string(&title),
		.lead = text_string(&lead),
		.notice = r->verdict->proven
				  ? NULL
				  : tr(cli, N_("This plan is NOT PROVED: see the certificate before using it.")),
		.footer = text_string(&footer),
	};
	page_begin(&r->page, &head);
	add_sections(r, &s);
	page_end(&r->page, &out);
	cordon_status status = file_write(cli_option(cli, "-o"), text_string(&out), out.length, &r->cli->error);
	text_free(&out);
	text_free(&footer);
	text_free(&lead);
	text_free(&title);
	return status;
}

/* The verifier reads the package anew: it applies the plan's changes by itself. */
static cordon_status verify(cli_context *cli, const opened_plan *opened, cordon_plan_verdict *verdict)
{
	cordon_economy *e = NULL;
	cordon_error ignored; /* what it finds stands on the page in words; `plan verify` lists it */
	cordon_error_init(&ignored);
	*verdict = (cordon_plan_verdict){0};
	cordon_status status = cordon_economy_read(cli->position[0], &e, &cli->error);
	if (!status)
		status = cordon_plan_verify(e, text_string(&opened->bytes), opened->bytes.length, cli->position[1], 0,
					    verdict, &ignored);
	cordon_error_free(&ignored);
	cordon_economy_free(e);
	return status;
}

cordon_status plan_report_run(cli_context *cli)
{
	const char *path = cli_option(cli, "-o");
	if (!path)
		return cli_usage(cli, "-o", NULL, TEXT(CLI_MISSING), NO_TEXT);
	opened_plan opened;
	cordon_plan_verdict verdict;
	cordon_status status = plan_open(cli, &opened), verified = CORDON_OK;
	if (!status) {
		verified = verify(cli, &opened, &verdict);
		plan_report r = {.cli = cli, .economy = opened.economy, .plan = opened.plan, .verdict = &verdict};
		status = write_page(&r);
	}
	if (!status && cli->json)
		status = output_json(cli, json_pack("{s:s, s:b}", "report", path, "proven", verdict.proven));
	else if (!status && strcmp(path, "-"))
		cli_say(cli, cli->out, N_("{0}: written\n"), path);
	plan_close(&opened);
	return status ? status : verified;
}
