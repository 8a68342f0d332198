/* The codes of the import; the texts are in import_codes.def. */
#include "economy/import_codes.h"

#define CODE CODES_DEFINE
#include "economy/import_codes.def"
#undef CODE
