"""cordon count verify for meek, meek-prf and countback: reports are reproduced from their ballots, and what is changed is found.

count_meek, count_wigm and their oracle hold the counts themselves against independent counts and transcripts; here a second program,
which has none of their code, has to say the same of each, and to notice what does not hold.
"""
import json
import random
import unittest

from count_stv import UNITS, WARDS
from count_verify import Verify, random_election
from program import sampled, share

MEEK = 'data/elections/stv_meek'
# equal and empty ranks, a candidate who withdrew, blank ballots, and at last two with the same votes
SHARED = ('5 2\n-5\n[nick anna bert cleo dora emil]\n4 1 2 3 0\n3 2 1=3 5 0\n2 (3 4 5) 1 0\n3 4 - 2 0\n1 5 0\n2 1=2 4 0\n1 0\n0\n'
          '"A"\n"B"\n"C"\n"D"\n"E"\n"Shared"\n')
LOTS = '4 2\n5 1 0\n3 2 0\n3 3 0\n3 4 1 0\n0\n"A"\n"B"\n"C"\n"D"\n"Lots"\n'
# three are elected one after another, so that ballots pass several of them
PASSING = '\n'.join(['6 4'] + ['%d %s 0' % (copies, ' '.join(order)) for copies, order in [
    (41, '12345'), (13, '2153'), (17, '21345'), (9, '3124'), (11, '45'), (7, '54'), (3, '1352'), (5, '6234'), (2, '64')]]
    + ['0', '"a"', '"b"', '"c"', '"d"', '"e"', '"f"', '"Passing"', ''])


def reweighted(text, row, by):
    """The ballots with another weight in that row, or None where it has none so low."""
    lines = text.splitlines(keepends=True)
    weight, _, rest = lines[row].partition(' ')
    if not weight.isdigit() or int(weight) + by < 1:
        return None
    return ''.join(lines[:row] + ['%d %s' % (int(weight) + by, rest)] + lines[row + 1:])


