/* Import of unit-process recipes: from lists of processes, flows and exchanges with physical units straight to a
 * draft.
 *
 * A flow that a recipe makes or uses is a commodity, counted in the unit its first output (or first use) names;
 * amounts in other units of the same dimension are converted. Flows nobody makes are bought: a process buy:FLOW of
 * kind import without a limit. Elementary flows are taken only where the mapping names them, as emissions. There is
 * no observed point: recipes say how, not how much.
 *
 * The needs that a mapping of recipes lists are its author's own. */
#include "economy/import_model.h"

#include "economy/import_codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECIPE_UNIT, RECIPE_DIMENSION, RECIPE_FACTOR };

typedef struct recipe_unit {
	const char *dimension;
	double factor;
	long line;
} recipe_unit;

/* A flow as the exchanges know it. */
typedef struct recipe_flow {
	const char *id, *name, *category;
	int as; /* the flow it is counted as: itself, or the first of its emission */
	int unit; /* its own unit, -1 before the first exchange */
	bool made, emission;
	double in, out; /* of the process being read */
} recipe_flow;

typedef struct recipe_exchange {
	int process, flow, unit;
	bool output;
	double amount; /* >= 0 */
	long line;
} recipe_exchange;

typedef struct recipes {
	import_source *source;
	map_document *document;
	cordon_error *error;
	names unit_id;
	recipe_unit *unit;
	import_list processes, flows;
	recipe_flow *flow;
	recipe_exchange *exchange;
	size_t exchanges, exchange_capacity;
	int converted;
} recipes;

/* ---- units ----------------------------------------------------------------------------------------------------- */

/* True when the mapping leaves this row of the units out: {"leave_out": [{"unit": ..., "dimension": ...}]}. */
static bool unit_left_out(map_node units, const char *unit, const char *dimension)
{
	map_node list = map_get(units, "leave_out");
	for (size_t i = 0; i < map_count(list); i++) {
		map_node one = map_at(list, i);
		if (text_matches(map_text(one, "unit", "*"), unit) && text_matches(map_text(one, "dimension", "*"), dimension))
			return true;
	}
	return false;
}

static void add_unit(recipes *r, const csv_table *t, size_t row, const int column[3], const import_format *format)
{
	const char *id = import_cell_text(r->source, t, row, column[RECIPE_UNIT]);
	const char *dimension = import_cell_text(r->source, t, row, column[RECIPE_DIMENSION]);
	double factor;
	if (!import_number(r->source, t, row, column[RECIPE_FACTOR], format, &factor))
		return;
	int before = r->unit_id.count, at = names_add(&r->unit_id, id);
	if (at == before)
		r->unit[at] = (recipe_unit){dimension, factor, t->line[row]};
	else if (strcmp(r->unit[at].dimension, dimension) || r->unit[at].factor > factor || r->unit[at].factor < factor)
		r->unit[at].line = -1; /* ambiguous: an error if anything is measured in it */
}

static void load_units(recipes *r)
{
	static const char *const key[3] = {"unit", "dimension", "factor"};
	map_node units = map_need(map_root(r->document), "unit_table");
	import_format format;
	int column[3];
	if (!units.json || !map_allow(units, "file format unit dimension factor leave_out"))
		return;
	const csv_table *t = import_source_table(r->source, units, &format);
	if (!t)
		return;
	for (int i = 0; i < 3; i++)
		if ((column[i] = import_column(r->source, t, map_get(units, key[i]), map_text_needed(units, key[i]))) < 0)
			return;
	r->unit = memory_alloc(t->rows, sizeof *r->unit);
	for (size_t row = 0; row < t->rows; row++) {
		const char *id = import_cell_text(r->source, t, row, column[RECIPE_UNIT]);
		if (!unit_left_out(units, id, import_cell_text(r->source, t, row, column[RECIPE_DIMENSION])))
			add_unit(r, t, row, column, &format);
	}
}

