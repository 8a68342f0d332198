/* See totals.h. */
#include "supply/totals.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/* What a household was given of a good and of all that came in its place. */
static int64_t given_of_family(const supply_problem *p, const supply_allocation *a, size_t k)
{
	int64_t given = a->ration[k];
	for (size_t i = k + 1; i < p->claims && p->claim[i].household == p->claim[k].household; i++) {
		const char *instead = p->item[p->claim[i].item].instead;
		if (instead && !strcmp(instead, p->item[p->claim[k].item].good))
			given += a->ration[i];
	}
	return given;
}

supply_totals *supply_totals_of(const supply_problem *p, const supply_allocation *a)
{
	supply_totals *t = memory_alloc(p->items, sizeof *t);
	for (size_t k = 0; k < p->arrivals; k++)
		t[p->arrival[k].item].arrived += p->arrival[k].units;
	for (size_t k = 0; k < p->claims; k++) {
		const supply_claim *c = &p->claim[k];
		supply_totals *of = &t[c->item];
		of->given += a->ration[k];
		of->uncovered += a->uncovered[k];
		if (p->item[c->item].instead)
			continue; /* the claim is to the good it came in the place of */
		int64_t claimed = c->claim.over / c->claim.under;
		of->claimed += claimed;
		of->households += claimed > 0;
		of->less += given_of_family(p, a, k) < claimed;
	}
	return t;
}

json_t *supply_totals_data(const supply_problem *p, const supply_allocation *a, const char *hash)
{
	char inputs[HASH_HEX];
	json_t *items = json_array();
	supply_totals *t = supply_totals_of(p, a);
	supply_proof_inputs(p, inputs);
	for (size_t i = 0; i < p->items; i++)
		json_array_append_new(items, json_pack("{s:s, s:s?, s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "good",
						       p->item[i].good, "instead", p->item[i].instead, "unit",
						       p->item[i].unit, "arrived", (json_int_t)t[i].arrived, "claimed",
						       (json_int_t)t[i].claimed, "given", (json_int_t)t[i].given,
						       "households", (json_int_t)t[i].households, "less",
						       (json_int_t)t[i].less, "uncovered", (json_int_t)t[i].uncovered));
	free(t);
	return json_pack("{s:s, s:I, s:I, s:I, s:s, s:s, s:o}", "body", p->body, "cycle", (json_int_t)p->cycle,
			 "number", (json_int_t)p->number, "households", (json_int_t)p->households, "inputs", inputs,
			 "hash", hash, "items", items);
}
