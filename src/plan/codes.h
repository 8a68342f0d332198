/* The codes of room plan; the texts are in codes.def. */
#ifndef PLAN_CODES_H
#define PLAN_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "plan/codes.def"
#undef CODE

#endif
