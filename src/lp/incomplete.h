/* An incomplete LDL' factor of M = B B' + D, by places: rows with few entries first, those that all columns use last.
 *
 * M is scaled to a unit diagonal; entries below DROP are left out, of M and of the factor, and a part of what is
 * left out is added to the diagonal. With all of it added the factor always exists (Ajiz and Jennings, "A robust
 * incomplete Choleski-conjugate gradient algorithm", Int. J. Numer. Meth. Eng. 20, 1984) but is a poor one; with
 * none of it pivots fail. So a tenth is added, and ten times as much again as long as a pivot is too small.
 */
#ifndef LP_INCOMPLETE_H
#define LP_INCOMPLETE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct lp_incomplete {
	int rows;
	int *order, *place; /* order[place] = row, place[row] = place */
	double *scale, *pivot; /* by place: 1 / sqrt(m_ii), and D of L D L' */
	int64_t *start; /* columns of L by place, without the unit diagonal; indices increase */
	int *index;
	double *value;
	int64_t used, capacity;
	struct lp_incomplete_work *work; /* private */
} lp_incomplete;

/* Room for a B with at most `nonzeros`. */
void lp_incomplete_begin(lp_incomplete *c, int rows, int64_t nonzeros);
void lp_incomplete_end(lp_incomplete *c);

/* B by columns; `whole` is the diagonal of M. */
void lp_incomplete_make(lp_incomplete *c, int columns, const int64_t *start, const int *index, const double *value,
			const double *whole);

/* z = (L D L')^-1 r */
void lp_incomplete_solve(const lp_incomplete *c, const double *r, double *z);

#endif
