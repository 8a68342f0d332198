/* Registrations that may be of one household: which pairs are worth comparing, which of them to list, and groups.
 *
 * Pairs are compared that share a key: birth date, door, sound of the names, door with day and month or year,
 * document, phone, postcode with door. A key that more than DUPLICATES_BLOCK share is sorted and only near neighbours
 * are compared; `cut` says how many keys that befell. A pair is listed when it is at least as likely as `least`.
 *
 * Groups are made from the likeliest pair on; two groups are not joined when somebody of one and somebody of the other
 * are hardly the same (below DUPLICATES_HARDLY): the pair stays listed, the groups apart.
 * Nothing is merged and nothing is written.
 */
#ifndef SUPPLY_DUPLICATES_H
#define SUPPLY_DUPLICATES_H

#include "supply/likeness.h"

enum {
	DUPLICATES_BLOCK = 300,
	DUPLICATES_NEAR = 30,
	DUPLICATES_GROUP_MAX = 50,
	DUPLICATES_PAIRS_MAX = 20 * 1000 * 1000
};
#define DUPLICATES_LEAST 0.75
#define DUPLICATES_HARDLY 0.01

typedef struct duplicate_pair {
	uint32_t a, b; /* rows, a before b */
	likeness like;
} duplicate_pair;

typedef struct duplicates {
	duplicate_pair *pair; /* by a, then b */
	size_t pairs;
	uint32_t *member; /* of all groups, group by group in the order of their first member */
	size_t *start;    /* group g: member[start[g]] .. member[start[g + 1] - 1]; two at least */
	size_t groups;
	size_t compared, cut;
} duplicates;

cordon_status duplicates_find(const registry *r, double least, const cordon_progress *progress, duplicates *out,
			      cordon_error *error);
void duplicates_free(duplicates *d);

#endif
