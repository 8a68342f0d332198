/* Bars of a plan's sections; see plan_charts.h. */
#include "cli/plan_charts.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { USES_SHOWN = 12, NEEDS_SHOWN = 8 };

static const char *cell(const table *t, size_t row, int column)
{
	const char *string = table_at(t, row, column)->text;
	return string ? string : "";
}

static void draw(const cli_context *cli, const char *id, bars_kind kind, const bar *list, size_t count,
		 const char *caption, text *svg)
{
	if (count)
		chart_add_bars(svg, &(chart_head){.id = id, .title = caption, .language = cli->language}, kind, list,
			       count);
}

/* ---- fulfilment -------------------------------------------------------------------------------------------------- */

static void add_tier(const cli_context *cli, const table *t, size_t row, text *out)
{
	char digits[32];
	snprintf(digits, sizeof digits, "%.0f", table_at(t, row, 0)->number);
	cli_add(cli, out, N_("Tier {0}"), digits);
}

/* Every row a bar; the last column is its fulfilment, the first a tier where it is a number. */
static void draw_fulfilment(const cli_context *cli, const char *id, const table *t, text *svg)
{
	bar *list = memory_alloc(t->rows, sizeof *list);
	text *tier = memory_alloc(t->rows, sizeof *tier);
	bool tiers = t->column[0].kind == COLUMN_NUMBER, names = t->column[1].kind == COLUMN_TEXT;
	for (size_t i = 0; i < t->rows; i++) {
		if (tiers)
			add_tier(cli, t, i, &tier[i]);
		const char *name = tiers && !names ? text_string(&tier[i]) : cell(t, i, tiers);
		list[i] = (bar){tiers && names ? text_string(&tier[i]) : NULL, name,
				table_at(t, i, t->columns - 1)->number, 1, NULL};
	}
	draw(cli, id, BARS_FULFILMENT, list, t->rows, t->caption, svg);
	for (size_t i = 0; i < t->rows; i++)
		text_free(&tier[i]);
	free(tier);
	free(list);
}

/* The needs that are short, the worst first. */
static void draw_needs(const cli_context *cli, const table *t, text *svg)
{
	text label[NEEDS_SHOWN] = {0};
	bar list[NEEDS_SHOWN];
	size_t shown = 0;
	for (; shown < t->rows && shown < NEEDS_SHOWN && table_at(t, shown, 6)->number < 1 - SHARE_WHOLE; shown++) {
		text_add_format(&label[shown], "%s: %s", cell(t, shown, 1), cell(t, shown, 2));
		list[shown] = (bar){NULL, text_string(&label[shown]), table_at(t, shown, 4)->number,
				    table_at(t, shown, 3)->number, cell(t, shown, 5)};
	}
	draw(cli, "short", BARS_FULFILMENT, list, shown, t->caption, svg);
	for (size_t i = 0; i < shown; i++)
		text_free(&label[i]);
}

/* ---- use --------------------------------------------------------------------------------------------------------- */

/* Rows with a use, the most used first (their tables are in that order): a name, what is used, what there is, perhaps a
 * unit, the use. */
static void draw_uses(const cli_context *cli, const char *id, const table *t, const char *caption, text *svg)
{
	bar list[USES_SHOWN];
	size_t shown = 0;
	int share = t->columns - 1;
	for (size_t i = 0; i < t->rows && shown < USES_SHOWN; i++) {
		double part = table_at(t, i, 1)->number, whole = table_at(t, i, 2)->number;
		if (!isnan(table_at(t, i, share)->number) && part > 0)
			list[shown++] = (bar){NULL, cell(t, i, 0), part, whole, share == 4 ? cell(t, i, 3) : NULL};
	}
	draw(cli, id, BARS_CAPACITY, list, shown, caption, svg);
}

const char *plan_chart_section(const cli_context *cli, enum plan_section section, const table *t, text *svg)
{
	size_t before = svg->length;
	const char *caption = t->caption;
	switch (section) {
	case PLAN_SECTION_TIERS:
	case PLAN_SECTION_PLACES:
	case PLAN_SECTION_GROUPS:
		draw_fulfilment(cli, plan_section_key(section), t, svg);
		break;
	case PLAN_SECTION_NEEDS:
		draw_needs(cli, t, svg);
		break;
	case PLAN_SECTION_ACTIVITY:
		caption = tr(cli, N_("The most used capacities"));
		draw_uses(cli, "use-a", t, caption, svg);
		break;
	case PLAN_SECTION_TRADE:
		caption = tr(cli, N_("Imports and exports against their limits"));
		draw_uses(cli, "use-t", t, caption, svg);
		break;
	case PLAN_SECTION_LABOUR:
		caption = tr(cli, N_("Used of what there is"));
		draw_uses(cli, "use-l", t, caption, svg);
		break;
	default:
		break;
	}
	return svg->length > before ? caption : t->caption;
}
