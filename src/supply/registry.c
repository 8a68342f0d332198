/* Reading a registry of households; see registry.h. */
#include "supply/registry.h"

#include "supply/codes.h"
#include "supply/fold.h"
#include "supply/nickname.h"

#include "base/findings.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STREET_WORDS = 12, OLDEST_YEAR = 1850, NEWEST_YEAR = 2150 };

const char *const role_name[ROLES] = {
	"id", "given", "surname1", "surname2", "surnames", "birth", "street", "door", "place", "postcode", "document",
	"phone", "members",
};

/* The usual names of columns, folded. The first column that has one of them is the role's. */
static const char *const usual[ROLES][16] = {
	[ROLE_ID] = {"registro", "id", "rec id", "folio", "ficha", "record id", "id registro", "numero de registro"},
	[ROLE_GIVEN] = {"nombres", "nombre", "given name", "given names", "given", "first name", "nombre de pila"},
	[ROLE_SURNAME1] = {"apellido1", "apellido 1", "primer apellido", "apellido paterno", "paterno", "surname",
			   "surname1", "last name", "apellido", "family name"},
	[ROLE_SURNAME2] = {"apellido2", "apellido 2", "segundo apellido", "apellido materno", "materno", "surname2"},
	[ROLE_SURNAMES] = {"apellidos", "surnames"},
	[ROLE_BIRTH] = {"nacimiento", "fecha nacimiento", "fecha de nacimiento", "date of birth", "birth", "birth date",
			"birthdate", "dob", "fec nac", "f nac"},
	[ROLE_STREET] = {"calle", "direccion", "domicilio", "address 1", "street", "address", "via"},
	[ROLE_DOOR] = {"numero", "nro", "num", "puerta", "altura", "street number", "door", "house number"},
	[ROLE_PLACE] = {"comuna", "localidad", "poblacion", "suburb", "barrio", "ciudad", "city", "municipio", "town"},
	[ROLE_POSTCODE] = {"codigo postal", "cp", "postcode", "postal code", "zip"},
	[ROLE_DOCUMENT] = {"rut", "run", "dni", "cedula", "documento", "carnet", "ci", "curp", "soc sec id", "document"},
	[ROLE_PHONE] = {"telefono", "celular", "movil", "fono", "phone", "mobile"},
	[ROLE_MEMBERS] = {"personas", "integrantes", "miembros", "members", "household size"},
};

bool registry_role_of(const char *role_text, size_t length, role *found)
{
	for (int r = 0; r < ROLES; r++)
		if (strlen(role_name[r]) == length && !memcmp(role_name[r], role_text, length)) {
			*found = (role)r;
			return true;
		}
	return false;
}

static int usual_column(const csv_table *table, role what)
{
	char header[FOLD_SIZE];
	for (int k = 0; k < 16 && usual[what][k]; k++)
		for (size_t c = 0; c < table->columns; c++) {
			fold_text(table->header[c], header);
			if (!strcmp(header, usual[what][k]))
				return (int)c;
		}
	return -1;
}

static cordon_status find_columns(registry *r, const char *const given[ROLES], cordon_error *error)
{
	const csv_table *t = r->table;
	cordon_status status = CORDON_OK;
	for (int i = 0; i < ROLES; i++) {
		r->column[i] = given[i] ? csv_table_column(t, given[i]) : usual_column(t, (role)i);
		if (given[i] && r->column[i] < 0)
			status = finding_add(error, CORDON_ERROR, (place_in_file){t->file, 1, role_name[i], given[i]},
					     TEXT(REGISTRY_NO_COLUMN), NO_TEXT);
	}
	const int *c = r->column;
	if (c[ROLE_ID] < 0)
		status = finding_add(error, CORDON_ERROR, (place_in_file){t->file, 1, "id", NULL},
				     TEXT(REGISTRY_NO_ID_COLUMN), NO_TEXT);
	bool named = c[ROLE_GIVEN] >= 0 && (c[ROLE_SURNAME1] >= 0 || c[ROLE_SURNAMES] >= 0);
	bool told = c[ROLE_BIRTH] >= 0 || c[ROLE_STREET] >= 0 || c[ROLE_DOCUMENT] >= 0;
	if (!named || !told)
		status = finding_add(error, CORDON_ERROR, (place_in_file){t->file, 1, NULL, NULL},
				     TEXT(REGISTRY_TOO_FEW_COLUMNS), NO_TEXT);
	return status;
}

const char *registry_cell(const registry *r, size_t row, role what)
{
	return r->column[what] < 0 ? "" : r->table->cell[row * r->table->columns + (size_t)r->column[what]];
}

/* ---- words ----------------------------------------------------------------------------------------------------- */

static int add_word(registry *r, word_list *list, const char *folded)
{
	if (!*folded)
		return -1;
	int number = names_find(&list->text, folded);
	return number >= 0 ? number : names_add(&list->text, arena_copy_text(&r->storage, folded));
}

