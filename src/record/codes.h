/* The codes of room record; the texts are in codes.def. */
#ifndef RECORD_CODES_H
#define RECORD_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "record/codes.def"
#undef CODE

#endif
