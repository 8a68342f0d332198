/* The table of commands. What each one does is in the file of its group. */
#include "cli/command.h"

#include "cli/council.h"
#include "cli/groups.h"

const option common_options[] = {
	{"--json", NULL, N_("print the result as JSON"), false},
	{"--lang", "LANG", N_("en or es; otherwise as LC_ALL, LC_MESSAGES and LANG say"), false},
	{"--progress", "HOW", N_("auto (on a terminal), json (one object a line on standard error) or never"), false},
	{"--help", NULL, N_("show this help"), false},
	{NULL, NULL, NULL, false},
};

/* A new book of ana's, for examples of what is done in one. */
#define NEW_BOOK "cordon init book --title T --example-keys test=ana && "

/* A book with a body, its secretary Ana and Benito on its roll; the same, and Benito is invited. */
#define ON_ROLL                                                                                                        \
	NEW_BOOK "cordon act body_open body=panaderia kind=workplace name=P members=people secretary=ana "             \
		 "--example-keys test=ana && cordon enrol body=panaderia person=benito --example-keys test=ana && "
#define INVITED                                                                                                        \
	ON_ROLL "cordon invite --body panaderia --person benito --example-keys test=ana --json > invitation.json && "

/* A book of two workplaces and their council, for examples of questions. */
#define SMALL_CORDON                                                                                                   \
	"cordon init book --title T --example-keys test=ana --now 1972-10-11T09:00:00Z && cordon batch "               \
	"examples/council/acts.jsonl --example-seed test 2> warnings && "

/* A bakery, a mill, a neighbourhood and their cordon, with all that a plan is made of. */
#define SMALL_ECONOMY                                                                                                  \
	"cordon init book --title T --example-keys test=ana --now 1972-10-11T09:00:00Z && cordon batch "               \
	"examples/economy-acts/acts.jsonl --example-seed test 2> warnings && "
/* Two books that know each other. */
#define TWO_BOOKS                                                                                                      \
	"cordon init plant --title T --example-keys test=ana && "                                                      \
	"cordon init board --title T --example-keys test=eva && "                                                      \
	"cordon introduce --book board -o board.json && cordon introduce --book plant -o plant.json && "               \
	"cordon act book_know book=board founding=@board.json --book plant --example-keys test=ana && "                \
	"cordon act book_know book=plant founding=@plant.json --book board --example-keys test=eva && "

#define OPTION_BODY                                                                                                    \
	{                                                                                                              \
		"--body", "ID", N_("which body (required)"), false                                                     \
	}

/* A committee with 8 households, 2 outlets, a warehouse and free milk, for examples of questions. */
#define SMALL_JAP                                                                                                      \
	"cordon init book --title T --example-keys test=ana --now 1972-10-11T09:00:00Z && cordon batch "               \
	"examples/supply/acts.jsonl --example-seed test 2> warnings && "

/* The same, its first week allocated. */
#define SMALL_RATIONS                                                                                                  \
	SMALL_JAP "cordon supply allocate book --body jap --cycle 1 --seed 31-07-55 -o week.proof > made && "          \
		  "cordon act allocation body=jap cycle=1 seed=31-07-55 hash=$(sha256sum week.proof | cut -c1-64) "     \
		  "--book book --example-keys test=ana > done && "

/* A neighbourhood with a ceiling, price reports and complaints. */
#define SMALL_PRICES                                                                                                   \
	"cordon init book --title T --example-keys test=ana --now 1972-10-11T09:00:00Z && cordon batch "               \
	"examples/prices/acts.jsonl --example-seed test 2> warnings && "

