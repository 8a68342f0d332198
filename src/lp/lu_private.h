/* Between lu.c and lu_factor.c only. */
#ifndef LP_LU_PRIVATE_H
#define LP_LU_PRIVATE_H

#include "lp/lu.h"

void lu_list_add(lu_list *list, int index, double value);

#endif
