/* What an outlet's counter needs to know, and what a household may ask of its own card, as data.
 *
 * The counter's answer is the bundle (bundle.h) with what a screen shows beside it: names of goods, every line drawn
 * in the cycle by its households or at the outlet, when it came into the book, and what was brought back. A counter
 * that keeps it goes on without a link: what it draws itself it adds to the lines, as merging does (draw.h).
 *
 * It has tokens and quantities, and no names, sizes, ages or reasons. Nothing here changes anything.
 */
#ifndef SUPPLY_COUNTER_H
#define SUPPLY_COUNTER_H

#include "record/state.h"

#include <jansson.h>

/* All outlets of all bodies, with keepers and the cycle that a counter is at. The caller owns what is given. */
json_t *counter_list(state *s, int64_t time);

/* One counter. `cycle` 0: the one that its days say: the last that began and is not closed, otherwise the last that
 * began, otherwise the first known. NULL: no such outlet or cycle of the body, or more than a bundle holds. */
json_t *counter_data(state *s, const char *body, const char *outlet, int64_t cycle, int64_t time);

/* What a card is served in the bodies that know it: of each good what it is to have, drew, brought back and has left;
 * every line drawn with it; the card as a QR code (a path of squares). `body` NULL: in all. NULL: no body serves it. */
json_t *counter_card(state *s, const char *token, const char *body, int64_t cycle, int64_t time);

#endif
