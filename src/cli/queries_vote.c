/* What can be asked of elections, recalls and choices: which there are, one of them with its count, votes by name. */
#include "cli/council_count.h"
#include "cli/count_charts.h"
#include "cli/print.h"
#include "cli/queries_private.h"

#include "council/poll_data.h"

/* What the command's function is given here: a language, nothing to print to, and no files. */
static cli_context reader_of(const query_asked *a)
{
	return (cli_context){.language = a->language};
}

static json_t *ask_elections(const query_asked *a)
{
	return query_sealed(poll_list(a->state, a->value[0], a->time));
}

static json_t *ask_election(const query_asked *a)
{
	poll_recount count;
	cli_context cli = reader_of(a);
	cordon_error_init(&cli.error);
	json_t *data = query_sealed(council_election(&cli, a->state, a->value[0], a->time, &count));
	poll_recount_free(&count);
	cordon_error_free(&cli.error);
	return data;
}

static json_t *ask_choice(const query_asked *a)
{
	choice_count count;
	cli_context cli = reader_of(a);
	cordon_error_init(&cli.error);
	json_t *data = query_sealed(council_choice(&cli, a->state, a->value[0], a->time, &count));
	choice_count_free(&count);
	cordon_error_free(&cli.error);
	return data;
}

/* The diagrams of a closed one's stages, in Chart's form; what they show is `count.stages` of it. */
static json_t *stages_json(const cli_context *cli, json_t *found, const cordon_count_result *result)
{
	json_t *data = found ? json_pack("{s:o}", "stages", count_charts_json(cli, result)) : NULL;
	json_decref(found);
	return data;
}

static json_t *ask_election_stages(const query_asked *a)
{
	poll_recount count;
	cli_context cli = reader_of(a);
	cordon_error_init(&cli.error);
	json_t *found = council_election(&cli, a->state, a->value[0], a->time, &count);
	json_t *data = stages_json(&cli, found, &count.result);
	poll_recount_free(&count);
	cordon_error_free(&cli.error);
	return data;
}

static json_t *ask_choice_stages(const query_asked *a)
{
	choice_count count;
	cli_context cli = reader_of(a);
	cordon_error_init(&cli.error);
	json_t *found = council_choice(&cli, a->state, a->value[0], a->time, &count);
	json_t *data = stages_json(&cli, found, &count.result);
	choice_count_free(&count);
	cordon_error_free(&cli.error);
	return data;
}

static json_t *ask_votes(const query_asked *a)
{
	return query_sealed(poll_votes_data(a->state, a->value[0], a->value[1], a->from, a->limit));
}

/* ---- forms of answers -------------------------------------------------------------------------------------------- */

