/* What can be had, and the strongly connected parts of what cannot be made so far: the graph whose nodes are the
 * commodities that are not available and the processes that cannot run, with an edge commodity -> process for a net
 * input and process -> commodity for a net output.
 */
#ifndef ECONOMY_CHECK_GRAPH_H
#define ECONOMY_CHECK_GRAPH_H

#include "economy/check.h"

typedef struct loops {
	checkup *c;
	bool *available; /* by commodity: can be had in any amount */
	bool *runs; /* by process: all its net inputs are available */
	int *missing; /* by process: how many of its net inputs are not available */
	int *user_start, *user; /* by commodity: the processes with a net input of it */
	int *queue, queued; /* processes that can run, whose outputs are not yet marked */
	bool gross; /* edges are what is used and made at all, not net */
} loops;

/* Nothing is available yet but what is marked in `available` afterwards through loops_make_available. */
loops loops_new(checkup *c);
void loops_free(loops *l);

/* Marks a commodity as available, and everything that processes with available inputs make from it. */
void loops_make_available(loops *l, int commodity);
/* Marks what processes without inputs make; to be called once, after the first marks. */
void loops_start(loops *l);

typedef struct component {
	const int *commodity, *process;
	int commodities, processes;
} component;

/* In topological order: what a part needs from other parts comes before it. */
typedef struct components {
	component *component;
	int count;
	int *members; /* private */
} components;

components components_of(const loops *l);
void components_free(components *parts);

#endif
