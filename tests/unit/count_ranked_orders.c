/* Who wins by some order of equal majorities: the search over states against going through every order one by one. */
#include "unit.h"

#include "base/draw.h"
#include "count/ranked_orders.h"

#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 5, MAJORITIES_MAX = 10 };

typedef struct brute {
	int n;
	const ranked_majority *m;
	int majorities;
	bool kept[OPTIONS_MAX][OPTIONS_MAX];
	bool used[MAJORITIES_MAX];
	bool *wins;
} brute;

static bool leads(const brute *b, int from, int to, unsigned seen)
{
	if (from == to)
		return true;
	for (int c = 0; c < b->n; c++)
		if (b->kept[from][c] && !(seen >> c & 1) && leads(b, c, to, seen | 1u << c))
			return true;
	return false;
}

static void mark_unbeaten(const brute *b)
{
	for (int c = 0; c < b->n; c++) {
		bool beaten = false;
		for (int a = 0; a < b->n; a++)
			beaten |= b->kept[a][c];
		b->wins[c] |= !beaten;
	}
}

/* Takes each of the largest majorities not yet taken next. */
static void take_next(brute *b)
{
	uint64_t largest = 0;
	for (int i = 0; i < b->majorities; i++)
		if (!b->used[i] && b->m[i].size > largest)
			largest = b->m[i].size;
	if (!largest) {
		mark_unbeaten(b);
		return;
	}
	for (int i = 0; i < b->majorities; i++) {
		if (b->used[i] || b->m[i].size != largest)
			continue;
		int over = b->m[i].over, under = b->m[i].under;
		bool keep = !leads(b, under, over, 1u << under);
		b->used[i] = true;
		b->kept[over][under] = keep;
		take_next(b);
		b->kept[over][under] = false;
		b->used[i] = false;
	}
}

static int by_size(const void *a, const void *b)
{
	const ranked_majority *x = a, *y = b;
	return (x->size < y->size) - (x->size > y->size);
}

static int draw_majorities(draw *d, int n, uint64_t sizes, ranked_majority *m)
{
	int count = 0;
	for (int a = 0; a < n; a++)
		for (int b = a + 1; b < n; b++) {
			uint64_t size = draw_below(d, sizes + 1);
			bool turned = draw_below(d, 2) == 1;
			if (size)
				m[count++] = (ranked_majority){size, turned ? b : a, turned ? a : b};
		}
	qsort(m, (size_t)count, sizeof *m, by_size);
	return count;
}

static void compare(draw *d, int n, uint64_t sizes, int *several)
{
	ranked_majority m[MAJORITIES_MAX];
	bool asked[OPTIONS_MAX], found[OPTIONS_MAX] = {false}, known[OPTIONS_MAX] = {false};
	int winners = 0;
	brute b = {.n = n, .m = m, .majorities = draw_majorities(d, n, sizes, m), .wins = known};
	take_next(&b);
	for (int c = 0; c < n; c++)
		asked[c] = draw_below(d, 4) > 0;
	assert_true(ranked_orders_find(n, m, (size_t)b.majorities, asked, found));
	for (int c = 0; c < n; c++) {
		assert_int_equal(found[c], known[c] && asked[c]);
		winners += known[c];
	}
	*several += winners > 1;
}

static void every_order_is_followed(void **state)
{
	(void)state;
	draw d = {1973};
	int several = 0;
	for (int i = 0; i < 3000; i++) {
		compare(&d, 3, 1 + draw_below(&d, 3), &several);
		compare(&d, 4, 1 + draw_below(&d, 3), &several);
		compare(&d, 5, 4 + draw_below(&d, 3), &several);
	}
	assert_true(several > 1000);
}

static void it_gives_up_and_says_so(void **state)
{
	(void)state;
	enum { N = 30 };
	static ranked_majority m[N * N];
	bool asked[N], wins[N] = {false};
	size_t count = 0;
	draw d = {11};
	memset(asked, 1, sizeof asked);
	for (int a = 0; a < N; a++)
		for (int b = a + 1; b < N; b++) {
			bool turned = draw_below(&d, 2) == 1;
			m[count++] = (ranked_majority){1, turned ? b : a, turned ? a : b};
		}
	assert_false(ranked_orders_find(N, m, count, asked, wins));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_order_is_followed),
		cmocka_unit_test(it_gives_up_and_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
