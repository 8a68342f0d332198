/* What can be asked of what stands still, of what a plan depends on, and of two plans beside each other. */
#include "cli/plan_changes.h"
#include "cli/plan_kept.h"
#include "cli/queries_private.h"

#include "base/memory.h"
#include "plan/stoppage.h"
#include "report/number.h"

#include <stdlib.h>
#include <string.h>

/* ---- stoppages --------------------------------------------------------------------------------------------------- */

static json_t *ask_stoppages(const query_asked *a)
{
	return query_sealed(stoppages_data(a->state, a->value[0], a->time));
}

static json_t *ask_stoppage(const query_asked *a)
{
	return query_sealed(stoppage_data(a->state, a->value[0], a->time));
}

/* ---- levers: what a what-if can move ----------------------------------------------------------------------------- */

enum { SCARCE_MAX = 12 };

static json_t *groups_json(const kept_plan *p)
{
	const cordon_economy *e = p->economy;
	json_t *list = json_array();
	for (int g = 0; g < e->groups; g++) {
		int needs = 0, missing = 0;
		for (int i = 0; i < e->needs; i++)
			if (e->need[i].group == g && e->need[i].amount > 0) {
				needs++;
				missing += p->tasks.served[i] < 1 - SHARE_WHOLE;
			}
		json_array_append_new(
			list, json_pack("{s:s, s:i, s:i}", "group", e->group[g], "needs", needs, "short", missing));
	}
	return list;
}

static json_t *processes_json(const kept_plan *p)
{
	const cordon_economy *e = p->economy;
	json_t *list = json_array();
	for (int i = 0; i < e->processes; i++) {
		double capacity = 0;
		for (int t = 0; t < e->periods; t++)
			capacity += cordon_economy_capacity(e, i, t);
		const cordon_process *is = &e->process[i];
		json_array_append_new(list,
				      json_pack("{s:s, s:s, s:s, s:f, s:o}", "process", is->id, "name",
						is->name ? is->name : "", "body", is->body ? is->body : "", "activity",
						p->tasks.activity[i], "capacity",
						capacity < CORDON_ACTIVITY_LIMIT ? json_real(capacity) : json_null()));
	}
	return list;
}

static bool is_listed(const json_t *list, const char *key, const char *id)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
	{
		const char *is = json_string_value(json_object_get(one, key));
		if (is && !strcmp(is, id))
			return true;
	}
	return false;
}

static void add_scarce(json_t *list, const kept_plan *p, const cordon_bottleneck *b)
{
	const cordon_economy *e = p->economy;
	bool of_process = b->kind == CORDON_BOTTLENECK_CAPACITY;
	const cordon_commodity *c = of_process ? NULL : &e->commodity[p->plan->balance[b->balance].commodity];
	const char *key = of_process ? "process" : "commodity", *id = of_process ? e->process[b->process].id : c->id,
		   *name = of_process ? e->process[b->process].name : c->name;
	if (b->kind == CORDON_BOTTLENECK_MISSING || is_listed(list, key, id))
		return;
	json_array_append_new(list, json_pack("{s:s, s:s, s:f, s:s}", key, id, "name", name ? name : "", "limit",
					      b->limit, "unit", c ? c->unit : ""));
}

/* What holds the worst served back, by the prices of the levels; the lowest level first. */
static json_t *scarce_json(const kept_plan *p)
{
	json_t *list = json_array();
	for (int s = 0; s < p->plan->stages && json_array_size(list) < SCARCE_MAX; s++) {
		const cordon_plan_stage *stage = &p->plan->stage[s];
		cordon_bottleneck *found;
		int count;
		if (stage->kind == CORDON_STAGE_LAST || !stage->price || stage->tier == p->plan->discrepancy_tier ||
		    cordon_plan_bottlenecks(p->economy, p->plan, s, &found, &count))
			continue;
		for (int i = 0; i < count && json_array_size(list) < SCARCE_MAX; i++)
			add_scarce(list, p, &found[i]);
		free(found);
	}
	return list;
}

static json_t *ask_levers(const query_asked *a)
{
	cli_context *cli = query_reader(a);
	json_t *data = NULL;
	const kept_plan *p = plan_take(a, cli, a->value[0]);
	if (p)
		data = json_pack("{s:s, s:o, s:o, s:o}", "plan", p->name, "groups", groups_json(p), "processes",
				 processes_json(p), "scarce", scarce_json(p));
	plan_let_go(a, p);
	query_reader_end(a, cli);
	return data;
}

/* ---- two plans --------------------------------------------------------------------------------------------------- */

