"""cordon count verify for committees and participatory budgets: reports are reproduced from their ballots, whatever is changed is found.

count_committees holds the counts themselves against the published winners of 71 profiles and two binding votes, and against an oracle;
here a second program, which has none of their code, has to say the same of each, and to notice what does not hold.
"""
import copy
import itertools
import json
import random
import unittest

import count_committees
from count_committees import BUDGETS, PROFILES, RULES, abc, pabulib
from count_verify import Verify
from program import sampled, share

# 0 and 1 are clones, 2 and 3 as well: several outcomes by each rule
TIED = [{0, 1}, {0, 1}, {2, 3}, {2, 3}, {0, 1, 4}, {4}]
CLONES = [set(range(16))]


class Committees(Verify):
    def profile(self, profile, candidates, seats, weights=None, name='some.abc.yaml'):
        return self.ballots(abc(profile, candidates, seats, weights), name)

    def town(self, name):
        """A binding vote of the shared data as .pb."""
        self.shared(BUDGETS)
        costs, votes, budget, _ = count_committees.Budgets.town(self, name)
        return self.ballots(pabulib(costs, votes, budget), 'town.pb')

    def not_replayed(self, path, report, code):
        found = self.verify(path, report, status=1)
        self.assertEqual((found['verdict'], found['findings'][0]['code']), ('not_replayed', code))


