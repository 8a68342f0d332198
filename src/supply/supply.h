/* Supply in the book: what the room's families declare, put together for the book, and what all of them go by.
 *
 *	outlet       places of a body: outlets, where households draw, and warehouses that serve them
 *	good         what is shared out, in which unit, how many units a crate
 *	household    card tokens with size and numbers; moved, merged after a hearing, taken apart again
 *	entitlement  what a household may have, by rules that the body decided; weights
 *	cycle        the times for which rations are made
 *	ceiling      the highest prices allowed, by decision; price: what they were, reported; complaint
 *	delivery     what is expected and what arrived, for which cycle
 *	draw         what was drawn, as outlets' devices and paper have it
 *	transfer     goods sent and received between places
 *	stock        counted, spoiled, brought back, asked for in vain; accounts of places
 *
 * Everything belongs to a body (field `body`), which is its supply committee: any body can be one. Everything is
 * dated by the entry's time, in rows with `from` and `until` as the councils' (council/council.h). Nothing in it
 * knows what anybody belongs to, votes for or thinks: tests/unit/supply_book.c lists every field there may be.
 */
#ifndef SUPPLY_SUPPLY_H
#define SUPPLY_SUPPLY_H

#include "record/act.h"

extern const act_kind *const supply_kind[];
extern const size_t supply_kinds;
extern const state_schema *const supply_schema[];
extern const size_t supply_schemas;

#endif
