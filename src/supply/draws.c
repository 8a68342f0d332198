/* See draws.h. Reading, then sorting: every answer is a walk over the draws in some order. */
#include "supply/draws.h"

#include "supply/codes.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ----------------------------------------------------------------------------------------------------- */

typedef struct reading {
	draws *d;
	const char *file;
	long line;
	cordon_error *error;
} reading;

static cordon_status wrong(const reading *r, const char *field, const json_t *found, cordon_text what,
			   cordon_text expected)
{
	char *value = found ? json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	cordon_status status =
		finding_add(r->error, CORDON_ERROR, (place_in_file){r->file, r->line, field, value}, what, expected);
	free(value);
	return status;
}

static bool is_name(const char *s, size_t length)
{
	if (!length || length > DRAWS_NAME_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7F)
			return false;
	return true;
}

static const char *keep_name(draws *d, const char *name)
{
	int known = names_find(&d->name, name);
	if (known < 0)
		known = names_add(&d->name, arena_copy_text(&d->storage, name));
	return d->name.name[known];
}

void draws_add(draws *d, const supply_draw *one)
{
	supply_draw kept = *one;
	kept.point = keep_name(d, one->point);
	kept.household = keep_name(d, one->household);
	kept.good = keep_name(d, one->good);
	MEMORY_RESERVE(d->draw, d->count, d->capacity);
	d->draw[d->count++] = kept;
}

void draws_add_all(draws *d, const draws *other)
{
	for (size_t i = 0; i < other->count; i++)
		draws_add(d, &other->draw[i]);
}

static cordon_status take_name(reading *r, const json_t *draw, const char *key, const char **out)
{
	const json_t *value = json_object_get(draw, key);
	if (!json_is_string(value) || !is_name(json_string_value(value), json_string_length(value)))
		return wrong(r, key, value, TEXT(SUPPLY_NAME, "64"), NO_TEXT);
	*out = keep_name(r->d, json_string_value(value));
	return CORDON_OK;
}

static cordon_status take_number(reading *r, const json_t *draw, const char *key, int64_t *out)
{
	const json_t *value = json_object_get(draw, key);
	*out = json_integer_value(value);
	if (!json_is_integer(value) || *out < 0 || *out > DRAWS_NUMBER_MAX)
		return wrong(r, key, value, TEXT(SUPPLY_WHOLE, "1000000000"), NO_TEXT);
	return CORDON_OK;
}

static cordon_status take_draw(reading *r, const json_t *json)
{
	supply_draw one = {0};
	cordon_status status = CORDON_OK;
	if (!json_is_object(json) || json_object_size(json) != 6)
		return wrong(r, NULL, json, TEXT(SUPPLY_NOT_A_DRAW), TEXT(SUPPLY_DRAW_FORM));
	status |= take_name(r, json, "point", &one.point);
	status |= take_number(r, json, "seq", &one.number);
	status |= take_number(r, json, "cycle", &one.cycle);
	status |= take_name(r, json, "household", &one.household);
	status |= take_name(r, json, "good", &one.good);
	status |= take_number(r, json, "qty", &one.quantity);
	if (status)
		return CORDON_BAD_INPUT;
	MEMORY_RESERVE(r->d->draw, r->d->count, r->d->capacity);
	r->d->draw[r->d->count++] = one;
	return CORDON_OK;
}

/* One line; `whole`: it was ended by a newline, so that what is wrong with it is not the loss of its end. */
static cordon_status take_line(reading *r, const char *bytes, size_t length, bool whole)
{
	json_error_t why;
	if (length > DRAWS_LINE_MAX)
		return wrong(r, NULL, NULL, TEXT(SUPPLY_LINE_LONG, "4096"), NO_TEXT);
	json_t *json = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &why);
	if (!json && !whole)
		return finding_add(r->error, CORDON_WARNING, (place_in_file){r->file, r->line, NULL, NULL},
				   TEXT(SUPPLY_CUT_SHORT), NO_TEXT);
	cordon_status status = json ? take_draw(r, json) : wrong(r, NULL, NULL, TEXT(SUPPLY_NOT_JSON, why.text), NO_TEXT);
	json_decref(json);
	return status;
}

