/* Places of a body: outlets, where households draw, and warehouses, which hold stock and serve outlets.
 *
 * An outlet's id is its body's own. A closed one may be opened again under its id, as what it was before; its stock
 * account goes on where it ended. Who serves whom is a network, many to many: what no link says, no goods go.
 *
 * outlet(body, outlet, from, until, kind, name, hub): until NULL while open
 * outlet_keeper(body, outlet, person, from, until)
 * outlet_link(body, warehouse, outlet, from, until)
 */
#ifndef SUPPLY_OUTLET_H
#define SUPPLY_OUTLET_H

#include "record/act.h"

enum { OUTLET_ID = ACT_ID_MAX + 1, OUTLET_NAME = 201 };

typedef struct outlet_facts {
	bool warehouse;
	char name[OUTLET_NAME];
	char hub[OUTLET_ID]; /* "": none */
} outlet_facts;

/* Whether it is open at that moment; `out` may be NULL. */
bool outlet_find(state *s, const char *body, const char *outlet, int64_t time, outlet_facts *out);
bool outlet_keeps(state *s, const char *body, const char *outlet, const char *person, int64_t time);
/* Whether goods go from that place to that outlet: it is the same, or a link says so. */
bool outlet_reaches(state *s, const char *body, const char *from, const char *to, int64_t time);

/* Refuses unless the field names a place of the act's body that is open now; of an outlet if `only_outlet`. */
cordon_status outlet_check(const act_context *act, const char *field, bool only_outlet);

extern const act_kind outlet_open_kind, outlet_keeper_kind, outlet_served_kind, outlet_close_kind;
extern const state_schema outlet_schema;

#endif
