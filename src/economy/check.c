/* The doctor: cordon_economy_check. Each part is in its own file; see check.h. Errors are looked for before notes, so
 * that a long list of notes cannot push an error beyond CORDON_FINDINGS_MAX. */
#include "economy/check.h"

#include <stdio.h>
#include <stdlib.h>

void check_say(checkup *c, cordon_severity severity, int table, long row, const char *field, const char *found,
			   cordon_text what)
{
	c->errors += severity == CORDON_ERROR;
	finding_add(c->error, severity, (place_in_file){c->s->file[table], row, field, found}, what, NO_TEXT);
}

const char *check_number(double value, char out[32])
{
	snprintf(out, 32, "%.9g", value);
	return out;
}

bool check_hands_on(const cordon_process *p)
{
	return p->kind == CORDON_TRANSPORT || p->kind == CORDON_STORAGE;
}

/* Sums each process's exchanges by commodity, in the order in which the commodities first appear. */
static void sum_exchanges(checkup *c)
{
	const cordon_economy *e = c->e;
	int *where = memory_alloc((size_t)e->commodities, sizeof *where), count = 0; /* pair + 1 of the current process */
	c->pair = memory_alloc((size_t)e->exchanges, sizeof *c->pair);
	c->first = memory_alloc((size_t)e->processes + 1, sizeof *c->first);
	for (int p = 0; p < e->processes; p++) {
		c->first[p] = count;
		const cordon_exchange *x = e->exchange + e->process[p].first_exchange;
		for (int i = 0; i < e->process[p].exchange_count; i++, x++) {
			int at = where[x->commodity] - 1;
			if (at < c->first[p]) {
				at = count++;
				where[x->commodity] = count;
				c->pair[at] = (check_pair){.commodity = x->commodity, .row = x->row};
			}
			*(x->amount > 0 ? &c->pair[at].out : &c->pair[at].in) += x->amount > 0 ? x->amount : -x->amount;
		}
	}
	c->first[e->processes] = count;
	free(where);
}

static void mark_commodities(checkup *c)
{
	const cordon_economy *e = c->e;
	size_t n = (size_t)e->commodities;
	c->made = memory_alloc(n, sizeof *c->made);
	c->used = memory_alloc(n, sizeof *c->used);
	c->stocked = memory_alloc(n, sizeof *c->stocked);
	c->needed = memory_alloc(n, sizeof *c->needed);
	for (int p = 0; p < e->processes; p++)
		for (int i = c->first[p]; i < c->first[p + 1]; i++) {
			const check_pair *x = &c->pair[i];
			c->made[x->commodity] |= x->out > 0 && !check_hands_on(&e->process[p]);
			c->used[x->commodity] |= x->in > 0;
		}
	for (int i = 0; i < e->stocks; i++)
		c->stocked[e->stock[i].commodity] |= e->stock[i].amount > 0;
	for (int i = 0; i < e->needs; i++)
		c->needed[e->need[i].commodity] |= e->need[i].amount > 0;
}

static void sum_activity(checkup *c)
{
	const cordon_economy *e = c->e;
	c->activity = memory_alloc((size_t)e->processes, sizeof *c->activity);
	for (int i = 0; i < e->observations; i++) {
		c->activity[e->observation[i].process] += e->observation[i].activity;
		c->observed |= e->observation[i].activity > 0;
	}
}

cordon_status cordon_economy_check(const cordon_economy *economy, cordon_error *error)
{
	checkup c = {.e = economy, .s = economy_storage_of(economy), .error = error};
	sum_exchanges(&c);
	mark_commodities(&c);
	sum_activity(&c);
	check_spectrum(&c);
	check_balance(&c);
	check_loops(&c);
	check_totals(&c);
	check_use(&c);
	free(c.pair);
	free(c.first);
	free(c.made);
	free(c.used);
	free(c.stocked);
	free(c.needed);
	free(c.activity);
	return c.errors ? CORDON_BAD_INPUT : CORDON_OK;
}
