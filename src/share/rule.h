/* What rules are given and what they make; the table is in rule.c. */
#ifndef SHARE_RULE_H
#define SHARE_RULE_H

#include "share/codes.h"
#include "share/part.h"

#include <cordon/share.h>

#include <gmp.h>

struct cordon_shares {
	const cordon_share_rule *rule;
	const cordon_share_problem *problem;
	share_part *part; /* of claimant i: part[i], of the estate or of all stocks together; in grains */
	share_part *level; /* NULL, or of claimant i what a unit of weight got (grains over weight grains) */
	mpq_t *of_link; /* NULL, or of each link, in units: parts of goods, chances of objects */
	mpq_t *utility; /* NULL, or of each claimant what its goods are worth to it */
	mpq_t *price; /* NULL, or of each stock, in points a unit */
	bool near; /* these are not exact */
	int32_t *drawn; /* NULL, or of claimant i the stock a lottery gave it, -1: none */
	struct lottery *lottery; /* NULL, or the assignments a lottery is drawn from */
};

typedef cordon_status share_rule(const cordon_share_problem *problem, cordon_shares *shares, cordon_error *error);

/* Refuses a problem that is none for the rule. */
cordon_status share_refuse(const cordon_share_problem *problem, const char *field, cordon_text what,
			   cordon_error *error);

/* GMP's fractions, in rows; NULL is a row of none. */
void ratio_set(mpq_t out, int64_t over, int64_t under);
mpq_t *ratios_make(size_t count);
void ratios_free(mpq_t *numbers, size_t count);

/* The parts are made by the rule; both are freed with the shares. */
share_part *shares_parts(cordon_shares *shares);
share_part *shares_levels(cordon_shares *shares);
mpq_t *shares_links(cordon_shares *shares);
mpq_t *shares_utilities(cordon_shares *shares);
mpq_t *shares_prices(cordon_shares *shares);

share_rule claims_equal_awards, claims_weighted_awards, claims_equal_losses, claims_proportional;
share_rule whole_awards, whole_awards_floors;
share_rule talmud_share, talmud_reverse, talmud_piniles, talmud_adjusted, talmud_arrival;
share_rule network_leximin, goods_leximin, points_prices;
share_rule eating_serial, eating_dictatorship;
share_rule crates_remainder, crates_dhondt, crates_sainte_lague, crates_huntington, crates_adams, crates_dean,
	crates_quota;

#endif
