/* The codes of room base; the texts are in codes.def. */
#ifndef BASE_CODES_H
#define BASE_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "base/codes.def"
#undef CODE

#endif
