/* An economy in memory: finding ids, capacities, what-if changes, release. */
#include "economy/codes.h"
#include "economy/storage.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cordon_economy_free(cordon_economy *economy)
{
	if (!economy)
		return;
	struct economy_storage *s = economy->storage;
	free(economy->commodity);
	free(economy->place);
	free(economy->period);
	free(economy->process);
	free(economy->exchange);
	free(economy->capacity);
	free(economy->stock);
	free(economy->need);
	free(economy->discrepancy);
	free(economy->observation);
	names_free(&s->commodities);
	names_free(&s->places);
	names_free(&s->periods);
	names_free(&s->processes);
	names_free(&s->groups);
	names_free(&s->dimensions);
	free(s->dimension);
	free(s->factor);
	arena_free(&s->texts); /* economy->path stands in it */
	free(s);
	free(economy);
}

int economy_find_commodity(const cordon_economy *e, const char *id)
{
	return names_find(&economy_storage_of(e)->commodities, id);
}

int economy_find_place(const cordon_economy *e, const char *id)
{
	return names_find(&economy_storage_of(e)->places, id);
}

int economy_find_period(const cordon_economy *e, const char *id)
{
	return names_find(&economy_storage_of(e)->periods, id);
}

int economy_find_process(const cordon_economy *e, const char *id)
{
	return names_find(&economy_storage_of(e)->processes, id);
}

int economy_find_group(const cordon_economy *e, const char *id)
{
	return names_find(&economy_storage_of(e)->groups, id);
}

/* The first entry of capacity[] (sorted by process, then period, -1 first) that is not before (process, period). */
static int capacity_at(const cordon_economy *e, int process, int period)
{
	int low = 0, high = e->capacities;
	while (low < high) {
		int middle = low + (high - low) / 2;
		const cordon_capacity *c = &e->capacity[middle];
		if (c->process < process || (c->process == process && c->period < period))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

double cordon_economy_capacity(const cordon_economy *economy, int process, int period)
{
	const cordon_capacity *end = economy->capacity + economy->capacities;
	const cordon_capacity *c = economy->capacity + capacity_at(economy, process, period);
	if (c < end && c->process == process && c->period == period)
		return c->amount;
	c = economy->capacity + capacity_at(economy, process, -1);
	return c < end && c->process == process && c->period == -1 ? c->amount : CORDON_ACTIVITY_LIMIT;
}
