/* The files of the pages: a table in the program, or a folder while they are being written. */
#ifndef HTTP_STATIC_H
#define HTTP_STATIC_H

#include "http/http.h"

enum { STATIC_FILE_MAX = 8 << 20 };

/* The table ends at one without a name. A name is a path, "/app.js"; "/index.html" is also what stands at "/" and at
 * every path without a dot that nothing else has: pages make their own paths. */
typedef struct http_static {
	const char *name, *type, *etag; /* etag with its quotes; NULL: none */
	const unsigned char *bytes, *gzip; /* gzip NULL: not worth it */
	size_t length, gzip_length;
	bool lasting; /* its name changes with its bytes: a browser may keep it */
} http_static;

typedef struct static_files {
	const http_static *table;
	const char *folder; /* NULL: the table */
} static_files;

/* A route's handle, its context a static_files. */
void static_handle(void *context, http_exchange *x);

#endif
