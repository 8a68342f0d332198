/* Rules over a register, as data: which workplaces have these attributes.
 *
 *	{"and": [{"above": ["capital", 14000000]}, {"above": ["market_share", "30"]}]}
 *
 * An expression is an object with one key:
 *	and, or                             a list of 1 to 64 expressions
 *	not                                 an expression
 *	above, below, at_least, at_most     a list of an attribute (a number or a date) and a value
 *	is                                  a list of an attribute and one or more values: it has one of them
 *	known                               an attribute: the register has a value of it
 *
 * Numbers are compared exactly, as fractions. A comparison with a value that is not known is neither true nor false,
 * and the expression may stay undetermined: `and`, `or` and `not` are those of Kleene's strong logic (Introduction to
 * Metamathematics, 1952, paragraph 64). So nobody is let off, or caught, by a gap in the register without its being
 * said. There is nothing else: no arithmetic, no names of other rules, no code. A rule has at most 256 expressions
 * and, like all canonical JSON here, at most 12 levels; so one rule has one text, and one hash to quote it by.
 */
#ifndef COUNCIL_REGISTER_RULE_H
#define COUNCIL_REGISTER_RULE_H

#include "council/register_form.h"

enum { REGISTER_RULE_NODES_MAX = 256, REGISTER_RULE_LIST_MAX = 64 };

typedef enum register_truth { REGISTER_NO, REGISTER_YES, REGISTER_UNKNOWN } register_truth;

typedef struct register_rule {
	struct register_node *node; /* the root */
	char hash[65]; /* SHA-256 of the canonical text */
	bool uses[REGISTER_ATTRIBUTES_MAX]; /* by the form's numbers */
	arena keep;
} register_rule;

/* Reads an expression about the form's attributes, which must outlive the rule. Everything wrong is a finding in
 * `file`, its field the JSON pointer. register_rule_free whatever the status. */
cordon_status register_rule_read(register_rule *out, const json_t *expression, const register_form *form,
				 const char *file, cordon_error *error);
void register_rule_free(register_rule *r);

/* Of a workplace with these values (texts of register_form.h, by the form's numbers; NULL: not known). */
register_truth register_rule_holds(const register_rule *r, const char *const value[]);

#endif
