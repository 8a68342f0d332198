/* Any bytes as the file of an export: never a crash; what is refused says why and leaves no folder; what is taken
 * holds and exports to the same bytes. */
#include "../crash/scene.h"

#include "base/file.h"
#include "record/book_private.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char scratch[] = "/tmp/cordon-fuzz-XXXXXX", *file, *folder;

static void clean(void)
{
	unlink(file);
	rmdir(scratch);
}

static void open_scratch(void)
{
	bool well = !cordon_init() && mkdtemp(scratch);
	assert(well);
	file = file_join(scratch, "book.txt");
	folder = file_join(scratch, "book");
	atexit(clean);
}

static void write_file(const uint8_t *data, size_t size)
{
	FILE *out = fopen(file, "w"); /* not file_write: nothing here need outlive a power cut */
	bool well = out && fwrite(data, 1, size, out) == size && !fclose(out);
	assert(well);
}

static bool add(void *context, const void *bytes, size_t length)
{
	text_add(context, bytes, length);
	return true;
}

static void check_taken(const book_options *options, const uint8_t *data, size_t size)
{
	book *b;
	book_verdict verdict;
	text again = {0};
	cordon_error error;
	cordon_error_init(&error);
	cordon_status status = book_open(folder, options, &b, &error);
	assert(!status);
	status = book_verify(b, NULL, 0, &verdict, NULL, &error);
	assert(!status);
	status = book_export(b, &(cordon_writer){add, &again}, true, &error);
	assert(!status && (*data == 0x1f || (again.length == size && !memcmp(again.bytes, data, size)))); /* 1f: gzip */
	book_close(b);
	text_free(&again);
	cordon_error_free(&error);
	book_remove_folder(folder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	book_options options = {.world = scene_world()};
	book_verdict verdict;
	struct stat about;
	cordon_error error;
	if (!file)
		open_scratch();
	write_file(data, size);
	cordon_error_init(&error);
	cordon_status status = book_import(folder, &options, file, &verdict, NULL, &error);
	assert(!status == !error.errors);
	if (status)
		assert(stat(folder, &about));
	options.read_only = true; /* there is no node.key */
	if (!status)
		check_taken(&options, data, size);
	cordon_error_free(&error);
	return 0;
}
