/* `cordon plan propose` and `cordon plan check`: a plan into the book, and whether what stands there holds.
 *
 * The plan's file is kept in the folder plans/ of the book, named after the plan.
 */
#include "cli/propose.h"
#include "cli/codes.h"
#include "cli/desk.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_changes.h"
#include "cli/snapshot.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "plan/propose.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SNAPSHOT_BYTES_MAX = 4096, CONCERNS_BYTES_MAX = ACT_BYTES_MAX - 16384 };

/* ---- what is proposed -------------------------------------------------------------------------------------------- */

struct proposing {
	text plan; /* its file */
	json_t *about; /* snapshot.json of the package */
	cordon_economy *economy;
	cordon_plan_verdict verdict;
};

static const char *told(const struct proposing *p, const char *key)
{
	const char *value = json_string_value(json_object_get(p->about, key));
	return value ? value : "";
}

/* snapshot.json, and that the tables beside it are those it was written for. */
static cordon_status read_package(cli_context *cli, struct proposing *p)
{
	text bytes = {0};
	char *path = file_join(cli->position[0], SNAPSHOT_FILE);
	cordon_status status = cordon_economy_read(cli->position[0], &p->economy, &cli->error);
	if (!status && file_read(path, SNAPSHOT_BYTES_MAX, &bytes, NULL) == CORDON_OK)
		p->about = json_loadb(text_string(&bytes), bytes.length, JSON_REJECT_DUPLICATES, NULL);
	if (!status && (!*told(p, "body") || !json_is_integer(json_object_get(p->about, "entries"))))
		status = finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = path}, TEXT(CLI_NO_SNAPSHOT),
				     NO_TEXT);
	else if (!status && strcmp(told(p, "package"), p->economy->hash) != 0)
		status = finding_add(&cli->error, CORDON_ERROR,
				     (place_in_file){.file = cli->position[0], .found = p->economy->hash},
				     TEXT(CLI_SNAPSHOT_CHANGED), TEXT(CLI_SNAPSHOT_WAS, told(p, "package")));
	text_free(&bytes);
	free(path);
	return status;
}

/* A plan with what-ifs is not of the economy that the book tells. */
static cordon_status no_changes(cli_context *cli, const text *plan, const char *file)
{
	cordon_change *change = NULL;
	int changes = 0;
	cordon_status status =
		cordon_plan_read_changes(text_string(plan), plan->length, file, &change, &changes, &cli->error);
	if (!status && changes)
		status = finding_add(&cli->error, CORDON_ERROR,
				     (place_in_file){.file = file, .field = "changes", .found = change[0].pattern},
				     TEXT(CLI_PLAN_WHAT_IF), NO_TEXT);
	cordon_changes_free(change, changes);
	return status;
}

cordon_status proposed_read(cli_context *cli, const text *bytes, const char *file, const cordon_economy *economy,
			    cordon_plan **plan)
{
	const char *string = text_string(bytes);
	double within;
	if (cordon_plan_is_alternative(string, bytes->length))
		return cordon_plan_read_alternative(string, bytes->length, file, economy, plan, NULL, &within,
						    &cli->error);
	return cordon_plan_read(string, bytes->length, file, economy, plan, &cli->error);
}

/* Whether the plan is of that economy and proven; every failed check is a finding. */
cordon_status proposed_verify(cli_context *cli, cordon_economy *economy, const text *plan, const char *file,
			      cordon_plan_verdict *verdict)
{
	cordon_status status = no_changes(cli, plan, file);
	if (!status)
		status = cordon_plan_verify_either(economy, text_string(plan), plan->length, file, 0, verdict,
						   &cli->error);
	if (status != CORDON_UNPROVEN)
		return status;
	return finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = file}, TEXT(CLI_PLAN_UNPROVEN), NO_TEXT);
}

static void release(struct proposing *p)
{
	text_free(&p->plan);
	json_decref(p->about);
	cordon_economy_free(p->economy);
}

/* ---- into the book ----------------------------------------------------------------------------------------------- */

static cordon_status say_proposed(cli_context *cli, int64_t entry, const char *plan, const char *path)
{
	char number[24];
	if (cli->json)
		return output_json(
			cli, json_pack("{s:s, s:I, s:s}", "plan", plan, "entry", (json_int_t)entry, "file", path));
	snprintf(number, sizeof number, "%" PRId64, entry);
	cli_say(cli, cli->out, N_("{0} is proposed: entry {1}, its file {2}\n"), plan, number, path);
	return CORDON_OK;
}

