/* The method of equal shares for a participatory budget. */
#ifndef COUNT_SHARES_BUDGET_H
#define COUNT_SHARES_BUDGET_H

#include "count/run.h"

cordon_status shares_budget_count(count_run *run);

#endif
