/* A count's result as one HTML page: `cordon count --report FILE.html`. */
#ifndef CLI_COUNT_REPORT_H
#define CLI_COUNT_REPORT_H

#include "cli/count_show.h"

/* Writes the page, whole or not at all. */
cordon_status count_report_write(cli_context *cli, const cordon_count_result *result, const char *path);

#endif
