/* The verifier's own reader of .abc.yaml; see approvals.h. libyaml's events in one pass: where they stand is a depth
 * and the key of the mapping they belong to; weights and sizes, which may come after the profile, are laid on at the
 * end. Aliases, several documents and a key given twice are refused.
 */
#include "recount/approvals.h"

#include "recount/codes.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { DEPTH_MAX = 90 };

typedef enum key { PROFILE, NUM_CAND, COMMITTEESIZE, VOTER_WEIGHTS, DESCRIPTION, OTHER, KEYS, NONE } key;

static const char *const key_name[] = {"profile", "num_cand", "committeesize", "voter_weights", "description"};

typedef struct reader {
	const char *file;
	ballots *b;
	cordon_error *error;
	const yaml_event_t *event;
	long broken; /* the row where it is no YAML; 0: the whole of it is meant */
	key key; /* whose value is read; NONE: a key is expected, or the document has not begun */
	bool given[KEYS];
	int depth, documents;
	size_t *begins; /* of voter v: ranked[begins[v]] .. ranked[begins[v + 1] - 1] */
	size_t voters, voter_capacity;
	uint64_t *weight;
	size_t weights, weight_capacity;
	uint64_t greatest, candidates, seats;
	size_t seen[BALLOTS_CANDIDATES_MAX]; /* the number, from 1, of the last voter who named it */
} reader;

static const char *scalar(const reader *r)
{
	return r->event->type == YAML_SCALAR_EVENT ? (const char *)r->event->data.scalar.value : NULL;
}

static cordon_status refuse(const reader *r, cordon_text what)
{
	long row = r->event->type == YAML_NO_EVENT ? r->broken : (long)r->event->start_mark.line + 1;
	const char *field = r->key < OTHER ? key_name[r->key] : NULL;
	return finding_add(r->error, CORDON_ERROR, (place_in_file){r->file, row, field, scalar(r)}, what, NO_TEXT);
}

static cordon_status unreadable(const reader *r)
{
	return refuse(r, TEXT(RECOUNT_ABC_UNREADABLE));
}

/* A scalar of digits from `least` to `most`. */
static bool number(const reader *r, uint64_t least, uint64_t most, uint64_t *value)
{
	const char *digit = scalar(r);
	*value = 0;
	if (!digit || !*digit)
		return false;
	for (; *digit >= '0' && *digit <= '9' && *value <= most; digit++)
		*value = 10 * *value + (uint64_t)(*digit - '0');
	return !*digit && *value >= least && *value <= most;
}

static cordon_status take_key(reader *r)
{
	const char *name = scalar(r);
	if (!name)
		return unreadable(r);
	int which = 0;
	while (which < OTHER && strcmp(name, key_name[which]))
		which++;
	if (which < OTHER && r->given[which])
		return unreadable(r);
	r->given[which] = true;
	r->key = (key)which;
	return CORDON_OK;
}

static void take_title(reader *r)
{
	char *title = arena_copy_text(&r->b->keep, scalar(r));
	for (char *at = title; *at; at++)
		*at = *at == '\n' || *at == '\r' ? ' ' : *at;
	r->b->title = title;
}

/* A value that is one scalar. */
static cordon_status take_scalar(reader *r)
{
	cordon_status status = CORDON_OK;
	if (r->key == PROFILE || r->key == VOTER_WEIGHTS ||
	    (r->key == NUM_CAND && !number(r, 1, BALLOTS_CANDIDATES_MAX, &r->candidates)) ||
	    (r->key == COMMITTEESIZE && !number(r, 1, BALLOTS_CANDIDATES_MAX, &r->seats)))
		status = unreadable(r);
	else if (r->key == DESCRIPTION)
		take_title(r);
	r->key = NONE;
	return status;
}

static cordon_status take_mark(reader *r)
{
	uint64_t who;
	if (!number(r, 0, BALLOTS_CANDIDATES_MAX - 1, &who))
		return unreadable(r);
	if (r->seen[who] == r->voters)
		return refuse(r, TEXT(RECOUNT_TWICE));
	r->seen[who] = r->voters;
	r->greatest = who >= r->greatest ? who + 1 : r->greatest;
	MEMORY_RESERVE(r->b->ranked, r->b->rankeds, r->b->ranked_capacity);
	r->b->ranked[r->b->rankeds++] = (ranked){(uint16_t)who, 1};
	return CORDON_OK;
}

static void begin_voter(reader *r)
{
	MEMORY_RESERVE(r->begins, r->voters, r->voter_capacity);
	r->begins[r->voters++] = r->b->rankeds;
}

static cordon_status take_weight(reader *r)
{
	uint64_t weight;
	if (!number(r, 1, BALLOTS_WEIGHT_MAX, &weight))
		return unreadable(r);
	MEMORY_RESERVE(r->weight, r->weights, r->weight_capacity);
	r->weight[r->weights++] = weight;
	return CORDON_OK;
}

