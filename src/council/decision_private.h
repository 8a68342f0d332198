/* What the files of the decisions share; see decision.h. */
#ifndef COUNCIL_DECISION_PRIVATE_H
#define COUNCIL_DECISION_PRIVATE_H

#include "council/ballot.h"
#include "council/decision.h"
#include "council/decision_codes.h"
#include "council/rules.h"

typedef struct proposal {
	char id[BODY_ID], body[BODY_ID], person[PERSON_ID], status[DECISION_WORD], voters[DECISION_WORD];
	int64_t entry, time, rules_version, put_time, until_time;
	bool has_commitment;
	char commitment[65];
} proposal;

/* The proposal that the act's field names; refused when there is none, or when it has not that status (NULL: any). */
cordon_status proposal_of_act(const act_context *act, const char *status, proposal *out);
/* The rules a vote goes by: those in force when it began. rules_free. */
void proposal_rules(state *s, const proposal *p, rules *out);
/* The effects of one of its options, NULL for none; the caller owns them. */
json_t *proposal_effects(state *s, const char *proposal, const char *option);

/* The fields in which a vote is given (ballot.h). */
#define BALLOT_FIELDS                                                                                                  \
	{"choice", ACT_ID, N_("one option: yes, no, further, an amendment, or abstain"), .optional = true},            \
		{"rank", ACT_ID, N_("options in order of preference, where there are amendments"), .optional = true,   \
		 .many = true},                                                                                        \
	{                                                                                                              \
		"split", ACT_DOCUMENT,                                                                                 \
			N_("a divided vote: a list of {choice or rank, share}; the shares add up to 100"),             \
			.optional = true                                                                               \
	}

#endif
