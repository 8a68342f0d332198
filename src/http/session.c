/* See session.h. */
#include "http/session.h"

#include "base/json.h"
#include "base/memory.h"
#include "http/rate.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES = 32 };

struct challenge {
	unsigned char bytes[BYTES];
	int64_t until_ms; /* 0: free */
};

struct session {
	unsigned char hash[crypto_hash_sha256_BYTES];
	char person[KEYS_PERSON], key[KEYS_NAME];
	int64_t until_ms; /* 0: free */
};

struct sessions {
	pthread_mutex_t lock; /* of all below */
	int64_t life_ms;
	rate_limit address, person;
	struct challenge challenge[SESSION_CHALLENGES_MAX];
	struct session session[SESSIONS_MAX];
	int used; /* places of `session` that were ever used: those after it are free */
};

sessions *sessions_new(int64_t life_ms)
{
	sessions *s = memory_alloc(1, sizeof *s);
	pthread_mutex_init(&s->lock, NULL);
	s->life_ms = life_ms;
	rate_begin(&s->address, SESSION_ADDRESS_BURST, SESSION_ADDRESS_MS);
	rate_begin(&s->person, SESSION_PERSON_BURST, SESSION_PERSON_MS);
	return s;
}

void sessions_free(sessions *s)
{
	if (!s)
		return;
	pthread_mutex_destroy(&s->lock);
	sodium_memzero(s, sizeof *s);
	free(s);
}

session_fate sessions_ask(sessions *s, const char *address, int64_t now_ms, int64_t *wait_ms)
{
	pthread_mutex_lock(&s->lock);
	*wait_ms = rate_take(&s->address, address, now_ms);
	pthread_mutex_unlock(&s->lock);
	return *wait_ms ? SESSION_TOO_OFTEN : SESSION_GOOD;
}

/* ---- challenges -------------------------------------------------------------------------------------------------- */

session_fate sessions_challenge(sessions *s, int64_t now_ms, char challenge[SESSION_HEX], int64_t *wait_ms)
{
	struct challenge *free_one = NULL;
	pthread_mutex_lock(&s->lock);
	*wait_ms = SESSION_CHALLENGE_S * 1000;
	for (int i = 0; i < SESSION_CHALLENGES_MAX && !free_one; i++) {
		struct challenge *one = &s->challenge[i];
		if (one->until_ms <= now_ms)
			free_one = one;
		else if (one->until_ms - now_ms < *wait_ms)
			*wait_ms = one->until_ms - now_ms;
	}
	if (free_one) {
		randombytes_buf(free_one->bytes, BYTES);
		free_one->until_ms = now_ms + SESSION_CHALLENGE_S * 1000;
		sodium_bin2hex(challenge, SESSION_HEX, free_one->bytes, BYTES);
	}
	pthread_mutex_unlock(&s->lock);
	return free_one ? SESSION_GOOD : SESSION_FULL;
}

bool sessions_spend(sessions *s, const char *challenge, int64_t now_ms)
{
	unsigned char bytes[BYTES];
	size_t length = 0;
	bool good = false;
	if (sodium_hex2bin(bytes, sizeof bytes, challenge, strlen(challenge), NULL, &length, NULL) || length != BYTES)
		return false;
	pthread_mutex_lock(&s->lock);
	for (int i = 0; i < SESSION_CHALLENGES_MAX; i++)
		if (s->challenge[i].until_ms > now_ms && !sodium_memcmp(s->challenge[i].bytes, bytes, BYTES)) {
			s->challenge[i].until_ms = 0;
			good = true;
		}
	pthread_mutex_unlock(&s->lock);
	return good;
}

/* ---- sessions ---------------------------------------------------------------------------------------------------- */

static void hash_token(const char *token, unsigned char hash[crypto_hash_sha256_BYTES])
{
	crypto_hash_sha256(hash, (const unsigned char *)token, strlen(token));
}

/* The place for another of theirs: their oldest when they have as many as may be, else a free one; NULL: none. */
static struct session *place_for(sessions *s, const char *person, int64_t now_ms)
{
	struct session *oldest = NULL, *free_one = NULL;
	int theirs = 0;
	for (int i = 0; i < s->used; i++) {
		struct session *one = &s->session[i];
		if (one->until_ms <= now_ms) {
			free_one = free_one ? free_one : one;
		} else if (!strcmp(one->person, person)) {
			theirs++;
			if (!oldest || one->until_ms < oldest->until_ms)
				oldest = one;
		}
	}
	if (theirs >= SESSION_EACH)
		return oldest;
	return free_one ? free_one : s->used < SESSIONS_MAX ? &s->session[s->used++] : NULL;
}

session_fate sessions_begin(sessions *s, const char *person, const char *key, int64_t now_ms, char token[SESSION_TOKEN],
			    int64_t *wait_ms)
{
	unsigned char bytes[BYTES];
	session_fate fate = SESSION_GOOD;
	pthread_mutex_lock(&s->lock);
	*wait_ms = rate_take(&s->person, person, now_ms);
	struct session *one = *wait_ms ? NULL : place_for(s, person, now_ms);
	if (one) {
		randombytes_buf(bytes, sizeof bytes);
		sodium_bin2base64(token, SESSION_TOKEN, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
		*one = (struct session){.until_ms = now_ms + s->life_ms};
		hash_token(token, one->hash);
		strncat(one->person, person, sizeof one->person - 1);
		strncat(one->key, key, sizeof one->key - 1);
	} else {
		fate = *wait_ms ? SESSION_TOO_OFTEN : SESSION_FULL;
		*wait_ms = *wait_ms ? *wait_ms : 1000;
	}
	pthread_mutex_unlock(&s->lock);
	return fate;
}

static struct session *find(sessions *s, const char *token)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	hash_token(token, hash);
	for (int i = 0; i < s->used; i++)
		if (s->session[i].until_ms && !memcmp(s->session[i].hash, hash, sizeof hash))
			return &s->session[i];
	return NULL;
}

bool sessions_find(sessions *s, const char *token, int64_t now_ms, char person[KEYS_PERSON], char key[KEYS_NAME])
{
	pthread_mutex_lock(&s->lock);
	const struct session *one = find(s, token);
	bool good = one && one->until_ms > now_ms;
	memcpy(person, good ? one->person : "", good ? KEYS_PERSON : 1);
	memcpy(key, good ? one->key : "", good ? KEYS_NAME : 1);
	pthread_mutex_unlock(&s->lock);
	return good;
}

void sessions_end(sessions *s, const char *token)
{
	pthread_mutex_lock(&s->lock);
	struct session *one = find(s, token);
	if (one)
		*one = (struct session){0};
	pthread_mutex_unlock(&s->lock);
}

int sessions_count(sessions *s, int64_t now_ms)
{
	int count = 0;
	pthread_mutex_lock(&s->lock);
	for (int i = 0; i < s->used; i++)
		count += s->session[i].until_ms > now_ms;
	pthread_mutex_unlock(&s->lock);
	return count;
}

void session_statement(const char *book, const char *challenge, const char *origin, const char *person, text *out)
{
	json_t *said = memory_require(json_pack("{s:s, s:s, s:s, s:s}", "book", book, "challenge", challenge, "origin",
						origin, "person", person));
	text_add_string(out, "cordon-session-v1\n");
	json_canonical(said, out);
	json_decref(said);
}
