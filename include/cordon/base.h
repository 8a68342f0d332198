/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What every room of libcordon shares with its callers: statuses, findings and languages.
 *
 * The library never prints and never formats prose. It returns *codes with arguments* (a cordon_text) and the program
 * renders them in the reader's language. Everything wrong with an input is collected in one cordon_error, each entry
 * naming the file, row and field, what was found and what was expected.
 *
 * This is not a logging interface, and it owns no global state.
 */
#ifndef CORDON_BASE_H
#define CORDON_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CORDON_API __attribute__((visibility("default")))
#else
#define CORDON_API
#endif

/* The program's exit status is the same number. */
typedef enum cordon_status {
	CORDON_OK = 0,
	CORDON_UNPROVEN = 1,    /* asked to prove or verify something that does not hold */
	CORDON_BAD_INPUT = 2,   /* the input is wrong; the cordon_error says where */
	CORDON_INFEASIBLE = 3,  /* a linear programme without a solution, with its proof */
	CORDON_UNBOUNDED = 4,   /* a linear programme without a limit, with its proof */
	CORDON_INTERRUPTED = 5, /* stopped by the caller or a time limit */
	CORDON_IO = 6,          /* the machine failed: disk full, no permission */
} cordon_status;

/* A kind of message: `id` is stable and machine-readable ("economy.unit_unknown"), `text` is the English template,
 * with {0}..{3} standing for arguments. Compare codes by address; each room declares its own. */
typedef struct cordon_code {
	const char *id;
	const char *text;
} cordon_code;

enum { CORDON_TEXT_ARGS = 4 };

/* A message to be rendered: a code with its arguments (NULL where unused). */
typedef struct cordon_text {
	const cordon_code *code;
	const char *arg[CORDON_TEXT_ARGS];
} cordon_text;

typedef enum cordon_severity {
	CORDON_NOTE,    /* worth knowing; nothing is wrong */
	CORDON_WARNING, /* probably not meant; the input is still used */
	CORDON_ERROR,   /* the input is refused */
} cordon_severity;

/* One thing said about an input. Unknown parts are NULL (row: 0). Strings belong to the cordon_error. */
typedef struct cordon_finding {
	cordon_severity severity;
	const char *file;     /* path as the user gave it */
	long row;             /* 1-based line of the file; the header is line 1 */
	const char *field;    /* column name or JSON pointer */
	const char *found;    /* what stands there, cut at 80 bytes */
	cordon_text what;     /* what is wrong */
	cordon_text expected; /* what should stand there; code NULL when `what` says it all */
} cordon_finding;

/* A list of findings, owned by the caller: cordon_error_init, pass it down, read it, cordon_error_free.
 * At most CORDON_FINDINGS_MAX are kept; the counters go on counting. */
enum { CORDON_FINDINGS_MAX = 10000 };

typedef struct cordon_error {
	cordon_finding *finding;
	size_t count;    /* findings kept */
	size_t errors;   /* how many were reported, kept or not */
	size_t warnings;
	size_t notes;
	void *storage;   /* private */
} cordon_error;

CORDON_API void cordon_error_init(cordon_error *error);
CORDON_API void cordon_error_free(cordon_error *error);

typedef enum cordon_language { CORDON_ENGLISH, CORDON_SPANISH } cordon_language;

/* The language a POSIX locale name or a bare code asks for ("es_CL.UTF-8", "es"); English for anything unknown. */
CORDON_API cordon_language cordon_language_of(const char *locale);

/* Renders a text in a language into `out` (always terminated, cut at `size`); returns the length it needs. */
CORDON_API size_t cordon_text_render(const cordon_text *text, cordon_language language, char *out, size_t size);

/* How long work tells of itself and is told to stop. Both may be NULL.
 * `done` goes from 0 towards `total`; total 0 means it is not known. */
typedef struct cordon_progress {
	void (*step)(void *context, const cordon_text *phase, double done, double total);
	bool (*stop)(void *context); /* true: stop as soon as you can, return CORDON_INTERRUPTED */
	void *context;
} cordon_progress;

/* Where text comes from and goes to: rooms that touch no files are handed these.
 * read: up to `size` bytes into `buffer`, 0 at the end, -1 on failure. write: false on failure. */
typedef struct cordon_reader {
	long (*read)(void *context, void *buffer, size_t size);
	void *context;
} cordon_reader;
typedef struct cordon_writer {
	bool (*write)(void *context, const void *bytes, size_t size);
	void *context;
} cordon_writer;

/* Once per process, before anything else: readies the libraries beneath (libsodium). Idempotent. */
CORDON_API cordon_status cordon_init(void);

CORDON_API const char *cordon_version(void);

#ifdef __cplusplus
}
#endif
#endif
