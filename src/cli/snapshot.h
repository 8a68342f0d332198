/* What the commands share that go between the book and a data package. */
#ifndef CLI_SNAPSHOT_H
#define CLI_SNAPSHOT_H

#include "cli/council.h"

#include "plan/snapshot.h"

/* How many entries the book had at the moment asked about. */
cordon_status snapshot_entries(cli_context *cli, const council_asked *a, int64_t *entries);

/* The snapshot of a council of that moment; `body` NULL: of the only one that sits in none. */
cordon_status snapshot_of_book(cli_context *cli, const council_asked *a, const char *body, int64_t entries,
			       snapshot *out);

#endif