/* The unit's number; -1 with an error. */
static int unit_named(recipes *r, place_in_file at, const char *id)
{
	int number = names_find(&r->unit_id, id);
	at.found = id;
	if (number < 0)
		finding_add(r->error, CORDON_ERROR, at, TEXT(IMPORT_UNIT_UNKNOWN), NO_TEXT);
	else if (r->unit[number].line < 0) {
		finding_add(r->error, CORDON_ERROR, at, TEXT(IMPORT_UNIT_TWICE, r->unit[number].dimension), NO_TEXT);
		number = -1;
	}
	return number;
}

/* ---- exchanges ------------------------------------------------------------------------------------------------- */

enum { AT_PROCESS, AT_DIRECTION, AT_FLOW, AT_AMOUNT, AT_UNIT, AT_COLUMNS };

typedef struct exchange_reader {
	recipes *r;
	const csv_table *t;
	import_format format;
	int column[AT_COLUMNS], avoided;
	const char *in, *out;
} exchange_reader;

static int code_in(exchange_reader *x, size_t row, int column, const names *codes, const cordon_code *what)
{
	const char *code = import_cell_text(x->r->source, x->t, row, x->column[column]);
	int number = names_find(codes, code);
	if (number < 0)
		finding_add(x->r->error, CORDON_ERROR,
					(place_in_file){x->t->file, x->t->line[row], x->t->header[x->column[column]], code},
					(cordon_text){what, {0, 0, 0, 0}}, NO_TEXT);
	return number;
}

/* Whether the row is an output; an avoided product counts as one. */
static bool is_output(exchange_reader *x, size_t row, bool *output)
{
	const char *direction = import_cell_text(x->r->source, x->t, row, x->column[AT_DIRECTION]);
	*output = !strcmp(direction, x->out);
	if (!*output && strcmp(direction, x->in)) {
		finding_add(x->r->error, CORDON_ERROR,
					(place_in_file){x->t->file, x->t->line[row], x->t->header[x->column[AT_DIRECTION]], direction},
					TEXT(IMPORT_DIRECTION), NO_TEXT);
		return false;
	}
	const char *avoided = x->avoided >= 0 ? import_cell_text(x->r->source, x->t, row, x->avoided) : "0";
	if (!*output && *avoided && strcmp(avoided, "0")) {
		import_note(x->r->error, x->t->file, x->t->line[row],
					TEXT(IMPORT_NOTE_AVOIDED, import_cell_text(x->r->source, x->t, row, x->column[AT_PROCESS])));
		*output = true;
	}
	return true;
}

static void keep_exchange(exchange_reader *x, size_t row, recipe_exchange e)
{
	recipes *r = x->r;
	e.flow = r->flow[e.flow].as;
	recipe_flow *flow = &r->flow[e.flow];
	bool made = e.output && e.amount > 0; /* a negative input is a by-product, but not what supplies others */
	if (e.amount < 0) {
		char found[32];
		place_in_file at = {x->t->file, x->t->line[row], flow->id, text_from_double(e.amount, found)};
		finding_add(
			r->error, CORDON_NOTE, at,
			TEXT(IMPORT_NOTE_EXCHANGE_NEGATIVE, r->processes.code.name[e.process], e.output ? "output" : "input"),
			NO_TEXT);
		e.output = !e.output;
		e.amount = -e.amount;
	}
	if (flow->unit < 0 || (e.output && !flow->made && !flow->emission))
		flow->unit = e.unit;
	flow->made |= made;
	MEMORY_RESERVE(r->exchange, r->exchanges, r->exchange_capacity);
	r->exchange[r->exchanges++] = e;
}