/* Beside a server, which refuses the act only after its file was written: the file of another plan stays as it is. */
static cordon_status put_beside(cli_context *cli, state *s, const char *name, const char *path, const text *plan,
				bool *made)
{
	text there = {0};
	cordon_status status = CORDON_OK;
	proposed_plan stands;
	if (proposed_plan_find(s, name, &stands)) {
		proposed_plan_free(&stands);
		return CORDON_OK; /* the server says what is wrong with that */
	}
	char *fresh = memory_alloc(strlen(path) + 32, 1);
	sprintf(fresh, "%s.%ld", path, (long)getpid());
	status = file_write(fresh, plan->bytes, plan->length, &cli->error);
	*made = !status && !link(fresh, path);
	if (!status && !*made)
		status = file_read(path, PROPOSED_BYTES_MAX, &there, &cli->error);
	if (!status && !*made && (there.length != plan->length || memcmp(there.bytes, plan->bytes, plan->length) != 0))
		status = finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = path}, TEXT(CLI_SERVED_FILE),
				     NO_TEXT);
	unlink(fresh);
	text_free(&there);
	free(fresh);
	return status;
}

/* The act, then the file, then the commit: nothing is in the book without its file. */
static cordon_status take(cli_context *cli, desk *into, const act_draft *d, const signers *s, const text *plan,
			  const char *name)
{
	const keyfile *by[SIGNERS_MAX];
	bool made = false;
	for (int i = 0; i < s->count; i++)
		by[i] = &s->key[i];
	cordon_status status = desk_take(cli, into, d, by, s->count);
	if (status)
		return status;
	char *path = compared_plan_path(cli, name), *folder = file_join(cli_book_folder(cli), "plans");
	mkdir(folder, 0777); /* what fails here fails when the file is written, and is said then */
	free(folder);
	status = into->served ? put_beside(cli, book_state(into->book), name, path, plan, &made)
			      : file_write(path, plan->bytes, plan->length, &cli->error);
	if (!status)
		status = desk_commit(cli, into);
	if (status == CORDON_BAD_INPUT && made)
		unlink(path);
	if (!status)
		status = say_proposed(cli, into->last, name, path);
	free(path);
	return status;
}

/* What comes after another plan says whom it concerns; more than an act can name are all. */
static cordon_status add_concerned(cli_context *cli, book *b, const struct proposing *p, json_t *fields)
{
	compared old = {0}, new = {0};
	council_asked a = {.book = b, .state = book_state(b)};
	const char *after = cli_option(cli, "--after");
	const concern_asked asked = {told(p, "body"), after, json_integer_value(json_object_get(p->about, "entries")),
				     book_size(b)};
	json_t *list = NULL, *one;
	size_t i, bytes = 0;
	cordon_status status = compared_open_book(cli, &a, after, NULL, &old);
	if (!status)
		status = compared_open_files(cli, cli->position[0], cli->position[1], &new);
	if (!status)
		status = compared_concerned(cli, &a, &old, &new, &asked, &list);
	if (!status && !json_array_size(list))
		status = finding_add(&cli->error, CORDON_ERROR,
				     (place_in_file){.file = cli->position[1], .field = "--after", .found = after},
				     TEXT(CLI_CONCERNS_NOBODY), NO_TEXT);
	json_array_foreach(list, i, one) bytes += json_string_length(one) + sizeof "\"\"";
	json_object_set_new(fields, "after", json_string(after));
	if (json_array_size(list) <= ACT_MANY_MAX && bytes <= CONCERNS_BYTES_MAX)
		json_object_set(fields, "concerns", list);
	json_decref(list);
	compared_close(&old);
	compared_close(&new);
	return status;
}

