/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How votes become seats and decisions: ballots in, result out. Nothing here touches a file, a clock or a source of
 * randomness; the same election, rule and settings give the same result to the last digit, everywhere.
 *
 * An *election* is candidates and ballots with integer weights, read by a format of the format table. A *rule* of the
 * rule table turns it into a *result*: stages that a returning officer would sign, winners, and every outcome that ties
 * leave open. All numbers of a result are exact and stand as text: "1914.00000" where a law prescribes fixed decimals,
 * "2/3" else.
 *
 * Ties are never hidden. A rule that meets one asks; the answer is drawn only from a seed in the settings
 * (docs/counting.md says how anyone replays the draw). Without a seed the count stops there and cordon_count returns
 * CORDON_UNPROVEN, with every outcome that the tie leaves open listed.
 *
 * This header does not say who may vote, and does not check identities.
 */
#ifndef CORDON_COUNT_H
#define CORDON_COUNT_H

#include <cordon/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Limits. The weights of all ballots together, and the votes of all lists together, are at most 10^12. */
enum {
	CORDON_CANDIDATES_MAX = 1000,
	CORDON_LISTS_MAX = 1000,
	CORDON_GROUPS_MAX = 10 * 1000,
	CORDON_BALLOTS_MAX = 100 * 1000 * 1000, /* ballots kept apart; equal ones may be one ballot with a weight */
	CORDON_OUTCOMES_MAX = 1000,
	CORDON_STAGES_MAX = 100 * 1000,
};
#define CORDON_WEIGHT_MAX UINT64_C(1000000000000)

/* ---- the election ------------------------------------------------------------------------------------------------ */

typedef enum cordon_ballot_kind {
	CORDON_BALLOTS_RANKED, /* candidates in order, ties and skipped ranks as they stand */
	CORDON_BALLOTS_APPROVAL, /* a set of candidates; the order says nothing */
	CORDON_BALLOTS_SCORES, /* candidates with whole numbers (points, a cumulative vote) */
	CORDON_BALLOTS_LISTS, /* votes of lists and of persons, already added up; no ballots */
} cordon_ballot_kind;

/* A mark of a ranked ballot: a candidate's number (from 0), perhaps with CORDON_MARK_TIED: ranked equal to the mark
 * before; or CORDON_MARK_SKIPPED: a rank the voter left empty. What a tie or a gap means is the rule's business. */
typedef uint16_t cordon_mark;
enum { CORDON_MARK_TIED = 0x8000, CORDON_MARK_SKIPPED = 0x7FFF };

typedef struct cordon_candidate {
	const char *name;
	const char *id; /* as the file names it (a nickname, a project number); NULL: none */
	const char *party; /* NULL: none */
	const char *cost; /* of a project, an exact decimal; NULL: none */
	int list; /* of list elections; -1: none */
	uint64_t votes; /* personal votes in list elections */
	bool withdrawn;
} cordon_candidate;

typedef struct cordon_list {
	const char *name;
	const char *pact; /* lists with the same pact count together first; NULL: alone */
	uint64_t votes; /* all votes of the list, those for its persons included */
} cordon_list;

/* Marks of ballot b: mark[start[b]] .. mark[start[b + 1] - 1]; score[] stands beside mark[] for CORDON_BALLOTS_SCORES.
 * */
typedef struct cordon_election {
	cordon_ballot_kind kind;
	const char *title; /* NULL: none */
	const char *budget; /* of a participatory budget, an exact decimal; NULL: none */
	int seats; /* 0: the file does not say */
	cordon_candidate *candidate;
	int candidates;
	cordon_list *list;
	int lists;
	size_t ballots;
	size_t *start;
	cordon_mark *mark;
	int32_t *score; /* NULL but for scores */
	uint64_t *weight; /* >= 1 */
	const char **group; /* names of what ballots may belong to (bodies, districts), for double majorities */
	int groups;
	uint16_t *ballot_group; /* by ballot, a number of group[]; NULL: no ballot belongs to any */
	uint64_t blank; /* weight of ballots without any mark: in no array, never lost */
	uint64_t invalid; /* weight of ballots set aside as invalid (cordon_election_options) */
	void *storage; /* private */
} cordon_election;

struct cordon_settings;

typedef struct cordon_election_options {
	const char *format; /* an id of the format table; NULL: by suffix, then by content */
	const struct cordon_settings *settings; /* those of reading (columns of a CSV) are used here; NULL: none */
	bool set_aside_invalid; /* a ballot that names a candidate twice: a warning, counted as invalid */
} cordon_election_options;

/* Reads an election. Every malformed ballot is a finding with its row; any error refuses the file. *election is NULL
 * then. */
CORDON_API cordon_status cordon_election_read(const cordon_reader *in, const char *file,
					      const cordon_election_options *options, cordon_election **election,
					      cordon_error *error);
CORDON_API void cordon_election_free(cordon_election *election);

/* Writes it in a format that can be written; CORDON_BAD_INPUT when the format cannot hold this election. */
CORDON_API cordon_status cordon_election_write(const cordon_election *election, const char *format,
					       const cordon_writer *out, cordon_error *error);

/* ---- the tables -------------------------------------------------------------------------------------------------- */

typedef struct cordon_count_rule {
	const char *id;
	const char *source; /* the law or paper it follows */
	const char *version; /* changes when the same ballots might give another report */
	cordon_ballot_kind ballots;
	const char *settings; /* keys of the settings it uses, with blanks between */
	const cordon_code *title;
} cordon_count_rule;

typedef struct cordon_count_format {
	const char *id;
	const char *suffixes; /* ".blt", with blanks between */
	const cordon_code *title;
	bool reads, writes;
} cordon_count_format;

typedef struct cordon_count_setting {
	const char *key;
	const cordon_code *help;
} cordon_count_setting;

