/* A count's result in the forms it is printed in. The numbers are the result's own texts, in every language alike. */
#ifndef CLI_COUNT_SHOW_H
#define CLI_COUNT_SHOW_H

#include "cli/output.h"
#include "report/table.h"

#include <cordon/count.h>

/* "continuing", "elected", "excluded", "withdrawn": the same in every language. */
const char *count_state_word(cordon_candidate_state state);

/* A cell of a number (NULL: none) flush right by figure spaces, `width` bytes wide. */
void count_show_number(table *t, const char *number, size_t width);

void count_show_text(const cli_context *cli, const cordon_count_result *result);

/* One table: every candidate of every stage, and the non-transferable votes as a row without candidate. Other parts
 * of a result (lists, matrices) follow after an empty line each, with a header of their own. */
void count_show_csv(const cli_context *cli, const cordon_count_result *result);

json_t *count_show_json(const cli_context *cli, const cordon_count_result *result, const cordon_settings *settings);

#endif