static cordon_status propose(cli_context *cli, desk *into, const struct proposing *p, const signers *s,
			     const char *name)
{
	char hash[HASH_HEX];
	act_draft d;
	book *b = into->book;
	if (strcmp(told(p, "book"), book_id(b)) != 0)
		return finding_add(&cli->error, CORDON_ERROR,
				   (place_in_file){.file = cli->position[0], .found = told(p, "book")},
				   TEXT(CLI_OTHER_BOOK), TEXT(CLI_SNAPSHOT_WAS, book_id(b)));
	hash_of(text_string(&p->plan), p->plan.length, hash);
	act_draft_begin(&d, act_kind_find(cli_world(), "plan_propose"));
	json_object_set_new(d.fields, "body", json_string(told(p, "body")));
	json_object_set_new(d.fields, "plan", json_string(name));
	json_object_set(d.fields, "entries", json_object_get(p->about, "entries"));
	json_object_set_new(d.fields, "package", json_string(p->economy->hash));
	json_object_set_new(d.fields, "file", json_string(hash));
	json_object_set_new(d.fields, "certificate", certificate_of(&p->verdict));
	if (cli_option(cli, "--until"))
		json_object_set_new(d.fields, "until", json_string(cli_option(cli, "--until")));
	if (cli_option(cli, "--chosen"))
		json_object_set_new(d.fields, "chosen", json_string(cli_option(cli, "--chosen")));
	cordon_status status = cli_option(cli, "--after") ? add_concerned(cli, b, p, d.fields) : CORDON_OK;
	if (!status)
		status = take(cli, into, &d, s, &p->plan, name);
	act_draft_free(&d);
	return status;
}

