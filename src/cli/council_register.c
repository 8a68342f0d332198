/* `cordon register`: the workplaces of a register, those a rule touches, and what was said of one. */
#include "cli/codes.h"
#include "cli/council.h"
#include "cli/groups.h"

#include "base/file.h"
#include "council/register.h"
#include "council/register_named.h"

#include <stdio.h>
#include <string.h>

enum { RULE_BYTES_MAX = 1 << 20 };

/* The values of workplaces beside their names, for a table. */
static json_t *flat(const json_t *workplaces)
{
	json_t *list = json_array();
	for (size_t i = 0; i < json_array_size(workplaces); i++) {
		const json_t *one = json_array_get(workplaces, i), *missing = json_object_get(one, "missing");
		json_t *row = json_copy(json_object_get(one, "values"));
		text names = {0};
		json_object_set(row, "workplace", json_object_get(one, "workplace"));
		for (size_t m = 0; m < json_array_size(missing); m++)
			text_add_format(&names, "%s%s", m ? ", " : "", json_string_value(json_array_get(missing, m)));
		if (missing)
			json_object_set_new(row, "missing data", json_string(text_string(&names)));
		json_array_append_new(list, row);
		text_free(&names);
	}
	return list;
}

static void show_workplaces(const cli_context *cli, const char *caption, const json_t *data, const char *key)
{
	council_column column[REGISTER_ATTRIBUTES_MAX + 3];
	char heading[REGISTER_ATTRIBUTES_MAX][2 * REGISTER_TEXT_MAX + 4];
	int columns = 0;
	const json_t *attributes = json_object_get(data, "attributes");
	json_t *list = flat(json_object_get(data, key));
	column[columns++] = (council_column){"workplace", N_("workplace"), false};
	for (int i = 0; i < (int)json_array_size(attributes); i++) {
		const json_t *a = json_array_get(attributes, (size_t)i);
		const char *unit = json_string_value(json_object_get(a, "unit"));
		snprintf(heading[i], sizeof heading[i], unit ? "%s (%s)" : "%s",
			 json_string_value(json_object_get(a, "name")), unit);
		column[columns++] =
			(council_column){json_string_value(json_object_get(a, "attribute")), heading[i], false};
	}
	column[columns++] = (council_column){"missing data", N_("not known"), false};
	column[columns] = (council_column){0};
	council_table(cli, caption, list, column);
	json_decref(list);
}

static void show_register(const cli_context *cli, const json_t *data)
{
	static const council_column rules[] = {{"rule", N_("rule"), false},
					       {"name", N_("name"), false},
					       {"since", N_("since"), false},
					       {"decision", N_("decided by"), false},
					       {NULL, NULL, false}};
	char count[24], undetermined[24];
	snprintf(count, sizeof count, "%zu", json_array_size(json_object_get(data, "workplaces")));
	snprintf(undetermined, sizeof undetermined, "%zu", json_array_size(json_object_get(data, "undetermined")));
	if (json_object_get(data, "rule"))
		cli_say(cli, cli->out, N_("{0}, {1}: the rule touches {2} workplaces; of {3} it cannot be said\n"),
			council_text(data, "body"), council_text(data, "at"), count, undetermined);
	else
		cli_say(cli, cli->out, N_("{0}, {1}: {2} workplaces\n"), council_text(data, "body"),
			council_text(data, "at"), count);
	show_workplaces(cli, NULL, data, "workplaces");
	show_workplaces(cli, N_("What is not known decides"), data, "undetermined");
	council_table(cli, N_("Rules over it"), json_object_get(data, "rules"), rules);
	if (json_object_get(data, "rule"))
		cli_say(cli, cli->out, N_("rule {0}\n"), council_text(data, "rule"));
}

static void show_history(const cli_context *cli, const json_t *data)
{
	static const council_column values[] = {{"attribute", N_("attribute"), false},
						{"value", N_("value"), false},
						{"from", N_("since"), false},
						{"until", N_("until"), false},
						{"decision", N_("decided by"), false},
						{"entry", N_("entry"), false},
						{NULL, NULL, false}},
				    on[] = {{"from", N_("since"), false},
					    {"until", N_("until"), false},
					    {NULL, NULL, false}};
	cli_say(cli, cli->out, N_("{0}, in the register of {1}\n"), council_text(data, "workplace"),
		council_text(data, "body"));
	council_table(cli, N_("On the register"), json_object_get(data, "on_register"), on);
	council_table(cli, N_("What it said"), json_object_get(data, "values"), values);
}

