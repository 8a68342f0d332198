/* Counts many small elections in one process, for the comparisons with oracles (tests/cases/count_many.py speaks to
 * it).
 *
 * Standard input, each line followed by as many bytes as it says, and a newline:
 *	rule ID
 *	settings BYTES      a JSON object, for all elections that follow
 *	FORMAT BYTES        an election: blt, lists, ...
 * For each election a line: status, whether all outcomes were found, then each outcome as winners "2,1", and for lists
 * their seats after a "/". What is refused gives its first code.
 */
#include <cordon/count.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct bytes {
	const char *at;
	size_t left;
} bytes;

static long read_bytes(void *context, void *buffer, size_t size)
{
	bytes *b = context;
	size_t taken = size < b->left ? size : b->left;
	memcpy(buffer, b->at, taken);
	b->at += taken;
	b->left -= taken;
	return (long)taken;
}

static char *read_body(size_t length)
{
	char *body = malloc(length + 2);
	if (!body || fread(body, 1, length + 1, stdin) != length + 1)
		exit(2);
	body[length] = '\0';
	return body;
}

static void print_numbers(const int *number, int count, int first)
{
	for (int i = 0; i < count; i++)
		printf("%s%d", i ? "," : "", number[i] + first);
}

static void print_result(const cordon_count_result *r, cordon_status status)
{
	printf("%d %d", (int)status, r->outcomes_complete);
	for (size_t i = 0; i < r->outcomes; i++) {
		putchar(' ');
		print_numbers(r->outcome[i].winner, r->outcome[i].winners, 1);
		if (r->outcome[i].list_seats) {
			putchar('/');
			print_numbers(r->outcome[i].list_seats, r->election->lists, 0);
		}
	}
}

static void count_one(const char *format, char *body, size_t length, const cordon_count_rule *rule,
		      const cordon_settings *settings)
{
	bytes source = {body, length};
	cordon_reader reader = {read_bytes, &source};
	cordon_election_options options = {format, settings, false};
	cordon_election *election = NULL;
	cordon_count_result result;
	cordon_error error;
	cordon_error_init(&error);
	cordon_status status = cordon_election_read(&reader, "election", &options, &election, &error);
	if (!status) {
		status = cordon_count(election, rule, settings, NULL, &result, &error);
		if (!error.errors)
			print_result(&result, status);
		cordon_count_free(&result);
	}
	if (error.errors)
		printf("%d 0 %s", (int)status, error.finding[0].what.code->id);
	putchar('\n');
	cordon_election_free(election);
	cordon_error_free(&error);
}

static void take_settings(cordon_settings *settings, char *body, size_t length)
{
	bytes source = {body, length};
	cordon_reader reader = {read_bytes, &source};
	cordon_error error;
	cordon_error_init(&error);
	cordon_settings_free(settings);
	cordon_settings_init(settings);
	if (cordon_settings_read(&reader, "settings", settings, &error))
		exit(2);
	cordon_error_free(&error);
}

int main(void)
{
	char line[256], what[128], value[128];
	const cordon_count_rule *rule = NULL;
	cordon_settings settings;
	if (cordon_init())
		return 2;
	cordon_settings_init(&settings);
	while (fgets(line, sizeof line, stdin)) {
		if (sscanf(line, "%127s %127s", what, value) != 2)
			return 2;
		if (!strcmp(what, "rule")) {
			rule = cordon_count_rule_find(value);
			continue;
		}
		size_t length = strtoul(value, NULL, 10);
		char *body = read_body(length);
		if (!strcmp(what, "settings"))
			take_settings(&settings, body, length);
		else if (rule)
			count_one(what, body, length, rule, &settings);
		free(body);
	}
	cordon_settings_free(&settings);
	return rule ? 0 : 2;
}
