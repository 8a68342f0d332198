/* The flow diagram (after Sankey): see chart.h.
 *
 * Layout. A node's size is the larger of what enters and what leaves it. Of each column the largest nodes are kept and
 * the others become one, last in its column, so that no amount is lost. The first column stands by size, each later one
 * by the mean height of what flows into it, which keeps crossings few. Every node has at least the room of its label.
 *
 * Ribbons are drawn in an inner <svg> that stretches sideways; the labels stand outside it and keep their size.
 */
#include "report/svg.h"

#include "base/memory.h"
#include "report/codes.h"
#include "report/number.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum {
	DRAWN_MAX = FLOW_COLUMNS_MAX * (FLOW_LARGEST_MAX + 1),
	LARGEST_DEFAULT = 8,
	HEADING_HEIGHT = 36,
	RIBBONS_HEIGHT = 400,
	NODE_GAP = 12,
	LABEL_PX = 13,
	LABEL_LEADING = 15,
	INNER_WIDTH = 1000,
	NODE_WIDTH = 12, /* in the inner drawing's units: 1.2 % */
	FIRST_X = 200,
	LAST_X = 800,
};

struct drawn {
	const flow_node *node; /* NULL: the others of the column */
	int column;
	size_t others;
	double in, out;
	double mean;           /* what the column is ordered by */
	double y, sent, taken; /* top; how far ribbons have used its right and left side */
};

struct diagram {
	const flow_diagram *given;
	struct drawn drawn[DRAWN_MAX];
	int count;
	int *drawn_of; /* of each given node; -1: nothing flows there */
	double flow[DRAWN_MAX][DRAWN_MAX];
	int order[DRAWN_MAX];            /* drawn nodes by column, then from the top */
	int first[FLOW_COLUMNS_MAX + 1]; /* where each column starts in order[] */
	double scale, height;
};

static bool counts(const flow_diagram *g, const flow *f)
{
	assert(f->from >= 0 && f->from < g->nodes && f->to >= 0 && f->to < g->nodes);
	assert(g->node[f->from].column < g->node[f->to].column);
	(void)g;
	return f->amount > 0 && isfinite(f->amount);
}

static double size_of(const struct drawn *d)
{
	return d->in > d->out ? d->in : d->out;
}

/* ---- which nodes are drawn --------------------------------------------------------------------------------------- */

struct ranked {
	double size;
	int node, column;
};

static int compare_ranked(const void *a, const void *b)
{
	const struct ranked *p = a, *q = b;
	if (p->column != q->column)
		return p->column - q->column;
	if (p->size != q->size)
		return p->size > q->size ? -1 : 1;
	return p->node - q->node;
}

static struct ranked *rank_nodes(const flow_diagram *g)
{
	struct ranked *ranked = memory_alloc((size_t)g->nodes, sizeof *ranked);
	double *in = memory_alloc((size_t)g->nodes, sizeof *in), *out = memory_alloc((size_t)g->nodes, sizeof *out);
	for (int i = 0; i < g->flows; i++) {
		if (!counts(g, &g->flow[i]))
			continue;
		out[g->flow[i].from] += g->flow[i].amount;
		in[g->flow[i].to] += g->flow[i].amount;
	}
	for (int i = 0; i < g->nodes; i++) {
		assert(g->node[i].column >= 0 && g->node[i].column < g->columns);
		ranked[i] = (struct ranked){fmax(in[i], out[i]), i, g->node[i].column};
	}
	qsort(ranked, (size_t)g->nodes, sizeof *ranked, compare_ranked);
	free(in);
	free(out);
	return ranked;
}

/* Takes one column's ranked nodes; the others become one node, unless there is just one, which then is drawn itself. */
static void take_column(struct diagram *d, const struct ranked *ranked, int count, int column, int largest)
{
	int kept = 0, others = -1;
	while (count > 0 && ranked[count - 1].size <= 0)
		d->drawn_of[ranked[--count].node] = -1;
	for (int i = 0; i < count; i++) {
		bool keep = i < largest || (i == largest && count == largest + 1);
		if (keep || others < 0) {
			d->drawn[d->count] =
				(struct drawn){.node = keep ? &d->given->node[ranked[i].node] : NULL, .column = column};
			if (!keep)
				others = d->count;
			kept = d->count++;
		} else {
			kept = others;
		}
		d->drawn_of[ranked[i].node] = kept;
		d->drawn[kept].others += !keep;
	}
}

static void take_nodes(struct diagram *d)
{
	const flow_diagram *g = d->given;
	int largest = g->largest ? g->largest : LARGEST_DEFAULT;
	assert(largest >= 1 && largest <= FLOW_LARGEST_MAX);
	struct ranked *ranked = rank_nodes(g);
	int start = 0;
	for (int c = 0; c < g->columns; c++) {
		int end = start;
		while (end < g->nodes && ranked[end].column == c)
			end++;
		take_column(d, ranked + start, end - start, c, largest);
		start = end;
	}
	free(ranked);
}