static bool is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(*list, word))
			return true;
	return false;
}

static const char *const particles[] = {"de", "del", "la", "las", "los", "el", "y", "e", "da", "do", "dos", "das", "di",
					"van", "von", "der", "den", NULL};

/* Joins words without particles (all of them, if nothing else is there). */
static void join(char *const *word, int words, const char *const *dropped, char out[FOLD_SIZE])
{
	for (int pass = 0; pass < 2; pass++) {
		size_t length = 0;
		out[0] = '\0';
		for (int i = 0; i < words; i++) {
			size_t size = strlen(word[i]);
			if ((!pass && is_one_of(word[i], dropped)) || length + size + 2 > FOLD_SIZE)
				continue;
			length += (size_t)snprintf(out + length, FOLD_SIZE - length, length ? " %s" : "%s", word[i]);
		}
		if (length)
			return;
	}
}

static void read_given(registry *r, size_t row, registration *one)
{
	char folded[FOLD_SIZE], joined[FOLD_SIZE], *word[GIVEN_NAMES_MAX + 4];
	fold_text(registry_cell(r, row, ROLE_GIVEN), folded);
	int words = fold_words(folded, word, GIVEN_NAMES_MAX + 4), count = 0;
	for (int i = 0; i < words && count < GIVEN_NAMES_MAX; i++)
		if (!is_one_of(word[i], particles))
			one->given[count++] = add_word(r, &r->name, word[i]);
	while (count < GIVEN_NAMES_MAX)
		one->given[count++] = -1;
	join(word, words, particles, joined);
	one->all_given = add_word(r, &r->name, joined);
}

static int read_surname(registry *r, const char *cell)
{
	char folded[FOLD_SIZE], joined[FOLD_SIZE], *word[STREET_WORDS];
	fold_text(cell, folded);
	int words = fold_words(folded, word, STREET_WORDS);
	join(word, words, particles, joined);
	return add_word(r, &r->name, joined);
}

/* "de la Fuente Soto": particles belong to what follows, the first name is the first surname, the rest the second. */
static void read_both_surnames(registry *r, const char *cell, int surname[2])
{
	char folded[FOLD_SIZE], joined[FOLD_SIZE], *word[STREET_WORDS], *kept[STREET_WORDS];
	fold_text(cell, folded);
	int words = fold_words(folded, word, STREET_WORDS), count = 0;
	for (int i = 0; i < words; i++)
		if (!is_one_of(word[i], particles))
			kept[count++] = word[i];
	surname[0] = count ? add_word(r, &r->name, kept[0]) : -1;
	join(kept + 1, count > 1 ? count - 1 : 0, particles, joined);
	surname[1] = add_word(r, &r->name, joined);
}

static const char *const ways[] = {
	"calle", "c", "cl", "pasaje", "pje", "psje", "psj", "pj", "pas", "avenida", "av", "avda", "ave", "camino", "cno",
	"cam", "poblacion", "pob", "pobl", "villa", "vla", "carretera", "ctra", "plaza", "pza", "plza", "callejon",
	"paseo", "diagonal", "diag", "ruta", "de", "del", "la", "las", "los", "el", "a", "y", "street", "st", "road",
	"rd", "avenue", "place", "pl", "crescent", "cres", "drive", "dr", "court", "ct", "circuit", "close", "numero",
	"no", "nro", "num", "n", NULL};

static const char *digits_of(const char *word)
{
	static const char *const number[] = {"cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho",
					     "nueve", "diez", "once", "doce", "trece", "catorce", "quince", "dieciseis",
					     "diecisiete", "dieciocho", "diecinueve", "veinte"};
	static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13",
					     "14", "15", "16", "17", "18", "19", "20"};
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		if (!strcmp(word, number[i]))
			return digits[i];
	return word;
}

static bool is_number(const char *word)
{
	return isdigit((unsigned char)word[0]);
}

/* The street without what kind of way it is, and the door: of its own column, or the street's last number. */
static void read_address(registry *r, size_t row, registration *one)
{
	char street[FOLD_SIZE], door[FOLD_SIZE], joined[FOLD_SIZE], *word[STREET_WORDS];
	fold_text(registry_cell(r, row, ROLE_STREET), street);
	fold_text(registry_cell(r, row, ROLE_DOOR), door);
	int words = fold_words(street, word, STREET_WORDS);
	const char *at_door = door;
	if (r->column[ROLE_DOOR] < 0 && words > 1 && is_number(word[words - 1]))
		at_door = word[--words];
	while (at_door[0] == '0' && at_door[1])
		at_door++;
	for (int i = 0; i < words; i++) {
		const char *number = digits_of(word[i]);
		if (number != word[i])
			strcpy(word[i], number); /* digits are shorter than the word */
	}
	join(word, words, ways, joined);
	one->street = add_word(r, &r->street, joined);
	one->door = add_word(r, &r->door, at_door);
	if (one->street >= 0 && one->door >= 0) {
		char pair[32];
		snprintf(pair, sizeof pair, "%d %d", one->street, one->door);
		one->address = add_word(r, &r->address, pair);
	}
}

