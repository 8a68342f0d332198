/* The datapackage.json of an economy: which file holds which table (Frictionless Data Package, Tabular Data
 * Resource). */
#ifndef ECONOMY_PACKAGE_H
#define ECONOMY_PACKAGE_H

#include "base/memory.h"
#include "economy/source.h"
#include "economy/tables.h"

enum { PACKAGE_BYTES_MAX = 1 << 20, PACKAGE_RESOURCES_MAX = 1000 };
#define PACKAGE_FILE "datapackage.json"
#define PACKAGE_HASH_DOMAIN "cordon-economy-package-1" /* what the hash begins with */

typedef struct package {
	const char *name, *title; /* "" when not said */
	const char *path[TABLES]; /* of each table's file in the folder; NULL when there is no such resource */
	char delimiter[TABLES];
} package;

/* Reads and checks it; every error is added. Texts are copied into `texts`. */
cordon_status package_read(const economy_source *source, arena *texts, package *out, cordon_error *error);

#endif