/* The rule of that name which the body decided. */
static json_t *find_named(cli_context *cli, const council_asked *a, const char *body, const char *named,
			  const char **file)
{
	json_t *expression = register_named_at(a->state, body, named, a->at.time);
	*file = named;
	if (!expression)
		finding_add(&cli->error, CORDON_ERROR, (place_in_file){"--named", 0, NULL, named},
			    TEXT(CLI_NO_RULE, body), NO_TEXT);
	return expression;
}

/* The expression of --rule, --where or --named; NULL without any, or when it is no JSON. */
static json_t *read_expression(cli_context *cli, const council_asked *a, const char *body, const char **file)
{
	const char *path = cli_option(cli, "--rule"), *where = cli_option(cli, "--where"),
		   *named = cli_option(cli, "--named");
	text bytes = {0};
	json_error_t wrong;
	if ((path != NULL) + (where != NULL) + (named != NULL) > 1) {
		cli_usage(cli, where ? "--where" : "--named", where ? where : named, TEXT(CLI_RULE_TWICE), NO_TEXT);
		return NULL;
	}
	if (named)
		return find_named(cli, a, body, named, file);
	*file = path ? path : "--where";
	if (path && file_read(path, RULE_BYTES_MAX, &bytes, &cli->error))
		return NULL;
	if (where)
		text_add_string(&bytes, where);
	json_t *expression =
		bytes.length ? json_loadb(bytes.bytes, bytes.length, JSON_REJECT_DUPLICATES, &wrong) : NULL;
	if (bytes.length && !expression)
		finding_add(&cli->error, CORDON_ERROR, (place_in_file){*file, wrong.line, NULL, NULL},
			    TEXT(CLI_NOT_JSON, wrong.text), NO_TEXT);
	else if (path && !bytes.length)
		finding_add(&cli->error, CORDON_ERROR, (place_in_file){path, 0, NULL, NULL}, TEXT(CLI_NOT_JSON, ""),
			    NO_TEXT);
	text_free(&bytes);
	return expression;
}

static json_t *ask_register(cli_context *cli, const council_asked *a, const char *body)
{
	const char *file;
	json_t *data = NULL, *expression = read_expression(cli, a, body, &file);
	register_form form;
	register_rule rule;
	if (cli->error.errors)
		return NULL;
	if (!expression)
		return register_data(a->state, body, a->at.time, NULL);
	register_form_at(a->state, body, a->at.time, &form);
	if (!register_rule_read(&rule, expression, &form, file, &cli->error))
		data = register_data(a->state, body, a->at.time, &rule);
	register_rule_free(&rule);
	register_form_free(&form);
	json_decref(expression);
	return data;
}

cordon_status register_run(cli_context *cli)
{
	council_asked a;
	char only[ACT_ID_MAX * 8];
	json_t *data = NULL;
	const char *workplace = cli_option(cli, "--workplace"), *body = cli->positions ? cli->position[0] : only;
	body_facts facts;
	cordon_status status = council_begin(cli, &a);
	if (!status && !cli->positions && !register_only(a.state, only, sizeof only))
		status = cli_usage(cli, "BODY", NULL, TEXT(CLI_WHICH_REGISTER),
				   *only ? TEXT(CLI_ONE_OF, only) : NO_TEXT);
	if (!status && !body_find(a.state, body, &facts))
		return council_give(cli, &a, CORDON_OK, NULL, body, TEXT(CLI_NO_BODY), show_register);
	if (!status && workplace)
		return council_give(cli, &a, status, register_history(a.state, body, workplace), workplace,
				    TEXT(CLI_NO_WORKPLACE, body), show_history);
	if (!status)
		data = ask_register(cli, &a, body);
	if (!status && !data)
		status = CORDON_BAD_INPUT;
	return council_give(cli, &a, status, data, body, TEXT(CLI_NO_BODY), show_register);
}
