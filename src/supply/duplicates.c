/* Finding registrations that may be of one household; see duplicates.h. */
#include "supply/duplicates.h"

#include "supply/codes.h"

#include "base/findings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- keys ------------------------------------------------------------------------------------------------------- */

enum { KEYS = 9 };

/* Mixes numbers into a key; the last step of SplitMix64, as base/draw.h. 0 is kept for "no key". */
static uint64_t mix(uint64_t key, int64_t with)
{
	uint64_t z = key + 0x9E3779B97F4A7C15u + (uint64_t)with;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	z ^= z >> 31;
	return z ? z : 1;
}

static uint64_t key_of(int64_t a, int64_t b, int64_t c)
{
	return mix(mix(mix(1, a), b), c);
}

/* The sound of a name, or of the first name it is short for. */
static int root(const registry *r, int name)
{
	const known_word *w = &r->name.word[name];
	return w->stands_for[0] >= 0 ? r->name.word[w->stands_for[0]].sound : w->sound;
}

static uint64_t key_of_names(const registry *r, const registration *one)
{
	if (one->given[0] < 0 || one->surname[0] < 0 || one->surname[1] < 0)
		return 0;
	int a = r->name.word[one->surname[0]].sound, b = r->name.word[one->surname[1]].sound;
	return key_of(a < b ? a : b, a < b ? b : a, root(r, one->given[0]));
}

static uint64_t key_number(const registry *r, const registration *one, int which)
{
	int year = one->date / 10000, days = one->date ? likeness_day_and_month(one->date) : 0;
	switch (which) {
	case 0: return one->date ? key_of(year, days, 0) : 0;
	case 1: return one->address >= 0 ? key_of(one->address, 0, 1) : 0;
	case 2: return one->document >= 0 ? key_of(one->document, 0, 2) : 0;
	case 3: return one->phone >= 0 ? key_of(one->phone, 0, 3) : 0;
	case 4: return key_of_names(r, one);
	case 5: return one->door >= 0 && days ? key_of(one->door, days, 5) : 0;
	case 6: return one->door >= 0 && year ? key_of(one->door, year, 6) : 0;
	case 7: return one->door >= 0 && one->postcode >= 0 ? key_of(one->door, one->postcode, 7) : 0;
	default:
		if (one->given[0] < 0 || one->surname[0] < 0 || !year)
			return 0;
		return key_of(root(r, one->given[0]), r->name.word[one->surname[0]].sound, year);
	}
}

/* ---- comparing -------------------------------------------------------------------------------------------------- */

typedef struct entry {
	uint64_t key;
	uint32_t row;
} entry;

typedef struct search {
	const registry *r;
	double least;
	uint64_t (*key)[KEYS];  /* of each row */
	unsigned short *whole; /* bit k: the row's block of key k was compared whole */
	duplicates *out;
	size_t capacity;
} search;

static void compare(search *s, uint32_t a, uint32_t b)
{
	if (!likeness_is_possible(s->r, a, b))
		return;
	s->out->compared++;
	likeness like = likeness_of(s->r, a, b);
	if (like.probability < s->least || s->out->pairs >= DUPLICATES_PAIRS_MAX)
		return;
	MEMORY_RESERVE(s->out->pair, s->out->pairs, s->capacity);
	s->out->pair[s->out->pairs++] = (duplicate_pair){a < b ? a : b, a < b ? b : a, like};
}

/* Whether an earlier key already brought the two together. */
static bool was_compared(const search *s, uint32_t a, uint32_t b, int which)
{
	for (int k = 0; k < which; k++)
		if (s->key[a][k] && s->key[a][k] == s->key[b][k] && (s->whole[a] >> k & 1))
			return true;
	return false;
}

/* The neighbours to compare with within a block: all, or the nearest of a large one. */
static void compare_block(search *s, const entry *block, size_t count, int which)
{
	bool whole = count <= DUPLICATES_BLOCK;
	for (size_t i = 0; i < count && whole; i++)
		s->whole[block[i].row] |= (unsigned short)(1u << which);
	for (size_t i = 0; i < count; i++) {
		size_t end = whole || i + 1 + DUPLICATES_NEAR > count ? count : i + 1 + DUPLICATES_NEAR;
		for (size_t k = i + 1; k < end; k++)
			if (!was_compared(s, block[i].row, block[k].row, which))
				compare(s, block[i].row, block[k].row);
	}
	s->out->cut += !whole;
}

static int by_key(const void *a, const void *b)
{
	const entry *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* Puts likely pairs of a large block beside each other: by given name, surname and date. */
static void sort_large(const search *s, entry *block, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const registration *one = &s->r->one[block[i].row];
		uint64_t given = one->given[0] < 0 ? 0xFFFFF : (uint64_t)root(s->r, one->given[0]) & 0xFFFFF;
		uint64_t surname = one->surname[0] < 0 ? 0xFFFFF : (uint64_t)s->r->name.word[one->surname[0]].sound & 0xFFFFF;
		block[i].key = given << 44 | surname << 24 | (uint64_t)(one->date / 10);
	}
	qsort(block, count, sizeof *block, by_key);
}

static cordon_status compare_key(search *s, entry *list, int which, const cordon_progress *progress)
{
	size_t count = 0;
	const cordon_text phase = TEXT(SUPPLY_COMPARING);
	for (size_t i = 0; i < s->r->count; i++)
		if (s->key[i][which])
			list[count++] = (entry){s->key[i][which], (uint32_t)i};
	qsort(list, count, sizeof *list, by_key);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && list[end].key == list[i].key; end++)
			;
		if (end - i > DUPLICATES_BLOCK)
			sort_large(s, list + i, end - i);
		compare_block(s, list + i, end - i, which);
		if (progress->stop && progress->stop(progress->context))
			return CORDON_INTERRUPTED;
		if (progress->step)
			progress->step(progress->context, &phase, which + (double)end / (double)count, KEYS);
	}
	return CORDON_OK;
}

