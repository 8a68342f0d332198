/* A chain from a need to what stops it; see chart.h. Each kind of step has its own outline as well as its word: a need
 * is rounded, a recipe has a double edge, a good is a plain box, a bottleneck is heavy, red and hatched. */
#include "report/svg.h"

#include "report/codes.h"
#include "report/number.h"

#include <assert.h>

enum {
	TAG_HEIGHT = 26,
	LABEL_LEADING = 20,
	QUANTITY_LEADING = 18,
	FOOT = 14,
	ARROW = 44,
	WIDTH = 252,
	ROOMY = 400,
	LABEL_PX = 16,
	QUANTITY_PX = 14,
	LINK_PX = 13,
	TEXT_X = 20,
	LINK_X = 46,
};

static svg_block label_block(double y)
{
	return (svg_block){.class = "label strong",
		.y = y,
		.dx = TEXT_X,
		.width_px = WIDTH,
		.size_px = LABEL_PX,
		.leading = LABEL_LEADING,
		.most = 4};
}

static svg_block quantity_block(chain_kind kind, double y)
{
	bool wrong = kind == CHAIN_NEED || kind == CHAIN_BOTTLENECK;
	return (svg_block){.class = wrong ? "quantity wrong" : "quantity",
		.y = y,
		.dx = TEXT_X,
		.width_px = WIDTH,
		.size_px = QUANTITY_PX,
		.leading = QUANTITY_LEADING,
		.most = 2};
}

static double height_of(const chain_step *s)
{
	double label = (double)svg_count_lines(label_block(0), s->label) * LABEL_LEADING;
	double quantity =
		s->quantity ? (double)svg_count_lines(quantity_block(s->kind, 0), s->quantity) * QUANTITY_LEADING : 0;
	return TAG_HEIGHT + label + quantity + FOOT;
}

static void add_outline(text *out, const chart_head *head, chain_kind kind, double y, double height)
{
	static const char *const class_of[] = {"step need", "step", "step", "step stop"};
	text_add_format(out, "<rect class=\"%s\" x=\"0.5%%\" y=\"%.6g\" width=\"99%%\" height=\"%.6g\" rx=\"%d\"/>\n",
		class_of[kind], y, height, kind == CHAIN_NEED ? 16 : 0);
	if (kind == CHAIN_RECIPE)
		text_add_format(out, "<rect class=\"edge\" x=\"0.5%%\" y=\"%.6g\" width=\"5\" height=\"%.6g\"/>\n", y, height);
	if (kind == CHAIN_BOTTLENECK)
		text_add_format(out,
			"<rect class=\"short\" fill=\"url(#%s-hatch)\" x=\"0.5%%\" y=\"%.6g\" width=\"11\" height=\"%.6g\"/>\n",
			head->id, y, height);
}

static double add_step(text *out, const chart_head *head, const chain_step *s, double y)
{
	static const cordon_code *const tag_of[] = {&REPORT_NEED, &REPORT_GOOD, &REPORT_RECIPE, &REPORT_BOTTLENECK};
	double height = height_of(s);
	text tag = svg_words(head->language, &(cordon_text){.code = tag_of[s->kind]});
	text_add_string(out, "<g>");
	svg_add_title(out, s->label);
	add_outline(out, head, s->kind, y, height);
	svg_add_text(out, s->kind == CHAIN_BOTTLENECK ? "tag wrong" : "tag", 0, y + 20, TEXT_X, text_string(&tag));
	double lines = (double)svg_add_block(out, label_block(y + TAG_HEIGHT + 14), s->label);
	if (s->quantity)
		svg_add_block(out, quantity_block(s->kind, y + TAG_HEIGHT + lines * LABEL_LEADING + 14), s->quantity);
	text_add_string(out, "</g>\n");
	text_free(&tag);
	return height;
}

/* From the step beneath up to the one above: goods move upwards. */
static void add_arrow(text *out, double y, const char *link)
{
	text_add_format(out, "<path class=\"arrow\" d=\"M28 %.6gV%.6gm-6 8l6 -8l6 8\"/>\n", y + ARROW - 3, y + 5);
	if (link)
		svg_add_block_or_line(out,
			(svg_block){.class = "note",
				.y = y + ARROW / 2.0 + 5,
				.dx = LINK_X,
				.width_px = WIDTH + TEXT_X - LINK_X,
				.size_px = LINK_PX,
				.most = 1},
			ROOMY, link);
}

static void add_gap(text *out, const chart_head *head, double y, size_t steps)
{
	text digits = {0};
	number_add_count(&digits, steps, head->language);
	text words = svg_words(head->language, &TEXT(REPORT_MORE_STEPS, text_string(&digits)));
	svg_add_text(out, "note", 0, y + 20, TEXT_X, text_string(&words));
	text_free(&words);
	text_free(&digits);
}

void chart_add_chain(text *out, const chart_head *head, const chain_step *step, size_t count)
{
	enum { GAP_HEIGHT = 30, HEAD = CHAIN_STEPS_MAX / 2 };
	size_t left_out = count > CHAIN_STEPS_MAX ? count - CHAIN_STEPS_MAX : 0;
	double height = 4, y = 2;
	for (size_t i = 0; i < count; i++)
		if (!left_out || i < HEAD || i >= HEAD + left_out)
			height += height_of(&step[i]) + (i + 1 < count ? ARROW : 0);
	svg_begin(out, head, height + (left_out ? GAP_HEIGHT : 0));
	svg_add_hatch(out, head);
	for (size_t i = 0; i < count; i++) {
		assert(step[i].kind >= CHAIN_NEED && step[i].kind <= CHAIN_BOTTLENECK);
		if (left_out && i == HEAD) {
			add_gap(out, head, y, left_out);
			y += GAP_HEIGHT;
			i += left_out;
		}
		y += add_step(out, head, &step[i], y);
		if (i + 1 < count) {
			add_arrow(out, y, step[i].link);
			y += ARROW;
		}
	}
	svg_end(out);
}
