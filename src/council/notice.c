/* Notices of the entry under way, numbered within it; see notice.h. */
#include "council/notice.h"

void notice_add(const act_context *act, const notice *n)
{
	int64_t nth = state_number(act->state, 0, "SELECT max(nth) FROM notice WHERE body = ? AND entry = ?", "si",
				   n->body, act->entry);
	state_do(act->state, "INSERT INTO notice VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "siiisssiii", n->body,
		 act->entry, nth + 1, act->time, n->what, n->council, n->of_body, n->number, n->have, n->need);
}

static const char *const tables[] = {"notice", NULL};

const state_schema notice_schema = {
	.room = "council",
	.table = tables,
	.create =
		"CREATE TABLE notice (body TEXT, entry INTEGER, nth INTEGER, time INTEGER NOT NULL, what TEXT NOT NULL,"
		" council TEXT, of_body TEXT, number INTEGER NOT NULL, have INTEGER NOT NULL, need INTEGER NOT NULL,"
		" PRIMARY KEY (body, entry, nth)) WITHOUT ROWID;",
};
