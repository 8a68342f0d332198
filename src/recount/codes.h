/* The codes of room recount; the texts are in codes.def. */
#ifndef RECOUNT_CODES_H
#define RECOUNT_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "recount/codes.def"
#undef CODE

#endif
