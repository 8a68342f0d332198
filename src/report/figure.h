/* A figure as data, for pages that draw nothing by themselves: a chart's SVG and the table that says the same.
 *
 *	{"caption", "svg", "wide",
 *	 "columns": [{"key", "heading", "kind": "text" | "number" | "share" | "bar", "decimals"}, ...],
 *	 "rows": [{key: value, ...}, ...]}
 *
 * The rows are those of table_json; headings, caption and SVG are in the table's language. "svg" is null where there
 * is nothing to draw; "wide": the chart keeps a least width, and its frame scrolls sideways by itself. `decimals` -1:
 * four significant digits (number.h). The operations room shows it as ui/src/chart.tsx does.
 */
#ifndef REPORT_FIGURE_H
#define REPORT_FIGURE_H

#include "report/table.h"

/* `svg` is from chart.h; NULL or empty: only the table. */
json_t *figure_json(const table *t, const text *svg, bool wide);

/* The form of it, as a JSON Schema. */
#define FIGURE_SCHEMA                                                                                                  \
	"{\"type\":\"object\",\"required\":[\"caption\",\"svg\",\"wide\",\"columns\",\"rows\"],"                       \
	"\"additionalProperties\":false,\"properties\":{\"caption\":{\"type\":\"string\"},\"svg\":{\"type\":["         \
	"\"string\",\"null\"]},\"wide\":{\"type\":\"boolean\"},\"columns\":{\"type\":\"array\",\"maxItems\":32,"       \
	"\"items\":{\"type\":\"object\",\"required\":[\"key\",\"heading\",\"kind\",\"decimals\"],"                     \
	"\"additionalProperties\":false,\"properties\":{\"key\":{\"type\":\"string\"},\"heading\":{\"type\":"          \
	"\"string\"},\"kind\":{\"enum\":[\"text\",\"number\",\"share\",\"bar\"]},\"decimals\":{\"type\":"              \
	"\"integer\"}}}},\"rows\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":{"       \
	"\"type\":[\"string\",\"number\",\"null\"]}}}}}"

#endif
