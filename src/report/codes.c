/* The codes of room report; the texts are in codes.def. */
#include "report/codes.h"

#define CODE CODES_DEFINE
#include "report/codes.def"
#undef CODE
