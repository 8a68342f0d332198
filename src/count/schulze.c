/* Schulze's method, with the quorum and the majorities of the Debian Constitution, A.6 (version 1.7).
 *
 * With the setting `default` (the default option, D), as A.6.2 and A.6.3 say, before anything else:
 *	quorum R     an option that fewer than R ballots rank above D is dropped
 *	majority N   an option A is dropped unless V(A, D) >= N x V(D, A) and V(A, D) > V(D, A); N is 1 where none
 *	             is given
 *
 * Then (A.6.4 to A.6.8; M. Schulze, Social Choice and Welfare 36, 2011): A defeats B when more ballots rank A above B
 * than B above A. A defeat is stronger by more ballots for it, between equals by fewer against it. A chain of defeats
 * is as strong as its weakest; A wins when for every B the strongest chain from A to B is no weaker than that from B
 * to A.
 * A.6 words it by dropping the weakest defeats within the Schwartz set, which leaves the same options; a test compares
 * both. Several winners are a tie, which A.6.8 leaves to the elector with the casting vote: here a lot.
 *
 * Without `default` this is Schulze's method alone (winning votes). It elects one.
 */
#include "count/codes.h"
#include "count/exact.h"
#include "count/pairwise.h"
#include "count/rule.h"
#include "count/stage.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct schulze {
	count_run *run;
	const cordon_election *e;
	pairwise p;
	int by_default; /* the default option; -1: none */
	const char **ratio; /* by option, against the default */
	int *chain; /* the strength of the strongest chain: a rank among all defeats, 0: none */
	uint64_t *for_rank, *against_rank; /* the votes of a defeat of each rank */
} schulze;

/* ---- the default option ------------------------------------------------------------------------------------------ */

static cordon_status wrong_setting(const schulze *s, const char *field, const char *found, cordon_text what)
{
	return finding_add(s->run->error, CORDON_ERROR, (place_in_file){.field = field, .found = found}, what, NO_TEXT);
}

/* The default option, and that each majority is a fraction for an option there is. */
static cordon_status check_settings(schulze *s)
{
	const char *by_default = run_setting(s->run, "default");
	cordon_status status = CORDON_OK;
	s->by_default = by_default ? run_candidate(s->run, by_default) : -1;
	if (by_default && (s->by_default < 0 || s->e->candidate[s->by_default].withdrawn))
		status = wrong_setting(s, "default", by_default, TEXT(COUNT_NO_SUCH_CANDIDATE));
	for (size_t i = 0; i < s->run->settings->settings; i++) {
		const cordon_setting *one = &s->run->settings->setting[i];
		bool majority = !strcmp(one->key, "majority");
		int option = one->name ? run_candidate(s->run, one->name) : -1;
		mpq_t ratio;
		if (!by_default && (majority || !strcmp(one->key, "quorum")))
			status = wrong_setting(s, one->key, one->value, TEXT(COUNT_DEFAULT_MISSING));
		if (!majority)
			continue;
		if (option < 0)
			status = wrong_setting(s, "majority", one->name, TEXT(COUNT_NO_SUCH_CANDIDATE));
		mpq_init(ratio);
		if (!exact_read_mpq(one->value, ratio))
			status = wrong_setting(s, "majority", one->value, TEXT(COUNT_SETTING_VALUE));
		else if (option >= 0 && !s->ratio[option])
			s->ratio[option] = one->value;
		mpq_clear(ratio);
	}
	return status;
}

/* V(A, D) >= N x V(D, A) and V(A, D) > V(D, A). */
static bool has_majority(uint64_t over, uint64_t under, const char *ratio)
{
	mpq_t needed, votes;
	mpq_inits(needed, votes, NULL);
	exact_read_mpq(ratio, needed);
	mpq_set_ui(votes, under, 1);
	mpq_mul(needed, needed, votes);
	mpq_set_ui(votes, over, 1);
	bool enough = mpq_cmp(votes, needed) >= 0 && over > under;
	mpq_clears(needed, votes, NULL);
	return enough;
}

static bool has_quorum(const schulze *s, uint64_t over)
{
	mpq_t quorum, votes;
	mpq_inits(quorum, votes, NULL);
	mpq_set_ui(votes, over, 1);
	bool enough = !run_setting_fraction(s->run, "quorum", NULL, quorum) || mpq_cmp(votes, quorum) >= 0;
	mpq_clears(quorum, votes, NULL);
	return enough;
}

