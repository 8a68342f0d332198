/* See plan_kept.h. */
#include "cli/plan_kept.h"

#include "cli/plan_changes.h"
#include "cli/propose.h"
#include "cli/snapshot.h"
#include "cli/world.h"

#include "base/memory.h"
#include "base/tar.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct use {
	int users;
	bool kept; /* false: for one question alone */
};

struct place {
	kept_plan plan; /* first: a place is found by its plan */
	compared is;
	char name[ACT_ID_MAX + 1];
	uint64_t asked; /* when it was last asked for, by the count of questions */
	struct use use;
};

enum { ECONOMIES_KEPT = 2 };

struct economy_place {
	kept_economy economy; /* first, as above */
	cordon_economy *own;
	snapshot snap;
	bool asked_for; /* by name; otherwise it is the only council */
	int64_t entries;
	struct use use;
};

struct plans_kept {
	pthread_mutex_t lock; /* of all below */
	struct place *place[PLANS_KEPT];
	struct economy_place *economy[ECONOMIES_KEPT];
	int next_economy;
	uint64_t questions;
};

/* ---- the reader -------------------------------------------------------------------------------------------------- */

cli_context *query_reader(const query_asked *a)
{
	const query_room *room = a->context;
	cli_context *cli = memory_alloc(1, sizeof *cli);
	cli->language = a->language;
	cli->json = true;
	cli->given[cli->givens++] = (given_option){"--book", room->folder};
	cordon_error_init(&cli->error);
	return cli;
}

void query_reader_end(const query_asked *a, cli_context *cli)
{
	for (size_t i = 0; i < cli->error.count; i++) {
		const cordon_finding *f = &cli->error.finding[i];
		finding_add(a->error, f->severity, (place_in_file){f->file, f->row, f->field, f->found}, f->what,
			    f->expected);
	}
	cordon_error_free(&cli->error);
	free(cli);
}

/* ---- what is kept ------------------------------------------------------------------------------------------------ */

plans_kept *plans_kept_new(void)
{
	plans_kept *k = memory_alloc(1, sizeof *k);
	pthread_mutex_init(&k->lock, NULL);
	return k;
}

static void close_place(struct place *p)
{
	if (!p)
		return;
	plan_tasks_free(&p->plan.tasks);
	compared_close(&p->is);
	free(p);
}

static void close_economy(struct economy_place *p)
{
	if (!p)
		return;
	cordon_economy_free(p->own);
	snapshot_free(&p->snap);
	free(p);
}

void plans_kept_free(plans_kept *k)
{
	for (int i = 0; k && i < PLANS_KEPT; i++)
		close_place(k->place[i]);
	for (int i = 0; k && i < ECONOMIES_KEPT; i++)
		close_economy(k->economy[i]);
	if (k)
		pthread_mutex_destroy(&k->lock);
	free(k);
}

static struct place *open_place(const query_asked *a, cli_context *cli, const char *plan)
{
	const council_asked asked = {a->book, a->state, {a->time, a->past}};
	struct place *p = memory_alloc(1, sizeof *p);
	snprintf(p->name, sizeof p->name, "%s", plan);
	if (compared_open_book(cli, &asked, p->name, NULL, &p->is)) {
		compared_close(&p->is);
		free(p);
		return NULL;
	}
	p->plan = (kept_plan){.name = p->name, .economy = p->is.economy, .plan = p->is.plan, .is = &p->is};
	plan_tasks_gather(&p->plan.tasks, p->is.economy, p->is.plan);
	return p;
}

/* Under the lock: the plan of that name, now in use once more; NULL: it is not kept. */
static struct place *find(plans_kept *k, const char *plan)
{
	for (int i = 0; i < PLANS_KEPT; i++)
		if (k->place[i] && !strcmp(k->place[i]->name, plan)) {
			k->place[i]->use.users++;
			k->place[i]->asked = ++k->questions;
			return k->place[i];
		}
	return NULL;
}

/* Under the lock: keeps it in the place of the one asked for longest ago; all in use: it is not kept. */
static void keep(plans_kept *k, struct place *p)
{
	int at = -1;
	for (int i = 0; i < PLANS_KEPT; i++) {
		if (!k->place[i]) {
			at = i;
			break;
		}
		if (!k->place[i]->use.users && (at < 0 || k->place[i]->asked < k->place[at]->asked))
			at = i;
	}
	p->use.users = 1;
	p->asked = ++k->questions;
	p->use.kept = at >= 0;
	if (at < 0)
		return;
	close_place(k->place[at]);
	k->place[at] = p;
}

