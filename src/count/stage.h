/* Filling a report. Every function copies what it is given into the result, and does nothing while run->quiet.
 *
 * A rule with stages: stage_begin, then any of the others in any order, until the next stage_begin.
 */
#ifndef COUNT_STAGE_H
#define COUNT_STAGE_H

#include "count/run.h"

/* Starts a stage; `tallies`: it has votes of candidates, all 0 and continuing (or withdrawn) until stage_tally says
 * more. The pointer is good until the next stage_begin; NULL while quiet. */
cordon_stage *stage_begin(count_run *run, bool tallies);
int stage_number(const count_run *run); /* of the stage under way, from 1; 0: none yet */

void stage_say(count_run *run, cordon_text what);
/* transfer, keep: NULL where there is none */
void stage_tally(count_run *run, int candidate, const char *votes, const char *transfer, const char *keep,
		 cordon_candidate_state state);
void stage_transfer(count_run *run, cordon_transfer transfer);
void stage_numbers(count_run *run, const char *quota, const char *exhausted, const char *exhausted_transfer,
		   const char *total);

/* A text whose arguments live as long as the report. */
cordon_text stage_keep(count_run *run, cordon_text what);

/* Names after commas, in memory of the report. */
const char *stage_names(count_run *run, const int *candidate, int count);

/* A matrix of empty cells to be filled with texts of run->keep; NULL while quiet. Headings are set likewise. */
cordon_matrix *stage_matrix(count_run *run, const char *key, cordon_text title, int rows, int columns);
void stage_share(count_run *run, const char *name, const char *within, const char *votes, int seats);

#endif
