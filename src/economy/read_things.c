/* The tables that define ids: units, commodities, places, periods, processes. See read.h. */
#include "economy/read.h"

#include <stdlib.h>
#include <string.h>

void read_units(reading *r)
{
	r->s->typed = true;
	long *lines = memory_alloc(r->sheet.rows, sizeof *lines);
	for (size_t row = 0; row < r->sheet.rows; row++) {
		double factor = 1;
		bool good = reading_positive(r, row, UNIT_FACTOR, &factor);
		const char *dimension = reading_text(r, row, UNIT_DIMENSION);
		if (!*reading_cell(r, row, UNIT_DIMENSION))
			reading_complain(r, row, UNIT_DIMENSION, TEXT(ECONOMY_EMPTY), TEXT(ECONOMY_DIMENSION_FORM));
		int unit = reading_new_id(r, row, UNIT_ID, &r->units, lines);
		if (unit < 0)
			continue;
		lines[unit] = reading_line(r, row);
		MEMORY_RESERVE(r->unit_factor, unit, r->factor_capacity);
		MEMORY_RESERVE(r->unit_dimension, unit, r->unit_capacity);
		r->unit_factor[unit] = good ? factor : 1;
		r->unit_dimension[unit] = names_add(&r->s->dimensions, dimension);
	}
	free(lines);
}

/* Sets the commodity's dimension and factor; -1 when its unit is not known. */
static void take_unit(reading *r, size_t row, int c)
{
	const char *unit = r->e->commodity[c].unit;
	r->s->dimension[c] = -1;
	r->s->factor[c] = 1;
	if (!*unit) {
		if (!*reading_cell(r, row, COMMODITY_UNIT))
			reading_complain(r, row, COMMODITY_UNIT, TEXT(ECONOMY_EMPTY), TEXT(ECONOMY_UNIT_FORM));
	} else if (!r->s->typed) {
		r->s->dimension[c] = names_add(&r->s->dimensions, unit);
	} else if (names_find(&r->units, unit) >= 0) {
		int u = names_find(&r->units, unit);
		r->s->dimension[c] = r->unit_dimension[u];
		r->s->factor[c] = r->unit_factor[u];
	} else if (!r->loose[TABLE_UNITS]) {
		const char *closest = names_closest(&r->units, unit);
		reading_complain(r, row, COMMODITY_UNIT, TEXT(ECONOMY_ID_UNKNOWN, "units"),
						 closest ? TEXT(ECONOMY_DID_YOU_MEAN, closest) : TEXT(ECONOMY_ID_OF, "units"));
	}
}

void read_commodities(reading *r)
{
	cordon_economy *e = r->e;
	size_t rows = r->sheet.rows;
	e->commodity = memory_alloc(rows, sizeof *e->commodity);
	r->s->dimension = memory_alloc(rows, sizeof *r->s->dimension);
	r->s->factor = memory_alloc(rows, sizeof *r->s->factor);
	long *lines = memory_alloc(rows, sizeof *lines);
	for (size_t row = 0; row < rows; row++) {
		int kind = CORDON_GOOD, c = reading_new_id(r, row, COMMODITY_ID, &r->s->commodities, lines);
		if (*reading_cell(r, row, COMMODITY_KIND))
			reading_choice(r, row, COMMODITY_KIND, table_commodity_kinds, 4, TEXT(ECONOMY_COMMODITY_KINDS), &kind);
		if (c < 0)
			continue;
		lines[c] = reading_line(r, row);
		e->commodity[c] =
			(cordon_commodity){r->s->commodities.name[c], reading_text(r, row, COMMODITY_NAME),
							   reading_text(r, row, COMMODITY_UNIT), (cordon_commodity_kind)kind, lines[c]};
		e->commodities = c + 1;
		take_unit(r, row, c);
	}
	free(lines);
}

void read_places(reading *r)
{
	cordon_economy *e = r->e;
	e->place = memory_alloc(r->sheet.rows + 1, sizeof *e->place);
	long *lines = memory_alloc(r->sheet.rows, sizeof *lines);
	for (size_t row = 0; row < r->sheet.rows; row++) {
		int p = reading_new_id(r, row, PLACE_ID, &r->s->places, lines);
		if (p < 0)
			continue;
		lines[p] = reading_line(r, row);
		e->place[p] = (cordon_place){r->s->places.name[p], reading_text(r, row, PLACE_NAME), lines[p]};
		e->places = p + 1;
	}
	free(lines);
}

void read_periods(reading *r)
{
	cordon_economy *e = r->e;
	e->period = memory_alloc(r->sheet.rows + 1, sizeof *e->period);
	long *lines = memory_alloc(r->sheet.rows, sizeof *lines);
	for (size_t row = 0; row < r->sheet.rows; row++) {
		int p = reading_new_id(r, row, PERIOD_ID, &r->s->periods, lines);
		if (p < 0)
			continue;
		lines[p] = reading_line(r, row);
		e->period[p] = (cordon_period){r->s->periods.name[p], reading_text(r, row, PERIOD_NAME), lines[p]};
		e->periods = p + 1;
	}
	free(lines);
}

void read_finish_places(reading *r)
{
	if (r->e->places)
		return;
	free(r->e->place);
	r->e->place = memory_alloc(1, sizeof *r->e->place);
	r->e->place[0] = (cordon_place){"", "", 0};
	r->e->places = 1;
}

void read_finish_periods(reading *r)
{
	if (r->e->periods)
		return;
	free(r->e->period);
	r->e->period = memory_alloc(1, sizeof *r->e->period);
	r->e->period[0] = (cordon_period){"", "", 0};
	r->e->periods = 1;
}

void read_processes(reading *r)
{
	cordon_economy *e = r->e;
	e->process = memory_alloc(r->sheet.rows, sizeof *e->process);
	long *lines = memory_alloc(r->sheet.rows, sizeof *lines);
	for (size_t row = 0; row < r->sheet.rows; row++) {
		int kind = CORDON_PRODUCTION, place = 0, p = reading_new_id(r, row, PROCESS_ID, &r->s->processes, lines);
		if (*reading_cell(r, row, PROCESS_KIND))
			reading_choice(r, row, PROCESS_KIND, table_process_kinds, 6, TEXT(ECONOMY_PROCESS_KINDS), &kind);
		reading_place(r, row, PROCESS_PLACE, &place);
		if (p < 0)
			continue;
		lines[p] = reading_line(r, row);
		e->process[p] = (cordon_process){.id = r->s->processes.name[p],
										 .name = reading_text(r, row, PROCESS_NAME),
										 .body = reading_text(r, row, PROCESS_BODY),
										 .kind = (cordon_process_kind)kind,
										 .place = place < 0 ? 0 : place,
										 .row = lines[p]};
		e->processes = p + 1;
	}
	free(lines);
}
