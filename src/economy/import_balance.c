/* What a published table leaves over. The draft's observed point is put into its balances, and what remains of each
 * commodity, beyond the rounding of the arithmetic itself, becomes an explicit discrepancy: supply less use. Nothing
 * is spread over other entries. */
#include "economy/import_model.h"

#include "economy/import_codes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double ARITHMETIC = 1e-11; /* relative: less than this is the rounding of sums and coefficients, which no
	balance of a plan (1e-9) can tell */
static const double NOTEWORTHY = 1e-6; /* relative: the setting balance_tolerance's default */

struct balance {
	long double *supply, *use; /* of commodity at place: commodity * places + place */
	int places;
};

static void balance_add(struct balance *b, int commodity, int place, long double amount)
{
	size_t at = (size_t)commodity * (size_t)b->places + (size_t)(place < 0 ? 0 : place);
	if (amount > 0)
		b->supply[at] += amount;
	else
		b->use[at] -= amount;
}

static void balance_fill(struct balance *b, const draft *d)
{
	for (int p = 0; p < d->process_id.count; p++) {
		const draft_process *process = &d->process[p];
		for (int i = process->first; i < process->first + process->count; i++) {
			const draft_exchange *x = &d->exchange[i];
			balance_add(b, x->commodity, x->place, (long double)x->amount * (long double)process->activity);
		}
	}
	for (int i = 0; i < d->stocks; i++)
		balance_add(b, d->stock[i].commodity, d->stock[i].place, (long double)d->stock[i].amount);
	for (int i = 0; i < d->needs; i++)
		balance_add(b, d->need[i].commodity, d->need[i].place, -(long double)d->need[i].amount);
}

static void note_balances(const draft *d, cordon_error *error, const char *file, int misfits, int balances,
						  double worst, const draft_stock *at)
{
	char a[24], b[24], c[32], e[32];
	snprintf(a, sizeof a, "%d", misfits);
	snprintf(b, sizeof b, "%d", balances);
	import_note(error, file, 0, TEXT(IMPORT_NOTE_BALANCES, a, b, text_from_double(NOTEWORTHY, c)));
	if (!at)
		return;
	const char *unit = d->unit_id.name[d->commodity[at->commodity].unit];
	snprintf(e, sizeof e, "%.2g", worst);
	char where[128];
	bool placed = at->place >= 0;
	snprintf(where, sizeof where, "%s%s%s", d->commodity_id.name[at->commodity], placed ? ", " : "",
			 placed ? d->place_id.name[at->place] : "");
	import_note(error, file, 0, TEXT(IMPORT_NOTE_BALANCE_WORST, where, text_from_double(at->amount, c), unit, e));
}

void import_balance(draft *d, cordon_error *error, const char *file)
{
	struct balance b = {.places = d->place_id.count ? d->place_id.count : 1};
	size_t size = (size_t)d->commodity_id.count * (size_t)b.places;
	b.supply = memory_alloc(size, sizeof *b.supply);
	b.use = memory_alloc(size, sizeof *b.use);
	balance_fill(&b, d);
	int misfits = 0, balances = 0, at_worst = -1;
	double worst = 0;
	for (size_t i = 0; i < size; i++) {
		int commodity = (int)(i / (size_t)b.places), place = d->place_id.count ? (int)(i % (size_t)b.places) : -1;
		long double throughput = b.supply[i] > b.use[i] ? b.supply[i] : b.use[i];
		if (d->commodity[commodity].kind != CORDON_GOOD || throughput <= 0)
			continue;
		long double over = b.supply[i] - b.use[i];
		double relative = (double)(fabsl(over) / throughput);
		balances++;
		if (relative <= ARITHMETIC)
			continue;
		draft_add_discrepancy(d, commodity, place, (double)over);
		misfits += relative > NOTEWORTHY;
		if (relative > worst) {
			worst = relative;
			at_worst = d->discrepancies - 1;
		}
	}
	note_balances(d, error, file, misfits, balances, worst, at_worst < 0 ? NULL : &d->discrepancy[at_worst]);
	free(b.supply);
	free(b.use);
}

void import_note_columns(import_model *m)
{
	if (!m->primary)
		return;
	double *inputs = memory_alloc((size_t)m->industries, sizeof *inputs);
	for (size_t i = 0; i < m->use.count; i++)
		inputs[m->use.flow[i].industry] += m->use.flow[i].value;
	int misfits = 0, at = -1;
	double worst = 0, amount = 0;
	for (int j = 0; j < m->industries; j++) {
		double over = m->industry[j].output - inputs[j] - m->primary[j];
		double relative = fabs(over) / (m->industry[j].output > 0 ? m->industry[j].output : 1);
		misfits += relative > NOTEWORTHY;
		if (relative > worst) {
			worst = relative;
			amount = over;
			at = j;
		}
	}
	char a[24], b[24], c[32], e[32];
	snprintf(a, sizeof a, "%d", misfits);
	snprintf(b, sizeof b, "%d", m->industries);
	import_note(m->error, m->industry_file, 0, TEXT(IMPORT_NOTE_COLUMNS, a, b, text_from_double(NOTEWORTHY, c)));
	snprintf(e, sizeof e, "%.2g", worst);
	if (at >= 0)
		import_note(m->error, m->industry_file, 0,
					TEXT(IMPORT_NOTE_COLUMN_WORST, m->industry[at].id, text_from_double(amount, c), m->unit, e));
	free(inputs);
}
