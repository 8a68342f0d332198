/* What the commands about allocations and their proofs share. */
#ifndef CLI_SUPPLY_ALLOCATE_H
#define CLI_SUPPLY_ALLOCATE_H

#include "cli/command.h"
#include "supply/allocate.h"
#include "supply/proof.h"

cordon_status supply_read_proof(cli_context *cli, const char *path, proof *out);

/* Writes the proof where -o says, and shows what came of it. */
cordon_status supply_write_allocation(cli_context *cli, const supply_problem *p, const supply_allocation *a);
cordon_status supply_show_allocation(cli_context *cli, const supply_problem *p, const supply_allocation *a,
				     const char *hash);

#endif
