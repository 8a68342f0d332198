/* What is asked of a request before any route sees it, from its line and headers alone. */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include "http/http.h"

/* 0, or the status with which it is refused. */
int guard_check(http_exchange *x);

/* Whether "name:port", a Host header, is one of loopback's names or of `hosts`. */
bool guard_knows_host(const char *host, const char *const *hosts);
/* Whether an Origin header names that host: "http://localhost:8080" and "localhost:8080". */
bool guard_same_origin(const char *origin, const char *host);

#endif
