/* The tables of keys and the acts that change them; see keys.h. */
#include "record/keys.h"

#include "record/abroad.h"
#include "record/codes.h"
#include "record/note.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static const char *const tables[] = {"founding",  "key",    "node_key",       "citation", "nonce",
				     "forgotten", "abroad", "abroad_carried", NULL};

const state_schema keys_schema = {
	.room = "record",
	.table = tables,
	.create = "CREATE TABLE founding (entry INTEGER PRIMARY KEY, title TEXT NOT NULL, origin TEXT NOT NULL,"
		  " person TEXT NOT NULL, commitment TEXT) WITHOUT ROWID;"
		  "CREATE TABLE key (key TEXT PRIMARY KEY, person TEXT NOT NULL, use TEXT NOT NULL, from_entry INTEGER "
		  "NOT NULL,"
		  " until_entry INTEGER) WITHOUT ROWID;"
		  "CREATE INDEX key_person ON key (person, use) WHERE until_entry IS NULL;"
		  "CREATE TABLE node_key (from_entry INTEGER PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;"
		  "CREATE TABLE citation (entry INTEGER PRIMARY KEY, origin TEXT NOT NULL, size INTEGER NOT NULL,"
		  " root TEXT NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;"
		  "CREATE INDEX citation_origin ON citation (origin, size);"
		  "CREATE TABLE nonce (nonce TEXT PRIMARY KEY) WITHOUT ROWID;"
		  "CREATE TABLE forgotten (person TEXT PRIMARY KEY, entry INTEGER NOT NULL) WITHOUT ROWID;"
		  "CREATE TABLE abroad (book TEXT PRIMARY KEY, id TEXT NOT NULL, origin TEXT NOT NULL, first_key TEXT"
		  " NOT NULL, key TEXT NOT NULL, key_entry INTEGER NOT NULL, size INTEGER NOT NULL, root TEXT,"
		  " entry INTEGER NOT NULL) WITHOUT ROWID;"
		  "CREATE TABLE abroad_carried (book TEXT, entry INTEGER, time INTEGER NOT NULL, size INTEGER NOT NULL,"
		  " PRIMARY KEY (book, entry)) WITHOUT ROWID;",
};

keys_use keys_find(state *s, const char *key, char person[KEYS_PERSON])
{
	*person = '\0';
	state_rows rows = state_ask(s, "SELECT person, use FROM key WHERE key = ? AND until_entry IS NULL", "s", key);
	keys_use use = KEYS_NONE;
	if (state_row(&rows)) {
		use = *state_text(&rows, 1) == 'm'   ? KEYS_MAIN
		      : *state_text(&rows, 1) == 'r' ? KEYS_RECOVERY
						     : KEYS_INVITATION;
		strncat(person, state_text(&rows, 0), KEYS_PERSON - 1);
		state_end(&rows);
	} else if (state_has(s,
			     "SELECT 1 FROM node_key WHERE from_entry = (SELECT max(from_entry) FROM node_key) AND key "
			     "= ?",
			     "s", key)) {
		use = KEYS_NODE;
	}
	return use;
}

bool keys_may_sign(keys_use use, const char *kind)
{
	switch (use) {
	case KEYS_MAIN:
		return true;
	case KEYS_RECOVERY:
		return !strcmp(kind, "key_rotate");
	case KEYS_INVITATION:
		return !strcmp(kind, "invitation_use");
	case KEYS_NODE:
		return !strcmp(kind, "found") || !strcmp(kind, "node_key") || !strcmp(kind, "cite") ||
		       !strcmp(kind, "tell") || !strcmp(kind, "carry") || !strcmp(kind, "forget");
	default:
		return false;
	}
}

bool keys_of_person(state *s, const char *person, char key[KEYS_NAME])
{
	return state_word(s, key, KEYS_NAME,
			  "SELECT key FROM key WHERE person = ? AND use = 'main' AND until_entry IS NULL", "s", person);
}

/* A key stands at most once in a book, whoever's it was. */
static bool is_new(state *s, const char *key)
{
	return !state_has(s, "SELECT 1 FROM key WHERE key = ?", "s", key) &&
	       !state_has(s, "SELECT 1 FROM node_key WHERE key = ?", "s", key);
}

static cordon_status refuse_known(act_context *act)
{
	return act_refuse(act, "key", TEXT(RECORD_KEY_KNOWN), TEXT(RECORD_KEY_NEW));
}

/* Who has a main key needs no invitation: none is left that would be good again once that key is lost. */
static void add_key(act_context *act, const char *key, const char *person, const char *use)
{
	if (strcmp(use, "recovery") != 0)
		state_do(act->state,
			 "UPDATE key SET until_entry = ? WHERE person = ? AND use = 'invitation' AND until_entry IS "
			 "NULL",
			 "is", act->entry, person);
	state_do(act->state, "INSERT INTO key VALUES (?, ?, ?, ?, NULL)", "sssi", key, person, use, act->entry);
}

