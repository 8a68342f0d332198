/* Acts from this machine: the socket "socket" in a served book's folder, by which commands that write hand over what
 * they have signed to the one that writes (cli/desk.h is the other end). docs/serve.md, "From this machine".
 *
 * A line of JSON each way. The server begins:
 *	{"book":"<id>","now":N}                            what its clock says, in seconds since 1970
 * Then, as often as the caller likes, a submission (submission.h) or an act that the node itself does:
 *	{"acts":[{...},...]}                               all of them or none
 *	{"as_node":{"kind":"cite","fields":{...}}}
 * is answered after the commit is on the disk:
 *	{"fate":"taken","first":4,"last":5,"entries":6,"findings":[...]}
 * `fate` may also be "known", "refused" ("at" says which act), "failed" or "full" (too many wait: nothing was done).
 * A finding has its codes and their arguments, so that the caller says it in its own language, and in "act" which of
 * the acts it is about.
 *
 * Only who runs the server is heard: the folder and the socket are closed to others, and the peer's user is asked of
 * the kernel. A socket that a killed server left is replaced: whoever holds the book's lock is the only server.
 */
#ifndef HTTP_LOCAL_H
#define HTTP_LOCAL_H

#include "http/writer.h"

enum {
	LOCAL_CALLERS_MAX = 8, /* at once; others are sent away */
	LOCAL_LINE_MAX = 32 << 20,
	LOCAL_IDLE_S = 600, /* between two lines: a batch may be typed */
};

typedef struct local local;

/* NULL: it cannot listen there (errno). */
local *local_start(const char *folder, const char *book_id, const book_options *clock, writer *w);
/* Answers what was asked, then hangs up; before the writer is stopped. */
void local_stop(local *l);

/* The other end: connected to the server of that folder; -1: there is none (errno). */
int local_connect(const char *folder);
/* The whole of a line without its end, at most LOCAL_LINE_MAX; false: the other end hung up, or said too much. */
bool local_read_line(int socket, text *pending, text *line);
bool local_write(int socket, const char *bytes, size_t length);

#endif
