/* The act `draws`, and what the table says; see draw.h. */
#include "supply/draw.h"

#include "council/council.h"
#include "supply/codes.h"
#include "supply/outlet.h"
#include "supply/role.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool draw_is_household(const char *s)
{
	static const char all[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t length = strlen(s);
	return length > 0 && length <= DRAWS_NAME_MAX && strspn(s, all) == length;
}

bool draw_is_paper(const char *point)
{
	const char *slash = strchr(point, '/');
	return slash && !strncmp(slash + 1, "paper", 5);
}

/* ---- the act ----------------------------------------------------------------------------------------------------- */

static cordon_status check_line(const act_context *act, size_t i, const supply_draw *one)
{
	char line[48];
	const char *field = NULL, *found = NULL;
	if (!bundle_is_point(one->point, act_text(act, "outlet"))) {
		field = "point";
		found = one->point;
	} else if (!draw_is_household(one->household)) {
		field = "household";
		found = one->household;
	} else if (!bundle_is_word(one->good)) {
		field = "good";
		found = one->good;
	}
	if (!field)
		return CORDON_OK;
	snprintf(line, sizeof line, "draws/%zu/%s", i + 1, field);
	return finding_add(act->error, CORDON_ERROR, (place_in_file){act->kind->name, 0, line, found},
			   field[0] == 'p' ? TEXT(SUPPLY_OTHER_POINT, act_text(act, "outlet")) : TEXT(SUPPLY_DRAW_WORD),
			   NO_TEXT);
}

/* Reads the list by the reader of logs, an object a line. */
static cordon_status read_list(const act_context *act, draws *d)
{
	text lines = {0};
	const json_t *list = act_document(act, "draws");
	size_t count = json_is_array(list) ? json_array_size(list) : 0;
	if (!count || count > DRAW_LINES_MAX)
		return act_refuse(act, "draws", TEXT(SUPPLY_DRAWS), TEXT(SUPPLY_DRAWS_FORM, "400"));
	for (size_t i = 0; i < count; i++) {
		char *line = memory_require(json_dumps(json_array_get(list, i), JSON_COMPACT | JSON_ENCODE_ANY));
		text_add_string(&lines, line);
		text_add_string(&lines, "\n");
		free(line);
	}
	cordon_status status = draws_read(d, act->kind->name, lines.bytes, lines.length, act->error);
	text_free(&lines);
	return status;
}

static cordon_status apply_draws(act_context *act)
{
	draws d = {0};
	const char *body = act_text(act, "body"), *outlet = act_text(act, "outlet");
	cordon_status status = CORDON_BAD_INPUT;
	if (!council_open_body(act, "body") && !outlet_check(act, "outlet", true))
		status = read_list(act, &d);
	for (size_t i = 0; i < d.count && !status; i++)
		status = check_line(act, i, &d.draw[i]);
	for (size_t i = 0; i < d.count && !status; i++) {
		const supply_draw *one = &d.draw[i];
		state_do(act->state, "INSERT OR IGNORE INTO draw VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			 "ssiissisiii", body, one->point, one->number, one->cycle, one->household, one->good,
			 one->quantity, outlet, (int64_t)draw_is_paper(one->point), act->entry, act->time);
	}
	draws_free(&d);
	return status;
}

const act_kind draws_kind = {
	.name = "draws",
	.summary = N_("enter what was drawn at an outlet: lines of its devices' logs"),
	.help = N_(
		"Lines are those of docs/supply.md, point, seq, cycle, household, good, qty; `cordon supply enter` "
		"makes "
		"the acts from logs. A line that the book has is known and changes nothing. What is too much, and what "
		"nobody knows, stands and is listed to be asked about; no draw is refused or erased for it."),
	.field = {{"body", ACT_ID, N_("whose outlet it is")},
		  {"outlet", ACT_ID, N_("where it was drawn; the points of all lines are named after it")},
		  {"draws", ACT_DOCUMENT, N_("a list of lines, 1 to 400")}},
	.who = {&role_outlet_keeper, &role_supply_officer},
	.apply = apply_draws,
	.example = "body=jap-cerrillos outlet=kiosk "
		   "draws='[{\"point\":\"kiosk\",\"seq\":1,\"cycle\":1,\"household\":\"10019\",\"good\":\"milk\","
		   "\"qty\":2}]'",
};

static const char *const tables[] = {"draw", NULL};
const state_schema draw_schema = {
	"supply", tables,
	"CREATE TABLE draw (body TEXT, point TEXT, number INTEGER, cycle INTEGER, household TEXT, good TEXT, quantity "
	"INTEGER, outlet TEXT NOT NULL, paper INTEGER NOT NULL, entry INTEGER NOT NULL, time INTEGER NOT NULL, "
	"PRIMARY KEY (body, point, number, cycle, household, good, quantity)) WITHOUT ROWID;"
	"CREATE INDEX draw_cycle ON draw (body, cycle, household, good);"};

/* ---- sums -------------------------------------------------------------------------------------------------------- */

typedef struct sums {
	draw_sum *sum;
	size_t count, room;
	state *state;
	const char *body;
	int64_t time;
	char card[DRAWS_NAME_MAX + 1],
		stands[HOUSEHOLD_ID]; /* the card that was asked of last, and its household: "", none */
} sums;

static int by_household(const void *x, const void *y)
{
	const draw_sum *a = x, *b = y;
	int order = strcmp(a->household, b->household);
	return order ? order : strcmp(a->good, b->good);
}

/* Rows come card by card. */
static bool ask_card(sums *all, const char *card)
{
	if (strcmp(all->card, card) != 0) {
		snprintf(all->card, sizeof all->card, "%s", card);
		if (strlen(card) >= HOUSEHOLD_ID ||
		    !household_stands_as(all->state, all->body, card, all->time, all->stands))
			all->stands[0] = '\0';
	}
	return *all->stands;
}

static draw_sum *add_sum(sums *all, const char *card, const char *good)
{
	MEMORY_RESERVE(all->sum, all->count, all->room);
	draw_sum *sum = &all->sum[all->count++];
	*sum = (draw_sum){.known = ask_card(all, card)};
	snprintf(sum->household, sizeof sum->household, "%s", sum->known ? all->stands : card);
	snprintf(sum->good, sizeof sum->good, "%s", good);
	return sum;
}

static void add_drawn(sums *all, int64_t cycle)
{
	state_rows rows =
		state_ask(all->state,
			  "SELECT household, good, quantity, sum(paper), sum(1 - paper) FROM draw WHERE body = ? "
			  "AND cycle = ? AND time <= ? GROUP BY household, good, outlet, quantity",
			  "sii", all->body, cycle, all->time);
	while (state_row(&rows)) {
		int64_t paper = state_whole(&rows, 3), device = state_whole(&rows, 4);
		draw_sum *sum = add_sum(all, state_text(&rows, 0), state_text(&rows, 1));
		sum->times = paper > device ? paper : device;
		sum->once = paper < device ? paper : device;
		sum->drawn = sum->times * state_whole(&rows, 2);
	}
}

static void add_returned(sums *all, int64_t cycle)
{
	state_rows rows =
		state_ask(all->state,
			  "SELECT household, good, sum(amount) FROM stock_event WHERE body = ? AND cycle = ? AND "
			  "what = 'returned' AND time <= ? AND cancelled IS NULL GROUP BY household, good",
			  "sii", all->body, cycle, all->time);
	while (state_row(&rows))
		add_sum(all, state_text(&rows, 0), state_text(&rows, 1))->returned = state_whole(&rows, 2);
}

draw_sum *draw_sums(state *s, const char *body, int64_t cycle, int64_t time, size_t *count)
{
	sums all = {.state = s, .body = body, .time = time};
	size_t kept = 0;
	add_drawn(&all, cycle);
	add_returned(&all, cycle);
	if (all.count)
		qsort(all.sum, all.count, sizeof *all.sum, by_household);
	for (size_t i = 0; i < all.count; i++) {
		if (!kept || by_household(&all.sum[kept - 1], &all.sum[i]) != 0) {
			all.sum[kept++] = all.sum[i];
			continue;
		}
		draw_sum *sum = &all.sum[kept - 1];
		sum->drawn += all.sum[i].drawn;
		sum->returned += all.sum[i].returned;
		sum->times += all.sum[i].times;
		sum->once += all.sum[i].once;
	}
	*count = kept;
	return all.sum;
}

int64_t draw_had(const draw_sum *sum, size_t count, const char *household, const char *good)
{
	draw_sum wanted = {0};
	snprintf(wanted.household, sizeof wanted.household, "%s", household);
	snprintf(wanted.good, sizeof wanted.good, "%s", good);
	const draw_sum *found = count ? bsearch(&wanted, sum, count, sizeof *sum, by_household) : NULL;
	return found && found->drawn > found->returned ? found->drawn - found->returned : 0;
}