class Reproduced(Committees):
    def test_all_profiles_by_all_rules(self):
        seed = self.settings(seed='a public seed')
        known = sorted(self.shared(PROFILES).glob('*.json'))
        self.assertEqual(len(known), 71)
        for path in sampled(known, 8):
            data = json.loads(path.read_text(encoding='utf-8'))
            ballots = self.profile(data['profile'], data['num_cand'], data['committee_size'])
            for rule in RULES:
                with self.subTest(profile=path.name, rule=rule):
                    if self.assert_reproduced(ballots, rule=rule)['ties']:
                        self.assert_reproduced(ballots, '--settings', seed, rule=rule)

    def test_two_binding_votes(self):
        for name in ('Netherlands_Assen_2024', 'Poland_Swiecie_2023'):
            path = self.town(name)
            with self.subTest(town=name):
                report = self.assert_reproduced(path, rule='equal-shares')
                self.assertGreater(len(report['stages']), 5)
            for rule in RULES:
                with self.subTest(town=name, rule=rule):
                    self.assert_reproduced(path, '--seats', '5', '--settings', self.settings(seed='17'), rule=rule)

    def test_random_profiles(self):
        draw = random.Random(1895)
        tied = 0
        for number in range(share(60, 6)):
            candidates = draw.randint(1, 9)
            seats = draw.randint(1, candidates)
            profile = [draw.sample(range(candidates), draw.randint(0, candidates)) for _ in range(draw.randint(1, 9))] + [[0]]
            weights = [draw.randint(1, 3) for _ in profile] if number % 2 else None
            path = self.profile(profile, candidates, seats, weights)
            options = ['--settings', self.settings(seed='seed %d' % number)] if number % 3 else []
            for rule in RULES:
                with self.subTest(rule=rule, profile=profile, candidates=candidates, seats=seats, weights=weights):
                    tied += bool(self.assert_reproduced(path, *options, rule=rule)['ties'])
        self.assertGreater(tied, share(60, 6))

    def test_random_budgets(self):
        """Ties and exact fits are many; with cents, blank votes, and projects that nobody approves or can pay."""
        draw = random.Random(2021)
        tied = several = 0
        for number in range(share(150, 3)):
            projects = draw.randint(1, 6)
            costs = {'p%d' % one: draw.choice([1, 2, 3, 4, 6, 10, 12, 20, '2.5', '0.75']) for one in range(projects)}
            votes = [draw.sample(list(costs), draw.randint(0, projects)) for _ in range(draw.randint(1, 7))] + [['p0']]
            budget = '%.2f' % draw.uniform(1, 50) if number % 2 else draw.randint(1, 50)
            path = self.ballots(pabulib(costs, votes, budget), 'some.pb')
            options = ['--settings', self.settings(seed='seed %d' % number)] if number % 3 else []
            with self.subTest(costs=costs, votes=votes, budget=budget):
                report = self.assert_reproduced(path, *options, rule='equal-shares')
                tied += bool(report['ties'])
                several += len(report['winners']) > 1
        self.assertGreaterEqual(tied, share(6, 6))
        self.assertGreater(several, share(50, 3))

    def test_larger_profiles(self):
        """Where the proof has something to do; pairs, as in a graph, make the relaxation weak."""
        draw = random.Random(100)
        for number in range(12):
            candidates, seats, voters = draw.randint(15, 60), draw.randint(4, 12), draw.randint(20, 60)
            profile = [frozenset(draw.sample(range(candidates), draw.choice([2, 3, 6]))) for _ in range(voters)]
            path = self.profile(profile, candidates, seats)
            for rule in ('pav', 'slav', 'seq-phragmen', 'equal-shares'):
                with self.subTest(number=number, rule=rule):
                    report = self.count(path, rule=rule, status=None)
                    self.assertEqual(self.verify(path, report, 0 if report['outcomes_complete'] or 'av' in rule else 1)['verdict'],
                                     'reproduced' if report['outcomes_complete'] or 'av' in rule else 'not_replayed')

    def test_heavy_weights(self):
        path = self.profile([{0, 1}, {2}, {3}, {1, 2}], 4, 2, [600000000000, 300000000000, 99999999999, 1])
        for rule in RULES:
            with self.subTest(rule=rule):
                self.assert_reproduced(path, rule=rule)

    def test_nobody_approves_anybody(self):
        path = self.profile([set(), set()], 3, 2)
        for rule in RULES:
            with self.subTest(rule=rule):
                self.assert_reproduced(path, '--settings', self.settings(seed='s'), rule=rule)

    def test_spellings(self):
        """Of the same ballots in other forms, each with the report of the first."""
        report = self.count(self.profile([{0, 1}, {1}, {2}, set()], 4, 2), rule='pav', status=None)
        block = ('compute:\n- rule_id: av\n  result: [[0]]\nvoter_weights: [1, "1", 1, 1]\ncommitteesize: 2\nnum_cand: 4\n'
                 'profile:\n- - 1\n  - 0\n- - 1\n- - 2\n- []\n')
        self.assertEqual(self.verify(self.ballots(block, 'other.abc.yaml'), report)['verdict'], 'reproduced')
        plain = pabulib({'1': 10, '2': 20}, ['1', '12', '2', ''], 30, {'1': 'a "b"; c', '2': 'd'}).replace('a "b"; c', '"a ""b""; c"')
        report = self.count(self.ballots(plain, 'some.pb'), rule='equal-shares')
        self.assertEqual(report['candidates'][0]['name'], 'a "b"; c')
        for text in (plain.replace('\n', '\r\n'), plain.replace('1,2', ' 2 , 1 '), '\ufeff' + plain, plain + ';;\n\n'):
            self.assertEqual(self.verify(self.ballots(text, 'other.pb'), report)['verdict'], 'reproduced')


