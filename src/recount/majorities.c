/* Replays decisions by the number of votes: plurality, majority, two-thirds, threshold (docs/counting.md has the rules
 * and their settings). Of the options that reach what is needed the highest are elected (highest.c).
 *
 * Only a ballot's first mark counts, standing alone at rank 1 and not for an option that was withdrawn; everything else
 * was cast and is invalid. A share of nothing is never reached.
 */
#include "recount/majorities.h"

#include "recount/fraction.h"
#include "recount/highest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct poll {
	replay *r;
	const ballots *b;
	bool share_needed, at_least; /* else more than */
	mpq_t needed;
	bool by_bodies;
	mpq_t bodies_needed;
	uint64_t valid, cast, of, entitled; /* entitled 0: not said */
	uint64_t *votes; /* by option */
	uint64_t *within; /* by body and option */
	uint64_t *body_valid; /* by body */
	bool *stands; /* by option: reaches what is needed */
	bool *elected;
} poll;

static uint64_t *cell(const poll *p, int body, int option)
{
	return &p->within[(size_t)body * (size_t)p->b->candidates + (size_t)option];
}

/* ---- votes ------------------------------------------------------------------------------------------------------- */

/* The option a paper is a vote for; -1: none. */
static int choice(const ballots *b, const paper *one)
{
	const ranked *first = &b->ranked[one->from];
	bool shared = one->to - one->from > 1 && first[1].rank == first->rank;
	return first->rank == 1 && !shared && !b->withdrawn[first->who] ? first->who : -1;
}

static void add_up(poll *p)
{
	uint64_t invalid = p->b->blank;
	for (size_t i = 0; i < p->b->papers; i++) {
		const paper *one = &p->b->paper[i];
		int option = choice(p->b, one);
		if (option < 0) {
			invalid += one->weight;
			continue;
		}
		p->votes[option] += one->weight;
		p->valid += one->weight;
		if (p->b->bodies) {
			*cell(p, one->body, option) += one->weight;
			p->body_valid[one->body] += one->weight;
		}
	}
	p->cast = p->valid + invalid;
	replay_set(p->r, "valid", replay_units(p->valid, 0));
	replay_set(p->r, "invalid", replay_units(invalid, 0));
}

/* The bodies in which an option has more votes than all others together. */
static int bodies_won(const poll *p, int option)
{
	int won = 0;
	for (int g = 0; g < p->b->bodies; g++)
		won += *cell(p, g, option) > p->body_valid[g] - *cell(p, g, option);
	return won;
}

/* ---- settings ---------------------------------------------------------------------------------------------------- */

static bool is_one_of(const char *value, const char *one, const char *other)
{
	return !strcmp(value, one) || !strcmp(value, other);
}

static bool read_entitled(poll *p)
{
	const char *digit = replay_setting(p->r, "entitled", 0);
	if (!digit)
		return true;
	for (; *digit >= '0' && *digit <= '9' && p->entitled <= BALLOTS_WEIGHT_MAX; digit++)
		p->entitled = 10 * p->entitled + (uint64_t)(*digit - '0');
	return !*digit && p->entitled <= BALLOTS_WEIGHT_MAX && p->entitled >= p->cast;
}

static bool read_base(poll *p)
{
	const char *of = replay_setting(p->r, "of", 0);
	bool entitled = of && !strcmp(of, "entitled");
	p->of = entitled ? p->entitled : of && !strcmp(of, "cast") ? p->cast : p->valid;
	return entitled ? replay_setting(p->r, "entitled", 0) != NULL : !of || is_one_of(of, "cast", "valid");
}

/* False: a count with these settings would have been refused. */
static bool read_settings(poll *p)
{
	const char *comparison = replay_setting(p->r, "comparison", 0), *bodies = replay_setting(p->r, "bodies", 0);
	if (comparison)
		p->at_least = !strcmp(comparison, "at-least");
	if (comparison && !is_one_of(comparison, "at-least", "more-than"))
		return false;
	p->by_bodies = bodies != NULL;
	if (bodies && (!p->b->bodies || !fraction_read(bodies, p->bodies_needed)))
		return false;
	return read_entitled(p) && read_base(p);
}

/* ---- what is reached --------------------------------------------------------------------------------------------- */

/* CORDON_UNPROVEN: it is not. */
static cordon_status quorum(const poll *p)
{
	const char *setting = replay_setting(p->r, "quorum", 0);
	mpq_t needed, all;
	char cast[24];
	if (!setting)
		return CORDON_OK;
	mpq_inits(needed, all, NULL);
	cordon_status status = fraction_read(setting, needed) ? CORDON_OK : CORDON_BAD_INPUT;
	if (!status && mpq_cmp_ui(needed, 1, 1) < 0) {
		if (!replay_setting(p->r, "entitled", 0))
			status = CORDON_BAD_INPUT;
		mpq_set_ui(all, p->entitled, 1);
		mpq_mul(needed, needed, all);
	}
	if (!status) {
		char *least = fraction_text(needed);
		status = fraction_compare(p->cast, 1, needed) >= 0 ? CORDON_OK : CORDON_UNPROVEN;
		snprintf(cast, sizeof cast, "%" PRIu64, p->cast);
		replay_say(p->r, status ? "count.said.ballots_too_few" : "count.said.ballots_enough", cast, least, NULL,
			   NULL);
		free(least);
	}
	mpq_clears(needed, all, NULL);
	return status;
}

