/* What the commands that ask a book about supply share: the book as an argument, --body, --cycle. */
#ifndef CLI_SUPPLY_ASKED_H
#define CLI_SUPPLY_ASKED_H

#include "cli/council.h"

typedef struct supply_asked {
	council_asked council;
	const char *body;
	int64_t cycle; /* 0: not given */
} supply_asked;

/* The book may be given as an argument too. */
void supply_take_book(cli_context *cli);
/* The same of the second argument. */
void supply_take_second(cli_context *cli);
/* Reads --body and --cycle (required if `cycle`) and opens the book. */
cordon_status supply_begin(cli_context *cli, bool cycle, supply_asked *a);
/* The same where the book was taken from another argument. */
cordon_status supply_begin_given(cli_context *cli, bool cycle, supply_asked *a);

/* The stock accounts of the book and body of the command line, as a ledger. */
cordon_status supply_ledger_text(cli_context *cli, text *out);

#endif
