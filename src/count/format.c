/* The format table, and reading by it: suffix first, then content (also between formats of one suffix); see
 * format.h. */
#include "count/format.h"

#include "count/codes.h"
#include "count/settings.h"
#include "count/source.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct format_entry {
	cordon_count_format shown;
	bool (*looks_like)(const char *bytes, size_t length);
	cordon_status (*read)(format_input *in);
	bool (*write)(const cordon_election *election, text *out);
} format_entry;

static const format_entry table[] = {
#define FORMAT(id, suffixes, title, looks_like, read, write)                                                           \
	{{id, suffixes, &title, true, true}, looks_like, read, write},
#define FORMAT_READ(id, suffixes, title, looks_like, read)                                                             \
	{{id, suffixes, &title, true, false}, looks_like, read, NULL},
#include "count/formats.def"
#undef FORMAT
#undef FORMAT_READ
};
enum { FORMATS = sizeof table / sizeof *table };

const cordon_count_format *cordon_count_format_at(size_t n)
{
	return n < FORMATS ? &table[n].shown : NULL;
}

static bool has_suffix(const char *file, const char *suffixes)
{
	size_t length = strlen(file);
	for (const char *at = suffixes; *at;) {
		size_t one = strcspn(at, " ");
		if (one <= length && !strncasecmp(file + length - one, at, one))
			return true;
		at += one + (at[one] == ' ');
	}
	return false;
}

static const format_entry *find_format(const char *id)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (!strcmp(table[i].shown.id, id))
			return &table[i];
	return NULL;
}

static const format_entry *pick_format(const format_input *in)
{
	if (in->options.format)
		return find_format(in->options.format);
	if (settings_find(in->options.settings, "csv", NULL) && has_suffix(in->file, ".csv"))
		return find_format("csv");
	const format_entry *suffixed = NULL; /* the last: the most general of a suffix stands last in the table */
	for (size_t i = 0; i < FORMATS; i++)
		if (has_suffix(in->file, table[i].shown.suffixes)) {
			if (table[i].looks_like(in->bytes, in->length))
				return &table[i];
			suffixed = &table[i];
		}
	if (suffixed)
		return suffixed;
	for (size_t i = 0; i < FORMATS; i++)
		if (table[i].looks_like(in->bytes, in->length))
			return &table[i];
	return NULL;
}

static cordon_status unknown_format(cordon_error *error, const char *file, const char *found)
{
	text ids = {0};
	for (size_t i = 0; i < FORMATS; i++)
		text_add_format(&ids, "%s%s", i ? ", " : "", table[i].shown.id);
	cordon_status status = finding_add(error, CORDON_ERROR, (place_in_file){file, 0, NULL, found},
					   TEXT(COUNT_FORMAT_UNKNOWN), TEXT(COUNT_ONE_OF, text_string(&ids)));
	text_free(&ids);
	return status;
}

static cordon_status read_election(format_input *in)
{
	const format_entry *format = pick_format(in);
	if (!format)
		return unknown_format(in->error, in->file, in->options.format);
	size_t errors = in->error->errors;
	cordon_status status = format->read(in);
	return !status && in->error->errors > errors ? CORDON_BAD_INPUT : status;
}

cordon_status cordon_election_read(const cordon_reader *in, const char *file, const cordon_election_options *options,
				   cordon_election **election, cordon_error *error)
{
	text bytes = {0};
	*election = NULL;
	cordon_status status = source_read(in, file, FORMAT_BYTES_MAX, "4 GiB", &bytes, error);
	if (!status) {
		cordon_election *e = memory_alloc(1, sizeof *e);
		e->storage = memory_alloc(1, sizeof(arena));
		format_input input = {.file = file,
				      .bytes = text_string(&bytes),
				      .length = bytes.length,
				      .election = e,
				      .error = error,
				      .keep = e->storage};
		if (options)
			input.options = *options;
		if (!strncmp(input.bytes, "\xEF\xBB\xBF", 3)) {
			input.bytes += 3;
			input.length -= 3;
		}
		status = read_election(&input);
		free(input.seen);
		names_free(&input.groups);
		if (status)
			cordon_election_free(e);
		else
			*election = e;
	}
	text_free(&bytes);
	return status;
}

cordon_status cordon_election_write(const cordon_election *election, const char *format, const cordon_writer *out,
				    cordon_error *error)
{
	const format_entry *entry = find_format(format);
	text bytes = {0};
	cordon_status status = CORDON_OK;
	if (!entry)
		return unknown_format(error, NULL, format);
	if (!entry->write || !entry->write(election, &bytes))
		status = finding_add(error, CORDON_ERROR, (place_in_file){.found = format},
				     TEXT(COUNT_FORMAT_NOT_WRITTEN), NO_TEXT);
	else if (!out->write(out->context, text_string(&bytes), bytes.length))
		status = CORDON_IO;
	text_free(&bytes);
	return status;
}
