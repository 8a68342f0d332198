"""Seats of lists against what the methods promise, on every small vote: a share of seats is right when no quotient that won a seat
is below one that won none. The oracle goes through all shares of seats; the program gives seat after seat.
"""
import fractions
import itertools
import random
import unittest

from count_many import count_many


def shares_of(seats, most):
    """Every way to give out seats, as tuples."""
    return [one for one in itertools.product(*(range(min(seats, cap) + 1) for cap in most)) if sum(one) == seats]


def by_divisors(divisor, votes, seats, most):
    """Highest averages (Balinski and Young): every winning quotient is at least every losing one. divisor(k): of the k-th seat."""
    able = [cap if vote else 0 for vote, cap in zip(votes, most)]
    found = set()
    for share in shares_of(min(seats, sum(able)), able):
        won = [fractions.Fraction(vote, divisor(have)) for vote, have in zip(votes, share) if have]
        lost = [fractions.Fraction(vote, divisor(have + 1)) for vote, have, cap in zip(votes, share, able) if have < cap]
        if not won or not lost or min(won) >= max(lost):
            found.add(share)
    return found


def by_remainders(quota, votes, seats):
    """Whole quotas, and one seat more for those whose remainder is at least everybody else's."""
    quota = quota(sum(votes), seats)
    whole = [vote // quota for vote in votes]
    rest = [vote - quota * one for vote, one in zip(votes, whole)]
    found = set()
    for more in itertools.product((0, 1), repeat=len(votes)):
        share = tuple(one + extra for one, extra in zip(whole, more))
        took = [left for left, extra in zip(rest, more) if extra]
        others = [left for left, extra, vote in zip(rest, more, votes) if not extra and vote]
        if sum(share) == seats and all(extra <= vote for extra, vote in zip(more, votes)):
            if not took or not others or min(took) >= max(others):
                found.add(share)
    return found


METHODS = {
    'dhondt': lambda votes, seats, most: by_divisors(lambda k: k, votes, seats, most),
    'sainte-lague': lambda votes, seats, most: by_divisors(lambda k: 2 * k - 1, votes, seats, most),
}


def text_of(votes, most=None):
    """Lists alone, or with as many persons as `most` says (the list's votes are on its own row, the persons' are 0)."""
    rows = ['%s,,%d' % (chr(65 + i), vote) for i, vote in enumerate(votes)]
    for i, cap in enumerate(most or []):
        rows += ['%s,%s%d,0' % (chr(65 + i), chr(97 + i), k) for k in range(cap)]
    return 'list,candidate,votes\n' + '\n'.join(rows) + '\n'


class Lists(unittest.TestCase):
    def compare(self, rule, cases, oracle, texts, **settings):
        ties = 0
        for seats in sorted({seats for votes, seats in cases}):
            now = [(votes, text) for (votes, some), text in zip(cases, texts) if some == seats]
            answers = count_many(rule, 'lists', [text for votes, text in now], seats=seats, **settings)
            for (votes, text), (status, complete, outcomes) in zip(now, answers):
                expected = oracle(votes, seats)
                self.assertEqual({share for winners, share in outcomes}, expected, (rule, votes, seats))
                self.assertEqual((status, complete), (1 if len(expected) > 1 else 0, True))
                ties += len(expected) > 1
        self.assertGreater(ties, 20)

    def small(self):
        return [(votes, seats) for n in (1, 2, 3, 4) for votes in itertools.combinations_with_replacement(range(8), n) if sum(votes)
                for seats in (1, 2, 3, 5, 8)]

    def test_highest_quotients_on_every_small_vote(self):
        cases = self.small()
        for rule, oracle in METHODS.items():
            self.compare(rule, cases, lambda votes, seats: oracle(votes, seats, [seats] * len(votes)),
                         [text_of(votes) for votes, seats in cases])

    def test_largest_remainders_on_every_small_vote(self):
        cases = self.small()
        self.compare('largest-remainder', cases, lambda votes, seats: by_remainders(lambda all, n: fractions.Fraction(all, n), votes, seats),
                     [text_of(votes) for votes, seats in cases])
        # a Droop quota of few votes can leave more seats than one more for each: those are not of this form
        def quota(votes, seats):
            return votes // (seats + 1) + 1
        cases = [(votes, seats) for votes, seats in cases if by_remainders(quota, votes, seats)]
        self.compare('largest-remainder', cases, lambda votes, seats: by_remainders(quota, votes, seats),
                     [text_of(votes) for votes, seats in cases], quota='droop')

    def test_lists_that_run_out_of_persons(self):
        draw = random.Random(1)
        cases, texts = [], []
        most = {}
        for _ in range(1500):
            n, seats = draw.randint(2, 4), draw.randint(1, 6)
            votes, caps = tuple(draw.randint(0, 9) for _ in range(n)), tuple(draw.randint(1, 3) for _ in range(n))
            if (votes, seats) not in most and sum(votes):
                most[votes, seats] = caps
                cases.append((votes, seats))
                texts.append(text_of(votes, caps))
        for rule, oracle in METHODS.items():
            self.seats_only(rule, cases, texts, lambda votes, seats: oracle(votes, seats, most[votes, seats]))

    def seats_only(self, rule, cases, texts, oracle):
        """Like compare, where equal persons make more ties than the seats have."""
        for seats in range(1, 7):
            now = [(votes, text) for (votes, some), text in zip(cases, texts) if some == seats]
            answers = count_many(rule, 'lists', [text for votes, text in now], seats=seats)
            for (votes, text), (status, complete, outcomes) in zip(now, answers):
                self.assertTrue(complete)
                self.assertEqual({share for winners, share in outcomes}, oracle(votes, seats), (rule, text, seats))


class Pacts(unittest.TestCase):
    """Random elections with pacts and persons: the outcomes are put together from the shares at each level."""

    def election(self, draw):
        """[(pact or '', list, [votes of each person])]"""
        return [(draw.choice(['', 'P', 'P', 'Q']), 'L%d' % i, [draw.randint(0, 6) for _ in range(draw.randint(1, 3))])
                for i in range(draw.randint(1, 5))]

    def text(self, lists):
        rows = ['%s,%s,%s p%d,%d' % (pact, name, name, k, vote) for pact, name, persons in lists for k, vote in enumerate(persons)]
        return 'pact,list,candidate,votes\n' + '\n'.join(rows) + '\n'

    def highest(self, persons, seats):
        """Every set of `seats` (person, votes) that leaves nobody out with more votes than one of them."""
        for chosen in itertools.combinations(persons, min(seats, len(persons))):
            left = [vote for who, vote in persons if (who, vote) not in chosen]
            if not chosen or not left or min(vote for who, vote in chosen) >= max(left):
                yield frozenset(who for who, vote in chosen)

    def outcomes(self, lists, seats, method, within):
        number = itertools.count(1)
        numbered = [(pact, [(next(number), vote) for vote in persons]) for pact, name, persons in lists]
        blocks = {}
        for i, (pact, persons) in enumerate(numbered):
            blocks.setdefault(pact or i, []).append(persons)
        members = list(blocks.values())
        total = [sum(vote for persons in block for who, vote in persons) for block in members]
        room = [sum(len(persons) for persons in block) for block in members]
        found = set()
        for share in method(total, seats, room):
            parts = [set(self.inside(block, have, method, within)) for block, have in zip(members, share)]
            found |= {frozenset().union(*one) for one in itertools.product(*parts)}
        return found

    def inside(self, block, seats, method, within):
        if within == 'candidates' or len(block) == 1:
            yield from self.highest([one for persons in block for one in persons], seats)
            return
        for share in method([sum(vote for who, vote in persons) for persons in block], seats, [len(persons) for persons in block]):
            for parts in itertools.product(*(set(self.highest(persons, have)) for persons, have in zip(block, share))):
                yield frozenset().union(*parts)

    def test_both_ways_inside_a_pact(self):
        draw = random.Random(2)
        cases = [self.election(draw) for _ in range(500)]
        for rule, method in METHODS.items():
            for within in ('lists', 'candidates'):
                for seats in (1, 3, 4):
                    answers = count_many(rule, 'lists', [self.text(one) for one in cases], seats=seats, within=within)
                    for lists, (status, complete, outcomes) in zip(cases, answers):
                        expected = self.outcomes(lists, seats, method, within)
                        if complete:
                            self.assertEqual({frozenset(winners) for winners, share in outcomes}, expected, (rule, within, seats, lists))
