/* Entries in order, with all before them: docs/book.md's rules of books, keys, times and checkpoints. See audit.h. */
#include "audit/audit.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

const char *const key_use[] = {"main", "recovery", "node", "invitation"};

uint32_t *set_at(struct set *s, const void *key)
{
	static uint8_t secret[crypto_shorthash_KEYBYTES];
	uint64_t hash;
	if (2 * s->used >= s->capacity) {
		struct set old = *s;
		if (sodium_is_zero(secret, sizeof secret))
			crypto_shorthash_keygen(secret);
		*s = (struct set){0, old.capacity ? 2 * old.capacity : 64, NULL};
		s->slot = must_have(malloc(s->capacity * sizeof *s->slot));
		memset(s->slot, 0xFF, s->capacity * sizeof *s->slot); /* all NONE */
		for (size_t i = 0; i < old.capacity; i++)
			if (memcmp(&old.slot[i][32], &(uint32_t){NONE}, 4))
				memcpy(set_at(s, old.slot[i]), &old.slot[i][32], 4);
		free(old.slot);
	}
	crypto_shorthash((uint8_t *)&hash, key, 32, secret);
	for (size_t i = hash & (s->capacity - 1);; i = (i + 1) & (s->capacity - 1)) {
		uint32_t *number = (uint32_t *)(void *)&s->slot[i][32];
		if (*number != NONE && memcmp(s->slot[i], key, 32))
			continue;
		s->used += *number == NONE;
		memcpy(s->slot[i], key, 32);
		return number;
	}
}

static void say_hashes(struct book *b, struct place at, enum say what, const uint8_t *found, const uint8_t *expected)
{
	if (memcmp(found, expected, 32))
		say(b->report, at, what, shown_hash(found), shown_hash(expected));
}

/* The key that a person holds for a use, or the node's. */
static uint32_t *held_by(struct book *b, const char *person, uint32_t use)
{
	uint8_t hash[32];
	char name[WORD_MAX + 16];
	crypto_hash_sha256(hash, (uint8_t *)name, (size_t)snprintf(name, sizeof name, "%u%s", use, person));
	return use == USE_NODE ? &b->node : set_at(&b->held, hash);
}

static void end_key(struct book *b, uint32_t number, int64_t entry)
{
	if (number == NONE)
		return;
	b->key[number].until = entry;
	*held_by(b, b->key[number].person, b->key[number].use) = NONE;
}

static void enrol_key(struct book *b, struct place at, const struct entry *e, const uint8_t *bytes, const char *person,
		      uint32_t use)
{
	uint32_t known = *set_at(&b->keys, at.key = bytes);
	if (known != NONE) {
		say(b->report, at, SAY_KEY_TWICE, shown_number(b->key[known].from), NULL);
		return;
	}
	end_key(b, use == USE_RECOVERY ? NONE : *held_by(b, person, USE_INVITATION), at.entry); /* one at most */
	if (*held_by(b, person, use == USE_INVITATION ? USE_MAIN : use) != NONE)
		say(b->report, at, SAY_KEY_SECOND, person, NULL);
	if (b->key_count == b->key_room)
		b->key = must_have(realloc(b->key, (b->key_room = 2 * b->key_room + 64) * sizeof *b->key));
	struct key *k = &b->key[b->key_count];
	*k = (struct key){.use = use, .from = at.entry, .until = -1};
	k->signer = at.entry ? *set_at(&b->keys, e->signer[e->is == KIND_JOIN && !memcmp(e->signer[0], bytes, 32)]) : NONE;
	memcpy(k->bytes, bytes, 32);
	strcpy(k->person, person);
	strcpy(k->since, e->time.text);
	*set_at(&b->keys, bytes) = *held_by(b, person, use) = (uint32_t)b->key_count++;
}

static void check_signers(struct book *b, struct place at, const struct entry *e)
{
	static const unsigned may[] = {~(1u << KIND_NODE | 1u << KIND_JOIN), 1u << KIND_ROTATE,
				       1u << KIND_FOUND | 1u << KIND_NODE | ((2u << KIND_FORGET) - (1u << KIND_CITE)), 1u << KIND_JOIN};
	static const size_t due[KIND_OTHER + 1] = {[KIND_FOUND] = 2, [KIND_ROTATE] = 1, [KIND_NODE] = 1, [KIND_JOIN] = 2};
	if (due[e->is] && e->signers != due[e->is])
		say(b->report, at, SAY_KEY_SIGNERS, shown_number((int64_t)e->signers), shown_number((int64_t)due[e->is]));
	for (size_t i = 0; i < e->signers; i++) {
		uint32_t number = *set_at(&b->keys, at.key = e->signer[i]);
		const struct key *k = number == NONE ? NULL : &b->key[number];
		if (e->bad >> i & 1)
			say(b->report, at, SAY_SIGNATURE_BAD, NULL, NULL);
		if (!k && (e->is != KIND_JOIN || memcmp(e->signer[i], e->key, 32))) /* the other is the invitation */
			say(b->report, at, SAY_KEY_UNKNOWN, NULL, NULL);
		else if (k && k->until >= 0)
			say(b->report, at, SAY_KEY_CEASED, shown_number(k->until), NULL);
		else if (k && (!(may[k->use] >> e->is & 1) || (e->is == KIND_JOIN && strcmp(k->person, e->person))))
			say(b->report, at, SAY_KEY_USE, key_use[k->use], e->kind);
	}
}

