/* The simplex against an oracle that shares nothing with it: every basis of tiny programmes tried one by one; and
 * against GLPK on random middling ones, cold, warm and from approximate points. */
#include "unit.h"

#include "base/draw.h"
#include "lp/lu.h"
#include "lp/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the oracle -------------------------------------------------------------------------------------------------- */

enum { MOST = 5 };

typedef enum verdict { OPTIMAL, INFEASIBLE, UNBOUNDED } verdict;

/* Solves the k x k system in place by elimination with full row choice; entries are small integers. */
static bool solve_system(int k, double a[MOST][MOST + 1], double *x)
{
	for (int c = 0; c < k; c++) {
		int p = c;
		for (int r = c; r < k; r++)
			if (fabs(a[r][c]) > fabs(a[p][c]))
				p = r;
		if (fabs(a[p][c]) < 1e-9)
			return false;
		for (int j = 0; j <= k; j++) {
			double t = a[c][j];
			a[c][j] = a[p][j];
			a[p][j] = t;
		}
		for (int r = 0; r < k; r++)
			for (int j = k; r != c && j >= c; j--)
				a[r][j] -= a[r][c] / a[c][c] * a[c][j];
	}
	for (int c = 0; c < k; c++)
		x[c] = a[c][k] / a[c][c];
	return true;
}

static double entry(const cordon_lp *lp, int row, int variable)
{
	if (variable >= lp->columns)
		return variable - lp->columns == row ? -1 : 0;
	for (int64_t k = lp->start[variable]; k < lp->start[variable + 1]; k++)
		if (lp->index[k] == row)
			return lp->value[k];
	return 0;
}

static double low(const cordon_lp *lp, int v)
{
	return v < lp->columns ? lp->lower[v] : lp->row_lower[v - lp->columns];
}

static double high(const cordon_lp *lp, int v)
{
	return v < lp->columns ? lp->upper[v] : lp->row_upper[v - lp->columns];
}

/* One choice of basic variables and sides; lowers *best when it is a feasible vertex. */
static void try_basis(const cordon_lp *lp, unsigned basic, unsigned sides, double *best)
{
	int all = lp->columns + lp->rows, m = lp->rows, at = 0, member[MOST];
	double x[2 * MOST] = {0}, a[MOST][MOST + 1] = {{0}}, solved[MOST];
	for (int v = 0; v < all; v++) {
		if (basic >> v & 1) {
			member[at++] = v;
			continue;
		}
		bool up = sides >> v & 1;
		x[v] = up ? high(lp, v) : low(lp, v);
		if (isinf(x[v]) && isinf(low(lp, v)) && isinf(high(lp, v)) && !up)
			x[v] = 0;
		if (isinf(x[v]))
			return;
	}
	for (int i = 0; i < m; i++) {
		for (int v = 0; v < all; v++)
			if (!(basic >> v & 1))
				a[i][m] -= entry(lp, i, v) * x[v];
		for (int c = 0; c < m; c++)
			a[i][c] = entry(lp, i, member[c]);
	}
	if (!solve_system(m, a, solved))
		return;
	double value = lp->offset;
	for (int c = 0; c < m; c++) {
		x[member[c]] = solved[c];
		if (solved[c] < low(lp, member[c]) - 1e-9 || solved[c] > high(lp, member[c]) + 1e-9)
			return;
	}
	for (int j = 0; j < lp->columns; j++)
		value += lp->cost[j] * x[j];
	*best = fmin(*best, value);
}

/* The least objective over all vertices (infinite: none is feasible). */
static double least_vertex(const cordon_lp *lp)
{
	int all = lp->columns + lp->rows;
	double best = (double)INFINITY;
	for (unsigned basic = 0; basic < 1u << all; basic++) {
		if (__builtin_popcount(basic) != lp->rows)
			continue;
		unsigned rest = ~basic & ((1u << all) - 1);
		for (unsigned sides = rest;; sides = (sides - 1) & rest) {
			try_basis(lp, basic, sides, &best);
			if (!sides)
				break;
		}
	}
	return best;
}

static verdict oracle(const cordon_lp *lp, double *value)
{
	*value = least_vertex(lp);
	if (isinf(*value))
		return INFEASIBLE;
	cordon_lp *direction = lp_direction(lp);
	bool falls = least_vertex(direction) < -1e-9;
	cordon_lp_free(direction);
	return falls ? UNBOUNDED : OPTIMAL;
}

/* ---- random programmes ------------------------------------------------------------------------------------------- */

