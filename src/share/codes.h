/* The codes of room share; the texts are in codes.def. */
#ifndef SHARE_CODES_H
#define SHARE_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "share/codes.def"
#undef CODE

#endif
