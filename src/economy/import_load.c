/* Loading a statistical table into the model; see import_model.h. Everything is found by its code; what the files of
 * a mapping do not agree on is reported code by code. */
#include "economy/import_model.h"

#include "economy/import_codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void import_note(cordon_error *error, const char *file, long line, cordon_text what)
{
	finding_add(error, CORDON_NOTE, (place_in_file){.file = file, .row = line}, what, NO_TEXT);
}

/* ---- codes ----------------------------------------------------------------------------------------------------- */

int import_code(import_model *m, const names *codes, const char *where, const char *file, long line, const char *code)
{
	int number = names_find(codes, code);
	if (number < 0)
		finding_add(m->error, CORDON_ERROR, (place_in_file){file, line, NULL, code}, TEXT(IMPORT_CODE_UNKNOWN, where),
					NO_TEXT);
	return number;
}

void import_codes_all(import_model *m, const names *codes, const char *where, const names *have, const char *file)
{
	for (int i = 0; i < codes->count; i++)
		if (names_find(have, codes->name[i]) < 0)
			finding_add(m->error, CORDON_ERROR, (place_in_file){file, 0, NULL, codes->name[i]},
						TEXT(IMPORT_CODE_ABSENT, where), NO_TEXT);
}

bool import_vector_by_code(import_model *m, map_node reference, const names *codes, const char *where, double *amount)
{
	import_vector vector;
	size_t before = m->error->errors;
	if (import_vector_read(m->source, reference, &vector)) {
		for (int i = 0; i < vector.code.count; i++) {
			int at = import_code(m, codes, where, vector.file, vector.line[i], vector.code.name[i]);
			if (at >= 0)
				amount[at] += vector.value[i];
		}
		import_codes_all(m, codes, where, &vector.code, vector.file);
	}
	import_vector_free(&vector);
	return m->error->errors == before;
}

/* ---- goods and industries -------------------------------------------------------------------------------------- */

static int add_good(import_model *m, import_good good)
{
	m->good = memory_grow(m->good, (size_t)m->goods + 1, sizeof *m->good);
	m->good[m->goods] = good;
	for (int g = 0; g < m->groups; g++) {
		m->group[g].amount = memory_grow(m->group[g].amount, (size_t)m->goods + 1, sizeof(double));
		m->group[g].amount[m->goods] = 0;
	}
	return m->goods++;
}

static void add_industry(import_model *m, const char *id, const char *name, int good)
{
	m->industry = memory_grow(m->industry, (size_t)m->industries + 1, sizeof *m->industry);
	m->industry[m->industries++] = (import_industry){id, name, good, 0};
	names_add(&m->industry_code, id);
}

static void goods_from_list(import_model *m, const import_list *list)
{
	m->code_file = list->file;
	for (int i = 0; i < list->code.count; i++) {
		const char *code = list->code.name[i];
		names_add(&m->code, code);
		add_good(m, (import_good){.id = code, .name = list->name[i], .key = code});
	}
}

static void goods_from_codes(import_model *m, const names *codes, const char *file)
{
	m->code_file = file;
	for (int i = 0; i < codes->count; i++) {
		names_add(&m->code, codes->name[i]);
		add_good(m, (import_good){.id = codes->name[i], .name = codes->name[i], .key = codes->name[i]});
	}
	m->codes = m->goods;
}

static void industries_from_codes(import_model *m, const names *codes, const char *file)
{
	m->industry_file = file;
	for (int i = 0; i < codes->count; i++)
		add_industry(m, codes->name[i], codes->name[i], -1);
}

static void load_lists(import_model *m)
{
	map_node root = map_root(m->document), goods = map_get(root, "commodities"),
			 industries = map_get(root, "industries");
	import_list list;
	if (goods.json) {
		if (import_list_read(m->source, goods, &list))
			goods_from_list(m, &list);
		import_list_free(&list);
	}
	if (industries.json) {
		if (import_list_read(m->source, industries, &list)) {
			m->industry_file = list.file;
			for (int i = 0; i < list.code.count; i++)
				add_industry(m, list.code.name[i], list.name[i], -1);
		}
		import_list_free(&list);
	}
}

