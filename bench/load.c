/* See load.h. */
#include "load.h"

#include "base/memory.h"

#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { REPLY_MAX = 16384, EVENTS = 256 };
static const double grace = 3; /* seconds for what is under way at the end */

struct connection {
	int socket; /* -1: lost */
	load_request *request; /* NULL: free */
	double intended;
	size_t sent, got;
	char reply[REPLY_MAX + 1];
};

struct run {
	const load_options *options;
	load_request *request;
	size_t count, sent, busy, lost;
	struct connection *connection, **idle;
	size_t idles;
	double next; /* when the next should be sent */
	double begun;
	uint64_t chance;
	int epoll;
};

double load_clock(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* xorshift64*, Vigna 2016. */
static double gap(struct run *r)
{
	r->chance ^= r->chance >> 12;
	r->chance ^= r->chance << 25;
	r->chance ^= r->chance >> 27;
	double u = (double)(r->chance * UINT64_C(2685821657736338717) >> 11) * 0x1p-53;
	return -log(1 - u) / r->options->rate;
}

static void open_connection(struct run *r, struct connection *c)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)r->options->port)};
	int yes = 1;
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	c->request = NULL;
	c->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->socket < 0 || connect(c->socket, (struct sockaddr *)&to, sizeof to)) {
		if (c->socket >= 0)
			close(c->socket);
		c->socket = -1;
		r->lost++;
		return;
	}
	setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	epoll_ctl(r->epoll, EPOLL_CTL_ADD, c->socket, &(struct epoll_event){EPOLLIN, {.ptr = c}});
	r->idle[r->idles++] = c;
}

/* A request is small and the connection idle: it goes out whole, or the connection is gone. */
static void begin(struct run *r, struct connection *c, double intended)
{
	load_request *q = &r->request[r->sent++];
	c->request = q;
	c->intended = intended;
	c->got = 0;
	r->busy++;
	if (send(c->socket, q->bytes, q->length, MSG_NOSIGNAL) != (ssize_t)q->length)
		shutdown(c->socket, SHUT_RDWR); /* read tells */
}

static void lose(struct run *r, struct connection *c, bool again)
{
	if (c->request)
		r->busy--;
	else
		for (size_t i = 0; i < r->idles; i++)
			if (r->idle[i] == c)
				r->idle[i--] = r->idle[--r->idles];
	close(c->socket);
	c->socket = -1;
	c->request = NULL;
	if (again)
		open_connection(r, c);
	else
		r->lost++;
}

/* The reply's length when it is whole; 0: not yet. */
static size_t whole(struct connection *c, size_t *head)
{
	c->reply[c->got] = '\0';
	const char *end = strstr(c->reply, "\r\n\r\n"), *length = strstr(c->reply, "Content-Length: ");
	if (!end || !length || length > end)
		return 0;
	*head = (size_t)(end + 4 - c->reply);
	size_t all = *head + strtoul(length + 16, NULL, 10);
	return c->got >= all ? all : 0;
}

static void read_reply(struct run *r, struct connection *c, double now)
{
	size_t head = 0;
	ssize_t n = recv(c->socket, c->reply + c->got, REPLY_MAX - c->got, MSG_DONTWAIT);
	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0 || !c->request) {
		lose(r, c, !r->options->victim);
		return;
	}
	c->got += (size_t)n;
	if (!whole(c, &head))
		return;
	load_request *q = c->request;
	q->status = atoi(c->reply + 9);
	q->late = now - c->intended;
	if (q->status == 201)
		q->body = memory_copy_text(c->reply + head);
	c->request = NULL;
	r->busy--;
	r->idle[r->idles++] = c;
}

static bool may_send(const struct run *r, double now)
{
	return r->sent < r->count && now - r->begun < r->options->seconds;
}

static void send_due(struct run *r, double now)
{
	while (r->idles && may_send(r, now) && (!r->options->rate || r->next <= now)) {
		begin(r, r->idle[--r->idles], r->options->rate ? r->next : now);
		r->next += r->options->rate ? gap(r) : 0;
	}
}

static void wait_for_something(struct run *r, double now)
{
	struct epoll_event event[EVENTS];
	double until = r->idles && r->options->rate && may_send(r, now) ? r->next - now : 0.01;
	until = until < 0 ? 0 : until > 0.01 ? 0.01 : until;
	struct timespec most = {0, (long)(1e9 * until)};
	int n = epoll_pwait2(r->epoll, event, EVENTS, &most, NULL);
	now = load_clock();
	for (int i = 0; i < n; i++)
		read_reply(r, event[i].data.ptr, now);
}

size_t load_run(const load_options *options, load_request *request, size_t count, double *took)
{
	size_t connections = (size_t)options->connections;
	struct run r = {.options = options, .request = request, .count = count, .chance = 88172645463325252u};
	r.connection = memory_alloc(connections, sizeof *r.connection);
	r.idle = memory_alloc(connections, sizeof(struct connection *));
	r.epoll = epoll_create1(EPOLL_CLOEXEC);
	for (size_t i = 0; i < connections; i++)
		open_connection(&r, &r.connection[i]);
	double now = r.begun = r.next = load_clock(), ended = 0;
	bool killed = false;
	while (r.lost < connections && (!ended || (r.busy && now - ended < grace))) {
		send_due(&r, now);
		wait_for_something(&r, now);
		now = load_clock();
		if (options->victim > 0 && !killed && now - r.begun >= options->kill_after)
			killed = !kill(options->victim, SIGKILL);
		if (!ended && !may_send(&r, now))
			ended = now;
	}
	*took = now - r.begun;
	for (size_t i = 0; i < connections; i++)
		if (r.connection[i].socket >= 0)
			close(r.connection[i].socket);
	close(r.epoll);
	free(r.idle);
	free(r.connection);
	return r.sent;
}
