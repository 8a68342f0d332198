/* The file of an alternative and its check: that it is feasible, and near a plan that is proven.
 *
 *	{"format": "cordon-plan-alternative/1", "within": 0.01, "best": {"activity": [...], "fulfilment": [...]},
 *	 and all members of a plan file; "activity" and "fulfilment" are the alternative's, all else is of the plan
 *	 beside it, whose own two are under "best"}
 *
 * So both are plan files but for two members, and are read as such. The check takes nothing from the search nor from
 * the model: it adds up the package's exchanges. What it asks: every activity within its capacity, every balance closed
 * to 1e-9 of its throughput, every fulfilment from (1 - within) of the plan's to 1, in every tier their mean not below
 * the plan's, the objective at most (1 + within)
 * times the plan's. Whether another alternative would be farther away is nobody's claim.
 */
#include "base/memory.h"
#include "base/text.h"
#include "plan/claims.h"
#include "plan/codes.h"
#include "plan/verify_near.h"

#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOLERANCE 1e-9 /* as docs/plan-file.md: of a balance's throughput, of the objective; of 1 for a fulfilment */

static const char *const own[] = {"activity", "fulfilment"};

/* ---- the file ---------------------------------------------------------------------------------------------------- */

static bool add_bytes(void *context, const void *bytes, size_t size)
{
	text_add(context, bytes, size);
	return true;
}

static int add_some(const char *bytes, size_t size, void *context)
{
	text_add(context, bytes, size);
	return 0;
}

static void dump(const json_t *root, text *out)
{
	int failed = json_dump_callback(root, add_some, out, JSON_INDENT(1) | JSON_REAL_PRECISION(17));
	assert(!failed);
	text_add_string(out, "\n");
}

/* The document of a plan with these activities and fulfilments in place of its own. */
static json_t *document(const cordon_economy *e, const cordon_plan *plan, const cordon_alternative *instead)
{
	cordon_plan copy = *plan;
	text bytes = {0};
	copy.element = memory_alloc((size_t)plan->elements, sizeof *copy.element);
	memcpy(copy.element, plan->element, (size_t)plan->elements * sizeof *copy.element);
	if (instead)
		copy.activity = instead->activity;
	for (int i = 0; instead && i < plan->elements; i++)
		copy.element[i].fulfilment = instead->fulfilment[i];
	cordon_plan_write(e, &copy, &(cordon_writer){add_bytes, &bytes});
	json_t *root = json_loadb(text_string(&bytes), bytes.length, 0, NULL);
	assert(root);
	free(copy.element);
	text_free(&bytes);
	return root;
}

cordon_status cordon_plan_write_alternative(const cordon_economy *e, const cordon_plan *plan,
					    const cordon_alternative *alternative, double within,
					    const cordon_writer *out)
{
	json_t *best = document(e, plan, NULL), *root = document(e, plan, alternative), *kept = json_object();
	text bytes = {0};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		json_object_set(kept, own[i], json_object_get(best, own[i]));
	json_object_set_new(root, "format", json_string(PLAN_ALTERNATIVE_FORMAT));
	json_object_set_new(root, "within", json_real(within));
	json_object_set_new(root, "best", kept);
	dump(root, &bytes);
	bool written = out->write(out->context, bytes.bytes, bytes.length);
	text_free(&bytes);
	json_decref(root);
	json_decref(best);
	return written ? CORDON_OK : CORDON_IO;
}

bool cordon_plan_is_alternative(const char *bytes, size_t length)
{
	json_t *root = json_loadb(bytes, length, 0, NULL);
	const char *format = json_string_value(json_object_get(root, "format"));
	bool is = format && !strcmp(format, PLAN_ALTERNATIVE_FORMAT);
	json_decref(root);
	return is;
}

/* An alternative's file as two plan files. */
static cordon_status split(const char *bytes, size_t length, const char *file, text *plan, text *best, double *within,
			   cordon_error *error)
{
	json_error_t wrong;
	json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &wrong);
	const char *format = json_string_value(json_object_get(root, "format"));
	json_t *kept = json_object_get(root, "best");
	*within = json_number_value(json_object_get(root, "within"));
	cordon_status status = CORDON_OK;
	if (!root)
		status = finding_add(error, CORDON_ERROR, (place_in_file){file, wrong.line, NULL, NULL},
				     TEXT(PLAN_NOT_JSON, wrong.text), NO_TEXT);
	else if (!format || strcmp(format, PLAN_ALTERNATIVE_FORMAT))
		status = finding_add(error, CORDON_ERROR, (place_in_file){file, 0, "format", format}, TEXT(PLAN_FIELD),
				     TEXT(PLAN_FIELD_EXPECTED, PLAN_ALTERNATIVE_FORMAT));
	else if (!(*within > 0 && *within <= 1))
		status = finding_add(error, CORDON_ERROR, (place_in_file){.file = file, .field = "within"},
				     TEXT(PLAN_FIELD), TEXT(PLAN_SHARE));
	if (!status) {
		json_object_set_new(root, "format", json_string(PLAN_FORMAT));
		dump(root, plan);
		for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
			json_t *value = json_object_get(kept, own[i]);
			json_object_set_new(root, own[i], value ? json_incref(value) : json_null());
		}
		dump(root, best);
	}
	json_decref(root);
	return status;
}

