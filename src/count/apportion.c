/* Sharing seats by votes; see apportion.h. */
#include "count/apportion.h"

#include "count/codes.h"
#include "count/exact.h"
#include "count/stage.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { QUOTIENTS_MAX = 10 * 1000 }; /* cells of the matrix */

typedef struct sharing {
	count_run *run;
	apportion_method method;
	apportion_party *party;
	int parties, left; /* seats */
	uint64_t numerator, denominator; /* of the quota */
	int *tied, *number;
	const char **name;
} sharing;

static bool may_win(const apportion_party *p)
{
	return p->votes > 0 && p->seats < p->most;
}

static uint64_t divisor_after(apportion_method method, int seats)
{
	return method == APPORTION_DHONDT ? (uint64_t)seats + 1 : 2 * (uint64_t)seats + 1;
}

static const char *fraction(count_run *run, uint64_t numerator, uint64_t denominator)
{
	mpq_t value;
	if (run->quiet)
		return "";
	mpq_init(value);
	mpq_set_ui(value, numerator, denominator);
	mpq_canonicalize(value);
	const char *shown = exact_mpq(run->keep, value);
	mpq_clear(value);
	return shown;
}

/* One seat to each of the tied; when there are more of them than seats, a lot says to which. No seats may be left.
 * `with`: their number. */
static cordon_status give(sharing *s, int tied, const char *with)
{
	if (!s->left)
		return CORDON_OK;
	while (tied > s->left) {
		for (int i = 0; i < tied; i++) {
			s->number[i] = s->party[s->tied[i]].number;
			s->name[i] = s->party[s->tied[i]].name;
		}
		int place = run_choose_among(s->run, s->number, s->name, tied, TEXT(COUNT_TIE_SEAT));
		if (place == RUN_STOPPED) {
			stage_say(s->run, TEXT(COUNT_SAID_SEAT_TIED, with));
			return CORDON_UNPROVEN;
		}
		apportion_party *p = &s->party[s->tied[place]];
		p->seats++;
		s->left--;
		stage_say(s->run, TEXT(COUNT_SAID_SEAT_LOT, p->name, with));
		if (!s->left)
			return CORDON_OK;
		memmove(s->tied + place, s->tied + place + 1, (size_t)(tied - place - 1) * sizeof *s->tied);
		tied--;
	}
	for (int i = 0; i < tied; i++) {
		apportion_party *p = &s->party[s->tied[i]];
		p->seats++;
		s->left--;
		stage_say(s->run, TEXT(COUNT_SAID_SEAT, p->name, with));
	}
	return CORDON_OK;
}

/* ---- highest quotients ------------------------------------------------------------------------------------------- */

static int find_highest_quotient(sharing *s)
{
	int tied = 0;
	for (int i = 0; i < s->parties; i++) {
		const apportion_party *p = &s->party[i];
		if (!may_win(p))
			continue;
		const apportion_party *best = tied ? &s->party[s->tied[0]] : p;
		uint64_t mine = p->votes * divisor_after(s->method, best->seats),
			 highest = best->votes * divisor_after(s->method, p->seats);
		if (mine > highest)
			tied = 0;
		if (mine >= highest)
			s->tied[tied++] = i;
	}
	return tied;
}

static cordon_status share_by_quotients(sharing *s)
{
	cordon_status status = CORDON_OK;
	for (int tied; !status && s->left > 0 && (tied = find_highest_quotient(s)) > 0;) {
		const apportion_party *p = &s->party[s->tied[0]];
		status = give(s, tied, fraction(s->run, p->votes, divisor_after(s->method, p->seats)));
	}
	return status;
}

/* ---- largest remainders ------------------------------------------------------------------------------------------ */

static cordon_status find_quota(sharing *s, int seats)
{
	const char *quota = run_setting(s->run, "quota");
	uint64_t votes = 0;
	for (int i = 0; i < s->parties; i++)
		votes += s->party[i].votes;
	s->numerator = votes;
	s->denominator = (uint64_t)seats;
	if (quota && strcmp(quota, "hare") != 0)
		s->denominator++;
	if (quota && !strcmp(quota, "droop")) {
		s->numerator = votes / s->denominator + 1;
		s->denominator = 1;
	} else if (quota && strcmp(quota, "hare") != 0 && strcmp(quota, "hagenbach-bischoff") != 0) {
		return finding_add(s->run->error, CORDON_ERROR, (place_in_file){.field = "quota", .found = quota},
				   TEXT(COUNT_SETTING_VALUE), TEXT(COUNT_ONE_OF, "hare, droop, hagenbach-bischoff"));
	}
	if (!s->run->quiet && !s->run->result->quota)
		s->run->result->quota = fraction(s->run, s->numerator, s->denominator);
	stage_say(s->run, TEXT(COUNT_SAID_QUOTA_IS, fraction(s->run, s->numerator, s->denominator)));
	return CORDON_OK;
}

