/* HTML pages; see page.h. */
#include "report/page.h"

#include "base/messages.h"
#include "report/chart.h"
#include "report/codes.h"
#include "report/markup.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

extern const char page_css[];

/* <tag class="class">escaped string</tag>; nothing when the string is NULL. */
static void add_element(text *out, const char *tag, const char *class, const char *string)
{
	if (!string)
		return;
	text_add_format(out, class ? "<%s class=\"%s\">" : "<%s>", tag, class);
	markup_add(out, string);
	text_add_format(out, "</%s>\n", tag);
}

static void add_message(text *out, cordon_language language, const cordon_text *message)
{
	text words = {0};
	message_add(&words, language, message);
	markup_add(out, text_string(&words));
	text_free(&words);
}

void page_begin(page *p, const page_head *head)
{
	assert(head->title);
	*p = (page){.head = *head};
}

static void close_section(page *p)
{
	if (p->in_section)
		text_add_string(&p->body, "</div>\n</section>\n");
	p->in_section = false;
}

void page_section(page *p, const char *id, const char *heading, const char *lead)
{
	assert(p->sections < PAGE_SECTIONS_MAX);
	close_section(p);
	text_add_format(
		&p->body, "<section id=\"%s\" aria-labelledby=\"%s-h\">\n<div class=\"side\">\n<h2 id=\"%s-h\">", id, id, id);
	markup_add(&p->body, heading);
	text_add_string(&p->body, "</h2>\n");
	add_element(&p->body, "p", NULL, lead);
	text_add_string(&p->body, "</div>\n<div class=\"matter\">\n");
	text_add_format(&p->contents, "<li><a href=\"#%s\">", id);
	markup_add(&p->contents, heading);
	text_add_string(&p->contents, "</a></li>\n");
	p->in_section = true;
	p->sections++;
}

/* The words after the number are set small. */
static void add_value(text *out, const char *class, const char *value)
{
	size_t number = strcspn(value, " ");
	text_add_format(out, "<dd class=\"%s\">", class);
	markup_add_part(out, value, number);
	if (value[number]) {
		text_add_string(out, " <small>");
		markup_add(out, value + number + 1);
		text_add_string(out, "</small>");
	}
	text_add_string(out, "</dd>\n");
}

void page_figures(page *p, const page_figure *figure, size_t count)
{
	static const char *const class_of[] = {[TONE_PLAIN] = "value",
		[TONE_SHORT] = "value short",
		[TONE_LIMIT] = "value limit",
		[TONE_SERVED] = "value served"};
	text_add_string(&p->body, "<dl class=\"figures\">\n");
	for (size_t i = 0; i < count; i++) {
		text_add_string(&p->body, "<div>\n");
		add_element(&p->body, "dt", NULL, figure[i].label);
		add_value(&p->body, class_of[figure[i].tone], figure[i].value);
		add_element(&p->body, "dd", "remark", figure[i].note);
		text_add_string(&p->body, "</div>\n");
	}
	text_add_string(&p->body, "</dl>\n");
}

void page_subheading(page *p, const char *heading)
{
	assert(p->in_section && "a third-level heading needs its second-level one");
	add_element(&p->body, "h3", NULL, heading);
}

void page_paragraph(page *p, const char *string)
{
	add_element(&p->body, "p", NULL, string);
}

void page_note(page *p, const char *string)
{
	add_element(&p->body, "p", "note", string);
}

void page_code(page *p, const char *string)
{
	text_add_string(&p->body, "<pre class=\"command\"><code>");
	markup_add(&p->body, string);
	text_add_string(&p->body, "</code></pre>\n");
}

void page_facts(page *p, const page_fact *fact, size_t count)
{
	text_add_string(&p->body, "<dl class=\"facts\">\n");
	for (size_t i = 0; i < count; i++) {
		text_add_string(&p->body, "<div>");
		add_element(&p->body, "dt", NULL, fact[i].term);
		text_add_string(&p->body, fact[i].code ? "<dd><code>" : "<dd>");
		markup_add(&p->body, fact[i].value ? fact[i].value : "");
		text_add_string(&p->body, fact[i].code ? "</code></dd></div>\n" : "</dd></div>\n");
	}
	text_add_string(&p->body, "</dl>\n");
}

void page_table(page *p, const table *t, size_t rows)
{
	char id[32];
	snprintf(id, sizeof id, "table-%d", ++p->numbered);
	text_add_format(&p->body, "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"%s\">\n", id);
	table_add_html(&p->body, t, id, rows ? rows : PAGE_TABLE_ROWS);
	text_add_string(&p->body, "</div>\n");
}

