/* Phragmén's sequential rule.
 *
 * Source: Phragmén, Till frågan om en proportionell valmetod (1899); Brill, Freeman, Janson and Lackner, Phragmén's
 * Voting Methods and Justified Representation, Mathematical Programming 203 (2024). Electing a candidate puts one unit
 * of load on those who approve; they share it so that all of them then bear the same. Who is elected with the least
 * such load is next. Candidates whom nobody approves come last, all tied.
 */
#include "count/phragmen.h"

#include "count/codes.h"
#include "count/rule.h"

/* (1 + the loads of all who approve) / how many they are. */
static void level_of(const committee *c, const grow_state *s, int one, mpq_t level)
{
	mpq_t part;
	mpq_init(part);
	mpq_set_ui(level, 1, 1);
	for (size_t i = c->from[one]; i < c->from[one + 1]; i++) {
		size_t kind = c->voter[i];
		if (!mpq_sgn(s->number[kind]))
			continue;
		mpq_set_ui(part, c->weight[kind], 1);
		mpq_mul(part, part, s->number[kind]);
		mpq_add(level, level, part);
	}
	mpq_set_ui(part, c->approvals[one], 1);
	mpq_div(level, level, part);
	mpq_clear(part);
}

int phragmen_options(const committee *c, grow_state *s, mpq_t *level, bool *has, int *tied)
{
	int count = 0;
	for (int i = 0; i < c->standing_count; i++) {
		int one = c->standing[i];
		if (set_has(&s->chosen, one) || !c->approvals[one])
			continue;
		level_of(c, s, one, level[one]);
		has[one] = true;
		count = grow_keep(level, one, false, tied, count);
	}
	for (int i = 0; !count && i < c->standing_count; i++) /* nobody approves any who are left */
		for (; i < c->standing_count; i++)
			if (!set_has(&s->chosen, c->standing[i]))
				tied[count++] = c->standing[i];
	return count;
}

void phragmen_take(const committee *c, grow_state *s, int candidate, mpq_t *level)
{
	for (size_t i = c->from[candidate]; i < c->from[candidate + 1]; i++)
		mpq_set(s->number[c->voter[i]], level[candidate]);
}

static cordon_text say(const grow_state *s, const char *name, const char *level)
{
	(void)s;
	return TEXT(COUNT_SAID_LOAD, name, level);
}

cordon_status seq_phragmen_count(count_run *run)
{
	return grow_count(
		run, &(grow_rule){.numbers = true, .options = phragmen_options, .take = phragmen_take, .say = say});
}
