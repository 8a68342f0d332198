/* Watching goods, not people: each outlet and good is a stock account, and what does not balance raises a question.
 *
 * The loss of a period (from one count to the next) is what was there and came, less what was sold, reported spoiled
 * and counted. Some loss is honest: spilling, drying, scales. It is judged as a part of what was sold, against the
 * account's own earlier periods and, while those are few, the other outlets' same good; always from what was known at
 * the period's end. docs/supply.md has the model and argues each number below.
 *
 * Alerts are questions: one large loss (theft, or a figure), a steady loss (diversion), people turned away beside
 * counted stock (withholding). Each carries what speaks for the outlet. A figure that a slip of the pen explains is
 * listed to be checked, and is no alert.
 *
 * Invariants: alerts are in the order of accounts, then of the week they were seen; nothing depends on the rows' order.
 * It accuses nobody, and does nothing: it returns lists.
 */
#ifndef SUPPLY_WATCH_H
#define SUPPLY_WATCH_H

#include "supply/slip.h"

typedef enum supply_kind { SUPPLY_THEFT, SUPPLY_DIVERSION, SUPPLY_WITHHOLDING } supply_kind;
extern const char *const supply_kind_name[]; /* "theft", "diversion", "withholding" */

typedef struct supply_alert {
	supply_kind kind;
	size_t account;
	int32_t since, seen;  /* the first week it may have begun, and the week whose count showed it */
	double missing;       /* beyond the usual loss; withholding: asked for and not given beside stock */
	double usual;         /* the usual loss of the same weeks */
	double score;         /* how many standard deviations, or weeks of withholding */
	int before;           /* periods before that balanced */
	bool turned_nobody;   /* in these weeks nobody was turned away */
	bool found_again;     /* the next count has it back */
	int32_t over;         /* two counts in a row balanced again, by this week; -1: not (yet) */
	supply_slip slip;     /* a figure with one digit other would explain it, though it looks like the others */
} supply_alert;

typedef struct supply_check {
	size_t account;
	int32_t since, seen;
	double loss, usual; /* a negative loss: more was counted than the books say */
	supply_slip slip;   /* without a field: no single slip explains it */
} supply_check;

typedef struct supply_watching {
	supply_alert *alert;
	size_t alerts;
	supply_check *check;
	size_t checks;
	size_t periods, balanced; /* periods judged, and those within what is usual */
	size_t alert_capacity, check_capacity; /* private */
} supply_watching;

void supply_watch(const supply_ledger *ledger, supply_watching *out);
void supply_watching_free(supply_watching *w);

supply_alert *supply_alert_add(supply_watching *out, supply_alert alert);
/* Adds the withholding alerts of one account (watch.c calls it). */
void supply_withheld(const supply_ledger *ledger, size_t account, supply_watching *out);

#endif
