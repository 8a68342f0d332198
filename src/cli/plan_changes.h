/* What the commands share that hold two plans against each other. */
#ifndef CLI_PLAN_CHANGES_H
#define CLI_PLAN_CHANGES_H

#include "cli/council.h"
#include "cli/sources.h"

#include "plan/changes.h"
#include "plan/concern.h"
#include "plan/propose.h"
#include "plan/snapshot.h"

/* A plan with its package and what is known of who said it: from files, or from the book. Start from {0}. */
typedef struct compared {
	const char *name; /* in the book; NULL: from files */
	cordon_economy *economy; /* what-ifs applied */
	cordon_plan *plan;
	plan_facts read;
	cordon_change *change;
	int changes;
	text bytes; /* of the plan's file */
	sources sources;
	snapshot snap; /* draft NULL: from files */
} compared;

cordon_status compared_open_files(cli_context *cli, const char *package, const char *file, compared *c);
/* A plan of the book: its package made anew, its file (NULL: the one in plans/) that of the act. */
cordon_status compared_open_book(cli_context *cli, const council_asked *a, const char *plan, const char *file,
				 compared *c);
/* What a command was given: one argument, a plan of the book, which is opened as `a` (close a->book whatever this
 * returned); two, a package and a plan file. */
cordon_status compared_open_given(cli_context *cli, council_asked *a, compared *c);
void compared_close(compared *c);

/* Adds to `list` who said a row of a table of the package, as far as that is known; `column` NULL: in any column. */
void compared_add_sources(const compared *c, const char *table, const char *column, long row, json_t *list);

/* The differences; free them with plan_changes_free whatever it returns. */
cordon_status compared_find(cli_context *cli, const compared *old, const compared *new, plan_changes *out);

/* What `cordon plan changes --json` prints; `b` (or NULL) tells which acts said what. `brief`: of what a task makes or
 * uses, only what differs, without who else makes or uses it; the whole is a megabyte where hundreds are concerned. */
json_t *compared_json(cli_context *cli, const compared *old, const compared *new, const plan_changes *changes, book *b,
		      bool brief);

/* Whom a plan that comes after another concerns (plan/concern.h), as a list of ids; `council`, and the entries of its
 * package and of its proposal. */
cordon_status compared_concerned(cli_context *cli, const council_asked *a, const compared *old, const compared *new,
				 const concern_asked *asked, json_t **list);

/* The file of a plan in the book's folder. */
char *compared_plan_path(const cli_context *cli, const char *plan);

#endif
