/* Weighing what two registrations have in common; see likeness.h. */
#include "supply/likeness.h"

#include "supply/codes.h"
#include "supply/fold.h"

#include <stdlib.h>
#include <string.h>

/* ---- the numbers ------------------------------------------------------------------------------------------------ */

typedef enum explanation { TWICE, KIN, NAMESAKES, STRANGERS, EXPLANATIONS } explanation;

/* Pairs of each kind for every registration there is, beforehand; of strangers there are n / 2. */
static const double pairs_each[] = {[TWICE] = 0.1, [KIN] = 0.3, [NAMESAKES] = 0.1};

enum {
	MISSING, /* of every field */
	GIVEN_SAME,
	GIVEN_PART,
	GIVEN_SHARED,
	GIVEN_OTHER,
	GIVEN_IS_SURNAME, /* given name and surname changed places */
	SURNAMES_SAME,
	SURNAMES_SWAPPED,
	SURNAMES_DROPPED,
	SURNAMES_ONE,
	SURNAMES_OTHER,
	BIRTH_SAME,
	BIRTH_SWAPPED,
	BIRTH_DIGIT,
	BIRTH_PARTS,
	BIRTH_YEAR,
	BIRTH_OTHER,
	ADDRESS_SAME,
	ADDRESS_DOOR_SLIP,
	ADDRESS_DOOR,
	ADDRESS_STREET,
	ADDRESS_OTHER,
	PLACE_SAME,
	PLACE_SLIP,
	PLACE_OTHER,
	POSTCODE_SAME,
	POSTCODE_SLIP,
	POSTCODE_OTHER,
	DOCUMENT_SAME,
	DOCUMENT_SLIP,
	DOCUMENT_OTHER,
	PHONE_SAME,
	PHONE_SLIP,
	PHONE_OTHER,
	MEMBERS_SAME,
	MEMBERS_NEAR,
	MEMBERS_OTHER,
	STATES
};

/* The chance of each state under each explanation. That of strangers is multiplied by the frequency of what the two
 * share (weigh below). Namesakes are strangers in all but their names, so the table has no more of them than names. */