static int pick(draw *d, int from, int to)
{
	return from + (int)draw_below(d, (uint64_t)(to - from + 1));
}

static void random_bounds(draw *d, double *lower, double *upper, int free_of_8)
{
	*lower = -(double)INFINITY;
	*upper = (double)INFINITY;
	int kind = pick(d, 0, 7);
	if (kind < free_of_8)
		return;
	double a = pick(d, -4, 4), b = a + pick(d, 0, 6);
	if (kind != free_of_8)
		*lower = a;
	if (kind == free_of_8 || kind > 4)
		*upper = b;
}

static cordon_lp *random_lp(draw *d, int rows, int columns, int zeros_of_8)
{
	cordon_lp *lp = cordon_lp_new(rows, columns, (int64_t)rows * columns);
	int64_t k = 0;
	for (int j = 0; j < columns; j++) {
		for (int i = 0; i < rows; i++) {
			int v = pick(d, 0, 7) < zeros_of_8 ? 0 : pick(d, -3, 3);
			if (!v)
				continue;
			lp->index[k] = i;
			lp->value[k++] = v;
		}
		lp->start[j + 1] = k;
		lp->cost[j] = pick(d, -4, 4);
		random_bounds(d, &lp->lower[j], &lp->upper[j], 1);
		if (pick(d, 0, 1))
			lp->lower[j] = 0, lp->upper[j] = fmax(0, lp->upper[j]);
	}
	for (int i = 0; i < rows; i++)
		random_bounds(d, &lp->row_lower[i], &lp->row_upper[i], 0);
	lp->offset = pick(d, -3, 3);
	return lp;
}

/* Says what a failing programme is, to be done again by hand. */
static void show(const cordon_lp *lp, const cordon_lp_solution *s)
{
	cordon_lp_measure m;
	cordon_lp_check(lp, s->x, s->y, &m);
	print_message("status %d by %s, objective %.17g, bound %.17g, gap %g, row %g, column %g\n", s->status,
		      s->solver, m.objective, m.bound, m.gap_relative, m.row_violation, m.bound_violation);
	if (lp->columns > MOST)
		return;
	for (int j = 0; j < lp->columns; j++) {
		print_message("column %d: cost %g in [%g, %g], x %.17g:", j, lp->cost[j], lp->lower[j], lp->upper[j], s->x[j]);
		for (int i = 0; i < lp->rows; i++)
			print_message(" %g", entry(lp, i, j));
		print_message("\n");
	}
	for (int i = 0; i < lp->rows; i++)
		print_message("row %d in [%g, %g], y %.17g\n", i, lp->row_lower[i], lp->row_upper[i], s->y[i]);
}

static void agree(const cordon_lp *lp, cordon_lp_method method, int seen[3])
{
	double value;
	verdict v = oracle(lp, &value);
	cordon_lp_options options = {.method = method};
	cordon_lp_solution s;
	cordon_status status = cordon_lp_solve(lp, &options, &s);
	static const cordon_status expected[] = {CORDON_OK, CORDON_INFEASIBLE, CORDON_UNBOUNDED};
	seen[v]++;
	if (status != expected[v])
		show(lp, &s);
	if (v == OPTIMAL) {
		assert_int_equal(status, CORDON_OK);
		assert_true(fabs(s.objective - value) <= 1e-9 * (1 + fabs(value)));
		assert_true(s.bound <= value + 1e-12 * (1 + fabs(value)));
	} else if (v == INFEASIBLE) {
		assert_int_equal(status, CORDON_INFEASIBLE);
		assert_true(cordon_lp_proves_infeasible(lp, s.ray));
	} else {
		cordon_lp_measure m;
		assert_int_equal(status, CORDON_UNBOUNDED);
		assert_true(cordon_lp_proves_unbounded(lp, s.ray));
		cordon_lp_check(lp, s.x, s.y, &m);
		assert_true(m.row_violation <= 1e-9 && m.bound_violation <= 1e-9);
	}
	cordon_lp_solution_free(&s);
}

static void tiny_programmes(cordon_lp_method method, uint64_t seed, int count)
{
	draw d = {seed};
	int seen[3] = {0};
	for (int trial = 0; trial < count; trial++) {
		cordon_lp *lp = random_lp(&d, pick(&d, 0, 4), pick(&d, 1, 4), pick(&d, 0, 6));
		agree(lp, method, seen);
		cordon_lp_free(lp);
	}
	/* The test is one only if all three kinds came up. */
	assert_true(seen[OPTIMAL] > count / 10 && seen[INFEASIBLE] > count / 50 && seen[UNBOUNDED] > count / 50);
}

