/* The median and the spread of a list: see supply/robust.h. */
#include "supply/robust.h"

#include <math.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double supply_median(double *value, size_t count)
{
	if (!count)
		return 0;
	qsort(value, count, sizeof *value, ascending);
	return count % 2 ? value[count / 2] : (value[count / 2 - 1] + value[count / 2]) / 2;
}

double supply_spread(double *value, size_t count, double *median)
{
	double middle = supply_median(value, count);
	if (median)
		*median = middle;
	for (size_t i = 0; i < count; i++)
		value[i] = fabs(value[i] - middle);
	return 1.4826 * supply_median(value, count);
}
