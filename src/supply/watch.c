/* Judging the losses of stock accounts: see supply/watch.h, and docs/supply.md for the model.
 *
 * Rates are losses as a part of what was sold. For each good the rates of all outlets up to a week give a prior: the
 * median, the spread between outlets and the noise within one. An account's usual rate is the prior's, drawn towards
 * the mean of its own earlier periods by their number. A period is judged alone (ALONE deviations), and together with
 * those before it from every possible beginning (TOGETHER deviations of a normal, each period counting at most CAP: a
 * generalised likelihood ratio, which is a CUSUM whose reference value need not be chosen).
 */
#include "supply/watch.h"

#include "base/memory.h"
#include "supply/robust.h"

#include <math.h>
#include <stdlib.h>

static const double ALONE = 6, TOGETHER = 3.25, CAP = 5, LAST = 1;
static const double NEAR = 4.5; /* deviations from the usual that a corrected slip may leave */
/* Before anything is known of a good: usual rate, its spread between outlets, noise. */
static const double RATE = 0.01, RATE_SPREAD = 0.01, RATE_NOISE = 0.005;
static const double SMALL_LOSS = 0.2; /* of the stock it was taken from: a slip is then the likelier reason */
enum { PRIOR_LEAST = 8, PRIOR_WEIGHT = 6, PERIODS_WINDOW = 52 };
/* Noise is written for a period of four weeks; a shorter one has more of it in its rate: shrinkage by the root of the
 * weeks, errors of counting by the weeks; between the two. */
static const double WEEKS_NOTED = 4, WEEKS_POWER = 0.75;

const char *const supply_kind_name[] = {"theft", "diversion", "withholding"};

typedef enum state { NORMAL, LEFT_OUT, STEADY } state;

typedef struct period {
	size_t account, from, end; /* its weeks [from, end); the count stands in end - 1 */
	int32_t week;              /* of that count */
	int32_t good;
	double loss, through, most; /* most: the largest stock there may have been */
	double rate, noisier; /* noisier: its rate's noise, were that of four weeks 1 */
	bool follows; /* the account's period before ends where this one begins */
	state state;
} period;

typedef struct prior {
	double rate, spread, noise;
} prior;

supply_alert *supply_alert_add(supply_watching *out, supply_alert alert)
{
	MEMORY_RESERVE(out->alert, out->alerts, out->alert_capacity);
	out->alert[out->alerts] = alert;
	return &out->alert[out->alerts++];
}

static void check_add(supply_watching *out, supply_check check)
{
	MEMORY_RESERVE(out->check, out->checks, out->check_capacity);
	out->check[out->checks++] = check;
}

/* The periods between counts of all accounts, in the ledger's order. A missing week breaks the chain. */
static size_t find_periods(const supply_ledger *l, period *list)
{
	size_t count = 0;
	period p = {0};
	bool open = false;
	double opening = 0, net = 0;
	for (size_t i = 0; i < l->weeks; i++) {
		const supply_week *w = &l->week[i];
		if (i && (w[-1].account != w->account || w[-1].week + 1 != w->week))
			open = false;
		if (open) {
			net += w->delivered - w->sold - w->spoiled;
			p.through += fmax(w->sold, 0);
			p.most = fmax(p.most, opening + net + w->sold + w->spoiled);
		}
		if (w->counted < 0)
			continue;
		if (open && p.through > 0) {
			p.account = (size_t)w->account, p.end = i + 1, p.week = w->week;
			p.good = l->account[w->account].good_number;
			p.loss = opening + net - w->counted;
			p.rate = p.loss / p.through;
			p.noisier = pow(WEEKS_NOTED / (double)(p.end - p.from), WEEKS_POWER);
			p.follows = count && list[count - 1].account == p.account && list[count - 1].end == p.from;
			list[count++] = p;
		}
		p = (period){.from = i + 1};
		open = true, opening = p.most = w->counted, net = 0;
	}
	return count;
}

/* ---- what is usual for a good ---- */

typedef struct rated {
	int32_t good, week;
	double rate, jump; /* jump: from the account's period before; NaN for its first */
	size_t number;
} rated;

