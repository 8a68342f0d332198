/* See apply.h. */
#include "record/apply.h"

#include "base/time.h"
#include "record/codes.h"
#include "record/keys.h"
#include "record/state_private.h"

#include <assert.h>
#include <string.h>

static cordon_status refuse(const entry *e, const char *field, const char *found, cordon_text what,
			    cordon_text expected, cordon_error *error)
{
	return finding_add(error, CORDON_ERROR, (place_in_file){e->kind, 0, field, found}, what, expected);
}

static bool is_zeros(const char *hex)
{
	return strspn(hex, "0") == strlen(hex);
}

/* The place of the act: its book, kind and times. */
static cordon_status check_place(const applier *a, const entry *e, const act_kind **kind, cordon_error *error)
{
	bool first = a->size == 0;
	*kind = act_kind_find(a->world, e->kind);
	if (!*kind)
		return refuse(e, "kind", e->kind, TEXT(RECORD_NO_SUCH_KIND), NO_TEXT, error);
	if (first != (*kind == &keys_found_kind))
		return refuse(e, "kind", e->kind, TEXT(RECORD_FOUND_FIRST), NO_TEXT, error);
	if (first ? !is_zeros(e->book) : strcmp(e->book, a->id) != 0)
		return refuse(e, "book", e->book, TEXT(RECORD_OTHER_BOOK), TEXT(RECORD_FIELDS_ARE, a->id), error);
	char moment[TIME_TEXT];
	time_to_text(e->made, moment);
	if (e->time < a->time || e->made > e->time + APPLY_LEAD || e->made < e->time - APPLY_AGE)
		return refuse(e, "made", moment, TEXT(RECORD_TIMES), NO_TEXT, error);
	return CORDON_OK;
}

/* Whether it is the new key of an invitation_use, which signs the act that enrols it; the act's role sees to it that
 * the invitation signs too, and the kind's function that the key is new and whose invitation it is. */
static bool is_joining(const entry *e, const char *key, char person[KEYS_PERSON])
{
	const char *brought = json_string_value(json_object_get(e->fields, "key"));
	const char *name = json_string_value(json_object_get(e->fields, "person"));
	if (strcmp(e->kind, "invitation_use") != 0 || !brought || strcmp(key, brought) != 0 || !name ||
	    strlen(name) >= KEYS_PERSON)
		return false;
	strcpy(person, name);
	return true;
}

/* Who holds the key, at this entry. */
static keys_use find_key(const applier *a, const entry *e, const char *key, char person[KEYS_PERSON])
{
	if (a->size) {
		keys_use use = keys_find(a->state, key, person);
		return use == KEYS_NONE && is_joining(e, key, person) ? KEYS_MAIN : use;
	}
	const char *founder = json_string_value(json_object_get(e->fields, "key"));
	const char *node = json_string_value(json_object_get(e->fields, "node_key"));
	const char *name = json_string_value(json_object_get(e->fields, "person"));
	*person = '\0';
	if (node && !strcmp(key, node))
		return KEYS_NODE;
	if (!founder || strcmp(key, founder) || !name || strlen(name) >= KEYS_PERSON)
		return KEYS_NONE;
	strcpy(person, name);
	return KEYS_MAIN;
}

static cordon_status check_keys(const applier *a, const entry *e, act_context *act, char (*person)[KEYS_PERSON],
				cordon_error *error)
{
	for (int i = 0; i < e->signatures; i++) {
		keys_use use = find_key(a, e, e->key[i], person[i]);
		if (use == KEYS_NONE)
			return refuse(e, "signatures", e->key[i], TEXT(RECORD_KEY_NOT_VALID_HERE), NO_TEXT, error);
		if (!keys_may_sign(use, e->kind))
			return refuse(e, "signatures", e->key[i], TEXT(RECORD_KEY_NOT_FOR), NO_TEXT, error);
		act->by_node |= use == KEYS_NODE;
		act->key[i] = e->key[i];
		act->person[i] = use == KEYS_NODE ? NULL : person[i];
	}
	if (!a->size && (e->signatures != 2 || !act->by_node))
		return refuse(e, "signatures", NULL, TEXT(RECORD_FOUND_BOTH), NO_TEXT, error);
	return CORDON_OK;
}

static cordon_status run(applier *a, act_context *act, cordon_error *error)
{
	int64_t before = state_changes(a->state);
	cordon_status status = act_run(act);
	assert(status == CORDON_OK || state_changes(a->state) == before);
	if (!status && state_failed(a->state)) {
		finding_add(error, CORDON_ERROR, (place_in_file){.file = act->kind->name},
			    TEXT(RECORD_DATABASE, state_failed(a->state)), NO_TEXT);
		status = CORDON_IO;
	}
	return status;
}

/* The nonce goes in before the act is run: one way down the table instead of two. False: it is there already (after a
 * failure nothing can be told: running the act will). */
static bool add_nonce(state *s, const char *nonce)
{
	int64_t before = state_changes(s);
	state_do(s, "INSERT INTO nonce VALUES (?) ON CONFLICT DO NOTHING", "s", nonce);
	return state_failed(s) || state_changes(s) > before;
}

cordon_status apply_entry(applier *a, const entry *e, cordon_error *error)
{
	char person[ACT_SIGNATURES_MAX][KEYS_PERSON];
	act_context act = {.world = a->world,
			   .state = a->state,
			   .fields = e->fields,
			   .entry = a->size,
			   .time = e->time,
			   .made = e->made,
			   .signatures = e->signatures,
			   .error = error};
	cordon_status status = check_place(a, e, &act.kind, error);
	if (!status)
		status = check_keys(a, e, &act, person, error);
	if (!status && !add_nonce(a->state, e->nonce))
		status = refuse(e, "nonce", e->nonce, TEXT(RECORD_NONCE_TWICE), NO_TEXT, error);
	else if (!status && (status = run(a, &act, error)))
		state_do(a->state, "DELETE FROM nonce WHERE nonce = ?", "s", e->nonce);
	if (status)
		return status;
	if (!a->size)
		entry_book_id(e->act, e->act_length, a->id);
	a->size++;
	a->time = e->time;
	return CORDON_OK;
}
