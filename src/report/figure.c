/* See figure.h. */
#include "report/figure.h"

static json_t *columns_json(const table *t)
{
	static const char *const kind[] = {"text", "number", "share", "bar"};
	json_t *list = json_array();
	for (int c = 0; c < t->columns; c++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:i}", "key", t->column[c].key, "heading",
						      t->column[c].heading, "kind", kind[t->column[c].kind], "decimals",
						      t->column[c].decimals));
	return list;
}

json_t *figure_json(const table *t, const text *svg, bool wide)
{
	json_t *drawn = svg && svg->length ? json_stringn(svg->bytes, svg->length) : json_null();
	return json_pack("{s:s, s:o, s:b, s:o, s:o}", "caption", t->caption, "svg", drawn, "wide", wide, "columns",
			 columns_json(t), "rows", table_json(t));
}
