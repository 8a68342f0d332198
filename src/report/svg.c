/* What every chart's drawing shares; see svg.h. */
#include "report/svg.h"

#include "base/messages.h"
#include "report/markup.h"

#include <assert.h>
#include <string.h>

static const char *language_tag(cordon_language language)
{
	return language == CORDON_SPANISH ? "es" : "en";
}

void svg_begin(text *out, const chart_head *head, double height)
{
	const char *d = head->description ? head->description : head->title;
	text_add_string(out, "<svg ");
	if (head->standalone)
		text_add_string(out, "xmlns=\"http://www.w3.org/2000/svg\" ");
	text_add_format(out,
		"class=\"chart\" width=\"100%%\" height=\"%.0f\" role=\"img\" lang=\"%s\" aria-labelledby=\"%s-t %s-d\">\n",
		height, language_tag(head->language), head->id, head->id);
	text_add_format(out, "<title id=\"%s-t\">", head->id);
	markup_add(out, head->title);
	text_add_format(out, "</title>\n<desc id=\"%s-d\">", head->id);
	markup_add(out, d);
	text_add_string(out, "</desc>\n");
	if (head->standalone)
		text_add_format(
			out, "<style>\n%s</style>\n<rect class=\"paper\" width=\"100%%\" height=\"100%%\"/>\n", chart_css);
}

void svg_end(text *out)
{
	text_add_string(out, "</svg>\n");
}

void svg_add_hatch(text *out, const chart_head *head)
{
	text_add_format(out,
		"<defs><pattern id=\"%s-hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" "
		"patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"7\" height=\"7\"/>"
		"<rect class=\"hatch-line\" width=\"2.5\" height=\"7\"/></pattern></defs>\n",
		head->id);
}

static void open_text(text *out, const char *class, double x, double y, double dx)
{
	text_add_format(out, "<text class=\"%s\" x=\"%.6g%%\" y=\"%.6g\"", class, x, y);
	if (dx != 0)
		text_add_format(out, " dx=\"%.6g\"", dx);
	text_add_string(out, ">");
}

void svg_add_text(text *out, const char *class, double x, double y, double dx, const char *string)
{
	open_text(out, class, x, y, dx);
	markup_add(out, string);
	text_add_string(out, "</text>\n");
}

/* How many ems go into a block's width; the classes that chart.css sets in bold are wider. */
static double ems_of(const svg_block *where)
{
	static const char *const bold[] = {"strong", "group", "flow-label"};
	double wider = 1;
	for (size_t i = 0; i < sizeof bold / sizeof *bold; i++)
		if (strstr(where->class, bold[i]))
			wider = 1.12;
	return where->width_px / (wider * where->size_px);
}

size_t svg_count_lines(svg_block where, const char *string)
{
	wrap_line line[SVG_LINES_MAX];
	assert(where.most >= 1 && where.most <= SVG_LINES_MAX);
	return wrap_text(string, ems_of(&where), wrap_ems, line, where.most).lines;
}

static size_t add_block(text *out, svg_block where, const char *string, const char *class)
{
	wrap_line line[SVG_LINES_MAX];
	assert(where.most >= 1 && where.most <= SVG_LINES_MAX);
	wrap_result wrapped = wrap_text(string, ems_of(&where), wrap_ems, line, where.most);
	for (size_t i = 0; i < wrapped.lines; i++) {
		open_text(out, class, where.x, where.y + (double)i * where.leading, where.dx);
		markup_add_part(out, line[i].at, line[i].length);
		if (wrapped.cut && i + 1 == wrapped.lines)
			text_add_string(out, ELLIPSIS);
		text_add_string(out, "</text>\n");
	}
	return wrapped.lines;
}

size_t svg_add_block(text *out, svg_block where, const char *string)
{
	return add_block(out, where, string, where.class);
}

size_t svg_add_block_or_line(text *out, svg_block where, double roomy_px, const char *string)
{
	wrap_line first[SVG_LINES_MAX];
	wrap_result wrapped = wrap_text(string, ems_of(&where), wrap_ems, first, where.most);
	size_t lines = wrapped.lines;
	if (lines == 1 && !wrapped.cut)
		return add_block(out, where, string, where.class);
	text narrow = {0}, roomy = {0};
	text_add_format(&narrow, "%s narrow", where.class);
	text_add_format(&roomy, "%s roomy", where.class);
	svg_block line = where;
	line.width_px = roomy_px;
	line.y += (double)(lines - 1) * where.leading;
	line.most = 1;
	add_block(out, where, string, text_string(&narrow));
	add_block(out, line, string, text_string(&roomy));
	text_free(&narrow);
	text_free(&roomy);
	return lines;
}

void svg_add_title(text *out, const char *string)
{
	text_add_string(out, "<title>");
	markup_add(out, string);
	text_add_string(out, "</title>\n");
}

text svg_words(cordon_language language, const cordon_text *message)
{
	text words = {0};
	message_add(&words, language, message);
	return words;
}
