/* Complaints: what is wrong at a place, when an answer is due, the answer, and the outcome, all public.
 *
 * Nameless if wished: then the book holds who entered it and when, and nothing about whose it is. Its words are those
 * of who enters it, and numbers as long as a card's or a telephone's are refused in them. What the one who enters it
 * knows stays with them: docs/supply.md says how to enter so that the time tells nothing either.
 *
 * The body owes every complaint an outcome, within the days that a decision of its set (COMPLAINT_DAYS before any). The
 * term in force when it was made stays its own. An outcome stands until a decision gives another. Nothing follows
 * from one by machine.
 *
 *	complaint_term(body, entry, time, days)
 *	complaint(body, complaint, entry, time, place, good, day, words, source, who, hand, until_time)
 *	complaint_answer(body, complaint, entry, time, person, words)
 *	complaint_outcome(body, complaint, entry, time, outcome, words, person): person NULL: decided
 */
#ifndef SUPPLY_COMPLAINT_H
#define SUPPLY_COMPLAINT_H

#include "record/act.h"

#include <jansson.h>

enum {
	COMPLAINT_DAYS = 14,
	COMPLAINT_DAYS_MAX = 366,
	COMPLAINT_WORDS_MAX = 2000, /* bytes */
	COMPLAINT_DIGITS = 6, /* so many in a row can lead to somebody */
};

/* All complaints until a moment, with their answers and outcomes, and who owes an overdue one; owned by the caller. */
json_t *complaints_data(state *s, const char *body, int64_t time);

extern const act_kind complaint_term_kind, complaint_kind, complaint_answer_kind, complaint_outcome_kind;
extern const state_schema complaint_schema;

#endif
