/* The codes of room council; the texts are in codes.def. */
#ifndef COUNCIL_CODES_H
#define COUNCIL_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "council/codes.def"
#undef CODE

#endif
