/* A problem of supply from plain files, for those who keep no book: docs/supply.md, "Allocations".
 *
 *	households	token, outlet, size, and a column for each number (numbers.h)
 *	arrivals	place, good, amount; unit, instead
 *	links	place, outlet: which place serves which outlet
 *	claims	household, good, claim; floor, weight
 *	draws	a log, as draws.h reads it
 *
 * Columns stand in any order; others are refused, as their names may be slips. Every wrong cell is a finding with file,
 * row and field.
 */
#ifndef SUPPLY_PLAIN_H
#define SUPPLY_PLAIN_H

#include "base/csv.h"
#include "supply/builder.h"
#include "supply/draws.h"
#include "supply/entitlement.h"

typedef struct plain {
	builder b;
	cordon_error *error;
	household_facts *facts; /* of each household: what rules look at */
	size_t facts_room;
	names claimed; /* "household number" 31 "good": claims that stand */
} plain;

void plain_free(plain *r);

/* First the households, then the others in any order. */
cordon_status plain_households(plain *r, const cordon_reader *in, const char *file);
cordon_status plain_arrivals(plain *r, const cordon_reader *in, const char *file);
/* Arrivals as a plan file (docs/plan-file.md) expects them: what its needs receive, by place ("plan" where it names
 * none), all periods together, parts of a unit dropped. */
cordon_status plain_plan(plain *r, const cordon_reader *in, const char *file);
cordon_status plain_links(plain *r, const cordon_reader *in, const char *file);
cordon_status plain_claims(plain *r, const cordon_reader *in, const char *file);

/* Rules instead of claims, JSON: {"days":7,"goods":{"milk":RULE},"weights":WEIGHTS}, as in entitlement.h; weights may
 * be absent. After the households. */
cordon_status plain_entitlements(plain *r, const cordon_reader *in, const char *file);

/* Without links: every place serves every outlet, but one that is an outlet itself serves only that. With them a place
 * that is an outlet serves itself too. */
void plain_default_links(plain *r, bool links);

/* What was drawn of the problem's cycle, from merged draws. */
cordon_status plain_drawn(plain *r, const draws *d, const char *file);

#endif
