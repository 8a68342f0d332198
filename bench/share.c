/* How long sharing takes, in processor time: `bench/share awards|network|points [SEED]`.
 *
 *	awards   weighted awards with floors: 100,000 households, 20 goods one after the other
 *	network  leximin over a network: 100,000 households, each near 3 of 1,000 depots
 *	points   prices: 100,000 households with points for their members, each valuing at most 20 of 1,000 goods
 */
#include "base/draw.h"
#include "base/memory.h"

#include <cordon/share.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HOUSEHOLDS = 100 * 1000, GOODS = 20, DEPOTS = 1000, NEAR = 3, VALUED = 20 };

static cordon_share_problem make(size_t stocks, size_t links)
{
	cordon_share_problem p = {.claimants = HOUSEHOLDS, .estate = -1, .stocks = stocks};
	p.grain = p.weight_grain = p.value_grain = 1;
	p.claimant = memory_alloc(HOUSEHOLDS, sizeof *p.claimant);
	p.stock = memory_alloc(stocks, sizeof *p.stock);
	p.start = memory_alloc(HOUSEHOLDS + 1, sizeof *p.start);
	p.link = memory_alloc(links, sizeof *p.link);
	for (size_t i = 0; i < HOUSEHOLDS; i++)
		p.claimant[i] = (cordon_claimant){"h", CORDON_AMOUNT_MAX, 1, 0, 1};
	return p;
}

static void free_problem(cordon_share_problem *p)
{
	free(p->claimant);
	free(p->stock);
	free(p->start);
	free(p->link);
}

static double run(const char *rule, const cordon_share_problem *p, cordon_shares **shares)
{
	cordon_error error;
	cordon_error_init(&error);
	clock_t before = clock();
	cordon_status status = cordon_share(cordon_share_rule_find(rule), p, shares, &error);
	double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
	if (status) {
		fprintf(stderr, "%s: status %d\n", rule, (int)status);
		exit(1);
	}
	cordon_error_free(&error);
	return seconds;
}

static void awards(draw *d)
{
	double seconds = 0;
	for (int good = 0; good < GOODS; good++) {
		cordon_shares *shares;
		cordon_share_problem p = make(0, 0);
		p.estate = 0;
		for (size_t i = 0; i < HOUSEHOLDS; i++) {
			cordon_claimant *c = &p.claimant[i];
			c->weight = 1 + (int64_t)draw_below(d, 9);
			c->claim = c->weight * (500 + (int64_t)draw_below(d, 2500));
			c->floor = (int64_t)draw_below(d, 400);
			p.estate += c->claim * 6 / 10;
		}
		seconds += run("weighted-awards", &p, &shares);
		cordon_shares_free(shares);
		free_problem(&p);
	}
	printf("weighted awards with floors, %d households, %d goods: %.3f s\n", HOUSEHOLDS, GOODS, seconds);
}

static void network(draw *d)
{
	cordon_shares *shares;
	cordon_share_problem p = make(DEPOTS, HOUSEHOLDS * NEAR);
	for (size_t j = 0; j < DEPOTS; j++)
		p.stock[j] = (cordon_stock){"d", 20000 + (int64_t)draw_below(d, 400000)};
	for (size_t i = 0; i < HOUSEHOLDS; i++) {
		size_t near = draw_below(d, DEPOTS);
		p.claimant[i].weight = 1 + (int64_t)draw_below(d, 9);
		p.claimant[i].claim = p.claimant[i].weight * (200 + (int64_t)draw_below(d, 800));
		p.start[i + 1] = p.start[i] + NEAR;
		for (size_t k = 0; k < NEAR; k++)
			p.link[p.start[i] + k] = (cordon_link){(int32_t)((near + k * (1 + near % 7)) % DEPOTS), 1};
	}
	double seconds = run("network-leximin", &p, &shares);
	printf("leximin over a network, %d households, %d depots: %.3f s\n", HOUSEHOLDS, DEPOTS, seconds);
	cordon_shares_free(shares);
	free_problem(&p);
}

static void points(draw *d, int64_t steps)
{
	cordon_shares *shares;
	cordon_share_problem p = make(DEPOTS, (size_t)HOUSEHOLDS * VALUED);
	char used[DEPOTS];
	for (size_t j = 0; j < DEPOTS; j++)
		p.stock[j] = (cordon_stock){"g", 1000 + (int64_t)draw_below(d, 100000)};
	for (size_t i = 0; i < HOUSEHOLDS; i++) {
		p.claimant[i].points = 48 * (1 + (int64_t)draw_below(d, 8));
		p.start[i + 1] = p.start[i];
		memset(used, 0, sizeof used);
		for (size_t k = 0; k < VALUED; k++) {
			int32_t good = (int32_t)draw_below(d, DEPOTS);
			if (used[good])
				continue;
			used[good] = 1;
			p.link[p.start[i + 1]++] = (cordon_link){good, 1 + (int64_t)draw_below(d, (uint64_t)steps)};
		}
	}
	double seconds = run("points-prices", &p, &shares);
	printf("points, %d households, %d goods, values 1 to %ld: %.3f s%s\n", HOUSEHOLDS, DEPOTS, (long)steps, seconds,
	       cordon_share_is_exact(shares) ? ", exact" : "");
	cordon_shares_free(shares);
	free_problem(&p);
}

int main(int count, char **argument)
{
	const char *what = count > 1 ? argument[1] : "";
	draw d = {count > 2 ? strtoull(argument[2], NULL, 10) : 1};
	if (!strcmp(what, "awards"))
		awards(&d);
	else if (!strcmp(what, "network"))
		network(&d);
	else if (!strcmp(what, "points"))
		points(&d, count > 3 ? strtoll(argument[3], NULL, 10) : 1000000);
	else
		return fputs("usage: share awards|network|points [SEED] [VALUES]\n", stderr), 2;
	return 0;
}
