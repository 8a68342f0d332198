/* What can be asked of a served book (http/query.h has the form). */
#ifndef CLI_QUERIES_H
#define CLI_QUERIES_H

#include "http/query.h"

extern const http_query query_table[];

#endif
