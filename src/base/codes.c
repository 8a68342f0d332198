/* The codes of room base; the texts are in codes.def. */
#include "base/codes.h"

#define CODE CODES_DEFINE
#include "base/codes.def"
#undef CODE
