/* A package told in a test's own lines: its files as texts, read through economy_read_from, and what was said of it. */
#ifndef TESTS_ECONOMY_FIXTURE_H
#define TESTS_ECONOMY_FIXTURE_H

#include "unit.h"

#include "memory_package.h"

#include <stdio.h>

enum { FILES_MAX = 16 };

/* A package under test: datapackage.json is made from the names of its files ("stocks.csv" is the table stocks). */
typedef struct fixture {
	memory_file file[FILES_MAX];
	size_t files;
	char description[2048];
	memory_package package;
	cordon_error error;
	cordon_economy *economy;
} fixture;

static inline void add(fixture *f, const char *name, const char *bytes)
{
	for (size_t i = 0; i < f->files; i++)
		if (!strcmp(f->file[i].name, name)) {
			f->file[i] = (memory_file){name, bytes, strlen(bytes)};
			return;
		}
	assert_true(f->files + 1 < FILES_MAX);
	f->file[f->files++] = (memory_file){name, bytes, strlen(bytes)};
}

static inline void describe(fixture *f)
{
	size_t length = (size_t)snprintf(f->description, sizeof f->description, "{\"name\": \"t\", \"resources\": [");
	for (size_t i = 0; i < f->files; i++)
		length += (size_t)snprintf(f->description + length, sizeof f->description - length,
								   "%s{\"name\": \"%.*s\", \"path\": \"%s\"}", i ? ", " : "",
								   (int)strcspn(f->file[i].name, "."), f->file[i].name, f->file[i].name);
	length += (size_t)snprintf(f->description + length, sizeof f->description - length, "]}");
	f->file[f->files] = (memory_file){"datapackage.json", f->description, length};
}

static inline cordon_status read_it(fixture *f)
{
	bool described = false;
	for (size_t i = 0; i < f->files; i++)
		described |= !strcmp(f->file[i].name, "datapackage.json");
	if (!described)
		describe(f);
	f->package = (memory_package){f->file, f->files + !described};
	economy_source source = memory_source(&f->package);
	cordon_error_init(&f->error);
	cordon_status status = economy_read_from(&source, &f->economy, &f->error);
	assert_int_equal(status == CORDON_OK, f->economy != NULL);
	assert_int_equal(status == CORDON_OK, f->error.errors == 0);
	return status;
}

static inline void release(fixture *f)
{
	cordon_economy_free(f->economy);
	cordon_error_free(&f->error);
	f->economy = NULL;
}

/* The first finding with that code; it must be there. */
static inline const cordon_finding *finding(const fixture *f, const cordon_code *code)
{
	for (size_t i = 0; i < f->error.count; i++)
		if (f->error.finding[i].what.code == code)
			return &f->error.finding[i];
	print_error("%s was not found\n", code->id);
	fail();
	abort();
}

static inline void assert_finding(const fixture *f, const cordon_code *code, const char *file, long row,
								  const char *field, const char *found)
{
	const cordon_finding *x = finding(f, code);
	char path[64];
	snprintf(path, sizeof path, "m/%s", file);
	assert_string_equal(x->file, path);
	assert_int_equal(x->row, row);
	if (field)
		assert_string_equal(x->field, field);
	if (found)
		assert_string_equal(x->found, found);
}

#endif
