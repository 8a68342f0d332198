/* See guard.h; and what routes ask of a request. */
#include "http/guard.h"

#include "http/private.h"
#include "http/route.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool guard_knows_host(const char *host, const char *const *hosts)
{
	static const char *const loopback[] = {"localhost", "127.0.0.1", "[::1]", NULL};
	size_t length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	const char *const *lists[] = {loopback, hosts};
	for (int l = 0; l < 2; l++)
		for (const char *const *name = lists[l]; *name; name++)
			if (strlen(*name) == length && !strncasecmp(*name, host, length))
				return true;
	return false;
}

bool guard_same_origin(const char *origin, const char *host)
{
	const char *after = strstr(origin, "://");
	return after && !strcasecmp(after + 3, host);
}

struct seen {
	int once, wrong, parameters; /* `once`: a bit for each header that was there */
};

static enum MHD_Result see_header(void *context, enum MHD_ValueKind kind, const char *key, size_t key_size,
				  const char *value, size_t value_size)
{
	/* Twice, one reader takes the first and another the last: neither is right. */
	static const char *const once[] = {"Host",   "Content-Length", "Transfer-Encoding", "Content-Type", "Origin",
					   "Cookie", "Authorization",  "Sec-Fetch-Site",    "If-None-Match"};
	struct seen *s = context;
	(void)kind;
	if (!value || strlen(value) != value_size || strlen(key) != key_size)
		s->wrong++;
	for (size_t i = 0; i < sizeof once / sizeof *once; i++)
		if (!strcasecmp(key, once[i])) {
			s->wrong += s->once >> i & 1;
			s->once |= 1 << i;
		}
	return MHD_YES;
}

static enum MHD_Result see_parameter(void *context, enum MHD_ValueKind kind, const char *key, size_t key_size,
				     const char *value, size_t value_size)
{
	struct seen *s = context;
	(void)kind;
	s->parameters++;
	for (size_t i = 0; value && i < value_size; i++)
		s->wrong += (unsigned char)value[i] < ' ' && value[i] != '\n';
	if (strlen(key) != key_size || !text_is_utf8(key, key_size) ||
	    (value && (strlen(value) != value_size || !text_is_utf8(value, value_size))))
		s->wrong++;
	return MHD_YES;
}

static bool is_safe(const char *method)
{
	return !strcmp(method, "GET") || !strcmp(method, "HEAD") || !strcmp(method, "OPTIONS");
}

/* Requests that a browser sent for another site's page. What is no browser sends neither header. */
static bool is_foreign(const http_exchange *x, const char *host)
{
	const char *origin = http_header(x, "Origin"), *site = http_header(x, "Sec-Fetch-Site");
	return (origin && !guard_same_origin(origin, host)) ||
	       (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0);
}

int guard_check(http_exchange *x)
{
	struct seen s = {0};
	const char *length = http_header(x, "Content-Length");
	MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, see_header, &s);
	MHD_get_connection_values_n(x->connection, MHD_GET_ARGUMENT_KIND, see_parameter, &s);
	if (s.wrong || s.parameters > HTTP_PARAMETERS_MAX || (length && http_header(x, "Transfer-Encoding")))
		return 400;
	if (length && strtoull(length, NULL, 10) > HTTP_BODY_MAX)
		return 413;
	const char *host = http_header(x, "Host");
	if (!host)
		return 400;
	if (!x->server->options.any_host && !guard_knows_host(host, x->server->options.host))
		return 421;
	return !is_safe(x->method) && is_foreign(x, host) ? 403 : 0;
}

/* ---- what routes ask --------------------------------------------------------------------------------------------- */

const char *http_method(const http_exchange *x)
{
	return x->method;
}

const char *http_path(const http_exchange *x)
{
	return x->path;
}

const char *http_part(const http_exchange *x, int i)
{
	return i >= 0 && i < HTTP_PARTS_MAX ? x->part[i] : NULL;
}

const char *http_parameter(const http_exchange *x, const char *name)
{
	return MHD_lookup_connection_value(x->connection, MHD_GET_ARGUMENT_KIND, name);
}

struct collected {
	const char **name;
	size_t count, most;
};

static enum MHD_Result collect(void *context, enum MHD_ValueKind kind, const char *key, const char *value)
{
	struct collected *c = context;
	(void)kind;
	(void)value;
	if (c->count < c->most)
		c->name[c->count++] = key;
	return MHD_YES;
}

size_t http_parameters(const http_exchange *x, const char **names, size_t most)
{
	struct collected c = {names, 0, most};
	MHD_get_connection_values(x->connection, MHD_GET_ARGUMENT_KIND, collect, &c);
	return c.count;
}

const char *http_header(const http_exchange *x, const char *name)
{
	return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
}

const char *http_cookie(const http_exchange *x, const char *name)
{
	return MHD_lookup_connection_value(x->connection, MHD_COOKIE_KIND, name);
}

const char *http_body(const http_exchange *x, size_t *length)
{
	*length = x->body.length;
	return text_string(&x->body);
}

cordon_language http_language(const http_exchange *x)
{
	const char *asked = http_parameter(x, "lang");
	return asked ? cordon_language_of(asked) : route_language(http_header(x, "Accept-Language"));
}

bool http_from_loopback(const http_exchange *x)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *from = info ? info->client_addr : NULL;
	if (!from || http_header(x, "Forwarded") || http_header(x, "X-Forwarded-For"))
		return false;
	if (from->sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)from)->sin6_addr);
	return from->sa_family == AF_INET && ntohl(((const struct sockaddr_in *)from)->sin_addr.s_addr) >> 24 == 127;
}

/* Of "client, proxy, ...", the last: what came before it, the client may have written. */
static void last_forwarded(const char *list, char out[HTTP_ADDRESS])
{
	const char *last = strrchr(list, ','), *from = last ? last + 1 : list;
	from += strspn(from, " \t");
	size_t length = strcspn(from, " \t");
	snprintf(out, HTTP_ADDRESS, "%.*s", (int)(length < HTTP_ADDRESS ? length : HTTP_ADDRESS - 1), from);
}

void http_address(const http_exchange *x, char out[HTTP_ADDRESS])
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *from = info ? info->client_addr : NULL;
	const char *forwarded = x->server->options.proxied ? http_header(x, "X-Forwarded-For") : NULL;
	struct in6_addr six;
	*out = '\0';
	if (forwarded)
		last_forwarded(forwarded, out);
	else if (from && from->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)from)->sin_addr, out, HTTP_ADDRESS);
	else if (from && from->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)from)->sin6_addr, out, HTTP_ADDRESS);
	if (inet_pton(AF_INET6, out, &six) == 1 && !IN6_IS_ADDR_V4MAPPED(&six)) {
		memset(six.s6_addr + 8, 0, 8);
		inet_ntop(AF_INET6, &six, out, HTTP_ADDRESS);
	}
}
