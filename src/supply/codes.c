/* The codes of room supply. */
#include "supply/codes.h"

#define CODE CODES_DEFINE
#include "supply/codes.def"
#undef CODE
