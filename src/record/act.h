/* The act table: one entry a kind of act says its name, its fields with their limits, who may do it and what it
 * changes. The command line, its help and completion, validation and docs/acts.md all come from these entries;
 * adding a kind means adding one entry and one function.
 *
 * A function of the table is handed an act whose form, signatures, keys and fields were checked. It first checks
 * what the rules ask for, refusing with act_refuse, and only then changes the state: a refused act changes nothing
 * (book.c asserts it). It sees no clock, no file and no randomness but what the act and its entry say, so that
 * replay gives the same state. What rooms there are is not known here: they pass their entries down in an act_world.
 */
#ifndef RECORD_ACT_H
#define RECORD_ACT_H

#include "base/findings.h"
#include "base/messages.h"
#include "record/state.h"

#include <jansson.h>

enum {
	ACT_FIELDS_MAX = 16,
	ACT_ROLES_MAX = 4,
	ACT_MANY_MAX = 1000, /* elements of a field that takes many */
	ACT_SIGNATURES_MAX = 64,
	ACT_BYTES_MAX = 65536, /* an entry's canonical bytes */
	ACT_ID_MAX = 64,
};

typedef enum act_type {
	ACT_ID, /* names a person, body, proposal...: [a-z0-9][a-z0-9._-]*, at most ACT_ID_MAX bytes */
	ACT_TEXT, /* `least` to `most` bytes of text for people; no control characters but newline */
	ACT_WHOLE, /* an integer from `least` to `most` */
	ACT_RATIO, /* "2/3", "0.6", "14000000": exact, not negative, at most 15 digits a part */
	ACT_CHOICE, /* one of the words in `choices` */
	ACT_FLAG, /* true or false */
	ACT_DATE, /* "1972-10-11" */
	ACT_TIME, /* "1972-10-11T09:00:00Z" */
	ACT_KEY, /* an Ed25519 public key, 43 characters of base64url */
	ACT_HASH, /* 64 lower-case hexadecimal digits */
	ACT_SEALED, /* the commitment to somebody's data (docs/book.md), as ACT_HASH; the text lies beside the book */
	ACT_DOCUMENT, /* an object or list, checked by the kind's own function: rules, ballots, tallies */
} act_type;

typedef struct act_field {
	const char *name;
	act_type type;
	const char *help; /* English msgid */
	bool optional, many; /* many: a list of 1 to ACT_MANY_MAX */
	int64_t least, most; /* both 0: the type's own limits */
	const char *choices; /* words separated by blanks */
} act_field;

struct act_context;

/* Who may: asked with the act at hand; true when one of its signers (or all of them together) has the role. */
typedef struct act_role {
	const char *id;
	const char *text; /* English msgid: "the secretary of the body" */
	bool (*has)(const struct act_context *act);
} act_role;

typedef struct act_kind {
	const char *name;
	const char *summary; /* one line, English msgid */
	const char *help; /* paragraphs, or NULL */
	act_field field[ACT_FIELDS_MAX]; /* ends at the first without a name */
	const act_role *who[ACT_ROLES_MAX]; /* any of them suffices; ends at NULL; none: only by a decision */
	/* Whether a decision of that body may do it, with those (checked) fields; NULL: no decision may. Most often
	 * act_of_body. */
	bool (*decided)(const json_t *fields, const char *body);
	/* Whether there is what it is done to, of what is known of an act (may.h); NULL: always. Pages show nothing that
	 * does not apply; `apply` refuses it by its own checks all the same. */
	bool (*applies)(const struct act_context *act);
	bool own; /* no other body's decision may do it for that one, whatever binds it */
	cordon_status (*apply)(struct act_context *act);
	const char *example; /* fields as on the command line: "body=panaderia person=ana" */
} act_kind;

/* What the outer rooms assemble and pass down. Kinds and schemas keep the order of their rooms. */
typedef struct act_world {
	const act_kind *const *kind;
	size_t kinds;
	const state_schema *const *schema;
	size_t schemas;
} act_world;

const act_kind *act_kind_find(const act_world *world, const char *name);

/* An act on its way into the state. */
typedef struct act_context {
	const act_world *world; /* whose kinds a decision's effects can be of */
	const act_kind *kind;
	const json_t *fields;
	state *state;
	int64_t entry; /* its number in the book */
	int64_t time; /* of the entry, seconds since 1970 (negative before) */
	int64_t made;
	const char *key[ACT_SIGNATURES_MAX]; /* who signed: keys, ascending */
	const char *person[ACT_SIGNATURES_MAX]; /* who holds them; NULL for the node's key */
	int signatures;
	bool by_node; /* the node's key is among them */
	const char *decided_by; /* the body whose decision this is an effect of; NULL: an act that somebody signed */
	cordon_error *error;
} act_context;

/* Whether the field `body` names that body. */
bool act_of_body(const json_t *fields, const char *body);

/* Fields of a checked act; NULL, `otherwise` or 0 where an optional one is not given. */
const char *act_text(const act_context *act, const char *field);
int64_t act_whole(const act_context *act, const char *field, int64_t otherwise);
bool act_flag(const act_context *act, const char *field);
const json_t *act_document(const act_context *act, const char *field);
size_t act_count(const act_context *act, const char *field); /* of a field that takes many */
const char *act_item(const act_context *act, const char *field, size_t i);

/* Refuses: adds a finding that names the kind, the field and what was found; returns CORDON_BAD_INPUT. */
cordon_status act_refuse(const act_context *act, const char *field, cordon_text what, cordon_text expected);

/* Whether that person is among the signers. */
bool act_signed_by(const act_context *act, const char *person);
/* The only signer, or NULL where several or the node signed. */
const char *act_signer(const act_context *act);

/* Checks `fields` against the kind's table; everything wrong is reported, each naming its field. */
cordon_status act_check_fields(const act_kind *kind, const json_t *fields, cordon_error *error);

/* The whole of an act after its envelope: fields, who may, effect. The caller fills all of `act` but nothing else
 * checked it: this is what book_take and replay call, and what a test can call over a state in memory without any
 * key. */
cordon_status act_run(act_context *act);

/* Runs an effect that something else decided (a decision, a recall): fields are checked, who may is not asked, and
 * the effect is that of the same entry. */
cordon_status act_run_decided(const act_context *by, const act_kind *kind, const json_t *fields);

/* The exact value of an ACT_RATIO as a fraction in no particular terms; false when it is not one. */
bool act_ratio(const char *text, int64_t *numerator, int64_t *denominator);

#endif
