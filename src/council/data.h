/* Answers as data: rows of the state as lists of objects, for the program to print or to write as JSON. */
#ifndef COUNCIL_DATA_H
#define COUNCIL_DATA_H

#include "record/state.h"

#include <jansson.h>

/* One object a row. `columns` names them in order with blanks between, each with a colon and a letter:
 *	s text      i whole number      t moment, as text      h hundredths, as text ("70", "61.30")      f true or false
 *	j a JSON text, as what it says
 * What is null in the row is left out. The question ends here. */
json_t *data_rows(state_rows rows, const char *columns);
/* The first row alone; NULL when there is none. */
json_t *data_row(state_rows rows, const char *columns);
/* The row that a question is at. */
json_t *data_object(const state_rows *rows, const char *columns);

#endif
