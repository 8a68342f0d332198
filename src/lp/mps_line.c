/* Lines and fields of MPS files; see mps.h. */
#include "lp/mps.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { BUFFER = 1 << 16, WORDS = 7 };

const char *const mps_section_name[MPS_SECTIONS] = {"",    "NAME",   "OBJSENSE", "ROWS",  "COLUMNS",
						    "RHS", "RANGES", "BOUNDS",   "ENDATA"};

void mps_lines_begin(mps_lines *l, const cordon_reader *in)
{
	*l = (mps_lines){.in = in};
	l->buffer = memory_alloc(BUFFER, 1);
	l->line = memory_alloc(MPS_LINE_LIMIT + 1, 1);
	l->free_copy = memory_alloc(MPS_LINE_LIMIT + 1, 1);
	l->fixed_copy = memory_alloc(MPS_LINE_LIMIT + 1, 1);
}

void mps_lines_end(mps_lines *l)
{
	free(l->buffer);
	free(l->line);
	free(l->free_copy);
	free(l->fixed_copy);
	*l = (mps_lines){0};
}

static bool refill(mps_lines *l)
{
	if (l->ended)
		return false;
	long got = l->in->read(l->in->context, l->buffer, BUFFER);
	l->failed = got < 0;
	l->ended = got <= 0;
	l->begin = 0;
	l->end = got > 0 ? (size_t)got : 0;
	return !l->ended;
}

bool mps_lines_next(mps_lines *l)
{
	l->length = 0;
	l->too_long = false;
	bool any = false;
	for (;;) {
		if (l->begin == l->end && !refill(l))
			break;
		any = true;
		const char *from = l->buffer + l->begin;
		const char *newline = memchr(from, '\n', l->end - l->begin);
		size_t piece = newline ? (size_t)(newline - from) : l->end - l->begin;
		size_t room = MPS_LINE_LIMIT - l->length, taken = piece < room ? piece : room;
		memcpy(l->line + l->length, from, taken);
		l->length += taken;
		l->too_long |= piece > room;
		l->begin += piece + (newline != NULL);
		if (newline)
			break;
	}
	if (l->length && l->line[l->length - 1] == '\r')
		l->length--;
	l->line[l->length] = '\0';
	l->number += any;
	return any && !l->failed;
}

/* ---- free ------------------------------------------------------------------------------------------------------- */

static int split(char *line, char **word)
{
	int count = 0;
	for (char *at = line + strspn(line, " \t"); *at && count < WORDS; at += strspn(at, " \t")) {
		word[count++] = at;
		at += strcspn(at, " \t");
		if (*at)
			*at++ = '\0';
	}
	return count;
}

/* "NAME number [NAME number]" from word[0] on. */
static bool take_pairs(mps_record *r, char **word, int count)
{
	if (count != 2 && count != 4)
		return false;
	r->pairs = count / 2;
	for (int p = 0; p < r->pairs; p++) {
		r->name[p] = word[2 * p];
		r->number[p] = word[2 * p + 1];
	}
	return true;
}

static bool bound_needs_number(const char *type)
{
	static const char *const without[] = {"FR", "MI", "PL", "BV"};
	for (size_t i = 0; i < sizeof without / sizeof *without; i++)
		if (!strcmp(type, without[i]))
			return false;
	return true;
}

/* TYPE [SET] COLUMN [number]: a bound that needs no number may still have one when the set is there too. */
static bool take_bound(mps_record *r, char **word, int count)
{
	if (count < 2 || count > 4)
		return false;
	r->type = word[0];
	bool number = bound_needs_number(r->type) || count == 4;
	int names = count - 1 - number;
	if (names < 1 || names > 2)
		return false;
	r->head = names == 2 ? word[1] : NULL;
	r->name[0] = word[names];
	r->number[0] = number ? word[count - 1] : NULL;
	r->pairs = 1;
	return true;
}

