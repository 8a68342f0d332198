/* The table of commands. What each one does is in the file of its group. */
#include "cli/command.h"

#include "cli/groups.h"

const option common_options[] = {
	{"--json", NULL, N_("print the result as JSON"), false},
	{"--lang", "LANG", N_("en or es; otherwise as LC_ALL, LC_MESSAGES and LANG say"), false},
	{"--progress", "HOW", N_("auto (on a terminal), json (one object a line on standard error) or never"), false},
	{"--help", NULL, N_("show this help"), false},
	{NULL, NULL, NULL, false},
};

const command command_table[] = {
	{
		.name = "help",
		.arguments = "[COMMAND ...]",
		.summary = N_("show the commands, those of a group, or the help of one"),
		.help = N_("With --json or --format the whole table of commands is printed, for other programs to read."),
		.example = "cordon help help",
		.run = help_run,
		.options = {{"--format", "FORMAT", N_("json, man (for scdoc), bash, zsh or fish"), false}},
	},
};

const size_t command_count = sizeof command_table / sizeof *command_table;
