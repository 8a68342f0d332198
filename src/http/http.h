/* HTTP as the rest of the program sees it: a server that hands whole requests to routes, and what they answer.
 *
 * libmicrohttpd reads and writes the protocol; nothing else of it is seen outside http.c. A request is in memory whole
 * before its route is called, within the limits below; what is beyond them, or ambiguous (a header twice that may
 * stand once), is refused before. Routes run on a fixed number of threads. A route that must wait for somebody (the
 * writer, an event) says so with http_wait and gives its thread back; exactly one http_go_on follows, from any thread.
 *
 * Every answer bears the headers that keep a browser from doing more than our pages ask for (a content policy without
 * unsafe-inline, no sniffing, no referrer, no framing). Unsafe methods are refused when Origin or Sec-Fetch-Site say
 * that another site's page sent them; names of hosts that are not ours are refused (a page elsewhere whose name is
 * made to point here). It knows no sessions and no books: see serve.h.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/text.h"

#include <cordon/base.h>

#include <jansson.h>

enum {
	HTTP_CONNECTIONS_MAX = 480, /* fewer than 128 a thread: see start_daemon */
	HTTP_PER_IP_MAX = 64, /* not behind a proxy, where all come from one address */
	HTTP_THREADS = 4,
	HTTP_CONNECTION_BYTES = 32768, /* request line and headers together */
	HTTP_BODY_MAX = 262144,
	HTTP_URL_MAX = 2048,
	HTTP_PARAMETERS_MAX = 16,
	HTTP_PARTS_MAX = 4, /* {names} of a route */
	HTTP_REPLY_HEADERS_MAX = 12,
	HTTP_IDLE_S = 15, /* nothing was sent or read */
	HTTP_REQUEST_S = 30, /* from the first byte of a request to its last */
	HTTP_HOSTS_MAX = 8,
	HTTP_ADDRESS = 48,
};

typedef struct http_server http_server;
typedef struct http_exchange http_exchange;

/* `path` has {names}, each for one whole segment: "/api/bodies/{body}". A star after the last slash takes what is
 * left. */
typedef struct http_route {
	const char *method, *path; /* GET answers HEAD too */
	void (*handle)(void *context, http_exchange *x);
	void *context;
} http_route;

typedef struct http_options {
	const char *address; /* "127.0.0.1" or "::1"... */
	int port; /* 0: any free one, see http_port */
	int socket; /* when > 0: an open listening socket instead */
	const char *host[HTTP_HOSTS_MAX]; /* names it is reached by, beside loopback's; ends at NULL */
	bool any_host; /* a proxy or a certificate answers for the name */
	bool proxied;
	int request_s; /* 0: HTTP_REQUEST_S */
	const char *certificate, *key; /* PEM; NULL: without TLS */
	const http_route *const *table; /* lists of routes that end at one without a path; ended by NULL */
	/* Called for what has no route or is refused: makes a reply of a status. */
	void (*refuse)(void *context, http_exchange *x, int status);
	void *context;
} http_options;

/* NULL: it cannot listen there (errno). */
http_server *http_start(const http_options *options);
int http_port(const http_server *s);
/* No new connections; those there are may finish what they ask. Everything that waits must be let go on before. */
void http_stop(http_server *s);

/* The request. Texts live as long as the exchange; NULL where there is none. */
const char *http_method(const http_exchange *x);
const char *http_path(const http_exchange *x); /* %-decoded, UTF-8 without control characters */
const char *http_part(const http_exchange *x, int i); /* what stands for the route's i-th {name}; of a star, the rest */
const char *http_parameter(const http_exchange *x, const char *name);
size_t http_parameters(const http_exchange *x, const char **names, size_t most);
const char *http_header(const http_exchange *x, const char *name);
const char *http_cookie(const http_exchange *x, const char *name);
const char *http_body(const http_exchange *x, size_t *length);
/* Accept-Language, or the parameter `lang`. */
cordon_language http_language(const http_exchange *x);
bool http_from_loopback(const http_exchange *x);
bool http_takes_gzip(const http_exchange *x);
/* Whether who asked has closed their side: they wait no more. */
bool http_gone(const http_exchange *x);
/* Whom a limit is held against: an IPv4 address, the network (64 bits) of an IPv6 one; behind a proxy what it says it
 * passed on for. */
void http_address(const http_exchange *x, char out[HTTP_ADDRESS]);

/* The reply: the last one given is sent. JSON goes compressed to who takes that. Bytes are copied; `http_reply_kept`
 * are not, and must outlive the server. */
void http_reply(http_exchange *x, int status, const char *type, const char *bytes, size_t length);
void http_reply_kept(http_exchange *x, int status, const char *type, const void *bytes, size_t length);
void http_reply_json(http_exchange *x, int status, json_t *document); /* releases it */
/* What is said of a header last holds. */
void http_reply_header(http_exchange *x, const char *name, const char *value);
bool http_replies_header(const http_exchange *x, const char *name);
/* A reply in pieces, for as long as the reader listens: `next` adds to `out`, or nothing (it is then asked again after
 * http_go_on), or returns false at the end. `end` is called once. */
void http_reply_stream(http_exchange *x, const char *type, bool (*next)(void *context, http_exchange *x, text *out),
		       void (*end)(void *context, http_exchange *x), void *context);

/* Gives the thread back until http_go_on; within a route only. */
void http_wait(http_exchange *x);
void http_go_on(http_exchange *x);

/* For a route's own use between http_wait and the reply; freed with free() in the end. */
void http_keep(http_exchange *x, void *kept);
void *http_kept(const http_exchange *x);

/* Counters since the start: requests, replies by hundreds of their status. */
typedef struct http_counters {
	uint64_t requests, replies[6], connections_cut;
	int open;
} http_counters;
void http_count(const http_server *s, http_counters *out);

#endif
