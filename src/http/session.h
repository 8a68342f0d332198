/* Who is there: challenges given out and sessions begun, in memory. Nothing of it outlives the program.
 *
 * A challenge is 32 random bytes, good once and for SESSION_CHALLENGE_S. Whoever signs it with a key of the book gets
 * a session: 32 random bytes known to their browser alone (here stands the SHA-256 of them), which ends after its
 * life, or when it is ended. A person has at most SESSION_EACH: the next takes the place of the oldest. Addresses and
 * people have a limit on how often. What is signed:
 *
 *	"cordon-session-v1\n" and the canonical JSON of
 *	{"book":"<64 hex>","challenge":"<64 hex>","origin":"https://cordon.example","person":"ana"}
 *
 * so that a signature is no act's, and good in no other book and for no other site. Whether the key is still that
 * person's is not known here: sign_in.c asks the book at each request. All times are given, in ms, and never go back.
 */
#ifndef HTTP_SESSION_H
#define HTTP_SESSION_H

#include "base/text.h"
#include "record/keys.h"

enum {
	SESSION_CHALLENGES_MAX = 4096,
	SESSION_CHALLENGE_S = 120,
	SESSIONS_MAX = 16384,
	SESSION_EACH = 8,
	SESSION_HEX = 65,
	SESSION_TOKEN = 44, /* 43 characters of base64url */
	SESSION_ORIGIN_MAX = 300,
	/* an address may ask that often (a hall behind one address signs in at once), a person sign in that often */
	SESSION_ADDRESS_BURST = 200,
	SESSION_ADDRESS_MS = 250,
	SESSION_PERSON_BURST = 20,
	SESSION_PERSON_MS = 30 * 1000,
};

typedef struct sessions sessions;

typedef enum session_fate { SESSION_GOOD, SESSION_TOO_OFTEN, SESSION_FULL } session_fate;

sessions *sessions_new(int64_t life_ms);
void sessions_free(sessions *s);

/* `wait_ms` is said unless it is good. */
session_fate sessions_ask(sessions *s, const char *address, int64_t now_ms, int64_t *wait_ms);
session_fate sessions_challenge(sessions *s, int64_t now_ms, char challenge[SESSION_HEX], int64_t *wait_ms);
/* Whether that challenge was given out and is still good: it is not any more. */
bool sessions_spend(sessions *s, const char *challenge, int64_t now_ms);

session_fate sessions_begin(sessions *s, const char *person, const char *key, int64_t now_ms, char token[SESSION_TOKEN],
			    int64_t *wait_ms);
/* Whose session it is, and by which key it was begun. */
bool sessions_find(sessions *s, const char *token, int64_t now_ms, char person[KEYS_PERSON], char key[KEYS_NAME]);
void sessions_end(sessions *s, const char *token);
int sessions_count(sessions *s, int64_t now_ms);

/* What is signed. */
void session_statement(const char *book, const char *challenge, const char *origin, const char *person, text *out);

#endif