/* Says whether `part` of `whole` is what is needed. */
static bool reaches(const poll *p, int option, uint64_t part, uint64_t whole, const mpq_t needed, const char *yes,
		    const char *no)
{
	char parts[24], all[24], *least = fraction_text(needed);
	int compared = whole ? fraction_compare(part, whole, needed) : -1;
	bool enough = compared > 0 || (!compared && p->at_least);
	snprintf(parts, sizeof parts, "%" PRIu64, part);
	snprintf(all, sizeof all, "%" PRIu64, whole);
	replay_say(p->r, enough ? yes : no, p->b->name[option], parts, all, least);
	free(least);
	return enough;
}

static void find_standing(poll *p)
{
	const char *yes = p->at_least ? "count.said.at_least" : "count.said.more",
		   *no = p->at_least ? "count.said.not_at_least" : "count.said.not_more";
	for (int c = 0; c < p->b->candidates; c++) {
		p->stands[c] = p->votes[c] > 0;
		if (!p->stands[c])
			continue;
		if (p->share_needed)
			p->stands[c] = reaches(p, c, p->votes[c], p->of, p->needed, yes, no);
		if (p->by_bodies && !reaches(p, c, (uint64_t)bodies_won(p, c), (uint64_t)p->b->bodies, p->bodies_needed,
					     "count.said.bodies", "count.said.not_bodies"))
			p->stands[c] = false;
	}
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

static void tell_bodies(const poll *p)
{
	json_t *rows = json_array(), *columns = json_array(), *cells = json_array();
	for (int c = 0; c < p->b->candidates; c++)
		json_array_append_new(columns, json_string(p->b->name[c]));
	for (int g = 0; g < p->b->bodies; g++) {
		json_t *row = json_array();
		for (int c = 0; c < p->b->candidates; c++)
			json_array_append_new(row, replay_units(*cell(p, g, c), 0));
		json_array_append_new(rows, json_string(p->b->body[g]));
		json_array_append_new(cells, row);
	}
	json_array_append_new(json_object_get(p->r->doc, "matrices"),
			      json_pack("{s:s, s:{s:s, s:[]}, s:o, s:o, s:o}", "key", "bodies", "title", "code",
					"count.bodies", "arguments", "rows", rows, "columns", columns, "cells", cells));
}

static void tell(const poll *p, bool stopped)
{
	json_t *list = json_array();
	for (int c = 0; c < p->b->candidates; c++) {
		bool withdrawn = p->b->withdrawn[c];
		const char *state = withdrawn	     ? "withdrawn"
				    : stopped	     ? "continuing"
				    : p->elected[c] ? "elected"
						     : "excluded";
		json_array_append_new(list,
				      json_pack("{s:i, s:o, s:n, s:n, s:s}", "candidate", c + 1, "votes",
						withdrawn ? json_null() : replay_units(p->votes[c], 0), "transfer",
						"keep", "state", state));
	}
	replay_stage_set(p->r, "candidates", list);
	replay_stage_set(p->r, "total", replay_units(p->valid, 0));
	if (p->b->bodies && !p->r->silent)
		tell_bodies(p);
}

/* How many, in `winner`; REPLAY_STOPPED: a lot must be drawn. */
static int elect(const poll *p, int *winner)
{
	standing able[BALLOTS_CANDIDATES_MAX];
	int count = 0;
	for (int c = 0; c < p->b->candidates; c++)
		if (p->stands[c])
			able[count++] = (standing){c, p->votes[c]};
	return highest_elect(p->r, able, count, p->r->seats, winner);
}

static cordon_status decide(poll *p)
{
	int winner[BALLOTS_CANDIDATES_MAX], winners = 0;
	add_up(p);
	if (!read_settings(p))
		return CORDON_BAD_INPUT;
	replay_stage_bare(p->r);
	replay_say(p->r, "count.said.votes", NULL, NULL, NULL, NULL);
	cordon_status enough = quorum(p);
	if (enough == CORDON_BAD_INPUT)
		return enough;
	if (!enough) {
		find_standing(p);
		winners = elect(p, winner);
	}
	for (int i = 0; i < winners; i++)
		p->elected[winner[i]] = true;
	tell(p, winners < 0);
	if (winners < 0)
		return CORDON_UNPROVEN;
	replay_outcome(p->r, winner, winners);
	return CORDON_OK;
}

/* `needed`: the share; NULL: none. */
static cordon_status replay_poll(replay *r, const char *needed, bool at_least)
{
	size_t options = (size_t)r->b->candidates;
	poll p = {.r = r, .b = r->b, .share_needed = needed != NULL, .at_least = at_least};
	mpq_inits(p.needed, p.bodies_needed, NULL);
	if (needed && !fraction_read(needed, p.needed)) {
		mpq_clears(p.needed, p.bodies_needed, NULL);
		return CORDON_BAD_INPUT;
	}
	p.votes = memory_alloc(options, sizeof *p.votes);
	p.within = memory_alloc((size_t)r->b->bodies * options, sizeof *p.within);
	p.body_valid = memory_alloc((size_t)r->b->bodies, sizeof *p.body_valid);
	p.stands = memory_alloc(options, sizeof *p.stands);
	p.elected = memory_alloc(options, sizeof *p.elected);
	cordon_status status = decide(&p);
	mpq_clears(p.needed, p.bodies_needed, NULL);
	free(p.votes);
	free(p.within);
	free(p.body_valid);
	free(p.stands);
	free(p.elected);
	return status;
}

cordon_status plurality_replay(replay *r)
{
	return replay_poll(r, NULL, true);
}

cordon_status majority_replay(replay *r)
{
	return replay_poll(r, "1/2", false);
}

cordon_status two_thirds_replay(replay *r)
{
	return replay_poll(r, "2/3", true);
}

cordon_status threshold_replay(replay *r)
{
	const char *threshold = replay_setting(r, "threshold", 0);
	return threshold ? replay_poll(r, threshold, true) : CORDON_BAD_INPUT;
}
