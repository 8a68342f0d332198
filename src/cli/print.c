/* See print.h. */
#include "cli/print.h"

#include "base/messages.h"
#include "record/act.h"

#include <inttypes.h>
#include <string.h>

const char *print_say(const printing *p, const char *english)
{
	return message_in(p->asked->language, english);
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

/* "1972-10-11T09:30:00Z" as "1972-10-11 09:30" */
static const char *moment(printing *p, const char *value)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
	if (strlen(value) != strlen(form))
		return value;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == 'd' ? value[i] < '0' || value[i] > '9' : form[i] != value[i])
			return value;
	return arena_format(&p->texts, "%.10s %.5s", value, value + 11);
}

const char *print_value(printing *p, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	const char *name = strcmp(key, "person") ? NULL : json_string_value(json_object_get(object, "name"));
	if (json_is_string(value) && name)
		return arena_format(&p->texts, "%s (%s)", name, json_string_value(value));
	if (json_is_string(value))
		return moment(p, json_string_value(value));
	if (json_is_boolean(value))
		return print_say(p, json_is_true(value) ? N_("yes") : N_("no"));
	if (json_is_integer(value))
		return arena_format(&p->texts, "%" PRId64, (int64_t)json_integer_value(value));
	return json_is_real(value) ? arena_format(&p->texts, "%.15g", json_real_value(value)) : "";
}

const char *print_word(printing *p, const json_t *object, const char *key)
{
	return print_say(p, print_value(p, object, key));
}

static void add_escaped(text *out, const char *part)
{
	for (; *part; part++) {
		unsigned char byte = (unsigned char)*part;
		bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
			     (byte >= '0' && byte <= '9') || strchr("-_.~", byte);
		text_add_format(out, plain ? "%c" : "%%%02X", byte);
	}
}

const char *print_href(printing *p, const char *const *part)
{
	text href = {0};
	text_add_string(&href, "/print");
	for (; *part; part++) {
		text_add_string(&href, "/");
		add_escaped(&href, *part);
	}
	text_add_format(&href, "?lang=%s", p->asked->language == CORDON_SPANISH ? "es" : "en");
	const char *kept = arena_copy_text(&p->texts, text_string(&href));
	text_free(&href);
	return kept;
}

void print_style_handle(void *context, http_exchange *x)
{
	(void)context;
	text style = {0};
	page_style(&style);
	text_add_string(&style, "@media print { table { width: 100%; } td, th { height: 7mm; } }\n"); /* room to sign */
	http_reply_header(x, "Cache-Control", "public, max-age=3600");
	http_reply(x, 200, "text/css; charset=utf-8", style.bytes, style.length);
	text_free(&style);
}

/* ---- the page ---------------------------------------------------------------------------------------------------- */

static const char *footer(printing *p)
{
	return arena_format(&p->texts, "%s. %s: %" PRId64 ". %s", book_origin(p->asked->book),
			    print_say(p, N_("Acts in the book")), book_size(p->asked->book),
			    print_say(p, N_("All times are UTC.")));
}

bool print_begin(printing *p, const query_asked *a, const json_t *data, const char *kind, const char *title,
		 const char *lead, text *out)
{
	*p = (printing){.asked = a};
	page_head head = {.language = a->language, .publication = print_say(p, kind), .style = "/print.css"};
	head.title = data ? arena_copy_text(&p->texts, title) : print_say(p, N_("There is no such page"));
	head.lead = data && lead && *lead ? arena_copy_text(&p->texts, lead) : NULL;
	head.footer = footer(p);
	page_begin(&p->page, &head);
	if (data)
		return true;
	print_end(p, out);
	return false;
}

void print_end(printing *p, text *out)
{
	const char *spanish = "/print/bodies?lang=es", *english = "/print/bodies?lang=en";
	print_section(p, N_("Other pages"));
	page_links(&p->page,
		   (const page_link[]){{PRINT_HREF(p, "bodies"), print_say(p, N_("Bodies")), NULL},
				       {PRINT_HREF(p, "elections"), print_say(p, N_("Elections and choices")), NULL},
				       {PRINT_HREF(p, "supply"), print_say(p, N_("Supply")), NULL},
				       {PRINT_HREF(p, "entries"), print_say(p, N_("The book")), NULL},
				       {spanish, "En español", NULL},
				       {english, "In English", NULL}},
		   6);
	page_end(&p->page, out);
	arena_free(&p->texts);
}

void print_section(printing *p, const char *heading)
{
	char id[16];
	snprintf(id, sizeof id, "s%d", ++p->sections);
	page_section(&p->page, id, print_say(p, heading), NULL);
}

static const char *cell(printing *p, const json_t *object, const council_column *column)
{
	return column->word ? print_word(p, object, column->key) : print_value(p, object, column->key);
}

void print_facts(printing *p, const json_t *object, const council_column *column)
{
	page_fact fact[PRINT_COLUMNS_MAX];
	size_t facts = 0;
	for (; column->key && facts < PRINT_COLUMNS_MAX; column++) {
		const char *value = cell(p, object, column);
		if (*value)
			fact[facts++] = (page_fact){print_say(p, column->heading), value, false};
	}
	if (facts)
		page_facts(&p->page, fact, facts);
}

static bool is_used(const json_t *list, const char *key)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i,
			   one) if (json_object_get(one, key) && !json_is_null(json_object_get(one, key))) return true;
	return false;
}

void print_table(printing *p, const char *caption, const json_t *list, const council_column *column)
{
	table_column used[PRINT_COLUMNS_MAX];
	const council_column *from[PRINT_COLUMNS_MAX];
	int columns = 0;
	table t;
	size_t i;
	json_t *one;
	for (; column->key && columns < PRINT_COLUMNS_MAX; column++)
		if (is_used(list, column->key)) {
			from[columns] = column;
			used[columns++] = (table_column){column->key, print_say(p, column->heading), COLUMN_TEXT, 0};
		}
	if (!columns)
		return;
	table_begin(&t, caption, p->asked->language, used, columns);
	json_array_foreach(list, i, one)
	{
		table_row(&t);
		for (int c = 0; c < columns; c++)
			table_text(&t, cell(p, one, from[c]));
	}
	page_table(&p->page, &t, PRINT_ROWS_MAX);
	table_free(&t);
}

void print_list(printing *p, const char *heading, const json_t *list, const council_column *column)
{
	if (!json_array_size(list))
		return;
	print_section(p, heading);
	print_table(p, print_say(p, heading), list, column);
}
