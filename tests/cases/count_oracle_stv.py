"""The rules of single transferable votes against oracles written from their texts, on every small election of strict orders (up to the
names of candidates) and on random weak ones, with every outcome of every tie; and that names do not matter.

The oracles follow each ballot by itself (no parcels, no piles in arrays), in fractions or whole numbers of any length, and try every
choice where their text asks for a lot.
"""
import itertools
import math
import random
import unittest
from fractions import Fraction

from count_many import blt_text, count_many, strict_elections, weak_elections


def flat(ballot):
    """The candidates of a ballot up to the first rank given to several."""
    order = []
    for rank in ballot:
        if isinstance(rank, tuple):
            if len(rank) > 1:
                break
            rank = rank[0]
        order.append(rank)
    return order


def first_of(order, hopeful):
    return next((one for one in order if one in hopeful), None)


# ---- instant run-off: Minneapolis 167.60, without its batches

def run_off(candidates, ballots, seats=1):
    def count(left):
        votes = {one: 0 for one in left}
        for order in ballots:
            top = first_of(order, left)
            if top is not None:
                votes[top] += 1
        for one in left:
            if 2 * votes[one] > sum(votes.values()):
                return {frozenset([one])}
        if len(left) == 1:
            return {left}
        return set().union(*(count(left - {one}) for one in left if votes[one] == min(votes.values())))
    ballots = [flat(ballot) for ballot in ballots]
    return count(frozenset(range(candidates)))


# ---- the Reference WIGM Rule, in ten thousandths

