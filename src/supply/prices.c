/* Price series read and judged from their own past: see supply/prices.h. */
#include "supply/prices.h"

#include "base/memory.h"
#include "supply/codes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Months before that are looked at for a gap, how many of them must have a price, and how many gaps must be known
 * before a month is judged: five years of prices in all. */
enum { BEFORE = 12, BEFORE_LEAST = 9, HISTORY = 48 };
static const double STRESS = 0.25, ALERT = 1, CRISIS = 2;
/* The least standard deviation of a gap: prices that never moved must not cry at the first cent. */
static const double LEAST_DEVIATION = 0.02;

const char *const supply_price_key[] = {"market", "commodity", "unit", "pricetype", "currency"};
const char *const supply_level_name[] = {"unknown", "normal", "stress", "alert", "crisis"};

typedef struct reading {
	supply_prices *out;
	cordon_error *error;
	int date, price, key[SUPPLY_PRICE_KEYS];
	names series;
	arena texts;
	size_t capacity;
} reading;

static const char *cell(const reading *r, size_t row, int column)
{
	return column < 0 ? "" : r->out->table.cell[row * r->out->table.columns + (size_t)column];
}

static cordon_status wrong(const reading *r, size_t row, int column, cordon_text what, cordon_text expected)
{
	const csv_table *t = &r->out->table;
	return finding_add(r->error, CORDON_ERROR,
			   (place_in_file){t->file, t->line[row], t->header[column], cell(r, row, column)}, what, expected);
}

