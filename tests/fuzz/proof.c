/* Any bytes as the proof of an allocation; the two hashes in it are made right first, so that variants get past them.
 * Never a crash; what is read can be asked about every household; a proof that holds says so twice, and does not hold
 * for another ration of its first household. */
#include "supply/proof.h"
#include "base/hash.h"
#include "base/text.h"
#include "bytes.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool begins(const char *line, size_t length, const char *with)
{
	return length >= strlen(with) && !memcmp(line, with, strlen(with));
}

/* The line, or the one that says the hash of all before it. */
static void add_line(text *out, const char *line, size_t length)
{
	static const char *const key[] = {"inputs", "sha256"};
	char hex[HASH_HEX], with[16];
	for (int i = 0; i < 2; i++) {
		snprintf(with, sizeof with, "{\"%s\":", key[i]);
		if (!begins(line, length, with))
			continue;
		hash_state state;
		hash_begin(&state);
		hash_add(&state, text_string(out), out->length);
		hash_end(&state, hex);
		text_add_format(out, "{\"%s\":\"%s\"}\n", key[i], hex);
		return;
	}
	text_add(out, line, length);
}

static void mend(const char *bytes, size_t size, text *out)
{
	for (size_t at = 0, length; at < size; at += length) {
		const char *newline = memchr(bytes + at, '\n', size - at);
		length = newline ? (size_t)(newline - bytes) - at + 1 : size - at;
		add_line(out, bytes + at, length);
	}
}

static void ask(const proof *p)
{
	for (uint32_t i = 0; i < p->households; i++) {
		const proof_household *h = proof_find(p, p->household[i].token);
		assert(h == &p->household[i]);
		for (uint32_t k = 0; k < h->rows; k++) {
			proof_answer a = proof_why(p, h, k);
			assert(a.row == p->row + h->first + k && a.may >= a.row->drawn);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	text mended = {0};
	mend((const char *)data, size, &mended);
	struct bytes bytes = {(const uint8_t *)text_string(&mended), mended.length};
	proof p;
	cordon_error error;
	cordon_error_init(&error);
	cordon_status status = proof_read("proof", &(cordon_reader){read_bytes, &bytes}, &p, &error);
	assert(status == CORDON_OK ? !error.errors : error.errors > 0);
	if (!status) {
		status = proof_check("proof", &p, &error);
		assert(status == CORDON_OK ? !error.errors : error.errors > 0);
		ask(&p);
	}
	if (!status && p.rows) {
		p.row[0].ration++;
		assert(proof_check("proof", &p, NULL) == CORDON_UNPROVEN);
	}
	proof_free(&p);
	cordon_error_free(&error);
	text_free(&mended);
	return 0;
}
