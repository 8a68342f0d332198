/* The codes of decisions; the texts are in decision_codes.def. */
#ifndef COUNCIL_DECISION_CODES_H
#define COUNCIL_DECISION_CODES_H

#include "base/findings.h"

#define CODE CODES_DECLARE
#include "council/decision_codes.def"
#undef CODE

#endif
