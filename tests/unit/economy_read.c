/* The package reader: what a package means once read, what is refused and where, the hash, what-ifs, and reading back
 * what was written. Packages are told in texts here; files on disk are economy_files.c's. */
#include "economy_fixture.h"

#include "economy/codes.h"
#include "economy/storage.h"
#include "economy/write.h"

#include <math.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static fixture bakery(void)
{
	fixture f = {0};
	add(&f, "commodities.csv", "commodity,unit,kind\nbread,kg,\nflour,kg,good\nwork,hour,labour\n");
	add(&f, "processes.csv", "process\nmilling\nbaking\n");
	add(&f, "exchanges.csv",
		"process,commodity,direction,amount\nbaking,flour,input,0.75\nmilling,flour,output,1\n"
		"baking,work,input,0.05\nbaking,bread,output,1\n");
	add(&f, "needs.csv", "group,commodity,amount\nhome,bread,300\nschool,bread,60\n");
	return f;
}

/* ---- what is read ------------------------------------------------------------------------------------------------ */

static void a_simple_package(void **state)
{
	(void)state;
	fixture f = bakery();
	assert_int_equal(read_it(&f), CORDON_OK);
	const cordon_economy *e = f.economy;
	assert_int_equal(e->commodities, 3);
	assert_int_equal(e->places, 1);
	assert_int_equal(e->periods, 1);
	assert_string_equal(e->commodity[2].id, "work");
	assert_int_equal(e->commodity[2].kind, CORDON_LABOUR);
	assert_int_equal(e->commodity[2].row, 4);
	assert_int_equal(e->process[0].exchange_count, 1);
	assert_int_equal(e->process[1].exchange_count, 3);
	const cordon_exchange *x = e->exchange + e->process[1].first_exchange;
	assert_int_equal(x[0].commodity, economy_find_commodity(e, "flour"));
	assert_true(x[0].amount == -0.75 && x[1].amount == -0.05 && x[2].amount == 1);
	assert_int_equal(x[1].row, 4);
	assert_int_equal(e->groups, 2);
	assert_string_equal(e->group[1], "school");
	assert_int_equal(e->need[1].tier, 1);
	assert_string_equal(e->objective, "labour");
	assert_true(e->balance_tolerance == 1e-6);
	assert_true(cordon_economy_capacity(e, 0, 0) == CORDON_ACTIVITY_LIMIT);
	release(&f);
}

static void units_are_converted(void **state)
{
	(void)state;
	fixture f = bakery();
	add(&f, "units.csv", "unit,dimension,factor\nkg,mass,1\nt,mass,1000\ng,mass,0.001\nhour,time,1\nday,time,8\n");
	add(&f, "exchanges.csv",
		"process,commodity,direction,amount,unit\nbaking,flour,input,750,g\nbaking,work,input,2,day\n"
		"baking,bread,output,1,\nmilling,flour,output,1,kg\n");
	add(&f, "stocks.csv", "commodity,amount,unit\nflour,1.5,t\n");
	assert_int_equal(read_it(&f), CORDON_OK);
	const cordon_exchange *x = f.economy->exchange + f.economy->process[1].first_exchange;
	assert_true(fabs(x[0].amount + 0.75) < 1e-15);
	assert_true(x[1].amount == -16);
	assert_true(f.economy->stock[0].amount == 1500);
	release(&f);
}

static void places_and_periods(void **state)
{
	(void)state;
	fixture f = bakery();
	add(&f, "places.csv", "place,name\nnorth,North\nsouth,South\n");
	add(&f, "periods.csv", "period\njan\nfeb\nmar\n");
	add(&f, "processes.csv", "process,place,kind,body\nmilling,north,,mill\nbaking,south,production,\n");
	add(&f, "exchanges.csv",
		"process,commodity,direction,amount,place,lead\nbaking,flour,input,0.75,north,\n"
		"baking,bread,output,1,,2\nmilling,flour,output,1,,0\nmilling,work,input,1,,\n");
	add(&f, "needs.csv", "group,commodity,amount,place,period,tier\nhome,bread,300,south,mar,9\n");
	add(&f, "capacities.csv", "process,period,capacity\nbaking,feb,5\nmilling,jan,2\nbaking,,7\n");
	assert_int_equal(read_it(&f), CORDON_OK);
	const cordon_economy *e = f.economy;
	const cordon_exchange *x = e->exchange + e->process[1].first_exchange;
	assert_int_equal(x[0].place, 0); /* its own */
	assert_int_equal(x[1].place, 1); /* the process's */
	assert_int_equal(x[1].lead, 2);
	assert_string_equal(e->process[0].body, "mill");
	assert_int_equal(e->need[0].period, 2);
	assert_int_equal(e->need[0].tier, 9);
	assert_true(cordon_economy_capacity(e, 1, 0) == 7);
	assert_true(cordon_economy_capacity(e, 1, 1) == 5);
	assert_true(cordon_economy_capacity(e, 1, 2) == 7);
	assert_true(cordon_economy_capacity(e, 0, 0) == 2);
	assert_true(cordon_economy_capacity(e, 0, 1) == CORDON_ACTIVITY_LIMIT);
	release(&f);
}

