/* The codes of room share. */
#include "share/codes.h"

#define CODE CODES_DEFINE
#include "share/codes.def"
#undef CODE
