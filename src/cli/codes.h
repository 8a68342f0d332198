/* The codes of the command line; the texts are in codes.def. */
#ifndef CLI_CODES_H
#define CLI_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "cli/codes.def"
#undef CODE

#endif
