/* Text messages: a claim, a delivery or a complaint, each in one message of 160 places of the GSM 7-bit alphabet
 * (3GPP TS 23.038), with check characters, so that any telephone and any hand can carry them.
 *
 *	CORDON1 CLAIM TOKEN CYCLE GOOD:QUANTITY ... /CHECK
 *	CORDON1 DELIVERY PLACE CYCLE NUMBER GOOD:QUANTITY ... /CHECK
 *	CORDON1 COMPLAINT PLACE CYCLE TOKEN WORDS /CHECK        (TOKEN is - of whoever gives no token)
 *
 * CHECK is a CRC-24 (RFC 9580, 6.1) of everything before " /", one byte a septet, as five characters of Crockford's
 * base 32. Every change of one character, every swap of two neighbours, every damage within 24 bits is caught, and of
 * all others one in 16 million is not. One message has one text: what is decoded encodes to the same characters, but
 * that the check may be read in small letters, O for 0, I and L for 1.
 *
 * It is a form, not a signature: anybody can write a message with a good check, and nothing in it is secret. Who may
 * claim is not asked here.
 */
#ifndef SUPPLY_MESSAGE_H
#define SUPPLY_MESSAGE_H

#include "base/text.h"
#include "supply/token.h"

#include <cordon/base.h>

#include <jansson.h>

enum {
	MESSAGE_SEPTETS_MAX = 160,
	MESSAGE_CHECK = 5,
	MESSAGE_NAME_MAX = 24, /* of a place or a good */
	MESSAGE_GOODS_MAX = 16,
	MESSAGE_NUMBER_MAX = 999999999,
	MESSAGE_TEXT_MAX = 4 * MESSAGE_SEPTETS_MAX + 1, /* bytes of UTF-8, terminated */
};

typedef enum message_kind { MESSAGE_CLAIM, MESSAGE_DELIVERY, MESSAGE_COMPLAINT, MESSAGE_KINDS } message_kind;

typedef struct message_good {
	char name[MESSAGE_NAME_MAX + 1];
	int64_t quantity;
} message_good;

typedef struct message {
	message_kind kind;
	char token[TOKEN_DIGITS_MAX + 1]; /* of a claim; of a complaint, "" for nobody's */
	char place[MESSAGE_NAME_MAX + 1]; /* of a delivery: where it came; of a complaint: what it is about */
	int64_t cycle, number; /* number: of a delivery's note */
	message_good good[MESSAGE_GOODS_MAX];
	size_t goods;
	char words[MESSAGE_TEXT_MAX]; /* of a complaint */
} message;

/* "claim", "delivery", "complaint" */
const char *message_kind_name(message_kind kind);

/* Where a message comes from, for findings. */
typedef struct message_source {
	const char *file;
	long line;
	cordon_error *error;
} message_source;

/* The text of a message; `septets` is how many places it takes. Of words, the accents that the alphabet lacks are left
 * off (a for á); everything else it lacks, and a message that is too long, is refused. */
cordon_status message_encode(const message *m, message_source from, text *out, int *septets);
/* The message that a text is; blanks around it do not matter. Everything else that is not in the form is refused, with
 * the number of the character. */
cordon_status message_decode(const char *bytes, size_t length, message_source from, message *out);

/* {"kind":"claim","token":"42173...","cycle":12,"goods":{"arroz":3}} and the like, both ways. */
json_t *message_json(const message *m);
cordon_status message_of_json(const json_t *json, message_source from, message *out);

/* Inside the room and for its tests. */
uint32_t message_crc24(const unsigned char *bytes, size_t length);
/* The septets of a text, an escape before those of the extension table; the number of the first character that has none
 * in `bad` (0: all have one). At most `most` are written; how many there are is returned. */
size_t message_septets(const char *bytes, size_t length, unsigned char *septet, size_t most, long *bad);

#endif
