/* A count's stages as diagrams: for the report's page and for the operations room. */
#ifndef CLI_COUNT_CHARTS_H
#define CLI_COUNT_CHARTS_H

#include "cli/output.h"
#include "report/figure.h"

#include <cordon/count.h>

enum { COUNT_STAGES_DRAWN = 60 };

/* What was said of a stage, in the reader's language. */
void count_chart_said(const cli_context *cli, const cordon_stage *s, text *out);

/* Of a stage with tallies: which votes moved from whom to whom; `twin` has them to the last digit. False: nothing is
 * drawn, and where nothing moved `twin` is empty. The caller frees both. */
bool count_chart_stage(const cli_context *cli, const cordon_count_result *r, size_t stage, text *svg, table *twin);

/* [{"stage", "figure"}, ...] of those in which votes moved, COUNT_STAGES_DRAWN at most. */
json_t *count_charts_json(const cli_context *cli, const cordon_count_result *r);

#endif
