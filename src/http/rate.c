/* See rate.h. */
#include "http/rate.h"

#include <sodium.h>
#include <string.h>

void rate_begin(rate_limit *r, int64_t burst, int64_t interval_ms)
{
	memset(r->place, 0, sizeof r->place);
	r->burst = burst;
	r->interval_ms = interval_ms;
	randombytes_buf(r->secret, sizeof r->secret);
}

/* Theirs; or else of those it may be the one that is due first. */
static struct rate_place *place_of(rate_limit *r, uint64_t who)
{
	struct rate_place *set = r->place + who % (RATE_PLACES / RATE_WAYS) * RATE_WAYS, *found = set;
	for (int i = 0; i < RATE_WAYS; i++) {
		if (set[i].who == who)
			return &set[i];
		if (set[i].due_ms < found->due_ms)
			found = &set[i];
	}
	*found = (struct rate_place){who, 0};
	return found;
}

int64_t rate_take(rate_limit *r, const char *who, int64_t now_ms)
{
	unsigned char hash[crypto_shorthash_BYTES];
	uint64_t number;
	crypto_shorthash(hash, (const unsigned char *)who, strlen(who), r->secret);
	memcpy(&number, hash, sizeof number);
	struct rate_place *p = place_of(r, number);
	int64_t due = (p->due_ms > now_ms ? p->due_ms : now_ms) + r->interval_ms,
		late = due - now_ms - r->burst * r->interval_ms;
	if (late > 0)
		return late;
	p->due_ms = due;
	return 0;
}
