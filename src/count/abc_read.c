/* The approval profiles of abcvoting (.abc.yaml; Lackner, Regner, Krenn: abcvoting, 2023), a YAML mapping:
 *
 *	description: a title
 *	profile: [[0, 1, 3], [2], []]    a list of candidates a voter, numbered from 0
 *	voter_weights: [5, 1, 1]         how many voters each line stands for (all 1 without it)
 *	num_cand: 4                      without it the greatest number decides
 *	committeesize: 2
 *	compute: ...                     what was expected of rules: not read
 *
 * Read in two passes, since sizes and weights may follow the profile. Not read: weights that are no whole numbers (a
 * weight is a number of people), and YAML's anchors, aliases and several documents.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/format.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { DEPTH_MAX = 100 };

typedef struct abc {
	format_input *in;
	yaml_parser_t parser;
	yaml_event_t event;
	bool filled; /* the event holds memory */
	bool building; /* second pass */
	bool profile;
	uint64_t candidates, seats, greatest; /* greatest: number named + 1 */
	uint64_t *weight;
	size_t weights, weight_capacity, voters;
	bool weighted;
} abc;

static cordon_status wrong(abc *a, const char *field, const char *found, cordon_text what, cordon_text expected)
{
	return format_wrong(a->in, (long)a->event.start_mark.line + 1, field, found, what, expected);
}

static void drop_event(abc *a)
{
	if (a->filled)
		yaml_event_delete(&a->event);
	a->filled = false;
}

/* The next event; an error when the YAML is broken or holds what is not read. */
static cordon_status next(abc *a)
{
	drop_event(a);
	if (!yaml_parser_parse(&a->parser, &a->event))
		return format_wrong(a->in, (long)a->parser.problem_mark.line + 1, NULL, NULL,
				    TEXT(COUNT_YAML_SYNTAX, a->parser.problem ? a->parser.problem : ""), NO_TEXT);
	a->filled = true;
	if (a->event.type == YAML_ALIAS_EVENT)
		return wrong(a, NULL, (const char *)a->event.data.alias.anchor, TEXT(COUNT_YAML_ALIAS), NO_TEXT);
	return CORDON_OK;
}

static const char *scalar(const abc *a)
{
	return a->event.type == YAML_SCALAR_EVENT ? (const char *)a->event.data.scalar.value : NULL;
}

/* Past the value that the event begins. */
static cordon_status skip(abc *a)
{
	int depth = 0;
	for (;;) {
		yaml_event_type_t type = a->event.type;
		if (type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT)
			depth++;
		else if (type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT)
			depth--;
		if (depth <= 0)
			return CORDON_OK;
		if (depth > DEPTH_MAX)
			return wrong(a, NULL, NULL, TEXT(COUNT_TOO_LARGE), NO_TEXT);
		cordon_status status = next(a);
		if (status)
			return status;
	}
}

static cordon_status take_number(abc *a, const char *field, uint64_t least, uint64_t most, uint64_t *value)
{
	const char *string = scalar(a);
	if (string && exact_read_count(string, strlen(string), most, value) && *value >= least)
		return CORDON_OK;
	*value = least;
	arena *keep = a->in->keep;
	cordon_status status = wrong(a, field, string, TEXT(COUNT_SETTING_VALUE),
				     TEXT(COUNT_NUMBER_BETWEEN, exact_count(keep, least), exact_count(keep, most)));
	return string ? CORDON_OK : status; /* a number that is wrong does not stop the reading */
}

/* Into a list: each element through `take`. */
static cordon_status read_list(abc *a, const char *field, cordon_status (*take)(abc *a))
{
	if (a->event.type != YAML_SEQUENCE_START_EVENT)
		return wrong(a, field, scalar(a), TEXT(COUNT_SETTING_VALUE), TEXT(COUNT_YAML_LIST));
	for (;;) {
		cordon_status status = next(a);
		if (status || a->event.type == YAML_SEQUENCE_END_EVENT)
			return status;
		status = take(a);
		if (status)
			return status;
	}
}

static cordon_status take_weight(abc *a)
{
	uint64_t weight;
	cordon_status status = take_number(a, "voter_weights", 1, CORDON_WEIGHT_MAX, &weight);
	if (!status && !a->building) {
		MEMORY_RESERVE(a->weight, a->weights, a->weight_capacity);
		a->weight[a->weights++] = weight;
	}
	return status;
}

static cordon_status take_mark(abc *a)
{
	uint64_t candidate;
	uint64_t most = a->building ? a->candidates : CORDON_CANDIDATES_MAX;
	if (a->building) { /* numbers were checked in the first pass, but for num_cand */
		const char *string = scalar(a);
		exact_read_count(string, strlen(string), CORDON_CANDIDATES_MAX, &candidate);
		if (candidate >= most) {
			wrong(a, "profile", string, TEXT(COUNT_NO_SUCH_CANDIDATE), NO_TEXT);
			return CORDON_OK;
		}
		format_mark(a->in, (int)candidate, false);
		return CORDON_OK;
	}
	cordon_status status = take_number(a, "profile", 0, most - 1, &candidate);
	if (candidate + 1 > a->greatest)
		a->greatest = candidate + 1;
	return status;
}

