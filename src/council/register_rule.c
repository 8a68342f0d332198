/* Reading rules over a register, and asking them of a workplace; see register_rule.h. */
#include "council/register_rule.h"

#include "base/hash.h"
#include "base/json.h"
#include "council/codes.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum node_kind { AND, OR, NOT, ABOVE, BELOW, AT_LEAST, AT_MOST, IS, KNOWN, KINDS } node_kind;

static const char *const word[] = {
	[AND] = "and",           [OR] = "or",           [NOT] = "not", [ABOVE] = "above", [BELOW] = "below",
	[AT_LEAST] = "at_least", [AT_MOST] = "at_most", [IS] = "is",   [KNOWN] = "known",
};
#define WORDS "and or not above below at_least at_most is known"

struct register_node {
	node_kind kind;
	int attribute; /* its number in the form; of and, or, not: -1 */
	register_type type; /* the attribute's */
	int count;
	struct register_node **part; /* of and, or, not */
	const char **value; /* of comparisons: texts of values */
};
typedef struct register_node node;

typedef struct reading {
	register_rule *rule;
	const register_form *form;
	const char *file;
	cordon_error *error;
	text place; /* JSON pointer of what is being read */
	int nodes;
	bool wrong;
} reading;

static void refuse(reading *in, const json_t *value, cordon_text what, cordon_text expected)
{
	char *found = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	const char *string = json_string_value(value);
	finding_add(in->error, CORDON_ERROR,
		    (place_in_file){in->file, 0, text_string(&in->place), string ? string : found}, what, expected);
	free(found);
	in->wrong = true;
}

/* Goes a step down the pointer; returns where to come back to. */
static size_t enter_key(reading *in, const char *key)
{
	size_t here = in->place.length;
	text_add_format(&in->place, "/%s", key);
	return here;
}

static size_t enter_item(reading *in, size_t item)
{
	size_t here = in->place.length;
	text_add_format(&in->place, "/%zu", item);
	return here;
}

