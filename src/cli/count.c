/* `cordon count` and `cordon count rules`, and what their sisters read. */
#include "cli/codes.h"
#include "cli/count_read.h"
#include "cli/count_report.h"
#include "cli/count_show.h"
#include "cli/groups.h"

#include "base/file.h"
#include "base/messages.h"
#include "report/table.h"

#include <string.h>

/* ---- the tables -------------------------------------------------------------------------------------------------- */

/* Adds a code's text in the reader's language. */
static const char *in_language(const cli_context *cli, text *out, const cordon_code *code)
{
	text_clear(out);
	message_add(out, cli->language, &(cordon_text){code, {0, 0, 0, 0}});
	return text_string(out);
}

static json_t *tables_json(const cli_context *cli)
{
	json_t *rules = json_array(), *formats = json_array(), *settings = json_array();
	text title = {0};
	const cordon_count_rule *r;
	const cordon_count_format *f;
	const cordon_count_setting *s;
	for (size_t i = 0; (r = cordon_count_rule_at(i)); i++)
		json_array_append_new(rules, json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", r->id, "title",
						       in_language(cli, &title, r->title), "source", r->source,
						       "version", r->version, "settings", r->settings));
	for (size_t i = 0; (f = cordon_count_format_at(i)); i++)
		json_array_append_new(formats, json_pack("{s:s, s:s, s:s, s:b, s:b}", "id", f->id, "title",
							 in_language(cli, &title, f->title), "suffixes", f->suffixes,
							 "reads", f->reads, "writes", f->writes));
	for (size_t i = 0; (s = cordon_count_setting_at(i)); i++)
		json_array_append_new(
			settings, json_pack("{s:s, s:s}", "key", s->key, "help", in_language(cli, &title, s->help)));
	text_free(&title);
	return json_pack("{s:o, s:o, s:o}", "rules", rules, "formats", formats, "settings", settings);
}

static void print_rules(const cli_context *cli)
{
	text title = {0};
	const cordon_count_rule *r;
	for (size_t i = 0; (r = cordon_count_rule_at(i)); i++) {
		fprintf(cli->out, "%s\n    %s\n", r->id, in_language(cli, &title, r->title));
		cli_say(cli, cli->out, N_("    after: {0}; version {1}\n    settings: {2}\n"), r->source, r->version,
			r->settings);
	}
	fputs(tr(cli, N_("\nFormats\n")), cli->out);
	const cordon_count_format *f;
	for (size_t i = 0; (f = cordon_count_format_at(i)); i++)
		fprintf(cli->out, "%s (%s)\n    %s\n", f->id, f->suffixes, in_language(cli, &title, f->title));
	fputs(tr(cli, N_("\nSettings\n")), cli->out);
	const cordon_count_setting *s;
	for (size_t i = 0; (s = cordon_count_setting_at(i)); i++)
		fprintf(cli->out, "%s: %s\n", s->key, in_language(cli, &title, s->help));
	text_free(&title);
}

cordon_status count_rules_run(struct cli_context *cli)
{
	if (cli->json)
		return output_json(cli, tables_json(cli));
	print_rules(cli);
	return CORDON_OK;
}

/* ---- counting ---------------------------------------------------------------------------------------------------- */

static cordon_status find_rule(cli_context *cli, const cordon_count_rule **rule)
{
	const char *id = cli_option(cli, "--rule");
	const cordon_count_rule *r;
	text ids = {0};
	*rule = id ? cordon_count_rule_find(id) : NULL;
	if (*rule)
		return CORDON_OK;
	for (size_t i = 0; (r = cordon_count_rule_at(i)); i++)
		text_add_format(&ids, "%s%s", i ? ", " : "", r->id);
	cordon_status status = cli_usage(cli, "--rule", id, id ? TEXT(CLI_CHOICE) : TEXT(CLI_MISSING),
					 TEXT(CLI_ONE_OF, text_string(&ids)));
	text_free(&ids);
	return status;
}

cordon_status count_read_settings(cli_context *cli, cordon_settings *settings)
{
	const char *path = cli_option(cli, "--settings"), *seats = cli_option(cli, "--seats");
	file_stream stream;
	cordon_status status = CORDON_OK;
	if (path)
		status = file_open(path, &stream, &cli->error);
	if (path && !status) {
		status = cordon_settings_read(&stream.reader, path, settings, &cli->error);
		file_close(&stream);
	}
	if (!status && seats)
		status = cordon_settings_set(settings, "seats", seats, &cli->error);
	return status;
}

cordon_status count_read_election(cli_context *cli, const cordon_settings *settings, cordon_election **election)
{
	file_stream stream;
	const char *path = cli->position[0];
	cordon_election_options options = {cli_option(cli, "--format"), settings,
					   cli_option(cli, "--set-aside") != NULL};
	cordon_status status = file_open(path, &stream, &cli->error);
	if (status)
		return status;
	status = cordon_election_read(&stream.reader, path, &options, election, &cli->error);
	file_close(&stream);
	return status;
}

static cordon_status print_result(const cli_context *cli, const cordon_count_result *result,
				  const cordon_settings *settings)
{
	if (cli->json)
		return output_json(cli, count_show_json(cli, result, settings));
	if (cli_option(cli, "--csv"))
		count_show_csv(cli, result);
	else
		count_show_text(cli, result);
	return CORDON_OK;
}

static cordon_status count_election(cli_context *cli, const cordon_election *election, const cordon_count_rule *rule,
				    const cordon_settings *settings)
{
	cordon_count_result result;
	cordon_status status = cordon_count(election, rule, settings, &cli->progress, &result, &cli->error);
	if (!status || status == CORDON_UNPROVEN) {
		const char *page = cli_option(cli, "--report");
		cordon_status printed = page ? count_report_write(cli, &result, page) : CORDON_OK;
		printed = printed ? printed : print_result(cli, &result, settings);
		status = printed ? printed : status;
	}
	cordon_count_free(&result);
	return status;
}

cordon_status count_run_command(struct cli_context *cli)
{
	const cordon_count_rule *rule;
	cordon_settings settings;
	cordon_election *election = NULL;
	cordon_status status = find_rule(cli, &rule);
	if (status)
		return status;
	cordon_settings_init(&settings);
	status = count_read_settings(cli, &settings);
	if (!status)
		status = count_read_election(cli, &settings, &election);
	if (!status)
		status = count_election(cli, election, rule, &settings);
	cordon_election_free(election);
	cordon_settings_free(&settings);
	return status;
}
