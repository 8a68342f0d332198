/* Marks: a ballot as polls and choices keep it, a text; how it is read from an act, and how such texts become an
 * election of src/count.
 *
 *	ana>bea=carla>->eva	ranks after >, equal ones after =, - for an empty rank; "" is a blank ballot
 *
 * Where approvals are counted the order says nothing. Not here: who may vote, and which ballots count (poll.h,
 * choice.h).
 */
#ifndef COUNCIL_MARKS_H
#define COUNCIL_MARKS_H

#include "base/names.h"
#include "base/text.h"

#include <cordon/count.h>
#include <jansson.h>

/* ["ana", ["bea", "carla"], "", "eva"], in place of what `marks` had; false when it has another form, names somebody
 * twice, or what is no option. */
bool marks_read(const names *options, const json_t *ranks, text *marks);

/* An election being built. The candidates are `stood`, which the caller keeps; who is not among them is left out. */
typedef struct marks_election {
	cordon_election e;
	const names *stood;
	size_t marks, mark_capacity, start_capacity, weight_capacity;
} marks_election;

void marks_begin(marks_election *b, const names *stood);
/* False, and nothing added: nobody on it stood. */
bool marks_add(marks_election *b, const char *marks, int64_t weight);
void marks_end(marks_election *b);

#endif