def wigm(candidates, ballots, seats):
    orders = [flat(ballot) for ballot in ballots]
    quota = 10000 * len(orders) // (seats + 1) + 1

    def count(hopeful, pending, done, place, weight):
        votes = {one: sum(w for p, w in zip(place, weight) if p == one) for one in hopeful | pending}
        # B.1
        reached = {one for one in hopeful if votes[one] >= quota}
        hopeful, pending = hopeful - reached, pending | reached
        # D.3
        if len(done | pending) == seats:
            return {done | pending}
        if len(done | pending | hopeful) <= seats:
            return {done | pending | hopeful}
        outcomes = set()
        # B.3
        if pending:
            high = max(votes[one] for one in pending)
            for one in (c for c in pending if votes[c] == high):
                surplus = high - quota
                new = [(w * surplus // 10000) * 10000 // high if p == one else w for p, w in zip(place, weight)]
                to = [first_of(order, hopeful) if p == one and w else None if p == one else p
                      for order, p, w in zip(orders, place, new)]
                outcomes |= count(hopeful, pending - {one}, done | {one}, to, new)
            return outcomes
        # B.4
        low = min(votes[one] for one in hopeful)
        for one in (c for c in hopeful if votes[c] == low):
            left = hopeful - {one}
            to = [first_of(order, left) if p == one else p for order, p in zip(orders, place)]
            outcomes |= count(left, pending, done, to, weight)
        return outcomes

    everyone, nobody = frozenset(range(candidates)), frozenset()
    if candidates <= seats:
        return {everyone}
    return count(everyone, nobody, nobody, [first_of(order, everyone) for order in orders], [10000] * len(orders))


# ---- SSI 2007/42, in hundred thousandths

def scottish(candidates, ballots, seats):
    orders = [flat(ballot) for ballot in ballots if flat(ballot)]
    quota = (len(orders) // (seats + 1) + 1) * 100000

    def narrowed(tied, history, most):
        for votes in reversed(history):
            best = (max if most else min)(votes[one] for one in tied)
            tied = [one for one in tied if votes[one] == best]
        return tied

    def count(piles, continuing, waiting, elected, history):
        """piles: candidate -> [(rest of the order, value)]; history: votes at the end of each stage before this one's end."""
        votes = {one: sum(value for _, value in piles.get(one, [])) for one in range(candidates)}
        for one in elected - waiting:
            votes[one] = quota if one in sent else votes[one]
        reached = {one for one in continuing if votes[one] >= quota}
        continuing, elected = continuing - reached, elected | reached
        waiting = waiting | {one for one in reached if votes[one] > quota}
        if len(elected) < seats and len(continuing) <= seats - len(elected):
            return {elected | continuing}
        if len(elected) == seats:
            return {elected}
        history = history + [votes]
        outcomes = set()
        if waiting:
            high = max(votes[one] for one in waiting)
            for one in narrowed([c for c in waiting if votes[c] == high], history[:-1], True):
                new = move(piles, one, continuing, lambda value: value * (high - quota) // high)
                sent.append(one)
                outcomes |= count(new, continuing, waiting - {one}, elected, history)
                sent.pop()
            return outcomes
        low = min(votes[one] for one in continuing)
        for one in narrowed([c for c in continuing if votes[c] == low], history[:-1], False):
            new = move(piles, one, continuing - {one}, lambda value: value)
            outcomes |= count(new, continuing - {one}, waiting, elected, history)
        return outcomes

    def move(piles, source, continuing, worth):
        new = {one: list(pile) for one, pile in piles.items() if one != source}
        for order, value in piles.get(source, []):
            to = first_of(order, continuing)
            if to is not None:
                new.setdefault(to, []).append((order[order.index(to) + 1:], worth(value)))
        return new

    sent = []
    piles = {}
    for order in orders:
        piles.setdefault(order[0], []).append((order[1:], 100000))
    return count(piles, frozenset(range(candidates)), frozenset(), frozenset(), [])


# ---- Meek: the reference rule, and Algorithm 123 with as many decimals as the program's

def all_orders(ballot):
    """Every strict order a ballot stands for, and the part of the ballot it is."""
    ranks = [rank if isinstance(rank, tuple) else (rank,) for rank in ballot]
    orders = [sum(one, ()) for one in itertools.product(*(itertools.permutations(rank) for rank in ranks))]
    return [(order, Fraction(1, len(orders))) for order in orders]


def up(a, b):
    return -(-a // b)


def meek_rounds(candidates, ballots, seats, one, omega, extra, anytime):
    papers = [order for ballot in ballots for order in all_orders(ballot)]

    def distribute(keep):
        votes = dict.fromkeys(range(candidates), Fraction(0))
        for order, part in papers:
            weight = one
            for candidate in order:
                kept = up(weight * keep[candidate], one)
                votes[candidate] += part * kept
                weight -= kept
                if not weight:
                    break
        return {candidate: math.floor(vote) for candidate, vote in votes.items()}

    def count(hopeful, elected, keep):
        if len(elected) == seats or len(elected | hopeful) <= seats:
            return {elected if len(elected) == seats else elected | hopeful}
        keep, last = dict(keep), None
        while True:
            votes = distribute(keep)
            quota = sum(votes.values()) // (seats + 1) + extra
            reached = {c for c in hopeful if (votes[c] >= quota if extra else votes[c] > quota + omega)}
            if len(reached | elected) > seats:
                reached = set()
            surplus = max(0, sum(votes[c] - quota for c in elected | (reached if anytime or last is None else frozenset())))
            over = surplus < omega or (last is not None and surplus >= last)
            if reached and (anytime or last is None or over):
                return count(hopeful - reached, elected | reached, keep)
            if over:
                break
            last = surplus
            for c in elected:
                keep[c] = min(one, up(up(keep[c] * quota, one) * one, votes[c]))
        low = min(votes[c] for c in hopeful)
        return set().union(*(count(hopeful - {c}, elected, dict(keep, **{}) | {c: 0})
                             for c in hopeful if votes[c] <= low + surplus + (0 if extra else omega)))

    return count(frozenset(range(candidates)), frozenset(), dict.fromkeys(range(candidates), one))


def meek_prf(candidates, ballots, seats):
    return meek_rounds(candidates, ballots, seats, 10 ** 9, 10 ** 3, 1, True)


def meek(candidates, ballots, seats):
    return meek_rounds(candidates, ballots, seats, 10 ** 12, 10 ** 3, 0, False)


# ---- the comparisons

def canonical(candidates, ballots):
    """The least guise under all renamings, so that each election is tried once."""
    return min(tuple(sorted(tuple(name[c] for c in ballot) for ballot in ballots)) for name in itertools.permutations(range(candidates)))


def every_election():
    for candidates in (2, 3, 4):
        for ballots in sorted({canonical(candidates, ballots) for ballots in strict_elections(candidates, 5)}):
            yield candidates, ballots


EVERY = list(every_election())


class Exhaustive(unittest.TestCase):
    def compare(self, rule, oracle, elections, seats, **settings):
        answers = count_many(rule, 'blt', [blt_text(n, ballots, seats) for n, ballots in elections], **settings)
        several = 0
        for (n, ballots), (status, complete, outcomes) in zip(elections, answers):
            expected = oracle(n, ballots, seats)
            self.assertTrue(complete)
            self.assertIn(status, (0, 1))
            self.assertEqual({frozenset(one - 1 for one in winners) for winners in outcomes}, expected, (n, ballots, seats))
            several += len(expected) > 1
        self.assertTrue(0 < several < len(elections))

    def test_there_are_as_many_as_there_should_be(self):
        # two candidates: 1 to 5 ballots, the fewer of which rank one order: 1 + 2 + 2 + 3 + 3
        self.assertEqual(sum(n == 2 for n, _ in EVERY), 11)
        self.assertGreater(len(EVERY), 4000)

    def test_instant_run_off(self):
        self.compare('irv', run_off, EVERY, 1)

    def test_instant_run_off_with_batches_has_the_same_outcomes(self):
        self.compare('irv', run_off, EVERY, 1, batch='yes')

    def test_wigm(self):
        for seats in (1, 2, 3):
            self.compare('wigm', wigm, EVERY, seats)

    def test_scottish(self):
        for seats in (1, 2, 3):
            self.compare('scottish-stv', scottish, EVERY, seats)

    def test_meek_prf(self):
        for seats in (1, 2, 3):
            self.compare('meek-prf', meek_prf, EVERY, seats)

    def test_meek(self):
        for seats in (1, 2, 3):
            self.compare('meek', meek, EVERY, seats)

    def test_weak_and_short_orders(self):
        for seed, (rule, oracle) in enumerate((('irv', run_off), ('wigm', wigm), ('meek', meek), ('meek-prf', meek_prf))):
            for seats in (1,) if rule == 'irv' else (1, 2):
                with self.subTest(rule=rule, seats=seats):
                    self.compare(rule, oracle, list(weak_elections(10 * seed + seats, 500, 5, 8)), seats)


class Promises(unittest.TestCase):
    def test_names_do_not_matter(self):
        draw = random.Random(8)
        elections = list(weak_elections(9, 300, 6, 9))
        names = [draw.sample(range(n), n) for n, _ in elections]
        other = [(n, [tuple(tuple(name[one] for one in rank) for rank in ballot) for ballot in draw.sample(ballots, len(ballots))])
                 for (n, ballots), name in zip(elections, names)]
        for rule in ('irv', 'wigm', 'scottish-stv', 'meek', 'meek-prf'):
            seats = 1 if rule == 'irv' else 2
            before = count_many(rule, 'blt', [blt_text(n, ballots, seats) for n, ballots in elections])
            after = count_many(rule, 'blt', [blt_text(n, ballots, seats) for n, ballots in other])
            for name, (_, complete, one), (_, whole, two) in zip(names, before, after):
                if complete and whole:
                    self.assertEqual({frozenset(name[c - 1] for c in winners) for winners in one},
                                     {frozenset(c - 1 for c in winners) for winners in two})


if __name__ == '__main__':
    unittest.main()