static cordon_status take_voter(abc *a)
{
	size_t voter = a->voters++;
	if (!a->building)
		return read_list(a, "profile", take_mark);
	long row = (long)a->event.start_mark.line + 1;
	cordon_status status = format_ballot(a->in, row, a->weighted ? a->weight[voter] : 1);
	if (!status)
		status = read_list(a, "profile", take_mark);
	if (status)
		return status;
	format_ballot_end(a->in);
	return CORDON_OK;
}

static const char *one_line(abc *a, const char *string)
{
	char *kept = arena_copy_text(a->in->keep, string);
	for (char *at = kept; *at; at++)
		if (*at == '\n' || *at == '\r')
			*at = ' ';
	return kept;
}

/* The value of a key, whose first event is there. */
static cordon_status read_value(abc *a, const char *key)
{
	if (!strcmp(key, "profile")) {
		a->profile = true;
		a->voters = 0;
		return read_list(a, key, take_voter);
	}
	if (a->building)
		return skip(a);
	if (!strcmp(key, "num_cand"))
		return take_number(a, key, 1, CORDON_CANDIDATES_MAX, &a->candidates);
	if (!strcmp(key, "committeesize"))
		return take_number(a, key, 1, CORDON_CANDIDATES_MAX, &a->seats);
	if (!strcmp(key, "voter_weights")) {
		a->weighted = true;
		return read_list(a, key, take_weight);
	}
	if (!strcmp(key, "description") && scalar(a))
		a->in->election->title = one_line(a, scalar(a));
	else if (strcmp(key, "compute") && strcmp(key, "description"))
		finding_add(a->in->error, CORDON_WARNING,
			    (place_in_file){a->in->file, (long)a->event.start_mark.line + 1, NULL, key},
			    TEXT(COUNT_DIRECTIVE_UNKNOWN), NO_TEXT);
	return skip(a);
}

static cordon_status read_mapping(abc *a)
{
	cordon_status status = CORDON_OK;
	while (!status && a->event.type != YAML_MAPPING_START_EVENT) { /* stream and document begin */
		if (scalar(a) || a->event.type == YAML_SEQUENCE_START_EVENT || a->event.type == YAML_STREAM_END_EVENT)
			return wrong(a, NULL, scalar(a), TEXT(COUNT_SETTING_VALUE), TEXT(COUNT_JSON_OBJECT));
		status = next(a);
	}
	while (!status && !(status = next(a)) && a->event.type != YAML_MAPPING_END_EVENT) {
		const char *key = scalar(a) ? arena_copy_text(a->in->keep, scalar(a)) : NULL;
		if (!key)
			return wrong(a, NULL, NULL, TEXT(COUNT_SETTING_VALUE), TEXT(COUNT_JSON_OBJECT));
		status = next(a);
		if (!status)
			status = read_value(a, key);
	}
	while (!status && a->event.type != YAML_STREAM_END_EVENT) { /* what follows must be YAML, too */
		status = next(a);
		if (!status && a->event.type == YAML_DOCUMENT_START_EVENT)
			status = wrong(a, NULL, NULL, TEXT(COUNT_YAML_ALIAS), NO_TEXT);
	}
	return status;
}

static cordon_status pass(abc *a)
{
	if (!yaml_parser_initialize(&a->parser))
		memory_alloc(SIZE_MAX, 2); /* out of memory: stops */
	yaml_parser_set_encoding(&a->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&a->parser, (const unsigned char *)a->in->bytes, a->in->length);
	cordon_status status = next(a);
	if (!status)
		status = read_mapping(a);
	drop_event(a);
	yaml_parser_delete(&a->parser);
	return status;
}

/* Between the passes: sizes, names, and whether the weights fit. */
static cordon_status prepare(abc *a)
{
	cordon_election *e = a->in->election;
	if (!a->profile)
		return format_wrong(a->in, 0, "profile", NULL, TEXT(COUNT_SECTION_MISSING, "profile"), NO_TEXT);
	if (a->weighted && a->weights != a->voters)
		return format_wrong(a->in, 0, "voter_weights", exact_count(a->in->keep, a->weights),
				    TEXT(COUNT_WEIGHTS_NUMBER, exact_count(a->in->keep, a->voters)), NO_TEXT);
	if (!a->candidates)
		a->candidates = a->greatest;
	e->seats = (int)a->seats;
	format_candidates(a->in, (int)a->candidates);
	for (int c = 0; c < e->candidates; c++)
		e->candidate[c].name = e->candidate[c].id = exact_count(a->in->keep, (uint64_t)c);
	return CORDON_OK;
}

bool abc_looks_like(const char *bytes, size_t length)
{
	(void)length;
	return !strncmp(bytes, "profile:", 8) || strstr(bytes, "\nprofile:");
}

cordon_status abc_read(format_input *in)
{
	abc a = {.in = in};
	in->election->kind = CORDON_BALLOTS_APPROVAL;
	cordon_status status = pass(&a);
	if (!status && !in->error->errors)
		status = prepare(&a);
	if (!status && !in->error->errors) {
		a.building = true;
		status = pass(&a);
	}
	free(a.weight);
	return in->error->errors ? CORDON_BAD_INPUT : status;
}
