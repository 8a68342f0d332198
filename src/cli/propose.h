/* What the commands share that put plans, or the choice between plans, into a book. */
#ifndef CLI_PROPOSE_H
#define CLI_PROPOSE_H

#include "cli/command.h"

#include "base/text.h"

#include <cordon/plan.h>

#include <jansson.h>

enum { PROPOSED_BYTES_MAX = 1 << 30 };

/* Reads a plan, or an alternative to one, of that economy (what-ifs applied). */
cordon_status proposed_read(cli_context *cli, const text *bytes, const char *file, const cordon_economy *economy,
			    cordon_plan **plan);

/* Whether a plan or an alternative is of that economy, without what-ifs, and proven; every failed check is a finding.
 * CORDON_OK or CORDON_BAD_INPUT. */
cordon_status proposed_verify(cli_context *cli, cordon_economy *economy, const text *plan, const char *file,
			      cordon_plan_verdict *verdict);

struct council_asked;
/* What `cordon plan check NAME --json` prints; NULL: there is no such plan, or it does not hold (cli->error says
 * why). */
json_t *proposed_check_json(cli_context *cli, const struct council_asked *a, const char *name);

#endif
