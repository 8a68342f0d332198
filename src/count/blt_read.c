/* BLT, the format of ranked ballots that most STV programs write, with the extensions met in the wild.
 *
 *	4 2                     candidates and seats
 *	-3                      candidate 3 withdrew (any number of these, also several on a line)
 *	[nick a b c d]          short names that may stand for the numbers
 *	7 1 2 0                 seven ballots with candidate 1 before 2; 0 ends a ballot
 *	1 1 2=3 4 0             2 and 3 ranked equal; (2 3) says the same
 *	1 1 - 4 0               the second rank left empty
 *	(B-17) 2 1 0            one ballot with a number of its own instead of a weight
 *	0                       the end of the ballots
 *	"Amy" "Bob"             the candidates' names, in quotes or one a line
 *	"Title"
 *
 * # begins a comment to the end of its line, a slash and star one that ends with a star and slash; neither inside
 * quotes. What a tie or an empty rank means is the rule's business. Not read here: decimal weights (a weight is a
 * number of people).
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/format.h"

#include "base/names.h"

#include <string.h>

enum { WORD_MAX = 256 };

typedef struct blt {
	format_input *in;
	const char *at, *end;
	long row;
	long word_row; /* of the word last taken */
	char word[WORD_MAX + 1];
	names nick; /* numbered as the candidates */
	bool failed; /* nothing after this place can be understood */
} blt;

static cordon_status wrong(blt *b, long row, const char *field, const char *found, cordon_text what,
			   cordon_text expected)
{
	return format_wrong(b->in, row, field, found, what, expected);
}

static void skip_comment(blt *b)
{
	if (*b->at == '#') {
		b->at += strcspn(b->at, "\n");
		return;
	}
	const char *close = strstr(b->at + 2, "*/");
	if (!close) {
		if (b->in) /* not when only asked what it looks like */
			wrong(b, b->row, NULL, NULL, TEXT(COUNT_COMMENT_OPEN), NO_TEXT);
		b->failed = true;
		b->at = b->end;
		return;
	}
	for (; b->at < close; b->at++)
		b->row += *b->at == '\n';
	b->at = close + 2;
}

/* To the next byte that is no blank and in no comment; false at the end. */
static bool skip_blanks(blt *b)
{
	while (b->at < b->end) {
		if (*b->at == '#' || (*b->at == '/' && b->at[1] == '*')) {
			skip_comment(b);
		} else if (strchr(" \t\r\n", *b->at)) {
			b->row += *b->at++ == '\n';
		} else {
			return true;
		}
	}
	return false;
}

/* The next word into b->word: "(", ")", "=" or a run of others, cut at WORD_MAX. A word that ends with "=" or begins
 * with it is taken in parts. False at the end. */
static bool next_word(blt *b)
{
	if (!skip_blanks(b))
		return false;
	b->word_row = b->row;
	size_t length = strcspn(b->at, " \t\r\n()=#[]");
	if (!length)
		length = 1;
	size_t kept = length < WORD_MAX ? length : WORD_MAX;
	memcpy(b->word, b->at, kept);
	b->word[kept] = '\0';
	b->at += length;
	return true;
}

static bool is_word(const blt *b, const char *word)
{
	return !strcmp(b->word, word);
}

/* Reads the word as a whole number from `least` to `most`, or says that it is none. */
static cordon_status take_number(blt *b, const char *field, cordon_text what, uint64_t least, uint64_t most,
				 uint64_t *value)
{
	if (exact_read_count(b->word, strlen(b->word), most, value) && *value >= least)
		return CORDON_OK;
	arena *keep = b->in->keep;
	return wrong(b, b->word_row, field, b->word, what,
		     TEXT(COUNT_NUMBER_BETWEEN, exact_count(keep, least), exact_count(keep, most)));
}

static cordon_status read_head(blt *b)
{
	uint64_t candidates, seats;
	b->word[0] = '\0';
	b->word_row = 1;
	next_word(b);
	cordon_status status =
		take_number(b, "candidates", TEXT(COUNT_CANDIDATES_RANGE), 1, CORDON_CANDIDATES_MAX, &candidates);
	b->word[0] = '\0';
	if (!status)
		next_word(b);
	if (!status)
		status = take_number(b, "seats", TEXT(COUNT_SEATS_RANGE), 1, CORDON_CANDIDATES_MAX, &seats);
	if (status)
		return status;
	b->in->election->seats = (int)seats;
	format_candidates(b->in, (int)candidates);
	return CORDON_OK;
}

/* The candidate a word means, by number or nickname; -1: none (which is said). */
static int candidate_of(blt *b, const char *word)
{
	uint64_t number;
	int candidates = b->in->election->candidates, nick = names_find(&b->nick, word);
	if (nick >= 0)
		return nick;
	if (exact_read_count(word, strlen(word), (uint64_t)candidates, &number) && number >= 1)
		return (int)number - 1;
	wrong(b, b->word_row, NULL, word, TEXT(COUNT_NO_SUCH_CANDIDATE),
	      TEXT(COUNT_NUMBER_BETWEEN, "1", exact_count(b->in->keep, (uint64_t)candidates)));
	return -1;
}

/* [nick a b c] and others. */
static void read_directive(blt *b)
{
	long row = b->word_row;
	bool nick = next_word(b) && is_word(b, "nick");
	if (!nick)
		finding_add(b->in->error, CORDON_WARNING, (place_in_file){b->in->file, row, NULL, b->word},
			    TEXT(COUNT_DIRECTIVE_UNKNOWN), NO_TEXT);
	bool more = !is_word(b, "]");
	while (more && next_word(b) && !is_word(b, "]")) {
		if (!nick || b->nick.count == b->in->election->candidates)
			continue;
		int before = b->nick.count;
		char *name = arena_copy_text(b->in->keep, b->word);
		if (names_add(&b->nick, name) < before)
			wrong(b, b->word_row, "nick", name, TEXT(COUNT_NAME_TWICE), NO_TEXT);
		else
			b->in->election->candidate[before].id = name;
	}
}

