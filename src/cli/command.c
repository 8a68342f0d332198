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
		.arguments = "[COMMAND]",
		.summary = N_("show the commands, or the help of one"),
		.example = "cordon help lp solve",
		.run = help_run,
	},
	{
		.name = "economy check",
		.arguments = "PACKAGE",
		.summary = N_("list everything wrong or suspicious in an economy's data package"),
		.help = N_("Reads the package (docs/economy-package.md) and lists every error of form with its file, row and field; then, if there "
			   "was none, looks for what cannot be: recipes that eat their own product, totals beside their parts, tables that do "
			   "not balance, an unproductive economy. The exit status is 2 when there is an error."),
		.example = "cordon economy check examples/bakery",
		.run = economy_check_run,
	},
};

const size_t command_count = sizeof command_table / sizeof *command_table;
