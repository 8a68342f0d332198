/* Clients that send a byte now and then, in the headers or in the body, or nothing at all: cut off in time, and nobody
 * else waits for them. */
#include "unit.h"

#include "http/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT_S = 1, SLACK_S = 8, SLOW = 3 }; /* the sweeper looks once a second; the machine may be busy */

static void answer(void *context, http_exchange *x)
{
	(void)context;
	http_reply(x, 200, "text/plain", "ok", 2);
}

static void refuse(void *context, http_exchange *x, int status)
{
	(void)context;
	http_reply(x, status, "text/plain", "", 0);
}

static http_server *start(void)
{
	static const http_route routes[] = {
		{"GET", "/", answer, NULL}, {"POST", "/", answer, NULL}, {NULL, NULL, NULL, NULL}};
	static const http_route *const table[] = {routes, NULL};
	const http_options options = {.address = "127.0.0.1", .table = table, .refuse = refuse, .request_s = LIMIT_S};
	return http_start(&options);
}

static int connect_to(const http_server *s)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_port(s))};
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

static void say(int fd, const char *bytes)
{
	(void)!send(fd, bytes, strlen(bytes), MSG_NOSIGNAL); /* it may be cut already */
}

static bool is_cut(int fd)
{
	struct pollfd p = {fd, POLLIN, 0};
	char byte;
	return poll(&p, 1, 0) == 1 && recv(fd, &byte, 1, MSG_DONTWAIT) <= 0 && errno != EAGAIN;
}

static bool is_served(const http_server *s)
{
	char out[512] = "";
	int fd = connect_to(s);
	say(fd, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
	ssize_t n = recv(fd, out, sizeof out - 1, 0);
	close(fd);
	return n > 0 && !strncmp(out, "HTTP/1.1 200", 12);
}

static void slow_ones_are_cut(void **state)
{
	(void)state;
	static const char *const begin[SLOW] = {"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", "",
						"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"};
	http_server *s = start();
	assert_non_null(s);
	int fd[SLOW], cut = 0, times = 0;
	for (int i = 0; i < SLOW; i++) {
		fd[i] = connect_to(s);
		say(fd[i], begin[i]);
	}
	for (; cut < SLOW && times < SLACK_S * 10; times++) {
		assert_true(is_served(s));
		for (int i = 0; i < SLOW; i++) {
			if (fd[i] < 0)
				continue;
			if (is_cut(fd[i])) {
				close(fd[i]);
				fd[i] = -1;
				cut++;
			} else if (i != 1) {
				say(fd[i], "a");
			}
		}
		nanosleep(&(struct timespec){0, 100 * 1000 * 1000}, NULL);
	}
	assert_int_equal(cut, SLOW);
	assert_true(times >= LIMIT_S * 9); /* not before */
	http_counters counted;
	http_count(s, &counted);
	assert_true(counted.connections_cut >= SLOW);
	http_stop(s);
}

/* Whoever asks and does not read what is said keeps no thread. */
static void who_does_not_read_holds_nobody_up(void **state)
{
	(void)state;
	http_server *s = start();
	int fd[32];
	for (int i = 0; i < 32; i++) {
		fd[i] = connect_to(s);
		for (int k = 0; k < 50; k++)
			say(fd[i], "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
	}
	for (int i = 0; i < 5; i++)
		assert_true(is_served(s));
	for (int i = 0; i < 32; i++)
		close(fd[i]);
	http_stop(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slow_ones_are_cut),
		cmocka_unit_test(who_does_not_read_holds_nobody_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
