/* An election, a recall or a choice with its count, as --json prints it and as it is answered over HTTP. */
#ifndef CLI_COUNCIL_COUNT_H
#define CLI_COUNCIL_COUNT_H

#include "cli/command.h"

#include "council/choice.h"
#include "council/poll_count.h"

/* NULL: there is no such one, or `cli->error` says what went wrong. Once it is closed its report is in `count`, and
 * written with the ballots where --ballots and --report ask for it. Free what is counted in any case. */
json_t *council_election(cli_context *cli, state *s, const char *id, int64_t now, poll_recount *count);
json_t *council_choice(cli_context *cli, state *s, const char *id, int64_t now, choice_count *count);

#endif
