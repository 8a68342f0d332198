/* What can be asked of a served book (http/query.h has the form). */
#ifndef CLI_QUERIES_H
#define CLI_QUERIES_H

#include "http/query.h"
#include "http/static.h"

extern const http_query query_table[];
/* The pages, as tools/embed.py wrote them into the build. */
extern const http_static ui_files[];

#endif