cordon_status cordon_plan_read_alternative(const char *bytes, size_t length, const char *file,
					   const cordon_economy *economy, cordon_plan **plan, cordon_plan **best,
					   double *within, cordon_error *error)
{
	text own_bytes = {0}, best_bytes = {0};
	*plan = NULL;
	if (best)
		*best = NULL;
	cordon_status status = split(bytes, length, file, &own_bytes, &best_bytes, within, error);
	if (!status)
		status = cordon_plan_read(text_string(&own_bytes), own_bytes.length, file, economy, plan, error);
	if (!status && best)
		status = cordon_plan_read(text_string(&best_bytes), best_bytes.length, file, economy, best, error);
	text_free(&own_bytes);
	text_free(&best_bytes);
	return status;
}

/* ---- the check --------------------------------------------------------------------------------------------------- */

typedef struct check {
	const cordon_economy *e;
	const char *file;
	const plan_claims *near, *best;
	double within;
	cordon_plan_verdict *verdict;
	cordon_error *error;
	bool failed;
} check;

static void fails(check *c, const char *field, double found, cordon_text what, const cordon_code *expected,
		  double limit)
{
	char is[32], should[32];
	snprintf(is, sizeof is, "%.12g", found);
	snprintf(should, sizeof should, "%.12g", limit);
	finding_add(c->error, CORDON_ERROR, (place_in_file){c->file, 0, field, is}, what,
		    (cordon_text){expected, {should}});
	c->failed = true;
}

static const char *id_of(const check *c, int64_t cell)
{
	return c->e->commodity[cell / c->e->periods / c->e->places].id;
}

static void check_activities(check *c)
{
	for (int j = 0; j < c->e->processes * c->e->periods; j++) {
		double x = c->near->activity[j];
		double most = cordon_economy_capacity(c->e, j / c->e->periods, j % c->e->periods);
		if (!(x >= 0 && x <= most * (1 + 1e-12)))
			fails(c, "activity", x, TEXT(PLAN_CAPACITY, c->e->process[j / c->e->periods].id), &PLAN_AT_MOST,
			      most);
	}
}

/* What enters and leaves every cell, less what its elements receive. Emissions count the other way round; where none
 * of one is allowed or asked for, it has no balance. */
static void add_up(const check *c, double *net, double *gross, bool *balanced)
{
	const cordon_economy *e = c->e;
	for (int k = 0; k < e->exchanges; k++)
		for (int t = 0; t + e->exchange[k].lead < e->periods; t++) {
			const cordon_exchange *x = &e->exchange[k];
			int64_t cell = ((int64_t)x->commodity * e->places + x->place) * e->periods + t + x->lead;
			double flow = x->amount * c->near->activity[x->process * e->periods + t];
			net[cell] += e->commodity[x->commodity].kind == CORDON_EMISSION ? -flow : flow;
			gross[cell] += fabs(flow);
		}
	for (int i = 0; i < e->stocks; i++) {
		const cordon_stock *s = &e->stock[i];
		int64_t cell = ((int64_t)s->commodity * e->places + s->place) * e->periods + s->period;
		net[cell] += s->amount;
		gross[cell] += s->amount;
		balanced[cell] = true;
	}
	for (int i = 0; i < e->discrepancies; i++) {
		const cordon_discrepancy *d = &e->discrepancy[i];
		int64_t cell = ((int64_t)d->commodity * e->places + d->place) * e->periods + d->period;
		net[cell] -= fmin(0, d->amount);
		gross[cell] -= fmin(0, d->amount);
	}
	for (size_t i = 0; i < c->near->elements; i++) {
		const claimed_element *one = &c->near->element[i];
		net[one->cell] -= one->demand * one->fulfilment;
		gross[one->cell] += one->demand * one->fulfilment;
		balanced[one->cell] = true;
	}
}

static void check_balances(check *c)
{
	const cordon_economy *e = c->e;
	size_t cells = (size_t)e->commodities * (size_t)e->places * (size_t)e->periods;
	double *net = memory_alloc(2 * cells, sizeof *net), *gross = net + cells;
	bool *balanced = memory_alloc(cells, sizeof *balanced);
	for (size_t cell = 0; cell < cells; cell++)
		balanced[cell] = e->commodity[cell / (size_t)e->periods / (size_t)e->places].kind != CORDON_EMISSION;
	add_up(c, net, gross, balanced);
	for (size_t cell = 0; cell < cells; cell++) {
		if (!balanced[cell] || net[cell] >= 0)
			continue;
		c->verdict->balance_violation = fmax(c->verdict->balance_violation, -net[cell] / gross[cell]);
		if (!(-net[cell] <= TOLERANCE * gross[cell]))
			fails(c, "activity", -net[cell], TEXT(PLAN_BALANCE, id_of(c, (int64_t)cell)), &PLAN_AT_MOST,
			      TOLERANCE * gross[cell]);
	}
	free(balanced);
	free(net);
}

