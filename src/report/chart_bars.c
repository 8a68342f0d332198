/* Bars; see chart.h. A bar takes: its label (one or two lines) with the share at the right, the bar, and, when
 * something is to be said (amounts, short, at its limit), a line beneath, or two where they would meet on a narrow
 * screen. */
#include "report/svg.h"

#include "report/codes.h"
#include "report/number.h"

#include <string.h>

enum {
	LABEL_PX = 15,
	LABEL_LEADING = 19,
	LABEL_WIDTH = 212,
	LABEL_ROOMY = 520,
	GROUP_PX = 16,
	GROUP_WIDTH = 264,
	GROUP_ROOMY = 500,
	GROUP_LEADING = 20,
	NOTE_PX = 13,
	NOTE_LEADING = 18,
	NOTES_WIDTH = 288,
	BAR_HEIGHT = 16,
	GAP = 16,
	LEGEND_HEIGHT = 30,
};

struct drawing {
	text body;
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

/* "9.32 of 18.5 t", when the bar names a unit. */
static text amounts_of(cordon_language language, const bar *b)
{
	text part = {0}, whole = {0}, amounts = {0};
	if (!b->unit || !*b->unit)
		return amounts;
	number_add_short(&part, b->part, language);
	number_add_short(&whole, b->whole, language);
	amounts = svg_words(language, &TEXT(REPORT_OF, text_string(&part), text_string(&whole), b->unit));
	text_free(&part);
	text_free(&whole);
	return amounts;
}

/* What is wrong with the bar, with its mark. */
static text trouble_of(cordon_language language, bars_kind kind, double share)
{
	text trouble = {0}, words = {0}, missing = {0};
	if (kind == BARS_CAPACITY && share == 1) {
		words = svg_words(language, &TEXT(REPORT_AT_LIMIT));
		text_add_string(&trouble, "\xE2\x97\x86 ");
	}
	if (kind == BARS_FULFILMENT && share < 1) {
		number_add_share(&missing, 1 - share, 1, language);
		words = svg_words(language, &TEXT(REPORT_SHORT_BY, text_string(&missing)));
		text_add_string(&trouble, "\xE2\x96\xBC ");
	}
	text_add_string(&trouble, text_string(&words));
	text_free(&words);
	text_free(&missing);
	return trouble;
}

static void add_rect(struct drawing *d, const char *class, bool hatched, double from, double to)
{
	text_add_format(&d->body, "<rect class=\"%s\"", class);
	if (hatched)
		text_add_format(&d->body, " fill=\"url(#%s-hatch)\"", d->head->id);
	text_add_format(&d->body, " x=\"%.2f%%\" y=\"%.6g\" width=\"%.2f%%\" height=\"%d\"/>\n", 100 * from, d->y,
		100 * (to - from), BAR_HEIGHT);
}

static void add_rects(struct drawing *d, double share)
{
	if (d->kind == BARS_FULFILMENT) {
		if (share > 0)
			add_rect(d, "served", false, 0, share);
		if (share < 1)
			add_rect(d, "short", true, share, 1);
		return;
	}
	add_rect(d, "spare", false, 0, 1);
	if (share == 1)
		add_rect(d, "limit", true, 0, 1);
	else if (share > 0)
		add_rect(d, "used", false, 0, share);
}

static void add_notes(struct drawing *d, const char *amounts, const char *trouble)
{
	bool meet = *amounts && *trouble &&
				NOTE_PX * (wrap_width(amounts, wrap_ems) + wrap_width(trouble, wrap_ems) + 1) > NOTES_WIDTH;
	if (*amounts || *trouble)
		d->y += NOTE_LEADING;
	if (*trouble)
		svg_add_text(&d->body, "note end wrong", 100, d->y - 3, 0, trouble);
	if (meet)
		d->y += NOTE_LEADING;
	if (*amounts)
		svg_add_block(&d->body,
			(svg_block){.class = "note", .y = d->y - 3, .width_px = NOTES_WIDTH, .size_px = NOTE_PX, .most = 1},
			amounts);
}

static void add_bar(struct drawing *d, const bar *b)
{
	cordon_language language = d->head->language;
	double share = share_of(d->kind, b);
	text figure = {0}, amounts = amounts_of(language, b), trouble = trouble_of(language, d->kind, share);
	number_add_share(&figure, share, 1, language);
	text_add_string(&d->body, "<g>");
	svg_add_title(&d->body, b->label);
	svg_block label = {.class = "label",
		.y = d->y + LABEL_LEADING - 5,
		.width_px = LABEL_WIDTH,
		.size_px = LABEL_PX,
		.leading = LABEL_LEADING,
		.most = 2};
	d->y += (double)svg_add_block_or_line(&d->body, label, LABEL_ROOMY, b->label) * LABEL_LEADING;
	bool is_short = share < 1 && d->kind == BARS_FULFILMENT;
	svg_add_text(&d->body, is_short ? "figure end wrong" : "figure end", 100, d->y - 5, 0, text_string(&figure));
	add_rects(d, share);
	d->y += BAR_HEIGHT;
	add_notes(d, text_string(&amounts), text_string(&trouble));
	text_add_string(&d->body, "</g>\n");
	d->y += GAP;
	text_free(&figure);
	text_free(&amounts);
	text_free(&trouble);
}

static void add_group(struct drawing *d, const char *name)
{
	text_add_format(
		&d->body, "<line class=\"rule\" x1=\"0\" x2=\"100%%\" y1=\"%.6g\" y2=\"%.6g\"/>\n", d->y + 6.5, d->y + 6.5);
	svg_block block = {.class = "group",
		.y = d->y + GROUP_LEADING + 12,
		.width_px = GROUP_WIDTH,
		.size_px = GROUP_PX,
		.leading = GROUP_LEADING,
		.most = 2};
	d->y += (double)svg_add_block_or_line(&d->body, block, GROUP_ROOMY, name) * GROUP_LEADING + 24;
}

/* One entry of the legend at `x` px; returns where the next one starts. */
static double add_key(struct drawing *d, double x, const char *class, bool hatched, const cordon_code *code)
{
	text words = svg_words(d->head->language, &(cordon_text){.code = code});
	text_add_format(&d->body, "<rect class=\"%s\"", class);
	if (hatched)
		text_add_format(&d->body, " fill=\"url(#%s-hatch)\"", d->head->id);
	text_add_format(&d->body, " x=\"%.0f\" y=\"3\" width=\"16\" height=\"12\"/>\n", x + 1);
	svg_add_text(&d->body, "note", 0, 14, x + 23, text_string(&words));
	double width = NOTE_PX * wrap_width(text_string(&words), wrap_ems);
	text_free(&words);
	return x + 23 + width + 20;
}

static void add_legend(struct drawing *d)
{
	if (d->kind == BARS_FULFILMENT)
		add_key(d, add_key(d, 0, "served", false, &REPORT_SERVED), "short", true, &REPORT_SHORT);
	else
		add_key(d, add_key(d, 0, "used", false, &REPORT_USED), "limit", true, &REPORT_AT_LIMIT);
	d->y += LEGEND_HEIGHT;
}

static void add_more(struct drawing *d, size_t more)
{
	text digits = {0};
	number_add_count(&digits, more, d->head->language);
	text words = svg_words(d->head->language, &TEXT(REPORT_MORE_BARS, text_string(&digits)));
	svg_add_text(&d->body, "note", 0, d->y + 14, 0, text_string(&words));
	d->y += NOTE_LEADING;
	text_free(&words);
	text_free(&digits);
}

static bool starts_group(const bar *list, size_t i)
{
	const char *before = i ? list[i - 1].group : NULL;
	return list[i].group && (!before || strcmp(before, list[i].group));
}

void chart_add_bars(text *out, const chart_head *head, bars_kind kind, const bar *list, size_t count)
{
	struct drawing d = {.head = head, .kind = kind};
	size_t shown = count > BARS_MAX ? BARS_MAX : count;
	svg_add_hatch(&d.body, head);
	add_legend(&d);
	for (size_t i = 0; i < shown; i++) {
		if (starts_group(list, i))
			add_group(&d, list[i].group);
		add_bar(&d, &list[i]);
	}
	if (count > shown)
		add_more(&d, count - shown);
	svg_begin(out, head, d.y);
	text_add(out, text_string(&d.body), d.body.length);
	svg_end(out);
	text_free(&d.body);
}
