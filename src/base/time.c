/* Moments and days as text; see time.h. Days are counted by Euclidean affine functions as in Neri and Schneider,
 * "Euclidean affine functions and their application to calendar algorithms" (Software: Practice and Experience, 2022),
 * in their plain form: years begin in March, so that the leap day is a year's last. */
#include "base/time.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

enum { DAYS_400_YEARS = 146097, EPOCH = 719468 /* days from 0000-03-01 to 1970-01-01 */ };

static bool is_leap_year(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return days[month - 1] + (month == 2 && is_leap_year(year));
}

/* Days since 1970-01-01 of a date of the years 1 to 9999. */
static int64_t days_from_date(int year, int month, int day)
{
	int y = month < 3 ? year - 1 : year, m = month < 3 ? month + 9 : month - 3; /* March is 0 */
	int day_of_year = (153 * m + 2) / 5 + day - 1;
	return 365 * (int64_t)y + y / 4 - y / 100 + y / 400 + day_of_year - EPOCH;
}

static void date_from_days(int64_t days, int *year, int *month, int *day)
{
	int64_t since = days + EPOCH; /* not negative: the years begin at 1 */
	int64_t era = since / DAYS_400_YEARS, day_of_era = since % DAYS_400_YEARS;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t m = (5 * day_of_year + 2) / 153;
	*day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(400 * era + year_of_era + (*month < 3));
}

/* Whether `text` has the shape: 0 stands for a digit, other bytes for themselves. Also sees that it ends there. */
static bool has_shape(const char *text, const char *shape)
{
	for (; *shape; text++, shape++)
		if (*shape == '0' ? *text < '0' || *text > '9' : *text != *shape)
			return false;
	return !*text;
}

static int number(const char *digits, int count)
{
	int value = 0;
	for (int i = 0; i < count; i++)
		value = 10 * value + (digits[i] - '0');
	return value;
}

static bool date_at(const char *text, int64_t *seconds)
{
	int year = number(text, 4), month = number(text + 5, 2), day = number(text + 8, 2);
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
		return false;
	*seconds = days_from_date(year, month, day) * TIME_DAY;
	return true;
}

bool time_date_from_text(const char *text, int64_t *seconds)
{
	return has_shape(text, "0000-00-00") && date_at(text, seconds);
}

bool time_from_text(const char *text, int64_t *seconds)
{
	if (!has_shape(text, "0000-00-00T00:00:00Z"))
		return false;
	int hour = number(text + 11, 2), minute = number(text + 14, 2), second = number(text + 17, 2);
	if (hour > 23 || minute > 59 || second > 59 || !date_at(text, seconds))
		return false;
	*seconds += 3600 * hour + 60 * minute + second;
	return true;
}

static void put(char *out, int value, int digits)
{
	for (int i = digits; i-- > 0; value /= 10)
		out[i] = (char)('0' + value % 10);
}

void time_date_to_text(int64_t seconds, char out[TIME_DATE_TEXT])
{
	assert(seconds >= TIME_MIN && seconds <= TIME_MAX);
	int year, month, day;
	date_from_days((seconds - TIME_MIN) / TIME_DAY + TIME_MIN / TIME_DAY, &year, &month, &day);
	memcpy(out, "0000-00-00", TIME_DATE_TEXT);
	put(out, year, 4);
	put(out + 5, month, 2);
	put(out + 8, day, 2);
}

void time_to_text(int64_t seconds, char out[TIME_TEXT])
{
	char date[TIME_DATE_TEXT];
	time_date_to_text(seconds, date);
	int in_day = (int)((seconds - TIME_MIN) % TIME_DAY);
	memcpy(out, date, TIME_DATE_TEXT - 1);
	memcpy(out + 10, "T00:00:00Z", TIME_TEXT - 10);
	put(out + 11, in_day / 3600, 2);
	put(out + 14, in_day / 60 % 60, 2);
	put(out + 17, in_day % 60, 2);
}
