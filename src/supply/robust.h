/* The middle of a list of numbers and the spread around it, which a few wrong figures cannot move: median, and median
 * absolute deviation times 1.4826 (the standard deviation, were the numbers normal). The numbers' order is not kept. */
#ifndef SUPPLY_ROBUST_H
#define SUPPLY_ROBUST_H

#include <stddef.h>

double supply_median(double *value, size_t count);                 /* 0 when there is none */
double supply_spread(double *value, size_t count, double *median); /* `median` may be NULL */

#endif
