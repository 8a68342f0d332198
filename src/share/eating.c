/* Shares of objects that nobody can halve, as chances:
 *
 *	probabilistic serial       all eat from their best object that is left, at one speed, until each has eaten one:
 *	                           Bogomolnaia and Moulin 2001; nobody prefers the chances of another
 *	random dictatorship        the mean over all orders of choosing: "random serial dictatorship", "random priority"
 *
 * The chances are exact. A lottery over whole assignments with just these chances is made of them in lottery.c.
 */
#include "base/memory.h"
#include "share/lottery.h"
#include "share/problem.h"
#include "share/rule.h"

#include <stdlib.h>
#include <string.h>

enum { ORDERS_MAX = 10 };
#define MEAL_WORK_MAX 1e7 /* a step for each object, whose fractions have some bits for each step before */

static cordon_status check_objects(const cordon_share_problem *p, cordon_error *error)
{
	if (problem_stocks(p, error))
		return CORDON_BAD_INPUT;
	for (size_t j = 0; j < p->stocks; j++)
		if (p->stock[j].amount % p->grain)
			return share_refuse(p, p->stock[j].id, TEXT(SHARE_NOT_WHOLE), error);
	return CORDON_OK;
}

/* A meal: who eats what since when, what is left of each object as of now. */
typedef struct meal {
	const cordon_share_problem *p;
	mpq_t *eaten; /* of links */
	size_t *at; /* the link each eats from; the end of its links: it has stopped */
	mpq_t *left; /* of objects */
	size_t *mouths;
	mpq_t now, step, one;
} meal;

/* Everybody turns to the best object of which there is something. */
static void turn(meal *m)
{
	memset(m->mouths, 0, m->p->stocks * sizeof *m->mouths);
	for (size_t i = 0; i < m->p->claimants; i++) {
		while (m->at[i] < m->p->start[i + 1] && !mpq_sgn(m->left[m->p->link[m->at[i]].stock]))
			m->at[i]++;
		if (m->at[i] < m->p->start[i + 1])
			m->mouths[m->p->link[m->at[i]].stock]++;
	}
}

/* The time until an object is gone or all have had one; false when nobody eats. */
static bool next_step(meal *m)
{
	mpq_t until;
	bool eating = false;
	mpq_init(until);
	mpq_sub(m->step, m->one, m->now);
	for (size_t j = 0; j < m->p->stocks; j++) {
		if (!m->mouths[j])
			continue;
		eating = true;
		mpq_set_ui(until, (unsigned long)m->mouths[j], 1);
		mpq_div(until, m->left[j], until);
		if (mpq_cmp(until, m->step) < 0)
			mpq_set(m->step, until);
	}
	mpq_clear(until);
	return eating && mpq_sgn(m->step) > 0;
}

static void eat(meal *m)
{
	mpq_t all;
	mpq_init(all);
	for (size_t i = 0; i < m->p->claimants; i++)
		if (m->at[i] < m->p->start[i + 1])
			mpq_add(m->eaten[m->at[i]], m->eaten[m->at[i]], m->step);
	for (size_t j = 0; j < m->p->stocks; j++) {
		mpq_set_ui(all, (unsigned long)m->mouths[j], 1);
		mpq_mul(all, all, m->step);
		mpq_sub(m->left[j], m->left[j], all);
	}
	mpq_add(m->now, m->now, m->step);
	mpq_clear(all);
}

cordon_status eating_serial(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	if (check_objects(p, error))
		return CORDON_BAD_INPUT;
	if ((double)p->stocks * (double)p->stocks * (double)p->start[p->claimants] > MEAL_WORK_MAX)
		return share_refuse(p, "stock", TEXT(SHARE_TOO_MANY_CHANCES), error);
	meal m = {.p = p,
		  .eaten = shares_links(shares),
		  .at = memory_alloc(p->claimants, sizeof *m.at),
		  .left = memory_alloc(p->stocks, sizeof *m.left),
		  .mouths = memory_alloc(p->stocks, sizeof *m.mouths)};
	mpq_inits(m.now, m.step, m.one, NULL);
	mpq_set_ui(m.one, 1, 1);
	memcpy(m.at, p->start, p->claimants * sizeof *m.at);
	for (size_t j = 0; j < p->stocks; j++) {
		mpq_init(m.left[j]);
		mpq_set_ui(m.left[j], (unsigned long)(p->stock[j].amount / p->grain), 1);
	}
	for (turn(&m); next_step(&m); turn(&m))
		eat(&m);
	for (size_t j = 0; j < p->stocks; j++)
		mpq_clear(m.left[j]);
	mpq_clears(m.now, m.step, m.one, NULL);
	free(m.at);
	free(m.left);
	free(m.mouths);
	return lottery_make(shares, error);
}

/* How many orders give each link, by going through all of them. */
struct orders {
	const cordon_share_problem *p;
	int64_t *left; /* of objects */
	uint64_t *times; /* of links */
	bool *served;
};

static void choose(struct orders *o, size_t count, uint64_t orders_after)
{
	const cordon_share_problem *p = o->p;
	for (size_t i = 0; i < p->claimants; i++) {
		if (o->served[i])
			continue;
		size_t k = p->start[i];
		while (k < p->start[i + 1] && !o->left[p->link[k].stock])
			k++;
		bool gets = k < p->start[i + 1];
		o->served[i] = true;
		if (gets) {
			o->left[p->link[k].stock]--;
			o->times[k] += orders_after; /* all orders of those who come later */
		}
		if (count > 1)
			choose(o, count - 1, orders_after / (count - 1));
		if (gets)
			o->left[p->link[k].stock]++;
		o->served[i] = false;
	}
}

cordon_status eating_dictatorship(const cordon_share_problem *p, cordon_shares *shares, cordon_error *error)
{
	uint64_t orders = 1;
	if (p->claimants > ORDERS_MAX)
		return share_refuse(p, "claimants", TEXT(SHARE_TOO_MANY_ORDERS, "10"), error);
	if (check_objects(p, error))
		return CORDON_BAD_INPUT;
	for (size_t i = 2; i <= p->claimants; i++)
		orders *= i;
	size_t links = p->start[p->claimants];
	struct orders o = {.p = p,
			   .left = memory_alloc(p->stocks, sizeof *o.left),
			   .times = memory_alloc(links, sizeof *o.times),
			   .served = memory_alloc(p->claimants, sizeof *o.served)};
	for (size_t j = 0; j < p->stocks; j++)
		o.left[j] = p->stock[j].amount / p->grain;
	choose(&o, p->claimants, orders / p->claimants);
	mpq_t *chance = shares_links(shares);
	for (size_t k = 0; k < links; k++) {
		mpq_set_ui(chance[k], o.times[k], orders);
		mpq_canonicalize(chance[k]);
	}
	free(o.left);
	free(o.times);
	free(o.served);
	return lottery_make(shares, error);
}