static void change_keys(struct book *b, struct place at, const struct entry *e)
{
	uint32_t signer = *set_at(&b->keys, e->signer[0]), named = *set_at(&b->keys, e->key);
	char person[WORD_MAX + 1];
	if (e->is == KIND_ENROL || e->is == KIND_INVITE || e->is == KIND_JOIN)
		enrol_key(b, at, e, e->key, e->person, e->is == KIND_INVITE ? USE_INVITATION : !strcmp(e->use, "recovery"));
	uint32_t use = e->is == KIND_NODE ? USE_NODE : USE_MAIN;
	if (e->is == KIND_NODE || (e->is == KIND_ROTATE && signer != NONE && b->key[signer].use != USE_NODE)) {
		strcpy(person, use == USE_NODE ? "" : b->key[signer].person);
		end_key(b, *held_by(b, person, use), at.entry);
		enrol_key(b, at, e, e->key, person, use);
	}
	at.key = e->key;
	if (e->is == KIND_REVOKE && (named == NONE || b->key[named].until >= 0 || b->key[named].use == USE_NODE))
		say(b->report, at, SAY_KEY_NOT_VALID, NULL, NULL);
	else if (e->is == KIND_REVOKE)
		end_key(b, named, at.entry);
}

/* A note of the size that the book has come to: the book's own, or one from elsewhere. */
static void check_note(struct book *b, struct place at, struct note *n)
{
	uint8_t root[32];
	int level = __builtin_ctzll((uint64_t)b->size | 1 << 30); /* the lowest peak */
	memcpy(root, b->peak[level], 32);
	while (++level < 64)
		if (b->size >> level & 1)
			join_hashes(b->peak[level], root, root);
	say_hashes(b, at, SAY_NOTE_ROOT, n->root, root);
	if (strcmp(n->origin, b->origin))
		say(b->report, at, SAY_NOTE_ORIGIN, n->origin, b->origin);
	if (b->node != NONE)
		note_try(n, at.key = b->key[b->node].bytes);
	if (n->verdict)
		say(b->report, at, n->verdict, NULL, NULL);
}

static void check_evidence(struct book *b, const uint8_t leaf[32])
{
	for (struct evidence *v = b->evidence; v < b->evidence + b->evidences; v++) {
		struct place at = {-1, b->size - 1, v->path, NULL};
		if (v->receipt && v->entry == at.entry)
			say_hashes(b, at, SAY_RECEIPT_LEAF, leaf, v->leaf);
		if (v->note.size != b->size)
			continue;
		v->met = true;
		check_note(b, at, &v->note);
		if (v->receipt)
			say_hashes(b, at, SAY_RECEIPT_BOOK, v->book, b->id);
		if (v->receipt && !evidence_proves(v))
			say(b->report, at, SAY_RECEIPT_PROOF, NULL, NULL);
	}
}

static void check_entry(struct book *b, struct place at, const struct entry *e)
{
	static const uint8_t zeros[32];
	bool founding = e->is == KIND_FOUND;
	uint32_t *nonce = set_at(&b->nonces, e->nonce);
	int64_t after = e->time.seconds - e->made.seconds;
	if (founding != !at.entry)
		say(b->report, at, SAY_FOUND_PLACE, e->kind, NULL);
	say_hashes(b, at, SAY_BOOK, e->book, founding ? zeros : b->id);
	if (founding && !at.entry) {
		say_hashes(b, at, SAY_BOOK_ID, b->id, e->id);
		memcpy(b->id, e->id, 32);
		strcpy(b->origin, e->origin);
		enrol_key(b, at, e, e->node_key, "", USE_NODE);
		enrol_key(b, at, e, e->key, e->person, USE_MAIN);
	}
	if (*nonce != NONE)
		say(b->report, at, SAY_NONCE, shown_number(*nonce), NULL);
	*nonce = (uint32_t)at.entry;
	if (*b->last.text && e->time.seconds < b->last.seconds)
		say(b->report, at, SAY_TIME_BACK, e->time.text, b->last.text);
	if (after < -600 || after > 366 * 86400)
		say(b->report, at, after < 0 ? SAY_TIME_EARLY : SAY_TIME_LATE, e->time.text, e->made.text);
	b->last = e->time;
	check_signers(b, at, e);
	change_keys(b, at, e);
}

