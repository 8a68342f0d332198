/* Acts of the book with their receipts as pages to print. */
#include "cli/print.h"
#include "cli/world.h"

#include "base/json.h"
#include "base/messages.h"

#include <inttypes.h>
#include <string.h>

static const char *string(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));
	return value ? value : "";
}

/* What acts of that kind do. */
static const char *summary_of(const printing *p, const json_t *act)
{
	const act_kind *kind = act_kind_find(cli_world(), string(act, "kind"));
	return kind ? print_say(p, kind->summary) : string(act, "kind");
}

static const char *paged(printing *p, int64_t from)
{
	return arena_format(&p->texts, "%s&from=%" PRId64, PRINT_HREF(p, "entries"), from);
}

void print_entries(const query_asked *a, const json_t *data, text *out)
{
	printing p;
	size_t i;
	json_t *one;
	if (!print_begin(&p, a, data, N_("Pages to print"), message_in(a->language, N_("The book")), NULL, out))
		return;
	print_section(&p, N_("Acts"));
	json_array_foreach(json_object_get(data, "entries"), i, one)
	{
		const json_t *what = json_object_get(one, "what"), *act = json_object_get(what, "act");
		const char *number = print_value(&p, one, "entry");
		page_links(&p.page,
			   &(page_link){
				   PRINT_HREF(&p, "entries", number),
				   arena_format(&p.texts, "%s. %s", number, string(act, "kind")),
				   arena_format(&p.texts, "%s %s", print_value(&p, what, "time"), summary_of(&p, act))},
			   1);
	}
	int64_t from = json_integer_value(json_object_get(data, "from")),
		size = json_integer_value(json_object_get(data, "size")),
		next = from + (int64_t)json_array_size(json_object_get(data, "entries"));
	print_section(&p, N_("More of it"));
	if (from > 0)
		page_links(&p.page,
			   &(page_link){paged(&p, from > a->limit ? from - a->limit : 0),
					print_say(&p, N_("Earlier acts")), NULL},
			   1);
	if (next < size)
		page_links(&p.page, &(page_link){paged(&p, next), print_say(&p, N_("Later acts")), NULL}, 1);
	print_end(&p, out);
}

/* The fields as they were signed. */
static void add_fields(printing *p, const json_t *act)
{
	text bytes = {0};
	json_canonical(json_object_get(act, "fields"), &bytes);
	page_code(&p->page, text_string(&bytes));
	text_free(&bytes);
}

static void add_receipt(printing *p, const json_t *receipt)
{
	text bytes = {0};
	print_section(p, N_("Receipt"));
	page_paragraph(&p->page,
		       print_say(p, N_("This proves that the act is in the book: keep it, and hold any copy of the "
				       "book against it with `cordon verify --receipt`.")));
	json_canonical(receipt, &bytes);
	page_code(&p->page, text_string(&bytes));
	text_free(&bytes);
}

void print_entry(const query_asked *a, const json_t *data, text *out)
{
	static const council_column signatures[] = {{"key", N_("key"), false},
						    {"signature", N_("signature"), false},
						    {NULL, NULL, false}},
				    facts[] = {{"kind", N_("kind"), false},
					       {"made", N_("signed"), false},
					       {"nonce", N_("nonce"), false},
					       {NULL, NULL, false}};
	printing p;
	const json_t *what = json_object_get(data, "what"), *act = json_object_get(what, "act");
	char title[64];
	snprintf(title, sizeof title, "%s %" PRId64, message_in(a->language, N_("Entry")),
		 (int64_t)json_integer_value(json_object_get(data, "entry")));
	const act_kind *kind = act ? act_kind_find(cli_world(), string(act, "kind")) : NULL;
	if (!print_begin(&p, a, data, N_("Receipt"), title, kind ? message_in(a->language, kind->summary) : NULL, out))
		return;
	print_section(&p, N_("The act"));
	print_facts(&p, act, facts);
	add_fields(&p, act);
	print_list(&p, N_("Signatures"), json_object_get(what, "signatures"), signatures);
	add_receipt(&p, json_object_get(data, "receipt"));
	print_end(&p, out);
}
