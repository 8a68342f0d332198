/* The codes of room recount. */
#include "recount/codes.h"

#define CODE CODES_DEFINE
#include "recount/codes.def"
#undef CODE
