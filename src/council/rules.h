/* The rules a body gave itself: a document with versions, changed by decisions under the version before.
 *
 * Everything in the document has a default, so that {} is a set of rules too; what is not known is refused with its
 * place (JSON pointer). docs/rules.md says what each key means; examples/rules has ready-made sets. What the rules say
 * is carried out by the files about rolls, seats, decisions and sessions, not here.
 *
 * The version in force at a moment is the last whose entry's time is not after it. Version 1 comes with the body.
 */
#ifndef COUNCIL_RULES_H
#define COUNCIL_RULES_H

#include "record/act.h"

#include <cordon/count.h>

/* An exact share, or a number where the denominator is 1. */
typedef struct rules_ratio {
	int64_t numerator, denominator; /* 0 <= numerator, 1 <= denominator */
} rules_ratio;

/* What a motion needs:
 *	simple      more yes than no
 *	absolute    more than half of those entitled
 *	two-thirds  yes at least twice no
 *	double      more yes than no of the votes, and in more than half of the bodies
 *	share       "3/5": that share at least of yes and no together */
typedef enum rules_majority_kind {
	RULES_SIMPLE,
	RULES_ABSOLUTE,
	RULES_TWO_THIRDS,
	RULES_DOUBLE,
	RULES_SHARE,
} rules_majority_kind;
typedef struct rules_majority {
	rules_majority_kind kind;
	rules_ratio share; /* of RULES_SHARE */
} rules_majority;

typedef enum rules_recall_who { RULES_BASE, RULES_DELEGATES } rules_recall_who;
typedef enum rules_fill { RULES_COUNTBACK, RULES_SUBSTITUTE, RULES_ELECTION } rules_fill;
typedef enum rules_method { RULES_FIXED, RULES_DHONDT, RULES_SAINTE_LAGUE, RULES_LARGEST_REMAINDER } rules_method;
typedef enum rules_voting { RULES_PAPER, RULES_OPEN } rules_voting;
typedef enum rules_instructions { RULES_IMPERATIVE, RULES_FREE } rules_instructions;
typedef enum rules_leaving { RULES_BOTH, RULES_EITHER } rules_leaving;

enum {
	RULES_TERM_DAYS_MAX = 3660,
	RULES_SEATS_MAX = 1000,
	RULES_SPONSORS_MAX = 2,
	RULES_TELLERS_MAX = 64, /* signatures of an act */
	RULES_READINGS_MAX = 5,
	RULES_NOTICE_DAYS_MAX = 366,
	RULES_TEXT_MAX = 200, /* bytes of the set's name and of the default option */
};

typedef struct rules {
	int64_t version;
	const char *name; /* of the ready-made set it began as; NULL: none */
	rules_ratio quorum; /* share of those entitled who must vote or attend; above 1 their number */
	rules_majority majority;
	struct {
		rules_ratio petition; /* share of the base who sign for the vote; above 1 their number */
		rules_ratio quorum;
		rules_majority majority;
		rules_recall_who who;
	} recall;
	int64_t term_days; /* 0: until recalled or replaced */
	rules_fill fill;
	struct {
		rules_method method;
		int64_t seats; /* of the council; of each body for RULES_FIXED */
		int64_t floor; /* seats of a body at least */
	} apportionment;
	const cordon_count_rule *election;
	const json_t *election_settings; /* of `document`: {"rule": ..., other settings of cordon count} */
	int64_t sponsors; /* of who is enrolled: members who sign too */
	struct {
		int64_t n, k; /* that many tellers, k of whom sign */
	} tellers;
	rules_voting voting;
	rules_instructions instructions;
	bool override; /* the base may override its delegate's vote against instructions */
	bool split_votes; /* a delegation may divide its votes: 70 yes, 30 no */
	int64_t readings;
	int64_t notice_days; /* from convocation to session */
	rules_majority amend; /* for changing these rules */
	struct {
		bool down, up; /* decisions bind in that direction where both bodies of a link say so */
	} binds;
	rules_leaving leaving; /* whether a body leaves this council by the decision of both sides or of either */
	const char *default_option; /* "further discussion" */

	json_t *document; /* what the texts above belong to */
} rules;

/* Reads a document; everything wrong in it is a finding in `file`, its field the JSON pointer beneath `at` ("" or
 * "/rules"). rules_free whatever the status. */
cordon_status rules_read(rules *out, const json_t *document, const char *file, const char *at, cordon_error *error);
void rules_free(rules *r);

/* The rules in force at a moment, or now; false when the body had none yet (it does not exist). rules_free when
 * true. */
bool rules_at(state *s, const char *body, int64_t time, rules *out);
bool rules_now(state *s, const char *body, rules *out);
/* One version of them, whatever came after. */
bool rules_version(state *s, const char *body, int64_t version, rules *out);

/* Fills settings (initialised by the caller) with those of `election`. They were checked when the rules were made. */
void rules_election_settings(const rules *r, cordon_settings *settings);

/* `share` of `whole`, rounded up; `share` itself, rounded up, where it is above 1. 1/2 of 7 is 4; 2/1 of 7 is 2. */
int64_t rules_part(rules_ratio share, int64_t whole);

/* The act of a kind that makes a version, for body_open and `rules`: `field` holds the document. Checks first
 * (CORDON_BAD_INPUT, nothing changed); rules_write then changes the state. */
cordon_status rules_check(const act_context *act, const char *field, rules *out);
void rules_write(const act_context *act, const char *body, const rules *r);

extern const act_kind rules_kind;
extern const state_schema rules_schema;

#endif
