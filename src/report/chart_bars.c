/* Bars; see chart.h. A bar takes: its label (one or two lines) with the share at the right, the bar, and, when something is to be
 * said (short, at its limit, amounts), a line beneath. */
#include "report/svg.h"

#include "report/codes.h"
#include "report/number.h"

#include <string.h>

enum { LABEL_PX = 15, LABEL_LEADING = 19, BAR_HEIGHT = 16, NOTE_LEADING = 18, GAP = 16, GROUP_HEIGHT = 40, LABEL_WIDTH = 205, LEGEND_HEIGHT = 34 };

struct drawing {
	text *out;
	const chart_head *head;
	bars_kind kind;
	double y;
};

static double share_of(bars_kind kind, const bar *b)
{
	if (b->whole <= 0)
		return kind == BARS_FULFILMENT;
	double share = b->part / b->whole;
	return share < 0 ? 0 : share >= 1 - SHARE_WHOLE ? 1 : share;
}

static svg_block label_block(double y)
{
	return (svg_block){.class = "label", .y = y, .width_px = LABEL_WIDTH, .size_px = LABEL_PX, .leading = LABEL_LEADING, .most = 2};
}

/* What is said beneath the bar, left (amounts) and right (what is wrong). */
static void write_notes(const struct drawing *d, const bar *b, double share, text *amounts, text *wrong)
{
	cordon_language language = d->head->language;
	bool with_unit = b->unit && *b->unit;
	if (with_unit) {
		number_add_short(amounts, b->part, language);
		text_add_string(amounts, " / ");
		number_add_short(amounts, b->whole, language);
		text_add_format(amounts, " %s", b->unit);
	}
	if (d->kind == BARS_CAPACITY && share == 1) {
		text_add_string(wrong, "\xE2\x97\x86 ");
		text words = svg_words(language, &TEXT(REPORT_AT_LIMIT));
		text_add_string(wrong, text_string(&words));
		text_free(&words);
	}
	if (d->kind == BARS_FULFILMENT && share < 1) {
		text missing = {0};
		number_add_share(&missing, 1 - share, 1, language);
		text words = svg_words(language, &TEXT(REPORT_SHORT_BY, text_string(&missing)));
		text_add_format(wrong, "\xE2\x96\xBC %s", text_string(&words));
		text_free(&words);
		text_free(&missing);
	}
}

static void add_fulfilment(const struct drawing *d, double y, double share)
{
	if (share > 0)
		text_add_format(d->out, "<rect class=\"served\" y=\"%.4g\" width=\"%.2f%%\" height=\"%d\"/>\n", y, 100 * share, BAR_HEIGHT);
	if (share < 1)
		text_add_format(d->out, "<rect class=\"short\" fill=\"url(#%s-hatch)\" x=\"%.2f%%\" y=\"%.4g\" width=\"%.2f%%\" height=\"%d\"/>\n",
				d->head->id, 100 * share, y, 100 - 100 * share, BAR_HEIGHT);
}

static void add_capacity(const struct drawing *d, double y, double share)
{
	text_add_format(d->out, "<rect class=\"spare\" y=\"%.4g\" width=\"100%%\" height=\"%d\"/>\n", y, BAR_HEIGHT);
	if (share == 1)
		text_add_format(d->out, "<rect class=\"limit\" fill=\"url(#%s-hatch)\" y=\"%.4g\" width=\"100%%\" height=\"%d\"/>\n",
				d->head->id, y, BAR_HEIGHT);
	else if (share > 0)
		text_add_format(d->out, "<rect class=\"used\" y=\"%.4g\" width=\"%.2f%%\" height=\"%d\"/>\n", y, 100 * share, BAR_HEIGHT);
}

