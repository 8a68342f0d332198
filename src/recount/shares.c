/* Replays the sharing of seats between lists or pacts. By quotients a heap holds the next quotient of each: those equal
 * to the highest are taken together. By remainders all stand in the order of their remainders, and are gone through
 * from the top until no seat is left or nobody can fill one. In both, one lot after the other falls among equals that
 * are more than the seats left. Who has no votes is given no seat.
 *
 * Votes are at most 10^12 and divisors 2001: products keep within 64 bits.
 */
#include "recount/fraction.h"
#include "recount/lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS_MAX = 10000 }; /* of the table of quotients in a report */

typedef struct sharing {
	replay *r;
	method how;
	sharer *all;
	int count, left;
	int *heap, heaped;
	int *equal; /* those that stand equal, by place in all[] */
	int *number; /* scratch of a lot */
	const char **name;
} sharing;

static bool can_win(const sharer *one)
{
	return one->votes && one->seats < one->room;
}

static uint64_t divisor(method how, int seats)
{
	return (uint64_t)seats * (how == BY_ONE ? 1 : 2) + 1;
}

static void say_number(replay *r, const char *code, const char *name, int number)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%d", number);
	if (name)
		replay_say(r, code, name, digits, NULL, NULL);
	else
		replay_say(r, code, digits, NULL, NULL, NULL);
}

/* ---- one seat each ----------------------------------------------------------------------------------------------- */

static void give(sharing *s, int place, const char *with, bool lot)
{
	sharer *one = &s->all[place];
	one->seats++;
	s->left--;
	replay_say(s->r, lot ? "count.said.seat_lot" : "count.said.seat", one->name, with, NULL, NULL);
}

/* To as many of equal[] as there are seats, drawn one by one. */
static cordon_status give_by_lots(sharing *s, int equals, const char *with)
{
	for (; s->left; equals--) {
		for (int i = 0; i < equals; i++) {
			s->number[i] = s->all[s->equal[i]].number;
			s->name[i] = s->all[s->equal[i]].name;
		}
		int drawn = replay_lot_among(s->r, s->number, s->name, equals, "count.tie.seat");
		if (drawn == REPLAY_STOPPED) {
			replay_say(s->r, "count.said.seat_tied", with, NULL, NULL, NULL);
			return CORDON_UNPROVEN;
		}
		give(s, s->equal[drawn], with, true);
		memmove(s->equal + drawn, s->equal + drawn + 1, (size_t)(equals - drawn - 1) * sizeof *s->equal);
	}
	return CORDON_OK;
}

/* `equals` of equal[], in the order given. */
static cordon_status give_each(sharing *s, int equals, const char *with)
{
	if (equals > s->left)
		return give_by_lots(s, equals, with);
	for (int i = 0; i < equals; i++)
		give(s, s->equal[i], with, false);
	return CORDON_OK;
}

/* ---- quotients --------------------------------------------------------------------------------------------------- */

/* The next quotient of one compared with that of another: above 0 when it is higher. */
static int compare_next(const sharing *s, int one, int other)
{
	const sharer *a = &s->all[one], *b = &s->all[other];
	uint64_t mine = a->votes * divisor(s->how, b->seats), theirs = b->votes * divisor(s->how, a->seats);
	return (mine > theirs) - (mine < theirs);
}

static bool before(const sharing *s, int one, int other)
{
	int higher = compare_next(s, one, other);
	return higher > 0 || (!higher && one < other);
}

static void push(sharing *s, int place)
{
	int at = s->heaped++;
	for (int up = (at - 1) / 2; at && before(s, place, s->heap[up]); at = up, up = (at - 1) / 2)
		s->heap[at] = s->heap[up];
	s->heap[at] = place;
}

static int pop(sharing *s)
{
	int top = s->heap[0], last = s->heap[--s->heaped], at = 0;
	for (int down; (down = 2 * at + 1) < s->heaped; at = down) {
		if (down + 1 < s->heaped && before(s, s->heap[down + 1], s->heap[down]))
			down++;
		if (!before(s, s->heap[down], last))
			break;
		s->heap[at] = s->heap[down];
	}
	s->heap[at] = last;
	return top;
}

static cordon_status by_quotients(sharing *s)
{
	cordon_status status = CORDON_OK;
	int *round = memory_alloc((size_t)s->count, sizeof *round);
	for (int i = 0; i < s->count; i++)
		if (can_win(&s->all[i]))
			push(s, i);
	while (!status && s->left && s->heaped) {
		int equals = 0;
		do {
			s->equal[equals] = round[equals] = pop(s);
			equals++;
		} while (s->heaped && !compare_next(s, s->heap[0], round[0]));
		const sharer *first = &s->all[round[0]];
		char *quotient = fraction_text_of(first->votes, divisor(s->how, first->seats));
		status = give_each(s, equals, quotient);
		free(quotient);
		for (int i = 0; i < equals; i++)
			if (can_win(&s->all[round[i]]))
				push(s, round[i]);
	}
	free(round);
	return status;
}

static void tell_quotients(const sharing *s, const char *within)
{
	int columns = 1;
	for (int i = 0; i < s->count; i++)
		columns = s->all[i].seats >= columns ? s->all[i].seats + 1 : columns;
	if (s->r->silent || columns > CELLS_MAX / s->count)
		return;
	json_t *rows = json_array(), *heads = json_array(), *cells = json_array();
	json_t *arguments = within ? json_pack("[s]", within) : json_array();
	for (int c = 0; c < columns; c++)
		json_array_append_new(heads, replay_units(divisor(s->how, c), 0));
	for (int i = 0; i < s->count; i++) {
		json_t *row = json_array();
		for (int c = 0; c < columns; c++) {
			char *quotient = fraction_text_of(s->all[i].votes, divisor(s->how, c));
			json_array_append_new(row, json_string(quotient));
			free(quotient);
		}
		json_array_append_new(rows, json_string(s->all[i].name));
		json_array_append_new(cells, row);
	}
	json_array_append_new(json_object_get(s->r->doc, "matrices"),
			      json_pack("{s:s, s:{s:s, s:o}, s:o, s:o, s:o}", "key", "quotients", "title", "code",
					within ? "count.quotients_within" : "count.quotients", "arguments", arguments,
					"rows", rows, "columns", heads, "cells", cells));
}

