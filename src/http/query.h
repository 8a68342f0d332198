/* The table of what can be asked over HTTP. One entry says a question's path, parameters with their limits, the form
 * of the answer, and the function that gives it: the same that the command line's --json calls, so that a page's
 * figures are the command line's. Routes, checks and the OpenAPI page come from these entries; the program's outermost
 * room fills the table (src/cli/queries_*.c).
 */
#ifndef HTTP_QUERY_H
#define HTTP_QUERY_H

#include "base/text.h"
#include "http/http.h"
#include "record/book.h"
#include "record/keys.h"

enum { QUERY_PARAMETERS_MAX = 8, QUERY_PAGE = 50, QUERY_PAGE_MAX = 500, QUERY_FILE_NAME = 96 };

typedef enum query_type { QUERY_ID, QUERY_WHOLE, QUERY_MOMENT, QUERY_TEXT } query_type;

typedef struct query_parameter {
	const char *name, *help; /* English msgid */
	query_type type;
	bool required; /* those of the path are, whatever stands here */
	int64_t least, most; /* of QUERY_WHOLE; bytes of QUERY_TEXT */
} query_parameter;

/* What a question's function is given. */
typedef struct query_asked {
	book *book; /* looked at: read only, as of one commit */
	state *state;
	const char *value[QUERY_PARAMETERS_MAX]; /* of each parameter, NULL where not given */
	int64_t whole[QUERY_PARAMETERS_MAX]; /* of QUERY_WHOLE; 0 where not given */
	int64_t time; /* asked about: `at`, or now; never before the last entry when it is now */
	bool past; /* before the last entry */
	int64_t from, limit; /* of a paged one */
	cordon_language language; /* of the reader */
	void *context; /* what the outermost room keeps for its questions: serve_options */
	char person[KEYS_PERSON]; /* who asks, by a session; "": a visitor */
	cordon_error *error;
} query_asked;

/* A part of the forms of several answers, which they refer to as "#/components/schemas/NAME". */
typedef struct http_form {
	const char *name, *schema;
} http_form;

typedef struct http_query {
	const char *name, *path, *summary; /* summary: English msgid */
	query_parameter
		parameter[QUERY_PARAMETERS_MAX]; /* those of the path first, in its order; ends at one without a name */
	bool moment; /* takes `at` too */
	bool exact; /* as it stands in the book: nobody's name is put in (serve.h, `shown`) */
	bool personal; /* is of who asks, and of now */
	bool paged; /* takes `from` and `limit` too */
	const char *schema; /* JSON Schema of the answer */
	const http_form *part; /* what it refers to; ends at one without a name; NULL: nothing */
	json_t *(*ask)(const query_asked *a); /* NULL: there is no such thing */
	/* Instead of `ask`: a file of a media type, to be saved under the name that it says; false: there is none. */
	bool (*file)(const query_asked *a, text *bytes, char name[QUERY_FILE_NAME]);
	const char *media;
	/* The same answer as a whole HTML page without scripts, to read anywhere and to print: it stands at "/print" in the
	 * place of "/api". `data` NULL: says that there is no such thing. NULL: there is no such page. */
	void (*print)(const query_asked *a, const json_t *data, text *out);
} http_query;

#endif