static bool is_digits(const char *s, int count)
{
	for (int i = 0; i < count; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

/* "2018-06" or "2018-06-15": only the month counts. */
static bool read_month(const char *s, int32_t *month)
{
	if (!is_digits(s, 4) || s[4] != '-' || !is_digits(s + 5, 2))
		return false;
	if (s[7] && !(s[7] == '-' && is_digits(s + 8, 2) && !s[10]))
		return false;
	int m = (s[5] - '0') * 10 + s[6] - '0';
	*month = ((s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + s[3] - '0') * 12 + m - 1;
	return m >= 1 && m <= 12;
}

static int32_t series_of(reading *r, size_t row)
{
	supply_prices *o = r->out;
	supply_price_series s = {.first = 0};
	text name = {0};
	for (int k = 0; k < SUPPLY_PRICE_KEYS; k++) {
		s.key[k] = cell(r, row, r->key[k]);
		text_add_format(&name, "%s\x1f", s.key[k]);
	}
	int number = names_find(&r->series, text_string(&name));
	if (number < 0) {
		number = names_add(&r->series, arena_copy_text(&r->texts, text_string(&name)));
		MEMORY_RESERVE(o->series, o->all_series, r->capacity);
		o->series[o->all_series++] = s;
	}
	text_free(&name);
	return (int32_t)number;
}

static cordon_status read_row(reading *r, size_t row)
{
	supply_price p = {.row = r->out->table.line[row]};
	int bad = 0;
	if (*cell(r, row, r->date) == '#')
		return CORDON_OK;
	if (!read_month(cell(r, row, r->date), &p.month))
		bad |= wrong(r, row, r->date, TEXT(SUPPLY_DATE), TEXT(SUPPLY_DATE_FORM));
	if (!text_to_double(cell(r, row, r->price), '.', &p.price) || p.price <= 0)
		bad |= wrong(r, row, r->price, TEXT(SUPPLY_PRICE), NO_TEXT);
	if (bad)
		return CORDON_BAD_INPUT;
	p.series = series_of(r, row);
	r->out->price[r->out->prices++] = p;
	return CORDON_OK;
}

static int by_series_and_month(const void *a, const void *b)
{
	const supply_price *x = a, *y = b;
	if (x->series != y->series)
		return x->series < y->series ? -1 : 1;
	if (x->month != y->month)
		return x->month < y->month ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static cordon_status arrange(reading *r)
{
	supply_prices *o = r->out;
	cordon_status status = CORDON_OK;
	if (o->prices)
		qsort(o->price, o->prices, sizeof *o->price, by_series_and_month);
	for (size_t i = 0; i < o->prices; i++) {
		supply_price_series *s = &o->series[o->price[i].series];
		if (!s->count++)
			s->first = i;
		else if (o->price[i].month == o->price[i - 1].month) {
			char other[32], month[16];
			snprintf(other, sizeof other, "%ld", o->price[i - 1].row);
			snprintf(month, sizeof month, "%04d-%02d", (int)(o->price[i].month / 12),
				 (int)(o->price[i].month % 12 + 1));
			status = finding_add(r->error, CORDON_ERROR,
					     (place_in_file){o->table.file, o->price[i].row, "date", month},
					     TEXT(SUPPLY_PRICE_TWICE, other), NO_TEXT);
		}
	}
	return status;
}

/* The gap of month i of a series; false where the year before has too few prices. */
static bool gap_of(const supply_price *p, size_t i, double *level, double *gap)
{
	double sum = 0;
	int count = 0;
	if (p[i].month - p[0].month < BEFORE)
		return false;
	for (size_t k = i; k-- > 0 && p[i].month - p[k].month <= BEFORE;)
		sum += log(p[k].price), count++;
	if (count < BEFORE_LEAST)
		return false;
	*level = sum / count;
	*gap = log(p[i].price) - *level;
	return true;
}

/* Welford's running mean and sum of squares: stable, and each month is judged before its own gap is added. */
static void judge(supply_price *p, size_t count)
{
	double mean = 0, squares = 0, level, gap;
	long known = 0;
	for (size_t i = 0; i < count; i++) {
		if (!gap_of(p, i, &level, &gap))
			continue;
		if (known >= HISTORY) {
			double deviation = fmax(sqrt(squares / (double)(known - 1)), LEAST_DEVIATION);
			p[i].score = (gap - mean) / deviation;
			p[i].usual = exp(level + mean);
			p[i].level = p[i].score >= CRISIS   ? SUPPLY_CRISIS
				     : p[i].score >= ALERT  ? SUPPLY_ALERT
				     : p[i].score >= STRESS ? SUPPLY_STRESS
							    : SUPPLY_USUAL;
		}
		double before = gap - mean;
		mean += before / (double)++known;
		squares += before * (gap - mean);
	}
}

static cordon_status find_column(reading *r, const char *name, int *column)
{
	*column = csv_table_column(&r->out->table, name);
	if (*column >= 0)
		return CORDON_OK;
	return finding_add(r->error, CORDON_ERROR, (place_in_file){r->out->table.file, 1, name, NULL},
			   TEXT(SUPPLY_COLUMN), NO_TEXT);
}

static cordon_status read_rows(reading *r)
{
	supply_prices *o = r->out;
	cordon_status status = CORDON_OK;
	for (int k = 0; k < SUPPLY_PRICE_KEYS; k++)
		r->key[k] = csv_table_column(&o->table, supply_price_key[k]);
	o->price = memory_alloc(o->table.rows, sizeof *o->price);
	for (size_t row = 0; row < o->table.rows; row++)
		if (read_row(r, row))
			status = CORDON_BAD_INPUT;
	return status ? status : arrange(r);
}

cordon_status supply_prices_read(const cordon_reader *in, const char *file, supply_prices *out, cordon_error *error)
{
	reading r = {.out = out, .error = error};
	*out = (supply_prices){0};
	cordon_status status = csv_table_read(in, file, (csv_options){0}, &out->table, error);
	if (!status && out->table.rows > SUPPLY_PRICE_ROWS_MAX)
		status = finding_add(error, CORDON_ERROR, (place_in_file){file, 0, NULL, NULL},
				     TEXT(SUPPLY_TOO_MANY_ROWS, "5000000"), NO_TEXT);
	if (status)
		return status;
	status = find_column(&r, "date", &r.date);
	if (find_column(&r, "price", &r.price))
		status = CORDON_BAD_INPUT;
	if (!status)
		status = read_rows(&r);
	for (size_t s = 0; !status && s < out->all_series; s++)
		judge(&out->price[out->series[s].first], out->series[s].count);
	names_free(&r.series);
	arena_free(&r.texts);
	return status;
}

void supply_prices_free(supply_prices *p)
{
	free(p->series);
	free(p->price);
	csv_table_free(&p->table);
	*p = (supply_prices){0};
}
