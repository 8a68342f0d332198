/* Any bytes as a problem of sharing: never a crash; a problem that is read is in order, and every rule either refuses
 * it with a finding or gives shares, none below nothing, of one amount together no more than it. */
#include <cordon/share.h>

#include <assert.h>
#include <gmp.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINKS_MAX = 400, CLAIMANTS_MAX = 40, STOCKS_MAX = 40 }; /* for what takes long as a matter of course */

static void check_order(const cordon_share_problem *p)
{
	assert(p->claimants && p->start[0] == 0 && p->grain > 0 && p->weight_grain > 0 && p->value_grain > 0);
	for (size_t i = 0; i < p->claimants; i++) {
		const cordon_claimant *c = &p->claimant[i];
		assert(c->floor >= 0 && c->floor <= c->claim && c->claim <= CORDON_AMOUNT_MAX);
		assert(c->weight >= 0 && c->weight <= CORDON_WEIGHT_OF_CLAIM_MAX && c->points >= 0);
		assert(p->start[i] <= p->start[i + 1]);
		for (size_t k = p->start[i]; k < p->start[i + 1]; k++)
			assert(p->link[k].stock >= 0 && (size_t)p->link[k].stock < p->stocks && p->link[k].value >= 0);
	}
}

/* None is below nothing; of one amount no more is given than there is. */
static void check_parts(const cordon_share_problem *p, const cordon_shares *s)
{
	char out[CORDON_SHARE_TEXT];
	mpq_t sum, part, limit;
	mpq_inits(sum, part, limit, NULL);
	for (size_t i = 0; i < p->claimants && *cordon_share_text(s, i, out); i++) {
		int bad = mpq_set_str(part, out, 10);
		assert(!bad && mpq_sgn(part) >= 0);
		mpq_add(sum, sum, part);
	}
	int64_t there = p->estate;
	for (size_t j = 0; j < p->stocks && p->estate < 0; j++)
		there = (there < 0 ? 0 : there) + p->stock[j].amount;
	mpz_set_si(mpq_numref(limit), (long)(there < 0 ? 0 : there));
	mpz_set_si(mpq_denref(limit), (long)p->grain);
	mpq_canonicalize(limit);
	assert(p->stocks || mpq_cmp(sum, limit) <= 0);
	mpq_clears(sum, part, limit, NULL);
}

/* What is said of every claimant and link. */
static void read_shares(const cordon_share_problem *p, const cordon_shares *s)
{
	char out[CORDON_SHARE_TEXT];
	for (size_t i = 0; i < p->claimants; i++) {
		cordon_share_level(s, i, out);
		free(cordon_share_utility(s, i));
		for (size_t k = p->start[i]; k < p->start[i + 1]; k++) {
			free(cordon_share_chance(s, k));
			free(cordon_share_good(s, k));
		}
	}
	for (size_t j = 0; j < p->stocks; j++)
		free(cordon_share_price(s, j));
	for (size_t a = 0; a < cordon_share_assignments(s); a++) {
		const int32_t *object;
		free(cordon_share_assignment(s, a, &object));
		for (size_t i = 0; i < p->claimants; i++)
			assert(object[i] >= -1 && object[i] < (int32_t)p->stocks);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cordon_error error;
	cordon_share_problem *p = NULL;
	cordon_error_init(&error);
	cordon_status status = cordon_share_read("fuzz.json", (const char *)data, size, &p, &error);
	assert((status == CORDON_OK) == (p != NULL) && (status == CORDON_OK) == !error.errors);
	if (p)
		check_order(p);
	if (p && p->claimants <= CLAIMANTS_MAX && p->stocks <= STOCKS_MAX && p->start[p->claimants] <= LINKS_MAX) {
		const cordon_share_rule *rule;
		for (size_t r = 0; (rule = cordon_share_rule_at(r)); r++) {
			cordon_shares *shares = NULL;
			int before = (int)error.errors;
			if ((!strncmp(rule->id, "crates", 6) && p->estate / p->grain > 1000) ||
			    (!strncmp(rule->id, "random", 6) && p->claimants > 7))
				continue;
			status = cordon_share(rule, p, &shares, &error);
			assert((status == CORDON_OK) == (shares != NULL));
			assert(status == CORDON_OK || (int)error.errors == before + 1);
			if (shares) {
				check_parts(p, shares);
				read_shares(p, shares);
			}
			cordon_shares_free(shares);
		}
	}
	cordon_share_problem_free(p);
	cordon_error_free(&error);
	return 0;
}
