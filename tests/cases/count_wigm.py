"""cordon count: WIGM against another program's transcripts, instant run-off against Minneapolis 2017 round by round, countback by hand."""
import json
import unittest
from decimal import Decimal

from count_stv import Count, UNITS

MAYOR = 'data/elections/rcv_minneapolis'


class Transcripts(Count):
    """Lots fell on the first of the tied there: a seed is looked for that draws the same."""

    def rows(self, path):
        """[(votes by name, states by name, non-transferable)] where the transcript's votes are whole: at the start, after each
        transfer, and at its end where somebody was excluded last without a transfer."""
        found, order = [], []
        for line in path.read_text(encoding='utf-8').splitlines()[1:]:
            cells = line.split('\t')
            if len(cells) < 5:
                continue
            names = range(4, len(cells) - 2, 3)
            row = ({cells[i]: cells[i + 2] for i in names}, {cells[i]: cells[i + 1] for i in names}, cells[3], cells[2])
            order += [name for name, state in row[1].items() if state == 'D' and name not in order]
            if cells[1] in ('begin', 'transfer'):
                found.append(row)
            last = row
        return found, order, last

    def excluded(self, report):
        return [said['arguments'][0] for stage in report['stages'] for said in stage['said'] if said['code'] == 'count.said.excluded']

    def surpluses(self, report):
        return [said['arguments'][0] for stage in report['stages'] for said in stage['said'] if said['code'] == 'count.said.surplus']

    def reports_like(self, path, order, **settings):
        """Reports with these exclusions, each with other surpluses."""
        done = self.cordon('count', '--rule', 'wigm', path, '--json', '--settings', self.settings(**settings))
        report = json.loads(done.stdout)
        if not report['ties']:
            yield report
            return
        found = []
        for seed in range(400):
            report = self.count(path, '--settings', self.settings(seed='seed %d' % seed, **settings), rule='wigm')
            if self.excluded(report) == order and self.surpluses(report) not in found:
                found.append(self.surpluses(report))
                yield report
        self.assertTrue(found, 'no seed draws these lots')

    def differs(self, report, known):
        """Where a report first is not the transcript, or None."""
        names, lost = [one['name'] for one in report['candidates']], Decimal(0)
        for (votes, _, gone, quota), stage in zip(known, report['stages']):
            lost += sum(Decimal(one['votes']) for one in stage['transfers'] if one['to'] is None)
            mine = {name: vote for name, vote in zip(names, self.votes(stage)) if name in votes}
            if mine != votes or stage['quota'] != quota or lost != Decimal(gone):
                return stage['number'], mine, votes, stage['quota'], quota, lost, gone
        return None

    def assert_case(self, path, **settings):
        known, order, last = self.rows(path)
        differences = []
        for report in self.reports_like(path.parent / (path.name.split('-wigm')[0] + '.blt'), order, **settings):
            differences.append(self.differs(report, known))
            if differences[-1] is None:
                break
        self.assertIn(None, differences)
        # an exclusion that ends the count is a stage of ours without a transfer
        self.assertIn(len(report['stages']), (len(known), len(known) + 1))
        self.assertEqual(set(self.names(report, report['winners'])), {name for name, state in last[1].items() if state == 'E'})

    def test_single_exclusions(self):
        paths = sorted(self.shared(UNITS).glob('*-wigm-prf-fixed-*.txt'))
        self.assertGreater(len(paths), 5)
        for path in paths:
            with self.subTest(case=path.name):
                self.assert_case(path)

    def test_sure_losers_together(self):
        paths = sorted(self.shared(UNITS).glob('*-wigm-prf-batch-*.txt'))
        self.assertGreater(len(paths), 5)
        for path in paths:
            with self.subTest(case=path.name):
                self.assert_case(path, batch='yes')