static void settings_are_taken(void **state)
{
	(void)state;
	fixture f = bakery();
	add(&f, "settings.csv", "key,value\nobjective,flour\nbalance_tolerance,1e-3\ncolour,red\n");
	assert_int_equal(read_it(&f), CORDON_OK);
	assert_string_equal(f.economy->objective, "flour");
	assert_true(f.economy->balance_tolerance == 1e-3);
	assert_finding(&f, &ECONOMY_SETTING_UNKNOWN, "settings.csv", 4, "key", "colour");
	release(&f);
}

static void the_same_exchange_twice_adds_up_with_a_warning(void **state)
{
	(void)state;
	fixture f = bakery();
	add(&f, "exchanges.csv",
		"process,commodity,direction,amount\nbaking,flour,input,0.5\nbaking,bread,output,1\n"
		"baking,flour,input,0.25\nbaking,flour,output,0.1\n");
	assert_int_equal(read_it(&f), CORDON_OK);
	assert_finding(&f, &ECONOMY_ADDED, "exchanges.csv", 4, NULL, NULL);
	assert_int_equal(f.error.warnings, 1); /* as input and as output is no repetition */
	assert_int_equal(f.economy->process[1].exchange_count, 4);
	release(&f);
}

/* ---- what is refused --------------------------------------------------------------------------------------------- */

/* Replaces one file of the bakery; the finding must have this code, row, field and found. */
struct refusal {
	const char *file, *text;
	const cordon_code *code;
	long row;
	const char *field, *found;
};

