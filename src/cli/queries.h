/* What can be asked of a served book (http/query.h has the form). */
#ifndef CLI_QUERIES_H
#define CLI_QUERIES_H

#include "http/query.h"
#include "http/static.h"
#include "http/task.h"

/* Lists that each end at one without a name; ended by NULL. */
extern const http_query *const query_tables[];
/* What takes longer; ends at one without a name. */
extern const http_task task_table[];
/* What is done to each answer (http/serve.h): people's names are for who may be told them (council/belonging.h). */
void query_shown(const query_asked *a, json_t *data);
/* The pages, as tools/embed.py wrote them into the build. */
extern const http_static ui_files[];

#endif
