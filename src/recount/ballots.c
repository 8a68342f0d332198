/* The verifier's own reader of BLT, and of ranked ballots in whatever format; see ballots.h. */
#include "recount/ballots.h"

#include "recount/codes.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
	const char *file, *at;
	long row;
	char token[200]; /* the last one: a number, a nickname, or one of ( ) = - [ ] */
	ballots *b;
	int nicks;
	uint64_t sum;
	uint32_t *seen; /* by candidate: the number of the last ballot that named it */
	uint32_t number;
	cordon_error *error;
} reader;

static cordon_status refuse(const reader *r, cordon_text what)
{
	return finding_add(r->error, CORDON_ERROR, (place_in_file){r->file, r->row, NULL, r->token}, what,
			   what.code == &RECOUNT_BALLOTS_UNREADABLE ? TEXT(RECOUNT_BALLOTS_EXPECTED) : NO_TEXT);
}

static cordon_status unreadable(const reader *r)
{
	return refuse(r, TEXT(RECOUNT_BALLOTS_UNREADABLE));
}

/* From a slash and star to the slash that ends the comment, or the last byte. */
static void pass_comment(reader *r)
{
	const char *end = strstr(r->at + 2, "*/");
	end = end ? end + 1 : r->at + strlen(r->at) - 1;
	for (; r->at < end; r->at++)
		r->row += *r->at == '\n';
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Over blanks and comments. */
static void pass_blanks(reader *r)
{
	for (;; r->at++) {
		if (*r->at == '#')
			while (r->at[1] && r->at[1] != '\n')
				r->at++;
		else if (r->at[0] == '/' && r->at[1] == '*')
			pass_comment(r);
		else if (!is_blank(*r->at))
			return;
		r->row += *r->at == '\n';
		if (!*r->at)
			return;
	}
}

static bool take(reader *r)
{
	size_t length = 0;
	pass_blanks(r);
	if (*r->at && strchr("()=[]", *r->at))
		r->token[length++] = *r->at++;
	else
		while (*r->at && !is_blank(*r->at) && !strchr("()=[]#", *r->at) &&
		       length + 1 < sizeof r->token)
			r->token[length++] = *r->at++;
	r->token[length] = '\0';
	return length > 0 && length + 1 < sizeof r->token;
}

static bool is(const reader *r, const char *token)
{
	return !strcmp(r->token, token);
}

static bool whole(const char *digits, uint64_t most, uint64_t *value)
{
	*value = 0;
	for (const char *d = digits; *d; d++) {
		if (!isdigit((unsigned char)*d) || *value > most)
			return false;
		*value = *value * 10 + (uint64_t)(*d - '0');
	}
	return *digits && *value <= most;
}

/* The candidate a token names, or -1. */
static int candidate(const reader *r, const char *token)
{
	uint64_t number;
	for (int c = 0; c < r->nicks; c++)
		if (!strcmp(r->b->nick[c], token))
			return c;
	return whole(token, (uint64_t)r->b->candidates, &number) && number ? (int)number - 1 : -1;
}

static cordon_status read_nicks(reader *r)
{
	if (!take(r) || !is(r, "nick") || r->nicks)
		return unreadable(r);
	while (take(r) && !is(r, "]")) {
		if (r->nicks == r->b->candidates || candidate(r, r->token) >= 0)
			return unreadable(r);
		r->b->nick[r->nicks++] = arena_copy_text(&r->b->keep, r->token);
	}
	return is(r, "]") ? CORDON_OK : unreadable(r);
}

static cordon_status add_mark(reader *r, unsigned rank)
{
	int who = candidate(r, r->token);
	if (who < 0 || rank > BALLOTS_RANK_MAX)
		return unreadable(r);
	if (r->seen[who] == r->number)
		return refuse(r, TEXT(RECOUNT_TWICE));
	r->seen[who] = r->number;
	MEMORY_RESERVE(r->b->ranked, r->b->rankeds, r->b->ranked_capacity);
	r->b->ranked[r->b->rankeds++] = (ranked){(uint16_t)who, (uint16_t)rank};
	return CORDON_OK;
}

/* To the 0 that ends the ballot. `rank` grows with every mark but those joined by = (behind a mark or a group of them)
 * or in parentheses. */
static cordon_status read_marks(reader *r, unsigned *rank)
{
	bool group = false;
	char last = '\0'; /* what stands before: one of ( ) = - or m for a mark */
	cordon_status status = CORDON_OK;
	while (!status) {
		if (!take(r))
			return unreadable(r);
		bool free = !group && last != '=';
		if (is(r, "0") && free)
			return CORDON_OK;
		if ((is(r, "(") || is(r, "-")) && free) {
			group = is(r, "(");
			++*rank;
			last = *r->token;
		} else if (is(r, ")") && group && last == 'm') {
			group = false;
			last = ')';
		} else if (is(r, "=") && !group && (last == 'm' || last == ')')) {
			last = '=';
		} else {
			status = add_mark(r, free ? ++*rank : *rank);
			last = 'm';
		}
	}
	return status;
}

static cordon_status read_ballot(reader *r)
{
	uint64_t weight = 1;
	unsigned rank = 0;
	size_t from = r->b->rankeds;
	if (is(r, "(")) {
		while (*r->at && *r->at != ')' && *r->at != '\n')
			r->at++;
		r->at += *r->at == ')';
	} else if (!whole(r->token, BALLOTS_WEIGHT_MAX, &weight) || !weight) {
		return unreadable(r);
	}
	r->sum += weight;
	r->number++;
	if (r->sum > BALLOTS_WEIGHT_MAX || !r->number)
		return refuse(r, TEXT(RECOUNT_LIMIT));
	cordon_status status = read_marks(r, &rank);
	if (status)
		return status;
	if (r->b->rankeds == from) {
		r->b->blank += weight;
		return CORDON_OK;
	}
	MEMORY_RESERVE(r->b->paper, r->b->papers, r->b->paper_capacity);
	r->b->paper[r->b->papers++] = (paper){from, r->b->rankeds, weight, 0};
	return CORDON_OK;
}

/* To the 0 that ends the ballots. */
static cordon_status read_ballots(reader *r)
{
	cordon_status status = CORDON_OK;
	while (!status) {
		int who;
		if (!take(r))
			return unreadable(r);
		if (is(r, "0"))
			return CORDON_OK;
		if (is(r, "["))
			status = read_nicks(r);
		else if (r->token[0] != '-')
			status = read_ballot(r);
		else if ((who = candidate(r, r->token + 1)) >= 0)
			r->b->withdrawn[who] = true;
		else
			status = unreadable(r);
	}
	return status;
}

/* A name in quotes, or the rest of a line; NULL at the end. A quote ends a name where the line ends or another name or
 * a comment begins after it. */
static const char *read_name(reader *r)
{
	pass_blanks(r);
	const char *from = r->at, *line = from + strcspn(from, "\n"), *to = line;
	if (!*from)
		return NULL;
	if (*from == '"') {
		for (to = ++from; to < line; to++) {
			const char *after = to + 1 + strspn(to + 1, " \t\r");
			if (*to == '"' && (after >= line || *after == '#' || (*after == '"' && after > to + 1)))
				break;
		}
	}
	r->at = to < line ? to + 1 : line;
	while (to > from && is_blank(to[-1]))
		to--;
	return arena_copy(&r->b->keep, from, (size_t)(to - from));
}

static cordon_status read_names(reader *r)
{
	r->token[0] = '\0';
	for (int c = 0; c < r->b->candidates; c++) {
		r->b->name[c] = read_name(r);
		if (!r->b->name[c])
			return unreadable(r);
	}
	r->b->title = read_name(r);
	return CORDON_OK;
}

void ballots_begin(ballots *b, int candidates)
{
	size_t n = (size_t)candidates;
	b->candidates = candidates;
	b->name = memory_alloc(n, sizeof *b->name);
	b->nick = memory_alloc(n, sizeof *b->nick);
	b->withdrawn = memory_alloc(n, sizeof *b->withdrawn);
}

cordon_status ballots_read_blt(const char *file, const char *bytes, ballots *b, cordon_error *error)
{
	uint64_t candidates = 0, seats = 0;
	reader r = {.file = file, .at = bytes, .row = 1, .b = b, .error = error};
	*b = (ballots){0};
	if (!strncmp(bytes, "\xEF\xBB\xBF", 3))
		r.at += 3;
	if (!take(&r) || !whole(r.token, BALLOTS_CANDIDATES_MAX, &candidates) || !candidates || !take(&r) ||
	    !whole(r.token, BALLOTS_CANDIDATES_MAX, &seats) || !seats)
		return unreadable(&r);
	ballots_begin(b, (int)candidates);
	b->seats = (int)seats;
	r.seen = memory_alloc(candidates, sizeof *r.seen);
	cordon_status status = read_ballots(&r);
	if (!status)
		status = read_names(&r);
	free(r.seen);
	return status;
}

cordon_status ballots_read_ranked(const char *file, const char *bytes, ballots *b, cordon_error *error)
{
	return ballots_have_columns(bytes, "option", "votes") ? ballots_read_votes(file, bytes, b, error)
							      : ballots_read_blt(file, bytes, b, error);
}

void ballots_free(ballots *b)
{
	free(b->name);
	free(b->nick);
	free(b->withdrawn);
	free(b->paper);
	free(b->ranked);
	arena_free(&b->keep);
	*b = (ballots){0};
}
