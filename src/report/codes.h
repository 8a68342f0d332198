/* The codes of room report; the texts are in codes.def. */
#ifndef REPORT_CODES_H
#define REPORT_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "report/codes.def"
#undef CODE

#endif
