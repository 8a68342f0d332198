/* All seats at once, as today's rolls, links and rules give them: everything is read once and counted in memory.
 *
 * People beneath a council are counted body by body, each once, however many ways lead down to it. Nothing is
 * changed here; what differs from the seats kept is what an act `apportion` would change.
 */
#include "council/seat_share.h"

#include "base/memory.h"
#include "base/names.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct deriving {
	state *s;
	arena keep;
	names body;
	int64_t *people; /* on the body's own roll */
	int *below, *first; /* bodies that sit in council b: below[first[b]] .. below[first[b + 1] - 1] */
	size_t links;
	int *stamp, *stack; /* by body; while a council's people are summed */
	seat_derived *row;
	size_t rows, capacity;
} deriving;

static int body_number(deriving *d, const char *body)
{
	int known = names_find(&d->body, body);
	return known >= 0 ? known : names_add(&d->body, arena_copy_text(&d->keep, body));
}

static void read_people(deriving *d)
{
	size_t capacity = 0;
	state_rows row = state_ask(
		d->s, "SELECT body, ifnull(people, 0) FROM body LEFT JOIN body_size USING (body) ORDER BY body", "");
	while (state_row(&row)) {
		size_t number = (size_t)body_number(d, state_text(&row, 0));
		MEMORY_RESERVE(d->people, number, capacity);
		d->people[number] = state_whole(&row, 1);
	}
}

/* The links come in the order of councils, and councils have the order of their numbers. */
static void read_links(deriving *d)
{
	size_t bodies = (size_t)d->body.count, capacity = 0;
	int last = 0;
	d->first = memory_alloc(bodies + 1, sizeof *d->first);
	state_rows row =
		state_ask(d->s, "SELECT council, body FROM link WHERE until_entry IS NULL ORDER BY council, body", "");
	while (state_row(&row)) {
		int council = names_find(&d->body, state_text(&row, 0));
		assert(council >= last);
		while (last < council)
			d->first[++last] = (int)d->links;
		MEMORY_RESERVE(d->below, d->links, capacity);
		d->below[d->links++] = names_find(&d->body, state_text(&row, 1));
	}
	while (last < (int)bodies)
		d->first[++last] = (int)d->links;
}

/* Of a body and all beneath it; `mark` is new with every call. */
static int64_t people_of(deriving *d, int body, int mark)
{
	int64_t people = 0;
	int waiting = 0;
	d->stack[waiting++] = body;
	d->stamp[body] = mark;
	while (waiting) {
		int one = d->stack[--waiting];
		people += d->people[one];
		for (int i = d->first[one]; i < d->first[one + 1]; i++)
			if (d->stamp[d->below[i]] != mark) {
				d->stamp[d->below[i]] = mark;
				d->stack[waiting++] = d->below[i];
			}
	}
	return people;
}

static void derive_council(deriving *d, int council, const int64_t *people)
{
	rules r;
	char seed[SEAT_SEED];
	size_t bodies = (size_t)(d->first[council + 1] - d->first[council]);
	if (!bodies || !rules_now(d->s, d->body.name[council], &r))
		return;
	seat_share *share = memory_alloc(bodies, sizeof *share);
	for (size_t i = 0; i < bodies; i++) {
		int below = d->below[d->first[council] + (int)i];
		share[i] = (seat_share){.body = d->body.name[below], .people = people[below]};
	}
	state_word(d->s, seed, sizeof seed,
		   "SELECT seed FROM apportionment WHERE council = ? ORDER BY entry DESC LIMIT 1", "s",
		   d->body.name[council]);
	seat_share_out(&r, share, bodies, *seed ? seed : NULL);
	for (size_t i = 0; i < bodies; i++) {
		MEMORY_RESERVE(d->row, d->rows, d->capacity);
		d->row[d->rows++] = (seat_derived){
			.council = d->body.name[council], .body = share[i].body, .share = share[i].seats};
	}
	free(share);
	rules_free(&r);
}

static void derive_shares(deriving *d)
{
	int bodies = d->body.count;
	int64_t *people = memory_alloc((size_t)bodies, sizeof *people);
	d->stamp = memory_alloc((size_t)bodies, sizeof *d->stamp);
	d->stack = memory_alloc((size_t)bodies, sizeof *d->stack);
	for (int b = 0; b < bodies; b++)
		people[b] = people_of(d, b, b + 1);
	for (int b = 0; b < bodies; b++)
		derive_council(d, b, people);
	free(people);
	free(d->stamp);
	free(d->stack);
}

/* Rows stand in the order of council and body, as the questions below answer in. */
static seat_derived *find_row(const seat_table *t, size_t *at, const char *council, const char *body)
{
	for (; *at < t->rows; ++*at) {
		seat_derived *r = &t->row[*at];
		int order = strcmp(r->council, council);
		order = order ? order : strcmp(r->body, body);
		if (order >= 0)
			return order ? NULL : r;
	}
	return NULL;
}

static void add_kept(state *s, seat_table *t)
{
	size_t at = 0;
	state_rows row = state_ask(s,
				   "SELECT council, body, count(*) FROM seat WHERE until_entry IS NULL GROUP BY "
				   "council, body ORDER BY council, body",
				   "");
	while (state_row(&row)) {
		seat_derived *r = find_row(t, &at, state_text(&row, 0), state_text(&row, 1));
		if (r)
			r->kept = state_whole(&row, 2);
	}
}

static void add_filled(state *s, int64_t time, seat_table *t)
{
	size_t at = 0;
	state_rows row = state_ask(s,
				   "SELECT council, body, number, person FROM mandate WHERE " SEAT_HOLDS
				   " ORDER BY council, body, number",
				   "iii", time, time, time);
	while (state_row(&row)) {
		seat_key seat = seat_named(state_text(&row, 0), state_text(&row, 1), state_whole(&row, 2));
		seat_derived *r = find_row(t, &at, seat.council, seat.body);
		if (r && seat_stands(s, &seat, state_text(&row, 3), time))
			r->filled++;
	}
}

void seats_derive(state *s, int64_t time, seat_table *out)
{
	deriving d = {.s = s};
	read_people(&d);
	read_links(&d);
	derive_shares(&d);
	*out = (seat_table){.row = d.row, .rows = d.rows, .storage = memory_alloc(1, sizeof d.keep)};
	*(arena *)out->storage = d.keep;
	add_kept(s, out);
	add_filled(s, time, out);
	for (size_t i = 0; i < out->rows; i++) {
		out->seats += out->row[i].share;
		out->filled += out->row[i].filled;
	}
	names_free(&d.body);
	free(d.people);
	free(d.below);
	free(d.first);
}

void seat_table_free(seat_table *t)
{
	free(t->row);
	arena_free(t->storage);
	free(t->storage);
	*t = (seat_table){0};
}
