/* The codes of room economy; the texts are in codes.def. */
#include "economy/codes.h"

#define CODE CODES_DEFINE
#include "economy/codes.def"
#undef CODE