class Meek(Verify):
    def test_ten_wards_and_the_model_election(self):
        folder = self.shared(MEEK)
        paths = [folder / json.loads(path.read_text(encoding='utf-8'))['ballots'] for path in sorted(folder.glob('*.meek.expected.json'))]
        paths.append(folder / 'ers97.blt')
        self.assertEqual(len(paths), 11)
        for path in paths:
            for rule, options in [('meek-prf', {}), ('meek', {}), ('meek', {'decimals': 18, 'batch': 'yes'})]:
                with self.subTest(ballots=path.name, rule=rule, options=options):
                    self.assert_reproduced(path, '--settings', self.settings(seed='a public seed', **options), rule=rule)

    def test_unit_cases_with_and_without_a_seed(self):
        """Those that other programs' transcripts are of (count_meek): equal ranks, ties, withdrawn candidates."""
        paths = sorted(self.shared(UNITS).glob('*.blt'))
        self.assertGreater(len(paths), 7)
        for path in paths:
            for rule in ('meek', 'meek-prf'):
                for settings in ({}, {'seed': '17 03 44'}):
                    with self.subTest(file=path.name, rule=rule, settings=settings):
                        self.assert_reproduced(path, '--settings', self.settings(**settings), rule=rule)

    def test_random_elections(self):
        """Few candidates, so that many end in ties; shared ranks among withdrawn and elected candidates too."""
        draw = random.Random(1987)
        tied = passed = 0
        for number in range(share(400)):
            text, _ = random_election(draw)
            rule = draw.choice(['meek', 'meek', 'meek-prf'])
            values = {'seed': 'seed %d' % number} if draw.random() < 0.5 else {}
            if rule == 'meek':
                values['batch'] = draw.choice(['yes', 'no'])
                values.update({'decimals': draw.randint(12, 18)} if draw.random() < 0.5 else {})
            with self.subTest(number=number, rule=rule, values=values, text=text):
                report = self.assert_reproduced(self.ballots(text), '--settings', self.settings(**values), rule=rule)
                tied += bool(report['ties'])
                keeps = [one['keep'] for one in report['stages'][-1]['candidates']]
                passed += any(keep.strip('01.') for keep in keeps)
        self.assertGreater(tied, share(30))
        self.assertGreater(passed, share(30))

    def test_many_ballots_and_many_decimals(self):
        """At the limits of what numbers must hold: 10^12 ballots, 18 decimals, equal ranks, a keep factor near none."""
        text = '5 3\n%d 1 2=3=4 0\n7 2=5 3 0\n1 4 5 0\n2 5=4=3=2=1 0\n0\n"A"\n"B"\n"C"\n"D"\n"E"\n"Many"\n' % (10 ** 12 - 10)
        for rule, options in [('meek', {'decimals': 18}), ('meek', {'decimals': 12}), ('meek-prf', {})]:
            with self.subTest(rule=rule, options=options):
                self.assert_reproduced(self.ballots(text), '--settings', self.settings(seed='9', **options), rule=rule)

    def test_every_value_changed(self):
        for rule, text, values in [('meek', SHARED, {}), ('meek', PASSING, {'decimals': 13, 'batch': 'yes'}),
                                   ('meek-prf', PASSING, {}), ('meek-prf', LOTS, {'seed': '17 03'})]:
            with self.subTest(rule=rule, values=values):
                path = self.ballots(text)
                self.assert_all_caught(path, self.count(path, '--settings', self.settings(**values), rule=rule, status=None), 150)

    def test_other_ballots(self):
        """A weight changed by one, anywhere; two ballots with exchanged marks; those of another ward."""
        for rule in ('meek', 'meek-prf'):
            for text in (SHARED, PASSING):
                report = self.count(self.ballots(text), rule=rule, status=None)
                for row in range(1, text.count('\n')):
                    for by in (1, -1):
                        other = reweighted(text, row, by)
                        with self.subTest(rule=rule, row=row + 1, by=by):
                            if other:
                                self.assert_differs(self.ballots(other, 'other.blt'), report)
            for text, old, new in [(SHARED, '4 1 2 3', '4 2 1 3'), (SHARED, '(3 4 5)', '(3 4 2)'), (SHARED, '-5\n', ''), (SHARED, '1=2 4', '1 2=4'),
                                   (PASSING, '2 1 3 4 5', '2 3 1 4 5'), (PASSING, '1 3 5 2', '1 5 3 2')]:
                with self.subTest(rule=rule, old=old, new=new):
                    self.assertIn(old, text)
                    report = self.count(self.ballots(text), rule=rule, status=None)
                    self.assert_differs(self.ballots(text.replace(old, new, 1), 'other.blt'), report)
        wards = sorted(self.shared(WARDS).glob('*.blt'))[:2]
        self.assert_differs(wards[1], self.count(wards[0], rule='meek-prf', status=None))

    def test_another_rule_or_number_of_decimals(self):
        path = self.ballots(PASSING)
        report = self.count(path, rule='meek')
        prf = self.count(path, rule='meek-prf')
        report.update(rule='meek-prf', source=prf['source'])
        self.assert_differs(path, report)
        more = self.count(path, '--settings', self.settings(decimals=14), rule='meek')
        more['settings'][0]['value'] = '13'
        self.assert_differs(path, more)

    def test_settings_a_count_would_refuse(self):
        path = self.ballots(PASSING)
        report = self.count(path, '--settings', self.settings(decimals=12, batch='no'), rule='meek')
        for at, value in [(0, '11'), (0, '19'), (0, '12x'), (0, ''), (1, 'perhaps')]:
            with self.subTest(setting=report['settings'][at]['key'], value=value):
                before, report['settings'][at]['value'] = report['settings'][at]['value'], value
                found = self.verify(path, report, status=1)
                self.assertEqual((found['verdict'], found['findings'][0]['code']), ('not_replayed', 'recount.settings'))
                report['settings'][at]['value'] = before

    def test_more_orders_than_a_count_takes(self):
        report = self.count(self.ballots(PASSING), rule='meek')
        path = self.ballots('7 1\n1 1=2=3=4=5=6=7 0\n0\n' + ''.join('"%s"\n' % name for name in 'abcdefg') + '"x"\n', 'orders.blt')
        self.cordon_refuses('count', '--rule', 'meek', path)
        self.assertEqual(self.verify(path, report, status=1)['findings'][0]['code'], 'recount.settings')


