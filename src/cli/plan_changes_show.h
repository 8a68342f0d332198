/* The differences between two plans for people and for spreadsheets, from the document that --json prints. */
#ifndef CLI_PLAN_CHANGES_SHOW_H
#define CLI_PLAN_CHANGES_SHOW_H

#include "cli/command.h"

#include <jansson.h>

void plan_changes_say(const cli_context *cli, const json_t *document);
void plan_changes_csv(const cli_context *cli, const json_t *document);

#endif
