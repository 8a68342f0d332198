/* Charts as SVG: drawn once, for the report, for print and later for the web.
 *
 * Every chart is an <svg role="img"> with <title> and <desc>; no script, no outside resource, no style attribute; the
 * same bytes for the same data. What red and blue-green say is also said by a pattern, a shape and a word. Charts are
 * as wide as the place they stand in: horizontal positions are percentages, text keeps its size from 320 px up. Colours
 * and fonts come from chart.css (chart_css): pages carry it once; a standalone chart carries it itself.
 *
 * Limits: what is beyond a chart's limit is summed up or counted in words, never silently left out. Charts do not sort
 * (the caller's order is the reading order), except the flow diagram, which lays out its columns by size.
 */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include "base/text.h"

#include <cordon/base.h>

typedef struct chart_head {
	const char *id; /* unique in the page: [a-z0-9-]; ids inside the chart begin with it */
	const char *title; /* what it shows */
	const char *description; /* what is to be seen in it, for who does not see it; NULL: the title says it */
	cordon_language language;
	bool standalone; /* a file of its own: with XML namespace and style */
} chart_head;

/* The style sheet of charts. */
extern const char chart_css[];

/* ---- bars: a part of a whole, one bar each ----------------------------------------------------------------------- */

typedef enum bars_kind {
	BARS_FULFILMENT, /* part served of the whole needed; the rest is short */
	BARS_CAPACITY, /* part used of the whole there is; full means at its limit */
} bars_kind;

typedef struct bar {
	const char *group; /* a heading above the bar when it differs from the bar before; NULL: none */
	const char *label;
	double part, whole; /* >= 0; a whole of 0 counts as fully served, or as unused */
	const char *unit; /* said with the amounts; NULL or "": amounts are not said */
} bar;

enum { BARS_MAX = 60 };
void chart_add_bars(text *out, const chart_head *head, bars_kind kind, const bar *list, size_t count);

/* ---- flows: how much goes from where to where, in columns -------------------------------------------------------- */

/* A node stands in a column (0 .. columns - 1); a flow goes from a node to one in a later column. All amounts in one
 * unit. */
typedef enum flow_tone { FLOW_PLAIN, FLOW_SERVED, FLOW_SHORT } flow_tone;

typedef struct flow_node {
	const char *label;
	int column;
	flow_tone tone; /* of the node and of what flows into it; short is hatched as well as red */
	const char *word; /* what the tone means here ("at its limit"), said beneath the label; NULL: nothing */
} flow_node;

typedef struct flow {
	int from, to; /* nodes */
	double amount; /* > 0; others are left out */
} flow;

typedef struct flow_diagram {
	const char *const *heading; /* one a column */
	int columns; /* 2 .. FLOW_COLUMNS_MAX */
	const flow_node *node;
	int nodes;
	const flow *flow;
	int flows;
	int largest; /* nodes kept in each column, 1 .. FLOW_LARGEST_MAX; the others are drawn as one; 0: 8 */
	const char *unit; /* said with the amounts; NULL: none */
} flow_diagram;

enum { FLOW_COLUMNS_MAX = 4, FLOW_LARGEST_MAX = 16, FLOW_NODES_MAX = 200 * 1000, FLOWS_MAX = 2000 * 1000 };

/* Nothing is drawn beyond FLOW_NODES_MAX nodes or FLOWS_MAX flows: the caller picks first (false, and `out` as it was).
 */
bool chart_add_flows(text *out, const chart_head *head, const flow_diagram *diagram);

/* ---- nested boxes: what is made of what -------------------------------------------------------------------------- */

typedef struct nest_box {
	const char *label, *note; /* the note beneath the label; both are cut where there is no room; NULL */
	int parent; /* a box before it; -1: none */
	double size; /* >= 0, of one with none in it; the others are as large as what is in them */
} nest_box;

enum { NEST_MAX = 20 * 1000, NEST_LEVELS_MAX = 12 };

/* False, and `out` as it was: nothing to draw, or beyond the limits. Boxes too thin to be seen are counted in words. */
bool chart_add_nest(text *out, const chart_head *head, const nest_box *box, int count);

/* ---- a chain: from a need that is short to what stops it --------------------------------------------------------- */

typedef enum chain_kind { CHAIN_NEED, CHAIN_GOOD, CHAIN_RECIPE, CHAIN_BOTTLENECK } chain_kind;

typedef struct chain_step {
	chain_kind kind;
	const char *label;
	const char *quantity; /* "82.4 of 100 t"; NULL: none */
	const char *link; /* on the arrow from the next step up to this one: "0.35 t for each t"; NULL: none */
} chain_step;

enum { CHAIN_STEPS_MAX = 24 };

/* The need stands on top, what stops it at the bottom; arrows go up, as the goods do. Beyond CHAIN_STEPS_MAX the steps
 * in the middle are counted in one. */
void chart_add_chain(text *out, const chart_head *head, const chain_step *step, size_t count);

#endif
