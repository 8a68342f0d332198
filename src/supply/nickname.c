/* Short forms of names; see nickname.h. */
#include "supply/nickname.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* In the order of strcmp by the short form; tests/cases/supply_duplicates.py reads the list and holds it to that. */
static const struct pair {
	const char *nick, *name;
} pairs[] = {
#define NICK(nick, name) {nick, name},
#include "supply/nicknames.def"
#undef NICK
};
enum { PAIRS = sizeof pairs / sizeof *pairs };

int nickname_of(const char *word, const char *name[NICKNAME_MAX])
{
	size_t low = 0, high = PAIRS;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (strcmp(pairs[middle].nick, word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	assert(low == 0 || strcmp(pairs[low - 1].nick, word) < 0);
	int count = 0;
	while (low < PAIRS && count < NICKNAME_MAX && !strcmp(pairs[low].nick, word))
		name[count++] = pairs[low++].name;
	return count;
}

int nickname_undo(const char *word, char guess[2][FOLD_SIZE])
{
	static const struct {
		const char *ending, *first, *second;
	} endings[] = {
		{"citas", "as", ""}, {"citos", "os", ""}, {"itos", "os", ""}, {"cita", "", "e"}, {"cito", "", "e"},
		{"ita", "a", ""}, {"ito", "o", ""}, {"illa", "a", ""}, {"illo", "o", ""}, {"cha", "", "a"},
	};
	size_t length = strlen(word);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t end = strlen(endings[i].ending);
		if (length < end + 2 || strcmp(word + length - end, endings[i].ending))
			continue;
		int stem = (int)(length - end);
		snprintf(guess[0], FOLD_SIZE, "%.*s%s", stem, word, endings[i].first);
		snprintf(guess[1], FOLD_SIZE, "%.*s%s", stem, word, endings[i].second);
		return 2;
	}
	return 0;
}
