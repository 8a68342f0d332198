/* See overview.h. */
#include "supply/overview.h"

#include "base/time.h"
#include "council/data.h"
#include "supply/allocation.h"
#include "supply/answers.h"

/* Rows that hold at ?2. */
#define HOLDS "from_time <= ?2 AND (until_time IS NULL OR until_time > ?2)"
/* A good and what came in its place. */
#define FAMILY "CASE WHEN ifnull(instead, '') = '' THEN good ELSE instead END"

/* ---- goods of a cycle -------------------------------------------------------------------------------------------- */

/* All goods that have a rule, arrived or were given: of the household's rations first, since fewer rows are joined. */
static const char goods_question[] =
	"WITH had AS (SELECT " FAMILY " AS family, household, sum(CASE instead WHEN '' THEN may ELSE 0 END) AS may, "
	"sum(amount) AS given FROM ration WHERE body = ?1 AND cycle = ?3 AND number = ?4 GROUP BY household, family), "
	"sums AS (SELECT family, sum(may) AS may, sum(given) AS given, sum(may > 0) AS households, sum(given < may) AS "
	"less FROM had GROUP BY family), "
	"came AS (SELECT " FAMILY " AS family, sum(amount) AS amount FROM delivery WHERE body = ?1 AND cycle = ?3 AND "
	"time <= ?2 AND (cancelled IS NULL OR cancelled > ?2) GROUP BY 1), "
	"every AS (SELECT good AS family FROM entitlement WHERE body = ?1 AND " HOLDS
	" UNION SELECT family FROM came UNION SELECT family FROM sums) "
	"SELECT every.family, (SELECT name FROM good WHERE body = ?1 AND good = every.family AND " HOLDS
	"), (SELECT unit FROM good WHERE body = ?1 AND good = every.family AND " HOLDS
	"), ifnull(came.amount, 0), sums.may, sums.given, sums.may - sums.given, sums.households, sums.less "
	"FROM every LEFT JOIN came USING (family) LEFT JOIN sums USING (family) ORDER BY every.family";

static void add_goods(state *s, json_t *one, const char *body, int64_t cycle, int64_t time)
{
	allocation_facts last;
	char when[TIME_TEXT];
	bool allocated = allocation_last(s, body, cycle, time, &last);
	if (allocated) {
		time_to_text(last.time, when);
		json_object_set_new(one, "allocation",
				    json_pack("{s:I, s:s, s:s}", "number", (json_int_t)last.number, "time", when,
					      "hash", last.hash));
	}
	json_object_set_new(
		one, "goods",
		data_rows(state_ask(s, goods_question, "siii", body, time, cycle, allocated ? last.number : (int64_t)0),
			  "good:s name:s unit:s arrived:i claimed:i given:i short:i households:i less:i"));
}

/* ---- a body ------------------------------------------------------------------------------------------------------ */

static int64_t present_cycle(state *s, const char *body, int64_t time)
{
	return state_number(
		s, 0,
		"SELECT cycle FROM cycle WHERE body = ?1 AND opened <= ?2 ORDER BY from_day <= ?2 DESC, cycle "
		"DESC LIMIT 1",
		"si", body, time);
}

static int64_t count(state *s, const char *question, const char *body, int64_t time)
{
	return state_number(s, 0, question, "si", body, time);
}

static void add_cycle(state *s, json_t *one, const char *body, int64_t time)
{
	int64_t cycle = present_cycle(s, body, time), waiting = 0, late = 0;
	json_t *cycles = supply_cycles(s, body, time), *known;
	size_t i;
	if (cycle) {
		json_array_foreach(json_object_get(cycles, "cycles"), i, known)
		{
			if (json_integer_value(json_object_get(known, "cycle")) == cycle) {
				json_object_del(known, "arrived");
				json_object_set(one, "cycle", known);
			}
		}
		add_goods(s, one, body, cycle, time);
		json_t *deliveries = supply_deliveries(s, body, cycle, time);
		json_array_foreach(json_object_get(deliveries, "expected"), i, known)
		{
			bool done = json_integer_value(json_object_get(known, "arrived")) >=
					    json_integer_value(json_object_get(known, "amount")) ||
				    json_object_get(known, "substituted");
			waiting += !done;
			late += !done && json_is_true(json_object_get(known, "late"));
		}
		json_decref(deliveries);
	}
	json_decref(cycles);
	json_object_update_new(one, json_pack("{s:I, s:I}", "waiting", (json_int_t)waiting, "late", (json_int_t)late));
}

static json_t *body_data(state *s, const char *body, const char *name, int64_t time)
{
	json_t *one = json_pack(
		"{s:s, s:s, s:I, s:I, s:I, s:I, s:I}", "body", body, "name", name, "households",
		(json_int_t)count(s, "SELECT count(*) FROM household WHERE body = ?1 AND " HOLDS, body, time), "people",
		(json_int_t)count(s, "SELECT ifnull(sum(size), 0) FROM household WHERE body = ?1 AND " HOLDS, body,
				  time),
		"outlets",
		(json_int_t)count(s, "SELECT count(*) FROM outlet WHERE body = ?1 AND kind = 'outlet' AND " HOLDS, body,
				  time),
		"complaints",
		(json_int_t)count(
			s,
			"SELECT count(*) FROM complaint c WHERE body = ?1 AND time <= ?2 AND NOT EXISTS (SELECT 1 "
			"FROM complaint_outcome o WHERE o.body = c.body AND o.complaint = c.complaint AND o.time <= "
			"?2)",
			body, time),
		"overdue",
		(json_int_t)count(
			s,
			"SELECT count(*) FROM complaint c WHERE body = ?1 AND time <= ?2 AND until_time < ?2 AND NOT "
			"EXISTS (SELECT 1 FROM complaint_outcome o WHERE o.body = c.body AND o.complaint = "
			"c.complaint AND o.time <= ?2)",
			body, time));
	add_cycle(s, one, body, time);
	return one;
}

json_t *supply_overview(state *s, const char *body, int64_t time)
{
	char when[TIME_TEXT];
	json_t *list = json_array();
	state_rows rows =
		state_ask(s,
			  "SELECT body, name FROM body WHERE (?1 IS NULL OR body = ?1) AND (body IN (SELECT body "
			  "FROM outlet) OR body IN (SELECT body FROM cycle)) ORDER BY name, body",
			  "s", body);
	while (state_row(&rows))
		json_array_append_new(list, body_data(s, state_text(&rows, 0), state_text(&rows, 1), time));
	time_to_text(time, when);
	return json_pack("{s:s, s:o}", "at", when, "bodies", list);
}
