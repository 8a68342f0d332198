/* The node's checkpoints as signed notes (C2SP signed-note, tlog-checkpoint): a first form that reads only our own. */
#include "record/note.h"
#include "record/codes.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static void b64(const void *b, size_t n, char *out, size_t room)
{
	sodium_bin2base64(out, room, b, n, sodium_base64_VARIANT_ORIGINAL);
}
bool checkpoint_read(const char *bytes, size_t length, checkpoint *out, cordon_text *why)
{
	char root[64];
	(void)length;
	*why = TEXT(RECORD_CHECKPOINT_OF_OTHER);
	unsigned long long size;
	if (sscanf(bytes, "%127[^\n]\n%llu\n%63[^\n]\n", out->origin, &size, root) != 3)
		return false;
	out->size = size;
	size_t n;
	return !sodium_base642bin(out->root, 32, root, strlen(root), NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) &&
	       n == 32;
}
static void id(const char *name, const unsigned char key[32], unsigned char out[4])
{
	unsigned char h[32];
	crypto_hash_sha256_state s;
	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, (const unsigned char *)name, strlen(name));
	crypto_hash_sha256_update(&s, (const unsigned char *)"\n\x01", 2);
	crypto_hash_sha256_update(&s, key, 32);
	crypto_hash_sha256_final(&s, h);
	memcpy(out, h, 4);
}
bool note_is_signed(const char *note, size_t length, const char *name, const unsigned char key[32])
{
	unsigned char want[4], got[68];
	id(name, key, want);
	const char *body = strstr(note, "\n\n");
	(void)length;
	if (!body)
		return false;
	size_t n, bodylen = (size_t)(body - note) + 1;
	for (const char *line = body + 2; *line;) {
		size_t l = strcspn(line, "\n");
		const char *last = line + l;
		while (last > line && last[-1] != ' ')
			last--;
		if (!sodium_base642bin(got, 68, last, (size_t)(line + l - last), NULL, &n, NULL,
				       sodium_base64_VARIANT_ORIGINAL) &&
		    n == 68 && !memcmp(got, want, 4) &&
		    !crypto_sign_verify_detached(got + 4, (const unsigned char *)note, bodylen, key))
			return true;
		line += l + (line[l] == '\n');
	}
	return false;
}
void note_write_checkpoint(text *out, const char *origin, uint64_t size, const unsigned char root[32])
{
	char r[64];
	b64(root, 32, r, sizeof r);
	text_add_format(out, "%s\n%llu\n%s\n", origin, (unsigned long long)size, r);
}
void note_sign(text *note, const char *name, const unsigned char secret[64])
{
	unsigned char s[68], pk[32];
	char out[128];
	crypto_sign_ed25519_sk_to_pk(pk, secret);
	id(name, pk, s);
	crypto_sign_detached(s + 4, NULL, (const unsigned char *)note->bytes, note->length, secret);
	b64(s, 68, out, sizeof out);
	text_add_format(note, "\n\xe2\x80\x94 %s %s\n", name, out);
}
