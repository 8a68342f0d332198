/* Any bytes as a package: a few files parted by lines "--- NAME" (NAME: a table's, or "datapackage" for the
 * description itself), read from memory. Never a crash or a half-read economy; what was read keeps the invariants of
 * cordon/economy.h, and the doctor says what it says without harm. */
#include "../unit/memory_package.h"
#include "economy/storage.h"
#include "economy/tables.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES_MAX = TABLES + 1, NAME_MAX = 24 };
#define MARK "--- "

struct parts {
	memory_file file[FILES_MAX + 1];
	char name[FILES_MAX][NAME_MAX + 8];
	size_t files;
	char description[2048];
};

/* Takes the file that begins at `at` with its mark; returns where the next one does. */
static const char *take_file(struct parts *p, const char *at, const char *end)
{
	const char *line = memchr(at, '\n', (size_t)(end - at));
	const char *body = line ? line + 1 : end;
	size_t length = (size_t)((line ? line : end) - at) - strlen(MARK);
	const char *next = body;
	while (next < end &&
	       strncmp(next, MARK, (size_t)(end - next) < strlen(MARK) ? (size_t)(end - next) : strlen(MARK))) {
		const char *newline = memchr(next, '\n', (size_t)(end - next));
		next = newline ? newline + 1 : end;
	}
	if (p->files < FILES_MAX && length < NAME_MAX) {
		char *name = p->name[p->files];
		snprintf(name, sizeof p->name[0], "%.*s", (int)length, at + strlen(MARK));
		p->file[p->files++] = (memory_file){name, body, (size_t)(next - body)};
	}
	return next;
}

/* Splits the bytes; a description is made from the names unless one is among them. */
static void split(struct parts *p, const char *bytes, size_t size)
{
	const char *end = bytes + size, *at = bytes;
	while (at < end && (size_t)(end - at) >= strlen(MARK) && !memcmp(at, MARK, strlen(MARK)))
		at = take_file(p, at, end);
	size_t length = (size_t)snprintf(p->description, sizeof p->description, "{\"resources\": [");
	bool described = false;
	const char *comma = "";
	for (size_t i = 0; i < p->files; i++) {
		if (!strcmp(p->name[i], "datapackage")) {
			p->file[i].name = "datapackage.json";
			described = true;
		} else if (table_named(p->name[i]) >= 0) {
			length += (size_t)snprintf(p->description + length, sizeof p->description - length,
						   "%s{\"name\": \"%s\", \"path\": \"%s\"}", comma, p->name[i],
						   p->name[i]);
			comma = ", ";
		}
	}
	length += (size_t)snprintf(p->description + length, sizeof p->description - length, "]}");
	assert(length < sizeof p->description);
	if (!described)
		p->file[p->files++] = (memory_file){"datapackage.json", p->description, length};
}

static void assert_amount(double amount, double least)
{
	assert(isfinite(amount) && amount >= least);
}

static void assert_recipes(const cordon_economy *e)
{
	int seen = 0;
	for (int p = 0; p < e->processes; p++) {
		assert(e->process[p].first_exchange == seen && e->process[p].place >= 0 &&
		       e->process[p].place < e->places);
		seen += e->process[p].exchange_count;
	}
	assert(seen == e->exchanges);
	for (int i = 0; i < e->exchanges; i++) {
		const cordon_exchange *x = &e->exchange[i];
		assert(x->commodity >= 0 && x->commodity < e->commodities && x->place >= 0 && x->place < e->places);
		assert(isfinite(x->amount) && x->amount != 0 && x->lead >= 0);
	}
	for (int i = 0; i < e->capacities; i++) {
		assert_amount(e->capacity[i].amount, 0);
		assert(e->capacity[i].period >= -1 && e->capacity[i].period < e->periods);
	}
}

static void assert_invariants(const cordon_economy *e)
{
	assert(e->places >= 1 && e->periods >= 1);
	assert_recipes(e);
	for (int i = 0; i < e->stocks; i++)
		assert_amount(e->stock[i].amount, 0);
	for (int i = 0; i < e->needs; i++) {
		assert_amount(e->need[i].amount, 0);
		assert(e->need[i].tier >= 1 && e->need[i].tier <= CORDON_TIERS_MAX);
		assert(e->need[i].group >= 0 && e->need[i].group < e->groups);
	}
	for (int i = 0; i < e->discrepancies; i++)
		assert(isfinite(e->discrepancy[i].amount));
	for (int i = 0; i < e->observations; i++)
		assert_amount(e->observation[i].activity, 0);
	for (int k = 0; k < e->commodities; k++)
		assert(economy_find_commodity(e, e->commodity[k].id) == k && economy_storage_of(e)->dimension[k] >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct parts parts = {0};
	split(&parts, (const char *)data, size);
	memory_package package = {parts.file, parts.files};
	economy_source source = memory_source(&package);
	cordon_error error;
	cordon_error_init(&error);
	cordon_economy *economy;
	cordon_status status = economy_read_from(&source, &economy, &error);
	assert((status == CORDON_OK) == (economy != NULL) && (status == CORDON_OK) == (error.errors == 0));
	if (economy) {
		assert_invariants(economy);
		cordon_economy_check(economy, &error);
		const cordon_change change = {CORDON_CHANGE_STOP, "*", 0};
		cordon_economy_change(economy, &change, 1, &error);
	}
	cordon_economy_free(economy);
	cordon_error_free(&error);
	return 0;
}
