/* The codes of room supply; the texts are in codes.def. */
#ifndef SUPPLY_CODES_H
#define SUPPLY_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "supply/codes.def"
#undef CODE

#endif
