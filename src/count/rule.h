/* The rule table with its functions, and the checks of settings against it. */
#ifndef COUNT_RULE_H
#define COUNT_RULE_H

#include "count/run.h"

typedef cordon_status rule_function(count_run *run);

#define RULE(id, function, ballots, settings, version, title, source) rule_function function;
#include "count/rules.def"
#undef RULE

rule_function *rule_function_of(const cordon_count_rule *rule);

/* Reports every setting that the rule does not use, and a seed that is not the one committed to. */
cordon_status rule_check_settings(const cordon_count_rule *rule, const cordon_settings *settings, cordon_error *error);

#endif
