/* One entry, checkpoint, receipt or sealed text by itself. The tree is RFC 6962's (section 2), proofs are verified as RFC 9162
 * says (2.1.3.2), checkpoints are C2SP's signed-note and tlog-checkpoint. No state but the set of commitments. See audit.h. */
#include "audit/audit.h"

#include <pthread.h>
#include <sodium.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define AT(name) offsetof(struct entry, name)
static const struct member entry_form[] = {{"act", '{', AT(act), 0}, {"signatures", '[', AT(signatures), 0}, {"time", 'T', AT(time), 0}, {0}},
	act_form[] = {{"book", 'h', AT(book), 0}, {"fields", '{', AT(fields), 0}, {"kind", 'w', AT(kind_name), 0},
		{"made", 'T', AT(made), 0}, {"nonce", 'n', AT(nonce), 0}, {0}},
	signature_form[] = {{"key", 'k', 0, 0}, {"signature", 's', 32, 0}, {0}};
/* The kinds that this verifier must know; the fields of those that change keys. */
static const struct {
	const char *name;
	struct member field[7];
} kinds[KIND_OTHER] = {
	[KIND_FOUND] = {"found", {{"commitment", 'h', AT(commitment), 1}, {"key", 'k', AT(key), 0}, {"node_key", 'k', AT(node_key), 0},
		{"origin", 'o', AT(origin), 0}, {"person", 'i', AT(person), 0}, {"title", 't', 0, 0}, {0}}},
	[KIND_ENROL] = {"key_enrol", {{"key", 'k', AT(key), 0}, {"person", 'i', AT(person), 0}, {"use", 'u', AT(use), 0}, {0}}},
	[KIND_ROTATE] = {"key_rotate", {{"key", 'k', AT(key), 0}, {0}}},
	[KIND_REVOKE] = {"key_revoke", {{"key", 'k', AT(key), 0}, {0}}},
	[KIND_NODE] = {"node_key", {{"key", 'k', AT(key), 0}, {0}}},
	[KIND_CITE] = {"cite", {{0}}},
	[KIND_FORGET] = {"forget", {{0}}},
};
#undef AT

void leaf_hash(struct span bytes, uint8_t out[32])
{
	crypto_hash_sha256_state s;
	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, (const uint8_t[]){0}, 1);
	crypto_hash_sha256_update(&s, (const uint8_t *)bytes.at, bytes.length);
	crypto_hash_sha256_final(&s, out);
}

void join_hashes(const uint8_t left[32], const uint8_t right[32], uint8_t out[32])
{
	uint8_t both[65] = {1};
	memcpy(both + 1, left, 32);
	memcpy(both + 33, right, 32);
	crypto_hash_sha256(out, both, sizeof both);
}

static bool read_signatures(struct entry *e, struct span message)
{
	struct {
		uint8_t key[32], signature[64];
	} one;
	const char *last = "", *text;
	json_t *each;
	size_t i;
	e->signers = json_array_size(e->signatures);
	if (!e->signers || e->signers > SIGNATURES_MAX)
		return wrong_set(&e->wrong, SAY_SIGNATURES, (struct span){shown_number((int64_t)e->signers), 4}, "1...64");
	json_array_foreach(e->signatures, i, each) {
		if (!form_object(each, signature_form, &one, &e->wrong))
			return false;
		text = json_string_value(json_object_get(each, "key"));
		if (strcmp(text, last) <= 0)
			return wrong_set(&e->wrong, SAY_SIGNER_ORDER, (struct span){text, strlen(text)}, NULL);
		last = text;
		memcpy(e->signer[i], one.key, 32);
		if (crypto_sign_verify_detached(one.signature, (const uint8_t *)message.at, message.length, one.key))
			e->bad |= UINT64_C(1) << i;
	}
	return true;
}

static void collect_hashes(struct span text, struct set *hashes)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	uint8_t hash[32];
	for (size_t i = 0; i + 66 <= text.length; i++) {
		if (text.at[i] != '"' || text.at[i + 65] != '"' || !form_hex((struct span){text.at + i + 1, 64}, hash, 32))
			continue;
		pthread_mutex_lock(&lock);
		*set_at(hashes, hash) = 0;
		pthread_mutex_unlock(&lock);
	}
}

void entry_read(struct entry *e, struct span bytes, char *scratch, struct set *hashes)
{
	static const char domain[14] = "cordon-act-v1\n", founding[15] = "cordon-book-v1\n";
	memset(e, 0, sizeof *e);
	leaf_hash(bytes, e->leaf);
	json_t *entry = bytes.length <= PART_MAX ? form_read(bytes, scratch, &e->wrong) : NULL;
	if (bytes.length > PART_MAX)
		wrong_set(&e->wrong, SAY_ENTRY_LARGE, (struct span){0}, "65536");
	if (entry && form_object(entry, entry_form, e, &e->wrong) && form_object(e->act, act_form, e, &e->wrong)) {
		char *message = scratch + PART_MAX; /* both domains end where the act begins */
		size_t length = form_write(e->act, message + sizeof founding, PART_MAX);
		memcpy(message, founding, sizeof founding);
		crypto_hash_sha256(e->id, (uint8_t *)message, sizeof founding + length);
		memcpy(message + 1, domain, sizeof domain);
		while (e->kind < KIND_OTHER && strcmp(kinds[e->kind].name, e->kind_name))
			e->kind++;
		if (e->kind >= KIND_CITE || form_object(e->fields, kinds[e->kind].field, e, &e->wrong))
			read_signatures(e, (struct span){message + 1, sizeof domain + length});
		collect_hashes(bytes, hashes);
	}
	json_decref(entry);
}

