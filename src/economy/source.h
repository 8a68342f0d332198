/* Where a package's bytes come from: a folder on disk, or bytes in memory (tests and fuzzing). */
#ifndef ECONOMY_SOURCE_H
#define ECONOMY_SOURCE_H

#include "base/file.h"

#include <cordon/economy.h>

typedef struct economy_source {
	const char *path; /* of the package, as given: findings name path/name */
	/* Opens a file of the package; what goes wrong is added to `error`. `name` was checked: it is relative and has no
	 * "..". */
	cordon_status (*open)(const struct economy_source *source, const char *name, file_stream *stream,
						  cordon_error *error);
	void (*close)(file_stream *stream);
	const void *context;
} economy_source;

/* A folder; refuses what is not a plain file and what a link leads out of the folder. */
economy_source source_folder(const char *path);

/* cordon_economy_read, from any source. */
cordon_status economy_read_from(const economy_source *source, cordon_economy **economy, cordon_error *error);

#endif