static void skip_line(blt *b)
{
	b->at += strcspn(b->at, "\n");
}

/* The marks of a ballot, after its weight, to the 0. False: malformed, which is said. */
static bool read_marks(blt *b)
{
	bool tied = false, group = false, first_of_group = false, after_mark = false;
	for (;;) {
		if (!next_word(b))
			return wrong(b, b->row, NULL, NULL, TEXT(COUNT_BALLOT_UNFINISHED), TEXT(COUNT_BALLOT_END)) &&
			       false;
		if (is_word(b, "0") && !group && !tied)
			return true;
		bool open = is_word(b, "("), close = is_word(b, ")"), equal = is_word(b, "=");
		if (open ? group || tied : close ? !group || first_of_group : equal ? group || !after_mark : false)
			return wrong(b, b->word_row, NULL, b->word, TEXT(COUNT_MARK), NO_TEXT) && false;
		after_mark = !open && !equal && !is_word(b, "-"); /* what may be joined by = */
		if (open) {
			group = first_of_group = true;
		} else if (close) {
			group = false;
		} else if (equal) {
			tied = true;
		} else if (is_word(b, "-") && !group && !tied) {
			format_skip(b->in);
		} else {
			int candidate = candidate_of(b, b->word);
			if (candidate < 0)
				return false;
			format_mark(b->in, candidate, tied || (group && !first_of_group));
			tied = first_of_group = false;
		}
	}
}

static void read_ballot(blt *b)
{
	uint64_t weight = 1;
	long row = b->word_row;
	if (is_word(b, "(")) {
		size_t length = strcspn(b->at, ")\n");
		b->at += length + (b->at[length] == ')');
	} else if (take_number(b, NULL, TEXT(COUNT_WEIGHT), 1, CORDON_WEIGHT_MAX, &weight)) {
		skip_line(b);
		return;
	}
	if (format_ballot(b->in, row, weight)) {
		b->failed = true;
	} else if (read_marks(b)) {
		format_ballot_end(b->in);
	} else {
		format_ballot_drop(b->in);
		skip_line(b);
	}
}

static void read_withdrawn(blt *b)
{
	int candidate = candidate_of(b, b->word + 1);
	if (candidate >= 0)
		b->in->election->candidate[candidate].withdrawn = true;
}

/* From after the head to the 0 that ends the ballots. */
static void read_ballots(blt *b)
{
	while (!b->failed) {
		if (!next_word(b)) {
			wrong(b, b->row, NULL, NULL, TEXT(COUNT_BALLOTS_UNFINISHED), NO_TEXT);
			b->failed = true;
		} else if (is_word(b, "0")) {
			return;
		} else if (is_word(b, "[")) {
			read_directive(b);
		} else if (b->word[0] == '-' && b->word[1]) {
			read_withdrawn(b);
		} else {
			read_ballot(b);
		}
	}
}

/* Whether a quote closes a name: the line ends after it, or another name or a comment follows. */
static bool closes(const char *quote)
{
	const char *next = quote + 1 + strspn(quote + 1, " \t\r");
	return !*next || *next == '\n' || *next == '#' || (next > quote + 1 && *next == '"');
}

/* The next name: in quotes, or the rest of a line. NULL at the end. */
static const char *next_name(blt *b)
{
	if (!skip_blanks(b))
		return NULL;
	b->word_row = b->row;
	size_t line = strcspn(b->at, "\n");
	const char *from = b->at, *to = b->at + line;
	if (*from == '"') {
		const char *close = ++from;
		while (close < to && (*close != '"' || !closes(close)))
			close++;
		b->at = close < to ? close + 1 : to;
		to = close;
	} else {
		b->at = to;
	}
	while (to > from && strchr(" \t\r", to[-1]))
		to--;
	return arena_copy(b->in->keep, from, (size_t)(to - from));
}

static void read_names(blt *b)
{
	cordon_election *e = b->in->election;
	names known = {0};
	int named = 0;
	for (const char *name; named < e->candidates && (name = next_name(b)); named++) {
		int before = known.count;
		if (names_add(&known, name) < before)
			finding_add(b->in->error, CORDON_WARNING, (place_in_file){b->in->file, b->word_row, NULL, name},
				    TEXT(COUNT_NAME_TWICE), NO_TEXT);
		e->candidate[named].name = name;
	}
	if (named < e->candidates)
		wrong(b, b->row, NULL, NULL,
		      TEXT(COUNT_NAME_MISSING, exact_count(b->in->keep, (uint64_t)(e->candidates - named))), NO_TEXT);
	else
		e->title = next_name(b);
	names_free(&known);
}

bool blt_looks_like(const char *bytes, size_t length)
{
	blt b = {.at = bytes, .end = bytes + length, .row = 1};
	uint64_t number;
	for (int i = 0; i < 2; i++)
		if (!next_word(&b) || !exact_read_count(b.word, strlen(b.word), CORDON_CANDIDATES_MAX, &number))
			return false;
	return true;
}

cordon_status blt_read(format_input *in)
{
	blt b = {.in = in, .at = in->bytes, .end = in->bytes + in->length, .row = 1};
	in->election->kind = CORDON_BALLOTS_RANKED;
	cordon_status status = read_head(&b);
	if (!status)
		read_ballots(&b);
	if (!status && !b.failed)
		read_names(&b);
	names_free(&b.nick);
	return status;
}
