/* What households may have: rules that the body decided, as data, and what they come to for a household and a cycle.
 *
 * A rule is a clause or a list of up to 8 clauses, which add up. "Every child under 15, half a litre a day":
 *
 *	{"amount":"1/2","each":"under_15","per":"day"}
 *
 *	amount	a ratio of units of the good
 *	each	"member", "household", or a number of the household (numbers.h)
 *	per	"day": times the days of the cycle; "cycle": once
 *	for	optional: a number; the clause is for households alone of which it is 1 or more
 *	floor	optional: a ratio, at most the amount: what is guaranteed of it before anything is shared, counted as `each`
 *		and `per` say
 *
 * Values are exact. All denominators of a rule divide ENTITLEMENT_PARTS_MAX at most, so a sum is one fraction of whole
 * numbers that fit. A rule with amount "0" ends the good's entitlement.
 *
 * The weight of a household, for sharing by weighted equal awards, is its size plus, by a decided act `supply_weights`
 * ({"infants":"1/2"}), so much more for each of a number; without one it is the size.
 *
 * entitlement(body, good, from, until, rule, version): versions count from 1. supply_weights(body, from, until,
 * weights)
 */
#ifndef SUPPLY_ENTITLEMENT_H
#define SUPPLY_ENTITLEMENT_H

#include "supply/household.h"

enum { ENTITLEMENT_CLAUSES_MAX = 8, ENTITLEMENT_PARTS_MAX = 10000 };

typedef struct supply_ratio {
	int64_t n, d; /* n / d in lowest terms, d > 0, n >= 0 */
} supply_ratio;

typedef struct entitlement_clause {
	supply_ratio each_gets, floor; /* floor 0/1: none */
	char each[NUMBER_NAME]; /* "member", "household" or a number */
	char only_for[NUMBER_NAME]; /* "": all */
	bool per_day;
} entitlement_clause;

typedef struct entitlement_rule {
	int clauses;
	entitlement_clause clause[ENTITLEMENT_CLAUSES_MAX];
	int64_t version; /* of the rule in the book; 0: none */
} entitlement_rule;

typedef struct household_weights {
	int count;
	struct {
		char name[NUMBER_NAME];
		supply_ratio more;
	} item[NUMBERS_MAX];
	int64_t version; /* 0: none decided, the weight is the size */
} household_weights;

/* Reads a rule or weights; false when it is none, and `wrong` (of at least 40 bytes) is where: "2/amount". */
bool entitlement_read(const json_t *rule, entitlement_rule *out, char *wrong);
bool weights_read(const json_t *document, household_weights *out, char *wrong);

/* The rule for a good, the weights, that held at a moment. Without a rule: false, and of nothing anybody has 0. */
bool entitlement_at(state *s, const char *body, const char *good, int64_t time, entitlement_rule *out);
void weights_at(state *s, const char *body, int64_t time, household_weights *out);

/* What a household may have, and what of it is guaranteed (never more), in a cycle of so many days. */
supply_ratio entitlement_amount(const entitlement_rule *e, const household_facts *h, int64_t days);
supply_ratio entitlement_floor(const entitlement_rule *e, const household_facts *h, int64_t days);
supply_ratio weights_of(const household_weights *w, const household_facts *h);

/* The goods that had a rule at a moment, by id: state_text column 0. */
state_rows entitlement_goods(state *s, const char *body, int64_t time);

extern const act_kind entitlement_kind, weights_kind;
extern const state_schema entitlement_schema;

#endif
