/* See builder.h. */
#include "supply/builder.h"

#include <string.h>

void builder_free(builder *b)
{
	names_free(&b->item);
	names_free(&b->place);
	names_free(&b->outlet);
	names_free(&b->household);
}

static int32_t add_name(builder *b, names *of, const char *name, bool *is_new)
{
	int known = names_find(of, name);
	*is_new = known < 0;
	return *is_new ? names_add(of, arena_copy_text(&b->p->storage, name)) : known;
}

int32_t builder_place(builder *b, const char *name)
{
	supply_problem *p = b->p;
	bool is_new;
	int32_t at = add_name(b, &b->place, name, &is_new);
	if (is_new) {
		MEMORY_RESERVE(p->place, p->places, p->places_room);
		p->place[p->places++] = b->place.name[at];
	}
	return at;
}

int32_t builder_outlet(builder *b, const char *name)
{
	supply_problem *p = b->p;
	bool is_new;
	int32_t at = add_name(b, &b->outlet, name, &is_new);
	if (is_new) {
		MEMORY_RESERVE(p->outlet, p->outlets, p->outlets_room);
		p->outlet[p->outlets++] = b->outlet.name[at];
	}
	return at;
}

int32_t builder_item(builder *b, const char *good, const char *instead)
{
	supply_problem *p = b->p;
	bool is_new;
	text key = {0};
	text_add_format(&key, "%s\x1f%s", good, instead);
	int32_t at = add_name(b, &b->item, text_string(&key), &is_new);
	text_free(&key);
	if (!is_new)
		return at;
	MEMORY_RESERVE(p->item, p->items, p->items_room);
	p->item[p->items++] = (supply_item){arena_copy_text(&p->storage, good),
					    *instead ? arena_copy_text(&p->storage, instead) : NULL, ""};
	if (*instead)
		builder_item(b, instead, "");
	return at;
}

int32_t builder_household(builder *b, const char *token, const char *outlet)
{
	supply_problem *p = b->p;
	bool is_new;
	int32_t at = add_name(b, &b->household, token, &is_new);
	if (!is_new)
		return -1;
	MEMORY_RESERVE(p->household, p->households, p->households_room);
	p->household[p->households++] = (supply_household){b->household.name[at], builder_outlet(b, outlet)};
	return at;
}

void builder_arrival(builder *b, supply_arrival arrival)
{
	MEMORY_RESERVE(b->p->arrival, b->p->arrivals, b->p->arrivals_room);
	b->p->arrival[b->p->arrivals++] = arrival;
}

void builder_serves(builder *b, supply_serves link)
{
	MEMORY_RESERVE(b->p->serves, b->p->links, b->p->links_room);
	b->p->serves[b->p->links++] = link;
}

void builder_claim(builder *b, supply_claim claim)
{
	MEMORY_RESERVE(b->p->claim, b->p->claims, b->p->claims_room);
	b->p->claim[b->p->claims++] = claim;
}

int32_t builder_drawn_item(const builder *b, const char *good)
{
	int32_t found = -1;
	for (size_t i = 0; i < b->p->items; i++)
		if (!strcmp(b->p->item[i].good, good) && (found < 0 || !b->p->item[i].instead))
			found = (int32_t)i;
	return found;
}