static void add_node_key(act_context *act, const char *key)
{
	state_do(act->state, "INSERT INTO node_key VALUES (?, ?)", "is", act->entry, key);
}

static bool is_first(const act_context *act)
{
	return act->entry == 0;
}

static cordon_status found(act_context *act)
{
	const char *key = act_text(act, "key"), *node = act_text(act, "node_key");
	if (!strcmp(key, node))
		return refuse_known(act);
	if (!note_is_name(act_text(act, "origin")))
		return act_refuse(act, "origin", TEXT(RECORD_FIELD_WRONG), TEXT(RECORD_EXPECTED_ORIGIN));
	state_do(act->state, "INSERT INTO founding VALUES (?, ?, ?, ?, ?)", "issss", act->entry, act_text(act, "title"),
		 act_text(act, "origin"), act_text(act, "person"), act_text(act, "commitment"));
	add_node_key(act, node);
	add_key(act, key, act_text(act, "person"), "main");
	return CORDON_OK;
}

static const act_role first_entry = {"first_entry", N_("the founder and the node, as the book's first entry"),
				     is_first};

const act_kind keys_found_kind = {
	.name = "found",
	.summary = N_("found the book"),
	.help = N_(
		"The first entry of every book and no other. It names the node's key, which signs checkpoints, and the "
		"founder with a key. It is signed by both."),
	.field =
		{
			{"title", ACT_TEXT, N_("what the book is called"), .least = 1, .most = 200},
			{"origin", ACT_TEXT, N_("the name of the book's checkpoints, with no blank or plus sign"),
			 .least = 1, .most = 100},
			{"node_key", ACT_KEY, N_("the node's public key")},
			{"person", ACT_ID, N_("who founds it")},
			{"key", ACT_KEY, N_("the founder's public key")},
			{"commitment", ACT_SEALED, N_("the founder's name, sealed"), .optional = true},
		},
	.who = {&first_entry},
	.apply = found,
};

cordon_status keys_enrol(act_context *act)
{
	const char *person = act_text(act, "person"), *use = act_text(act, "use");
	if (!is_new(act->state, act_text(act, "key")))
		return refuse_known(act);
	if (state_has(act->state, "SELECT 1 FROM key WHERE person = ? AND use = ? AND until_entry IS NULL", "ss",
		      person, use))
		return act_refuse(act, "person", TEXT(RECORD_KEY_HELD, use), TEXT(RECORD_KEY_REVOKE));
	add_key(act, act_text(act, "key"), person, use);
	return CORDON_OK;
}

static void end_key(act_context *act, const char *key)
{
	state_do(act->state, "UPDATE key SET until_entry = ? WHERE key = ?", "is", act->entry, key);
}

cordon_status keys_revoke(act_context *act)
{
	char person[KEYS_PERSON];
	keys_use use = keys_find(act->state, act_text(act, "key"), person);
	if (use != KEYS_MAIN && use != KEYS_RECOVERY && use != KEYS_INVITATION)
		return act_refuse(act, "key", TEXT(RECORD_KEY_NOT_VALID), NO_TEXT);
	end_key(act, act_text(act, "key"));
	return CORDON_OK;
}

static cordon_status refuse_held(const act_context *act)
{
	return act_refuse(act, "person", TEXT(RECORD_KEY_HELD, "main"), TEXT(RECORD_KEY_REVOKE));
}

cordon_status keys_invite(act_context *act)
{
	char held[KEYS_NAME];
	if (!is_new(act->state, act_text(act, "invitation")))
		return act_refuse(act, "invitation", TEXT(RECORD_KEY_KNOWN), TEXT(RECORD_KEY_NEW));
	if (keys_of_person(act->state, act_text(act, "person"), held))
		return refuse_held(act);
	add_key(act, act_text(act, "invitation"), act_text(act, "person"), "invitation");
	return CORDON_OK;
}

const char *keys_invitation(const act_context *act)
{
	char person[KEYS_PERSON];
	if (act->signatures != 2 || act->by_node)
		return NULL;
	bool first = !strcmp(act->key[0], act_text(act, "key"));
	if (!first && strcmp(act->key[1], act_text(act, "key")) != 0)
		return NULL;
	return keys_find(act->state, act->key[first], person) == KEYS_INVITATION ? act->key[first] : NULL;
}

cordon_status keys_use_invitation(act_context *act)
{
	char held[KEYS_NAME], person[KEYS_PERSON];
	const char *invitation = keys_invitation(act);
	assert(invitation);
	keys_find(act->state, invitation, person);
	if (strcmp(person, act_text(act, "person")) != 0)
		return act_refuse(act, "person", TEXT(RECORD_INVITED_OTHER), NO_TEXT);
	if (!is_new(act->state, act_text(act, "key")))
		return refuse_known(act);
	if (keys_of_person(act->state, person, held))
		return refuse_held(act);
	add_key(act, act_text(act, "key"), person, "main");
	return CORDON_OK;
}