const command command_table[] = {
	{
		.name = "help",
		.arguments = "[COMMAND ...]",
		.summary = N_("show the commands, those of a group, or the help of one"),
		.help = N_("With --json or --format the whole table of commands is printed, for other programs to "
			   "read."),
		.example = "cordon help help",
		.run = help_run,
		.options = {{"--format", "FORMAT", N_("json, man (for scdoc), bash, zsh or fish"), false}},
	},
	{
		.name = "init",
		.arguments = "FOLDER",
		.summary = N_("found a book: a node's record of acts"),
		.help = N_(
			"Makes the folder, with the node's own key in it (node.key: whoever reads it can sign as the "
			"node) and the founding act, signed by the founder's key. The founder is the book's keeper and "
			"may open "
			"bodies. docs/book.md says what stands in a book."),
		.example = "cordon init book --title 'Cerrillos' --example-keys test=ana",
		.run = init_run,
		.options =
			{
				{"--title", "TEXT", N_("what the book is called (required)"), false},
				{"--origin", "NAME", N_("the name of its checkpoints; otherwise cordon/ and chance"),
				 false},
				{"--name", "TEXT", N_("the founder's name, to be sealed beside the act"), false},
				OPTION_KEY,
				OPTION_EXAMPLE_KEYS,
				OPTION_NOW,
			},
	},
	{
		.name = "key new",
		.arguments = "FILE",
		.summary = N_("make a person's key"),
		.help = N_("An Ed25519 key pair in a file under a passphrase (Argon2id), typed on the terminal or "
			   "taken from "
			   "CORDON_PASSPHRASE. Nobody else ever holds it: the node cannot act for anyone."),
		.example = "cordon key new ana.key --person ana --in-clear",
		.run = key_new_run,
		.options =
			{
				{"--person", "ID", N_("whose key it is (required)"), false},
				{"--recovery", "FILE",
				 N_("make a recovery key too, and write it as a note to be printed"), false},
				{"--in-clear", NULL, N_("write it without a passphrase"), false},
			},
	},
	{
		.name = "key show",
		.arguments = "FILE",
		.summary = N_("show a key's public half and whose it is"),
		.example = "cordon key new ana.key --person ana --in-clear && cordon key show ana.key",
		.run = key_show_run,
	},
	{
		.name = "key rotate",
		.arguments = "NEWFILE",
		.summary = N_("make a new key and put it in the place of one's own in the book"),
		.help = N_(
			"Signed with --key, the old key or the recovery key. The new key is written to NEWFILE first."),
		.example =
			"cordon key new ana.key --person ana --in-clear && cordon init book --title T --key ana.key && "
			"cordon key rotate new.key --in-clear --key ana.key",
		.run = key_rotate_run,
		.options = {OPTION_BOOK,
			    OPTION_KEY,
			    OPTION_EXAMPLE_KEYS,
			    OPTION_NOW,
			    {"--in-clear", NULL, N_("write the new key without a passphrase"), false}},
	},
	{
		.name = "key revoke",
		.arguments = "KEY",
		.summary = N_("end a key that was lost or stolen: the act `key_revoke`"),
		.help = N_("KEY is the public key, or a file of it (`cordon key show`). Signed by whose key it is or "
			   "by the "
			   "secretary of a body on whose roll the person stands. What it signed before stays."),
		.example = NEW_BOOK
		"cordon key revoke TjoX2H8uhJvfaBzDctExLbAHkSDVs5ZzMF22v3iEzd8 --example-keys test=ana",
		.run = key_revoke_run,
		.options = {OPTION_BOOK,
			    OPTION_KEY,
			    OPTION_EXAMPLE_KEYS,
			    OPTION_NOW,
			    {"--receipt", "FILE", N_("write the receipt of the (last) act"), false}},
	},
	{
		.name = "key list",
		.arguments = "PERSON",
		.summary = N_("list a person's keys and invitations since the beginning"),
		.help = N_("Also those that ended: whoever lost a phone and was invited again is seen to have been."),
		.example = INVITED "cordon key list benito",
		.run = key_list_run,
		.options = {OPTION_BOOK},
	},
	{
		.name = "invite",
		.arguments = "",
		.summary = N_("invite a person on the roll to a key of their own: the act `invite`"),
		.help = N_("Prints the code that the person is given, or with --address a link, and it as a QR code. Whoever "
			   "has it can join in that person's name, once; the book has only its public half. Signed by the "
			   "secretary of the body. `cordon key revoke` of the public half withdraws it. docs/members.md."),
		.example = ON_ROLL "cordon invite --body panaderia --person benito --example-keys test=ana",
		.run = invite_run,
		.options = {OPTION_BOOK,
			    OPTION_KEY,
			    OPTION_EXAMPLE_KEYS,
			    OPTION_NOW,
			    {"--body", "ID", N_("on whose roll the person stands (required)"), false},
			    {"--person", "ID", N_("who is invited (required)"), false},
			    {"--until", "TIME", N_("when it expires; otherwise in 14 days"), false},
			    {"--address", "URL", N_("where the node is served: a link is printed"), false}},
	},
	{
		.name = "join",
		.arguments = "CODE NEWFILE",
		.summary = N_("use an invitation: make a key and put it in the book, the act `invitation_use`"),
		.help = N_("CODE is what `cordon invite` printed, or the link with it. The new key is written to NEWFILE "
			   "first, under a passphrase; the act is signed by it and by the invitation. docs/members.md."),
		.example = INVITED
		"cordon join $(grep -o '\"code\": *\"[^\"]*' invitation.json | cut -d '\"' -f 4) benito.key --in-clear",
		.run = join_run,
		.options = {OPTION_BOOK,
			    OPTION_NOW,
			    {"--in-clear", NULL, N_("write the new key without a passphrase"), false}},
	},
	{
		.name = "key restore",
		.arguments = "FILE",
		.summary = N_("make a key's file again of its recovery note"),
		.help = N_("Reads the four lines of a note that `cordon key new --recovery` wrote, typed or from "
			   "--note; each "
			   "ends with a check, so that a slip of the pen is found in its line. Then `cordon key "
			   "rotate` puts a "
			   "new key in the place of the lost one, signed with this."),
		.example = "cordon key new ana.key --person ana --in-clear --recovery note.txt && "
			   "cordon key restore recovery.key --person ana --note note.txt --in-clear",
		.run = key_restore_run,
		.options =
			{
				{"--person", "ID", N_("whose key it is (required)"), false},
				{"--note", "FILE", N_("the note; otherwise standard input"), false},
				{"--in-clear", NULL, N_("write it without a passphrase"), false},
			},
	},
	{
		.name = "key node",
		.arguments = "",
		.summary = N_("put a new key in the place of the node's own: the act `node_key`"),
		.help = N_(
			"The node signs it with the old key; checkpoints from this one on are signed with the new one. "
			"node.key is replaced after the commit."),
		.example = NEW_BOOK "cordon key node",
		.run = key_node_run,
		.options = {OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "cite",
		.arguments = "NOTE",
		.summary = N_("state which checkpoint of another book this node has seen: the act `cite`"),
		.help = N_("Takes the file of a checkpoint (`cordon checkpoint`) into the book, signed by the node. "
			   "Whoever keeps this book then can show what the other one was at this time. Whether the "
			   "other node "
			   "signed it is not checked here: its key stands in its own book."),
		.example = "cordon init other --title O --example-keys test=eva && cordon checkpoint --book other -o "
			   "note && " NEW_BOOK "cordon cite note",
		.run = cite_run,
		.options = {OPTION_BOOK,
			    OPTION_NOW,
			    {"--receipt", "FILE", N_("write the receipt of the (last) act"), false}},
	},
	{
		.name = "introduce",
		.arguments = "",
		.summary = N_("write the founding entry, by which another book can know this one"),
		.help = N_("For the act `book_know` of the other book. Its people should compare the book's id, which is "
			   "printed, with what yours tell them."),
		.example = "cordon init book --title T --example-keys test=ana && cordon introduce -o founding.json",
		.run = introduce_run,
		.options = {OPTION_BOOK, {"-o", "FILE", N_("the file to write (required)"), false}},
	},
	{
		.name = "tell",
		.arguments = "BOOK",
		.summary = N_("say to another book who is sent there, and who was recalled: the act `tell`, and a file"),
		.help = N_("The node says, exactly as this book has it, who holds each seat of its bodies in the other book's "
			   "councils and how empty ones were lost, commits, and writes that entry and those that ended mandates "
			   "with the checkpoint and the proofs, for `cordon carry` there. docs/seats.md, \"Other books\"."),
		.example = TWO_BOOKS "cordon tell board --book plant -o plant.json",
		.run = tell_run,
		.options = {OPTION_BOOK, OPTION_NOW, {"-o", "FILE", N_("the file to write (required)"), false},
			    {"--from", "SIZE", N_("also prove that the book continues the one of that many entries"), false}},
	},
	{
		.name = "carry",
		.arguments = "FILE",
		.summary = N_("take in what another book says of its delegates: the act `carry`"),
		.help = N_("The file is one of `cordon tell`. Everything in it is checked; its checkpoint is cited, and "
			   "whoever was recalled at home loses the seat here in the same entry, with all that is held through it "
			   "above."),
		.example = TWO_BOOKS "cordon tell board --book plant -o plant.json && cordon carry plant.json --book board",
		.run = carry_run,
		.options = {OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "act",
		.arguments = "KIND [FIELD=VALUE ...]",
		.summary = N_("do something: sign an act and take it into the book"),
		.help = N_(
			"The kinds of act and their fields are listed by `cordon acts`. Lists are given with commas, "
			"documents as JSON or @FILE. What is personal is sealed: only a commitment stands in the act. "
			"With --csv each row of a table is an act; if one is refused, none is taken in. The receipt "
			"proves that the act is in the book."),
		.example = NEW_BOOK
		"cordon act key_rotate key=dvQjn9gNgMBKzHr0dmdBL8kWHZ0hL4S2lZGVNqqPo5Q --example-keys test=ana",
		.run = act_run_command,
		.act_kind = ACT_KIND_NAMED,
		.options = {OPTION_BOOK,
			    OPTION_KEY,
			    OPTION_EXAMPLE_KEYS,
			    OPTION_NOW,
			    {"--csv", "FILE", N_("a table: a row for each act, a column for each field"), false},
			    {"--receipt", "FILE", N_("write the receipt of the (last) act"), false}},
	},
	{
		.name = "acts",
		.arguments = "[KIND]",
		.summary = N_("list the kinds of act, or say all of one"),
		.example = "cordon acts key_rotate",
		.run = acts_run,
		.act_kind = ACT_KIND_NAMED,
		.options = {{"--format", "FORMAT", N_("md, for docs/acts.md"), false}},
	},
	{
		.name = "batch",
		.arguments = "FILE",
		.summary = N_("take in many acts from a file, each signed by those it names"),
		.help = N_(
			"Each line is a JSON object: the kind of act, its fields, and by whom it is signed: "
			"{\"kind\":\"enrol\",\"fields\":{\"body\":\"panaderia\",\"person\":\"luis\"},\"by\":[\"ana\"]}."
			" "
			"`now` says the node's clock from that line on; in a field for a public key, @ana is the key "
			"that ana signs with. Acts are committed in groups, and at a line {\"commit\":true}. The first "
			"line refused ends it: what was committed before stays, the rest is given up."),
		.example = NEW_BOOK
		"printf "
		"'{\"kind\":\"body_open\",\"fields\":{\"body\":\"panaderia\",\"kind\":\"workplace\",\"name\":"
		"\"P\","
		"\"members\":\"people\",\"secretary\":\"ana\"},\"by\":[\"ana\"]}\\n{\"kind\":\"enrol\","
		"\"fields\":{\"body\":\"panaderia\",\"person\":\"luis\"},\"by\":[\"ana\"]}\\n' > acts.jsonl && "
		"cordon batch acts.jsonl --example-seed test",
		.run = batch_run,
		.options = {OPTION_BOOK,
			    OPTION_KEY,
			    {"--example-seed", "SEED",
			     N_("sign with keys made of a public seed: for examples, it protects nothing"), false},
			    OPTION_NOW,
			    {"--commit", "N", N_("acts in a commit (default 1000)"), false},
			    {"--receipts", "FILE", N_("write the receipts of all acts, one a line"), false}},
	},
	{
		.name = "enrol",
		.arguments = "[FIELD=VALUE ...]",
		.summary = N_("enrol people on a body's roll: the act `enrol`, most often from a table"),
		.help = N_("The table has a column for each field of the act; fields that are the same for all may be "
			   "given once, on the command line. If one row is refused, nobody of the table is enrolled."),
		.example =
			NEW_BOOK "cordon act body_open body=panaderia "
				 "kind=workplace name=P members=people secretary=ana --example-keys test=ana && printf "
				 "'person,name\\nluis,Luis\\neva,Eva\\n' > people.csv && "
				 "cordon enrol --csv people.csv body=panaderia --example-keys test=ana",
		.run = enrol_run,
		.act_kind = "enrol",
		.options = {OPTION_BOOK,
			    OPTION_KEY,
			    OPTION_EXAMPLE_KEYS,
			    OPTION_NOW,
			    {"--csv", "FILE", N_("a table: a row for each act, a column for each field"), false},
			    {"--receipt", "FILE", N_("write the receipt of the (last) act"), false}},
	},
	{
		.name = "forget",
		.arguments = "PERSON",
		.summary = N_("have a person's texts destroyed: the act `forget`, and the deed"),
		.help = N_("Destroys the key under which the person's texts lie, and clears it from the database's "
			   "free pages, "
			   "its write-ahead log and the copies in backups/. The acts stay, and the book verifies as "
			   "before. What "
			   "was printed, exported with --with-personal or copied elsewhere is out of its reach."),
		.example = NEW_BOOK "cordon act body_open body=panaderia "
				    "kind=workplace name=P members=people secretary=ana --example-keys test=ana && "
				    "cordon enrol body=panaderia person=luis name=Luis --example-keys test=ana && "
				    "cordon forget luis --example-keys test=ana",
		.run = forget_run,
		.options = {OPTION_BOOK, OPTION_KEY, OPTION_EXAMPLE_KEYS, OPTION_NOW},
	},
	{
		.name = "body",
		.arguments = "[BODY]",
		.summary = N_("say who speaks for a body, since when, until when; or list the bodies"),
		.help = N_("Its people, rules, officers, the councils it sits in with its delegates there, the bodies "
			   "that sit in it, whether it has a quorum, its sessions, and what it was told."),
		.example = SMALL_CORDON "cordon body panaderia --now 1972-10-20T09:00:00Z",
		.run = body_run,
		.options = {OPTION_BOOK, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "roll",
		.arguments = "BODY",
		.summary = N_("say who is on a body's roll, or was on a day"),
		.help = N_(
			"Names are shown where the book can open them. A proof shows to anybody who has the "
			"checkpoint of that many entries that the person stood there, and not twice (docs/roll.md)."),
		.example = SMALL_CORDON "cordon roll panaderia --at 1972-10-11",
		.run = roll_run,
		.options = {OPTION_BOOK,
			    OPTION_AT,
			    OPTION_NOW,
			    {"--proof", "PERSON", N_("instead, prove that a person is on it (JSON)"), false}},
	},
	{
		.name = "roll verify",
		.arguments = "PROOF",
		.summary = N_("check a proof that a person stands on a roll, and not twice"),
		.help = N_("By itself the proof shows that the person's leaf and its neighbours are under the root it "
			   "names. With --book the same roll is made again from the book, and must have that root "
			   "(docs/roll.md)."),
		.example = SMALL_CORDON "cordon roll panaderia --proof ana > proof && cordon roll verify proof",
		.run = roll_verify_run,
		.options = {OPTION_BOOK},
	},
	{
		.name = "today",
		.arguments = "",
		.summary = N_("say what waits for a person, what is open, and the federation in figures"),
		.help = N_("Votes that are open for them and whether they have voted, votes to close, calls and plans to "
			   "answer for their bodies, stoppages one exchange away, empty seats, sessions. It is what the act table "
			   "lets them do; without --person it says what is open for anybody."),
		.example = SMALL_CORDON "cordon today --person tom --now 1972-10-20T09:00:00Z",
		.run = today_run,
		.options = {OPTION_BOOK, {"--person", "PERSON", N_("whose"), false}, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "seats",
		.arguments = "COUNCIL",
		.summary = N_("say who holds each seat of a council, and why a seat is empty"),
		.help = N_(
			"Of an empty seat it says whose it was, how that ended, and whether an election is under way."),
		.example = SMALL_CORDON "cordon seats cordon --now 1972-10-20T09:00:00Z",
		.run = seats_run,
		.options = {OPTION_BOOK, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "mandate",
		.arguments = "PERSON",
		.summary = N_("say for whom a person speaks, how they voted, and how to recall them"),
		.help = N_("Every mandate with its votes, which of them went against the body's instructions, and in "
			   "numbers what a recall takes: signatures, electors, quorum, majority; petitions under way."),
		.example = SMALL_CORDON "cordon mandate tom --now 1972-10-20T09:00:00Z",
		.run = mandate_run,
		.options = {OPTION_BOOK, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "decisions",
		.arguments = "BODY",
		.summary = N_("list what holds in a body, what is before it, and votes against its instructions"),
		.help = N_("Its own decisions and those of councils above that bound it when they were made."),
		.example = SMALL_CORDON "cordon decisions cordon",
		.run = decisions_run,
		.options = {OPTION_BOOK},
	},
	{
		.name = "decision",
		.arguments = "PROPOSAL",
		.summary = N_("say all of a proposal: text, amendments, votes, outcome, opinions, publication"),
		.help = N_("Who voted how is public where voting is open, as delegates' votes always are."),
		.example = SMALL_CORDON "cordon decision intervene-hilados",
		.run = decision_run,
		.options = {OPTION_BOOK},
	},
	{
		.name = "elections",
		.arguments = "[BODY]",
		.summary = N_("list elections, recalls and choices: who votes, until when, how many have, what came of it"),
		.help = N_("Those of a body, as voter or as the council elected to, those under way first; without a body, "
			   "all under way."),
		.example = SMALL_CORDON "cordon elections panaderia",
		.run = elections_run,
		.options = {OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "election",
		.arguments = "ELECTION",
		.summary = N_("say all of an election or a recall: candidates, who may vote, until when, the count"),
		.help = N_("Once it is closed its count is made again from the ballots that counted. The ballots and the "
			   "report can be written as files, and `cordon count verify BALLOTS REPORT` replays them with "
			   "code of its own."),
		.example = SMALL_CORDON "cordon election panaderia-1972",
		.run = election_run,
		.options = {{"--ballots", "FILE.blt",
			     N_("write the ballots that counted, as `cordon count` reads them"), false},
			    {"--report", "FILE.json",
			     N_("write the count's report, as `cordon count --json` prints it"), false},
			    OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "votes",
		.arguments = "ELECTION",
		.summary = N_("list the votes cast openly in an election, a recall or a choice"),
		.help = N_("Where voting is open each vote is public, under its voter's name; ballots on paper have no "
			   "names."),
		.example = SMALL_CORDON "cordon votes panaderia-1972",
		.run = votes_run,
		.options = {{"--person", "PERSON", N_("of one person"), false},
			    {"--from", "N", N_("leave out the first N; 0 if not given"), false},
			    {"--limit", "N", N_("at most so many"), false},
			    OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "choice",
		.arguments = "CHOICE",
		.summary = N_("say all of a choice between several: options, ballots, count, what was chosen"),
		.help = N_("Votes are public. Once it is closed its count is shown; the ballots and the report can be "
			   "written as files, and `cordon count verify BALLOTS REPORT` replays them with code of its own."),
		.example = SMALL_CORDON "cordon act choice_open body=cordon choice=where title='Where do we meet?' "
			   "until=1972-10-30T20:00:00Z "
			   "options='[{\"id\":\"hall\",\"title\":\"In the hall\"},"
			   "{\"id\":\"yard\",\"title\":\"In the yard\"}]' "
			   "--example-keys test=ana --now 1972-10-20T09:00:00Z && cordon choice where",
		.run = choice_run,
		.options = {{"--ballots", "FILE.blt",
			     N_("write the ballots that counted, as `cordon count` reads them"), false},
			    {"--report", "FILE.json",
			     N_("write the count's report, as `cordon count --json` prints it"), false},
			    OPTION_BOOK},
	},
	{
		.name = "calls",
		.arguments = "[BODY]",
		.summary = N_("list calls, who acknowledged them and who has not"),
		.help = N_("Those a body made or that went to it; without a body, all."),
		.example = SMALL_CORDON "cordon calls cordon",
		.run = calls_run,
		.options = {OPTION_BOOK, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "minutes",
		.arguments = "SESSION",
		.summary = N_("print the minutes of a session"),
		.help = N_("What the body did from its opening to its close, drawn from the acts. `cordon body` lists "
			   "the sessions."),
		.example = SMALL_CORDON "cordon minutes cordon-first",
		.run = minutes_run,
		.options = {OPTION_BOOK},
	},
	{
		.name = "register",
		.arguments = "[BODY]",
		.summary = N_("show a register of workplaces, and which of them a rule touches"),
		.help = N_("BODY keeps it; it may be left out where only one does. A rule is JSON, as docs/register.md "
			   "says: {\"above\": [\"capital\", 14000000]}. Workplaces for which something unknown decides "
			   "are "
			   "listed apart."),
		.example = SMALL_CORDON "cordon register --rule examples/register/capital-and-market.json",
		.run = register_run,
		.options = {OPTION_BOOK,
			    OPTION_AT,
			    OPTION_NOW,
			    {"--rule", "FILE", N_("those that a rule touches"), false},
			    {"--where", "JSON", N_("the same, the rule on the command line"), false},
			    {"--named", "RULE", N_("the same, a rule that the body decided, by its name"), false},
			    {"--workplace", "ID", N_("all that was ever said of one, and by which decision"), false}},
	},
	{
		.name = "log",
		.arguments = "",
		.summary = N_("show the entries of a book"),
		.example = NEW_BOOK "cordon log",
		.run = log_run,
		.options = {OPTION_BOOK,
			    {"--from", "N", N_("the first entry"), false},
			    {"--to", "N", N_("the last entry"), false},
			    {"--kind", "KIND", N_("only acts of this kind"), false}},
	},
	{
		.name = "receipt",
		.arguments = "ENTRY",
		.summary = N_("the proof that an entry is in the book"),
		.example = NEW_BOOK "cordon receipt 0",
		.run = receipt_run,
		.options = {OPTION_BOOK, {"-o", "FILE", N_("write it to this file"), false}},
	},
	{
		.name = "checkpoint",
		.arguments = "",
		.summary = N_("the node's last signed checkpoint, to be kept elsewhere"),
		.example = NEW_BOOK "cordon checkpoint -o point",
		.run = checkpoint_run,
		.options = {OPTION_BOOK, {"-o", "FILE", N_("write it to this file"), false}},
	},
	{
		.name = "verify",
		.arguments = "",
		.summary = N_("check a whole book: every signature, rule, checkpoint and the state"),
		.help = N_("Replays the book from its first entry over a state of its own. With checkpoints or "
			   "receipts kept "
			   "elsewhere, also checks that the book still is the one they were given for. Exit status 0 "
			   "when it "
			   "holds, 1 when not. docs/book.md says what cannot be found."),
		.example = NEW_BOOK "cordon checkpoint -o point && "
				    "cordon verify --checkpoint point",
		.run = verify_run,
		.options = {OPTION_BOOK,
			    {"--checkpoint", "FILE", N_("a checkpoint kept elsewhere"), true},
			    {"--receipt", "FILE", N_("a receipt kept elsewhere"), true}},
	},
	{
		.name = "rebuild",
		.arguments = "",
		.summary = N_("drop what is derived and replay the book"),
		.help = N_("Ends with the hash of the state, which is the same as before if nothing was wrong."),
		.example = NEW_BOOK "cordon rebuild",
		.run = rebuild_run,
		.options = {OPTION_BOOK},
	},
	{
		.name = "backup",
		.arguments = "",
		.summary = N_("copy the book's database, whole, into backups/ of its folder"),
		.help = N_("Also while `cordon serve` runs: it is of one commit. "
			   "The copy holds the personal keys: where it lies, `forget` reaches it; a copy carried "
			   "elsewhere "
			   "has to be renewed after each. To go back to one, put it in the place of book.sqlite; acts "
			   "since are then missing, and their receipts show it."),
		.example = NEW_BOOK "cordon backup",
		.run = backup_run,
		.options = {OPTION_BOOK},
	},
	{
		.name = "export",
		.arguments = "",
		.summary = N_("write a book as a text file, for others to verify or import"),
		.example = NEW_BOOK "cordon export -o book.txt",
		.run = export_run,
		.options = {OPTION_BOOK,
			    {"-o", "FILE", N_("the file to write, - for standard output (required)"), false},
			    {"--with-personal", NULL,
			     N_("with the sealed texts in clear: keep such a file as you would the names"), false}},
	},
	{
		.name = "import",
		.arguments = "FILE",
		.summary = N_("make a book's folder of an export, verifying it on the way"),
		.help = N_("The new folder has no node key: put node.key into it to write there."),
		.example = NEW_BOOK "cordon export -o book.txt && "
				    "cordon import book.txt -o copy",
		.run = import_book_run,
		.options = {{"-o", "FOLDER", N_("the folder to make (required)"), false}},
	},
	{
		.name = "share",
		.arguments = "FILE",
		.summary = N_("share what is scarce, exactly, by a published rule"),
		.help = N_("FILE is a problem as docs/sharing.md says: an amount or stocks, and claimants "
			   "with claims, weights, floors, what they can reach, prefer or value. Shares are "
			   "exact fractions."),
		.example = "cordon share --rule weighted-awards examples/share/rice.json",
		.run = share_run,
		.options = {{"--rule", "RULE", N_("the rule (required); `cordon share rules` lists them"), false}},
	},
	{
		.name = "share rules",
		.arguments = "",
		.summary = N_("list the rules of sharing, with their sources"),
		.example = "cordon share rules",
		.run = share_rules_run,
	},
	{
		.name = "supply allocate",
		.arguments = "[BOOK]",
		.summary = N_("make rations of what arrived, with a proof that anyone can check"),
		.help = N_("Floors first, then whole units to whoever has least for their weight, over all places that "
			   "serve an outlet; a lot from the public seed decides between equals and nowhere else. What was "
			   "drawn already is never taken back.\n"
			   "From the book: with --body and --cycle. The act `allocation` with the hash that is shown makes "
			   "the rations hold.\n"
			   "Without a book: tables (docs/supply.md) of households (token, outlet, size, numbers), claims "
			   "(household, good, claim, floor, weight) or rules (--entitlements, JSON), arrivals (place, good, "
			   "amount, unit, instead), links (place, outlet). With --former the proof names the one it "
			   "follows, whose seed it takes.\n"
			   "Exit status: 1 when a lot is needed and there is no seed."),
		.example = "cordon supply allocate --households examples/supply/registered.csv "
			   "--claims examples/supply/claims.csv --arrivals examples/supply/arrivals.csv "
			   "--links examples/supply/links.csv --seed 31-07-55 -o proof.jsonl",
		.run = supply_allocate_run,
		.options = {
			{"--households", "FILE", N_("who is supplied, and at which outlet"), false},
			{"--claims", "FILE", N_("what each household may have and is guaranteed"), false},
			{"--entitlements", "FILE", N_("instead of it, the rules and the days of the cycle"), false},
			{"--arrivals", "FILE", N_("what arrived where in the cycle, all of it"), false},
			{"--links", "FILE", N_("which place serves which outlet; without it every place serves all, "
					       "but an outlet only itself"), false},
			{"--drawn", "LOG", N_("what was drawn already: the log of an outlet"), true},
			{"--former", "PROOF", N_("the allocation of this cycle that this one follows"), false},
			{"--seed", "TEXT", N_("the public seed of lots"), false},
			{"--commitment", "HASH", N_("the SHA-256 of the seed that was published beforehand"), false},
			{"--seed-from", "TEXT", N_("where the seed was made public"), false},
			{"--body", "ID", N_("whose allocation it is (supply)"), false},
			{"--cycle", "N", N_("the number of the cycle (1)"), false},
			{"--title", "TEXT", N_("a title for people"), false},
			{"-o", "FILE", N_("the proof to write (required); - is standard output"), false},
			OPTION_BOOK,
			OPTION_AT,
			OPTION_NOW,
		},
	},
	{
		.name = "supply overview",
		.arguments = "[BOOK]",
		.summary = N_("supply at a glance: each body's present cycle, what arrived, what is given, what is short"),
		.help = N_("The present cycle is the last that has begun. What came in the place of a good counts as that "
			   "good."),
		.example = SMALL_RATIONS "cordon supply overview book",
		.run = supply_overview_run,
		.options = {OPTION_BOOK,
			    {"--body", "ID", N_("of this body alone"), false},
			    OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply allocation",
		.arguments = "[BOOK]",
		.summary = N_("show the allocation of a cycle, good by good and outlet by outlet; write its proof again"),
		.help = N_("The proof is made again from the book, held against the hash that the book has, and verified. "
			   "It is the same file as was published, byte for byte."),
		.example = SMALL_RATIONS "cordon supply allocation book --body jap --cycle 1 -o again.proof",
		.run = supply_allocation_run,
		.options = {OPTION_BOOK, OPTION_BODY,
			    {"--cycle", "N", N_("which cycle (required)"), false},
			    {"--number", "N", N_("its first allocation, its second... (the last)"), false},
			    {"-o", "FILE", N_("write the proof; - is standard output"), false},
			    OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply rations",
		.arguments = "[BOOK]",
		.summary = N_("show what each household is to have in a cycle and what it drew, outlet by outlet"),
		.example = SMALL_RATIONS "cordon supply rations book --body jap --cycle 1 --outlet kiosk",
		.run = supply_rations_run,
		.options = {OPTION_BOOK, OPTION_BODY,
			    {"--cycle", "N", N_("which cycle (required)"), false},
			    {"--outlet", "ID", N_("those that draw there"), false},
			    OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply household",
		.arguments = "TOKEN [BOOK]",
		.summary = N_("show the household that a card stands for: its outlet, its rations and draws of the last "
			      "cycles"),
		.example = SMALL_RATIONS "cordon supply household 10019 book --body jap",
		.run = supply_household_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply difference",
		.arguments = "PROOF PROOF",
		.summary = N_("what a later allocation of a cycle changed, household by household"),
		.example = "cordon supply difference examples/supply/first.jsonl examples/supply/second.jsonl",
		.run = supply_difference_run,
		.options = {{"--csv", NULL, N_("print the changes as CSV"), false}},
	},
	{
		.name = "supply enrol",
		.arguments = "[FIELD=VALUE ...]",
		.summary = N_("enrol households, most often from a table: the act `household_enrol`"),
		.help = N_("The table has a column for each field of the act (household: the card token) and, for numbers, "
			   "columns such as infants, under_15, ill. Names and door are sealed. Fields that are the same for "
			   "all may be given once, on the command line; the book may be the first argument. If one row is "
			   "refused, no household of the table is enrolled."),
		.example = SMALL_JAP "cordon supply enrol book --csv examples/supply/new-households.csv body=jap "
			   "outlet=kiosk --example-keys test=ana",
		.run = supply_enrol_run,
		.act_kind = "household_enrol",
		.options = {OPTION_BOOK, OPTION_KEY, OPTION_EXAMPLE_KEYS, OPTION_NOW,
			    {"--csv", "FILE", N_("a table: a row for each act, a column for each field"), false},
			    {"--receipt", "FILE", N_("write the receipt of the (last) act"), false}},
	},
	{
		.name = "supply households",
		.arguments = "[BOOK]",
		.summary = N_("show who is supplied: tokens, size and numbers; merges that stand"),
		.help = N_("Names and doors are shown with --names alone, where this book can open them."),
		.example = SMALL_JAP "cordon supply households book --body jap",
		.run = supply_households_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW,
			    {"--outlet", "ID", N_("those that draw there"), false},
			    {"--names", NULL, N_("open what is sealed"), false}},
	},
	{
		.name = "supply outlets",
		.arguments = "[BOOK]",
		.summary = N_("show a body's outlets and warehouses: who keeps them, who draws there, what serves them"),
		.example = SMALL_JAP "cordon supply outlets book --body jap",
		.run = supply_outlets_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply goods",
		.arguments = "[BOOK]",
		.summary = N_("show the goods that a body shares out, and their units"),
		.example = SMALL_JAP "cordon supply goods book --body jap",
		.run = supply_goods_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply entitlements",
		.arguments = "[BOOK]",
		.summary = N_("show the rules that a body decided; with --cycle what each household may have"),
		.help = N_("Amounts are exact, in units of the good; which whole units each gets is for the allocation."),
		.example = SMALL_JAP "cordon supply entitlements book --body jap --cycle 1",
		.run = supply_entitlements_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW,
			    {"--cycle", "N", N_("what each household may have in that cycle"), false},
			    {"--household", "TOKEN", N_("only for this card"), false}},
	},
	{
		.name = "supply cycles",
		.arguments = "[BOOK]",
		.summary = N_("show a body's cycles, newest first, and what arrived for each at which place"),
		.example = SMALL_JAP "cordon supply cycles book --body jap",
		.run = supply_cycles_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply deliveries",
		.arguments = "[BOOK]",
		.summary = N_("show what was to arrive and what did: in part, late, as another good"),
		.example = SMALL_JAP "cordon supply deliveries book --body jap",
		.run = supply_deliveries_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW,
			    {"--cycle", "N", N_("of that cycle alone"), false}},
	},
	{
		.name = "supply merge",
		.arguments = "LOG [LOG ...]",
		.summary = N_("merge the logs of outlets that worked without a link"),
		.help = N_("A log is a file of draws, one a line (docs/supply.md). Logs merge in any order, and any "
			   "number of "
			   "times, to the same bytes. What a household drew above what it is entitled to, and what was "
			   "drawn "
			   "more than once, is listed to be asked about; no draw is erased."),
		.example = "cordon supply merge --entitlements examples/supply/entitlements.json "
			   "examples/supply/kiosk.jsonl examples/supply/school.jsonl",
		.run = supply_merge_run,
		.options =
			{
				{"--entitlements", "FILE", N_("what each household is entitled to in a cycle, as JSON"),
				 false},
				{"-o", "FILE", N_("write the merged log, itself a log, to this file"), false},
				{"--csv", NULL, N_("print as CSV each draw behind what is to be asked about"), false},
			},
	},
	{
		.name = "supply draw",
		.arguments = "BUNDLE LOG",
		.summary = N_("note what a household draws at the counter, without a link"),
		.help = N_("BUNDLE is what the outlet's device holds for the cycle, LOG the device's own log, made at the "
			   "first draw. The line is on the disk before the command says so. Without --good it says what is left. "
			   "More than a household is to have is not noted until somebody says --anyway: a human decides, and the "
			   "log shows it. --also reads logs of other outlets, brought on a stick."),
		.example = "cordon supply draw examples/supply/kiosk.bundle \"$(mktemp -d)/kiosk.jsonl\" --household 10019 "
			   "--good bread --qty 2",
		.run = supply_draw_run,
		.options = {
			{"--household", "TOKEN", N_("the number on the card (required)"), false},
			{"--good", "GOOD", N_("what is handed out"), false},
			{"--qty", "N", N_("how many units of it"), false},
			{"--anyway", NULL, N_("note it although it is more than there is left for the household"), false},
			{"--also", "LOG", N_("count what this log of another outlet has"), true},
		},
	},
	{
		.name = "supply bundle",
		.arguments = "[BOOK]",
		.summary = N_("make what an outlet's device holds for a cycle: tokens and quantities of its own outlet"),
		.help = N_("Nothing else of the book is in it (docs/supply.md). With --pages it is a page of QR codes too, to "
			   "be printed or shown on a screen; what a scanner reads of them is the bundle."),
		.example = SMALL_JAP "cordon supply bundle book --body jap --outlet kiosk --cycle 1 -o kiosk.bundle --pages "
				     "kiosk.html",
		.run = supply_bundle_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW,
			    {"--outlet", "ID", N_("whose device it is (required)"), false},
			    {"--cycle", "N", N_("for which cycle (required)"), false},
			    {"--point", "NAME", N_("the device's name, kiosk/2, where the outlet has several"), false},
			    {"-o", "FILE", N_("the bundle to write (required)"), false},
			    {"--pages", "FILE", N_("write the same as a page of QR codes"), false}},
	},
	{
		.name = "supply enter",
		.arguments = "BOOK LOG [LOG ...]",
		.summary = N_("enter the logs of outlets' devices in the book: the acts `draws`"),
		.help = N_("Logs in any order, merged or not, as often as they come: what the book has already is known and "
			   "not entered again. It is signed by the outlet's keeper or the supply officer. All of it is entered or, "
			   "if something is wrong, nothing."),
		.example = SMALL_JAP "cordon supply enter book examples/supply/kiosk.jsonl --body jap --example-keys test=luis",
		.run = supply_enter_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_KEY, OPTION_EXAMPLE_KEYS, OPTION_NOW},
	},
	{
		.name = "supply reenter",
		.arguments = "BOOK LIST.csv",
		.summary = N_("hold a paper list, typed by a clerk, beside what the book has of the outlet"),
		.help = N_("LIST.csv has token, good, qty and line, the number of the signed line. Equal lines are known, "
			   "what differs is listed for people; all but that goes to -o, a log for `cordon supply enter`. "
			   "Nothing is counted twice."),
		.example = SMALL_JAP "cordon supply reenter book examples/supply/paper.csv --body jap --outlet kiosk "
				     "--cycle 1 -o paper.jsonl",
		.run = supply_reenter_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW,
			    {"--outlet", "ID", N_("whose list it is (required)"), false},
			    {"--cycle", "N", N_("of which cycle (required)"), false},
			    {"-o", "FILE", N_("write the new lines as a log"), false}},
	},
	{
		.name = "supply hubs",
		.arguments = "[SHARED ...]",
		.summary = N_("what hubs that share one stock may hand out without a link, and how they settle"),
		.help = N_("SHARED is a file that all hubs hold alike (docs/supply.md): the stock, the hubs, their weights; a "
			   "hub that has closed says in it what it wanted. Copies of several hubs are read as one. What is "
			   "sure for a hub grows as others close and is never more than it gets in the end, so nobody "
			   "loses by closing "
			   "later. Logs say what was drawn already; what was drawn ahead is shown. With --share, --body and a "
			   "book it is the stock of the act `stock_share` and the draws of the book."),
		.example = "cordon supply hubs examples/supply/hubs-north.json examples/supply/hubs-south.json --log "
			   "examples/supply/kiosk.jsonl",
		.run = supply_hubs_run,
		.options = {{"--log", "LOG", N_("a log of draws at the hubs' outlets"), true},
			    {"--share", "ID", N_("the shared stock in the book"), false},
			    OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply counter",
		.arguments = "[BOOK]",
		.summary = N_("show what an outlet's counter serves in a cycle: cards, quantities, lines drawn; or all "
			      "counters"),
		.help = N_("What the page /counter/OUTLET of `cordon serve` keeps and goes on with when there is no link. "
			   "Without --outlet it lists the outlets of all bodies; without --cycle it is the cycle of the day."),
		.example = SMALL_JAP "cordon supply counter book --body jap --outlet kiosk",
		.run = supply_counter_run,
		.options = {OPTION_BOOK, {"--body", "ID", N_("whose outlet it is"), false}, OPTION_AT, OPTION_NOW,
			    {"--outlet", "ID", N_("which outlet's"), false},
			    {"--cycle", "N", N_("of that cycle"), false}},
	},
	{
		.name = "supply card",
		.arguments = "TOKEN",
		.summary = N_("show what a card is served: what there is to have of each good, what was drawn, and where"),
		.help = N_("In every body that serves the card, or in one with --body; without --cycle in the cycle of the "
			   "day. No name, size or age is shown."),
		.example = SMALL_JAP "cordon supply card 10019 --book book",
		.run = supply_card_run,
		.options = {OPTION_BOOK, {"--body", "ID", N_("in that body alone"), false}, OPTION_AT, OPTION_NOW,
			    {"--cycle", "N", N_("of that cycle"), false}},
	},
	{
		.name = "supply drawn",
		.arguments = "[BOOK]",
		.summary = N_("what there is to ask about draws of a cycle: too much, twice, unknown, missing"),
		.help = N_("Over-draws are against what each household is to have; all draws stand and count. Different draws "
			   "under one number, numbers missing between those a device used, and what stands both on paper "
			   "and in a device are listed too."),
		.example = SMALL_JAP "cordon supply enter book examples/supply/kiosk.jsonl --body jap --example-keys test=luis "
				     "> entered && cordon supply drawn book --body jap --cycle 1",
		.run = supply_drawn_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW,
			    {"--cycle", "N", N_("of which cycle (required)"), false}},
	},
	{
		.name = "supply stock",
		.arguments = "[BOOK]",
		.summary = N_("what each place has of each good by the books, and what is under way"),
		.help = N_("Derived from deliveries, draws, returns, transfers, spoilage and counts; from a count on, from "
			   "what was counted. With --json cycle by cycle."),
		.example = SMALL_JAP "cordon supply stock book --body jap",
		.run = supply_stock_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply ledger",
		.arguments = "[BOOK]",
		.summary = N_("write the stock accounts as a ledger, as `cordon supply watch` reads it"),
		.help = N_("A row for each place, good and cycle. No household stands in it."),
		.example = SMALL_JAP "cordon supply ledger book --body jap -o ledger.csv && cordon supply watch ledger.csv",
		.run = supply_ledger_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW,
			    {"-o", "FILE", N_("the ledger to write; otherwise it is printed"), false}},
	},
	{
		.name = "supply message",
		.arguments = "WAY FILE",
		.summary = N_("write claims, deliveries and complaints as text messages, and read them"),
		.help = N_("WAY is encode or decode. Encode takes one JSON object a line (docs/supply.md) and makes "
			   "each a "
			   "message that fits one text message of 160 places of the GSM 7-bit alphabet, with check "
			   "characters. "
			   "Decode takes one message a line; of those that are not whole it says at which character "
			   "they are "
			   "wrong, shows the others, and the exit status is 2."),
		.example = "cordon supply message decode examples/supply/messages.txt",
		.run = supply_message_run,
	},
	{
		.name = "supply print",
		.arguments = "FILE",
		.summary = N_("make an outlet's list of households, or ration cards, ready to print"),
		.help = N_(
			"FILE is a bundle (`cordon supply bundle`), or CSV: a column token, and a column for each good with what "
			   "each household is to have. The list has room for a mark and a signature; cards have their token "
			   "as a QR code. The page is HTML, complete in itself."),
		.example = "cordon supply print examples/supply/households.csv -o list.html",
		.run = supply_print_run,
		.options =
			{
				{"-o", "FILE", N_("the page to write (required)"), false},
				{"--title", "TEXT", N_("what stands above: which outlet, which cycle"), false},
				{"--cards", NULL, N_("ration cards instead of the list"), false},
			},
	},
	{
		.name = "supply token",
		.arguments = "NUMBER [NUMBER ...]",
		.summary = N_("give numbers their check digit, for card tokens"),
		.help = N_("Damm's check digit catches every single wrong digit and every swap of two neighbours. The "
			   "tokens of one register all have the same length. With --check the numbers are tokens, and "
			   "looked at."),
		.example = "cordon supply token 1001 1002 && cordon supply token --check 10019",
		.run = supply_token_run,
		.options = {{"--check", NULL, N_("the numbers have their digit: look whether it fits"), false}},
	},
	{
		.name = "supply duplicates",
		.arguments = "FILE|BOOK",
		.summary = N_("list registrations that may be of one household, with the reasons; merges nothing"),
		.help = N_("FILE is a table (CSV) of registrations: names, birth date, street and door, and what else "
			   "there "
			   "is. Listed are pairs for which one household registered twice is likelier than all that is "
			   "innocent: brothers, twins, father and son of one name, namesakes, neighbours. A listed "
			   "pair is "
			   "a reason to ask, not a finding against anybody. With --body the households of that body in BOOK "
			   "are taken, as far as their sealed names can be opened, and the acts are shown by which people "
			   "could unite two of them and take that back. docs/supply.md has the columns and the numbers."),
		.example = "cordon supply duplicates examples/supply/registry.csv",
		.run = supply_duplicates_run,
		.options =
			{
				{"--column", "ROLE=NAME",
				 N_("the column of a role: id, given, surname1, surname2, surnames, birth, "
				    "street, door, place, postcode, document, phone, members"),
				 true},
				{"--least", "P", N_("list what is at least so likely, from 0.5 to 1 (0.75)"), false},
				{"--body", "ID", N_("of a book: whose households"), false},
				OPTION_BOOK, OPTION_AT, OPTION_NOW,
				{"--csv", NULL, N_("print the pairs as CSV"), false},
			},
	},
	{
		.name = "supply verify",
		.arguments = "PROOF",
		.summary = N_("check the published proof of an allocation, from the file alone"),
		.help = N_("Recomputes that the rations are those that the rule gives for the inputs in the file: "
			   "floors, then "
			   "equal awards by weight, over all that can be reached, between equals by lot. Exit status 0 "
			   "when "
			   "proven, 1 when not. docs/supply-proof.md is enough to write another such program."),
		.example = "cordon supply verify examples/supply/week-31.proof",
		.run = supply_verify_run,
	},
	{
		.name = "supply why",
		.arguments = "TOKEN PROOF",
		.summary = N_("say in a sentence why a household gets what it gets"),
		.help = N_("The proof is verified first; nothing is said of one that does not hold. With --body and --cycle "
			   "PROOF is a book: the proof of its last allocation is made again."),
		.example = "cordon supply why 10065 examples/supply/week-31.proof",
		.run = supply_why_run,
		.options = {{"--body", "ID", N_("PROOF is a book: whose allocation"), false},
			    {"--cycle", "N", N_("of a book: which cycle"), false},
			    OPTION_BOOK, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply watch",
		.arguments = "LEDGER",
		.summary =
			N_("questions that outlets' stock accounts raise: losses, steady or sudden; goods kept back"),
		.help = N_(
			"LEDGER is a CSV table with a row for each outlet, good and week: outlet, good, week, delivered, sold, "
			"spoiled_reported, turned_away, counted_stock (empty where nobody counted). Each period "
			"between counts is judged from what was known at its end. What speaks for the outlet is shown "
			"too; figures that look like slips of the pen are listed to be checked. It watches goods, and "
			"decides nothing: docs/supply.md says how."),
		.example = "cordon supply watch examples/supply/ledger.csv",
		.run = supply_watch_run,
		.options = {{"--csv", NULL, N_("print the alerts as CSV"), false},
			    {"--body", "ID", N_("LEDGER is a book: watch this body's accounts"), false}, OPTION_BOOK, OPTION_AT,
			    OPTION_NOW},
	},
	{
		.name = "supply prices",
		.arguments = "FILE",
		.summary = N_("months whose price is far above what the months before made usual"),
		.help = N_(
			"FILE is a CSV table with date and price, and any of market, commodity, unit, pricetype and "
			"currency. A month is judged with the months before it alone, after five years of prices; the "
			"levels are those of the World Food Programme: normal, stress, alert, crisis."),
		.example = "cordon supply prices examples/supply/prices.csv",
		.run = supply_prices_run,
		.options =
			{
				{"--level", "LEVEL", N_("show this level and above: alert"), false},
				{"--from", "MONTH", N_("show months from this one on, such as 2018-01"), false},
				{"--csv", NULL, N_("print the months as CSV"), false},
			},
	},
	{
		.name = "supply ceilings",
		.arguments = "[BOOK]",
		.summary = N_("show the highest prices allowed, by place, and those decided for later"),
		.help = N_("Ceilings are decisions of the body, in its book."),
		.example = SMALL_PRICES "cordon supply ceilings --body jap --at 1972-10-14",
		.run = supply_ceilings_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply reports",
		.arguments = "[BOOK]",
		.summary = N_("show what price reports say of each place, both ways"),
		.help = N_("A verdict needs three voices or more, more than half of them, and must stand without whatever any "
			   "one hand said, entered or introduced: docs/supply.md. It is a reason to go and look, and nothing "
			   "follows from it. Prices far above what their own past made usual are listed too."),
		.example = SMALL_PRICES "cordon supply reports --body jap --at 1972-10-14",
		.run = supply_reports_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "supply complaints",
		.arguments = "[BOOK]",
		.summary = N_("show complaints, what the outlet says, their outcomes, and who owes an overdue one"),
		.example = SMALL_PRICES "cordon supply complaints --body jap --at 1972-10-21",
		.run = supply_complaints_run,
		.options = {OPTION_BOOK, OPTION_BODY, OPTION_AT, OPTION_NOW},
	},
	{
		.name = "economy check",
		.arguments = "PACKAGE",
		.summary = N_("list everything wrong or suspicious in an economy's data package"),
		.help = N_("Reads the package (docs/economy-package.md) and lists every error of form with its file, "
			   "row and field; then, if there was none, looks for what cannot be: recipes that eat their "
			   "own product, totals beside their parts, tables that do not balance, an unproductive "
			   "economy. The exit status is 2 when there is an error."),
		.example = "cordon economy check examples/bakery",
		.run = economy_check_run,
	},
	{
		.name = "economy snapshot",
		.arguments = "",
		.summary = N_("make a data package of what the book's acts say of an economy, as of a moment"),
		.help = N_("What a council's bodies declared, counted, need and reported stopped, with the tiers it decided "
			   "(docs/economy-acts.md). The same book and moment give the same bytes. sources.csv beside the "
			   "tables says of each number in which entry it was said, when and by whom."),
		.example = SMALL_ECONOMY "cordon economy snapshot -o snapshot && cordon economy check snapshot",
		.run = economy_snapshot_run,
		.options = {OPTION_BOOK, OPTION_AT, OPTION_NOW,
			    {"--body", "BODY", N_("the council whose economy it is; otherwise the only one that sits in "
						  "no other"), false},
			    {"-o", "PACKAGE", N_("the folder to make (required)"), false}},
	},
	{
		.name = "economy list",
		.arguments = "",
		.summary = N_("list what is made, used and needed, as the book's acts say it now"),
		.help = N_("Of each commodity how many make and use it, how much is needed, and what the plan in force does "
			   "of it: how much it has made, and the least that a group which needs it receives (0 to 1)."),
		.example = SMALL_ECONOMY "cordon economy list",
		.run = economy_list_run,
		.options = {OPTION_BOOK, OPTION_NOW,
			    {"--body", "BODY", N_("the council whose economy it is; otherwise the only one that sits in "
						  "no other"), false}},
	},
	{
		.name = "economy show",
		.arguments = "COMMODITY",
		.summary = N_("say who makes a commodity, who uses it and who needs it"),
		.help = N_("As the book's acts say it now, beside what the plan in force asks of each and serves of each "
			   "need."),
		.example = SMALL_ECONOMY "cordon economy show bread",
		.run = economy_show_run,
		.options = {OPTION_BOOK, OPTION_NOW,
			    {"--body", "BODY", N_("the council whose economy it is; otherwise the only one that sits in "
						  "no other"), false}},
	},
	{
		.name = "economy import",
		.arguments = "FOLDER",
		.summary = N_("make a package from the tables of a statistical office"),
		.help = N_("The mapping says which files and columns of FOLDER hold flows, make, use, final demand, "
			   "imports and labour; the same mapping takes another year's tables of the same office. "
			   "docs/import-map.md says what a mapping may say. What the tables leave over becomes an "
			   "explicit discrepancy. If anything is wrong, everything wrong is listed and nothing is "
			   "written."),
		.example = "cordon economy import --map examples/village/map.json examples/village/tables -o village",
		.run = economy_import_run,
		.options =
			{
				{"--map", "MAP.json", N_("the mapping (required)"), false},
				{"-o", "PACKAGE", N_("the package to write: a folder (required)"), false},
				{"--set", "NAME=VALUE", N_("give a parameter of the mapping another value"), true},
			},
	},
	{
		.name = "economy multipliers",
		.arguments = "PACKAGE",
		.summary = N_("what one unit of each good calls for in all: output, labour, imports, emissions"),
		.help = N_("Leontief multipliers by repeated substitution, to rounding. Where processes have joint "
			   "products they share its inputs by amount, and a good comes from its makers in their "
			   "observed shares (industry technology). The sum of outputs is shown where all goods are "
			   "counted in one unit."),
		.example = "cordon economy multipliers examples/chile-2013",
		.run = economy_multipliers_run,
		.options =
			{
				{"--inverse", NULL, N_("print the Leontief inverse instead, as CSV"), false},
				{"--csv", NULL, N_("print the table as CSV, with direct and total requirements"),
				 false},
			},
	},
	{
		.name = "plan",
		.arguments = "PACKAGE",
		.summary = N_("compute a plan of production from a data package, with its certificate"),
		.help = N_("Needs are served tier by tier; inside a tier the lowest fulfilment is raised as far as "
			   "possible, then the next lowest; last, labour is kept least. A request is never "
			   "infeasible: what cannot be served is shown.\n"
			   "What-ifs may be repeated and are recorded in the plan; PROCESS, GROUP and COMMODITY may "
			   "be patterns with * and ?.\n"
			   "With --near needs are served exactly as without; of the ways to serve them the plan is "
			   "sought that "
			   "keeps labour and P times the hours of work moved least (docs/plan-file.md).\n"
			   "Exit status: 0 proved within the gap, 1 not proved, 2 wrong input, 5 interrupted (the "
			   "plan found so far is shown)."),
		.example = "cordon plan examples/chile-2013 --capacity 02=0.5 -o plan.json",
		.run = plan_run,
		.options =
			{
				{"-o", "PLAN", N_("write the plan, with its certificate, to this file"), false},
				{"--need", "GROUP=FACTOR",
				 N_("what if the needs of a group were FACTOR times what they are"), true},
				{"--capacity", "PROCESS=FACTOR", N_("what if a capacity were FACTOR times what it is"),
				 true},
				{"--stop", "PROCESS", N_("what if a process could not work"), true},
				{"--limit", "COMMODITY=AMOUNT", N_("what if this much of a commodity were there"),
				 true},
				{"--near", "OLDPLAN", N_("stay near this plan: moving away from it has a price"), false},
				{"--near-package", "OLDPACKAGE",
				 N_("the package of that plan, where it is another one"), false},
				{"--change-price", "P",
				 N_("how many hours more may be worked so as not to move an hour of work; 0.1 if not "
				    "given"),
				 false},
				{"--gap", "GAP",
				 N_("the proven gap asked for; 1e-6 up to 2,000 commodities, else 1e-4"), false},
				{"--levels", "N",
				 N_("at most N leximin levels a tier; the mean of what is left is raised then"), false},
				{"--method", "METHOD", N_("auto, simplex, newton or glpk"), false},
				{"--csv", NULL, N_("print the tables as CSV"), false},
				{"--mps", "FILE", N_("write the linear programme of the last stage"), false},
				{"--mps-stage", "N", N_("write that of stage N (from 0) instead"), false},
			},
	},
	{
		.name = "plan explain",
		.arguments = "PACKAGE PLAN [COMMODITY|GROUP]",
		.summary = N_("say why something is short, and prove it"),
		.help = N_("Shows the chain from the need through the recipes to the bottleneck, with quantities; "
			   "then relaxes the bottleneck, solves again, and compares with what its price predicted."),
		.example = "cordon plan examples/chile-2013 --capacity 02=0.5 -o plan.json && "
			   "cordon plan explain examples/chile-2013 plan.json",
		.run = plan_explain_run,
	},
	{
		.name = "plan verify",
		.arguments = "PACKAGE PLAN",
		.summary = N_("check a plan's certificate against its package"),
		.help = N_("Recomputes every balance, capacity and bound from the package and the numbers of the "
			   "plan, without the solver. Exit status 0 when proven, 1 when not. docs/plan-file.md says "
			   "what each number proves."),
		.example = "cordon plan examples/chile-2013 --capacity 02=0.5 -o plan.json && "
			   "cordon plan verify examples/chile-2013 plan.json",
		.run = plan_verify_run,
		.options =
			{
				{"--gap", "GAP",
				 N_("the widest gap that counts as proven; 1e-6 up to 2,000 commodities, else 1e-4"),
				 false},
				{"--near", "OLDPLAN", N_("check too what it says of the plan that it was made near"),
				 false},
				{"--near-package", "OLDPACKAGE",
				 N_("the package of that plan, where it is another one"), false},
			},
	},
	{
		.name = "plan alternatives",
		.arguments = "PACKAGE PLAN",
		.summary = N_("find plans nearly as good as a plan and as different as possible"),
		.help = N_("For an assembly to choose between: in each no need loses more than the part --within says "
			   "of what the plan gives it, no tier loses on the mean, and the last objective is at most by "
			   "that part above the plan's. Shows who gains, "
			   "who loses and whose work changes. With -o each is a file that `cordon plan verify` checks; "
			   "what the "
			   "assembly makes of them it can count with `cordon count`."),
		.example = "cordon plan examples/chile-2013 --capacity 02=0.5 -o plan.json && "
			   "cordon plan alternatives examples/chile-2013 plan.json --within 1% -n 2 -o others && "
			   "cordon plan verify examples/chile-2013 others/alternative-1.json",
		.run = plan_alternatives_run,
		.options =
			{
				{"--within",
				 "PART", N_("how much less is still nearly as good: 1% (the default) or 0.01"), false},
				{"-n", "N", N_("how many to look for, 1 to 20; 4 if not given"), false},
				{"--seed", "N", N_("of the directions in which they are looked for; 1 if not given"),
				 false},
				{"-o", "FOLDER", N_("write each as FOLDER/alternative-N.json"), false},
				{"--csv", NULL, N_("print the tables as CSV"), false},
			},
	},
	{
		.name = "plan ballot",
		.arguments = "PACKAGE PLAN ALTERNATIVE [ALTERNATIVE ...]",
		.summary = N_("make the options of a choice from a plan and its alternatives"),
		.help = N_("For the act choice_open: each with a title that says who gains most and who loses most, the "
			   "hash of its file and of the package. Every file is verified, and kept in plans/ of the book under its "
			   "hash, so that whoever votes can read it. What is chosen is proposed with `cordon plan propose "
			   "--chosen`."),
		.example = SMALL_ECONOMY "cordon act process body=panaderia process=second name='The second oven' "
					 "inputs='{\"flour\":\"0.75\",\"work\":\"0.05\"}' outputs='{\"bread\":\"1\"}' "
					 "capacity=300 "
					 "--example-keys test=ana --now 1972-10-13T09:00:00Z && "
					 "cordon economy snapshot -o snapshot && cordon plan snapshot -o plan.json && "
					 "cordon plan alternatives snapshot plan.json --within 2% -n 1 -o others && "
					 "cordon plan ballot snapshot plan.json others/alternative-1.json -o options.json && "
					 "cordon act choice_open body=cordon choice=which title='Which plan?' "
					 "options=@options.json until=1972-10-14T09:00:00Z --example-keys test=ana "
					 "--now 1972-10-13T10:00:00Z",
		.run = plan_ballot_run,
		.options = {{"-o", "FILE", N_("write the options as JSON, for options=@FILE"), false}, OPTION_BOOK},
	},
	{
		.name = "plan propose",
		.arguments = "PACKAGE PLAN",
		.summary = N_("put a plan into the book, for those who are to carry it out"),
		.help = N_("PACKAGE is a snapshot (cordon economy snapshot) and PLAN a plan made for it. The plan is verified; "
			   "its hash, its certificate and the package's hash go into the book, the file into plans/ of "
			   "its folder. It is refused when the economy has changed since the snapshot was made, when the "
			   "plan is for another package or has what-ifs, and when its certificate does not prove it."),
		.example = SMALL_ECONOMY "cordon economy snapshot -o snapshot && cordon plan snapshot -o plan.json && "
					 "cordon plan propose snapshot plan.json --name first --example-keys test=ana "
					 "--now 1972-10-13T09:00:00Z",
		.run = plan_propose_run,
		.options = {{"--name", "PLAN", N_("what the plan is called in the book (required)"), false},
			    {"--until", "TIME", N_("until when those concerned may answer; otherwise until all have"), false},
			    {"--chosen", "CHOICE", N_("the choice by which the council chose this plan"), false},
			    {"--after", "PLAN",
			     N_("it comes after this plan of the book and is put to those alone whose tasks differ from "
				"it, or who did not consent to it"),
			     false},
			    OPTION_BOOK, OPTION_KEY, OPTION_EXAMPLE_KEYS, OPTION_NOW},
	},
	{
		.name = "plan check",
		.arguments = "PLAN [FILE]",
		.summary = N_("recompute a proposed plan from the book alone"),
		.help = N_("Makes the package anew from the entries the book had, holds the plan's file (otherwise the one in "
			   "plans/ of the book) against its hash, verifies it, and holds what it proves against the "
			   "certificate in the book. The exit status is 0 when all holds."),
		.example = SMALL_ECONOMY "cordon economy snapshot -o snapshot && cordon plan snapshot -o plan.json && "
					 "cordon plan propose snapshot plan.json --name first --example-keys test=ana "
					 "--now 1972-10-13T09:00:00Z && cordon plan check first",
		.run = plan_check_run,
		.options = {{"--old", "FILE", N_("the file of the plan it comes after; otherwise the one in plans/"), false},
			    OPTION_BOOK,
			    OPTION_NOW},
	},
	{
		.name = "plan answers",
		.arguments = "PLAN",
		.summary = N_("say who accepted a proposed plan, who refused or countered and why, who is silent"),
		.help = N_("Answers are the act plan_answer, the end of the round plan_close (docs/economy-acts.md). What was "
			   "refused or countered is a constraint of the next snapshot."),
		.example = SMALL_ECONOMY "cordon economy snapshot -o snapshot && cordon plan snapshot -o plan.json && "
					 "cordon plan propose snapshot plan.json --name first --example-keys test=ana "
					 "--now 1972-10-13T09:00:00Z && cordon act plan_answer body=panaderia plan=first "
					 "answer=accept --example-keys test=ana --now 1972-10-13T10:00:00Z && "
					 "cordon plan answers first",
		.run = plan_answers_run,
		.options = {OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "plan list",
		.arguments = "",
		.summary = N_("list the plans of the book, and how each stands"),
		.help = N_("A plan waits for answers, is in force, was replaced by a later one, or is to be revised."),
		.example = SMALL_ECONOMY "cordon economy snapshot -o snapshot && cordon plan snapshot -o plan.json && "
					 "cordon plan propose snapshot plan.json --name first --example-keys test=ana "
					 "--now 1972-10-13T09:00:00Z && cordon plan list",
		.run = plan_list_run,
		.options = {{"--body", "BODY", N_("those of one council alone"), false}, OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "plan show",
		.arguments = "[PACKAGE] PLAN",
		.summary = N_("say what a plan says, without solving anything"),
		.help = N_("PLAN alone is a plan of the book, by its name. Tables as `cordon plan` prints them; with --json "
			   "also how the plan stands and, of each bottleneck, what one more of it would do."),
		.example = "cordon plan examples/bakery -o bakery.json && cordon plan show examples/bakery bakery.json",
		.run = plan_show_run,
		.options = {{"--csv", NULL, N_("print the tables as CSV"), false}, OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "stoppages",
		.arguments = "[STOPPAGE]",
		.summary = N_("say what stands still, since when and who said so"),
		.help = N_("Reported with the act stoppage, over with stoppage_end. Of one of them it also says "
			   "into which plan it came: the last one adopted that counted on the workplace, and the first "
			   "one made since."),
		.example = SMALL_ECONOMY "cordon act stoppage body=molino stoppage=gate-locked text='The owner "
					 "has locked the gate.' --example-keys test=bea --now "
					 "1972-10-13T10:00:00Z && cordon stoppages",
		.run = stoppages_run,
		.options = {{"--body", "BODY", N_("of one workplace"), false}, OPTION_AT, OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "plan tasks",
		.arguments = "[PACKAGE] PLAN",
		.summary = N_("say what a plan asks of each workplace: what, how much, from whom, for whom"),
		.help = N_("For every process that the plan has at work: what it makes and for whom, what it uses and from "
			   "whom. A plan balances each commodity, it does not pair those who make it with those who use it: "
			   "all are named, the largest first (with --json every one). PLAN alone is a plan of the book, by its "
			   "name: then it also says what the workplace answered, and how much is reported as done of it."),
		.example = SMALL_ECONOMY "cordon economy snapshot -o snapshot && cordon plan snapshot -o plan.json && "
					 "cordon plan tasks snapshot plan.json --body panaderia",
		.run = plan_tasks_run,
		.options = {{"--body", "BODY", N_("the tasks of one workplace alone"), false}, OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "plan done",
		.arguments = "PLAN",
		.summary = N_("say what was reported of a plan, beside what it asks: work by workplace, needs by group"),
		.help = N_("PLAN is a plan of the book, by its name. Reports that name it count (acts work_done and received), "
			   "as they were last put right. Work is in units of the recipe's activity."),
		.example = SMALL_ECONOMY "cordon economy snapshot -o snapshot && cordon plan snapshot -o plan.json && "
					 "cordon plan propose snapshot plan.json --name first --example-keys test=ana "
					 "--now 1972-10-13T09:00:00Z && cordon batch examples/economy-acts/reports.jsonl "
					 "--example-seed test && cordon plan done first",
		.run = plan_done_run,
		.options = {OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "plan changes",
		.arguments = "[PACKAGE] OLD [PACKAGE] NEW",
		.summary = N_("say what differs between two plans: for whom, how much, and why"),
		.help = N_("A plan is one of the book, by its name (its package is made anew, its file is the one in "
			   "plans/), or a PACKAGE and a file: OLD NEW, OLD PACKAGE NEW, or PACKAGE OLD PACKAGE NEW. First "
			   "come the rows of the packages that differ, with who said so; then each task and each need "
			   "that differs, the largest change first, with the nearest of these rows it can be traced to "
			   "along the recipes. That is no proof: docs/economy-acts.md says what it is."),
		.example = "cordon plan examples/bakery -o before.json && "
			   "cordon plan examples/bakery --stop baking -o after.json && "
			   "cordon plan changes examples/bakery before.json examples/bakery after.json",
		.run = plan_changes_run,
		.options = {{"--csv", NULL, N_("print the tables as CSV"), false}, OPTION_BOOK, OPTION_NOW},
	},
	{
		.name = "plan report",
		.arguments = "PACKAGE PLAN",
		.summary = N_("write a plan as a page to open, mail or print"),
		.help = N_("One HTML file with everything in it: fulfilment, the reasons of what is short with their "
			   "proof, "
			   "bottlenecks, activity, flows, the certificate, sources; each figure also as a table. The "
			   "plan is "
			   "verified anew: exit status 1, and a notice on the page, when it is not proved."),
		.example = "cordon plan examples/chile-2013 --capacity 02=0.5 -o plan.json && "
			   "cordon plan report examples/chile-2013 plan.json -o plan.html",
		.run = plan_report_run,
		.options =
			{
				{"-o", "FILE.html", N_("the page to write (required); - is standard output"), false},
			},
	},
	{
		.name = "count",
		.arguments = "FILE",
		.summary = N_("count an election: every stage, every tie, the winners"),
		.help = N_("Reads ballots in a format of `cordon count rules`, by suffix or content, and counts them "
			   "by a rule "
			   "of the same table. docs/counting.md explains formats, settings, the report and how lots "
			   "are drawn.\n"
			   "Exit status: 0 decided, 1 a tie stopped the count because the settings give no seed (every "
			   "outcome is "
			   "listed), 2 wrong input."),
		.example = "cordon count --rule dhondt --seats 5 examples/count/council.csv && "
			   "cordon count --rule scottish-stv examples/count/committee.blt",
		.run = count_run_command,
		.options =
			{
				{"--rule",
				 "RULE", N_("the rule to count by (required); `cordon count rules` lists them"), false},
				{"--seats", "N", N_("how many are to be elected, instead of what the file says"),
				 false},
				{"--settings", "FILE.json",
				 N_("settings of the rule: seed for lots, quorum, majorities, pacts"), false},
				{"--format", "FORMAT",
				 N_("the format of the file, where neither suffix nor content tells it"), false},
				{"--set-aside", NULL,
				 N_("count a ballot that names a candidate twice as invalid, not as an error"), false},
				{"--csv", NULL, N_("print the stages as CSV"), false},
				{"--report", "FILE.html",
				 N_("write the count as a page too: stages, transfers drawn, ties"), false},
			},
	},
	{
		.name = "count rules",
		.arguments = "",
		.summary = N_("list the rules of counting, each with the law or paper it follows"),
		.help = N_("Formats and settings are listed too."),
		.example = "cordon count rules",
		.run = count_rules_run,
	},
	{
		.name = "count convert",
		.arguments = "FILE",
		.summary = N_("write an election's ballots in another format"),
		.help = N_(
			"The formats are those of `cordon count rules`; one that cannot hold the election is refused."),
		.example = "cordon count convert examples/count/committee.blt --to blt -o committee.blt",
		.run = count_convert_run,
		.options =
			{
				{"--to", "FORMAT", N_("the format to write (required)"), false},
				{"-o", "FILE", N_("the file to write (required)"), false},
				{"--settings", "FILE.json", N_("settings of reading: the columns of a CSV"), false},
				{"--format", "FORMAT",
				 N_("the format of the file, where neither suffix nor content tells it"), false},
				{"--set-aside", NULL,
				 N_("leave out a ballot that names a candidate twice, with a warning"), false},
			},
	},
	{
		.name = "count verify",
		.arguments = "BALLOTS REPORT",
		.summary = N_("replay a count's report from the ballots, by code of its own"),
		.help = N_("REPORT is what `cordon count --json` printed, BALLOTS the file it counted: BLT, a CSV of "
			   "votes on "
			   "a question or of lists, .abc.yaml or .pb. Rule and settings are taken from the report and "
			   "shown: "
			   "whether they are those agreed on is for you to say. Every figure, tie, lot, outcome and "
			   "sentence is "
			   "compared. It replays all rules.\n"
			   "Exit status: 0 reproduced, 1 not (the first difference is shown) or not replayable (it "
			   "says why), 2 a "
			   "file cannot be read."),
		.example = "cordon count verify examples/count/committee.blt examples/count/committee.report.json",
		.run = count_verify_run,
	},
	{
		.name = "serve",
		.arguments = "",
		.summary = N_("serve the book over HTTP: the pages, and what they ask and do"),
		.help = N_("Listens on this machine alone unless --listen says else; ends at Ctrl-C or SIGTERM, after what "
			   "was asked is done and on the disk. Members sign in their browsers, which make keys only in a secure "
			   "context: on this machine, or over TLS. docs/serve.md says what can be asked (/api has it as OpenAPI)."),
		.example = SMALL_CORDON "cordon serve --listen 127.0.0.1:0 --for 0.1",
		.run = serve_run,
		.options =
			{
				OPTION_BOOK,
				{"--listen", "ADDRESS:PORT", N_("where; otherwise 127.0.0.1:8080 (port 0: any free one)"), false},
				{"--tls-cert", "FILE", N_("the certificate and its chain, PEM"), false},
				{"--tls-key", "FILE", N_("the certificate's key, PEM"), false},
				{"--work-limit", "SECONDS", N_("how long one what-if may take; otherwise 120"), false},
				{"--behind-proxy", NULL, N_("a proxy has the certificate and says who may come"), false},
				{"--host", "NAME", N_("a name it is reached by; others are refused"), true},
				{"--session", "MINUTES", N_("how long somebody stays signed in; otherwise 720"), false},
				{"--ui-dir", "FOLDER", N_("take the pages from there, while they are being written"), false},
				{"--for", "SECONDS", N_("for examples and tests: end by itself then"), false},
				OPTION_NOW,
			},
	},
	{
		.name = "lp solve",
		.arguments = "FILE.mps",
		.summary = N_("solve a linear programme in MPS (free or fixed, also gzipped), with its proof"),
		.help = N_("Exit status: 0 proved optimal within the gap, 1 not proved, 2 wrong input, 3 infeasible "
			   "and 4 unbounded (both proved by a ray), 5 interrupted. Integer columns are taken as "
			   "continuous."),
		.example = "cordon lp solve examples/lp/kantorovich.mps",
		.run = lp_solve_run,
		.options =
			{
				{"--gap", "GAP",
				 N_("stop at this proven gap relative to the objective; otherwise 1e-9"), false},
				{"-o",
				 "FILE", N_("write the solution and its certificate (docs/lp-solution.md); - is standard output"),
				 false},
				{"--method", "METHOD", N_("auto, simplex, newton or glpk"), false},
				{"--time-limit", "SECONDS", N_("stop then with the best point known"), false},
			},
	},
	{
		.name = "lp verify",
		.arguments = "FILE.mps SOLUTION",
		.summary = N_("prove a solution file against its linear programme, without solving"),
		.help = N_("Recomputes every row and the bound its prices prove, rounding outward. Exit status 0: "
			   "what the file claims is proved; 1: it is not."),
		.example = "cordon lp verify examples/lp/kantorovich.mps examples/lp/kantorovich.sol",
		.run = lp_verify_run,
		.options =
			{
				{"--gap", "GAP", N_("the largest gap that counts as optimal; otherwise 1e-9"), false},
			},
	},
};

const size_t command_count = sizeof command_table / sizeof *command_table;
