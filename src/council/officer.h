/* Officers: who holds an office of a body, from when, until when.
 *
 * Offices are data, but three are known to the acts: a `secretary` enrols and keeps the roll, `teller`s enter paper
 * votes and sign for them, a `chair` leads sessions. Several may hold one. A body with people on its roll is never
 * without a secretary.
 *
 * officer(body, office, person, from_entry, from_time, until_time): until may lie ahead, as a term's end does.
 */
#ifndef COUNCIL_OFFICER_H
#define COUNCIL_OFFICER_H

#include "council/council.h"

/* Whether somebody holds an office at a moment; how many do. */
bool officer_has(state *s, const char *body, const char *office, const char *person, int64_t time);
int64_t officer_count(state *s, const char *body, const char *office, int64_t time);

/* How many of an act's signers hold the office at its time; the first of them, or NULL. */
int officer_signing(const act_context *act, const char *body, const char *office);
const char *officer_signer(const act_context *act, const char *body, const char *office);

/* Whether the body would be without a secretary if that person were none. */
bool officer_is_last_secretary(const act_context *act, const char *body, const char *person);

/* Appoints until `until` (INT64_MAX: no end), for acts whose checks are done; ends every office of a person in a
 * body, or of all (NULL), at the act's time. */
void officer_appoint(const act_context *act, const char *body, const char *office, const char *person, int64_t until);
void officer_end_all(const act_context *act, const char *body, const char *person);

extern const act_kind officer_kind, officer_end_kind;
extern const state_schema officer_schema;

#endif
