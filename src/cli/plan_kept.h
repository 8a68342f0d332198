/* The plans of a served book, kept open between questions: most of what a question about a plan costs is making its
 * package anew from the book (Cerrillos: 60 of 75 ms). A proposed plan has one package and one file for good, so what
 * is kept never grows old. It is only read, by several threads at once.
 *
 * At most PLANS_KEPT; the one asked for longest ago goes first. Nothing is kept of a plan that cannot be opened.
 */
#ifndef CLI_PLAN_KEPT_H
#define CLI_PLAN_KEPT_H

#include "cli/command.h"

#include "http/query.h"
#include "plan/tasks.h"

enum { PLANS_KEPT = 8 };

typedef struct kept_plan {
	const char *name;
	const cordon_economy *economy;
	const cordon_plan *plan;
	const struct compared *is; /* the same with all that is known of it (plan_changes.h) */
	plan_tasks tasks;
} kept_plan;

typedef struct plans_kept plans_kept;

/* What a served book's questions are given as their context. */
typedef struct query_room {
	const char *folder; /* the book's */
	plans_kept *plans;
} query_room;

plans_kept *plans_kept_new(void);
void plans_kept_free(plans_kept *k);

/* The plan of that name; give it back with plan_let_go. NULL: there is none, or its file is not as the book says
 * (findings in a->error). `cli`: from query_reader. */
const kept_plan *plan_take(const query_asked *a, cli_context *cli, const char *plan);
void plan_let_go(const query_asked *a, const kept_plan *plan);

/* The economy of a council (NULL: of the one that sits in none) as of all entries that the book has: kept too, as long
 * as the book does not grow (the last two). NULL: there is no such council, or not one alone (findings in `cli`). */
typedef struct kept_economy {
	const cordon_economy *economy;
	const char *council;
} kept_economy;
const kept_economy *economy_take(const query_asked *a, cli_context *cli, const char *council);
void economy_let_go(const query_asked *a, const kept_economy *economy);

/* Adds to `list` who said a row of the package's table `rows`. */
void plan_add_sources(const kept_plan *p, const char *rows, long row, json_t *list);

/* What `cordon plan check` says of it; NULL: there is no such plan, or it does not hold (cli->error). */
json_t *plan_check_json(const query_asked *a, cli_context *cli, const char *plan);

/* Its file as it was proposed, and the package it was made for as a tar of a folder of the plan's name. */
void plan_add_file(const kept_plan *p, text *out);
void plan_add_package(const kept_plan *p, text *out);

/* What commands are given, for a reader of a served book: its folder and the reader's language, no more. End it with
 * query_reader_end: what went wrong is then in a->error. */
cli_context *query_reader(const query_asked *a);
void query_reader_end(const query_asked *a, cli_context *cli);

#endif