void page_links(page *p, const page_link *link, size_t count)
{
	text_add_string(&p->body, "<ul class=\"links\">\n");
	for (size_t i = 0; i < count; i++) {
		text_add_string(&p->body, "<li><a href=\"");
		markup_add(&p->body, link[i].href);
		text_add_string(&p->body, "\">");
		markup_add(&p->body, link[i].label);
		text_add_string(&p->body, "</a>");
		add_element(&p->body, "span", "remark", link[i].note);
		text_add_string(&p->body, "</li>\n");
	}
	text_add_string(&p->body, "</ul>\n");
}

void page_style(text *out)
{
	text_add_format(out, "%s%s", chart_css, page_css);
}

void page_chart(page *p, const char *caption, const text *svg, const table *twin, bool wide)
{
	int number = ++p->numbered;
	text_add_string(&p->body, "<figure>\n");
	text_add_format(&p->body, "<figcaption id=\"figure-%d\">", number);
	markup_add(&p->body, caption);
	text_add_string(&p->body, "</figcaption>\n");
	if (wide)
		text_add_format(&p->body,
			"<div class=\"scroll wide\" role=\"group\" tabindex=\"0\" aria-labelledby=\"figure-%d\">\n", number);
	text_add(&p->body, text_string(svg), svg->length);
	if (wide)
		text_add_string(&p->body, "</div>\n");
	if (twin) {
		text_add_string(&p->body, "<details><summary>");
		add_message(&p->body, p->head.language, &TEXT(REPORT_AS_TABLE, caption));
		text_add_string(&p->body, "</summary>\n");
		page_table(p, twin, 0);
		text_add_string(&p->body, "</details>\n");
	}
	text_add_string(&p->body, "</figure>\n");
}

void page_columns_begin(page *p)
{
	text_add_string(&p->body, "<div class=\"columns\">\n");
}

void page_columns_end(page *p)
{
	text_add_string(&p->body, "</div>\n");
}

static void add_head(text *out, const page *p)
{
	bool spanish = p->head.language == CORDON_SPANISH;
	text_add_format(
		out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n", spanish ? "es" : "en");
	text_add_format(out,
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src %s; img-src data:; "
		"base-uri 'none'; form-action 'none'\"/>\n",
		p->head.style ? "'self'" : "'unsafe-inline'");
	text_add_string(out,
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		"<meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n"
		"<link rel=\"icon\" href=\"data:,\"/>\n");
	add_element(out, "title", NULL, p->head.title);
	if (p->head.style) {
		text_add_string(out, "<link rel=\"stylesheet\" href=\"");
		markup_add(out, p->head.style);
		text_add_string(out, "\"/>\n</head>\n");
	} else {
		text_add_format(out, "<style>\n%s%s</style>\n</head>\n", chart_css, page_css);
	}
}

static void add_masthead(text *out, const page *p)
{
	text_add_string(out, "<body>\n<a class=\"skip\" href=\"#content\">");
	add_message(out, p->head.language, &TEXT(REPORT_SKIP));
	text_add_string(out, "</a>\n<header>\n");
	add_element(out, "p", "publication", p->head.publication);
	add_element(out, "h1", NULL, p->head.title);
	add_element(out, "p", "lead", p->head.lead);
	add_element(out, "p", "notice", p->head.notice);
	text_add_string(out, "</header>\n");
	if (p->sections > 1) {
		text_add_string(out, "<nav aria-labelledby=\"contents\">\n<p id=\"contents\">");
		add_message(out, p->head.language, &TEXT(REPORT_CONTENTS));
		text_add_string(out, "</p>\n<ol>\n");
		text_add(out, text_string(&p->contents), p->contents.length);
		text_add_string(out, "</ol>\n</nav>\n");
	}
}

void page_end(page *p, text *out)
{
	close_section(p);
	add_head(out, p);
	add_masthead(out, p);
	text_add_string(out, "<main id=\"content\" tabindex=\"-1\">\n");
	text_add(out, text_string(&p->body), p->body.length);
	text_add_string(out, "</main>\n");
	if (p->head.footer) {
		text_add_string(out, "<footer>\n");
		add_element(out, "p", NULL, p->head.footer);
		text_add_string(out, "</footer>\n");
	}
	text_add_string(out, "</body>\n</html>\n");
	text_free(&p->body);
	text_free(&p->contents);
	*p = (page){0};
}