static int by_rows(const void *a, const void *b)
{
	const duplicate_pair *x = a, *y = b;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

/* A pair found twice (in cut blocks) is one. */
static void sort_pairs(duplicates *d)
{
	size_t kept = 0;
	if (!d->pairs)
		return;
	qsort(d->pair, d->pairs, sizeof *d->pair, by_rows);
	for (size_t i = 0; i < d->pairs; i++)
		if (!i || by_rows(&d->pair[i - 1], &d->pair[i]))
			d->pair[kept++] = d->pair[i];
	d->pairs = kept;
}

/* ---- groups ----------------------------------------------------------------------------------------------------- */

/* Rings of members: next[i] is the next member of i's group, group[i] its first. */
typedef struct rings {
	const registry *r;
	uint32_t *next, *group, *size;
} rings;

/* Whether everybody of one group can be everybody of the other. */
static bool fit_together(const rings *g, uint32_t a, uint32_t b)
{
	uint32_t i = a;
	do {
		uint32_t k = b;
		do {
			if (likeness_of(g->r, i, k).probability < DUPLICATES_HARDLY)
				return false;
			k = g->next[k];
		} while (k != b);
		i = g->next[i];
	} while (i != a);
	return true;
}

static void join_groups(rings *g, uint32_t a, uint32_t b)
{
	uint32_t first = g->group[a], second = g->group[b];
	if (first == second || g->size[first] + g->size[second] > DUPLICATES_GROUP_MAX || !fit_together(g, a, b))
		return;
	uint32_t least = first < second ? first : second;
	g->size[least] = g->size[first] + g->size[second];
	uint32_t swap = g->next[a];
	g->next[a] = g->next[b];
	g->next[b] = swap;
	uint32_t i = a;
	do {
		g->group[i] = least;
		i = g->next[i];
	} while (i != a);
}

static int by_probability(const void *a, const void *b)
{
	const duplicate_pair *x = *(const duplicate_pair *const *)a, *y = *(const duplicate_pair *const *)b;
	if (x->like.probability < y->like.probability || x->like.probability > y->like.probability)
		return x->like.probability > y->like.probability ? -1 : 1;
	return by_rows(x, y);
}

static void write_groups(const rings *g, duplicates *d)
{
	size_t count = g->r->count, members = 0;
	uint32_t *rank = memory_alloc(count, sizeof *rank); /* of a group's first member: its number + 1 */
	for (size_t i = 0; i < count; i++)
		if (g->size[g->group[i]] > 1) {
			members++;
			if (g->group[i] == i)
				rank[i] = (uint32_t)++d->groups;
		}
	d->member = memory_alloc(members, sizeof *d->member);
	d->start = memory_alloc(d->groups + 1, sizeof *d->start);
	for (size_t i = 0; i < count; i++)
		if (rank[i])
			d->start[rank[i]] = g->size[i];
	for (size_t k = 0; k < d->groups; k++)
		d->start[k + 1] += d->start[k];
	size_t *at = memory_alloc(d->groups + 1, sizeof *at);
	memcpy(at, d->start, d->groups * sizeof *at);
	for (size_t i = 0; i < count; i++)
		if (g->size[g->group[i]] > 1)
			d->member[at[rank[g->group[i]] - 1]++] = (uint32_t)i;
	free(at);
	free(rank);
}

static void make_groups(const registry *r, duplicates *d)
{
	rings g = {r, memory_alloc(r->count, sizeof(uint32_t)), memory_alloc(r->count, sizeof(uint32_t)),
		   memory_alloc(r->count, sizeof(uint32_t))};
	const duplicate_pair **order = memory_alloc(d->pairs, sizeof *order);
	for (size_t i = 0; i < r->count; i++) {
		g.next[i] = g.group[i] = (uint32_t)i;
		g.size[i] = 1;
	}
	for (size_t i = 0; i < d->pairs; i++)
		order[i] = &d->pair[i];
	qsort(order, d->pairs, sizeof *order, by_probability);
	for (size_t i = 0; i < d->pairs; i++)
		join_groups(&g, order[i]->a, order[i]->b);
	write_groups(&g, d);
	free(order);
	free(g.next);
	free(g.group);
	free(g.size);
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

cordon_status duplicates_find(const registry *r, double least, const cordon_progress *progress, duplicates *out,
			      cordon_error *error)
{
	*out = (duplicates){0};
	assert(r->count <= REGISTRATIONS_MAX && KEYS <= 16);
	search s = {.r = r, .least = least, .out = out};
	s.key = memory_alloc(r->count, sizeof *s.key);
	s.whole = memory_alloc(r->count, sizeof *s.whole);
	entry *list = memory_alloc(r->count, sizeof *list);
	for (size_t i = 0; i < r->count; i++)
		for (int k = 0; k < KEYS; k++)
			s.key[i][k] = key_number(r, &r->one[i], k);
	cordon_status status = CORDON_OK;
	for (int k = 0; k < KEYS && !status; k++)
		status = compare_key(&s, list, k, progress);
	free(list);
	free(s.key);
	free(s.whole);
	if (!status && out->pairs >= DUPLICATES_PAIRS_MAX)
		status = finding_add(error, CORDON_ERROR, (place_in_file){r->table->file, 0, NULL, NULL},
				     TEXT(SUPPLY_TOO_MANY_PAIRS), NO_TEXT);
	if (!status) {
		sort_pairs(out);
		make_groups(r, out);
	}
	return status;
}

void duplicates_free(duplicates *d)
{
	free(d->pair);
	free(d->member);
	free(d->start);
	*d = (duplicates){0};
}
