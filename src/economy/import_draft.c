/* The package being made; see import_draft.h. */
#include "economy/import_draft.h"

#include "base/memory.h"
#include "base/text.h"
#include "economy/write.h"

#include <assert.h>
#include <stdio.h>
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

int draft_add_process(draft *d, const char *id, const char *name, cordon_process_kind kind, int place, double activity,
					  double capacity)
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

void draft_add_source(draft *d, const char *title, const char *path)
{
	MEMORY_RESERVE(d->source, d->sources, d->source_capacity);
	d->source[d->sources++] = (draft_setting){title, path};
}

void draft_add_license(draft *d, const char *name, const char *title)
{
	MEMORY_RESERVE(d->license, d->licenses, d->license_capacity);
	d->license[d->licenses++] = (draft_setting){name, title};
}

/* ---- writing, by economy/write.h ------------------------------------------------------------------------------- */

typedef const char *row[TABLE_COLUMNS_MAX];

static const char *place_id(const draft *d, int place)
{
	return place >= 0 ? d->place_id.name[place] : NULL;
}

static const char *unit_of(const draft *d, int commodity)
{
	return d->unit_id.name[d->commodity[commodity].unit];
}

static void write_things(const draft *d, economy_draft *out)
{
	char number[32];
	for (int i = 0; i < d->unit_id.count; i++)
		economy_draft_row(out, TABLE_UNITS,
						  (row){d->unit[i].id, d->unit[i].dimension, text_from_double(d->unit[i].factor, number)});
	for (int i = 0; i < d->commodity_id.count; i++)
		economy_draft_row(out, TABLE_COMMODITIES,
						  (row){d->commodity_id.name[i], d->commodity[i].name, unit_of(d, i),
								table_commodity_kinds[d->commodity[i].kind]});
	for (int i = 0; i < d->place_id.count; i++)
		economy_draft_row(out, TABLE_PLACES, (row){d->place_id.name[i], d->place_name[i]});
	for (int i = 0; i < d->settings; i++)
		economy_draft_row(out, TABLE_SETTINGS, (row){d->setting[i].key, d->setting[i].value});
}

static void write_exchange(const draft *d, economy_draft *out, int process, const draft_exchange *x)
{
	char number[32];
	const char *direction = x->amount > 0 ? "output" : "input",
			   *amount = text_from_double(x->amount > 0 ? x->amount : -x->amount, number);
	const char *place = x->place == d->process[process].place ? NULL : place_id(d, x->place);
	economy_draft_row(out, TABLE_EXCHANGES,
					  (row){d->process_id.name[process], d->commodity_id.name[x->commodity], direction, amount,
							unit_of(d, x->commodity), place});
}

static void write_processes(const draft *d, economy_draft *out)
{
	char number[32];
	for (int i = 0; i < d->process_id.count; i++) {
		const draft_process *p = &d->process[i];
		const char *id = d->process_id.name[i];
		economy_draft_row(out, TABLE_PROCESSES,
						  (row){id, p->name, table_process_kinds[p->kind], place_id(d, p->place)});
		for (int x = p->first; x < p->first + p->count; x++)
			write_exchange(d, out, i, &d->exchange[x]);
		if (p->capacity >= 0)
			economy_draft_row(out, TABLE_CAPACITIES, (row){id, NULL, text_from_double(p->capacity, number)});
		if (p->activity >= 0)
			economy_draft_row(out, TABLE_OBSERVED, (row){id, NULL, text_from_double(p->activity, number)});
	}
}

static void write_amounts(const draft *d, economy_draft *out)
{
	char number[32], tier[24];
	for (int i = 0; i < d->stocks; i++) {
		const draft_stock *s = &d->stock[i];
		economy_draft_row(out, TABLE_STOCKS,
						  (row){d->commodity_id.name[s->commodity], place_id(d, s->place), NULL,
								text_from_double(s->amount, number), unit_of(d, s->commodity)});
	}
	for (int i = 0; i < d->needs; i++) {
		const draft_need *n = &d->need[i];
		snprintf(tier, sizeof tier, "%d", n->tier);
		economy_draft_row(out, TABLE_NEEDS,
						  (row){n->group, d->commodity_id.name[n->commodity], place_id(d, n->place), NULL,
								text_from_double(n->amount, number), unit_of(d, n->commodity), tier});
	}
	for (int i = 0; i < d->discrepancies; i++) {
		const draft_stock *s = &d->discrepancy[i];
		economy_draft_row(out, TABLE_DISCREPANCIES,
						  (row){d->commodity_id.name[s->commodity], place_id(d, s->place), NULL,
								text_from_double(s->amount, number), unit_of(d, s->commodity)});
	}
}

cordon_status draft_write(const draft *d, const char *path, cordon_error *error)
{
	economy_draft *out = economy_draft_new(d->name, d->title);
	for (int i = 0; i < d->sources; i++)
		economy_draft_source(out, d->source[i].key, d->source[i].value);
	for (int i = 0; i < d->licenses; i++)
		economy_draft_license(out, d->license[i].key, d->license[i].value);
	write_things(d, out);
	write_processes(d, out);
	write_amounts(d, out);
	cordon_status status = economy_draft_write(out, path, error);
	economy_draft_free(out);
	return status;
}

void draft_free(draft *d)
{
	free(d->source);
	free(d->license);
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
