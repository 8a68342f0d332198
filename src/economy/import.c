/* Import: from the tables of a statistical office and a mapping to an economy's data package. docs/import-map.md says
 * what a mapping may say and what comes of it. This file is the order of the work; the parts are in import_*.c. */
#include "economy/import_codes.h"
#include "economy/import_model.h"

#include <string.h>

void import_units(map_document *document, draft *d)
{
	map_node units = map_get(map_root(document), "units");
	const char *id;
	json_t *value;
	json_object_foreach(units.json, id, value)
	{
		map_node one = map_get(units, id);
		if (map_allow(one, "dimension factor"))
			draft_add_unit(d, id, map_text_needed(one, "dimension"), map_number(one, "factor", 1e-300, 1e300, 1));
	}
}

static void take_name(map_node root, draft *d)
{
	d->name = map_text_needed(root, "name");
	d->title = map_text(root, "title", d->name);
	if (*d->name && strspn(d->name, "abcdefghijklmnopqrstuvwxyz0123456789._-") != strlen(d->name))
		map_error(map_get(root, "name"), d->name, TEXT(IMPORT_NAME_BAD), TEXT(IMPORT_NAME_FORM));
}

/* What the package says of itself. */
static void take_description(map_document *document, draft *d)
{
	map_node root = map_root(document), sources = map_get(root, "sources"), licenses = map_get(root, "licenses");
	map_node settings = map_get(root, "settings");
	take_name(root, d);
	for (size_t i = 0; i < map_count(sources); i++) {
		map_node one = map_at(sources, i);
		if (map_allow(one, "title path"))
			draft_add_source(d, map_text_needed(one, "title"), map_text(one, "path", NULL));
	}
	for (size_t i = 0; i < map_count(licenses); i++) {
		map_node one = map_at(licenses, i);
		if (map_allow(one, "name title"))
			draft_add_license(d, map_text(one, "name", NULL), map_text(one, "title", NULL));
	}
	const char *key;
	json_t *value;
	json_object_foreach(settings.json, key, value) draft_add_setting(d, key, map_text(settings, key, ""));
}

static void import_table(import_source *source, int kind, draft *d)
{
	import_model m = {.source = source, .document = source->document, .error = source->error, .kind = kind};
	import_load(&m);
	if (!m.error->errors)
		import_build(&m, d);
	if (!m.error->errors) {
		import_note_columns(&m);
		import_balance(d, m.error, source->folder);
	}
	import_model_free(&m);
}

cordon_status cordon_economy_import(const char *map, const char *folder, const char *package, const char *const *set,
									int sets, cordon_import_summary *summary, cordon_error *error)
{
	*summary = (cordon_import_summary){0};
	map_document document;
	draft d = {0};
	size_t before = error->errors;
	cordon_status status = map_read(map, set, sets, &document, error);
	if (!status) {
		import_source source;
		import_source_open(&document, folder, &source);
		int kind =
			map_need(map_root(&document), "kind").json ? map_choice(map_root(&document), "kind", IMPORT_KINDS, -1) : -1;
		take_description(&document, &d);
		import_units(&document, &d);
		if (kind == IMPORT_RECIPES)
			import_recipes(&source, &d);
		else if (kind >= 0)
			import_table(&source, kind, &d);
		status = error->errors > before ? CORDON_BAD_INPUT : draft_write(&d, package, error);
		import_source_free(&source);
	}
	if (!status)
		*summary = (cordon_import_summary){d.commodity_id.count, d.process_id.count, d.exchanges, d.needs, d.stocks,
										   d.discrepancies};
	draft_free(&d);
	map_free(&document);
	return status;
}