class Law(Count):
    def test_each_step_of_a_weight_is_cut(self):
        # 8 ballots, 3 seats: quota 2.0001. A's four go on at 1 x 1.9999 = 1.9999, / 4 = 0.4999|75: B 2 + 1.9996 = 3.9996, surplus 1.9995.
        # A's four then at 0.4999 x 1.9995 = 0.9995|5, / 3.9996 = 0.2498|9 (uncut between: 0.2499): D has 0.9992. B's own two
        # at 1 x 1.9995 / 3.9996 = 0.4999|2: C has 2.9998.
        report = self.count(self.ballots('4 3\n4 1 2 4 0\n2 2 3 0\n2 3 0\n0\n"A"\n"B"\n"C"\n"D"\n"x"\n'), rule='wigm')
        self.assertEqual([self.votes(stage) for stage in report['stages']],
                         [['4.0000', '2.0000', '2.0000', '0.0000'], ['2.0001', '3.9996', '2.0000', '0.0000'],
                          ['2.0001', '2.0001', '2.9998', '0.9992']])
        self.assertEqual(self.names(report, report['winners']), ['A', 'B', 'C'])

    def test_the_highest_surplus_goes_first(self):
        # 21 ballots, 3 seats: quota 5.2501. B's surplus is the larger: 3.7499 / 9 = 0.4166|5; D 3 + 3.7494 is the third elected.
        report = self.count(self.ballots('4 3\n7 1 3 0\n9 2 4 0\n2 3 0\n3 4 0\n0\n"A"\n"B"\n"C"\n"D"\n"x"\n'), rule='wigm')
        self.assertEqual(self.votes(report['stages'][1]), ['7.0000', '5.2501', '2.0000', '6.7494'])
        self.assertEqual(len(report['stages']), 2)


class RunOff(Count):
    def test_minneapolis_round_by_round(self):
        folder = self.shared(MAYOR)
        known = json.loads((folder / '2017_minneapolis_mayor.rctab_expected.json').read_text(encoding='utf-8'))
        report = self.count(folder / '2017_minneapolis_mayor.blt', '--settings',
                            self.settings(batch='yes', write_ins=['Undeclared Write-ins']), rule='irv')
        names = [one['name'] for one in report['candidates']]
        self.assertEqual(len(report['stages']), len(known['results']))
        # 75 ballots never reached a candidate: they are not among the ballots converted
        gone_before = sum(int(n) for n in known['results'][0]['inactiveBallots'].values())
        for stage, last, expected in zip(report['stages'], [None] + known['results'], known['results']):
            votes = {name: one['votes'] for name, one in zip(names, stage['candidates']) if name in expected['tally']}
            self.assertEqual(votes, expected['tally'])
            self.assertEqual(stage['quota'], expected['threshold'])
            gone = sum(int(n) for n in expected['inactiveBallots'].values()) - gone_before
            self.assertEqual(stage['not_transferable'], str(gone))
            moves = {}
            for one in stage['transfers'] if last else []:
                to = 'exhausted' if one['to'] is None else names[one['to'] - 1]
                moves.setdefault(names[one['from'] - 1], {})[to] = one['votes']
            for one in last['tallyResults'] if last else []:
                self.assertEqual(moves.get(one['eliminated'], {}), one['transfers'])
        self.assertEqual(self.names(report, report['winners']), ['Jacob Frey'])

    def test_by_hand(self):
        # 9 ballots: A 4, B 3, C 2; C is excluded, one of its ballots to B, one ends: B 4, A 4 of 8: more than half is 5; a tie
        path = self.ballots('3 1\n4 1 0\n3 2 0\n1 3 2 0\n1 3 0\n0\n"A"\n"B"\n"C"\n"x"\n')
        report = self.count(path, rule='irv', status=1)
        self.assertEqual([self.votes(s) for s in report['stages'][:2]], [['4', '3', '2'], ['4', '4', '0']])
        self.assertEqual([s['quota'] for s in report['stages'][:2]], ['5', '5'])
        self.assertEqual(sorted(report['outcomes']), [[1], [2]])
        finding, = self.cordon_refuses('count', '--rule', 'irv', path, '--seats', '2')
        self.assertEqual(finding['code'], 'count.seats_range')

    def test_gaps_are_passed_over_and_shared_ranks_end_a_ballot(self):
        report = self.count(self.ballots('3 1\n4 1 0\n3 2 0\n1 3 - 2 0\n1 3 1=2 0\n0\n"A"\n"B"\n"C"\n"x"\n'), rule='irv', status=1)
        self.assertEqual(self.votes(report['stages'][1]), ['4', '4', '0'])
        self.assertEqual(report['stages'][1]['not_transferable'], '1')


