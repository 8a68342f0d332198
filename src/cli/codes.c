/* The codes of the command line; the texts are in codes.def. */
#include "cli/codes.h"

#define CODE CODES_DEFINE
#include "cli/codes.def"
#undef CODE
