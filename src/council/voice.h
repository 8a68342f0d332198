/* Who has a voice and a vote in a body: of a base body those on its roll, of a council the delegates who hold a seat
 * in it.
 *
 * The roles here find the body of an act by its field `body`, or through the proposal or session it names.
 */
#ifndef COUNCIL_VOICE_H
#define COUNCIL_VOICE_H

#include "council/body.h"
#include "council/person.h"

extern const act_role voice_member; /* a signer who has a voice in the body */
extern const act_role voice_officer; /* its secretary or chair */
extern const act_role voice_proposer; /* who made the proposal */

/* The body an act is about; false: none that exists. */
bool voice_body(const act_context *act, char out[BODY_ID]);
bool voice_has(state *s, const char *body, const char *person, int64_t time);
/* What a quorum is a part of, at a moment: the people on the roll, or the seats of the council, filled or not. */
int64_t voice_size(state *s, const char *body, int64_t time);

/* The signer whose act it is where several may have signed: the first who has a voice, else the first person; "" for
 * none. */
const char *voice_signer(const act_context *act, const char *body);

#endif