static void tiny_programmes_by_simplex(void **state)
{
	(void)state;
	tiny_programmes(CORDON_LP_SIMPLEX, 1, 6000);
}

static void tiny_programmes_by_glpk(void **state)
{
	(void)state;
	tiny_programmes(CORDON_LP_GLPK, 2, 1500);
}

static void tiny_programmes_by_the_dispatcher(void **state)
{
	(void)state;
	tiny_programmes(CORDON_LP_AUTO, 3, 1500);
}

/* ---- middling programmes ----------------------------------------------------------------------------------------- */

/* A boxed economy: each row a good, each column a process that makes one good of a few others, need met as far as
 * possible. */
static cordon_lp *random_plan(draw *d, int goods, int processes)
{
	cordon_lp *lp = cordon_lp_new(goods, processes + goods, (int64_t)processes * 6 + goods);
	int64_t k = 0;
	for (int j = 0; j < processes; j++) {
		double use[64] = {0};
		int made = j % goods, others = pick(d, 1, 4);
		assert_true(goods <= 64);
		for (int o = 0; o < others; o++)
			use[pick(d, 0, goods - 1)] = -0.01 * pick(d, 1, 20);
		use[made] = 1;
		for (int i = 0; i < goods; i++)
			if (use[i] != 0) {
				lp->index[k] = i;
				lp->value[k++] = use[i];
			}
		lp->start[j + 1] = k;
		lp->cost[j] = 0.01 * pick(d, 1, 30);
		lp->upper[j] = pick(d, 1, 50);
	}
	for (int i = 0; i < goods; i++) { /* what a need receives */
		lp->index[k] = i;
		lp->value[k++] = -1;
		lp->start[processes + i + 1] = k;
		lp->cost[processes + i] = -pick(d, 1, 9);
		lp->upper[processes + i] = pick(d, 0, 40);
		lp->row_lower[i] = pick(d, 0, 3) ? 0 : -pick(d, 0, 5);
	}
	return lp;
}

static double solved(const cordon_lp *lp, const cordon_lp_options *options, cordon_lp_solution *s)
{
	cordon_status status = cordon_lp_solve(lp, options, s);
	if (status)
		show(lp, s);
	assert_int_equal(status, CORDON_OK);
	assert_true(s->gap <= 1e-9);
	return s->objective;
}

static void close_enough(double a, double b)
{
	assert_true(fabs(a - b) <= 1e-8 * fmax(1, fmax(fabs(a), fabs(b))));
}

static void plans_cold_warm_and_crossed_over(void **state)
{
	(void)state;
	draw d = {7};
	for (int trial = 0; trial < 60; trial++) {
		cordon_lp *lp = random_plan(&d, pick(&d, 5, 60), pick(&d, 20, 150));
		cordon_lp_solution cold, glpk, warm, crossed;
		double value = solved(lp, &(cordon_lp_options){.method = CORDON_LP_SIMPLEX}, &cold);
		close_enough(value, solved(lp, &(cordon_lp_options){.method = CORDON_LP_GLPK}, &glpk));
		/* From its own basis nothing is left to do. */
		close_enough(value,
			     solved(lp, &(cordon_lp_options){.method = CORDON_LP_SIMPLEX, .start_basis = cold.basis},
				    &warm));
		assert_true(warm.iterations <= 2);
		cordon_lp_solution_free(&warm);
		/* After a change of the rows, and from a point a little off. */
		for (int i = 0; i < lp->rows; i++)
			lp->row_lower[i] -= pick(&d, 0, 2);
		for (int j = 0; j < lp->columns; j++)
			cold.x[j] += 1e-6 * (draw_unit(&d) - 0.5);
		value = solved(lp, &(cordon_lp_options){.method = CORDON_LP_SIMPLEX, .start_basis = cold.basis}, &warm);
		close_enough(value, solved(lp,
					   &(cordon_lp_options){
						   .method = CORDON_LP_SIMPLEX, .start_x = cold.x, .start_y = cold.y},
					   &crossed));
		cordon_lp_solution_free(&glpk);
		close_enough(value, solved(lp, &(cordon_lp_options){.method = CORDON_LP_GLPK}, &glpk));
		cordon_lp_solution_free(&cold);
		cordon_lp_solution_free(&glpk);
		cordon_lp_solution_free(&warm);
		cordon_lp_solution_free(&crossed);
		cordon_lp_free(lp);
	}
}

