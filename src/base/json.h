/* Canonical JSON: RFC 8785, restricted so that anybody can write and read it with little code and no doubts.
 *
 * The subset: keys match [a-z0-9_]+ and none stands twice (so their order is the order of their bytes); numbers are
 * whole, within +-(2^53 - 1); texts are UTF-8 in Unicode's form NFC, without U+0000 and without code points that the
 * Unicode of utf8proc does not assign (whether those are NFC may change in a later Unicode, and RFC 8785 by way of
 * RFC 7493 bars the noncharacters among them); lists and objects stand at most JSON_DEPTH_MAX deep. true, false and
 * null are as in JSON. One value has exactly one text.
 *
 * What is read here is refused unless its bytes are that text: nothing is repaired. For JSON that need not be
 * canonical, use jansson itself.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/text.h"

#include <cordon/base.h>

#include <jansson.h>

enum {
	JSON_DEPTH_MAX = 12,
	JSON_CANONICAL_MAX = 1 << 20, /* bytes that json_read_canonical reads at most; who uses it may ask for less */
};
#define JSON_INTEGER_MAX INT64_C(9007199254740991) /* 2^53 - 1: what every JSON reader keeps exactly (RFC 7493) */

/* Whether `value` is in the subset. If not, `why` (may be NULL) says what is wrong, and the JSON pointer (RFC 6901) of
 * the value it is wrong with (of a wrong key: its object) is added to `where` (may be NULL). */
bool json_is_canonical_subset(const json_t *value, cordon_text *why, text *where);

/* Adds the canonical text of `value`, which must be in the subset (asserted). */
void json_canonical(const json_t *value, text *out);

/* The object or list whose canonical text these bytes are; the caller owns it. NULL, with the reason in `why` (may be
 * NULL), when they are not exactly that. Of a few errors at once it tells the first. */
json_t *json_read_canonical(const char *bytes, size_t length, cordon_text *why);
/* The same for what stands in that many lists and objects of a larger text. */
json_t *json_read_canonical_within(const char *bytes, size_t length, int depth, cordon_text *why);

#endif
