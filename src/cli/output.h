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

/* Prints a JSON document and a newline, and releases it. Keys stand in the order they were set. */
cordon_status output_json(const cli_context *cli, json_t *document);

/* Progress to standard error, as --progress says; sets cli->progress. Stops at SIGINT and SIGTERM. */
void output_progress_begin(cli_context *cli);
void output_progress_end(cli_context *cli);

#endif
