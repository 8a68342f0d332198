/* Any bytes as an election: never a crash; what was read whole keeps within the limits, and in BLT it is the same
 * election when written and read again. */
#include "bytes.h"

#include "base/text.h"

#include <cordon/count.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool write_text(void *context, const void *bytes, size_t size)
{
	text_add(context, bytes, size);
	return true;
}

static cordon_election *read_election(const void *data, size_t size, const char *format)
{
	struct bytes bytes = {data, size};
	cordon_reader in = {read_bytes, &bytes};
	cordon_election_options options = {format, NULL, false};
	cordon_election *e;
	cordon_error error;
	cordon_error_init(&error);
	cordon_status status = cordon_election_read(&in, "fuzz", &options, &e, &error);
	assert((status == CORDON_OK) == (error.errors == 0) && (status == CORDON_OK) == (e != NULL));
	cordon_error_free(&error);
	return e;
}

static void check_ballots(const cordon_election *e)
{
	uint64_t total = 0;
	assert(e->candidates <= CORDON_CANDIDATES_MAX);
	for (size_t b = 0; b < e->ballots; b++) {
		bool seen[CORDON_CANDIDATES_MAX] = {false};
		total += e->weight[b];
		assert(e->weight[b] >= 1 && e->start[b] < e->start[b + 1]);
		for (size_t i = e->start[b]; i < e->start[b + 1]; i++) {
			int candidate = e->mark[i] & ~CORDON_MARK_TIED;
			if (e->mark[i] == CORDON_MARK_SKIPPED)
				continue;
			assert(candidate < e->candidates && !seen[candidate]);
			seen[candidate] = true;
		}
	}
	assert(total <= CORDON_WEIGHT_MAX);
}

/* Persons stand on lists, and lists have at least their persons' votes. */
static void check_lists(const cordon_election *e)
{
	uint64_t total = 0, persons = 0;
	assert(e->lists >= 1 && e->lists <= CORDON_LISTS_MAX);
	for (int l = 0; l < e->lists; l++)
		total += e->list[l].votes;
	for (int c = 0; c < e->candidates; c++) {
		assert(e->candidate[c].list >= 0 && e->candidate[c].list < e->lists);
		persons += e->candidate[c].votes;
	}
	assert(persons <= total && total <= CORDON_WEIGHT_MAX);
}

static void write_election(const cordon_election *e, text *out)
{
	cordon_writer writer = {write_text, out};
	cordon_status status = cordon_election_write(e, "blt", &writer, NULL);
	assert(!status);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cordon_election *e = read_election(data, size, NULL);
	if (e)
		check_ballots(e);
	if (e && e->kind == CORDON_BALLOTS_LISTS)
		check_lists(e);
	if (e && e->kind == CORDON_BALLOTS_RANKED) {
		text first = {0}, second = {0};
		write_election(e, &first);
		cordon_election *again = read_election(text_string(&first), first.length, "blt");
		assert(again && again->ballots == e->ballots && again->candidates == e->candidates &&
		       again->blank == e->blank);
		write_election(again, &second);
		assert(first.length == second.length &&
		       !memcmp(text_string(&first), text_string(&second), first.length));
		cordon_election_free(again);
		text_free(&first);
		text_free(&second);
	}
	cordon_election_free(e);
	return 0;
}