/* Folded, without blanks: "12.345.678-9" and "12345678 9" are one. */
static int read_code(registry *r, word_list *list, const char *cell)
{
	char folded[FOLD_SIZE];
	size_t length = 0;
	fold_text(cell, folded);
	for (const char *at = folded; *at; at++)
		if (*at != ' ')
			folded[length++] = *at;
	folded[length] = '\0';
	return add_word(r, list, folded);
}

static int date_of(int year, int month, int day)
{
	bool exchanged = month > 12 && month <= 31 && day >= 1 && day <= 12; /* written month first */
	if (year < OLDEST_YEAR || year > NEWEST_YEAR || day < 1 || day > 31 || month < 1 || (month > 12 && !exchanged))
		return 0;
	return year * 10000 + (exchanged ? day * 100 + month : month * 100 + day);
}

/* 1931-03-08, 19310308, 8/3/1931, 8-3-1931, 8.3.1931; 0 when it is none of these. */
static int read_date(const char *cell)
{
	int number[3] = {0}, digits[3] = {0}, part = 0;
	for (const char *at = cell; *at; at++) {
		if (isdigit((unsigned char)*at) && digits[part] < 8) {
			number[part] = number[part] * 10 + (*at - '0');
			digits[part]++;
		} else if (strchr("-/. ", *at) && digits[part] && part < 2) {
			part++;
		} else {
			return 0;
		}
	}
	if (part == 0 && digits[0] == 8)
		return date_of(number[0] / 10000, number[0] / 100 % 100, number[0] % 100);
	if (part == 2 && digits[0] == 4)
		return date_of(number[0], number[1], number[2]);
	return part == 2 && digits[2] == 4 ? date_of(number[2], number[1], number[0]) : 0;
}

static int read_members(const char *cell)
{
	int value = 0;
	for (const char *at = cell; *at; at++) {
		if (!isdigit((unsigned char)*at) || value > 1000)
			return -1;
		value = value * 10 + (*at - '0');
	}
	return *cell ? value : -1;
}

/* ---- counts ---------------------------------------------------------------------------------------------------- */

static void number_sounds(registry *r, word_list *list)
{
	char sound[FOLD_SIZE];
	list->word = memory_alloc((size_t)list->text.count, sizeof *list->word);
	for (int i = 0; i < list->text.count; i++) {
		known_word *w = &list->word[i];
		w->text = list->text.name[i];
		fold_sound(w->text, sound);
		w->sound = names_find(&list->sound, sound);
		if (w->sound < 0)
			w->sound = names_add(&list->sound, arena_copy_text(&r->storage, sound));
		for (int k = 0; k < STANDS_FOR_MAX; k++)
			w->stands_for[k] = -1;
	}
}

/* The names that a word may be short for and that stand in the registry. */
static void find_short_forms(registry *r)
{
	for (int i = 0; i < r->name.text.count; i++) {
		known_word *w = &r->name.word[i];
		const char *name[NICKNAME_MAX];
		char guess[2][FOLD_SIZE];
		int names_of = nickname_of(w->text, name), guesses = 0, count = 0;
		for (int k = 0; k < names_of; k++) {
			int number = names_find(&r->name.text, name[k]);
			if (number >= 0 && count < STANDS_FOR_MAX)
				w->stands_for[count++] = number;
		}
		if (!names_of)
			guesses = nickname_undo(w->text, guess);
		for (int k = 0; k < guesses && !count; k++) {
			int number = names_find(&r->name.text, guess[k]);
			if (number >= 0 && number != i && r->given_count[number])
				w->stands_for[count++] = number;
		}
	}
}

static void count_word(word_list *list, int number)
{
	if (number >= 0)
		list->word[number].count++;
}

static void count_words(registry *r)
{
	word_list *const lists[] = {&r->name, &r->street, &r->door, &r->place, &r->postcode, &r->document, &r->phone,
				    &r->address};
	for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
		number_sounds(r, lists[k]);
	r->given_count = memory_alloc((size_t)r->name.text.count, sizeof *r->given_count);
	r->surname_count = memory_alloc((size_t)r->name.text.count, sizeof *r->surname_count);
	for (size_t i = 0; i < r->count; i++) {
		const registration *one = &r->one[i];
		for (int k = 0; k < GIVEN_NAMES_MAX && one->given[k] >= 0; k++)
			r->given_count[one->given[k]]++;
		for (int k = 0; k < 2; k++)
			if (one->surname[k] >= 0)
				r->surname_count[one->surname[k]]++;
		count_word(&r->name, one->all_given);
		count_word(&r->name, one->surname[0]);
		count_word(&r->street, one->street);
		count_word(&r->door, one->door);
		count_word(&r->place, one->place);
		count_word(&r->postcode, one->postcode);
		count_word(&r->document, one->document);
		count_word(&r->phone, one->phone);
		count_word(&r->address, one->address);
	}
	find_short_forms(r);
}

