/* A count's result as JSON; docs/counting.md explains the document. Candidates are given by number (from 1) and name.
 * */
#include "cli/count_show.h"

#include "base/messages.h"

static json_t *said_json(const cli_context *cli, const cordon_text *said)
{
	text out = {0};
	json_t *arguments = json_array();
	message_add(&out, cli->language, said);
	for (int i = 0; i < CORDON_TEXT_ARGS && said->arg[i]; i++)
		json_array_append_new(arguments, json_string(said->arg[i]));
	json_t *json = json_pack("{s:s, s:s, s:o}", "code", said->code->id, "message", text_string(&out), "arguments",
				 arguments);
	text_free(&out);
	return json;
}

static json_t *numbers_json(const int *candidate, int count)
{
	json_t *list = json_array();
	for (int i = 0; i < count; i++)
		json_array_append_new(list, json_integer(candidate[i] + 1));
	return list;
}

static json_t *election_json(const cordon_election *e)
{
	json_t *list = json_array();
	for (int c = 0; c < e->candidates; c++)
		json_array_append_new(list, json_pack("{s:i, s:s, s:s?}", "number", c + 1, "name", e->candidate[c].name,
						      "party", e->candidate[c].party));
	return list;
}

static json_t *tallies_json(const cordon_election *e, const cordon_stage *s)
{
	json_t *list = json_array();
	for (int c = 0; s->tally && c < e->candidates; c++) {
		const cordon_tally *t = &s->tally[c];
		json_array_append_new(list, json_pack("{s:i, s:s?, s:s?, s:s?, s:s}", "candidate", c + 1, "votes",
						      t->votes, "transfer", t->transfer, "keep", t->keep, "state",
						      count_state_word(t->state)));
	}
	return list;
}

/* A candidate's number, or null for nobody. */
static json_t *side_json(int candidate)
{
	return candidate < 0 ? json_null() : json_integer(candidate + 1);
}

static json_t *transfers_json(const cordon_stage *s)
{
	json_t *list = json_array();
	for (size_t i = 0; i < s->transfers; i++) {
		const cordon_transfer *t = &s->transfer[i];
		json_array_append_new(list, json_pack("{s:o, s:o, s:I, s:s?, s:s?}", "from", side_json(t->from), "to",
						      side_json(t->to), "papers", (json_int_t)t->papers, "value",
						      t->value, "votes", t->votes));
	}
	return list;
}

static json_t *stages_json(const cli_context *cli, const cordon_count_result *r)
{
	json_t *list = json_array();
	for (size_t i = 0; i < r->stages; i++) {
		const cordon_stage *s = &r->stage[i];
		json_t *said = json_array();
		for (size_t k = 0; k < s->sayings; k++)
			json_array_append_new(said, said_json(cli, &s->said[k]));
		json_array_append_new(list, json_pack("{s:I, s:o, s:s?, s:s?, s:s?, s:s?, s:o, s:o}", "number",
						      (json_int_t)i + 1, "said", said, "quota", s->quota,
						      "not_transferable", s->exhausted, "not_transferable_change",
						      s->exhausted_transfer, "total", s->total, "candidates",
						      tallies_json(r->election, s), "transfers", transfers_json(s)));
	}
	return list;
}

static json_t *text_list(const char *const *string, int count)
{
	json_t *list = json_array();
	for (int i = 0; i < count; i++)
		json_array_append_new(list, string[i] ? json_string(string[i]) : json_null());
	return list;
}

static json_t *ties_json(const cli_context *cli, const cordon_count_result *r)
{
	json_t *list = json_array();
	for (size_t i = 0; i < r->ties; i++) {
		const cordon_tie *t = &r->tie[i];
		json_t *one = json_pack("{s:i, s:o}", "stage", t->stage, "why", said_json(cli, &t->why));
		json_object_set_new(one, "tied", numbers_json(t->tied, t->count));
		json_object_set_new(one, "names", text_list(t->name, t->count));
		json_object_set_new(one, "chosen", side_json(t->chosen));
		json_object_set_new(one, "digests", t->digest ? text_list(t->digest, t->count) : json_null());
		json_array_append_new(list, one);
	}
	return list;
}