/* In a symmetric table every good is made by the industry of its own code. */
static void industries_from_goods(import_model *m)
{
	m->industry_file = m->code_file;
	for (int g = 0; g < m->codes; g++)
		add_industry(m, m->good[g].id, m->good[g].name, -1);
}

/* ---- nodes of an inter-country table --------------------------------------------------------------------------- */

static const char *name_of(const import_list *list, const char *code)
{
	int at = names_find(&list->code, code);
	return at >= 0 ? list->name[at] : code;
}

static void load_nodes(import_model *m)
{
	map_node root = map_root(m->document), nodes = map_need(root, "nodes");
	if (!nodes.json || !map_allow(nodes, "file format node place commodity where"))
		return;
	import_format format;
	const csv_table *t = import_source_table(m->source, nodes, &format);
	if (!t)
		return;
	static const char *const key[3] = {"node", "place", "commodity"};
	int column[3];
	for (int i = 0; i < 3; i++)
		if ((column[i] = import_column(m->source, t, map_get(nodes, key[i]), map_text_needed(nodes, key[i]))) < 0)
			return;
	import_list goods = {0}, places = {0};
	if (map_get(root, "commodities").json)
		import_list_read(m->source, map_get(root, "commodities"), &goods);
	if (map_get(root, "places").json)
		import_list_read(m->source, map_get(root, "places"), &places);
	m->code_file = m->industry_file = t->file;
	arena *a = &m->document->arena;
	for (size_t row = 0; row < t->rows; row++) {
		const char *cell[3];
		for (int i = 0; i < 3; i++)
			cell[i] = import_cell_text(m->source, t, row, column[i]);
		int before = m->code.count;
		if (!import_where(m->source, t, nodes, row))
			continue;
		const char *key_text = arena_format(a, "%s:%s", cell[1], cell[2]);
		if (names_add(&m->code, cell[0]) < before || names_find(&m->industry_code, key_text) >= 0) {
			finding_add(m->error, CORDON_ERROR, (place_in_file){t->file, t->line[row], key[0], cell[0]},
						TEXT(IMPORT_CODE_TWICE, "?"), NO_TEXT);
			continue;
		}
		import_good good = {.id = cell[2], .name = name_of(&goods, cell[2]), .key = key_text, .place = cell[1]};
		good.place_name = name_of(&places, cell[1]);
		add_good(m, good);
		add_industry(m, key_text, arena_format(a, "%s, %s", good.name, good.place_name), m->goods - 1);
	}
	import_list_free(&goods);
	import_list_free(&places);
	m->codes = m->goods;
}

/* ---- flows ----------------------------------------------------------------------------------------------------- */

static void add_flow(import_flows *flows, import_flow flow)
{
	MEMORY_RESERVE(flows->flow, flows->count, flows->capacity);
	flows->flow[flows->count++] = flow;
}

/* The numbers of a block's codes in the model's; NULL, with errors, when they do not agree. `complete`: none may be
 * missing. */
static int *codes_matched(import_model *m, const import_block *b, bool rows, const names *codes, const char *where,
						  bool complete)
{
	const names *own = rows ? &b->row : &b->column;
	size_t before = m->error->errors;
	int *number = memory_alloc((size_t)own->count, sizeof *number);
	for (int i = 0; i < own->count; i++)
		number[i] = import_code(m, codes, where, b->file, rows ? b->row_line[i] : 1, own->name[i]);
	if (complete)
		import_codes_all(m, codes, where, own, b->file);
	if (m->error->errors == before)
		return number;
	free(number);
	return NULL;
}

/* Adds a block whose rows are goods and whose columns are industries. */
static void take_flows(import_model *m, const import_block *b, bool complete, int shift, import_flows *flows)
{
	const names *industries = m->kind == IMPORT_INTER_COUNTRY ? &m->code : &m->industry_code;
	int *row = codes_matched(m, b, true, &m->code, m->code_file, complete);
	int *column = codes_matched(m, b, false, industries, m->industry_file, complete);
	for (size_t i = 0; row && column && i < b->cells; i++) {
		const import_cell *c = &b->cell[i];
		add_flow(flows, (import_flow){shift + row[c->row], column[c->column], c->value, b->file, c->line});
	}
	free(row);
	free(column);
}

