/* Questions asked over HTTP: parameters checked, the answer of the table's function given; see query.h. */
#include "http/query.h"

#include "base/time.h"
#include "http/codes.h"
#include "http/problem.h"
#include "http/serve_private.h"
#include "record/entry.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void wrong(query_asked *a, const char *field, const char *found, cordon_text what)
{
	finding_add(a->error, CORDON_ERROR, (place_in_file){NULL, 0, field, found}, what, NO_TEXT);
}

static bool read_whole(const char *value, int64_t least, int64_t most, int64_t *out)
{
	size_t digits = strspn(value, "0123456789");
	if (!digits || digits > 15 || value[digits])
		return false;
	*out = strtoll(value, NULL, 10);
	return *out >= least && *out <= most;
}

static bool is_id(const char *value)
{
	return strlen(value) <= ACT_ID_MAX && *value &&
	       strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789._-") == strlen(value);
}

static bool read_moment(const char *value, int64_t *out)
{
	if (!time_date_from_text(value, out))
		return time_from_text(value, out);
	*out += TIME_DAY - 1;
	return true;
}

static bool fits(query_asked *a, int i, const query_parameter *p, const char *value)
{
	int64_t moment;
	switch (p->type) {
	case QUERY_ID:
		return is_id(value);
	case QUERY_WHOLE:
		return read_whole(value, p->least, p->most, &a->whole[i]);
	case QUERY_MOMENT:
		return read_moment(value, &moment);
	default:
		return strlen(value) >= (size_t)p->least &&
		       strlen(value) <= (size_t)(p->most ? p->most : SERVE_VALUE_MAX);
	}
}

static void read_paging(query_asked *a, const http_exchange *x)
{
	const char *from = http_parameter(x, "from"), *limit = http_parameter(x, "limit");
	a->limit = QUERY_PAGE;
	if (from && !read_whole(from, 0, INT64_C(1000000000000), &a->from))
		wrong(a, "from", from, TEXT(HTTP_PARAMETER));
	if (limit && !read_whole(limit, 1, QUERY_PAGE_MAX, &a->limit))
		wrong(a, "limit", limit, TEXT(HTTP_PARAMETER));
}

/* Parameters that the question does not have. */
static void check_names(query_asked *a, const http_query *q, const http_exchange *x)
{
	const char *name[HTTP_PARAMETERS_MAX];
	size_t names = http_parameters(x, name, HTTP_PARAMETERS_MAX);
	for (size_t i = 0; i < names; i++) {
		bool known = !strcmp(name[i], "lang") || (q->moment && !strcmp(name[i], "at")) ||
			     (q->paged && (!strcmp(name[i], "from") || !strcmp(name[i], "limit")));
		for (int p = 0; p < QUERY_PARAMETERS_MAX && q->parameter[p].name; p++)
			known |= !strcmp(q->parameter[p].name, name[i]);
		for (size_t before = 0; before < i; before++)
			known &= strcmp(name[before], name[i]) != 0;
		if (!known)
			wrong(a, name[i], NULL, TEXT(HTTP_NO_PARAMETER));
	}
}

void query_read(query_asked *a, const http_query *q, const http_exchange *x)
{
	int part = 0;
	check_names(a, q, x);
	for (int i = 0; i < QUERY_PARAMETERS_MAX && q->parameter[i].name; i++) {
		const query_parameter *p = &q->parameter[i];
		char named[80];
		snprintf(named, sizeof named, "{%s}", p->name);
		bool in_path = strstr(q->path, named) != NULL;
		a->value[i] = in_path ? http_part(x, part++) : http_parameter(x, p->name);
		if (a->value[i] ? !fits(a, i, p, a->value[i]) : p->required)
			wrong(a, p->name, a->value[i], TEXT(HTTP_PARAMETER));
	}
	if (q->paged)
		read_paging(a, x);
}

/* The time of the last entry there is. */
static int64_t last_time(book *b, cordon_error *error)
{
	text bytes = {0};
	entry e = {0};
	cordon_text why;
	int64_t time = 0;
	if (!book_entry(b, book_size(b) - 1, &bytes, error) &&
	    entry_read(text_string(&bytes), bytes.length, &e, &why)) {
		time = e.time;
		entry_free(&e);
	}
	text_free(&bytes);
	return time;
}

