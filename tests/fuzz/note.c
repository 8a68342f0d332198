/* Any bytes as a signed note: never a crash, what was taken apart is the whole of the bytes, a checkpoint is written as
 * it was read, and nothing is taken for signed but what the known keys did sign. */
#include "record/note.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The one of Go's tests, and a witness of a public log. */
static const char *const keys[] = {"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
				   "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"};
static const char *const signed_by_them[] = {
	"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
	"arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n",
};

static void check_whole(const note_parts *n, const uint8_t *data, size_t size)
{
	text again = {0};
	note_begin(&again, n->body, n->body_length);
	for (int i = 0; i < n->signatures; i++) {
		const note_signature *s = &n->signature[i];
		text_add_string(&again, "\xE2\x80\x94 ");
		text_add(&again, s->name, s->name_length);
		text_add(&again, " ", 1);
		text_add(&again, s->base64, s->base64_length);
		text_add(&again, "\n", 1);
	}
	assert(again.length == size && memcmp(again.bytes, data, size) == 0);
	text_free(&again);
}

static void check_checkpoint(const char *bytes, size_t length)
{
	checkpoint c, ours;
	if (!checkpoint_read(bytes, length, false, &c, NULL))
		return;
	text again = {0};
	checkpoint_write(&c, &again);
	assert(again.length <= length && memcmp(again.bytes, bytes, again.length) == 0);
	assert((again.length == length) == !c.extensions);
	assert(checkpoint_read(bytes, length, true, &ours, NULL) == !c.extensions);
	text_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static note_parts n;
	note_key known[2];
	note_signed found[2];
	cordon_text why = {0};
	check_checkpoint((const char *)data, size);
	bool is_note = note_read((const char *)data, size, &n, &why);
	assert(is_note == !why.code);
	if (!is_note)
		return 0;
	check_whole(&n, data, size);
	check_checkpoint(n.body, n.body_length);
	for (int k = 0; k < 2; k++) {
		bool is_key = note_key_read(&known[k], keys[k]);
		assert(is_key);
	}
	bool is_signed = note_verify(&n, known, 2, found, &why);
	assert(is_signed == !why.code && is_signed == (found[0].by_it || found[1].by_it));
	for (int k = 0; k < 2; k++)
		assert(!found[k].by_it || (n.body_length == strlen(signed_by_them[k]) &&
					   memcmp(n.body, signed_by_them[k], n.body_length) == 0));
	return 0;
}
