/* The codes of room plan; the texts are in codes.def. */
#include "plan/codes.h"

#define CODE CODES_DEFINE
#include "plan/codes.def"
#undef CODE
