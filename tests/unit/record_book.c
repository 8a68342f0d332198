/* What a book promises of acts that it refuses: they change nothing, and are no reason to refuse them later. */
#include "unit.h"

#include "base/memory.h"
#include "council/council.h"
#include "record/book_private.h"
#include "record/codes.h"
#include "record/keyfile.h"
#include "record/world.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int64_t clock_stands(void *context)
{
	(void)context;
	return 87642000; /* 1972-10-11T09:00:00Z */
}

struct open_book {
	char folder[64];
	book_options options;
	keyfile keeper;
	book *book;
	cordon_error error;
};

static int open_new(void **given)
{
	static struct open_book o;
	static act_rooms all;
	if (!all.acts.kinds)
		act_rooms_add(&all, council_kind, council_kinds, council_schema, council_schemas);
	o.options = (book_options){.world = &all.acts, .now = clock_stands};
	cordon_error_init(&o.error);
	strcpy(o.folder, "/tmp/cordon-book-XXXXXX");
	keyfile_example(&o.keeper, "test", "keeper");
	const book_founding founding = {"T", "cordon/t", "keeper", NULL, &o.keeper.key};
	*given = &o;
	return cordon_init() || !mkdtemp(o.folder) || book_create(o.folder, &o.options, &founding, &o.error) ||
	       book_open(o.folder, &o.options, &o.book, &o.error);
}

static int remove_it(void **given)
{
	struct open_book *o = *given;
	book_close(o->book);
	cordon_error_free(&o->error);
	book_remove_folder(o->folder);
	return !access(o->folder, F_OK);
}

static text draft(struct open_book *o, const char *kind, json_t *fields)
{
	text act = {0};
	assert_int_equal(book_draft(o->book, kind, fields, &act, &o->error), CORDON_OK);
	json_decref(fields);
	return act;
}

/* NULL, or the code of the first finding. */
static const char *take(struct open_book *o, const text *act)
{
	char name[44], signature[87];
	cordon_error_free(&o->error);
	cordon_error_init(&o->error);
	book_sign(&o->keeper.key, act->bytes, act->length, name, signature);
	const book_signature by = {name, signature};
	cordon_status status = book_take(o->book, act->bytes, act->length, &by, 1, NULL, 0, NULL, &o->error);
	return status ? o->error.finding[0].what.code->id : NULL;
}

/* The nonce of an act that was refused is not used up, and replay comes to the same state. */
static void refused_acts_leave_nothing(void **given)
{
	struct open_book *o = *given;
	char before[65], after[65];
	text open = draft(o, "body_open",
			  json_pack("{ssssssssss}", "body", "panaderia", "kind", "workplace", "name", "P", "members",
				    "people", "secretary", "keeper"));
	text enrol = draft(o, "enrol", json_pack("{ssss}", "body", "panaderia", "person", "luis"));
	assert_int_equal(book_state_hash(o->book, before, &o->error), CORDON_OK);
	assert_string_equal(take(o, &enrol), RECORD_MAY_NOT.id);
	assert_int_equal(book_state_hash(o->book, after, &o->error), CORDON_OK);
	assert_string_equal(before, after);
	assert_null(take(o, &open));
	assert_null(take(o, &enrol));
	assert_string_equal(take(o, &enrol), RECORD_NONCE_TWICE.id);
	assert_int_equal(book_commit(o->book, &o->error), CORDON_OK);
	assert_string_equal(take(o, &enrol), RECORD_NONCE_TWICE.id);
	assert_int_equal(book_commit(o->book, &o->error), CORDON_OK);
	assert_int_equal(book_size(o->book), 3);
	assert_int_equal(book_state_hash(o->book, before, &o->error), CORDON_OK);
	assert_int_equal(book_rebuild(o->book, after, NULL, &o->error), CORDON_OK);
	assert_string_equal(before, after);
	text_free(&open);
	text_free(&enrol);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(refused_acts_leave_nothing, open_new, remove_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
