/* Checking and doing the effects of decisions; see effect.h. */
#include "council/effect.h"

#include "council/council.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const act_kind *find_kind(const act_context *act, const json_t *effect)
{
	const char *name = json_string_value(json_object_get(effect, "kind"));
	return name ? act_kind_find(act->world, name) : NULL;
}

static const json_t *fields_of(const json_t *effect)
{
	return json_object_get(effect, "fields");
}

/* What no other body decides for one, whatever binds it: kinds that say so (its rules and its existence, how its
 * delegates vote, what it can make...), and its links and seats (kinds with a field `council`). */
static bool is_its_own(const act_kind *kind, const json_t *fields)
{
	return kind->own || json_object_get(fields, "council") != NULL;
}

/* The body that decides when `body` does: itself, or one that it binds; NULL: it may not. */
static const char *decider(state *s, const char *body, const act_kind *kind, const json_t *fields)
{
	const char *other = json_string_value(json_object_get(fields, "body"));
	if (!kind->decided)
		return NULL;
	if (kind->decided(fields, body))
		return body;
	bool bound =
		other && !is_its_own(kind, fields) && kind->decided(fields, other) && decision_binds(s, body, other);
	return bound ? other : NULL;
}

static cordon_status refuse(const act_context *act, size_t number, const char *found, cordon_text what,
			    cordon_text expected)
{
	char place[32];
	snprintf(place, sizeof place, "effects/%zu", number);
	return finding_add(act->error, CORDON_ERROR, (place_in_file){act->kind->name, 0, place, found}, what, expected);
}

/* `form`: its fields are checked too, as act_run_decided would. */
static cordon_status check_one(const act_context *act, const char *body, const json_t *effect, size_t number, bool form)
{
	const act_kind *kind = find_kind(act, effect);
	const json_t *fields = fields_of(effect);
	if (!json_is_object(effect) || json_object_size(effect) != 2 || !json_is_object(fields))
		return refuse(act, number, NULL, TEXT(DECISION_EFFECT_FORM), NO_TEXT);
	if (!kind)
		return refuse(act, number, json_string_value(json_object_get(effect, "kind")),
			      TEXT(DECISION_EFFECT_KIND), NO_TEXT);
	if (form && act_check_fields(kind, fields, act->error))
		return CORDON_BAD_INPUT;
	return decider(act->state, body, kind, fields)
		       ? CORDON_OK
		       : refuse(act, number, kind->name, TEXT(DECISION_EFFECT_NOT_ITS, body), NO_TEXT);
}

cordon_status effect_check(const act_context *act, const char *body)
{
	const json_t *effects = act_document(act, "effects");
	if (!effects)
		return CORDON_OK;
	char most[24];
	snprintf(most, sizeof most, "%d", DECISION_EFFECTS_MAX);
	size_t count = json_array_size(effects);
	if (count < 1 || count > DECISION_EFFECTS_MAX)
		return act_refuse(act, "effects", TEXT(DECISION_EFFECTS), TEXT(DECISION_EFFECTS_ARE, most));
	cordon_status status = CORDON_OK;
	for (size_t i = 0; i < count; i++)
		if (check_one(act, body, json_array_get(effects, i), i + 1, true))
			status = CORDON_BAD_INPUT;
	return status;
}

bool effect_changes_rules(const json_t *effects, const char *body)
{
	for (size_t i = 0; i < json_array_size(effects); i++) {
		const json_t *effect = json_array_get(effects, i);
		const char *kind = json_string_value(json_object_get(effect, "kind")),
			   *whose = json_string_value(json_object_get(fields_of(effect), "body"));
		if (kind && whose && !strcmp(kind, "rules") && !strcmp(whose, body))
			return true;
	}
	return false;
}

/* What was refused, said to the caller with another severity, and kept as a number and a code. */
static void keep_refusal(const act_context *act, const cordon_error *refused, size_t number, cordon_severity severity,
			 char refusal[EFFECT_REFUSAL])
{
	snprintf(refusal, EFFECT_REFUSAL, "%zu %.80s", number, refused->count ? refused->finding[0].what.code->id : "");
	for (size_t i = 0; i < refused->count; i++) {
		const cordon_finding *f = &refused->finding[i];
		finding_add(act->error, f->severity == CORDON_ERROR ? severity : f->severity,
			    (place_in_file){f->file, f->row, f->field, f->found}, f->what, f->expected);
	}
}

bool effect_do(const act_context *act, const char *body, const json_t *effects, cordon_severity severity,
	       char refusal[EFFECT_REFUSAL])
{
	cordon_error refused;
	cordon_error_init(&refused);
	act_context by = *act;
	by.error = &refused;
	*refusal = '\0';
	cordon_status status = CORDON_OK;
	size_t number = 0;
	state_mark(act->state);
	while (!status && number < json_array_size(effects)) {
		const json_t *effect = json_array_get(effects, number++);
		status = check_one(&by, body, effect, number, false);
		if (status)
			break;
		const act_kind *kind = find_kind(act, effect);
		assert(kind); /* check_one found it */
		status = council_run_effect(&by, decider(act->state, body, kind, fields_of(effect)), kind->name,
					    fields_of(effect));
	}
	if (status) {
		state_undo(act->state);
		keep_refusal(act, &refused, number, severity, refusal);
	} else {
		state_keep(act->state);
	}
	cordon_error_free(&refused);
	return !status;
}
