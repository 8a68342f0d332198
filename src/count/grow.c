/* Sequential rules with all their ties; see grow.h.
 *
 * Two walks: the first, quiet, finds all states and which committees each can still reach; the second goes one way and
 * reports it, choosing by lot, or stopping, at the first stage where the tied lead to different committees. */
#include "count/grow.h"

#include "count/codes.h"
#include "count/exact.h"
#include "count/rule.h"
#include "count/stage.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { REACH_WORDS = (CORDON_OUTCOMES_MAX + 63) / 64 };

typedef struct grow_edge {
	int candidate;
	size_t to; /* a node */
} grow_edge;

typedef struct grow_node {
	candidate_set chosen;
	size_t edge, edges;
	uint64_t reach[REACH_WORDS]; /* committees of the list */
} grow_node;

typedef struct grow {
	committee c;
	const grow_rule *rule;
	int steps;
	grow_node *node;
	size_t nodes, node_capacity;
	grow_edge *edge;
	size_t edges, edge_capacity;
	grow_state *layer; /* states of node[first] .. */
	size_t first, count;
	committee_list list;
	bool complete;
	mpq_t *level;
	bool *has;
	int *tied;
} grow;

/* ---- states ------------------------------------------------------------------------------------------------------ */

static void state_clear(const grow *g, grow_state *s)
{
	for (size_t k = 0; s->number && k < g->c.kinds; k++)
		mpq_clear(s->number[k]);
	free(s->number);
	s->number = NULL;
}

static void state_numbers(const grow *g, grow_state *s)
{
	s->number = g->rule->numbers ? memory_alloc(g->c.kinds, sizeof *s->number) : NULL;
	for (size_t k = 0; s->number && k < g->c.kinds; k++)
		mpq_init(s->number[k]);
}

static void state_copy(const grow *g, grow_state *to, const grow_state *from)
{
	*to = *from;
	state_numbers(g, to);
	for (size_t k = 0; to->number && k < g->c.kinds; k++)
		mpq_set(to->number[k], from->number[k]);
}

static bool state_equal(const grow *g, const grow_state *a, const grow_state *b)
{
	if (memcmp(&a->chosen, &b->chosen, sizeof a->chosen) || a->second != b->second)
		return false;
	for (size_t k = 0; a->number && k < g->c.kinds; k++)
		if (!mpq_equal(a->number[k], b->number[k]))
			return false;
	return true;
}

static void state_begin(const grow *g, grow_state *s)
{
	*s = (grow_state){.second = false};
	state_numbers(g, s);
	if (g->rule->begin)
		g->rule->begin(&g->c, s);
}

static int options(grow *g, grow_state *s)
{
	memset(g->has, 0, (size_t)g->c.candidates * sizeof *g->has);
	int count = g->rule->options(&g->c, s, g->level, g->has, g->tied);
	assert(count > 0);
	return count;
}

static void take(grow *g, grow_state *s, int candidate)
{
	if (g->rule->take)
		g->rule->take(&g->c, s, candidate, g->level);
	set_add(&s->chosen, candidate);
}

/* ---- the first walk ---------------------------------------------------------------------------------------------- */

static size_t add_node(grow *g, const grow_state *s)
{
	MEMORY_RESERVE(g->node, g->nodes, g->node_capacity);
	g->node[g->nodes] = (grow_node){.chosen = s->chosen};
	return g->nodes++;
}

/* The place of the state in the next layer, new or there already; SIZE_MAX: no room. Takes the state. */
static size_t place_state(grow *g, grow_state *next, size_t *count, grow_state *s)
{
	for (size_t i = 0; i < *count; i++)
		if (state_equal(g, &next[i], s)) {
			state_clear(g, s);
			return i;
		}
	if (*count == GROW_STATES_MAX || (*count > 0 && (*count + 1) * g->c.kinds > GROW_NUMBERS_MAX)) {
		state_clear(g, s);
		g->complete = false;
		return SIZE_MAX;
	}
	next[*count] = *s;
	return (*count)++;
}