static void read_exchange(exchange_reader *x, size_t row, bool emissions)
{
	recipes *r = x->r;
	recipe_exchange e = {.line = x->t->line[row]};
	if (emissions) { /* most elementary flows are not taken */
		int flow = names_find(&r->flows.code, import_cell_text(r->source, x->t, row, x->column[AT_FLOW]));
		if (flow >= 0 && !r->flow[flow].emission)
			return;
	}
	e.process = code_in(x, row, AT_PROCESS, &r->processes.code, &IMPORT_PROCESS_UNKNOWN);
	e.flow = code_in(x, row, AT_FLOW, &r->flows.code, &IMPORT_FLOW_UNKNOWN);
	place_in_file at = {x->t->file, x->t->line[row], x->t->header[x->column[AT_UNIT]], NULL};
	e.unit = unit_named(r, at, import_cell_text(r->source, x->t, row, x->column[AT_UNIT]));
	bool good = is_output(x, row, &e.output);
	good &= import_number(r->source, x->t, row, x->column[AT_AMOUNT], &x->format, &e.amount);
	if (good && e.process >= 0 && e.flow >= 0 && e.unit >= 0 && e.amount != 0)
		keep_exchange(x, row, e);
}

static void load_exchanges(recipes *r, const char *section, bool emissions)
{
	static const char *const key[AT_COLUMNS] = {"process", "direction", "flow", "amount", "unit"};
	map_node at = map_get(map_root(r->document), section);
	exchange_reader x = {.r = r, .avoided = -1};
	if (!at.json || !map_allow(at, "file format process direction flow amount unit input output avoided take"))
		return;
	x.t = import_source_table(r->source, at, &x.format);
	if (!x.t)
		return;
	for (int i = 0; i < AT_COLUMNS; i++)
		if ((x.column[i] = import_column(r->source, x.t, map_get(at, key[i]), map_text_needed(at, key[i]))) < 0)
			return;
	const char *avoided = map_text(at, "avoided", NULL);
	if (avoided && (x.avoided = import_column(r->source, x.t, map_get(at, "avoided"), avoided)) < 0)
		return;
	x.in = map_text(at, "input", "input");
	x.out = map_text(at, "output", "output");
	for (size_t row = 0; row < x.t->rows; row++)
		read_exchange(&x, row, emissions);
}

/* ---- elementary flows ------------------------------------------------------------------------------------------ */

static bool any_matches(map_texts patterns, const char *word)
{
	for (int i = 0; i < patterns.count; i++)
		if (text_matches(patterns.text[i], word))
			return true;
	return false;
}

/* One emission: the flows with a matching id or name, and a matching category, are counted together under the first
 * of them. */
static void choose_emission(recipes *r, map_node one)
{
	if (!map_allow(one, "id name match category"))
		return;
	map_need(one, "match");
	map_texts match = map_list_of_texts(one, "match"), category = map_list_of_texts(one, "category");
	int first = -1;
	for (int f = 0; f < r->flows.code.count; f++) {
		recipe_flow *flow = &r->flow[f];
		bool good = any_matches(match, flow->name) || any_matches(match, flow->id);
		if (!good || (category.count && !any_matches(category, flow->category)))
			continue;
		first = first < 0 ? f : first;
		flow->emission = true;
		flow->as = first;
	}
	if (first < 0) {
		map_error(map_get(one, "match"), match.count ? match.text[0] : NULL, TEXT(IMPORT_FLOW_UNKNOWN), NO_TEXT);
		return;
	}
	const char *id = map_text_needed(one, "id");
	r->flow[first].id = id;
	r->flow[first].name = map_text(one, "name", id);
}

static void choose_emissions(recipes *r)
{
	map_node elementary = map_get(map_root(r->document), "elementary");
	map_node take = elementary.json ? map_get(elementary, "take") : elementary;
	for (size_t i = 0; i < map_count(take); i++)
		choose_emission(r, map_at(take, i));
}

static void note_elementary(recipes *r)
{
	map_node at = map_get(map_root(r->document), "elementary");
	import_format format;
	const csv_table *t = at.json ? import_source_table(r->source, at, &format) : NULL;
	int column = t ? import_column(r->source, t, map_get(at, "flow"), map_text_needed(at, "flow")) : -1;
	if (column < 0)
		return;
	names all = {0};
	int rows = 0, taken = 0;
	for (size_t row = 0; row < t->rows; row++) {
		const char *code = import_cell_text(r->source, t, row, column);
		int flow = names_find(&r->flows.code, code), count = all.count;
		bool emission = flow >= 0 && r->flow[flow].emission;
		taken += names_add(&all, code) == count && emission;
		rows += emission;
	}
	char a[24], b[24], c[24], d[24];
	snprintf(a, sizeof a, "%d", rows);
	snprintf(b, sizeof b, "%d", taken);
	snprintf(c, sizeof c, "%d", all.count - taken);
	snprintf(d, sizeof d, "%d", all.count);
	import_note(r->error, t->file, 0, TEXT(IMPORT_NOTE_ELEMENTARY, a, b, c, d));
	names_free(&all);
}

