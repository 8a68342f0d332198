/* Any bytes as acts on their way to the writer: never a crash; what is refused says why; what is taken is signed, and
 * written again it is the same act. */
#include "http/submission.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const submission_act *a)
{
	entry again;
	cordon_text why = {0};
	bool is_act = entry_read_act(a->bytes.bytes, a->bytes.length, &again, &why);
	assert(is_act && !strcmp(again.nonce, a->entry.nonce) && json_equal(again.fields, a->entry.fields));
	assert(a->signatures >= 1 && a->entry.signatures == a->signatures && a->sealed_count <= SUBMISSION_SEALED_MAX);
	for (int i = 0; i < a->entry.signatures; i++)
		assert(entry_signed(a->bytes.bytes, a->bytes.length, a->entry.key[i], a->entry.signature[i]));
	entry_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (int several = 0; several < 2; several++) {
		cordon_error error;
		submission s;
		cordon_error_init(&error);
		bool well = !submission_read((const char *)data, size, several, &s, &error);
		assert(well == !error.errors && (!well || (s.acts >= 1 && (several || s.acts == 1))));
		for (int i = 0; well && i < s.acts; i++)
			check(s.act[i]);
		submission_free(&s);
		cordon_error_free(&error);
	}
	return 0;
}
