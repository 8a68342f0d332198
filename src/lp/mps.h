/* The lines of an MPS file: what mps_line.c gives mps_read.c.
 *
 * A line can be read in two ways. *Free*: words separated by blanks. *Fixed*: fields in columns 2-3, 5-12, 15-22,
 * 25-36, 40-47, 50-61, in which names may hold blanks. The two agree unless a name has a blank, so each line is read
 * free first, and fixed when that makes no sense and the line stands exactly in the columns. A set name (of RHS,
 * RANGES, BOUNDS) may be missing.
 */
#ifndef LP_MPS_H
#define LP_MPS_H

#include <cordon/lp.h>

enum {
	MPS_LINE_LIMIT = 1 << 16,
	MPS_NAME_LIMIT = 255,
	MPS_ROWS_LIMIT = 100 * 1000 * 1000, /* rows; columns likewise */
	MPS_NONZEROS_LIMIT = 2000 * 1000 * 1000,
	MPS_ERRORS_LIMIT = 1000, /* reading stops there */
	MPS_PAIRS = 2,
};

/* Magnitudes from here on are infinite in bounds, right-hand sides and ranges (the custom of MPS writers). */
#define MPS_INFINITY 1e30

typedef enum mps_section {
	MPS_NONE, MPS_NAME, MPS_OBJSENSE, MPS_ROWS, MPS_COLUMNS, MPS_RHS, MPS_RANGES, MPS_BOUNDS, MPS_ENDATA, MPS_SECTIONS
} mps_section;

extern const char *const mps_section_name[MPS_SECTIONS];

/* One data line. Absent parts are NULL. Texts live until the next line is read. */
typedef struct mps_record {
	const char *type;              /* ROWS and BOUNDS */
	const char *head;              /* the column in COLUMNS, the set (may be NULL) in RHS, RANGES and BOUNDS */
	const char *name[MPS_PAIRS];   /* rows; the column in BOUNDS; the row in ROWS */
	const char *number[MPS_PAIRS]; /* the values as they stand */
	int pairs;
	int fields;                    /* how many were found */
	bool marker;                   /* a 'MARKER' line of COLUMNS */
} mps_record;

typedef struct mps_lines {
	const cordon_reader *in;
	char *buffer;     /* what was read and not yet handed out */
	size_t begin, end;
	bool ended, failed;
	long number;      /* of the current line, from 1 */
	char *line;       /* the current line, terminated, without its end */
	char *free_copy, *fixed_copy; /* cut up by the two readings */
	size_t length;
	bool too_long;    /* the line was longer than MPS_LINE_LIMIT; its rest was skipped */
} mps_lines;

void mps_lines_begin(mps_lines *l, const cordon_reader *in);
void mps_lines_end(mps_lines *l);

/* Advances to the next line; false at the end or on failure (l->failed). */
bool mps_lines_next(mps_lines *l);

/* The two readings of the current line; false when the line does not have the form. */
bool mps_record_free(mps_lines *l, mps_section section, mps_record *record);
bool mps_record_fixed(mps_lines *l, mps_section section, mps_record *record);

#endif
