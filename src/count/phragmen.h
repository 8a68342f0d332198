/* One step of Phragmén's sequential rule, which equal shares takes for its second phase. */
#ifndef COUNT_PHRAGMEN_H
#define COUNT_PHRAGMEN_H

#include "count/grow.h"

/* number[]: the load of each voter of a kind. */
int phragmen_options(const committee *c, grow_state *s, mpq_t *level, bool *has, int *tied);
void phragmen_take(const committee *c, grow_state *s, int candidate, mpq_t *level);

#endif
