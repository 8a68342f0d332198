/* Tarjan's strongly connected components (SIAM J. Comput. 1, 1972) with an explicit stack; see check_graph.h.
 *
 * Nodes: commodity k is k, process p is commodities + p. The search follows the edges backwards (from a node to what
 * it needs), so that Tarjan's order, sinks first, is the topological order we want.
 */
#include "economy/check_graph.h"

#include <stdlib.h>
#include <string.h>

struct makers { /* by commodity, the processes with an output of it */
	int *start, *process;
};

struct search {
	const loops *l;
	struct makers makers;
	int commodities;
	int *index, *low, *next; /* by node; index 0: not seen; next: the edge to look at next */
	bool *open; /* by node: on the stack */
	int *stack, *path;
	int stacked, depth, seen;
	int *order, ordered; /* nodes by component */
	int *end, ends; /* where each component ends in `order` */
};

static bool is_input(const loops *l, const check_pair *x)
{
	return x->in > (l->gross ? 0 : x->out);
}

static bool is_output(const loops *l, const check_pair *x)
{
	return x->out > (l->gross ? 0 : x->in);
}

static struct makers makers_new(const loops *l)
{
	const checkup *c = l->c;
	size_t n = (size_t)c->e->commodities, pairs = (size_t)c->first[c->e->processes];
	struct makers m = {memory_alloc(n + 2, sizeof(int)), memory_alloc(pairs, sizeof(int))};
	int *next = m.start + 1; /* shifted by one, so that filling leaves the starts in place */
	for (size_t i = 0; i < pairs; i++)
		if (is_output(l, &c->pair[i]))
			m.start[c->pair[i].commodity + 2]++;
	for (size_t k = 2; k < n + 2; k++)
		m.start[k] += m.start[k - 1];
	for (int p = 0; p < c->e->processes; p++)
		for (int i = c->first[p]; i < c->first[p + 1]; i++)
			if (is_output(l, &c->pair[i]))
				m.process[next[c->pair[i].commodity]++] = p;
	return m;
}

static bool is_node(const struct search *s, int v)
{
	return v < s->commodities ? !s->l->available[v] : !s->l->runs[v - s->commodities];
}

/* The next node that v needs, or -1 after the last. */
static int next_edge(struct search *s, int v)
{
	const checkup *c = s->l->c;
	if (v < s->commodities) {
		while (s->makers.start[v] + s->next[v] < s->makers.start[v + 1]) {
			int w = s->commodities + s->makers.process[s->makers.start[v] + s->next[v]++];
			if (is_node(s, w))
				return w;
		}
		return -1;
	}
	int p = v - s->commodities;
	while (c->first[p] + s->next[v] < c->first[p + 1]) {
		const check_pair *x = &c->pair[c->first[p] + s->next[v]++];
		if (is_input(s->l, x) && is_node(s, x->commodity))
			return x->commodity;
	}
	return -1;
}

static void enter(struct search *s, int v)
{
	s->index[v] = s->low[v] = ++s->seen;
	s->stack[s->stacked++] = v;
	s->open[v] = true;
	s->path[s->depth++] = v;
}

/* v and everything above it on the stack are a component. */
static void close_component(struct search *s, int v)
{
	int w;
	do {
		w = s->stack[--s->stacked];
		s->open[w] = false;
		s->order[s->ordered++] = w;
	} while (w != v);
	s->end[s->ends++] = s->ordered;
}

static void visit(struct search *s, int root)
{
	enter(s, root);
	while (s->depth) {
		int v = s->path[s->depth - 1], w = next_edge(s, v);
		if (w >= 0 && !s->index[w]) {
			enter(s, w);
		} else if (w >= 0) {
			if (s->open[w] && s->index[w] < s->low[v])
				s->low[v] = s->index[w];
		} else {
			s->depth--;
			if (s->low[v] == s->index[v])
				close_component(s, v);
			if (s->depth && s->low[v] < s->low[s->path[s->depth - 1]])
				s->low[s->path[s->depth - 1]] = s->low[v];
		}
	}
}

static int compare_ints(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Sorts each component (commodities come before processes) and points into it. */
static components collect(struct search *s)
{
	components parts = {memory_alloc((size_t)s->ends, sizeof(component)), s->ends, s->order};
	for (int i = 0, from = 0; i < s->ends; from = s->end[i++]) {
		int count = s->end[i] - from, split = 0;
		qsort(s->order + from, (size_t)count, sizeof *s->order, compare_ints);
		while (split < count && s->order[from + split] < s->commodities)
			split++;
		for (int k = split; k < count; k++)
			s->order[from + k] -= s->commodities;
		parts.component[i] = (component){s->order + from, s->order + from + split, split, count - split};
	}
	return parts;
}

components components_of(const loops *l)
{
	const cordon_economy *e = l->c->e;
	size_t n = (size_t)e->commodities + (size_t)e->processes;
	struct search s = {.l = l, .makers = makers_new(l), .commodities = e->commodities};
	int **const lists[] = {&s.index, &s.low, &s.next, &s.stack, &s.path, &s.order, &s.end};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		*lists[i] = memory_alloc(n, sizeof(int));
	s.open = memory_alloc(n, sizeof *s.open);
	for (int v = 0; v < (int)n; v++)
		if (is_node(&s, v) && !s.index[v])
			visit(&s, v);
	components parts = collect(&s);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (lists[i] != &s.order)
			free(*lists[i]);
	free(s.open);
	free(s.makers.start);
	free(s.makers.process);
	return parts;
}

void components_free(components *parts)
{
	free(parts->component);
	free(parts->members);
	*parts = (components){0};
}