static bool is_triplets(map_node reference)
{
	return map_choice(reference, "layout", "matrix triplets", 0) == 1;
}

static void load_flows(import_model *m, const char *key, import_flows *flows)
{
	map_node reference = map_need(map_root(m->document), key);
	if (!reference.json || !map_allow(reference, IMPORT_BLOCK_KEYS))
		return;
	import_block block;
	if (import_block_read(m->source, reference, "rows", "columns", &block)) {
		if (!m->goods)
			goods_from_codes(m, &block.row, block.file);
		if (!m->industries && m->kind == IMPORT_INPUT_OUTPUT)
			industries_from_goods(m);
		if (!m->industries)
			industries_from_codes(m, &block.column, block.file);
		take_flows(m, &block, !is_triplets(reference), flows == &m->use ? m->use_shift : 0, flows);
	}
	import_block_free(&block);
}

/* ---- final demand ---------------------------------------------------------------------------------------------- */

/* What a column of a file turned out to be. */
typedef struct column_role {
	int role, group;
	double sign;
	int negatives;
	double negative_sum;
} column_role;

static int group_of(import_model *m, const char *id, int tier)
{
	for (int g = 0; g < m->groups; g++)
		if (m->group[g].tier == tier && !strcmp(m->group[g].id, id))
			return g;
	MEMORY_RESERVE(m->group, m->groups, m->group_capacity);
	m->group[m->groups] = (import_group){id, tier, memory_alloc((size_t)m->goods, sizeof(double))};
	return m->groups++;
}

static void load_roles(import_model *m, map_node columns)
{
	m->role = memory_alloc(map_count(columns), sizeof *m->role);
	for (size_t i = 0; i < map_count(columns); i++) {
		map_node one = map_at(columns, i);
		if (!map_allow(one, "match role group tier sign"))
			continue;
		import_role *role = &m->role[m->roles++];
		map_need(one, "match");
		role->match = map_list_of_texts(one, "match");
		role->role = map_need(one, "role").json ? map_choice(one, "role", ROLE_NAMES, ROLE_NEED) : ROLE_NEED;
		role->sign = map_number(one, "sign", -1, 1, 1) < 0 ? -1 : 1;
		role->tier = (int)map_number(one, "tier", 1, CORDON_TIERS_MAX, 1);
		const char *group = map_text(one, "group", NULL);
		role->group = role->role == ROLE_NEED && group ? group_of(m, group, role->tier) : -1;
	}
}

static bool matches(map_texts patterns, const char *word)
{
	for (int i = 0; i < patterns.count; i++)
		if (text_matches(patterns.text[i], word))
			return true;
	return false;
}

static column_role role_of(import_model *m, const char *file, const char *code)
{
	for (int i = 0; i < m->roles; i++) {
		const import_role *role = &m->role[i];
		if (!matches(role->match, code))
			continue;
		if (role->role == ROLE_IGNORE)
			import_note(m->error, file, 1, TEXT(IMPORT_NOTE_IGNORED, code));
		bool own = role->role == ROLE_NEED && role->group < 0;
		return (column_role){
			.role = role->role, .group = own ? group_of(m, code, role->tier) : role->group, .sign = role->sign};
	}
	finding_add(m->error, CORDON_ERROR, (place_in_file){file, 1, code, NULL}, TEXT(IMPORT_NO_ROLE), NO_TEXT);
	return (column_role){.role = ROLE_IGNORE, .group = -1};
}

static void take_final_cell(import_model *m, column_role *role, int good, double value)
{
	value *= role->sign;
	if (role->role == ROLE_EXPORT) {
		m->good[good].exports += value;
	} else if (role->role == ROLE_IMPORT) {
		m->good[good].imports += value;
	} else if (role->role == ROLE_NEED && value < 0) {
		m->good[good].stock -= value;
		role->negatives++;
		role->negative_sum -= value;
	} else if (role->role == ROLE_NEED) {
		m->group[role->group].amount[good] += value;
	}
}

