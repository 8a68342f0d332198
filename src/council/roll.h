/* Rolls: who belongs to a base body, since when, who enrolled them and who stood for them.
 *
 * Nobody stands on two rolls of one kind at a time: `standing` (person.h) says where each stands now. The
 * commitment is to the name given then, sealed; NULL: none.
 *	roll(body, person, from_entry, from_time, until_entry, until_time, enrolled_by, commitment)
 *	sponsor(body, person, from_entry, sponsor)
 *	body_size(body, people)
 */
#ifndef COUNCIL_ROLL_H
#define COUNCIL_ROLL_H

#include "council/council.h"

/* Whether the person stands on the body's roll now; did at a moment. */
bool roll_has(state *s, const char *body, const char *person);
bool roll_had(state *s, const char *body, const char *person, int64_t time);

/* How many stand on it now; did at a moment. */
int64_t roll_size(state *s, const char *body);
int64_t roll_size_at(state *s, const char *body, int64_t time);

/* Puts a person on a roll, or takes one off, for acts whose checks are done. Whoever leaves loses their offices
 * there. */
void roll_add(const act_context *act, const char *body, const char *kind, const char *person, const char *by,
	      const char *commitment);
void roll_end(const act_context *act, const char *body, const char *person);
/* Takes everybody off. */
void roll_end_all(const act_context *act, const char *body);

extern const act_kind roll_enrol_kind, roll_leave_kind, roll_transfer_kind;
extern const state_schema roll_schema;

#endif
