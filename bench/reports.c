/* How many organised false price reports it takes: `bench/reports [RUNS] [SEED]` prints the table of docs/supply.md.
 *
 * A shop sells at 0.97 of the ceiling (honest) or at 1.10 of it. `m` true voices, each introduced by one of six people,
 * read the price right nine times in ten, otherwise up to 15 % off. `k` false voices say the opposite of what is so,
 * each introduced by one of `g` people in the plot (g = 0: each by somebody else, nobody twice). For each m and g, the
 * table has the smallest k from which on a false verdict comes in 5 % of the runs or more, and the smallest from which
 * on the true verdict comes in less than half of the runs. The rule is the program's own (src/supply/reports.c).
 */
#include "supply/reports.h"
#include "base/draw.h"

#include <stdio.h>
#include <stdlib.h>

enum { INTRODUCERS = 6, FALSE_MAX = 200, TRUE_MAX = 64, RUNS = 2000 };

typedef struct world {
	draw draw;
	double price; /* of the ceiling */
	int honest, hands; /* m, g */
	long runs;
} world;

/* Over or within, as somebody reads the price. */
static report_says read_price(world *w)
{
	double price = w->price;
	if (draw_unit(&w->draw) < 0.1)
		price *= 0.85 + 0.3 * draw_unit(&w->draw);
	return price > 1 ? REPORT_OVER : REPORT_WITHIN;
}

static report_verdict run_once(world *w, int plot)
{
	report_voice voice[TRUE_MAX + FALSE_MAX];
	int voices = 0, hand = INTRODUCERS + w->hands + (w->hands ? 0 : plot);
	for (int i = 0; i < w->honest; i++)
		voice[voices++] = (report_voice){read_price(w), {hand++, (int)draw_below(&w->draw, INTRODUCERS)}, 2};
	for (int i = 0; i < plot; i++)
		voice[voices++] = (report_voice){w->price > 1 ? REPORT_WITHIN : REPORT_OVER,
						 {hand++, INTRODUCERS + (w->hands ? i % w->hands : i)},
						 2};
	return reports_judge(voice, (size_t)voices, hand);
}

typedef struct rates {
	double wrong, right;
} rates;

static rates measure(world *w, int plot)
{
	report_verdict truth = w->price > 1 ? VERDICT_OVER : VERDICT_WITHIN;
	report_verdict lie = w->price > 1 ? VERDICT_WITHIN : VERDICT_OVER;
	long wrong = 0, right = 0;
	for (long i = 0; i < w->runs; i++) {
		report_verdict got = run_once(w, plot);
		wrong += got == lie;
		right += got == truth;
	}
	return (rates){(double)wrong / (double)w->runs, (double)right / (double)w->runs};
}

/* "from 7 / 4": the smallest plots that make a false verdict, and that take the true one away. */
static void print_cell(world *w)
{
	int falsified = -1, silenced = -1;
	double most = 0;
	for (int plot = 0; plot <= FALSE_MAX && (falsified < 0 || silenced < 0); plot++) {
		rates r = measure(w, plot);
		most = r.wrong > most ? r.wrong : most;
		if (falsified < 0 && r.wrong >= 0.05)
			falsified = plot;
		if (silenced < 0 && r.right < 0.5)
			silenced = plot;
	}
	if (falsified < 0)
		printf(" never (%.1f %%) / %d |", 100 * most, silenced);
	else
		printf(" %d / %d |", falsified, silenced);
}

int main(int count, char **argument)
{
	static const int honest[] = {0, 4, 8, 16, 32}, hands[] = {1, 2, 3, 0};
	world w = {.draw = {count > 2 ? strtoull(argument[2], NULL, 10) : 1},
		   .runs = count > 1 ? strtol(argument[1], NULL, 10) : RUNS};
	if (w.runs < 1)
		return 2;
	printf("| true voices | shop | 1 hand | 2 hands | 3 hands | each another |\n|---|---|---|---|---|---|\n");
	for (size_t m = 0; m < sizeof honest / sizeof *honest; m++)
		for (int dishonest = 0; dishonest < 2; dishonest++) {
			printf("| %d | %s |", honest[m], dishonest ? "over" : "within");
			for (size_t g = 0; g < sizeof hands / sizeof *hands; g++) {
				w.honest = honest[m];
				w.hands = hands[g];
				w.price = dishonest ? 1.10 : 0.97;
				print_cell(&w);
			}
			printf("\n");
		}
	return 0;
}