class Countback(Count):
    # 2 seats, 12 ballots: quota 4.0001. A has 6, surplus 1.9999: its ballots go on at 1.9999 / 6 = 0.3333 (to B 4 of them, to C 2),
    # each stays with A at 0.6667. B 3 + 1.3332 = 4.3332 is elected. C 2.6666. D 1.
    ELECTION = '4 2\n3 1 2 4 0\n1 1 2 3 0\n2 1 3 0\n3 2 0\n2 3 0\n1 4 0\n0\n"A"\n"B"\n"C"\n"D"\n"x"\n'

    def refill(self, status=0, **settings):
        return self.count(self.ballots(self.ELECTION), '--settings', self.settings(**settings), rule='countback', status=status)

    def test_the_seat_of_a_member_with_a_surplus(self):
        report = self.refill(vacant='A', status=1)
        whole = self.count(self.ballots(self.ELECTION), rule='wigm')
        self.assertEqual(report['stages'][:len(whole['stages'])], whole['stages'])
        first = report['stages'][len(whole['stages'])]
        # B sits: his ballots from A go on to D (3) and C (1), with two for C at once
        self.assertEqual(self.votes(first), ['0.0000', '0.0000', '2.0001', '2.0001'])
        self.assertEqual((report['seats'], report['decided']), (1, False))

    def test_lots_of_the_original_count_fall_as_they_fell(self):
        path = self.ballots('4 2\n5 1 0\n3 2 0\n3 3 0\n3 4 1 0\n0\n"A"\n"B"\n"C"\n"D"\n"x"\n')
        for seed in ('one', 'two', 'three', 'four', 'five'):
            whole = self.count(path, '--settings', self.settings(seed=seed), rule='wigm')
            report = self.count(path, '--settings', self.settings(seed=seed, vacant='A'), rule='countback')
            self.assertEqual(report['ties'][:len(whole['ties'])], whole['ties'])
            self.assertEqual(report['stages'][:len(whole['stages'])], whole['stages'])
            self.assertNotIn(report['winners'][0], whole['winners'])

    def test_a_tie_is_a_lot(self):
        report = self.refill(status=1, vacant='A')
        self.assertEqual(sorted(report['outcomes']), [[3], [4]])

    def test_who_declines_receives_nothing(self):
        report = self.refill(vacant='A', declined=['C'])
        self.assertEqual(self.votes(report['stages'][-1]), ['0.0000', '0.0000', '0.0000', '2.0001'])
        self.assertEqual(self.names(report, report['winners']), ['D'])

    def test_the_seat_of_the_last_elected(self):
        """B keeps all ballots he held at the end: three of his own, four from A at 0.3333."""
        report = self.refill(vacant='B')
        self.assertEqual(self.votes(report['stages'][-1])[2:], ['0.3333', '0.9999'])
        self.assertEqual(self.names(report, report['winners']), ['D'])

    def test_a_member_by_name_before_short_name_before_number(self):
        """B is the name of the second and the short name of the first."""
        text = self.ELECTION.replace('4 2\n', '4 2\n[nick B a c d]\n')
        for vacant, left in (('B', 'B'), ('a', 'B'), ('2', 'B'), ('1', 'A')):
            report = self.count(self.ballots(text), '--settings', self.settings(vacant=vacant, seed='1'), rule='countback')
            self.assertEqual(report['stages'][-1]['candidates']['AB'.index(left)]['state'], 'withdrawn', vacant)

    def test_wrong_settings(self):
        for settings, code in (({}, 'count.vacant_missing'), ({'vacant': 'D'}, 'count.not_elected'), ({'vacant': 'X'}, 'count.no_such_candidate'),
                               ({'vacant': 'A', 'declined': ['Y']}, 'count.no_such_candidate')):
            finding, = self.cordon_refuses('count', '--rule', 'countback', self.ballots(self.ELECTION), '--settings', self.settings(**settings))
            self.assertEqual(finding['code'], code)


if __name__ == '__main__':
    unittest.main()
