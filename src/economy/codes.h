/* The codes of room economy; the texts are in codes.def. */
#ifndef ECONOMY_CODES_H
#define ECONOMY_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "economy/codes.def"
#undef CODE

#endif
