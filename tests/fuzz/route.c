/* Lines of a request's first part: a path, a pattern of a route, Accept-Language, Host, Origin. Never a crash, and a
 * path that is let through has no way out of its folder and no bytes that another reader would see otherwise. */
#include "http/route.h"
#include "http/guard.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_path(const char *raw, const char *pattern)
{
	char path[HTTP_URL_MAX + 1], room[HTTP_URL_MAX + HTTP_PARTS_MAX + 1];
	const char *part[HTTP_PARTS_MAX] = {0};
	if (!route_decode(raw, path, sizeof path))
		return;
	assert(*path == '/' && strlen(path) <= strlen(raw) && text_is_utf8(path, strlen(path)));
	assert(!strstr(path, "/../") && !strstr(path, "/./") && !strchr(path, '\\'));
	size_t length = strlen(path);
	assert(length < 3 || strcmp(path + length - 3, "/..") != 0);
	for (const char *at = path; *at; at++)
		assert((unsigned char)*at >= ' ' && *at != 0x7F);
	static const char *const known[] = {"/api/bodies/{body}/roll", "/*", "/api/{a}/{b}/{c}"};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		memset(part, 0, sizeof part);
		if (route_matches(known[i], path, room, part))
			for (int p = 0; p < HTTP_PARTS_MAX && part[p]; p++)
				assert(strlen(part[p]) <= length && strstr(path, part[p]));
	}
	if (*pattern == '/' && strlen(pattern) < 200 && !strchr(pattern, '{'))
		route_matches(pattern, path, room, part);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { LINES = 5 };
	static const char *const hosts[] = {"cordon.example", NULL};
	char *bytes = calloc(size + LINES, 1), *line[LINES];
	assert(bytes);
	if (size)
		memcpy(bytes, data, size);
	char *at = bytes;
	for (int i = 0; i < LINES; i++) {
		line[i] = at;
		at += strcspn(at, "\n");
		if (*at)
			*at++ = '\0';
	}
	check_path(line[0], line[1]);
	cordon_language language = route_language(line[2]);
	assert(language == CORDON_ENGLISH || language == CORDON_SPANISH);
	assert(route_language(NULL) == CORDON_ENGLISH);
	if (guard_knows_host(line[3], hosts)) {
		size_t name = *line[3] == '[' ? strcspn(line[3], "]") + 1 : strcspn(line[3], ":");
		assert(name == 14 || name == 9 || name == 5);
	}
	if (guard_same_origin(line[4], line[3]))
		assert(strlen(line[4]) >= strlen(line[3]) + 3);
	free(bytes);
	return 0;
}
