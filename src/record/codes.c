/* The codes of room record. */
#include "record/codes.h"

#define CODE CODES_DEFINE
#include "record/codes.def"
#undef CODE
