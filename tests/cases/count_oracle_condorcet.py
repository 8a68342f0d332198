"""Schulze and ranked pairs against oracles written from the text of the Debian Constitution and of Tideman's paper, on every small
election of strict orders and on random weak ones; and what these rules promise: names do not matter, more support does no harm.

The oracles work on sets of defeats and lists of orders; the program on matrices of chains and on rows of bits.
"""
import collections
import fractions
import functools
import itertools
import random
import unittest

from count_many import blt_text, count_many, strict_elections, weak_elections


def preferences(candidates, ballots):
    """V(A, B) for every pair: a ballot ranks what it names above what it does not."""
    votes = collections.Counter()
    for ballot in ballots:
        place = {}
        for at, rank in enumerate(ballot):
            for one in rank if isinstance(rank, tuple) else (rank,):
                place[one] = at
        for a in range(candidates):
            for b in range(candidates):
                if place.get(a, candidates) < place.get(b, candidates):
                    votes[a, b] += 1
    return votes


def debian(candidates, votes, default=None, quorum=0, majority=None):
    """The Debian Constitution 1.7, A.6, point by point."""
    options = set(range(candidates))
    if default is not None:
        # 2. any (non-default) option that does not receive at least R votes ranking it above the default option is dropped
        options = {a for a in options if a == default or votes[a, default] >= quorum}
        # 3. ... and any that does not defeat the default option by its required majority ratio
        options = {a for a in options if a == default or (
            votes[a, default] >= fractions.Fraction((majority or {}).get(a, 1)) * votes[default, a]
            and votes[a, default] > votes[default, a])}
    # 4. the list of pairwise defeats
    defeats = {(a, b) for a in options for b in options if votes[a, b] > votes[b, a]}
    while True:
        # 5. transitive defeats
        transitive = set(defeats)
        while True:
            more = {(a, d) for a, b in transitive for c, d in defeats if b == c} - transitive
            if not more:
                break
            transitive |= more
        # 6. the Schwartz set
        schwartz = {a for a in options if all((a, b) in transitive or (b, a) not in transitive for b in options)}
        # 7. drop the weakest defeats between options of the Schwartz set
        within = [(votes[a, b], -votes[b, a], a, b) for a, b in defeats if a in schwartz and b in schwartz]
        if not within:
            # 8.
            return schwartz
        weakest = min(within)[:2]
        defeats -= {(a, b) for strong, against, a, b in within if (strong, against) == weakest}


def reaches(kept, start, goal):
    """Whether a path of kept pairs goes from start to goal."""
    front, seen = [start], set()
    while front:
        at = front.pop()
        if at == goal:
            return True
        seen.add(at)
        front += [b for a, b in kept if a == at and b not in seen]
    return False


def tideman(candidates, votes):
    """Every winner that some order of the majorities of equal size gives: all the orders are gone through."""
    sizes = collections.defaultdict(list)
    for a, b in itertools.permutations(range(candidates), 2):
        if votes[a, b] > votes[b, a]:
            sizes[votes[a, b] - votes[b, a]].append((a, b))
    outcomes = {frozenset()}
    for size in sorted(sizes, reverse=True):
        longer = set()
        for kept in outcomes:
            for order in itertools.permutations(sizes[size]):
                now = set(kept)
                for a, b in order:
                    if not reaches(now, b, a):
                        now.add((a, b))
                longer.add(frozenset(now))
        outcomes = longer
    return {c for kept in outcomes for c in range(candidates) if all(b != c for a, b in kept)}


def tideman_by_choices(candidates, votes):
    """The same where there are too many orders: what can be kept next, one after the other, from every set kept so far."""
    sizes = collections.defaultdict(list)
    for a, b in itertools.permutations(range(candidates), 2):
        if votes[a, b] > votes[b, a]:
            sizes[votes[a, b] - votes[b, a]].append((a, b))
    outcomes = {frozenset()}
    for size in sorted(sizes, reverse=True):
        ends, seen, front = set(), set(outcomes), list(outcomes)
        while front:
            kept = front.pop()
            able = [(a, b) for a, b in sizes[size] if (a, b) not in kept and not reaches(kept, b, a)]
            ends |= set() if able else {kept}
            longer = {kept | {one} for one in able} - seen
            seen |= longer
            front += longer
        outcomes = ends
    return {c for kept in outcomes for c in range(candidates) if all(b != c for a, b in kept)}


def outcomes_of(answers):
    """The winners of each answer, numbered from 0; every answer must be complete, and decided exactly when there is one winner."""
    for status, complete, outcomes in answers:
        assert complete and status == (0 if len(outcomes) == 1 else 1), (status, outcomes)
        yield {winner - 1 for winner, in outcomes}


