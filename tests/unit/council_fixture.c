/* See council_fixture.h. */
#include "council_fixture.h"

#include "base/text.h"
#include "plan/acts.h"
#include "record/keys.h"
#include "record/state_private.h"
#include "supply/supply.h"

#include <stdlib.h>
#include <string.h>

enum { FIELDS_BYTES = 1 << 16 };

static void add_room(fixture *f, const act_kind *const *kinds, size_t kind_count, const state_schema *const *schemas,
		     size_t schema_count)
{
	assert_true(f->world.kinds + kind_count <= FIXTURE_KINDS_MAX);
	assert_true(f->world.schemas + schema_count <= FIXTURE_KINDS_MAX);
	memcpy(f->kind + f->world.kinds, kinds, kind_count * sizeof *kinds);
	memcpy(f->schema + f->world.schemas, schemas, schema_count * sizeof *schemas);
	f->world.kinds += kind_count;
	f->world.schemas += schema_count;
}

void fixture_open(fixture *f)
{
	*f = (fixture){.time = FIXTURE_START};
	f->world = (act_world){f->kind, 0, f->schema, 0};
	add_room(f, council_kind, council_kinds, council_schema, council_schemas);
	add_room(f, plan_kind, plan_kinds, plan_schema, plan_schemas);
	add_room(f, supply_kind, supply_kinds, supply_schema, supply_schemas);
	assert_int_equal(sqlite3_open(":memory:", &f->db), SQLITE_OK);
	f->state = state_new(f->db);
	assert_int_equal(sqlite3_exec(f->db, keys_schema.create, NULL, NULL, NULL),
			 SQLITE_OK); /* who founded the book */
	assert_true(state_create(f->state, &f->world));
	state_do(f->state, "INSERT INTO founding VALUES (0, 'a book', 'cordon/test', 'keeper', NULL)", "");
	cordon_error_init(&f->error);
}

void fixture_close(fixture *f)
{
	if (state_failed(f->state))
		fail_msg("the state failed: %s", state_failed(f->state));
	state_free(f->state);
	sqlite3_close(f->db);
	cordon_error_free(&f->error);
}

json_t *fixture_json(const char *string)
{
	char *bytes = strdup(string);
	for (char *c = bytes; *c; c++)
		if (*c == '\'')
			*c = '"';
	json_error_t where;
	json_t *value = json_loads(bytes, JSON_REJECT_DUPLICATES, &where);
	if (!value)
		fail_msg("%s: %s", where.text, bytes);
	free(bytes);
	return value;
}

static void print_findings(const cordon_error *error)
{
	for (size_t i = 0; i < error->count; i++) {
		char what[1000];
		cordon_text_render(&error->finding[i].what, CORDON_ENGLISH, what, sizeof what);
		print_error("%s.%s %s: %s (%s)\n", error->finding[i].file, error->finding[i].field,
			    error->finding[i].found, what, error->finding[i].what.code->id);
	}
}

/* The words of `signers` as an act's signers, ascending; their texts live in `keep`. */
static void sign(act_context *act, char *keep)
{
	for (char *word = strtok(keep, " "); word; word = strtok(NULL, " ")) {
		int at = act->signatures++;
		assert_true(at < ACT_SIGNATURES_MAX);
		for (; at > 0 && strcmp(act->person[at - 1], word) > 0; at--)
			act->person[at] = act->person[at - 1];
		act->person[at] = word;
	}
	for (int i = 0; i < act->signatures; i++)
		act->key[i] = act->person[i];
}

