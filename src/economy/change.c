/* What-ifs: cordon_economy_change. Each kind names ids by a pattern and changes or rewrites records; nothing else of
 * the economy moves, and the hash stays that of the package as read. */
#include "economy/codes.h"
#include "economy/storage.h"

#include "base/text.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Which ids match: one flag an id; returns how many. */
static int match(const names *ids, const char *pattern, bool *matches)
{
	int count = 0;
	for (int i = 0; i < ids->count; i++) {
		matches[i] = !strcmp(pattern, ids->name[i]) || text_matches(pattern, ids->name[i]);
		count += matches[i];
	}
	return count;
}

static void change_needs(cordon_economy *e, const bool *matches, double value)
{
	for (int i = 0; i < e->needs; i++)
		if (matches[e->need[i].group])
			e->need[i].amount *= value;
}

static void change_capacities(cordon_economy *e, const bool *matches, double value)
{
	for (int i = 0; i < e->capacities; i++)
		if (matches[e->capacity[i].process])
			e->capacity[i].amount *= value;
}

/* One entry of capacity 0 for every period replaces what the matching processes had; the order by process is kept. */
static void stop_processes(cordon_economy *e, const bool *matches)
{
	cordon_capacity *kept = memory_alloc((size_t)e->capacities + (size_t)e->processes, sizeof *kept);
	int count = 0;
	for (int p = 0, at = 0; p < e->processes; p++) {
		if (matches[p])
			kept[count++] = (cordon_capacity){p, -1, 0, e->process[p].row};
		for (; at < e->capacities && e->capacity[at].process == p; at++)
			if (!matches[p])
				kept[count++] = e->capacity[at];
	}
	free(e->capacity);
	e->capacity = kept;
	e->capacities = count;
}

/* One entry a place and period replaces what the matching commodities had. */
static void limit_commodities(cordon_economy *e, const bool *matches, int matched, double value)
{
	size_t each = (size_t)e->places * (size_t)e->periods;
	cordon_stock *kept = memory_alloc((size_t)e->stocks + each * (size_t)matched, sizeof *kept);
	int count = 0;
	for (int i = 0; i < e->stocks; i++)
		if (!matches[e->stock[i].commodity])
			kept[count++] = e->stock[i];
	for (int c = 0; c < e->commodities; c++)
		for (int place = 0; matches[c] && place < e->places; place++)
			for (int period = 0; period < e->periods; period++)
				kept[count++] = (cordon_stock){c, place, period, value, e->commodity[c].row};
	free(e->stock);
	e->stock = kept;
	e->stocks = count;
}

/* CAPACITY needs something to multiply. */
static void warn_of_no_capacity(const cordon_economy *e, const bool *matches, cordon_error *error)
{
	bool *has = memory_alloc((size_t)e->processes, sizeof *has);
	for (int i = 0; i < e->capacities; i++)
		has[e->capacity[i].process] = true;
	for (int p = 0; p < e->processes; p++)
		if (matches[p] && !has[p])
			finding_add(error, CORDON_WARNING, (place_in_file){.found = e->process[p].id},
						TEXT(ECONOMY_CHANGE_NO_CAPACITY), NO_TEXT);
	free(has);
}

static const names *ids_of(const cordon_economy *e, cordon_change_kind kind)
{
	const struct economy_storage *s = economy_storage_of(e);
	return kind == CORDON_CHANGE_NEED ? &s->groups : kind == CORDON_CHANGE_LIMIT ? &s->commodities : &s->processes;
}

static cordon_status refuse_pattern(const names *ids, const char *pattern, cordon_error *error)
{
	const char *closest = names_closest(ids, pattern);
	return finding_add(error, CORDON_ERROR, (place_in_file){.found = pattern}, TEXT(ECONOMY_CHANGE_NOTHING),
					   closest ? TEXT(ECONOMY_DID_YOU_MEAN, closest) : NO_TEXT);
}

static cordon_status apply(cordon_economy *e, const cordon_change *change, cordon_error *error)
{
	if (change->kind != CORDON_CHANGE_STOP && !(isfinite(change->value) && change->value >= 0)) {
		char found[32];
		text_from_double(change->value, found);
		return finding_add(error, CORDON_ERROR, (place_in_file){.field = change->pattern, .found = found},
						   TEXT(ECONOMY_NUMBER), TEXT(ECONOMY_AT_LEAST_ZERO));
	}
	const names *ids = ids_of(e, change->kind);
	bool *matches = memory_alloc((size_t)ids->count, sizeof *matches);
	int matched = match(ids, change->pattern, matches);
	cordon_status status = CORDON_OK;
	if (!matched)
		status = refuse_pattern(ids, change->pattern, error);
	else if (change->kind == CORDON_CHANGE_NEED)
		change_needs(e, matches, change->value);
	else if (change->kind == CORDON_CHANGE_STOP)
		stop_processes(e, matches);
	else if (change->kind == CORDON_CHANGE_CAPACITY) {
		warn_of_no_capacity(e, matches, error);
		change_capacities(e, matches, change->value);
	} else if ((double)matched * e->places * e->periods + e->stocks > INT_MAX)
		status = finding_add(error, CORDON_ERROR, (place_in_file){.found = change->pattern}, TEXT(ECONOMY_TOO_MANY),
							 NO_TEXT);
	else
		limit_commodities(e, matches, matched, change->value);
	free(matches);
	return status;
}

cordon_status cordon_economy_change(cordon_economy *economy, const cordon_change *change, int changes,
									cordon_error *error)
{
	cordon_status status = CORDON_OK;
	for (int i = 0; i < changes; i++) {
		cordon_status one = apply(economy, &change[i], error);
		if (one)
			status = one;
	}
	return status;
}