/* Whole quotas first. All seats by whole quotas can be more than there are only by Hagenbach-Bischoff, where votes are
 * multiples of the quota: as many as one more, which is a tie of all. */
static cordon_status give_whole_quotas(sharing *s)
{
	uint64_t wanted = 0;
	for (int i = 0; i < s->parties; i++)
		wanted += s->party[i].votes * s->denominator / s->numerator;
	if (wanted > (uint64_t)s->left) {
		assert(wanted == (uint64_t)s->left + 1);
		int tied = 0;
		for (int i = 0; i < s->parties; i++) {
			apportion_party *p = &s->party[i];
			uint64_t whole = p->votes * s->denominator / s->numerator;
			if (!whole)
				continue;
			p->seats = (int)whole - 1 < p->most ? (int)whole - 1 : p->most;
			s->left -= p->seats;
			if (may_win(p))
				s->tied[tied++] = i;
		}
		return give(s, tied, "0");
	}
	for (int i = 0; i < s->parties; i++) {
		apportion_party *p = &s->party[i];
		uint64_t whole = p->votes * s->denominator / s->numerator;
		p->seats = whole < (uint64_t)p->most ? (int)whole : p->most;
		s->left -= p->seats;
		if (p->seats)
			stage_say(s->run, TEXT(COUNT_SAID_WHOLE_QUOTAS, p->name,
					       exact_count(s->run->keep, (uint64_t)p->seats)));
	}
	return CORDON_OK;
}

static uint64_t remainder_of(const sharing *s, int party)
{
	return s->party[party].votes * s->denominator % s->numerator;
}

static int find_largest_remainder(sharing *s, const bool *served)
{
	int tied = 0;
	for (int i = 0; i < s->parties; i++) {
		if (served[i] || !may_win(&s->party[i]))
			continue;
		if (tied && remainder_of(s, i) > remainder_of(s, s->tied[0]))
			tied = 0;
		if (!tied || remainder_of(s, i) == remainder_of(s, s->tied[0]))
			s->tied[tied++] = i;
	}
	return tied;
}

/* One seat each by remainder; and again, should seats be left that some could not fill. */
static cordon_status share_remainders(sharing *s)
{
	cordon_status status = CORDON_OK;
	bool *served = memory_alloc((size_t)s->parties, sizeof *served);
	while (!status && s->left > 0) {
		int tied = find_largest_remainder(s, served);
		if (!tied) {
			memset(served, 0, (size_t)s->parties * sizeof *served);
			tied = find_largest_remainder(s, served);
		}
		if (!tied)
			break;
		for (int i = 0; i < tied; i++)
			served[s->tied[i]] = true;
		status = give(s, tied, fraction(s->run, remainder_of(s, s->tied[0]), s->denominator));
	}
	free(served);
	return status;
}

static cordon_status share_by_remainders(sharing *s)
{
	cordon_status status = find_quota(s, s->left);
	if (status || !s->numerator)
		return status;
	status = give_whole_quotas(s);
	return status ? status : share_remainders(s);
}

/* ------------------------------------------------------------------------------------------------------------------ */

cordon_status apportion(count_run *run, apportion_method method, apportion_party *party, int parties, int seats)
{
	sharing s = {.run = run, .method = method, .party = party, .parties = parties, .left = seats};
	size_t room = (size_t)parties;
	if (!seats)
		return CORDON_OK;
	s.tied = memory_alloc(room, sizeof *s.tied);
	s.number = memory_alloc(room, sizeof *s.number);
	s.name = memory_alloc(room, sizeof *s.name);
	cordon_status status = method == APPORTION_REMAINDER ? share_by_remainders(&s) : share_by_quotients(&s);
	if (!status && s.left)
		stage_say(run, TEXT(COUNT_SAID_VACANT, exact_count(run->keep, (uint64_t)s.left)));
	free(s.tied);
	free(s.number);
	free(s.name);
	return status;
}

/* Columns 1 .. one beyond the most seats anybody won. */
void apportion_report(count_run *run, apportion_method method, const apportion_party *party, int parties,
		      const char *within)
{
	int columns = 1;
	for (int i = 0; i < parties; i++)
		columns = party[i].seats + 1 > columns ? party[i].seats + 1 : columns;
	if (run->quiet || method == APPORTION_REMAINDER || columns > QUOTIENTS_MAX / parties)
		return;
	cordon_matrix *m =
		stage_matrix(run, "quotients",
			     within ? TEXT(COUNT_QUOTIENTS_WITHIN, within) : TEXT(COUNT_QUOTIENTS), parties, columns);
	for (int c = 0; c < columns; c++)
		m->column[c] = exact_count(run->keep, divisor_after(method, c));
	for (int i = 0; i < parties; i++) {
		m->row[i] = arena_copy_text(run->keep, party[i].name);
		for (int c = 0; c < columns; c++)
			m->cell[(size_t)i * (size_t)columns + (size_t)c] =
				fraction(run, party[i].votes, divisor_after(method, c));
	}
}