static void take_flows(struct diagram *d)
{
	const flow_diagram *g = d->given;
	for (int i = 0; i < g->flows; i++) {
		if (!counts(g, &g->flow[i]))
			continue;
		int from = d->drawn_of[g->flow[i].from], to = d->drawn_of[g->flow[i].to];
		assert(from >= 0 && to >= 0);
		d->flow[from][to] += g->flow[i].amount;
		d->drawn[from].out += g->flow[i].amount;
		d->drawn[to].in += g->flow[i].amount;
	}
}

/* ---- where they stand -------------------------------------------------------------------------------------------- */

static bool stands_before(const struct drawn *a, const struct drawn *b)
{
	if (!a->node != !b->node)
		return a->node;
	return a->mean < b->mean;
}

/* Orders a column by `mean`; nodes that tie keep their order by size. */
static void order_column(struct diagram *d, int column)
{
	int *order = d->order, start = d->first[column], end = start;
	for (int n = 0; n < d->count; n++) {
		if (d->drawn[n].column != column)
			continue;
		int at = end++;
		for (; at > start && stands_before(&d->drawn[n], &d->drawn[order[at - 1]]); at--)
			order[at] = order[at - 1];
		order[at] = n;
	}
	d->first[column + 1] = end;
}

static size_t label_lines(const struct diagram *d, const struct drawn *n);

static void place_column(struct diagram *d, int column)
{
	for (int n = 0; n < d->count; n++) {
		struct drawn *to = &d->drawn[n];
		if (to->column != column)
			continue;
		double sum = 0;
		for (int m = 0; m < d->count; m++)
			sum += d->flow[m][n] * (d->drawn[m].y + size_of(&d->drawn[m]) * d->scale / 2);
		to->mean = to->in > 0 ? sum / to->in : column ? 1e9 : 0;
	}
	order_column(d, column);
	double y = HEADING_HEIGHT + 8;
	for (int i = d->first[column]; i < d->first[column + 1]; i++) {
		struct drawn *n = &d->drawn[d->order[i]];
		n->y = y;
		y += fmax(size_of(n) * d->scale, (double)label_lines(d, n) * LABEL_LEADING) + NODE_GAP;
	}
	d->height = fmax(d->height, y);
}

static void lay_out(struct diagram *d)
{
	double total[FLOW_COLUMNS_MAX] = {0}, most = 0;
	for (int n = 0; n < d->count; n++) {
		total[d->drawn[n].column] += size_of(&d->drawn[n]);
		most = fmax(most, total[d->drawn[n].column]);
	}
	d->scale = most > 0 ? RIBBONS_HEIGHT / most : 0;
	d->height = HEADING_HEIGHT + 2 * LABEL_LEADING;
	for (int c = 0; c < d->given->columns; c++)
		place_column(d, c);
}

/* ---- drawing ----------------------------------------------------------------------------------------------------- */

static double column_x(const struct diagram *d, int column)
{
	return FIRST_X + (double)(LAST_X - FIRST_X - NODE_WIDTH) * column / (d->given->columns - 1);
}

static const char *tone_of(const struct drawn *to)
{
	static const char *const class_of[] = {"flow", "flow flow-served", "flow flow-short"};
	return class_of[to->node ? to->node->tone : FLOW_PLAIN];
}

static void add_ribbon(text *out, const struct diagram *d, struct drawn *from, struct drawn *to, double amount)
{
	double x0 = column_x(d, from->column) + NODE_WIDTH, x1 = column_x(d, to->column), xm = (x0 + x1) / 2;
	double thick = amount * d->scale, y0 = from->y + from->sent, y1 = to->y + to->taken;
	from->sent += thick;
	to->taken += thick;
	double shown = fmax(thick, 0.75);
	text_add_format(out,
		"<path class=\"%s\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fV%.1fC%.1f %.1f %.1f %.1f %.1f %.1fZ\"/>\n",
		tone_of(to), x0, y0, xm, y0, xm, y1, x1, y1, y1 + shown, xm, y1 + shown, xm, y0 + shown, x0, y0 + shown);
}

static void add_ribbons(text *out, struct diagram *d)
{
	text_add_format(out, "<svg width=\"100%%\" height=\"%.0f\" viewBox=\"0 0 %d %.0f\" preserveAspectRatio=\"none\">\n",
		d->height, INNER_WIDTH, d->height);
	for (int i = 0; i < d->count; i++)
		for (int j = 0; j < d->count; j++) {
			int from = d->order[i], to = d->order[j];
			if (d->flow[from][to] > 0)
				add_ribbon(out, d, &d->drawn[from], &d->drawn[to], d->flow[from][to]);
		}
	text_add_string(out, "</svg>\n");
}

