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
		.name = "economy import",
		.arguments = "FOLDER",
		.summary = N_("make a package from the tables of a statistical office"),
		.help = N_("The mapping says which files and columns of FOLDER hold flows, make, use, final demand, imports and labour; the same\n"
			   "mapping takes another year's tables of the same office. docs/import-map.md says what a mapping may say. What the tables\n"
			   "leave over becomes an explicit discrepancy. If anything is wrong, everything wrong is listed and nothing is written."),
		.example = "cordon economy import --map tests/cases/maps/village.json tests/cases/maps/village -o build/village",
		.run = economy_import_run,
		.options = {
			{"--map", "MAP.json", N_("the mapping (required)"), false},
			{"-o", "PACKAGE", N_("the package to write: a folder (required)"), false},
			{"--set", "NAME=VALUE", N_("give a parameter of the mapping another value"), true},
		},
	},
};

const size_t command_count = sizeof command_table / sizeof *command_table;
