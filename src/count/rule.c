/* The rule table; see rules.def. */
#include "count/rule.h"

#include "count/codes.h"
#include "count/settings.h"

#include "base/hash.h"

#include <string.h>
#include <strings.h>

static const struct rule_entry {
	cordon_count_rule shown;
	rule_function *function;
} table[] = {
#define RULE(id, function, ballots, settings, version, title, source)                                                  \
	{{id, source, version, ballots, settings, &title}, function},
#include "count/rules.def"
#undef RULE
};
enum { RULES = sizeof table / sizeof *table };

const cordon_count_rule *cordon_count_rule_at(size_t n)
{
	return n < RULES ? &table[n].shown : NULL;
}

const cordon_count_rule *cordon_count_rule_find(const char *id)
{
	for (size_t i = 0; i < RULES; i++)
		if (!strcmp(table[i].shown.id, id))
			return &table[i].shown;
	return NULL;
}

rule_function *rule_function_of(const cordon_count_rule *rule)
{
	for (size_t i = 0; i < RULES; i++)
		if (&table[i].shown == rule)
			return table[i].function;
	return NULL;
}

static bool uses(const cordon_count_rule *rule, const char *key)
{
	size_t length = strlen(key);
	for (const char *at = rule->settings; *at;) {
		size_t one = strcspn(at, " ");
		if (one == length && !strncmp(at, key, length))
			return true;
		at += one + (at[one] == ' ');
	}
	return false;
}

static cordon_status check_commitment(const cordon_settings *settings, cordon_error *error)
{
	const char *seed = settings_find(settings, "seed", NULL),
		   *commitment = settings_find(settings, "commitment", NULL);
	char hex[HASH_HEX];
	if (!commitment)
		return CORDON_OK;
	if (!seed)
		return finding_add(error, CORDON_ERROR, (place_in_file){.field = "commitment", .found = commitment},
				   TEXT(COUNT_SEED_MISSING), NO_TEXT);
	hash_of(seed, strlen(seed), hex);
	return strcasecmp(hex, commitment)
		       ? finding_add(error, CORDON_ERROR, (place_in_file){.field = "commitment", .found = commitment},
				     TEXT(COUNT_COMMITMENT_WRONG, hex), NO_TEXT)
		       : CORDON_OK;
}

cordon_status rule_check_settings(const cordon_count_rule *rule, const cordon_settings *settings, cordon_error *error)
{
	cordon_status status = check_commitment(settings, error);
	for (size_t i = 0; i < settings->settings; i++)
		if (!uses(rule, settings->setting[i].key) && !settings_are_of_reading(settings->setting[i].key))
			status = finding_add(error, CORDON_ERROR, (place_in_file){.field = settings->setting[i].key},
					     TEXT(COUNT_SETTING_NOT_OF_RULE, rule->id),
					     TEXT(COUNT_ONE_OF, rule->settings));
	return status;
}
