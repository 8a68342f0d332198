/* `cordon share` and `cordon share rules`: a problem in a file, rations on paper. */
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/file.h"
#include "base/text.h"

#include <cordon/share.h>

#include <stdlib.h>
#include <string.h>

enum { PROBLEM_BYTES_MAX = 1 << 30 };

static json_t *rules_json(void)
{
	json_t *list = json_array();
	const cordon_share_rule *r;
	for (size_t i = 0; (r = cordon_share_rule_at(i)); i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "id", r->id, "version", r->version,
						      "title", r->title, "source", r->source));
	return json_pack("{s:o}", "rules", list);
}

cordon_status share_rules_run(cli_context *cli)
{
	const cordon_share_rule *r;
	if (cli->json)
		return output_json(cli, rules_json());
	for (size_t i = 0; (r = cordon_share_rule_at(i)); i++)
		fprintf(cli->out, "%-26s %s\n%-26s %s\n", r->id, tr(cli, r->title), "", r->source);
	return CORDON_OK;
}

/* Chances of a claimant as {"bread": "1/2"}. */
static json_t *chances_json(const cordon_share_problem *p, const cordon_shares *s, size_t i)
{
	json_t *all = json_object();
	for (size_t k = p->start[i]; k < p->start[i + 1]; k++) {
		char *chance = cordon_share_chance(s, k);
		json_object_set_new(all, p->stock[p->link[k].stock].id, json_string(chance));
		free(chance);
	}
	return all;
}

/* What a claimant has of each good that it has any of. */
static json_t *goods_json(const cordon_share_problem *p, const cordon_shares *s, size_t i)
{
	json_t *all = json_object();
	for (size_t k = p->start[i]; k < p->start[i + 1]; k++) {
		char *good = cordon_share_good(s, k);
		if (strcmp(good, "0"))
			json_object_set_new(all, p->stock[p->link[k].stock].id, json_string(good));
		free(good);
	}
	return all;
}

static json_t *prices_json(const cordon_share_problem *p, const cordon_shares *s)
{
	json_t *all = json_object();
	for (size_t j = 0; j < p->stocks; j++) {
		char *price = cordon_share_price(s, j);
		json_object_set_new(all, p->stock[j].id, json_string(price));
		free(price);
	}
	return all;
}

static json_t *claimant_json(const cordon_share_problem *p, const cordon_shares *s, size_t i, bool chances)
{
	char share[CORDON_SHARE_TEXT], level[CORDON_SHARE_TEXT];
	json_t *one = json_pack("{s:s}", "id", p->claimant[i].id);
	char *utility = cordon_share_utility(s, i);
	if (utility) {
		json_object_set_new(one, "utility", json_string(utility));
		json_object_set_new(one, "goods", goods_json(p, s, i));
		free(utility);
		return one;
	}
	if (chances) {
		json_object_set_new(one, "chances", chances_json(p, s, i));
		const int32_t *drawn = cordon_share_drawn(s);
		if (drawn)
			json_object_set_new(one, "drawn",
					    drawn[i] < 0 ? json_null() : json_string(p->stock[drawn[i]].id));
		return one;
	}
	json_object_set_new(one, "share", json_string(cordon_share_text(s, i, share)));
	if (*cordon_share_level(s, i, level))
		json_object_set_new(one, "level", json_string(level));
	return one;
}

static json_t *lottery_json(const cordon_share_problem *p, const cordon_shares *s)
{
	json_t *list = json_array();
	for (size_t a = 0; a < cordon_share_assignments(s); a++) {
		const int32_t *object;
		json_t *given = json_array();
		char *weight = cordon_share_assignment(s, a, &object);
		for (size_t i = 0; i < p->claimants; i++)
			json_array_append_new(given, object[i] < 0 ? json_null() : json_string(p->stock[object[i]].id));
		json_array_append_new(list, json_pack("{s:s, s:o}", "weight", weight, "given", given));
		free(weight);
	}
	return list;
}

static cordon_status print_json(cli_context *cli, const cordon_share_rule *rule, const cordon_share_problem *p,
				const cordon_shares *s, bool chances)
{
	json_t *list = json_array();
	for (size_t i = 0; i < p->claimants; i++)
		json_array_append_new(list, claimant_json(p, s, i, chances));
	json_t *doc = json_pack("{s:s, s:s, s:o}", "rule", rule->id, "version", rule->version, "claimants", list);
	char *price = cordon_share_price(s, 0);
	if (price) {
		json_object_set_new(doc, "exact", json_boolean(cordon_share_is_exact(s)));
		json_object_set_new(doc, "prices", prices_json(p, s));
	} else if (cordon_share_assignments(s)) {
		json_object_set_new(doc, "lottery", lottery_json(p, s));
	}
	free(price);
	return output_json(cli, doc);
}

