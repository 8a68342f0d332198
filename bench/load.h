/* Load on an HTTP server from outside it: requests written beforehand, sent at times fixed beforehand (open loop: what
 * is late waits for nobody, and its time counts from when it should have been sent), on connections that stay open.
 *
 * Gaps between requests are exponential with a seed, as of many people who know nothing of each other. One thread and
 * epoll; a request has a connection to itself until its reply is read. It knows status lines and Content-Length, and
 * no more of HTTP.
 */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct load_request {
	const char *bytes;
	size_t length;
	int status; /* 0: no whole reply */
	double late; /* seconds from the intended time to the reply's last byte */
	char *body; /* of a reply 201, ended by NUL; else NULL */
} load_request;

typedef struct load_options {
	int port, connections;
	double rate; /* a second; 0: as soon as a connection is free (a closed loop) */
	double seconds; /* sends no more after that */
	pid_t victim; /* when > 0: killed (SIGKILL) after `kill_after` seconds, which ends the run */
	double kill_after;
} load_options;

/* How many were sent; the rest have status 0. Seconds it took come back in `took`. */
size_t load_run(const load_options *options, load_request *request, size_t count, double *took);

double load_clock(void);

#endif
