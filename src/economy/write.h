/* Writes a package: rows of texts for each table are collected, then the folder with its CSV files and
 * datapackage.json is written beside its place and put there at once (file_folder_begin/commit): readers see the old
 * package whole or the new one.
 * Files of an older package there that are no tables (a mapping, a page about the sources) are kept.
 *
 *	economy_draft *d = economy_draft_new("chile-2013", "Chile 2013, 12 activities");
 *	economy_draft_source(d, "Banco Central de Chile", "https://...");
 *	economy_draft_row(d, TABLE_COMMODITIES, (const char *[TABLE_COLUMNS_MAX]){"c01", "Farming", "CLP bn", NULL});
 *	status = economy_draft_write(d, folder, error);
 *	economy_draft_free(d);
 *
 * A row has one cell for each column of the table, in the order of tables.h; NULL is an empty cell. Columns that are
 * empty in every row and not required are left out, and so are tables without rows (required tables are written
 * anyway). It does not check what the rows say: read the package afterwards.
 */
#ifndef ECONOMY_WRITE_H
#define ECONOMY_WRITE_H

#include "economy/tables.h"

#include <cordon/economy.h>

typedef struct economy_draft economy_draft;

/* `name`: lower case letters, digits, ".", "_", "-", as the Frictionless standard asks. Texts are copied. */
economy_draft *economy_draft_new(const char *name, const char *title);
void economy_draft_license(economy_draft *d, const char *name,
						   const char *title); /* name: an SPDX or Open Definition id, or NULL */
void economy_draft_source(economy_draft *d, const char *title, const char *path); /* path: an address, or NULL */
void economy_draft_row(economy_draft *d, int table, const char *const cell[TABLE_COLUMNS_MAX]);
cordon_status economy_draft_write(economy_draft *d, const char *folder, cordon_error *error);
void economy_draft_free(economy_draft *d);

/* Writes an economy as it stands (what-ifs included), amounts in the commodities' own units. */
cordon_status economy_write(const cordon_economy *economy, const char *folder, cordon_error *error);

#endif
