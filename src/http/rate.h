/* How often somebody may: so many at once, then one in a while. For whoever asks from outside: addresses, people.
 *
 * The generic cell rate algorithm (ITU-T I.371): one number for each, the time at which all that was taken would have
 * been due. RATE_PLACES are kept, found by a keyed hash that nobody outside can aim at; when a place is wanted, who has
 * waited longest loses theirs, which lets them in again: a limit on what is kept here, not a proof. Not to be shared
 * between threads without a lock.
 */
#ifndef HTTP_RATE_H
#define HTTP_RATE_H

#include <stdint.h>

enum { RATE_PLACES = 4096, RATE_WAYS = 4 };

typedef struct rate_limit {
	int64_t burst, interval_ms; /* that many at once; one more each interval */
	unsigned char secret[16];
	struct rate_place {
		uint64_t who;
		int64_t due_ms;
	} place[RATE_PLACES];
} rate_limit;

void rate_begin(rate_limit *r, int64_t burst, int64_t interval_ms);

/* Takes one: 0. Or not: how many ms to wait. `now_ms` never goes back. */
int64_t rate_take(rate_limit *r, const char *who, int64_t now_ms);

#endif
