/* Power cut at every write, sync, truncation and deletion of a book's database, many ways each.
 *
 *	power CUTS [SEED]            TAP; at least that many cuts
 *
 * A scenario takes acts in and commits them in groups, keeping the receipt of each. After a cut the book is opened
 * again: it must open, hold (cordon verify's replay), end with one of the commits that were made or under way, and
 * have every act a receipt was given for. The same on a disk that only says it synced must be found to lose acts: or
 * this test sees nothing.
 */
#include "power_vfs.h"
#include "scene.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

/* So few pages that the write-ahead log is moved into the file within the scenario too. */
static int set_up(sqlite3 *db, char **message, const struct sqlite3_api_routines *api)
{
	(void)message;
	(void)api;
	return sqlite3_exec(db, "PRAGMA wal_autocheckpoint = 24", NULL, NULL, NULL);
}

/* At least `cuts` cuts, every operation in turn; how many were not survived. */
static long cut_all(scene *s, power_disk *disk, long cuts, uint64_t seed, long *made)
{
	power_return(disk);
	scene_run(s, NULL, NULL);
	long operations = power_operations(disk), harmed = 0;
	for (*made = 0; *made < cuts;)
		for (long at = 1; at <= operations; at++, ++*made) {
			power_return(disk);
			power_fail_at(disk, at);
			scene_run(s, NULL, NULL);
			power_cut(disk, seed + (uint64_t)*made);
			const char *found = scene_check(s);
			if (found && harmed++ < 3)
				printf("# cut at operation %ld of %ld, seed %llu: %s\n", at, operations,
				       (unsigned long long)(seed + (uint64_t)*made), found);
		}
	return harmed;
}

int main(int argc, char **argv)
{
	static scene s;
	long cuts = argc > 1 ? atol(argv[1]) : 200, made;
	uint64_t seed = argc > 2 ? (uint64_t)atoll(argv[2]) : 1;
	if (cordon_init())
		return 1;
	sqlite3_auto_extension((void (*)(void))set_up);
	power_disk *disk = power_new();
	scene_make(&s, "power", SCENE_COMMITS);
	power_keep(disk);
	printf("1..3\n");
	power_return(disk);
	scene_run(&s, NULL, NULL);
	bool whole = s.receipts == s.commits && !scene_check(&s);
	printf("%sok 1 - without a cut everything is there\n", whole ? "" : "not ");
	long harmed = cut_all(&s, disk, cuts, seed, &made);
	printf("%sok 2 - %ld cuts: no receipted act lost, no half act (%ld harmed)\n", harmed ? "not " : "", made,
	       harmed);
	power_lie(disk, true);
	harmed = cut_all(&s, disk, 1, seed, &made);
	printf("%sok 3 - without fsync acts are lost, and this test sees it (%ld of %ld cuts)\n", harmed ? "" : "not ",
	       harmed, made);
	scene_free(&s);
	power_free(disk);
	return 0;
}
