/* The codes of room lp; the texts are in codes.def. */
#ifndef LP_CODES_H
#define LP_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "lp/codes.def"
#undef CODE

#endif
