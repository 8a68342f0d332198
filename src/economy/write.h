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
/* A file beside the tables that no reader of packages reads; at most 4 of them, not named as a table's. */
void economy_draft_file(economy_draft *d, const char *name, const char *bytes, size_t length);
cordon_status economy_draft_write(economy_draft *d, const char *folder, cordon_error *error);
/* Every file that it would write, one after the other. */
void economy_draft_each(const economy_draft *d,
			void (*one)(void *context, const char *name, const char *bytes, size_t length), void *context);
void economy_draft_free(economy_draft *d);

/* What was collected: rows from 0; "" for an empty cell. */
size_t economy_draft_rows(const economy_draft *d, int table);
const char *economy_draft_cell(const economy_draft *d, int table, size_t row, int column);
/* The hash that the package has once it is written and read. */
void economy_draft_hash(const economy_draft *d, char hex[65]);
/* Reads it as if it had been written at `path`. */
cordon_status economy_draft_read(const economy_draft *d, const char *path, cordon_economy **economy,
				 cordon_error *error);

/* Writes an economy as it stands (what-ifs included), amounts in the commodities' own units. */
cordon_status economy_write(const cordon_economy *economy, const char *folder, cordon_error *error);

#endif