bool mps_record_free(mps_lines *l, mps_section section, mps_record *r)
{
	char *word[WORDS];
	memcpy(l->free_copy, l->line, l->length + 1);
	int count = split(l->free_copy, word);
	*r = (mps_record){.fields = count};
	switch (section) {
	case MPS_ROWS:
		if (count != 2)
			return false;
		r->type = word[0];
		r->name[0] = word[1];
		r->pairs = 1;
		return true;
	case MPS_COLUMNS:
		r->marker = count == 3 && !strcmp(word[1], "'MARKER'");
		r->head = count ? word[0] : NULL;
		return r->marker || (count > 0 && take_pairs(r, word + 1, count - 1));
	case MPS_RHS:
	case MPS_RANGES:
		if (count % 2)
			r->head = word[0];
		return count > 1 && take_pairs(r, word + count % 2, count - count % 2);
	case MPS_BOUNDS:
		return take_bound(r, word, count);
	default:
		return false;
	}
}

/* ---- fixed ------------------------------------------------------------------------------------------------------ */

enum { FIELDS = 6 };
static const struct {
	size_t begin, end; /* 0-based, half open */
} columns_of[FIELDS] = {{1, 3}, {4, 12}, {14, 22}, {24, 36}, {39, 47}, {49, 61}};

static bool blank(const char *line, size_t begin, size_t end, size_t length)
{
	for (size_t i = begin; i < end && i < length; i++)
		if (line[i] != ' ')
			return false;
	return true;
}

/* Cuts the line into its six fields, trimmed ("" when blank); false when something stands between the columns. A '$'
 * that opens field 3 or 5 begins a comment. */
static bool cut_fields(mps_lines *l, char *copy, char **field)
{
	size_t length = l->length;
	if (length > columns_of[2].begin && l->line[columns_of[2].begin] == '$')
		length = columns_of[2].begin;
	else if (length > columns_of[4].begin && l->line[columns_of[4].begin] == '$')
		length = columns_of[4].begin;
	size_t before = 0;
	for (int f = 0; f < FIELDS; f++) {
		if (!blank(l->line, before, columns_of[f].begin, length))
			return false;
		before = columns_of[f].end;
		size_t begin = columns_of[f].begin < length ? columns_of[f].begin : length;
		size_t end = columns_of[f].end < length ? columns_of[f].end : length;
		field[f] = copy;
		while (begin < end && l->line[begin] == ' ')
			begin++;
		while (end > begin && l->line[end - 1] == ' ')
			end--;
		memcpy(copy, l->line + begin, end - begin);
		copy[end - begin] = '\0';
		copy += end - begin + 1;
	}
	return blank(l->line, before, length, length) && !memchr(l->line, '\t', length);
}

bool mps_record_fixed(mps_lines *l, mps_section section, mps_record *r)
{
	char *field[FIELDS];
	*r = (mps_record){0};
	/* Six fields and their ends take at most 8 * 6 + 12 bytes: always less than the line's limit. */
	if (!cut_fields(l, l->fixed_copy, field))
		return false;
	for (int f = 0; f < FIELDS; f++)
		r->fields += *field[f] != '\0';
	bool typed = section == MPS_ROWS || section == MPS_BOUNDS;
	if (typed != (*field[0] != '\0'))
		return false;
	r->type = typed ? field[0] : NULL;
	r->pairs = 1;
	if (section == MPS_ROWS) {
		r->name[0] = field[1];
		return *field[1] && r->fields == 2;
	}
	if (section != MPS_COLUMNS && section != MPS_RHS && section != MPS_RANGES && section != MPS_BOUNDS)
		return false;
	r->head = *field[1] ? field[1] : NULL;
	r->name[0] = field[2];
	r->number[0] = *field[3] ? field[3] : NULL;
	r->name[1] = field[4];
	r->number[1] = *field[5] ? field[5] : NULL;
	r->pairs = *field[4] ? 2 : 1;
	bool numbers = section == MPS_BOUNDS ? *field[3] || !bound_needs_number(field[0])
					     : *field[3] && r->pairs == 1 + (*field[5] != '\0');
	return *field[2] && numbers && (section != MPS_COLUMNS || r->head) && (section != MPS_BOUNDS || r->pairs == 1);
}
