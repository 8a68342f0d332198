/* See bundle.h. Reading is parsing, then writing again: a file that is not what would be written is not taken. */
#include "supply/bundle.h"

#include "base/findings.h"
#include "base/hash.h"
#include "supply/codes.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char head[] = "cordon-bundle 1", page_head[] = "cordon-page ";
enum { BUNDLE_LINE_MAX = 4096, WORDS_MAX = BUNDLE_GOODS_MAX + 3, PAGE_HASH = 8 };

/* ---- words ------------------------------------------------------------------------------------------------------- */

bool bundle_is_word(const char *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	static const char all[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t length = strlen(s);
	return length > 0 && length < BUNDLE_WORD && strchr(letters, *s) && strspn(s, all) == length;
}

void bundle_outlet_of(const char *point, char outlet[BUNDLE_WORD])
{
	size_t length = strcspn(point, "/");
	length = length < BUNDLE_WORD ? length : 0;
	memcpy(outlet, point, length);
	outlet[length] = '\0';
}

bool bundle_is_point(const char *point, const char *outlet)
{
	char of[BUNDLE_WORD];
	const char *slash = strchr(point, '/');
	bundle_outlet_of(point, of);
	return strlen(point) < BUNDLE_POINT && !strcmp(of, outlet) && (!slash || bundle_is_word(slash + 1));
}

/* ---- building ---------------------------------------------------------------------------------------------------- */

void bundle_add_household(bundle *b, const char *token, const int64_t *amount)
{
	MEMORY_RESERVE(b->household, b->households, b->household_room);
	bundle_household *h = &b->household[b->households++];
	int64_t *kept = arena_alloc(&b->storage, (b->goods + 1) * sizeof *kept);
	for (size_t g = 0; g < b->goods; g++)
		kept[g] = amount[g];
	snprintf(h->token, sizeof h->token, "%s", token);
	h->amount = kept;
}

void bundle_add_card(bundle *b, const char *token, const char *stands_as)
{
	MEMORY_RESERVE(b->card, b->cards, b->card_room);
	bundle_card *c = &b->card[b->cards++];
	snprintf(c->token, sizeof c->token, "%s", token);
	snprintf(c->stands_as, sizeof c->stands_as, "%s", stands_as);
}

static int by_household(const void *x, const void *y)
{
	return strcmp(((const bundle_household *)x)->token, ((const bundle_household *)y)->token);
}

static int by_card(const void *x, const void *y)
{
	return strcmp(((const bundle_card *)x)->token, ((const bundle_card *)y)->token);
}

void bundle_sort(bundle *b)
{
	if (b->households)
		qsort(b->household, b->households, sizeof *b->household, by_household);
	if (b->cards)
		qsort(b->card, b->cards, sizeof *b->card, by_card);
	draws_merge(&b->elsewhere);
}

void bundle_free(bundle *b)
{
	free(b->household);
	free(b->card);
	draws_free(&b->elsewhere);
	arena_free(&b->storage);
	*b = (bundle){0};
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static void write_households(const bundle *b, text *out)
{
	for (size_t i = 0; i < b->households; i++) {
		text_add_format(out, "h %s", b->household[i].token);
		for (size_t g = 0; g < b->goods; g++)
			text_add_format(out, " %" PRId64, b->household[i].amount[g]);
		text_add_string(out, "\n");
	}
	for (size_t i = 0; i < b->cards; i++)
		text_add_format(out, "c %s %s\n", b->card[i].token, b->card[i].stands_as);
}

void bundle_write(const bundle *b, text *out, char hash[65])
{
	size_t start = out->length;
	text_add_format(out, "%s\nbody %s\noutlet %s\npoint %s\ncycle %" PRId64 "\nnext %" PRId64 "\ngoods", head,
			b->body, b->outlet, b->point, b->cycle, b->next);
	for (size_t g = 0; g < b->goods; g++)
		text_add_format(out, " %s", b->good[g]);
	text_add_string(out, "\n");
	write_households(b, out);
	for (size_t i = 0; i < b->elsewhere.count; i++) {
		const supply_draw *d = &b->elsewhere.draw[i];
		text_add_format(out, "d %s %" PRId64 " %s %s %" PRId64 "\n", d->point, d->number, d->household, d->good,
				d->quantity);
	}
	hash_of(out->bytes + start, out->length - start, hash);
	text_add_format(out, "end %s\n", hash);
}

bool bundle_pages(const text *written, void (*page)(void *context, int number, int of, const text *bytes),
		  void *context)
{
	size_t start[BUNDLE_PAGES_MAX + 1] = {0}, at = 0;
	const char *end = strrchr(text_string(written), ' ');
	int pages = 0;
	while (end && at < written->length) {
		const char *newline = memchr(written->bytes + at, '\n', written->length - at);
		size_t next = newline ? (size_t)(newline - written->bytes) + 1 : written->length;
		if (!pages || next - start[pages - 1] > BUNDLE_PAGE_BYTES) {
			if (pages == BUNDLE_PAGES_MAX)
				return false;
			start[pages++] = at;
		}
		at = next;
	}
	for (int i = 0; i < pages; i++) {
		text bytes = {0};
		size_t stop = i + 1 < pages ? start[i + 1] : written->length;
		text_add_format(&bytes, "%s%d/%d %.*s\n", page_head, i + 1, pages, PAGE_HASH, end + 1);
		text_add(&bytes, written->bytes + start[i], stop - start[i]);
		page(context, i + 1, pages, &bytes);
		text_free(&bytes);
	}
	return true;
}

/* ---- reading lines ----------------------------------------------------------------------------------------------- */

typedef struct reading {
	bundle *b;
	const char *file;
	long line;
	char buffer[BUNDLE_LINE_MAX];
	char *word[WORDS_MAX];
	int words;
	cordon_error *error;
} reading;

static cordon_status wrong(const reading *r, const char *found, cordon_text what, cordon_text expected)
{
	return finding_add(r->error, CORDON_ERROR, (place_in_file){r->file, r->line, NULL, found}, what, expected);
}

static cordon_status wrong_line(const reading *r, const char *form)
{
	return wrong(r, r->words ? r->word[0] : NULL, TEXT(SUPPLY_BUNDLE_LINE), TEXT(SUPPLY_BUNDLE_LINE_FORM, form));
}

/* Parts a line at its blanks; no words when it is too long, has too many or a zero byte. */
static void split(reading *r, const char *bytes, size_t length)
{
	r->words = 0;
	if (length >= BUNDLE_LINE_MAX || memchr(bytes, '\0', length))
		return;
	memcpy(r->buffer, bytes, length);
	r->buffer[length] = '\0';
	for (char *at = r->buffer; at;) {
		if (r->words == WORDS_MAX) {
			r->words = 0;
			return;
		}
		r->word[r->words++] = at;
		at = strchr(at, ' ');
		if (at)
			*at++ = '\0';
	}
}

static bool take_number(const char *s, int64_t *out)
{
	size_t length = strlen(s);
	if (!length || length > 10 || strspn(s, "0123456789") != length || (*s == '0' && length > 1))
		return false;
	*out = strtoll(s, NULL, 10);
	return *out <= DRAWS_NUMBER_MAX;
}

static bool take_token(const char *s)
{
	return token_fits(s, strlen(s));
}

static cordon_status take_household(reading *r)
{
	int64_t amount[BUNDLE_GOODS_MAX];
	bool fits = r->words == (int)r->b->goods + 2 && take_token(r->word[1]);
	for (size_t g = 0; fits && g < r->b->goods; g++)
		fits = take_number(r->word[g + 2], &amount[g]);
	if (!fits)
		return wrong_line(r, "h TOKEN QTY ...");
	if (r->b->households == BUNDLE_HOUSEHOLDS_MAX)
		return wrong(r, NULL, TEXT(SUPPLY_BUNDLE_LONG, "20000"), NO_TEXT);
	bundle_add_household(r->b, r->word[1], amount);
	return CORDON_OK;
}

static cordon_status take_card(reading *r)
{
	if (r->words != 3 || !take_token(r->word[1]) || !take_token(r->word[2]))
		return wrong_line(r, "c TOKEN TOKEN");
	if (r->b->cards == BUNDLE_HOUSEHOLDS_MAX)
		return wrong(r, NULL, TEXT(SUPPLY_BUNDLE_LONG, "20000"), NO_TEXT);
	bundle_add_card(r->b, r->word[1], r->word[2]);
	return CORDON_OK;
}

static cordon_status take_draw(reading *r)
{
	supply_draw one = {.cycle = r->b->cycle};
	char outlet[BUNDLE_WORD];
	if (r->words != 6 || !take_number(r->word[2], &one.number) || !take_number(r->word[5], &one.quantity))
		return wrong_line(r, "d POINT NUMBER TOKEN GOOD QTY");
	bundle_outlet_of(r->word[1], outlet);
	if (!bundle_is_word(outlet) || !bundle_is_point(r->word[1], outlet) || !take_token(r->word[3]) ||
	    bundle_find_good(r->b, r->word[4]) < 0)
		return wrong_line(r, "d POINT NUMBER TOKEN GOOD QTY");
	if (r->b->elsewhere.count == BUNDLE_DRAWS_MAX)
		return wrong(r, NULL, TEXT(SUPPLY_BUNDLE_LONG, "100000"), NO_TEXT);
	one.point = r->word[1];
	one.household = r->word[3];
	one.good = r->word[4];
	draws_add(&r->b->elsewhere, &one);
	return CORDON_OK;
}

static bool take_goods(reading *r)
{
	for (int i = 1; i < r->words; i++) {
		if (!bundle_is_word(r->word[i]) || bundle_find_good(r->b, r->word[i]) >= 0 ||
		    r->b->goods == BUNDLE_GOODS_MAX)
			return false;
		snprintf(r->b->good[r->b->goods++], BUNDLE_WORD, "%s", r->word[i]);
	}
	return r->words > 1;
}

/* The lines that stand before the households, each in its place. */
static cordon_status take_head(reading *r)
{
	static const char *const key[] = {"cordon-bundle", "body", "outlet", "point", "cycle", "next", "goods"};
	bundle *b = r->b;
	bool fits = r->words >= 2 && !strcmp(r->word[0], key[r->line - 1]) && (r->words == 2 || r->line == 7);
	const char *value = fits ? r->word[1] : "";
	switch (fits ? r->line : 0) {
	case 1:
		fits = !strcmp(value, "1");
		break;
	case 2:
		fits = bundle_is_word(value) && snprintf(b->body, sizeof b->body, "%s", value) > 0;
		break;
	case 3:
		fits = bundle_is_word(value) && snprintf(b->outlet, sizeof b->outlet, "%s", value) > 0;
		break;
	case 4:
		fits = bundle_is_point(value, b->outlet) && snprintf(b->point, sizeof b->point, "%s", value) > 0;
		break;
	case 5:
		fits = take_number(value, &b->cycle);
		break;
	case 6:
		fits = take_number(value, &b->next);
		break;
	case 7:
		fits = take_goods(r);
		break;
	default:
		break;
	}
	return fits ? CORDON_OK
		    : wrong(r, r->words ? r->word[0] : NULL, TEXT(SUPPLY_BUNDLE_HEAD),
			    TEXT(SUPPLY_BUNDLE_LINE_FORM, key[r->line - 1]));
}

static cordon_status take_line(reading *r, bool *ended)
{
	if (r->line <= 7)
		return take_head(r);
	const char *kind = r->words ? r->word[0] : "";
	*ended = !strcmp(kind, "end");
	return *ended               ? CORDON_OK
	       : !strcmp(kind, "h") ? take_household(r)
	       : !strcmp(kind, "c") ? take_card(r)
	       : !strcmp(kind, "d") ? take_draw(r)
				    : wrong_line(r, "h, c, d, end");
}

static bool has_repeats(const bundle *b)
{
	for (size_t i = 1; i < b->households; i++)
		if (!by_household(&b->household[i - 1], &b->household[i]))
			return true;
	for (size_t i = 1; i < b->cards; i++)
		if (!by_card(&b->card[i - 1], &b->card[i]))
			return true;
	return false;
}

static cordon_status read_lines(reading *r, const char *bytes, size_t length)
{
	cordon_status status = CORDON_OK;
	bool ended = false;
	for (size_t at = 0; at < length && !status && !ended;) {
		const char *newline = memchr(bytes + at, '\n', length - at);
		size_t line = newline ? (size_t)(newline - bytes) - at : length - at;
		r->line++;
		split(r, bytes + at, line);
		status = take_line(r, &ended);
		at += line + 1;
	}
	if (status)
		return status;
	text again = {0};
	char hash[65];
	bundle_sort(r->b);
	bundle_write(r->b, &again, hash);
	if (!ended || has_repeats(r->b) || again.length != length || memcmp(again.bytes, bytes, length) != 0)
		status = wrong(r, NULL, TEXT(SUPPLY_BUNDLE_END), NO_TEXT);
	text_free(&again);
	return status;
}

/* ---- pages ------------------------------------------------------------------------------------------------------- */

typedef struct pages {
	const char *start[BUNDLE_PAGES_MAX];
	size_t length[BUNDLE_PAGES_MAX];
	int64_t of;
	char hash[PAGE_HASH + 1];
} pages;

static bool is_page_head(const char *bytes, size_t length)
{
	return length >= sizeof page_head - 1 && !memcmp(bytes, page_head, sizeof page_head - 1);
}

/* "cordon-page 2/5 9b0c8a77" */
static cordon_status take_page_head(reading *r, pages *p, int64_t *number)
{
	int64_t of = 0;
	char *slash = r->words == 3 ? strchr(r->word[1], '/') : NULL;
	if (slash)
		*slash++ = '\0';
	if (!slash || !take_number(r->word[1], number) || !take_number(slash, &of) || *number < 1 || *number > of ||
	    of > BUNDLE_PAGES_MAX || strlen(r->word[2]) != PAGE_HASH)
		return wrong_line(r, "cordon-page NUMBER/OF HASH");
	if (p->of && (p->of != of || strcmp(p->hash, r->word[2]) != 0))
		return wrong(r, r->word[2], TEXT(SUPPLY_BUNDLE_PAGE), NO_TEXT);
	p->of = of;
	memcpy(p->hash, r->word[2], PAGE_HASH + 1);
	return CORDON_OK;
}

/* A page read twice stands once; of two that differ the bundle's hash tells. */
static cordon_status find_pages(reading *r, pages *p, const char *bytes, size_t length)
{
	int64_t number = 0;
	for (size_t at = 0; at < length;) {
		const char *newline = memchr(bytes + at, '\n', length - at);
		size_t next = newline ? (size_t)(newline - bytes) + 1 : length;
		r->line++;
		if (is_page_head(bytes + at, length - at)) {
			split(r, bytes + at, next - at - (newline != NULL));
			if (take_page_head(r, p, &number))
				return CORDON_BAD_INPUT;
			p->start[number - 1] = bytes + next;
			p->length[number - 1] = 0;
		} else if (next - at > 1 || p->length[number - 1]) {
			p->length[number - 1] = (size_t)(bytes + next - p->start[number - 1]);
		}
		at = next;
	}
	return CORDON_OK;
}

static cordon_status read_pages(reading *r, const char *bytes, size_t length)
{
	text whole = {0};
	pages *p = memory_alloc(1, sizeof *p);
	cordon_status status = find_pages(r, p, bytes, length);
	for (int64_t i = 0; i < p->of && !status; i++) {
		char number[24], of[24];
		snprintf(number, sizeof number, "%" PRId64, i + 1);
		snprintf(of, sizeof of, "%" PRId64, p->of);
		if (!p->start[i])
			status = wrong(r, NULL, TEXT(SUPPLY_BUNDLE_PAGE_MISSING, number, of), NO_TEXT);
		else
			text_add(&whole, p->start[i], p->length[i]);
		while (whole.length > 1 && whole.bytes[whole.length - 1] == '\n' &&
		       whole.bytes[whole.length - 2] == '\n')
			whole.length--; /* blank lines between pages, as scanners write them */
		if (whole.length && whole.bytes[whole.length - 1] != '\n')
			text_add_string(&whole, "\n");
	}
	r->line = 0;
	if (!status)
		status = read_lines(r, text_string(&whole), whole.length);
	free(p);
	text_free(&whole);
	return status;
}

cordon_status bundle_read(const char *file, const char *bytes, size_t length, bundle *b, cordon_error *error)
{
	reading *r = memory_alloc(1, sizeof *r);
	*r = (reading){.b = b, .file = file, .error = error};
	cordon_status status = length > BUNDLE_BYTES_MAX ? wrong(r, NULL, TEXT(SUPPLY_BUNDLE_LONG, "16777216"), NO_TEXT)
			       : is_page_head(bytes, length) ? read_pages(r, bytes, length)
							     : read_lines(r, bytes, length);
	free(r);
	return status;
}

/* ---- what there is to have --------------------------------------------------------------------------------------- */

long bundle_find_good(const bundle *b, const char *good)
{
	for (size_t g = 0; g < b->goods; g++)
		if (!strcmp(b->good[g], good))
			return (long)g;
	return -1;
}

long bundle_find(const bundle *b, const char *token)
{
	bundle_household wanted = {0};
	bundle_card card = {0};
	if (strlen(token) > TOKEN_DIGITS_MAX || !b->households)
		return -1;
	snprintf(card.token, sizeof card.token, "%s", token);
	const bundle_card *c = b->cards ? bsearch(&card, b->card, b->cards, sizeof *b->card, by_card) : NULL;
	snprintf(wanted.token, sizeof wanted.token, "%s", c ? c->stands_as : token);
	const bundle_household *h = bsearch(&wanted, b->household, b->households, sizeof *b->household, by_household);
	return h ? (long)(h - b->household) : -1;
}

bundle_had bundle_drawn(const bundle *b, const draws *d, long household, long good)
{
	bundle_had had = {0, 0};
	assert(household >= 0 && (size_t)household < b->households && good >= 0 && (size_t)good < b->goods);
	for (size_t i = 0; i < d->count; i++) {
		const supply_draw *one = &d->draw[i];
		if (one->cycle != b->cycle || strcmp(one->good, b->good[good]) != 0 ||
		    bundle_find(b, one->household) != household)
			continue;
		had.drawn += one->quantity;
		had.times++;
	}
	return had;
}

int64_t bundle_next(const bundle *b, const draws *d)
{
	int64_t next = b->next;
	for (size_t i = 0; i < d->count; i++)
		if (!strcmp(d->draw[i].point, b->point) && d->draw[i].number >= next)
			next = d->draw[i].number + 1;
	return next;
}
