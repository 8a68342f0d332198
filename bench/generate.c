/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench/generate: writes the linear programme of a synthetic economy as MPS. The same seed gives the same file
 * everywhere.
 *
 *	build/bench/generate --commodities N --seed S [--techniques 1.8] [--joint 0.05] [--tiers 3] [--hubs 4]
 *		[--labour 1] [--capacity 1] [--shock 0] [--emissions 1] [--regions 0]
 *		[--kind plan|level|effort] [--level 0.3] -o FILE.mps
 */
#include "synthetic.h"

#include "base/file.h"
#include "base/findings.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct request {
	synthetic_options economy;
	synthetic_kind kind;
	double level;
	const char *output;
} request;

static int usage(const char *what)
{
	fprintf(stderr,
		"generate: %s\nusage: generate --commodities N --seed S [--techniques T] [--joint J] [--tiers K] "
		"[--hubs H]\n"
		"\t[--labour L] [--capacity C] [--shock Q] [--emissions E] [--regions R]\n"
		"\t[--kind plan|level|effort] [--level V] -o FILE.mps\n",
		what);
	return 2;
}

static bool set_number(request *r, const char *name, double value)
{
	synthetic_options *o = &r->economy;
	struct { const char *name; int *whole; double *real; double least, most;
	} numbers[] = {
		{"--commodities", &o->commodities, NULL, 1, 5e6},
		{"--tiers", &o->tiers, NULL, 1, SYNTHETIC_TIERS_MAX},
		{"--hubs", &o->hubs, NULL, 0, 48},
		{"--emissions", &o->emissions, NULL, 0, 1000},
		{"--regions", &o->regions, NULL, 0, 1e5},
		{"--techniques", NULL, &o->techniques, 1, 4},
		{"--joint", NULL, &o->joint, 0, 1},
		{"--labour", NULL, &o->labour, 0, 1e6},
		{"--capacity", NULL, &o->capacity, 0, 1e6},
		{"--shock", NULL, &o->shock, 0, 1},
		{"--level", NULL, &r->level, 0, 1},
	};
	if (!strcmp(name, "--seed") && value >= 0 && value < 9e15) {
		o->seed = (uint64_t)value;
		return true;
	}
	for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
		if (strcmp(name, numbers[k].name) || !(value >= numbers[k].least && value <= numbers[k].most))
			continue;
		if (numbers[k].whole)
			*numbers[k].whole = (int)value;
		else
			*numbers[k].real = value;
		return true;
	}
	return false;
}

static bool set_kind(request *r, const char *value)
{
	static const char *const kinds[] = {"plan", "level", "effort"};
	for (int k = 0; k < 3; k++)
		if (!strcmp(value, kinds[k])) {
			r->kind = (synthetic_kind)k;
			return true;
		}
	return false;
}

static bool add_text(void *context, const void *bytes, size_t size)
{
	text_add(context, bytes, size);
	return true;
}

static int write_programme(const request *r)
{
	synthetic *economy = synthetic_new(&r->economy);
	cordon_lp *lp = synthetic_lp(economy, r->kind, r->level);
	text out = {0};
	cordon_writer writer = {add_text, &out};
	cordon_error error;
	cordon_error_init(&error);
	cordon_status status = cordon_lp_write_mps(lp, &writer);
	if (status == CORDON_OK)
		status = file_write(r->output, text_string(&out), out.length, &error);
	if (status != CORDON_OK)
		fprintf(stderr, "generate: cannot write %s\n", r->output);
	cordon_error_free(&error);
	text_free(&out);
	cordon_lp_free(lp);
	synthetic_free(economy);
	return (int)status;
}

int main(int argc, char **argv)
{
	request r = {.economy = synthetic_defaults(), .level = 0.3};
	for (int k = 1; k < argc; k += 2) {
		double value;
		if (k + 1 == argc)
			return usage("an option lacks its value");
		if (!strcmp(argv[k], "-o"))
			r.output = argv[k + 1];
		else if (!strcmp(argv[k], "--kind")
				 ? !set_kind(&r, argv[k + 1])
				 : !text_to_double(argv[k + 1], '.', &value) || !set_number(&r, argv[k], value))
			return usage(argv[k]);
	}
	return r.output ? write_programme(&r) : usage("-o is missing");
}
