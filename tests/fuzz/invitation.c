/* Any bytes as what an invited person was given: never a crash, and what is read is written as it was read. */
#include "record/invitation.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char seed[32];
	char book[ENTRY_ID], code[INVITATION_CODE];
	char *given = calloc(size + 1, 1);
	assert(given);
	if (size)
		memcpy(given, data, size);
	if (invitation_read(given, seed, book)) {
		invitation_write(seed, book, code);
		assert(strlen(code) == INVITATION_CODE - 1 && strstr(given, code));
	}
	free(given);
	return 0;
}
