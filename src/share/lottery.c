/* See lottery.h. The chances are laid out as a square matrix whose rows and columns add up to 1: a row for each
 * claimant, columns for whole objects (an object there are two of has two), a column "nothing" for each row that does
 * not add up, and rows that fill the columns that do not. Then a perfect matching of entries above 0 is taken away
 * with the smallest of its entries as its weight, again and again; each time an entry becomes 0.
 */
#include "share/lottery.h"

#include "base/memory.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

typedef struct square {
	size_t size;
	mpq_t *entry; /* row * size + column */
	int32_t *object; /* of columns, -1: nothing */
	int32_t *row_of, *column_of; /* the matching, -1: free */
	bool *seen;
} square;

static mpq_t *at(const square *s, size_t row, size_t column)
{
	return &s->entry[row * s->size + column];
}

/* Fills from `from` columns on, each up to 1, with a row's parts in turn; the last column may stay below. */
struct pen {
	size_t column;
	mpq_t room;
};

static void write_part(square *s, struct pen *pen, size_t row, const mpq_t part)
{
	mpq_t rest, now;
	mpq_inits(rest, now, NULL);
	mpq_set(rest, part);
	while (mpq_sgn(rest) > 0) {
		assert(pen->column < s->size);
		mpq_set(now, mpq_cmp(rest, pen->room) < 0 ? rest : pen->room);
		mpq_add(*at(s, row, pen->column), *at(s, row, pen->column), now);
		mpq_sub(rest, rest, now);
		mpq_sub(pen->room, pen->room, now);
		if (!mpq_sgn(pen->room)) {
			pen->column++;
			mpq_set_ui(pen->room, 1, 1);
		}
	}
	mpq_clears(rest, now, NULL);
}

/* Whole columns that an object's chances need. */
static size_t columns_of(const cordon_shares *shares, int32_t object, mpq_t sum)
{
	const cordon_share_problem *p = shares->problem;
	mpz_t up;
	mpq_set_ui(sum, 0, 1);
	for (size_t k = 0; k < p->start[p->claimants]; k++)
		if (p->link[k].stock == object)
			mpq_add(sum, sum, shares->of_link[k]);
	mpz_init(up);
	mpz_cdiv_q(up, mpq_numref(sum), mpq_denref(sum));
	size_t columns = mpz_get_ui(up);
	mpz_clear(up);
	return columns;
}

/* The objects' columns, one object after the other; returns how many columns. */
static size_t write_objects(square *s, const cordon_shares *shares)
{
	const cordon_share_problem *p = shares->problem;
	size_t first = 0;
	mpq_t sum;
	mpq_init(sum);
	for (size_t j = 0; j < p->stocks; j++) {
		size_t columns = columns_of(shares, (int32_t)j, sum);
		struct pen pen = {.column = first};
		mpq_init(pen.room);
		mpq_set_ui(pen.room, 1, 1);
		for (size_t i = 0; i < p->claimants; i++)
			for (size_t k = p->start[i]; k < p->start[i + 1]; k++)
				if (p->link[k].stock == (int32_t)j)
					write_part(s, &pen, i, shares->of_link[k]);
		for (size_t c = 0; c < columns; c++)
			s->object[first + c] = (int32_t)j;
		first += columns;
		mpq_clear(pen.room);
	}
	mpq_clear(sum);
	return first;
}

/* What a row or a column lacks to 1. */
static void lacking(const square *s, size_t line, bool row, mpq_t out)
{
	mpq_set_ui(out, 1, 1);
	for (size_t k = 0; k < s->size; k++)
		mpq_sub(out, out, row ? *at(s, line, k) : *at(s, k, line));
}

/* Rows and columns that lack are filled against each other, corner by corner. */
static void fill(square *s, size_t claimants, size_t objects)
{
	mpq_t row, column;
	mpq_inits(row, column, NULL);
	for (int half = 0; half < 2;
	     half++) { /* claimants with nothing; then objects without claimants, and the rest */
		size_t r = half ? claimants : 0, r_end = half ? s->size : claimants;
		size_t c = half ? 0 : objects;
		while (r < r_end && c < s->size) {
			lacking(s, r, true, row);
			lacking(s, c, false, column);
			bool row_first = mpq_cmp(row, column) <= 0;
			mpq_add(*at(s, r, c), *at(s, r, c), row_first ? row : column);
			if (row_first)
				r++;
			else
				c++;
		}
	}
	mpq_clears(row, column, NULL);
}

static bool augment(square *s, size_t row)
{
	for (size_t c = 0; c < s->size; c++) {
		if (s->seen[c] || !mpq_sgn(*at(s, row, c)))
			continue;
		s->seen[c] = true;
		if (s->row_of[c] < 0 || augment(s, (size_t)s->row_of[c])) {
			s->row_of[c] = (int32_t)row;
			s->column_of[row] = (int32_t)c;
			return true;
		}
	}
	return false;
}

static void match(square *s)
{
	for (size_t r = 0; r < s->size; r++)
		if (s->column_of[r] < 0) {
			memset(s->seen, 0, s->size * sizeof *s->seen);
			bool found = augment(s, r);
			assert(found); /* Hall: rows and columns add up to the same */
			(void)found;
		}
}

