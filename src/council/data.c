/* Rows into JSON; see data.h. */
#include "council/data.h"

#include "base/memory.h"
#include "base/time.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static json_t *hundredths(int64_t value)
{
	char text[32];
	assert(value >= 0);
	snprintf(text, sizeof text, value % 100 ? "%" PRId64 ".%02" PRId64 : "%" PRId64, value / 100, value % 100);
	return json_string(text);
}

static json_t *moment(int64_t value)
{
	char text[TIME_TEXT];
	time_to_text(value, text);
	return json_string(text);
}

static json_t *value_of(const state_rows *rows, int column, char type)
{
	const char *text = state_text(rows, column);
	if (!text)
		return NULL;
	switch (type) {
	case 'i':
		return json_integer(state_whole(rows, column));
	case 't':
		return moment(state_whole(rows, column));
	case 'h':
		return hundredths(state_whole(rows, column));
	case 'f':
		return json_boolean(state_whole(rows, column) != 0);
	case 'j':
		return json_loads(text, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	default:
		assert(type == 's');
		return json_string(text);
	}
}

json_t *data_object(const state_rows *rows, const char *columns)
{
	json_t *object = memory_require(json_object());
	for (int column = 0; *columns; column++) {
		char name[32];
		size_t length = strcspn(columns, ":");
		assert(length < sizeof name && columns[length]);
		snprintf(name, sizeof name, "%.*s", (int)length, columns);
		json_t *value = value_of(rows, column, columns[length + 1]);
		if (value)
			json_object_set_new(object, name, value);
		columns += length + 2;
		columns += *columns == ' ';
	}
	return object;
}

json_t *data_rows(state_rows rows, const char *columns)
{
	json_t *list = memory_require(json_array());
	while (state_row(&rows))
		json_array_append_new(list, data_object(&rows, columns));
	return list;
}

json_t *data_row(state_rows rows, const char *columns)
{
	if (!state_row(&rows))
		return NULL;
	json_t *object = data_object(&rows, columns);
	state_end(&rows);
	return object;
}
