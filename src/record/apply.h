/* An entry put to the state: whether it follows the one before, is under valid keys, new, allowed; then its effect.
 * The one path for acts that are taken in and for replay. Signatures themselves are checked apart (entry_signed),
 * since that can be done out of order and on every core.
 */
#ifndef RECORD_APPLY_H
#define RECORD_APPLY_H

#include "record/entry.h"

enum { APPLY_LEAD = 600, APPLY_AGE = 366 * 86400 }; /* seconds that `made` may lie after and before the entry's time */

typedef struct applier {
	state *state;
	const act_world *world;
	char id[ENTRY_ID]; /* of the book; filled by entry 0 */
	int64_t size, time; /* of the last entry; INT64_MIN before the first */
} applier;

/* Everything wrong is reported. A refused entry changes neither state nor applier (a function that changed the state
 * and then refused is broken: asserted). */
cordon_status apply_entry(applier *a, const entry *e, cordon_error *error);

#endif
