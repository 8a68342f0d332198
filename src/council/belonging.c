/* See belonging.h. */
#include "council/belonging.h"

#include "base/memory.h"
#include "council/body.h"
#include "council/data.h"
#include "council/officer.h"
#include "council/person.h"
#include "council/seat.h"
#include "record/may.h"

#include <string.h>

/* ---- where ------------------------------------------------------------------------------------------------------- */

/* Of a person ?1 at ?2: rolls, offices; seats may be held through others that are lost, so they are asked for apart. */
static const char places[] = "SELECT b.body, b.name, b.kind, b.members, EXISTS (SELECT 1 FROM standing s WHERE "
			     "s.person = ?1 AND s.body = b.body), "
			     "(SELECT json_group_array(office) FROM (SELECT DISTINCT office FROM officer o WHERE "
			     "o.person = ?1 AND o.body = b.body "
			     "AND o.from_time <= ?2 AND (o.until_time IS NULL OR o.until_time > ?2) ORDER BY office)) "
			     "FROM (SELECT body FROM "
			     "standing WHERE person = ?1 AND body IS NOT NULL UNION SELECT body FROM officer WHERE "
			     "person = ?1 UNION SELECT council "
			     "FROM mandate WHERE person = ?1 AND ended_time IS NULL) JOIN body b USING (body) WHERE "
			     "b.closed IS NULL ORDER BY "
			     "b.members DESC, b.body";

static json_t *seats_in(state *s, const char *council, const char *person, int64_t time)
{
	seat_key seat;
	json_t *list = memory_require(json_array());
	if (seat_of_person(s, council, person, time, &seat))
		json_array_append_new(list,
				      json_pack("{s:s, s:I}", "body", seat.body, "seat", (json_int_t)seat.number));
	return list;
}

json_t *belonging_bodies(state *s, const char *person, int64_t time)
{
	json_t *list =
		data_rows(state_ask(s, places, "si", person, time), "body:s name:s kind:s members:s roll:f offices:j");
	for (size_t i = json_array_size(list); i-- > 0;) {
		json_t *one = json_array_get(list, i),
		       *seats = seats_in(s, json_string_value(json_object_get(one, "body")), person, time);
		json_object_set_new(one, "seats", seats);
		if (!json_is_true(json_object_get(one, "roll")) && !json_array_size(json_object_get(one, "offices")) &&
		    !json_array_size(seats))
			json_array_remove(list, i);
	}
	return list;
}

/* ---- what they may ----------------------------------------------------------------------------------------------- */

/* Kinds name the body they are done in `body`, or `council`. */
static json_t *may_in(state *s, const act_world *world, const char *body, const char *person, int64_t time,
		      const json_t *but)
{
	json_t *fields = json_pack("{s:s}", "body", body), *council = json_pack("{s:s}", "council", body);
	json_t *list = act_may_list(world, s, fields, person, time, but);
	json_t *there = act_may_list(world, s, council, person, time, but);
	for (size_t i = 0; i < json_array_size(there); i++)
		json_array_append(list, json_array_get(there, i));
	json_decref(there);
	json_decref(council);
	json_decref(fields);
	return list;
}

json_t *belonging_may(state *s, const act_world *world, const char *person, int64_t time)
{
	json_t *none = memory_require(json_object()), *bodies = belonging_bodies(s, person, time);
	json_t *may = act_may_list(world, s, none, person, time, NULL);
	for (size_t i = 0; i < json_array_size(bodies); i++) {
		json_t *one = json_array_get(bodies, i);
		json_object_set_new(
			one, "may",
			may_in(s, world, json_string_value(json_object_get(one, "body")), person, time, may));
	}
	json_decref(none);
	return json_pack("{s:s, s:o, s:o}", "person", person, "bodies", bodies, "may", may);
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

struct naming {
	book *book;
	state *state;
	const char *whose;
	json_t *bodies; /* of who is told */
	int64_t time;
};

static bool acted_for_others(const struct naming *n, const char *person)
{
	return state_has(n->state, "SELECT 1 FROM officer WHERE person = ?", "s", person) ||
	       state_has(n->state, "SELECT 1 FROM mandate WHERE person = ?", "s", person);
}

static bool is_told(const struct naming *n, const char *person)
{
	if (!n->whose || !strcmp(n->whose, person))
		return true;
	for (size_t i = 0; i < json_array_size(n->bodies); i++)
		if (state_has(n->state, "SELECT 1 FROM standing WHERE person = ? AND body = ?", "ss", person,
			      json_string_value(json_object_get(json_array_get(n->bodies, i), "body"))))
			return true;
	return json_array_size(n->bodies) > 0 && acted_for_others(n, person);
}

static void name_person(const struct naming *n, json_t *object)
{
	char found[65];
	text name = {0};
	const char *person = json_string_value(json_object_get(object, "person")),
		   *commitment = json_string_value(json_object_get(object, "commitment"));
	if (!person)
		return;
	bool told = !json_object_get(object, "name") && is_told(n, person);
	if (told && !commitment &&
	    state_word(
		    n->state, found, sizeof found,
		    "SELECT roll.commitment FROM standing JOIN roll USING (body, person) WHERE standing.person = ? AND "
		    "commitment IS NOT NULL ORDER BY from_entry DESC LIMIT 1",
		    "s", person))
		commitment = found;
	if (told && commitment && book_unseal(n->book, commitment, &name))
		json_object_set_new(object, "name", json_string(text_string(&name)));
	json_object_del(object, "commitment");
	text_free(&name);
}

/* What is below objects and lists is at most as deep as the documents of acts within answers. */
static void name_all(const struct naming *n, json_t *data)
{
	const char *key;
	json_t *value;
	size_t i;
	if (json_is_object(data)) {
		name_person(n, data);
		json_object_foreach(data, key, value)
		{
			name_all(n, value);
		}
	} else if (json_is_array(data)) {
		json_array_foreach(data, i, value)
		{
			name_all(n, value);
		}
	}
}

void belonging_name(book *b, json_t *data, const char *whose, int64_t time)
{
	struct naming n = {.book = b, .state = book_state(b), .whose = whose, .time = time};
	n.bodies = whose && *whose ? belonging_bodies(n.state, whose, time) : NULL;
	name_all(&n, data);
	json_decref(n.bodies);
}