static const struct state {
	double chance[EXPLANATIONS];
	leaning leans;
	const cordon_code *words;
} table[STATES] = {
	[MISSING] = {{1, 1, 1, 1}, LEAN_NONE, NULL},
	[GIVEN_SAME] = {{0.80, 0.08, 0.80, 1}, LEAN_FOR, &LIKE_GIVEN_SAME},
	[GIVEN_PART] = {{0.16, 0.08, 0.16, 1}, LEAN_FOR, &LIKE_GIVEN_PART},
	[GIVEN_SHARED] = {{0.01, 0.15, 0.02, 1}, LEAN_AGAINST, &LIKE_GIVEN_SHARED},
	[GIVEN_OTHER] = {{0.01, 0.69, 0.01, 1}, LEAN_AGAINST, &LIKE_GIVEN_OTHER},
	[GIVEN_IS_SURNAME] = {{0.02, 1e-4, 1e-4, 1}, LEAN_FOR, &LIKE_GIVEN_IS_SURNAME},
	[SURNAMES_SAME] = {{0.80, 0.40, 0.80, 1}, LEAN_FOR, &LIKE_SURNAMES_SAME},
	[SURNAMES_SWAPPED] = {{0.06, 0.01, 0.01, 1}, LEAN_FOR, &LIKE_SURNAMES_SWAPPED},
	[SURNAMES_DROPPED] = {{0.10, 0.10, 0.10, 1}, LEAN_FOR, &LIKE_SURNAMES_DROPPED},
	[SURNAMES_ONE] = {{0.03, 0.35, 0.08, 1}, LEAN_AGAINST, &LIKE_SURNAMES_ONE},
	[SURNAMES_OTHER] = {{0.01, 0.14, 0.01, 1}, LEAN_AGAINST, &LIKE_SURNAMES_OTHER},
	[BIRTH_SAME] = {{0.82, 0.01, 0, 1}, LEAN_FOR, &LIKE_BIRTH_SAME},
	[BIRTH_SWAPPED] = {{0.06, 1e-4, 0, 1}, LEAN_FOR, &LIKE_BIRTH_SWAPPED},
	[BIRTH_DIGIT] = {{0.06, 2e-3, 0, 1e-3}, LEAN_FOR, &LIKE_BIRTH_DIGIT},
	[BIRTH_PARTS] = {{0.04, 7e-3, 0, 5e-3}, LEAN_FOR, &LIKE_BIRTH_PARTS},
	[BIRTH_YEAR] = {{0.01, 0.01, 0, 0.015}, LEAN_AGAINST, &LIKE_BIRTH_YEAR},
	[BIRTH_OTHER] = {{0.01, 0.97, 0, 1}, LEAN_AGAINST, &LIKE_BIRTH_OTHER},
	[ADDRESS_SAME] = {{0.80, 0.75, 0, 1}, LEAN_FOR, &LIKE_ADDRESS_SAME},
	[ADDRESS_DOOR_SLIP] = {{0.05, 0.03, 0, 0.03}, LEAN_FOR, &LIKE_ADDRESS_DOOR_SLIP},
	[ADDRESS_DOOR] = {{0.02, 0.01, 0, 1}, LEAN_FOR, &LIKE_ADDRESS_DOOR},
	[ADDRESS_STREET] = {{0.04, 0.06, 0, 1}, LEAN_AGAINST, &LIKE_ADDRESS_STREET},
	[ADDRESS_OTHER] = {{0.09, 0.15, 0, 1}, LEAN_AGAINST, &LIKE_ADDRESS_OTHER},
	[PLACE_SAME] = {{0.88, 0.80, 0, 1}, LEAN_FOR, &LIKE_PLACE_SAME},
	[PLACE_SLIP] = {{0.06, 0.05, 0, 0.01}, LEAN_FOR, &LIKE_PLACE_SLIP},
	[PLACE_OTHER] = {{0.06, 0.15, 0, 1}, LEAN_AGAINST, &LIKE_PLACE_OTHER},
	[POSTCODE_SAME] = {{0.88, 0.80, 0, 1}, LEAN_FOR, &LIKE_POSTCODE_SAME},
	[POSTCODE_SLIP] = {{0.06, 0.05, 0, 0.01}, LEAN_FOR, &LIKE_POSTCODE_SLIP},
	[POSTCODE_OTHER] = {{0.06, 0.15, 0, 1}, LEAN_AGAINST, &LIKE_POSTCODE_OTHER},
	[DOCUMENT_SAME] = {{0.85, 3e-3, 0, 1}, LEAN_FOR, &LIKE_DOCUMENT_SAME},
	[DOCUMENT_SLIP] = {{0.08, 1e-3, 0, 1e-4}, LEAN_FOR, &LIKE_DOCUMENT_SLIP},
	[DOCUMENT_OTHER] = {{0.07, 0.996, 0, 1}, LEAN_AGAINST, &LIKE_DOCUMENT_OTHER},
	[PHONE_SAME] = {{0.65, 0.40, 0, 1}, LEAN_FOR, &LIKE_PHONE_SAME},
	[PHONE_SLIP] = {{0.05, 0.03, 0, 1e-4}, LEAN_FOR, &LIKE_PHONE_SLIP},
	[PHONE_OTHER] = {{0.30, 0.57, 0, 1}, LEAN_AGAINST, &LIKE_PHONE_OTHER},
	[MEMBERS_SAME] = {{0.65, 0.25, 0, 0.20}, LEAN_FOR, &LIKE_MEMBERS_SAME},
	[MEMBERS_NEAR] = {{0.20, 0.30, 0, 0.30}, LEAN_NONE, NULL},
	[MEMBERS_OTHER] = {{0.15, 0.45, 0, 0.50}, LEAN_AGAINST, &LIKE_MEMBERS_OTHER},
};

/* How a name was taken for another: its chance in a name that is the same. The last column is what a stranger's other
 * name has of it (Gómez and Gámez are two names). */
enum { SPELLED_SAME, SPELLED_SHORT, SPELLED_BY_EAR, SPELLED_SLIP, SPELLED_INITIAL, SPELLED_OTHER };
static const double spelled[] = {0.85, 0.05, 0.03, 0.05, 0.02};
static const double spelled_by_chance[] = {0, 0, 1e-3, 3e-3, 0};

