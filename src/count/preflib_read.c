/* PrefLib's files of orders (preflib.org, FORMAT_SPECIFICATION): soc, soi, toc, toi.
 *
 *	# TITLE: Dublin North
 *	# DATA TYPE: toi                 s: strict, t: with equal ranks; c: complete, i: perhaps not (or the suffix)
 *	# NUMBER ALTERNATIVES: 3
 *	# NUMBER VOTERS: 12
 *	# ALTERNATIVE NAME 1: Ana
 *	...
 *	7: 1,{2,3}                       seven ballots: 1 before 2 and 3, who are equal
 *
 * and the form until 2022: a line with the number of alternatives; a line `1, Ana` for each; a line `12,12,2` with
 * voters, their sum and how many orders; then lines `7,1,{2,3}`.
 *
 * A ballot that breaks the data type's promise is malformed. Other lines with # are not read. There are no seats here:
 * --seats or the settings say them.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/format.h"

#include <string.h>
#include <strings.h>

typedef struct preflib {
	format_input *in;
	const char *at, *end; /* of the line */
	long row;
	bool strict, complete, known; /* known: the data type or the suffix said it */
	uint64_t voters, counted; /* voters 0: not said */
} preflib;

static void wrong(preflib *p, cordon_text what, cordon_text expected)
{
	size_t length = strcspn(p->at, "\r\n");
	format_wrong(p->in, p->row, NULL, arena_copy(p->in->keep, p->at, length < 60 ? length : 60), what, expected);
}

static void skip_blanks(preflib *p)
{
	while (p->at < p->end && (*p->at == ' ' || *p->at == '\t' || *p->at == '\r'))
		p->at++;
}

static bool take(preflib *p, char byte)
{
	skip_blanks(p);
	if (p->at == p->end || *p->at != byte)
		return false;
	p->at++;
	return true;
}

static bool take_number(preflib *p, uint64_t most, uint64_t *value)
{
	skip_blanks(p);
	size_t length = strspn(p->at, "0123456789");
	if (!exact_read_count(p->at, length, most, value))
		return false;
	p->at += length;
	return true;
}

/* The rest of the line, without blanks around it. */
static const char *take_rest(preflib *p)
{
	skip_blanks(p);
	size_t length = (size_t)(p->end - p->at);
	while (length && strchr(" \t\r", p->at[length - 1]))
		length--;
	return arena_copy(p->in->keep, p->at, length);
}

/* ---- the head ---------------------------------------------------------------------------------------------------- */

static bool begins(preflib *p, const char *key)
{
	size_t length = strlen(key);
	if ((size_t)(p->end - p->at) < length || strncmp(p->at, key, length))
		return false;
	p->at += length;
	return true;
}

static void set_type(preflib *p, const char *type)
{
	size_t length = strlen(type);
	if (length < 3)
		return;
	const char *last = type + length - 3;
	if (strcasecmp(last, "soc") && strcasecmp(last, "soi") && strcasecmp(last, "toc") && strcasecmp(last, "toi"))
		return;
	p->strict = last[0] == 's' || last[0] == 'S';
	p->complete = last[2] == 'c' || last[2] == 'C';
	p->known = true;
}

static void set_candidates(preflib *p, uint64_t count)
{
	cordon_election *e = p->in->election;
	if (e->candidate)
		return;
	format_candidates(p->in, (int)count);
	for (int c = 0; c < e->candidates; c++)
		e->candidate[c].name = exact_count(p->in->keep, (uint64_t)c + 1);
}

static void read_alternatives(preflib *p)
{
	uint64_t count;
	if (take_number(p, CORDON_CANDIDATES_MAX, &count) && count >= 1)
		set_candidates(p, count);
	else
		wrong(p, TEXT(COUNT_CANDIDATES_RANGE), TEXT(COUNT_NUMBER_BETWEEN, "1", "1000"));
}

static void read_name(preflib *p, char after)
{
	uint64_t number;
	if (take_number(p, (uint64_t)p->in->election->candidates, &number) && number && take(p, after))
		p->in->election->candidate[number - 1].name = take_rest(p);
	else
		wrong(p, TEXT(COUNT_NO_SUCH_CANDIDATE), NO_TEXT);
}

static void read_comment(preflib *p)
{
	skip_blanks(p);
	if (begins(p, "NUMBER ALTERNATIVES:"))
		read_alternatives(p);
	else if (begins(p, "ALTERNATIVE NAME "))
		read_name(p, ':');
	else if (begins(p, "TITLE:"))
		p->in->election->title = take_rest(p);
	else if (begins(p, "DATA TYPE:"))
		set_type(p, take_rest(p));
	else if (begins(p, "NUMBER VOTERS:"))
		take_number(p, CORDON_WEIGHT_MAX, &p->voters);
}

