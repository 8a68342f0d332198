/* `cordon plan ballot`: from a plan and its alternatives the options of a choice (council/choice.h): each with a title
 * that says in a sentence who gains most and who loses most, the hash of its file and of the package.
 *
 * Every file is verified first. They are kept in the folder plans/ of the book under their hashes, so that whoever
 * votes can read and verify what they vote on; the act itself is made with `cordon act choice_open`.
 */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_show.h"
#include "cli/propose.h"
#include "cli/world.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "council/choice.h"
#include "council/codes.h"
#include "plan/tasks.h"
#include "report/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CHANGE_TOLD 5e-4 /* of a fulfilment: less is no gain and no loss to people */

/* ---- a sentence -------------------------------------------------------------------------------------------------- */

typedef struct change {
	const char *who; /* NULL: nobody */
	double was, is;
} change;

static void keep_larger(change *most, const char *who, double was, double is)
{
	if (fabs(is - was) >= CHANGE_TOLD && (!most->who || fabs(is - was) > fabs(most->is - most->was)))
		*most = (change){who, was, is};
}

/* The group whose fulfilment in a tier rises most, and the one whose falls most. */
static void find_groups(const cordon_economy *e, const double *before, const double *after, change *gain, change *loss)
{
	plan_group_line *old = memory_alloc((size_t)e->groups, sizeof *old);
	plan_group_line *new = memory_alloc((size_t)e->groups, sizeof *new);
	for (int tier = 1; tier <= CORDON_TIERS_MAX; tier++) {
		plan_gather_groups(e, before, tier, old);
		plan_gather_groups(e, after, tier, new);
		for (int g = 0; g < e->groups; g++) {
			double was = old[g].needs ? plan_group_fulfilment(&old[g]) : 0;
			double is = new[g].needs ? plan_group_fulfilment(&new[g]) : 0;
			keep_larger(is > was ? gain : loss, e->group[g], was, is);
		}
	}
	free(new);
	free(old);
}

static void say_change(const cli_context *cli, text *out, const change *c, const char *sentence)
{
	text was = {0}, is = {0};
	number_add(&was, 100 * c->was, 1, cli->language);
	number_add(&is, 100 * c->is, 1, cli->language);
	cli_add(cli, out, sentence, c->who, text_string(&is), text_string(&was));
	text_free(&was);
	text_free(&is);
}

/* Where the same is received, whose work changes most, as a part of the larger amount. */
static void say_work(const cli_context *cli, text *out, const cordon_economy *e, const cordon_plan *plan,
		     const cordon_plan *other)
{
	double most = 0;
	int where = 0;
	for (int j = 0; j < plan->processes * plan->periods; j++) {
		double larger = fmax(plan->activity[j], other->activity[j]);
		double part = larger > 0 ? fabs(plan->activity[j] - other->activity[j]) / larger : 0;
		if (part > most) {
			most = part;
			where = j;
		}
	}
	text was = {0}, is = {0};
	number_add(&was, plan->activity[where], NUMBER_AUTO, cli->language);
	number_add(&is, other->activity[where], NUMBER_AUTO, cli->language);
	cli_add(cli, out, N_("Everybody receives the same; the work changes most at {0}: {1} in place of {2}."),
		e->process[where / plan->periods].id, text_string(&is), text_string(&was));
	text_free(&was);
	text_free(&is);
}

static void add_title(const cli_context *cli, text *out, const cordon_economy *e, const cordon_plan *plan,
		      const cordon_plan *other)
{
	double *before = plan_fulfilment_of_needs(e, plan), *after = plan_fulfilment_of_needs(e, other);
	change gain = {0}, loss = {0};
	find_groups(e, before, after, &gain, &loss);
	if (gain.who)
		say_change(cli, out, &gain, N_("{0} gains most: {1}% in place of {2}%."));
	if (gain.who && loss.who)
		text_add_string(out, " ");
	if (loss.who)
		say_change(cli, out, &loss, N_("{0} loses most: {1}% in place of {2}%."));
	if (!gain.who && !loss.who)
		say_work(cli, out, e, plan, other);
	free(before);
	free(after);
}

