"""Condorcet rules: Debian's twenty votes against their official results, published examples, small cases worked out by hand."""
import json
import random

from count_stv import Count

DEBIAN = 'data/elections/condorcet_debian'


def blt(names, ballots, seats=1):
    """BLT of [(weight, "1 2=3")]."""
    lines = ['%d %d' % (len(names), seats)] + ['%d %s 0' % one for one in ballots] + ['0'] + ['"%s"' % name for name in names]
    return '\n'.join(lines) + '\n"a title"\n'


class Pairs(Count):
    def ranked(self, rule, names, ballots, status=0, **settings):
        return self.count(self.ballots(blt(names, ballots)), '--settings', self.settings(**settings), rule=rule, status=status)

    def matrix(self, report, key='pairwise'):
        found, = [one['cells'] for one in report['matrices'] if one['key'] == key]
        return found

    def winners(self, report):
        return self.names(report, report['winners'])

    def possible(self, report):
        return sorted(''.join(self.names(report, one)) for one in report['outcomes'])


class Debian(Pairs):
    def votes(self):
        known = sorted(self.shared(DEBIAN).glob('*.expected.json'))
        self.assertEqual(len(known), 20)
        for path in known:
            lines = path.with_name(path.name.replace('.expected.json', '.ballots.txt')).read_text(encoding='utf-8').splitlines()
            yield path.name, json.loads(path.read_text(encoding='utf-8')), [line for line in lines if line and line[0] != '#']

    def marks(self, ballot):
        """Character k is the rank of option k: 1 2=3 for "122"."""
        ranks = sorted(set(ballot) - {'-'}, key=lambda rank: int(rank, 36))
        return ' '.join('='.join(str(k) for k, one in enumerate(ballot, 1) if one == rank) for rank in ranks)

    def report(self, known, ballots, **settings):
        return self.ranked('schulze', known['options'], [(1, self.marks(one)) for one in ballots], **settings)

    def rules(self, known):
        return {'default': str(known['default_option']), 'quorum': known['quorum'],
                'majority': {option: str(one['required_ratio']) for option, one in known['majority'].items()}}

    def test_matrix_quorum_majority_and_winner_of_every_vote(self):
        for name, known, ballots in self.votes():
            with self.subTest(vote=name):
                report = self.report(known, ballots, **self.rules(known))
                self.assertEqual(int(report['valid']) + int(report['invalid']), known['ballots'])
                self.assertEqual(self.matrix(report), [[None if one is None else str(one) for one in row] for row in known['pairwise']])
                self.assertEqual(report['winners'], known['official_winners'])
                said = report['stages'][0]['said']
                names = known['options']
                dropped = [names.index(one['arguments'][0]) + 1 for one in said
                           if one['code'] in ('count.said.no_quorum', 'count.said.no_majority')]
                self.assertEqual(dropped, known['dropped'])
                passed = {str(names.index(one['arguments'][0]) + 1): [int(vote) for vote in one['arguments'][1:3]] for one in said
                          if one['code'] in ('count.said.majority', 'count.said.no_majority')}
                self.assertEqual(passed, {option: [one['over_default'], one['default_over']] for option, one in known['majority'].items()})
                excluded = {number for number, one in enumerate(report['stages'][0]['candidates'], 1) if one['state'] == 'excluded'}
                self.assertEqual(excluded, set(known['dropped']))

    def test_without_the_majorities_other_options_win(self):
        """2008/003 is the vote that they decided."""
        changed = []
        for name, known, ballots in self.votes():
            rules = dict(self.rules(known), majority={})
            report = self.report(known, ballots, **rules)
            self.assertEqual(report['winners'], known['winners_if_no_majority_rule'], name)
            changed += [name] if report['winners'] != known['official_winners'] else []
        self.assertEqual(changed, ['2008_vote_003.expected.json'])

    def test_a_quorum_that_nobody_reaches(self):
        name, known, ballots = next(one for one in self.votes() if one[0].startswith('2018'))
        self.assertEqual(self.winners(self.report(known, ballots, default='2', quorum='315')), [known['options'][0]])
        self.assertEqual(self.winners(self.report(known, ballots, default='2', quorum='315.01')), [known['options'][1]])


