/* One entry, checkpoint or receipt by itself. Hashes are those of RFC 6962, section 2; proofs are verified as in RFC
 * 9162, 2.1.3.2; checkpoints are C2SP's signed-note and tlog-checkpoint. See audit.h. */
#include "audit/audit.h"

#include <sodium.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define IN(name, type) {#name, type, offsetof(struct entry, name), 0}
static const struct member entry_form[] = {IN(act, '{'), IN(signatures, '['), IN(time, 'T'), {0}},
	act_form[] = {IN(book, 'h'), IN(fields, '{'), IN(kind, 'w'), IN(made, 'T'), IN(nonce, 'n'), {0}},
	signature_form[] = {{"key", 'k', 0, 0}, {"signature", 's', 32, 0}, {0}};
/* The kinds that a verifier must know, with the fields of those that change keys. */
static const struct {
	const char *name;
	struct member field[7];
} kinds[KIND_OTHER] = {
	[KIND_FOUND] = {"found", {{"commitment", 'h', offsetof(struct entry, commitment), true}, IN(key, 'k'),
				  IN(node_key, 'k'), IN(origin, 'o'), IN(person, 'i'), {"title", 't', 0, 0}, {0}}},
	[KIND_ENROL] = {"key_enrol", {IN(key, 'k'), IN(person, 'i'), IN(use, 'u'), {0}}},
	[KIND_ROTATE] = {"key_rotate", {IN(key, 'k'), {0}}}, [KIND_REVOKE] = {"key_revoke", {IN(key, 'k'), {0}}},
	[KIND_NODE] = {"node_key", {IN(key, 'k'), {0}}},
	[KIND_INVITE] = {"invite", {IN(body, 'i'), {"invitation", 'k', offsetof(struct entry, key), 0}, IN(person, 'i'),
				    IN(until, 'T'), {0}}}, [KIND_JOIN] = {"invitation_use", {IN(key, 'k'), IN(person, 'i'), {0}}},
	[KIND_CITE] = {"cite", {{0}}}, [KIND_TELL] = {"tell", {{0}}}, [KIND_CARRY] = {"carry", {{0}}},
	[KIND_FORGET] = {"forget", {{0}}},
};
#undef IN

void join_hashes(const uint8_t left[32], const uint8_t right[32], uint8_t out[32])
{
	uint8_t both[65] = {1};
	memcpy(both + 1, left, 32);
	memcpy(both + 33, right, 32);
	crypto_hash_sha256(out, both, sizeof both);
}

static bool read_signatures(struct entry *e, struct span message)
{
	uint8_t one[96]; /* a key and its signature */
	const char *last = "", *text;
	json_t *each;
	size_t i;
	e->signers = json_array_size(e->signatures);
	if (!e->signers || e->signers > SIGNATURES_MAX)
		return wrong_set(&e->wrong, SAY_SIGNATURES, (struct span){0}, "1...64");
	json_array_foreach(e->signatures, i, each) {
		if (!form_object(each, signature_form, one, &e->wrong))
			return false;
		text = json_string_value(json_object_get(each, "key"));
		if (strcmp(text, last) <= 0)
			return wrong_set(&e->wrong, SAY_SIGNER_ORDER, (struct span){text, strlen(text)}, NULL);
		last = text;
		memcpy(e->signer[i], one, 32);
		if (crypto_sign_verify_detached(one + 32, (const uint8_t *)message.at, message.length, one))
			e->bad |= UINT64_C(1) << i;
	}
	return true;
}

void entry_read(struct entry *e, struct span bytes, char *scratch)
{
	static const char domain[14] = "cordon-act-v1\n", founding[15] = "cordon-book-v1\n";
	memset(e, 0, sizeof *e);
	*scratch = 0;
	memcpy(scratch + 1, bytes.at, bytes.length);
	crypto_hash_sha256(e->leaf, (uint8_t *)scratch, bytes.length + 1);
	json_t *entry = bytes.length <= PART_MAX ? form_read(bytes, scratch, &e->wrong) : NULL;
	if (bytes.length > PART_MAX)
		wrong_set(&e->wrong, SAY_ENTRY_LARGE, (struct span){0}, "65536");
	if (entry && form_object(entry, entry_form, e, &e->wrong) && form_object(e->act, act_form, e, &e->wrong)) {
		/* both domains end where the act begins */
		size_t length = form_write(e->act, scratch + sizeof founding, PART_MAX);
		memcpy(scratch, founding, sizeof founding);
		crypto_hash_sha256(e->id, (uint8_t *)scratch, sizeof founding + length);
		memcpy(scratch + 1, domain, sizeof domain);
		while (e->is < KIND_OTHER && strcmp(kinds[e->is].name, e->kind))
			e->is++;
		if (e->is >= KIND_CITE || form_object(e->fields, kinds[e->is].field, e, &e->wrong))
			read_signatures(e, (struct span){scratch + 1, sizeof domain + length});
	}
	json_decref(entry);
}

