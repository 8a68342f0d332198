/* What is made of what: one row a level, each box as wide as its share of the one it stands in; see chart.h. */
#include "report/svg.h"

#include "base/memory.h"
#include "report/codes.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	ROW = 56,
	BOX = 52,
	LABEL_PX = 13,
	LABEL_Y = 21,
	NOTE_Y = 40,
	INSET = 6,
	NARROW_PX = 288,
	ROOMY_PX = 440,
	LEAST_PX = 48
};
#define LEAST 0.02 /* per cent of the width: less is no box */

typedef struct placed {
	double size, x, width, filled; /* per cent; `filled`: by the boxes in it so far */
	int level;
} placed;

/* Sizes from the innermost outwards: a box that has others in it is as large as they are together. */
static double add_sizes(const nest_box *box, placed *at, int count)
{
	double all = 0;
	for (int i = 0; i < count; i++)
		at[i] = (placed){.size = box[i].size};
	for (int i = count - 1; i >= 0; i--)
		if (box[i].parent >= 0) {
			placed *in = &at[box[i].parent];
			in->size = in->filled ? in->size : 0;
			in->filled = 1;
			in->size += at[i].size;
		}
	for (int i = 0; i < count; i++) {
		at[i].filled = 0;
		all += box[i].parent < 0 ? at[i].size : 0;
	}
	return all;
}

static int place(const nest_box *box, placed *at, int count, double all)
{
	double filled = 0;
	int levels = 0;
	for (int i = 0; i < count; i++) {
		placed *in = box[i].parent < 0 ? NULL : &at[box[i].parent];
		double whole = in ? in->size : all, width = in ? in->width : 100, *so_far = in ? &in->filled : &filled;
		at[i].level = in ? in->level + 1 : 0;
		at[i].width = whole > 0 ? width * at[i].size / whole : 0;
		at[i].x = (in ? in->x : 0) + *so_far;
		*so_far += at[i].width;
		levels = at[i].level >= levels ? at[i].level + 1 : levels;
	}
	return levels;
}

/* On a wide screen and on a narrow one, each where there is room for some of it. */
static void add_line(text *out, const placed *at, const char *const class[2], double y, const char *string)
{
	static const double screen_px[2] = {NARROW_PX, ROOMY_PX};
	for (int roomy = 0; roomy < 2; roomy++) {
		double px = at->width / 100 * screen_px[roomy] - 2 * INSET;
		if (px >= LEAST_PX)
			svg_add_block(out,
				      (svg_block){class[roomy], at -> x, at -> level *ROW + y, INSET, px, LABEL_PX,
						  LABEL_PX, 1},
				      string);
	}
}

static void add_label(text *out, const nest_box *box, const placed *at)
{
	static const char *const label[2] = {"flow-label narrow", "flow-label roomy"}, *const note[2] = {"note narrow",
													 "note roomy"};
	add_line(out, at, label, LABEL_Y, box->label);
	if (box->note)
		add_line(out, at, note, NOTE_Y, box->note);
}

static void add_box(text *out, const nest_box *box, const placed *at, bool inner)
{
	text tip = {0};
	text_add_format(&tip, box->note ? "%s: %s" : "%s", box->label, box->note);
	text_add_string(out, "<g>");
	svg_add_title(out, text_string(&tip));
	text_add_format(out, "<rect class=\"nest%s\" x=\"%.6g%%\" y=\"%d\" width=\"%.6g%%\" height=\"%d\"/>",
			inner ? " inner" : "", at->x, at->level * ROW, at->width, BOX);
	add_label(out, box, at);
	text_add_string(out, "</g>\n");
	text_free(&tip);
}

bool chart_add_nest(text *out, const chart_head *head, const nest_box *box, int count)
{
	if (count < 1 || count > NEST_MAX)
		return false;
	placed *at = memory_alloc((size_t)count, sizeof *at);
	double all = add_sizes(box, at, count);
	int levels = place(box, at, count, all), left = 0;
	bool *inner = memory_alloc((size_t)count, sizeof *inner);
	for (int i = 0; i < count; i++) {
		left += at[i].width < LEAST;
		if (box[i].parent >= 0)
			inner[box[i].parent] = true;
	}
	bool well = all > 0 && levels <= NEST_LEVELS_MAX;
	if (well) {
		svg_begin(out, head, levels * ROW + (left ? ROW / 2 : 0));
		for (int i = 0; i < count; i++)
			if (at[i].width >= LEAST)
				add_box(out, &box[i], &at[i], inner[i]);
		if (left) {
			char number[24];
			snprintf(number, sizeof number, "%d", left);
			text words = svg_words(head->language, &TEXT(REPORT_MORE_BARS, number));
			svg_add_text(out, "note", 0, levels * ROW + LABEL_PX, 0, text_string(&words));
			text_free(&words);
		}
		svg_end(out);
	}
	free(inner);
	free(at);
	return well;
}
