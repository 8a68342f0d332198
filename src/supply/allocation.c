/* See allocation.h. */
#include "supply/allocation.h"

#include "base/hash.h"
#include "council/council.h"
#include "supply/builder.h"
#include "supply/codes.h"
#include "supply/cycle.h"
#include "supply/draw.h"
#include "supply/good.h"
#include "supply/role.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- questions --------------------------------------------------------------------------------------------------- */

static bool read_facts(state_rows rows, allocation_facts *out)
{
	*out = (allocation_facts){0};
	if (!state_row(&rows))
		return false;
	out->number = state_whole(&rows, 0);
	out->time = state_whole(&rows, 1);
	snprintf(out->hash, sizeof out->hash, "%s", state_text(&rows, 2));
	snprintf(out->seed, sizeof out->seed, "%s", state_text(&rows, 3) ? state_text(&rows, 3) : "");
	snprintf(out->seed_from, sizeof out->seed_from, "%s", state_text(&rows, 4));
	out->entry = state_whole(&rows, 5);
	state_end(&rows);
	return true;
}

#define FACTS "SELECT number, time, hash, seed, seed_from, entry FROM allocation WHERE body = ? AND cycle = ? AND "

bool allocation_last(state *s, const char *body, int64_t cycle, int64_t time, allocation_facts *out)
{
	return read_facts(state_ask(s, FACTS "time <= ? ORDER BY number DESC LIMIT 1", "sii", body, cycle, time), out);
}

bool allocation_find(state *s, const char *body, int64_t cycle, int64_t number, allocation_facts *out)
{
	return read_facts(state_ask(s, FACTS "number = ?", "sii", body, cycle, number), out);
}

int64_t allocation_ration(state *s, const char *body, int64_t cycle, const char *household, const char *good,
			  int64_t time)
{
	allocation_facts last;
	return allocation_last(s, body, cycle, time, &last)
		       ? allocation_ration_in(s, body, cycle, last.number, household, good)
		       : -1;
}

int64_t allocation_ration_in(state *s, const char *body, int64_t cycle, int64_t number, const char *household,
			     const char *good)
{
	return state_number(
		s, -1,
		"SELECT sum(amount) FROM ration WHERE body = ? AND cycle = ? AND number = ? AND household = ? "
		"AND good = ? HAVING count(*) > 0",
		"siiss", body, cycle, number, household, good);
}

/* ---- the problem ------------------------------------------------------------------------------------------------- */

static claim_ratio small(supply_ratio r)
{
	if (r.n > SUPPLY_UNITS_MAX || r.d > SUPPLY_UNITS_MAX) { /* parts of a unit are not handed out in any case */
		r.n /= r.d;
		r.d = 1;
	}
	return (claim_ratio){(int32_t)(r.n < SUPPLY_UNITS_MAX ? r.n : SUPPLY_UNITS_MAX), (int32_t)r.d};
}

static bool counts_a_number(const entitlement_clause *c)
{
	return strcmp(c->each, "member") != 0 && strcmp(c->each, "household") != 0;
}

static claim_ratio weight_of(const entitlement_rule *rule, const household_weights *weights, const household_facts *h)
{
	int64_t sum = 0;
	bool all = true;
	for (int i = 0; i < rule->clauses; i++) {
		all &= counts_a_number(&rule->clause[i]);
		bool meant = !*rule->clause[i].only_for || numbers_of(&h->numbers, rule->clause[i].only_for) > 0;
		if (meant && counts_a_number(&rule->clause[i]))
			sum += numbers_of(&h->numbers, rule->clause[i].each);
	}
	return all && sum ? (claim_ratio){(int32_t)sum, 1} : small(weights_of(weights, h));
}

bool allocation_claim(const entitlement_rule *rule, const household_weights *weights, const household_facts *h,
		      int64_t days, supply_claim *out)
{
	supply_ratio amount = entitlement_amount(rule, h, days);
	out->claim = small(amount);
	out->floor = small(entitlement_floor(rule, h, days));
	out->weight = weight_of(rule, weights, h);
	return amount.n > 0 && out->weight.over > 0;
}

typedef struct making {
	builder b;
	state *s;
	const char *body;
	int64_t cycle, time, days;
	int64_t number; /* of the allocation; 0: the next */
} making;

static void add_arrivals(making *m)
{
	state_rows rows = state_ask(m->s,
				    "SELECT place, good, coalesce(instead, ''), sum(amount) FROM delivery WHERE body = "
				    "?1 AND cycle = ?2 AND "
				    "time <= ?3 AND (cancelled IS NULL OR cancelled > ?3) GROUP BY 1, 2, 3",
				    "sii", m->body, m->cycle, m->time);
	while (state_row(&rows)) {
		int32_t place = builder_place(&m->b, state_text(&rows, 0));
		int32_t item = builder_item(&m->b, state_text(&rows, 1), state_text(&rows, 2));
		builder_arrival(&m->b, (supply_arrival){place, item, state_whole(&rows, 3)});
	}
}