static bool by_own_key(const act_context *act)
{
	return act_signer(act) != NULL;
}

static const act_role own_key = {"own_key", N_("one valid key of the person, main or recovery"), by_own_key};

static cordon_status rotate(act_context *act)
{
	char old[KEYS_NAME];
	if (!is_new(act->state, act_text(act, "key")))
		return refuse_known(act);
	if (keys_of_person(act->state, act_signer(act), old))
		end_key(act, old);
	add_key(act, act_text(act, "key"), act_signer(act), "main");
	return CORDON_OK;
}

const act_kind keys_rotate_kind = {
	.name = "key_rotate",
	.summary = N_("put a new key in the place of one's own"),
	.help = N_("Signed with the old key, or with the recovery key when the old one is lost: the old main key "
		   "ceases and the "
		   "new one is the person's main key."),
	.field = {{"key", ACT_KEY, N_("the new public key")}},
	.who = {&own_key},
	.apply = rotate,
};

static bool by_node(const act_context *act)
{
	return act->by_node && act->signatures == 1;
}

static const act_role node = {"node", N_("the node"), by_node};

static cordon_status change_node_key(act_context *act)
{
	if (!is_new(act->state, act_text(act, "key")))
		return refuse_known(act);
	add_node_key(act, act_text(act, "key"));
	return CORDON_OK;
}

const act_kind keys_node_kind = {
	.name = "node_key",
	.summary = N_("put a new key in the place of the node's"),
	.field = {{"key", ACT_KEY, N_("the new public key")}},
	.who = {&node},
	.apply = change_node_key,
};

/* The field in which the act is not what its note says; NULL: it is. Whose key signed the note is not known here. */
static const char *differs_from_note(const act_context *act)
{
	const char *bytes = act_text(act, "note");
	char root[2 * sizeof(merkle_hash) + 1];
	note_parts n;
	checkpoint point;
	if (!note_read(bytes, strlen(bytes), &n, NULL) ||
	    !checkpoint_read(n.body, n.body_length, false, &point, NULL) || point.size < 1)
		return "note";
	sodium_bin2hex(root, sizeof root, point.root.byte, sizeof point.root.byte);
	if (strcmp(point.origin, act_text(act, "origin")))
		return "origin";
	if (point.size != act_whole(act, "size", 0))
		return "size";
	return strcmp(root, act_text(act, "root")) ? "root" : NULL;
}

static cordon_status cite(act_context *act)
{
	int64_t size = act_whole(act, "size", 0);
	const char *field = differs_from_note(act);
	if (field)
		return act_refuse(act, field, TEXT(RECORD_CITED_OTHER), NO_TEXT);
	if (abroad_has_origin(act->state, act_text(act, "origin")))
		return act_refuse(act, "origin", TEXT(RECORD_CITED_CARRIED), NO_TEXT);
	int64_t last = state_number(act->state, -1, "SELECT max(size) FROM citation WHERE origin = ?", "s",
				    act_text(act, "origin"));
	if (size < last)
		return act_refuse(act, "size", TEXT(RECORD_CITED_LATER), NO_TEXT);
	state_do(act->state, "INSERT INTO citation VALUES (?, ?, ?, ?, ?)", "isiss", act->entry,
		 act_text(act, "origin"), size, act_text(act, "root"), act_text(act, "note"));
	return CORDON_OK;
}

const act_kind keys_cite_kind = {
	.name = "cite",
	.summary = N_("state which checkpoint of another book was seen"),
	.field =
		{
			{"origin", ACT_TEXT, N_("the other book's origin"), .least = 1, .most = 100},
			{"size", ACT_WHOLE, N_("its number of entries")},
			{"root", ACT_HASH, N_("the root of its tree")},
			{"note", ACT_TEXT, N_("the signed checkpoint itself"), .least = 1, .most = 8192},
		},
	.who = {&node},
	.apply = cite,
};

cordon_status keys_forget_person(const act_context *act, const char *field, const char *whose)
{
	assert(keys_forgets(act->kind->name));
	if (state_has(act->state, "SELECT 1 FROM forgotten WHERE person = ?", "s", whose))
		return act_refuse(act, field, TEXT(RECORD_FORGOTTEN), NO_TEXT);
	state_do(act->state, "INSERT INTO forgotten VALUES (?, ?)", "si", whose, act->entry);
	return CORDON_OK;
}

cordon_status keys_forget(act_context *act)
{
	return keys_forget_person(act, "person", act_text(act, "person"));
}

bool keys_forgets(const char *kind)
{
	size_t length = strlen(kind), tail = strlen("forget");
	return length >= tail && !strcmp(kind + length - tail, "forget");
}
