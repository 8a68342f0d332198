/* Any bytes as a bundle or pages of one: never a crash; what is taken is written again as the same bundle, its pages in
 * reverse are read as it, and everybody in it is found. */
#include "supply/bundle.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_before(void *all, int number, int of, const text *bytes)
{
	text joined = {0};
	(void)number;
	(void)of;
	text_add(&joined, bytes->bytes, bytes->length);
	text_add(&joined, text_string(all), ((text *)all)->length);
	text_free(all);
	*(text *)all = joined;
}

static void check_same(const char *bytes, size_t length, const text *written)
{
	bundle b = {0};
	text again = {0};
	char hash[65];
	assert(!bundle_read("again", bytes, length, &b, NULL));
	bundle_write(&b, &again, hash);
	assert(again.length == written->length && !memcmp(again.bytes, written->bytes, again.length));
	text_free(&again);
	bundle_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bundle b = {0};
	text written = {0}, pages = {0};
	char hash[65];
	if (!bundle_read("bundle", (const char *)data, size, &b, NULL)) {
		bundle_write(&b, &written, hash);
		check_same(written.bytes, written.length, &written);
		assert(bundle_pages(&written, put_before, &pages));
		check_same(pages.bytes, pages.length, &written);
		for (size_t i = 0; i < b.households; i++) {
			long found = bundle_find(&b, b.household[i].token);
			assert(found >= 0);
			for (size_t g = 0; g < b.goods; g++)
				assert(bundle_drawn(&b, &b.elsewhere, found, (long)g).drawn >= 0);
		}
		assert(bundle_next(&b, &b.elsewhere) >= b.next);
	}
	text_free(&written);
	text_free(&pages);
	bundle_free(&b);
	return 0;
}
