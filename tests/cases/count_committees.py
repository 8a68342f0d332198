"""Committees and participatory budgets from approval ballots: the 71 profiles of abcvoting with all their winning committees, two
binding votes with their official results, small cases worked by hand, and what is said of wrong files. Under sanitizers a sample of the
profiles and of the made-up ones (program.py).
"""
import hashlib
import itertools
import json
import math
import random
import unittest

import count_oracle_committees as oracle
from count_many import count_many
from count_stv import Count
from program import sampled, share

PROFILES = 'data/elections/approval_committees'
BUDGETS = 'data/elections/equal_shares_pb'

# the rule here: its name in the profiles, the oracle
RULES = {
    'approval': ('av', oracle.approval),
    'sav': ('sav', oracle.satisfaction),
    'pav': ('pav', oracle.pav),
    'slav': ('slav', oracle.slav),
    'seq-pav': ('seqpav', oracle.seq_pav),
    'reverse-seq-pav': ('revseqpav', oracle.reverse_seq_pav),
    'seq-phragmen': ('seqphragmen', oracle.seq_phragmen),
    'equal-shares': ('equal-shares', oracle.equal_shares),
}


def abc(profile, candidates, seats, weights=None):
    """A profile as an .abc.yaml file."""
    lines = ['profile: %s' % json.dumps([sorted(ballot) for ballot in profile]), 'num_cand: %d' % candidates, 'committeesize: %d' % seats]
    if weights:
        lines.append('voter_weights: %s' % json.dumps(weights))
    return '\n'.join(lines) + '\n'


class Committees(Count):
    def outcomes(self, path, rule, *options):
        """All winning committees, by numbers from 0, and the report; it must be decided exactly when there is one."""
        done = self.cordon('count', '--rule', rule, path, '--json', *options)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        report = json.loads(done.stdout)
        found = {frozenset(one - 1 for one in outcome) for outcome in report['outcomes']}
        self.assertEqual(len(found), len(report['outcomes']))
        self.assertTrue(report['outcomes_complete'])
        self.assertEqual((done.returncode == 0, report['decided']), (len(found) == 1,) * 2)
        return found, report


class Profiles(Committees):
    """All winning committees of 71 profiles, as abcvoting's tests expect them."""

    # These approvals are equal: 2 and 5 both have 1/3 + 1/3 + 1/4 + 1/3 + 1/5. What is expected has only one of the two committees
    # (a rounding error of sums of floating-point numbers); the oracle, with fractions, has both.
    ROUNDED = {('instanceS0003.json', 'sav'): [[0, 2, 3, 4], [0, 3, 4, 5]]}

    def test_all_winning_committees(self):
        known = sorted(self.shared(PROFILES).glob('*.json'))
        self.assertEqual(len(known), 71)
        for path in sampled(known, 8):
            data = json.loads(path.read_text(encoding='utf-8'))
            ballots = self.ballots(abc(data['profile'], data['num_cand'], data['committee_size']), 'some.abc.yaml')
            for rule, (name, _) in RULES.items():
                with self.subTest(profile=path.name, rule=rule):
                    expected = self.ROUNDED.get((path.name, rule), data['winning_committees'][name])
                    self.assertEqual(self.outcomes(ballots, rule)[0], {frozenset(one) for one in expected})


class Oracle(Committees):
    """Every rule against the oracle."""

    def assert_like(self, profile, candidates, seats, weights=None):
        ballots = self.ballots(abc(profile, candidates, seats, weights), 'some.abc.yaml')
        plain = [ballot for ballot, weight in zip(profile, weights or [1] * len(profile)) if ballot for _ in range(weight)]
        for rule, (_, function) in RULES.items():
            with self.subTest(profile=profile, candidates=candidates, seats=seats, rule=rule, weights=weights):
                self.assertEqual(self.outcomes(ballots, rule)[0], function(plain, candidates, seats))

    def test_random_profiles_with_weights_and_empty_ballots(self):
        draw = random.Random(4)
        for _ in range(share(40, 4)):
            candidates = draw.randint(2, 7)
            seats = draw.randint(1, min(4, candidates))
            profile = [frozenset(one for one in range(candidates) if draw.random() < 0.4) for _ in range(draw.randint(2, 7))]
            profile.append(frozenset([0]))
            self.assert_like(profile, candidates, seats, [draw.randint(1, 3) for _ in profile])


