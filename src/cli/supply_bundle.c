/* `cordon supply bundle`: what an outlet's device holds for a cycle, as a file and as pages of QR codes. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/supply_asked.h"

#include "base/file.h"
#include "supply/cycle.h"
#include "supply/draw.h"
#include "supply/paper.h"

#include <inttypes.h>
#include <string.h>

typedef struct paged {
	text page;
	int pages;
} paged;

static void add_page(void *context, int number, int of, const text *bytes)
{
	paged *p = context;
	char label[32];
	snprintf(label, sizeof label, "%d / %d", number, of);
	paper_add_code(&p->page, text_string(bytes), label);
	p->pages = of;
}

/* The pages, where they are asked for. */
static cordon_status write_pages(cli_context *cli, const bundle *b, const text *written, int *pages)
{
	paged p = {{0}, 0};
	text title = {0};
	const char *path = cli_option(cli, "--pages");
	if (!path)
		return CORDON_OK;
	text_add_format(&title, "%s, %s: %" PRId64, b->body, b->point, b->cycle);
	paper_begin_codes(&p.page, &(paper_words){.language = cli->language == CORDON_SPANISH ? "es" : "en",
						  .title = text_string(&title)});
	cordon_status status = bundle_pages(written, add_page, &p)
				       ? CORDON_OK
				       : cli_usage(cli, "--pages", path, TEXT(CLI_SUPPLY_PAGES), NO_TEXT);
	paper_end_codes(&p.page);
	if (!status)
		status = file_write(path, text_string(&p.page), p.page.length, &cli->error);
	*pages = p.pages;
	text_free(&p.page);
	text_free(&title);
	return status;
}

static cordon_status say(cli_context *cli, const bundle *b, const char *path, size_t bytes, int pages)
{
	char households[24], size[24], codes[24];
	if (cli->json)
		return output_json(cli, json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:i}", "file", path, "point",
						  b->point, "households", (json_int_t)b->households, "goods",
						  (json_int_t)b->goods, "draws", (json_int_t)b->elsewhere.count,
						  "bytes", (json_int_t)bytes, "pages", pages));
	if (!strcmp(path, "-"))
		return CORDON_OK;
	snprintf(households, sizeof households, "%zu", b->households);
	snprintf(size, sizeof size, "%zu", bytes);
	snprintf(codes, sizeof codes, "%d", pages);
	cli_say(cli, cli->out, N_("{0}: {1} households, {2} bytes\n"), path, households, size);
	if (pages)
		cli_say(cli, cli->out, N_("{0}: {1} QR codes\n"), cli_option(cli, "--pages"), codes);
	return CORDON_OK;
}

static cordon_status make(cli_context *cli, const supply_asked *a, const char *path)
{
	bundle b = {0};
	text written = {0};
	char hash[65];
	int pages = 0;
	const char *outlet = cli_option(cli, "--outlet"), *point = cli_option(cli, "--point");
	cordon_status status = CORDON_OK;
	if (point && !bundle_is_point(point, outlet))
		status = cli_usage(cli, "--point", point, TEXT(CLI_SUPPLY_POINT), NO_TEXT);
	else if (!cycle_find(a->council.state, a->body, a->cycle, NULL))
		status = cli_usage(cli, "--cycle", cli_option(cli, "--cycle"), TEXT(CLI_NO_CYCLE), NO_TEXT);
	else if (!draw_bundle(a->council.state, a->body, outlet, point ? point : outlet, a->cycle, a->council.at.time,
			      &b))
		status = cli_usage(cli, "--outlet", outlet, TEXT(CLI_SUPPLY_NO_BUNDLE), NO_TEXT);
	if (!status) {
		bundle_write(&b, &written, hash);
		status = write_pages(cli, &b, &written, &pages);
	}
	if (!status)
		status = file_write(path, written.bytes, written.length, &cli->error);
	if (!status)
		status = say(cli, &b, path, written.length, pages);
	text_free(&written);
	bundle_free(&b);
	return status;
}

cordon_status supply_bundle_run(cli_context *cli)
{
	supply_asked a;
	const char *path = cli_option(cli, "-o");
	if (!path)
		return cli_usage(cli, "-o", NULL, TEXT(CLI_MISSING), NO_TEXT);
	if (!cli_option(cli, "--outlet"))
		return cli_usage(cli, "--outlet", NULL, TEXT(CLI_MISSING), NO_TEXT);
	cordon_status status = supply_begin(cli, true, &a);
	if (status)
		return status;
	status = make(cli, &a, path);
	book_close(a.council.book);
	return status;
}
