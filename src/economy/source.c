/* A package in a folder; see source.h. */
#include "economy/source.h"

#include "economy/codes.h"

#include "base/codes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* True when `file`, all links followed, stands in `folder`. */
static bool stands_in(const char *folder, const char *file)
{
	char *real_folder = realpath(folder, NULL), *real_file = realpath(file, NULL);
	size_t length = real_folder ? strlen(real_folder) : 0;
	bool inside = real_folder && real_file && !strncmp(real_folder, real_file, length) &&
				  (real_file[length] == '/' || (length && real_folder[length - 1] == '/'));
	free(real_folder);
	free(real_file);
	return inside;
}

static cordon_status open_in_folder(const economy_source *source, const char *name, file_stream *stream,
									cordon_error *error)
{
	char *path = file_join(source->path, name);
	struct stat about;
	cordon_status status;
	if (stat(path, &about))
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = path},
							 TEXT(BASE_CANNOT_OPEN, strerror(errno)), NO_TEXT);
	else if (!S_ISREG(about.st_mode) || !stands_in(source->path, path))
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = path}, TEXT(ECONOMY_PATH_OUTSIDE),
							 TEXT(ECONOMY_PATH_INSIDE));
	else
		status = file_open(path, stream, error);
	free(path);
	return status;
}

economy_source source_folder(const char *path)
{
	return (economy_source){.path = path, .open = open_in_folder, .close = file_close};
}