/* `body` NULL: the act of its signers; else the effect of a decision of that body. */
static cordon_status run(fixture *f, const char *signers, const char *body, const char *kind, const char *format,
			 va_list list)
{
	char *bytes = malloc(FIELDS_BYTES), *keep = strdup(signers);
	assert_true(vsnprintf(bytes, FIELDS_BYTES, format, list) < FIELDS_BYTES);
	json_t *fields = fixture_json(bytes);
	cordon_error_free(&f->error);
	cordon_error_init(&f->error);
	act_context act = {.world = &f->world,
			   .kind = act_kind_find(&f->world, kind),
			   .fields = fields,
			   .state = f->state,
			   .entry = f->entry + 1,
			   .time = f->time + 1,
			   .made = f->time + 1,
			   .error = &f->error};
	if (!act.kind)
		fail_msg("no kind %s", kind);
	sign(&act, keep);
	int64_t before = state_changes(f->state);
	cordon_status status = body ? council_run_effect(&act, body, kind, fields) : act_run(&act);
	if (status) {
		assert_int_equal(state_changes(f->state), before);
		assert_true(f->error.errors > 0);
	} else {
		f->entry++;
		f->time++;
	}
	if (state_failed(f->state))
		fail_msg("the state failed: %s", state_failed(f->state));
	json_decref(fields);
	free(bytes);
	free(keep);
	return status;
}

static void must_be_done(const fixture *f, cordon_status status, const char *kind)
{
	if (!status)
		return;
	print_findings(&f->error);
	fail_msg("%s was refused", kind);
}

static void must_be_refused(const fixture *f, cordon_status status, const char *kind, const char *code)
{
	for (size_t i = 0; status && i < f->error.count; i++)
		if (!strcmp(f->error.finding[i].what.code->id, code))
			return;
	print_findings(&f->error);
	fail_msg("%s was not refused with %s", kind, code);
}

#define RUN(signers, body)                                                                                             \
	va_list list;                                                                                                  \
	va_start(list, fields);                                                                                        \
	cordon_status status = run(f, signers, body, kind, fields, list);                                              \
	va_end(list)

cordon_status fixture_act(fixture *f, const char *signers, const char *kind, const char *fields, ...)
{
	RUN(signers, NULL);
	return status;
}

void fixture_ok(fixture *f, const char *signers, const char *kind, const char *fields, ...)
{
	RUN(signers, NULL);
	must_be_done(f, status, kind);
}

void fixture_refused(fixture *f, const char *signers, const char *code, const char *kind, const char *fields, ...)
{
	RUN(signers, NULL);
	must_be_refused(f, status, kind, code);
}

cordon_status fixture_decide(fixture *f, const char *body, const char *kind, const char *fields, ...)
{
	RUN("closer", body);
	return status;
}

void fixture_decided(fixture *f, const char *body, const char *kind, const char *fields, ...)
{
	RUN("closer", body);
	must_be_done(f, status, kind);
}

void fixture_undecided(fixture *f, const char *body, const char *code, const char *kind, const char *fields, ...)
{
	RUN("closer", body);
	must_be_refused(f, status, kind, code);
}

void fixture_base(fixture *f, const char *body, const char *kind, const char *secretary, const char *people,
		  const char *rules)
{
	fixture_ok(f, "keeper", "body_open",
		   "{'body': '%s', 'kind': '%s', 'name': '%s', 'members': 'people', 'secretary': '%s', 'rules': %s}",
		   body, kind, body, secretary, rules ? rules : "{}");
	char *words = strdup(people);
	char *rest = words;
	for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		fixture_ok(f, secretary, "enrol", "{'body': '%s', 'person': '%s'}", body, word);
	free(words);
}

void fixture_council(fixture *f, const char *council, const char *kind, const char *secretary, const char *rules)
{
	fixture_ok(f, "keeper", "body_open",
		   "{'body': '%s', 'kind': '%s', 'name': '%s', 'members': 'bodies', 'secretary': '%s', 'rules': %s}",
		   council, kind, council, secretary, rules ? rules : "{}");
}

void fixture_join(fixture *f, const char *council, const char *body)
{
	fixture_decided(f, body, "join", "{'council': '%s', 'body': '%s'}", council, body);
	fixture_decided(f, council, "join", "{'council': '%s', 'body': '%s'}", council, body);
}
