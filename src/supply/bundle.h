/* What an outlet's device holds for one cycle: the tokens and quantities of its own outlet, and nothing else.
 *
 *	cordon-bundle 1
 *	body jap-cerrillos
 *	outlet kiosk
 *	point kiosk/1
 *	cycle 12
 *	next 58
 *	goods bread milk
 *	h 10019 4 2
 *	h 10028 0 6
 *	c 20023 10019
 *	d school 7 10019 bread 2
 *	end 9b0c...
 *
 * `point` is the name that the device writes in its log: the outlet's id alone, or with a slash and a name of the
 * device; `next` the first number of that point that the book has not seen. h: a household and what it is to have of
 * each good; c: a card that is served as that household (the two were merged after a hearing); d: what such a
 * household drew elsewhere in this cycle, as the book knows it, so that the union of it and any logs is exact. `end` is
 * the SHA-256 of the lines before it.
 *
 * Invariants: words are parted by one blank, lines ended by a newline, households, cards and draws ascend: the same
 * content is the same bytes, and what is read and written again is the file that was read.
 *
 * On paper or screens it goes in pages, each small enough for a QR code: "cordon-page 2/5 9b0c8a77" (the first 8 digits
 * of `end`) and some of the lines. A file of such pages, in any order, repeated or not, is read as the bundle.
 *
 * It has no names, no sizes, no ages and no reasons; it is not signed: whoever hands it over says so.
 */
#ifndef SUPPLY_BUNDLE_H
#define SUPPLY_BUNDLE_H

#include "supply/draws.h"
#include "supply/token.h"

enum {
	BUNDLE_GOODS_MAX = 32,
	BUNDLE_HOUSEHOLDS_MAX = 20000,
	BUNDLE_DRAWS_MAX = 100000,
	BUNDLE_BYTES_MAX = 16 << 20,
	BUNDLE_WORD = 65, /* of an id, with its end */
	BUNDLE_POINT = DRAWS_NAME_MAX + 1, /* an outlet's id, perhaps a slash and a name of the device */
	BUNDLE_PAGE_BYTES = 900, /* of lines on a page: a QR code of version 24 or less at level M (ISO/IEC 18004) */
	BUNDLE_PAGES_MAX = 999,
};

typedef struct bundle_household {
	char token[TOKEN_DIGITS_MAX + 1];
	const int64_t *amount; /* of each good of the bundle */
} bundle_household;

typedef struct bundle_card {
	char token[TOKEN_DIGITS_MAX + 1], stands_as[TOKEN_DIGITS_MAX + 1];
} bundle_card;

/* Start from {0}; free with bundle_free. */
typedef struct bundle {
	char body[BUNDLE_WORD], outlet[BUNDLE_WORD], point[BUNDLE_POINT];
	int64_t cycle, next;
	size_t goods, households, cards;
	char good[BUNDLE_GOODS_MAX][BUNDLE_WORD];
	bundle_household *household; /* by token */
	bundle_card *card; /* by token */
	draws elsewhere;
	size_t household_room, card_room; /* private */
	arena storage;
} bundle;

/* An id as acts have them; a point of that outlet ("kiosk", "kiosk/2"). */
bool bundle_is_word(const char *s);
bool bundle_is_point(const char *point, const char *outlet);
/* The outlet of a point: what stands before its slash. */
void bundle_outlet_of(const char *point, char outlet[BUNDLE_WORD]);

/* Building: households, cards and draws in any order; amounts are copied. Then bundle_sort. */
void bundle_add_household(bundle *b, const char *token, const int64_t *amount);
void bundle_add_card(bundle *b, const char *token, const char *stands_as);
void bundle_sort(bundle *b);

void bundle_write(const bundle *b, text *out, char hash[65]);
/* The pages of a written bundle, each by `page`; false when there would be too many. */
bool bundle_pages(const text *written, void (*page)(void *context, int number, int of, const text *bytes),
		  void *context);

/* Reads a bundle, or pages of one. Everything wrong is a finding with its line. */
cordon_status bundle_read(const char *file, const char *bytes, size_t length, bundle *b, cordon_error *error);
void bundle_free(bundle *b);

/* The household as which a token is served, the number of a good; -1: not of this outlet. */
long bundle_find(const bundle *b, const char *token);
long bundle_find_good(const bundle *b, const char *good);

/* What a household had of a good in the bundle's cycle, by draws that hold all logs and b->elsewhere. */
typedef struct bundle_had {
	int64_t drawn;
	size_t times;
} bundle_had;
bundle_had bundle_drawn(const bundle *b, const draws *d, long household, long good);
/* The number that the device's next draw gets. */
int64_t bundle_next(const bundle *b, const draws *d);

#endif
