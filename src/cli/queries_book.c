/* What can be asked of the book itself: its size and checkpoint, its acts. */
#include "cli/print.h"
#include "cli/queries_forms.h"

#include <string.h>

static json_t *entry_json(const query_asked *a, int64_t number)
{
	text bytes = {0};
	json_t *what =
		book_entry(a->book, number, &bytes, a->error) ? NULL : json_loadb(bytes.bytes, bytes.length, 0, NULL);
	text_free(&bytes);
	return what ? json_pack("{s:I, s:o}", "entry", (json_int_t)number, "what", what) : NULL;
}

static json_t *ask_book(const query_asked *a)
{
	char key[44];
	text note = {0};
	json_t *data = NULL;
	state_word(a->state, key, sizeof key, "SELECT key FROM node_key ORDER BY from_entry DESC LIMIT 1", "");
	state_rows rows = state_ask(a->state, "SELECT title FROM founding", "");
	if (state_row(&rows) && !book_checkpoint(a->book, &note, a->error))
		data = json_pack("{s:s, s:s, s:s, s:I, s:s, s:s}", "book", book_id(a->book), "origin",
				 book_origin(a->book), "title", state_text(&rows, 0), "entries",
				 (json_int_t)book_size(a->book), "checkpoint", text_string(&note), "node_key", key);
	state_end(&rows);
	text_free(&note);
	return data;
}

enum { SEARCHED_MOST = 200000 }; /* entries looked through for one question */

/* Those whose act's kind or fields hold the text, before the book's end, or before `from` where that is not 0; the
 * answer's `from` is how far was looked. Where the whole entry does not hold it (signatures and all), its fields are
 * not even parsed. */
static json_t *ask_found(const query_asked *a)
{
	text like = {0};
	json_t *list = json_array();
	int64_t size = book_size(a->book), before = a->from ? a->from : size,
		end = before > SEARCHED_MOST ? before - SEARCHED_MOST : 0;
	text_add_string(&like, "%");
	for (const char *c = a->value[0]; *c; c++)
		text_add_format(&like, strchr("%_\\", *c) ? "\\%c" : "%c", *c);
	text_add_string(&like, "%");
	state_rows rows = state_ask(
		a->state,
		"SELECT number FROM entry WHERE number < ?1 AND number >= ?4 AND bytes LIKE ?2 ESCAPE '\\' AND "
		"(json_extract(bytes, '$.act.fields') LIKE ?2 ESCAPE '\\' OR "
		"json_extract(bytes, '$.act.kind') LIKE ?2 ESCAPE '\\') "
		"ORDER BY number DESC LIMIT ?3",
		"isii", before, text_string(&like), a->limit, end);
	while (state_row(&rows))
		json_array_append_new(list, entry_json(a, state_whole(&rows, 0)));
	text_free(&like);
	return json_pack("{s:o, s:I, s:I}", "entries", list, "from", (json_int_t)end, "size", (json_int_t)size);
}

static json_t *ask_entries(const query_asked *a)
{
	if (a->value[0])
		return ask_found(a);
	json_t *list = json_array();
	int64_t size = book_size(a->book), end = a->from + a->limit < size ? a->from + a->limit : size;
	for (int64_t at = a->from; at < end; at++)
		json_array_append_new(list, entry_json(a, at));
	return json_pack("{s:o, s:I, s:I}", "entries", list, "from", (json_int_t)a->from, "size", (json_int_t)size);
}

static json_t *ask_entry(const query_asked *a)
{
	text receipt = {0};
	if (a->whole[0] >= book_size(a->book))
		return NULL;
	json_t *data = entry_json(a, a->whole[0]);
	if (data && !book_receipt(a->book, a->whole[0], &receipt, a->error))
		json_object_set_new(data, "receipt", json_loadb(text_string(&receipt), receipt.length, 0, NULL));
	text_free(&receipt);
	return data;
}

/* clang-format off */
#define SIGNATURE_FORM CLOSED("\"key\",\"signature\"", \
	"\"key\":{\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9_-]{43}$\"}," \
	"\"signature\":{\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9_-]{86}$\"}")
#define ACT_FORM CLOSED("\"book\",\"fields\",\"kind\",\"made\",\"nonce\"", \
	SHA_256("book") "," DOCUMENT("fields", "as the schema act_KIND says") "," WORD("kind") "," MOMENT("made") "," \
	"\"nonce\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{32}$\"}")
#define WHAT_FORM CLOSED("\"act\",\"signatures\",\"time\"", \
	PART("act", ACT_FORM) "," LIST("signatures", SIGNATURE_FORM) "," MOMENT("time"))
#define ENTRY_FORM COUNT("entry") "," PART("what", WHAT_FORM)
/* clang-format on */

static const http_form part[] = {{"moment", MOMENT_FORM}, {NULL, NULL}};

const http_query queries_book[] = {
	{.name = "book",
	 .path = "/api/book",
	 .summary = N_("the book: its id, title, size and last checkpoint"),
	 .schema = CLOSED(
		 "\"book\",\"origin\",\"title\",\"entries\",\"checkpoint\",\"node_key\"",
		 "\"book\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"},\"origin\":{\"type\":\"string\"},"
		 "\"title\":{\"type\":\"string\"},\"entries\":{\"type\":\"integer\",\"minimum\":1},"
		 "\"checkpoint\":{\"type\":\"string\"},\"node_key\":{\"type\":\"string\"}"),
	 .ask = ask_book},
	{.name = "entries",
	 .path = "/api/entries",
	 .summary = N_("acts of the book, in their order; or those with a text in them, the newest first"),
	 .exact = true,
	 .parameter = {{"find", N_("what the act's kind or fields hold; then those before `from`, or before the end"),
			QUERY_TEXT, false, 2, 100}},
	 .paged = true,
	 .schema = CLOSED(
		 "\"entries\",\"from\",\"size\"",
		 "\"from\":{\"type\":\"integer\"},\"size\":{\"type\":\"integer\"},\"entries\":{\"type\":\"array\","
		 "\"maxItems\":500,\"items\":" CLOSED("\"entry\",\"what\"", ENTRY_FORM) "}"),
	 .part = part,
	 .ask = ask_entries,
	 .print = print_entries},
	{.name = "entry",
	 .path = "/api/entries/{entry}",
	 .summary = N_("one act, with its receipt"),
	 .exact = true,
	 .parameter = {{"entry", N_("its number"), QUERY_WHOLE, true, 0, INT64_C(1000000000000)}},
	 .schema = CLOSED("\"entry\",\"what\",\"receipt\"", ENTRY_FORM "," PART("receipt", NAMED("proof_of_entry"))),
	 .part = part,
	 .ask = ask_entry,
	 .print = print_entry},
	{.name = NULL},
};
