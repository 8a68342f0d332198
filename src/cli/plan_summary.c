/* See plan_summary.h. */
#include "cli/plan_summary.h"

#include "cli/plan_show.h"

#include <stdlib.h>
#include <string.h>

/* Labour used of labour there, over all kinds counted in one unit. */
static void add_labour(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan, plan_summary *s)
{
	table t;
	size_t row = 0;
	bool sound = true;
	plan_show_section(cli, e, plan, PLAN_SECTION_LABOUR, &t);
	for (int c = 0; c < e->commodities; c++) {
		if (e->commodity[c].kind == CORDON_GOOD)
			continue;
		if (e->commodity[c].kind == CORDON_LABOUR) {
			const char *one = e->commodity[c].unit;
			sound &= !s->unit || !strcmp(s->unit, one);
			s->unit = one;
			s->used += table_at(&t, row, 1)->number;
			s->there += table_at(&t, row, 2)->number;
		}
		row++;
	}
	table_free(&t);
	if (!sound || !(s->there > 0))
		s->unit = NULL;
}

plan_summary plan_summary_of(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan)
{
	plan_summary s = {.lowest = -1, .least = 1};
	double *served = plan_fulfilment_of_needs(e, plan);
	for (int i = 0; i < e->needs; i++) {
		if (e->need[i].amount <= 0)
			continue;
		s.needs++;
		s.short_needs += served[i] < 1 - SHARE_WHOLE;
		int before = s.lowest < 0 ? CORDON_TIERS_MAX + 1 : e->need[s.lowest].tier, tier = e->need[i].tier;
		if (tier < before || (tier == before && served[i] < served[s.lowest]))
			s.lowest = i;
	}
	if (s.lowest >= 0)
		s.least = served[s.lowest];
	free(served);
	add_labour(cli, e, plan, &s);
	return s;
}

json_t *plan_summary_json(const cli_context *cli, const cordon_economy *e, const cordon_plan *plan)
{
	plan_summary s = plan_summary_of(cli, e, plan);
	json_t *out = json_pack("{s:i, s:i}", "needs", s.needs, "short", s.short_needs);
	if (s.lowest >= 0) {
		const cordon_need *n = &e->need[s.lowest];
		json_object_set_new(out, "lowest",
				    json_pack("{s:i, s:s, s:s, s:s, s:f}", "tier", n->tier, "group", e->group[n->group],
					      "commodity", e->commodity[n->commodity].id, "name",
					      e->commodity[n->commodity].name, "fulfilment", s.least));
	}
	if (s.unit)
		json_object_set_new(out, "labour",
				    json_pack("{s:f, s:f, s:s}", "used", s.used, "there", s.there, "unit", s.unit));
	return out;
}