cordon_status plan_propose_run(cli_context *cli)
{
	static signers s; /* large, and wiped in the end */
	struct proposing p = {0};
	static desk into; /* large */
	const char *name = cli_option(cli, "--name");
	if (!name)
		return cli_usage(cli, "--name", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = cli_signers(cli, &s);
	if (!status)
		status = read_package(cli, &p);
	if (!status)
		status = file_read(cli->position[1], PROPOSED_BYTES_MAX, &p.plan, &cli->error);
	if (!status)
		status = proposed_verify(cli, p.economy, &p.plan, cli->position[1], &p.verdict);
	if (!status)
		status = desk_open(cli, &into);
	if (!status)
		status = propose(cli, &into, &p, &s, name);
	desk_close(&into);
	release(&p);
	cli_signers_forget(&s);
	return status;
}

/* ---- from the book ----------------------------------------------------------------------------------------------- */

/* The package made anew from the book, and the figures of the certificate made anew from both. */
static cordon_status check_against(cli_context *cli, const snapshot *snap, const proposed_plan *stands,
				   const text *plan, const char *file, cordon_plan_verdict *verdict)
{
	cordon_economy *economy = NULL;
	char hash[HASH_HEX];
	const char *which;
	hash_of(text_string(plan), plan->length, hash);
	if (strcmp(hash, stands->file) != 0)
		return finding_add(&cli->error, CORDON_ERROR, (place_in_file){.file = file, .found = hash},
				   TEXT(CLI_PLAN_OTHER_FILE), TEXT(CLI_SNAPSHOT_WAS, stands->file));
	cordon_status status = economy_draft_read(snap->draft, cli_book_folder(cli), &economy, &cli->error);
	if (!status)
		status = proposed_verify(cli, economy, plan, file, verdict);
	if (!status && !certificate_is(stands->certificate, verdict, &which))
		status = finding_add(
			&cli->error, CORDON_ERROR,
			(place_in_file){cli_book_folder(cli), (long)stands->entry + 1, "certificate", which},
			TEXT(CLI_PLAN_CERTIFICATE), NO_TEXT);
	cordon_economy_free(economy);
	return status;
}

/* Says of each body that stands in one list and not in the other. */
static cordon_status compare_lists(cli_context *cli, const proposed_plan *stands, const char *after,
				   const json_t *named, const json_t *concerned)
{
	cordon_status status = CORDON_OK;
	size_t i, k;
	json_t *one, *other;
	for (int adds = 0; adds < 2; adds++) {
		const json_t *in = adds ? named : concerned, *of = adds ? concerned : named;
		json_array_foreach(in, i, one)
		{
			bool found = false;
			json_array_foreach(of, k, other) found |= json_equal(one, other) != 0;
			if (found)
				continue;
			status = finding_add(
				&cli->error, CORDON_ERROR,
				(place_in_file){cli_book_folder(cli), (long)stands->entry + 1, "concerns",
						json_string_value(one)},
				adds ? TEXT(CLI_CONCERNS_ADDED, after) : TEXT(CLI_CONCERNS_LEFT_OUT, after), NO_TEXT);
		}
	}
	return status;
}

/* Whether those whom the plan says it concerns are those whom it does. */
static cordon_status check_concerned(cli_context *cli, const council_asked *a, const char *name,
				     const proposed_plan *stands, const char *file)
{
	char after[ACT_ID_MAX + 1];
	if (!concern_after(a->state, name, after))
		return CORDON_OK;
	const concern_asked asked = {stands->body, after, stands->entries, stands->entry};
	compared old = {0}, new = {0};
	json_t *concerned = NULL, *named = concern_named(a->state, name);
	cordon_status status = compared_open_book(cli, a, after, cli_option(cli, "--old"), &old);
	if (!status)
		status = compared_open_book(cli, a, name, file, &new);
	if (!status)
		status = compared_concerned(cli, a, &old, &new, &asked, &concerned);
	if (!status)
		status = compare_lists(cli, stands, after, named, concerned);
	json_decref(concerned);
	json_decref(named);
	compared_close(&old);
	compared_close(&new);
	return status;
}

static json_t *checked_json(const char *plan, const proposed_plan *stands, const cordon_plan_verdict *verdict)
{
	return json_pack("{s:s, s:s, s:I, s:I, s:s, s:s, s:o}", "plan", plan, "body", stands->body, "entry",
			 (json_int_t)stands->entry, "entries", (json_int_t)stands->entries, "package", stands->package,
			 "file", stands->file, "certificate", certificate_of(verdict));
}

static cordon_status say_checked(cli_context *cli, const char *plan, const proposed_plan *stands,
				 const cordon_plan_verdict *verdict)
{
	char entry[24], entries[24], bar[32], within[32];
	if (cli->json)
		return output_json(cli, checked_json(plan, stands, verdict));
	snprintf(entry, sizeof entry, "%" PRId64, stands->entry);
	snprintf(entries, sizeof entries, "%" PRId64, stands->entries);
	snprintf(bar, sizeof bar, "%.0e", verdict->bar);
	snprintf(within, sizeof within, "%g%%", 100 * verdict->within);
	cli_say(cli, cli->out,
		N_("{0} holds: proposed in entry {1}, the package made anew from {2} entries is the one it was made "
		   "for, "
		   "and it is proven within {3}\n"),
		plan, entry, entries, bar);
	if (verdict->within > 0)
		cli_say(cli, cli->out,
			N_("It is an alternative, within {0} of the plan beside it, which is what is proven.\n"),
			within);
	return CORDON_OK;
}

/* All of it, of the plan `name` and its file. */
static cordon_status check(cli_context *cli, const council_asked *a, const char *name, const proposed_plan *stands,
			   const char *file, cordon_plan_verdict *verdict)
{
	snapshot snap;
	text plan = {0};
	cordon_status status = snapshot_of_book(cli, a, stands->body, stands->entries, &snap);
	if (status)
		return status;
	if (strcmp(snap.hash, stands->package) != 0)
		status = finding_add(
			&cli->error, CORDON_ERROR,
			(place_in_file){cli_book_folder(cli), (long)stands->entry + 1, "package", stands->package},
			TEXT(CLI_PLAN_PACKAGE), TEXT(CLI_SNAPSHOT_WAS, snap.hash));
	if (!status)
		status = file_read(file, PROPOSED_BYTES_MAX, &plan, &cli->error);
	if (!status)
		status = check_against(cli, &snap, stands, &plan, file, verdict);
	if (!status)
		status = check_concerned(cli, a, name, stands, file);
	snapshot_free(&snap);
	text_free(&plan);
	return status;
}

json_t *proposed_check_json(cli_context *cli, const council_asked *a, const char *name)
{
	proposed_plan stands;
	cordon_plan_verdict verdict;
	if (!proposed_plan_find(a->state, name, &stands))
		return NULL;
	char *file = compared_plan_path(cli, name);
	json_t *data = check(cli, a, name, &stands, file, &verdict) ? NULL : checked_json(name, &stands, &verdict);
	free(file);
	proposed_plan_free(&stands);
	return data;
}

cordon_status plan_check_run(cli_context *cli)
{
	council_asked a = {0};
	proposed_plan stands;
	cordon_plan_verdict verdict;
	const char *name = cli->position[0];
	cordon_status status = council_begin(cli, &a);
	if (!status && !proposed_plan_find(a.state, name, &stands))
		status = finding_add(&cli->error, CORDON_ERROR,
				     (place_in_file){cli_book_folder(cli), 0, NULL, cli->position[0]},
				     TEXT(CLI_NO_PLAN), NO_TEXT);
	else if (!status) {
		char *own = compared_plan_path(cli, name);
		status = check(cli, &a, name, &stands, cli->positions > 1 ? cli->position[1] : own, &verdict);
		if (!status)
			status = say_checked(cli, name, &stands, &verdict);
		free(own);
		proposed_plan_free(&stands);
	}
	book_close(a.book);
	return status;
}