class Tampering(Committees):
    def test_every_value_by_every_rule(self):
        """Among several outcomes, drawn by lot and not."""
        path = self.profile([{0, 3}, {1, 3}, {2, 3}], 4, 3)
        for rule in RULES:
            with self.subTest(rule=rule):
                report = self.count(path, '--settings', self.settings(seed='17 03', seats=2), rule=rule)
                self.assertTrue(report['ties'][0]['digests'])
                self.assert_all_caught(path, report, 100)
        path = self.profile(TIED, 5, 3)
        report = self.count(path, rule='seq-phragmen', status=1)
        self.assert_all_caught(path, report, 100)

    def test_every_value_of_a_budget(self):
        path = self.ballots(pabulib({'p': 12, 'q': 9, 'r': '9.5'}, ['p', 'pq', 'qr'], 29), 'some.pb')
        self.assert_all_caught(path, self.count(path, rule='equal-shares'), 150)
        path = self.ballots(pabulib({'p': 10, 'q': 10}, ['pq', 'pq'], 15), 'some.pb')
        self.assert_all_caught(path, self.count(path, '--settings', self.settings(seed='9'), rule='equal-shares'), 100)
        self.assert_all_caught(path, self.count(path, rule='equal-shares', status=1), 50)

    def told(self, said, arguments):
        """The sentence with other arguments, in its message too."""
        for old, new in zip(said['arguments'], arguments):
            said['message'] = said['message'].replace(old, new)
        said['arguments'] = arguments

    def list_outcomes(self, report, outcomes):
        """A report without a seed that says of these outcomes what it would if they were all."""
        other = copy.deepcopy(report)
        tie, = other['ties']
        other['outcomes'] = outcomes
        tie['tied'] = list(range(1, len(outcomes) + 1))
        tie['names'] = [' + '.join(other['candidates'][one - 1]['name'] for one in outcome) for outcome in outcomes]
        for said in other['stages'][-1]['said']:
            if said['code'] == 'count.said.committees':
                self.told(said, [str(len(outcomes))])
        return other

    def test_outcomes_left_out_or_added_throughout(self):
        """With everything in the report that says how many there are."""
        path = self.profile([{0, 1, 2}, {3, 4, 5}, {0, 1, 2, 6}], 7, 2)
        for rule in RULES:
            report = self.count(path, rule=rule, status=1)
            outcomes = report['outcomes']
            self.assertGreater(len(outcomes), 2)
            self.assertEqual(self.verify(path, self.list_outcomes(report, outcomes))['verdict'], 'reproduced')
            for left_out in outcomes:
                with self.subTest(rule=rule, left_out=left_out):
                    self.assert_differs(path, self.list_outcomes(report, [one for one in outcomes if one != left_out]))
            for added in sampled(itertools.combinations(range(1, 8), 2), 3):
                if list(added) not in outcomes:
                    with self.subTest(rule=rule, added=added):
                        self.assert_differs(path, self.list_outcomes(report, sorted(outcomes + [list(added)])))

    def test_another_committee_than_the_best(self):
        """Each other committee in the place of the winners, with its own score: the second best is one."""
        profile = [{0, 1}, {0, 1}, {0, 2}, {3}, {3}, {2, 3}, {4}]
        path = self.profile(profile, 5, 2)
        worth = {0: 0, 1: 1, 2: 1.5}
        report = self.count(path, rule='pav')
        self.assertEqual(report['outcomes'], [[1, 4]])
        for committee in itertools.combinations(range(5), 2):
            if committee == (0, 3):
                continue
            other = copy.deepcopy(report)
            score = sum(worth[len(ballot & set(committee))] for ballot in profile)
            stage, = other['stages']
            self.told(stage['said'][0], ['%d' % score if score == int(score) else '%d/2' % (2 * score)])
            other['winners'] = [one + 1 for one in committee]
            other['outcomes'] = [other['winners']]
            for one in stage['candidates']:
                one['state'] = 'elected' if one['candidate'] in other['winners'] else 'excluded'
            with self.subTest(committee=committee):
                self.assert_differs(path, other)