enum { CALENDAR_DAYS = 25000, RARE = 2, SLIP_RATIO = 8 };

/* ---- names ------------------------------------------------------------------------------------------------------ */

static double share_of(long count, const registry *r)
{
	return (double)(count > 1 ? count : 1) / (double)r->count;
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

/* Mario and María, Patricio and Patricia, Luis and Luisa are two people, not one and a slip. */
static bool differs_by_gender(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);
	if (la == lb)
		return la && !strncmp(a, b, la - 1) && strchr("oa", a[la - 1]) && strchr("oa", b[lb - 1]);
	const char *longer = la > lb ? a : b, *shorter = la > lb ? b : a;
	size_t least = la > lb ? lb : la;
	return strlen(longer) == least + 1 && longer[least] == 'a' && !strncmp(longer, shorter, least);
}

static bool stands_for(const registry *r, int a, int b)
{
	const known_word *w = r->name.word;
	for (int i = 0; i < STANDS_FOR_MAX && w[a].stands_for[i] >= 0; i++) {
		if (w[a].stands_for[i] == b)
			return true;
		for (int k = 0; k < STANDS_FOR_MAX && w[b].stands_for[k] >= 0; k++)
			if (w[a].stands_for[i] == w[b].stands_for[k])
				return true;
	}
	for (int k = 0; k < STANDS_FOR_MAX && w[b].stands_for[k] >= 0; k++)
		if (w[b].stands_for[k] == a)
			return true;
	return false;
}

static bool is_initial(const char *a, const char *b)
{
	return a[0] == b[0] && (!a[1] || !b[1]);
}

/* Two words that are both frequent are two names, however alike they look. */
static bool may_be_slip(long a, long b)
{
	long fewer = a < b ? a : b, more = a < b ? b : a;
	return fewer <= RARE || fewer * SLIP_RATIO <= more;
}

/* Whether one can be a slip of the other; of given names also of a name that the other is short for ("Dolorss" and
 * "Lola"). */
static bool are_a_slip_apart(const registry *r, int a, int b, const long *count, bool given)
{
	const known_word *w = r->name.word;
	if (may_be_slip(count[a], count[b]) && fold_alike(w[a].text, w[b].text))
		return true;
	for (int i = 0; i < STANDS_FOR_MAX && given; i++) {
		int x = w[a].stands_for[i], y = w[b].stands_for[i];
		if ((x >= 0 && may_be_slip(count[x], count[b]) && fold_alike(w[x].text, w[b].text)) ||
		    (y >= 0 && may_be_slip(count[a], count[y]) && fold_alike(w[a].text, w[y].text)))
			return true;
	}
	return false;
}

static int spelling(const registry *r, int a, int b, const long *count, bool given)
{
	if (a == b)
		return SPELLED_SAME;
	const known_word *w = r->name.word;
	if (given && stands_for(r, a, b))
		return SPELLED_SHORT;
	if (is_initial(w[a].text, w[b].text))
		return SPELLED_INITIAL;
	if (w[a].sound == w[b].sound)
		return SPELLED_BY_EAR;
	if (given && differs_by_gender(w[a].text, w[b].text))
		return SPELLED_OTHER;
	return are_a_slip_apart(r, a, b, count, given) ? SPELLED_SLIP : SPELLED_OTHER;
}

/* What names in common are worth: the product over the names, for one household and for strangers. */
typedef struct common {
	int matched, only_a, only_b, worst;
	double same, chance;
} common;

static void match(const registry *r, common *c, int a, int b, int how, const long *count)
{
	double frequency = larger(share_of(count[a], r), share_of(count[b], r));
	if (how == SPELLED_INITIAL)
		frequency = larger(frequency, 0.1); /* one of a dozen letters */
	c->matched++;
	c->worst = how > c->worst ? how : c->worst;
	c->same *= spelled[how];
	c->chance *= frequency * spelled[how] + spelled_by_chance[how];
}

static int count_names(const int *name, int most)
{
	int count = 0;
	for (int i = 0; i < most; i++)
		count += name[i] >= 0;
	return count;
}

