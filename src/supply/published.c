/* See published.h. */
#include "supply/published.h"

#include "base/findings.h"
#include "base/hash.h"
#include "base/time.h"
#include "supply/codes.h"
#include "supply/totals.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool find(state *s, const char *body, int64_t cycle, int64_t number, int64_t time, allocation_facts *out)
{
	if (!number)
		return allocation_last(s, body, cycle, time, out);
	return allocation_find(s, body, cycle, number, out) && out->time <= time;
}

static cordon_status make_again(state *s, const char *body, int64_t cycle, published *out, cordon_error *error)
{
	supply_problem p = {0};
	supply_allocation a = {0};
	char hash[HASH_HEX];
	cordon_status status = allocation_again(s, body, cycle, &out->facts, &p) ? CORDON_OK : CORDON_BAD_INPUT;
	if (!status)
		status = supply_problem_order(&p, NULL, error);
	if (!status)
		status = supply_allocate(&p, &a, error);
	if (!status) {
		supply_proof_write(&p, &a, &out->bytes);
		hash_of(out->bytes.bytes, out->bytes.length, hash);
		out->totals = supply_totals_data(&p, &a, hash);
		if (strcmp(hash, out->facts.hash) != 0)
			status = finding_add(error, CORDON_ERROR, (place_in_file){NULL, 0, "hash", hash},
					     TEXT(SUPPLY_PROOF_LOST), TEXT(SUPPLY_ALLOCATION_HASH_IS, out->facts.hash));
	}
	supply_allocation_free(&a);
	supply_problem_free(&p);
	return status;
}

cordon_status published_make(state *s, const char *body, int64_t cycle, int64_t number, int64_t time, published *out,
			     cordon_error *error)
{
	*out = (published){0};
	if (!find(s, body, cycle, number, time, &out->facts)) {
		out->facts.number = 0;
		return CORDON_OK;
	}
	cordon_status status = make_again(s, body, cycle, out, error);
	text_source from = {&out->bytes, 0};
	cordon_reader in = text_reader(&from);
	if (!status)
		status = proof_read("", &in, &out->proof, error);
	return status ? status : proof_check("", &out->proof, error);
}

void published_free(published *p)
{
	json_decref(p->totals);
	text_free(&p->bytes);
	proof_free(&p->proof);
}

/* ---- as data ----------------------------------------------------------------------------------------------------- */

static json_t *allocation_data(const published *p)
{
	char time[TIME_TEXT];
	json_t *data = json_deep_copy(p->totals);
	time_to_text(p->facts.time, time);
	json_object_update_new(data,
			       json_pack("{s:s, s:I, s:s*, s:s*, s:o}", "time", time, "entry",
					 (json_int_t)p->facts.entry, "seed", *p->facts.seed ? p->facts.seed : NULL,
					 "seed_from", *p->facts.seed_from ? p->facts.seed_from : NULL, "outlets",
					 proof_outlets_data(&p->proof)));
	return data;
}

json_t *published_allocation(state *s, const char *body, int64_t cycle, int64_t number, int64_t time,
			     cordon_error *error)
{
	published p;
	cordon_status status = published_make(s, body, cycle, number, time, &p, error);
	json_t *data = !status && p.facts.number ? allocation_data(&p) : NULL;
	published_free(&p);
	return data;
}

json_t *published_why(state *s, const char *body, int64_t cycle, int64_t number, const char *card, int64_t time,
		      cordon_error *error)
{
	published p;
	char as[HOUSEHOLD_ID];
	json_t *data = NULL;
	cordon_status status = published_make(s, body, cycle, number, time, &p, error);
	if (!status && p.facts.number) {
		bool merged = household_stands_as(s, body, card, p.facts.time, as);
		const proof_household *h = proof_find(&p.proof, merged ? as : card);
		data = h ? proof_household_data(&p.proof, h) : NULL;
	}
	published_free(&p);
	return data;
}

json_t *published_file(state *s, const char *body, int64_t cycle, int64_t number, int64_t time, cordon_error *error)
{
	published p;
	char name[2 * ACT_ID_MAX];
	cordon_status status = published_make(s, body, cycle, number, time, &p, error);
	json_t *data = NULL;
	if (!status && p.facts.number) {
		snprintf(name, sizeof name, "%s-%" PRId64 "-%" PRId64 ".proof", body, cycle, p.facts.number);
		data = json_pack("{s:s, s:I, s:s, s:I, s:s, s:s%}", "body", body, "cycle", (json_int_t)cycle, "name",
				 name, "entry", (json_int_t)p.facts.entry, "hash", p.facts.hash, "proof", p.bytes.bytes,
				 p.bytes.length);
	}
	published_free(&p);
	return data;
}
