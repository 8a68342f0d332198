/* Breaking text into lines: at spaces where it can, inside a word where it must, never between a letter and its
 * combining marks. Widths are the caller's: terminal cells or pixels. This does not hyphenate. */
#ifndef REPORT_WRAP_H
#define REPORT_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef double (*wrap_measure)(int32_t rune);

typedef struct wrap_line {
	const char *at; /* into the string that was broken */
	size_t length;  /* bytes */
} wrap_line;

typedef struct wrap_result {
	size_t lines;
	bool cut; /* text was left over: the last line leaves room for an ellipsis, which the caller adds */
} wrap_result;

/* Breaks `string` into at most `most` (>= 1) lines no wider than `limit`; a rune wider than `limit` still gets its
 * line. */
wrap_result wrap_text(const char *string, double limit, wrap_measure measure, wrap_line *line, size_t most);

/* The width of a string, and of its widest word. */
double wrap_width(const char *string, wrap_measure measure);
double wrap_widest_word(const char *string, wrap_measure measure);

double wrap_cells(int32_t rune); /* terminal cells, by utf8proc */
double wrap_ems(int32_t rune);   /* about what a sans-serif font takes, in ems, rather too much than too little */

#define ELLIPSIS "\xE2\x80\xA6"

#endif
