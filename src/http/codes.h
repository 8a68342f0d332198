/* The codes of room http; the texts are in codes.def. */
#ifndef HTTP_CODES_H
#define HTTP_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "http/codes.def"
#undef CODE

#endif
