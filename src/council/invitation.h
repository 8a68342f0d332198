/* Invitations: how a person comes to a first key without a password and without the node ever holding a secret.
 *
 * The secretary makes an Ed25519 key of chance, puts its public half in the book (`invite`) and gives the seed to the
 * person, as a link or a sheet (record/invitation.h). With it and a key that they alone hold the person signs
 * `invitation_use`: the new key is theirs, and the invitation ceases (record/keys.h). It is good once, for that
 * person, until the time it names, and in no other book; a person has at most one, a later one takes its place, and
 * who has a main key has none. `key_revoke` withdraws it. Who lost a phone has the key revoked and is invited again:
 * both stand in the book, and invitation_history shows them.
 *
 *	invitation(key, person, body, entry, time, until_time, by)
 * When it ceased stands in the record's table `key`; that it ran out is asked at a given time, not stored.
 */
#ifndef COUNCIL_INVITATION_H
#define COUNCIL_INVITATION_H

#include "council/council.h"

enum { INVITATION_DAYS_MAX = 92 };

typedef struct invitation_facts {
	char person[ACT_ID_MAX + 1], body[ACT_ID_MAX + 1], by[ACT_ID_MAX + 1];
	int64_t entry, time, until;
	bool ceased; /* used, withdrawn, or another took its place */
} invitation_facts;

/* False: there never was such an invitation. */
bool invitation_find(state *s, const char *key, invitation_facts *out);

/* What whoever holds the invitation is told before using it: {invitation, person, body, by, until, ceased, key?}, `key`
 * the person's main key, if they have one (it tells who lost the answer whether theirs arrived). NULL: there never was
 * such an invitation. */
json_t *invitation_data(state *s, const char *key);

/* The person's keys and invitations since the beginning, oldest first: [{key, use, from, until, invited_by?, body?,
 * expires?}] with `from` and `until` entries (until null: valid). At most 1,000. */
json_t *invitation_history(state *s, const char *person);

extern const act_kind invite_kind, invitation_use_kind;
extern const state_schema invitation_schema;

#endif
