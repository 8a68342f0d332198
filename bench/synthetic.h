/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Synthetic one-period economies for benchmarks and property tests: seeded, so that a seed is an economy on every
 * machine.
 *
 * Commodities 0 .. goods-1 are goods; after them stand the labour skills of each region (`skills` a region), then the
 * emissions. Every technique makes one unit of its good (sometimes a joint product too) from about nine inputs, half of
 * them nearby goods, half drawn by a Zipf law, so that a few hubs are used by nearly all. A reference year is computed
 * first; capacities, labour and needs are scattered around it, so that about a tenth of the goods end as bottlenecks.
 *
 * The numbers are invented: nothing here describes a real economy.
 */
#ifndef BENCH_SYNTHETIC_H
#define BENCH_SYNTHETIC_H

#include <cordon/lp.h>

enum { SYNTHETIC_SKILLS = 8, SYNTHETIC_TIERS_MAX = 8 };

typedef struct synthetic_options {
	int commodities;
	uint64_t seed;
	double techniques; /* mean number of techniques a good, 1 to 4 */
	double joint;      /* share of techniques with a second product */
	int tiers;         /* tiers of needs, 1 to SYNTHETIC_TIERS_MAX */
	int hubs;          /* goods that nearly every technique uses */
	double labour;     /* labour available against the reference year's use; 0: labour is not limited at all */
	double capacity;   /* capacity against the reference year's activity */
	double shock;      /* share of the techniques that lose 70 % of their capacity */
	int emissions;     /* limited emissions */
	int regions;       /* 0: one for every 80 goods */
} synthetic_options;

/* The options a plain run of bench/generate uses. */
synthetic_options synthetic_defaults(void);

/* Columns of sparse entries: entry k of column j, start[j] <= k < start[j + 1]. */
typedef struct synthetic {
	synthetic_options options;
	int goods, resources; /* resources: skills * regions, then emissions */
	int techniques;
	int *technique_good;
	double *capacity;
	int64_t *start;
	int *commodity;       /* goods, then goods + resource */
	double *amount;       /* > 0 made, < 0 used; labour and emissions count as used */
	double *price;        /* the reference price of each good */
	double *stock;
	double *import_price, *import_limit; /* price 0: cannot be imported */
	double *export_price, *export_limit;
	double *available;    /* of each resource */
	double currency;
	double *demand;       /* [tier * goods + good] */
} synthetic;

typedef enum synthetic_kind {
	SYNTHETIC_PLAN,   /* tier 1 under a common level, the later tiers by weights */
	SYNTHETIC_LEVEL,  /* the highest common level of all needs, over deliveries that are already fixed */
	SYNTHETIC_EFFORT, /* least labour for deliveries fixed at `level` */
} synthetic_kind;

synthetic *synthetic_new(const synthetic_options *options);
void synthetic_free(synthetic *economy);

/* The linear programme of an economy; free with cordon_lp_free. `level` is read by SYNTHETIC_EFFORT alone. */
cordon_lp *synthetic_lp(const synthetic *economy, synthetic_kind kind, double level);

#endif
