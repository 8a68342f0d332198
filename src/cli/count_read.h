/* Reading what the commands of counting are given: settings and the election. */
#ifndef CLI_COUNT_READ_H
#define CLI_COUNT_READ_H

#include "cli/command.h"

#include <cordon/count.h>

/* --settings and --seats. */
cordon_status count_read_settings(cli_context *cli, cordon_settings *settings);

/* The first position, as --format and --set-aside say. */
cordon_status count_read_election(cli_context *cli, const cordon_settings *settings, cordon_election **election);

#endif
