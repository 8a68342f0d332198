/* http.h over libmicrohttpd: reading requests into exchanges, sending replies, cutting off who is too slow. */
#include "http/http.h"

#include "base/memory.h"
#include "http/guard.h"
#include "http/private.h"
#include "http/route.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { STOP_S = 20, BACKLOG = 1024 };

static int64_t clock_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* ---- connections ------------------------------------------------------------------------------------------------- */

static void on_connection(void *context, struct MHD_Connection *c, void **slot,
			  enum MHD_ConnectionNotificationCode what)
{
	http_server *s = context;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	pthread_mutex_lock(&s->lock);
	if (what == MHD_CONNECTION_NOTIFY_CLOSED && *slot) {
		*(struct http_slot *)*slot = (struct http_slot){.socket = -1};
		s->counters.open--;
		*slot = NULL;
	}
	for (int i = 0; what == MHD_CONNECTION_NOTIFY_STARTED && i < HTTP_CONNECTIONS_MAX && !*slot; i++)
		if (s->slot[i].socket < 0) {
			s->slot[i] = (struct http_slot){info->connect_fd, clock_s(), false};
			s->counters.open++;
			*slot = &s->slot[i];
		}
	pthread_mutex_unlock(&s->lock);
}

static void set_busy(http_exchange *x, bool busy)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct http_slot *slot = info ? info->socket_context : NULL;
	pthread_mutex_lock(&x->server->lock);
	if (slot) {
		slot->busy = busy;
		slot->since = clock_s();
	}
	x->server->asked += busy ? 1 : -1;
	pthread_mutex_unlock(&x->server->lock);
}