static void leave(reading *in, size_t here)
{
	in->place.length = here;
	in->place.bytes[here] = '\0';
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static node *read_node(reading *in, const json_t *expression);

static void read_parts(reading *in, const json_t *list, node *n)
{
	size_t count = json_array_size(list);
	if (count < 1 || count > REGISTER_RULE_LIST_MAX) {
		refuse(in, list, TEXT(COUNCIL_RULE_LIST), TEXT(COUNCIL_RULE_LIST_IS));
		return;
	}
	n->part = arena_alloc(&in->rule->keep, count * sizeof *n->part);
	for (size_t i = 0; i < count; i++) {
		size_t here = enter_item(in, i);
		n->part[n->count++] = read_node(in, json_array_get(list, i));
		leave(in, here);
	}
}

static const register_attribute *read_attribute(reading *in, const json_t *name, node *n)
{
	const register_attribute *a =
		json_is_string(name) ? register_attribute_find(in->form, json_string_value(name)) : NULL;
	if (!a) {
		text ids = {0};
		for (int i = 0; i < in->form->count; i++)
			text_add_format(&ids, "%s%s", i ? " " : "", in->form->attribute[i].id);
		refuse(in, name, TEXT(COUNCIL_REGISTER_NO_ATTRIBUTE), TEXT(COUNCIL_ONE_OF, text_string(&ids)));
		text_free(&ids);
		return NULL;
	}
	n->attribute = (int)(a - in->form->attribute);
	n->type = a->type;
	in->rule->uses[n->attribute] = true;
	return a;
}

static void read_value(reading *in, const json_t *value, const register_attribute *a, node *n)
{
	text out = {0};
	if (!register_value_read(a, value, &out))
		refuse(in, value, TEXT(COUNCIL_REGISTER_VALUE), register_value_expected(a));
	n->value[n->count++] = arena_copy_text(&in->rule->keep, text_string(&out));
	text_free(&out);
}

/* ["capital", 14000000], or with more values after an `is`. */
static void read_comparison(reading *in, const json_t *list, node *n)
{
	size_t count = json_array_size(list);
	if (count < 2 || (n->kind != IS && count > 2) || count > REGISTER_RULE_LIST_MAX) {
		refuse(in, list, TEXT(COUNCIL_RULE_COMPARISON), TEXT(COUNCIL_RULE_COMPARISON_IS));
		return;
	}
	size_t here = enter_item(in, 0);
	const register_attribute *a = read_attribute(in, json_array_get(list, 0), n);
	if (a && n->kind != IS && a->type != REGISTER_NUMBER && a->type != REGISTER_DATE) {
		refuse(in, json_array_get(list, 0), TEXT(COUNCIL_RULE_NO_ORDER), TEXT(COUNCIL_RULE_NO_ORDER_IS));
		a = NULL;
	}
	leave(in, here);
	n->value = arena_alloc(&in->rule->keep, count * sizeof *n->value);
	for (size_t i = 1; a && i < count; i++) {
		here = enter_item(in, i);
		read_value(in, json_array_get(list, i), a, n);
		leave(in, here);
	}
}

static node_kind kind_of(const char *key)
{
	node_kind kind = AND;
	while (kind < KINDS && strcmp(word[kind], key) != 0)
		kind++;
	return kind;
}

static node *read_node(reading *in, const json_t *expression)
{
	node *n = arena_alloc(&in->rule->keep, sizeof *n);
	n->attribute = -1;
	void *only = json_object_iter((json_t *)(uintptr_t)expression);
	if (json_object_size(expression) != 1 || ++in->nodes > REGISTER_RULE_NODES_MAX) {
		refuse(in, expression, TEXT(COUNCIL_RULE_FORM), TEXT(COUNCIL_ONE_OF, WORDS));
		return n;
	}
	size_t here = enter_key(in, json_object_iter_key(only));
	const json_t *inside = json_object_iter_value(only);
	n->kind = kind_of(json_object_iter_key(only));
	if (n->kind == AND || n->kind == OR) {
		read_parts(in, inside, n);
	} else if (n->kind == NOT) {
		n->part = arena_alloc(&in->rule->keep, sizeof *n->part);
		n->part[n->count++] = read_node(in, inside);
	} else if (n->kind == KNOWN) {
		read_attribute(in, inside, n);
	} else if (n->kind < KINDS) {
		read_comparison(in, inside, n);
	} else {
		refuse(in, expression, TEXT(COUNCIL_RULE_FORM), TEXT(COUNCIL_ONE_OF, WORDS));
	}
	leave(in, here);
	return n;
}

static void hash_rule(register_rule *r, const json_t *expression)
{
	text canonical = {0};
	json_canonical(expression, &canonical);
	hash_of(canonical.bytes, canonical.length, r->hash);
	text_free(&canonical);
}

cordon_status register_rule_read(register_rule *out, const json_t *expression, const register_form *form,
				 const char *file, cordon_error *error)
{
	reading in = {.rule = out, .form = form, .file = file, .error = error};
	cordon_text why;
	*out = (register_rule){0};
	if (!json_is_canonical_subset(expression, &why, &in.place)) {
		refuse(&in, expression, why, NO_TEXT);
	} else {
		hash_rule(out, expression);
		out->node = read_node(&in, expression);
	}
	text_free(&in.place);
	return in.wrong ? CORDON_BAD_INPUT : CORDON_OK;
}

void register_rule_free(register_rule *r)
{
	arena_free(&r->keep);
	r->node = NULL;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

__extension__ typedef __int128 wide;

/* -1, 0 or 1, as the first is below, at or above the second. Both were read: their parts have at most 15 digits. */
static int compare_numbers(const char *first, const char *second)
{
	int64_t a, b, c, d;
	bool read = act_ratio(first, &a, &b) && act_ratio(second, &c, &d);
	assert(read);
	(void)read;
	wide left = (wide)a * d, right = (wide)c * b;
	return (left > right) - (left < right);
}

/* Dates have one spelling, in the order of their bytes. */
static int compare(register_type type, const char *first, const char *second)
{
	return type == REGISTER_NUMBER ? compare_numbers(first, second) : strcmp(first, second);
}

static bool compares(const node *n, const char *value)
{
	int order = compare(n->type, value, n->value[0]);
	switch (n->kind) {
	case ABOVE:
		return order > 0;
	case BELOW:
		return order < 0;
	case AT_LEAST:
		return order >= 0;
	case AT_MOST:
		return order <= 0;
	default:
		for (int i = 0; i < n->count; i++)
			if (!compare(n->type, value, n->value[i]))
				return true;
		return false;
	}
}

static register_truth holds(const node *n, const char *const value[]);

/* `decisive` decides alone; if nothing does, what is unknown is; else the other. */
static register_truth hold_together(const node *n, const char *const value[], register_truth decisive)
{
	register_truth all = decisive == REGISTER_NO ? REGISTER_YES : REGISTER_NO;
	for (int i = 0; i < n->count; i++) {
		register_truth one = holds(n->part[i], value);
		if (one == decisive)
			return one;
		if (one == REGISTER_UNKNOWN)
			all = one;
	}
	return all;
}

static register_truth holds(const node *n, const char *const value[])
{
	register_truth inner;
	switch (n->kind) {
	case AND:
		return hold_together(n, value, REGISTER_NO);
	case OR:
		return hold_together(n, value, REGISTER_YES);
	case NOT:
		inner = holds(n->part[0], value);
		return inner == REGISTER_UNKNOWN ? inner : inner == REGISTER_YES ? REGISTER_NO : REGISTER_YES;
	case KNOWN:
		return value[n->attribute] ? REGISTER_YES : REGISTER_NO;
	default:
		if (!value[n->attribute])
			return REGISTER_UNKNOWN;
		return compares(n, value[n->attribute]) ? REGISTER_YES : REGISTER_NO;
	}
}

register_truth register_rule_holds(const register_rule *r, const char *const value[])
{
	return holds(r->node, value);
}
