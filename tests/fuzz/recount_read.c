/* Any bytes as ballots for the verifier of counts: never a crash. Of a BLT, votes on a question or votes of lists that
 * the verifier reads, the reader of the count reads the same to the last mark: two readers that share no code.
 */
#include "bytes.h"

#include "base/text.h"
#include "recount/ballots.h"

#include <cordon/count.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *or_empty(const char *string)
{
	return string ? string : "";
}

static void same_text(const char *a, const char *b)
{
	assert(!strcmp(or_empty(a), or_empty(b)));
}

/* A ballot's marks, each with the rank it stands at. */
static void same_marks(const ballots *b, const paper *one, const cordon_election *e, size_t ballot)
{
	size_t at = one->from;
	unsigned rank = 0;
	for (size_t i = e->start[ballot]; i < e->start[ballot + 1]; i++) {
		bool skipped = e->mark[i] == CORDON_MARK_SKIPPED;
		rank += skipped || !(e->mark[i] & CORDON_MARK_TIED);
		if (skipped)
			continue;
		assert(at < one->to && b->ranked[at].who == (e->mark[i] & ~CORDON_MARK_TIED));
		assert(b->ranked[at].rank == rank);
		at++;
	}
	assert(at == one->to);
}

static void same_ballots(const ballots *b, const cordon_election *e)
{
	assert(b->papers == e->ballots && b->blank == e->blank && b->bodies == e->groups);
	for (size_t i = 0; i < b->papers; i++) {
		assert(b->paper[i].weight == e->weight[i]);
		assert(!b->bodies || b->paper[i].body == e->ballot_group[i]);
		same_marks(b, &b->paper[i], e, i);
	}
	for (int g = 0; g < b->bodies; g++)
		same_text(b->body[g], e->group[g]);
}

static void same_lists(const ballots *b, const cordon_election *e)
{
	assert(b->lists == e->lists);
	for (int l = 0; l < b->lists; l++) {
		same_text(b->list[l].name, e->list[l].name);
		same_text(b->list[l].pact, e->list[l].pact);
		assert(b->list[l].votes == e->list[l].votes);
	}
	for (int c = 0; b->lists && c < b->candidates; c++) {
		assert(b->list_of[c] == e->candidate[c].list && b->votes[c] == e->candidate[c].votes);
		same_text(b->party[c], e->candidate[c].party);
	}
}

static void compare(const char *bytes, const char *format, ballots_reader *read)
{
	struct bytes left = {(const uint8_t *)bytes, strlen(bytes)};
	cordon_reader in = {read_bytes, &left};
	cordon_election_options options = {format, NULL, false};
	cordon_election *e;
	cordon_error error;
	ballots b = {0};
	cordon_error_init(&error);
	cordon_status status = read("fuzz", bytes, &b, &error);
	assert((status == CORDON_OK) == (error.errors == 0));
	if (!status) {
		status = cordon_election_read(&in, "fuzz", &options, &e, &error);
		assert(!status && b.candidates == e->candidates && b.seats == e->seats);
		same_text(b.title, e->title);
		for (int c = 0; c < b.candidates; c++) {
			same_text(b.name[c], e->candidate[c].name);
			same_text(b.nick[c], e->candidate[c].id);
			assert(b.withdrawn[c] == e->candidate[c].withdrawn);
		}
		same_ballots(&b, e);
		same_lists(&b, e);
		cordon_election_free(e);
	}
	ballots_free(&b);
	cordon_error_free(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	text bytes = {0};
	text_add(&bytes, (const char *)data, size);
	if (size && strlen(bytes.bytes) == size && text_is_utf8(bytes.bytes, size)) {
		compare(bytes.bytes, "blt", ballots_read_blt);
		compare(bytes.bytes, "votes", ballots_read_votes);
		compare(bytes.bytes, "lists", ballots_read_lists);
	}
	text_free(&bytes);
	return 0;
}
