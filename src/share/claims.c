/* See claims.h. */
#include "share/claims.h"

#include "base/draw.h"
#include "base/memory.h"

#include <assert.h>
#include <stdlib.h>

share_wide claims_sum(const claims *c)
{
	share_wide sum = 0;
	for (size_t i = 0; i < c->count; i++)
		sum += c->claim[i];
	return sum;
}

share_wide claims_floors(const claims *c)
{
	share_wide sum = 0;
	for (size_t i = 0; c->floor && i < c->count; i++)
		sum += c->floor[i];
	return sum;
}

static int64_t weight_of(const claims *c, size_t i)
{
	return c->weight ? c->weight[i] : 1;
}

static int64_t floor_of(const claims *c, size_t i)
{
	return c->floor ? c->floor[i] : 0;
}

/* Where the sum of all shares, as a function of the level, turns: amount / weight; from there on it is `amount` less
 * and `weight` a level more (a floor is reached), or the other way round (a claim is). */
typedef struct turn {
	int64_t amount, weight; /* weight < 0: a claim's */
} turn;

static share_part place(turn t)
{
	return t.weight > 0 ? (share_part){t.amount, t.weight} : (share_part){t.amount, -t.weight};
}

/* The sum of shares is constant + level * slope at the level reached. */
typedef struct line {
	share_wide constant, slope;
} line;

static void add_turn(line *l, turn t)
{
	l->constant += t.weight > 0 ? -(share_wide)t.amount : t.amount;
	l->slope += t.weight;
}

/* Whether the line at a level stays within the estate. */
static bool within(line l, share_part level, share_wide estate)
{
	return level.over * l.slope <= (estate - l.constant) * level.under;
}

/* Moves the turns at or below the pivot to the front; how many, and the line after them. */
static size_t divide(turn *t, size_t count, share_part pivot, line *l)
{
	size_t front = 0;
	for (size_t i = 0; i < count; i++)
		if (part_compare(place(t[i]), pivot) <= 0) {
			turn kept = t[front];
			add_turn(l, t[i]);
			t[front++] = t[i];
			t[i] = kept;
		}
	return front;
}

static size_t make_turns(const claims *c, turn *t, line *l)
{
	size_t count = 0;
	*l = (line){0};
	for (size_t i = 0; i < c->count; i++) {
		int64_t weight = weight_of(c, i), floor = floor_of(c, i);
		l->constant += floor;
		if (weight && c->claim[i] > floor) {
			t[count++] = (turn){floor, weight};
			t[count++] = (turn){c->claim[i], -weight};
		}
	}
	return count;
}

share_part claims_level(const claims *c)
{
	line reached;
	draw seed = {c->count};
	turn *all = memory_alloc(2 * c->count, sizeof *all), *t = all;
	size_t count = make_turns(c, all, &reached);
	share_part last = {0, 1};
	assert(reached.constant <= c->estate);
	while (count) {
		line after = reached;
		share_part pivot = place(t[draw_below(&seed, count)]);
		size_t front = divide(t, count, pivot, &after);
		if (within(after, pivot, c->estate)) { /* the level is there or beyond */
			reached = after;
			last = pivot;
			t += front;
			count -= front;
		} else { /* below: the turns at the pivot itself are behind */
			size_t kept = 0;
			for (size_t i = 0; i < front; i++)
				if (part_compare(place(t[i]), pivot) < 0)
					t[kept++] = t[i];
			count = kept;
		}
	}
	free(all);
	assert(reached.slope >= 0);
	return reached.slope ? (share_part){c->estate - reached.constant, reached.slope} : last;
}

share_part claims_at(const claims *c, size_t i, share_part level)
{
	int64_t weight = weight_of(c, i), floor = floor_of(c, i);
	share_part x = {level.over * weight, level.under};
	if (!weight || part_compare(x, part_whole(floor)) <= 0)
		return part_whole(floor);
	return part_compare(x, part_whole(c->claim[i])) >= 0 ? part_whole(c->claim[i]) : x;
}