/* Three lines, an empty one, lines "— NAME BASE64": the first is the node's and bears the origin, no other does. */
static bool read_note(struct note *n, struct span rest)
{
	uint8_t bytes[PART_MAX];
	size_t length, lines = 0;
	if (!rest.length || rest.length > PART_MAX || rest.at[rest.length - 1] != '\n' || form_text(rest))
		return false;
	struct span origin = split(&rest, '\n'), size = split(&rest, '\n'), root = split(&rest, '\n');
	n->text_length = (size_t)(rest.at - n->bytes);
	if (!form_word(origin, 'o', n->origin) || !form_number(size, &n->size) || !n->size || split(&rest, '\n').length ||
	    !form_base64(root, sodium_base64_VARIANT_ORIGINAL, n->root, 32, &length) || length != 32)
		return false;
	for (; rest.length; lines++) {
		struct span line = split(&rest, '\n'), dash = split(&line, ' '), name = split(&line, ' ');
		if (lines == SIGNATURES_MAX || !span_is(dash, "—") || !name.length || span_is(name, n->origin) != !lines ||
		    !form_base64(line, sodium_base64_VARIANT_ORIGINAL, bytes, sizeof bytes, &length) || length < 5 ||
		    (!lines && length != sizeof n->signed_by))
			return false;
		if (!lines)
			memcpy(n->signed_by, bytes, sizeof n->signed_by);
	}
	return lines > 0;
}

void note_read(struct note *n, struct span bytes)
{
	memset(n, 0, sizeof *n);
	n->bytes = memcpy(must_have(malloc(bytes.length + 1)), bytes.at, bytes.length);
	if (!read_note(n, (struct span){n->bytes, bytes.length}))
		wrong_set(&n->wrong, SAY_NOTE_FORM, bytes, NULL);
}

void note_try(struct note *n, const uint8_t key[32])
{
	uint8_t id[32], named[ORIGIN_MAX + 40];
	size_t length = (size_t)snprintf((char *)named, sizeof named, "%s\n\x01", n->origin);
	if (!memcmp(n->tried, key, 32))
		return;
	memcpy(n->tried, key, 32);
	memcpy(named + length, key, 32);
	crypto_hash_sha256(id, named, length + 32);
	n->verdict = memcmp(id, n->signed_by, 4) ? SAY_NOTE_KEY : SAY_NOTHING;
	if (!n->verdict && crypto_sign_verify_detached(n->signed_by + 4, (uint8_t *)n->bytes, n->text_length, key))
		n->verdict = SAY_NOTE_SIGNATURE;
}

bool evidence_read(struct evidence *v, struct span bytes)
{
#define IN(name, type) {#name, type, offsetof(struct evidence, name), 0}
	static const struct member form[] = {IN(book, 'h'), IN(checkpoint, '"'), IN(entry, '9'), IN(leaf, 'h'),
					     {"proof", '[', offsetof(struct evidence, list), 0}, IN(version, '9'), {0}};
#undef IN
	struct wrong w = {0};
	char scratch[RECEIPT_MAX];
	json_t *each, *receipt;
	size_t i;
	if (!v->receipt) {
		note_read(&v->note, bytes);
		return !v->note.wrong.what;
	}
	bytes.length -= bytes.length && bytes.at[bytes.length - 1] == '\n'; /* one newline may end the file */
	receipt = form_read(bytes, scratch, &w);
	if (receipt && form_object(receipt, form, v, &w)) {
		note_read(&v->note, (struct span){json_string_value(v->checkpoint), json_string_length(v->checkpoint)});
		v->proof_length = json_array_size(v->list);
		w = v->note.wrong;
		if (!w.what && (v->version != 1 || v->proof_length > PROOF_MAX || v->entry >= v->note.size))
			wrong_set(&w, SAY_RECEIPT_FORM, (struct span){0}, "version 1, entry < size, proof <= 64");
		json_array_foreach(v->list, i, each)
			if (!w.what)
				form_take(each, 'h', v->proof[i], &w);
	}
	json_decref(receipt);
	v->note.wrong = w;
	return !w.what;
}

bool evidence_proves(const struct evidence *v)
{
	uint64_t fn = (uint64_t)v->entry, sn = (uint64_t)v->note.size - 1; /* the RFC's letters */
	uint8_t r[32];
	memcpy(r, v->leaf, 32);
	for (size_t i = 0; i < v->proof_length; i++, fn >>= 1, sn >>= 1) {
		if (!sn)
			return false;
		bool left = fn & 1 || fn == sn;
		join_hashes(left ? v->proof[i] : r, left ? r : v->proof[i], r);
		for (; fn == sn && !(fn & 1) && fn; fn >>= 1)
			sn >>= 1;
	}
	return !sn && !memcmp(r, v->note.root, 32);
}
