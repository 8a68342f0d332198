/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench/approvals: made-up approval ballots. The same seed gives the same file everywhere.
 *
 *	build/bench/approvals profile SEED NUMBER > FILE.abc.yaml
 *	build/bench/approvals budget SEED VOTERS PROJECTS [SHARE] > FILE.pb
 *
 * profile: 5 to 100 voters and as many candidates, a tenth to a third of them elected (at least 3), drawn like those of
 * abcvoting's published benchmark (martinlackner/abcvoting, benchmark/generate_benchmark_instances.py): every candidate
 * approved with chance 0.3 or 0.5; 2, 3 or 4 of them; the first 3 or 4 of a Mallows ranking of dispersion 0.2, 0.5 or
 * 0.8; 2 or 3 from a Polya urn to which half as many ballots as it began with return.
 *
 * budget: every voter approves 5 to 15 projects, the first ones more often; a project costs 0.1 to 2 % of the budget,
 * which is SHARE (default 20) a voter.
 */
#include "base/draw.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1000 };

typedef enum model { MODEL_CHANCE, MODEL_SIZE, MODEL_MALLOWS, MODEL_URN } model;

static const struct {
	model model;
	int size;
	double value;
} models[] = {{MODEL_CHANCE, 0, 0.3},  {MODEL_CHANCE, 0, 0.5},  {MODEL_SIZE, 2, 0},      {MODEL_SIZE, 3, 0},
	      {MODEL_SIZE, 4, 0},      {MODEL_MALLOWS, 3, 0.2}, {MODEL_MALLOWS, 3, 0.5}, {MODEL_MALLOWS, 4, 0.5},
	      {MODEL_MALLOWS, 3, 0.8}, {MODEL_URN, 2, 0.5},     {MODEL_URN, 3, 0.5}};
enum { MODELS = sizeof models / sizeof *models };

/* `size` of n, each set equally likely, into set[]. */
static int draw_set(draw *d, int n, int size, int *set)
{
	int left[MOST];
	for (int i = 0; i < n; i++)
		left[i] = i;
	for (int i = 0; i < size; i++) {
		int pick = i + (int)draw_below(d, (uint64_t)(n - i));
		set[i] = left[pick];
		left[pick] = left[i];
	}
	return size;
}

/* The first `size` of a ranking by repeated insertion: candidate i goes to place j of 0 .. i by weight value^(i - j).
 * */
static int draw_mallows(draw *d, const int *reference, int n, int size, double value, int *set)
{
	int ranking[MOST];
	for (int i = 0; i < n; i++) {
		double all = 0, weight = 1;
		for (int j = 0; j <= i; j++, weight *= value)
			all += weight;
		double left = draw_unit(d) * all;
		int place = i;
		for (weight = 1; place > 0 && left >= weight; weight *= value) {
			left -= weight;
			place--;
		}
		memmove(ranking + place + 1, ranking + place, (size_t)(i - place) * sizeof *ranking);
		ranking[place] = reference[i];
	}
	memcpy(set, ranking, (size_t)size * sizeof *set);
	return size;
}

static void write_set(const int *set, int size, bool first)
{
	printf("%s[", first ? "" : ", ");
	for (int i = 0; i < size; i++)
		printf("%s%d", i ? ", " : "", set[i]);
	printf("]");
}

static void write_profile(uint64_t seed, uint64_t number)
{
	draw d = {seed * 1000003 + number};
	static int set[MOST][MOST];
	int size[MOST], reference[MOST];
	int voters = 5 + (int)draw_below(&d, 96), n = 5 + (int)draw_below(&d, 96), kind = (int)draw_below(&d, MODELS);
	int least = n / 10 > 3 ? n / 10 : 3, most = n / 3 > 4 ? n / 3 : 4;
	int seats = least + (int)draw_below(&d, (uint64_t)(most - least));
	draw_set(&d, n, n, reference);
	for (int v = 0; v < voters; v++) {
		size[v] = 0;
		if (models[kind].model == MODEL_CHANCE) {
			for (int c = 0; c < n; c++)
				if (draw_unit(&d) < models[kind].value)
					set[v][size[v]++] = c;
		} else if (models[kind].model == MODEL_MALLOWS) {
			size[v] = draw_mallows(&d, reference, n, models[kind].size, models[kind].value, set[v]);
		} else if (models[kind].model == MODEL_URN && draw_unit(&d) * (1 + v * models[kind].value) >= 1) {
			int like = (int)draw_below(&d, (uint64_t)v);
			size[v] = size[like];
			memcpy(set[v], set[like], sizeof set[v]);
		} else {
			size[v] = draw_set(&d, n, models[kind].size, set[v]);
		}
	}
	printf("description: model %d of %d\nnum_cand: %d\ncommitteesize: %d\nprofile: [", kind + 1, MODELS, n, seats);
	for (int v = 0; v < voters; v++)
		write_set(set[v], size[v], !v);
	printf("]\n");
}

static void write_budget(uint64_t seed, long voters, int projects, int share)
{
	draw d = {seed};
	int left[MOST];
	uint64_t budget = (uint64_t)voters * (uint64_t)share;
	printf("META\nkey;value\ndescription;Made-up budget\nvote_type;approval\nbudget;%" PRIu64
	       "\nPROJECTS\nproject_id;cost\n",
	       budget);
	for (int p = 0; p < projects; p++)
		printf("%d;%" PRIu64 "\n", p + 1, budget / 1000 + draw_below(&d, budget / 50) + 1);
	printf("VOTES\nvoter_id;vote\n");
	for (int p = 0; p < projects; p++)
		left[p] = p;
	for (long v = 0; v < voters; v++) {
		int size = 5 + (int)draw_below(&d, 11);
		printf("%ld;", v + 1);
		for (int i = 0; i < size && i < projects; i++) {
			int a = (int)draw_below(&d, (uint64_t)(projects - i)),
			    b = (int)draw_below(&d, (uint64_t)(projects - i));
			int pick = i + (a < b ? a : b), taken = left[pick];
			left[pick] = left[i];
			left[i] = taken;
			printf("%s%d", i ? "," : "", taken + 1);
		}
		printf("\n");
		if (v % 64 == 0) /* exchanges blur who is popular: put them back */
			for (int p = 0; p < projects; p++)
				left[p] = p;
	}
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "profile")) {
		write_profile(strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
	} else if (argc >= 5 && !strcmp(argv[1], "budget") && atol(argv[3]) > 0 && atoi(argv[4]) > 0 &&
		   atoi(argv[4]) <= MOST) {
		write_budget(strtoull(argv[2], NULL, 10), atol(argv[3]), atoi(argv[4]), argc > 5 ? atoi(argv[5]) : 20);
	} else {
		fprintf(stderr, "usage: approvals profile SEED NUMBER | budget SEED VOTERS PROJECTS [SHARE]\n");
		return 2;
	}
	return 0;
}