static void read_time(query_asked *a, const serve *s, const http_query *q, const http_exchange *x)
{
	const char *at = q->moment ? http_parameter(x, "at") : NULL;
	int64_t last = last_time(a->book, a->error), now = serve_now(s);
	a->time = now > last ? now : last;
	if (at && !read_moment(at, &a->time))
		wrong(a, "at", at, TEXT(HTTP_PARAMETER));
	a->past = at && a->time < last;
}

/* What is told of now grows old by the clock too: terms end. So the tag has the minute, and who asks, since people's
 * names are not for everybody. True: the reader has it. */
static bool is_known(http_exchange *x, const query_asked *a, const http_query *q)
{
	char tag[96 + KEYS_PERSON];
	const char *known = http_header(x, "If-None-Match"), *at = http_parameter(x, "at");
	bool now = q->personal || (q->moment && !at);
	snprintf(tag, sizeof tag, "\"%" PRId64 "-%s-%" PRId64 "-%s\"", book_size(a->book),
		 http_language(x) == CORDON_SPANISH ? "es" : "en", now ? a->time / 60 : 0, a->person);
	http_reply_header(x, "ETag", tag);
	http_reply_header(x, "Cache-Control", "private, no-cache");
	http_reply_header(x, "Vary", "Accept-Language, Cookie");
	return known && strstr(known, tag);
}

static void give_file(http_exchange *x, query_asked *a, const http_query *q)
{
	text bytes = {0};
	char name[QUERY_FILE_NAME] = "", saved[QUERY_FILE_NAME + 32];
	if (q->file(a, &bytes, name) && !state_failed(a->state)) {
		snprintf(saved, sizeof saved, "attachment; filename=\"%s\"", name);
		http_reply_header(x, "Content-Disposition", saved);
		http_reply(x, 200, q->media, bytes.bytes, bytes.length);
	} else {
		problem_reply(x, state_failed(a->state) ? 500 : a->error->errors ? 400 : 404, a->error);
	}
	text_free(&bytes);
}

static void give_page(http_exchange *x, const query_asked *a, const http_query *q, const json_t *data, int status)
{
	text out = {0};
	q->print(a, data, &out);
	http_reply(x, status, "text/html; charset=utf-8", out.bytes, out.length);
	text_free(&out);
}

static void give(const serve *s, http_exchange *x, query_asked *a, const http_query *q, bool printed)
{
	if (a->error->errors && printed) {
		give_page(x, a, q, NULL, 400);
		return;
	}
	if (a->error->errors) {
		problem_reply(x, 400, a->error);
		return;
	}
	if (is_known(x, a, q)) {
		http_reply(x, 304, NULL, "", 0);
		return;
	}
	if (q->file) {
		give_file(x, a, q);
		return;
	}
	json_t *data = q->ask(a);
	if (data && s->options.shown && !q->exact)
		s->options.shown(a, data);
	if (printed && !state_failed(a->state)) {
		give_page(x, a, q, data, data ? 200 : 404);
		json_decref(data);
	} else if (data && !state_failed(a->state))
		http_reply_json(x, 200, data);
	else
		problem_reply(x, state_failed(a->state) ? 500 : a->error->errors ? 400 : 404, a->error);
}

void query_handle(void *context, http_exchange *x)
{
	const struct served_query *served = context;
	cordon_error error;
	query_asked a = {.book = serve_look(served->serve, x), .error = &error};
	if (!a.book)
		return;
	cordon_error_init(&error);
	a.state = book_state(a.book);
	a.language = http_language(x);
	a.context = served->serve->options.query_context;
	serve_viewer(served->serve, x, a.state, a.person);
	query_read(&a, served->query, x);
	read_time(&a, served->serve, served->query, x);
	give(served->serve, x, &a, served->query, served->printed);
	serve_look_away(served->serve, a.book);
	cordon_error_free(&error);
}