void sealed_read(struct entry *e, struct span line, char *scratch)
{
	struct span rest = line, hash = split(&rest, ' '), person = split(&rest, ' ');
	json_t *name = json_stringn(person.at, person.length);
	uint8_t sealed[32];
	size_t domain = strlen(strcpy(scratch, "cordon-sealed-v1\n")), length;
	char *salt = scratch + domain;
	memset(e, 0, sizeof *e);
	if (!form_hex(hash, e->commitment, 32) || !name || !form_take(name, 'i', e->person, &e->wrong) ||
	    !form_base64(rest, salt, PART_MAX, &length) || length < 32 || form_text((struct span){salt + 32, length - 32}))
		wrong_set(&e->wrong, SAY_VALUE, line, "s COMMITMENT PERSON BASE64");
	else if (crypto_hash_sha256(sealed, (uint8_t *)scratch, domain + length) || memcmp(sealed, e->commitment, 32))
		wrong_set(&e->wrong, SAY_SEALED_HASH, hash, NULL);
	else
		memcpy(e->salt, salt, 32);
	json_decref(name);
}

/* A line "— NAME BASE64"; the first is the node's own and bears the origin, which no other line does. */
static bool read_signature(struct note *n, struct span line, bool first)
{
	uint8_t bytes[PART_MAX];
	size_t length;
	struct span dash = split(&line, ' '), name = split(&line, ' ');
	if (!span_is(dash, "—") || !name.length || span_is(name, n->origin) != first ||
	    !form_base64(line, bytes, sizeof bytes, &length) || length < 5 || (first && length != 68))
		return false;
	if (first) {
		memcpy(n->key_id, bytes, 4);
		memcpy(n->signature, bytes + 4, 64);
	}
	return true;
}

static bool read_note(struct note *n, struct span rest)
{
	size_t length, lines = 0;
	if (!rest.length || rest.length > PART_MAX || rest.at[rest.length - 1] != '\n' || form_text(rest))
		return false;
	struct span origin = split(&rest, '\n'), size = split(&rest, '\n'), root = split(&rest, '\n');
	json_t *name = json_stringn(origin.at, origin.length);
	n->text_length = (size_t)(rest.at - n->bytes);
	bool good = name && form_take(name, 'o', n->origin, &n->wrong) && form_number(size, &n->size) && n->size &&
		    form_base64(root, n->root, 32, &length) && length == 32 && !split(&rest, '\n').length;
	json_decref(name);
	for (; good && rest.length && lines <= SIGNATURES_MAX; lines++)
		good = read_signature(n, split(&rest, '\n'), !lines);
	return good && lines && lines <= SIGNATURES_MAX;
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
	n->verdict = memcmp(id, n->key_id, 4) ? SAY_NOTE_KEY : SAY_NOTHING;
	if (!n->verdict && crypto_sign_verify_detached(n->signature, (uint8_t *)n->bytes, n->text_length, key))
		n->verdict = SAY_NOTE_SIGNATURE;
}

static bool read_receipt(struct evidence *v, json_t *receipt, struct wrong *w)
{
	static const struct member form[] = {{"book", 'h', offsetof(struct evidence, book), 0},
		{"checkpoint", '"', offsetof(struct evidence, checkpoint), 0}, {"entry", '9', offsetof(struct evidence, entry), 0},
		{"leaf", 'h', offsetof(struct evidence, leaf), 0}, {"proof", '[', offsetof(struct evidence, proof_list), 0},
		{"version", '9', offsetof(struct evidence, version), 0}, {0}};
	json_t *each;
	size_t i;
	if (!form_object(receipt, form, v, w))
		return false;
	note_read(&v->note, (struct span){json_string_value(v->checkpoint), json_string_length(v->checkpoint)});
	if (v->version != 1 || json_array_size(v->proof_list) > PROOF_MAX || (!v->note.wrong.what && v->entry >= v->note.size))
		return wrong_set(w, SAY_RECEIPT_FORM, (struct span){0}, "version 1, entry < size, proof <= 64");
	v->proof_length = json_array_size(v->proof_list);
	json_array_foreach(v->proof_list, i, each)
		if (!form_take(each, 'h', v->proof[i], w))
			return false;
	*w = v->note.wrong;
	return !w->what;
}

bool evidence_read(struct evidence *v, struct span bytes)
{
	struct wrong w = {0};
	char *scratch = must_have(malloc(bytes.length + 1));
	json_t *receipt = NULL;
	if (!v->receipt) {
		note_read(&v->note, bytes);
	} else {
		bytes.length -= bytes.length && bytes.at[bytes.length - 1] == '\n'; /* one newline may end the file */
		receipt = form_read(bytes, scratch, &w);
		if (receipt)
			read_receipt(v, receipt, &w);
		v->note.wrong = w;
	}
	free(scratch);
	json_decref(receipt);
	return !v->note.wrong.what;
}

bool evidence_proves(const struct evidence *v)
{
	uint64_t fn = (uint64_t)v->entry, sn = (uint64_t)v->note.size - 1; /* the RFC's letters */
	uint8_t r[32];
	memcpy(r, v->leaf, 32);
	for (size_t i = 0; i < v->proof_length; i++, fn >>= 1, sn >>= 1) {
		if (!sn)
			return false;
		if (fn & 1 || fn == sn)
			join_hashes(v->proof[i], r, r);
		else
			join_hashes(r, v->proof[i], r);
		for (; fn == sn && !(fn & 1) && fn; fn >>= 1)
			sn >>= 1;
	}
	return !sn && !memcmp(r, v->note.root, 32);
}
