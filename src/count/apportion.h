/* Sharing seats by votes: between lists, between pacts, between the lists of a pact.
 *
 *	dhondt            the seats go to the highest of votes / 1, votes / 2, votes / 3, ... (D'Hondt 1882)
 *	sainte-lague      votes / 1, votes / 3, votes / 5, ... (Sainte-Laguë 1910)
 *	largest-remainder votes / quota, decimals ignored; what remains goes to the largest remainders
 *
 * Who has no votes wins no seat, and nobody more than `most`. A tie is a lot between the names given here; seats that
 * nobody can fill stay vacant. Whole numbers throughout: votes are at most 10^12, seats 1,000.
 */
#ifndef COUNT_APPORTION_H
#define COUNT_APPORTION_H

#include "count/run.h"

typedef enum apportion_method { APPORTION_DHONDT, APPORTION_SAINTE_LAGUE, APPORTION_REMAINDER } apportion_method;

typedef struct apportion_party {
	const char *name;
	int number; /* in ties and lots */
	uint64_t votes;
	int most; /* seats it can fill */
	int seats; /* the result */
} apportion_party;

/* Shares the seats out and says each in the stage under way. Largest remainders take the quota from the setting
 * `quota`: hare (votes / seats, the default), droop (votes / (seats + 1), decimals ignored, + 1) or hagenbach-bischoff
 * (votes / (seats + 1)). CORDON_UNPROVEN: a tie stopped it. */
cordon_status apportion(count_run *run, apportion_method method, apportion_party *party, int parties, int seats);

/* The quotients as a matrix, as far as they matter; nothing for largest remainders. `within`: a pact, or NULL. */
void apportion_report(count_run *run, apportion_method method, const apportion_party *party, int parties,
		      const char *within);

#endif
