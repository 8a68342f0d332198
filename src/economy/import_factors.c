/* Factors of production and primary inputs: what each industry takes, or gives off, that no industry makes: labour,
 * emissions, value added when a mapping asks for it. A factor given by groups of industries is spread over each group
 * in proportion to output, and the import says so. */
#include "economy/import_model.h"

#include "economy/import_codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_names = "good labour currency emission"; /* in the order of cordon_commodity_kind */

/* Gives a group's total to the industries of a list, by output. taken[j]: the group that has industry j already. */
static void spread_group(import_model *m, map_node spread, const char *pattern, double total, bool add,
						 const char **taken, double *amount)
{
	map_texts list = map_list_of_texts(spread, pattern);
	double output = 0;
	for (int i = 0; i < list.count; i++) {
		int j = import_code(m, &m->industry_code, m->industry_file, m->document->file, 0, list.text[i]);
		if (j < 0)
			continue;
		if (taken[j] && taken[j] != pattern)
			map_error(map_get(spread, pattern), list.text[i], TEXT(IMPORT_SPREAD_TWICE, taken[j], pattern), NO_TEXT);
		taken[j] = pattern;
		output += m->industry[j].output;
	}
	if (output <= 0 && total != 0 && add)
		map_error(map_get(spread, pattern), pattern, TEXT(IMPORT_SPREAD_NO_OUTPUT), NO_TEXT);
	for (int i = 0; i < list.count && output > 0; i++) {
		int j = names_find(&m->industry_code, list.text[i]);
		if (j >= 0)
			amount[j] += total * (m->industry[j].output / output);
	}
}

static void factor_spread(import_model *m, map_node spread, const import_vector *vector, const char *name,
						  double *amount)
{
	const char **taken = memory_alloc((size_t)m->industries, sizeof *taken);
	int groups = 0, industries = 0;
	for (int i = 0; i < vector->code.count; i++) {
		const char *key, *found = NULL;
		json_t *value;
		json_object_foreach(spread.json, key, value) if (!found && text_matches(key, vector->code.name[i])) found = key;
		if (found)
			spread_group(m, spread, found, vector->value[i], true, taken, amount);
		else
			finding_add(m->error, CORDON_ERROR,
						(place_in_file){vector->file, vector->line[i], NULL, vector->code.name[i]},
						TEXT(IMPORT_CODE_UNKNOWN, spread.pointer), NO_TEXT);
		groups += found && map_list_of_texts(spread, found).count > 1;
	}
	for (int j = 0; j < m->industries; j++)
		industries += taken[j] && map_list_of_texts(spread, taken[j]).count > 1;
	char a[24], b[24];
	snprintf(a, sizeof a, "%d", groups);
	snprintf(b, sizeof b, "%d", industries);
	import_note(m->error, vector->file, 0, TEXT(IMPORT_NOTE_SPREAD, name, a, b));
	free(taken);
}

static void factor_values(import_model *m, map_node one, import_factor *factor)
{
	const char *by = map_text(one, "spread", NULL);
	map_node values = map_need(one, "values"),
			 spread = by ? map_need(map_get(map_root(m->document), "spreads"), by) : (map_node){0};
	const names *codes = m->kind == IMPORT_INTER_COUNTRY ? &m->code : &m->industry_code;
	if (!values.json)
		return;
	if (!by) {
		import_vector_by_code(m, values, codes, m->industry_file, factor->amount);
		return;
	}
	import_vector vector;
	if (import_vector_read(m->source, values, &vector))
		factor_spread(m, spread, &vector, factor->name, factor->amount);
	import_vector_free(&vector);
}

static void load_primary(import_model *m, map_node check)
{
	const names *codes = m->kind == IMPORT_INTER_COUNTRY ? &m->code : &m->industry_code;
	m->primary = memory_alloc((size_t)m->industries, sizeof *m->primary);
	import_vector_by_code(m, check, codes, m->industry_file, m->primary);
}

void import_load_factors(import_model *m)
{
	map_node root = map_root(m->document), list = map_get(root, "factors"), check = map_get(root, "column_check");
	size_t count = map_count(list);
	m->factor = memory_alloc(count, sizeof *m->factor);
	for (size_t i = 0; i < count; i++) {
		map_node one = map_at(list, i);
		if (!map_allow(one, "id name unit kind values per_unit spread margin limit"))
			continue;
		import_factor *f = &m->factor[m->factors++];
		f->id = map_text_needed(one, "id");
		f->name = map_text(one, "name", f->id);
		f->unit = map_text_needed(one, "unit");
		f->kind = (cordon_commodity_kind)map_choice(one, "kind", kind_names, CORDON_LABOUR);
		f->limited = map_flag(one, "limit", f->kind != CORDON_EMISSION);
		f->margin = map_number(one, "margin", 0, 1e6, 1);
		f->amount = memory_alloc((size_t)m->industries, sizeof *f->amount);
		factor_values(m, one, f);
		for (int j = 0; j < m->industries && map_flag(one, "per_unit", false); j++)
			f->amount[j] *= m->industry[j].output;
	}
	if (check.json)
		load_primary(m, check);
}
