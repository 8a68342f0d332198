/* The codes of room count; the texts are in codes.def. */
#include "count/codes.h"

#define CODE CODES_DEFINE
#include "count/codes.def"
#undef CODE