static void note_negatives(import_model *m, const char *file, const names *columns, const column_role *role)
{
	for (int i = 0; i < columns->count; i++) {
		if (!role[i].negatives)
			continue;
		char count[24], sum[32];
		snprintf(count, sizeof count, "%d", role[i].negatives);
		finding_add(m->error, CORDON_NOTE, (place_in_file){file, 1, columns->name[i], NULL},
					TEXT(IMPORT_NOTE_FINAL_NEGATIVE, count, text_from_double(role[i].negative_sum, sum), m->unit),
					NO_TEXT);
	}
}

static void load_final(import_model *m, map_node reference, int shift)
{
	if (!reference.json || !map_allow(reference, IMPORT_BLOCK_KEYS))
		return;
	import_block b;
	int *row = NULL;
	if (import_block_read(m->source, reference, "rows", "columns", &b) &&
		(row = codes_matched(m, &b, true, &m->code, m->code_file, !is_triplets(reference)))) {
		column_role *role = memory_alloc((size_t)b.column.count, sizeof *role);
		for (int i = 0; i < b.column.count; i++)
			role[i] = role_of(m, b.file, b.column.name[i]);
		for (size_t i = 0; i < b.cells; i++)
			take_final_cell(m, &role[b.cell[i].column], shift + row[b.cell[i].row], b.cell[i].value);
		note_negatives(m, b.file, &b.column, role);
		free(role);
	}
	free(row);
	import_block_free(&b);
}

/* ---- imports --------------------------------------------------------------------------------------------------- */

static const char *name_filled(arena *a, const char *pattern, const char *name)
{
	const char *mark = strstr(pattern, "{}");
	return mark ? arena_format(a, "%.*s%s%s", (int)(mark - pattern), pattern, name, mark + 2) : pattern;
}

/* A variant of every good of the table. Returns the number of the first. */
static int add_variants(import_model *m, const char *suffix, const char *name)
{
	arena *a = &m->document->arena;
	int first = m->goods;
	for (int g = 0; g < m->codes; g++) {
		import_good good = {.place = m->good[g].place, .place_name = m->good[g].place_name};
		good.id = arena_format(a, "%s%s", m->good[g].id, suffix);
		good.key = arena_format(a, "%s%s", m->good[g].key, suffix);
		good.name = name_filled(a, name, m->good[g].name);
		add_good(m, good);
	}
	return first;
}

/* What is not made here is imported: all that is used of goods first .. last. */
static void import_what_is_used(import_model *m, int first, int last)
{
	for (size_t i = 0; i < m->use.count; i++)
		if (m->use.flow[i].good >= first && m->use.flow[i].good < last)
			m->good[m->use.flow[i].good].imports += m->use.flow[i].value;
	for (int g = first; g < last; g++) {
		for (int k = 0; k < m->groups; k++)
			m->good[g].imports += m->group[k].amount[g];
		m->good[g].imports += m->good[g].exports - m->good[g].stock;
	}
}

static void load_separate(import_model *m, map_node one)
{
	if (!map_allow(one, "form use final suffix name"))
		return;
	int first = add_variants(m, map_text(one, "suffix", ":imported"), map_text(one, "name", "{} (imported)"));
	map_node use = map_need(one, "use");
	import_block block;
	if (use.json && map_allow(use, IMPORT_BLOCK_KEYS)) {
		if (import_block_read(m->source, use, "rows", "columns", &block))
			take_flows(m, &block, !is_triplets(use), first, &m->use);
		import_block_free(&block);
	}
	load_final(m, map_get(one, "final"), first);
	import_what_is_used(m, first, m->goods);
}

/* What final demand takes of a good that has a row of its own, by the columns' roles. */
static void load_row_final(import_model *m, map_node reference, int good)
{
	import_vector vector;
	if (!reference.json)
		return;
	if (import_vector_read(m->source, reference, &vector))
		for (int i = 0; i < vector.code.count; i++) {
			column_role role = role_of(m, vector.file, vector.code.name[i]);
			take_final_cell(m, &role, good, vector.value[i]);
		}
	import_vector_free(&vector);
}

