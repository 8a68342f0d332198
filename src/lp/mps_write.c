/* Writing free MPS that any reader takes: names without blanks, numbers that read back as the same double.
 *
 * Names are kept where a free reader can take them; where one is missing, empty, has blanks, begins with '$' or '*'
 * (which open comments) or stands twice, a unique one is made (R1, C1, ...). A row without bounds is written as type N,
 * which readers drop. A row with two bounds goes through RANGES: its second bound may read back one unit in the last
 * place away. NAME ends in FREE, by which Clp tells the format.
 * A programme to be maximised is written as the minimisation it is solved as: neither GLPK nor Clp reads OBJSENSE.
 */
#include "lp/mps.h"

#include "lp/solve.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FLUSH = 1 << 16 };

typedef struct mps_writer {
	const cordon_lp *lp;
	const cordon_writer *out;
	text text;
	bool failed;
	char *objective;
	char **row, **column; /* the names written */
	arena texts;
} mps_writer;

static void flush(mps_writer *w, size_t least)
{
	if (w->text.length < least)
		return;
	w->failed = w->failed || !w->out->write(w->out->context, text_string(&w->text), w->text.length);
	text_clear(&w->text);
}

static void line(mps_writer *w, const char *type, const char *first, const char *second, double value)
{
	char number[32];
	text_from_double(value, number);
	text_add_format(&w->text, " %s %s %s %s\n", type, first, second, number);
	flush(w, FLUSH);
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static bool usable(const char *name)
{
	if (!name || !*name || *name == '$' || *name == '*' || *name == '\'' || strlen(name) > MPS_NAME_LIMIT)
		return false;
	for (const char *at = name; *at; at++)
		if ((unsigned char)*at <= ' ' || *at == 127)
			return false;
	return text_is_utf8(name, strlen(name));
}

/* Names to write, in the arena: usable ones are kept (the first of equals), the others made of `letter` and a
 * number. */
static char **choose_names(mps_writer *w, char **given, int count, char letter)
{
	names taken = {0};
	char **chosen = memory_alloc((size_t)count, sizeof *chosen);
	for (int i = 0; i < count; i++) {
		int before = taken.count;
		if (given && usable(given[i]) && names_add(&taken, given[i]) == before)
			chosen[i] = given[i];
	}
	for (int i = 0; i < count; i++) {
		if (chosen[i])
			continue;
		char *made = arena_format(&w->texts, "%c%d", letter, i + 1);
		while (names_find(&taken, made) >= 0)
			made = arena_format(&w->texts, "%s_", made);
		names_add(&taken, made);
		chosen[i] = made;
	}
	names_free(&taken);
	return chosen;
}

static void choose_all(mps_writer *w)
{
	const cordon_lp *lp = w->lp;
	w->row = choose_names(w, lp->row_name, lp->rows, 'R');
	w->column = choose_names(w, lp->column_name, lp->columns, 'C');
	names rows = {0};
	for (int i = 0; i < lp->rows; i++)
		names_add(&rows, w->row[i]);
	w->objective = arena_copy_text(&w->texts, "COST");
	while (names_find(&rows, w->objective) >= 0)
		w->objective = arena_format(&w->texts, "%s_", w->objective);
	names_free(&rows);
}

/* ---- sections ---------------------------------------------------------------------------------------------------- */

/* How a row is written: its type, right-hand side, and range (0: none). */
typedef struct row_form {
	char type;
	double rhs, range;
} row_form;

static row_form form_of(double lower, double upper)
{
	if (lower == upper)
		return (row_form){'E', lower, 0};
	if (isinf(lower))
		return (row_form){isinf(upper) ? 'N' : 'L', isinf(upper) ? 0 : upper, 0};
	if (isinf(upper))
		return (row_form){'G', lower, 0};
	double range = upper - lower;
	/* G reads back as lower + range, L as upper - range: whichever gives both bounds back, trying the neighbours
	 * too. */
	for (int step = -1; step <= 1; step++) {
		double r = step ? nextafter(range, step * LP_INFINITY) : range;
		if (lower + r == upper)
			return (row_form){'G', lower, r};
		if (upper - r == lower)
			return (row_form){'L', upper, r};
	}
	return (row_form){'G', lower, range};
}

static void write_rows(mps_writer *w)
{
	text_add_format(&w->text, "ROWS\n N %s\n", w->objective);
	for (int i = 0; i < w->lp->rows; i++) {
		text_add_format(&w->text, " %c %s\n", form_of(w->lp->row_lower[i], w->lp->row_upper[i]).type, w->row[i]);
		flush(w, FLUSH);
	}
}

static void write_columns(mps_writer *w)
{
	const cordon_lp *lp = w->lp;
	text_add_string(&w->text, "COLUMNS\n");
	for (int j = 0; j < lp->columns; j++) {
		if (lp->cost[j] != 0 || lp->start[j] == lp->start[j + 1])
			line(w, "", w->column[j], w->objective, lp->cost[j]);
		for (int64_t k = lp->start[j]; k < lp->start[j + 1]; k++)
			line(w, "", w->column[j], w->row[lp->index[k]], lp->value[k]);
	}
}

static void write_sides(mps_writer *w)
{
	const cordon_lp *lp = w->lp;
	text_add_string(&w->text, "RHS\n");
	if (lp->offset != 0)
		line(w, "", "RHS", w->objective, -lp->offset);
	bool ranges = false;
	for (int i = 0; i < lp->rows; i++) {
		row_form form = form_of(lp->row_lower[i], lp->row_upper[i]);
		if (form.rhs != 0)
			line(w, "", "RHS", w->row[i], form.rhs);
		ranges |= form.range > 0;
	}
	if (!ranges)
		return;
	text_add_string(&w->text, "RANGES\n");
	for (int i = 0; i < lp->rows; i++) {
		row_form form = form_of(lp->row_lower[i], lp->row_upper[i]);
		if (form.range > 0)
			line(w, "", "RANGE", w->row[i], form.range);
	}
}

static void write_bound(mps_writer *w, int j)
{
	double lower = w->lp->lower[j], upper = w->lp->upper[j];
	const char *name = w->column[j];
	if (lower == upper) {
		line(w, "FX", "BOUND", name, lower);
		return;
	}
	if (isinf(lower) && isinf(upper)) {
		text_add_format(&w->text, " FR BOUND %s\n", name);
		return;
	}
	if (isinf(lower))
		text_add_format(&w->text, " MI BOUND %s\n", name);
	else if (lower != 0 || upper < 0) /* said first, so that a negative upper bound takes nothing for granted */
		line(w, "LO", "BOUND", name, lower);
	if (!isinf(upper))
		line(w, "UP", "BOUND", name, upper);
}

static void write_bounds(mps_writer *w)
{
	text_add_string(&w->text, "BOUNDS\n");
	for (int j = 0; j < w->lp->columns; j++) {
		write_bound(w, j);
		flush(w, FLUSH);
	}
}

/* Rows whose bounds cross, and bounds infinite the wrong way, have no form in MPS. */
static bool can_be_written(const cordon_lp *lp)
{
	for (int i = 0; i < lp->rows; i++)
		if (lp->row_lower[i] > lp->row_upper[i] || lp->row_lower[i] == LP_INFINITY || lp->row_upper[i] == -LP_INFINITY)
			return false;
	for (int j = 0; j < lp->columns; j++)
		if (lp->lower[j] == LP_INFINITY || lp->upper[j] == -LP_INFINITY)
			return false;
	return true;
}

cordon_status cordon_lp_write_mps(const cordon_lp *lp, const cordon_writer *out)
{
	if (!can_be_written(lp))
		return CORDON_BAD_INPUT;
	mps_writer w = {.lp = lp, .out = out};
	choose_all(&w);
	text_add_format(&w.text, "NAME %s FREE\n", usable(lp->name) ? lp->name : "LP");
	if (lp->maximise)
		text_add_string(&w.text, "* to be maximised: costs and constant stand negated\n");
	write_rows(&w);
	write_columns(&w);
	write_sides(&w);
	write_bounds(&w);
	text_add_string(&w.text, "ENDATA\n");
	flush(&w, 0);
	text_free(&w.text);
	free(w.row);
	free(w.column);
	arena_free(&w.texts);
	return w.failed ? CORDON_IO : CORDON_OK;
}
