/* The verifier's own reader of .pb; see approvals.h. A line is cut into cells by one pass over its bytes; a quote that
 * is not closed on its line, or anything but blanks between it and the next semicolon, is refused. The three tables
 * stand in the order META, PROJECTS, VOTES, each once.
 */
#include "recount/approvals.h"

#include "recount/codes.h"

#include "base/names.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CELLS_MAX = 256, AMOUNT_BYTES_MAX = 64, PAPERS_MAX = 100 * 1000 * 1000 };

typedef enum { BEFORE, META, PROJECTS, VOTES } table;

static const char *const table_name[] = {"", "META", "PROJECTS", "VOTES"};

typedef struct reader {
	const char *file, *at;
	long row;
	text line;
	char *cell[CELLS_MAX];
	int cells;
	table table;
	bool headed, scores; /* its header was read; votes may be of points */
	int id, cost, name, vote; /* columns */
	names ids;
	ballots *b;
	uint32_t *seen; /* by project: the row of the last vote that named it */
	cordon_error *error;
} reader;

static cordon_status refuse(const reader *r, const char *found, cordon_text what)
{
	return finding_add(r->error, CORDON_ERROR, (place_in_file){r->file, r->row, table_name[r->table], found}, what,
			   NO_TEXT);
}

static cordon_status unreadable(const reader *r, const char *found)
{
	return refuse(r, found, TEXT(RECOUNT_PB_UNREADABLE));
}

static bool blank(char c)
{
	return isspace((unsigned char)c);
}

/* A cell, from *at to the semicolon that ends it, or the line's end; its bytes move up to where it begins. */
static bool cut_cell(reader *r, char **at)
{
	char *to, *from = *at, *cell = *at;
	while (blank(*from))
		from++;
	bool quoted = *from == '"', closed = !quoted;
	if (quoted && from > cell)
		return false;
	for (to = cell, from += quoted; *from && (quoted || *from != ';'); *to++ = *from++) {
		if (*from != '"' || !quoted)
			continue;
		if (*++from != '"') {
			closed = true;
			from += strspn(from, " \t\r\v\f");
			break;
		}
	}
	if (!closed || (*from && *from != ';'))
		return false;
	*at = *from ? from + 1 : NULL;
	while (to > cell && blank(to[-1]))
		to--;
	while (cell < to && blank(*cell))
		cell++;
	*to = '\0';
	r->cell[r->cells++] = cell;
	return true;
}

/* The next line that holds anything, cut into cells; no cells: there is none. */
static cordon_status next_line(reader *r)
{
	r->cells = 0;
	while (*r->at && !r->cells) {
		size_t length = strcspn(r->at, "\n");
		bool empty = strspn(r->at, " \t\r;") >= length;
		r->row++;
		text_clear(&r->line);
		text_add(&r->line, r->at, length);
		r->at += length + (r->at[length] == '\n');
		for (char *from = empty ? NULL : r->line.bytes; from;)
			if (r->cells == CELLS_MAX || !cut_cell(r, &from))
				return unreadable(r, NULL);
	}
	return CORDON_OK;
}

static const char *cell(const reader *r, int column)
{
	return column >= 0 && column < r->cells ? r->cell[column] : "";
}

static int column(const reader *r, const char *name)
{
	for (int i = 0; i < r->cells; i++)
		if (!strcasecmp(r->cell[i], name))
			return i;
	return -1;
}

/* Digits, perhaps a point and digits. */
static bool is_amount(const char *string)
{
	size_t whole = strspn(string, "0123456789");
	size_t more = string[whole] == '.' ? strspn(string + whole + 1, "0123456789") : 0;
	size_t all = whole + (more ? 1 + more : 0);
	return whole && !string[all] && all <= AMOUNT_BYTES_MAX;
}

static cordon_status read_meta(reader *r)
{
	const char *key = cell(r, 0), *value = cell(r, 1);
	if (!strcasecmp(key, "description")) {
		r->b->title = arena_copy_text(&r->b->keep, value);
	} else if (!strcasecmp(key, "budget")) {
		if (!is_amount(value))
			return unreadable(r, value);
		r->b->budget = arena_copy_text(&r->b->keep, value);
	} else if (!strcasecmp(key, "vote_type")) {
		r->scores = !strcasecmp(value, "scoring") || !strcasecmp(value, "cumulative");
		if (!r->scores && strcasecmp(value, "approval") && strcasecmp(value, "choose-1"))
			return unreadable(r, value);
	}
	return CORDON_OK;
}

static cordon_status read_project(reader *r)
{
	ballots *b = r->b;
	const char *name = cell(r, r->name), *cost = cell(r, r->cost);
	if (r->ids.count == BALLOTS_CANDIDATES_MAX)
		return refuse(r, cell(r, r->id), TEXT(RECOUNT_LIMIT));
	char *id = arena_copy_text(&b->keep, cell(r, r->id));
	int number = names_add(&r->ids, id);
	if (number < b->candidates || !is_amount(cost))
		return unreadable(r, number < b->candidates ? id : cost);
	b->candidates = number + 1;
	b->name[number] = *name ? arena_copy_text(&b->keep, name) : id;
	b->nick[number] = id;
	b->cost[number] = arena_copy_text(&b->keep, cost);
	return CORDON_OK;
}

