/* The command table in the forms other programs read: JSON, the manual's sections in scdoc's language, completion for
 * shells. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "cli/command.h"

/* Prints the table as "json", "man", "bash", "zsh" or "fish". Any other format is the user's error. */
cordon_status table_print(cli_context *cli, const char *format);

#endif
