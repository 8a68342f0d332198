/* Recall: the base takes its delegate back, at any time.
 *
 * 1. A petition names a mandate; whoever may vote on it signs, on paper (tellers enter the names) or with their key.
 *    Only signatures of those who are still entitled count, and only once each.
 * 2. When they are the share that the rules of the delegate's body ask for (`recall.petition`), any elector, the
 *    secretary or the tellers open the vote. No officer can hold it up.
 * 3. The vote is a poll (poll.h) between yes and no.
 * 4. If enough took part (`recall.quorum`) and the majority is reached (`recall.majority`), the seat is empty in the
 *    entry that closes the vote, and so is every seat held through it above; then they are filled as the rules say
 *    (seat_change.h).
 *
 *	petition(petition, council, body, number, nth, electorate, reason, entry, time, open_entry, until_entry,
 *		until_time, result)
 *	petition_signature(petition, person, entry, on_paper)
 * A petition ends when its vote ends, or when the mandate does, whatever ended it. Who may recall is said by the
 * rules when the petition is begun.
 */
#ifndef COUNCIL_RECALL_H
#define COUNCIL_RECALL_H

#include "council/council.h"

extern const act_kind petition_kind, petition_sign_kind, recall_open_kind, recall_close_kind;
extern const state_schema recall_schema;

/* Signatures that count now, and how many it takes; false when there is no such petition. */
bool petition_signatures(state *s, const char *petition, int64_t now, int64_t *have, int64_t *need);

#endif
