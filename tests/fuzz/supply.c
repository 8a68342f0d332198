/* Any bytes as a text message, as its JSON and as a log: never a crash; a message that is read writes the same
 * characters and reads as itself; a merged log is read again as the same set, and merging it with itself changes
 * nothing. */
#include "supply/draws.h"
#include "supply/message.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_written(const message *m)
{
	message again;
	text out = {0};
	int septets;
	if (!message_encode(m, (message_source){"m", 1, NULL}, &out, &septets)) {
		assert(septets <= MESSAGE_SEPTETS_MAX);
		assert(message_decode(out.bytes, out.length, (message_source){"m", 1, NULL}, &again) == CORDON_OK);
		text once = {0};
		assert(message_encode(&again, (message_source){"m", 1, NULL}, &once, &septets) == CORDON_OK);
		assert(once.length == out.length && !memcmp(once.bytes, out.bytes, out.length));
		text_free(&once);
	}
	text_free(&out);
}

/* What was taken for a message is one: it writes, and its JSON is of itself. */
static void check_message(const char *bytes, size_t length)
{
	message m, again;
	text out = {0};
	int septets;
	if (message_decode(bytes, length, (message_source){"m", 1, NULL}, &m))
		return;
	assert(message_encode(&m, (message_source){"m", 1, NULL}, &out, &septets) == CORDON_OK);
	text_free(&out);
	json_t *json = message_json(&m), *same;
	assert(message_of_json(json, (message_source){"m", 1, NULL}, &again) == CORDON_OK);
	same = message_json(&again);
	assert(json_equal(json, same));
	json_decref(same);
	json_decref(json);
}

static void check_log(const char *bytes, size_t length)
{
	draws d = {0}, twice = {0};
	draws_answer answer;
	text log = {0}, again = {0};
	if (!draws_read(&d, "log", bytes, length, NULL)) {
		draws_merge(&d);
		draws_write(&d, &log);
		assert(!draws_read(&twice, "log", text_string(&log), log.length, NULL));
		assert(!draws_read(&twice, "log", bytes, length, NULL));
		draws_merge(&twice);
		draws_write(&twice, &again);
		assert(again.length == log.length && !memcmp(text_string(&again), text_string(&log), log.length));
		draws_ask(&d, NULL, &answer);
		draws_answer_free(&answer);
	}
	draws_free(&d);
	draws_free(&twice);
	text_free(&log);
	text_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	message m;
	const char *bytes = (const char *)data;
	check_message(bytes, size);
	check_log(bytes, size);
	json_t *json = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, NULL);
	if (json && !message_of_json(json, (message_source){"m", 1, NULL}, &m))
		check_written(&m);
	json_decref(json);
	json_decref(draws_entitlements("e", bytes, size, NULL));
	return 0;
}