const kept_plan *plan_take(const query_asked *a, cli_context *cli, const char *plan)
{
	const query_room *room = a->context;
	plans_kept *k = room->plans;
	pthread_mutex_lock(&k->lock);
	struct place *p = find(k, plan);
	pthread_mutex_unlock(&k->lock);
	if (p || !state_has(a->state, "SELECT 1 FROM economy_plan WHERE plan = ?", "s", plan))
		return p ? &p->plan : NULL;
	struct place *opened = open_place(a, cli, plan);
	if (!opened)
		return NULL;
	pthread_mutex_lock(&k->lock);
	p = find(k, plan); /* another thread may have been as quick */
	if (!p)
		keep(k, opened);
	pthread_mutex_unlock(&k->lock);
	if (p)
		close_place(opened);
	return p ? &p->plan : &opened->plan;
}

/* Given back: whether nobody has it and nothing keeps it. */
static bool is_last(const query_asked *a, struct use *u)
{
	const query_room *room = a->context;
	pthread_mutex_lock(&room->plans->lock);
	assert(u->users > 0);
	bool last = --u->users == 0 && !u->kept;
	pthread_mutex_unlock(&room->plans->lock);
	return last;
}

void plan_let_go(const query_asked *a, const kept_plan *plan)
{
	struct place *p = (struct place *)(uintptr_t)plan;
	if (p && is_last(a, &p->use))
		close_place(p);
}

/* ---- the economy as it is ---------------------------------------------------------------------------------------- */

static struct economy_place *open_economy(const query_asked *a, cli_context *cli, const char *council)
{
	const council_asked asked = {a->book, a->state, {a->time, a->past}};
	struct economy_place *p = memory_alloc(1, sizeof *p);
	p->entries = book_size(a->book);
	p->asked_for = council != NULL;
	if (snapshot_of_book(cli, &asked, council, p->entries, &p->snap)) {
		free(p);
		return NULL;
	}
	if (economy_draft_read(p->snap.draft, cli_book_folder(cli), &p->own, &cli->error)) {
		close_economy(p);
		return NULL;
	}
	p->economy = (kept_economy){p->own, p->snap.body};
	return p;
}

/* Under the lock. */
static struct economy_place *find_economy(plans_kept *k, const query_asked *a, const char *council)
{
	for (int i = 0; i < ECONOMIES_KEPT; i++) {
		struct economy_place *p = k->economy[i];
		if (p && p->entries == book_size(a->book) &&
		    (council ? !strcmp(p->economy.council, council) : !p->asked_for)) {
			p->use.users++;
			return p;
		}
	}
	return NULL;
}

/* Under the lock: in the place of an older one that nobody looks at. */
static void keep_economy(plans_kept *k, struct economy_place *p)
{
	p->use.users = 1;
	for (int i = 0; i < ECONOMIES_KEPT && !p->use.kept; i++) {
		struct economy_place **at = &k->economy[k->next_economy++ % ECONOMIES_KEPT];
		if (*at && (*at)->use.users)
			continue;
		close_economy(*at);
		*at = p;
		p->use.kept = true;
	}
}

const kept_economy *economy_take(const query_asked *a, cli_context *cli, const char *council)
{
	const query_room *room = a->context;
	plans_kept *k = room->plans;
	pthread_mutex_lock(&k->lock);
	struct economy_place *p = find_economy(k, a, council);
	pthread_mutex_unlock(&k->lock);
	if (p)
		return &p->economy;
	p = open_economy(a, cli, council);
	if (!p)
		return NULL;
	pthread_mutex_lock(&k->lock);
	keep_economy(k, p);
	pthread_mutex_unlock(&k->lock);
	return &p->economy;
}

void economy_let_go(const query_asked *a, const kept_economy *economy)
{
	struct economy_place *p = (struct economy_place *)(uintptr_t)economy;
	if (p && is_last(a, &p->use))
		close_economy(p);
}

/* ---- what is known of a plan ------------------------------------------------------------------------------------- */

void plan_add_sources(const kept_plan *p, const char *rows, long row, json_t *list)
{
	compared_add_sources(p->is, rows, NULL, row, list);
}

json_t *plan_check_json(const query_asked *a, cli_context *cli, const char *plan)
{
	const council_asked asked = {a->book, a->state, {a->time, a->past}};
	return proposed_check_json(cli, &asked, plan);
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

void plan_add_file(const kept_plan *p, text *out)
{
	text_add(out, p->is->bytes.bytes, p->is->bytes.length);
}

struct packing {
	const char *folder;
	text *out;
};

static void pack(void *context, const char *name, const char *bytes, size_t length)
{
	const struct packing *to = context;
	char path[ACT_ID_MAX + 32];
	snprintf(path, sizeof path, "%s/%s", to->folder, name);
	tar_add(to->out, path, bytes, length);
}

void plan_add_package(const kept_plan *p, text *out)
{
	economy_draft_each(p->is->snap.draft, pack, &(struct packing){p->name, out});
	tar_end(out);
}
