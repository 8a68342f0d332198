/* The codes of room council. */
#include "council/codes.h"

#define CODE CODES_DEFINE
#include "council/codes.def"
#undef CODE