/* ---- building -------------------------------------------------------------------------------------------------- */

/* An amount in the flow's own unit. */
static double in_own_unit(recipes *r, const recipe_exchange *e)
{
	const recipe_flow *flow = &r->flow[e->flow];
	if (e->unit == flow->unit)
		return e->amount;
	const recipe_unit *from = &r->unit[e->unit], *to = &r->unit[flow->unit];
	if (strcmp(from->dimension, to->dimension)) {
		place_in_file at = {NULL, e->line, flow->id, r->unit_id.name[e->unit]};
		finding_add(r->error, CORDON_ERROR, at, TEXT(IMPORT_DIMENSIONS, from->dimension, to->dimension), NO_TEXT);
	}
	r->converted++;
	return e->amount * from->factor / to->factor;
}

static int by_process(const void *a, const void *b)
{
	const recipe_exchange *x = a, *y = b;
	return x->process != y->process ? (x->process > y->process ? 1 : -1)
		   : x->line > y->line      ? 1
		   : x->line < y->line      ? -1
									: 0;
}

static int commodity_of(recipes *r, draft *d, int flow)
{
	const recipe_flow *f = &r->flow[flow];
	const recipe_unit *unit = &r->unit[f->unit];
	int number = draft_add_unit(d, r->unit_id.name[f->unit], unit->dimension, unit->factor);
	return draft_add_commodity(d, f->id, f->name, number, f->emission ? CORDON_EMISSION : CORDON_GOOD);
}

static void note_self_eating(recipes *r, const char *process, int flow)
{
	const recipe_flow *f = &r->flow[flow];
	if (f->out > 0 && f->in >= f->out)
		import_note(r->error, NULL, 0, TEXT(IMPORT_NOTE_SELF_EATING, process, f->id));
}

/* Exchanges first .. last are one process's: repeats are added up, outputs stand before inputs. */
static void build_recipe(recipes *r, draft *d, size_t first, size_t last)
{
	int process = r->exchange[first].process;
	const char *id = r->processes.code.name[process];
	for (size_t i = first; i < last; i++) {
		recipe_exchange *e = &r->exchange[i];
		double amount = in_own_unit(r, e);
		*(e->output ? &r->flow[e->flow].out : &r->flow[e->flow].in) += amount;
	}
	draft_add_process(d, id, r->processes.name[process], CORDON_PRODUCTION, -1, -1, -1);
	for (int output = 1; output >= 0; output--)
		for (size_t i = first; i < last; i++) {
			recipe_flow *flow = &r->flow[r->exchange[i].flow];
			double *sum = output ? &flow->out : &flow->in;
			if (output)
				note_self_eating(r, id, r->exchange[i].flow);
			draft_add_exchange(d, commodity_of(r, d, r->exchange[i].flow), -1, output ? *sum : -*sum);
			*sum = 0;
		}
	for (size_t i = first; i < last; i++)
		r->flow[r->exchange[i].flow].in = r->flow[r->exchange[i].flow].out = 0;
}

static void build_purchases(recipes *r, draft *d)
{
	int bought = 0;
	char count[24];
	arena *a = &r->document->arena;
	for (int f = 0; f < r->flows.code.count; f++) {
		const recipe_flow *flow = &r->flow[f];
		if (flow->unit < 0 || flow->made || flow->emission)
			continue;
		int commodity = commodity_of(r, d, f);
		draft_add_process(d, arena_format(a, "buy:%s", flow->id), flow->name, CORDON_IMPORT, -1, -1, -1);
		draft_add_exchange(d, commodity, -1, 1);
		bought++;
	}
	snprintf(count, sizeof count, "%d", bought);
	import_note(r->error, NULL, 0, TEXT(IMPORT_NOTE_BOUGHT, count));
}

