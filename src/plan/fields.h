/* Reading the fields of a plan file: numbers, and ids of the package's records. What is wrong becomes a finding and sets `bad`; the
 * value returned is then a harmless 0. Shared by the plan reader and the verifier; it knows nothing of models or solvers.
 */
#ifndef PLAN_FIELDS_H
#define PLAN_FIELDS_H

#include "base/findings.h"
#include "base/names.h"

#include <cordon/plan.h>

#include <jansson.h>

typedef struct plan_fields {
	const char *file;
	cordon_error *error;
	const cordon_economy *e;
	names commodity, place, period, process;
	bool bad;
} plan_fields;

void fields_begin(plan_fields *f, const cordon_economy *e); /* file and error are already set */
void fields_end(plan_fields *f);

void fields_bad(plan_fields *f, const char *field, const char *found, cordon_text what, cordon_text expected);
double fields_number(plan_fields *f, json_t *object, const char *key);              /* finite */
json_t *fields_array(plan_fields *f, json_t *object, const char *key);              /* NULL when it is none */
int fields_index(plan_fields *f, json_t *object, const char *key, const names *known); /* absent: the only one there is */
cordon_balance fields_balance(plan_fields *f, json_t *object);

/* The document, if it is a plan file of this format; else NULL and a finding. The caller releases it. */
json_t *fields_load(const char *bytes, size_t length, const char *file, cordon_error *error);

#endif
