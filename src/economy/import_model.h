/* What the import of a statistical table holds between reading its files and making a package: goods, industries, and
 * the flows between them in the table's own unit.
 *
 * One model serves symmetric tables, make and use tables and inter-country tables. A good is a commodity (at a place,
 * for inter-country tables); the first `codes` goods are the table's own, in the order of their codes; after them
 * come what the mapping adds (imported variants, goods at purchasers' prices, imports as one good).
 */
#ifndef ECONOMY_IMPORT_MODEL_H
#define ECONOMY_IMPORT_MODEL_H

#include "economy/import_draft.h"
#include "economy/import_table.h"

enum { IMPORT_INPUT_OUTPUT, IMPORT_SUPPLY_USE, IMPORT_INTER_COUNTRY, IMPORT_RECIPES };
#define IMPORT_KINDS "input-output supply-use inter-country recipes"

typedef struct import_good {
	const char *id, *name; /* of the commodity */
	const char *key; /* names it alone: place:id, or the id */
	const char *place, *place_name; /* NULL: the table has no places */
	double imports, exports; /* >= 0 once loaded */
	double stock; /* what negative final demand takes from it */
} import_good;

typedef struct import_industry {
	const char *id, *name;
	int good; /* its place and names' good for inter-country tables, else -1 */
	double output; /* its activity; 0: left out */
} import_industry;

typedef struct import_flow {
	int good, industry;
	double value;
	const char *file;
	long line;
} import_flow;

typedef struct import_flows {
	import_flow *flow;
	size_t count, capacity;
} import_flows;

/* A group of needs: one amount a good. */
typedef struct import_group {
	const char *id;
	int tier;
	double *amount; /* >= 0, `goods` */
} import_group;

/* What a column of final demand means. */
enum { ROLE_NEED, ROLE_EXPORT, ROLE_IMPORT, ROLE_IGNORE };
#define ROLE_NAMES "need export import ignore"

typedef struct import_role {
	map_texts match; /* the columns it is of */
	int role, group; /* group: number in the model, -1 when each column is its own */
	int tier;
	double sign;
} import_role;

typedef struct import_factor {
	const char *id, *name, *unit;
	cordon_commodity_kind kind;
	bool limited; /* what was observed, times margin, is the stock */
	double margin;
	double *amount; /* of each industry */
} import_factor;

typedef struct import_model {
	import_source *source;
	map_document *document;
	cordon_error *error;
	int kind;
	names code; /* of the table's own goods */
	names industry_code;
	const char *code_file, *industry_file; /* where the codes come from */
	import_good *good;
	int goods, codes;
	import_industry *industry;
	int industries;
	import_flows make, use;
	int use_shift; /* what is added to a code's number to find the good that uses of it take */
	import_group *group;
	int groups, group_capacity;
	import_role *role;
	int roles; /* of the columns of final demand: the first that matches */
	import_factor *factor;
	int factors;
	double *primary; /* primary inputs of each industry, for the check of columns; NULL: not mapped */
	const char *unit; /* of every good */
	double capacity_margin;
	const char *currency, *currency_name, *balance_group;
	const char *orders_group; /* who ordered the exports; NULL: they are made for the currency alone */
	int balance_tier, orders_tier; /* 0: the last */
} import_model;

/* Loading (import_load.c): fills the model from the mapping's files; errors add up. */
void import_load(import_model *m);
void import_model_free(import_model *m);

/* A code's number; an error naming the file and line when it is not there (-1). `where` is the file that should have
 * it. */
int import_code(import_model *m, const names *codes, const char *where, const char *file, long line, const char *code);

/* Each code of `codes` must stand in `have`. */
void import_codes_all(import_model *m, const names *codes, const char *where, const names *have, const char *file);

/* A vector spread over codes: `amount` has one number a code. False on error. */
bool import_vector_by_code(import_model *m, map_node reference, const names *codes, const char *where, double *amount);

/* Factors and primary inputs (import_factors.c). */
void import_load_factors(import_model *m);

/* Making the package (import_build.c). */
void import_build(import_model *m, draft *d);

/* Purchasers' prices (import_valuation.c): margins and deliveries, from the mapping's "valuation". */
typedef struct import_valuation import_valuation;
import_valuation *import_load_valuation(import_model *m); /* NULL when the mapping has none or it is wrong */
void import_build_valuation(import_model *m, const import_valuation *v, draft *d);
void import_valuation_free(import_valuation *v);

/* What does not balance (import_balance.c): discrepancies for the draft, notes for the reader. */
void import_note_columns(import_model *m);
void import_balance(draft *d, cordon_error *error, const char *file);

/* Recipes (import_recipes.c): from the mapping straight to a draft. */
void import_recipes(import_source *source, draft *d);

/* The mapping's units and settings into the draft. */
void import_units(map_document *document, draft *d);

/* A note about the mapping or the tables. */
void import_note(cordon_error *error, const char *file, long line, cordon_text what);

#endif
