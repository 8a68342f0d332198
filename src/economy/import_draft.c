/* The package being made; see import_draft.h. */
#include "economy/import_draft.h"

#include "base/memory.h"

#include <assert.h>
#include <stdlib.h>

int draft_add_unit(draft *d, const char *id, const char *dimension, double factor)
{
	int count = d->unit_id.count, at = names_add(&d->unit_id, id);
	if (at < count)
		return at;
	MEMORY_RESERVE(d->unit, count, d->unit_capacity);
	d->unit[at] = (draft_unit){id, dimension, factor};
	return at;
}

int draft_add_place(draft *d, const char *id, const char *name)
{
	int count = d->place_id.count, at = names_add(&d->place_id, id);
	if (at < count)
		return at;
	MEMORY_RESERVE(d->place_name, count, d->place_capacity);
	d->place_name[at] = name;
	return at;
}

int draft_add_commodity(draft *d, const char *id, const char *name, int unit, cordon_commodity_kind kind)
{
	int count = d->commodity_id.count, at = names_add(&d->commodity_id, id);
	if (at < count)
		return at;
	MEMORY_RESERVE(d->commodity, count, d->commodity_capacity);
	d->commodity[at] = (draft_commodity){name, unit, kind};
	return at;
}

int draft_add_process(draft *d, const char *id, const char *name, cordon_process_kind kind, int place, double activity, double capacity)
{
	int count = d->process_id.count, at = names_add(&d->process_id, id);
	if (at < count)
		return at;
	MEMORY_RESERVE(d->process, count, d->process_capacity);
	d->process[at] = (draft_process){name, kind, place, activity, capacity, d->exchanges, 0};
	return at;
}

void draft_add_exchange(draft *d, int commodity, int place, double amount)
{
	assert(d->process_id.count);
	draft_process *p = &d->process[d->process_id.count - 1];
	assert(p->first + p->count == d->exchanges);
	if (amount == 0)
		return;
	MEMORY_RESERVE(d->exchange, d->exchanges, d->exchange_capacity);
	d->exchange[d->exchanges++] = (draft_exchange){commodity, place, amount};
	p->count++;
}

void draft_add_stock(draft *d, int commodity, int place, double amount)
{
	MEMORY_RESERVE(d->stock, d->stocks, d->stock_capacity);
	d->stock[d->stocks++] = (draft_stock){commodity, place, amount};
}

void draft_add_need(draft *d, const char *group, int commodity, int place, double amount, int tier)
{
	MEMORY_RESERVE(d->need, d->needs, d->need_capacity);
	d->need[d->needs++] = (draft_need){group, commodity, place, tier, amount};
}

void draft_add_discrepancy(draft *d, int commodity, int place, double amount)
{
	MEMORY_RESERVE(d->discrepancy, d->discrepancies, d->discrepancy_capacity);
	d->discrepancy[d->discrepancies++] = (draft_stock){commodity, place, amount};
}

void draft_add_setting(draft *d, const char *key, const char *value)
{
	MEMORY_RESERVE(d->setting, d->settings, d->setting_capacity);
	d->setting[d->settings++] = (draft_setting){key, value};
}

void draft_free(draft *d)
{
	names_free(&d->unit_id);
	names_free(&d->commodity_id);
	names_free(&d->place_id);
	names_free(&d->process_id);
	free(d->place_name);
	free(d->unit);
	free(d->commodity);
	free(d->process);
	free(d->exchange);
	free(d->stock);
	free(d->need);
	free(d->discrepancy);
	free(d->setting);
	*d = (draft){0};
}
