/* The book as a command writes in it: itself, under the writer's lock; or, where a running `cordon serve` holds that,
 * through the server's socket in the book's folder (http/local.h). What a command prints is the same either way.
 *
 * Through a server acts are drafted and signed here against what was committed last, kept, and sent at desk_commit;
 * so what a rule refuses is known there, not at desk_take. The server's clock says the time: another one told
 * (--now) that is not the same to a minute is refused. What needs the book alone (rebuild, key node, import) opens
 * it itself, and says that it is held.
 *
 * A desk must not move while it is open: the book asks it for the time.
 */
#ifndef CLI_DESK_H
#define CLI_DESK_H

#include "cli/act_build.h"

enum { DESK_ACTS_MAX = 1000 }; /* that a server takes in one commit */

typedef struct desk {
	book *book; /* to read, and to take receipts from after a commit */
	bool served;
	bool clock_told; /* as --now does; may be changed between acts */
	int64_t now_told;
	const char *file; /* when not NULL: what is said of an act is said of `line` of it, set before desk_take */
	long line;
	/* Of the last commit: */
	int64_t first, last; /* entries; -1: none */
	int64_t entries; /* the book's size */
	int refused_at; /* which of the acts since the commit before; -1: none was refused, or not only there */
	/* private */
	int socket;
	int64_t server_ahead; /* its clock before the monotonic one, in seconds */
	text group, pending;
	long group_line[DESK_ACTS_MAX];
	int acts;
	bool as_node; /* the group is one act of the node's */
	bool fresh; /* `first` and `last` are of acts not yet committed */
} desk;

/* Opens the book of the command line to write. Close it anyway. */
cordon_status desk_open(cli_context *cli, desk *d);
void desk_close(desk *d);
int64_t desk_now(const desk *d);

/* Drafts, signs by all of `by`, takes in; an act that the node itself does stands alone in its commit. */
cordon_status desk_take(cli_context *cli, desk *d, const act_draft *act, const keyfile *const *by, int count);
cordon_status desk_take_as_node(cli_context *cli, desk *d, const char *kind, const json_t *fields);

/* All taken since the last one, or none of it. What is read of the book then is of one moment; a command that goes on
 * for long rests in between, so that the server can tidy its log. */
cordon_status desk_commit(cli_context *cli, desk *d);
void desk_rest(desk *d);

#endif
