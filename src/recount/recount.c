/* Which reports can be replayed, and the verdict; see recount.h. */
#include "recount/recount.h"

#include "base/hash.h"
#include "recount/approvals.h"
#include "recount/codes.h"
#include "recount/committee.h"
#include "recount/condorcet.h"
#include "recount/lists.h"
#include "recount/majorities.h"
#include "recount/meek.h"
#include "recount/stv.h"

#include <string.h>
#include <strings.h>

enum seats_known { ONE, SAID, ONE_IF_NOT_SAID, MAY_BE_UNSAID };

/* The rules that can be replayed, as they stood in that version, and the settings the replay follows. */
static const struct replayed_rule {
	const char *id, *version;
	replay_rule *run;
	ballots_reader *read;
	enum seats_known seats; /* by settings or file */
	const cordon_code *unfinished; /* what to say where not all outcomes were found; NULL: it is replayed likewise */
	bool even_so; /* they are found even where the report has not all of them */
	const char *by_name; /* the setting that has values by name */
	const char *settings[10];
} rule_table[] = {
	{"scottish-stv", "1", stv_replay_scottish, ballots_read_ranked, SAID, .settings = {"seats", "seed", "commitment"}},
	{"wigm", "1", stv_replay_wigm, ballots_read_ranked, SAID, .settings = {"seats", "seed", "commitment", "batch"}},
	{"meek", "1", meek_replay, ballots_read_ranked, SAID,
	 .settings = {"seats", "seed", "commitment", "decimals", "batch"}},
	{"meek-prf", "1", meek_prf_replay, ballots_read_ranked, SAID, .settings = {"seats", "seed", "commitment"}},
	{"countback", "1", countback_replay, ballots_read_ranked, SAID,
	 .settings = {"seats", "seed", "commitment", "vacant", "declined"}},
	{"irv", "1", stv_replay_irv, ballots_read_ranked, ONE,
	 .settings = {"seats", "seed", "commitment", "batch", "write_ins"}},
	{"schulze", "1", schulze_replay, ballots_read_ranked, ONE, .by_name = "majority",
	 .settings = {"seats", "default", "quorum", "majority", "seed", "commitment"}},
	{"ranked-pairs", "1", ranked_pairs_replay, ballots_read_ranked, ONE, &RECOUNT_ORDERS,
	 .settings = {"seats", "seed", "commitment"}},
	{"plurality", "1", plurality_replay, ballots_read_ranked, ONE_IF_NOT_SAID,
	 .settings = {"seats", "entitled", "quorum", "seed", "commitment"}},
	{"majority", "1", majority_replay, ballots_read_ranked, ONE_IF_NOT_SAID,
	 .settings = {"seats", "of", "entitled", "quorum", "bodies", "seed", "commitment"}},
	{"two-thirds", "1", two_thirds_replay, ballots_read_ranked, ONE_IF_NOT_SAID,
	 .settings = {"seats", "of", "entitled", "quorum", "bodies", "seed", "commitment"}},
	{"threshold", "1", threshold_replay, ballots_read_ranked, ONE_IF_NOT_SAID,
	 .settings = {"threshold", "comparison", "seats", "of", "entitled", "quorum", "bodies", "seed", "commitment"}},
	{"dhondt", "1", dhondt_replay, ballots_read_lists, SAID, .by_name = "pacts",
	 .settings = {"seats", "within", "pacts", "threshold", "seed", "commitment"}},
	{"sainte-lague", "1", sainte_lague_replay, ballots_read_lists, SAID, .by_name = "pacts",
	 .settings = {"seats", "within", "pacts", "threshold", "seed", "commitment"}},
	{"largest-remainder", "1", largest_remainder_replay, ballots_read_lists, SAID, .by_name = "pacts",
	 .settings = {"seats", "within", "pacts", "threshold", "quota", "seed", "commitment"}},
	{"approval", "1", approval_replay, approvals_read, SAID, .settings = {"seats", "seed", "commitment"}},
	{"sav", "1", sav_replay, approvals_read, SAID, .settings = {"seats", "seed", "commitment"}},
	{"pav", "2", pav_replay, approvals_read, SAID, &RECOUNT_SEARCH, true,
	 .settings = {"seats", "seed", "commitment"}},
	{"slav", "2", slav_replay, approvals_read, SAID, &RECOUNT_SEARCH, true,
	 .settings = {"seats", "seed", "commitment"}},
	{"seq-pav", "1", seq_pav_replay, approvals_read, SAID, &RECOUNT_WAYS,
	 .settings = {"seats", "seed", "commitment"}},
	{"reverse-seq-pav", "1", reverse_seq_pav_replay, approvals_read, SAID, &RECOUNT_WAYS,
	 .settings = {"seats", "seed", "commitment"}},
	{"seq-phragmen", "1", seq_phragmen_replay, approvals_read, SAID, &RECOUNT_WAYS,
	 .settings = {"seats", "seed", "commitment"}},
	{"equal-shares", "2", equal_shares_replay, approvals_read, MAY_BE_UNSAID, &RECOUNT_WAYS,
	 .settings = {"seats", "seed", "commitment"}},
};
enum { RULES = sizeof rule_table / sizeof *rule_table };