static void load_row(import_model *m, map_node one)
{
	if (!map_allow(one, "form commodity name use final"))
		return;
	const char *id = map_text_needed(one, "commodity");
	int good = add_good(m, (import_good){.id = id, .key = id, .name = map_text(one, "name", id)});
	double *amount = memory_alloc((size_t)m->industries, sizeof *amount);
	map_node use = map_need(one, "use");
	if (use.json && import_vector_by_code(m, use, &m->industry_code, m->industry_file, amount))
		for (int j = 0; j < m->industries; j++)
			if (amount[j] != 0)
				add_flow(&m->use, (import_flow){good, j, amount[j], NULL, 0});
	free(amount);
	load_row_final(m, map_get(one, "final"), good);
	import_what_is_used(m, good, good + 1);
}

static void load_competitive(import_model *m, map_node one)
{
	if (!map_allow(one, "form values"))
		return;
	double *amount = memory_alloc((size_t)m->codes, sizeof *amount);
	map_node values = map_need(one, "values");
	if (values.json && import_vector_by_code(m, values, &m->code, m->code_file, amount))
		for (int g = 0; g < m->codes; g++)
			m->good[g].imports += amount[g];
	free(amount);
}

static void load_imports(import_model *m)
{
	map_node list = map_get(map_root(m->document), "imports");
	static void (*const load[])(import_model *, map_node) = {load_competitive, load_row, load_separate};
	for (size_t i = 0; i < map_count(list); i++) {
		map_node one = map_at(list, i);
		map_need(one, "form");
		load[map_choice(one, "form", "competitive row separate", 0)](m, one);
	}
}

/* Negative exports are imports and the other way round. */
static void settle_trade(import_model *m)
{
	for (int g = 0; g < m->goods; g++) {
		import_good *good = &m->good[g];
		char amount[32];
		double exports = good->exports, imports = good->imports;
		if (exports < 0) {
			import_note(m->error, NULL, 0,
						TEXT(IMPORT_NOTE_EXPORT_NEGATIVE, good->key, text_from_double(exports, amount)));
			good->exports = 0;
			good->imports -= exports;
		}
		if (imports < 0) {
			import_note(m->error, NULL, 0,
						TEXT(IMPORT_NOTE_IMPORT_NEGATIVE, good->key, text_from_double(imports, amount)));
			good->imports -= imports;
			good->exports -= imports;
		}
	}
}

/* ---- outputs --------------------------------------------------------------------------------------------------- */

static void sum_make(const import_model *m, double *sum)
{
	for (size_t i = 0; i < m->make.count; i++)
		sum[m->make.flow[i].industry] += m->make.flow[i].value;
}

/* A symmetric table without a column of outputs: an industry's output is what is used of its product. */
static void sum_use(const import_model *m, double *sum)
{
	for (size_t i = 0; i < m->use.count; i++)
		if (m->use.flow[i].good < m->industries)
			sum[m->use.flow[i].good] += m->use.flow[i].value;
	for (int g = 0; g < m->industries && g < m->codes; g++) {
		for (int k = 0; k < m->groups; k++)
			sum[g] += m->group[k].amount[g];
		sum[g] += m->good[g].exports - m->good[g].imports - m->good[g].stock;
	}
}

static void note_outputs(import_model *m, const double *made)
{
	for (int j = 0; j < m->industries; j++) {
		double given = m->industry[j].output, misfit = given > made[j] ? given - made[j] : made[j] - given;
		char a[32], b[32];
		if (misfit > 1e-6 * (given > 0 ? given : 1))
			import_note(m->error, NULL, 0,
						TEXT(IMPORT_NOTE_OUTPUT_DIFFERS, m->industry[j].id, text_from_double(given, a),
							 text_from_double(made[j], b)));
	}
}

