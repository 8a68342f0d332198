/* See watch_data.h. */
#include "supply/watch_data.h"

#include "supply/stock.h"

static json_t *slip_data(const supply_ledger *l, const supply_slip *s)
{
	if (!s->field)
		return json_null();
	return json_pack("{s:i, s:s, s:f, s:f, s:b}", "week", (int)l->week[s->week].week, "field", s->field, "written",
			 s->found, "perhaps", s->perhaps, "unlike_the_others", (int)s->strong);
}

static json_t *alert_data(const supply_ledger *l, const supply_alert *a)
{
	const supply_account *of = &l->account[a->account];
	json_t *one = json_pack("{s:s, s:s, s:s, s:i, s:i, s:f, s:f, s:f}", "outlet", of->outlet, "good", of->good,
				"kind", supply_kind_name[a->kind], "since_week", (int)a->since, "seen_week",
				(int)a->seen, "missing", a->missing, "usual_loss", a->usual, "score", a->score);
	json_t *clears =
		json_pack("{s:i, s:b, s:b, s:o}", "periods_balanced_before", a->before, "nobody_turned_away",
			  (int)a->turned_nobody, "found_again", (int)a->found_again, "slip", slip_data(l, &a->slip));
	json_object_set_new(clears, "balanced_again_by_week", a->over < 0 ? json_null() : json_integer(a->over));
	json_object_set_new(one, "clears", clears);
	return one;
}

static json_t *check_data(const supply_ledger *l, const supply_check *c)
{
	const supply_account *of = &l->account[c->account];
	return json_pack("{s:s, s:s, s:i, s:i, s:f, s:f, s:o}", "outlet", of->outlet, "good", of->good, "since_week",
			 (int)c->since, "seen_week", (int)c->seen, "loss", c->loss, "usual_loss", c->usual, "slip",
			 slip_data(l, &c->slip));
}

json_t *supply_watch_data(const supply_ledger *l, const supply_watching *w)
{
	json_t *alerts = json_array(), *checks = json_array();
	for (size_t i = 0; i < w->alerts; i++)
		json_array_append_new(alerts, alert_data(l, &w->alert[i]));
	for (size_t i = 0; i < w->checks; i++)
		json_array_append_new(checks, check_data(l, &w->check[i]));
	return json_pack("{s:I, s:I, s:I, s:o, s:o}", "accounts", (json_int_t)l->accounts, "periods",
			 (json_int_t)w->periods, "balanced", (json_int_t)w->balanced, "alerts", alerts, "checks",
			 checks);
}

json_t *supply_watch_book(state *s, const char *body, int64_t time, cordon_error *error)
{
	text bytes = {0};
	supply_ledger ledger = {0};
	supply_watching watching;
	json_t *data = NULL;
	stock_ledger(s, body, time, &bytes);
	text_source from = {&bytes, 0};
	cordon_reader in = text_reader(&from);
	if (!supply_ledger_read(&in, "", &ledger, error)) {
		supply_watch(&ledger, &watching);
		data = supply_watch_data(&ledger, &watching);
		supply_watching_free(&watching);
	}
	supply_ledger_free(&ledger);
	text_free(&bytes);
	return data;
}