/* A.6.2 and A.6.3 */
static void drop_options(schulze *s)
{
	const char *quorum = run_setting(s->run, "quorum");
	stage_begin(s->run, true);
	for (int c = 0; c < s->p.n; c++) {
		if (!s->p.in[c] || c == s->by_default)
			continue;
		uint64_t over = pairwise_beats(&s->p, c, s->by_default),
			 under = pairwise_beats(&s->p, s->by_default, c);
		const char *name = s->e->candidate[c].name, *ratio = s->ratio[c] ? s->ratio[c] : "1";
		const char *votes = exact_count(s->run->keep, over), *against = exact_count(s->run->keep, under);
		bool quorate = has_quorum(s, over);
		s->p.in[c] = quorate && has_majority(over, under, ratio);
		if (quorum)
			stage_say(s->run, quorate ? TEXT(COUNT_SAID_QUORATE, name, votes, quorum)
						  : TEXT(COUNT_SAID_NO_QUORUM, name, votes, quorum));
		if (quorate)
			stage_say(s->run, s->p.in[c] ? TEXT(COUNT_SAID_MAJORITY, name, votes, against, ratio)
						     : TEXT(COUNT_SAID_NO_MAJORITY, name, votes, against, ratio));
		if (!s->p.in[c])
			stage_tally(s->run, c, NULL, NULL, NULL, CORDON_STATE_EXCLUDED);
	}
}

/* ---- chains of defeats ------------------------------------------------------------------------------------------- */

typedef struct defeat {
	uint64_t for_it, against;
	size_t pair; /* winner * n + loser */
} defeat;

/* The weakest first. */
static int compare_defeats(const void *a, const void *b)
{
	const defeat *x = a, *y = b;
	if (x->for_it != y->for_it)
		return x->for_it < y->for_it ? -1 : 1;
	if (x->against != y->against)
		return x->against > y->against ? -1 : 1;
	return 0;
}

/* Ranks the defeats, equally strong ones alike, from 1: the chains of one defeat. */
static void rank_defeats(schulze *s)
{
	size_t n = (size_t)s->p.n, count = 0;
	defeat *d = memory_alloc(n * n / 2 + 1, sizeof *d);
	for (int a = 0; a < s->p.n; a++)
		for (int b = 0; b < s->p.n; b++) {
			uint64_t won = pairwise_beats(&s->p, a, b), lost = pairwise_beats(&s->p, b, a);
			if (s->p.in[a] && s->p.in[b] && won > lost)
				d[count++] = (defeat){won, lost, (size_t)a * n + (size_t)b};
		}
	qsort(d, count, sizeof *d, compare_defeats);
	int rank = 0;
	for (size_t i = 0; i < count; i++) {
		rank += !i || compare_defeats(&d[i - 1], &d[i]) != 0;
		s->chain[d[i].pair] = rank;
		s->for_rank[rank] = d[i].for_it;
		s->against_rank[rank] = d[i].against;
	}
	free(d);
}

/* A chain as the votes of its weakest defeat, for it and against. */
static void report_chains(const schulze *s)
{
	size_t n = (size_t)s->p.n;
	cordon_matrix *m = stage_matrix(s->run, "chains", TEXT(COUNT_CHAINS), s->p.n, s->p.n);
	for (size_t a = 0; m && a < n; a++) {
		m->row[a] = m->column[a] = s->e->candidate[a].name;
		for (size_t b = 0; b < n; b++) {
			int rank = s->chain[a * n + b];
			if (a != b && rank)
				m->cell[a * n + b] = arena_format(s->run->keep, "%" PRIu64 ":%" PRIu64,
								  s->for_rank[rank], s->against_rank[rank]);
		}
	}
}

static bool is_winner(const schulze *s, int a)
{
	size_t n = (size_t)s->p.n;
	for (int b = 0; b < s->p.n; b++)
		if (s->p.in[b] && b != a && s->chain[(size_t)a * n + (size_t)b] < s->chain[(size_t)b * n + (size_t)a])
			return false;
	return true;
}

static cordon_status count_chains(schulze *s)
{
	int winner[CORDON_CANDIDATES_MAX], winners = 0;
	pairwise_report(s->run, &s->p);
	if (s->by_default >= 0)
		drop_options(s);
	rank_defeats(s);
	pairwise_widest_chains(s->p.n, s->chain);
	if (run_stopped(s->run))
		return CORDON_INTERRUPTED;
	report_chains(s);
	for (int c = 0; c < s->p.n; c++)
		if (s->p.in[c] && is_winner(s, c))
			winner[winners++] = c;
	return pairwise_elect(s->run, &s->p, winner, winners, true);
}

cordon_status schulze_count(count_run *run)
{
	schulze s = {.run = run, .e = run->election};
	size_t n = (size_t)run->election->candidates, defeats = n * n / 2 + 2;
	s.ratio = memory_alloc(n, sizeof *s.ratio);
	cordon_status seats = pairwise_one_seat(run), status = check_settings(&s);
	if (seats || status) {
		free(s.ratio);
		return CORDON_BAD_INPUT;
	}
	pairwise_begin(run->election, &s.p);
	s.chain = memory_alloc(n * n, sizeof *s.chain);
	s.for_rank = memory_alloc(defeats, sizeof *s.for_rank);
	s.against_rank = memory_alloc(defeats, sizeof *s.against_rank);
	status = count_chains(&s);
	pairwise_free(&s.p);
	free(s.ratio);
	free(s.chain);
	free(s.for_rank);
	free(s.against_rank);
	return status;
}
