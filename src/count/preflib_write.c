/* Writing PrefLib's orders; preflib_read.c explains the format. The data type is the narrowest that holds the ballots.
 * What the format has no place for - empty ranks, blank ballots, candidates who withdrew - it does not hold. */
#include "count/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A text on one line. */
static void add_line(text *out, const char *key, const char *value)
{
	text_add_string(out, key);
	for (; *value; value++)
		text_add(out, strchr("\r\n", *value) ? " " : value, 1);
	text_add_string(out, "\n");
}

static bool holds(const cordon_election *e, bool *strict, bool *complete)
{
	*strict = *complete = true;
	if (e->kind != CORDON_BALLOTS_RANKED || e->blank)
		return false;
	for (int c = 0; c < e->candidates; c++)
		if (e->candidate[c].withdrawn)
			return false;
	for (size_t b = 0; b < e->ballots; b++) {
		*complete &= e->start[b + 1] - e->start[b] == (size_t)e->candidates;
		for (size_t i = e->start[b]; i < e->start[b + 1]; i++) {
			if (e->mark[i] == CORDON_MARK_SKIPPED)
				return false;
			*strict &= !(e->mark[i] & CORDON_MARK_TIED);
		}
	}
	return true;
}

static bool tied(const cordon_election *e, size_t at, size_t end)
{
	return at < end && (e->mark[at] & CORDON_MARK_TIED);
}

static void add_ballot(const cordon_election *e, size_t b, text *out)
{
	size_t end = e->start[b + 1];
	text_add_format(out, "%" PRIu64 ": ", e->weight[b]);
	for (size_t i = e->start[b]; i < end; i++) {
		bool inside = tied(e, i, end), more = tied(e, i + 1, end);
		text_add_format(out, "%s%s%d%s", i > e->start[b] ? "," : "", !inside && more ? "{" : "",
				(e->mark[i] & ~CORDON_MARK_TIED) + 1, inside && !more ? "}" : "");
	}
	text_add_string(out, "\n");
}

bool preflib_write(const cordon_election *e, text *out)
{
	bool strict, complete;
	uint64_t voters = 0;
	if (!holds(e, &strict, &complete))
		return false;
	for (size_t b = 0; b < e->ballots; b++)
		voters += e->weight[b];
	add_line(out, "# TITLE: ", e->title ? e->title : "");
	text_add_format(out, "# DATA TYPE: %s%s\n", strict ? "so" : "to", complete ? "c" : "i");
	text_add_format(out, "# NUMBER ALTERNATIVES: %d\n# NUMBER VOTERS: %" PRIu64 "\n# NUMBER UNIQUE ORDERS: %zu\n",
			e->candidates, voters, e->ballots);
	for (int c = 0; c < e->candidates; c++) {
		char key[48];
		snprintf(key, sizeof key, "# ALTERNATIVE NAME %d: ", c + 1);
		add_line(out, key, e->candidate[c].name);
	}
	for (size_t b = 0; b < e->ballots; b++)
		add_ballot(e, b, out);
	return true;
}
