/* Bodies, decisions and minutes as pages to print. */
#include "cli/print.h"

#include "base/messages.h"

#include <string.h>

static const char *string(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));
	return value ? value : "";
}

/* ---- bodies ------------------------------------------------------------------------------------------------------ */

void print_bodies(const query_asked *a, const json_t *data, text *out)
{
	printing p;
	size_t i;
	json_t *one;
	static const char lead[] =
		N_("Results, minutes, ration lists and receipts, to read without scripts and to print.");
	if (!print_begin(&p, a, data, N_("Pages to print"), message_in(a->language, N_("Bodies")),
			 message_in(a->language, lead), out))
		return;
	print_section(&p, N_("Bodies"));
	json_array_foreach(json_object_get(data, "bodies"), i, one)
	{
		const char *note = arena_format(
			&p.texts, "%s, %s", print_word(&p, one, "kind"),
			arena_format(&p.texts, "%s: %s", print_say(&p, N_("people")), print_value(&p, one, "people")));
		page_links(&p.page,
			   &(page_link){PRINT_HREF(&p, "bodies", string(one, "body")), string(one, "name"), note}, 1);
	}
	print_end(&p, out);
}

static void add_sessions(printing *p, const json_t *sessions)
{
	size_t i;
	json_t *one;
	if (!json_array_size(sessions))
		return;
	print_section(p, N_("Sessions"));
	json_array_foreach(sessions, i, one) page_links(
		&p->page,
		&(page_link){
			PRINT_HREF(p, "sessions", string(one, "session"), "minutes"), string(one, "session"),
			arena_format(&p->texts, "%s %s", print_value(p, one, "start"), print_value(p, one, "place"))},
		1);
}

void print_body(const query_asked *a, const json_t *data, text *out)
{
	static const council_column facts[] = {{"kind", N_("kind"), true},      {"members", N_("members"), true},
					       {"people", N_("people"), false}, {"opened", N_("since"), false},
					       {"closed", N_("until"), false},  {NULL, NULL, false}},
				    officers[] = {{"office", N_("office"), true},
						  {"person", N_("who"), false},
						  {"since", N_("since"), false},
						  {NULL, NULL, false}},
				    seats[] = {{"kept", N_("seats"), false},
					       {"filled", N_("filled"), false},
					       {"quorum", N_("quorum"), false},
					       {NULL, NULL, false}};
	printing p;
	if (!print_begin(&p, a, data, N_("Body"), string(data, "name"), NULL, out))
		return;
	const char *body = string(data, "body");
	print_section(&p, N_("What it is"));
	print_facts(&p, data, facts);
	print_facts(&p, json_object_get(data, "seats"), seats);
	print_list(&p, N_("Offices"), json_object_get(data, "officers"), officers);
	print_section(&p, N_("What it decided"));
	page_links(
		&p.page,
		(const page_link[]){{PRINT_HREF(&p, "bodies", body, "decisions"), print_say(&p, N_("Decisions")), NULL},
				    {PRINT_HREF(&p, "supply", body, "cycles"), print_say(&p, N_("Supply")), NULL}},
		2);
	add_sessions(&p, json_object_get(data, "sessions"));
	print_end(&p, out);
}

/* ---- decisions --------------------------------------------------------------------------------------------------- */

static void add_decisions(printing *p, const char *heading, const json_t *list)
{
	size_t i;
	json_t *one;
	if (!json_array_size(list))
		return;
	print_section(p, heading);
	json_array_foreach(list, i, one)
	{
		const char *what =
			json_object_get(one, "option") ? print_word(p, one, "option") : print_word(p, one, "status");
		const char *when =
			json_object_get(one, "time") ? print_value(p, one, "time") : print_value(p, one, "until");
		page_links(&p->page,
			   &(page_link){PRINT_HREF(p, "decisions", string(one, "proposal")),
					*string(one, "title") ? string(one, "title") : string(one, "proposal"),
					arena_format(&p->texts, "%s %s", what, when)},
			   1);
	}
}

void print_decisions(const query_asked *a, const json_t *data, text *out)
{
	printing p;
	if (!print_begin(&p, a, data, N_("Decisions"), string(data, "body"), NULL, out))
		return;
	add_decisions(&p, N_("Decided"), json_object_get(data, "decisions"));
	add_decisions(&p, N_("Before it"), json_object_get(data, "open"));
	print_end(&p, out);
}

static void add_outcome(printing *p, const json_t *d)
{
	static const council_column options[] = {{"option", N_("option"), true},
						 {"for", N_("for"), false},
						 {"against", N_("against"), false},
						 {"bodies", N_("bodies for it"), false},
						 {NULL, NULL, false}},
				    minority[] = {{"person", N_("who"), false},
						  {"text", N_("text"), false},
						  {NULL, NULL, false}},
				    facts[] = {{"time", N_("when"), false},
					       {"why", N_("why"), true},
					       {"entry", N_("entry"), false},
					       {"effects", N_("effects"), true},
					       {"refusal", N_("refusal"), false},
					       {"rescinded_entry", N_("rescinded"), false},
					       {NULL, NULL, false}};
	print_section(p, N_("Result"));
	const char *outcome = print_word(p, d, "outcome");
	page_figures(
		&p->page,
		(const page_figure[]){{outcome, print_say(p, N_("outcome")), NULL, TONE_PLAIN},
				      {print_value(p, d, "cast"), print_say(p, N_("votes cast")), NULL, TONE_PLAIN},
				      {print_value(p, d, "entitled"), print_say(p, N_("entitled")), NULL, TONE_PLAIN},
				      {print_value(p, d, "quorum"), print_say(p, N_("quorum")), NULL, TONE_PLAIN}},
		4);
	print_facts(p, d, facts);
	print_table(p, print_say(p, N_("Options")), json_object_get(d, "options"), options);
	print_list(p, N_("Of another opinion"), json_object_get(d, "minority"), minority);
}

