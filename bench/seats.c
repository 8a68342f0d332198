/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench/seats: all seats of a four-level federation recomputed from rolls, links, rules and mandates.
 *
 *	build/bench/seats BASES PEOPLE SEED
 *
 * A hundredth as many cordones as base bodies, a thousandth as many boards, one assembly; every base body has a random
 * part of the people. Cordones share 150 seats by D'Hondt with a floor of one, boards 100 by Sainte-Laguë, the assembly
 * 100 by largest remainders. The rows are written straight into the tables, a roll with everybody on it among them, and
 * the seats are then given by the room's own function; every seat has a mandate, above the base held through one
 * below. Measured: seats_derive (nothing kept is used but the size of each roll), and the same sizes counted anew from
 * the roll. It says how many seats differ from those kept: 0.
 */
#include "base/draw.h"
#include "base/memory.h"
#include "council/council.h"
#include "council/seat_share.h"
#include "record/state_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NOW = 1000 };

static const char *const level_rules[] = {
	"{}",
	"{\"apportionment\":{\"floor\":1,\"method\":\"dhondt\",\"seats\":150}}",
	"{\"apportionment\":{\"floor\":1,\"method\":\"sainte-lague\",\"seats\":100}}",
	"{\"apportionment\":{\"floor\":1,\"method\":\"largest-remainder\",\"seats\":100}}",
};

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* one thread: what it took of a core */
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void name_body(char out[BODY_ID], int level, int number)
{
	snprintf(out, BODY_ID, "%c%05d", "bcde"[level], number);
}

static void open_body(state *s, int level, int number)
{
	char body[BODY_ID];
	name_body(body, level, number);
	state_do(s, "INSERT INTO body VALUES (?, 'body', ?, ?, 0, NULL, 0, NULL, NULL, 0, 2)", "sss", body, body,
		 level ? "bodies" : "people");
	state_do(s, "INSERT INTO rules (body, version, entry, time, document) VALUES (?, 1, 0, 0, ?)", "ss", body,
		 level_rules[level]);
}

static void sit_in(state *s, int level, int number, int above)
{
	char body[BODY_ID], council[BODY_ID];
	name_body(body, level, number);
	name_body(council, level + 1, above);
	state_do(s, "INSERT INTO link VALUES (?, ?, 0, 0, NULL, NULL)", "ss", council, body);
}

static void enrol(state *s, int base, int people)
{
	char body[BODY_ID];
	name_body(body, 0, base);
	state_do(s, "INSERT INTO body_size VALUES (?, ?)", "si", body, (int64_t)people);
	for (int i = 0; i < people; i++) {
		char person[PERSON_ID];
		snprintf(person, sizeof person, "p%05d-%04d", base, i);
		state_do(s, "INSERT INTO roll (body, person, from_entry, from_time) VALUES (?, ?, 0, 0)", "ss", body, person);
	}
}

/* Everybody belongs somewhere, each body to somebody. */
static void build(state *s, int bases, int people, uint64_t seed)
{
	draw d = {seed};
	int count[4] = {bases, bases / 100, bases / 1000, 1}, *size = memory_alloc((size_t)bases, sizeof *size);
	for (int i = 0; i < people; i++)
		size[i < bases ? i : (int)draw_below(&d, (uint64_t)(1 + draw_below(&d, (uint64_t)bases)))]++;
	for (int level = 0; level < 4; level++)
		for (int i = 0; i < count[level]; i++) {
			open_body(s, level, i);
			if (level < 3)
				sit_in(s, level, i, i % count[level + 1]);
			if (!level)
				enrol(s, i, size[i]);
		}
	free(size);
}

/* Gives every council its seats, and every seat of a level somebody from the level below. */
static void fill_level(state *s, int level, int councils, cordon_error *error)
{
	act_context act = {.kind = &apportion_kind, .state = s, .entry = 1, .time = 1, .error = error};
	for (int i = 0; i < councils; i++) {
		char council[BODY_ID];
		name_body(council, level, i);
		seats_share(&act, council, "bench");
	}
	if (level == 1)
		state_do(s,
			 "INSERT INTO mandate (council, body, number, nth, person, from_entry, from_time, how)"
			 " SELECT council, body, number, 1, 'p' || substr(body, 2) || '-' || substr('000' || (number - "
			 "1), -4),"
			 " 1, 1, 'election' FROM seat WHERE council LIKE 'c%'",
			 "");
	else
		state_do(s,
			 "INSERT INTO mandate (council, body, number, nth, person, from_entry, from_time, how, "
			 "via_council, via_body,"
			 " via_number) SELECT seat.council, seat.body, seat.number, 1, below.person, 1, 1, 'election', "
			 "below.council,"
			 " below.body, below.number FROM seat JOIN (SELECT *, row_number() OVER (PARTITION BY council "
			 "ORDER BY"
			 " body, number) AS place FROM mandate) AS below ON below.council = seat.body AND below.place ="
			 " seat.number WHERE seat.council LIKE ?",
			 "s", level == 2 ? "d%" : "e%");
}

static void report(state *s, const char *what)
{
	seat_table t;
	int64_t differ = 0;
	double began = seconds();
	seats_derive(s, NOW, &t);
	double took = seconds() - began;
	for (size_t i = 0; i < t.rows; i++)
		differ += t.row[i].share != t.row[i].kept;
	printf("%s: %.3f s: %zu links, %" PRId64 " seats, %" PRId64 " filled, %" PRId64
	       " links differ from what is kept\n",
	       what, took, t.rows, t.seats, t.filled, differ);
	seat_table_free(&t);
}

int main(int arguments, char **argument)
{
	sqlite3 *db;
	cordon_error error;
	act_world world = {council_kind, council_kinds, council_schema, council_schemas};
	if (arguments != 4 || cordon_init() || sqlite3_open(":memory:", &db) != SQLITE_OK) {
		fputs("seats BASES PEOPLE SEED\n", stderr);
		return 2;
	}
	int bases = atoi(argument[1]), people = atoi(argument[2]);
	state *s = state_new(db);
	cordon_error_init(&error);
	state_create(s, &world);
	state_do(s, "BEGIN", "");
	build(s, bases, people, strtoull(argument[3], NULL, 10));
	double began = seconds();
	for (int level = 1; level < 4; level++)
		fill_level(s, level, level == 1 ? bases / 100 : level == 2 ? bases / 1000 : 1, &error);
	printf("shared and written: %.3f s\n", seconds() - began);
	report(s, "derived");
	began = seconds();
	int64_t wrong = state_number(
		s, -1,
		"SELECT count(*) FROM (SELECT body, count(*) AS n FROM roll WHERE until_entry IS NULL GROUP BY"
		" body) JOIN body_size USING (body) WHERE n <> people",
		"");
	printf("sizes counted anew from the roll: %.3f s, %" PRId64 " wrong\n", seconds() - began, wrong);
	report(s, "derived again");
	if (state_failed(s))
		fprintf(stderr, "%s\n", state_failed(s));
	state_free(s);
	sqlite3_close(db);
	cordon_error_free(&error);
	return wrong != 0;
}