/* Each outcome as the numbers of its winners. */
static json_t *outcomes_json(const cordon_count_result *r)
{
	json_t *list = json_array();
	for (size_t i = 0; i < r->outcomes; i++)
		json_array_append_new(list, numbers_json(r->outcome[i].winner, r->outcome[i].winners));
	return list;
}

/* Each outcome as the seats of the lists, in their order; null where lists win none. */
static json_t *outcome_lists_json(const cordon_count_result *r)
{
	json_t *list = json_array();
	for (size_t i = 0; i < r->outcomes; i++) {
		const cordon_outcome *o = &r->outcome[i];
		json_t *seats = o->list_seats ? json_array() : json_null();
		for (int l = 0; o->list_seats && l < r->election->lists; l++)
			json_array_append_new(seats, json_integer(o->list_seats[l]));
		json_array_append_new(list, seats);
	}
	return list;
}

static json_t *matrices_json(const cli_context *cli, const cordon_count_result *r)
{
	json_t *list = json_array();
	for (size_t i = 0; i < r->matrices; i++) {
		const cordon_matrix *m = &r->matrix[i];
		json_t *cells = json_array();
		for (int row = 0; row < m->rows; row++)
			json_array_append_new(cells, text_list(m->cell + (size_t)row * (size_t)m->columns, m->columns));
		json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:o, s:o}", "key", m->key, "title",
						      said_json(cli, &m->title), "rows", text_list(m->row, m->rows),
						      "columns", text_list(m->column, m->columns), "cells", cells));
	}
	return list;
}

static json_t *shares_json(const cordon_count_result *r)
{
	json_t *list = json_array();
	for (size_t i = 0; i < r->shares; i++) {
		const cordon_share *s = &r->share[i];
		json_array_append_new(list, json_pack("{s:s, s:s?, s:s?, s:i}", "name", s->name, "within", s->within,
						      "votes", s->votes, "seats", s->seats));
	}
	return list;
}

/* What the settings said, as they were read: what stands first for a key holds. */
static json_t *settings_json(const cordon_settings *settings)
{
	json_t *list = json_array();
	for (size_t i = 0; i < settings->settings; i++)
		json_array_append_new(list, json_pack("{s:s, s:s?, s:s}", "key", settings->setting[i].key, "name",
						      settings->setting[i].name, "value", settings->setting[i].value));
	return list;
}

json_t *count_show_json(const cli_context *cli, const cordon_count_result *r, const cordon_settings *settings)
{
	json_t *document = json_pack("{s:s, s:s, s:s, s:s?, s:i, s:s, s:s, s:s?}", "rule", r->rule->id, "version",
				     r->rule->version, "source", r->rule->source, "title", r->election->title, "seats",
				     r->seats, "valid", r->valid, "invalid", r->invalid, "quota", r->quota);
	json_object_set_new(document, "settings", settings_json(settings));
	json_object_set_new(document, "candidates", election_json(r->election));
	json_object_set_new(document, "decided", json_boolean(r->decided));
	json_object_set_new(document, "winners", numbers_json(r->winner, r->winners));
	json_object_set_new(document, "outcomes", outcomes_json(r));
	if (r->election->lists)
		json_object_set_new(document, "outcome_lists", outcome_lists_json(r));
	json_object_set_new(document, "outcomes_complete", json_boolean(r->outcomes_complete));
	json_object_set_new(document, "ties", ties_json(cli, r));
	json_object_set_new(document, "stages", stages_json(cli, r));
	json_object_set_new(document, "matrices", matrices_json(cli, r));
	json_object_set_new(document, "lists", shares_json(r));
	return document;
}
