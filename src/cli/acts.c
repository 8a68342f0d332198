/* `cordon acts`: the act table as a person reads it, as JSON for other programs, and as docs/acts.md. */
#include "cli/acts.h"
#include "cli/codes.h"
#include "cli/groups.h"
#include "cli/output.h"

#include "base/names.h"

#include <inttypes.h>
#include <string.h>

static const char *type_name(act_type type)
{
	static const char *const words[] = {
		[ACT_ID] = N_("name"),
		[ACT_TEXT] = N_("text"),
		[ACT_WHOLE] = N_("whole number"),
		[ACT_RATIO] = N_("number or fraction"),
		[ACT_CHOICE] = N_("word"),
		[ACT_FLAG] = N_("true or false"),
		[ACT_DATE] = N_("date"),
		[ACT_TIME] = N_("time"),
		[ACT_KEY] = N_("public key"),
		[ACT_HASH] = N_("hash"),
		[ACT_SEALED] = N_("personal text, sealed"),
		[ACT_DOCUMENT] = N_("document (JSON)"),
	};
	return words[type];
}

void acts_add_type(const cli_context *cli, text *out, const act_field *f)
{
	char least[24], most[24];
	snprintf(least, sizeof least, "%" PRId64, f->least);
	snprintf(most, sizeof most, "%" PRId64, f->most);
	text_add_string(out, tr(cli, type_name(f->type)));
	if (f->choices)
		text_add_format(out, ": %s", f->choices);
	if (f->most && f->type == ACT_TEXT)
		cli_add(cli, out, N_(", {0} to {1} bytes"), least, most);
	else if (f->most)
		cli_add(cli, out, N_(", {0} to {1}"), least, most);
	if (f->many)
		text_add_format(out, "; %s", tr(cli, N_("a list")));
	if (f->optional)
		text_add_format(out, "; %s", tr(cli, N_("may be left out")));
}

static void add_who(const cli_context *cli, text *out, const act_kind *kind)
{
	if (!kind->who[0])
		text_add_string(out, tr(cli, N_("only by a decision")));
	for (int i = 0; i < ACT_ROLES_MAX && kind->who[i]; i++)
		text_add_format(out, "%s%s", i ? "; " : "", tr(cli, kind->who[i]->text));
}

const act_field *acts_end_of(const act_kind *kind)
{
	const act_field *f = kind->field;
	while (f < kind->field + ACT_FIELDS_MAX && f->name)
		f++;
	return f;
}

void acts_add_kind(const cli_context *cli, text *out, const act_kind *kind, bool md)
{
	text_add_format(out, md ? "\n## `%s`: %s\n\n" : "%s: %s\n", kind->name, tr(cli, kind->summary));
	if (kind->help)
		text_add_format(out, md ? "%s\n\n" : "\n%s\n\n", tr(cli, kind->help));
	text_add_format(out, "%s: ", tr(cli, N_("Who")));
	add_who(cli, out, kind);
	text_add_string(out, md ? "\n\n" : "\n");
	if (md)
		text_add_format(out, "| %s | | |\n|---|---|---|\n", tr(cli, N_("field")));
	for (const act_field *f = kind->field; f < acts_end_of(kind); f++) {
		text_add_format(out, md ? "| `%s` | %s | " : "  %s: %s (", f->name, f->help ? tr(cli, f->help) : "");
		acts_add_type(cli, out, f);
		text_add_string(out, md ? " |\n" : ")\n");
	}
	if (kind->example)
		text_add_format(out, md ? "\n    cordon act %s %s\n" : "\n  cordon act %s %s\n", kind->name,
				kind->example);
}

static json_t *field_json(const cli_context *cli, const act_field *f)
{
	text type = {0};
	acts_add_type(cli, &type, f);
	json_t *json = json_pack("{s:s, s:s, s:b, s:b, s:s*}", "name", f->name, "type", text_string(&type), "optional",
				 f->optional, "list", f->many, "help", f->help ? tr(cli, f->help) : NULL);
	text_free(&type);
	return json;
}

static json_t *kind_json(const cli_context *cli, const act_kind *kind)
{
	text who = {0};
	json_t *fields = json_array();
	for (const act_field *f = kind->field; f < acts_end_of(kind); f++)
		json_array_append_new(fields, field_json(cli, f));
	add_who(cli, &who, kind);
	json_t *json = json_pack("{s:s, s:s, s:s*, s:s, s:o, s:s*}", "kind", kind->name, "summary",
				 tr(cli, kind->summary), "help", kind->help ? tr(cli, kind->help) : NULL, "who",
				 text_string(&who), "fields", fields, "example", kind->example);
	text_free(&who);
	return json;
}

static cordon_status print_all(cli_context *cli, bool md)
{
	const act_world *world = cli_world();
	text out = {0};
	if (md)
		text_add_format(&out, "# %s\n\n%s\n", tr(cli, N_("The kinds of act")),
				tr(cli, N_("Made by `cordon acts --format md` from the act table; a test compares.")));
	for (size_t i = 0; i < world->kinds; i++) {
		if (md)
			acts_add_kind(cli, &out, world->kind[i], true);
		else
			text_add_format(&out, "%-20s %s\n", world->kind[i]->name, tr(cli, world->kind[i]->summary));
	}
	fwrite(out.bytes, 1, out.length, cli->out);
	text_free(&out);
	return CORDON_OK;
}

static cordon_status print_json(cli_context *cli, const act_kind *one)
{
	const act_world *world = cli_world();
	json_t *list = json_array();
	for (size_t i = 0; i < world->kinds; i++)
		if (!one || one == world->kind[i])
			json_array_append_new(list, kind_json(cli, world->kind[i]));
	return output_json(cli, json_pack("{s:o}", "acts", list));
}

cordon_status acts_run(cli_context *cli)
{
	const act_kind *one = NULL;
	text out = {0};
	const char *format = cli_option(cli, "--format");
	if (format && strcmp(format, "md"))
		return cli_usage(cli, "--format", format, TEXT(CLI_CHOICE), TEXT(CLI_ONE_OF, "md"));
	if (cli->positions && !(one = act_kind_find(cli_world(), cli->position[0])))
		return cli_no_such_act(cli, cli->position[0]);
	if (cli->json)
		return print_json(cli, one);
	if (!one)
		return print_all(cli, format != NULL);
	acts_add_kind(cli, &out, one, format != NULL);
	fwrite(out.bytes, 1, out.length, cli->out);
	text_free(&out);
	return CORDON_OK;
}
