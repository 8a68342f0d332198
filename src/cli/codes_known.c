/* Every code that an act may be refused with, by its id: what a server says is said here in the reader's language. */
#include "cli/codes.h"

#include "base/codes.h"
#include "council/codes.h"
#include "council/decision_codes.h"
#include "count/codes.h"
#include "economy/codes.h"
#include "http/codes.h"
#include "plan/codes.h"
#include "record/codes.h"
#include "share/codes.h"
#include "supply/codes.h"

#include <string.h>

const cordon_code *cli_code_find(const char *id)
{
#define CODE(name, id, text) &name,
	static const cordon_code *const all[] = {
#include "base/codes.def"
#include "council/codes.def"
#include "council/decision_codes.def"
#include "count/codes.def"
#include "economy/codes.def"
#include "http/codes.def"
#include "plan/codes.def"
#include "record/codes.def"
#include "share/codes.def"
#include "supply/codes.def"
	};
#undef CODE
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!strcmp(all[i]->id, id))
			return all[i];
	return NULL;
}
