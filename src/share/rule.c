/* The table of rules, and what a caller asks of shares. */
#include "share/rule.h"

#include "base/memory.h"
#include "base/messages.h"
#include "share/lottery.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct entry {
	cordon_share_rule rule;
	share_rule *run;
} table[] = {
#define RULE(id, function, version, title, source) {{id, version, title, source}, function},
#include "share/rules.def"
#undef RULE
};
enum { RULES = sizeof table / sizeof *table };

const cordon_share_rule *cordon_share_rule_at(size_t number)
{
	return number < RULES ? &table[number].rule : NULL;
}

const cordon_share_rule *cordon_share_rule_find(const char *id)
{
	for (size_t i = 0; i < RULES; i++)
		if (!strcmp(table[i].rule.id, id))
			return &table[i].rule;
	return NULL;
}

cordon_status cordon_share(const cordon_share_rule *rule, const cordon_share_problem *problem, cordon_shares **shares,
			   cordon_error *error)
{
	*shares = memory_alloc(1, sizeof **shares);
	(*shares)->rule = rule;
	(*shares)->problem = problem;
	for (size_t i = 0; i < RULES; i++)
		if (&table[i].rule == rule) {
			cordon_status status = table[i].run(problem, *shares, error);
			if (status) {
				cordon_shares_free(*shares);
				*shares = NULL;
			}
			return status;
		}
	assert(!"a rule of the table");
	return CORDON_BAD_INPUT;
}

void ratio_set(mpq_t out, int64_t over, int64_t under)
{
	mpz_set_si(mpq_numref(out), (long)over);
	mpz_set_si(mpq_denref(out), (long)under);
	mpq_canonicalize(out);
}

void ratios_free(mpq_t *numbers, size_t count)
{
	for (size_t k = 0; numbers && k < count; k++)
		mpq_clear(numbers[k]);
	free(numbers);
}

mpq_t *ratios_make(size_t count)
{
	mpq_t *numbers = memory_alloc(count, sizeof *numbers);
	for (size_t k = 0; k < count; k++)
		mpq_init(numbers[k]);
	return numbers;
}

mpq_t *shares_links(cordon_shares *s)
{
	return s->of_link = ratios_make(s->problem->start[s->problem->claimants]);
}

mpq_t *shares_utilities(cordon_shares *s)
{
	return s->utility = ratios_make(s->problem->claimants);
}

mpq_t *shares_prices(cordon_shares *s)
{
	return s->price = ratios_make(s->problem->stocks);
}

void cordon_shares_free(cordon_shares *s)
{
	if (!s)
		return;
	free(s->part);
	free(s->level);
	ratios_free(s->of_link, s->problem->start[s->problem->claimants]);
	ratios_free(s->utility, s->problem->claimants);
	ratios_free(s->price, s->problem->stocks);
	free(s->drawn);
	lottery_free(s->lottery);
	free(s);
}

share_part *shares_parts(cordon_shares *s)
{
	s->part = memory_alloc(s->problem->claimants, sizeof *s->part);
	for (size_t i = 0; i < s->problem->claimants; i++)
		s->part[i] = part_whole(0);
	return s->part;
}

share_part *shares_levels(cordon_shares *s)
{
	s->level = memory_alloc(s->problem->claimants, sizeof *s->level);
	for (size_t i = 0; i < s->problem->claimants; i++)
		s->level[i] = part_whole(0);
	return s->level;
}

const char *cordon_share_text(const cordon_shares *s, size_t claimant, char out[CORDON_SHARE_TEXT])
{
	return s->part ? part_text(s->part[claimant], s->problem->grain, out) : strcpy(out, "");
}

const char *cordon_share_level(const cordon_shares *s, size_t claimant, char out[CORDON_SHARE_TEXT])
{
	if (!s->level)
		return strcpy(out, "");
	share_part l = part_reduce(s->level[claimant]);
	/* grains over weight grains: in units that is over * weight_grain / (under * grain) */
	return part_text((share_part){l.over * s->problem->weight_grain, l.under}, s->problem->grain, out);
}

/* A fraction, or where numbers are not exact 15 digits. */
static char *number(const cordon_shares *s, mpq_t *numbers, size_t at)
{
	char out[CORDON_SHARE_TEXT];
	if (!numbers)
		return NULL;
	if (!s->near)
		return mpq_get_str(NULL, 10, numbers[at]);
	snprintf(out, sizeof out, "%.15g", mpq_get_d(numbers[at]));
	return memory_copy_text(out);
}

char *cordon_share_chance(const cordon_shares *s, size_t link)
{
	return number(s, s->utility ? NULL : s->of_link, link);
}

char *cordon_share_good(const cordon_shares *s, size_t link)
{
	return number(s, s->utility ? s->of_link : NULL, link);
}

char *cordon_share_utility(const cordon_shares *s, size_t claimant)
{
	return number(s, s->utility, claimant);
}

char *cordon_share_price(const cordon_shares *s, size_t stock)
{
	return number(s, s->price, stock);
}

bool cordon_share_is_exact(const cordon_shares *s)
{
	return !s->near;
}

size_t cordon_share_assignments(const cordon_shares *s)
{
	return s->lottery ? s->lottery->count : 0;
}

char *cordon_share_assignment(const cordon_shares *s, size_t assignment, const int32_t **object)
{
	*object = s->lottery->object + assignment * s->problem->claimants;
	return mpq_get_str(NULL, 10, s->lottery->weight[assignment]);
}

const int32_t *cordon_share_drawn(const cordon_shares *s)
{
	return s->drawn;
}