static const struct refusal refusals[] = {
	{"exchanges.csv", "process,commodity,direction,amount\nbaking,bread,output,-1\n", &ECONOMY_NEGATIVE, 2, "amount",
	 "-1"},
	{"exchanges.csv", "process,commodity,direction,amount\nbaking,bread,output,0\n", &ECONOMY_ZERO, 2, "amount", "0"},
	{"exchanges.csv", "process,commodity,direction,amount\n\nbaking,bread,output,many\n", &ECONOMY_NUMBER, 3, "amount",
	 "many"},
	{"exchanges.csv", "process,commodity,direction,amount\nbaking,bread,out,1\n", &ECONOMY_CHOICE, 2, "direction",
	 "out"},
	{"exchanges.csv", "process,commodity,direction,amount\nbaking,bred,output,1\n", &ECONOMY_ID_UNKNOWN, 2, "commodity",
	 "bred"},
	{"exchanges.csv", "process,commodity,direction,amount\n,bread,output,1\n", &ECONOMY_EMPTY, 2, "process", ""},
	{"exchanges.csv", "process,commodity,direction\nbaking,bread,output\n", &ECONOMY_COLUMN_MISSING, 1, "amount", NULL},
	{"exchanges.csv", "process,commodity,direction,amount,lead\nbaking,bread,output,1,0.5\n", &ECONOMY_WHOLE, 2, "lead",
	 "0.5"},
	{"exchanges.csv", "process,commodity,direction,amount,unit\nbaking,bread,output,1,hour\n", &ECONOMY_UNIT_OTHER, 2,
	 "unit", "hour"},
	{"exchanges.csv", "process,commodity,direction,amount,place\nbaking,bread,output,1,x\n", &ECONOMY_ID_UNKNOWN, 2,
	 "place", "x"},
	{"commodities.csv", "commodity,unit\nbread,kg\nflour,kg\nbread,kg\nwork,hour\n", &ECONOMY_ID_TWICE, 4, "commodity",
	 "bread"},
	{"commodities.csv", "commodity,unit\nbread,\nflour,kg\nwork,hour\n", &ECONOMY_EMPTY, 2, "unit", ""},
	{"commodities.csv", "commodity,unit,kind\nbread,kg,god\nflour,kg,\nwork,hour,\n", &ECONOMY_CHOICE, 2, "kind",
	 "god"},
	{"commodities.csv", "commodity,unit\nbread,kg\n\" flour\",kg\nwork,hour\n", &ECONOMY_SPACE, 3, "commodity",
	 " flour"},
	{"commodities.csv", "commodity,unit\nbread,kg\nflour,k\x01g\nwork,hour\n", &ECONOMY_CONTROL, 3, "unit", "k\x01g"},
	{"capacities.csv", "process,capacity\nbaking,-1\n", &ECONOMY_NEGATIVE, 2, "capacity", "-1"},
	{"capacities.csv", "process,capacity\nbaking,1\nbaking,2\n", &ECONOMY_TWICE, 3, NULL, NULL},
	{"capacities.csv", "process,capacity\nbaking,inf\n", &ECONOMY_NUMBER, 2, "capacity", "inf"},
	{"needs.csv", "group,commodity,amount,tier\nhome,bread,1,10\n", &ECONOMY_WHOLE, 2, "tier", "10"},
	{"needs.csv", "group,commodity,amount\n,bread,1\n", &ECONOMY_EMPTY, 2, "group", ""},
	{"needs.csv", "group,commodity,amount,unit\nhome,bread,1,t\n", &ECONOMY_UNIT_OTHER, 2, "unit", "t"},
	{"stocks.csv", "commodity,amount\nbread,-0.5\n", &ECONOMY_NEGATIVE, 2, "amount", "-0.5"},
	{"observed.csv", "process,activity\nbaking,-0.5\n", &ECONOMY_NEGATIVE, 2, "activity", "-0.5"},
	{"observed.csv", "process,activity\nbaking,5\nbaking,5\n", &ECONOMY_TWICE, 3, NULL, NULL},
	{"discrepancies.csv", "commodity,amount\nbread,1e999\n", &ECONOMY_NUMBER, 2, "amount", "1e999"},
	{"settings.csv", "key,value\nobjective,love\n", &ECONOMY_ID_UNKNOWN, 2, "value", "love"},
	{"settings.csv", "key,value\nbalance_tolerance,1\n", &ECONOMY_TOLERANCE, 2, "value", "1"},
	{"settings.csv", "key,value\nobjective,bread\nobjective,bread\n", &ECONOMY_SETTING_TWICE, 3, "key", "objective"},
	{"units.csv", "unit,dimension,factor\nkg,mass,0\nhour,time,1\n", &ECONOMY_ZERO, 2, "factor", "0"},
	{"units.csv", "unit,dimension,factor\nkg,mass,1\n", &ECONOMY_ID_UNKNOWN, 0, "unit",
	 "hour"}, /* in commodities.csv */
	{"units.csv", "unit,dimension,factor\nkg,,1\nhour,time,1\n", &ECONOMY_EMPTY, 2, "dimension", ""},
	{"places.csv", "place\na\nb\n", &ECONOMY_WHICH, 0, "place", ""},
	{"periods.csv", "period\na\nb\n", &ECONOMY_WHICH, 0, "period", ""},
	{"datapackage.json", "[1]", &ECONOMY_JSON_NO_RESOURCES, 0, "/resources", NULL},
	{"datapackage.json", "{\"resources\": [{\"name\": \"processes\", \"path\": \"../x.csv\"}]}", &ECONOMY_PATH_OUTSIDE,
	 0, "/resources/0/path", "../x.csv"},
	{"datapackage.json", "{\"resources\": [{\"name\": \"processes\", \"path\": \"/etc/passwd\"}]}",
	 &ECONOMY_PATH_OUTSIDE, 0, "/resources/0/path", "/etc/passwd"},
	{"datapackage.json", "{\"resources\": [{\"name\": \"processes\", \"path\": [\"a\"]}]}", &ECONOMY_JSON_NOT_TEXT, 0,
	 "/resources/0/path", NULL},
	{"datapackage.json", "{\"resources\": [7]}", &ECONOMY_JSON_NOT_OBJECT, 0, "/resources/0", NULL},
	{"datapackage.json", "{\"resources\": []}", &ECONOMY_RESOURCE_MISSING, 0, "/resources", NULL},
	{"datapackage.json", "{\"a\": 1,\n\"a\": 2}", &BASE_JSON_SYNTAX, 2, NULL, NULL},
	{"datapackage.json",
	 "{\"resources\": [{\"name\": \"units\", \"path\": \"u.csv\", \"dialect\": {\"delimiter\": \"ab\"}}]}",
	 &ECONOMY_DIALECT, 0, "/resources/0/dialect", "ab"},
	{"datapackage.json", "{\"resources\": [{\"name\": \"units\", \"path\": \"u.csv\", \"encoding\": \"latin1\"}]}",
	 &ECONOMY_ENCODING, 0, "/resources/0/encoding", "latin1"},
};

