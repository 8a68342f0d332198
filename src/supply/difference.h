/* What a later allocation of a cycle changed: rations of two proofs side by side. */
#ifndef SUPPLY_DIFFERENCE_H
#define SUPPLY_DIFFERENCE_H

#include "supply/proof.h"

#include <stddef.h>

typedef struct proof_change {
	const char *household, *good, *instead; /* of one of the proofs; instead "": of its own */
	int64_t before, after, drawn; /* drawn: as the later proof has it */
} proof_change;

/* All that have another ration, by household, then item; the caller frees it. Having no row is having nothing. */
proof_change *proof_difference(const proof *a, const proof *b, size_t *count);

#endif