static const struct {
	const char *id, *source;
} source_table[] = {
#define RULE(id, function, ballots, settings, version, title, source) {id, source},
#include "count/rules.def"
#undef RULE
};

static cordon_status cannot(recount_verdict *v, const char *file, const char *field, const char *found, cordon_text why,
			    cordon_error *error)
{
	v->found = RECOUNT_NOT_REPLAYED;
	finding_add(error, CORDON_ERROR, (place_in_file){file, 0, field, found}, why, NO_TEXT);
	return CORDON_UNPROVEN;
}

static const char *source_of(const char *rule)
{
	for (size_t i = 0; i < sizeof source_table / sizeof *source_table; i++)
		if (!strcmp(source_table[i].id, rule))
			return source_table[i].source;
	return "";
}

static cordon_status find_rule(recount_verdict *v, const char *file, const struct replayed_rule **rule,
			       cordon_error *error)
{
	const char *version = json_string_value(json_object_get(v->report, "version"));
	text ids = {0};
	*rule = NULL;
	for (int i = 0; i < RULES; i++) {
		text_add_format(&ids, "%s%s", i ? ", " : "", rule_table[i].id);
		if (!strcmp(rule_table[i].id, v->rule))
			*rule = &rule_table[i];
	}
	cordon_status status = CORDON_OK;
	if (!*rule)
		status = cannot(v, file, "rule", v->rule, TEXT(RECOUNT_NO_RULE, v->rule, text_string(&ids)), error);
	else if (!version || strcmp(version, (*rule)->version))
		status = cannot(v, file, "version", version,
				TEXT(RECOUNT_NO_VERSION, version ? version : "", v->rule, (*rule)->version), error);
	text_free(&ids);
	return status;
}

static bool follows(const struct replayed_rule *rule, const char *key)
{
	for (size_t i = 0; i < sizeof rule->settings / sizeof *rule->settings && rule->settings[i]; i++)
		if (!strcmp(rule->settings[i], key))
			return true;
	return false;
}

static cordon_status check_settings(recount_verdict *v, const char *file, const struct replayed_rule *rule,
				    const replay *r, cordon_error *error)
{
	size_t i;
	json_t *one;
	char hex[HASH_HEX];
	hash_state state;
	json_array_foreach(r->settings, i, one)
	{
		const char *key = json_string_value(json_object_get(one, "key"));
		if (!key || !json_is_string(json_object_get(one, "value")) || json_object_size(one) != 3)
			return finding_add(error, CORDON_ERROR, (place_in_file){file, 0, "settings", key},
					   TEXT(RECOUNT_NOT_A_REPORT), NO_TEXT);
		bool named = rule->by_name && !strcmp(rule->by_name, key);
		if (!follows(rule, key) || json_is_null(json_object_get(one, "name")) == named)
			return cannot(v, file, "settings", key, TEXT(RECOUNT_NO_SETTING, key), error);
	}
	const char *commitment = replay_setting(r, "commitment", 0), *seed = replay_setting(r, "seed", 0);
	if (!commitment || !seed)
		return CORDON_OK;
	hash_begin(&state);
	hash_add(&state, seed, strlen(seed));
	hash_end(&state, hex);
	return strcasecmp(hex, commitment) ? cannot(v, file, "commitment", commitment, TEXT(RECOUNT_COMMITMENT), error)
					   : CORDON_OK;
}

