/* Breaking text into lines; see wrap.h. */
#include "report/wrap.h"

#include "report/markup.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>
#include <utf8proc.h>

enum { ELLIPSIS_RUNE = 0x2026 };

double wrap_cells(int32_t rune)
{
	return utf8proc_charwidth(rune);
}

double wrap_ems(int32_t rune)
{
	int cells = utf8proc_charwidth(rune);
	if (cells != 1)
		return cells; /* combining marks 0, wide letters 2 halves: about one em, counted as 2 with fallback fonts */
	if (rune < 0x80 && strchr("iljI.,:;'|!()[] ", (int)rune))
		return 0.34;
	if (rune < 0x80 && strchr("mwMW@%", (int)rune))
		return 0.95;
	if (rune >= 'A' && rune <= 'Z')
		return 0.72;
	return 0.62;
}

double wrap_width(const char *string, wrap_measure measure)
{
	double width = 0;
	for (int32_t rune; *string; width += measure(rune))
		string += markup_next_rune(string, &rune);
	return width;
}

double wrap_widest_word(const char *string, wrap_measure measure)
{
	double widest = 0, width = 0;
	for (int32_t rune; *string;) {
		string += markup_next_rune(string, &rune);
		width = rune == ' ' ? 0 : width + measure(rune);
		widest = width > widest ? width : widest;
	}
	return widest;
}

/* A hyphen between two letters (of any alphabet), the first of them not the word's first. */
static bool breaks_after_hyphen(const char *s, size_t at)
{
	const unsigned char *u = (const unsigned char *)s;
	return at > 2 && u[at - 1] == '-' && (isalpha(u[at - 2]) || u[at - 2] >= 0x80) && u[at - 3] != ' ' &&
	       (isalpha(u[at]) || u[at] >= 0x80);
}

/* How many bytes of `s` fit `limit`; *next is where the following line starts. At least one rune fits. */
static size_t fit_line(const char *s, double limit, bool at_spaces, wrap_measure measure, size_t *next)
{
	size_t at = 0, space = 0, after = 0;
	double used = 0;
	while (s[at]) {
		int32_t rune;
		size_t size = markup_next_rune(s + at, &rune);
		double width = measure(rune);
		if (rune == ' ' && at) {
			if (after != at)
				space = at;
			after = at + size;
		}
		if (used + width > limit + 1e-9 && at && width > 0) {
			bool broken = at_spaces && space;
			*next = broken ? after : at;
			return broken ? space : at;
		}
		used += width;
		at += size;
		if (breaks_after_hyphen(s, at))
			space = after = at;
	}
	*next = at;
	return at;
}

wrap_result wrap_text(const char *string, double limit, wrap_measure measure, wrap_line *line, size_t most)
{
	assert(most >= 1);
	wrap_result result = {0};
	const char *at = string;
	do {
		while (*at == ' ')
			at++;
		size_t next, length = fit_line(at, limit, true, measure, &next);
		line[result.lines++] = (wrap_line){at, length};
		at += next;
	} while (at[strspn(at, " ")] && result.lines < most);
	if (at[strspn(at, " ")]) {
		wrap_line *last = &line[result.lines - 1];
		size_t next;
		last->length = fit_line(last->at, limit - measure(ELLIPSIS_RUNE), false, measure, &next);
		while (last->length > 1 && last->at[last->length - 1] == ' ')
			last->length--;
		result.cut = true;
	}
	return result;
}
