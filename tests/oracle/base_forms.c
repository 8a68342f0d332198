/* Reads lines "KIND TEXT" and answers each with a line, so that a test can hold the forms of base beside another
 * program's: j canonical JSON read and written again, J any JSON written canonically, t and T a moment from text and to
 * text, d and D a day. The answer to what is refused is "no". */
#include "base/json.h"
#include "base/memory.h"
#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void say_json(json_t *value)
{
	text out = {0};
	if (value && json_is_canonical_subset(value, NULL, NULL))
		json_canonical(value, &out);
	else
		text_add_string(&out, "no");
	fwrite(text_string(&out), 1, out.length, stdout);
	putchar('\n');
	json_decref(value);
	text_free(&out);
}

static void say_seconds(bool is_good, const int64_t *seconds)
{
	if (is_good)
		printf("%lld\n", (long long)*seconds);
	else
		puts("no");
}

int main(void)
{
	char *line = NULL;
	size_t room = 0;
	for (ssize_t length; (length = getline(&line, &room, stdin)) > 1;) {
		const char *content = line + 2;
		size_t size = (size_t)length - 3;
		int64_t seconds = 0;
		char out[TIME_TEXT];
		line[length - 1] = '\0';
		switch (line[0]) {
		case 'j':
			say_json(json_read_canonical(content, size, NULL));
			break;
		case 'J':
			say_json(json_loadb(content, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL));
			break;
		case 't':
			say_seconds(strlen(content) == size && time_from_text(content, &seconds), &seconds);
			break;
		case 'd':
			say_seconds(strlen(content) == size && time_date_from_text(content, &seconds), &seconds);
			break;
		case 'T':
			time_to_text(strtoll(content, NULL, 10), out);
			puts(out);
			break;
		case 'D':
			time_date_to_text(strtoll(content, NULL, 10), out);
			puts(out);
			break;
		}
	}
	free(line);
	return 0;
}
