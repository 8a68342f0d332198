/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How something scarce becomes rations: a problem in, exact shares out. Nothing here touches a file, a clock or a
 * source of randomness, and nothing here knows who the claimants are.
 *
 * A *problem* has claimants, each with what it may have at most (claim), a weight (the members of a household) and
 * what it is guaranteed (floor); and either one amount to share (estate), or stocks of several depots or goods with
 * what each claimant can reach, values or prefers. A *rule* of the rule table turns it into *shares*. docs/sharing.md
 * says what each rule promises.
 *
 * All numbers are exact. Amounts are whole numbers of a grain: 1 / grain of the unit the problem is written in, so
 * that every amount of the input is whole; shares are fractions of grains.
 */
#ifndef CORDON_SHARE_H
#define CORDON_SHARE_H

#include <cordon/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Limits: products of three such numbers must fit into 127 bits. */
enum { CORDON_CLAIMANTS_MAX = 1000 * 1000, CORDON_STOCKS_MAX = 100 * 1000, CORDON_LINKS_MAX = 20 * 1000 * 1000 };
#define CORDON_AMOUNT_MAX ((int64_t)1 << 45)
#define CORDON_WEIGHT_OF_CLAIM_MAX ((int64_t)1 << 31)

typedef struct cordon_claimant {
	const char *id;
	int64_t claim; /* the most it may have; CORDON_AMOUNT_MAX where the problem says nothing */
	int64_t weight; /* 1 where the problem says nothing; 0: it has no part in what is shared by weight */
	int64_t floor; /* guaranteed before anything is shared; at most the claim */
	int64_t points; /* of the rules that price goods; 1 where the problem says nothing */
} cordon_claimant;

typedef struct cordon_stock {
	const char *id;
	int64_t amount;
} cordon_stock;

/* That a claimant can reach a depot, values a good, or would like an object (then the order of its links is its
 * preference). */
typedef struct cordon_link {
	int32_t stock;
	int64_t value; /* of a unit; 1 where the problem says nothing */
} cordon_link;

typedef struct cordon_share_problem {
	cordon_claimant *claimant;
	size_t claimants;
	int64_t estate; /* -1: there is none */
	cordon_stock *stock;
	size_t stocks;
	size_t *start; /* of claimant i: link[start[i]] .. link[start[i + 1] - 1] */
	cordon_link *link;
	int64_t grain, weight_grain, value_grain; /* denominators of amounts, of weights and points, of values */
	const char *seed; /* of lotteries; NULL: none */
	void *storage; /* private */
} cordon_share_problem;

/* Reads a problem as docs/sharing.md says (JSON). Everything wrong is reported with its JSON pointer. `*problem` is
 * NULL when that fails; free it anyway. */
CORDON_API cordon_status cordon_share_read(const char *file, const char *bytes, size_t length,
					   cordon_share_problem **problem, cordon_error *error);
CORDON_API void cordon_share_problem_free(cordon_share_problem *problem);

typedef struct cordon_share_rule {
	const char *id, *version, *title, *source; /* title and source: English texts */
} cordon_share_rule;

CORDON_API const cordon_share_rule *cordon_share_rule_at(size_t number); /* NULL after the last */
CORDON_API const cordon_share_rule *cordon_share_rule_find(const char *id);

typedef struct cordon_shares cordon_shares;

/* Applies a rule. CORDON_BAD_INPUT: the problem is not one for this rule (it says why); CORDON_UNPROVEN: an equal
 * claim to the last unit needs a lot, and there is no seed. */
CORDON_API cordon_status cordon_share(const cordon_share_rule *rule, const cordon_share_problem *problem,
				      cordon_shares **shares, cordon_error *error);
CORDON_API void cordon_shares_free(cordon_shares *shares);

enum { CORDON_SHARE_TEXT = 96 };

/* A claimant's share in units, "100/3"; "" for rules that give chances. */
CORDON_API const char *cordon_share_text(const cordon_shares *shares, size_t claimant, char out[CORDON_SHARE_TEXT]);
/* What each unit of weight got, where the rule equalises that: "4", else "". */
CORDON_API const char *cordon_share_level(const cordon_shares *shares, size_t claimant, char out[CORDON_SHARE_TEXT]);

/* What the caller frees; NULL where the rule has none. A link's chance, "5/12", for rules that give chances. For rules
 * that share several goods, how much of a good a link gives in units, what a claimant's goods are worth to it, and what
 * a unit of a stock costs in points. Where the numbers are not exact they are decimals of 15 digits. */
CORDON_API char *cordon_share_chance(const cordon_shares *shares, size_t link);
CORDON_API char *cordon_share_good(const cordon_shares *shares, size_t link);
CORDON_API char *cordon_share_utility(const cordon_shares *shares, size_t claimant);
CORDON_API char *cordon_share_price(const cordon_shares *shares, size_t stock);
CORDON_API bool cordon_share_is_exact(const cordon_shares *shares);
/* The lottery: whole assignments with their weights ("1/4", the caller frees it); `object` of each claimant, -1: none.
 * */
CORDON_API size_t cordon_share_assignments(const cordon_shares *shares);
CORDON_API char *cordon_share_assignment(const cordon_shares *shares, size_t assignment, const int32_t **object);
/* What the seed drew: the object of each claimant, -1: none. NULL: nothing was drawn. */
CORDON_API const int32_t *cordon_share_drawn(const cordon_shares *shares);

#ifdef __cplusplus
}
#endif
#endif
