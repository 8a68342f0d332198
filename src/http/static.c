/* See static.h. */
#include "http/static.h"

#include "base/file.h"
#include "base/findings.h"
#include "http/problem.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const http_static *find(const http_static *table, const char *name)
{
	for (const http_static *f = table; f && f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

/* Files lie at the root, pages of a thing beneath what it is: its id may have a dot. */
static bool is_page(const char *path)
{
	bool of_file = strchr(path, '.') && !strchr(path + 1, '/');
	return !of_file && strncmp(path, "/api", 4) != 0 && strncmp(path, "/print/", 7) != 0;
}

static void send_kept(http_exchange *x, const http_static *f)
{
	const char *known = http_header(x, "If-None-Match");
	bool zipped = f->gzip && http_takes_gzip(x);
	http_reply_header(x, "Cache-Control", f->lasting ? "public, max-age=31536000, immutable" : "no-cache");
	http_reply_header(x, "Vary", "Accept-Encoding");
	if (f->etag)
		http_reply_header(x, "ETag", f->etag);
	if (f->etag && known && strstr(known, f->etag)) {
		http_reply(x, 304, NULL, "", 0);
		return;
	}
	if (zipped)
		http_reply_header(x, "Content-Encoding", "gzip");
	http_reply_kept(x, 200, f->type, zipped ? f->gzip : f->bytes, zipped ? f->gzip_length : f->length);
}

static const char *type_of(const char *name)
{
	static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
					       {".js", "text/javascript; charset=utf-8"},
					       {".css", "text/css; charset=utf-8"},
					       {".json", "application/json"},
					       {".webmanifest", "application/manifest+json"},
					       {".svg", "image/svg+xml"},
					       {".png", "image/png"},
					       {".map", "application/json"}};
	const char *dot = strrchr(name, '.');
	for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
		if (!strcmp(dot, types[i][0]))
			return types[i][1];
	return "application/octet-stream";
}

/* A file of the folder; nothing that a link leads out of it to. */
static bool send_file(http_exchange *x, const char *folder, const char *name)
{
	char *path = file_join(folder, name + 1), root[PATH_MAX], real[PATH_MAX];
	text bytes = {0};
	cordon_error why;
	cordon_error_init(&why);
	bool well = realpath(folder, root) && realpath(path, real) && !strncmp(real, root, strlen(root)) &&
		    real[strlen(root)] == '/' && !file_read(real, STATIC_FILE_MAX, &bytes, &why);
	if (well) {
		http_reply_header(x, "Cache-Control", "no-cache");
		http_reply(x, 200, type_of(name), text_string(&bytes), bytes.length);
	}
	cordon_error_free(&why);
	text_free(&bytes);
	free(path);
	return well;
}

void static_handle(void *context, http_exchange *x)
{
	const static_files *files = context;
	const char *path = http_path(x), *name = strcmp(path, "/") ? path : "/index.html";
	if (files->folder) {
		if (!send_file(x, files->folder, name) &&
		    !(is_page(path) && send_file(x, files->folder, "/index.html")))
			problem_reply(x, 404, NULL);
		return;
	}
	const http_static *f = find(files->table, name);
	if (!f && is_page(path))
		f = find(files->table, "/index.html");
	if (f)
		send_kept(x, f);
	else
		problem_reply(x, 404, NULL);
}
