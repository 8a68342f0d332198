/* The largest flow from claimants to the depots they can reach: Dinic (1970), exact, on the bipartite graph of a part
 * of a problem. Links are as wide as anything; claimants and depots have limits.
 */
#ifndef SHARE_FLOW_H
#define SHARE_FLOW_H

#include "share/part.h"

#include <stddef.h>

/* Links of claimant i: to[start[i]] .. to[start[i + 1] - 1], each a depot. Start from {0} with the sizes; flow_free. */
typedef struct flow {
	size_t claimants, depots, links;
	const size_t *start;
	const int32_t *to;
	share_wide *wants, *has; /* limits, to be filled by the caller; what is left of them afterwards */
	/* private */
	share_wide *on; /* each link's flow */
	size_t *back; /* links of depot j: by[back[j]] .. by[back[j + 1] - 1] */
	size_t *by;
	int32_t *owner; /* each link's claimant */
	int32_t *level, *queue; /* of claimants, then depots */
	size_t *next; /* the arc to try, of each node */
} flow;

/* Allocates all but start and to, which stay the caller's. */
void flow_open(flow *f);
void flow_close(flow *f);

/* Fills `on`; returns the flow's value. */
share_wide flow_run(flow *f);

/* After flow_run: whether a claimant, or depot, can still be reached from somebody who wants more. */
bool flow_reaches_claimant(const flow *f, size_t i);
bool flow_reaches_depot(const flow *f, size_t j);

#endif
