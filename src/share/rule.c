/* The table of rules, and what a caller asks of shares. */
#include "share/rule.h"

#include "base/memory.h"
#include "base/messages.h"
#include "share/lottery.h"

#include <assert.h>
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

void cordon_shares_free(cordon_shares *s)
{
	if (!s)
		return;
	free(s->part);
	free(s->level);
	for (size_t k = 0; s->of_link && k < s->problem->start[s->problem->claimants]; k++)
		mpq_clear(s->of_link[k]);
	free(s->of_link);
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

static const char *fraction(const mpq_t value, char out[CORDON_SHARE_TEXT])
{
	if (mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) + 3 > CORDON_SHARE_TEXT)
		return NULL;
	return mpq_get_str(out, 10, value);
}

char *cordon_share_chance(const cordon_shares *s, size_t link)
{
	char out[CORDON_SHARE_TEXT];
	if (!s->of_link)
		return NULL;
	return fraction(s->of_link[link], out) ? memory_copy_text(out) : mpq_get_str(NULL, 10, s->of_link[link]);
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