class Schulze(Pairs):
    # M. Schulze, Social Choice and Welfare 36 (2011), section 3, example 1: 21 voters, the unique winner is d.
    EXAMPLE_1 = [(8, '1 3 4 2'), (2, '2 1 4 3'), (4, '3 4 2 1'), (4, '4 2 1 3'), (3, '4 3 2 1')]
    # The example of 45 voters on E, which many articles give: E.
    EXAMPLE_45 = [(5, '1 3 2 5 4'), (5, '1 4 5 3 2'), (8, '2 5 4 1 3'), (3, '3 1 2 5 4'), (7, '3 1 5 2 4'), (2, '3 2 1 4 5'),
                  (7, '4 3 5 2 1'), (8, '5 2 1 4 3')]

    def test_published_examples(self):
        report = self.ranked('schulze', 'abcd', self.EXAMPLE_1)
        self.assertEqual(self.matrix(report), [[None, '8', '14', '10'], ['13', None, '6', '2'], ['7', '15', None, '12'],
                                               ['11', '19', '9', None]])
        chains = [[cell and cell.split(':')[0] for cell in row] for row in self.matrix(report, 'chains')]
        self.assertEqual(chains, [[None, '14', '14', '12'], ['13', None, '13', '12'], ['13', '15', None, '12'], ['13', '19', '13', None]])
        self.assertEqual(self.winners(report), ['d'])
        report = self.ranked('schulze', 'ABCDE', self.EXAMPLE_45)
        chains = [[cell and cell.split(':')[0] for cell in row] for row in self.matrix(report, 'chains')]
        self.assertEqual(chains, [[None, '28', '28', '30', '24'], ['25', None, '28', '33', '24'], ['25', '29', None, '29', '24'],
                                  ['25', '28', '28', None, '24'], ['25', '28', '28', '31', None]])
        self.assertEqual(self.winners(report), ['E'])

    def test_ties_and_unranked_options(self):
        # 1 above 2 and 3, which are tied; 3 alone is above the others, which are not told apart; a gap says nothing
        report = self.ranked('schulze', 'abc', [(3, '1 2=3'), (2, '3'), (1, '2 - 1')])
        self.assertEqual(self.matrix(report), [[None, '3', '4'], ['1', None, '1'], ['2', '2', None]])

    def test_a_tie_is_a_lot(self):
        report = self.ranked('schulze', 'abc', [(1, '1 2 3'), (1, '2 3 1'), (1, '3 1 2')], status=1)
        self.assertEqual((report['decided'], self.possible(report)), (False, ['a', 'b', 'c']))
        report = self.ranked('schulze', 'abc', [(1, '1 2 3'), (1, '2 3 1'), (1, '3 1 2')], seed='x')
        self.assertEqual(report['winners'], [report['ties'][0]['chosen']])

    def test_fewer_votes_against_break_equal_ones_for(self):
        # a over b 5:3, b over c 5:2, c over a 5:4: the last is the weakest (A.6.7.1), and a wins
        report = self.ranked('schulze', 'abc', [(4, '1 2 3'), (2, '2=3 1'), (1, '3 1=2'), (1, '3 1 2'), (1, '2 3 1')])
        self.assertEqual(self.matrix(report), [[None, '5', '4'], ['3', None, '5'], ['5', '2', None]])
        self.assertEqual(self.possible(report), ['a'])

    def test_withdrawn_candidates_do_not_win(self):
        text = blt('abc', [(9, '1 2 3'), (2, '3 2')]).replace('3 1\n', '3 1\n-1\n', 1)
        self.assertEqual(self.winners(self.count(self.ballots(text), rule='schulze')), ['b'])

    def test_majority_is_at_least_the_ratio_and_more_than_half(self):
        for over, under, ratio, passes in ((6, 2, '3', True), (5, 2, '3', False), (4, 4, '1', False), (4, 4, '1/2', False),
                                           (5, 4, '1.25', True), (5, 4, '5/4', True), (5, 4, '1.26', False), (1, 0, '1000', True)):
            with self.subTest(over=over, under=under, ratio=ratio):
                ballots = [(n, marks) for n, marks in ((over, '1 2'), (under, '2 1')) if n]
                report = self.ranked('schulze', ['change', 'none'], ballots, default='none', majority={'change': ratio})
                self.assertEqual(self.winners(report), ['change'] if passes else ['none'])

    def test_settings_that_do_not_fit(self):
        for settings, codes in (({'quorum': '5'}, ['count.default_missing']), ({'majority': {'a': '3'}}, ['count.default_missing']),
                                ({'default': 'x'}, ['count.no_such_candidate']), ({'seats': 2}, ['count.one_seat']),
                                ({'default': 'a', 'majority': {'x': '3'}}, ['count.no_such_candidate']),
                                ({'default': 'a', 'majority': {'b': '3:1'}}, ['count.setting_value'])):
            with self.subTest(settings=settings):
                found = self.cordon_refuses('count', '--rule', 'schulze', self.ballots(blt('ab', [(1, '1 2')])), '--settings',
                                            self.settings(**settings))
                self.assertEqual([f['code'] for f in found], codes)