static void add_bar(struct drawing *d, const bar *b)
{
	double share = share_of(d->kind, b);
	text figure = {0}, amounts = {0}, wrong = {0};
	number_add_share(&figure, share, 1, d->head->language);
	write_notes(d, b, share, &amounts, &wrong);
	text_add_string(d->out, "<g>");
	svg_add_title(d->out, b->label);
	d->y += LABEL_LEADING;
	size_t lines = svg_add_block(d->out, label_block(d->y - 5), b->label);
	d->y += (double)(lines - 1) * LABEL_LEADING;
	svg_add_text(d->out, share < 1 && d->kind == BARS_FULFILMENT ? "figure end wrong" : "figure end", 100, d->y - 5, 0, text_string(&figure));
	if (d->kind == BARS_FULFILMENT)
		add_fulfilment(d, d->y, share);
	else
		add_capacity(d, d->y, share);
	d->y += BAR_HEIGHT;
	if (amounts.length || wrong.length)
		d->y += NOTE_LEADING;
	if (amounts.length)
		svg_add_text(d->out, "note", 0, d->y - 3, 0, text_string(&amounts));
	if (wrong.length)
		svg_add_text(d->out, "note end wrong", 100, d->y - 3, 0, text_string(&wrong));
	text_add_string(d->out, "</g>\n");
	d->y += GAP;
	text_free(&figure);
	text_free(&amounts);
	text_free(&wrong);
}

static bool starts_group(const bar *b, size_t i)
{
	const char *before = i ? b[i - 1].group : NULL;
	return b[i].group && (!before || strcmp(before, b[i].group));
}

static double height_of(const struct drawing *d, const bar *b, size_t count)
{
	double height = LEGEND_HEIGHT;
	for (size_t i = 0; i < count; i++) {
		double share = share_of(d->kind, &b[i]);
		bool wrong = d->kind == BARS_FULFILMENT ? share < 1 : share == 1;
		height += starts_group(b, i) ? GROUP_HEIGHT : 0;
		height += (double)svg_count_lines(label_block(0), b[i].label) * LABEL_LEADING + BAR_HEIGHT + GAP;
		height += wrong || (b[i].unit && *b[i].unit) ? NOTE_LEADING : 0;
	}
	return height;
}

static void add_legend(struct drawing *d)
{
	bool fulfilment = d->kind == BARS_FULFILMENT;
	text first = svg_words(d->head->language, fulfilment ? &TEXT(REPORT_SERVED) : &TEXT(REPORT_USED));
	text second = svg_words(d->head->language, fulfilment ? &TEXT(REPORT_SHORT) : &TEXT(REPORT_AT_LIMIT));
	double at = 24 + 15 * wrap_width(text_string(&first), wrap_ems) + 12;
	text_add_format(d->out, "<rect class=\"%s\" x=\"1\" y=\"3\" width=\"16\" height=\"12\"/>\n", fulfilment ? "served" : "used");
	svg_add_text(d->out, "note", 0, 14, 24, text_string(&first));
	text_add_format(d->out, "<rect class=\"%s\" fill=\"url(#%s-hatch)\" x=\"%.0f\" y=\"3\" width=\"16\" height=\"12\"/>\n",
			fulfilment ? "short" : "limit", d->head->id, at);
	svg_add_text(d->out, "note", 0, 14, at + 23, text_string(&second));
	d->y += LEGEND_HEIGHT - 8;
	text_free(&first);
	text_free(&second);
}

static void add_more(struct drawing *d, size_t more)
{
	text digits = {0};
	number_add_count(&digits, more, d->head->language);
	text words = svg_words(d->head->language, &TEXT(REPORT_MORE_BARS, text_string(&digits)));
	svg_add_text(d->out, "note", 0, d->y + 14, 0, text_string(&words));
	text_free(&words);
	text_free(&digits);
}

void chart_add_bars(text *out, const chart_head *head, bars_kind kind, const bar *list, size_t count)
{
	struct drawing d = {out, head, kind, 0};
	size_t shown = count > BARS_MAX ? BARS_MAX : count;
	svg_begin(out, head, height_of(&d, list, shown) + (count > shown ? NOTE_LEADING : 0));
	svg_add_hatch(out, head);
	add_legend(&d);
	for (size_t i = 0; i < shown; i++) {
		if (starts_group(list, i)) {
			text_add_format(out, "<line class=\"rule\" x1=\"0\" x2=\"100%%\" y1=\"%.4g\" y2=\"%.4g\"/>\n", d.y + 8.5, d.y + 8.5);
			svg_add_text(out, "group", 0, d.y + 28, 0, list[i].group);
			d.y += GROUP_HEIGHT;
		}
		add_bar(&d, &list[i]);
	}
	if (count > shown)
		add_more(&d, count - shown);
	svg_end(out);
}