static svg_block label_block(const struct diagram *d, int column)
{
	bool first = column == 0, last = column == d->given->columns - 1;
	double x = column_x(d, column) / INNER_WIDTH * 100;
	return (svg_block){
		.class = first  ? "flow-label end"
				 : last ? "flow-label"
						: "flow-label halo",
		.x = first ? x : x + 100.0 * NODE_WIDTH / INNER_WIDTH,
		.dx = first ? -7 : 7,
		.width_px = first || last           ? 122
					: d->given->columns > 3 ? 110
											: 150,
		.size_px = LABEL_PX,
		.leading = LABEL_LEADING,
		.most = 2,
	};
}

static text label_of(const struct drawn *n, cordon_language language)
{
	text label = {0};
	if (n->node) {
		text_add_string(&label, n->node->label);
		return label;
	}
	text digits = {0};
	number_add_count(&digits, n->others, language);
	label = svg_words(language, &TEXT(REPORT_OTHERS, text_string(&digits)));
	text_free(&digits);
	return label;
}

static size_t label_lines(const struct diagram *d, const struct drawn *n)
{
	size_t lines = n->node ? svg_count_lines(label_block(d, n->column), n->node->label) : 1;
	return lines + 1 + (n->node && n->node->word);
}

static void add_node_rect(text *out, const struct diagram *d, const chart_head *head, const struct drawn *n)
{
	static const char *const class_of[] = {"flow-node", "served", "short"};
	flow_tone tone = n->node ? n->node->tone : FLOW_PLAIN;
	text_add_format(out, "<rect class=\"%s\"", class_of[tone]);
	if (tone == FLOW_SHORT)
		text_add_format(out, " fill=\"url(#%s-hatch)\"", head->id);
	text_add_format(out, " x=\"%.6g%%\" y=\"%.1f\" width=\"%.2g%%\" height=\"%.1f\"/>\n",
		column_x(d, n->column) / INNER_WIDTH * 100, n->y, 100.0 * NODE_WIDTH / INNER_WIDTH,
		fmax(size_of(n) * d->scale, 1.5));
}

static void add_node(text *out, const struct diagram *d, const chart_head *head, const struct drawn *n)
{
	static const char *const first[] = {"flow-amount end", "flow-amount end wrong"},
							 *const last[] = {"flow-amount", "flow-amount wrong"},
							 *const middle[] = {"flow-amount halo", "flow-amount halo wrong"};
	const char *const *class = n->column == 0 ? first : n->column == d->given->columns - 1 ? last : middle;
	text label = label_of(n, head->language), amount = {0};
	number_add_short(&amount, size_of(n), head->language);
	if (d->given->unit && *d->given->unit)
		text_add_format(&amount, " %s", d->given->unit);
	text_add_string(out, "<g>");
	svg_add_title(out, text_string(&label));
	add_node_rect(out, d, head, n);
	svg_block block = label_block(d, n->column);
	block.y = n->y + 11;
	block.y += (double)svg_add_block(out, block, text_string(&label)) * LABEL_LEADING;
	block.most = 1;
	block.class = class[0];
	svg_add_block(out, block, text_string(&amount));
	block.y += LABEL_LEADING;
	block.class = class[n->node && n->node->tone == FLOW_SHORT];
	if (n->node && n->node->word)
		svg_add_block(out, block, n->node->word);
	text_add_string(out, "</g>\n");
	text_free(&label);
	text_free(&amount);
}

static void add_headings(text *out, const struct diagram *d)
{
	for (int c = 0; c < d->given->columns; c++) {
		svg_block block = label_block(d, c);
		block.class = c == 0 ? "tag end" : "tag";
		block.y = 16;
		block.width_px *= 0.8; /* capitals, spaced */
		block.most = 1;
		svg_add_block(out, block, d->given->heading[c]);
	}
	text_add_format(out, "<line class=\"rule\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>\n", HEADING_HEIGHT - 8,
		HEADING_HEIGHT - 8);
}

bool chart_add_flows(text *out, const chart_head *head, const flow_diagram *diagram)
{
	assert(diagram->columns >= 2 && diagram->columns <= FLOW_COLUMNS_MAX);
	if (diagram->nodes > FLOW_NODES_MAX || diagram->flows > FLOWS_MAX)
		return false;
	struct diagram *d = memory_alloc(1, sizeof *d);
	d->given = diagram;
	d->drawn_of = memory_alloc((size_t)diagram->nodes, sizeof *d->drawn_of);
	take_nodes(d);
	take_flows(d);
	lay_out(d);
	svg_begin(out, head, d->height);
	svg_add_hatch(out, head);
	add_headings(out, d);
	add_ribbons(out, d);
	for (int i = 0; i < d->count; i++)
		add_node(out, d, head, &d->drawn[d->order[i]]);
	svg_end(out);
	free(d->drawn_of);
	free(d);
	return true;
}
