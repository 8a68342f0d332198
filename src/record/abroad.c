/* See abroad.h; the tables stand with those of keys (keys.c). */
#include "record/abroad.h"

#include "base/digits.h"
#include "record/codes.h"
#include "record/keys.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

bool abroad_find(state *s, const char *name, evidence_book *out)
{
	state_rows row =
		state_ask(s, "SELECT id, origin, key, key_entry, size, root FROM abroad WHERE book = ?", "s", name);
	*out = (evidence_book){0};
	if (!state_row(&row))
		return false;
	snprintf(out->id, sizeof out->id, "%s", state_text(&row, 0));
	snprintf(out->origin, sizeof out->origin, "%s", state_text(&row, 1));
	snprintf(out->key, sizeof out->key, "%s", state_text(&row, 2));
	out->key_entry = state_whole(&row, 3);
	out->size = state_whole(&row, 4);
	if (state_text(&row, 5))
		digits_from_hex(state_text(&row, 5), out->root.byte, sizeof out->root.byte);
	state_end(&row);
	return true;
}

bool abroad_has_origin(state *s, const char *origin)
{
	return state_has(s, "SELECT 1 FROM abroad WHERE origin = ?", "s", origin);
}

cordon_status abroad_know(act_context *act)
{
	evidence_book book;
	const char *name = act_text(act, "book");
	if (strlen(name) > ABROAD_NAME_MAX || strchr(name, '.'))
		return act_refuse(act, "book", TEXT(RECORD_FIELD_WRONG), TEXT(RECORD_ABROAD_NAME));
	if (!evidence_founding(act_document(act, "founding"), &book))
		return act_refuse(act, "founding", TEXT(RECORD_EVIDENCE_FOUNDING), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM abroad WHERE book = ? OR id = ? OR origin = ?", "sss", name, book.id,
		      book.origin) ||
	    state_has(act->state, "SELECT 1 FROM founding WHERE origin = ?", "s", book.origin) ||
	    state_has(act->state, "SELECT 1 FROM node_key WHERE key = ?", "s", book.key))
		return act_refuse(act, "book", TEXT(RECORD_ABROAD_KNOWN), NO_TEXT);
	state_do(act->state, "INSERT INTO abroad VALUES (?, ?, ?, ?, ?, 0, 0, NULL, ?)", "sssssi", name, book.id,
		 book.origin, book.key, book.key, act->entry);
	return CORDON_OK;
}

void abroad_cite(const act_context *act, const char *name, const evidence_book *book, const char *note)
{
	char root[65];
	sodium_bin2hex(root, sizeof root, book->root.byte, sizeof book->root.byte);
	state_do(act->state, "INSERT INTO citation VALUES (?, ?, ?, ?, ?)", "isiss", act->entry, book->origin,
		 book->size, root, note);
	state_do(act->state, "INSERT INTO abroad_carried VALUES (?, ?, ?, ?)", "siii", name, act->entry, act->time,
		 book->size);
	state_do(act->state, "UPDATE abroad SET key = ?, key_entry = ?, size = ?, root = ? WHERE book = ?", "siiss",
		 book->key, book->key_entry, book->size, root, name);
}