static void what_is_wrong_is_refused_with_its_row(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		const struct refusal *r = &refusals[i];
		fixture f = bakery();
		add(&f, r->file, r->text);
		if (read_it(&f) != CORDON_BAD_INPUT)
			fail_msg("%s was read: %s", r->file, r->text);
		const cordon_finding *x = finding(&f, r->code);
		assert_int_equal(x->severity, CORDON_ERROR);
		if (r->row)
			assert_finding(&f, r->code, r->file, r->row, r->field, r->found);
		else if (r->field)
			assert_string_equal(x->field, r->field);
		release(&f);
	}
}

static void kilograms_are_not_hours(void **state)
{
	(void)state;
	fixture f = bakery();
	add(&f, "units.csv", "unit,dimension,factor\nkg,mass,1\nhour,time,1\n");
	add(&f, "exchanges.csv",
		"process,commodity,direction,amount,unit\nbaking,work,input,2,kg\nbaking,bread,output,1,\n");
	assert_int_equal(read_it(&f), CORDON_BAD_INPUT);
	assert_finding(&f, &ECONOMY_UNIT_DIMENSION, "exchanges.csv", 2, "unit", "kg");
	assert_string_equal(finding(&f, &ECONOMY_UNIT_DIMENSION)->what.arg[0], "mass");
	assert_string_equal(finding(&f, &ECONOMY_UNIT_DIMENSION)->what.arg[3], "time");
	release(&f);
}

static void amounts_that_overflow_or_vanish_are_refused(void **state)
{
	(void)state;
	static const char *const amounts[] = {"1e300", "1e-300"};
	static const char *const factors[] = {"unit,dimension,factor\nkg,mass,1\nt,mass,1e200\nhour,time,1\n",
										  "unit,dimension,factor\nkg,mass,1\nt,mass,1e-200\nhour,time,1\n"};
	for (int i = 0; i < 2; i++) {
		fixture f = bakery();
		char stock[128];
		snprintf(stock, sizeof stock, "commodity,amount,unit\nbread,%s,t\n", amounts[i]);
		add(&f, "units.csv", factors[i]);
		add(&f, "stocks.csv", stock);
		assert_int_equal(read_it(&f), CORDON_BAD_INPUT);
		assert_finding(&f, &ECONOMY_CONVERSION, "stocks.csv", 2, "amount", amounts[i]);
		release(&f);
	}
}

static void every_error_is_named_in_one_pass(void **state)
{
	(void)state;
	fixture f = bakery();
	add(&f, "exchanges.csv", "process,commodity,direction,amount\nbake,bread,output,x\nbaking,flour,in,-1\n");
	add(&f, "needs.csv", "group,commodity,amount\nhome,bread,-300\n,bread,60\n");
	assert_int_equal(read_it(&f), CORDON_BAD_INPUT);
	assert_int_equal(f.error.errors, 6);
	release(&f);
}

static void one_mistake_is_said_once(void **state)
{
	(void)state;
	fixture f = bakery();
	add(&f, "commodities.csv",
		"commodity,unit\nbread,kg,too,many\nflour,kg\nwork,hour\n"); /* bread's row cannot be read */
	assert_int_equal(read_it(&f), CORDON_BAD_INPUT);
	assert_int_equal(f.error.errors, 1);
	assert_finding(&f, &BASE_CSV_CELLS, "commodities.csv", 2, NULL, NULL);
	release(&f);
}