static void number_dates(registry *r)
{
	char digits[16];
	r->date_number = memory_alloc(r->count, sizeof *r->date_number);
	for (size_t i = 0; i < r->count; i++) {
		r->date_number[i] = -1;
		if (!r->one[i].date)
			continue;
		snprintf(digits, sizeof digits, "%d", r->one[i].date);
		int number = names_find(&r->date, digits);
		r->date_number[i] = number >= 0 ? number : names_add(&r->date, arena_copy_text(&r->storage, digits));
	}
	r->date_count = memory_alloc((size_t)r->date.count, sizeof *r->date_count);
	for (size_t i = 0; i < r->count; i++)
		if (r->date_number[i] >= 0)
			r->date_count[r->date_number[i]]++;
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

static cordon_status read_id(registry *r, size_t row, names *ids, cordon_error *error)
{
	const char *id = registry_cell(r, row, ROLE_ID);
	int before = ids->count;
	place_in_file at = {r->table->file, r->table->line[row], r->table->header[r->column[ROLE_ID]], id};
	if (!*id)
		return finding_add(error, CORDON_ERROR, at, TEXT(REGISTRY_NO_ID), NO_TEXT);
	if (names_add(ids, id) != before)
		return finding_add(error, CORDON_ERROR, at, TEXT(REGISTRY_ID_TWICE), NO_TEXT);
	return CORDON_OK;
}

static void read_row(registry *r, size_t row, cordon_error *error)
{
	registration *one = &r->one[row];
	const char *birth = registry_cell(r, row, ROLE_BIRTH);
	one->address = -1;
	read_given(r, row, one);
	if (r->column[ROLE_SURNAME1] < 0) {
		read_both_surnames(r, registry_cell(r, row, ROLE_SURNAMES), one->surname);
	} else {
		one->surname[0] = read_surname(r, registry_cell(r, row, ROLE_SURNAME1));
		one->surname[1] = read_surname(r, registry_cell(r, row, ROLE_SURNAME2));
	}
	read_address(r, row, one);
	one->place = read_code(r, &r->place, registry_cell(r, row, ROLE_PLACE));
	one->postcode = read_code(r, &r->postcode, registry_cell(r, row, ROLE_POSTCODE));
	one->document = read_code(r, &r->document, registry_cell(r, row, ROLE_DOCUMENT));
	one->phone = read_code(r, &r->phone, registry_cell(r, row, ROLE_PHONE));
	one->members = read_members(registry_cell(r, row, ROLE_MEMBERS));
	one->date = read_date(birth);
	if (*birth && !one->date)
		finding_add(error, CORDON_WARNING,
			    (place_in_file){r->table->file, r->table->line[row],
					    r->table->header[r->column[ROLE_BIRTH]], birth},
			    TEXT(REGISTRY_NOT_A_DATE), TEXT(REGISTRY_A_DATE));
}

cordon_status registry_read(const csv_table *table, const char *const given[ROLES], registry *out,
			    cordon_error *error)
{
	names ids = {0};
	*out = (registry){.table = table};
	cordon_status status = find_columns(out, given, error);
	if (!status && table->rows > REGISTRATIONS_MAX)
		status = finding_add(error, CORDON_ERROR, (place_in_file){table->file, 0, NULL, NULL},
				     TEXT(REGISTRY_TOO_MANY_ROWS), NO_TEXT);
	if (status)
		return status;
	out->count = table->rows;
	out->one = memory_alloc(out->count, sizeof *out->one);
	for (size_t row = 0; row < out->count; row++) {
		cordon_status one = read_id(out, row, &ids, error);
		status = one ? one : status;
		read_row(out, row, error);
	}
	names_free(&ids);
	count_words(out);
	number_dates(out);
	return status;
}

static void free_list(word_list *list)
{
	names_free(&list->text);
	names_free(&list->sound);
	free(list->word);
}

void registry_free(registry *r)
{
	word_list *const lists[] = {&r->name, &r->street, &r->door, &r->place, &r->postcode, &r->document, &r->phone,
				    &r->address};
	for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
		free_list(lists[k]);
	names_free(&r->date);
	free(r->given_count);
	free(r->surname_count);
	free(r->date_count);
	free(r->date_number);
	free(r->one);
	arena_free(&r->storage);
	*r = (registry){0};
}