static void middling_programmes_as_glpk_has_them(void **state)
{
	(void)state;
	draw d = {11};
	int seen[8] = {0};
	for (int trial = 0; trial < 400; trial++) {
		cordon_lp *lp = random_lp(&d, pick(&d, 5, 40), pick(&d, 5, 60), pick(&d, 4, 7));
		cordon_lp_solution ours, theirs;
		cordon_status a = cordon_lp_solve(lp, &(cordon_lp_options){.method = CORDON_LP_SIMPLEX}, &ours);
		cordon_status b = cordon_lp_solve(lp, &(cordon_lp_options){.method = CORDON_LP_GLPK}, &theirs);
		seen[a]++;
		if (b != CORDON_UNPROVEN)
			assert_int_equal(a, b);
		assert_int_not_equal(a, CORDON_UNPROVEN);
		if (a == CORDON_OK && b == CORDON_OK)
			close_enough(ours.objective, theirs.objective);
		cordon_lp_solution_free(&ours);
		cordon_lp_solution_free(&theirs);
		cordon_lp_free(lp);
	}
	assert_true(seen[CORDON_OK] > 20 && seen[CORDON_INFEASIBLE] > 20 && seen[CORDON_UNBOUNDED] > 20);
}

/* ---- the factors ------------------------------------------------------------------------------------------------- */

static void factors_solve_what_they_factorise(void **state)
{
	(void)state;
	draw d = {5};
	for (int trial = 0; trial < 300; trial++) {
		int m = pick(&d, 1, 80), n = pick(&d, 1, 100);
		cordon_lp *lp = random_lp(&d, m, n, pick(&d, 0, 7));
		lu_source source = {m, n, lp->start, lp->index, lp->value};
		int *candidate = calloc((size_t)n, sizeof *candidate), *head = calloc((size_t)m, sizeof *head);
		double *b = calloc((size_t)m, sizeof *b), *x = calloc((size_t)m, sizeof *x), *r = calloc((size_t)m, sizeof *r);
		for (int j = 0; j < n; j++)
			candidate[j] = j;
		lu *f = lu_new(m);
		lu_factor(f, &source, candidate, n, head);
		for (int i = 0; i < m; i++)
			x[i] = b[i] = pick(&d, -5, 5);
		lu_ftran(f, x);
		double largest = 1;
		for (int i = 0; i < m; i++) {
			largest = fmax(largest, fabs(x[i]));
			for (int k = 0; k < m; k++)
				r[k] += entry(lp, k, head[i]) * x[i];
		}
		for (int k = 0; k < m; k++)
			assert_true(fabs(r[k] - b[k]) <= 1e-9 * largest);
		memcpy(x, b, (size_t)m * sizeof *x);
		lu_btran(f, x);
		largest = 1;
		for (int i = 0; i < m; i++)
			largest = fmax(largest, fabs(x[i]));
		for (int i = 0; i < m; i++) {
			double sum = 0;
			for (int k = 0; k < m; k++)
				sum += entry(lp, k, head[i]) * x[k];
			assert_true(fabs(sum - b[i]) <= 1e-9 * largest);
		}
		free(candidate);
		free(head);
		free(b);
		free(x);
		free(r);
		lu_free(f);
		cordon_lp_free(lp);
	}
}

static bool at_once(void *context)
{
	(void)context;
	return true;
}

static void it_stops_when_told(void **state)
{
	(void)state;
	draw d = {13};
	cordon_lp *lp = random_plan(&d, 60, 150);
	cordon_progress progress = {.stop = at_once};
	for (int method = CORDON_LP_AUTO; method <= CORDON_LP_GLPK; method++) {
		cordon_lp_options options = {.method = (cordon_lp_method)method, .progress = &progress};
		cordon_lp_solution s;
		assert_int_equal(cordon_lp_solve(lp, &options, &s), CORDON_INTERRUPTED);
		assert_non_null(s.x);
		assert_non_null(s.y);
		cordon_lp_solution_free(&s);
	}
	cordon_lp_free(lp);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(factors_solve_what_they_factorise),
		cmocka_unit_test(tiny_programmes_by_simplex),
		cmocka_unit_test(tiny_programmes_by_glpk),
		cmocka_unit_test(tiny_programmes_by_the_dispatcher),
		cmocka_unit_test(plans_cold_warm_and_crossed_over),
		cmocka_unit_test(middling_programmes_as_glpk_has_them),
		cmocka_unit_test(it_stops_when_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
