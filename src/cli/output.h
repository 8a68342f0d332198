/* What every command prints alike: findings as text or JSON, JSON documents, progress. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/command.h"

#include <jansson.h>

/* Prints findings, one a line: "FILE:ROW: FIELD: what is wrong (found X; expected Y)". */
void output_findings(const cli_context *cli, const cordon_error *error, FILE *stream);

/* The findings as a JSON array (fields: severity, code, file, row, field, found, message, expected), in the language of
 * `cli`. */
json_t *output_findings_json(const cli_context *cli, const cordon_error *error);

/* Prints cli->error, if anything is in it, to standard error: text, or {"findings": [...]} with --json. */
void output_errors(const cli_context *cli);

/* The findings of cli->error as the array above; they are then in the document, and not printed again at the end. */
json_t *output_take_findings_json(cli_context *cli);

/* A gap or violation for people: two digits, and "< 1e-12" for what is below `noise` (then the digits are rounding, and
 * differ between machines). JSON has them all. */
const char *output_gap(double gap, double noise, char out[32]);

/* A number as people read it (report/number.h). */
void output_number(const cli_context *cli, char out[32], double value);
/* A number, or null where it is none or endless. */
json_t *output_finite(double value);

/* Prints a JSON document and a newline, and releases it. Keys stand in the order they were set. */
cordon_status output_json(const cli_context *cli, json_t *document);

/* What a cordon_writer calls to write into a text: {output_add_bytes, &out}. Never fails. */
bool output_add_bytes(void *context, const void *bytes, size_t size);

/* Progress to standard error, as --progress says; sets cli->progress. Stops at SIGINT and SIGTERM. */
void output_progress_begin(cli_context *cli);
void output_progress_end(cli_context *cli);

#endif
