/* Any bytes as a table: never a crash, and what was read whole is the same table when written and read again. */
#include "bytes.h"

#include "base/csv.h"
#include "base/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static cordon_status read_table(const uint8_t *data, size_t size, csv_table *table)
{
	struct bytes bytes = {data, size};
	cordon_reader in = {read_bytes, &bytes};
	cordon_error error;
	cordon_error_init(&error);
	cordon_status status = csv_table_read(&in, "fuzz.csv", (csv_options){0}, table, &error);
	assert((status == CORDON_BAD_INPUT) == (error.errors > 0));
	for (size_t r = 1; r < table->rows; r++)
		assert(table->line[r] > table->line[r - 1]);
	cordon_error_free(&error);
	return status;
}

static void add_table(text *out, const csv_table *table)
{
	csv_add_row(out, (const char *const *)table->header, table->columns);
	for (size_t r = 0; r < table->rows; r++)
		csv_add_row(out, (const char *const *)table->cell + r * table->columns, table->columns);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	csv_table table, again;
	if (read_table(data, size, &table) == CORDON_OK) {
		text first = {0}, second = {0};
		add_table(&first, &table);
		cordon_status status = read_table((const uint8_t *)text_string(&first), first.length, &again);
		assert(status == CORDON_OK);
		add_table(&second, &again);
		assert(first.length == second.length &&
		       !memcmp(text_string(&first), text_string(&second), first.length));
		csv_table_free(&again);
		text_free(&first);
		text_free(&second);
	}
	csv_table_free(&table);
	return 0;
}
