/* Any bytes as an act, an entry, and a claim of a book: never a crash; what was read is written as it was; a claim that
 * is taken is one or two, each of at least one entry. */
#include "record/entry.h"

#include "base/json.h"
#include "record/claims.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The book of the corpus. */
static const char origin[] = "cordon/corpus";
static const char book_of[] =
	"55fca04e12cf79de3a7b17352c83cfe21a2918c6072f0155688691df0cf0f9ad";

static void check_act(const char *bytes, size_t length)
{
	entry e;
	cordon_text why = {0};
	bool read = entry_read_act(bytes, length, &e, &why);
	assert(read == !why.code);
	if (read) {
		text again = {0};
		entry_write_act(&again, e.book, e.kind, e.fields, e.made, e.nonce);
		assert(again.length == length && !memcmp(again.bytes, bytes, length));
		text_free(&again);
	}
	entry_free(&e);
}

static void check_entry(const char *bytes, size_t length)
{
	entry e;
	cordon_text why = {0};
	bool read = entry_read(bytes, length, &e, &why);
	assert(read == !why.code);
	if (read) {
		text again = {0};
		entry_write(&again, e.act, e.act_length, e.key, e.signature, e.signatures, e.time);
		assert(again.length == length && !memcmp(again.bytes, bytes, length));
		text_free(&again);
		check_act(e.act, e.act_length);
		for (int i = 0; i < e.signatures; i++)
			entry_signed(e.act, e.act_length, e.key[i], e.signature[i]);
	}
	entry_free(&e);
}

static void check_claims(const char *bytes, size_t length)
{
	claims c = {0};
	cordon_error error;
	cordon_error_init(&error);
	cordon_status status = claims_read(&c, "fuzz", bytes, length, origin, book_of, &error);
	assert(!status == !error.errors);
	assert(status || c.count == 1 || (c.count == 2 && c.claim[1].is_leaf));
	for (int i = 0; i < c.count; i++)
		assert(c.claim[i].size >= 1 && (c.claim[i].note != NULL) == !c.claim[i].is_leaf);
	claims_sort(&c);
	claims_free(&c);
	cordon_error_free(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cordon_init();
	check_act((const char *)data, size);
	check_entry((const char *)data, size);
	check_claims((const char *)data, size);
	return 0;
}