static cordon_status add_mark(reader *r, const char *id)
{
	int project = names_find(&r->ids, id);
	if (project < 0)
		return unreadable(r, id);
	if (r->seen[project] == (uint32_t)r->row)
		return refuse(r, id, TEXT(RECOUNT_TWICE));
	r->seen[project] = (uint32_t)r->row;
	MEMORY_RESERVE(r->b->ranked, r->b->rankeds, r->b->ranked_capacity);
	r->b->ranked[r->b->rankeds++] = (ranked){(uint16_t)project, 1};
	return CORDON_OK;
}

static cordon_status read_vote(reader *r)
{
	ballots *b = r->b;
	size_t before = b->rankeds;
	char *at = r->vote < r->cells ? r->cell[r->vote] : NULL;
	cordon_status status = CORDON_OK;
	while (at && *at && !status) {
		char *from = at, *to = at + strcspn(at, ",");
		at = *to ? to + 1 : to;
		while (from < to && blank(*from))
			from++;
		while (to > from && blank(to[-1]))
			to--;
		*to = '\0';
		if (from < to)
			status = add_mark(r, from);
	}
	if (!status && b->papers + b->blank >= PAPERS_MAX)
		status = refuse(r, NULL, TEXT(RECOUNT_LIMIT));
	if (status)
		return status;
	if (b->rankeds == before) {
		b->blank++;
		return CORDON_OK;
	}
	MEMORY_RESERVE(b->paper, b->papers, b->paper_capacity);
	b->paper[b->papers++] = (paper){before, b->rankeds, 1, 0};
	return CORDON_OK;
}

static cordon_status read_header(reader *r)
{
	r->headed = true;
	if (r->table == PROJECTS) {
		r->id = column(r, "project_id");
		r->cost = column(r, "cost");
		r->name = column(r, "name");
		return r->id < 0 || r->cost < 0 ? unreadable(r, NULL) : CORDON_OK;
	}
	if (r->table == VOTES) {
		r->vote = column(r, "vote");
		bool of_points = r->scores && column(r, "points") >= 0;
		return r->vote < 0 || of_points ? unreadable(r, of_points ? "points" : NULL) : CORDON_OK;
	}
	return CORDON_OK;
}

/* Whether the line begins a table. */
static bool begins_table(const reader *r, table *which)
{
	for (*which = META; *which <= VOTES; ++*which)
		if (!strcasecmp(cell(r, 0), table_name[*which]) && !*cell(r, 1))
			return true;
	return false;
}

static cordon_status read_line(reader *r)
{
	table next;
	if (begins_table(r, &next)) {
		if (next != r->table + 1)
			return unreadable(r, cell(r, 0));
		r->table = next;
		r->headed = false;
		return CORDON_OK;
	}
	if (r->table == BEFORE)
		return unreadable(r, cell(r, 0));
	if (!r->headed)
		return read_header(r);
	return r->table == META ? read_meta(r) : r->table == PROJECTS ? read_project(r) : read_vote(r);
}

cordon_status approvals_read_pb(const char *file, const char *bytes, ballots *b, cordon_error *error)
{
	reader r = {.file = file, .at = bytes, .b = b, .error = error};
	*b = (ballots){0};
	r.at += strncmp(bytes, "\xEF\xBB\xBF", 3) ? 0 : 3;
	ballots_begin(b, BALLOTS_CANDIDATES_MAX); /* room for as many as there may be */
	b->candidates = 0;
	b->cost = arena_alloc(&b->keep, BALLOTS_CANDIDATES_MAX * sizeof *b->cost);
	r.seen = memory_alloc(BALLOTS_CANDIDATES_MAX, sizeof *r.seen);
	cordon_status status = next_line(&r);
	while (!status && r.cells) {
		status = read_line(&r);
		if (!status)
			status = next_line(&r);
	}
	if (!status && (r.table != VOTES || !r.headed || !b->candidates))
		status = unreadable(&r, NULL);
	names_free(&r.ids);
	text_free(&r.line);
	free(r.seen);
	return status;
}

/* A .pb begins with its table META; everything else is taken for a profile. */
cordon_status approvals_read(const char *file, const char *bytes, ballots *b, cordon_error *error)
{
	const char *begin = bytes + (strncmp(bytes, "\xEF\xBB\xBF", 3) ? 0 : 3);
	bool tables = !strncasecmp(begin, "META", 4) && (!begin[4] || strchr("; \t\r\n", begin[4]));
	return tables ? approvals_read_pb(file, bytes, b, error) : approvals_read_abc(file, bytes, b, error);
}