static void load_outputs(import_model *m)
{
	map_node given = map_get(map_root(m->document), "output");
	double *made = memory_alloc((size_t)m->industries, sizeof *made),
		   *output = memory_alloc((size_t)m->industries, sizeof *output);
	bool supply_use = m->kind == IMPORT_SUPPLY_USE;
	if (supply_use)
		sum_make(m, made);
	else
		sum_use(m, made);
	const names *codes = m->kind == IMPORT_INTER_COUNTRY ? &m->code : &m->industry_code;
	if (given.json)
		import_vector_by_code(m, given, codes, m->industry_file, output);
	for (int j = 0; j < m->industries; j++) {
		m->industry[j].output = given.json ? output[j] : made[j];
		char found[32];
		if (m->industry[j].output < 0)
			finding_add(
				m->error, CORDON_ERROR,
				(place_in_file){m->industry_file, 0, m->industry[j].id, text_from_double(m->industry[j].output, found)},
				TEXT(IMPORT_OUTPUT_NEGATIVE), TEXT(IMPORT_AN_OUTPUT));
	}
	if (supply_use && given.json)
		note_outputs(m, made);
	for (int j = 0; j < m->industries && !supply_use; j++)
		if (m->industry[j].output != 0)
			add_flow(&m->make, (import_flow){j, j, m->industry[j].output, NULL, 0});
	free(made);
	free(output);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static const char *const kind_keys[] = {
	[IMPORT_INPUT_OUTPUT] = "commodities flows",
	[IMPORT_SUPPLY_USE] = "commodities industries make use valuation",
	[IMPORT_INTER_COUNTRY] = "nodes commodities places flows",
};
#define COMMON_KEYS                                                                                                    \
	"kind name title parameters sources licenses format units unit settings output final imports factors spreads "     \
	"column_check "                                                                                                    \
	"currency external_balance export_orders capacity_margin "

static void load_scalars(import_model *m)
{
	map_node root = map_root(m->document), currency = map_get(root, "currency"),
			 balance = map_get(root, "external_balance"), orders = map_get(root, "export_orders");
	m->unit = map_text_needed(root, "unit");
	m->capacity_margin = map_number(root, "capacity_margin", 0, 1e6, 1);
	m->currency = "currency";
	m->currency_name = "Foreign currency";
	m->balance_group = "external balance";
	if (currency.json && map_allow(currency, "id name")) {
		m->currency = map_text(currency, "id", m->currency);
		m->currency_name = map_text(currency, "name", m->currency_name);
	}
	if (balance.json && map_allow(balance, "group tier")) {
		m->balance_group = map_text(balance, "group", m->balance_group);
		m->balance_tier = (int)map_number(balance, "tier", 1, CORDON_TIERS_MAX, 0);
	}
	if (orders.json && map_allow(orders, "group tier")) {
		m->orders_group = map_text(orders, "group", "customers abroad");
		m->orders_tier = (int)map_number(orders, "tier", 1, CORDON_TIERS_MAX, 0);
	}
}

void import_load(import_model *m)
{
	map_node root = map_root(m->document);
	map_allow(root, arena_format(&m->document->arena, "%s%s", COMMON_KEYS, kind_keys[m->kind]));
	load_scalars(m);
	if (m->kind == IMPORT_INTER_COUNTRY)
		load_nodes(m);
	else
		load_lists(m);
	m->codes = m->goods;
	if (m->kind == IMPORT_SUPPLY_USE)
		load_flows(m, "make", &m->make);
	if (map_get(root, "valuation").json)
		m->use_shift = add_variants(m, map_text(map_get(root, "valuation"), "suffix", ":delivered"),
									map_text(map_get(root, "valuation"), "name", "{} (delivered)"));
	load_flows(m, m->kind == IMPORT_SUPPLY_USE ? "use" : "flows", &m->use);
	map_node final = map_need(root, "final");
	if (final.json && map_allow(final, "table columns")) {
		load_roles(m, map_need(final, "columns"));
		load_final(m, map_need(final, "table"), m->use_shift);
	}
	load_imports(m);
	if (m->error->errors)
		return;
	load_outputs(m);
	settle_trade(m);
	import_load_factors(m);
}

void import_model_free(import_model *m)
{
	names_free(&m->code);
	names_free(&m->industry_code);
	free(m->good);
	free(m->industry);
	free(m->make.flow);
	free(m->use.flow);
	for (int g = 0; g < m->groups; g++)
		free(m->group[g].amount);
	free(m->group);
	free(m->role);
	for (int f = 0; f < m->factors; f++)
		free(m->factor[f].amount);
	free(m->factor);
	free(m->primary);
	*m = (import_model){0};
}
