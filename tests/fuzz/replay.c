/* Runs a fuzz target over files, so that every build replays what fuzzing has found: the main() of a target where no
 * fuzzer is.
 *
 *	fuzz_NAME [-m MUTATIONS] FILE_OR_FOLDER...
 *
 * Every file (of a folder: its plain files, in the order of their names) is one test of the TAP output: it is run as it
 * is and then MUTATIONS times with a few bytes changed, seeded by its number, so that a run can be repeated. A crash
 * ends the process: the last line of the output names the file, and the variant that did it. No file at all is a
 * failure.
 *
 * A target is a file of its own with
 *	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
 * in the form libFuzzer and AFL++ expect: see tests/fuzz/README.md. This driver looks for nothing new.
 */
#include "base/draw.h"
#include "base/file.h"
#include "base/memory.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { INPUT_LIMIT = 1 << 20, FILES_LIMIT = 10000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct files {
	char **path;
	size_t count, capacity;
};

static void files_add(struct files *files, char *path)
{
	if (files->count >= FILES_LIMIT) {
		fprintf(stderr, "more than %d files\n", FILES_LIMIT);
		exit(2);
	}
	MEMORY_RESERVE(files->path, files->count, files->capacity);
	files->path[files->count++] = path;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds a file, or the files of a folder. */
static void files_collect(struct files *files, const char *path)
{
	DIR *folder = opendir(path);
	if (!folder) {
		files_add(files, memory_copy_text(path));
		return;
	}
	size_t first = files->count;
	for (struct dirent *entry; (entry = readdir(folder));) {
		if (entry->d_name[0] == '.')
			continue;
		char *name = file_join(path, entry->d_name);
		struct stat about;
		if (!stat(name, &about) && S_ISREG(about.st_mode))
			files_add(files, name);
		else
			free(name);
	}
	closedir(folder);
	if (files->count > first)
		qsort(files->path + first, files->count - first, sizeof *files->path, by_name);
}

/* A fresh copy of `size` bytes with up to eight small changes; *new_size is its length. The copy is exactly as long as
 * its content, so that a sanitizer sees the first byte read past it. */
static uint8_t *mutate(const uint8_t *data, size_t size, draw *d, size_t *new_size)
{
	static const uint8_t telling[] = {0,   0xFF, '"', ',', '\n', '\r', '-', '0',
					  '9', 'e',  '.', ' ', '{',  '[',  '<', 0xC3};
	uint8_t *copy = memory_alloc(size + 8, 1);
	memcpy(copy, data, size);
	for (uint64_t changes = 1 + draw_below(d, 8); changes > 0 && size > 0; changes--) {
		size_t at = (size_t)draw_below(d, size);
		switch (draw_below(d, 5)) {
		case 0:
			copy[at] ^= (uint8_t)(1u << draw_below(d, 8));
			break;
		case 1:
			copy[at] = telling[draw_below(d, sizeof telling)];
			break;
		case 2: /* one byte more */
			memmove(copy + at + 1, copy + at, size - at);
			copy[at] = telling[draw_below(d, sizeof telling)];
			size++;
			break;
		case 3: /* one byte less */
			memmove(copy + at, copy + at + 1, size - at - 1);
			size--;
			break;
		default: /* the end cut off, seldom */
			size = draw_below(d, 8) ? size : at;
		}
	}
	uint8_t *exact = memory_alloc(size, 1);
	memcpy(exact, copy, size);
	free(copy);
	*new_size = size;
	return exact;
}

static void run_file(const char *path, size_t number, long mutations)
{
	text content = {0};
	if (file_read(path, INPUT_LIMIT, &content, NULL)) {
		printf("not ok %zu - %s # cannot be read\n", number, path);
		return;
	}
	const uint8_t *data = (const uint8_t *)text_string(&content);
	draw d = {number};
	for (long i = 0; i <= mutations; i++) {
		size_t size = content.length;
		uint8_t *input = i ? mutate(data, size, &d, &size) : NULL;
		if (!i) {
			input = memory_alloc(size, 1);
			memcpy(input, data, size);
		}
		fprintf(stderr, "%s variant %ld\n", path, i);
		LLVMFuzzerTestOneInput(input, size);
		free(input);
	}
	text_free(&content);
	printf("ok %zu - %s and %ld variants\n", number, path, mutations);
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	struct files files = {0};
	long mutations = 0;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-m") && i + 1 < argc)
			mutations = strtol(argv[++i], NULL, 10);
		else
			files_collect(&files, argv[i]);
	}
	printf("1..%zu\n", files.count);
	for (size_t i = 0; i < files.count; i++) {
		run_file(files.path[i], i + 1, mutations);
		free(files.path[i]);
	}
	free(files.path);
	return files.count ? EXIT_SUCCESS : EXIT_FAILURE;
}
