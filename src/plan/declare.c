/* See declare.h. */
#include "plan/declare.h"

#include "council/voice.h"
#include "plan/codes.h"

#include <stdio.h>
#include <string.h>

const char *declare_person(const act_context *act)
{
	return act->decided_by ? NULL : voice_signer(act, act_text(act, "body"));
}

cordon_status declare_refuse(const act_context *act, const char *place, const char *found, cordon_text what,
			     cordon_text expected)
{
	return finding_add(act->error, CORDON_ERROR, (place_in_file){act->kind->name, 0, place, found}, what, expected);
}

cordon_status declare_room(const act_context *act, const char *what, int64_t most)
{
	char limit[24];
	snprintf(limit, sizeof limit, "%lld", (long long)most);
	if (state_number(act->state, 0, "SELECT count FROM economy_size WHERE body = ? AND what = ?", "ss",
			 act_text(act, "body"), what) < most)
		return CORDON_OK;
	return act_refuse(act, "body", TEXT(PLAN_FULL), TEXT(PLAN_FULL_AT, limit));
}

void declare_count(const act_context *act, const char *what)
{
	state_do(act->state, "INSERT INTO economy_size VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
		 "ss", act_text(act, "body"), what);
}

cordon_status declare_line(const act_context *act, const char *field)
{
	const char *line = act_text(act, field);
	size_t length = line ? strlen(line) : 0;
	if (!length || (!strchr(line, '\n') && *line != ' ' && line[length - 1] != ' '))
		return CORDON_OK;
	return act_refuse(act, field, TEXT(PLAN_NO_LINE), NO_TEXT);
}

bool declare_commodity(state *s, const char *commodity, char unit[AMOUNT_UNIT])
{
	return state_word(s, unit, AMOUNT_UNIT,
			  "SELECT unit FROM economy_commodity WHERE commodity = ? AND until_entry IS NULL", "s",
			  commodity);
}

cordon_status declare_known(const act_context *act, const char *place, const char *commodity)
{
	char unit[AMOUNT_UNIT];
	return declare_commodity(act->state, commodity, unit)
		       ? CORDON_OK
		       : declare_refuse(act, place, commodity, TEXT(PLAN_NO_COMMODITY), NO_TEXT);
}

static bool dimension_of(state *s, const char *unit, char out[AMOUNT_UNIT])
{
	return state_word(s, out, AMOUNT_UNIT, "SELECT dimension FROM economy_unit WHERE unit = ?", "s", unit);
}

cordon_status declare_amount(const act_context *act, const char *place, const char *said, const char *commodity,
			     amount *out)
{
	char own[AMOUNT_UNIT], dimension[AMOUNT_UNIT], kept[AMOUNT_UNIT];
	if (!amount_read(said, out))
		return declare_refuse(act, place, said, TEXT(PLAN_NO_AMOUNT), TEXT(PLAN_AMOUNT_IS));
	if (!declare_commodity(act->state, commodity, own))
		return declare_refuse(act, place, commodity, TEXT(PLAN_NO_COMMODITY), NO_TEXT);
	if (!*out->unit)
		return CORDON_OK;
	if (!dimension_of(act->state, out->unit, dimension))
		return declare_refuse(act, place, out->unit, TEXT(PLAN_NO_UNIT), NO_TEXT);
	dimension_of(act->state, own, kept);
	if (strcmp(dimension, kept) != 0)
		return declare_refuse(act, place, said, TEXT(PLAN_OTHER_UNIT, out->unit, commodity, dimension),
				      TEXT(PLAN_OTHER_UNIT_IS, own, kept));
	return CORDON_OK;
}

void declare_add(state *s, mpq_t sum, const char *number, const char *unit, const char *commodity)
{
	char own[AMOUNT_UNIT] = "", factor[AMOUNT_NUMBER] = "1", kept[AMOUNT_NUMBER] = "1";
	declare_commodity(s, commodity, own);
	if (unit && strcmp(unit, own) != 0) {
		state_word(s, factor, sizeof factor, "SELECT factor FROM economy_unit WHERE unit = ?", "s", unit);
		state_word(s, kept, sizeof kept, "SELECT factor FROM economy_unit WHERE unit = ?", "s", own);
	}
	amount_add(sum, number, factor, kept);
}

const char *declare_side_text(const json_t *value, char room[24])
{
	if (!json_is_integer(value))
		return json_string_value(value) ? json_string_value(value) : "";
	snprintf(room, 24, "%lld", (long long)json_integer_value(value));
	return room;
}

cordon_status declare_side(const act_context *act, const char *side, bool or_nothing)
{
	char place[2 * ACT_ID_MAX], room[24];
	const char *commodity;
	json_t *value, *given = (json_t *)(uintptr_t)act_document(act, side);
	cordon_status status = CORDON_OK;
	if (given && !json_is_object(given))
		return act_refuse(act, side, TEXT(PLAN_SIDE), TEXT(PLAN_SIDE_IS));
	json_object_foreach(given, commodity, value)
	{
		amount a;
		const char *said = declare_side_text(value, room);
		snprintf(place, sizeof place, "%s/%.*s", side, ACT_ID_MAX, commodity);
		if (declare_amount(act, place, said, commodity, &a))
			status = CORDON_BAD_INPUT;
		else if (!or_nothing && amount_is_zero(a.number))
			status = declare_refuse(act, place, said, TEXT(PLAN_NOTHING), NO_TEXT);
	}
	return status;
}

static const char *const tables[] = {"economy_size", NULL};
const state_schema declare_schema = {
	"plan", tables,
	"CREATE TABLE economy_size (body TEXT NOT NULL, what TEXT NOT NULL, count INTEGER NOT NULL, "
	"PRIMARY KEY (body, what)) WITHOUT ROWID;"};