static bool is_blank(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r')
			return false;
	return true;
}

cordon_status draws_read(draws *d, const char *file, const char *bytes, size_t length, cordon_error *error)
{
	reading r = {d, file, 0, error};
	cordon_status status = CORDON_OK;
	for (size_t at = 0; at < length;) {
		const char *end = memchr(bytes + at, '\n', length - at);
		size_t line = end ? (size_t)(end - bytes) - at : length - at;
		r.line++;
		if (!is_blank(bytes + at, line)) {
			if (d->lines == DRAWS_MAX)
				return wrong(&r, NULL, NULL, TEXT(SUPPLY_TOO_MANY, "4000000"), NO_TEXT);
			d->lines++;
			status |= take_line(&r, bytes + at, line, end != NULL);
		}
		at += line + (end != NULL);
	}
	return status ? CORDON_BAD_INPUT : CORDON_OK;
}

json_t *draws_entitlements(const char *file, const char *bytes, size_t length, cordon_error *error)
{
	json_error_t why;
	reading r = {NULL, file, 0, error};
	json_t *all = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &why), *rights, *quantity;
	const char *household, *good;
	cordon_status status = CORDON_OK;
	if (!all)
		status = wrong(&r, NULL, NULL, TEXT(SUPPLY_NOT_JSON, why.text), NO_TEXT);
	else if (!json_is_object(all))
		status = wrong(&r, NULL, NULL, TEXT(SUPPLY_ENTITLEMENTS), TEXT(SUPPLY_ENTITLEMENTS_FORM));
	json_object_foreach(all, household, rights) {
		if (!json_is_object(rights))
			status |= wrong(&r, household, rights, TEXT(SUPPLY_ENTITLEMENTS), TEXT(SUPPLY_ENTITLEMENTS_FORM));
		json_object_foreach(rights, good, quantity)
			if (!json_is_integer(quantity) || json_integer_value(quantity) < 0 ||
			    json_integer_value(quantity) > DRAWS_NUMBER_MAX)
				status |= wrong(&r, household, quantity, TEXT(SUPPLY_WHOLE, "1000000000"), NO_TEXT);
	}
	if (!status)
		return all;
	json_decref(all);
	return NULL;
}

/* ---- the merged log ---------------------------------------------------------------------------------------------- */

