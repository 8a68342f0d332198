/* What can be had from what can be had: a worklist over the processes, each exchange looked at a constant number of
 * times. See check_graph.h. */
#include "economy/check_graph.h"

#include <stdlib.h>

static bool is_net_input(const check_pair *x)
{
	return x->in > x->out;
}

loops loops_new(checkup *c)
{
	size_t commodities = (size_t)c->e->commodities, processes = (size_t)c->e->processes;
	loops l = {.c = c,
			   .available = memory_alloc(commodities, sizeof(bool)),
			   .runs = memory_alloc(processes, sizeof(bool)),
			   .missing = memory_alloc(processes, sizeof(int)),
			   .user_start = memory_alloc(commodities + 2, sizeof(int)),
			   .user = memory_alloc((size_t)c->first[processes], sizeof(int)),
			   .queue = memory_alloc(processes, sizeof(int))};
	int *next = l.user_start + 1; /* shifted by one, so that filling leaves the starts in place */
	for (int i = 0; i < c->first[processes]; i++)
		if (is_net_input(&c->pair[i]))
			l.user_start[c->pair[i].commodity + 2]++;
	for (size_t k = 2; k < commodities + 2; k++)
		l.user_start[k] += l.user_start[k - 1];
	for (int p = 0; p < c->e->processes; p++)
		for (int i = c->first[p]; i < c->first[p + 1]; i++)
			if (is_net_input(&c->pair[i])) {
				l.user[next[c->pair[i].commodity]++] = p;
				l.missing[p]++;
			}
	return l;
}

void loops_free(loops *l)
{
	free(l->available);
	free(l->runs);
	free(l->missing);
	free(l->user_start);
	free(l->user);
	free(l->queue);
	*l = (loops){0};
}

static void run(loops *l, int p)
{
	l->runs[p] = true;
	l->queue[l->queued++] = p;
}

/* Marks one commodity and queues the processes it was the last missing input of. */
static void mark(loops *l, int commodity)
{
	if (l->available[commodity])
		return;
	l->available[commodity] = true;
	for (int i = l->user_start[commodity]; i < l->user_start[commodity + 1]; i++)
		if (--l->missing[l->user[i]] == 0)
			run(l, l->user[i]);
}

static void work_off(loops *l)
{
	const checkup *c = l->c;
	while (l->queued) {
		int p = l->queue[--l->queued];
		for (int i = c->first[p]; i < c->first[p + 1]; i++)
			if (c->pair[i].out > c->pair[i].in)
				mark(l, c->pair[i].commodity);
	}
}

void loops_make_available(loops *l, int commodity)
{
	mark(l, commodity);
	work_off(l);
}

void loops_start(loops *l)
{
	for (int p = 0; p < l->c->e->processes; p++)
		if (!l->missing[p] && !l->runs[p])
			run(l, p);
	work_off(l);
}