/* The number of seats: of the settings, else of the file, 0 where neither says; -1: it is none. */
static int seats_of(const replay *r, enum seats_known known)
{
	const char *digit = replay_setting(r, "seats", 0);
	int seats = digit ? 0 : r->b->seats;
	for (; digit && *digit >= '0' && *digit <= '9' && seats <= BALLOTS_CANDIDATES_MAX; digit++)
		seats = 10 * seats + (*digit - '0');
	if (digit && (*digit || !seats))
		return -1;
	if (!seats && known == SAID)
		return -1;
	if (!seats && known != MAY_BE_UNSAID)
		seats = 1;
	return seats > BALLOTS_CANDIDATES_MAX || (known == ONE && seats != 1) ? -1 : seats;
}

static void conclude(recount_verdict *v, const struct replayed_rule *rule, const replay *r)
{
	json_object_set_new(r->doc, "version", json_string(rule->version));
	json_object_set_new(r->doc, "source", json_string(source_of(rule->id)));
	v->stages = (int)json_array_size(r->stages);
	v->found = compare_reports(r->doc, v->report, &v->difference) ? RECOUNT_REPRODUCED : RECOUNT_DIFFERS;
}

static cordon_status replay_report(recount_verdict *v, const struct replayed_rule *rule, const ballots *b,
				   const char *file, cordon_error *error)
{
	replay r = {.rule = rule->id, .b = b, .settings = json_object_get(v->report, "settings"),
		    .claimed = json_object_get(v->report, "outcomes")};
	cordon_status status = check_settings(v, file, rule, &r, error);
	const char *by_default = replay_setting(&r, "default", 0);
	if (!status && by_default && replay_candidate(&r, by_default) < 0)
		status = cannot(v, file, "default", by_default, TEXT(RECOUNT_NO_SETTING, "default"), error);
	r.seats = seats_of(&r, rule->seats);
	if (!status && r.seats < 0)
		status = cannot(v, file, "seats", replay_setting(&r, "seats", 0), TEXT(RECOUNT_SEATS), error);
	bool gave_up = rule->unfinished && !rule->even_so &&
		       json_is_false(json_object_get(v->report, "outcomes_complete"));
	if (!status)
		status = gave_up ? CORDON_INTERRUPTED : replay_run(&r, rule->run);
	if (status == CORDON_INTERRUPTED)
		status = cannot(v, file, "outcomes_complete", gave_up ? "false" : NULL,
				(cordon_text){rule->unfinished ? rule->unfinished : &RECOUNT_ORDERS, {0}}, error);
	else if (status == CORDON_BAD_INPUT)
		status = cannot(v, file, "settings", NULL, TEXT(RECOUNT_SETTINGS), error);
	if (!status)
		conclude(v, rule, &r);
	replay_free(&r);
	return !status && v->found != RECOUNT_REPRODUCED ? CORDON_UNPROVEN : status;
}

cordon_status recount_verify(const char *ballots_file, const char *bytes, size_t length, const char *report_file,
			     const char *report, size_t report_length, recount_verdict *v, cordon_error *error)
{
	const struct replayed_rule *rule;
	ballots b = {0};
	*v = (recount_verdict){.found = RECOUNT_NOT_REPLAYED};
	v->report = json_loadb(report, report_length, JSON_REJECT_DUPLICATES, NULL);
	v->rule = json_string_value(json_object_get(v->report, "rule"));
	if (!v->rule || !json_is_array(json_object_get(v->report, "settings")))
		return finding_add(error, CORDON_ERROR, (place_in_file){.file = report_file},
				   TEXT(RECOUNT_NOT_A_REPORT), NO_TEXT);
	cordon_status status = find_rule(v, report_file, &rule, error);
	bool zero = memchr(bytes, 0, length) != NULL;
	if (!status && (zero || !text_is_utf8(bytes, length)))
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = ballots_file},
				     zero ? TEXT(RECOUNT_ZERO_BYTE) : TEXT(RECOUNT_NOT_UTF8), NO_TEXT);
	if (!status)
		status = rule->read(ballots_file, bytes, &b, error);
	if (!status)
		status = replay_report(v, rule, &b, report_file, error);
	ballots_free(&b);
	return status;
}

void recount_free(recount_verdict *v)
{
	compare_free(&v->difference);
	json_decref(v->report);
	*v = (recount_verdict){0};
}
