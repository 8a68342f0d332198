/* What http.c and guard.c share: the server and an exchange from within. */
#ifndef HTTP_PRIVATE_H
#define HTTP_PRIVATE_H

#include "http/http.h"

#include <microhttpd.h>
#include <pthread.h>

struct http_slot {
	int socket; /* -1: free */
	int64_t since; /* monotonic; of the connection's start or its last reply's end */
	bool busy; /* a whole request is being answered */
};

struct http_server {
	http_options options;
	struct MHD_Daemon *daemon;
	int socket;
	pthread_t sweeper;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	bool stopping;
	int asked; /* exchanges whose reply is not yet sent */
	http_counters counters;
	struct http_slot slot[HTTP_CONNECTIONS_MAX];
};

struct http_exchange {
	http_server *server;
	struct MHD_Connection *connection;
	const char *method;
	const http_route *route;
	char path[HTTP_URL_MAX + 1], room[HTTP_URL_MAX + HTTP_PARTS_MAX + 1];
	const char *part[HTTP_PARTS_MAX];
	bool begun, handled, waits;
	int refused; /* a status; 0: not */
	text body;
	size_t swallowed;
	int status;
	struct MHD_Response *response;
	char *name[HTTP_REPLY_HEADERS_MAX], *value[HTTP_REPLY_HEADERS_MAX];
	int headers;
	void *kept;
	bool (*stream_next)(void *context, http_exchange *x, text *out);
	void (*stream_end)(void *context, http_exchange *x);
	void *stream_context;
	text pending;
	size_t sent;
};

#endif