/* The report of a count, as `cordon count --json` prints it: docs/counting.md. */
#define COUNT_FORM                                                                                                     \
	"{\"type\":\"object\",\"required\":[\"rule\",\"version\",\"seats\",\"valid\",\"invalid\","                     \
	"\"settings\",\"candidates\",\"decided\",\"winners\",\"outcomes\",\"ties\",\"stages\",\"matrices\","           \
	"\"lists\"],\"properties\":{\"rule\":{\"type\":\"string\"},\"version\":{\"type\":\"string\"},"                 \
	"\"seats\":{\"type\":\"integer\"},\"valid\":{\"type\":\"string\"},\"invalid\":{\"type\":\"string\""            \
	"},\"settings\":{\"type\":\"array\"},\"candidates\":{\"type\":\"array\",\"items\":{\"type\":"                  \
	"\"object\",\"required\":[\"number\",\"name\"],\"properties\":{\"number\":{\"type\":\"integer\"},"             \
	"\"name\":{\"type\":\"string\"}}}},\"decided\":{\"type\":\"boolean\"},\"winners\":{\"type\":"                  \
	"\"array\",\"items\":{\"type\":\"integer\"}},\"outcomes\":{\"type\":\"array\"},\"ties\":{\"type\":"            \
	"\"array\"},\"stages\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"number\","           \
	"\"said\",\"candidates\",\"transfers\"],\"properties\":{\"number\":{\"type\":\"integer\"},\"said\""            \
	":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"code\",\"message\"],"                     \
	"\"properties\":{\"code\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"}}}},\"quota\":{"              \
	"\"type\":[\"string\",\"null\"]},\"not_transferable\":{\"type\":[\"string\",\"null\"]},"                       \
	"\"candidates\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"candidate\","               \
	"\"state\"],\"properties\":{\"candidate\":{\"type\":\"integer\"},\"votes\":{\"type\":[\"string\","             \
	"\"null\"]},\"state\":{\"type\":\"string\",\"enum\":[\"continuing\",\"elected\",\"excluded\","                 \
	"\"withdrawn\"]}}}},\"transfers\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":["           \
	"\"from\",\"to\"],\"properties\":{\"from\":{\"type\":[\"integer\",\"null\"]},\"to\":{\"type\":["               \
	"\"integer\",\"null\"]},\"votes\":{\"type\":[\"string\",\"null\"]}}}}}}},\"matrices\":{\"type\":"              \
	"\"array\",\"items\":{\"type\":\"object\",\"required\":[\"key\",\"rows\",\"columns\",\"cells\"],"              \
	"\"properties\":{\"key\":{\"type\":\"string\"},\"rows\":{\"type\":\"array\"},\"columns\":{\"type\":"           \
	"\"array\"},\"cells\":{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":{\"type\":["                 \
	"\"string\",\"null\"]}}}}}},\"lists\":{\"type\":\"array\"}}}"

static const char elections_form[] =
	"{\"type\":\"object\",\"required\":[\"elections\",\"choices\"],\"properties\":{\"body\":{\"type\":"
	"\"string\"},\"elections\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":["
	"\"poll\",\"what\",\"council\",\"body\",\"voting\",\"opened\",\"entry\",\"entitled\",\"votes\"],"
	"\"properties\":{\"poll\":{\"type\":\"string\"},\"what\":{\"type\":\"string\",\"enum\":["
	"\"election\",\"recall\"]},\"council\":{\"type\":\"string\"},\"body\":{\"type\":\"string\"},"
	"\"number\":{\"type\":\"integer\",\"minimum\":0},\"renews\":{\"type\":\"boolean\"},\"voting\":{"
	"\"type\":\"string\",\"enum\":[\"open\",\"paper\"]},\"opened\":{\"type\":\"string\",\"format\":"
	"\"date-time\"},\"entry\":{\"type\":\"integer\",\"minimum\":0},\"closes\":{\"type\":\"string\","
	"\"format\":\"date-time\"},\"commitment\":{\"type\":\"string\"},\"closed\":{\"type\":\"string\","
	"\"format\":\"date-time\"},\"closed_entry\":{\"type\":\"integer\",\"minimum\":0},\"result\":{"
	"\"type\":\"string\",\"enum\":[\"elected\",\"nobody\",\"cancelled\",\"recalled\",\"kept\",\"ended\""
	"]},\"seats\":{\"type\":\"integer\",\"minimum\":0},\"seed\":{\"type\":\"string\"},\"entitled\":{"
	"\"type\":\"integer\",\"minimum\":0},\"votes\":{\"type\":\"integer\",\"minimum\":0},\"person\":{"
	"\"type\":\"string\"},\"elected\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":["
	"\"person\",\"elected\"],\"properties\":{\"person\":{\"type\":\"string\"},\"elected\":{\"type\":"
	"\"integer\",\"minimum\":0}}}}}}},\"choices\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
	"\"required\":[\"choice\",\"body\",\"title\",\"rule\",\"opened\",\"until\",\"votes\"],"
	"\"properties\":{\"choice\":{\"type\":\"string\"},\"body\":{\"type\":\"string\"},\"title\":{"
	"\"type\":\"string\"},\"rule\":{\"type\":\"string\"},\"opened\":{\"type\":\"string\",\"format\":"
	"\"date-time\"},\"until\":{\"type\":\"string\",\"format\":\"date-time\"},\"closed\":{\"type\":"
	"\"string\",\"format\":\"date-time\"},\"outcome\":{\"type\":\"string\",\"enum\":[\"chosen\","
	"\"further\"]},\"winner\":{\"type\":\"string\"},\"why\":{\"type\":\"string\",\"enum\":[\"count\","
	"\"quorum\",\"tie\"]},\"votes\":{\"type\":\"integer\",\"minimum\":0}}}}}}";

static const char election_form[] =
	"{\"type\":\"object\",\"required\":[\"poll\",\"what\",\"council\",\"body\",\"voting\",\"opened\","
	"\"entry\",\"entitled\",\"votes\",\"electorate\"],\"properties\":{\"poll\":{\"type\":\"string\"},"
	"\"what\":{\"type\":\"string\",\"enum\":[\"election\",\"recall\"]},\"council\":{\"type\":\"string\""
	"},\"body\":{\"type\":\"string\"},\"number\":{\"type\":\"integer\",\"minimum\":0},\"renews\":{"
	"\"type\":\"boolean\"},\"voting\":{\"type\":\"string\",\"enum\":[\"open\",\"paper\"]},\"opened\":{"
	"\"type\":\"string\",\"format\":\"date-time\"},\"entry\":{\"type\":\"integer\",\"minimum\":0},"
	"\"closes\":{\"type\":\"string\",\"format\":\"date-time\"},\"commitment\":{\"type\":\"string\"},"
	"\"closed\":{\"type\":\"string\",\"format\":\"date-time\"},\"closed_entry\":{\"type\":\"integer\","
	"\"minimum\":0},\"result\":{\"type\":\"string\",\"enum\":[\"elected\",\"nobody\",\"cancelled\","
	"\"recalled\",\"kept\",\"ended\"]},\"seats\":{\"type\":\"integer\",\"minimum\":0},\"seed\":{"
	"\"type\":\"string\"},\"entitled\":{\"type\":\"integer\",\"minimum\":0},\"votes\":{\"type\":"
	"\"integer\",\"minimum\":0},\"person\":{\"type\":\"string\"},\"electorate\":{\"type\":\"string\","
	"\"enum\":[\"roll\",\"delegates\",\"beneath\"]},\"ballot\":{\"type\":\"string\",\"enum\":["
	"\"ranked\",\"approval\",\"one\",\"list\",\"yes-no\"]},\"rule\":{\"type\":\"string\"},\"source\":{"
	"\"type\":\"string\"},\"term_days\":{\"type\":\"integer\",\"minimum\":0},\"fill\":{\"type\":"
	"\"string\",\"enum\":[\"countback\",\"substitute\",\"election\"]},\"candidates\":{\"type\":"
	"\"array\",\"items\":{\"type\":\"object\",\"required\":[\"person\",\"entry\",\"withdrawn\"],"
	"\"properties\":{\"person\":{\"type\":\"string\"},\"list\":{\"type\":\"string\"},\"mate\":{\"type\""
	":\"string\"},\"withdrawn\":{\"type\":\"boolean\"},\"stood\":{\"type\":\"boolean\"},\"elected\":{"
	"\"type\":\"integer\",\"minimum\":0}}}},\"reason\":{\"type\":\"string\"},\"begun\":{\"type\":"
	"\"string\",\"format\":\"date-time\"},\"petition_entry\":{\"type\":\"integer\",\"minimum\":0},"
	"\"signatures\":{\"type\":\"integer\",\"minimum\":0},\"quorum\":{\"type\":\"integer\",\"minimum\""
	":0},\"majority\":{\"type\":\"string\"},\"yes\":{\"type\":\"integer\",\"minimum\":0},\"no\":{"
	"\"type\":\"integer\",\"minimum\":0},\"bodies_for\":{\"type\":\"integer\",\"minimum\":0},\"bodies\""
	":{\"type\":\"integer\",\"minimum\":0},\"tellers\":{\"type\":\"integer\",\"minimum\":0},\"sheets\""
	":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"at\",\"what\",\"votes\","
	"\"entry\"],\"properties\":{\"at\":{\"type\":\"string\"},\"what\":{\"type\":\"string\"},\"votes\":{"
	"\"type\":\"integer\",\"minimum\":0}}}},\"batches\":{\"type\":\"array\",\"items\":{\"type\":"
	"\"object\",\"required\":[\"batch\",\"ballots\",\"entry\"],\"properties\":{\"batch\":{\"type\":"
	"\"integer\",\"minimum\":0},\"ballots\":{\"type\":\"integer\",\"minimum\":0}}}},\"count\":" COUNT_FORM "}}";

static const char choice_form[] =
	"{\"type\":\"object\",\"required\":[\"choice\",\"body\",\"time\",\"entry\",\"title\",\"rule\","
	"\"until\",\"entitled\",\"options\",\"ballots\"],\"properties\":{\"choice\":{\"type\":\"string\"},"
	"\"body\":{\"type\":\"string\"},\"person\":{\"type\":\"string\"},\"time\":{\"type\":\"string\","
	"\"format\":\"date-time\"},\"entry\":{\"type\":\"integer\",\"minimum\":0},\"title\":{\"type\":"
	"\"string\"},\"rule\":{\"type\":\"string\"},\"until\":{\"type\":\"string\",\"format\":\"date-time\""
	"},\"commitment\":{\"type\":\"string\"},\"closed_time\":{\"type\":\"string\",\"format\":"
	"\"date-time\"},\"closed_entry\":{\"type\":\"integer\",\"minimum\":0},\"outcome\":{\"type\":"
	"\"string\",\"enum\":[\"chosen\",\"further\"]},\"winner\":{\"type\":\"string\"},\"why\":{\"type\":"
	"\"string\",\"enum\":[\"count\",\"quorum\",\"tie\"]},\"votes\":{\"type\":\"integer\",\"minimum\""
	":0},\"entitled\":{\"type\":\"integer\",\"minimum\":0},\"quorum\":{\"type\":\"integer\",\"minimum\""
	":0},\"seed\":{\"type\":\"string\"},\"options\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
	"\"required\":[\"option\"],\"properties\":{\"option\":{\"type\":\"string\"},\"title\":{\"type\":"
	"\"string\"},\"package\":{\"type\":\"string\"},\"file\":{\"type\":\"string\"}}}},\"ballots\":{"
	"\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"person\",\"marks\",\"time\","
	"\"entry\"],\"properties\":{\"person\":{\"type\":\"string\"},\"marks\":{\"type\":\"string\"},"
	"\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"entry\":{\"type\":\"integer\","
	"\"minimum\":0},\"counted\":{\"type\":\"boolean\"}}}},\"count\":" COUNT_FORM "}}";

static const char votes_form[] =
	"{\"type\":\"object\",\"required\":[\"poll\",\"votes\",\"from\",\"size\"],\"properties\":{\"poll\""
	":{\"type\":\"string\"},\"votes\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":["
	"\"person\",\"marks\",\"time\",\"entry\"],\"properties\":{\"person\":{\"type\":\"string\"},"
	"\"marks\":{\"type\":\"string\"},\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"entry\""
	":{\"type\":\"integer\",\"minimum\":0},\"counted\":{\"type\":\"boolean\"}}}},\"from\":{\"type\":"
	"\"integer\",\"minimum\":0},\"size\":{\"type\":\"integer\",\"minimum\":0}}}";

static const char stages_form[] =
	"{\"type\":\"object\",\"required\":[\"stages\"],\"properties\":{\"stages\":{\"type\":\"array\",\"maxItems\":60,"
	"\"items\":{\"type\":\"object\",\"required\":[\"stage\",\"figure\"],\"properties\":{\"stage\":{\"type\":"
	"\"integer\",\"minimum\":1},\"figure\":" FIGURE_SCHEMA "}}}}}";

/* ---- the table --------------------------------------------------------------------------------------------------- */

const http_query queries_vote[] = {
	{.name = "elections",
	 .path = "/api/elections",
	 .summary = N_("elections, recalls and choices: those under way, or all of a body"),
	 .parameter = {{"body", N_("as voter, or as the council elected to"), QUERY_ID, false, 0, 0}},
	 .schema = elections_form,
	 .ask = ask_elections,
	 .print = print_elections},
	{.name = "election",
	 .path = "/api/elections/{poll}",
	 .summary = N_("an election or a recall: candidates, who may vote, until when, the count with its stages"),
	 .parameter = {{"poll", N_("which election"), QUERY_ID, true, 0, 0}},
	 .schema = election_form,
	 .ask = ask_election,
	 .print = print_election},
	{.name = "choice",
	 .path = "/api/choices/{choice}",
	 .summary = N_("a choice between several: options, ballots, the count, what was chosen"),
	 .parameter = {{"choice", N_("which choice"), QUERY_ID, true, 0, 0}},
	 .schema = choice_form,
	 .ask = ask_choice,
	 .print = print_choice},
	{.name = "election_stages",
	 .path = "/api/elections/{poll}/stages",
	 .summary = N_("diagrams of the votes that moved in each stage of an election's count, with their tables"),
	 .parameter = {{"poll", N_("which election"), QUERY_ID, true, 0, 0}},
	 .schema = stages_form,
	 .ask = ask_election_stages},
	{.name = "choice_stages",
	 .path = "/api/choices/{choice}/stages",
	 .summary = N_("diagrams of the votes that moved in each stage of a choice's count, with their tables"),
	 .parameter = {{"choice", N_("which choice"), QUERY_ID, true, 0, 0}},
	 .schema = stages_form,
	 .ask = ask_choice_stages},
	{.name = "votes",
	 .path = "/api/elections/{poll}/votes",
	 .summary = N_("votes cast openly in an election, a recall or a choice"),
	 .parameter = {{"poll", N_("which of them"), QUERY_ID, true, 0, 0},
		       {"person", N_("of one person"), QUERY_ID, false, 0, 0}},
	 .paged = true,
	 .schema = votes_form,
	 .ask = ask_votes},
	{.name = NULL},
};
