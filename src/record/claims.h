/* What is claimed of a tree: that its first `size` entries have a root, that entry number n has a leaf. Checkpoints and
 * receipts, from the book itself or kept elsewhere, come down to such claims; they are checked while the tree grows.
 */
#ifndef RECORD_CLAIMS_H
#define RECORD_CLAIMS_H

#include "base/text.h"
#include "record/merkle.h"

#include <cordon/base.h>

enum {
	CLAIMS_MAX = 10000,
	BOOK_ORIGIN = 101, /* the founding act's field has at most 100 bytes */
	BOOK_NOTE_MAX = 65536, /* bytes of a checkpoint's note */
	BOOK_RECEIPT_MAX = 262144, /* of a receipt's canonical bytes */
};

typedef struct claim {
	const char *file; /* where it was read, for messages; borrowed */
	bool is_leaf; /* of entry size - 1; else of the root of `size` entries */
	int64_t size;
	merkle_hash hash;
	char *note; /* a root's: the signed note, to be checked under the node's key of that time */
} claim;

typedef struct claims {
	claim *claim; /* ascending by size once sorted */
	int count, capacity, met; /* `met`: those before it were checked */
} claims;

/* Adds what a checkpoint's note or a receipt says; its own proof is checked here. The origin must be `origin`. */
cordon_status claims_read(claims *c, const char *file, const char *bytes, size_t length, const char *origin,
			  const char *book, cordon_error *error);
void claims_sort(claims *c);
void claims_free(claims *c);

#endif
