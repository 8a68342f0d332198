/* Signing in and out: a challenge, its signature by a person's key, a cookie. See session.h for what is signed, and
 * docs/serve.md.
 *
 * A session is as good as the key it was begun with: at each request the book is asked whether that key is still the
 * person's, so that a key revoked or replaced ends it at once.
 */
#include "base/digits.h"
#include "base/memory.h"
#include "base/time.h"
#include "http/codes.h"
#include "http/guard.h"
#include "http/problem.h"
#include "http/serve_private.h"
#include "record/keys.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

enum { COOKIE_NAME = 32, COOKIE_ID = 8 };

static int64_t clock_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Cookies are of a host, not of a port: two nodes on one machine would take each other's. So the name has the book. */
static void cookie_name(const serve *s, char out[COOKIE_NAME])
{
	snprintf(out, COOKIE_NAME, "__Host-cordon-%.*s", COOKIE_ID, book_id(s->book));
}

static void set_cookie(const serve *s, http_exchange *x, const char *token, int64_t life_s)
{
	char name[COOKIE_NAME], line[160];
	cookie_name(s, name);
	snprintf(line, sizeof line, "%s=%s; Path=/; Max-Age=%" PRId64 "; Secure; HttpOnly; SameSite=Strict", name,
		 token, life_s);
	http_reply_header(x, "Set-Cookie", line);
}

bool serve_viewer(serve *s, http_exchange *x, state *of, char person[KEYS_PERSON])
{
	char name[COOKIE_NAME], key[KEYS_NAME], holder[KEYS_PERSON];
	cookie_name(s, name);
	const char *token = http_cookie(x, name);
	*person = '\0';
	if (!token || !sessions_find(s->sessions, token, clock_ms(), person, key))
		return false;
	if (keys_find(of, key, holder) == KEYS_MAIN && !strcmp(holder, person))
		return true;
	if (!state_failed(of))
		sessions_end(s->sessions, token);
	*person = '\0';
	return false;
}

int serve_sessions(serve *s)
{
	return sessions_count(s->sessions, clock_ms());
}

/* ---- replies ----------------------------------------------------------------------------------------------------- */

static void wait_first(http_exchange *x, session_fate fate, int64_t wait_ms)
{
	char seconds[24];
	snprintf(seconds, sizeof seconds, "%" PRId64, (wait_ms + 999) / 1000);
	http_reply_header(x, "Retry-After", seconds);
	problem_reply(x, fate == SESSION_FULL ? 503 : 429, NULL);
}

static void not_known(http_exchange *x, const char *field, cordon_text what)
{
	cordon_error error;
	cordon_error_init(&error);
	finding_add(&error, CORDON_ERROR, (place_in_file){.field = field}, what, NO_TEXT);
	http_reply_header(x, "WWW-Authenticate", "Cordon-Session");
	problem_reply(x, 401, &error);
	cordon_error_free(&error);
}

/* False: too often, and that was replied. */
static bool may_ask(serve *s, http_exchange *x)
{
	char address[HTTP_ADDRESS];
	int64_t wait_ms;
	http_address(x, address);
	session_fate fate = sessions_ask(s->sessions, address, clock_ms(), &wait_ms);
	if (fate)
		wait_first(x, fate, wait_ms);
	return !fate;
}

void challenge_handle(void *context, http_exchange *x)
{
	serve *s = context;
	char challenge[SESSION_HEX];
	int64_t wait_ms;
	if (!may_ask(s, x))
		return;
	session_fate fate = sessions_challenge(s->sessions, clock_ms(), challenge, &wait_ms);
	if (fate) {
		wait_first(x, fate, wait_ms);
		return;
	}
	http_reply_header(x, "Cache-Control", "no-store");
	http_reply_json(x, 201,
			json_pack("{s:s, s:s, s:i}", "book", book_id(s->book), "challenge", challenge, "seconds",
				  SESSION_CHALLENGE_S));
}

/* ---- signing in -------------------------------------------------------------------------------------------------- */