static void add_links(making *m)
{
	state_rows rows = state_ask(m->s,
				    "SELECT warehouse, outlet FROM outlet_link WHERE body = ?1 AND from_time <= ?2 AND "
				    "(until_time IS NULL OR until_time > ?2)",
				    "si", m->body, m->time);
	while (state_row(&rows)) {
		int32_t place = builder_place(&m->b, state_text(&rows, 0));
		int outlet = names_find(&m->b.outlet, state_text(&rows, 1));
		if (outlet >= 0)
			builder_serves(&m->b, (supply_serves){place, outlet});
	}
	for (size_t j = 0; j < m->b.p->places; j++) {
		int outlet = names_find(&m->b.outlet, m->b.p->place[j]);
		if (outlet >= 0)
			builder_serves(&m->b, (supply_serves){(int32_t)j, outlet});
	}
}

typedef struct rules {
	struct {
		entitlement_rule rule;
		int32_t item;
	} of[SUPPLY_ITEMS_MAX];
	size_t count;
} rules;

static void add_rules(making *m, rules *r)
{
	state_rows rows = entitlement_goods(m->s, m->body, m->time);
	while (state_row(&rows) && r->count < SUPPLY_ITEMS_MAX) {
		if (!entitlement_at(m->s, m->body, state_text(&rows, 0), m->time, &r->of[r->count].rule))
			continue;
		r->of[r->count++].item = builder_item(&m->b, state_text(&rows, 0), "");
	}
	if (r->count == SUPPLY_ITEMS_MAX)
		state_end(&rows);
}

static void add_households(making *m, const rules *r)
{
	household_facts h;
	household_weights weights;
	weights_at(m->s, m->body, m->time, &weights);
	state_rows rows = household_ask(m->s, m->body, NULL, m->time);
	while (household_next(&rows, &h)) {
		int32_t at = builder_household(&m->b, h.token, h.outlet);
		for (size_t i = 0; i < r->count && at >= 0; i++) {
			supply_claim c = {.household = at, .item = r->of[i].item};
			if (allocation_claim(&r->of[i].rule, &weights, &h, m->days, &c))
				builder_claim(&m->b, c);
		}
	}
}

/* What was drawn, less what was brought back. Who drew without standing in the list is in draw_report. */
static void add_drawn(making *m)
{
	size_t count;
	draw_sum *sum = draw_sums(m->s, m->body, m->cycle, m->time, &count);
	for (size_t i = 0; i < count; i++) {
		int household = names_find(&m->b.household, sum[i].household);
		int64_t had = sum[i].drawn - sum[i].returned;
		int32_t item = builder_drawn_item(&m->b, sum[i].good);
		if (household < 0 || had <= 0 || !supply_is_id(sum[i].good))
			continue;
		if (item < 0)
			item = builder_item(&m->b, sum[i].good, "");
		had = had < SUPPLY_UNITS_MAX ? had
					     : SUPPLY_UNITS_MAX; /* a slip of the pen must not stop an allocation */
		builder_claim(&m->b, (supply_claim){.household = household, .item = item, .drawn = had});
	}
	free(sum);
}

static void add_units(making *m)
{
	supply_problem *p = m->b.p;
	good_facts facts;
	for (size_t i = 0; i < p->items; i++)
		if (good_find(m->s, m->body, p->item[i].good, m->time, &facts))
			p->item[i].unit = arena_copy_text(&p->storage, facts.unit);
}

/* Seed and number; the seed of the allocation before, unless another is said. */
static void add_head(making *m, const char *seed, const char *seed_from)
{
	supply_problem *p = m->b.p;
	allocation_facts last;
	bool again = m->number ? allocation_find(m->s, m->body, m->cycle, m->number - 1, &last)
			       : allocation_last(m->s, m->body, m->cycle, m->time, &last);
	p->body = arena_copy_text(&p->storage, m->body);
	p->cycle = m->cycle;
	p->number = again ? last.number + 1 : 1;
	p->former = again ? arena_copy_text(&p->storage, last.hash) : NULL;
	if (!seed && again && *last.seed) {
		seed = last.seed;
		seed_from = last.seed_from;
	}
	p->seed = arena_copy_text(&p->storage, seed);
	p->seed_from = arena_copy_text(&p->storage, seed_from);
}

static bool make(making *m, const char *seed, const char *seed_from)
{
	cycle_facts facts;
	*m->b.p = (supply_problem){0};
	if (!cycle_find(m->s, m->body, m->cycle, &facts))
		return false;
	m->days = facts.days;
	rules *r = memory_alloc(1, sizeof *r);
	add_head(m, seed, seed_from);
	add_rules(m, r);
	add_households(m, r);
	add_arrivals(m);
	add_links(m);
	add_drawn(m);
	add_units(m);
	free(r);
	builder_free(&m->b);
	return true;
}