class OtherBallots(Committees):
    def test_one_approval_more_or_less(self):
        report = {rule: self.count(self.profile(TIED, 5, 3), rule=rule, status=None) for rule in RULES}
        for voter, candidate in sampled(itertools.product(range(len(TIED)), range(5)), 5):
            profile = [ballot ^ ({candidate} if one == voter else set()) for one, ballot in enumerate(TIED)]
            path = self.profile(profile, 5, 3, name='other.abc.yaml')
            for rule in RULES:
                with self.subTest(rule=rule, voter=voter, candidate=candidate):
                    self.assert_differs(path, report[rule])

    def test_a_weight_or_the_seats(self):
        report = {rule: self.count(self.profile(TIED, 5, 3), rule=rule, status=None) for rule in RULES}
        for path in (self.profile(TIED, 5, 3, [1, 1, 1, 1, 1, 2], 'other.abc.yaml'), self.profile(TIED, 5, 2, name='fewer.abc.yaml')):
            for rule in RULES:
                with self.subTest(rule=rule, path=path.name):
                    self.assert_differs(path, report[rule])

    def test_a_cost_the_budget_or_a_vote(self):
        good = pabulib({'p': 12, 'q': 9, 'r': 9}, ['p', 'pq', 'qr', 'r'], 25)
        report = self.count(self.ballots(good, 'some.pb'), rule='equal-shares', status=None)
        self.assertEqual(self.verify(self.ballots(good, 'other.pb'), report)['verdict'], 'reproduced')
        for old, new in (('p;12;', 'p;13;'), ('budget;25', 'budget;26'), ('0;p\n', '0;q\n'), ('3;r\n', '3;\n'), ('project q', 'project s')):
            with self.subTest(new=new):
                self.assertIn(old, good)
                self.assert_differs(self.ballots(good.replace(old, new), 'other.pb'), report)

    def test_another_town(self):
        report = self.count(self.town('Netherlands_Assen_2024'), rule='equal-shares')
        self.assert_differs(self.town('Poland_Swiecie_2023'), report)


class TooMany(Committees):
    """More outcomes than a report lists: those listed must be outcomes, and there must be more."""

    def test_many_clones(self):
        path = self.profile(CLONES, 16, 8)
        for rule in sampled(RULES, 3):
            report = self.count(path, '--settings', self.settings(seed='s'), rule=rule, status=1)
            self.assertFalse(report['outcomes_complete'])
            with self.subTest(rule=rule):
                if rule in ('approval', 'sav', 'pav', 'slav'):
                    self.assertEqual(self.verify(path, report)['verdict'], 'reproduced')
                else:
                    self.not_replayed(path, report, 'recount.ways')

    def test_what_is_listed(self):
        circle = [{i, (i + 1) % 20} for i in range(20)]
        for rule, path in (('pav', self.profile(circle, 20, 5)), ('slav', self.profile(circle, 20, 5)), ('approval', self.profile(circle, 20, 5))):
            report = self.count(path, rule=rule, status=1)
            self.assertEqual(self.verify(path, report)['verdict'], 'reproduced')
            good = report['outcomes'][0]
            for wrong in (report['outcomes'][1], good[:4], good + [20], [0] + good[1:], good[:4] + [21], good[::-1], [1, 2, 3, 4, 5], 7, [1.5] * 5):
                if rule == 'approval' and wrong == [1, 2, 3, 4, 5]:
                    continue
                other = copy.deepcopy(report)
                other['outcomes'][0] = wrong
                if isinstance(wrong, list):
                    other['ties'][0]['names'][0] = ' + '.join(str(int(one) - 1) for one in wrong)
                with self.subTest(rule=rule, wrong=wrong):
                    self.assert_differs(path, other)

    def test_a_proof_that_is_too_long(self):
        """11,175 different ballots: more than the relaxation is solved for."""
        path = self.profile(itertools.combinations(range(150), 2), 150, 1)
        self.not_replayed(path, self.count(path, rule='pav', status=None), 'recount.search')

    def test_all_said_to_be_listed(self):
        """The list full, and nothing said of there being more."""
        path = self.profile(CLONES, 16, 8)
        for rule in sampled(RULES, 3):
            report = self.count(path, rule=rule, status=1)
            report['outcomes_complete'] = True
            with self.subTest(rule=rule):
                self.assertIn(self.verify(path, report, status=1)['verdict'], ('differs', 'not_replayed'))


