/* See hub.h. */
#include "supply/hub.h"

#include "council/council.h"
#include "supply/codes.h"
#include "supply/cycle.h"
#include "supply/good.h"
#include "supply/outlet.h"
#include "supply/role.h"

#include <stdlib.h>
#include <string.h>

/* Reads a document of hubs into `h`; findings name the act. */
static cordon_status read_document(const act_context *act, const json_t *document, hubs *h)
{
	char *bytes = json_dumps(document, JSON_COMPACT | JSON_SORT_KEYS);
	cordon_status status = hubs_read(act->kind->name, bytes, strlen(bytes), h, act->error);
	free(bytes);
	return status;
}

static json_t *hub_object(const json_t *document, const char *name)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(document, "hubs"), i, one)
	{
		const char *is = json_string_value(json_object_get(one, "hub"));
		if (is && !strcmp(is, name))
			return one;
	}
	return NULL;
}

static json_t *stored(state *s, const char *body, const char *share, int64_t time)
{
	state_rows rows = state_ask(s, "SELECT document FROM shared_stock WHERE body = ? AND share = ? AND time <= ?",
				    "ssi", body, share, time);
	json_t *document = state_row(&rows) ? json_loads(state_text(&rows, 0), 0, NULL) : NULL;
	state_end(&rows);
	return document;
}

/* ---- stock_share ------------------------------------------------------------------------------------------------- */

/* The places of the hubs are the body's outlets, its goods those of the stock; nobody has closed yet. */
static cordon_status check_shared(const act_context *act, const hubs *h)
{
	cordon_status status = CORDON_OK;
	for (size_t g = 0; g < h->goods; g++)
		if (!good_find(act->state, act_text(act, "body"), h->good[g], act->time, NULL))
			status = act_refuse(act, "stock", TEXT(SUPPLY_NO_GOOD), NO_TEXT);
	for (size_t i = 0; i < h->hubs; i++) {
		if (h->hub[i].closed)
			status = act_refuse(act, "hubs", TEXT(SUPPLY_HUB_BEGINS), NO_TEXT);
		for (size_t k = 0; k < h->hub[i].outlets; k++)
			if (!outlet_find(act->state, act_text(act, "body"), h->hub[i].outlet[k], act->time, NULL))
				status = act_refuse(act, "hubs", TEXT(SUPPLY_NO_OUTLET), NO_TEXT);
	}
	return status;
}

static cordon_status apply_share(act_context *act)
{
	const char *body = act_text(act, "body"), *share = act_text(act, "share");
	int64_t cycle = act_whole(act, "cycle", 0);
	if (council_open_body(act, "body") || cycle_check(act, true, NULL))
		return CORDON_BAD_INPUT;
	if (state_has(act->state, "SELECT 1 FROM shared_stock WHERE body = ? AND share = ?", "ss", body, share))
		return act_refuse(act, "share", TEXT(SUPPLY_HUB_TAKEN), NO_TEXT);
	json_t *document = json_pack("{s:I, s:O, s:O}", "cycle", (json_int_t)cycle, "stock", act_document(act, "stock"),
				     "hubs", act_document(act, "hubs"));
	hubs h = {0};
	cordon_status status = read_document(act, document, &h);
	if (!status)
		status = check_shared(act, &h);
	if (!status) {
		char *bytes = json_dumps(document, JSON_COMPACT | JSON_SORT_KEYS);
		state_do(act->state, "INSERT INTO shared_stock VALUES (?, ?, ?, ?, ?, ?)", "ssisii", body, share, cycle,
			 bytes, act->entry, act->time);
		free(bytes);
	}
	hubs_free(&h);
	json_decref(document);
	return status;
}

const act_kind stock_share_kind = {
	.name = "stock_share",
	.summary = N_("agree which hubs share a stock while they have no link"),
	.help = N_("Said before they part: stock is an object of units by good; hubs a list of {\"hub\", \"weight\", "
		   "\"outlets\"}, whose "
		   "outlets' draws are the hub's own (without outlets, those of the outlet of its name). What is sure "
		   "for each "
		   "does not depend on who closes first (docs/supply.md)."),
	.field = {{"body", ACT_ID, N_("whose stock")},
		  {"share", ACT_ID, N_("the shared stock's name in acts, the body's own")},
		  {"cycle", ACT_WHOLE, N_("in which cycle"), .least = 1, .most = CYCLE_NUMBER_MAX},
		  {"stock", ACT_DOCUMENT, N_("an object: units of each good")},
		  {"hubs", ACT_DOCUMENT, N_("the hubs, their weights and outlets (JSON)")}},
	.who = {&role_supply_officer},
	.decided = act_of_body,
	.apply = apply_share,
	.example = "body=jap-cerrillos share=week-3 cycle=3 stock={\"milk\":300} "
		   "hubs=[{\"hub\":\"kiosk\",\"weight\":3},{\"hub\":\"school\",\"weight\":2}]",
};

/* ---- hub_close --------------------------------------------------------------------------------------------------- */

static bool keeps_hub(const act_context *act)
{
	const char *body = act_text(act, "body");
	json_t *document = stored(act->state, body, act_text(act, "share"), act->time), *list;
	const json_t *one = hub_object(document, act_text(act, "hub"));
	bool keeps = false;
	list = one && json_object_get(one, "outlets") ? json_incref(json_object_get(one, "outlets"))
						      : json_pack("[s]", act_text(act, "hub"));
	for (size_t k = 0; one && k < json_array_size(list); k++)
		for (int i = 0; i < act->signatures && !keeps; i++)
			keeps = act->person[i] &&
				outlet_keeps(act->state, body, json_string_value(json_array_get(list, k)),
					     act->person[i], act->time);
	json_decref(list);
	json_decref(document);
	return keeps;
}

