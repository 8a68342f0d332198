/* The codes of room lp; the texts are in codes.def. */
#include "lp/codes.h"

#define CODE CODES_DEFINE
#include "lp/codes.def"
#undef CODE
