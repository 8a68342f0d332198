/* Hubs that share one stock while they have no link: what each may hand out for sure, and how they settle.
 *
 * A shared stock is data that all of them hold alike: the stock of each good, the hubs with their weights and the
 * outlets whose draws are theirs. What differs is what each knows: how much a hub wants is known of those that have
 * closed.
 *
 *	{"cycle":3,"stock":{"milk":300},"hubs":[{"hub":"north","weight":3,"wanted":{"milk":180}},{"hub":"south","weight":2,
 *	 "outlets":["kiosk","school"]}]}
 *
 * The rule is weighted constrained equal awards (share/claims.h): min(wanted, level * weight), which is leximin of
 * awards by weight. Who has not closed is taken to want everything. Therefore: - what is sure for a hub can only grow
 * as others close, and is at most what it gets in the end: so whoever hands out no more than that takes nothing from
 * one who closes later, and nobody gains or loses by the order of closing; - before anybody closed it is the hub's
 * part of the stock by weight; - what was handed out beyond it stays with whom it is, is shown, and the rest is shared
 * as before.
 *
 * Whole units: what is sure is rounded down; when all have closed, single units that are left go by largest remainder,
 * then by the hub's name. Here nobody is told what to do: it counts, and people agree.
 */
#ifndef SUPPLY_HUBS_H
#define SUPPLY_HUBS_H

#include "supply/bundle.h"

enum { HUBS_MAX = 64, HUBS_OUTLETS_MAX = 256, HUBS_WEIGHT_MAX = 1000000, HUBS_BYTES_MAX = 1 << 20 };

typedef struct hub {
	char name[BUNDLE_WORD];
	int64_t weight;
	size_t outlets;
	char (*outlet)[BUNDLE_WORD]; /* whose draws are its own */
	bool closed;
	int64_t wanted[BUNDLE_GOODS_MAX]; /* of each good; 0 until it closed */
} hub;

/* Start from {0}; free with hubs_free. Hubs are in the order of their names, goods too. */
typedef struct hubs {
	int64_t cycle;
	size_t goods, hubs;
	char good[BUNDLE_GOODS_MAX][BUNDLE_WORD];
	int64_t stock[BUNDLE_GOODS_MAX];
	hub *hub;
	arena storage;
} hubs;

/* Reads a shared stock; the second and later ones must be of the same stock, and add who has closed. */
cordon_status hubs_read(const char *file, const char *bytes, size_t length, hubs *h, cordon_error *error);
void hubs_free(hubs *h);

/* One good of one hub. */
typedef struct hub_part {
	int64_t before; /* sure before anybody closed */
	int64_t sure; /* as things are known now; all closed: what it gets */
	int64_t drawn, left, ahead; /* left of what is sure; drawn beyond it */
} hub_part;

/* part[g * h->hubs + i] of good g and hub i, with the merged draws of the cycle; returns whether all have closed. The
 * caller frees *part. */
bool hubs_settle(const hubs *h, const draws *d, hub_part **part);

/* The core: `wanted` -1 where it is not known. */
void hubs_share(int64_t stock, size_t count, const int64_t *weight, const int64_t *wanted, const int64_t *drawn,
		int64_t *sure);

#endif
