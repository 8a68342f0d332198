/* An act as a person gives it (texts of fields, or a JSON object) made into the act that is signed: numbers become
 * numbers, lists lists, and what is personal becomes a commitment with its text put aside to be sealed.
 */
#ifndef CLI_ACT_BUILD_H
#define CLI_ACT_BUILD_H

#include "cli/world.h"

#include <jansson.h>

typedef struct act_draft {
	const act_kind *kind;
	json_t *fields;
	book_sealed sealed[ACT_FIELDS_MAX];
	int sealed_count;
	char *text[ACT_FIELDS_MAX], *person[ACT_FIELDS_MAX]; /* what `sealed` points to */
} act_draft;

void act_draft_begin(act_draft *d, const act_kind *kind);
void act_draft_free(act_draft *d);

/* Adds "field=value": a number, true or false, a list after commas, JSON or @FILE for documents, as the field's type
 * asks. */
cordon_status act_draft_add(cli_context *cli, act_draft *d, const char *field, const char *value);
/* Puts commitments in the place of personal texts; a field `x_name` is the
 * text of the person in the field `x`, another of the one in `person`; where there is a `household`, of "_TOKEN.BODY";
 * `signer` is whose it is where there is none of them. */
cordon_status act_draft_seal(cli_context *cli, act_draft *d, const char *signer);

#endif