/* Every tied choice from state i of the layer. */
static void expand(grow *g, size_t i, grow_state *next, size_t *count)
{
	grow_state *from = &g->layer[i];
	size_t node = g->first + i, base = g->first + g->count;
	int tied = options(g, from);
	g->node[node].edge = g->edges;
	for (int t = 0; t < tied; t++) {
		grow_state s;
		state_copy(g, &s, from);
		take(g, &s, g->tied[t]);
		size_t place = place_state(g, next, count, &s);
		if (place == SIZE_MAX)
			continue;
		if (base + place == g->nodes)
			add_node(g, &next[place]);
		MEMORY_RESERVE(g->edge, g->edges, g->edge_capacity);
		g->edge[g->edges++] = (grow_edge){g->tied[t], base + place};
		g->node[node].edges++;
	}
}

static void clear_layer(grow *g)
{
	for (size_t i = 0; i < g->count; i++)
		state_clear(g, &g->layer[i]);
	free(g->layer);
	g->layer = NULL;
	g->count = 0;
}

static cordon_status walk(grow *g)
{
	g->layer = memory_alloc(1, sizeof *g->layer);
	state_begin(g, &g->layer[0]);
	g->count = 1;
	add_node(g, &g->layer[0]);
	for (int step = 0; step < g->steps; step++) {
		grow_state *next = memory_alloc(GROW_STATES_MAX, sizeof *next);
		size_t count = 0;
		if (run_stopped(g->c.run)) {
			free(next);
			return CORDON_INTERRUPTED;
		}
		for (size_t i = 0; i < g->count; i++)
			expand(g, i, next, &count);
		size_t first = g->first + g->count;
		clear_layer(g);
		g->layer = next;
		g->first = first;
		g->count = count;
	}
	return CORDON_OK;
}

static int members(const grow *g, const candidate_set *chosen, int *winner)
{
	int winners = 0;
	for (int i = 0; i < g->c.standing_count; i++)
		if (set_has(chosen, g->c.standing[i]) != g->rule->reverse)
			winner[winners++] = g->c.standing[i];
	return winners;
}

/* Lists the committees of the last layer, and of each node which it reaches, from the end. */
static void find_reach(grow *g)
{
	int winner[CORDON_CANDIDATES_MAX];
	for (size_t i = g->first; i < g->nodes; i++)
		committee_list_add(&g->list, winner, members(g, &g->node[i].chosen, winner));
	g->list.complete &= g->complete;
	committee_list_sort(&g->list);
	for (size_t i = g->first; i < g->nodes; i++) {
		int winners = members(g, &g->node[i].chosen, winner);
		for (size_t k = 0; k < g->list.count; k++)
			if (!memcmp(g->list.item[k].winner, winner, (size_t)winners * sizeof *winner))
				g->node[i].reach[k / 64] |= UINT64_C(1) << (k % 64);
	}
	for (size_t i = g->first; i-- > 0;)
		for (size_t e = g->node[i].edge; e < g->node[i].edge + g->node[i].edges; e++)
			for (int w = 0; w < REACH_WORDS; w++)
				g->node[i].reach[w] |= g->node[g->edge[e].to].reach[w];
}

/* ---- the second walk --------------------------------------------------------------------------------------------- */

/* Whether all ways on from a node reach the same committees. */
static bool ways_agree(const grow *g, size_t node)
{
	const grow_node *n = &g->node[node];
	for (size_t e = n->edge + 1; e < n->edge + n->edges; e++)
		if (memcmp(g->node[g->edge[e].to].reach, g->node[g->edge[n->edge].to].reach, sizeof n->reach))
			return false;
	return true;
}

/* The first edge that reaches committee k (k < 0: any). */
static size_t way_to(const grow *g, size_t node, int k)
{
	const grow_node *n = &g->node[node];
	for (size_t e = n->edge; e < n->edge + n->edges; e++)
		if (k < 0 || g->node[g->edge[e].to].reach[k / 64] >> (k % 64) & 1)
			return e;
	return n->edge;
}