/* ---- the options ------------------------------------------------------------------------------------------------- */

static cordon_status keep_file(cli_context *cli, const text *bytes, const char *hash)
{
	char *folder = file_join(cli_book_folder(cli), "plans"), name[HASH_HEX + 8];
	snprintf(name, sizeof name, "%s.json", hash);
	char *path = file_join(folder, name);
	mkdir(folder, 0777); /* what fails here fails when the file is written, and is said then */
	cordon_status status = file_write(path, bytes->bytes, bytes->length, &cli->error);
	free(path);
	free(folder);
	return status;
}

/* Reads, verifies, keeps and names one file; the first is the plan that the others are held against. */
static cordon_status add_option(cli_context *cli, cordon_economy *e, int which, cordon_plan **plan, json_t *options)
{
	const char *file = cli->position[1 + which];
	char hash[HASH_HEX], id[32] = "plan";
	text bytes = {0}, title = {0};
	cordon_plan *read = NULL;
	cordon_plan_verdict verdict;
	cordon_status status = file_read(file, PROPOSED_BYTES_MAX, &bytes, &cli->error);
	if (!status)
		status = proposed_verify(cli, e, &bytes, file, &verdict);
	if (!status)
		status = proposed_read(cli, &bytes, file, e, &read);
	if (!status) {
		hash_of(text_string(&bytes), bytes.length, hash);
		status = keep_file(cli, &bytes, hash);
	}
	if (!status) {
		if (which)
			snprintf(id, sizeof id, "alternative-%d", which);
		if (*plan)
			add_title(cli, &title, e, *plan, read);
		else
			text_add_string(&title,
					tr(cli, N_("The plan as computed, which the others are held against.")));
		json_array_append_new(options, json_pack("{s:s, s:s, s:s, s:s}", "id", id, "title", text_string(&title),
							 "package", e->hash, "file", hash));
	}
	if (!status && !*plan) {
		*plan = read;
		read = NULL;
	}
	cordon_plan_free(read);
	text_free(&bytes);
	text_free(&title);
	return status;
}

static cordon_status print(cli_context *cli, const json_t *options)
{
	const char *path = cli_option(cli, "-o");
	if (path) {
		char *bytes = memory_require(json_dumps(options, JSON_INDENT(1)));
		cordon_status status = file_write(path, bytes, strlen(bytes), &cli->error);
		free(bytes);
		if (status)
			return status;
	}
	if (cli->json)
		return output_json(cli, json_incref((json_t *)(uintptr_t)options));
	for (size_t i = 0; i < json_array_size(options); i++) {
		const json_t *one = json_array_get(options, i);
		fprintf(cli->out, "%s: %s\n", json_string_value(json_object_get(one, "id")),
			json_string_value(json_object_get(one, "title")));
	}
	return CORDON_OK;
}

cordon_status plan_ballot_run(cli_context *cli)
{
	cordon_economy *e = NULL;
	cordon_plan *plan = NULL;
	json_t *options = json_array();
	char most[16];
	snprintf(most, sizeof most, "%d", CHOICE_OPTIONS_MAX);
	cordon_status status = cli->positions - 1 > CHOICE_OPTIONS_MAX
				       ? cli_usage(cli, "ALTERNATIVE", NULL, TEXT(COUNCIL_CHOICE_OPTIONS, most), NO_TEXT)
				       : cordon_economy_read(cli->position[0], &e, &cli->error);
	for (int i = 0; i < cli->positions - 1 && !status; i++)
		status = add_option(cli, e, i, &plan, options);
	if (!status)
		status = print(cli, options);
	json_decref(options);
	cordon_plan_free(plan);
	cordon_economy_free(e);
	return status;
}
