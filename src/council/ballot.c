/* Reading ballots of acts, and the texts they are kept as; see ballot.h. */
#include "council/ballot.h"

#include "council/decision_codes.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { TALLY_MOST = 1000 * 1000 * 1000 };

static void add_option(ballot_options *out, const char *id)
{
	assert(out->count < BALLOT_OPTIONS_MAX);
	snprintf(out->id[out->count++], BODY_ID, "%s", id);
}

void ballot_options_read(state *s, const char *proposal, ballot_options *out)
{
	*out = (ballot_options){0};
	add_option(out, BALLOT_YES);
	state_rows rows = state_ask(
		s, "SELECT option FROM amendment WHERE proposal = ? AND accepted_entry IS NULL ORDER BY entry", "s",
		proposal);
	while (state_row(&rows))
		add_option(out, state_text(&rows, 0));
	out->ranked = out->count > 1;
	add_option(out, BALLOT_NO);
	add_option(out, BALLOT_FURTHER);
}

int ballot_option(const ballot_options *options, const char *id)
{
	for (int i = 0; i < options->count; i++)
		if (!strcmp(options->id[i], id))
			return i;
	return -1;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

typedef struct reading {
	const act_context *act;
	const ballot_options *options;
	const char *field;
	text *out;
} reading;

static cordon_status refuse(const reading *in, const char *found, cordon_text what, cordon_text expected)
{
	return finding_add(in->act->error, CORDON_ERROR, (place_in_file){in->act->kind->name, 0, in->field, found},
			   what, expected);
}

static cordon_status refuse_option(const reading *in, const char *found)
{
	text names = {0};
	for (int i = 0; i < in->options->count; i++)
		text_add_format(&names, "%s, ", in->options->id[i]);
	text_add_string(&names, BALLOT_ABSTAIN);
	cordon_status status = refuse(in, found, TEXT(DECISION_NO_OPTION), TEXT(DECISION_ONE_OF, text_string(&names)));
	text_free(&names);
	return status;
}

static void add_weight(const reading *in, int64_t weight)
{
	text_add_format(in->out, "%s%" PRId64, in->out->length ? ";" : "", weight);
}

static cordon_status add_choice(const reading *in, int64_t weight, const char *choice)
{
	bool abstain = choice && !strcmp(choice, BALLOT_ABSTAIN);
	if (!abstain && (!choice || ballot_option(in->options, choice) < 0))
		return refuse_option(in, choice);
	add_weight(in, weight);
	if (!abstain)
		text_add_format(in->out, " %s", choice);
	return CORDON_OK;
}

static cordon_status add_rank(const reading *in, int64_t weight, const json_t *rank)
{
	bool seen[BALLOT_OPTIONS_MAX] = {0};
	size_t count = json_array_size(rank);
	if (!json_is_array(rank) || (count > 1 && !in->options->ranked))
		return refuse(in, NULL, TEXT(DECISION_NOT_RANKED), NO_TEXT);
	if (count == 1)
		return add_choice(in, weight, json_string_value(json_array_get(rank, 0)));
	add_weight(in, weight);
	for (size_t i = 0; i < count; i++) {
		const char *id = json_string_value(json_array_get(rank, i));
		int option = id ? ballot_option(in->options, id) : -1;
		if (option < 0)
			return refuse_option(in, id);
		if (seen[option])
			return refuse(in, id, TEXT(DECISION_OPTION_TWICE), NO_TEXT);
		seen[option] = true;
		text_add_format(in->out, " %s", id);
	}
	return CORDON_OK;
}

/* {"choice": "yes", KEY: 70} or {"rank": [...], KEY: 70} */
static cordon_status add_part(const reading *in, const json_t *part, const char *key, int64_t most, int64_t *total)
{
	const json_t *choice = json_object_get(part, "choice"), *rank = json_object_get(part, "rank"),
		     *weight = json_object_get(part, key);
	char limit[24];
	snprintf(limit, sizeof limit, "%" PRId64, most);
	if (!json_is_object(part) || json_object_size(part) != 2 || !weight || !choice == !rank)
		return refuse(in, NULL, TEXT(DECISION_PART), TEXT(DECISION_PART_IS, key));
	if (!json_is_integer(weight) || json_integer_value(weight) < 1 || json_integer_value(weight) > most)
		return refuse(in, key, TEXT(DECISION_WEIGHT), TEXT(DECISION_WEIGHT_IS, limit));
	*total += json_integer_value(weight);
	return choice ? add_choice(in, json_integer_value(weight), json_string_value(choice))
		      : add_rank(in, json_integer_value(weight), rank);
}

static cordon_status add_parts(const reading *in, const json_t *list, const char *key, int64_t most, size_t parts,
			       int64_t *total)
{
	char limit[24];
	snprintf(limit, sizeof limit, "%zu", parts);
	size_t count = json_array_size(list);
	if (count < 1 || count > parts)
		return refuse(in, NULL, TEXT(DECISION_PARTS), TEXT(DECISION_PARTS_ARE, limit));
	cordon_status status = CORDON_OK;
	for (size_t i = 0; i < count && !status; i++)
		status = add_part(in, json_array_get(list, i), key, most, total);
	return status;
}

cordon_status ballot_of_vote(const act_context *act, const ballot_options *options, bool may_split, text *out)
{
	const json_t *choice = json_object_get(act->fields, "choice"), *rank = json_object_get(act->fields, "rank"),
		     *split = json_object_get(act->fields, "split");
	reading in = {act, options, choice ? "choice" : rank ? "rank" : "split", out};
	int64_t total = 0;
	if ((choice != NULL) + (rank != NULL) + (split != NULL) != 1)
		return refuse(&in, NULL, TEXT(DECISION_ONE_BALLOT), NO_TEXT);
	if (choice)
		return add_choice(&in, BALLOT_WHOLE, json_string_value(choice));
	if (rank)
		return add_rank(&in, BALLOT_WHOLE, rank);
	if (!may_split)
		return refuse(&in, NULL, TEXT(DECISION_NO_SPLIT), NO_TEXT);
	cordon_status status = add_parts(&in, split, "share", BALLOT_WHOLE, BALLOT_SPLIT_MAX, &total);
	if (!status && total != BALLOT_WHOLE)
		return refuse(&in, NULL, TEXT(DECISION_SPLIT_SUM), NO_TEXT);
	return status;
}

/* {"yes": 61, "no": 12, "abstain": 2}, in the order of the options, so that the same counts have one text. */
static cordon_status add_counts(const reading *in, const json_t *counts, int64_t *total)
{
	const char *id;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)counts, id, value)
	{
		if (ballot_option(in->options, id) < 0 && strcmp(id, BALLOT_ABSTAIN) != 0)
			return refuse_option(in, id);
		if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > TALLY_MOST)
			return refuse(in, id, TEXT(DECISION_COUNT), NO_TEXT);
	}
	for (int i = 0; i <= in->options->count; i++) {
		id = i < in->options->count ? in->options->id[i] : BALLOT_ABSTAIN;
		int64_t count = json_integer_value(json_object_get(counts, id));
		*total += count;
		if (count)
			add_choice(in, count, id);
	}
	return CORDON_OK;
}

cordon_status ballot_of_tally(const act_context *act, const ballot_options *options, text *out, int64_t *total)
{
	const json_t *tally = act_document(act, "tally");
	reading in = {act, options, "tally", out};
	*total = 0;
	return json_is_object(tally) ? add_counts(&in, tally, total)
				     : add_parts(&in, tally, "count", TALLY_MOST, BALLOT_PARTS_MAX, total);
}

/* ---- the text ---------------------------------------------------------------------------------------------------- */

bool ballot_next(const char **at, const ballot_options *options, ballot_part *out)
{
	const char *s = *at;
	if (!*s)
		return false;
	*out = (ballot_part){0};
	for (; *s >= '0' && *s <= '9'; s++)
		out->weight = 10 * out->weight + (*s - '0');
	while (*s == ' ') {
		char id[BODY_ID];
		size_t length = strcspn(++s, " ;");
		assert(length < sizeof id && out->ranks < BALLOT_OPTIONS_MAX);
		snprintf(id, sizeof id, "%.*s", (int)length, s);
		int option = ballot_option(options, id);
		assert(option >= 0);
		out->rank[out->ranks++] = option;
		s += length;
	}
	assert(!*s || *s == ';');
	*at = s + (*s == ';');
	return true;
}
