/* Whom a proposed plan concerns: who may answer to it, and who must.
 *
 * A plan that comes after another of the same council (adopted last, or whose round ended last) may name those it
 * concerns; then only they must answer, and the others' consent to the earlier plan stands. It stands where they
 * accepted it, where it was adopted and they neither refused nor countered, and where it did not concern them itself
 * but came after a plan to which their consent stands. Whoever has none is always named. That those are named whose
 * tasks differ no rule can say, for the plans' files are not in the book: `cordon plan check` does.
 *
 * May answer: every body beneath the council with a process in the plan's package or in that of the plan before.
 *	economy_after(plan, after)
 *	economy_concern(plan, body)
 */
#ifndef PLAN_CONCERN_H
#define PLAN_CONCERN_H

#include "base/memory.h"
#include "base/names.h"
#include "record/act.h"

/* With the tables may(body, has, had) and concerned(body) of plan ?1: `has` a process in its package, `had` one in that
 * before. Follow it with a SELECT. */
#define CONCERN_OF_PLAN                                                                                                \
	"WITH RECURSIVE made(council, entries, old) AS (SELECT p.body, p.entries, coalesce(o.entries, p.entries) "     \
	"FROM economy_plan p LEFT JOIN economy_after a ON a.plan = p.plan LEFT JOIN economy_plan o ON o.plan = "       \
	"a.after WHERE p.plan = ?1), " CONCERN_MAY ", concerned(body) AS (SELECT body FROM economy_concern WHERE "     \
	"plan = ?1 UNION SELECT body FROM may WHERE has AND NOT EXISTS (SELECT 1 FROM economy_concern WHERE plan = "   \
	"?1)) "
#define CONCERN_MAY                                                                                                    \
	"beneath(body) AS (SELECT council FROM made UNION SELECT l.body FROM link l JOIN beneath b ON l.council = "    \
	"b.body JOIN made WHERE l.from_entry < entries AND (l.until_entry IS NULL OR l.until_entry >= entries)), "     \
	"may(body, has, had) AS (SELECT p.body, max(p.from_entry < entries AND (p.until_entry IS NULL OR "             \
	"p.until_entry >= entries)) AS has, max(p.from_entry < old AND (p.until_entry IS NULL OR p.until_entry >= "    \
	"old)) AS had FROM beneath b JOIN economy_process p ON p.body = b.body JOIN made GROUP BY p.body HAVING has "  \
	"OR had)"

/* Checks the fields `after` and `concerns` of a proposal; writes them. */
cordon_status concern_check(const act_context *act);
void concern_write(const act_context *act);

/* The plan that it came after, "" if none, and whether it names whom it concerns. */
bool concern_after(state *s, const char *plan, char out[ACT_ID_MAX + 1]);
json_t *concern_named(state *s, const char *plan); /* their ids */
/* Whether the body's consent to a plan stands, when the book had that many entries. */
bool concern_stands(state *s, const char *plan, const char *body, int64_t entries);

/* A plan that is proposed in `entry`, for a package of `entries`, after another. */
typedef struct concern_asked {
	const char *council, *after;
	int64_t entries, entry;
} concern_asked;

/* Those that it must name, in the order of their ids, where the tasks of `differ` differ; copied into `texts`. */
void concern_list(state *s, const concern_asked *asked, const names *differ, names *out, arena *texts);

#endif
