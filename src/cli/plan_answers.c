/* `cordon plan answers`: who accepted a proposed plan, who refused or countered and why, who is silent. */
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/groups.h"

#include "plan/answer.h"

#include <stdio.h>

static void show_answers(const cli_context *cli, const json_t *data)
{
	static const council_column answers[] = {{"body", N_("workplace"), false}, {"process", N_("process"), false},
						 {"answer", N_("answer"), true},   {"most", N_("at most"), false},
						 {"reason", N_("reason"), false},  {"person", N_("by"), false},
						 {"time", N_("on"), false},        {"entry", N_("entry"), false},
						 {"ended", N_("ended"), false},    {NULL, NULL, false}},
				    silent[] = {{"body", N_("workplace"), false}, {NULL, NULL, false}};
	if (json_object_get(data, "outcome"))
		cli_say(cli, cli->out, N_("{0}, a plan of {1}: {2}, {3}\n"), council_text(data, "plan"),
			council_text(data, "body"), council_word(cli, data, "outcome"), council_text(data, "closed"));
	else
		cli_say(cli, cli->out, N_("{0}, a plan of {1}: waits for answers\n"), council_text(data, "plan"),
			council_text(data, "body"));
	if (json_object_get(data, "after")) {
		char concerned[24];
		snprintf(concerned, sizeof concerned, "%zu", json_array_size(json_object_get(data, "concerned")));
		cli_say(cli, cli->out, N_("It comes after {0} and concerns {1} workplaces\n"),
			council_text(data, "after"), concerned);
	}
	council_table(cli, N_("Answers"), json_object_get(data, "answers"), answers);
	council_table(cli, N_("Silent"), json_object_get(data, "silent"), silent);
}

cordon_status plan_answers_run(cli_context *cli)
{
	council_asked a = {0};
	json_t *data = NULL;
	cordon_status status = council_begin(cli, &a);
	if (!status)
		data = answer_data(a.state, cli->position[0]);
	return council_give(cli, &a, status, data, cli->position[0], TEXT(CLI_NO_PLAN), show_answers);
}
