/* LP solution files: the text form of a solution with its certificate (docs/lp-solution.md). Values stand before names,
 * so that a name may hold blanks; what is not named is 0; objective, bound and prices are in the sense of the
 * programme's author. */
#ifndef CLI_LP_FILE_H
#define CLI_LP_FILE_H

#include "cli/command.h"

#include <cordon/lp.h>

/* "optimal", "infeasible", "unbounded", "interrupted", "unproven". */
const char *lp_status_word(cordon_status status);

cordon_status lp_file_write(const char *path, const cordon_lp *lp, const cordon_lp_solution *solution,
			    cordon_error *error);

/* Fills status, x, y, ray (each sized for `lp`; y turned back into the minimisation's sense), objective and bound as
 * claimed; free with cordon_lp_solution_free whatever the status. */
cordon_status lp_file_read(const char *path, const cordon_lp *lp, cordon_lp_solution *solution, cordon_error *error);

#endif
