/* Moments and days as text: RFC 3339 in the one spelling Cordón uses, UTC, in the proleptic Gregorian calendar.
 *
 * A moment is seconds since 1970-01-01T00:00:00Z as POSIX counts them: every day has 86,400 (a leap second, :60, is
 * refused). Years 0001 to 9999. Nothing here reads a clock, a time zone, or the C library's calendar.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

enum {
	TIME_DAY = 86400,    /* seconds */
	TIME_TEXT = 21,      /* bytes of "YYYY-MM-DDThh:mm:ssZ" with its end */
	TIME_DATE_TEXT = 11, /* of "YYYY-MM-DD" */
};
#define TIME_MIN INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define TIME_MAX INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

/* Exactly "YYYY-MM-DDThh:mm:ssZ", nothing before or after; false when it is not that. */
bool time_from_text(const char *text, int64_t *seconds);

/* `seconds` within TIME_MIN .. TIME_MAX (asserted). */
void time_to_text(int64_t seconds, char out[TIME_TEXT]);

/* Exactly "YYYY-MM-DD": the first moment of that day. */
bool time_date_from_text(const char *text, int64_t *seconds);

/* The day in which that moment lies. */
void time_date_to_text(int64_t seconds, char out[TIME_DATE_TEXT]);

#endif