struct asked {
	const char *challenge, *origin, *key, *signature;
};

static const char *member(const json_t *body, const char *name, size_t most)
{
	const char *value = json_string_value(json_object_get(body, name));
	return value && *value && strlen(value) <= most ? value : NULL;
}

static bool read_asked(const json_t *body, struct asked *a)
{
	*a = (struct asked){member(body, "challenge", SESSION_HEX - 1), member(body, "origin", SESSION_ORIGIN_MAX),
			    member(body, "key", KEYS_NAME - 1), member(body, "signature", 86)};
	return a->challenge && a->origin && a->key && a->signature && json_object_size(body) == 4;
}

/* Whether it is where this request came to: the page that signed was ours. */
static bool is_ours(const serve *s, const http_exchange *x, const char *origin)
{
	static const char in_origins[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:/[]_";
	const char *host = http_header(x, "Host");
	bool https = !strncmp(origin, "https://", 8), http = !strncmp(origin, "http://", 7);
	return strspn(origin, in_origins) == strlen(origin) && host && guard_same_origin(origin, host) &&
	       (https || (http && !s->options.http.certificate));
}

static bool is_signed(const serve *s, const struct asked *a, const char *person)
{
	unsigned char key[crypto_sign_PUBLICKEYBYTES], signature[crypto_sign_BYTES];
	text said = {0};
	session_statement(book_id(s->book), a->challenge, a->origin, person, &said);
	bool good = digits_from_base64(a->key, key, sizeof key) &&
		    digits_from_base64(a->signature, signature, sizeof signature) &&
		    !crypto_sign_verify_detached(signature, (const unsigned char *)said.bytes, said.length, key);
	text_free(&said);
	return good;
}

static void begin(serve *s, http_exchange *x, const struct asked *a, const char *person)
{
	char token[SESSION_TOKEN], until[TIME_TEXT];
	int64_t wait_ms, life_s = serve_session_s(s);
	session_fate fate = sessions_begin(s->sessions, person, a->key, clock_ms(), token, &wait_ms);
	if (fate) {
		wait_first(x, fate, wait_ms);
		return;
	}
	time_to_text(serve_now(s) + life_s, until);
	set_cookie(s, x, token, life_s);
	http_reply_header(x, "Cache-Control", "no-store");
	http_reply_json(x, 201, json_pack("{s:s, s:s}", "person", person, "until", until));
}

void sign_in_handle(void *context, http_exchange *x)
{
	serve *s = context;
	struct asked a;
	char person[KEYS_PERSON];
	if (!may_ask(s, x))
		return;
	json_t *body = serve_body(x);
	if (!body)
		return;
	book *b = NULL;
	if (!read_asked(body, &a))
		not_known(x, NULL, TEXT(HTTP_SESSION));
	else if (!sessions_spend(s->sessions, a.challenge, clock_ms()))
		not_known(x, "challenge", TEXT(HTTP_SESSION_CHALLENGE));
	else if (!is_ours(s, x, a.origin))
		not_known(x, "origin", TEXT(HTTP_SESSION_ORIGIN));
	else
		b = serve_look(s, x);
	if (b && keys_find(book_state(b), a.key, person) != KEYS_MAIN)
		not_known(x, "key", TEXT(HTTP_SESSION_KEY));
	else if (b && !is_signed(s, &a, person))
		not_known(x, "signature", TEXT(HTTP_SESSION_SIGNATURE));
	else if (b)
		begin(s, x, &a, person);
	if (b)
		serve_look_away(s, b);
	json_decref(body);
}

void sign_out_handle(void *context, http_exchange *x)
{
	serve *s = context;
	char name[COOKIE_NAME];
	cookie_name(s, name);
	if (http_cookie(x, name))
		sessions_end(s->sessions, http_cookie(x, name));
	set_cookie(s, x, "", 0);
	http_reply_header(x, "Cache-Control", "no-store");
	http_reply(x, 204, NULL, "", 0);
}
