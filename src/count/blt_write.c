/* Writing BLT; blt_read.c explains the format. Blank ballots are written as ballots without marks, those set aside are
 * not. */
#include "count/format.h"

#include <inttypes.h>
#include <string.h>

static void add_ballot(const cordon_election *e, size_t ballot, text *out)
{
	text_add_format(out, "%" PRIu64, e->weight[ballot]);
	for (size_t i = e->start[ballot]; i < e->start[ballot + 1]; i++) {
		cordon_mark mark = e->mark[i];
		if (mark == CORDON_MARK_SKIPPED)
			text_add_string(out, " -");
		else
			text_add_format(out, "%s%d", mark & CORDON_MARK_TIED ? "=" : " ",
					(mark & ~CORDON_MARK_TIED) + 1);
	}
	text_add_string(out, " 0\n");
}

/* A name in quotes: what would end it early or begin a new line becomes an apostrophe or a blank. */
static void add_name(text *out, const char *name)
{
	text_add_string(out, "\"");
	for (; *name; name++)
		text_add(out, *name == '"' ? "'" : strchr("\r\n", *name) ? " " : name, 1);
	text_add_string(out, "\"\n");
}

bool blt_write(const cordon_election *e, text *out)
{
	if (e->kind != CORDON_BALLOTS_RANKED)
		return false;
	text_add_format(out, "%d %d\n", e->candidates, e->seats ? e->seats : 1);
	for (int c = 0; c < e->candidates; c++)
		if (e->candidate[c].withdrawn)
			text_add_format(out, "-%d\n", c + 1);
	for (size_t b = 0; b < e->ballots; b++)
		add_ballot(e, b, out);
	if (e->blank)
		text_add_format(out, "%" PRIu64 " 0\n", e->blank);
	text_add_string(out, "0\n");
	for (int c = 0; c < e->candidates; c++)
		add_name(out, e->candidate[c].name);
	add_name(out, e->title ? e->title : "");
	return true;
}
