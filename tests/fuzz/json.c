/* Any bytes as canonical JSON: never a crash, and what is read is written as exactly the bytes it was read from, is in
 * the subset, and is what jansson reads. */
#include "base/json.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cordon_text why = {0};
	json_t *value = json_read_canonical((const char *)data, size, &why);
	assert((value == NULL) == (why.code != NULL));
	json_t *theirs = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
	if (value) {
		text out = {0};
		json_canonical(value, &out);
		assert(out.length == size && memcmp(out.bytes, data, size) == 0);
		assert(json_equal(value, theirs));
		text_free(&out);
	} else if (theirs && json_is_canonical_subset(theirs, NULL, NULL)) {
		text out = {0};
		json_canonical(theirs, &out);
		assert(out.length != size || memcmp(out.bytes, data, size) != 0);
		text_free(&out);
	}
	json_decref(value);
	json_decref(theirs);
	return 0;
}