/* Pairs off the names of two lists, the best spelled first. `pair[i]`: which of b goes with a's i-th, -1: none. */
static common pair_off(const registry *r, const int *a, const int *b, int most, const long *count, bool given,
		       int pair[GIVEN_NAMES_MAX])
{
	common c = {.same = 1, .chance = 1};
	bool used[GIVEN_NAMES_MAX] = {false};
	int how[GIVEN_NAMES_MAX][GIVEN_NAMES_MAX];
	for (int i = 0; i < most; i++) {
		pair[i] = -1;
		for (int k = 0; k < most; k++)
			how[i][k] = a[i] < 0 || b[k] < 0 ? SPELLED_OTHER : spelling(r, a[i], b[k], count, given);
	}
	for (int level = SPELLED_SAME; level < SPELLED_OTHER; level++)
		for (int i = 0; i < most; i++)
			for (int d = 0; d < most && pair[i] < 0; d++) {
				int k = (i + d) % most; /* its own place first */
				if (how[i][k] != level || used[k])
					continue;
				pair[i] = k;
				used[k] = true;
				match(r, &c, a[i], b[k], level, count);
			}
	c.only_a = count_names(a, most) - c.matched;
	c.only_b = count_names(b, most) - c.matched;
	return c;
}

/* ---- fields ----------------------------------------------------------------------------------------------------- */

/* A likeness being made: the product of each explanation. */
typedef struct weighing {
	likeness like;
	double product[EXPLANATIONS];
} weighing;

/* A field in a state; `frequency` of what is shared, for strangers. Namesakes are strangers but for names. */
static void weigh(weighing *w, field what, int state, double frequency)
{
	const struct state *s = &table[state];
	double chance = s->chance[STRANGERS] * frequency;
	w->like.state[what] = (unsigned char)state;
	w->product[TWICE] *= s->chance[TWICE];
	w->product[KIN] *= s->chance[KIN];
	w->product[NAMESAKES] *= what == FIELD_GIVEN || what == FIELD_SURNAMES ? s->chance[NAMESAKES] : chance;
	w->product[STRANGERS] *= chance;
}

/* The same slips happen to one household, to kin and to namesakes. */
static void weigh_spelling(weighing *w, const common *c)
{
	w->product[TWICE] *= c->same;
	w->product[KIN] *= c->same;
	w->product[NAMESAKES] *= c->same;
}

/* Whether a given name stands for a surname: the same, or but for a slip. */
static bool crosses(const registry *r, int given, int surname)
{
	if (given == surname)
		return true;
	const known_word *w = r->name.word;
	return w[given].sound == w[surname].sound ||
	       (may_be_slip(w[given].count, w[surname].count) && fold_alike(w[given].text, w[surname].text));
}

/* A given name where the surname should be, and the surname in its place. */
static bool weigh_exchanged(weighing *w, const registry *r, const registration *a, const registration *b)
{
	int x = a->all_given, y = b->all_given;
	if (x < 0 || y < 0 || a->surname[0] < 0 || b->surname[0] < 0 || x == a->surname[0])
		return false;
	if (!crosses(r, x, b->surname[0]) || !crosses(r, y, a->surname[0]))
		return false;
	weigh(w, FIELD_GIVEN, GIVEN_IS_SURNAME, share_of(r->name.word[x].count, r) * share_of(r->name.word[y].count, r));
	return true;
}

static void weigh_given(weighing *w, const registry *r, const registration *a, const registration *b)
{
	int pair[GIVEN_NAMES_MAX];
	if (a->given[0] < 0 || b->given[0] < 0)
		return;
	common c = pair_off(r, a->given, b->given, GIVEN_NAMES_MAX, r->given_count, true, pair);
	int state = !c.matched                     ? GIVEN_OTHER
		    : c.only_a && c.only_b         ? GIVEN_SHARED
		    : c.only_a || c.only_b         ? GIVEN_PART
						   : GIVEN_SAME;
	weigh(w, FIELD_GIVEN, state, c.chance);
	weigh_spelling(w, &c);
	w->like.given_spelling = (unsigned char)c.worst;
}