class Exhaustive(unittest.TestCase):
    """Every rule against the oracle on all profiles of up to 4 candidates and 5 voters, blank ballots among them, up to the names of
    candidates and the order of voters; committees of every size, and all winning committees compared. Ballots are sets of bits."""

    CANDIDATES, VOTERS = 4, 5

    @classmethod
    def setUpClass(cls):
        cls.profiles = [(n, profile, guises) for n in range(1, cls.CANDIDATES + 1) for profile, guises in cls.every_profile(n)]

    @classmethod
    def every_profile(cls, candidates):
        """Each profile that is the least of its guises, and how many guises there are."""
        renamed = [[sum(1 << name[c] for c in range(candidates) if ballot >> c & 1) for ballot in range(1 << candidates)]
                   for name in itertools.permutations(range(candidates))]
        for voters in range(1, cls.VOTERS + 1):
            for profile in itertools.combinations_with_replacement(range(1 << candidates), voters):
                guises = {tuple(sorted(name[ballot] for ballot in profile)) for name in renamed}
                if profile == min(guises) and any(profile):
                    yield profile, len(guises)

    def test_no_profile_is_left_out(self):
        # with all their guises they are all multisets of 1 to 5 of the 2^n ballots, but the 5 that are blank throughout
        for n in range(1, self.CANDIDATES + 1):
            self.assertEqual(sum(guises for candidates, _, guises in self.profiles if candidates == n),
                             sum(math.comb((1 << n) + voters - 1, voters) - 1 for voters in range(1, self.VOTERS + 1)))

    def compare(self, rule):
        cases = []
        for candidates, profile, _ in self.profiles:
            sets = [frozenset(c for c in range(candidates) if ballot >> c & 1) for ballot in profile]
            cases += [(sets, candidates, seats) for seats in range(1, candidates + 1)]
        function, known, several = RULES[rule][1], {}, 0
        for (sets, candidates, seats), (status, complete, outcomes) in zip(cases, count_many(rule, 'abc', [abc(*one) for one in cases])):
            plain = tuple(ballot for ballot in sets if ballot)
            key = plain, candidates, seats
            if key not in known:
                known[key] = function(plain, candidates, seats)
            found = {frozenset(one - 1 for one in winners) for winners in outcomes}
            self.assertEqual((complete, len(outcomes), found), (True, len(known[key]), known[key]), key)
            self.assertEqual(status, 0 if len(found) == 1 else 1, key)
            several += len(found) > 1
        self.assertTrue(0 < several < len(cases))

    def test_approval(self):
        self.compare('approval')

    def test_sav(self):
        self.compare('sav')

    def test_pav(self):
        self.compare('pav')

    def test_slav(self):
        self.compare('slav')

    def test_seq_pav(self):
        self.compare('seq-pav')

    def test_reverse_seq_pav(self):
        self.compare('reverse-seq-pav')

    def test_seq_phragmen(self):
        self.compare('seq-phragmen')

    def test_equal_shares(self):
        self.compare('equal-shares')

    def test_no_rule_is_left_out(self):
        for rule in RULES:
            self.assertTrue(hasattr(self, 'test_' + rule.replace('-', '_')), rule)