static const act_role role_hub_keeper = {"hub_keeper", N_("the keeper of an outlet of the hub"), keeps_hub};

static cordon_status close_hub(const act_context *act, json_t *document)
{
	const char *body = act_text(act, "body"), *share = act_text(act, "share"), *name = act_text(act, "hub");
	json_t *one = hub_object(document, name);
	hubs h = {0};
	if (!one)
		return act_refuse(act, "hub", TEXT(SUPPLY_HUB_NONE), NO_TEXT);
	if (state_has(act->state, "SELECT 1 FROM shared_closed WHERE body = ? AND share = ? AND hub = ?", "sss", body,
		      share, name))
		return act_refuse(act, "hub", TEXT(SUPPLY_HUB_CLOSED), NO_TEXT);
	json_object_set(one, "wanted", (json_t *)(uintptr_t)act_document(act, "wanted"));
	cordon_status status = read_document(act, document, &h);
	hubs_free(&h);
	if (!status) {
		char *wanted = json_dumps(act_document(act, "wanted"), JSON_COMPACT | JSON_SORT_KEYS);
		state_do(act->state, "INSERT INTO shared_closed VALUES (?, ?, ?, ?, ?, ?)", "ssssii", body, share, name,
			 wanted, act->entry, act->time);
		free(wanted);
	}
	return status;
}

static cordon_status apply_close(act_context *act)
{
	json_t *document = stored(act->state, act_text(act, "body"), act_text(act, "share"), act->time);
	cordon_status status =
		document ? close_hub(act, document) : act_refuse(act, "share", TEXT(SUPPLY_HUB_NO_SHARE), NO_TEXT);
	json_decref(document);
	return status;
}

const act_kind hub_close_kind = {
	.name = "hub_close",
	.summary = N_("close a hub that shares a stock: say what it wanted"),
	.help = N_("Once for each hub, in any order and whenever it has a link again: who closes later loses nothing."),
	.field = {{"body", ACT_ID, N_("whose stock")},
		  {"share", ACT_ID, N_("which shared stock")},
		  {"hub", ACT_ID, N_("which hub")},
		  {"wanted", ACT_DOCUMENT, N_("an object: units of each good that it wanted")}},
	.who = {&role_hub_keeper, &role_supply_officer},
	.apply = apply_close,
	.example = "body=jap-cerrillos share=week-3 hub=kiosk wanted={\"milk\":180}",
};

/* ---- what the book knows ----------------------------------------------------------------------------------------- */

/* One copy of the shared stock for each hub that closed, read as one with the rest: as hubs without a book do. */
static bool add_closed(state *s, const char *body, const char *share, int64_t time, const json_t *document, hubs *h)
{
	bool good = true;
	state_rows rows =
		state_ask(s, "SELECT hub, wanted FROM shared_closed WHERE body = ? AND share = ? AND time <= ?", "ssi",
			  body, share, time);
	while (good && state_row(&rows)) {
		json_t *copy = json_deep_copy(document);
		json_object_set_new(hub_object(copy, state_text(&rows, 0)), "wanted",
				    json_loads(state_text(&rows, 1), 0, NULL));
		char *bytes = json_dumps(copy, JSON_COMPACT);
		good = !hubs_read(share, bytes, strlen(bytes), h, NULL);
		free(bytes);
		json_decref(copy);
	}
	state_end(&rows);
	return good;
}

static void add_draws(state *s, const char *body, int64_t cycle, int64_t time, draws *d)
{
	state_rows rows = state_ask(s,
				    "SELECT outlet, household, good, quantity, max(sum(paper = 0), sum(paper = 1)) "
				    "FROM draw WHERE body = ? AND "
				    "cycle = ? AND time <= ? GROUP BY outlet, household, good, quantity",
				    "sii", body, cycle, time);
	int64_t number = 0;
	while (state_row(&rows))
		for (int64_t i = 0; i < state_whole(&rows, 4); i++)
			draws_add(d, &(supply_draw){.point = state_text(&rows, 0),
						    .household = state_text(&rows, 1),
						    .good = state_text(&rows, 2),
						    .number = ++number,
						    .cycle = cycle,
						    .quantity = state_whole(&rows, 3)});
	draws_merge(d);
}

bool hub_shared(state *s, const char *body, const char *share, int64_t time, hubs *h, draws *d)
{
	json_t *document = stored(s, body, share, time);
	*h = (hubs){0};
	*d = (draws){0};
	if (!document)
		return false;
	char *bytes = json_dumps(document, JSON_COMPACT);
	bool good = !hubs_read(share, bytes, strlen(bytes), h, NULL) && add_closed(s, body, share, time, document, h);
	free(bytes);
	if (good)
		add_draws(s, body, json_integer_value(json_object_get(document, "cycle")), time, d);
	json_decref(document);
	return good;
}

static const char *const tables[] = {"shared_stock", "shared_closed", NULL};
const state_schema hub_schema = {"supply", tables,
				 "CREATE TABLE shared_stock (body TEXT, share TEXT, cycle INTEGER NOT NULL, document "
				 "TEXT NOT NULL, entry INTEGER NOT "
				 "NULL, time INTEGER NOT NULL, PRIMARY KEY (body, share)) WITHOUT ROWID;"
				 "CREATE TABLE shared_closed (body TEXT, share TEXT, hub TEXT, wanted TEXT NOT NULL, "
				 "entry INTEGER NOT NULL, time "
				 "INTEGER NOT NULL, PRIMARY KEY (body, share, hub)) WITHOUT ROWID;"};
