/* `cordon serve`: the book over HTTP, until SIGINT or SIGTERM. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"
#include "cli/plan_kept.h"
#include "cli/print.h"
#include "cli/queries.h"
#include "cli/world.h"

#include "base/file.h"
#include "base/memory.h"
#include "http/serve.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PEM_MAX = 65536, ADDRESS_ROOM = 64 };

struct serving {
	serve_options options;
	char address[ADDRESS_ROOM];
	text certificate, key;
	int64_t told, begun; /* --now, and the monotonic second at which it was */
};

/* "127.0.0.1:8080", "[::1]:8080" */
static cordon_status read_address(cli_context *cli, struct serving *v)
{
	const char *given = cli_option(cli, "--listen"), *listen = given ? given : "127.0.0.1:8080";
	const char *colon = strrchr(listen, ':');
	char *end = NULL;
	long port = colon ? strtol(colon + 1, &end, 10) : -1;
	bool square = *listen == '[' && colon > listen && colon[-1] == ']';
	size_t length = colon ? (size_t)(colon - listen) - 2 * square : 0;
	unsigned char bytes[16];
	if (!colon || end == colon + 1 || *end || port < 0 || port > 65535 || length >= sizeof v->address)
		return cli_usage(cli, "--listen", listen, TEXT(CLI_LISTEN), TEXT(CLI_LISTEN_FORM));
	memcpy(v->address, listen + square, length);
	v->address[length] = '\0';
	if (inet_pton(square ? AF_INET6 : AF_INET, v->address, bytes) != 1)
		return cli_usage(cli, "--listen", listen, TEXT(CLI_LISTEN), TEXT(CLI_LISTEN_FORM));
	v->options.http.address = v->address;
	v->options.http.port = (int)port;
	return CORDON_OK;
}

static bool is_loopback(const char *address)
{
	return !strncmp(address, "127.", 4) || !strcmp(address, "::1");
}

static cordon_status read_hosts(cli_context *cli, http_options *o)
{
	int hosts = 0;
	for (int i = 0; i < cli->givens; i++) {
		if (strcmp(cli->given[i].name, "--host") != 0)
			continue;
		if (hosts == HTTP_HOSTS_MAX - 1)
			return cli_usage(cli, "--host", cli->given[i].value, TEXT(CLI_TOO_MANY), NO_TEXT);
		o->host[hosts++] = cli->given[i].value;
	}
	o->any_host = !hosts && !is_loopback(o->address);
	return CORDON_OK;
}

static cordon_status read_tls(cli_context *cli, struct serving *v)
{
	const char *certificate = cli_option(cli, "--tls-cert"), *key = cli_option(cli, "--tls-key");
	if (!certificate != !key)
		return cli_usage(cli, certificate ? "--tls-key" : "--tls-cert", NULL, TEXT(CLI_MISSING), NO_TEXT);
	v->options.http.proxied = cli_option(cli, "--behind-proxy") != NULL;
	if (!certificate)
		return is_loopback(v->address) || v->options.http.proxied
			       ? CORDON_OK
			       : cli_usage(cli, "--listen", v->address, TEXT(CLI_SECURE), TEXT(CLI_SECURE_HOW));
	cordon_status status = file_read(certificate, PEM_MAX, &v->certificate, &cli->error);
	if (!status)
		status = file_read(key, PEM_MAX, &v->key, &cli->error);
	v->options.http.certificate = text_string(&v->certificate);
	v->options.http.key = text_string(&v->key);
	return status;
}

static void say_where(const cli_context *cli, const struct serving *v, int port)
{
	char number[16];
	bool six = strchr(v->address, ':') != NULL;
	text at = {0};
	snprintf(number, sizeof number, "%d", port);
	text_add_format(&at, "%s://%s%s%s:%s/", v->options.http.certificate ? "https" : "http", six ? "[" : "",
			v->address, six ? "]" : "", number);
	if (cli->json)
		fprintf(cli->out, "{\"url\": \"%s\", \"port\": %s}\n", text_string(&at), number);
	else
		cli_say(cli, cli->out, N_("{0}: open {1}; end with Ctrl-C\n"), cli_book_folder(cli), text_string(&at));
	fflush(cli->out);
	text_free(&at);
}

static cordon_status run(cli_context *cli, struct serving *v)
{
	serve *s;
	sigset_t ending;
	sigemptyset(&ending);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	signal(SIGPIPE, SIG_IGN);
	pthread_sigmask(SIG_BLOCK, &ending, NULL); /* in all threads that are made; waited for here */
	cordon_status status = serve_start(&v->options, &s, &cli->error);
	if (status)
		return status;
	say_where(cli, v, serve_port(s));
	if (cli_option(cli, "--for")) { /* for examples and tests */
		double seconds = 0;
		status = cli_number(cli, "--for", 0, 86400, 0, &seconds);
		struct timespec until = {(time_t)seconds, (long)(1e9 * (seconds - (double)(time_t)seconds))};
		sigtimedwait(&ending, NULL, &until);
	} else {
		int which;
		sigwait(&ending, &which);
	}
	serve_stop(s);
	pthread_sigmask(SIG_UNBLOCK, &ending, NULL);
	return status;
}

static int64_t monotonic_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static int64_t clock_from_told(void *context)
{
	const struct serving *v = context;
	return v->told + monotonic_s() - v->begun;
}

/* What --now says is when the node is started; from then on its clock runs. */
static void start_clock(struct serving *v)
{
	book_options *o = &v->options.book;
	if (!o->now)
		return;
	v->told = o->now(o->context);
	v->begun = monotonic_s();
	o->now = clock_from_told;
	o->context = v;
}

static cordon_status read_session(cli_context *cli, serve_options *o)
{
	double minutes = 0;
	cordon_status status = cli_number(cli, "--session", 0, 60 * 24 * 31, SERVE_SESSION_S / 60.0, &minutes);
	o->session_s = minutes * 60 < 1 ? 1 : (int64_t)(minutes * 60);
	return status;
}

cordon_status serve_run(cli_context *cli)
{
	static struct serving v; /* large */
	cordon_status status = read_address(cli, &v);
	if (!status)
		status = read_hosts(cli, &v.options.http);
	if (!status)
		status = read_tls(cli, &v);
	if (!status)
		status = read_session(cli, &v.options);
	if (!status)
		status = cli_book_options(cli, &v.options.book);
	start_clock(&v);
	v.options.folder = cli_book_folder(cli);
	query_room room = {v.options.folder, plans_kept_new()};
	v.options.query = query_tables;
	static const http_route extra[] = {{"GET", "/print.css", print_style_handle, NULL}, {NULL, NULL, NULL, NULL}};
	v.options.extra = extra;
	v.options.query_context = &room;
	v.options.task = task_table;
	v.options.shown = query_shown;
	v.options.file = ui_files;
	v.options.file_folder = cli_option(cli, "--ui-dir");
	if (!status)
		status = cli_number(cli, "--work-limit", 0.001, 3600, 0, &v.options.task_limit_s);
	if (!status)
		status = run(cli, &v);
	plans_kept_free(room.plans);
	text_free(&v.certificate);
	text_free(&v.key);
	return status;
}
