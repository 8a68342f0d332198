/* See verify.h. */
#include "record/verify.h"

#include "base/digits.h"
#include "record/codes.h"
#include "record/note.h"

#include <inttypes.h>
#include <string.h>

static cordon_status differs(const char *file, int64_t size, const char *field, cordon_text what, cordon_error *error)
{
	char number[24];
	snprintf(number, sizeof number, "%" PRId64, size);
	finding_add(error, CORDON_ERROR, (place_in_file){file, 0, field, number}, what, NO_TEXT);
	return CORDON_UNPROVEN;
}

static void next_checkpoint(verifier *v)
{
	text_clear(&v->note);
	if (!v->next_checkpoint(v->checkpoint_context, &v->expected, &v->note))
		v->expected = 0;
}

void verifier_begin(verifier *v)
{
	next_checkpoint(v);
}

/* The node's key of the time when the book had as many entries as now. */
static bool signed_by_node(verifier *v, const char *origin, const note_parts *n)
{
	char name[ENTRY_KEY];
	unsigned char public_key[32];
	note_key key;
	note_signed found;
	return state_word(v->applier.state, name, sizeof name,
			  "SELECT key FROM node_key ORDER BY from_entry DESC LIMIT 1", "") &&
	       digits_from_base64(name, public_key, sizeof public_key) &&
	       note_key_make(&key, origin, NOTE_ED25519, public_key) && note_verify(n, &key, 1, &found, NULL);
}

/* Whether the first signature bears the book's name and no other does. */
static bool is_signed_first(const note_parts *n, const char *origin)
{
	for (int i = 0; i < n->signatures; i++) {
		bool own = n->signature[i].name_length == strlen(origin) &&
			   !memcmp(n->signature[i].name, origin, strlen(origin));
		if (own != !i)
			return false;
	}
	return n->signatures > 0;
}

/* A root claimed of all entries so far. */
static cordon_status check_root(verifier *v, const char *file, const merkle_hash *claimed, const char *bytes,
				cordon_error *error)
{
	merkle_hash root = merkle_root(&v->tree);
	note_parts n;
	checkpoint point;
	if (!merkle_same(&root, claimed))
		return differs(file, v->applier.size, "root", TEXT(RECORD_ROOT_DIFFERS), error);
	if (!note_read(bytes, strlen(bytes), &n, NULL) || !checkpoint_read(n.body, n.body_length, true, &point, NULL) ||
	    !is_signed_first(&n, point.origin) || !signed_by_node(v, point.origin, &n))
		return differs(file, v->applier.size, "checkpoint", TEXT(RECORD_CHECKPOINT_NOT_SIGNED), error);
	return CORDON_OK;
}

static cordon_status check_own(verifier *v, cordon_error *error)
{
	checkpoint point;
	note_parts n;
	cordon_text why;
	char origin[BOOK_ORIGIN];
	why = TEXT(RECORD_NOTE_FORM);
	if (v->note.length > BOOK_NOTE_MAX || !note_read(text_string(&v->note), v->note.length, &n, &why) ||
	    !checkpoint_read(n.body, n.body_length, true, &point, &why))
		return differs(v->file, v->expected, "checkpoint", why, error);
	state_word(v->applier.state, origin, sizeof origin, "SELECT origin FROM founding", "");
	if (strcmp(point.origin, origin) || point.size != v->expected)
		return differs(v->file, v->expected, "checkpoint", TEXT(RECORD_CHECKPOINT_OF_OTHER), error);
	cordon_status status = check_root(v, v->file, &point.root, v->note.bytes, error);
	int64_t before = v->expected;
	v->checkpoints++;
	v->covered = before;
	next_checkpoint(v);
	if (!status && v->expected && v->expected <= before)
		status = differs(v->file, v->expected, "checkpoint", TEXT(RECORD_CHECKPOINT_ORDER), error);
	return status;
}

cordon_status verifier_entry(verifier *v, const merkle_hash *leaf, cordon_error *error)
{
	cordon_status status = CORDON_OK;
	subtrees_append(&v->tree, leaf, v->subtree, v->subtree_context);
	if (v->expected == v->applier.size)
		status = check_own(v, error);
	for (; v->outside.met < v->outside.count && v->outside.claim[v->outside.met].size == v->applier.size;
	     v->outside.met++) {
		const claim *c = &v->outside.claim[v->outside.met];
		cordon_status one = CORDON_OK;
		if (c->is_leaf && !merkle_same(&c->hash, leaf))
			one = differs(c->file, c->size - 1, "leaf", TEXT(RECORD_LEAF_DIFFERS), error);
		else if (!c->is_leaf && v->covered != c->size)
			one = differs(c->file, c->size, "checkpoint", TEXT(RECORD_CHECKPOINT_GONE), error);
		else if (!c->is_leaf)
			one = check_root(v, c->file, &c->hash, c->note, error);
		status = status ? status : one;
	}
	return status;
}

cordon_status verifier_end(verifier *v, cordon_error *error)
{
	cordon_status status = CORDON_OK;
	if (v->expected)
		status = differs(v->file, v->expected, "checkpoint", TEXT(RECORD_ENTRIES_MISSING), error);
	else if (v->covered != v->applier.size)
		status = differs(v->file, v->applier.size, "checkpoint", TEXT(RECORD_LAST_NOT_COVERED), error);
	for (; v->outside.met < v->outside.count; v->outside.met++)
		status = differs(v->outside.claim[v->outside.met].file, v->outside.claim[v->outside.met].size, "size",
				 TEXT(RECORD_BOOK_SHORTER), error);
	return status;
}

void verifier_free(verifier *v)
{
	claims_free(&v->outside);
	text_free(&v->note);
}
