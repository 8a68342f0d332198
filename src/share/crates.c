/* Whole crates among groups in proportion to their weights: the apportionment methods of the literature (Balinski and
 * Young 1975, 1982), with weights in the place of votes and no list to fill.
 *
 *	largest remainder   whole quotas, then the largest remainders (Hamilton, Vinton)
 *	dhondt              the next crate to the largest weight / (x + 1) (D'Hondt, Jefferson)
 *	sainte-lague        weight / (2 x + 1) (Sainte-Laguë, Webster)
 *	huntington-hill     weight / sqrt(x (x + 1))
 *	dean                weight (2 x + 1) / (2 x (x + 1))
 *	adams               weight / x
 *	quota               as dhondt, among those whom a crate does not take beyond their quota rounded up
 *
 * The last three give one to everybody first, to the heavier where there are too few. Between equals a lot decides:
 * the order of SHA-256 of "cordon-crates-v1\n", the seed, a newline and the id. Without a seed a tie that matters is
 * refused.
 */
#include "base/memory.h"
#include "share/problem.h"
#include "share/rule.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { CRATES_MAX = 1000 * 1000, GROUPS_MAX = 10 * 1000, LOT = crypto_hash_sha256_BYTES };
#define CRATES_WORK_MAX 1000000000.0

typedef enum method { DHONDT, SAINTE_LAGUE, HUNTINGTON, DEAN, ADAMS, QUOTA } method;

typedef struct crates {
	const cordon_share_problem *p;
	method method;
	int64_t *given;
	share_wide weights; /* of all */
	int64_t count; /* crates given so far */
	unsigned char (*lot)[LOT];
} crates;

/* Whose turn is earlier, as a fraction to be compared: weight's part over, what it is divided by under. */
static share_part turn_of(const crates *c, size_t i)
{
	share_wide w = c->p->claimant[i].weight, x = c->given[i];
	switch (c->method) {
	case SAINTE_LAGUE:
		return (share_part){w, 2 * x + 1};
	case HUNTINGTON:
		return (share_part){w * w, x * (x + 1)};
	case DEAN:
		return (share_part){w * (2 * x + 1), 2 * x * (x + 1)};
	case ADAMS:
		return (share_part){w, x};
	default:
		return (share_part){w, x + 1};
	}
}

/* Above zero: a comes before b. Nothing given yet is before all else where it divides by nothing; then by weight. */
static int before(const crates *c, size_t a, size_t b)
{
	share_part x = turn_of(c, a), y = turn_of(c, b);
	if (!x.under || !y.under) {
		if (x.under || y.under)
			return x.under ? -1 : 1;
		x.under = y.under = 1;
	}
	return part_compare(x, y);
}

static bool may_have(const crates *c, size_t i)
{
	share_wide w = c->p->claimant[i].weight;
	if (!w)
		return false;
	return c->method != QUOTA || c->given[i] * c->weights < w * (c->count + 1);
}

/* With a seed, the order of the lot; without, that of the problem or its reverse. */
static void make_lots(crates *c, bool reverse)
{
	static const char domain[] = "cordon-crates-v1\n";
	if (!c->lot)
		c->lot = memory_alloc(c->p->claimants, sizeof *c->lot);
	for (size_t i = 0; i < c->p->claimants; i++) {
		crypto_hash_sha256_state s;
		size_t place = reverse ? c->p->claimants - i : i;
		for (int k = 0; k < 4; k++)
			c->lot[i][k] = (unsigned char)(place >> (24 - 8 * k));
		if (!c->p->seed)
			continue;
		crypto_hash_sha256_init(&s);
		crypto_hash_sha256_update(&s, (const unsigned char *)domain, sizeof domain - 1);
		crypto_hash_sha256_update(&s, (const unsigned char *)c->p->seed, strlen(c->p->seed));
		crypto_hash_sha256_update(&s, (const unsigned char *)"\n", 1);
		crypto_hash_sha256_update(&s, (const unsigned char *)c->p->claimant[i].id,
					  strlen(c->p->claimant[i].id));
		crypto_hash_sha256_final(&s, c->lot[i]);
	}
}

/* The next to have a crate; -1: nobody may. */
static long next(const crates *c)
{
	long best = -1;
	for (size_t i = 0; i < c->p->claimants; i++) {
		if (!may_have(c, i))
			continue;
		int order = best < 0 ? 1 : before(c, i, (size_t)best);
		if (order > 0 || (!order && memcmp(c->lot[i], c->lot[best], LOT) < 0))
			best = (long)i;
	}
	return best;
}

