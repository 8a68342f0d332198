/* Withholding: people were turned away while the good lay there.
 *
 * A count says what lay there at a week's end; from it the stock of the weeks before is reckoned back to the count
 * before, and that of the weeks after on to the next one, at most NEAR_WEEKS. Between two counts the lower of the two
 * reckonings holds: a slip of the pen moves them apart. A week tells if people were turned away though the stock at its
 * opening alone would have served more than was sold: what was left at the end tells nothing, the lorry may have come
 * last. ENOUGH such weeks within WINDOW raise the question. What the books alone say is never enough: goods that are
 * gone stand in the books until somebody counts.
 */
#include "supply/watch.h"

#include <math.h>

enum { NEAR_WEEKS = 6, WINDOW = 8, ENOUGH = 2 };
/* Of the weekly demand: less than this turned away, or left, is nothing. */
static const double SMALL = 0.08;

/* What was kept back in a week that opened with this stock; 0: the week tells nothing. */
static double kept_back(const supply_week *w, double open, double demand)
{
	double small = fmax(SMALL * demand, 2), idle = open - w->sold - w->spoiled;
	return w->turned < small || idle < small ? 0 : fmin(w->turned, idle);
}

typedef struct trail {
	int32_t week[WINDOW];
	double kept[WINDOW]; /* the weeks of the window, by number modulo WINDOW */
	int32_t last;        /* the last week of the story that was told, so that one story is one alert; -1: none */
} trail;

static void weigh(trail *t, const supply_week *w, double kept, int32_t seen, supply_watching *out)
{
	int slot = w->week % WINDOW, telling = 0;
	t->week[slot] = w->week;
	t->kept[slot] = kept;
	supply_alert a = {.kind = SUPPLY_WITHHOLDING, .account = (size_t)w->account, .since = w->week, .seen = seen,
			  .over = -1};
	for (int i = 0; i < WINDOW; i++)
		if (t->kept[i] > 0 && t->week[i] > w->week - WINDOW) {
			telling++;
			a.missing += t->kept[i];
			a.since = t->week[i] < a.since ? t->week[i] : a.since;
		}
	if (kept <= 0 || telling < ENOUGH)
		return;
	if (t->last < 0 || w->week - t->last > WINDOW) {
		a.score = telling;
		supply_alert_add(out, a);
	}
	t->last = w->week;
}

/* The weeks before the count in week i, back to week `from` at most: opening[k] is the stock at the opening of week
 * i - k by this count. Returns how many. */
static size_t reckon_back(const supply_ledger *l, size_t from, size_t i, double opening[NEAR_WEEKS])
{
	double stock = l->week[i].counted;
	size_t back = 0;
	for (size_t k = i;; k--) {
		stock += l->week[k].sold + l->week[k].spoiled - l->week[k].delivered;
		opening[back++] = stock;
		if (k == from || back == NEAR_WEEKS || l->week[k - 1].week + 1 != l->week[k].week)
			return back;
	}
}

void supply_withheld(const supply_ledger *ledger, size_t account, supply_watching *out)
{
	const supply_account *a = &ledger->account[account];
	const supply_week *week = ledger->week;
	trail t = {.last = -1};
	double books[NEAR_WEEKS], opening[NEAR_WEEKS]; /* books[k]: the opening of week `from + k` by the count before */
	size_t from = a->first, known = 0;
	for (size_t i = a->first; i < a->first + a->count; i++) {
		if (week[i].counted < 0)
			continue;
		double demand = supply_usual_of(ledger, a->first, i + 1).demand;
		for (size_t back = reckon_back(ledger, from, i, opening); back--;) {
			size_t k = i - back;
			double open = k - from < known ? fmin(opening[back], books[k - from]) : opening[back];
			weigh(&t, &week[k], kept_back(&week[k], open, demand), week[i].week, out);
		}
		from = i + 1, known = 0;
		double stock = week[i].counted;
		for (size_t k = from; k < a->first + a->count && known < NEAR_WEEKS; k++) {
			if (week[k].week != week[k - 1].week + 1)
				break;
			books[known++] = stock;
			stock += week[k].delivered - week[k].sold - week[k].spoiled;
		}
		/* The first week after a count opens with what was counted: it tells at once. */
		if (known)
			weigh(&t, &week[from], kept_back(&week[from], books[0], demand), week[from].week, out);
	}
}
