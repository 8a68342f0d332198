/* Slips of the pen: see supply/slip.h. */
#include "supply/slip.h"

#include "base/memory.h"
#include "supply/robust.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A figure is unlike the others beyond ODD spreads, like them within LIKE, and not worth asking after within PLAIN. */
static const double ODD = 3.5, LIKE = 2.5, PLAIN = 1;
enum { DIGITS_MAX = 12, USUAL_WEEKS = 26 };

supply_usual supply_usual_of(const supply_ledger *ledger, size_t first, size_t end)
{
	size_t from = end - first > USUAL_WEEKS ? end - USUAL_WEEKS : first, delivered = 0;
	double demand[USUAL_WEEKS], came[USUAL_WEEKS];
	for (size_t i = from; i < end; i++) {
		const supply_week *w = &ledger->week[i];
		demand[i - from] = w->sold + w->turned;
		if (w->delivered > 0)
			came[delivered++] = w->delivered;
	}
	supply_usual u = {0};
	u.demand_spread = fmax(supply_spread(demand, end - from, &u.demand), 0.03 * u.demand + 0.5);
	u.delivered_spread = fmax(supply_spread(came, delivered, &u.delivered), 0.03 * u.delivered + 0.5);
	return u;
}

typedef struct search {
	double loss, wanted, near;
	supply_slip best;
	double best_distance;
	/* the figure being tried */
	size_t week;
	const char *field;
	double sign, found, middle, spread, beside; /* `beside` is added to the figure before it is compared */
} search;

static void try_value(search *s, double value)
{
	double gap = s->loss + s->sign * (value - s->found);
	if (fabs(gap - s->wanted) > s->near)
		return;
	double distance = fabs(value + s->beside - s->middle) / s->spread;
	double before = fabs(s->found + s->beside - s->middle) / s->spread;
	if (before < PLAIN || distance > LIKE || distance >= before || distance >= s->best_distance)
		return;
	s->best_distance = distance;
	s->best = (supply_slip){s->week, s->field, s->found, value, gap, before > ODD};
}

static void try_text(search *s, const char *digits)
{
	try_value(s, strtod(digits, NULL));
}

/* One digit other, one left out (so that it must be put in), one too many, two neighbours changed about. */
static void try_figure(search *s)
{
	char figure[DIGITS_MAX + 2], other[DIGITS_MAX + 3];
	if (floor(s->found) < s->found)
		return;
	int length = snprintf(figure, sizeof figure, "%.0f", s->found);
	if (length > DIGITS_MAX)
		return;
	for (int i = 0; i <= length; i++) {
		for (char d = '0'; d <= '9'; d++) {
			memcpy(other, figure, (size_t)length + 1);
			other[i] = d;
			if (i < length)
				try_text(s, other);
			memcpy(other + i + 1, figure + i, (size_t)(length - i) + 1);
			try_text(s, other);
		}
		if (i == length)
			break;
		memcpy(other, figure, (size_t)i);
		memcpy(other + i, figure + i + 1, (size_t)(length - i));
		if (length > 1)
			try_text(s, other);
		memcpy(other, figure, (size_t)length + 1);
		if (i + 1 < length) {
			other[i] = figure[i + 1];
			other[i + 1] = figure[i];
			try_text(s, other);
		}
	}
}

supply_slip supply_slip_find(const supply_ledger *ledger, size_t from, size_t end, const supply_usual *usual,
			     double loss, double wanted, double near)
{
	search s = {.loss = loss, .wanted = wanted, .near = near, .best_distance = INFINITY};
	for (size_t i = from; i < end; i++) {
		const supply_week *w = &ledger->week[i];
		s.week = i;
		s.field = "sold", s.sign = -1, s.found = w->sold, s.beside = w->turned;
		s.middle = usual->demand, s.spread = usual->demand_spread;
		try_figure(&s);
		s.field = "delivered", s.sign = 1, s.found = w->delivered, s.beside = 0;
		s.middle = usual->delivered, s.spread = usual->delivered_spread;
		if (w->delivered > 0)
			try_figure(&s);
	}
	return s.best;
}
