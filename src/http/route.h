/* Paths of requests: decoded, and held against the paths of routes. Pure text; no request is known here. */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "http/http.h"

/* %-decodes a path into `out` of `size` bytes. False when it is not a path that begins with a slash, an escape is not
 * one, what it gives is no UTF-8, has control characters, a backslash or a slash that was escaped, or a segment is "."
 * or "..", or it is too long. */
bool route_decode(const char *path, char *out, size_t size);

/* Whether a decoded path is what `pattern` says; parts are copied into `room` (of HTTP_URL_MAX bytes). */
bool route_matches(const char *pattern, const char *path, char *room, const char *part[HTTP_PARTS_MAX]);

/* The language that an Accept-Language header asks for most: en unless es has a greater weight or stands first. */
cordon_language route_language(const char *accept);

#endif
