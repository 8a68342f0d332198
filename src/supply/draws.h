/* The draws of outlets that worked without a link: their logs merged, and what the merged log gives to ask about.
 *
 * A log is JSON, one draw a line, in any order:
 *	{"point":"P0","seq":69,"cycle":0,"household":"H0096","good":"arroz","qty":3}
 * `point` is the outlet's device, `seq` its own count of draws, `household` a token, `qty` whole units of the good.
 *
 * Invariants (a grow-only set, the simplest of CRDTs; docs/supply.md):
 * - the state is the set of distinct draws; merging is the union of sets. So it is commutative, associative and
 *   idempotent: logs in any order, in any grouping, twice or more, give the same bytes (draws_write).
 * - nothing is erased or refused for being too much. A household that drew twice shows as that.
 * - two different draws under one number of one point (a device copied or put back to an older day) both stand and both
 *   count; the pair is reported.
 *
 * It is not a book of acts: nothing here is signed, and who may draw is not asked.
 */
#ifndef SUPPLY_DRAWS_H
#define SUPPLY_DRAWS_H

#include "base/memory.h"
#include "base/names.h"
#include "base/text.h"

#include <cordon/base.h>

#include <jansson.h>

enum {
	DRAWS_MAX = 4 * 1000 * 1000,   /* lines read in all */
	DRAWS_LINE_MAX = 4096,         /* bytes */
	DRAWS_NAME_MAX = 64,           /* bytes of a point, household or good */
	DRAWS_NUMBER_MAX = 1000000000, /* seq, cycle, qty: sums stay below 2^53 */
	DRAWS_LOG_BYTES_MAX = 1 << 30,
};

typedef struct supply_draw {
	const char *point, *household, *good; /* the same name is the same pointer */
	int64_t number, cycle, quantity;
} supply_draw;

/* Start from {0}; free with draws_free whatever was returned. */
typedef struct draws {
	supply_draw *draw; /* after draws_merge: distinct, by point, number, cycle, household, good, quantity */
	size_t count, capacity;
	size_t lines; /* read so far */
	names name;
	arena storage;
} draws;

/* Adds a log. Everything wrong is a finding with its line; a last line cut short by a loss of power is a warning. */
cordon_status draws_read(draws *d, const char *file, const char *bytes, size_t length, cordon_error *error);
/* Adds one draw; names are copied. */
void draws_add(draws *d, const supply_draw *one);
/* Adds all of another set. */
void draws_add_all(draws *d, const draws *other);
/* Puts the draws in order and drops the repeats. */
void draws_merge(draws *d);
/* The merged log, itself a log: the same set gives the same bytes. */
void draws_write(const draws *d, text *out);
void draws_write_one(const supply_draw *one, text *out); /* a line with its newline */
void draws_free(draws *d);

/* What households are entitled to in a cycle, {"H0000": {"leche": 4}}: checked; NULL with findings when it is not that.
 * The caller releases it. */
json_t *draws_entitlements(const char *file, const char *bytes, size_t length, cordon_error *error);

/* What one household drew of one good in one cycle: answer.draw[first] to draw[first + draws - 1]. */
typedef struct draws_sum {
	int64_t cycle, drawn, entitled; /* entitled -1: not asked */
	const char *household, *good;
	size_t first, draws;
} draws_sum;
typedef struct draws_total {
	int64_t cycle, drawn;
	const char *good;
} draws_total;
/* The numbers of one point. */
typedef struct draws_point {
	const char *point;
	int64_t first, last, missing; /* numbers between first and last that no log had: draws still to come */
	size_t draws, forks;          /* forks: draws beyond the first of a number */
} draws_point;

typedef struct draws_answer {
	supply_draw *draw; /* by cycle, household, good, point, number, quantity */
	draws_sum *sum;    /* by cycle, household, good */
	draws_total *total; /* by cycle, good */
	draws_point *point;
	size_t draws, sums, totals, points;
} draws_answer;

/* Of merged draws; `entitlements` may be NULL. Free with draws_answer_free; names stay those of `d`. */
void draws_ask(const draws *d, const json_t *entitlements, draws_answer *answer);
void draws_answer_free(draws_answer *answer);

static inline bool draws_is_over(const draws_sum *s)
{
	return s->entitled >= 0 && s->drawn > s->entitled;
}

#endif
