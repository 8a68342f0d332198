/* Ballots of decisions as the state keeps them: a text of parts, each a weight and options in order of preference.
 *
 *	"100 yes"            one vote for yes            weights of one voter add up to 100: hundredths of a vote
 *	"70 yes;30 no"       a split vote
 *	"100 south yes"      ranked: south before yes, the others after both
 *	"100"                an abstention: it counts for the quorum alone
 *	"61 yes;12 no;2"     a tally sheet: here the weights are how many such ballots were found
 *
 * The options of a proposal are its own text (`yes`), the amendments that stand against it, `no`, and `further`:
 * further discussion, which is always there. Without amendments a ballot is for one option; with them it ranks. Secret
 * ballots, when they come, are another kind of source beside votes and tally sheets, and end in the same text.
 */
#ifndef COUNCIL_BALLOT_H
#define COUNCIL_BALLOT_H

#include "base/text.h"
#include "council/body.h"

enum {
	BALLOT_WHOLE = 100, /* the weight of one vote */
	BALLOT_AMENDMENTS_MAX = 16, /* of a proposal */
	BALLOT_OPTIONS_MAX = BALLOT_AMENDMENTS_MAX + 3,
	BALLOT_PARTS_MAX = 1000, /* different ballots of a tally sheet */
	BALLOT_SPLIT_MAX = 10, /* parts of a split vote */
};

#define BALLOT_YES "yes"
#define BALLOT_NO "no"
#define BALLOT_FURTHER "further"
#define BALLOT_ABSTAIN "abstain"

typedef struct ballot_options {
	int count;
	char id[BALLOT_OPTIONS_MAX][BODY_ID]; /* yes, amendments in the order they were made, no, further */
	bool ranked;
} ballot_options;

void ballot_options_read(state *s, const char *proposal, ballot_options *out);
/* The option's number; -1: it is none. */
int ballot_option(const ballot_options *options, const char *id);

/* Of an act with the fields `choice`, `rank` and `split`, exactly one given: adds the text of the ballot. */
cordon_status ballot_of_vote(const act_context *act, const ballot_options *options, bool may_split, text *out);
/* Of the field `tally`: adds its text and how many ballots it has. */
cordon_status ballot_of_tally(const act_context *act, const ballot_options *options, text *out, int64_t *total);

/* One part after the other of such a text. */
typedef struct ballot_part {
	int64_t weight;
	int ranks;
	int rank[BALLOT_OPTIONS_MAX]; /* numbers of options, the first preferred */
} ballot_part;
bool ballot_next(const char **at, const ballot_options *options, ballot_part *out);

#endif
