/* `cordon count verify`: a report replayed from the ballots, by code that has nothing of the count's. */
#include "cli/groups.h"
#include "cli/output.h"

#include "base/file.h"
#include "base/text.h"
#include "recount/recount.h"

static const size_t BALLOTS_BYTES_MAX = (size_t)1 << 32, REPORT_BYTES_MAX = (size_t)1 << 30;

static json_t *verdict_json(cli_context *cli, const recount_verdict *v)
{
	static const char *const word[] = {"reproduced", "differs", "not_replayed"};
	json_t *doc = json_pack("{s:s, s:s?, s:i, s:O?, s:o}", "verdict", word[v->found], "rule", v->rule, "stages",
				v->stages, "settings", json_object_get(v->report, "settings"), "difference",
				v->found != RECOUNT_DIFFERS
					? json_null()
					: json_pack("{s:s, s:s, s:s}", "where", text_string(&v->difference.where),
						    "report", text_string(&v->difference.said), "ballots",
						    text_string(&v->difference.given)));
	json_object_set_new(doc, "findings", output_take_findings_json(cli));
	return doc;
}

static void print_settings(const cli_context *cli, const recount_verdict *v)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(v->report, "settings"), i, one) cli_say(
		cli, cli->out, N_("  with the setting {0}: {1}\n"), json_string_value(json_object_get(one, "key")),
		json_string_value(json_object_get(one, "value")));
}

static void print_verdict(const cli_context *cli, const recount_verdict *v)
{
	char stages[24];
	const difference *d = &v->difference;
	snprintf(stages, sizeof stages, "%d", v->stages);
	if (v->found == RECOUNT_NOT_REPLAYED) {
		cli_say(cli, cli->out, N_("not verified: this report cannot be replayed\n"));
		return;
	}
	if (v->found == RECOUNT_REPRODUCED)
		cli_say(cli, cli->out, N_("reproduced: the ballots give this report by the rule {0}, all {1} stages\n"),
			v->rule, stages);
	else
		cli_say(cli, cli->out,
			N_("not reproduced: the first difference is in {0}\n  the report says    {1}\n"
			   "  the ballots give   {2}\n"),
			text_string(&d->where), d->said.length ? d->said.bytes : tr(cli, N_("nothing")),
			d->given.length ? d->given.bytes : tr(cli, N_("nothing")));
	print_settings(cli, v);
}

cordon_status count_verify_run(struct cli_context *cli)
{
	text ballots = {0}, report = {0};
	recount_verdict verdict;
	cordon_status status = file_read(cli->position[0], BALLOTS_BYTES_MAX, &ballots, &cli->error);
	if (!status)
		status = file_read(cli->position[1], REPORT_BYTES_MAX, &report, &cli->error);
	if (!status) {
		status = recount_verify(cli->position[0], text_string(&ballots), ballots.length, cli->position[1],
					text_string(&report), report.length, &verdict, &cli->error);
		cordon_status printed = CORDON_OK;
		if (status == CORDON_OK || status == CORDON_UNPROVEN) {
			if (cli->json)
				printed = output_json(cli, verdict_json(cli, &verdict));
			else
				print_verdict(cli, &verdict);
		}
		status = printed ? printed : status;
		recount_free(&verdict);
	}
	text_free(&ballots);
	text_free(&report);
	return status;
}
