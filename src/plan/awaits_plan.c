/* See awaits_plan.h. */
#include "plan/awaits_plan.h"

#include "base/memory.h"
#include "council/data.h"
#include "plan/concern.h"
#include "record/may.h"

#include <string.h>

enum { PLANS_SHOWN = 5, STOPPAGES_SHOWN = 100 };

json_t *awaits_stoppages(state *s)
{
	return data_rows(
		state_ask(s,
			  "SELECT 'stoppage', stoppage, body, nullif(process, ''), text, person, time, entry FROM "
			  "economy_stoppage WHERE until_entry IS NULL ORDER BY entry DESC LIMIT ?",
			  "i", (int64_t)STOPPAGES_SHOWN),
		"what:s id:s body:s process:s title:s person:s time:t entry:i");
}

json_t *awaits_plans(state *s)
{
	return data_rows(state_ask(s,
				   "SELECT 'plan', plan, body, person, time, deadline, outcome, closed_time, entry "
				   "FROM economy_plan "
				   "ORDER BY entry DESC LIMIT ?",
				   "i", (int64_t)PLANS_SHOWN),
			 "what:s id:s body:s person:s time:t until:t outcome:s closed:t entry:i");
}

static bool may_answer(state *s, const act_world *world, const char *person, const char *body, const char *plan,
		       int64_t time)
{
	json_t *fields = json_pack("{s:s, s:s}", "body", body, "plan", plan);
	const act_kind *kind = act_kind_find(world, "plan_answer");
	bool yes = kind && act_may(world, s, kind, fields, person, time);
	json_decref(fields);
	return yes && state_has(s,
				CONCERN_OF_PLAN "SELECT 1 FROM concerned c WHERE c.body = ?2 AND NOT EXISTS (SELECT 1 "
						"FROM economy_answer a WHERE "
						"a.plan = ?1 AND a.body = c.body)",
				"ss", plan, body);
}

/* One hop along what is exchanged: commodities of a recipe of the one and, the other way round, of the other. */
static const char between[] =
	"SELECT DISTINCT r.commodity FROM economy_recipe r JOIN economy_process p ON p.body = r.body AND p.process = "
	"r.process "
	"AND p.from_entry = r.from_entry AND p.until_entry IS NULL JOIN economy_recipe o ON o.body = ?2 AND "
	"o.commodity = "
	"r.commodity AND o.direction <> r.direction JOIN economy_process q ON q.body = o.body AND q.process = "
	"o.process AND "
	"q.from_entry = o.from_entry AND q.until_entry IS NULL WHERE r.body = ?1 ORDER BY r.commodity LIMIT 8";

static json_t *near(state *s, const json_t *bodies, const json_t *stoppage)
{
	const char *stopped = json_string_value(json_object_get(stoppage, "body"));
	for (size_t i = 0; i < json_array_size(bodies); i++) {
		const char *body = json_string_value(json_object_get(json_array_get(bodies, i), "body"));
		json_t *goods = strcmp(body, stopped)
					? data_rows(state_ask(s, between, "ss", body, stopped), "commodity:s")
					: json_array();
		if (!strcmp(body, stopped) || json_array_size(goods)) {
			json_t *one = json_copy((json_t *)(uintptr_t)stoppage);
			json_object_set_new(one, "near", json_string(body));
			json_object_set_new(one, "goods", goods);
			return one;
		}
		json_decref(goods);
	}
	return NULL;
}

void awaits_plan_person(state *s, const act_world *world, const char *person, const json_t *bodies, int64_t time,
			json_t *list)
{
	json_t *plans = data_rows(
		       state_ask(s,
				 "SELECT 'answer', plan, body, deadline FROM economy_plan WHERE closed_entry IS NULL "
				 "ORDER BY entry DESC LIMIT ?",
				 "i", (int64_t)AWAITS_MAX),
		       "what:s id:s body:s until:t"),
	       *stoppages = awaits_stoppages(s);
	for (size_t p = 0; p < json_array_size(plans); p++)
		for (size_t i = 0; i < json_array_size(bodies); i++) {
			json_t *one = json_copy(json_array_get(plans, p)),
			       *body = json_object_get(json_array_get(bodies, i), "body");
			if (may_answer(s, world, person, json_string_value(body),
				       json_string_value(json_object_get(one, "id")), time)) {
				json_object_set(one, "for", body);
				json_array_append(list, one);
			}
			json_decref(one);
		}
	for (size_t i = 0; i < json_array_size(stoppages); i++) {
		json_t *one = near(s, bodies, json_array_get(stoppages, i));
		if (one)
			json_array_append_new(list, one);
	}
	json_decref(stoppages);
	json_decref(plans);
}