static void report_tallies(grow *g, const grow_state *after)
{
	arena *keep = g->c.run->keep;
	for (int i = 0; i < g->c.standing_count; i++) {
		int one = g->c.standing[i];
		bool chosen = set_has(&after->chosen, one);
		cordon_candidate_state state = !chosen            ? CORDON_STATE_CONTINUING
					       : g->rule->reverse ? CORDON_STATE_EXCLUDED
								  : CORDON_STATE_ELECTED;
		stage_tally(g->c.run, one, g->has[one] ? exact_mpq(keep, g->level[one]) : NULL, NULL, NULL, state);
	}
}

/* Goes one way and reports it; the committee's place, or RUN_STOPPED. The winners in the order elected. */
static int replay(grow *g, grow_state *s, int *winner)
{
	count_run *run = g->c.run;
	int chosen = g->list.count == 1 && g->list.complete ? committee_choose(run, &g->list) : -1;
	size_t node = 0;
	for (int step = 0; step < g->steps; step++) {
		options(g, s);
		stage_begin(run, true);
		if (chosen < 0 && (!g->node[node].edges || !ways_agree(g, node) || step == g->steps - 1)) {
			report_tallies(g, s);
			chosen = committee_choose(run, &g->list);
			if (chosen == RUN_STOPPED)
				return RUN_STOPPED;
		}
		const grow_edge *e = &g->edge[way_to(g, node, chosen)];
		winner[step] = e->candidate;
		take(g, s, e->candidate);
		const char *level = g->has[e->candidate] ? exact_mpq(run->keep, g->level[e->candidate]) : "0";
		stage_say(run, g->rule->say(s, run->election->candidate[e->candidate].name, level));
		report_tallies(g, s);
		node = e->to;
	}
	return chosen;
}

static cordon_status grow_run(grow *g)
{
	int winner[CORDON_CANDIDATES_MAX];
	grow_state s;
	cordon_status status = walk(g);
	if (status)
		return status;
	find_reach(g);
	if (!g->steps) { /* reverse, with as many seats as candidates */
		stage_begin(g->c.run, true);
		committee_choose(g->c.run, &g->list);
	}
	state_begin(g, &s);
	int place = g->steps ? replay(g, &s, winner) : 0;
	if (place != RUN_STOPPED && g->rule->reverse)
		run_outcome(g->c.run, g->list.item[place].winner, g->c.seats);
	else if (place != RUN_STOPPED)
		run_outcome(g->c.run, winner, g->c.seats);
	state_clear(g, &s);
	return place == RUN_STOPPED ? CORDON_UNPROVEN : CORDON_OK;
}

int grow_keep(mpq_t *level, int one, bool most, int *tied, int count)
{
	int compared = count ? mpq_cmp(level[one], level[tied[0]]) : 0;
	if (most ? compared < 0 : compared > 0)
		return count;
	if (compared)
		count = 0;
	tied[count++] = one;
	return count;
}

cordon_status grow_count(count_run *run, const grow_rule *rule)
{
	grow g = {.rule = rule, .complete = true};
	cordon_status status = committee_begin(&g.c, run, true);
	if (!status) {
		g.steps = rule->reverse ? g.c.standing_count - g.c.seats : g.c.seats;
		g.level = memory_alloc((size_t)g.c.candidates, sizeof *g.level);
		g.has = memory_alloc((size_t)g.c.candidates, sizeof *g.has);
		g.tied = memory_alloc((size_t)g.c.candidates, sizeof *g.tied);
		for (int one = 0; one < g.c.candidates; one++)
			mpq_init(g.level[one]);
		status = grow_run(&g);
		for (int one = 0; one < g.c.candidates; one++)
			mpq_clear(g.level[one]);
	}
	clear_layer(&g);
	committee_list_free(&g.list);
	free(g.node);
	free(g.edge);
	free(g.level);
	free(g.has);
	free(g.tied);
	committee_free(&g.c);
	return status;
}
