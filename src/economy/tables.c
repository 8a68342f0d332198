/* The tables of a package; see tables.h. */
#include "economy/tables.h"

#include <string.h>

const table_form table_forms[TABLES] = {
	[TABLE_UNITS] = {"units", false, {{"unit", true, false}, {"dimension", true, false}, {"factor", true, true}}},
	[TABLE_COMMODITIES] =
		{"commodities",
		 true,
		 {{"commodity", true, false}, {"name", false, false}, {"unit", true, false}, {"kind", false, false}}},
	[TABLE_PLACES] = {"places", false, {{"place", true, false}, {"name", false, false}}},
	[TABLE_PERIODS] = {"periods", false, {{"period", true, false}, {"name", false, false}}},
	[TABLE_PROCESSES] = {"processes",
						 true,
						 {{"process", true, false},
						  {"name", false, false},
						  {"kind", false, false},
						  {"place", false, false},
						  {"body", false, false}}},
	[TABLE_EXCHANGES] = {"exchanges",
						 true,
						 {{"process", true, false},
						  {"commodity", true, false},
						  {"direction", true, false},
						  {"amount", true, true},
						  {"unit", false, false},
						  {"place", false, false},
						  {"lead", false, true}}},
	[TABLE_CAPACITIES] = {"capacities",
						  false,
						  {{"process", true, false}, {"period", false, false}, {"capacity", true, true}}},
	[TABLE_STOCKS] = {"stocks",
					  false,
					  {{"commodity", true, false},
					   {"place", false, false},
					   {"period", false, false},
					   {"amount", true, true},
					   {"unit", false, false}}},
	[TABLE_NEEDS] = {"needs",
					 false,
					 {{"group", true, false},
					  {"commodity", true, false},
					  {"place", false, false},
					  {"period", false, false},
					  {"amount", true, true},
					  {"unit", false, false},
					  {"tier", false, true}}},
	[TABLE_DISCREPANCIES] = {"discrepancies",
							 false,
							 {{"commodity", true, false},
							  {"place", false, false},
							  {"period", false, false},
							  {"amount", true, true},
							  {"unit", false, false}}},
	[TABLE_OBSERVED] = {"observed",
						false,
						{{"process", true, false}, {"period", false, false}, {"activity", true, true}}},
	[TABLE_SETTINGS] = {"settings", false, {{"key", true, false}, {"value", true, false}}},
};

const char *const table_commodity_kinds[4] = {"good", "labour", "currency", "emission"};
const char *const table_process_kinds[6] = {"production", "import", "export", "transport", "storage", "building"};

int table_named(const char *name)
{
	for (int t = 0; t < TABLES; t++)
		if (!strcmp(table_forms[t].name, name))
			return t;
	return -1;
}

int table_columns(int table)
{
	int count = 0;
	while (table_forms[table].column[count].name)
		count++;
	return count;
}

int table_column_named(int table, const char *name)
{
	for (int c = 0; table_forms[table].column[c].name; c++)
		if (!strcmp(table_forms[table].column[c].name, name))
			return c;
	return -1;
}
