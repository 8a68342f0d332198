/* `cordon stoppages`: what stands still, since when, who said so, and into which plan it came. */
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/groups.h"

#include "plan/stoppage.h"

static void show_all(const cli_context *cli, const json_t *data)
{
	static const council_column open[] = {{"stoppage", N_("stoppage"), false}, {"body", N_("workplace"), false},
					      {"process", N_("process"), false},   {"time", N_("since"), false},
					      {"person", N_("by"), false},         {"text", N_("what was seen"), false},
					      {"entry", N_("entry"), false},       {NULL, NULL, false}},
				    lifted[] = {
					    {"stoppage", N_("stoppage"), false},     {"body", N_("workplace"), false},
					    {"process", N_("process"), false},       {"time", N_("since"), false},
					    {"ended", N_("until"), false},           {"ended_by", N_("by"), false},
					    {"end_text", N_("how it ended"), false}, {NULL, NULL, false}};
	if (!json_array_size(json_object_get(data, "stoppages")))
		cli_say(cli, cli->out, N_("Nothing stands still.\n"));
	council_table(cli, N_("Stands still"), json_object_get(data, "stoppages"), open);
	council_table(cli, N_("Works again"), json_object_get(data, "lifted"), lifted);
}

static void show_one(const cli_context *cli, const json_t *data)
{
	cli_say(cli, cli->out, N_("{0} of {1}, since {2}: {3}\n"), council_text(data, "stoppage"),
		council_text(data, "body"), council_text(data, "time"), council_text(data, "text"));
	if (json_object_get(data, "ended"))
		cli_say(cli, cli->out, N_("Over since {0}\n"), council_text(data, "ended"));
	if (json_object_get(data, "plan_before"))
		cli_say(cli, cli->out, N_("It came into the plan {0}\n"), council_text(data, "plan_before"));
	if (json_object_get(data, "plan_after"))
		cli_say(cli, cli->out, N_("The plan {0} knows of it\n"), council_text(data, "plan_after"));
}

cordon_status stoppages_run(cli_context *cli)
{
	council_asked a = {0};
	json_t *data = NULL;
	const char *one = cli->positions ? cli->position[0] : NULL;
	cordon_status status = council_begin(cli, &a);
	if (!status)
		data = one ? stoppage_data(a.state, one, a.at.time)
			   : stoppages_data(a.state, cli_option(cli, "--body"), a.at.time);
	return council_give(cli, &a, status, data, one, TEXT(CLI_NO_STOPPAGE), one ? show_one : show_all);
}
