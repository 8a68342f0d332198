/* Proportional approval voting (PAV) and its Sainte-Laguë form (SLAV), over whole committees.
 *
 * Source: Thiele, Om Flerfoldsvalg (1895); Lackner and Skowron, Multi-Winner Voting with Approval Preferences (2023).
 * The committee of the greatest sum over voters of 1 + 1/2 + ... + 1/j (1 + 1/3 + ... + 1/(2j - 1)), where j is how
 * many of it the voter approves. thiele.c finds them all.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/rule.h"
#include "count/thiele.h"

static unsigned long harmonic(int i)
{
	return (unsigned long)i;
}

static unsigned long odd(int i)
{
	return 2 * (unsigned long)i - 1;
}

static cordon_status count_whole(count_run *run, thiele_divisor *divisor)
{
	committee c;
	committee_list list = {0};
	thiele_result result = {.nodes = 0};
	mpq_init(result.score);
	cordon_status status = committee_begin(&c, run, true);
	if (!status)
		status = thiele_search(&c, divisor, &list, &result);
	if (!status)
		status = committee_decide(&c, &list,
					  TEXT(COUNT_SAID_SCORE, exact_mpq_short(run->keep, result.score)));
	committee_list_free(&list);
	committee_free(&c);
	mpq_clear(result.score);
	return status;
}

cordon_status pav_count(count_run *run)
{
	return count_whole(run, harmonic);
}

cordon_status slav_count(count_run *run)
{
	return count_whole(run, odd);
}