/* The n-th entry of each table, NULL after the last. */
CORDON_API const cordon_count_rule *cordon_count_rule_at(size_t n);
CORDON_API const cordon_count_rule *cordon_count_rule_find(const char *id);
CORDON_API const cordon_count_format *cordon_count_format_at(size_t n);
CORDON_API const cordon_count_setting *cordon_count_setting_at(size_t n);

/* ---- settings ---------------------------------------------------------------------------------------------------- */

/* One value, always text: {"seats": 4} is ("seats", NULL, "4"); {"majority": {"Option A": "3/1"}} is ("majority",
 * "Option A", "3/1"); {"defaults": ["x", "y"]} is ("defaults", NULL, "x") and ("defaults", NULL, "y"). */
typedef struct cordon_setting {
	const char *key, *name, *value;
} cordon_setting;

typedef struct cordon_settings {
	cordon_setting *setting;
	size_t settings;
	void *storage; /* private */
} cordon_settings;

CORDON_API void cordon_settings_init(cordon_settings *settings);
CORDON_API void cordon_settings_free(cordon_settings *settings);
CORDON_API cordon_status cordon_settings_read(const cordon_reader *in, const char *file, cordon_settings *settings,
					      cordon_error *error);
/* Adds one value; it stands before those that are there. CORDON_BAD_INPUT for a key that is not in the table. */
CORDON_API cordon_status cordon_settings_set(cordon_settings *settings, const char *key, const char *value,
					     cordon_error *error);

/* ---- the result -------------------------------------------------------------------------------------------------- */

typedef enum cordon_candidate_state {
	CORDON_STATE_CONTINUING,
	CORDON_STATE_ELECTED,
	CORDON_STATE_EXCLUDED,
	CORDON_STATE_WITHDRAWN,
} cordon_candidate_state;

/* A candidate at the end of a stage. Numbers that a rule does not have are NULL. */
typedef struct cordon_tally {
	const char *votes;
	const char *transfer; /* what this stage added, or took off with a "-" */
	const char *keep; /* Meek's keep factor */
	cordon_candidate_state state;
} cordon_tally;

/* What went from one candidate to another in a stage: what a transfer diagram draws. */
typedef struct cordon_transfer {
	int from; /* a candidate; -1: the ballots themselves (first preferences) */
	int to; /* a candidate; -1: non-transferable */
	uint64_t papers; /* ballots by weight; 0: not told */
	const char *value; /* of one paper's vote; NULL: several or not told */
	const char *votes;
} cordon_transfer;

typedef struct cordon_stage {
	cordon_text *said; /* what happened, in order */
	size_t sayings;
	cordon_tally *tally; /* one a candidate; NULL: a stage without votes */
	cordon_transfer *transfer;
	size_t transfers;
	const char *quota;
	const char *exhausted; /* non-transferable votes so far, with what rounding lost */
	const char *exhausted_transfer; /* in this stage */
	const char *total; /* votes of the candidates together */
} cordon_stage;

/* A table of numbers: pairwise votes, beatpaths, quotients, scores of committees. Cell (r, c) is cell[r * columns + c].
 * */
typedef struct cordon_matrix {
	const char *key; /* "pairwise": the same in every language */
	cordon_text title;
	int rows, columns;
	const char **row, **column; /* headings */
	const char **cell; /* NULL: empty */
} cordon_matrix;

/* What a list, pact or party received. */
typedef struct cordon_share {
	const char *name;
	const char *within; /* the pact or list it is part of; NULL: none */
	const char *votes;
	int seats;
} cordon_share;

/* A tie met in the count: between candidates, or between lists or pacts (a pact has the number of its first list). */
typedef struct cordon_tie {
	int stage; /* number of the stage in which it fell, from 1; 0: before any */
	cordon_text why; /* what is to be decided */
	int *tied; /* numbers from 0, in the order of the election */
	const char **name;
	int count;
	int chosen; /* a number of tied[]; -1: the count stopped here */
	const char **digest; /* one a tied, of the draw; NULL: none was drawn */
} cordon_tie;

/* One outcome that the ballots allow: winners in the order elected, and where lists win seats, how many each. */
typedef struct cordon_outcome {
	int *winner;
	int winners;
	int *list_seats; /* one a list; NULL: no seats of lists */
} cordon_outcome;

typedef struct cordon_count_result {
	const cordon_count_rule *rule;
	const cordon_election *election; /* the caller keeps it alive */
	int seats;
	const char *valid; /* ballots counted, by weight */
	const char *invalid; /* ballots the file or the rule set aside, blank ones included */
	const char *quota; /* NULL: the rule has none, or another in each stage */
	bool decided; /* winner[] is the result; false: a tie stopped the count */
	int *winner; /* in the order elected */
	int winners;
	cordon_stage *stage;
	size_t stages;
	cordon_tie *tie;
	size_t ties;
	cordon_outcome
		*outcome; /* every set of winners that some way of deciding the ties gives; one when there was none */
	size_t outcomes;
	bool outcomes_complete; /* false: there are more than could be listed */
	cordon_matrix *matrix;
	size_t matrices;
	cordon_share *share;
	size_t shares;
	void *storage; /* private */
} cordon_count_result;

/* Counts. CORDON_OK: decided; CORDON_UNPROVEN: a tie stopped it (the result stands until there); CORDON_BAD_INPUT:
 * rule, settings and election do not fit. Free the result whatever the status. */
CORDON_API cordon_status cordon_count(const cordon_election *election, const cordon_count_rule *rule,
				      const cordon_settings *settings, const cordon_progress *progress,
				      cordon_count_result *result, cordon_error *error);
CORDON_API void cordon_count_free(cordon_count_result *result);

#ifdef __cplusplus
}
#endif
#endif