/* Takes the matching away with its smallest entry. */
static void take(square *s, lottery *l, mpq_t left)
{
	size_t a = l->count++;
	l->weight = memory_grow(l->weight, l->count, sizeof *l->weight);
	l->object = memory_grow(l->object, l->count * l->claimants, sizeof *l->object);
	mpq_init(l->weight[a]);
	mpq_set(l->weight[a], *at(s, 0, (size_t)s->column_of[0]));
	for (size_t r = 1; r < s->size; r++)
		if (mpq_cmp(*at(s, r, (size_t)s->column_of[r]), l->weight[a]) < 0)
			mpq_set(l->weight[a], *at(s, r, (size_t)s->column_of[r]));
	for (size_t r = 0; r < s->size; r++) {
		size_t c = (size_t)s->column_of[r];
		if (r < l->claimants)
			l->object[a * l->claimants + r] = s->object[c];
		mpq_sub(*at(s, r, c), *at(s, r, c), l->weight[a]);
		if (!mpq_sgn(*at(s, r, c)))
			s->row_of[c] = s->column_of[r] = -1;
	}
	mpq_sub(left, left, l->weight[a]);
}

static void decompose(square *s, lottery *l)
{
	mpq_t left;
	mpq_init(left);
	mpq_set_ui(left, 1, 1);
	for (size_t i = 0; i < s->size; i++)
		s->row_of[i] = s->column_of[i] = -1;
	while (mpq_sgn(left) > 0 && l->count < LOTTERY_DRAWS_MAX) {
		match(s);
		take(s, l, left);
	}
	assert(!mpq_sgn(left) || l->count == LOTTERY_DRAWS_MAX);
	mpq_clear(left);
}

/* SHA-256 of "cordon-lottery-v1\n" and the seed, as a fraction of 2^256; the assignment in whose part of 0..1 it
 * falls. */
static size_t draw(const lottery *l, const char *seed)
{
	static const char domain[] = "cordon-lottery-v1\n";
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;
	mpq_t point, sum;
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const unsigned char *)domain, sizeof domain - 1);
	crypto_hash_sha256_update(&state, (const unsigned char *)seed, strlen(seed));
	crypto_hash_sha256_final(&state, hash);
	mpq_inits(point, sum, NULL);
	mpz_import(mpq_numref(point), sizeof hash, 1, 1, 1, 0, hash);
	mpz_setbit(mpq_denref(point), 256);
	mpz_clrbit(mpq_denref(point), 0); /* it was 1 */
	mpq_canonicalize(point);
	size_t a = 0;
	for (mpq_set(sum, l->weight[0]); a + 1 < l->count && mpq_cmp(point, sum) >= 0; mpq_add(sum, sum, l->weight[a]))
		a++;
	mpq_clears(point, sum, NULL);
	return a;
}

static void square_free(square *s)
{
	for (size_t k = 0; k < s->size * s->size; k++)
		mpq_clear(s->entry[k]);
	free(s->entry);
	free(s->object);
	free(s->row_of);
	free(s->column_of);
	free(s->seen);
}

static square square_make(size_t size)
{
	square s = {.size = size, .entry = memory_alloc(size * size, sizeof *s.entry)};
	for (size_t k = 0; k < size * size; k++)
		mpq_init(s.entry[k]);
	s.object = memory_alloc(size, sizeof *s.object);
	s.row_of = memory_alloc(size, sizeof *s.row_of);
	s.column_of = memory_alloc(size, sizeof *s.column_of);
	s.seen = memory_alloc(size, sizeof *s.seen);
	for (size_t c = 0; c < size; c++)
		s.object[c] = -1;
	return s;
}

/* Rows and columns that are needed: claimants and a filler for each column of an object, objects and a nothing for each
 * claimant; less where all add up. */
static size_t needed(const cordon_shares *shares, size_t *objects)
{
	mpq_t sum;
	mpq_init(sum);
	bool whole = true;
	*objects = 0;
	for (size_t j = 0; j < shares->problem->stocks; j++) {
		*objects += columns_of(shares, (int32_t)j, sum);
		whole &= !mpz_cmp_ui(mpq_denref(sum), 1);
	}
	mpq_clear(sum);
	return whole && *objects == shares->problem->claimants ? *objects : *objects + shares->problem->claimants;
}

cordon_status lottery_make(cordon_shares *shares, cordon_error *error)
{
	size_t objects, size = needed(shares, &objects);
	const cordon_share_problem *p = shares->problem;
	if (size > LOTTERY_SIZE_MAX)
		return p->seed ? share_refuse(p, "seed", TEXT(SHARE_LOTTERY_LARGE), error) : CORDON_OK;
	square s = square_make(size);
	write_objects(&s, shares);
	fill(&s, p->claimants, objects);
	shares->lottery = memory_alloc(1, sizeof *shares->lottery);
	shares->lottery->claimants = p->claimants;
	decompose(&s, shares->lottery);
	square_free(&s);
	if (p->seed) {
		size_t a = draw(shares->lottery, p->seed);
		shares->drawn = memory_alloc(p->claimants, sizeof *shares->drawn);
		memcpy(shares->drawn, shares->lottery->object + a * p->claimants, p->claimants * sizeof *shares->drawn);
	}
	return CORDON_OK;
}

void lottery_free(lottery *l)
{
	if (!l)
		return;
	for (size_t a = 0; a < l->count; a++)
		mpq_clear(l->weight[a]);
	free(l->weight);
	free(l->object);
	free(l);
}