static void weigh_surnames(weighing *w, const registry *r, const registration *a, const registration *b)
{
	int pair[GIVEN_NAMES_MAX];
	if (!count_names(a->surname, 2) || !count_names(b->surname, 2))
		return;
	common c = pair_off(r, a->surname, b->surname, 2, r->surname_count, false, pair);
	bool swapped = pair[0] == 1 || pair[1] == 0;
	int state = !c.matched             ? SURNAMES_OTHER
		    : c.only_a && c.only_b ? SURNAMES_ONE
		    : c.only_a || c.only_b ? SURNAMES_DROPPED
		    : swapped              ? SURNAMES_SWAPPED
					   : SURNAMES_SAME;
	weigh(w, FIELD_SURNAMES, state, c.chance);
	weigh_spelling(w, &c);
	w->like.surname_spelling = (unsigned char)c.worst;
}

/* How many digits of two dates differ; an exchange of neighbours is one. */
static int digits_apart(int a, int b)
{
	int x[8], y[8], apart = 0;
	for (int i = 7; i >= 0; i--, a /= 10, b /= 10) {
		x[i] = a % 10;
		y[i] = b % 10;
	}
	for (int i = 0; i < 8; i++) {
		if (x[i] == y[i])
			continue;
		apart++;
		if (i < 7 && x[i] == y[i + 1] && x[i + 1] == y[i])
			i++;
	}
	return apart;
}

static int birth_state(int a, int b)
{
	int parts = (a / 10000 == b / 10000) + (a / 100 % 100 == b / 100 % 100) + (a % 100 == b % 100);
	if (parts == 3)
		return BIRTH_SAME;
	if (a / 10000 == b / 10000 && a / 100 % 100 == b % 100 && a % 100 == b / 100 % 100)
		return BIRTH_SWAPPED;
	if (digits_apart(a, b) == 1)
		return BIRTH_DIGIT;
	if (parts == 2)
		return BIRTH_PARTS;
	return a / 10000 == b / 10000 ? BIRTH_YEAR : BIRTH_OTHER;
}

/* A date that far more have than a day's share is one that clerks write when nobody knows (1 January). */
static double frequency_of_date(const registry *r, size_t a)
{
	long count = r->date_count[r->date_number[a]];
	double usual = 3 + 3 * (double)r->count / CALENDAR_DAYS;
	return (double)count <= usual ? 1.0 / CALENDAR_DAYS : share_of(count, r);
}

static void weigh_birth(weighing *w, const registry *r, size_t a, size_t b)
{
	int da = r->one[a].date, db = r->one[b].date;
	if (!da || !db)
		return;
	int state = birth_state(da, db);
	bool by_date = state == BIRTH_SAME || state == BIRTH_SWAPPED;
	weigh(w, FIELD_BIRTH, state, by_date ? larger(frequency_of_date(r, a), frequency_of_date(r, b)) : 1);
}

static bool same_street(const registry *r, int a, int b)
{
	return a == b || fold_alike(r->street.word[a].text, r->street.word[b].text);
}

static bool is_slip(const word_list *list, int a, int b)
{
	return a == b || fold_slips(list->word[a].text, list->word[b].text, 1) <= 1;
}

static double share_of_word(const registry *r, const word_list *list, int a, int b)
{
	return larger(share_of(list->word[a].count, r), share_of(list->word[b].count, r));
}

static void weigh_address(weighing *w, const registry *r, const registration *a, const registration *b)
{
	bool streets = a->street >= 0 && b->street >= 0, doors = a->door >= 0 && b->door >= 0;
	if (!streets && !doors)
		return;
	double street = streets ? share_of_word(r, &r->street, a->street, b->street) : 1;
	double door = doors ? share_of_word(r, &r->door, a->door, b->door) : 1;
	bool near = streets && same_street(r, a->street, b->street), at = doors && a->door == b->door;
	if (near && at) {
		double both = share_of(r->address.word[a->address].count, r);
		weigh(w, FIELD_ADDRESS, ADDRESS_SAME, larger(both, street * door));
	} else if (near && doors && is_slip(&r->door, a->door, b->door)) {
		weigh(w, FIELD_ADDRESS, ADDRESS_DOOR_SLIP, street);
	} else if (at) {
		weigh(w, FIELD_ADDRESS, ADDRESS_DOOR, door);
	} else if (near) {
		weigh(w, FIELD_ADDRESS, ADDRESS_STREET, street);
	} else if (streets && doors) {
		weigh(w, FIELD_ADDRESS, ADDRESS_OTHER, 1);
	}
}

