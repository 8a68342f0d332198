/* Thiele's rules over whole committees: the best score, and every committee that has it, by branch and bound. */
#ifndef COUNT_THIELE_H
#define COUNT_THIELE_H

#include "count/committee.h"

/* A voter with j elected candidates gives the sum of 1/divisor(i) for i = 1 .. j; divisors rise. */
typedef unsigned long thiele_divisor(int i);

typedef struct thiele_result {
	mpq_t score;
	uint64_t nodes;
} thiele_result;

/* The list gets every winning committee (up to its limit). CORDON_INTERRUPTED when the caller stops. */
cordon_status thiele_search(const committee *c, thiele_divisor *divisor, committee_list *list, thiele_result *result);

#endif
