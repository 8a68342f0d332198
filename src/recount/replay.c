/* What every replayed count does alike; see replay.h. */
#include "recount/replay.h"

#include "base/hash.h"
#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- settings and texts ------------------------------------------------------------------------------------------ */

const char *replay_setting(const replay *r, const char *key, int n)
{
	size_t i;
	json_t *one;
	json_array_foreach(r->settings, i, one)
	{
		const char *is = json_string_value(json_object_get(one, "key"));
		if (is && !strcmp(is, key) && n-- == 0)
			return json_string_value(json_object_get(one, "value"));
	}
	return NULL;
}

int replay_candidate(const replay *r, const char *name)
{
	for (int c = 0; c < r->b->candidates; c++)
		if (!strcmp(r->b->name[c], name))
			return c;
	for (int c = 0; c < r->b->candidates; c++)
		if (r->b->nick[c] && !strcmp(r->b->nick[c], name))
			return c;
	char number[12];
	for (int c = 0; c < r->b->candidates; c++) {
		snprintf(number, sizeof number, "%d", c + 1);
		if (!strcmp(number, name))
			return c;
	}
	return -1;
}

void replay_units_text(replay_wide units, int decimals, char out[64])
{
	char digits[64];
	int length = 0, at = 0;
	bool minus = units < 0;
	for (replay_wide left = minus ? -units : units; left || length <= decimals; left /= 10)
		digits[length++] = (char)('0' + (int)(left % 10));
	if (minus)
		out[at++] = '-';
	while (length) {
		out[at++] = digits[--length];
		if (length == decimals && decimals)
			out[at++] = '.';
	}
	out[at] = '\0';
}

json_t *replay_units(replay_wide units, int decimals)
{
	char out[64];
	replay_units_text(units, decimals, out);
	return json_string(out);
}

char *replay_names(const replay *r, const int *who, int count)
{
	text all = {0};
	for (int i = 0; i < count; i++)
		text_add_format(&all, "%s%s", i ? ", " : "", r->b->name[who[i]]);
	text_add(&all, "", 1);
	return all.bytes;
}

static json_t *numbers(const int *who, int count)
{
	json_t *list = json_array();
	for (int i = 0; i < count; i++)
		json_array_append_new(list, json_integer(who[i] + 1));
	return list;
}

/* ---- the document ------------------------------------------------------------------------------------------------ */

void replay_set(replay *r, const char *key, json_t *value)
{
	if (r->silent)
		json_decref(value);
	else
		json_object_set_new(r->doc, key, value);
}

void replay_stage_set(replay *r, const char *key, json_t *value)
{
	if (r->silent)
		json_decref(value);
	else
		json_object_set_new(r->stage, key, value);
}

void replay_stage(replay *r)
{
	if (r->silent)
		return;
	r->stage = json_pack("{s:I, s:[]}", "number", (json_int_t)json_array_size(r->stages) + 1, "said");
	json_array_append_new(r->stages, r->stage);
}

void replay_stage_bare(replay *r)
{
	static const char *const nothing[] = {"quota", "not_transferable", "not_transferable_change", "total"};
	replay_stage(r);
	for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
		replay_stage_set(r, nothing[i], json_null());
	replay_stage_set(r, "candidates", json_array());
	replay_stage_set(r, "transfers", json_array());
}

void replay_say(replay *r, const char *code, const char *a, const char *b, const char *c, const char *d)
{
	const char *argument[] = {a, b, c, d};
	if (r->silent)
		return;
	json_t *list = json_array();
	for (int i = 0; i < 4 && argument[i]; i++)
		json_array_append_new(list, json_string(argument[i]));
	json_array_append_new(json_object_get(r->stage, "said"),
			      json_pack("{s:s, s:o}", "code", code, "arguments", list));
}

/* ---- lots -------------------------------------------------------------------------------------------------------- */

/* docs/counting.md, "The draw". */
static int draw(const replay *r, const char *seed, const int *tied, int count, size_t tie, json_t *digests)
{
	int least = 0;
	char best[HASH_HEX], hex[HASH_HEX];
	for (int i = 0; i < count; i++) {
		text lines = {0};
		hash_state state;
		text_add_format(&lines, "%s\n%s\n%zu\n%zu\n%d\n", seed, r->lots_as ? r->lots_as : r->rule,
				json_array_size(r->stages), tie, tied[i] + 1);
		hash_begin(&state);
		hash_add(&state, lines.bytes, lines.length);
		hash_end(&state, hex);
		text_free(&lines);
		json_array_append_new(digests, json_string(hex));
		if (!i || strcmp(hex, best) < 0) {
			least = i;
			memcpy(best, hex, sizeof best);
		}
	}
	return least;
}

static int next_choice(replay *r, int count)
{
	if (r->met == r->known) {
		if (r->known == r->room) {
			r->room = r->room ? 2 * r->room : 32;
			r->way = memory_grow(r->way, (size_t)r->room, sizeof *r->way);
			r->ways = memory_grow(r->ways, (size_t)r->room, sizeof *r->ways);
		}
		r->way[r->known] = 0;
		r->ways[r->known++] = count;
	}
	return r->way[r->met++];
}

int replay_lot(replay *r, const int *tied, int count, const char *why)
{
	const char *name[BALLOTS_CANDIDATES_MAX];
	for (int i = 0; i < count; i++)
		name[i] = r->b->name[tied[i]];
	return replay_lot_among(r, tied, name, count, why);
}

