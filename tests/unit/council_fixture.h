/* A state over a database in memory with the councils' tables, and acts put to it without book, keys or signatures.
 *
 *	fixture f;
 *	fixture_open(&f);
 *	fixture_ok(&f, "keeper", "body_open", "{'body': 'panaderia', ...}");
 *	fixture_refused(&f, "ana", "council.on_roll", "enrol", "{'body': 'molino', 'person': '%s'}", name);
 *
 * Signers are words; fields are JSON with ' for ". Every act is an entry of its own, a second after the one before;
 * `time` and `entry` may be set ahead. "keeper" founded the book. A refused act that changed anything fails the
 * test.
 */
#ifndef TESTS_COUNCIL_FIXTURE_H
#define TESTS_COUNCIL_FIXTURE_H

#include "unit.h"

#include "council/council.h"

#include <sqlite3.h>

enum { FIXTURE_KINDS_MAX = 256 };

typedef struct fixture {
	sqlite3 *db;
	state *state;
	int64_t entry, time; /* of the last act; start at 0 and 1972-10-11T00:00:00Z */
	const act_kind *kind[FIXTURE_KINDS_MAX];
	const state_schema *schema[FIXTURE_KINDS_MAX];
	act_world world; /* the acts of councils, economy and supply */
	cordon_error error; /* what the last act found */
} fixture;

#define FIXTURE_START INT64_C(87609600) /* 1972-10-11T00:00:00Z */

void fixture_open(fixture *f);
void fixture_close(fixture *f);

/* Puts an act to the state; what came of it. `fields` is a format. */
cordon_status fixture_act(fixture *f, const char *signers, const char *kind, const char *fields, ...)
	__attribute__((format(printf, 4, 5)));
/* The same, and the test fails unless it is done, or unless it is refused with that code among its findings. */
void fixture_ok(fixture *f, const char *signers, const char *kind, const char *fields, ...)
	__attribute__((format(printf, 4, 5)));
void fixture_refused(fixture *f, const char *signers, const char *code, const char *kind, const char *fields, ...)
	__attribute__((format(printf, 5, 6)));

/* An effect of a decision of that body, in an entry of its own. */
cordon_status fixture_decide(fixture *f, const char *body, const char *kind, const char *fields, ...)
	__attribute__((format(printf, 4, 5)));
void fixture_decided(fixture *f, const char *body, const char *kind, const char *fields, ...)
	__attribute__((format(printf, 4, 5)));
void fixture_undecided(fixture *f, const char *body, const char *code, const char *kind, const char *fields, ...)
	__attribute__((format(printf, 5, 6)));

/* JSON with ' for ". */
json_t *fixture_json(const char *text);

/* Opens a base body of a kind with its secretary and enrols the people (words), or a council; `rules` as JSON or
 * NULL. */
void fixture_base(fixture *f, const char *body, const char *kind, const char *secretary, const char *people,
		  const char *rules);
void fixture_council(fixture *f, const char *council, const char *kind, const char *secretary, const char *rules);
/* Both sides decide. */
void fixture_join(fixture *f, const char *council, const char *body);

#endif
