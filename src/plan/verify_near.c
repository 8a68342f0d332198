/* See verify_near.h. */
#include "plan/verify_near.h"

#include "base/memory.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *verify_costs(const cordon_economy *e, double *cost)
{
	const char *objective = e->objective ? e->objective : "labour";
	bool labour = !strcmp(objective, "labour");
	double total = 0;
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		const cordon_commodity *c = &e->commodity[x->commodity];
		bool counts = labour ? c->kind == CORDON_LABOUR : !strcmp(c->id, objective);
		double used = counts ? fmax(0, c->kind == CORDON_EMISSION ? x->amount : -x->amount) : 0;
		for (int t = 0; t < e->periods; t++)
			cost[x->process * e->periods + t] += used;
		total += used;
	}
	for (int j = 0; total == 0 && j < e->processes * e->periods; j++)
		cost[j] = 1;
	return total == 0 ? "activity" : objective;
}

/* The least cost per unit of a commodity over the exchanges of processes with a cost: outputs, or inputs. */
static double least_worth(const cordon_economy *e, const double *cost, int commodity, const int *by_commodity,
			  const int *start, bool outputs)
{
	double least = (double)INFINITY;
	for (int i = start[commodity]; i < start[commodity + 1]; i++) {
		const cordon_exchange *x = &e->exchange[by_commodity[i]];
		double unit_cost = cost[x->process * e->periods];
		if (unit_cost > 0 && (outputs ? x->amount > 0 : x->amount < 0))
			least = fmin(least, unit_cost / fabs(x->amount));
	}
	return least;
}

double *verify_near_weights(const cordon_economy *e, const double *cost)
{
	int columns = e->processes * e->periods;
	int *start = memory_alloc((size_t)e->commodities + 2, sizeof *start),
	    *sorted = memory_alloc((size_t)e->exchanges, sizeof *sorted);
	double *weight = memory_alloc((size_t)columns, sizeof *weight),
	       *side = memory_alloc(2 * (size_t)e->processes, sizeof *side);
	for (int k = 0; k < e->exchanges; k++)
		start[e->exchange[k].commodity + 2]++;
	for (int c = 0; c < e->commodities; c++)
		start[c + 2] += start[c + 1];
	for (int k = 0; k < e->exchanges; k++)
		sorted[start[e->exchange[k].commodity + 1]++] = k;
	for (int c = 0; c < e->commodities; c++) {
		double worth = least_worth(e, cost, c, sorted, start, true);
		if (worth == (double)INFINITY)
			worth = least_worth(e, cost, c, sorted, start, false);
		if (worth == (double)INFINITY || e->commodity[c].kind == CORDON_EMISSION)
			continue; /* it is no work to anybody */
		for (int i = start[c]; i < start[c + 1]; i++) {
			const cordon_exchange *x = &e->exchange[sorted[i]];
			side[2 * x->process + (x->amount > 0)] += fabs(x->amount) * worth;
		}
	}
	for (int j = 0; j < columns; j++) {
		int p = j / e->periods;
		weight[j] = cost[j] > 0 ? cost[j] : fmax(side[2 * p], side[2 * p + 1]);
	}
	free(start);
	free(sorted);
	free(side);
	return weight;
}

long double verify_near_moved(const cordon_near *near, const double *weight, double cost, int j, double x)
{
	long double more = (long double)x - near->was[j];
	return more > 0 ? more * weight[j] : -more * cost;
}

double verify_near_moved_sum(const cordon_near *near, const double *weight, const double *cost, const double *x,
			     int columns)
{
	long double sum = 0;
	for (int j = 0; j < columns; j++)
		sum += verify_near_moved(near, weight, cost[j], j, x[j]);
	return (double)sum;
}

void verify_near_tell(const cordon_near *near, double moved, cordon_plan_verdict *verdict)
{
	verdict->near = true;
	verdict->moved = moved;
	verdict->change_price = near->price;
	memcpy(verdict->near_hash, near->plan_hash, sizeof near->plan_hash);
}

/* The function is concave and linear between 0, what it did, and most. */
double verify_near_best(const cordon_near *near, const double *weight, double cost, int j, long double margin,
			double most, long double *paid)
{
	const double corner[3] = {0, fmin(near->was[j], most), most};
	double best = 0;
	long double highest = -(long double)INFINITY;
	for (int i = 0; i < 3; i++) {
		long double price = near->price * verify_near_moved(near, weight, cost, j, corner[i]);
		price *= 1 - 8 * LDBL_EPSILON;
		if (margin * corner[i] - price > highest) {
			highest = margin * corner[i] - price;
			*paid = price;
			best = corner[i];
		}
	}
	return best;
}
