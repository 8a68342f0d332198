/* Rules over a register that its body decided, each under a name, so that a decision can say "the workplaces that
 * the rule `intervention` touches" and anybody can ask which those are, today or on a past day.
 *
 *	register_named(body, rule, from_entry, from_time, until_entry, until_time, name, expression)
 *
 * `expression` is the canonical text of register_rule.h; it was read against the register's attributes when it was
 * decided. Whoever asks reads it again, against those of the day asked for: a rule about an attribute that was taken
 * away since is refused then, with its place. A rule decides nothing by itself: what happens to those it touches is
 * for decisions to say.
 */
#ifndef COUNCIL_REGISTER_NAMED_H
#define COUNCIL_REGISTER_NAMED_H

#include "council/register_rule.h"

enum { REGISTER_NAMED_MAX = 100 }; /* of one register at a time */

/* The expression of the rule of that name at a moment, owned by the caller; NULL: there was none. */
json_t *register_named_at(state *s, const char *body, const char *rule, int64_t time);
/* Those of a moment as data: name, hash, since when and by which decision. */
json_t *register_named_list(state *s, const char *body, int64_t time);

extern const act_kind register_rule_kind;
extern const state_schema register_named_schema;

#endif
