/* Who may vote on a delegate: elect or recall.
 *
 *	a base body's delegate      those on its roll
 *	a council's own delegate in a council above
 *	its delegates, a vote each; where its rules say that the base recalls (`recall.who`), all on the
 *	                            rolls beneath it, body by body: a person on two rolls beneath votes once in each
 * Delegates vote openly, by name. On rolls it is paper, or open voting where the body's rules chose that.
 */
#ifndef COUNCIL_ELECTORATE_H
#define COUNCIL_ELECTORATE_H

#include "record/act.h"

typedef enum electorate_kind { ELECTORATE_ROLL, ELECTORATE_DELEGATES, ELECTORATE_BENEATH } electorate_kind;

/* Of an election, or of a recall under rules that say `by_base`. */
electorate_kind electorate_of(state *s, const char *body, bool by_base);

/* How many there are now; were at a moment; whether a person is one of them now. */
int64_t electorate_size(state *s, const char *body, electorate_kind kind, int64_t now);
int64_t electorate_size_at(state *s, const char *body, electorate_kind kind, int64_t time);
bool electorate_has(state *s, const char *body, electorate_kind kind, const char *person, int64_t now);

/* Whether one of the signers alone belongs to it. */
bool electorate_signs(const act_context *act, const char *body, electorate_kind kind);

#endif