class Refused(Committees):
    """Files that the count refuses, and some that this reader does: 2, and where."""

    def assert_refused(self, good, spoiled, name, rule, *options):
        path = self.ballots(good, name)
        report = self.write(self.count(path, *options, rule=rule, status=None))
        for row, text in spoiled:
            with self.subTest(text=text):
                done = self.cordon('count', 'verify', self.ballots(text, 'bad.' + name), report, '--json')
                self.assertEqual((done.returncode, done.stdout), (2, ''))
                self.assertEqual(json.loads(done.stderr)['findings'][0].get('row'), row)

    def test_profiles(self):
        good = 'profile: [[0], [1]]\n'
        self.assert_refused(good, [
            (2, 'profile: [[0], [1]\n'), (1, 'profile: [[0], [x]]\n'), (1, 'profile: [[0], [1, 1]]\n'), (None, 'num_cand: 2\n'),
            (None, good + 'num_cand: 1\n'), (None, good + 'voter_weights: [1]\n'), (2, good + 'voter_weights: [1, 0.5]\n'),
            (2, good + 'voter_weights: [1, 0]\n'), (1, 'profile: [&a [0], *a]\n'), (1, 'profile: 7\n'), (1, '- 1\n'), (None, ''),
            (2, good + good), (1, 'profile: [[0], 1]\n'), (1, 'profile: [[0], [[1]]]\n'), (1, 'profile: [[1000]]\n'), (2, good + 'num_cand: 1001\n'),
            (2, good + 'committeesize: [1]\n'), (2, good + '? [a]\n: b\n'), (2, good + '---\n' + good),
            (2, good + 'other: ' + '[' * 200 + ']' * 200 + '\n'), (None, good + 'voter_weights: [999999999999, 2]\n')],
            'some.abc.yaml', 'approval', '--seats', '1')

    def test_budgets(self):
        good = pabulib({'1': '10', '2': '20'}, ['1', '12', '2'], 30)
        def put(old, new):
            self.assertIn(old, good)
            return good.replace(old, new)
        self.assert_refused(good, [
            (8, put('1;10;', '1;ten;')), (8, put('1;10;', '1;10.;')), (5, put('budget;30', 'budget;a lot')), (13, put('1;1,2', '1;1,7')),
            (13, put('1;1,2', '1;1,1')), (9, put('2;20;', '1;20;')), (7, put('project_id;cost', 'project_id;price')),
            (4, put('approval', 'telepathy')), (4, put('approval', 'ordinal')), (11, put('voter_id;vote', 'voter_id;votes')),
            (9, good.split('VOTES')[0]), (1, 'x\n'), (8, put('1;10;project 1', '1;10;"project 1')), (8, put('1;10;', '1;"10"0;')),
            (11, put('approval', 'scoring').replace('voter_id;vote', 'voter_id;vote;points')), (10, put('VOTES\n', 'META\nVOTES\n')),
            (2, put('META\n', 'META\nPROJECTS\nMETA\n').replace('PROJECTS\nMETA', 'VOTES\nMETA')), (None, put('Some town', 'S\0'))],
            'some.pb', 'equal-shares')

    def test_what_could_not_have_been_counted(self):
        path = self.profile([{0}], 2, 1)
        report = self.count(path, rule='approval')
        report['settings'].append({'key': 'seats', 'name': None, 'value': '3'})
        self.not_replayed(path, report, 'recount.settings')
        good = pabulib({'1': '10', '2': '20'}, ['1', '12', '2'], 30)
        report = self.count(self.ballots(good, 'some.pb'), rule='equal-shares')
        for text in (good.replace('1;10;', '1;0;'), good.replace('1;10;', '1;10.0000000001;'), good.replace('budget;30\n', ''),
                     good.replace('budget;30', 'budget;999999999999999'), good.replace('0;1\n', '0;\n').replace('1;1,2\n', '').replace('2;2\n', '')):
            with self.subTest(text=text):
                self.not_replayed(self.ballots(text, 'other.pb'), report, 'recount.settings')


if __name__ == '__main__':
    unittest.main()
