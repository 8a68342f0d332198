/* Findings, JSON and progress; see output.h. */
#include "cli/output.h"

#include "base/messages.h"
#include "report/number.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void add_message(text *out, const cli_context *cli, const char *before, const cordon_text *message)
{
	if (!message->code)
		return;
	text_add_string(out, before);
	message_add(out, cli->language, message);
}

static void add_finding(text *out, const cli_context *cli, const cordon_finding *f)
{
	if (f->file)
		text_add_string(out, f->file);
	if (f->file && f->row)
		text_add_format(out, ":%ld", f->row);
	if (f->file)
		text_add_string(out, ": ");
	static const char *const severity[] = {N_("note"), N_("warning"), N_("error")};
	text_add_format(out, "%s: ", tr(cli, severity[f->severity]));
	if (f->field)
		text_add_format(out, "%s: ", f->field);
	message_add(out, cli->language, &f->what);
	const char *open = " (";
	if (f->found) {
		text_add_format(out, "%s%s \"%s\"", open, tr(cli, N_("found")), f->found);
		open = "; ";
	}
	if (f->expected.code) {
		text_add_format(out, "%s%s ", open, tr(cli, N_("expected")));
		add_message(out, cli, "", &f->expected);
		open = "; ";
	}
	text_add_string(out, open[0] == ';' ? ")\n" : "\n");
}

void output_findings(const cli_context *cli, const cordon_error *error, FILE *stream)
{
	text out = {0};
	for (size_t i = 0; i < error->count; i++)
		add_finding(&out, cli, &error->finding[i]);
	size_t all = error->errors + error->warnings + error->notes;
	fwrite(text_string(&out), 1, out.length, stream);
	text_free(&out);
	if (all > error->count) {
		char more[24];
		snprintf(more, sizeof more, "%zu", all - error->count);
		cli_say(cli, stream, N_("... and {0} more\n"), more);
	}
}

static json_t *string_or_null(const char *string)
{
	return string ? json_string(string) : json_null();
}

static json_t *message_json(const cli_context *cli, const cordon_text *message)
{
	if (!message->code)
		return json_null();
	text out = {0};
	message_add(&out, cli->language, message);
	json_t *json = json_string(text_string(&out));
	text_free(&out);
	return json;
}

json_t *output_findings_json(const cli_context *cli, const cordon_error *error)
{
	static const char *const severity[] = {"note", "warning", "error"};
	json_t *list = json_array();
	for (size_t i = 0; i < error->count; i++) {
		const cordon_finding *f = &error->finding[i];
		json_t *one = json_object();
		json_object_set_new(one, "severity", json_string(severity[f->severity]));
		json_object_set_new(one, "code", string_or_null(f->what.code ? f->what.code->id : NULL));
		json_object_set_new(one, "file", string_or_null(f->file));
		json_object_set_new(one, "row", f->row ? json_integer(f->row) : json_null());
		json_object_set_new(one, "field", string_or_null(f->field));
		json_object_set_new(one, "found", string_or_null(f->found));
		json_object_set_new(one, "message", message_json(cli, &f->what));
		json_object_set_new(one, "expected", message_json(cli, &f->expected));
		json_array_append_new(list, one);
	}
	return list;
}

json_t *output_take_findings_json(cli_context *cli)
{
	json_t *list = output_findings_json(cli, &cli->error);
	cordon_error_free(&cli->error);
	cordon_error_init(&cli->error);
	return list;
}

const char *output_gap(double gap, double noise, char out[32])
{
	if (gap < noise)
		snprintf(out, 32, "< %.0e", noise);
	else
		snprintf(out, 32, "%.1e", gap);
	return out;
}

void output_errors(const cli_context *cli)
{
	if (!cli->error.count)
		return;
	if (!cli->json) {
		output_findings(cli, &cli->error, cli->err);
		return;
	}
	json_t *document = json_pack("{s:o}", "findings", output_findings_json(cli, &cli->error));
	json_dumpf(document, cli->err, JSON_INDENT(1));
	fputc('\n', cli->err);
	json_decref(document);
}

void output_number(const cli_context *cli, char out[32], double value)
{
	text number = {0};
	number_add(&number, value, NUMBER_AUTO, cli->language);
	snprintf(out, 32, "%s", text_string(&number));
	text_free(&number);
}

json_t *output_finite(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

cordon_status output_json(const cli_context *cli, json_t *document)
{
	int failed = json_dumpf(document, cli->out, JSON_INDENT(1) | JSON_REAL_PRECISION(17));
	failed |= fputc('\n', cli->out) == EOF;
	json_decref(document);
	return failed ? CORDON_IO : CORDON_OK;
}

/* ---- progress -------------------------------------------------------------------------------------------------- */

static volatile sig_atomic_t asked_to_stop;

static void on_signal(int number)
{
	(void)number;
	asked_to_stop = 1;
}

static bool should_stop(void *context)
{
	(void)context;
	return asked_to_stop;
}

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void step_json(const cli_context *cli, const cordon_text *phase, double done, double total)
{
	json_t *line = json_pack("{s:o, s:o, s:f, s:f}", "phase", string_or_null(phase->code ? phase->code->id : NULL),
				 "message", message_json(cli, phase), "done", done, "total", total);
	json_dumpf(line, cli->err, JSON_COMPACT | JSON_REAL_PRECISION(6));
	fputc('\n', cli->err);
	json_decref(line);
}

/* At most five lines a second, so that a fast loop may call it freely. */
static void on_step(void *context, const cordon_text *phase, double done, double total)
{
	static const double interval_s = 0.2;
	static double last_s;
	const cli_context *cli = context;
	double now = now_s();
	if (now - last_s < interval_s)
		return;
	last_s = now;
	if (cli->progress_mode == PROGRESS_JSON) {
		step_json(cli, phase, done, total);
		return;
	}
	text out = {0};
	message_add(&out, cli->language, phase);
	if (total > 0)
		text_add_format(&out, " %.0f %%", 100 * done / total);
	fprintf(cli->err, "\r\033[K%s", text_string(&out));
	fflush(cli->err);
	text_free(&out);
}

void output_progress_begin(cli_context *cli)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESETHAND}; /* a second signal kills */
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	bool shown = cli->progress_mode == PROGRESS_JSON ||
		     (cli->progress_mode == PROGRESS_AUTO && isatty(fileno(cli->err)));
	cli->progress = (cordon_progress){shown ? on_step : NULL, should_stop, cli};
}

void output_progress_end(cli_context *cli)
{
	if (cli->progress.step && cli->progress_mode == PROGRESS_AUTO)
		fputs("\r\033[K", cli->err);
}

bool output_add_bytes(void *context, const void *bytes, size_t size)
{
	text_add(context, bytes, size);
	return true;
}
