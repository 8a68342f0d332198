/* What a counter wrote on a printed list, typed by a clerk, held beside what the book has of that outlet and cycle.
 *
 * The list is CSV: token, good, qty, line (the number of the signed line); 1 to REENTRY_ROWS_MAX rows, other columns
 * are not read. Rows are matched one to one with the outlet's draws by card, good and quantity:
 *	known	the book has it: as this paper line, or as a draw that one of its devices wrote
 *	differs	the book has draws of this card and good with other quantities, or other content under this line
 *	new	the book has nothing of the kind
 * What the outlet's devices drew and the list does not have is said too. Rows that differ are for people; all others
 * that the book does not have as paper become lines of a log, under the point `OUTLET/paper-CYCLE` and the line's
 * number, to be entered like any other: equal lines on paper and in a device are one draw (draw.h), in whatever order
 * they come.
 */
#ifndef SUPPLY_REENTRY_H
#define SUPPLY_REENTRY_H

#include "base/csv.h"
#include "supply/draw.h"

enum { REENTRY_ROWS_MAX = 10000 };

/* The answer as data (NULL with findings: the list is none), and the new rows added to `fresh`. */
json_t *reentry_compare(state *s, const char *body, const char *outlet, int64_t cycle, const csv_table *list,
			draws *fresh, cordon_error *error);

#endif
