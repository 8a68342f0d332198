/* Inside the room: what every chart's drawing shares. Coordinates: x in percent of the width (+ px by dx), y in px. */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include "report/chart.h"
#include "report/wrap.h"

/* Opens and closes a chart `height` px high. */
void svg_begin(text *out, const chart_head *head, double height);
void svg_end(text *out);

/* The hatch of what is short, with id "<head id>-hatch". */
void svg_add_hatch(text *out, const chart_head *head);

/* A text at (x %, y px), moved by dx px. `class` is its CSS class, which also says where it is anchored. */
void svg_add_text(text *out, const char *class, double x, double y, double dx, const char *string);

/* Wraps `string` to `width_px` at `size_px` into at most `most` lines, set from y downwards `leading` px apart; returns
 * the lines. */
typedef struct svg_block {
	const char *class;
	double x, y, dx, width_px, size_px, leading;
	size_t most;
} svg_block;
enum { SVG_LINES_MAX = 6 };
size_t svg_add_block(text *out, svg_block where, const char *string);
size_t svg_count_lines(svg_block where, const char *string);

/* The same, and when it took more than one line, also a version for where there is room (`roomy_px`): one line,
 * standing where the last line stands. chart.css shows one of the two. */
size_t svg_add_block_or_line(text *out, svg_block where, double roomy_px, const char *string);

/* A <title> for the group just opened: what a pointer's tip shows. */
void svg_add_title(text *out, const char *string);

/* Text of a code in the chart's language; the caller frees it with text_free. */
text svg_words(cordon_language language, const cordon_text *message);

#endif