static cordon_status check(const cordon_share_problem *p, crates *c, int64_t *units, cordon_error *error)
{
	if (p->estate < 0)
		return share_refuse(p, "estate", TEXT(SHARE_NO_ESTATE), error);
	*units = p->estate / p->grain;
	if (p->estate % p->grain)
		return share_refuse(p, "estate", TEXT(SHARE_NOT_WHOLE), error);
	if (*units > CRATES_MAX || p->claimants > GROUPS_MAX || (double)*units * (double)p->claimants > CRATES_WORK_MAX)
		return share_refuse(p, "estate", TEXT(SHARE_TOO_MANY_CRATES), error);
	for (size_t i = 0; i < p->claimants; i++)
		c->weights += p->claimant[i].weight;
	return c->weights ? CORDON_OK : share_refuse(p, "weight", TEXT(SHARE_NO_WEIGHT), error);
}

static void give_quotients(crates *c, int64_t units)
{
	memset(c->given, 0, c->p->claimants * sizeof *c->given);
	for (c->count = 0; c->count < units; c->count++) {
		long i = next(c);
		if (i < 0)
			break;
		c->given[i]++;
	}
}

/* Gives the crates out. Without a seed they are given twice, equals in the problem's order and in its reverse: if that
 * makes a difference, a tie matters. */
static cordon_status give(crates *c, int64_t units, void (*how)(crates *c, int64_t units), cordon_error *error)
{
	make_lots(c, false);
	how(c, units);
	if (c->p->seed)
		return CORDON_OK;
	int64_t *first = memory_alloc(c->p->claimants, sizeof *first);
	memcpy(first, c->given, c->p->claimants * sizeof *first);
	make_lots(c, true);
	how(c, units);
	cordon_status status = CORDON_OK;
	for (size_t i = 0; !status && i < c->p->claimants; i++)
		if (first[i] != c->given[i]) {
			share_refuse(c->p, c->p->claimant[i].id, TEXT(SHARE_TIE), error);
			status = CORDON_UNPROVEN;
		}
	free(first);
	return status;
}

static cordon_status finish(crates *c, cordon_status status, cordon_shares *shares)
{
	share_part *part = shares_parts(shares);
	for (size_t i = 0; !status && i < c->p->claimants; i++)
		part[i] = part_whole((share_wide)c->given[i] * c->p->grain);
	free(c->given);
	free(c->lot);
	return status;
}

static cordon_status run(const cordon_share_problem *p, method m, cordon_shares *shares, cordon_error *error)
{
	crates c = {.p = p, .method = m};
	int64_t units;
	if (check(p, &c, &units, error))
		return CORDON_BAD_INPUT;
	c.given = memory_alloc(p->claimants, sizeof *c.given);
	return finish(&c, give(&c, units, give_quotients, error), shares);
}

cordon_status crates_dhondt(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	return run(p, DHONDT, shares, error);
}

cordon_status crates_sainte_lague(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	return run(p, SAINTE_LAGUE, shares, error);
}

cordon_status crates_huntington(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	return run(p, HUNTINGTON, shares, error);
}

cordon_status crates_dean(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	return run(p, DEAN, shares, error);
}

cordon_status crates_adams(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	return run(p, ADAMS, shares, error);
}

cordon_status crates_quota(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	return run(p, QUOTA, shares, error);
}

/* --- largest remainders */

struct remainder {
	share_wide rest;
	const unsigned char *lot;
	size_t who;
};

static int larger_first(const void *a, const void *b)
{
	const struct remainder *x = a, *y = b;
	if (x->rest != y->rest)
		return x->rest > y->rest ? -1 : 1;
	return memcmp(x->lot, y->lot, LOT);
}

static void give_remainders(crates *c, int64_t units)
{
	struct remainder *r = memory_alloc(c->p->claimants, sizeof *r);
	int64_t left = units;
	for (size_t i = 0; i < c->p->claimants; i++) {
		share_wide quota = (share_wide)c->p->claimant[i].weight * units;
		c->given[i] = (int64_t)(quota / c->weights);
		left -= c->given[i];
		r[i] = (struct remainder){quota % c->weights, c->lot[i], i};
	}
	qsort(r, c->p->claimants, sizeof *r, larger_first);
	for (int64_t k = 0; k < left; k++)
		c->given[r[k].who]++;
	free(r);
}

cordon_status crates_remainder(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	crates c = {.p = p};
	int64_t units;
	if (check(p, &c, &units, error))
		return CORDON_BAD_INPUT;
	c.given = memory_alloc(p->claimants, sizeof *c.given);
	return finish(&c, give(&c, units, give_remainders, error), shares);
}
