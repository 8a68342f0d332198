/* The codes of room count; the texts are in codes.def. */
#ifndef COUNT_CODES_H
#define COUNT_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "count/codes.def"
#undef CODE

#endif
