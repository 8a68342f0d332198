/* Any bytes as an export, a checkpoint and a receipt of it: never a crash; what is not proven has a finding, and a
 * proven book is no export without its last line. */
#include "audit/audit.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int audit(const uint8_t *data, size_t size, struct evidence *evidence, size_t evidences, bool json)
{
	struct report report = {.out = fopen("/dev/null", "w"), .json = json};
	struct book book = {.report = &report, .node = NONE, .evidence = evidence, .evidences = evidences};
	FILE *in = size ? fmemopen((void *)(uintptr_t)data, size, "r") : fopen("/dev/null", "r");
	assert(report.out && in);
	int status = book_audit(&book, in, 2);
	assert((status == 0) == (report.findings == 0) && (status == 2) == report.refused);
	book_free(&book);
	fclose(in);
	fclose(report.out);
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	assert(sodium_init() >= 0);
	struct evidence evidence[2] = {{.path = "checkpoint"}, {.path = "receipt", .receipt = true}};
	struct span bytes = {(const char *)data, size};
	size_t read = 0;
	for (int i = 0; i < 2 && size && size <= RECEIPT_MAX; i++)
		if (evidence_read(&evidence[i], bytes))
			evidence[read++] = evidence[i];
		else
			free(evidence[i].note.bytes);
	audit(data, size, evidence, read, true);
	if (audit(data, size, NULL, 0, false) == 0) {
		const uint8_t *last = memrchr(data, '\n', size - 1);
		assert(last && audit(data, (size_t)(last + 1 - data), NULL, 0, false) == 2);
	}
	return 0;
}
