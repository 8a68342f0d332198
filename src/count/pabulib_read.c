/* Pabulib's .pb: participatory budgets (pabulib.org/format, Stolicki, Szufa and Talmon 2020).
 *
 *	META
 *	key;value
 *	budget;100000
 *	vote_type;approval
 *	PROJECTS
 *	project_id;cost;name
 *	7;7200;Playground
 *	VOTES
 *	voter_id;vote
 *	ana;7,12
 *
 * Three tables, each with a header, cells between semicolons, in quotes where they hold one. vote_type: approval and
 * choose-1 are sets; ordinal is a ranking; scoring and cumulative have whole points beside (column `points`), and
 * without that column a vote is a set. Columns and keys not named here say nothing to a count and are not read, nor
 * is what was selected officially. Not read: votes with fractions of a point.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/format.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CELLS_MAX = 256 };

typedef enum section { SECTION_NONE, SECTION_META, SECTION_PROJECTS, SECTION_VOTES } section;

typedef struct pabulib {
	format_input *in;
	const char *at;
	long row;
	text line; /* cut into cells */
	char *cell[CELLS_MAX];
	int cells;
	section section;
	bool headed; /* the section's header was read */
	int id, cost, name, vote, points; /* columns, -1: none */
	cordon_candidate *project;
	size_t projects, project_capacity;
	names ids;
	bool voting; /* format_candidates was called */
} pabulib;

static cordon_status wrong(pabulib *p, const char *field, const char *found, cordon_text what, cordon_text expected)
{
	return format_wrong(p->in, p->row, field, found, what, expected);
}

static char *trim(char *cell)
{
	while (isspace((unsigned char)*cell))
		cell++;
	size_t length = strlen(cell);
	while (length && isspace((unsigned char)cell[length - 1]))
		cell[--length] = '\0';
	return cell;
}

/* Takes the quotes off a cell that begins with one, in place; returns where its bytes in the line end. */
static char *unquote(char *cell)
{
	char *to = cell, *from = cell + 1;
	for (; *from; from++) {
		if (*from == '"' && from[1] != '"')
			break;
		from += *from == '"';
		*to++ = *from;
	}
	from += *from == '"';
	from += strcspn(from, ";");
	bool more = *from;
	*to = '\0';
	return from + more;
}

/* The next line that is not empty, cut into cells. */
static bool next_row(pabulib *p)
{
	do {
		if (!*p->at)
			return false;
		size_t length = strcspn(p->at, "\n");
		p->row++;
		text_clear(&p->line);
		text_add(&p->line, p->at, length);
		p->at += length + (p->at[length] == '\n');
	} while (strspn(text_string(&p->line), " \t\r;") == p->line.length);
	p->cells = 0;
	char *at = p->line.bytes, *end = at + p->line.length;
	while (at <= end && p->cells < CELLS_MAX) {
		char *cell = at;
		if (*at == '"') {
			at = unquote(at);
			if (at == end)
				at++;
		} else {
			at += strcspn(at, ";");
			*at++ = '\0';
		}
		p->cell[p->cells++] = trim(cell);
	}
	return true;
}

static const char *cell_at(const pabulib *p, int column)
{
	return column >= 0 && column < p->cells ? p->cell[column] : "";
}

static bool is_section(pabulib *p)
{
	static const char *const name[] = {"META", "PROJECTS", "VOTES"};
	for (int i = 0; i < 3; i++)
		if (!strcasecmp(p->cell[0], name[i]) && strspn(cell_at(p, 1), " ") == strlen(cell_at(p, 1))) {
			p->section = (section)(i + 1);
			p->headed = false;
			return true;
		}
	return false;
}

static int column_of(const pabulib *p, const char *name)
{
	for (int i = 0; i < p->cells; i++)
		if (!strcasecmp(p->cell[i], name))
			return i;
	return -1;
}

static void need_column(pabulib *p, int column, const char *name)
{
	if (column < 0)
		wrong(p, name, NULL, TEXT(COUNT_COLUMN_MISSING), NO_TEXT);
}

static bool is_amount(const char *string)
{
	mpq_t value;
	mpq_init(value);
	bool good = !strchr(string, '/') && exact_read_mpq(string, value);
	mpq_clear(value);
	return good;
}

static void read_meta(pabulib *p)
{
	static const struct {
		const char *name;
		cordon_ballot_kind kind;
	} type[] = {{"approval", CORDON_BALLOTS_APPROVAL},
		    {"choose-1", CORDON_BALLOTS_APPROVAL},
		    {"ordinal", CORDON_BALLOTS_RANKED},
		    {"scoring", CORDON_BALLOTS_SCORES},
		    {"cumulative", CORDON_BALLOTS_SCORES}};
	const char *key = p->cell[0], *value = cell_at(p, 1);
	cordon_election *e = p->in->election;
	if (!strcasecmp(key, "description")) {
		e->title = arena_copy_text(p->in->keep, value);
	} else if (!strcasecmp(key, "budget")) {
		if (!is_amount(value))
			wrong(p, "budget", value, TEXT(COUNT_AMOUNT), TEXT(COUNT_SETTING_IS_AMOUNT));
		e->budget = arena_copy_text(p->in->keep, value);
	} else if (!strcasecmp(key, "vote_type")) {
		for (size_t i = 0; i < sizeof type / sizeof *type; i++)
			if (!strcasecmp(value, type[i].name)) {
				e->kind = type[i].kind;
				return;
			}
		wrong(p, "vote_type", value, TEXT(COUNT_VOTE_TYPE),
		      TEXT(COUNT_ONE_OF, "approval, choose-1, ordinal, scoring, cumulative"));
	}
}

