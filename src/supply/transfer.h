/* Goods on their way between places of a body: sent and received are two acts by two sides.
 *
 * A transfer has an id of the body's own, such as the number of its note. It is sent once; it is received in one or
 * more parts, the last of which says so: what is missing then is lost, until then it is under way. The receiver's act
 * may come into the book before the sender's, from where there is a link; nothing waits. Where the two do not fit
 * (another place, another good, more than was sent, received and never sent) both stand and it is shown
 * (transfer_list).
 *
 * transfer_sent(body, transfer, place, to_place, good, amount, cycle, entry, time)
 * transfer_received(body, transfer, entry, place, good, amount, cycle, last, time)
 */
#ifndef SUPPLY_TRANSFER_H
#define SUPPLY_TRANSFER_H

#include "record/act.h"

/* Transfers that are not simply done, as data: under way, lost, or not fitting. The caller owns it. */
json_t *transfer_list(state *s, const char *body, int64_t time);

extern const act_kind transfer_send_kind, transfer_receive_kind;
extern const state_schema transfer_schema;

#endif
