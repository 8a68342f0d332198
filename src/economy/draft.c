/* A draft asked, hashed, and read back without a folder; see write.h. */
#include "economy/draft.h"

#include "base/codes.h"
#include "base/findings.h"
#include "base/hash.h"
#include "economy/package.h"
#include "economy/source.h"

#include <stdlib.h>
#include <string.h>

size_t economy_draft_rows(const economy_draft *d, int table)
{
	return d->table[table].rows;
}

const char *economy_draft_cell(const economy_draft *d, int table, size_t row, int column)
{
	const char *cell = d->table[table].cell[row * (size_t)table_columns(table) + (size_t)column];
	return cell ? cell : "";
}

/* ---- the hash ---------------------------------------------------------------------------------------------------- */

static void hash_framed(hash_state *hash, const char *bytes)
{
	hash_add_framed(hash, bytes, strlen(bytes));
}

static void hash_number(hash_state *hash, uint64_t number)
{
	unsigned char bytes[8];
	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(number >> (8 * i));
	hash_add(hash, bytes, sizeof bytes);
}

static void hash_table(hash_state *hash, const economy_draft *d, int table)
{
	int column[TABLE_COLUMNS_MAX];
	size_t columns = draft_columns(d, table, column), rows = economy_draft_rows(d, table);
	hash_framed(hash, table_forms[table].name);
	hash_number(hash, columns);
	hash_number(hash, rows);
	for (size_t c = 0; c < columns; c++)
		hash_framed(hash, table_forms[table].column[column[c]].name);
	for (size_t row = 0; row < rows; row++)
		for (size_t c = 0; c < columns; c++)
			hash_framed(hash, economy_draft_cell(d, table, row, column[c]));
}

void economy_draft_hash(const economy_draft *d, char hex[65])
{
	hash_state hash;
	hash_begin(&hash);
	hash_framed(&hash, PACKAGE_HASH_DOMAIN);
	for (int t = 0; t < TABLES; t++)
		if (draft_is_written(d, t))
			hash_table(&hash, d, t);
	hash_end(&hash, hex);
}

/* ---- reading back ------------------------------------------------------------------------------------------------ */

struct draft_stream {
	text bytes;
	size_t at;
};

static long read_stream(void *context, void *buffer, size_t size)
{
	struct draft_stream *s = context;
	size_t left = s->bytes.length - s->at, piece = left < size ? left : size;
	if (piece)
		memcpy(buffer, s->bytes.bytes + s->at, piece);
	s->at += piece;
	return (long)piece;
}

static cordon_status open_stream(const economy_source *source, const char *name, file_stream *stream,
				 cordon_error *error)
{
	const economy_draft *d = source->context;
	struct draft_stream *s = memory_alloc(1, sizeof *s);
	char table[64];
	size_t length = strcspn(name, ".");
	if (length >= sizeof table)
		length = 0;
	memcpy(table, name, length);
	table[length] = '\0';
	if (!strcmp(name, PACKAGE_FILE))
		draft_description(d, &s->bytes);
	else if (table_named(table) >= 0)
		draft_table_csv(d, table_named(table), &s->bytes);
	*stream = (file_stream){s, {read_stream, s}};
	if (s->bytes.length)
		return CORDON_OK;
	source->close(stream);
	return finding_add(error, CORDON_ERROR, (place_in_file){.file = name}, TEXT(BASE_CANNOT_OPEN, ""), NO_TEXT);
}

static void close_stream(file_stream *stream)
{
	struct draft_stream *s = stream->handle;
	text_free(&s->bytes);
	free(s);
}

cordon_status economy_draft_read(const economy_draft *d, const char *path, cordon_economy **economy,
				 cordon_error *error)
{
	economy_source source = {.path = path, .open = open_stream, .close = close_stream, .context = d};
	return economy_read_from(&source, economy, error);
}
