/* The codes of the import; the texts are in import_codes.def. */
#ifndef ECONOMY_IMPORT_CODES_H
#define ECONOMY_IMPORT_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "economy/import_codes.def"
#undef CODE

#endif