/* Inside a value that is no scalar: depth 2 holds voters or weights, depth 3 marks. */
static cordon_status take_inner(reader *r)
{
	bool one = scalar(r) != NULL, list = r->event->type == YAML_SEQUENCE_START_EVENT;
	if (r->key == PROFILE && r->depth == 2 && list) {
		begin_voter(r);
		return CORDON_OK;
	}
	if (r->key == PROFILE && r->depth == 3 && one)
		return take_mark(r);
	if (r->key == VOTER_WEIGHTS && r->depth == 2 && one)
		return take_weight(r);
	return r->key == OTHER || r->key == DESCRIPTION ? CORDON_OK : unreadable(r);
}

/* An event that opens a list or mapping, or is a scalar. */
static cordon_status take_node(reader *r)
{
	bool mapping = r->event->type == YAML_MAPPING_START_EVENT;
	bool list = r->event->type == YAML_SEQUENCE_START_EVENT;
	cordon_status status = CORDON_OK;
	if (r->depth == 0)
		status = mapping ? CORDON_OK : unreadable(r);
	else if (r->depth == 1 && r->key == NONE)
		return take_key(r); /* it must be a scalar */
	else if (r->depth == 1 && !list && !mapping)
		return take_scalar(r);
	else if (r->depth == 1)
		status = (list && (r->key == PROFILE || r->key == VOTER_WEIGHTS)) || r->key == OTHER ||
					 r->key == DESCRIPTION
				 ? CORDON_OK
				 : unreadable(r);
	else
		status = take_inner(r);
	r->depth += list || mapping;
	return status || r->depth <= DEPTH_MAX ? status : refuse(r, TEXT(RECOUNT_LIMIT));
}

static cordon_status take_event(reader *r)
{
	switch (r->event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return r->documents++ ? unreadable(r) : CORDON_OK;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		if (--r->depth == 1)
			r->key = NONE;
		return CORDON_OK;
	case YAML_SCALAR_EVENT:
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return take_node(r);
	case YAML_ALIAS_EVENT:
		return unreadable(r);
	default: /* the stream and the document begin and end */
		return CORDON_OK;
	}
}

static cordon_status read_events(reader *r, const char *bytes)
{
	yaml_parser_t parser;
	yaml_event_t event = {.type = YAML_NO_EVENT};
	cordon_status status = CORDON_OK;
	if (!yaml_parser_initialize(&parser))
		memory_alloc(SIZE_MAX, 2); /* out of memory: stops */
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, strlen(bytes));
	r->event = &event;
	while (!status && event.type != YAML_STREAM_END_EVENT) {
		yaml_event_delete(&event);
		if (yaml_parser_parse(&parser, &event))
			status = take_event(r);
		else {
			event = (yaml_event_t){.type = YAML_NO_EVENT};
			r->broken = (long)parser.problem_mark.line + 1;
			status = unreadable(r);
		}
	}
	yaml_event_delete(&event);
	yaml_parser_delete(&parser);
	return status;
}

/* Papers of the voters, with their weights. */
static cordon_status weigh(reader *r)
{
	ballots *b = r->b;
	uint64_t sum = 0;
	for (size_t v = 0; v < r->voters; v++) {
		uint64_t weight = r->weights ? r->weight[v] : 1;
		size_t to = v + 1 < r->voters ? r->begins[v + 1] : b->rankeds;
		sum += weight;
		if (sum > BALLOTS_WEIGHT_MAX)
			return refuse(r, TEXT(RECOUNT_LIMIT));
		if (to == r->begins[v]) {
			b->blank += weight;
			continue;
		}
		MEMORY_RESERVE(b->paper, b->papers, b->paper_capacity);
		b->paper[b->papers++] = (paper){r->begins[v], to, weight, 0};
	}
	return CORDON_OK;
}

static cordon_status finish(reader *r)
{
	ballots *b = r->b;
	yaml_event_t nowhere = {.type = YAML_NO_EVENT};
	r->event = &nowhere;
	r->key = PROFILE;
	uint64_t candidates = r->candidates ? r->candidates : r->greatest;
	if (!r->given[PROFILE] || !candidates || r->greatest > candidates ||
	    (r->given[VOTER_WEIGHTS] && r->weights != r->voters))
		return unreadable(r);
	ballots_begin(b, (int)candidates);
	b->seats = (int)r->seats;
	for (int c = 0; c < b->candidates; c++)
		b->name[c] = b->nick[c] = arena_format(&b->keep, "%d", c);
	return weigh(r);
}

cordon_status approvals_read_abc(const char *file, const char *bytes, ballots *b, cordon_error *error)
{
	reader *r = memory_alloc(1, sizeof *r);
	*b = (ballots){0};
	*r = (reader){.file = file, .b = b, .error = error, .key = NONE};
	cordon_status status = read_events(r, strncmp(bytes, "\xEF\xBB\xBF", 3) ? bytes : bytes + 3);
	if (!status)
		status = finish(r);
	free(r->begins);
	free(r->weight);
	free(r);
	return status;
}