int replay_lot_among(replay *r, const int *tied, const char *const *name, int count, const char *why)
{
	if (count == 1)
		return 0;
	if (r->silent)
		return next_choice(r, count);
	const char *seed = replay_setting(r, "seed", 0);
	json_t *names = json_array(), *digests = seed ? json_array() : json_null();
	for (int i = 0; i < count; i++)
		json_array_append_new(names, json_string(name[i]));
	int chosen = seed ? draw(r, seed, tied, count, json_array_size(r->ties) + 1, digests) : REPLAY_STOPPED;
	json_array_append_new(r->ties,
			      json_pack("{s:I, s:{s:s, s:[]}, s:o, s:o, s:o, s:o}", "stage",
					(json_int_t)json_array_size(r->stages), "why", "code", why, "arguments", "tied",
					numbers(tied, count), "names", names, "chosen",
					seed ? json_integer(tied[chosen] + 1) : json_null(), "digests", digests));
	return chosen;
}

/* ---- outcomes ---------------------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}

/* Whether the outcome is new: its winners in the order of their numbers and the seats of the lists are kept. */
static bool keep_outcome(replay *r, const int *winner, int winners, const int *seats)
{
	size_t count = json_array_size(r->outcomes), lists = seats ? (size_t)r->b->lists : 0,
	       length = 1 + (size_t)winners + lists;
	int *key = memory_alloc(length, sizeof *key);
	key[0] = winners;
	if (winners)
		memcpy(key + 1, winner, (size_t)winners * sizeof *key);
	qsort(key + 1, (size_t)winners, sizeof *key, by_number);
	if (lists)
		memcpy(key + 1 + winners, seats, lists * sizeof *key);
	for (size_t i = 0; i < count; i++)
		if (r->key[i][0] == winners && !memcmp(r->key[i], key, length * sizeof *key)) {
			free(key);
			return false;
		}
	r->key = memory_grow(r->key, count + 1, sizeof *r->key);
	r->key[count] = key;
	return true;
}

void replay_outcome(replay *r, const int *winner, int winners)
{
	replay_outcome_lists(r, winner, winners, NULL);
}

static json_t *seats_json(const replay *r, const int *seats)
{
	json_t *list = seats ? json_array() : json_null();
	for (int i = 0; seats && i < r->b->lists; i++)
		json_array_append_new(list, json_integer(seats[i]));
	return list;
}

void replay_outcome_lists(replay *r, const int *winner, int winners, const int *seats)
{
	json_t *mine = numbers(winner, winners), *of_lists = seats_json(r, seats);
	if (!r->silent) {
		r->decided = true;
		json_object_set(r->doc, "winners", mine);
	}
	if (keep_outcome(r, winner, winners, seats)) {
		json_array_append(r->outcomes, mine);
		json_array_append(r->outcome_lists, of_lists);
	}
	json_decref(mine);
	json_decref(of_lists);
}

/* Runs through every way of deciding the ties, the last choice changing first; false: there are too many. */
static bool every_way(replay *r, replay_rule *rule)
{
	r->silent = true;
	for (int runs = 1;; runs++) {
		r->met = 0;
		rule(r);
		while (r->known && r->way[r->known - 1] + 1 == r->ways[r->known - 1])
			r->known--;
		if (!r->known || runs == REPLAY_WAYS_MAX)
			break;
		r->way[r->known - 1]++;
	}
	r->silent = false;
	return r->known == 0;
}

static json_t *candidates_of(const ballots *b)
{
	json_t *list = json_array();
	for (int c = 0; c < b->candidates; c++)
		json_array_append_new(list, json_pack("{s:i, s:s, s:s?}", "number", c + 1, "name", b->name[c], "party",
						      b->party ? b->party[c] : NULL));
	return list;
}

cordon_status replay_run(replay *r, replay_rule *rule)
{
	uint64_t valid = 0;
	for (size_t i = 0; i < r->b->papers; i++)
		valid += r->b->paper[i].weight;
	for (int i = 0; i < r->b->lists; i++)
		valid += r->b->list[i].votes;
	r->stages = json_array();
	r->ties = json_array();
	r->outcomes = json_array();
	r->outcome_lists = json_array();
	r->doc = json_pack("{s:s, s:s?, s:i, s:o, s:o, s:o, s:n, s:O, s:O, s:O, s:[], s:O, s:[], s:[]}", "rule",
			   r->rule, "title", r->b->title, "seats", r->seats, "valid", replay_units(valid, 0), "invalid",
			   replay_units(r->b->blank, 0), "candidates", candidates_of(r->b), "quota", "settings",
			   r->settings, "stages", r->stages, "ties", r->ties, "winners", "outcomes", r->outcomes,
			   "matrices", "lists");
	assert(r->doc); /* all its texts are UTF-8 */
	if (r->b->lists)
		json_object_set(r->doc, "outcome_lists", r->outcome_lists);
	cordon_status status = rule(r);
	bool complete = true;
	if ((!status || status == CORDON_UNPROVEN) && json_array_size(r->ties) && !r->all_found)
		complete = every_way(r, rule);
	json_object_set_new(r->doc, "decided", json_boolean(r->decided));
	if (!json_object_get(r->doc, "outcomes_complete"))
		json_object_set_new(r->doc, "outcomes_complete", json_boolean(complete));
	return status == CORDON_UNPROVEN ? CORDON_OK : status;
}

void replay_free(replay *r)
{
	for (size_t i = 0; r->key && i < json_array_size(r->outcomes); i++)
		free(r->key[i]);
	free(r->key);
	json_decref(r->doc);
	json_decref(r->stages);
	json_decref(r->ties);
	json_decref(r->outcomes);
	json_decref(r->outcome_lists);
	free(r->way);
	free(r->ways);
}
