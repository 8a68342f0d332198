/* The codes of the command line; the texts are in codes.def. */
#ifndef CLI_CODES_H
#define CLI_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "cli/codes.def"
#undef CODE

/* A code of any room that acts may be refused with; NULL: there is none of that id. */
const cordon_code *cli_code_find(const char *id);

#endif
