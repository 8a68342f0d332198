/* A short life of a book, the same in every run: acts signed once, taken in and committed in groups, a receipt of each
 * commit. What the tests of this folder break in the middle, and then look at what is left of.
 */
#ifndef CRASH_SCENE_H
#define CRASH_SCENE_H

#include "record/book.h"
#include "record/keyfile.h"

enum { SCENE_COMMITS = 12, SCENE_ACTS = 5, SCENE_TIME = 87642000 }; /* 1972-10-11T09:00:00Z */

typedef struct scene {
	char folder[64];
	book_options options;
	keyfile keeper;
	text act[SCENE_COMMITS * SCENE_ACTS];
	char signature[SCENE_COMMITS * SCENE_ACTS][87];
	int commits, in_commit[SCENE_COMMITS];
	char *receipt[SCENE_COMMITS]; /* of the last run */
	int receipts;
} scene;

/* Every room's acts. */
const act_world *scene_world(void);

/* Makes the book in a new folder under /tmp and signs the acts. `vfs`: as book_options has it. Ends the program if
 * that fails. */
void scene_make(scene *s, const char *vfs, int commits);
void scene_free(scene *s); /* and takes the folder away */
void scene_forget_receipts(scene *s);

/* Opens the book, takes everything in until it is done or something fails, closes it. `told` (may be NULL) gets each
 * receipt as soon as it is given. */
cordon_status scene_run(scene *s, void (*told)(void *context, const char *receipt), void *context);

/* NULL: the book opens, holds, ends where a commit ends and has every act a receipt was given for; else what is wrong.
 * */
const char *scene_check(scene *s);

#endif