class Larger(Committees):
    """PAV and SLAV where branch and bound has something to do, against every committee scored with whole numbers."""

    def best(self, profile, candidates, seats, weight):
        scale = 2 * 3 * 4 * 5 * 7 * 9 * 11 * 13
        worth = [0]
        for j in range(1, seats + 1):
            self.assertEqual(scale % weight(j), 0)
            worth.append(worth[-1] + scale // weight(j))
        sets = [sum(1 << one for one in ballot) for ballot in profile]
        most, found = -1, set()
        for committee in itertools.combinations(range(candidates), seats):
            bits = sum(1 << one for one in committee)
            score = sum(worth[(ballot & bits).bit_count()] for ballot in sets)
            if score >= most:
                found = found if score == most else set()
                found.add(frozenset(committee))
                most = score
        return found

    def test_against_every_committee(self):
        draw = random.Random(8)
        several = 0
        for number in range(24):
            candidates, seats, voters = draw.randint(10, 14), draw.randint(3, 6), draw.randint(4, 25)
            if number % 3:
                profile = [frozenset(draw.sample(range(candidates), draw.choice([2, 3]))) for _ in range(voters)]
            else:
                profile = [frozenset(one for one in range(candidates) if draw.random() < 0.4) for _ in range(voters)]
            path = self.ballots(abc(profile, candidates, seats), 'some.abc.yaml')
            for rule, weight in (('pav', lambda j: j), ('slav', lambda j: 2 * j - 1)):
                with self.subTest(number=number, rule=rule):
                    found, _ = self.outcomes(path, rule)
                    self.assertEqual(found, self.best(profile, candidates, seats, weight))
                    several += len(found) > 1
        self.assertGreater(several, 5)

    def test_clones_of_clones(self):
        # each of 4 groups of 3 voters approves its own 3 candidates; 4 seats: one of each, 81 ways, 12 points
        profile = [frozenset(range(3 * group, 3 * group + 3)) for group in range(4) for _ in range(3)]
        found, report = self.outcomes(self.ballots(abc(profile, 12, 4), 'some.abc.yaml'), 'pav')
        self.assertEqual(found, {frozenset(one) for one in itertools.product(range(3), range(3, 6), range(6, 9), range(9, 12))})
        self.assertEqual(report['stages'][0]['said'][0]['arguments'][0], '12')

    def test_heavy_weights(self):
        """10^12 ballots in all, and PAV's score is exact: 6x10^11 x (1 + 1/2) + 3x10^11 + 10^11."""
        text = abc([{0, 1}, {2}, {3}], 4, 4, [600000000000, 300000000000, 100000000000])
        report = self.count(self.ballots(text, 'some.abc.yaml'), rule='pav')
        self.assertEqual(report['stages'][0]['said'][0]['arguments'][0], '1300000000000')
        report = self.count(self.ballots(text.replace('committeesize: 4', 'committeesize: 2'), 'some.abc.yaml'), rule='pav', status=1)
        self.assertEqual(sorted(report['outcomes']), [[1, 2], [1, 3], [2, 3]])


class Hand(Committees):
    """Worked by hand from the papers."""

    # Lackner and Skowron, running example 1: 12 voters, 7 candidates a to g, 4 seats
    EXAMPLE = [{0, 1}] * 3 + [{0, 2}] * 3 + [{0, 3}] * 2 + [{1, 2, 5}] + [{4}] + [{5}] + [{6}]

    def committees(self, rule, profile, candidates, seats):
        return self.outcomes(self.ballots(abc(profile, candidates, seats), 'some.abc.yaml'), rule)

    def test_the_running_example_of_the_book(self):
        # approvals: a 8, b 4, c 4, d 2, e 1, f 2, g 1
        self.assertEqual(self.committees('approval', self.EXAMPLE, 7, 4)[0], {frozenset({0, 1, 2, 3}), frozenset({0, 1, 2, 5})})
        found, report = self.committees('seq-phragmen', self.EXAMPLE, 7, 4)
        self.assertEqual([one['votes'] for one in report['stages'][0]['candidates']], ['1/8', '1/4', '1/4', '1/2', '1', '1/2', '1'])
        # a at 1/8; then b and c at (1 + 3/8)/4 = 11/32, and so on: the oracle has the rest
        self.assertEqual(report['stages'][1]['candidates'][1]['votes'], '11/32')
        self.assertEqual(found, oracle.seq_phragmen(self.EXAMPLE, 7, 4))

    def test_a_tie_in_order_alone_needs_no_lot(self):
        # 0 and 1 are tied for the first seat; both are elected whichever goes first
        for rule in ('seq-pav', 'seq-phragmen', 'equal-shares'):
            found, report = self.committees(rule, [{0}, {0}, {1}, {1}, {2}], 3, 2)
            self.assertEqual((found, report['decided'], report['ties']), ({frozenset({0, 1})}, True, []))

    def test_a_lot_among_committees(self):
        path = self.ballots(abc([{0}, {1}, {2}], 3, 2), 'some.abc.yaml')
        report = self.count(path, rule='approval', status=1)
        tie, = report['ties']
        self.assertEqual((tie['names'], tie['tied'], tie['chosen']), (['0 + 1', '0 + 2', '1 + 2'], [1, 2, 3], None))
        for rule in RULES:
            winners = set()
            for seed in ('red', 'black', 'x', 'y', 'z', 'w'):
                report = self.count(path, '--settings', self.settings(seed=seed), rule=rule)
                tie, = report['ties']
                self.assertEqual(tie['digests'], self.digests(seed, rule, tie))
                self.assertEqual(tie['chosen'], tie['tied'][tie['digests'].index(min(tie['digests']))])
                self.assertEqual(sorted(report['winners']), report['outcomes'][tie['chosen'] - 1])
                winners.add(tuple(sorted(report['winners'])))
            self.assertGreater(len(winners), 1, rule)

    def digests(self, seed, rule, tie):
        return [hashlib.sha256(('%s\n%s\n%d\n1\n%d\n' % (seed, rule, tie['stage'], one)).encode()).hexdigest() for one in tie['tied']]

    def test_too_many_committees_are_said_to_be_too_many(self):
        for rule in RULES:
            path = self.ballots(abc([set(range(16))], 16, 8), 'some.abc.yaml')
            report = self.count(path, '--settings', self.settings(seed='s'), rule=rule, status=1)
            self.assertEqual((report['decided'], report['outcomes_complete'], len(report['outcomes'])), (False, False, 1000))

    def test_too_many_committees_without_twins(self):
        """Voters along a circle approve two neighbours each. PAV's best committees have no two neighbours, and there are
        20/15 x C(15, 5) = 4004 of them (Kaplansky); no two candidates have the same voters."""
        circle = [{i, (i + 1) % 20} for i in range(20)]
        for seats, many in ((4, 2275), (5, 4004)):
            self.assertEqual(20 * math.comb(20 - seats, seats) // (20 - seats), many)
            for rule in ('pav', 'slav'):
                with self.subTest(seats=seats, rule=rule):
                    report = self.count(self.ballots(abc(circle, 20, seats), 'some.abc.yaml'), '--settings', self.settings(seed='s'),
                                        rule=rule, status=1)
                    self.assertEqual((report['outcomes_complete'], len(report['outcomes']), report['winners']), (False, 1000, []))

    def test_more_seats_than_candidates(self):
        for rule in RULES:
            finding, = self.cordon_refuses('count', '--rule', rule, self.ballots(abc([{0}], 2, 3), 'some.abc.yaml'))
            self.assertEqual((finding['code'], finding['field']), ('count.seats_range', 'seats'))

    def test_numbering_does_not_matter(self):
        draw = random.Random(5)
        profile = [frozenset(draw.sample(range(8), 3)) for _ in range(10)]
        order = draw.sample(range(8), 8)
        for rule in RULES:
            found, _ = self.committees(rule, profile, 8, 4)
            other, _ = self.committees(rule, [frozenset(order[one] for one in ballot) for ballot in draw.sample(profile, 10)], 8, 4)
            self.assertEqual({frozenset(order[one] for one in committee) for committee in found}, other)

    def test_one_more_approval_does_not_hurt_who_is_elected(self):
        """Support monotonicity with an additional voter, which AV, SAV and PAV have."""
        draw = random.Random(6)
        profile = [frozenset(draw.sample(range(7), 3)) for _ in range(9)]
        for rule in ('approval', 'sav', 'pav'):
            if rule in RULES:
                found, _ = self.committees(rule, profile, 7, 3)
                for one in frozenset.union(*found):
                    more, _ = self.committees(rule, profile + [frozenset([one])], 7, 3)
                    self.assertIn(one, frozenset.union(*more))


def pabulib(costs, votes, budget, names=None):
    lines = ['META', 'key;value', 'description;Some town', 'vote_type;approval', 'budget;%s' % budget, 'PROJECTS', 'project_id;cost;name']
    lines += ['%s;%s;%s' % (one, cost, (names or {}).get(one, 'project %s' % one)) for one, cost in costs.items()]
    lines += ['VOTES', 'voter_id;vote'] + ['%d;%s' % (number, ','.join(vote)) for number, vote in enumerate(votes)]
    return '\n'.join(lines) + '\n'


class Budgets(Committees):
    def town(self, name):
        """(costs, votes, budget, official) of the shared form."""
        costs, votes, budget, official = {}, [], None, set()
        for line in (self.shared(BUDGETS) / (name + '.txt')).read_text(encoding='utf-8').splitlines():
            word = line.split()
            if word[0] == 'B':
                budget = word[1]
            elif word[0] == 'P':
                costs[word[1]] = word[2]
                official |= {word[1]} if word[4] == '1' else set()
            elif word[0] == 'V':
                votes.append(word[1].split(','))
        return costs, votes, budget, official

    def test_binding_votes(self):
        for name, voters in (('Netherlands_Assen_2024', '84'), ('Poland_Swiecie_2023', '2553')):
            with self.subTest(town=name):
                costs, votes, budget, official = self.town(name)
                report = self.count(self.ballots(pabulib(costs, votes, budget), 'some.pb'), rule='equal-shares')
                names = list(costs)
                self.assertEqual(({names[one - 1] for one in report['winners']}, report['valid']), (official, voters))
                self.assertEqual(len(report['outcomes']), 1)

    def test_of_two_bought_either_way_the_lower_number_is_first(self):
        # nobody shares a voter: all three are bought at once, whatever the order
        report = self.count(self.ballots(pabulib({'p': 5, 'q': 5, 'r': 5}, ['p', 'q', 'r'], 15), 'some.pb'), rule='equal-shares')
        self.assertEqual((report['winners'], report['outcomes'], report['ties']), ([1, 2, 3], [[1, 2, 3]], []))

    def random_budgets(self, draw, count):
        for _ in range(count):
            projects = draw.randint(1, 6)
            costs = [draw.choice([1, 2, 3, 4, 6, 10, 12, 20]) for _ in range(projects)]
            votes = [draw.sample(range(projects), draw.randint(1, projects)) for _ in range(draw.randint(1, 7))]
            yield costs, votes, draw.randint(max(costs), sum(costs) + 3)

    def test_random_budgets_like_the_oracle(self):
        tied = 0
        for costs, votes, budget in self.random_budgets(random.Random(7), share(150, 2)):
            with self.subTest(costs=costs, votes=votes, budget=budget):
                text = pabulib({str(one): cost for one, cost in enumerate(costs)}, [list(map(str, vote)) for vote in votes], budget)
                found, _ = self.outcomes(self.ballots(text, 'some.pb'), 'equal-shares')
                self.assertEqual(found, oracle.equal_shares_budget([frozenset(vote) for vote in votes], costs, budget))
                tied += len(found) > 1
        self.assertGreaterEqual(tied, share(6, 6))

    def share(self, report):
        """What everybody had in the last round that holds, and how many units of it were added."""
        said, = [one['arguments'] for one in report['stages'][0]['said'] if one['code'] == 'count.said.share']
        return said

    def test_a_round_by_hand(self):
        # 3 voters, budget 30: 10 each. p (cost 12) by 1 and 2: 6 each, 1/2 a unit of cost. q (cost 9) by 2 and 3: 4.5 each, 1/2:
        # tied, and after p voter 2 has 4 left: 4 + 5. After q voter 2 has 5.5: 5.5 + 6.5. Both are elected either way, for 21.
        # r (cost 9) by 3 alone is not affordable then: one unit more each at a time. After p, q: voter 3 has 5 + k, or 5.5 + k.
        # k = 4: 9; r would be the third, 30 together: it fits, and all are elected.
        report = self.count(self.ballots(pabulib({'p': 12, 'q': 9, 'r': 9}, ['p', 'pq', 'qr'], 30), 'some.pb'), rule='equal-shares')
        self.assertEqual((sorted(report['winners']), self.share(report)), ([1, 2, 3], ['14', '4']))
        # with 29 it does not: k = 3 is the last that holds, 29/3 + 3 each
        report = self.count(self.ballots(pabulib({'p': 12, 'q': 9, 'r': 9}, ['p', 'pq', 'qr'], 29), 'some.pb'), rule='equal-shares')
        self.assertEqual((sorted(report['winners']), self.share(report)), ([1, 2], ['38/3', '3']))

    def test_decimals_and_a_committee_from_a_budget(self):
        whole = self.count(self.ballots(pabulib({'p': 120, 'q': 90, 'r': 95}, ['p', 'pq', 'qr'], 290), 'some.pb'), rule='equal-shares')
        cents = self.count(self.ballots(pabulib({'p': '120.00', 'q': '90.0', 'r': '95'}, ['p', 'pq', 'qr'], '290.000'), 'some.pb'),
                           rule='equal-shares')
        self.assertEqual(whole['stages'], cents['stages'])
        self.assertEqual(len(self.count(self.ballots(pabulib({'p': 1, 'q': 1, 'r': 1}, ['p', 'pq', 'qq'[:1]], 3), 'some.pb'),
                                        '--seats', '1', rule='approval', status=1)['outcomes']), 2)


class Forms(Committees):
    """Wrong files: row and reason."""

    def codes(self, text, name, rule='approval'):
        return [(one['code'], one.get('row')) for one in self.cordon_refuses('count', '--rule', rule, self.ballots(text, name))]

    def test_pabulib(self):
        good = pabulib({'1': '10', '2': '20'}, ['1', '12', '2'], 30)
        for spoiled, code, row in ((good.replace('1;10;', '1;ten;'), 'count.amount', 8),
                                   (good.replace('budget;30', 'budget;a lot'), 'count.amount', 5),
                                   (good.replace('1;1,2', '1;1,7'), 'count.no_such_candidate', 13),
                                   (good.replace('1;1,2', '1;1,1'), 'count.named_twice', 13),
                                   (good.replace('2;20;', '1;20;'), 'count.name_twice', 9),
                                   (good.replace('project_id;cost', 'project_id;price'), 'count.column_missing', 7),
                                   (good.replace('approval', 'telepathy'), 'count.vote_type', 4)):
            with self.subTest(code=code, row=row):
                self.assertIn((code, row), self.codes(spoiled, 'some.pb'))
        self.assertEqual(self.codes(good.split('VOTES')[0], 'some.pb')[0][0], 'count.section_missing')
        self.assertEqual(self.codes(good.replace('1;10;', '1;0;'), 'some.pb', 'equal-shares')[0][0], 'count.amount')

    def test_pabulib_quotes_blanks_and_line_ends(self):
        plain = pabulib({'1': '10', '2': '20'}, ['1', '12', '2'], 30, {'1': 'a "b"; c', '2': 'd'})
        quoted = plain.replace('a "b"; c', '"a ""b""; c"')
        report = self.count(self.ballots(quoted.replace('\n', '\r\n'), 'some.pb'), '--seats', '2', rule='approval')
        self.assertEqual([one['name'] for one in report['candidates']], ['a "b"; c', 'd'])
        self.assertEqual(self.count(self.ballots(quoted.replace(',', ' , '), 'some.pb'), '--seats', '2', rule='approval'), report)

    def test_abcvoting(self):
        for text, code in (('profile: [[0], [1]\n', 'count.yaml_syntax'), ('profile: [[0], [x]]\n', 'count.setting_value'),
                           ('profile: [[0], [5]]\nnum_cand: 2\n', 'count.no_such_candidate'),
                           ('profile: [[0], [1, 1]]\n', 'count.named_twice'), ('num_cand: 2\n', 'count.section_missing'),
                           ('profile: [[0], [1]]\nvoter_weights: [1]\n', 'count.weights_number'),
                           ('profile: [[0], [1]]\nvoter_weights: [1, 0.5]\n', 'count.setting_value'),
                           ('profile: [&a [0], *a]\n', 'count.yaml_alias'), ('profile: 7\n', 'count.setting_value'),
                           ('- 1\n', 'count.setting_value'), ('', 'count.setting_value')):
            with self.subTest(text=text):
                self.assertEqual(self.codes(text, 'some.abc.yaml')[0][0], code)

    def test_abcvoting_spellings(self):
        flow = self.count(self.ballots(abc([{0, 1}, {1}, {2}], 4, 1), 'some.abc.yaml'), rule='approval')
        block = 'compute:\n- rule_id: av\n  result: [[0]]\ncommitteesize: 1\nnum_cand: 4\nprofile:\n- - 0\n  - 1\n- - 1\n- - 2\n'
        self.assertEqual(self.count(self.ballots(block, 'some.abc.yaml'), rule='approval')['stages'], flow['stages'])
        self.assertEqual(self.count(self.ballots(block, 'unknown'), rule='approval')['stages'], flow['stages'])


if __name__ == '__main__':
    unittest.main()
