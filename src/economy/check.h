/* What the parts of the doctor share: the economy seen without places and times (each recipe's total use and output
 * of each commodity), and one function a kind of illness.
 *
 * Looking past places and times is lenient: what is impossible here is impossible in every place and period.
 */
#ifndef ECONOMY_CHECK_H
#define ECONOMY_CHECK_H

#include "economy/codes.h"
#include "economy/storage.h"
#include "economy/tables.h"

/* What one process uses and makes of one commodity per unit of activity, over all places and leads. */
typedef struct check_pair {
	int commodity;
	double in, out; /* >= 0; the net is out - in */
	long row; /* of the first such exchange */
} check_pair;

typedef struct checkup {
	const cordon_economy *e;
	const struct economy_storage *s;
	cordon_error *error;
	size_t errors; /* found by the doctor */
	check_pair *pair; /* grouped by process */
	int *first; /* process p's pairs are first[p] .. first[p + 1] - 1 */
	bool *made; /* by commodity: some process that is not transport or storage puts it out */
	bool *used, *stocked, *needed; /* by commodity */
	bool observed; /* some activity was observed */
	double *activity; /* observed, summed over the periods */
} checkup;

/* Adds a finding about a row of a table. */
void check_say(checkup *c, cordon_severity severity, int table, long row, const char *field, const char *found,
			   cordon_text what);

/* A number for a reader: nine digits, whose last may be rounded (the rounding of sums is not shown). */
const char *check_number(double value, char out[32]);

/* Transport and storage hand on what they take in; they make nothing. */
bool check_hands_on(const cordon_process *p);

void check_loops(checkup *c); /* recipes that eat their own product, alone or together */
void check_totals(checkup *c); /* a total listed beside its parts */
void check_balance(checkup *c); /* observed activity: does supply meet use? */
void check_spectrum(checkup *c); /* is the technology productive? */
void check_use(checkup *c); /* what nobody makes, uses, or can serve */

#endif
