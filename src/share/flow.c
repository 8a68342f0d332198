/* See flow.h. */
#include "share/flow.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void flow_open(flow *f)
{
	size_t nodes = f->claimants + f->depots;
	f->wants = memory_alloc(f->claimants, sizeof *f->wants);
	f->has = memory_alloc(f->depots, sizeof *f->has);
	f->on = memory_alloc(f->links, sizeof *f->on);
	f->back = memory_alloc(f->depots + 1, sizeof *f->back);
	f->by = memory_alloc(f->links, sizeof *f->by);
	f->owner = memory_alloc(f->links, sizeof *f->owner);
	f->level = memory_alloc(nodes, sizeof *f->level);
	f->queue = memory_alloc(nodes, sizeof *f->queue);
	f->next = memory_alloc(nodes, sizeof *f->next);
	for (size_t k = 0; k < f->links; k++)
		f->back[f->to[k] + 1]++;
	for (size_t j = 0; j < f->depots; j++)
		f->back[j + 1] += f->back[j];
	size_t *at = f->next; /* borrowed */
	memcpy(at, f->back, f->depots * sizeof *at);
	for (size_t i = 0; i < f->claimants; i++)
		for (size_t k = f->start[i]; k < f->start[i + 1]; k++) {
			f->owner[k] = (int32_t)i;
			f->by[at[f->to[k]]++] = k;
		}
}

void flow_close(flow *f)
{
	void *all[] = {f->wants, f->has, f->on, f->back, f->by, f->owner, f->level, f->queue, f->next};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		free(all[i]);
}

static share_wide least(share_wide a, share_wide b)
{
	return a < b ? a : b;
}

/* Levels of the nodes from those who want more; true when a depot that has some is among them. */
static bool rank(flow *f)
{
	size_t front = 0, back = 0, n = f->claimants;
	bool open = false;
	for (size_t v = 0; v < n + f->depots; v++)
		f->level[v] = -1;
	for (size_t i = 0; i < n; i++)
		if (f->wants[i] > 0) {
			f->level[i] = 0;
			f->queue[back++] = (int32_t)i;
		}
	while (front < back) {
		size_t v = (size_t)f->queue[front++];
		if (v < n) {
			for (size_t k = f->start[v]; k < f->start[v + 1]; k++)
				if (f->level[n + (size_t)f->to[k]] < 0) {
					f->level[n + (size_t)f->to[k]] = f->level[v] + 1;
					f->queue[back++] = (int32_t)n + f->to[k];
				}
			continue;
		}
		open |= f->has[v - n] > 0;
		for (size_t b = f->back[v - n]; b < f->back[v - n + 1]; b++) {
			size_t k = f->by[b];
			if (f->on[k] > 0 && f->level[f->owner[k]] < 0) {
				f->level[f->owner[k]] = f->level[v] + 1;
				f->queue[back++] = f->owner[k];
			}
		}
	}
	return open;
}

static share_wide push(flow *f, size_t v, share_wide amount);

static share_wide push_from_claimant(flow *f, size_t i, share_wide amount)
{
	share_wide sent = 0;
	for (size_t *at = &f->next[i]; f->start[i] + *at < f->start[i + 1]; ++*at) {
		size_t k = f->start[i] + *at, j = f->claimants + (size_t)f->to[k];
		if (f->level[j] != f->level[i] + 1)
			continue;
		share_wide more = push(f, j, amount - sent);
		f->on[k] += more;
		sent += more;
		if (sent == amount)
			break; /* the arc may carry more */
	}
	return sent;
}

static share_wide push_from_depot(flow *f, size_t j, share_wide amount)
{
	size_t v = f->claimants + j;
	share_wide sent = least(amount, f->has[j]);
	f->has[j] -= sent;
	for (size_t *at = &f->next[v]; sent < amount && f->back[j] + *at < f->back[j + 1]; ++*at) {
		size_t k = f->by[f->back[j] + *at], i = (size_t)f->owner[k];
		if (!f->on[k] || f->level[i] != f->level[v] + 1)
			continue;
		share_wide more = push(f, i, least(amount - sent, f->on[k]));
		f->on[k] -= more;
		sent += more;
		if (sent == amount)
			break;
	}
	return sent;
}

/* Depth first along rising levels; levels are at most twice the depots, which bounds the recursion. */
static share_wide push(flow *f, size_t v, share_wide amount)
{
	return v < f->claimants ? push_from_claimant(f, v, amount) : push_from_depot(f, v - f->claimants, amount);
}

share_wide flow_run(flow *f)
{
	share_wide value = 0;
	memset(f->on, 0, f->links * sizeof *f->on);
	while (rank(f)) {
		memset(f->next, 0, (f->claimants + f->depots) * sizeof *f->next);
		for (size_t i = 0; i < f->claimants; i++)
			if (f->wants[i] > 0) {
				share_wide sent = push(f, i, f->wants[i]);
				f->wants[i] -= sent;
				value += sent;
			}
	}
	return value; /* rank has left the levels of the last look */
}

bool flow_reaches_claimant(const flow *f, size_t i)
{
	return f->level[i] >= 0;
}

bool flow_reaches_depot(const flow *f, size_t j)
{
	return f->level[f->claimants + j] >= 0;
}