void book_entry(struct book *b, const struct entry *e, struct span bytes, int64_t line)
{
	struct place at = {line, b->size, NULL, NULL};
	uint8_t hash[32];
	int level = 0;
	for (size_t i = 0; i + 66 <= bytes.length; i++)
		if (bytes.at[i] == '"' && bytes.at[i + 65] == '"' && form_hex((struct span){bytes.at + i + 1, 64}, hash, 32))
			*set_at(&b->hashes, hash) = 0;
	memcpy(hash, e->leaf, 32);
	for (; b->size >> level & 1; level++)
		join_hashes(b->peak[level], hash, hash);
	memcpy(b->peak[level], hash, 32);
	b->size++;
	if (e->wrong.what)
		say(b->report, at, e->wrong.what, e->wrong.found, e->wrong.expected);
	else
		check_entry(b, at, e);
	check_evidence(b, e->leaf);
}

void book_checkpoint(struct book *b, struct note *n, int64_t size, int64_t line)
{
	struct place at = {line, b->size - 1, NULL, NULL};
	b->checkpoints++;
	if (n->wrong.what)
		say(b->report, at, n->wrong.what, n->wrong.found, n->wrong.expected);
	else if (size != b->size || n->size != size || b->covered == size)
		say(b->report, at, SAY_NOTE_SIZE, shown_number(n->size), shown_number(b->size));
	else
		check_note(b, at, n);
	for (size_t i = 0; i < b->evidences; i++)
		b->evidence[i].kept = b->evidence[i].kept || b->evidence[i].note.size == n->size;
	b->covered = b->size;
}

/* "COMMITMENT PERSON BASE64", the last of a salt and a text; `scratch` has room for two parts. */
void book_sealed(struct book *b, struct span rest, char *scratch, int64_t line)
{
	struct place at = {line, -1, NULL, NULL};
	struct span hash = split(&rest, ' '), person = split(&rest, ' ');
	/* A household's is "_TOKEN.BODY". */
	size_t domain = strlen(strcpy(scratch, "cordon-sealed-v1\n")), length, own = person.length && *person.at == '_';
	char *salt = scratch + domain, name[WORD_MAX + 1];
	uint8_t commitment[32], sealed[32];
	if (!form_word((struct span){person.at + own, person.length - own}, 'i', name) || !form_hex(hash, commitment, 32) ||
	    !form_base64(rest, sodium_base64_VARIANT_ORIGINAL, salt, PART_MAX, &length) ||
	    length < 32 || form_text((struct span){salt + 32, length - 32})) {
		say(b->report, at, SAY_VALUE, shown(hash), "s COMMITMENT PERSON BASE64");
		return;
	}
	crypto_hash_sha256(sealed, (uint8_t *)scratch, domain + length);
	say_hashes(b, at, SAY_SEALED_HASH, sealed, commitment);
	if (memcmp(commitment, b->last_commitment, 32) <= 0)
		say(b->report, at, SAY_SEALED_ORDER, shown(hash), NULL);
	if (*set_at(&b->salts, salt) != NONE)
		say(b->report, at, SAY_SEALED_SALT, shown(hash), NULL);
	if (*set_at(&b->hashes, commitment) == NONE)
		say(b->report, at, SAY_SEALED_NOWHERE, shown(hash), NULL);
	*set_at(&b->salts, salt) = 0;
	memcpy(b->last_commitment, commitment, 32);
}

void book_end(struct book *b, int64_t line)
{
	struct place at = {line, -1, NULL, NULL};
	if (!b->size)
		say(b->report, at, SAY_FOUND_PLACE, NULL, "found");
	if (b->covered != b->size)
		say(b->report, at, SAY_NOTE_LAST, shown_number(b->covered), shown_number(b->size));
	for (struct evidence *v = b->evidence; v < b->evidence + b->evidences; v++)
		if (!v->met || !v->kept)
			say(b->report, (struct place){-1, -1, v->path, NULL}, v->met ? SAY_KEPT_DROPPED : SAY_KEPT_LONGER,
			    shown_number(b->size), shown_number(v->note.size));
}
