/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Linear programmes: the problem, its solution with a certificate, and the check of that certificate.
 *
 *	minimise  offset + cost'x   subject to   row_lower <= A x <= row_upper,   lower <= x <= upper
 *
 * Any bound may be infinite (+-INFINITY). Shapes: cost, lower, upper: `columns`; row_lower, row_upper: `rows`;
 * A is stored by columns (compressed sparse column, row indices increasing within a column, no duplicates, no zeros).
 *
 * Prices (`y`, one a row) are proof: for any y whose signs fit the row bounds
 *	bound(y) = offset + sum_i (y_i > 0 ? y_i row_lower_i : y_i row_upper_i)
 *	           + sum_j min over [lower_j, upper_j] of (cost - A'y)_j x_j
 * is a value no feasible x can go under (weak duality). y_i is the shadow price: the change of the objective per unit
 * of row i's binding bound.
 *
 * This is not a modelling language, and nothing here is about economies.
 */
#ifndef CORDON_LP_H
#define CORDON_LP_H

#include <cordon/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cordon_lp {
	int rows, columns;
	int64_t *start;  /* columns + 1 */
	int *index;      /* row of each nonzero */
	double *value;
	double *cost, *lower, *upper;
	double *row_lower, *row_upper;
	double offset;
	/* the file asked to maximise: cost and offset are already negated; report values negated back */
	bool maximise;
	char *name;          /* may be NULL, as may the two below */
	char **row_name;
	char **column_name;
} cordon_lp;

/* How a variable or row stands in a basis; a basis is one entry a column, then one a row. */
typedef enum cordon_lp_stand {
	CORDON_LP_BASIC,
	CORDON_LP_AT_LOWER,
	CORDON_LP_AT_UPPER,
	CORDON_LP_FREE
} cordon_lp_stand;

typedef enum cordon_lp_method {
	CORDON_LP_AUTO,    /* chosen by size and structure */
	CORDON_LP_SIMPLEX, /* our bounded revised simplex: an exact vertex */
	CORDON_LP_NEWTON,  /* first-order start, semismooth Newton, price-guided repair: for large plans */
	CORDON_LP_GLPK,    /* GLPK's simplex, for general programmes and as a test oracle */
} cordon_lp_method;

typedef struct cordon_lp_options {
	cordon_lp_method method;
	double gap;            /* stop when the proven gap is at most this; 0 means 1e-9 */
	bool gap_absolute;     /* measure the gap absolutely, not relative to the objective */
	double time_limit_s;   /* 0: none */
	int threads;           /* 0: as many as the machine has, at most 2 */
	const double *start_x; /* a guess at the solution, `columns`; may be NULL */
	const double *start_y; /* a guess at the prices, `rows`; may be NULL */
	const unsigned char *start_basis; /* cordon_lp_stand, `columns` + `rows`; may be NULL */
	const cordon_progress *progress;  /* may be NULL */
} cordon_lp_options;

typedef struct cordon_lp_solution {
	/* CORDON_OK (proven within the gap asked), _INFEASIBLE, _UNBOUNDED, _INTERRUPTED, _UNPROVEN */
	cordon_status status;
	double *x;            /* columns; the best feasible point known, or the ray's foot when unbounded */
	double *y;            /* rows; the prices proving `bound` */
	double *ray;          /* infeasible: Farkas prices, `rows`; unbounded: a direction, `columns`; else NULL */
	unsigned char *basis; /* columns + rows when it ended at a vertex, else NULL */
	double objective, bound; /* of the minimisation, offset included */
	double gap;           /* as cordon_lp_check measures it */
	const char *solver;   /* "simplex", "newton", "newton+simplex", "glpk": static */
	long iterations;
	double seconds;
} cordon_lp_solution;

/* What the check of a solution measured; every figure is recomputed from the problem, x and y alone. */
typedef struct cordon_lp_measure {
	double objective, bound;
	double gap_absolute;   /* objective - bound */
	/* gap_absolute / max(|objective|, |bound|); 0 when both are 0, or when it would be more than 1e-9 of next to
	 * nothing: at most 4 times what rounding outward took, and 1e-9 of the largest cost */
	double gap_relative;
	/* the worst row: amount beyond its bound / that row's own throughput sum |a_ij x_j| + |bound| */
	double row_violation;
	int worst_row;
	double bound_violation; /* the worst column, relative to max(1, |bound|) */
	int worst_column;
	/* columns without any limit, given or implied, whose reduced cost is zero only up to rounding: the bound then
	 * holds among points at most 10 times as large as the largest |x_j| (0: among all) */
	int columns_assumed;
} cordon_lp_measure;

/* An empty problem with room for `nonzeros`; every array is allocated, bounds are [0, inf) and rows free. */
CORDON_API cordon_lp *cordon_lp_new(int rows, int columns, int64_t nonzeros);
CORDON_API void cordon_lp_free(cordon_lp *lp);

/* Solves. `solution` is filled whatever the status (free it with cordon_lp_solution_free); returns solution->status. */
CORDON_API cordon_status cordon_lp_solve(const cordon_lp *lp, const cordon_lp_options *options,
					 cordon_lp_solution *solution);
CORDON_API void cordon_lp_solution_free(cordon_lp_solution *solution);

/* Measures (x, y) against the problem, rounding the bound outward. Wrong signs in y are projected to 0 first. */
CORDON_API void cordon_lp_check(const cordon_lp *lp, const double *x, const double *y, cordon_lp_measure *measure);

/* True when `ray` (rows) proves that no x is feasible: its bound over the boxes is strictly positive. */
CORDON_API bool cordon_lp_proves_infeasible(const cordon_lp *lp, const double *ray);

/* True when moving along `ray` (columns) stays feasible for ever and the objective falls without limit. */
CORDON_API bool cordon_lp_proves_unbounded(const cordon_lp *lp, const double *ray);

/* Reads free or fixed MPS (already decompressed): all row types, RANGES, BOUNDS of every kind but SC, OBJSENSE, an
 * objective constant (RHS of the objective row, negated), negative and free variables. Errors name file, row and field;
 * what the format leaves open is settled at the head of src/lp/mps_read.c. On success *lp is the caller's
 * (cordon_lp_free), otherwise NULL. */
CORDON_API cordon_status cordon_lp_read_mps(const cordon_reader *in, const char *file, cordon_lp **lp,
					    cordon_error *error);

/* Writes free MPS, losslessly but for rows without bounds (dropped by readers) and names a reader could not take
 * (replaced). CORDON_BAD_INPUT: rows whose bounds cross, which the format cannot say; CORDON_IO: `out` failed. */
CORDON_API cordon_status cordon_lp_write_mps(const cordon_lp *lp, const cordon_writer *out);

#ifdef __cplusplus
}
#endif
#endif
