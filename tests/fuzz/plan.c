/* Any bytes as a plan file of a small economy with two places, two days, an emission, two tiers and a discrepancy.
 * Never a crash; the verifier and the plan reader agree on what is a plan file at all; a verdict says what its findings
 * say; a plan that is read and written again has the same verdict. The package's hash is taken to be 64 zeros, so that
 * corpus files and their variants get past it. */
#include "../unit/memory_package.h"

#include <cordon/plan.h>

#include "base/text.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PACKAGE_FILE(name, text)                                                                                       \
	{                                                                                                              \
		name, text, sizeof text - 1                                                                            \
	}

static const memory_file files[] = {
	PACKAGE_FILE(
		"datapackage.json",
		"{\"name\": \"two-days\", \"resources\": [{\"name\": \"commodities\", \"path\": \"commodities\"}, "
		"{\"name\": \"processes\", \"path\": \"processes\"}, {\"name\": \"exchanges\", \"path\": "
		"\"exchanges\"}, "
		"{\"name\": \"places\", \"path\": \"places\"}, {\"name\": \"periods\", \"path\": \"periods\"}, "
		"{\"name\": \"capacities\", \"path\": \"capacities\"}, {\"name\": \"stocks\", \"path\": \"stocks\"}, "
		"{\"name\": \"needs\", \"path\": \"needs\"}, "
		"{\"name\": \"discrepancies\", \"path\": \"discrepancies\"}]}"),
	PACKAGE_FILE("commodities",
		     "commodity,unit,kind\nbread,kg,good\nwheat,kg,good\nwork,hour,labour\nco2,kg,emission\n"),
	PACKAGE_FILE("processes", "process,place\nbaking,north\ncarrying,north\nkeeping,north\n"),
	PACKAGE_FILE("places", "place\nnorth\nsouth\n"),
	PACKAGE_FILE("periods", "period\nd1\nd2\n"),
	PACKAGE_FILE("exchanges",
		     "process,commodity,direction,amount,place,lead\nbaking,wheat,input,0.8,north,\n"
		     "baking,work,input,0.1,north,\nbaking,co2,output,0.5,north,\nbaking,bread,output,1,north,\n"
		     "carrying,bread,input,1,north,\ncarrying,bread,output,1,south,\nkeeping,bread,input,1,north,\n"
		     "keeping,bread,output,0.9,north,1\n"),
	PACKAGE_FILE("capacities", "process,period,capacity\nbaking,d1,30\nbaking,d2,12\ncarrying,,8\n"),
	PACKAGE_FILE("stocks", "commodity,amount,place,period\nwheat,20,north,d1\nwheat,12,north,d2\nwork,5,north,d1\n"
			       "work,5,north,d2\nco2,9,north,d1\n"),
	PACKAGE_FILE("needs",
		     "group,commodity,amount,place,period,tier\nall,bread,12,north,d1,1\nall,bread,10,south,d2,1\n"
		     "all,bread,14,north,d2,1\nall,bread,6,south,d1,2\n"),
	PACKAGE_FILE("discrepancies", "commodity,amount,place,period\nwheat,0.5,north,d1\nbread,-0.25,south,d2\n"),
};

static cordon_economy *read_package(void)
{
	static const memory_package package = {files, sizeof files / sizeof *files};
	economy_source source = memory_source(&package);
	cordon_economy *economy = NULL;
	cordon_status status = economy_read_from(&source, &economy, NULL);
	assert(status == CORDON_OK);
	memset(economy->hash, '0', 64);
	return economy;
}

static cordon_status verify(const char *bytes, size_t size, cordon_plan_verdict *verdict)
{
	cordon_error error;
	cordon_error_init(&error);
	cordon_economy *e = read_package();
	cordon_status status = cordon_plan_verify(e, bytes, size, "plan", 0, verdict, &error);
	assert(verdict->proven == (status == CORDON_OK) && verdict->proven == (error.errors == 0));
	assert(status == CORDON_OK || status == CORDON_UNPROVEN || status == CORDON_BAD_INPUT);
	if (verdict->proven) {
		assert(verdict->level_gap <= verdict->bar && verdict->last_gap <= verdict->bar && verdict->bar <= 1e-6);
		assert(verdict->balance_violation <= 1e-9 && verdict->capacity_violation <= 1e-9);
		assert(isfinite(verdict->objective) && verdict->objective_bound >= 0);
	}
	cordon_economy_free(e);
	cordon_error_free(&error);
	return status;
}

static bool keep_text(void *context, const void *bytes, size_t size)
{
	text_add(context, bytes, size);
	return true;
}

/* Reads the file as a plan and writes it again; false when it is none. */
static bool read_and_write(const char *bytes, size_t size, text *again)
{
	cordon_error error;
	cordon_error_init(&error);
	cordon_change *change;
	int changes;
	cordon_plan *plan = NULL;
	cordon_economy *e = read_package();
	cordon_status status = cordon_plan_read_changes(bytes, size, "plan", &change, &changes, &error);
	if (!status)
		status = cordon_economy_change(e, change, changes, &error);
	if (!status)
		status = cordon_plan_read(bytes, size, "plan", e, &plan, &error);
	assert((status == CORDON_OK) == (plan != NULL));
	if (plan) {
		cordon_status written = cordon_plan_write(e, plan, &(cordon_writer){keep_text, again});
		assert(written == CORDON_OK);
	}
	cordon_plan_free(plan);
	cordon_changes_free(change, changes);
	cordon_economy_free(e);
	cordon_error_free(&error);
	return !status;
}

/* As an alternative: proven or not, and why; what is one is read as two plans. */
static void look_as_alternative(const char *bytes, size_t size)
{
	cordon_plan_verdict verdict;
	cordon_error error;
	cordon_error_init(&error);
	cordon_economy *e = read_package();
	cordon_status status = cordon_plan_verify_alternative(e, bytes, size, "alternative", 0, &verdict, &error);
	assert(verdict.proven == (status == CORDON_OK) && verdict.proven == (error.errors == 0));
	assert(!verdict.proven || cordon_plan_is_alternative(bytes, size));
	cordon_economy_free(e);
	cordon_error_free(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	look_as_alternative((const char *)data, size);
	cordon_plan_verdict verdict, after;
	text again = {0};
	cordon_status status = verify((const char *)data, size, &verdict);
	bool is_plan = read_and_write((const char *)data, size, &again);
	assert(is_plan || status != CORDON_OK);
	if (status == CORDON_OK) {
		assert(verify(text_string(&again), again.length, &after) == CORDON_OK);
		assert(after.level_gap == verdict.level_gap && after.last_gap == verdict.last_gap);
	}
	text_free(&again);
	return 0;
}
