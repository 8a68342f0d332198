/* See scene.h. */
#include "scene.h"

#include "base/memory.h"
#include "council/council.h"
#include "plan/acts.h"
#include "record/book_private.h"
#include "record/world.h"
#include "supply/supply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int64_t clock_stands(void *context)
{
	(void)context;
	return SCENE_TIME;
}

const act_world *scene_world(void)
{
	static act_rooms all;
	if (!all.acts.kinds) {
		act_rooms_add(&all, council_kind, council_kinds, council_schema, council_schemas);
		act_rooms_add(&all, plan_kind, plan_kinds, plan_schema, plan_schemas);
		act_rooms_add(&all, supply_kind, supply_kinds, supply_schema, supply_schemas);
	}
	return &all.acts;
}

static void die(const char *what, const cordon_error *error)
{
	char message[512] = "";
	if (error->count)
		cordon_text_render(&error->finding[0].what, CORDON_ENGLISH, message, sizeof message);
	printf("Bail out! %s: %s\n", what, message);
	exit(1);
}

/* Acts drafted and signed, to be taken in in every run. */
static void sign_acts(scene *s, book *b, cordon_error *error)
{
	char name[44];
	for (int i = 0; i < SCENE_COMMITS * SCENE_ACTS; i++) {
		char id[16];
		snprintf(id, sizeof id, "body%d", i);
		json_t *fields = json_pack("{ssssssssss}", "body", id, "kind", "workplace", "name", id, "members",
					   "people", "secretary", "keeper");
		json_object_set_new(fields, "kind", json_sprintf("kind%d", i)); /* one roll a person in each kind */
		if (book_draft(b, "body_open", fields, &s->act[i], error))
			die("draft", error);
		book_sign(&s->keeper.key, s->act[i].bytes, s->act[i].length, name, s->signature[i]);
		json_decref(fields);
	}
	for (int i = 0; i < SCENE_COMMITS; i++)
		s->in_commit[i] = 1 + i * 2 % SCENE_ACTS;
}

void scene_make(scene *s, const char *vfs, int commits)
{
	book *b;
	cordon_error error;
	cordon_error_init(&error);
	strcpy(s->folder, "/tmp/cordon-scene-XXXXXX");
	if (!mkdtemp(s->folder))
		die(s->folder, &error);
	s->options = (book_options){.world = scene_world(), .now = clock_stands, .vfs = vfs};
	s->commits = commits;
	keyfile_example(&s->keeper, "scene", "keeper");
	const book_founding founding = {"Scene", "cordon/scene", "keeper", NULL, &s->keeper.key};
	if (book_create(s->folder, &s->options, &founding, &error))
		die("create", &error);
	if (book_open(s->folder, &s->options, &b, &error))
		die("open", &error);
	sign_acts(s, b, &error);
	book_close(b);
	cordon_error_free(&error);
}

void scene_forget_receipts(scene *s)
{
	while (s->receipts)
		free(s->receipt[--s->receipts]);
}

cordon_status scene_run(scene *s, void (*told)(void *context, const char *receipt), void *context)
{
	book *b;
	cordon_error error;
	cordon_error_init(&error);
	scene_forget_receipts(s);
	cordon_status status = book_open(s->folder, &s->options, &b, &error);
	for (int c = 0, at = 0; !status && c < s->commits; c++) {
		int64_t last = 0;
		for (int i = 0; !status && i < s->in_commit[c]; i++, at++) {
			const book_signature by = {s->keeper.name, s->signature[at]};
			status = book_take(b, s->act[at].bytes, s->act[at].length, &by, 1, NULL, 0, &last, &error);
		}
		text receipt = {0};
		if (!status)
			status = book_commit(b, &error);
		if (!status && !book_receipt(b, last, &receipt, &error))
			s->receipt[s->receipts++] = memory_copy_text(receipt.bytes);
		if (receipt.length && told)
			told(context, receipt.bytes);
		text_free(&receipt);
	}
	book_close(b);
	cordon_error_free(&error);
	return status;
}

/* Whether that number of entries is where a commit ends. */
static bool is_commit(const scene *s, int64_t size)
{
	int64_t at = 1;
	for (int c = 0; c < s->commits; c++) {
		if (at == size)
			return true;
		at += s->in_commit[c];
	}
	return at == size;
}

const char *scene_check(scene *s)
{
	static char why[512];
	book *b;
	book_verdict verdict;
	book_outside outside[SCENE_COMMITS];
	cordon_error error;
	cordon_error_init(&error);
	const char *found = NULL;
	for (int i = 0; i < s->receipts; i++)
		outside[i] = (book_outside){"receipt", s->receipt[i], strlen(s->receipt[i])};
	cordon_status status = book_open(s->folder, &s->options, &b, &error);
	if (!status)
		status = book_verify(b, outside, s->receipts, &verdict, NULL, &error);
	if (status) {
		cordon_text_render(&error.finding[0].what, CORDON_ENGLISH, why, sizeof why);
		found = why;
	} else if (!is_commit(s, book_size(b))) {
		found = "the book ends within a commit";
	}
	book_close(b);
	cordon_error_free(&error);
	return found;
}

void scene_free(scene *s)
{
	scene_forget_receipts(s);
	for (int i = 0; i < SCENE_COMMITS * SCENE_ACTS; i++)
		text_free(&s->act[i]);
	book_remove_folder(s->folder);
}
