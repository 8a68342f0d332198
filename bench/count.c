/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench/count: counts a large made-up election and says what it took. The same seed gives the same ballots everywhere.
 *
 *	build/bench/count RULE BALLOTS CANDIDATES SEATS SEED [FILE.blt]
 *
 * Every ballot ranks all candidates: at each rank two of those left are drawn and the one of the smaller number
 * stands (so the first are much more popular than the last). The ballots are written as BLT in memory (to FILE.blt
 * too, if it is given), read as any file is, and counted. Printed: processor seconds of reading and of counting,
 * stages, winners, and the largest memory of the process beyond the text of the file, by ballot.
 */
#include "base/draw.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "count/source.h"

#include <cordon/count.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { CANDIDATES_MOST = 1000 };

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double most_memory(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return 1024.0 * (double)usage.ru_maxrss;
}

static void add_number(text *out, int number)
{
	char digits[8];
	int length = 0;
	for (; number; number /= 10)
		digits[length++] = (char)('0' + number % 10);
	text_add(out, " ", 1);
	while (length)
		text_add(out, &digits[--length], 1);
}

static void add_ballot(text *out, draw *d, int candidates)
{
	int left[CANDIDATES_MOST];
	for (int c = 0; c < candidates; c++)
		left[c] = c + 1;
	text_add(out, "1", 1);
	for (int count = candidates; count; count--) {
		int a = (int)draw_below(d, (uint64_t)count), b = (int)draw_below(d, (uint64_t)count);
		int pick = a < b ? a : b;
		add_number(out, left[pick]);
		memmove(left + pick, left + pick + 1, (size_t)(count - pick - 1) * sizeof *left);
	}
	text_add(out, " 0\n", 3);
}

static void make(text *out, long ballots, int candidates, int seats, uint64_t seed)
{
	draw d = {seed};
	text_add_format(out, "%d %d\n", candidates, seats);
	for (long b = 0; b < ballots; b++)
		add_ballot(out, &d, candidates);
	text_add_string(out, "0\n");
	for (int c = 1; c <= candidates; c++)
		text_add_format(out, "\"Candidate %d\"\n", c);
	text_add_string(out, "\"Made-up election\"\n");
}

static int count(const char *rule, text *file, cordon_error *error)
{
	cordon_election *e;
	cordon_count_result result;
	cordon_settings settings;
	source_bytes from = {text_string(file), file->length};
	cordon_reader in = {source_read_bytes, &from};
	cordon_settings_init(&settings);
	double start = seconds();
	if (cordon_election_read(&in, "made-up.blt", NULL, &e, error))
		return 2;
	size_t ballots = e->ballots;
	double memory = 2.0 * (double)file->length, read = seconds();
	cordon_status status = cordon_count(e, cordon_count_rule_find(rule), &settings, NULL, &result, error);
	double counted = seconds();
	printf("%s: %zu ballots, reading %.2f s, counting %.2f s, %zu stages, %d winners, decided %d\n", rule, ballots,
	       read - start, counted - read, result.stages, result.winners, result.decided);
	printf("memory beyond the file's text, held twice while it is read: %.0f bytes a ballot\n",
	       (most_memory() - memory) / (double)ballots);
	cordon_count_free(&result);
	cordon_settings_free(&settings);
	cordon_election_free(e);
	return status == CORDON_BAD_INPUT ? 2 : 0;
}

int main(int argc, char **argv)
{
	cordon_error error;
	text file = {0};
	if (argc < 6 || !cordon_count_rule_find(argv[1]) || atoi(argv[3]) < 1 || atoi(argv[3]) > CANDIDATES_MOST) {
		fprintf(stderr, "usage: count RULE BALLOTS CANDIDATES SEATS SEED [FILE.blt]\n");
		return 2;
	}
	cordon_error_init(&error);
	make(&file, atol(argv[2]), atoi(argv[3]), atoi(argv[4]), strtoull(argv[5], NULL, 10));
	if (argc > 6 && file_write(argv[6], text_string(&file), file.length, &error))
		return 2;
	int status = count(argv[1], &file, &error);
	text_free(&file);
	cordon_error_free(&error);
	return status;
}