static json_t *ask_changes(const query_asked *a)
{
	cli_context *cli = query_reader(a);
	json_t *data = NULL;
	plan_changes changes = {0};
	const kept_plan *new = plan_take(a, cli, a->value[0]), *old = new ? plan_take(a, cli, a->value[1]) : NULL;
	if (old && !compared_find(cli, old->is, new->is, &changes))
		data = compared_json(cli, old->is, new->is, &changes, a->book, !a->whole[2]);
	plan_changes_free(&changes);
	plan_let_go(a, old);
	plan_let_go(a, new);
	query_reader_end(a, cli);
	return data;
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

#define OBJECTS "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}"
#define WORD "{\"type\":\"string\"}"
#define STOPPAGE_FORM                                                                                                  \
	OBJECT("\"stoppage\",\"body\",\"entry\",\"time\",\"text\"",                                                    \
	       "\"stoppage\":" WORD ",\"body\":" WORD ",\"process\":" WORD ",\"entry\":{\"type\":\"integer\"},"        \
	       "\"time\":" WORD ",\"person\":" WORD ",\"text\":" WORD ",\"evidence\":" WORD ",\"ended\":" WORD         \
	       ",\"ended_by\":" WORD ",\"ended_entry\":{\"type\":\"integer\"},"                                        \
	       "\"end_text\":" WORD ",\"plan_before\":" WORD ",\"plan_after\":" WORD)
#define STOPPAGE_LIST "{\"type\":\"array\",\"items\":" STOPPAGE_FORM "}"
#define NUMBER "{\"type\":\"number\"}"
#define COUNT "{\"type\":\"integer\",\"minimum\":0}"

const http_query queries_whatif[] = {
	{.name = "stoppages",
	 .path = "/api/stoppages",
	 .summary = N_("what stands still, since when and who said so; and what works again"),
	 .parameter = {{"body", N_("of one workplace"), QUERY_ID, false, 0, 0}},
	 .moment = true,
	 .schema = OBJECT("\"stoppages\",\"lifted\"", "\"stoppages\":" STOPPAGE_LIST ",\"lifted\":" STOPPAGE_LIST),
	 .ask = ask_stoppages},
	{.name = "stoppage",
	 .path = "/api/stoppages/{stoppage}",
	 .summary = N_("a stoppage, and into which plan it came"),
	 .parameter = {{"stoppage", N_("which stoppage"), QUERY_ID, true, 0, 0}},
	 .moment = true,
	 .schema = STOPPAGE_FORM,
	 .ask = ask_stoppage},
	{.name = "levers",
	 .path = "/api/plans/{plan}/levers",
	 .summary = N_("what a what-if of a plan can change: whose needs, what is done and could be, what is scarcest"),
	 .parameter = {{"plan", N_("which plan"), QUERY_ID, true, 0, 0}},
	 .schema = OBJECT("\"plan\",\"groups\",\"processes\",\"scarce\"",
			  "\"plan\":" WORD ",\"groups\":{\"type\":\"array\",\"items\":" OBJECT(
				  "\"group\",\"needs\",\"short\"",
				  "\"group\":" WORD ",\"needs\":" COUNT
				  ",\"short\":" COUNT) "},\"processes\":{\"type\":\"array\","
						       "\"items\":" OBJECT(
							       "\"process\",\"name\",\"body\",\"activity\","
							       "\"capacity\"",
							       "\"process\":" WORD ",\"name\":" WORD ",\"body\":" WORD
							       ",\"activity\":" NUMBER
							       ",\"capacity\":{\"type\":[\"number\",\"null\"]"
							       "}") "},\"scarce\":{\"type\":\"array\","
								    "\"maxItems\":12,\"items\":" OBJECT(
									    "\"name\",\"limit\",\"unit\"",
									    "\"process\":" WORD ",\"commodity\":" WORD
									    ",\"name\":" WORD ",\"limit\":" NUMBER
									    ",\"unit\":" WORD) "}"),
	 .ask = ask_levers},
	{.name = "plan_changes",
	 .path = "/api/plans/{plan}/changes",
	 .summary = N_("what differs from another plan of the book: for whom, how much, and from what it follows"),
	 .parameter = {{"plan", N_("which plan"), QUERY_ID, true, 0, 0},
		       {"from", N_("the plan before"), QUERY_ID, true, 0, 0},
		       {"whole", N_("1: all that its tasks make and use, and who else does"), QUERY_WHOLE, false, 0,
			1}},
	 .schema = OBJECT("\"old\",\"new\",\"causes\",\"tasks\",\"needs\",\"concerned\"",
			  "\"old\":{\"type\":\"object\"},\"new\":{\"type\":\"object\"},\"causes\":" OBJECTS
			  ",\"tasks\":" OBJECTS ",\"needs\":" OBJECTS
			  ",\"concerned\":{\"type\":\"array\",\"items\":" WORD "}"),
	 .ask = ask_changes},
	{.name = NULL},
};
