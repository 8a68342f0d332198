/* The codes of decisions. */
#include "council/decision_codes.h"

#define CODE CODES_DEFINE
#include "council/decision_codes.def"
#undef CODE
