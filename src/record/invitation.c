/* See invitation.h. */
#include "record/invitation.h"

#include "base/digits.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

void invitation_write(const unsigned char seed[32], const char *book, char code[INVITATION_CODE])
{
	unsigned char both[64];
	memcpy(both, seed, 32);
	bool whole = digits_from_hex(book, both + 32, 32);
	assert(whole);
	(void)whole;
	sodium_bin2base64(code, INVITATION_CODE, both, sizeof both, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(both, sizeof both);
}

bool invitation_read(const char *given, unsigned char seed[32], char book[ENTRY_ID])
{
	static const char blanks[] = " \t\r\n";
	char code[INVITATION_CODE];
	unsigned char both[64];
	const char *hash = strrchr(given, '#');
	if (hash)
		given = hash + 1;
	const char *equals = hash ? strrchr(given, '=') : NULL;
	if (equals)
		given = equals + 1;
	given += strspn(given, blanks);
	size_t length = strcspn(given, blanks);
	if (length != INVITATION_CODE - 1 || given[length + strspn(given + length, blanks)])
		return false;
	memcpy(code, given, length);
	code[length] = '\0';
	bool whole = digits_from_base64(code, both, sizeof both);
	if (whole) {
		memcpy(seed, both, 32);
		sodium_bin2hex(book, ENTRY_ID, both + 32, 32);
	}
	sodium_memzero(both, sizeof both);
	sodium_memzero(code, sizeof code);
	return whole;
}
