/* The economy of a council as a data package, from what the book's acts say at a moment (docs/economy-acts.md).
 *
 * The moment is a number of entries: what the book said when it had that many. It holds what the council's bodies say
 * (itself and all beneath it then), and the commodities they speak of. The same book, council and moment give the same
 * bytes. Which entry each number came from is kept: a number may have several, as the sum of what was
 * counted and reported has.
 *
 * It costs one pass over the tables of the state. It makes no plan, and judges nothing: that is the doctor's business.
 */
#ifndef PLAN_SNAPSHOT_H
#define PLAN_SNAPSHOT_H

#include "base/memory.h"
#include "council/body.h"
#include "economy/write.h"
#include "record/state.h"

/* Names of the files that stand beside the package's tables. */
#define SNAPSHOT_FILE "snapshot.json"
#define SNAPSHOT_SOURCES "sources.csv"

/* Where a number came from: table and column as in tables.h, its row from 0. */
typedef struct snapshot_source {
	int table, column;
	size_t row;
	int64_t entry, time;
	const char *body, *person; /* who said it; person "": the body decided it */
} snapshot_source;

/* More left a body's account than was in it, by that much, and it is not plain that it came from others: for people to
 * look into. In the package the sum over all bodies is at least 0. */
typedef struct snapshot_question {
	const char *commodity, *body, *amount;
} snapshot_question;

typedef struct snapshot {
	economy_draft *draft;
	char body[BODY_ID], hash[65];
	int64_t entries;
	snapshot_source *source;
	size_t sources, capacity;
	snapshot_question *question;
	size_t questions, question_capacity;
	arena texts;
} snapshot;

/* Makes it; false: there was no such body then (nothing is to be freed). */
bool snapshot_make(state *s, const char *body, int64_t entries, snapshot *out);
void snapshot_free(snapshot *snap);

/* The council whose economy is meant when none is named: the only one that other bodies sit in and that sits in none.
 * False when there is not exactly one; `out` then lists them. */
bool snapshot_council(state *s, char *out, size_t size);

/* Puts sources.csv and snapshot.json beside the tables of the draft. */
void snapshot_add_files(snapshot *snap, const char *book);

#endif