class Exhaustive(unittest.TestCase):
    def compare(self, rule, oracle, elections, **settings):
        elections = list(elections)
        answers = outcomes_of(count_many(rule, 'blt', [blt_text(*one) for one in elections], **settings))
        known = functools.lru_cache(None)(lambda n, pairs: oracle(n, collections.Counter(dict(pairs))))
        several = 0
        for (candidates, ballots), found in zip(elections, answers):
            expected = known(candidates, tuple(sorted(preferences(candidates, ballots).items())))
            self.assertEqual(found, expected, ballots)
            several += len(expected) > 1
        self.assertGreater(len(elections), 500)
        self.assertTrue(0 < several < len(elections))

    def strict(self):
        return [(n, ballots) for n in (2, 3, 4) for ballots in strict_elections(n, 5)]

    def test_schulze_on_every_strict_election(self):
        self.compare('schulze', debian, self.strict())

    def test_ranked_pairs_on_every_strict_election(self):
        self.compare('ranked-pairs', tideman, self.strict())

    def test_schulze_on_weak_orders(self):
        self.compare('schulze', debian, weak_elections(1, 3000, 6, 12))

    def test_ranked_pairs_on_weak_orders(self):
        self.compare('ranked-pairs', tideman, weak_elections(2, 2000, 4, 9))

    def test_ranked_pairs_on_more_options(self):
        self.compare('ranked-pairs', tideman_by_choices, weak_elections(10, 600, 4, 9))
        draw = random.Random(11)
        elections = [(6, [tuple(draw.sample(range(6), 6)) for _ in range(draw.choice((6, 7, 8, 9)))]) for _ in range(600)]
        self.compare('ranked-pairs', tideman_by_choices, elections)

    def test_quorum_and_majority_on_weak_orders(self):
        for quorum, ratio in (('2', '1'), ('0', '2'), ('3.5', '3/2'), ('1', '0.5')):
            with self.subTest(quorum=quorum, ratio=ratio):
                self.compare('schulze', lambda n, votes: debian(n, votes, 1, fractions.Fraction(quorum), {0: ratio}),
                             weak_elections(3, 600, 5, 9), default='b', quorum=quorum, majority={'a': ratio})


class Promises(unittest.TestCase):
    RULES = ('schulze', 'ranked-pairs')

    def winners(self, rule, elections):
        return list(outcomes_of(count_many(rule, 'blt', [blt_text(*one) for one in elections])))

    def test_names_do_not_matter(self):
        draw = random.Random(4)
        elections = list(weak_elections(5, 600, 5, 8))
        new = [draw.sample(range(n), n) for n, ballots in elections]
        renamed = [(n, [tuple(tuple(name[one] for one in rank) for rank in ballot) for ballot in draw.sample(ballots, len(ballots))])
                   for (n, ballots), name in zip(elections, new)]
        for rule in self.RULES:
            for before, after, name in zip(self.winners(rule, elections), self.winners(rule, renamed), new):
                self.assertEqual({name[one] for one in before}, after)

    def test_more_support_does_no_harm(self):
        """A winner who moves up one place on one ballot, all others as they were, still wins."""
        draw = random.Random(6)
        elections = [(4, [tuple(draw.sample(range(4), 4)) for _ in range(draw.randint(3, 9))]) for _ in range(1500)]
        for rule in self.RULES:
            raised, who = [], []
            for (n, ballots), winners in zip(elections, self.winners(rule, elections)):
                winner = min(winners)
                at = next((i for i, ballot in enumerate(ballots) if ballot[0] != winner), None)
                if at is None:
                    continue
                ballot = list(ballots[at])
                place = ballot.index(winner)
                ballot[place - 1], ballot[place] = ballot[place], ballot[place - 1]
                raised.append((n, ballots[:at] + [tuple(ballot)] + ballots[at + 1:]))
                who.append(winner)
            self.assertGreater(len(who), 1000)
            for winner, winners in zip(who, self.winners(rule, raised)):
                self.assertIn(winner, winners)

    def test_who_beats_everyone_wins(self):
        elections = list(weak_elections(7, 1500, 5, 9))
        for rule in self.RULES:
            met = 0
            for (n, ballots), winners in zip(elections, self.winners(rule, elections)):
                votes = preferences(n, ballots)
                beats_all = [a for a in range(n) if all(votes[a, b] > votes[b, a] for b in range(n) if b != a)]
                if beats_all:
                    self.assertEqual(winners, set(beats_all))
                    met += 1
            self.assertGreater(met, 300)
