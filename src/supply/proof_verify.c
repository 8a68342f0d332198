/* Verifies the proof of an allocation: that the rations are those that the rule floors-leximin-lots gives for the
 * inputs in the file (docs/supply-proof.md, "How to verify it", 2 to 4).
 *
 * It shares nothing with the program's own allocation but texts and hashes (base) and the reader of the file, so that
 * a fault there is found here. Linear in the file. It does not know whether the inputs are true.
 */
#include "supply/proof.h"

#include "base/findings.h"
#include "base/hash.h"
#include "base/memory.h"
#include "supply/codes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum { FINDINGS_MAX = 20 };
#define NOBODY UINT32_MAX

/* The key of a unit, and whose it is; its lot is drawn when it is needed. */
typedef struct unit_key {
	proof_level level;
	uint32_t household, item;
	bool drawn;
	unsigned char lot[32];
} unit_key;

typedef struct check {
	const proof *p;
	const char *file;
	cordon_error *error;
	int wrong;
	int64_t *family; /* items: what the household has of the family */
	int64_t *served; /* item * outlets + outlet: rations less what is uncovered */
	unit_key *most; /* groups: the largest key given there; after gather: or in one before it of the same item */
} check;

static void fails(check *c, uint32_t household, uint32_t item, const cordon_code *what)
{
	char field[80];
	snprintf(field, sizeof field, "%s", item == NOBODY ? "" : c->p->item[item].good);
	if (c->wrong++ < FINDINGS_MAX)
		finding_add(c->error, CORDON_ERROR,
			    (place_in_file){c->file, 0, *field ? field : NULL,
					    household == NOBODY ? NULL : c->p->household[household].token},
			    (cordon_text){what, {0}}, NO_TEXT);
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

static void draw_lot(const proof *p, unit_key *key)
{
	const proof_item *item = &p->item[key->item];
	char cycle[24];
	snprintf(cycle, sizeof cycle, "%" PRId64, p->cycle);
	const char *line[] = {"cordon-supply-v1",
			      p->seed,
			      p->body,
			      cycle,
			      item->good,
			      item->instead,
			      p->household[key->household].token};
	hash_state state;
	hash_begin(&state);
	for (size_t i = 0; i < sizeof line / sizeof *line && !key->drawn; i++) {
		hash_add(&state, line[i], strlen(line[i]));
		hash_add(&state, "\n", 1);
	}
	if (!key->drawn)
		crypto_hash_sha256_final(&state, key->lot);
	key->drawn = true;
}

static int compare_levels(const proof_level *a, const proof_level *b)
{
	if (a->stage != b->stage)
		return a->stage < b->stage ? -1 : 1;
	wide left = (wide)a->top * b->bottom, right = (wide)b->top * a->bottom;
	return (left > right) - (left < right);
}

/* Without a seed keys that only a lot would tell apart are equal. */
static int compare(const proof *p, unit_key *a, unit_key *b)
{
	int order = compare_levels(&a->level, &b->level);
	if (order || !p->seeded)
		return order;
	draw_lot(p, a);
	draw_lot(p, b);
	return memcmp(a->lot, b->lot, sizeof a->lot);
}

/* The key of a household's unit k of a row. */
static unit_key key_of(uint32_t household, const proof_row *row, int64_t had, int64_t k)
{
	int stage = k <= row->drawn ? 0 : had + k <= row->floor ? 1 : 2;
	uint64_t top = (uint64_t)(had + k) * row->weight_bottom;
	return (unit_key){.level = {stage, top, row->weight_top}, .household = household, .item = row->item};
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

typedef void visit(check *c, uint32_t household, const proof_row *row, int64_t had, int64_t limit);

/* Every row with what its household has of the family elsewhere: rations of earlier items, draws of later ones. */
static void visit_rows(check *c, visit *look)
{
	const proof *p = c->p;
	for (uint32_t i = 0; i < p->households; i++) {
		const proof_household *h = &p->household[i];
		const proof_row *row = p->row + h->first, *end = row + h->rows;
		for (const proof_row *one = row; one < end; one++)
			c->family[p->item[one->item].family] = 0;
		for (const proof_row *one = row; one < end; one++)
			c->family[p->item[one->item].family] += one->drawn;
		for (; row < end; row++) {
			int64_t *family = &c->family[p->item[row->item].family], had = *family - row->drawn;
			int64_t open = row->claim > had ? row->claim - had : 0;
			look(c, i, row, had, row->drawn > open ? row->drawn : open);
			*family = had + row->ration;
		}
	}
}

static uint32_t level_at(const check *c, uint32_t household, uint32_t item)
{
	return c->p->level[(size_t)item * c->p->outlets + c->p->household[household].outlet];
}

/* Bounds; what the outlet hands out; the largest key given in its group. */
static void gather(check *c, uint32_t household, const proof_row *row, int64_t had, int64_t limit)
{
	const proof_item *item = &c->p->item[row->item];
	int64_t covered = (int64_t)row->ration - row->uncovered;
	if (row->drawn > row->ration || row->ration > limit)
		fails(c, household, row->item, &SUPPLY_PROOF_BOUNDS);
	if (row->uncovered && row->ration != row->drawn)
		fails(c, household, row->item, &SUPPLY_PROOF_UNCOVERED);
	c->served[(size_t)row->item * c->p->outlets + c->p->household[household].outlet] += covered;
	if (!covered)
		return;
	unit_key *most = &c->most[item->first_group + level_at(c, household, row->item)];
	unit_key key = key_of(household, row, had, covered);
	if (most->household == NOBODY || compare(c->p, &key, most) > 0)
		*most = key;
}

/* Whoever could still be given a unit comes after all who were given theirs by the same places. */
static void weigh(check *c, uint32_t household, const proof_row *row, int64_t had, int64_t limit)
{
	const proof_item *item = &c->p->item[row->item];
	int64_t covered = (int64_t)row->ration - row->uncovered;
	uint32_t level = level_at(c, household, row->item);
	if (covered >= limit)
		return;
	unit_key key = key_of(household, row, had, covered + 1), *most = &c->most[item->first_group + level];
	if (item->spare <= level)
		fails(c, household, row->item, &SUPPLY_PROOF_SPARE);
	if (most->household != NOBODY && compare(c->p, &key, most) <= 0)
		fails(c, household, row->item, &SUPPLY_PROOF_UNFAIR);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static void check_flows(check *c)
{
	for (uint32_t i = 0; i < c->p->items; i++)
		for (uint32_t k = 0; k < c->p->outlets; k++)
			if (c->served[(size_t)i * c->p->outlets + k] != c->p->inflow[(size_t)i * c->p->outlets + k])
				fails(c, NOBODY, i, &SUPPLY_PROOF_FLOW);
}

/* Turns each group's largest key into that of it and those before it, and holds what the file says against it. */
static void check_levels(check *c)
{
	static const proof_level nothing = {0, 0, 1};
	for (uint32_t i = 0; i < c->p->items; i++)
		for (uint32_t g = 0; g < c->p->item[i].groups; g++) {
			size_t at = c->p->item[i].first_group + g;
			unit_key *most = &c->most[at], *before = g ? most - 1 : NULL;
			if (before && before->household != NOBODY &&
			    (most->household == NOBODY || compare(c->p, before, most) > 0))
				*most = *before;
			const proof_level *is = most->household == NOBODY ? &nothing : &most->level;
			if (compare_levels(is, &c->p->group[at]))
				fails(c, NOBODY, i, &SUPPLY_PROOF_LEVELS);
		}
}

cordon_status proof_check(const char *file, const proof *p, cordon_error *error)
{
	check c = {.p = p, .file = file, .error = error};
	c.family = memory_alloc(p->items, sizeof *c.family);
	c.served = memory_alloc((size_t)p->items * p->outlets, sizeof *c.served);
	c.most = memory_alloc(p->groups, sizeof *c.most);
	for (size_t i = 0; i < p->groups; i++)
		c.most[i].household = NOBODY;
	visit_rows(&c, gather);
	check_flows(&c);
	check_levels(&c);
	visit_rows(&c, weigh);
	free(c.family);
	free(c.served);
	free(c.most);
	return c.wrong ? CORDON_UNPROVEN : CORDON_OK;
}