/* ---- a ballot ---------------------------------------------------------------------------------------------------- */

/* One rank: a number, or several in braces. False: neither. */
static bool read_rank(preflib *p, int *marks, bool *tied)
{
	uint64_t number;
	bool group = take(p, '{');
	if (group && take(p, '}'))
		return true;
	for (bool first = true;; first = false) {
		if (!take_number(p, (uint64_t)p->in->election->candidates, &number) || !number)
			return false;
		format_mark(p->in, (int)number - 1, !first);
		*tied |= !first;
		(*marks)++;
		if (!group)
			return true;
		if (take(p, '}'))
			return true;
		if (!take(p, ','))
			return false;
	}
}

static bool read_order(preflib *p)
{
	int marks = 0;
	bool tied = false;
	skip_blanks(p);
	const char *from = p->at;
	while (p->at < p->end) {
		if (!read_rank(p, &marks, &tied))
			return false;
		skip_blanks(p);
		if (p->at < p->end && !take(p, ','))
			return false;
	}
	p->at = from;
	if (p->known && p->strict && tied)
		wrong(p, TEXT(COUNT_ORDER_TIED), NO_TEXT);
	if (p->known && p->complete && marks < p->in->election->candidates)
		wrong(p, TEXT(COUNT_ORDER_INCOMPLETE), NO_TEXT);
	return true;
}

static void read_ballot(preflib *p)
{
	uint64_t weight;
	const char *from = p->at;
	if (!take_number(p, CORDON_WEIGHT_MAX, &weight) || !weight || !(take(p, ':') || take(p, ','))) {
		p->at = from;
		wrong(p, TEXT(COUNT_WEIGHT), TEXT(COUNT_NUMBER_BETWEEN, "1", "10^12"));
		return;
	}
	p->counted += weight;
	format_ballot(p->in, p->row, weight);
	if (read_order(p)) {
		format_ballot_end(p->in);
		return;
	}
	wrong(p, TEXT(COUNT_ORDER), NO_TEXT);
	format_ballot_drop(p->in);
}

/* ---- the file ---------------------------------------------------------------------------------------------------- */

/* Lines of the old form before the ballots: true when this was one. */
static bool read_old_head(preflib *p, int *old_lines)
{
	uint64_t rest;
	if (!p->in->election->candidate) {
		const char *from = p->at;
		(*old_lines)++;
		read_alternatives(p);
		skip_blanks(p);
		if (p->at < p->end) {
			p->at = from;
			wrong(p, TEXT(COUNT_CANDIDATES_RANGE), TEXT(COUNT_NUMBER_BETWEEN, "1", "1000"));
		}
		return true;
	}
	if (!*old_lines || *old_lines > p->in->election->candidates + 1)
		return false;
	if ((*old_lines)++ <= p->in->election->candidates) {
		read_name(p, ',');
		return true;
	}
	if (!take_number(p, CORDON_WEIGHT_MAX, &rest) || !take(p, ',') ||
	    !take_number(p, CORDON_WEIGHT_MAX, &p->voters) || !take(p, ',') ||
	    !take_number(p, CORDON_WEIGHT_MAX, &rest))
		wrong(p, TEXT(COUNT_WEIGHT), NO_TEXT);
	return true;
}

bool preflib_looks_like(const char *bytes, size_t length)
{
	(void)length;
	return strstr(bytes, "# NUMBER ALTERNATIVES:") != NULL;
}

cordon_status preflib_read(format_input *in)
{
	preflib p = {.in = in};
	int old_lines = 0;
	size_t errors = in->error->errors;
	const char *next = in->bytes, *stop = in->bytes + in->length;
	in->election->kind = CORDON_BALLOTS_RANKED;
	set_type(&p, in->file);
	while (next < stop && !(in->error->errors > errors && !in->election->candidate)) {
		p.at = next;
		p.end = next + strcspn(next, "\n");
		next = p.end + (p.end < stop);
		p.row++;
		if (take(&p, '#'))
			read_comment(&p);
		else if (p.at < p.end && !read_old_head(&p, &old_lines))
			read_ballot(&p);
	}
	if (in->error->errors == errors && !in->election->candidate)
		format_wrong(in, p.row, NULL, NULL, TEXT(COUNT_CANDIDATES_RANGE),
			     TEXT(COUNT_NUMBER_BETWEEN, "1", "1000"));
	if (in->error->errors == errors && p.voters && p.voters != p.counted)
		format_wrong(in, p.row, NULL, exact_count(in->keep, p.counted),
			     TEXT(COUNT_VOTERS_OTHER, exact_count(in->keep, p.voters)), NO_TEXT);
	return in->error->errors > errors ? CORDON_BAD_INPUT : CORDON_OK;
}
