/* Acts as lines, put to a state in memory one after another, without book, keys or signatures:
 *
 *	SECONDS SIGNERS KIND FIELDS     signers joined by +; "node" is the node's key; "@BODY": a decision of that body
 *
 * SECONDS since the last act. Never a crash; an act that is refused says why and changes nothing; the database never
 * fails; taken back, everything is as it was before; and any JSON at all may be held against any kind's fields.
 */
#include "../crash/scene.h"

#include "base/json.h"
#include "base/memory.h"
#include "council/council.h"
#include "record/scratch.h"
#include "record/state_private.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINES_LIMIT = 200, START = 87609600 /* 1972-10-11 */, SECONDS_LIMIT = 100000000 };

struct world {
	const act_world *acts;
	scratch scratch;
	char hash[65]; /* of the state with nothing in it but who founded the book */
	int64_t entry, time;
};

/* As the book has it: what stands in an entry, where the fields are the third level. */
static bool may_stand(const json_t *fields)
{
	json_t *entry = json_pack("{s:{s:O}}", "act", "fields", fields);
	bool may = json_is_canonical_subset(entry, NULL, NULL);
	json_decref(entry);
	return may;
}

/* The signers' names, ascending, none twice; false: too many. */
static bool sign(act_context *act, char *names)
{
	for (char *next, *name = strtok_r(names, "+", &next); name; name = strtok_r(NULL, "+", &next)) {
		int at = act->signatures;
		for (int i = 0; i < at; i++)
			if (!strcmp(act->key[i], name))
				return false;
		if (at == ACT_SIGNATURES_MAX || strlen(name) > ACT_ID_MAX)
			return false;
		for (; at > 0 && strcmp(act->key[at - 1], name) > 0; at--)
			act->key[at] = act->key[at - 1];
		act->key[at] = name;
		act->signatures++;
	}
	for (int i = 0; i < act->signatures; i++) {
		bool is_node = !strcmp(act->key[i], "node");
		act->by_node |= is_node;
		act->person[i] = is_node ? NULL : act->key[i];
	}
	return act->signatures > 0;
}

static void put(struct world *w, const char *body, const act_kind *kind, const json_t *fields, char *signers)
{
	cordon_error error;
	cordon_error_init(&error);
	act_context act = {.world = w->acts,
			   .kind = kind,
			   .fields = fields,
			   .state = w->scratch.state,
			   .entry = w->entry + 1,
			   .time = w->time,
			   .made = w->time,
			   .error = &error};
	if (sign(&act, signers)) {
		int64_t before = state_changes(act.state);
		cordon_status status = body ? council_run_effect(&act, body, kind->name, fields) : act_run(&act);
		assert(status ? error.errors && state_changes(act.state) == before : !error.errors);
		assert(!state_failed(act.state));
		w->entry += !status;
	}
	cordon_error_free(&error);
}

/* Every kind's table looks at it. */
static void check_all(const struct world *w, const json_t *fields)
{
	for (size_t i = 0; i < w->acts->kinds; i++) {
		cordon_error error;
		cordon_error_init(&error);
		cordon_status status = act_check_fields(w->acts->kind[i], fields, &error);
		assert(!status == !error.errors);
		cordon_error_free(&error);
	}
}

static void run_line(struct world *w, char *line)
{
	char *next, *seconds = strtok_r(line, " ", &next), *signers = strtok_r(NULL, " ", &next);
	char *name = strtok_r(NULL, " ", &next), *bytes = strtok_r(NULL, "", &next);
	json_t *fields = bytes ? json_loads(bytes, JSON_REJECT_DUPLICATES, NULL) : NULL;
	if (!fields)
		return;
	check_all(w, fields);
	long more = atol(seconds);
	w->time += more > 0 && more < SECONDS_LIMIT ? more : 1;
	const act_kind *kind = act_kind_find(w->acts, name);
	char closer[] = "closer";
	const char *body = *signers == '@' && strlen(signers) <= ACT_ID_MAX ? signers + 1 : NULL;
	if (kind && json_is_object(fields) && may_stand(fields) && (*signers != '@' || body))
		put(w, body, kind, fields, body ? closer : signers);
	json_decref(fields);
}

static void open_world(struct world *w)
{
	w->acts = scene_world();
	bool well = !cordon_init() && scratch_open(&w->scratch, w->acts);
	assert(well);
	state_do(w->scratch.state, "INSERT INTO founding VALUES (0, 'a book', 'cordon/test', 'keeper', NULL)", "");
	well = scratch_hash(&w->scratch, w->hash);
	assert(well);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world w;
	char hash[65];
	if (!w.scratch.db)
		open_world(&w);
	w.entry = 0;
	w.time = START;
	char *bytes = memory_alloc(size + 1, 1), *line = bytes;
	memcpy(bytes, data, size);
	state_mark(w.scratch.state);
	for (int i = 0; line && i < LINES_LIMIT; i++) {
		char *end = strchr(line, '\n');
		if (end)
			*end = '\0';
		if (strlen(line) < ACT_BYTES_MAX)
			run_line(&w, line);
		line = end ? end + 1 : NULL;
	}
	state_undo(w.scratch.state);
	if (size % 8 == 0) { /* it takes longer than the acts */
		bool well = scratch_hash(&w.scratch, hash);
		assert(well && !strcmp(hash, w.hash));
	}
	free(bytes);
	return 0;
}
