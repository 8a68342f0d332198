/* Reading and writing LP solution files; see lp_file.h and docs/lp-solution.md. */
#include "cli/lp_file.h"

#include "cli/codes.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const size_t file_limit = (size_t)1 << 30;

static const struct {
	cordon_status status;
	const char *word;
} words[] = {{CORDON_OK, "optimal"}, {CORDON_INFEASIBLE, "infeasible"}, {CORDON_UNBOUNDED, "unbounded"},
	     {CORDON_INTERRUPTED, "interrupted"}, {CORDON_UNPROVEN, "unproven"}};
enum { WORDS = sizeof words / sizeof *words };

const char *lp_status_word(cordon_status status)
{
	for (int i = 0; i < WORDS; i++)
		if (words[i].status == status)
			return words[i].word;
	return "unproven";
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static void add_value(text *out, const char *key, double value, const char *name)
{
	char number[32];
	text_from_double(value, number);
	text_add_format(out, "%s %s%s%s\n", key, number, name ? " " : "", name ? name : "");
}

static void add_vector(text *out, const char *key, const double *value, int count, char *const *name, double sign)
{
	for (int i = 0; value && i < count; i++)
		if (value[i] != 0)
			add_value(out, key, sign * value[i], name[i]);
}

cordon_status lp_file_write(const char *path, const cordon_lp *lp, const cordon_lp_solution *s, cordon_error *error)
{
	text out = {0};
	double sign = lp->maximise ? -1 : 1;
	bool by_row = s->status == CORDON_INFEASIBLE;
	text_add_string(&out, "cordon-lp-solution 1\n");
	text_add_format(&out, "problem %s\nstatus %s\nsolver %s\n", lp->name ? lp->name : "", lp_status_word(s->status),
			s->solver);
	text_add_format(&out, "rows %d\ncolumns %d\n", lp->rows, lp->columns);
	if (isfinite(s->objective))
		add_value(&out, "objective", sign * s->objective, NULL);
	if (isfinite(s->bound))
		add_value(&out, "bound", sign * s->bound, NULL);
	add_vector(&out, "x", s->x, lp->columns, lp->column_name, 1);
	add_vector(&out, "y", s->y, lp->rows, lp->row_name, sign);
	add_vector(&out, "ray", s->ray, by_row ? lp->rows : lp->columns, by_row ? lp->row_name : lp->column_name, 1);
	text_add_string(&out, "end\n");
	cordon_status status = file_write(path, text_string(&out), out.length, error);
	text_free(&out);
	return status;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

typedef struct solution_reader {
	const char *path;
	const cordon_lp *lp;
	cordon_lp_solution *solution;
	cordon_error *error;
	long row;
	bool headed, has_status, ended;
	names row_names, column_names;
} solution_reader;

static cordon_status fail(const solution_reader *r, const char *field, const char *found, cordon_text what,
			  cordon_text expected)
{
	return finding_add(r->error, CORDON_ERROR, (place_in_file){r->path, r->row, field, found}, what, expected);
}

static cordon_status take_status(solution_reader *r, const char *word)
{
	for (int i = 0; i < WORDS; i++)
		if (!strcmp(words[i].word, word)) {
			r->solution->status = words[i].status;
			r->has_status = true;
			return CORDON_OK;
		}
	return fail(r, "status", word, TEXT(CLI_CHOICE),
		    TEXT(CLI_ONE_OF, "optimal, infeasible, unbounded, interrupted, unproven"));
}

static cordon_status take_count(const solution_reader *r, const char *field, const char *word, int expected)
{
	char number[32];
	text_from_double(expected, number);
	return strcmp(word, number) ? fail(r, field, word, TEXT(CLI_LP_OTHER_PROGRAMME), TEXT(CLI_LP_EXACTLY, number))
				    : CORDON_OK;
}

/* "NUMBER NAME": puts the number where the name says. */
static cordon_status take_entry(const solution_reader *r, const char *field, char *rest, const names *of, double *into)
{
	char *name = strchr(rest, ' ');
	double value;
	if (name)
		*name++ = '\0';
	if (!text_to_double(rest, '.', &value))
		return fail(r, field, rest, TEXT(CLI_LP_NUMBER), NO_TEXT);
	int at = name ? names_find(of, name) : -1;
	if (at < 0)
		return fail(r, field, name ? name : "", TEXT(CLI_LP_NAME_UNKNOWN), NO_TEXT);
	into[at] = value;
	return CORDON_OK;
}

static cordon_status take_vector(solution_reader *r, const char *field, char *rest)
{
	cordon_lp_solution *s = r->solution;
	if (*field == 'x')
		return take_entry(r, field, rest, &r->column_names, s->x);
	if (*field == 'y')
		return take_entry(r, field, rest, &r->row_names, s->y);
	if (!r->has_status || (s->status != CORDON_INFEASIBLE && s->status != CORDON_UNBOUNDED))
		return fail(r, field, rest, TEXT(CLI_LP_RAY_STATUS), NO_TEXT);
	bool by_row = s->status == CORDON_INFEASIBLE;
	if (!s->ray)
		s->ray = memory_alloc((size_t)(by_row ? r->lp->rows : r->lp->columns), sizeof *s->ray);
	return take_entry(r, field, rest, by_row ? &r->row_names : &r->column_names, s->ray);
}

static cordon_status take_claim(const solution_reader *r, const char *field, const char *rest, double *into)
{
	return text_to_double(rest, '.', into) ? CORDON_OK : fail(r, field, rest, TEXT(CLI_LP_NUMBER), NO_TEXT);
}

static cordon_status take_line(solution_reader *r, char *line)
{
	if (!r->headed) {
		r->headed = !strcmp(line, "cordon-lp-solution 1");
		return r->headed ? CORDON_OK : fail(r, NULL, line, TEXT(CLI_LP_NOT_A_SOLUTION), TEXT(CLI_LP_HEADER));
	}
	char *rest = strchr(line, ' ');
	if (rest)
		*rest++ = '\0';
	else
		rest = line + strlen(line);
	if (!strcmp(line, "end")) {
		r->ended = true;
		return CORDON_OK;
	}
	if (!*line || *line == '#' || !strcmp(line, "problem") || !strcmp(line, "solver"))
		return CORDON_OK;
	if (!strcmp(line, "status"))
		return take_status(r, rest);
	if (!strcmp(line, "rows"))
		return take_count(r, line, rest, r->lp->rows);
	if (!strcmp(line, "columns"))
		return take_count(r, line, rest, r->lp->columns);
	if (!strcmp(line, "objective"))
		return take_claim(r, line, rest, &r->solution->objective);
	if (!strcmp(line, "bound"))
		return take_claim(r, line, rest, &r->solution->bound);
	if (!strcmp(line, "x") || !strcmp(line, "y") || !strcmp(line, "ray"))
		return take_vector(r, line, rest);
	return fail(r, NULL, line, TEXT(CLI_LP_KEY),
		    TEXT(CLI_ONE_OF, "status, rows, columns, objective, bound, x, y, ray, end"));
}

static cordon_status take_lines(solution_reader *r, char *at)
{
	cordon_status status = CORDON_OK;
	while (*at && !r->ended && (r->headed || !status)) {
		char *next = at + strcspn(at, "\n");
		bool more = *next == '\n';
		*next = '\0';
		if (next > at && next[-1] == '\r')
			next[-1] = '\0';
		r->row++;
		cordon_status one = take_line(r, at);
		status = status ? status : one;
		at = next + more;
	}
	if (!status && !r->ended)
		status = fail(r, NULL, NULL, TEXT(CLI_LP_CUT_SHORT), NO_TEXT);
	if (!status && !r->has_status)
		status = fail(r, "status", NULL, TEXT(CLI_LP_NO_STATUS), NO_TEXT);
	return status;
}

static void turn_sense(const cordon_lp *lp, cordon_lp_solution *s)
{
	for (int i = 0; i < lp->rows; i++)
		s->y[i] = s->y[i] == 0 ? 0 : -s->y[i];
	s->objective = -s->objective;
	s->bound = -s->bound;
}

cordon_status lp_file_read(const char *path, const cordon_lp *lp, cordon_lp_solution *solution, cordon_error *error)
{
	*solution = (cordon_lp_solution){.status = CORDON_UNPROVEN, .objective = (double)NAN, .bound = (double)NAN};
	text content = {0};
	cordon_status status = file_read(path, file_limit, &content, error);
	solution->x = memory_alloc((size_t)lp->columns, sizeof *solution->x);
	solution->y = memory_alloc((size_t)lp->rows, sizeof *solution->y);
	solution_reader r = {.path = path, .lp = lp, .solution = solution, .error = error};
	for (int i = 0; i < lp->rows; i++)
		names_add(&r.row_names, lp->row_name[i]);
	for (int j = 0; j < lp->columns; j++)
		names_add(&r.column_names, lp->column_name[j]);
	if (!status &&
	    (!content.bytes || strlen(content.bytes) != content.length || !text_is_utf8(content.bytes, content.length)))
		status = fail(&r, NULL, NULL, TEXT(CLI_LP_NOT_A_SOLUTION), TEXT(CLI_LP_HEADER));
	if (!status)
		status = take_lines(&r, content.bytes);
	if (!status && lp->maximise)
		turn_sense(lp, solution);
	names_free(&r.row_names);
	names_free(&r.column_names);
	text_free(&content);
	return status;
}