class Countback(Verify):
    # count_wigm has what A keeps of these ballots, and B, by hand
    ELECTION = '4 2\n3 1 2 4 0\n1 1 2 3 0\n2 1 3 0\n3 2 0\n2 3 0\n1 4 0\n0\n"A"\n"B"\n"C"\n"D"\n"Refill"\n'

    def refill(self, text, **settings):
        path = self.ballots(text)
        return path, self.count(path, '--settings', self.settings(**settings), rule='countback', status=None)

    def test_every_member_of_the_wards(self):
        """Whoever was elected leaves, and once the runner-up declines."""
        seed = 'a public seed'
        paths = sorted(self.shared(WARDS).glob('*.blt'))[:8]
        self.assertGreater(len(paths), 3)
        for path in sampled(paths, 4):
            report = self.count(path, '--settings', self.settings(seed=seed), rule='wigm')
            for vacant in self.names(report, report['winners']):
                with self.subTest(ward=path.name, vacant=vacant):
                    one = self.assert_reproduced(path, '--settings', self.settings(seed=seed, vacant=vacant), rule='countback')
                    declined = self.names(one, one['winners'])
                    self.assert_reproduced(path, '--settings', self.settings(seed=seed, vacant=vacant, declined=declined), rule='countback')

    def test_unit_cases_with_and_without_a_seed(self):
        for path in sorted(self.shared(UNITS).glob('*.blt')):
            for settings in ({}, {'seed': '3'}):
                winners = self.count(path, '--settings', self.settings(seed='3'), rule='wigm', status=None)
                for vacant in self.names(winners, winners['winners']):
                    with self.subTest(file=path.name, vacant=vacant, settings=settings):
                        # without a seed, the lots may end the count before anybody is known to have been elected
                        self.assert_reproduced(path, '--settings', self.settings(vacant=vacant, **settings), rule='countback')

    def test_random_elections(self):
        draw = random.Random(1992)
        tied = stopped = 0
        for number in range(share(200, 5)):
            text, count = random_election(draw)
            path = self.ballots(text)
            values = {'seed': 'seed %d' % number} if draw.random() < 0.6 else {}
            election = self.count(path, '--settings', self.settings(**values), rule='wigm', status=None)
            winners = election['winners'] or [1]  # nobody yet: a count of lots
            if not winners or (election['decided'] and not election['winners']):
                continue
            values['vacant'] = 'N%d' % (draw.choice(winners) - 1)
            values.update({'declined': ['N%d' % draw.randrange(count)]} if draw.random() < 0.3 else {})
            with self.subTest(number=number, values=values, text=text):
                report = self.assert_reproduced(path, '--settings', self.settings(**values), rule='countback')
                tied += bool(report['ties'])
                stopped += not report['decided']
        self.assertGreater(tied, share(40, 5))
        self.assertGreater(stopped, share(10, 5))

    def test_every_value_changed(self):
        for values in ({'vacant': 'A'}, {'vacant': 'A', 'seed': '9'}, {'vacant': 'B', 'declined': ['C']}):
            with self.subTest(values=values):
                path, report = self.refill(self.ELECTION, **values)
                self.assert_all_caught(path, report, 150)

    def test_other_ballots(self):
        _, report = self.refill(self.ELECTION, vacant='A')
        for row in range(1, self.ELECTION.count('\n')):
            for by in (1, -1):
                other = reweighted(self.ELECTION, row, by)
                with self.subTest(row=row + 1, by=by):
                    if other:
                        found = self.verify(self.ballots(other, 'other.blt'), report, status=1)
                        self.assertIn(found['verdict'], ('differs', 'not_replayed'))

    def test_another_member_than_the_one_who_left(self):
        path, report = self.refill(self.ELECTION, vacant='A', seed='9')
        report['settings'] = [dict(one, value='B') if one['key'] == 'vacant' else one for one in report['settings']]
        self.assert_differs(path, report)

    def test_a_refill_that_no_count_would_make(self):
        """Nobody leaves, or one who never sat; a stranger declines."""
        path, report = self.refill(self.ELECTION, vacant='A', declined=['C'])
        for key, value in [('vacant', 'D'), ('vacant', 'X'), ('declined', 'X')]:
            other = dict(report, settings=[dict(one, value=value) if one['key'] == key else one for one in report['settings']])
            with self.subTest(key=key, value=value):
                self.assertEqual(self.verify(path, other, status=1)['findings'][0]['code'], 'recount.settings')
        other = dict(report, settings=[one for one in report['settings'] if one['key'] != 'vacant'])
        self.assertEqual(self.verify(path, other, status=1)['findings'][0]['code'], 'recount.settings')

    def test_lots_of_the_election_are_those_of_wigm(self):
        """A report whose first lot is drawn for countback instead: another digest, perhaps the same lot."""
        path, report = self.refill(LOTS, vacant='A', seed='one')
        wigm = self.count(path, '--settings', self.settings(seed='one'), rule='wigm')
        self.assertEqual(report['ties'][0]['digests'], wigm['ties'][0]['digests'])
        self.assert_reproduced(path, '--settings', self.settings(vacant='A', seed='one'), rule='countback')


if __name__ == '__main__':
    unittest.main()