/* Fields of one word: three states in a row, the same, a slip, another. */
static void weigh_word(weighing *w, const registry *r, field what, int first_state, const word_list *list, int a, int b)
{
	if (a < 0 || b < 0)
		return;
	if (a == b)
		weigh(w, what, first_state, share_of(list->word[a].count, r));
	else
		weigh(w, what, is_slip(list, a, b) ? first_state + 1 : first_state + 2, 1);
}

static void weigh_members(weighing *w, int a, int b)
{
	if (a < 0 || b < 0)
		return;
	weigh(w, FIELD_MEMBERS, a == b ? MEMBERS_SAME : abs(a - b) == 1 ? MEMBERS_NEAR : MEMBERS_OTHER, 1);
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

likeness likeness_of(const registry *r, size_t a, size_t b)
{
	weighing w = {0};
	const registration *x = &r->one[a], *y = &r->one[b];
	for (int e = 0; e < STRANGERS; e++)
		w.product[e] = pairs_each[e];
	w.product[STRANGERS] = (double)r->count / 2;
	if (!weigh_exchanged(&w, r, x, y)) {
		weigh_given(&w, r, x, y);
		weigh_surnames(&w, r, x, y);
	}
	weigh_birth(&w, r, a, b);
	weigh_address(&w, r, x, y);
	weigh_word(&w, r, FIELD_PLACE, PLACE_SAME, &r->place, x->place, y->place);
	weigh_word(&w, r, FIELD_POSTCODE, POSTCODE_SAME, &r->postcode, x->postcode, y->postcode);
	weigh_word(&w, r, FIELD_DOCUMENT, DOCUMENT_SAME, &r->document, x->document, y->document);
	weigh_word(&w, r, FIELD_PHONE, PHONE_SAME, &r->phone, x->phone, y->phone);
	weigh_members(&w, x->members, y->members);
	double all = 0;
	for (int e = 0; e < EXPLANATIONS; e++)
		all += w.product[e];
	w.like.probability = all > 0 ? w.product[TWICE] / all : 0;
	return w.like;
}

int likeness_day_and_month(int date)
{
	int month = date / 100 % 100, day = date % 100;
	return month < day ? month * 100 + day : day * 100 + month;
}

static bool shares_sound(const registry *r, const int *a, const int *b, int most)
{
	const known_word *w = r->name.word;
	for (int i = 0; i < most; i++)
		for (int k = 0; k < most && a[i] >= 0; k++)
			if (b[k] >= 0 && (w[a[i]].sound == w[b[k]].sound || stands_for(r, a[i], b[k])))
				return true;
	return false;
}

bool likeness_is_possible(const registry *r, size_t a, size_t b)
{
	const registration *x = &r->one[a], *y = &r->one[b];
	if (x->document >= 0 && x->document == y->document)
		return true;
	int alike = x->phone >= 0 && x->phone == y->phone;
	alike += x->date && x->date / 10000 == y->date / 10000 &&
		 likeness_day_and_month(x->date) == likeness_day_and_month(y->date);
	alike += (x->door >= 0 && x->door == y->door) || (x->street >= 0 && x->street == y->street) ||
		 (x->postcode >= 0 && x->postcode == y->postcode);
	if (alike < 2)
		alike += shares_sound(r, x->given, y->given, GIVEN_NAMES_MAX);
	if (alike < 2)
		alike += shares_sound(r, x->surname, y->surname, 2);
	return alike >= 2;
}

const cordon_code *likeness_words(const likeness *l, field what, leaning *leans)
{
	const struct state *s = &table[l->state[what]];
	*leans = s->leans;
	if (what == FIELD_GIVEN && l->state[what] == GIVEN_SAME && l->given_spelling == SPELLED_SHORT)
		return &LIKE_GIVEN_SHORT;
	if (what == FIELD_GIVEN && l->state[what] == GIVEN_SAME && l->given_spelling != SPELLED_SAME)
		return &LIKE_GIVEN_SLIP;
	if (what == FIELD_SURNAMES && l->state[what] == SURNAMES_SAME && l->surname_spelling != SPELLED_SAME)
		return &LIKE_SURNAMES_SLIP;
	return s->words;
}
