/* How long an allocation takes, in processor time: `bench/allocate [SEED]`.
 *
 * 100,000 households at 1,000 outlets, each served by 3 of 40 places; 20 goods, floors, seven tenths of what is
 * claimed, a lot between equals. Ordering, the rations, and the proof's bytes with their hash are timed apart.
 */
#include "base/draw.h"
#include "supply/builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { HOUSEHOLDS = 100 * 1000, GOODS = 20, OUTLETS = 1000, PLACES = 40, NEAR = 3 };

static void make_network(builder *b, draw *d)
{
	char name[32];
	for (int j = 0; j < PLACES; j++) {
		snprintf(name, sizeof name, "place%02d", j);
		builder_place(b, name);
	}
	for (int o = 0; o < OUTLETS; o++) {
		snprintf(name, sizeof name, "outlet%03d", o);
		int32_t outlet = builder_outlet(b, name);
		for (int k = 0; k < NEAR; k++)
			builder_serves(b, (supply_serves){(int32_t)draw_below(d, PLACES), outlet});
	}
}

static void make(builder *b, draw *d)
{
	char name[32];
	int64_t claimed[GOODS] = {0};
	make_network(b, d);
	for (int g = 0; g < GOODS; g++) {
		snprintf(name, sizeof name, "good%02d", g);
		builder_item(b, name, "");
	}
	for (int i = 0; i < HOUSEHOLDS; i++) {
		char outlet[32];
		snprintf(name, sizeof name, "%07d", i);
		snprintf(outlet, sizeof outlet, "outlet%03d", (int)draw_below(d, OUTLETS));
		int32_t household = builder_household(b, name, outlet), size = 1 + (int32_t)draw_below(d, 8);
		for (int32_t g = 0; g < GOODS; g++) {
			int32_t claim = size * (g % 5 + 1) + (int32_t)draw_below(d, 3);
			claimed[g] += claim;
			builder_claim(b, (supply_claim){household, g, {size, 1}, {claim, 1}, {size / 2, 1}, 0});
		}
	}
	for (int32_t j = 0; j < PLACES; j++)
		for (int32_t g = 0; g < GOODS; g++) {
			int64_t mean = claimed[g] * 7 / 10 / PLACES;
			builder_arrival(
				b, (supply_arrival){j, g, mean / 3 + (int64_t)draw_below(d, (uint64_t)mean * 4 / 3)});
		}
}

static double seconds_since(clock_t before)
{
	return (double)(clock() - before) / CLOCKS_PER_SEC;
}

int main(int argc, char **argv)
{
	draw d = {argc > 1 ? strtoull(argv[1], NULL, 10) : 1};
	supply_problem p = {.body = "bench", .number = 1, .seed = "17 03 44 21 08"};
	supply_allocation a = {0};
	builder b = {.p = &p};
	cordon_error error;
	char hash[65];
	cordon_error_init(&error);
	if (cordon_init())
		return 1;
	make(&b, &d);
	clock_t before = clock();
	cordon_status status = supply_problem_order(&p, NULL, &error);
	double order = seconds_since(before);
	before = clock();
	if (!status)
		status = supply_allocate(&p, &a, &error);
	double allocate = seconds_since(before);
	before = clock();
	if (!status)
		supply_proof_hash(&p, &a, hash);
	if (!status)
		printf("order %.3f s, rations %.3f s, proof %.3f s  %s\n", order, allocate, seconds_since(before),
		       hash);
	supply_allocation_free(&a);
	builder_free(&b);
	supply_problem_free(&p);
	cordon_error_free(&error);
	return status;
}
