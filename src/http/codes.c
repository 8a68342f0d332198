/* The codes of room http. */
#include "http/codes.h"

#define CODE CODES_DEFINE
#include "http/codes.def"
#undef CODE