static void print_chances(cli_context *cli, const cordon_share_problem *p, const cordon_shares *s, size_t i)
{
	const int32_t *drawn = cordon_share_drawn(s);
	fprintf(cli->out, "%s", p->claimant[i].id);
	for (size_t k = p->start[i]; k < p->start[i + 1]; k++) {
		char *chance = cordon_share_chance(s, k);
		if (strcmp(chance, "0"))
			fprintf(cli->out, "  %s %s", p->stock[p->link[k].stock].id, chance);
		free(chance);
	}
	if (drawn)
		cli_say(cli, cli->out, N_("  drawn: {0}"), drawn[i] < 0 ? "-" : p->stock[drawn[i]].id);
	fputc('\n', cli->out);
}

static void print_goods(cli_context *cli, const cordon_share_problem *p, const cordon_shares *s, size_t i)
{
	fprintf(cli->out, "%s", p->claimant[i].id);
	for (size_t k = p->start[i]; k < p->start[i + 1]; k++) {
		char *good = cordon_share_good(s, k);
		if (strcmp(good, "0"))
			fprintf(cli->out, "  %s %s", p->stock[p->link[k].stock].id, good);
		free(good);
	}
	char *utility = cordon_share_utility(s, i);
	cli_say(cli, cli->out, N_("  (worth {0} to it)\n"), utility);
	free(utility);
}

static void print_prices(cli_context *cli, const cordon_share_problem *p, const cordon_shares *s)
{
	for (size_t j = 0; j < p->stocks; j++) {
		char *price = cordon_share_price(s, j);
		if (price)
			cli_say(cli, cli->out, N_("{0}  {1} points a unit\n"), p->stock[j].id, price);
		free(price);
	}
	if (!cordon_share_is_exact(s))
		fputs(tr(cli, N_("not exact: prices to 9 digits\n")), cli->out);
}

static cordon_status print(cli_context *cli, const cordon_share_problem *p, const cordon_shares *s, bool chances)
{
	char share[CORDON_SHARE_TEXT], level[CORDON_SHARE_TEXT];
	char *utility = cordon_share_utility(s, 0);
	bool goods = utility;
	free(utility);
	print_prices(cli, p, s);
	for (size_t i = 0; i < p->claimants; i++) {
		if (goods) {
			print_goods(cli, p, s, i);
			continue;
		}
		if (chances) {
			print_chances(cli, p, s, i);
			continue;
		}
		fprintf(cli->out, "%s  %s", p->claimant[i].id, cordon_share_text(s, i, share));
		if (*cordon_share_level(s, i, level))
			cli_say(cli, cli->out, N_("  ({0} for each of weight)"), level);
		fputc('\n', cli->out);
	}
	return CORDON_OK;
}

static cordon_status find_rule(cli_context *cli, const cordon_share_rule **rule)
{
	const char *id = cli_option(cli, "--rule");
	*rule = id ? cordon_share_rule_find(id) : NULL;
	return *rule ? CORDON_OK
		     : cli_usage(cli, "--rule", id, id ? TEXT(CLI_CHOICE) : TEXT(CLI_MISSING), TEXT(CLI_SHARE_RULES));
}

cordon_status share_run(cli_context *cli)
{
	text bytes = {0};
	cordon_share_problem *problem = NULL;
	cordon_shares *shares = NULL;
	const cordon_share_rule *rule;
	cordon_status status = find_rule(cli, &rule);
	if (!status)
		status = file_read(cli->position[0], PROBLEM_BYTES_MAX, &bytes, &cli->error);
	if (!status)
		status = cordon_share_read(cli->position[0], text_string(&bytes), bytes.length, &problem, &cli->error);
	if (!status)
		status = cordon_share(rule, problem, &shares, &cli->error);
	if (!status) {
		char share[CORDON_SHARE_TEXT];
		bool chances = !*cordon_share_text(shares, 0, share);
		status = cli->json ? print_json(cli, rule, problem, shares, chances)
				   : print(cli, problem, shares, chances);
	}
	cordon_shares_free(shares);
	cordon_share_problem_free(problem);
	text_free(&bytes);
	return status;
}
