/* Any election counted, and the report verified: what src/count says must be what src/recount finds in the ballots, or
 * be said not to be replayable.
 *
 * An input is a rule with its settings in a line, `meek {"seed": "x"}`, and then a file of ballots of any format. One
 * that begins with a zero byte is a report, to the next zero byte, and then ballots: those must be told apart without
 * a crash.
 */
#include "bytes.h"

#include "base/text.h"
#include "cli/count_show.h"
#include "recount/recount.h"

#include <cordon/count.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum { POLLS_MAX = 20000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A count that takes long is given up. */
static bool stop(void *context)
{
	return ++*(int *)context > POLLS_MAX;
}

static cordon_status verify(const text *ballots, const char *report, size_t length, recount_verdict *v)
{
	cordon_error error;
	cordon_error_init(&error);
	cordon_status status = recount_verify("ballots", text_string(ballots), ballots->length, "report", report,
					      length, v, &error);
	assert((status == CORDON_OK) == (v->found == RECOUNT_REPRODUCED));
	assert(status != CORDON_BAD_INPUT || error.errors);
	cordon_error_free(&error);
	return status;
}

static void check_report(const cordon_count_result *result, const cordon_settings *settings, const text *ballots)
{
	static const cli_context english = {.language = CORDON_ENGLISH};
	recount_verdict v;
	json_t *json = count_show_json(&english, result, settings);
	char *report = json_dumps(json, JSON_COMPACT);
	assert(report);
	cordon_status status = verify(ballots, report, strlen(report), &v);
	if (status == CORDON_UNPROVEN && v.found == RECOUNT_DIFFERS) {
		fprintf(stderr, "%s\n%s: the report says %s, the ballots give %s\n", report,
			text_string(&v.difference.where), text_string(&v.difference.said),
			text_string(&v.difference.given));
		abort();
	}
	recount_free(&v);
	free(report);
	json_decref(json);
}

static void count(const cordon_count_rule *rule, const cordon_settings *settings, const text *ballots)
{
	struct bytes bytes = {(const uint8_t *)text_string(ballots), ballots->length};
	cordon_reader in = {read_bytes, &bytes};
	cordon_election_options options = {NULL, settings, false};
	cordon_election *e;
	cordon_error error;
	cordon_error_init(&error);
	if (!cordon_election_read(&in, "ballots", &options, &e, &error)) {
		int polls = 0;
		cordon_progress progress = {.stop = stop, .context = &polls};
		cordon_count_result result;
		cordon_status status = cordon_count(e, rule, settings, &progress, &result, &error);
		if (status == CORDON_OK || status == CORDON_UNPROVEN)
			check_report(&result, settings, ballots);
		cordon_count_free(&result);
	}
	cordon_election_free(e);
	cordon_error_free(&error);
}

/* The rule's id and settings before the ballots. */
static void count_as_said(const char *line, size_t length, const text *ballots)
{
	char id[32] = "";
	size_t end = 0;
	while (end < length && end + 1 < sizeof id && line[end] != ' ')
		end++;
	memcpy(id, line, end);
	const cordon_count_rule *rule = cordon_count_rule_find(id);
	struct bytes bytes = {(const uint8_t *)line + end, length - end};
	cordon_reader in = {read_bytes, &bytes};
	cordon_settings settings;
	cordon_error error;
	cordon_error_init(&error);
	cordon_settings_init(&settings);
	if (rule && !cordon_settings_read(&in, "settings", &settings, &error))
		count(rule, &settings, ballots);
	cordon_settings_free(&settings);
	cordon_error_free(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *all = (const char *)data;
	bool given = size && !*all; /* a report */
	const char *end = size ? memchr(all + given, given ? 0 : '\n', size - given) : NULL;
	text ballots = {0};
	recount_verdict v;
	if (!end)
		return 0;
	text_add(&ballots, end + 1, size - 1 - (size_t)(end - all));
	if (given) {
		verify(&ballots, all + 1, (size_t)(end - all) - 1, &v);
		recount_free(&v);
	} else {
		count_as_said(all, (size_t)(end - all), &ballots);
	}
	text_free(&ballots);
	return 0;
}
