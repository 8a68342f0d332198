/* What stands in a register: attributes and their values.
 *
 *	type     a value, as JSON                    as text in the state
 *	text     "Textiles", 1 to 200 bytes          the same
 *	choice   one of the attribute's words        the same
 *	number   250, "14000000.50", "1/3"           the same: exact, not negative, at most 15 digits a part
 *	flag     true, false                         true, false
 *	date     "1972-10-11"                        the same
 *
 * Attributes are named [a-z][a-z0-9_]*, at most 32 bytes (they are keys of JSON), and not "workplace".
 */
#ifndef COUNCIL_REGISTER_FORM_H
#define COUNCIL_REGISTER_FORM_H

#include "base/memory.h"
#include "base/text.h"
#include "record/act.h"

enum {
	REGISTER_ATTRIBUTES_MAX = 64, /* of one register at a time */
	REGISTER_ATTRIBUTE = 33, /* bytes of an attribute's name in acts, with its end */
	REGISTER_TEXT_MAX = 200, /* bytes of a text value, of what an attribute is called, of a unit */
	REGISTER_CHOICES_MAX = 1000, /* bytes of the words of a choice */
};

typedef enum register_type {
	REGISTER_TEXT,
	REGISTER_CHOICE,
	REGISTER_NUMBER,
	REGISTER_FLAG,
	REGISTER_DATE
} register_type;

typedef struct register_attribute {
	const char *id;
	register_type type;
	const char *name, *unit; /* for people; the unit may be NULL */
	const char *choices; /* of a choice: words with a blank between */
} register_attribute;

/* The attributes of a register at a moment, in the order of their ids. */
typedef struct register_form {
	int count;
	register_attribute attribute[REGISTER_ATTRIBUTES_MAX];
	arena keep;
} register_form;

void register_form_at(state *s, const char *body, int64_t time, register_form *out);
void register_form_free(register_form *f);
const register_attribute *register_attribute_find(const register_form *f, const char *id);

const char *register_type_name(register_type type);
/* The attribute that an object of an act defines: {"type": ..., "name": ..., "unit": ..., "choices": ...}. Its texts
 * are the document's. False: it is malformed. */
bool register_attribute_read(const char *id, const json_t *definition, register_attribute *out);

/* Adds the text of a value; false when it is none of that attribute. */
bool register_value_read(const register_attribute *a, const json_t *value, text *out);
/* The value that such a text is of. */
json_t *register_value_json(const register_attribute *a, const char *value);
/* What a value of the attribute is, for a finding. */
cordon_text register_value_expected(const register_attribute *a);

/* Whether `word` is one of the words of `words`. */
bool register_has_word(const char *words, const char *word);

#endif