/* Elements stand by tier: of each, the mean. */
static void check_means(check *c)
{
	const claimed_element *near = c->near->element, *best = c->best->element;
	size_t count = c->near->elements;
	for (size_t i = 0, first = 0; first < count; first = i) {
		double is = 0, was = 0;
		for (i = first; i < count && near[i].tier == near[first].tier; i++) {
			is += near[i].fulfilment;
			was += best[i].fulfilment;
		}
		is /= (double)(i - first);
		was /= (double)(i - first);
		if (!(is >= was - TOLERANCE))
			fails(c, "fulfilment", is, TEXT(PLAN_NEAR_MEAN), &PLAN_AT_LEAST, was);
	}
}

static void check_floors(check *c)
{
	bool same = c->near->elements == c->best->elements;
	for (size_t i = 0; same && i < c->near->elements; i++) {
		const claimed_element *near = &c->near->element[i], *best = &c->best->element[i];
		double least = (1 - c->within) * best->fulfilment;
		same = near->cell == best->cell && near->tier == best->tier && near->demand == best->demand;
		if (same && !(near->fulfilment >= least - TOLERANCE))
			fails(c, "fulfilment", near->fulfilment, TEXT(PLAN_NEAR_FLOOR, id_of(c, near->cell)),
			      &PLAN_AT_LEAST, least);
	}
	if (same) {
		check_means(c);
	} else {
		finding_add(c->error, CORDON_ERROR, (place_in_file){.file = c->file, .field = "best/fulfilment"},
			    TEXT(PLAN_NEAR_OTHERS), NO_TEXT);
		c->failed = true;
	}
}

/* The last objective, with the price of the change where the plan beside it has one. */
static double objective_at(const check *c, const double *activity)
{
	const cordon_economy *e = c->e;
	const cordon_near *other = &c->best->near;
	int columns = e->processes * e->periods;
	double *cost = memory_alloc((size_t)columns, sizeof *cost), *weight;
	long double sum = 0;
	verify_costs(e, cost);
	for (int j = 0; j < columns; j++)
		sum += (long double)cost[j] * activity[j];
	if (other->was) {
		weight = verify_near_weights(e, cost);
		sum += (long double)other->price * verify_near_moved_sum(other, weight, cost, activity, columns);
		free(weight);
	}
	free(cost);
	return (double)sum;
}

static void check_objective(check *c)
{
	double is = objective_at(c, c->near->activity), most = (1 + c->within) * objective_at(c, c->best->activity);
	if (!(is <= most * (1 + TOLERANCE)))
		fails(c, "activity", is, TEXT(PLAN_NEAR_OBJECTIVE), &PLAN_AT_MOST, most);
}

static bool is_near(const cordon_economy *e, const char *file, const plan_claims *near, const plan_claims *best,
		    double within, cordon_plan_verdict *verdict, cordon_error *error)
{
	check c = {
		.e = e, .file = file, .near = near, .best = best, .within = within, .verdict = verdict, .error = error};
	check_activities(&c);
	check_balances(&c);
	check_floors(&c);
	check_objective(&c);
	return !c.failed;
}

cordon_status cordon_plan_verify_alternative(cordon_economy *economy, const char *bytes, size_t length,
					     const char *file, double gap, cordon_plan_verdict *verdict,
					     cordon_error *error)
{
	text own_bytes = {0}, best_bytes = {0};
	double within;
	plan_claims near = {0}, best = {0};
	*verdict = (cordon_plan_verdict){0};
	cordon_status status = split(bytes, length, file, &own_bytes, &best_bytes, &within, error);
	if (!status) /* applies the changes to the economy, too */
		status = cordon_plan_verify(economy, text_string(&best_bytes), best_bytes.length, file, gap, verdict,
					    error);
	if (!status)
		status = plan_claims_read(text_string(&own_bytes), own_bytes.length, file, economy, &near, error);
	if (!status)
		status = plan_claims_read(text_string(&best_bytes), best_bytes.length, file, economy, &best, error);
	if (!status && !is_near(economy, file, &near, &best, within, verdict, error))
		status = CORDON_UNPROVEN;
	verdict->proven = verdict->proven && !status;
	verdict->within = within;
	plan_claims_free(&near);
	plan_claims_free(&best);
	text_free(&own_bytes);
	text_free(&best_bytes);
	return status;
}

cordon_status cordon_plan_verify_either(cordon_economy *economy, const char *bytes, size_t length, const char *file,
					double gap, cordon_plan_verdict *verdict, cordon_error *error)
{
	bool alternative = cordon_plan_is_alternative(bytes, length);
	return (alternative ? cordon_plan_verify_alternative : cordon_plan_verify)(economy, bytes, length, file, gap,
										   verdict, error);
}