static void read_project(pabulib *p)
{
	const char *id = cell_at(p, p->id), *cost = cell_at(p, p->cost), *name = cell_at(p, p->name);
	if (p->projects == CORDON_CANDIDATES_MAX) {
		if (p->section == SECTION_PROJECTS)
			wrong(p, NULL, id, TEXT(COUNT_CANDIDATES_RANGE), TEXT(COUNT_AT_MOST, "1000"));
		p->section = SECTION_NONE;
		return;
	}
	if (!is_amount(cost))
		wrong(p, "cost", cost, TEXT(COUNT_AMOUNT), TEXT(COUNT_SETTING_IS_AMOUNT));
	char *kept = arena_copy_text(p->in->keep, id);
	int before = p->ids.count;
	if (names_add(&p->ids, kept) < before) {
		wrong(p, "project_id", id, TEXT(COUNT_NAME_TWICE), NO_TEXT);
		return;
	}
	MEMORY_RESERVE(p->project, p->projects, p->project_capacity);
	p->project[p->projects++] = (cordon_candidate){.name = *name ? arena_copy_text(p->in->keep, name) : kept,
						       .id = kept,
						       .cost = arena_copy_text(p->in->keep, cost),
						       .list = -1};
}

static void end_projects(pabulib *p)
{
	format_candidates(p->in, (int)p->projects);
	for (size_t i = 0; i < p->projects; i++)
		p->in->election->candidate[i] = p->project[i];
	p->voting = true;
}

/* The next of "3,7,12" as a text of its own; NULL after the last. */
static char *next_part(char **at)
{
	while (*at && **at) {
		char *part = *at;
		size_t length = strcspn(part, ",");
		*at = part + length + (part[length] == ',');
		part[length] = '\0';
		part = trim(part);
		if (*part)
			return part;
	}
	return NULL;
}

/* One mark; false: malformed, which is said. */
static bool read_mark(pabulib *p, const char *id, char **points)
{
	int project = names_find(&p->ids, id);
	uint64_t score;
	if (project < 0)
		return wrong(p, "vote", id, TEXT(COUNT_NO_SUCH_CANDIDATE), NO_TEXT) && false;
	if (p->in->election->kind != CORDON_BALLOTS_SCORES) {
		format_mark(p->in, project, false);
		return true;
	}
	const char *point = next_part(points);
	if (!point || !exact_read_count(point, strlen(point), INT32_MAX, &score))
		return wrong(p, "points", point, TEXT(COUNT_POINTS), TEXT(COUNT_SETTING_IS_COUNT)) && false;
	format_score(p->in, project, (int32_t)score);
	return true;
}

static void read_vote(pabulib *p)
{
	char *vote = p->vote < p->cells && p->vote >= 0 ? p->cell[p->vote] : NULL;
	char *points = p->points < p->cells && p->points >= 0 ? p->cell[p->points] : NULL;
	if (format_ballot(p->in, p->row, 1)) {
		p->section = SECTION_NONE;
		return;
	}
	for (const char *id; (id = next_part(&vote));)
		if (!read_mark(p, id, &points)) {
			format_ballot_drop(p->in);
			return;
		}
	format_ballot_end(p->in);
}

static void read_header(pabulib *p)
{
	p->headed = true;
	if (p->section == SECTION_PROJECTS) {
		p->id = column_of(p, "project_id");
		p->cost = column_of(p, "cost");
		p->name = column_of(p, "name");
		need_column(p, p->id, "project_id");
		need_column(p, p->cost, "cost");
	} else if (p->section == SECTION_VOTES) {
		p->vote = column_of(p, "vote");
		p->points = column_of(p, "points");
		need_column(p, p->vote, "vote");
		if (p->points < 0 && p->in->election->kind == CORDON_BALLOTS_SCORES)
			p->in->election->kind = CORDON_BALLOTS_APPROVAL;
		if (p->vote < 0)
			p->section = SECTION_NONE;
	}
	if (p->section == SECTION_PROJECTS && (p->id < 0 || p->cost < 0))
		p->section = SECTION_NONE;
}

static void read_rows(pabulib *p)
{
	while (next_row(p)) {
		if (is_section(p)) {
			if (p->voting && p->section != SECTION_VOTES) {
				wrong(p, NULL, p->cell[0], TEXT(COUNT_SECTION_LATE), NO_TEXT);
				p->section = SECTION_NONE;
			}
			if (p->section == SECTION_VOTES && !p->voting)
				end_projects(p);
		} else if (!p->headed && p->section != SECTION_NONE) {
			read_header(p);
		} else if (p->section == SECTION_META) {
			read_meta(p);
		} else if (p->section == SECTION_PROJECTS) {
			read_project(p);
		} else if (p->section == SECTION_VOTES) {
			read_vote(p);
		}
	}
	if (!p->voting)
		wrong(p, NULL, NULL, TEXT(COUNT_SECTION_MISSING, "VOTES"), NO_TEXT);
}

bool pabulib_looks_like(const char *bytes, size_t length)
{
	return length > 4 && !strncmp(bytes, "META", 4) && strchr(";\r\n", bytes[4]);
}

cordon_status pabulib_read(format_input *in)
{
	pabulib p = {.in = in, .at = in->bytes, .id = -1, .cost = -1, .name = -1, .vote = -1, .points = -1};
	in->election->kind = CORDON_BALLOTS_APPROVAL;
	read_rows(&p);
	names_free(&p.ids);
	text_free(&p.line);
	free(p.project);
	return p.in->error->errors ? CORDON_BAD_INPUT : CORDON_OK;
}
