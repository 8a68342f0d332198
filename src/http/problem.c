/* See problem.h. */
#include "http/problem.h"

#include "base/messages.h"
#include "http/codes.h"

#include <string.h>

static json_t *message(const cordon_text *what, cordon_language language)
{
	text out = {0};
	if (!what->code)
		return json_null();
	message_add(&out, language, what);
	json_t *json = json_string(text_string(&out));
	text_free(&out);
	return json ? json : json_null();
}

/* What was found may be bytes that are no text: then it is not repeated. */
static json_t *text_or_null(const char *string)
{
	json_t *json = string ? json_string(string) : NULL;
	return json ? json : json_null();
}

json_t *problem_findings(const cordon_error *error, cordon_language language)
{
	static const char *const severity[] = {"note", "warning", "error"};
	json_t *list = json_array();
	for (size_t i = 0; error && i < error->count; i++) {
		const cordon_finding *f = &error->finding[i];
		json_array_append_new(
			list, json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "severity", severity[f->severity], "code",
					text_or_null(f->what.code ? f->what.code->id : NULL), "field",
					text_or_null(f->field), "found", text_or_null(f->found), "message",
					message(&f->what, language), "expected", message(&f->expected, language)));
	}
	return list;
}

static const cordon_code *title_of(int status)
{
	switch (status) {
	case 401:
		return &HTTP_401;
	case 403:
		return &HTTP_403;
	case 404:
		return &HTTP_404;
	case 405:
		return &HTTP_405;
	case 413:
		return &HTTP_413;
	case 414:
		return &HTTP_414;
	case 415:
		return &HTTP_415;
	case 421:
		return &HTTP_421;
	case 422:
		return &HTTP_422;
	case 429:
		return &HTTP_429;
	case 500:
		return &HTTP_500;
	case 503:
		return &HTTP_503;
	default:
		return &HTTP_400;
	}
}

void problem_reply(http_exchange *x, int status, const cordon_error *error)
{
	cordon_language language = http_language(x);
	const cordon_code *title = title_of(status);
	http_reply_header(x, "Content-Language", language == CORDON_SPANISH ? "es" : "en");
	http_reply_header(x, "Cache-Control", "no-store");
	if (status == 503 && !http_replies_header(x, "Retry-After"))
		http_reply_header(x, "Retry-After", "1");
	http_reply_json(x, status,
			json_pack("{s:s, s:o, s:i, s:s, s:o}", "type", "about:blank", "title",
				  message(&(cordon_text){title, {0}}, language), "status", status, "code", title->id,
				  "findings", problem_findings(error, language)));
}
