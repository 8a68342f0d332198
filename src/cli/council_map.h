/* The map of bodies: what `cordon body --json` lists, drawn one in the other. */
#ifndef CLI_COUNCIL_MAP_H
#define CLI_COUNCIL_MAP_H

#include "cli/command.h"

#include "council/answers.h"

/* A figure (report/figure.h): each body in each council it sits in, as wide as its people; the rows are the same. */
json_t *council_map(const cli_context *cli, state *s, answers_at at);

#endif
