/* The node's checkpoints as signed notes (C2SP signed-note, tlog-checkpoint): a first form that reads only our own. */
#ifndef RECORD_NOTE_H
#define RECORD_NOTE_H
#include "base/text.h"
#include <cordon/base.h>
typedef struct checkpoint {
	char origin[128];
	uint64_t size;
	unsigned char root[32];
} checkpoint;
bool checkpoint_read(const char *bytes, size_t length, checkpoint *out, cordon_text *why);
bool note_is_signed(const char *note, size_t length, const char *name, const unsigned char key[32]);
void note_write_checkpoint(text *out, const char *origin, uint64_t size, const unsigned char root[32]);
void note_sign(text *note, const char *name, const unsigned char secret[64]);
#endif