void print_decision(const query_asked *a, const json_t *data, text *out)
{
	static const council_column facts[] = {{"body", N_("body"), false}, {"person", N_("proposed by"), false},
					       {"time", N_("when"), false}, {"status", N_("status"), true},
					       {"put", N_("put"), false},   {"until", N_("until"), false},
					       {NULL, NULL, false}};
	printing p;
	if (!print_begin(&p, a, data, N_("Decision"), string(data, "title"), string(data, "text"), out))
		return;
	if (json_object_get(data, "decision"))
		add_outcome(&p, json_object_get(data, "decision"));
	print_section(&p, N_("Proposal"));
	print_facts(&p, data, facts);
	print_list(&p, N_("Amendments"), json_object_get(data, "amendments"), decision_amendments);
	print_list(&p, N_("Votes"), json_object_get(data, "votes"), decision_votes);
	print_list(&p, N_("On paper"), json_object_get(data, "paper"), decision_paper);
	print_end(&p, out);
}

/* ---- minutes ----------------------------------------------------------------------------------------------------- */

static const struct {
	const char *key, *heading;
	council_column column[8];
} items[] = {
	{"agenda",
	 N_("Agenda"),
	 {{"item", N_("item"), false},
	  {"title", N_("title"), false},
	  {"person", N_("who"), false},
	  {NULL, NULL, false}}},
	{"present", N_("Present"), {{"person", N_("who"), false}, {"time", N_("when"), false}, {NULL, NULL, false}}},
	{"proposed",
	 N_("Proposed"),
	 {{"proposal", N_("proposal"), false},
	  {"title", N_("title"), false},
	  {"person", N_("who"), false},
	  {"time", N_("when"), false},
	  {NULL, NULL, false}}},
	{"amended",
	 N_("Amended"),
	 {{"proposal", N_("proposal"), false},
	  {"option", N_("option"), false},
	  {"person", N_("who"), false},
	  {"text", N_("text"), false},
	  {NULL, NULL, false}}},
	{"read", N_("Read"), {{"proposal", N_("proposal"), false}, {"time", N_("when"), false}, {NULL, NULL, false}}},
	{"put",
	 N_("Put to the vote"),
	 {{"proposal", N_("proposal"), false},
	  {"time", N_("when"), false},
	  {"until", N_("until"), false},
	  {NULL, NULL, false}}},
	{"voted",
	 N_("Votes"),
	 {{"proposal", N_("proposal"), false},
	  {"body", N_("body"), false},
	  {"seat", N_("seat"), false},
	  {"person", N_("who"), false},
	  {"ballot", N_("vote"), false},
	  {NULL, NULL, false}}},
	{"tallied",
	 N_("On paper"),
	 {{"proposal", N_("proposal"), false},
	  {"body", N_("body"), false},
	  {"ballots", N_("ballots"), false},
	  {NULL, NULL, false}}},
	{"decided",
	 N_("Decided"),
	 {{"proposal", N_("proposal"), false},
	  {"title", N_("title"), false},
	  {"outcome", N_("outcome"), true},
	  {"option", N_("option"), true},
	  {"cast", N_("votes cast"), false},
	  {"entitled", N_("entitled"), false},
	  {"effects", N_("effects"), true},
	  {NULL, NULL, false}}},
	{"dissented",
	 N_("Of another opinion"),
	 {{"proposal", N_("proposal"), false},
	  {"person", N_("who"), false},
	  {"text", N_("text"), false},
	  {NULL, NULL, false}}},
	{"called",
	 N_("Called"),
	 {{"call", N_("call"), false},
	  {"title", N_("title"), false},
	  {"until", N_("until"), false},
	  {NULL, NULL, false}}},
};

void print_minutes(const query_asked *a, const json_t *data, text *out)
{
	static const council_column facts[] = {
		{"body", N_("body"), false},         {"convened_by", N_("convened by"), false},
		{"place", N_("place"), false},       {"start", N_("start"), false},
		{"opened", N_("opened"), false},     {"closed", N_("closed"), false},
		{"entitled", N_("entitled"), false}, {"quorum", N_("quorum"), false},
		{"quorate", N_("quorate"), false},   {NULL, NULL, false}};
	printing p;
	if (!print_begin(&p, a, data, N_("Minutes"), string(data, "session"), string(data, "note"), out))
		return;
	print_section(&p, N_("Session"));
	print_facts(&p, data, facts);
	for (size_t i = 0; i < sizeof items / sizeof *items; i++)
		print_list(&p, items[i].heading, json_object_get(data, items[i].key), items[i].column);
	print_end(&p, out);
}
