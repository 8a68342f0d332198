/* Requests to a served book, over a socket: a line with method and address, a line of headers' names and values
 * separated by tabs, and a body. Or, after a '!', all bytes of it as they are. Whatever is asked is answered with a
 * status, none of them 500, and the book has no more in it than before: nothing here is signed.
 *
 * Each request comes from another address, as a proxy tells, so that no limit of an address is met.
 */
#include "../crash/scene.h"

#include "base/memory.h"
#include "cli/plan_kept.h"
#include "cli/queries.h"
#include "cli/queries_private.h"
#include "http/serve.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BODY_LIMIT = 4096, HEADERS_LIMIT = 12, REPLY = 1 << 16, SECONDS = 20 };

static scene made;
static serve *served;
static query_room room;
static int64_t size_before;

static void end(void)
{
	serve_stop(served);
	plans_kept_free(room.plans);
	scene_free(&made);
}

static void start(void)
{
	cordon_error error;
	cordon_error_init(&error);
	bool well = !cordon_init();
	scene_make(&made, NULL, 2);
	well = well && !scene_run(&made, NULL, NULL);
	room = (query_room){made.folder, plans_kept_new()};
	serve_options options = {.folder = made.folder,
				 .book = made.options,
				 .query = query_tables,
				 .query_context = &room,
				 .task = task_table,
				 .shown = query_shown,
				 .http = {.address = "127.0.0.1", .proxied = true}};
	well = well && !serve_start(&options, &served, &error);
	assert(well);
	cordon_error_free(&error);
	atexit(end);
}

/* What stands in a line of headers; Host, Content-Type, a length and the address are our own. */
static void add_headers(text *out, char *line, size_t body)
{
	static unsigned number;
	number++;
	text_add_format(out, "Host: localhost\r\nX-Forwarded-For: 10.%u.%u.%u\r\nConnection: close\r\n",
			number >> 16 & 255, number >> 8 & 255, number & 255);
	text_add_format(out, "Content-Type: application/json\r\nContent-Length: %zu\r\n", body);
	char *next, *name = strtok_r(line, "\t", &next);
	for (int i = 0; name && i < HEADERS_LIMIT; i++) {
		text_add_format(out, "%s\r\n", name);
		name = strtok_r(NULL, "\t", &next);
	}
	text_add_string(out, "\r\n");
}

static void write_request(text *out, char *bytes, size_t size)
{
	if (*bytes == '!') {
		text_add(out, bytes + 1, size - 1);
		return;
	}
	char *headers = strchr(bytes, '\n'), *body = headers ? strchr(headers + 1, '\n') : NULL;
	size_t length = body ? size - (size_t)(body + 1 - bytes) : 0;
	if (headers)
		*headers++ = '\0';
	if (body)
		*body++ = '\0';
	text_add_format(out, "%s HTTP/1.1\r\n", bytes);
	add_headers(out, headers ? headers : bytes + strlen(bytes), length);
	if (body)
		text_add(out, body, length);
}

/* The first bytes of what is said; a stream of events is not waited for. */
static size_t ask(const text *request, char *reply)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)serve_port(served))};
	struct timeval most = {SECONDS, 0};
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool well = fd >= 0 && !setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most) &&
		    !connect(fd, (struct sockaddr *)&to, sizeof to);
	assert(well);
	size_t got = 0;
	if (send(fd, text_string(request), request->length, MSG_NOSIGNAL) >= 0)
		shutdown(fd, SHUT_WR);
	for (ssize_t n = 1; n > 0 && got < REPLY && !strstr(reply, "text/event-stream");) {
		n = recv(fd, reply + got, REPLY - got, 0);
		got += n > 0 ? (size_t)n : 0;
		reply[got] = '\0';
	}
	close(fd);
	return got;
}

static int64_t size_now(void)
{
	cordon_error error;
	book *b;
	cordon_error_init(&error);
	book_options options = made.options;
	options.read_only = true;
	bool well = !book_open(made.folder, &options, &b, &error) && !book_look(b, &error);
	assert(well);
	int64_t size = book_size(b);
	book_close(b);
	cordon_error_free(&error);
	return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char reply[REPLY + 1];
	static long asked;
	if (!served) {
		start();
		size_before = size_now();
	}
	if (!size || size > BODY_LIMIT)
		return 0;
	text request = {0};
	char *bytes = memory_alloc(size + 1, 1);
	memcpy(bytes, data, size);
	write_request(&request, bytes, size);
	*reply = '\0';
	if (ask(&request, reply)) {
		assert(!strncmp(reply, "HTTP/1.1 ", 9) || !strncmp(reply, "HTTP/1.0 ", 9));
		assert(strncmp(reply + 9, "500", 3) != 0);
	}
	if (asked++ % 64 == 0)
		assert(size_now() == size_before);
	text_free(&request);
	free(bytes);
	return 0;
}
