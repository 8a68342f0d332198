/* Any bytes as approval ballots for the verifier of counts: never a crash; and what its reader takes, the count's own
 * reader takes too, as the same election. The first byte says which of the two formats is meant.
 */
#include "bytes.h"

#include "base/memory.h"
#include "base/text.h"
#include "recount/approvals.h"

#include <cordon/count.h>

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static cordon_election *count_reads(const char *format, const char *file, size_t length)
{
	struct bytes bytes = {(const uint8_t *)file, length};
	cordon_reader in = {read_bytes, &bytes};
	cordon_election_options options = {format, NULL, false};
	cordon_election *e = NULL;
	cordon_error error;
	cordon_error_init(&error);
	cordon_election_read(&in, "fuzz", &options, &e, &error);
	cordon_error_free(&error);
	return e;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static void check_same(const ballots *b, const cordon_election *e)
{
	assert(e && e->kind == CORDON_BALLOTS_APPROVAL && b->candidates == e->candidates && b->seats == e->seats);
	assert(same_text(b->title, e->title) && same_text(b->budget, e->budget));
	for (int c = 0; c < b->candidates; c++)
		assert(same_text(b->name[c], e->candidate[c].name) && same_text(b->nick[c], e->candidate[c].id) &&
		       same_text(b->cost ? b->cost[c] : NULL, e->candidate[c].cost) && !b->withdrawn[c]);
	assert(b->papers == e->ballots && b->blank == e->blank);
	for (size_t i = 0; i < b->papers; i++) {
		const paper *p = &b->paper[i];
		assert(p->weight == e->weight[i] && p->to - p->from == e->start[i + 1] - e->start[i]);
		for (size_t at = p->from; at < p->to; at++)
			assert(b->ranked[at].rank == 1 && b->ranked[at].who == e->mark[e->start[i] + at - p->from]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool pb = size && *data == 'M';
	if (!text_is_utf8((const char *)data, size) || memchr(data, 0, size))
		return 0; /* neither reads it */
	char *bytes = memory_alloc(size + 1, 1);
	memcpy(bytes, data, size);
	ballots b;
	cordon_error error;
	cordon_error_init(&error);
	cordon_status status =
		pb ? approvals_read_pb("fuzz", bytes, &b, &error) : approvals_read_abc("fuzz", bytes, &b, &error);
	assert((status == CORDON_OK) == (error.errors == 0));
	if (!status) {
		cordon_election *e = count_reads(pb ? "pabulib" : "abc", bytes, size);
		check_same(&b, e);
		cordon_election_free(e);
	}
	cordon_error_free(&error);
	ballots_free(&b);
	free(bytes);
	return 0;
}
