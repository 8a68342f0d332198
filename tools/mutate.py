#!/usr/bin/env python3
"""Breaks the counting rules on purpose, one line at a time, and fails unless a test notices each.

usage: tools/mutate.py [--list] [NAME...]

Works on a copy of the tree with a build of its own. A mutation is a name, a file, a text that stands in it once, what is put in its
place, and the test programs (of `meson test --list`) one of which must fail. Where `count verify` replays the rule, its tests must fail
too: a counter so broken gives reports that the ballots do not. Some minutes for all of them; not part of check.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[1]

MUTATIONS = [
    ('schulze: the quorum must be exceeded', 'src/count/schulze.c',
     'quorum) || mpq_cmp(votes, quorum) >= 0;', 'quorum) || mpq_cmp(votes, quorum) > 0;',
     ['case_count_oracle_condorcet', 'case_count_condorcet']),
    ('schulze: the majority ratio must be exceeded', 'src/count/schulze.c',
     'mpq_cmp(votes, needed) >= 0 && over > under', 'mpq_cmp(votes, needed) > 0 && over > under', ['case_count_condorcet']),
    ('schulze: a draw with the default option is a majority', 'src/count/schulze.c',
     'mpq_cmp(votes, needed) >= 0 && over > under', 'mpq_cmp(votes, needed) >= 0', ['case_count_condorcet']),
    ('schulze: votes against a defeat do not weaken it', 'src/count/schulze.c',
     'return x->against > y->against ? -1 : 1;', 'return 0;', ['case_count_condorcet', 'case_count_oracle_condorcet']),
    ('schulze: equally strong chains are a defeat', 'src/count/schulze.c',
     'b != a && s->chain[(size_t)a * n + (size_t)b] <', 'b != a && s->chain[(size_t)a * n + (size_t)b] <=',
     ['case_count_oracle_condorcet']),
    ('pairs: what a ballot does not name is not below', 'src/count/pairwise.c',
     'p->beats[a * n + b] += named[a] - both;', 'p->beats[a * n + b] += 0;', ['case_count_condorcet', 'case_count_oracle_condorcet']),
    ('pairs: options ranked equal are one above the other', 'src/count/pairwise.c',
     'if (rank[i] < rank[k])', 'if (rank[i] <= rank[k])', ['case_count_condorcet', 'case_count_oracle_condorcet']),
    ('ranked pairs: equal majorities in one order only', 'src/count/ranked_pairs.c',
     'wins[c] = favour(r, c, &kept);\n\t\tasked[c] = !wins[c];', 'wins[c] = favour(r, c, &kept);\n\t\tasked[c] = false;',
     ['case_count_oracle_condorcet']),
    ('ranked pairs: only the first of equal majorities is tried', 'src/count/ranked_orders.c',
     'for (size_t i = 1; i < count && h->complete; i++)', 'for (size_t i = count; i < count && h->complete; i++)',
     ['count_ranked_orders']),
    ('dhondt: the divisors begin one later', 'src/count/apportion.c',
     '(uint64_t)seats + 1 :', '(uint64_t)seats + 2 :', ['case_count_lists', 'case_count_oracle_lists']),
    ('sainte-lague: the divisors are even', 'src/count/apportion.c',
     ': 2 * (uint64_t)seats + 1;', ': 2 * (uint64_t)seats + 2;', ['case_count_lists', 'case_count_oracle_lists']),
    ('dhondt: the first of equal quotients has the seat', 'src/count/apportion.c',
     'if (mine >= highest)\n', 'if (mine > highest || !tied)\n', ['case_count_lists', 'case_count_oracle_lists']),
    ('largest remainder: the Droop quota without its one', 'src/count/apportion.c',
     's->numerator = votes / s->denominator + 1;', 's->numerator = votes / s->denominator;', ['case_count_lists', 'case_count_oracle_lists']),
    ('largest remainder: a second seat for the same remainder', 'src/count/apportion.c',
     'served[s->tied[i]] = true;', 'served[s->tied[i]] = false;', ['case_count_oracle_lists']),
    ('lists: a threshold must be exceeded', 'src/count/lists.c',
     'if (mpq_cmp(share, threshold) >= 0)', 'if (mpq_cmp(share, threshold) > 0)', ['case_count_lists']),
    ('lists: equal persons in the order of the file', 'src/count/lists.c',
     'int place = left == tied ? 0 : run_choose(', 'int place = left <= tied ? 0 : run_choose(', ['case_count_lists', 'case_count_oracle_lists']),
    ('lists: seats go on beyond the last person', 'src/count/apportion.c',
     'return p->votes > 0 && p->seats < p->most;', 'return p->votes > 0;', ['case_count_lists', 'case_count_oracle_lists']),
    ('majority: half is enough', 'src/count/decide.c',
     'return d->at_least ? compared >= 0 : compared > 0;', 'return compared >= 0;', ['case_count_majority']),
    ('two thirds: must be exceeded', 'src/count/decide.c',
     'return d->at_least ? compared >= 0 : compared > 0;', 'return compared > 0;', ['case_count_majority']),
    ('double majority: half of a body is enough', 'src/count/decide.c',
     '2 * d->in_body[(size_t)g * row + (size_t)c] >\n', '2 * d->in_body[(size_t)g * row + (size_t)c] >=\n', ['case_count_majority']),
    ('quorum: blank ballots do not count for it', 'src/count/decide.c',
     'd->cast = e->blank + e->invalid;', 'd->cast = e->invalid;', ['case_count_majority']),
    ('meek: the quota is of the seats, not of one more', 'src/count/meek.c',
     '+ 1) + (m->prf ? 1 : 0);\n\t\tbool', ') + (m->prf ? 1 : 0);\n\t\tbool', ['case_count_oracle_stv']),
    ('meek: what a candidate keeps is rounded down', 'src/count/meek.c',
     '* keep + (m->one - 1)) / m->one', '* keep) / m->one', ['case_count_meek']),
    ('meek: keep factors are rounded down', 'src/count/exact.c',
     'mpz_cdiv_q(x, x, y)', 'mpz_fdiv_q(x, x, y)', ['case_count_oracle_stv']),
    ('meek: a surplus under way ties nobody', 'src/count/meek.c',
     'm->votes[lowest] + m->surplus + dust(m)', 'm->votes[lowest] + dust(m)', ['case_count_oracle_stv']),
    ('meek: ballots of the excluded rest with them', 'src/count/meek_tree.c',
     'base = elected ? n : t->node[n].parent', 'base = n', ['case_count_oracle_stv']),
    ('meek: every order of equal ranks is a whole ballot', 'src/count/meek_tree.c',
     'e->weight[b] * (t->scale / orders)', 'e->weight[b] * t->scale', ['case_count_oracle_stv']),
    ('wigm: the quota without its 0.0001', 'src/count/wigm.c',
     '((uint64_t)seats + 1) + 1;', '((uint64_t)seats + 1);', ['case_count_oracle_stv']),
    ('wigm: a weight is cut once, not twice', 'src/count/piles.c',
     'exact_share(exact_share(before, surplus, p->one), p->one, votes)', 'exact_share(before, surplus, votes)', ['case_count_wigm']),
    ('wigm: the lowest surplus goes first', 'src/count/wigm.c',
     'if (count && p->votes[c] > p->votes[tied[0]])', 'if (count && p->votes[c] < p->votes[tied[0]])', ['case_count_wigm']),
    ('approval: a tie for the last seat goes to the first', 'src/count/approval.c',
     'if (mpq_equal(score[order[through]], score[order[c->seats - 1]]))',
     'if (false)', ['case_count_committees']),
    ('sav: a vote for each approval', 'src/count/approval.c',
     'shared && count ? count : 1',
     'shared && count > c.kinds ? count : 1', ['case_count_committees']),
    ('pav: the second elected adds a third', 'src/count/pav.c',
     'return (unsigned long)i;',
     'return 2 * (unsigned long)i - 1;', ['case_count_committees']),
    ('pav: bounds below the truth', 'src/count/thiele.c',
     '(one + d - 1) / d',
     'one / d - one / 16', ['case_count_committees']),
    ('pav: the best so far is not exceeded by its equals', 'src/count/thiele.c',
     'if (changed < t->floor && !fix(',
     'if (changed <= t->floor + 1000000 && !fix(', ['case_count_committees']),
    ('pav: twins are not exchanged', 'src/count/thiele.c',
     'if (t->list->count > before)',
     'if (t->list->count > before + 1)', ['case_count_committees']),
    ('pav: who must be in with whom, turned round', 'src/count/thiele.c',
     'set_add(&t->above[a], b);\n\t\t\tset_add(&t->below[b], a);',
     'set_add(&t->above[b], a);\n\t\t\tset_add(&t->below[a], b);', ['case_count_committees']),
    ('slav: the second elected adds a half', 'src/count/pav.c',
     'return 2 * (unsigned long)i - 1;',
     'return (unsigned long)i;', ['case_count_committees']),
    ('reverse-seq-pav: who is taken away is not counted among those elected', 'src/count/seq_pav.c',
     'add_worth(c, elected, one, least ? 0 : 1,',
     'add_worth(c, elected, one, 1,', ['case_count_committees']),
    ('seq-pav: only the first of the tied is followed', 'src/count/grow.c',
     'for (int t = 0; t < tied; t++) {',
     'for (int t = tied - 1; t < tied; t++) {', ['case_count_committees']),
    ('seq-phragmen: loads are added up', 'src/count/phragmen.c',
     'mpq_set(s->number[c->voter[i]], level[candidate]);',
     'mpq_add(s->number[c->voter[i]], s->number[c->voter[i]], level[candidate]);', ['case_count_committees']),
    ('equal shares: the poor are let off', 'src/count/equal_shares.c',
     'mpq_sub(left, left, part);',
     '(void)part;', ['case_count_committees']),
    ('equal shares: no money left in the second phase', 'src/count/equal_shares.c',
     'mpq_neg(s->number[k], s->number[k]);',
     'mpq_set_ui(s->number[k], 0, 1);', ['case_count_committees']),
    ('budgets: the first overspend holds', 'src/count/shares_budget.c',
     'if (e->cost > s->budget) {',
     'if (e->cost > 2 * s->budget) {', ['case_count_committees']),
    ('budgets: no unit is added', 'src/count/shares_budget.c',
     'mpz_set_ui(whole, round);',
     'mpz_set_ui(whole, round / 1000);', ['case_count_committees']),
    ('budgets: bounds above the truth', 'src/count/shares_budget.c',
     'wide next = payers ? (cost - poor) / payers',
     'wide next = payers ? (cost - poor / 2) / payers', ['case_count_committees']),
]

# By the first word or words of a mutation's name: the tests of `count verify`.
VERIFIERS = {
    'schulze': 'case_count_verify',
    'pairs': 'case_count_verify',
    'ranked pairs': 'case_count_verify',
    'meek': 'case_count_verify_transfers',
    'wigm': 'case_count_verify_transfers',
    'dhondt': 'case_count_verify_votes',
    'sainte-lague': 'case_count_verify_votes',
    'largest remainder': 'case_count_verify_votes',
    'lists': 'case_count_verify_votes',
    'majority': 'case_count_verify_votes',
    'two thirds': 'case_count_verify_votes',
    'double majority': 'case_count_verify_votes',
    'quorum': 'case_count_verify_votes',
    'approval': 'case_count_verify_committees',
    'sav': 'case_count_verify_committees',
    'pav': 'case_count_verify_committees',
    'slav': 'case_count_verify_committees',
    'seq-pav': 'case_count_verify_committees',
    'reverse-seq-pav': 'case_count_verify_committees',
    'seq-phragmen': 'case_count_verify_committees',
    'equal shares': 'case_count_verify_committees',
    'budgets': 'case_count_verify_committees',
}
# What happens too seldom for the elections of those tests: the oracle goes through all small ones, the unit test makes its own.
SELDOM = ('ranked pairs: equal majorities in one order only', 'ranked pairs: only the first of equal majorities is tried')


def run(command, folder):
    shared = {'CORDON_SHARED': os.environ.get('CORDON_SHARED') or str(SOURCE.parent / 'shared')}
    return subprocess.run(command, cwd=folder, env=dict(os.environ, **shared), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding='utf-8', timeout=1800)


def copy_tree(folder):
    names = run(['git', 'ls-files'], SOURCE).stdout.splitlines()
    for name in names:
        if (SOURCE / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(SOURCE / name, folder / name)


def build(folder):
    """A mutation that does not compile is none."""
    built = run(['ninja', '-C', 'build'], folder)
    if built.returncode:
        sys.exit('it does not compile:\n' + built.stdout[-2000:])


def fails(folder, tests):
    return run(['meson', 'test', '-C', 'build', '--no-rebuild'] + tests, folder).returncode != 0


def verifier_of(name):
    return VERIFIERS.get(name.split(':')[0]) if name not in SELDOM else None


def without_verifier():
    """Rules named by mutations of which VERIFIERS says nothing; a rule that is no more is no error there."""
    return sorted({one[0].split(':')[0] for one in MUTATIONS} - set(VERIFIERS))


def try_mutation(folder, name, path, old, new, tests):
    text = (folder / path).read_text(encoding='utf-8')
    if text.count(old) != 1:
        sys.exit('%s: "%s" stands %d times in %s' % (name, old, text.count(old), path))
    (folder / path).write_text(text.replace(old, new), encoding='utf-8')
    build(folder)
    caught = fails(folder, tests)
    verified = not verifier_of(name) or fails(folder, [verifier_of(name)])
    (folder / path).write_text(text, encoding='utf-8')
    print('%s - %s' % ('NOT NOTICED' if not caught else 'ok' if verified else 'NOT NOTICED BY VERIFY', name), flush=True)
    return caught and verified


def main(names):
    if without_verifier():
        sys.exit('VERIFIERS has no tests for: ' + ', '.join(without_verifier()))
    chosen = [one for one in MUTATIONS if not names or any(name in one[0] for name in names)]
    if '--list' in names:
        print('\n'.join(one[0] for one in MUTATIONS))
        return 0
    with tempfile.TemporaryDirectory(prefix='cordon-mutate-') as scratch:
        folder = pathlib.Path(scratch) / 'tree'
        copy_tree(folder)
        run(['meson', 'setup', 'build', '-Dtests=enabled', '-Dbuildtype=debugoptimized'], folder)
        build(folder)
        tests = {test for one in chosen for test in one[4]} | {verifier_of(one[0]) for one in chosen if verifier_of(one[0])}
        if fails(folder, sorted(tests)):
            sys.exit('the tests fail before anything is broken')
        missed = [one[0] for one in chosen if not try_mutation(folder, *one)]
    print('%d of %d noticed' % (len(chosen) - len(missed), len(chosen)))
    return 1 if missed or not chosen else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
