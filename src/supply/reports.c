/* See reports.h. */
#include "supply/reports.h"

#include "base/memory.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct tally {
	size_t over, within, all;
} tally;

static void add(tally *t, report_says says)
{
	t->all++;
	t->over += says == REPORT_OVER;
	t->within += says == REPORT_WITHIN;
}

static size_t of(const tally *t, report_verdict verdict)
{
	return verdict == VERDICT_OVER ? t->over : t->within;
}

/* Whether the verdict of all voices stands without those of a hand. */
static bool stands_without(const tally *all, const tally *hand, report_verdict verdict)
{
	size_t left = all->all - hand->all, so = of(all, verdict) - of(hand, verdict);
	return left >= REPORTS_REST && 2 * so > left;
}

report_verdict reports_judge(const report_voice *voice, size_t count, int hands)
{
	tally all = {0}, *by_hand = memory_alloc((size_t)hands, sizeof *by_hand);
	for (size_t i = 0; i < count; i++) {
		add(&all, voice[i].says);
		for (int h = 0; h < voice[i].hands; h++) {
			assert(voice[i].hand[h] >= 0 && voice[i].hand[h] < hands);
			add(&by_hand[voice[i].hand[h]], voice[i].says);
		}
	}
	report_verdict verdict = count < REPORTS_VOICES   ? VERDICT_FEW
				 : 2 * all.over > count   ? VERDICT_OVER
				 : 2 * all.within > count ? VERDICT_WITHIN
							  : VERDICT_SPLIT;
	for (int h = 0; h < hands && verdict >= VERDICT_OVER; h++)
		if (!stands_without(&all, &by_hand[h], verdict))
			verdict = VERDICT_ONE_HAND;
	free(by_hand);
	return verdict;
}