static void build_need(recipes *r, draft *d, map_node one)
{
	if (!map_allow(one, "group flow amount unit tier"))
		return;
	const char *flow = map_text_needed(one, "flow");
	int at = names_find(&r->flows.code, flow);
	if (at < 0 || r->flow[at].unit < 0) {
		map_error(map_get(one, "flow"), flow, TEXT(IMPORT_FLOW_UNKNOWN), NO_TEXT);
		return;
	}
	const char *unit = map_text(one, "unit", r->unit_id.name[r->flow[at].unit]);
	recipe_exchange e = {.flow = at, .amount = map_number(one, "amount", 0, 1e15, 0)};
	e.unit = unit_named(r, (place_in_file){.file = r->document->file, .field = one.pointer}, unit);
	if (e.unit >= 0)
		draft_add_need(d, map_text_needed(one, "group"), commodity_of(r, d, at), -1, in_own_unit(r, &e),
					   (int)map_number(one, "tier", 1, CORDON_TIERS_MAX, 1));
}

static void build_all(recipes *r, draft *d)
{
	if (r->exchanges)
		qsort(r->exchange, r->exchanges, sizeof *r->exchange, by_process);
	for (size_t first = 0, last; first < r->exchanges; first = last) {
		for (last = first; last < r->exchanges && r->exchange[last].process == r->exchange[first].process;)
			last++;
		build_recipe(r, d, first, last);
	}
	char count[24];
	snprintf(count, sizeof count, "%d", r->converted);
	import_note(r->error, NULL, 0, TEXT(IMPORT_NOTE_CONVERTED, count));
	build_purchases(r, d);
	map_node needs = map_get(map_root(r->document), "needs");
	for (size_t i = 0; i < map_count(needs); i++)
		build_need(r, d, map_at(needs, i));
}

/* The flows' categories, where the mapping names their column. */
static void load_categories(recipes *r, map_node flows)
{
	const char *name = map_text(flows, "category", NULL), *code = map_text(flows, "code", NULL);
	import_format format;
	const csv_table *t = name ? import_source_table(r->source, flows, &format) : NULL;
	int column = t ? import_column(r->source, t, map_get(flows, "category"), name) : -1;
	int key = t && code ? import_column(r->source, t, map_get(flows, "code"), code) : 0;
	for (size_t row = 0; column >= 0 && key >= 0 && row < t->rows; row++) {
		int flow = names_find(&r->flows.code, import_cell_text(r->source, t, row, key));
		if (flow >= 0)
			r->flow[flow].category = import_cell_text(r->source, t, row, column);
	}
}

void import_recipes(import_source *source, draft *d)
{
	recipes r = {.source = source, .document = source->document, .error = source->error};
	map_node root = map_root(r.document);
	map_allow(root, "kind name title parameters sources licenses format settings processes flows exchanges elementary "
					"unit_table needs");
	load_units(&r);
	map_node processes = map_need(root, "processes"), flows = map_need(root, "flows");
	bool good = processes.json && flows.json && r.unit;
	good = good && import_list_read(source, processes, &r.processes) & import_list_read(source, flows, &r.flows);
	if (good) {
		r.flow = memory_alloc((size_t)r.flows.code.count, sizeof *r.flow);
		for (int f = 0; f < r.flows.code.count; f++)
			r.flow[f] =
				(recipe_flow){.id = r.flows.code.name[f], .name = r.flows.name[f], .category = "", .as = f, .unit = -1};
		load_categories(&r, flows);
		choose_emissions(&r);
		map_need(root, "exchanges");
		load_exchanges(&r, "exchanges", false);
		load_exchanges(&r, "elementary", true);
	}
	if (!r.error->errors)
		build_all(&r, d);
	if (!r.error->errors)
		note_elementary(&r);
	names_free(&r.unit_id);
	free(r.unit);
	import_list_free(&r.processes);
	import_list_free(&r.flows);
	free(r.flow);
	free(r.exchange);
}