static int by_good_and_week(const void *a, const void *b)
{
	const rated *x = a, *y = b;
	if (x->good != y->good)
		return x->good < y->good ? -1 : 1;
	if (x->week != y->week)
		return x->week < y->week ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static prior prior_of(const rated *r, size_t count, double *room)
{
	prior p = {RATE, RATE_SPREAD, RATE_NOISE};
	if (count < PRIOR_LEAST)
		return p;
	for (size_t i = 0; i < count; i++)
		room[i] = r[i].rate;
	double all = supply_spread(room, count, &p.rate);
	size_t jumps = 0;
	for (size_t i = 0; i < count; i++)
		if (!isnan(r[i].jump))
			room[jumps++] = fabs(r[i].jump);
	p.noise = jumps < PRIOR_LEAST ? all : 1.4826 / sqrt(2) * supply_median(room, jumps);
	p.noise = fmax(p.noise, 0.0005);
	p.rate = fmax(p.rate, 0.0005);
	p.spread = fmax(sqrt(fmax(all * all - p.noise * p.noise, 0)), 0.3 * p.rate + 0.0005);
	return p;
}

/* From the period before to this one, as if both had the noise of four weeks. */
static double jump_of(const period *p)
{
	return (p->rate - p[-1].rate) * sqrt(2) / hypot(p->noisier, p[-1].noisier);
}

/* The prior of each period: from every period of its good, in all outlets, that ended in its week or before. The middle
 * of a list only changes as it grows: it is taken anew when the list has grown by a twentieth. */
static prior *find_priors(const period *list, size_t count)
{
	rated *r = memory_alloc(count, sizeof *r);
	prior *priors = memory_alloc(count, sizeof *priors);
	double *room = memory_alloc(count, sizeof *room);
	for (size_t i = 0; i < count; i++)
		r[i] = (rated){list[i].good, list[i].week, list[i].rate,
			       list[i].follows ? jump_of(&list[i]) : (double)NAN, i};
	qsort(r, count, sizeof *r, by_good_and_week);
	size_t first = 0, used = 0;
	prior p = {RATE, RATE_SPREAD, RATE_NOISE};
	for (size_t i = 0, next; i < count; i = next) {
		if (r[i].good != r[first].good)
			first = i, used = 0;
		for (next = i + 1; next < count && r[next].good == r[i].good && r[next].week == r[i].week; next++)
			;
		if (!used || next - first > used + used / 20) {
			used = next - first;
			p = prior_of(&r[first], used, room);
		}
		for (size_t k = i; k < next; k++)
			priors[r[k].number] = p;
	}
	free(r);
	free(room);
	return priors;
}

/* ---- one account ---- */

typedef struct usual_rate {
	double rate, variance, noise; /* variance: of not knowing the rate better */
	double freedom; /* how well the noise itself is known, as of Student's t */
	int periods;
} usual_rate;

/* What periods [0, end) of an account make usual; those left out or in a steady loss are not asked. */
static usual_rate usual_of(const period *p, size_t end, const prior *g)
{
	double sum = 0, square = 0, noisier = 0, n = 0;
	for (size_t i = end > PERIODS_WINDOW ? end - PERIODS_WINDOW : 0; i < end; i++)
		if (p[i].state == NORMAL)
			sum += p[i].rate, square += p[i].rate * p[i].rate, noisier += p[i].noisier * p[i].noisier, n++;
	noisier = n > 0 ? noisier / n : 1;
	double within = g->noise * g->noise * noisier, between = g->spread * g->spread;
	usual_rate u = {.periods = (int)n};
	u.variance = 1 / (1 / between + n / within);
	u.rate = (g->rate / between + sum / within) * u.variance;
	/* Whoever loses more than others loses it less evenly. */
	double own = g->noise * sqrt(fmin(fmax(u.rate / g->rate, 0.5), 3));
	double off = n > 1 ? fmax(square - sum * sum / n, 0) / noisier : 0;
	double freedom = PRIOR_WEIGHT + (n > 1 ? n - 1 : 0);
	u.noise = sqrt((PRIOR_WEIGHT * own * own + off) / freedom);
	u.freedom = freedom;
	u.variance = fmax(u.variance, u.noise * u.noise * noisier / (n + PRIOR_WEIGHT));
	return u;
}

/* The least noise that can be: amounts are whole units, and counts are made by hand. */
static double noise_of(const usual_rate *u, const period *p)
{
	return fmax(u->noise * p->noisier, 1 / p->through);
}

static double alone(const period *p, const usual_rate *u)
{
	double s = noise_of(u, p);
	return (p->rate - u->rate) / sqrt(s * s + u->variance);
}

/* A Student's t as the normal deviate that is as rare (D. L. Wallace, Annals of Mathematical Statistics 30, 1959). */
static double as_normal(double t, double freedom)
{
	if (t <= 0)
		return t;
	return sqrt(freedom * log1p(t * t / freedom)) * (8 * freedom + 1) / (8 * freedom + 3);
}

/* The largest score of periods [c, t] together, for any beginning c < t; *begin is where. Judged against what the
 * periods before c make usual. */
static double together(const period *p, size_t t, const prior *g, size_t *begin)
{
	double best = -INFINITY;
	for (size_t c = t; c-- > 0 && t - c < PERIODS_WINDOW && p[c + 1].follows;) {
		usual_rate u = usual_of(p, c, g);
		double s = noise_of(&u, &p[t]), sum = 0, n = 0;
		if (p[c].state != NORMAL || (p[t].rate - u.rate) / s < LAST)
			continue;
		for (size_t i = c; i <= t; i++)
			if (p[i].state == NORMAL)
				sum += fmin(p[i].rate - u.rate, CAP * s), n++;
		double raw = sum / n / sqrt(s * s / n + u.variance);
		double score = raw >= ALONE ? raw : as_normal(raw, u.freedom);
		if (n > 1 && score > best)
			best = score, *begin = c;
	}
	return best;
}

typedef struct account_watch {
	const supply_ledger *ledger;
	supply_watching *out;
	period *p; /* the account's periods */
	size_t count;
	size_t alert;    /* the alert that a next period may change, + 1; 0: none */
	size_t alert_at; /* the period that raised it */
	int calm;        /* periods of a steady loss that balanced again */
} account_watch;

static int32_t first_week(const account_watch *w, size_t i)
{
	return w->ledger->week[w->p[i].from].week;
}

static bool turned_nobody(const account_watch *w, size_t from, size_t t)
{
	for (size_t i = w->p[from].from; i < w->p[t].end; i++)
		if (w->ledger->week[i].turned > 0)
			return false;
	return true;
}

static supply_slip slip_of(const account_watch *w, size_t t, const usual_rate *u)
{
	const period *p = &w->p[t];
	supply_usual usual = supply_usual_of(w->ledger, w->ledger->account[p->account].first, p->end);
	return supply_slip_find(w->ledger, p->from, p->end, &usual, p->loss, u->rate * p->through,
				fmax(NEAR * noise_of(u, p) * p->through, 2));
}

static void raise_alert(account_watch *w, supply_kind kind, size_t begin, size_t t, const usual_rate *u, double score)
{
	supply_alert a = {.kind = kind, .account = w->p[t].account, .since = first_week(w, begin), .seen = w->p[t].week,
			  .score = score, .before = u->periods, .over = -1};
	for (size_t i = begin; i <= t; i++) {
		period *p = &w->p[i];
		if (kind == SUPPLY_DIVERSION && i < t && p->state == LEFT_OUT && p->loss < 0)
			continue;
		a.usual += u->rate * p->through;
		a.missing += (p->rate - u->rate) * p->through;
		p->state = kind == SUPPLY_DIVERSION ? STEADY : LEFT_OUT;
	}
	a.turned_nobody = turned_nobody(w, begin, t);
	if (kind == SUPPLY_THEFT)
		a.slip = slip_of(w, t, u);
	supply_alert_add(w->out, a);
	w->alert = w->out->alerts;
	w->alert_at = t;
	w->calm = 0;
}

static void raise_check(account_watch *w, size_t t, const usual_rate *u, supply_slip slip)
{
	const period *p = &w->p[t];
	check_add(w->out, (supply_check){p->account, first_week(w, t), p->week, p->loss, u->rate * p->through, slip});
}

/* A steady loss goes on, or two counts in a row balance and it is over. */
static void go_on(account_watch *w, size_t t, const usual_rate *u, double score)
{
	if (score >= 2) {
		w->p[t].state = STEADY;
		w->calm = 0;
		w->out->alert[w->alert - 1].missing += w->p[t].loss - u->rate * w->p[t].through;
		w->out->alert[w->alert - 1].usual += u->rate * w->p[t].through;
	} else if (++w->calm == 2) {
		w->out->alert[w->alert - 1].over = w->p[t].week;
		w->alert = 0;
	}
}

/* One loss out of all proportion: a slip of the pen to be checked, or one large loss (perhaps the first of many). */
static void large_loss(account_watch *w, size_t t, const usual_rate *u, double score)
{
	period *p = &w->p[t];
	supply_slip slip = slip_of(w, t, u);
	if (slip.field && (slip.strong || p->loss < SMALL_LOSS * p->most)) {
		raise_check(w, t, u, slip);
		if (slip.strong)
			p->rate = slip.gap / p->through;
		else
			p->rate = fmin(p->rate, u->rate + CAP * noise_of(u, p));
		return;
	}
	raise_alert(w, SUPPLY_THEFT, t, t, u, score);
}

/* After a large loss: a second one makes it steady; the same amount too much means that it was found. */
static bool after_large_loss(account_watch *w, size_t t, const usual_rate *u, double score)
{
	supply_alert *a = w->alert ? &w->out->alert[w->alert - 1] : NULL;
	if (!a || a->kind != SUPPLY_THEFT || w->alert_at + 1 != t || !w->p[t].follows)
		return false;
	double excess = w->p[t].loss - u->rate * w->p[t].through;
	if (fabs(excess + a->missing) < 0.2 * a->missing) {
		a->found_again = true;
		w->p[t].state = LEFT_OUT;
		w->alert = 0;
		return true;
	}
	if (score < 3)
		return false;
	raise_alert(w, SUPPLY_DIVERSION, t - 1, t, u, score);
	return true;
}

static void judge(account_watch *w, size_t t, const prior *g)
{
	size_t begin = t;
	usual_rate u = usual_of(w->p, t, g);
	double score = alone(&w->p[t], &u);
	w->out->periods++;
	w->out->balanced += fabs(score) < 3;
	if (w->alert && w->out->alert[w->alert - 1].kind == SUPPLY_DIVERSION) {
		go_on(w, t, &u, score);
		return;
	}
	if (after_large_loss(w, t, &u, score))
		return;
	if (score >= ALONE) {
		large_loss(w, t, &u, score);
		return;
	}
	if (score <= -ALONE) {
		raise_check(w, t, &u, slip_of(w, t, &u));
		w->p[t].state = LEFT_OUT;
		return;
	}
	double sum = together(w->p, t, g, &begin);
	if (sum >= TOGETHER) {
		u = usual_of(w->p, begin, g);
		raise_alert(w, SUPPLY_DIVERSION, begin, t, &u, sum);
	}
}

static int by_account_and_seen(const void *a, const void *b)
{
	const supply_alert *x = a, *y = b;
	if (x->account != y->account)
		return x->account < y->account ? -1 : 1;
	if (x->seen != y->seen)
		return x->seen < y->seen ? -1 : 1;
	return x->kind < y->kind ? -1 : x->kind > y->kind;
}

void supply_watch(const supply_ledger *ledger, supply_watching *out)
{
	*out = (supply_watching){0};
	period *list = memory_alloc(ledger->weeks, sizeof *list);
	size_t count = find_periods(ledger, list);
	prior *priors = find_priors(list, count);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && list[end].account == list[i].account; end++)
			;
		account_watch w = {.ledger = ledger, .out = out, .p = &list[i], .count = end - i};
		for (size_t t = 0; t < w.count; t++)
			judge(&w, t, &priors[i + t]);
	}
	for (size_t a = 0; a < ledger->accounts; a++)
		supply_withheld(ledger, a, out);
	if (out->alerts)
		qsort(out->alert, out->alerts, sizeof *out->alert, by_account_and_seen);
	free(list);
	free(priors);
}

void supply_watching_free(supply_watching *w)
{
	free(w->alert);
	free(w->check);
	*w = (supply_watching){0};
}
