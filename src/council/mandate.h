/* Acts on a mandate between elections: resigning, naming substitutes, filling an empty seat once more. */
#ifndef COUNCIL_MANDATE_H
#define COUNCIL_MANDATE_H

#include "record/act.h"

extern const act_kind resign_kind, substitute_kind, seat_fill_kind;

#endif
