/* An economy back into a draft, and so into a folder; see write.h. */
#include "economy/storage.h"
#include "economy/write.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>

static void add_things(const cordon_economy *e, economy_draft *d)
{
	for (int c = 0; c < e->commodities; c++) {
		const cordon_commodity *k = &e->commodity[c];
		economy_draft_row(d, TABLE_COMMODITIES,
						  (const char *const[TABLE_COLUMNS_MAX]){k->id, k->name, k->unit,
																 k->kind ? table_commodity_kinds[k->kind] : NULL});
	}
	for (int p = 0; p < e->places && *e->place[p].id; p++)
		economy_draft_row(d, TABLE_PLACES, (const char *const[TABLE_COLUMNS_MAX]){e->place[p].id, e->place[p].name});
	for (int t = 0; t < e->periods && *e->period[t].id; t++)
		economy_draft_row(d, TABLE_PERIODS, (const char *const[TABLE_COLUMNS_MAX]){e->period[t].id, e->period[t].name});
	for (int p = 0; p < e->processes; p++) {
		const cordon_process *k = &e->process[p];
		economy_draft_row(d, TABLE_PROCESSES,
						  (const char *const[TABLE_COLUMNS_MAX]){k->id, k->name,
																 k->kind ? table_process_kinds[k->kind] : NULL,
																 e->place[k->place].id, k->body});
	}
}

/* The units that the commodities use, each with its factor. */
static void add_units(const cordon_economy *e, economy_draft *d)
{
	const struct economy_storage *s = economy_storage_of(e);
	names seen = {0};
	for (int c = 0; s->typed && c < e->commodities; c++) {
		int before = seen.count;
		char factor[32];
		if (names_add(&seen, e->commodity[c].unit) == before)
			economy_draft_row(d, TABLE_UNITS,
							  (const char *const[TABLE_COLUMNS_MAX]){e->commodity[c].unit,
																	 s->dimensions.name[s->dimension[c]],
																	 text_from_double(s->factor[c], factor)});
	}
	names_free(&seen);
}

static void add_recipes(const cordon_economy *e, economy_draft *d)
{
	char amount[32], lead[16];
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		const cordon_process *p = &e->process[x->process];
		snprintf(lead, sizeof lead, "%d", x->lead);
		economy_draft_row(d, TABLE_EXCHANGES,
						  (const char *const[TABLE_COLUMNS_MAX]){
							  p->id, e->commodity[x->commodity].id, x->amount < 0 ? "input" : "output",
							  text_from_double(fabs(x->amount), amount), NULL,
							  x->place == p->place ? NULL : e->place[x->place].id, x->lead ? lead : NULL});
	}
	for (int i = 0; i < e->capacities; i++) {
		const cordon_capacity *c = &e->capacity[i];
		economy_draft_row(d, TABLE_CAPACITIES,
						  (const char *const[TABLE_COLUMNS_MAX]){e->process[c->process].id,
																 c->period < 0 ? NULL : e->period[c->period].id,
																 text_from_double(c->amount, amount)});
	}
}

static void add_amounts(const cordon_economy *e, economy_draft *d)
{
	char amount[32], tier[16];
	for (int i = 0; i < e->stocks; i++) {
		const cordon_stock *s = &e->stock[i];
		economy_draft_row(d, TABLE_STOCKS,
						  (const char *const[TABLE_COLUMNS_MAX]){e->commodity[s->commodity].id, e->place[s->place].id,
																 e->period[s->period].id,
																 text_from_double(s->amount, amount)});
	}
	for (int i = 0; i < e->needs; i++) {
		const cordon_need *n = &e->need[i];
		snprintf(tier, sizeof tier, "%d", n->tier);
		economy_draft_row(d, TABLE_NEEDS,
						  (const char *const[TABLE_COLUMNS_MAX]){e->group[n->group], e->commodity[n->commodity].id,
																 e->place[n->place].id, e->period[n->period].id,
																 text_from_double(n->amount, amount), NULL,
																 n->tier == 1 ? NULL : tier});
	}
	for (int i = 0; i < e->discrepancies; i++) {
		const cordon_discrepancy *x = &e->discrepancy[i];
		economy_draft_row(d, TABLE_DISCREPANCIES,
						  (const char *const[TABLE_COLUMNS_MAX]){e->commodity[x->commodity].id, e->place[x->place].id,
																 e->period[x->period].id,
																 text_from_double(x->amount, amount)});
	}
	for (int i = 0; i < e->observations; i++) {
		const cordon_observation *o = &e->observation[i];
		economy_draft_row(d, TABLE_OBSERVED,
						  (const char *const[TABLE_COLUMNS_MAX]){e->process[o->process].id, e->period[o->period].id,
																 text_from_double(o->activity, amount)});
	}
	economy_draft_row(d, TABLE_SETTINGS, (const char *const[TABLE_COLUMNS_MAX]){"objective", e->objective});
	economy_draft_row(
		d, TABLE_SETTINGS,
		(const char *const[TABLE_COLUMNS_MAX]){"balance_tolerance", text_from_double(e->balance_tolerance, amount)});
}

cordon_status economy_write(const cordon_economy *economy, const char *folder, cordon_error *error)
{
	economy_draft *d = economy_draft_new(economy->name, economy->title);
	add_units(economy, d);
	add_things(economy, d);
	add_recipes(economy, d);
	add_amounts(economy, d);
	cordon_status status = economy_draft_write(d, folder, error);
	economy_draft_free(d);
	return status;
}
