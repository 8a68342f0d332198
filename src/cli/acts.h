/* The act table as text: what help, completion and docs/acts.md are made of. */
#ifndef CLI_ACTS_H
#define CLI_ACTS_H

#include "cli/world.h"

/* All of one kind: summary, help, who may, fields, example; `md`: as Markdown. */
void acts_add_kind(const cli_context *cli, text *out, const act_kind *kind, bool md);
/* "whole number, 1 to 9; a list; may be left out" */
void acts_add_type(const cli_context *cli, text *out, const act_field *f);
const act_field *acts_end_of(const act_kind *kind); /* one past its last field */

#endif
