/* Approval ballots for the verifier: files .abc.yaml (abcvoting's profiles) and .pb (Pabulib's participatory budgets).
 *
 * docs/counting.md has the formats. A ballot becomes a paper of marks that all stand at rank 1, in no order. Like the
 * reader of BLT (ballots.h) these share nothing with those of src/count, refuse what they are not sure of at the first
 * place, and mend nothing. Not read: rankings and points.
 */
#ifndef RECOUNT_APPROVALS_H
#define RECOUNT_APPROVALS_H

#include "recount/ballots.h"

ballots_reader approvals_read; /* either, whichever it looks like */
ballots_reader approvals_read_abc;
ballots_reader approvals_read_pb;

#endif