class RankedPairs(Pairs):
    def test_a_published_example(self):
        # Wikipedia's and many textbooks' capital of Tennessee: Memphis 42, Nashville 26, Chattanooga 15, Knoxville 17
        report = self.ranked('ranked-pairs', ['Memphis', 'Nashville', 'Chattanooga', 'Knoxville'],
                             [(42, '1 2 3 4'), (26, '2 3 4 1'), (15, '3 4 2 1'), (17, '4 3 2 1')])
        self.assertEqual(self.winners(report), ['Nashville'])
        self.assertEqual([said['arguments'] for said in report['stages'][0]['said']],
                         [['Chattanooga', 'Knoxville', '66'], ['Nashville', 'Chattanooga', '36'], ['Nashville', 'Knoxville', '36'],
                          ['Nashville', 'Memphis', '16'], ['Chattanooga', 'Memphis', '16'], ['Knoxville', 'Memphis', '16']])

    def test_the_smallest_majority_of_a_circle_is_not_kept(self):
        # a over b by 5, b over c by 3, c over a by 1
        report = self.ranked('ranked-pairs', 'abc', [(4, '1 2 3'), (3, '2 3 1'), (2, '3 1 2')])
        self.assertEqual([(said['code'], said['arguments'][2]) for said in report['stages'][0]['said']],
                         [('count.said.kept', '3'), ('count.said.kept', '5')][::-1] + [('count.said.not_kept', '1')])
        self.assertEqual(self.winners(report), ['a'])

    def test_every_order_of_equal_majorities_is_tried(self):
        report = self.ranked('ranked-pairs', 'abc', [(1, '1 2 3'), (1, '2 3 1'), (1, '3 1 2')], status=1)
        self.assertEqual(self.possible(report), ['a', 'b', 'c'])
        # a over b by 3, then b over c and c over a by 1: either of these is kept first
        report = self.ranked('ranked-pairs', 'abc', [(2, '1 2 3'), (1, '2 3 1'), (1, '3 1 2'), (1, '3 1 2')], status=None)
        self.assertEqual(self.matrix(report), [[None, '4', '2'], ['1', None, '3'], ['3', '2', None]])
        self.assertEqual(self.possible(report), ['a', 'c'])

    def test_one_ballot_of_very_many_options(self):
        names = ['n%d' % i for i in range(400)]
        report = self.ranked('ranked-pairs', names, [(1, ' '.join(str(i) for i in range(400, 0, -1)))])
        self.assertEqual(self.winners(report), ['n399'])

    def test_a_large_circle(self):
        # each of 29 over the next fourteen, by 27 the first, by 25 the second ...: one of the first 29 majorities is left out
        n = 29
        ballots = [(1, ' '.join(str((i + k) % n + 1) for k in range(n))) for i in range(n)]
        report = self.ranked('ranked-pairs', ['n%d' % i for i in range(n)], ballots, status=1)
        self.assertEqual((len(report['outcomes']), report['outcomes_complete']), (n, True))

    def test_what_cannot_be_followed_is_not_decided(self):
        """Three ballots over thirty options leave hundreds of equal majorities; even a seed decides nothing then."""
        for number in range(20):
            draw = random.Random(number)
            ballots = [(1, ' '.join(map(str, draw.sample(range(1, 31), 30)))) for _ in range(3)]
            report = self.ranked('ranked-pairs', ['n%d' % i for i in range(30)], ballots, status=None, seed='s')
            if not report['outcomes_complete']:
                break
        self.assertEqual((report['outcomes_complete'], report['decided'], report['winners']), (False, False, []))
        self.assertIn('count.said.too_many_orders', [said['code'] for said in report['stages'][-1]['said']])