/* ---- quota and remainders ---------------------------------------------------------------------------------------- */

/* A quota of over / under votes. */
typedef struct quota {
	uint64_t over, under;
} quota;

static uint64_t wholes(quota q, const sharer *one)
{
	return one->votes * q.under / q.over;
}

static uint64_t remainder_of(quota q, const sharer *one)
{
	return one->votes * q.under - wholes(q, one) * q.over;
}

static cordon_status find_quota(const sharing *s, quota *q)
{
	const char *which = replay_setting(s->r, "quota", 0);
	uint64_t votes = 0, seats = (uint64_t)s->left;
	for (int i = 0; i < s->count; i++)
		votes += s->all[i].votes;
	if (!which || !strcmp(which, "hare"))
		*q = (quota){votes, seats};
	else if (!strcmp(which, "hagenbach-bischoff"))
		*q = (quota){votes, seats + 1};
	else if (!strcmp(which, "droop"))
		*q = (quota){votes / (seats + 1) + 1, 1};
	else
		return CORDON_BAD_INPUT;
	char *told = fraction_text_of(q->over, q->under);
	if (!s->r->silent && json_is_null(json_object_get(s->r->doc, "quota")))
		replay_set(s->r, "quota", json_string(told));
	replay_say(s->r, "count.said.quota_is", told, NULL, NULL, NULL);
	free(told);
	return CORDON_OK;
}

/* By Hagenbach-Bischoff all votes may be in whole quotas, which are one more than the seats: each that has any misses
 * one seat, and these are shared out among them. */
static cordon_status give_one_less(sharing *s, quota q)
{
	int equals = 0;
	for (int i = 0; i < s->count; i++) {
		sharer *one = &s->all[i];
		int whole = (int)wholes(q, one);
		if (!whole)
			continue;
		one->seats = whole - 1 < one->room ? whole - 1 : one->room;
		s->left -= one->seats;
		if (can_win(one))
			s->equal[equals++] = i;
	}
	return give_each(s, equals, "0");
}

static cordon_status give_wholes(sharing *s, quota q)
{
	uint64_t sum = 0;
	for (int i = 0; i < s->count; i++)
		sum += wholes(q, &s->all[i]);
	if (sum > (uint64_t)s->left)
		return give_one_less(s, q);
	for (int i = 0; i < s->count; i++) {
		sharer *one = &s->all[i];
		int whole = (int)wholes(q, one);
		one->seats = whole < one->room ? whole : one->room;
		s->left -= one->seats;
		if (one->seats)
			say_number(s->r, "count.said.whole_quotas", one->name, one->seats);
	}
	return CORDON_OK;
}

typedef struct rest {
	uint64_t remainder;
	int place;
} rest;

static int by_remainder(const void *a, const void *b)
{
	const rest *x = a, *y = b;
	if (x->remainder != y->remainder)
		return x->remainder > y->remainder ? -1 : 1;
	return x->place - y->place;
}

/* Once from the largest remainder down. */
static cordon_status go_down(sharing *s, const rest *order, quota q)
{
	cordon_status status = CORDON_OK;
	for (int from = 0, to; from < s->count && s->left && !status; from = to) {
		int equals = 0;
		for (to = from; to < s->count && order[to].remainder == order[from].remainder; to++)
			if (can_win(&s->all[order[to].place]))
				s->equal[equals++] = order[to].place;
		char *with = fraction_text_of(order[from].remainder, q.under);
		status = give_each(s, equals, with);
		free(with);
	}
	return status;
}

static cordon_status by_remainders(sharing *s)
{
	quota q;
	cordon_status status = find_quota(s, &q);
	if (status || !q.over)
		return status;
	status = give_wholes(s, q);
	rest *order = memory_alloc((size_t)s->count, sizeof *order);
	for (int i = 0; i < s->count; i++)
		order[i] = (rest){remainder_of(q, &s->all[i]), i};
	qsort(order, (size_t)s->count, sizeof *order, by_remainder);
	for (int before = -1; !status && s->left && s->left != before;) {
		before = s->left;
		status = go_down(s, order, q);
	}
	free(order);
	return status;
}

/* ------------------------------------------------------------------------------------------------------------------ */

cordon_status share_seats(replay *r, method how, sharer *all, int count, int seats, const char *within)
{
	sharing s = {.r = r, .how = how, .all = all, .count = count, .left = seats};
	size_t n = (size_t)count;
	s.heap = memory_alloc(n, sizeof *s.heap);
	s.equal = memory_alloc(n, sizeof *s.equal);
	s.number = memory_alloc(n, sizeof *s.number);
	s.name = memory_alloc(n, sizeof *s.name);
	cordon_status status = how == BY_REMAINDERS ? by_remainders(&s) : by_quotients(&s);
	if (!status && s.left)
		say_number(r, "count.said.vacant", NULL, s.left);
	if (!status && how != BY_REMAINDERS)
		tell_quotients(&s, within);
	free(s.heap);
	free(s.equal);
	free(s.number);
	free(s.name);
	return status;
}