static void the_closest_id_is_named(void **state)
{
	(void)state;
	fixture f = bakery();
	add(&f, "needs.csv", "group,commodity,amount\nhome,bred,300\n");
	assert_int_equal(read_it(&f), CORDON_BAD_INPUT);
	const cordon_finding *x = finding(&f, &ECONOMY_ID_UNKNOWN);
	assert_ptr_equal(x->expected.code, &ECONOMY_DID_YOU_MEAN);
	assert_string_equal(x->expected.arg[0], "bread");
	release(&f);
}

/* ---- the hash
 * ------------------------------------------------------------------------------------------------------ */

static void hash_of(fixture *f, char hash[65])
{
	assert_int_equal(read_it(f), CORDON_OK);
	memcpy(hash, f->economy->hash, 65);
	release(f);
}

static void the_hash_is_of_the_content(void **state)
{
	(void)state;
	char plain[65], other[65];
	fixture f = bakery();
	hash_of(&f, plain);
	f = bakery();
	add(&f, "needs.csv", "\xEF\xBB\xBF\"group\",commodity,amount\r\n\r\nhome,\"bread\",300\r\nschool, bread ,60");
	hash_of(&f, other);
	assert_string_equal(plain, other);
	f = bakery();
	add(&f, "needs.csv", "group,commodity,amount\nhome,bread,300\nschool,bread,60.0\n");
	hash_of(&f, other);
	assert_string_not_equal(plain, other);
	f = bakery();
	add(&f, "needs.csv", "group,commodity,amount\nschool,bread,60\nhome,bread,300\n");
	hash_of(&f, other);
	assert_string_not_equal(plain, other);
	f = bakery();
	add(&f, "stocks.csv", "commodity,amount\n"); /* an empty table is not the same as none */
	hash_of(&f, other);
	assert_string_not_equal(plain, other);
}

/* ---- what-ifs
 * -------------------------------------------------------------------------------------------------------- */

static void what_ifs_change_what_they_name(void **state)
{
	(void)state;
	fixture f = bakery();
	add(&f, "capacities.csv", "process,capacity\nbaking,10\n");
	add(&f, "stocks.csv", "commodity,amount\nwork,40\n");
	assert_int_equal(read_it(&f), CORDON_OK);
	cordon_economy *e = f.economy;
	const cordon_change changes[] = {{CORDON_CHANGE_NEED, "s*", 1.5},
									 {CORDON_CHANGE_CAPACITY, "baking", 0.5},
									 {CORDON_CHANGE_STOP, "mill?ng", 0},
									 {CORDON_CHANGE_LIMIT, "work", 7},
									 {CORDON_CHANGE_LIMIT, "flour", 3}};
	assert_int_equal(cordon_economy_change(e, changes, 5, &f.error), CORDON_OK);
	assert_true(e->need[0].amount == 300 && e->need[1].amount == 90);
	assert_true(cordon_economy_capacity(e, 1, 0) == 5);
	assert_true(cordon_economy_capacity(e, 0, 0) == 0);
	assert_int_equal(e->stocks, 2);
	for (int i = 0; i < 2; i++)
		assert_true(e->stock[i].amount == (e->stock[i].commodity == 2 ? 7 : 3));
	release(&f);
}

static void what_ifs_that_name_nothing_are_refused(void **state)
{
	(void)state;
	static const cordon_change wrong[] = {{CORDON_CHANGE_STOP, "bakin", 0},
										  {CORDON_CHANGE_NEED, "home", -1},
										  {CORDON_CHANGE_LIMIT, "bread", INFINITY},
										  {CORDON_CHANGE_CAPACITY, "baking", NAN}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		fixture f = bakery();
		assert_int_equal(read_it(&f), CORDON_OK);
		assert_int_equal(cordon_economy_change(f.economy, &wrong[i], 1, &f.error), CORDON_BAD_INPUT);
		assert_int_equal(f.error.errors, 1);
		if (i == 0)
			assert_string_equal(finding(&f, &ECONOMY_CHANGE_NOTHING)->expected.arg[0], "baking");
		release(&f);
	}
}

/* ---- writing and reading back
 * ----------------------------------------------------------------------------------------- */

