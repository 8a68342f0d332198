/* Slips of the pen: whether one figure with one digit wrong, one left out, one too many or two neighbours changed about
 * would make a count balance. Amounts with decimals have no slips here.
 *
 * It corrects nothing: it names the figure that somebody may want to look at again.
 */
#ifndef SUPPLY_SLIP_H
#define SUPPLY_SLIP_H

#include "supply/ledger.h"

typedef struct supply_slip {
	size_t week;         /* in supply_ledger.week */
	const char *field;   /* NULL: there is none */
	double found, perhaps;
	double gap;          /* the loss that is left when it stands corrected */
	bool strong;         /* as written the figure is unlike all others of this account */
} supply_slip;

/* What is usual in an account up to a week: demand (sold and turned away) and deliveries that came. */
typedef struct supply_usual {
	double demand, demand_spread, delivered, delivered_spread;
} supply_usual;
supply_usual supply_usual_of(const supply_ledger *ledger, size_t first, size_t end);

/* The likeliest slip in weeks [from, end) of one account after which the loss lies within `near` of `wanted`. */
supply_slip supply_slip_find(const supply_ledger *ledger, size_t from, size_t end, const supply_usual *usual,
			     double loss, double wanted, double near);

#endif