static int by_number(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Names are one pointer each. */
static int by_name(const char *a, const char *b)
{
	return a == b ? 0 : strcmp(a, b);
}

static int by_point(const void *x, const void *y)
{
	const supply_draw *a = x, *b = y;
	int order = by_name(a->point, b->point);
	order = order ? order : by_number(a->number, b->number);
	order = order ? order : by_number(a->cycle, b->cycle);
	order = order ? order : by_name(a->household, b->household);
	order = order ? order : by_name(a->good, b->good);
	return order ? order : by_number(a->quantity, b->quantity);
}

static int by_household(const void *x, const void *y)
{
	const supply_draw *a = x, *b = y;
	int order = by_number(a->cycle, b->cycle);
	order = order ? order : by_name(a->household, b->household);
	order = order ? order : by_name(a->good, b->good);
	return order ? order : by_point(x, y);
}

void draws_merge(draws *d)
{
	size_t kept = 0;
	if (d->count)
		qsort(d->draw, d->count, sizeof *d->draw, by_point);
	for (size_t i = 0; i < d->count; i++)
		if (!kept || by_point(&d->draw[kept - 1], &d->draw[i]) != 0)
			d->draw[kept++] = d->draw[i];
	d->count = kept;
}

static void add_name(text *out, const char *key, const char *name)
{
	json_t *value = json_string(name);
	char *quoted = memory_require(json_dumps(value, JSON_ENCODE_ANY));
	text_add_format(out, "\"%s\":%s,", key, quoted);
	free(quoted);
	json_decref(value);
}

void draws_write_one(const supply_draw *one, text *out)
{
	text_add_string(out, "{");
	add_name(out, "point", one->point);
	text_add_format(out, "\"seq\":%" PRId64 ",\"cycle\":%" PRId64 ",", one->number, one->cycle);
	add_name(out, "household", one->household);
	add_name(out, "good", one->good);
	text_add_format(out, "\"qty\":%" PRId64 "}\n", one->quantity);
}

void draws_write(const draws *d, text *out)
{
	for (size_t i = 0; i < d->count; i++)
		draws_write_one(&d->draw[i], out);
}

void draws_free(draws *d)
{
	free(d->draw);
	names_free(&d->name);
	arena_free(&d->storage);
	*d = (draws){0};
}

/* ---- what there is to ask ---------------------------------------------------------------------------------------- */

static int64_t entitled(const json_t *entitlements, const supply_draw *one)
{
	return entitlements ? json_integer_value(
				      json_object_get(json_object_get(entitlements, one->household), one->good))
			    : -1;
}

static void add_sums(draws_answer *a, const json_t *entitlements)
{
	a->sum = memory_alloc(a->draws, sizeof *a->sum);
	for (size_t i = 0; i < a->draws; i++) {
		const supply_draw *one = &a->draw[i];
		draws_sum *s = a->sums ? &a->sum[a->sums - 1] : NULL;
		if (!s || s->cycle != one->cycle || s->household != one->household || s->good != one->good) {
			s = &a->sum[a->sums++];
			*s = (draws_sum){one->cycle, 0, entitled(entitlements, one), one->household, one->good, i, 0};
		}
		s->drawn += one->quantity;
		s->draws++;
	}
}

static int by_total(const void *x, const void *y)
{
	const draws_total *a = x, *b = y;
	int order = by_number(a->cycle, b->cycle);
	return order ? order : by_name(a->good, b->good);
}

static void add_totals(draws_answer *a)
{
	a->total = memory_alloc(a->sums, sizeof *a->total);
	for (size_t i = 0; i < a->sums; i++)
		a->total[i] = (draws_total){a->sum[i].cycle, a->sum[i].drawn, a->sum[i].good};
	if (a->sums)
		qsort(a->total, a->sums, sizeof *a->total, by_total);
	for (size_t i = 0; i < a->sums; i++) {
		if (a->totals && !by_total(&a->total[a->totals - 1], &a->total[i]))
			a->total[a->totals - 1].drawn += a->total[i].drawn;
		else
			a->total[a->totals++] = a->total[i];
	}
}

static void add_points(const draws *d, draws_answer *a)
{
	size_t room = 0;
	for (size_t i = 0; i < d->count; i++) {
		const supply_draw *one = &d->draw[i];
		draws_point *p = a->points ? &a->point[a->points - 1] : NULL;
		if (!p || p->point != one->point) {
			MEMORY_RESERVE(a->point, a->points, room);
			p = &a->point[a->points++];
			*p = (draws_point){one->point, one->number, one->number, 0, 1, 0};
			continue;
		}
		p->forks += one->number == p->last;
		p->missing += one->number > p->last ? one->number - p->last - 1 : 0;
		p->last = one->number;
		p->draws++;
	}
}

void draws_ask(const draws *d, const json_t *entitlements, draws_answer *answer)
{
	*answer = (draws_answer){.draw = memory_alloc(d->count, sizeof *d->draw), .draws = d->count};
	if (d->count) {
		memcpy(answer->draw, d->draw, d->count * sizeof *d->draw);
		qsort(answer->draw, d->count, sizeof *d->draw, by_household);
	}
	add_sums(answer, entitlements);
	add_totals(answer);
	add_points(d, answer);
	assert(answer->sums <= answer->draws && answer->totals <= answer->sums && answer->points <= answer->draws);
}

void draws_answer_free(draws_answer *answer)
{
	free(answer->draw);
	free(answer->sum);
	free(answer->total);
	free(answer->point);
	*answer = (draws_answer){0};
}