/* Shuts down connections whose request does not come to its end in time: a byte now and then keeps nobody waiting. */
static void *sweep(void *context)
{
	http_server *s = context;
	const int most = s->options.request_s ? s->options.request_s : HTTP_REQUEST_S;
	pthread_mutex_lock(&s->lock);
	while (!s->stopping) {
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec++;
		pthread_cond_timedwait(&s->changed, &s->lock, &until);
		int64_t now = clock_s();
		for (int i = 0; i < HTTP_CONNECTIONS_MAX; i++)
			if (s->slot[i].socket >= 0 && !s->slot[i].busy && now - s->slot[i].since > most) {
				shutdown(s->slot[i].socket, SHUT_RDWR);
				s->slot[i].since = now;
				s->counters.connections_cut++;
			}
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* ---- exchanges --------------------------------------------------------------------------------------------------- */

static void *on_line(void *context, const char *uri, struct MHD_Connection *c)
{
	http_exchange *x = memory_alloc(1, sizeof *x);
	char raw[HTTP_URL_MAX + 1];
	size_t length = strlen(uri), path = strcspn(uri, "?");
	x->server = context;
	x->connection = c;
	if (length > HTTP_URL_MAX) {
		x->refused = 414;
		return x;
	}
	memcpy(raw, uri, path);
	raw[path] = '\0';
	if (!route_decode(raw, x->path, sizeof x->path)) {
		strcpy(x->path, "/");
		x->refused = 400;
	}
	return x;
}

static void on_done(void *context, struct MHD_Connection *c, void **kept, enum MHD_RequestTerminationCode code)
{
	http_exchange *x = *kept;
	(void)context;
	(void)c;
	(void)code;
	if (!x)
		return;
	if (x->stream_end)
		x->stream_end(x->stream_context, x);
	if (x->handled)
		set_busy(x, false);
	if (x->response)
		MHD_destroy_response(x->response);
	for (int i = 0; i < x->headers; i++) {
		free(x->name[i]);
		free(x->value[i]);
	}
	text_free(&x->body);
	text_free(&x->pending);
	free(x->kept);
	free(x);
	*kept = NULL;
}

static bool find_route(http_exchange *x, text *allow)
{
	for (const http_route *const *table = x->server->options.table; *table; table++)
		for (const http_route *r = *table; r->path; r++) {
			const char *part[HTTP_PARTS_MAX] = {0};
			bool pages = !strcmp(r->path, "/*");
			if ((pages && allow->length) || !route_matches(r->path, x->path, x->room, part))
				continue;
			text_add_format(allow, "%s%s%s", allow->length ? ", " : "", r->method,
					strcmp(r->method, "GET") ? "" : ", HEAD");
			if (strcmp(r->method, x->method) && (strcmp(r->method, "GET") || strcmp(x->method, "HEAD")))
				continue;
			memcpy(x->part, part, sizeof part);
			x->route = r;
			return true;
		}
	return false;
}

static void dispatch(http_exchange *x)
{
	text allow = {0};
	if (!x->refused && !find_route(x, &allow))
		x->refused = !allow.length ? 404 : strcmp(x->method, "OPTIONS") ? 405 : 204;
	if (allow.length && !x->route) {
		text_add_string(&allow, ", OPTIONS");
		http_reply_header(x, "Allow", allow.bytes);
	}
	text_free(&allow);
	if (x->refused == 204)
		http_reply(x, 204, NULL, "", 0);
	else if (x->refused)
		x->server->options.refuse(x->server->options.context, x, x->refused);
	else
		x->route->handle(x->route->context, x);
}

static const char *const always[][2] = {
	{"Content-Security-Policy",
	 "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src "
	 "'self'; "
	 "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"},
};

static enum MHD_Result send_reply(http_exchange *x)
{
	if (!x->response)
		x->server->options.refuse(x->server->options.context, x, 500);
	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		MHD_add_response_header(x->response, always[i][0], always[i][1]);
	if (x->server->options.certificate)
		MHD_add_response_header(x->response, "Strict-Transport-Security", "max-age=31536000");
	for (int i = 0; i < x->headers; i++)
		MHD_add_response_header(x->response, x->name[i], x->value[i]);
	pthread_mutex_lock(&x->server->lock);
	x->server->counters.replies[x->status / 100 % 6]++;
	bool stopping = x->server->stopping;
	pthread_mutex_unlock(&x->server->lock);
	if (stopping)
		MHD_add_response_header(x->response, "Connection", "close");
	return MHD_queue_response(x->connection, (unsigned)x->status, x->response);
}

static void begin(http_exchange *x, const char *method)
{
	x->begun = true;
	x->method = method;
	pthread_mutex_lock(&x->server->lock);
	x->server->counters.requests++;
	pthread_mutex_unlock(&x->server->lock);
	if (!x->refused)
		x->refused = guard_check(x);
}

static enum MHD_Result on_access(void *context, struct MHD_Connection *c, const char *url, const char *method,
				 const char *version, const char *upload, size_t *upload_size, void **kept)
{
	http_exchange *x = *kept;
	(void)context;
	(void)c;
	(void)url;
	(void)version;
	if (!x->begun) {
		begin(x, method);
		if (!x->refused)
			return MHD_YES;
	} else if (*upload_size) {
		if (x->body.length + *upload_size > HTTP_BODY_MAX) {
			x->refused = 413;
			x->swallowed += *upload_size;
		} else if (!x->refused) {
			text_add(&x->body, upload, *upload_size);
		}
		*upload_size = 0;
		return x->swallowed > 4 * HTTP_BODY_MAX ? MHD_NO : MHD_YES;
	}
	if (!x->handled) {
		x->handled = true;
		set_busy(x, true);
		dispatch(x);
		if (x->waits)
			return MHD_YES;
	}
	return send_reply(x);
}

bool http_gone(const http_exchange *x)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	char byte;
	return info && recv(info->connect_fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void http_wait(http_exchange *x)
{
	assert(!x->waits);
	x->waits = true;
	MHD_suspend_connection(x->connection);
}

void http_go_on(http_exchange *x)
{
	MHD_resume_connection(x->connection);
}

/* ---- replies ----------------------------------------------------------------------------------------------------- */

static void set_response(http_exchange *x, int status, const char *type, struct MHD_Response *response)
{
	if (x->response)
		MHD_destroy_response(x->response);
	x->response = memory_require(response);
	x->status = status;
	if (type)
		MHD_add_response_header(response, "Content-Type", type);
}

bool http_takes_gzip(const http_exchange *x)
{
	const char *accepts = http_header(x, "Accept-Encoding");
	return accepts && strstr(accepts, "gzip") && !strstr(accepts, "gzip;q=0");
}

/* Where it is worth it and who asked takes it; false: it goes as it is. */
static bool reply_zipped(http_exchange *x, int status, const char *type, const char *bytes, size_t length)
{
	enum { WORTH = 1400, LEVEL = 3, WINDOW_OF_GZIP = 15 + 16, MEMORY = 8 };
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)bytes, .avail_in = (unsigned)length};
	if (length < WORTH || length > INT_MAX || !type || !strstr(type, "json") || !http_takes_gzip(x) ||
	    deflateInit2(&z, LEVEL, Z_DEFLATED, WINDOW_OF_GZIP, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	size_t room = deflateBound(&z, length);
	unsigned char *out = memory_alloc(room, 1);
	z.next_out = out;
	z.avail_out = (unsigned)room;
	bool well = deflate(&z, Z_FINISH) == Z_STREAM_END;
	deflateEnd(&z);
	if (well) {
		set_response(x, status, type,
			     MHD_create_response_from_buffer(room - z.avail_out, out, MHD_RESPMEM_MUST_COPY));
		MHD_add_response_header(x->response, "Content-Encoding", "gzip");
		MHD_add_response_header(x->response, "Vary", "Accept-Encoding");
	}
	free(out);
	return well;
}

void http_reply(http_exchange *x, int status, const char *type, const char *bytes, size_t length)
{
	if (!reply_zipped(x, status, type, bytes, length))
		set_response(x, status, type,
			     MHD_create_response_from_buffer(length, (void *)(uintptr_t)bytes, MHD_RESPMEM_MUST_COPY));
}

void http_reply_kept(http_exchange *x, int status, const char *type, const void *bytes, size_t length)
{
	set_response(x, status, type,
		     MHD_create_response_from_buffer(length, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT));
}

void http_reply_json(http_exchange *x, int status, json_t *document)
{
	char *bytes = memory_require(json_dumps(document, JSON_COMPACT | JSON_REAL_PRECISION(17)));
	http_reply(x, status, status >= 400 ? "application/problem+json" : "application/json", bytes, strlen(bytes));
	free(bytes);
	json_decref(document);
}

void http_reply_header(http_exchange *x, const char *name, const char *value)
{
	for (int i = 0; i < x->headers; i++)
		if (!strcmp(x->name[i], name)) {
			free(x->value[i]);
			x->value[i] = memory_copy_text(value);
			return;
		}
	assert(x->headers < HTTP_REPLY_HEADERS_MAX);
	x->name[x->headers] = memory_copy_text(name);
	x->value[x->headers++] = memory_copy_text(value);
}

bool http_replies_header(const http_exchange *x, const char *name)
{
	for (int i = 0; i < x->headers; i++)
		if (!strcmp(x->name[i], name))
			return true;
	return false;
}

static ssize_t read_stream(void *context, uint64_t position, char *out, size_t most)
{
	http_exchange *x = context;
	(void)position;
	if (x->sent == x->pending.length) {
		text_clear(&x->pending);
		x->sent = 0;
		if (!x->stream_next(x->stream_context, x, &x->pending))
			return MHD_CONTENT_READER_END_OF_STREAM;
		if (!x->pending.length) {
			MHD_suspend_connection(x->connection);
			return 0;
		}
	}
	size_t length = x->pending.length - x->sent < most ? x->pending.length - x->sent : most;
	memcpy(out, x->pending.bytes + x->sent, length);
	x->sent += length;
	return (ssize_t)length;
}

void http_reply_stream(http_exchange *x, const char *type, bool (*next)(void *context, http_exchange *x, text *out),
		       void (*end)(void *context, http_exchange *x), void *context)
{
	x->stream_next = next;
	x->stream_end = end;
	x->stream_context = context;
	set_response(x, 200, type, MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read_stream, x, NULL));
}

void http_keep(http_exchange *x, void *kept)
{
	free(x->kept);
	x->kept = kept;
}

void *http_kept(const http_exchange *x)
{
	return x->kept;
}

/* ---- the server -------------------------------------------------------------------------------------------------- */

/* A listening socket; -1: errno says why. */
static int listen_at(const char *address, int port)
{
	struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
	struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	bool is_six = inet_pton(AF_INET6, address, &six.sin6_addr) == 1;
	if (!is_six && inet_pton(AF_INET, address, &four.sin_addr) != 1) {
		errno = EADDRNOTAVAIL;
		return -1;
	}
	int yes = 1, s = socket(is_six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (s < 0)
		return -1;
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	const struct sockaddr *to = is_six ? (const struct sockaddr *)&six : (const struct sockaddr *)&four;
	if (bind(s, to, is_six ? sizeof six : sizeof four) || listen(s, BACKLOG)) {
		int number = errno;
		close(s);
		errno = number;
		return -1;
	}
	return s;
}

static void add_option(struct MHD_OptionItem *item, int *items, enum MHD_OPTION option, intptr_t value, void *pointer)
{
	item[(*items)++] = (struct MHD_OptionItem){option, value, pointer};
}

static bool start_daemon(http_server *s)
{
	/* libmicrohttpd (0.9.75) takes 128 events at a time from epoll, and when there were just as many waits for more
	 * before it looks at any of them. */
	static_assert(HTTP_CONNECTIONS_MAX / HTTP_THREADS + 2 < 128, "a thread's connections and its two own sockets");
	const http_options *o = &s->options;
	struct MHD_OptionItem item[16];
	int items = 0;
	add_option(item, &items, MHD_OPTION_LISTEN_SOCKET, s->socket, NULL);
	add_option(item, &items, MHD_OPTION_THREAD_POOL_SIZE, HTTP_THREADS, NULL);
	add_option(item, &items, MHD_OPTION_CONNECTION_LIMIT, HTTP_CONNECTIONS_MAX, NULL);
	add_option(item, &items, MHD_OPTION_CONNECTION_MEMORY_LIMIT, HTTP_CONNECTION_BYTES, NULL);
	add_option(item, &items, MHD_OPTION_CONNECTION_TIMEOUT, HTTP_IDLE_S, NULL);
	add_option(item, &items, MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL);
	if (!o->proxied)
		add_option(item, &items, MHD_OPTION_PER_IP_CONNECTION_LIMIT, HTTP_PER_IP_MAX, NULL);
	add_option(item, &items, MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_line, s);
	add_option(item, &items, MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_done, s);
	add_option(item, &items, MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, s);
	if (o->certificate) {
		add_option(item, &items, MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)o->certificate);
		add_option(item, &items, MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)o->key);
		add_option(item, &items, MHD_OPTION_HTTPS_PRIORITIES, 0,
			   (void *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2");
	}
	add_option(item, &items, MHD_OPTION_END, 0, NULL);
	s->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
					     (o->certificate ? (unsigned)MHD_USE_TLS : 0u),
				     0, NULL, NULL, on_access, s, MHD_OPTION_ARRAY, item, MHD_OPTION_END);
	return s->daemon != NULL;
}

http_server *http_start(const http_options *options)
{
	http_server *s = memory_alloc(1, sizeof *s);
	s->options = *options;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->changed, NULL);
	for (int i = 0; i < HTTP_CONNECTIONS_MAX; i++)
		s->slot[i].socket = -1;
	s->socket = options->socket > 0 ? options->socket : listen_at(options->address, options->port);
	if (s->socket >= 0 && start_daemon(s) && !pthread_create(&s->sweeper, NULL, sweep, s))
		return s;
	int number = errno;
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	else if (s->socket >= 0)
		close(s->socket);
	free(s);
	errno = number;
	return NULL;
}

int http_port(const http_server *s)
{
	struct sockaddr_storage at;
	socklen_t length = sizeof at;
	if (getsockname(s->socket, (struct sockaddr *)&at, &length))
		return 0;
	return ntohs(at.ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)&at)->sin6_port
					      : ((const struct sockaddr_in *)&at)->sin_port);
}

void http_stop(http_server *s)
{
	if (!s)
		return;
	int socket = MHD_quiesce_daemon(s->daemon);
	int64_t until = clock_s() + STOP_S;
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_broadcast(&s->changed);
	while (s->asked > 0 && clock_s() < until) {
		pthread_mutex_unlock(&s->lock);
		nanosleep(&(struct timespec){0, 20 * 1000 * 1000}, NULL);
		pthread_mutex_lock(&s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->sweeper, NULL);
	MHD_stop_daemon(s->daemon);
	if (socket >= 0)
		close(socket);
	pthread_cond_destroy(&s->changed);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

void http_count(const http_server *s, http_counters *out)
{
	pthread_mutex_t *lock = (pthread_mutex_t *)(uintptr_t)&s->lock;
	pthread_mutex_lock(lock);
	*out = s->counters;
	pthread_mutex_unlock(lock);
}
