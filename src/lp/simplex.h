/* The state of our bounded revised simplex, shared by its parts; see simplex.c for the method.
 *
 *	minimise c'x   subject to   A x - s = 0,   lower <= (x, s) <= upper
 *
 * in scaled terms: variable j < n is a column, n + i the logical of row i (column -e_i, cost 0). With B the basis and y
 * = B^-T c_B,
 *	d_j = c_j - a_j'y  (so d of a logical is its row's price),   x_B = -B^-1 N x_N.
 * Scales are powers of two: scaling and back changes no digit.
 */
#ifndef LP_SIMPLEX_H
#define LP_SIMPLEX_H

#include "lp/lu.h"
#include "lp/solve.h"

#include "base/draw.h"

typedef enum simplex_end {
	SIMPLEX_DONE,       /* primal: no better column; dual: no violated row */
	SIMPLEX_INFEASIBLE, /* proved: s->ray */
	SIMPLEX_UNBOUNDED,  /* proved: s->ray */
	SIMPLEX_STOPPED,    /* by the caller or the clock */
	SIMPLEX_LIMIT,      /* of iterations */
	SIMPLEX_TROUBLE,    /* numerical */
} simplex_end;

typedef struct simplex {
	const cordon_lp *lp;
	const cordon_lp_options *options;
	double begin_s;
	int m, n, all; /* rows, columns, both together */
	lu_source matrix;
	int64_t *start, *row_start;
	int *index, *row_index;
	double *value, *row_value;
	double *row_scale, *column_scale, cost_scale;
	double *true_cost, *true_lower, *true_upper; /* of all, scaled */
	double *cost, *lower, *upper;                /* the same, perhaps perturbed */
	bool cost_moved, bounds_moved;
	double *x, *d;                               /* of all */
	unsigned char *stand;                        /* of all: cordon_lp_stand */
	bool *aside;                                 /* of all: nonbasic, but (for now) between its bounds */
	int *head;                                   /* the variable at each position, m */
	lu *factor;
	long updates;                                /* since the last factorisation */
	double *row_weight;                          /* dual steepest edge, by position */
	double *column_weight;                       /* devex, of all */
	double *rho, *alpha, *tau;                   /* m: a row of B^-1, a column of B^-1 N, B^-1 rho */
	double *row;                                 /* of all: the pivot row */
	int *list;                                   /* of all: scratch */
	double *ratio;                               /* of all: scratch */
	double *ray;                                 /* a verified proof, unscaled, or NULL */
	double primal_tolerance, dual_tolerance;
	long iterations, iteration_limit;
	draw random;
} simplex;

/* simplex_state.c */
simplex *simplex_new(const cordon_lp *lp, const cordon_lp_options *options);
void simplex_free(simplex *s);
void simplex_start_slack(simplex *s);
void simplex_start_basis(simplex *s, const unsigned char *basis);
bool simplex_refactor(simplex *s); /* and recomputes x and d; false when a column had to be replaced */
void simplex_compute_primal(simplex *s);
void simplex_compute_dual(simplex *s);
double simplex_primal_infeasibility(const simplex *s); /* the largest */
double simplex_dual_infeasibility(const simplex *s);
void simplex_pivot_row(simplex *s);                    /* row = rho'N of the nonbasic variables */
void simplex_load_column(const simplex *s, int j, double *into); /* into: m, zeroed first */
void simplex_place(simplex *s, int j);                 /* puts a nonbasic variable on its bound, as its stand says */
void simplex_restore(simplex *s);                      /* true costs and bounds again, x and d recomputed */
void simplex_move_bounds(simplex *s); /* so that no basic x is beyond one */
bool simplex_should_refactor(const simplex *s);
/* Every few iterations: true when it is time to end, with the reason. */
bool simplex_must_end(simplex *s, simplex_end *end);

/* The dual infeasibility of nonbasic variable j: how far d_j is on the wrong side. */
static inline double simplex_wrong(const simplex *s, int j)
{
	double d = s->d[j];
	if (s->stand[j] == CORDON_LP_BASIC || s->lower[j] == s->upper[j])
		return 0;
	if (s->stand[j] == CORDON_LP_FREE)
		return d < 0 ? -d : d;
	return s->stand[j] == CORDON_LP_AT_LOWER ? (d < 0 ? -d : 0) : (d > 0 ? d : 0);
}

/* simplex_dual.c */
simplex_end simplex_dual(simplex *s, bool perturb);

/* simplex_primal.c */
simplex_end simplex_primal(simplex *s);
/* The position that blocks when q moves along `direction` (+1 up, -1 down) with alpha = B^-1 a_q, or -1; *step is how
 * far it gets. */
int simplex_blocking(const simplex *s, double direction, double *step);
/* Moves q by `by`, and x_B with it. */
void simplex_move(simplex *s, int q, double by);
/* q takes position r, whose variable leaves to the bound it has reached (its lower one unless `to_upper`). d is not
 * touched. */
void simplex_exchange(simplex *s, int r, int q, bool to_upper);

/* simplex_cross.c: from a point (unscaled) to a vertex that is not worse. */
simplex_end simplex_cross(simplex *s, const double *x);

/* simplex_finish.c: x, y and basis, refined and unscaled, into the solution, judged. */
void simplex_finish(simplex *s, cordon_lp_solution *solution);

#endif