bool allocation_problem(state *s, const char *body, int64_t cycle, int64_t time, const char *seed,
			const char *seed_from, supply_problem *out)
{
	making m = {.b = {.p = out}, .s = s, .body = body, .cycle = cycle, .time = time};
	return make(&m, seed, seed_from);
}

bool allocation_again(state *s, const char *body, int64_t cycle, const allocation_facts *facts, supply_problem *out)
{
	making m = {
		.b = {.p = out}, .s = s, .body = body, .cycle = cycle, .time = facts->time, .number = facts->number};
	return make(&m, *facts->seed ? facts->seed : NULL, facts->seed_from);
}

/* ---- the act ----------------------------------------------------------------------------------------------------- */

static void keep(const act_context *act, const supply_problem *p, const supply_allocation *a, const char *hash)
{
	char inputs[HASH_HEX];
	supply_proof_inputs(p, inputs);
	state_do(act->state, "INSERT INTO allocation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "siissssii", p->body,
		 p->cycle, p->number, hash, inputs, p->seed, p->seed_from, act->entry, act->time);
	for (size_t k = 0; k < p->claims; k++) {
		const supply_claim *c = &p->claim[k];
		const supply_household *h = &p->household[c->household];
		const supply_item *item = &p->item[c->item];
		state_do(act->state, "INSERT INTO ration VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "siisssiis", p->body,
			 p->cycle, p->number, h->token, item->good, item->instead ? item->instead : "", a->ration[k],
			 (int64_t)(c->claim.over / c->claim.under), p->outlet[h->outlet]);
	}
}

static cordon_status allocate(act_context *act, supply_problem *p, supply_allocation *a)
{
	char hash[HASH_HEX];
	cordon_status status = supply_problem_order(p, NULL, act->error);
	if (!status)
		status = supply_allocate(p, a, act->error);
	if (status)
		return CORDON_BAD_INPUT;
	supply_proof_hash(p, a, hash);
	if (strcmp(hash, act_text(act, "hash")) != 0)
		return act_refuse(act, "hash", TEXT(SUPPLY_ALLOCATION_HASH), TEXT(SUPPLY_ALLOCATION_HASH_IS, hash));
	keep(act, p, a, hash);
	return CORDON_OK;
}

static cordon_status apply_allocation(act_context *act)
{
	supply_problem p = {0};
	supply_allocation a = {0};
	const char *from = act_text(act, "seed_from");
	if (council_open_body(act, "body") || cycle_check(act, true, NULL))
		return CORDON_BAD_INPUT;
	allocation_problem(act->state, act_text(act, "body"), act_whole(act, "cycle", 0), act->time,
			   act_text(act, "seed"), from ? from : "", &p);
	cordon_status status = allocate(act, &p, &a);
	supply_allocation_free(&a);
	supply_problem_free(&p);
	return status;
}

const act_kind allocation_kind = {
	.name = "allocation",
	.summary = N_("make the rations of a cycle from what arrived"),
	.help = N_(
		"`cordon supply allocate BOOK --body B --cycle N` computes them, writes the proof and says its hash. "
		"The "
		"book computes them again and refuses another hash, so nobody can allocate otherwise than by the rule. "
		"When more arrives, less, or something else, the next allocation of the cycle splits it anew and takes "
		"nothing back that was drawn."),
	.field = {{"body", ACT_ID, N_("whose cycle")},
		  {"cycle", ACT_WHOLE, N_("its number"), .least = 1, .most = CYCLE_NUMBER_MAX},
		  {"hash", ACT_HASH, N_("the SHA-256 of the proof")},
		  {"seed", ACT_TEXT, N_("the public seed of lots; otherwise that of the allocation before"),
		   .optional = true, .least = 1, .most = SUPPLY_PROOF_SEED_MAX},
		  {"seed_from", ACT_TEXT, N_("where the seed was made public"), .optional = true, .least = 1,
		   .most = SUPPLY_PROOF_TEXT_MAX}},
	.who = {&role_supply_officer},
	.decided = act_of_body,
	.apply = apply_allocation,
	.example = "body=jap-cerrillos cycle=1 seed=\"17 03 44 21 08\" "
		   "hash=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
};

static const char *const tables[] = {"allocation", "ration", NULL};
const state_schema allocation_schema = {
	"supply", tables,
	"CREATE TABLE allocation (body TEXT, cycle INTEGER, number INTEGER, hash TEXT NOT NULL, inputs TEXT NOT NULL, "
	"seed TEXT, seed_from TEXT NOT NULL, entry INTEGER NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (body, cycle, "
	"number)) WITHOUT ROWID;"
	"CREATE TABLE ration (body TEXT, cycle INTEGER, number INTEGER, household TEXT, good TEXT, instead TEXT, "
	"amount "
	"INTEGER NOT NULL, may INTEGER NOT NULL, outlet TEXT NOT NULL, PRIMARY KEY (body, cycle, number, household, "
	"good, "
	"instead)) WITHOUT ROWID;"};
