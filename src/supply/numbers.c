/* See numbers.h. */
#include "supply/numbers.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { YEARS_MAX = 120 };

static bool is_age(const char *name)
{
	char again[NUMBER_NAME];
	bool under = !strncmp(name, "under_", 6);
	if (!under && strncmp(name, "over_", 5) != 0)
		return false;
	const char *digits = name + (under ? 6 : 5);
	if (strlen(digits) < 1 || strlen(digits) > 3 || strspn(digits, "0123456789") != strlen(digits))
		return false;
	int years = atoi(digits);
	snprintf(again, sizeof again, "%d", years);
	return years >= 1 && years <= YEARS_MAX && !strcmp(again, digits);
}

bool numbers_is_name(const char *name)
{
	static const char *const word[] = {
#define NUMBER(name, meaning) #name,
#include "supply/numbers.def"
#undef NUMBER
	};
	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (!strcmp(word[i], name))
			return true;
	return is_age(name);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b); /* an item begins with its name */
}

bool numbers_read(const json_t *document, int64_t size, household_numbers *out, char *wrong)
{
	const char *name;
	json_t *value;
	*wrong = '\0';
	out->count = 0;
	if (document && (!json_is_object(document) || json_object_size(document) > NUMBERS_MAX))
		return false;
	json_object_foreach((json_t *)(uintptr_t)document, name, value)
	{
		if (!numbers_is_name(name) || !json_is_integer(value) || json_integer_value(value) < 0 ||
		    json_integer_value(value) > size) {
			snprintf(wrong, NUMBER_NAME, "%s", name);
			return false;
		}
		snprintf(out->item[out->count].name, NUMBER_NAME, "%s", name);
		out->item[out->count++].value = json_integer_value(value);
	}
	qsort(out->item, (size_t)out->count, sizeof *out->item, by_name);
	return true;
}

json_t *numbers_document(const household_numbers *n)
{
	json_t *document = memory_require(json_object());
	for (int i = 0; i < n->count; i++)
		json_object_set_new(document, n->item[i].name, json_integer(n->item[i].value));
	return document;
}

int64_t numbers_of(const household_numbers *n, const char *name)
{
	for (int i = 0; i < n->count; i++)
		if (!strcmp(n->item[i].name, name))
			return n->item[i].value;
	return 0;
}