static void assert_same(const cordon_economy *a, const cordon_economy *b)
{
	assert_int_equal(a->commodities, b->commodities);
	assert_int_equal(a->exchanges, b->exchanges);
	assert_int_equal(a->capacities, b->capacities);
	assert_int_equal(a->stocks, b->stocks);
	assert_int_equal(a->needs, b->needs);
	assert_int_equal(a->discrepancies, b->discrepancies);
	assert_int_equal(a->observations, b->observations);
	for (int i = 0; i < a->exchanges; i++) {
		assert_true(a->exchange[i].amount == b->exchange[i].amount);
		assert_int_equal(a->exchange[i].place, b->exchange[i].place);
		assert_int_equal(a->exchange[i].lead, b->exchange[i].lead);
	}
	for (int i = 0; i < a->needs; i++) {
		assert_true(a->need[i].amount == b->need[i].amount);
		assert_int_equal(a->need[i].tier, b->need[i].tier);
		assert_int_equal(a->need[i].period, b->need[i].period);
	}
	for (int i = 0; i < a->stocks; i++)
		assert_true(a->stock[i].amount == b->stock[i].amount);
	assert_string_equal(a->objective, b->objective);
	assert_true(a->balance_tolerance == b->balance_tolerance);
}

static void what_is_written_reads_back(void **state)
{
	(void)state;
	fixture f = bakery();
	add(&f, "units.csv", "unit,dimension,factor\nkg,mass,1\nlb,mass,0.45359237\nhour,time,1\n");
	add(&f, "places.csv", "place,name\nnorth,\"North, by \"\"the river\"\"\"\nsouth,\n");
	add(&f, "periods.csv", "period\n1\n2\n");
	add(&f, "processes.csv", "process,place,kind\nmilling,north,\nbaking,south,building\n");
	add(&f, "exchanges.csv",
		"process,commodity,direction,amount,place,lead,unit\nbaking,flour,input,0.1,north,,lb\n"
		"baking,bread,output,1,,1,\nmilling,flour,output,3,,,\n");
	add(&f, "needs.csv", "group,commodity,amount,place,period,tier\nhome,bread,300,south,2,3\n");
	add(&f, "capacities.csv", "process,period,capacity\nbaking,,5.5\nbaking,2,0\n");
	add(&f, "stocks.csv", "commodity,place,period,amount\nwork,north,1,1e-17\n");
	add(&f, "discrepancies.csv", "commodity,place,period,amount\nwork,north,1,-3\n");
	add(&f, "observed.csv", "process,period,activity\nbaking,1,3\n");
	add(&f, "settings.csv", "key,value\nobjective,flour\nbalance_tolerance,1e-3\n");
	assert_int_equal(read_it(&f), CORDON_OK);
	char folder[] = "/tmp/cordon-economy-XXXXXX";
	assert_non_null(mkdtemp(folder));
	assert_int_equal(economy_write(f.economy, folder, &f.error), CORDON_OK); /* an empty folder may be replaced */
	assert_int_equal(economy_write(f.economy, folder, &f.error), CORDON_OK); /* and so may a package */
	cordon_economy *again;
	assert_int_equal(cordon_economy_read(folder, &again, &f.error), CORDON_OK);
	assert_int_equal(f.error.errors, 0);
	assert_same(f.economy, again);
	assert_string_equal(again->place[0].name, "North, by \"the river\"");
	cordon_economy_free(again);
	release(&f);
	char command[64];
	snprintf(command, sizeof command, "rm -r %s", folder);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	cordon_init();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_simple_package),
		cmocka_unit_test(units_are_converted),
		cmocka_unit_test(places_and_periods),
		cmocka_unit_test(settings_are_taken),
		cmocka_unit_test(the_same_exchange_twice_adds_up_with_a_warning),
		cmocka_unit_test(what_is_wrong_is_refused_with_its_row),
		cmocka_unit_test(kilograms_are_not_hours),
		cmocka_unit_test(amounts_that_overflow_or_vanish_are_refused),
		cmocka_unit_test(every_error_is_named_in_one_pass),
		cmocka_unit_test(one_mistake_is_said_once),
		cmocka_unit_test(the_closest_id_is_named),
		cmocka_unit_test(the_hash_is_of_the_content),
		cmocka_unit_test(what_ifs_change_what_they_name),
		cmocka_unit_test(what_ifs_that_name_nothing_are_refused),
		cmocka_unit_test(what_is_written_reads_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
