/* Which keys are valid, and the acts that change it (docs/book.md, "Keys").
 *
 * The effects stand here; who may enrol or revoke somebody's key is a matter of bodies, and the room that knows them
 * declares those kinds with keys_enrol and keys_revoke as their functions. What a key is used for is decided by
 * keys_may_sign, before an act's own roles are asked.
 */
#ifndef RECORD_KEYS_H
#define RECORD_KEYS_H

#include "record/act.h"

/* founding, key, node_key, citation, nonce, forgotten; abroad, abroad_carried (abroad.h) */
extern const state_schema keys_schema;

/* Kinds that are the same in every book: found, key_rotate, node_key, cite. */
extern const act_kind keys_found_kind, keys_rotate_kind, keys_node_kind, keys_cite_kind;

/* Fields of key_enrol: person id, key key, use choice "main recovery". Of key_revoke: key key. Of forget: person id. */
cordon_status keys_enrol(act_context *act);
cordon_status keys_revoke(act_context *act);
cordon_status keys_forget(act_context *act);
/* Fields of invite: invitation key, person id: the key may sign one invitation_use, and ends an earlier invitation of
 * the person. Of invitation_use: person id, key key, signed by that new key and the invitation, which ceases. */
cordon_status keys_invite(act_context *act);
cordon_status keys_use_invitation(act_context *act);
/* The invitation among the signers; NULL: the act is not signed by it and the new key, and no others. */
const char *keys_invitation(const act_context *act);
/* What `forget` does, for an act that names in `field` whose texts they are, as the id `whose`. Its kind is among those
 * of keys_forgets. */
cordon_status keys_forget_person(const act_context *act, const char *field, const char *whose);
/* Whether a committed act of that kind has a deed beside the book: book_erase_forgotten. */
bool keys_forgets(const char *kind);

enum { KEYS_NAME = 44, KEYS_PERSON = ACT_ID_MAX + 1 };

typedef enum keys_use { KEYS_NONE, KEYS_MAIN, KEYS_RECOVERY, KEYS_NODE, KEYS_INVITATION } keys_use;

/* What a key is good for now; `person` is "" but for a person's. */
keys_use keys_find(state *s, const char *key, char person[KEYS_PERSON]);

/* Whether a key of that use may sign acts of a kind at all. */
bool keys_may_sign(keys_use use, const char *kind);

/* The person's valid main key; false: none. */
bool keys_of_person(state *s, const char *person, char key[KEYS_NAME]);

#endif
