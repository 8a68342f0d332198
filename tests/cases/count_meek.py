"""cordon count: Meek's method (Algorithm 123 and the reference rule of nine decimals) against the reference table of the ERS97 model
election, independent counts of ten wards, and another program's transcripts.
"""
import csv
import json
import unittest
from decimal import Decimal

from count_stv import Count, UNITS

MEEK = 'data/elections/stv_meek'


class Wards(Count):
    def test_ten_wards_equal_the_independent_count(self):
        """Its last votes are those with which the last candidates were elected; of the others only the elected ones are given."""
        folder = self.shared(MEEK)
        known = sorted(folder.glob('*.meek.expected.json'))
        self.assertEqual(len(known), 10)
        for path in known:
            with self.subTest(ward=path.name):
                expected = json.loads(path.read_text(encoding='utf-8'))
                report = self.count(folder / expected['ballots'], rule='meek-prf')
                names = list(expected['final_votes'])
                self.assertEqual((report['seats'], report['valid']), (expected['seats'], str(expected['valid_votes'])))
                self.assertEqual({names[number - 1] for number in report['winners']}, set(expected['elected']))
                last = report['stages'][-1]
                self.assertEqual(last['quota'], expected['final_quota'])
                for name, one in zip(names, last['candidates']):
                    if name in expected['elected']:
                        self.assertEqual(one['votes'], expected['final_votes'][name], name)


class Reference(Count):
    """The ERS97 model election as Hill, Wichmann and Woodall's own program counts it, to two decimals."""

    def columns(self):
        rows = list(csv.reader((self.shared(MEEK) / 'ers97.meek.reference.csv').open(encoding='utf-8')))
        for column in range(1, len(rows[0]), 2):
            yield ({row[0]: Decimal(row[column]) for row in rows[2:]},
                   {row[0] for row in rows[2:] if len(row) > column + 1 and row[column + 1] == 'EL'})

    def test_every_column_is_a_stage(self):
        report = self.count(self.shared(MEEK) / 'ers97.blt', rule='meek')
        names = [one['name'] for one in report['candidates']]
        found = []
        for stage in report['stages']:
            votes = {name: round(Decimal(vote), 2) for name, vote in zip(names, self.votes(stage))}
            votes['Exhausted'] = 753 - sum(votes.values())  # so the table has it; some of its columns: rounded for itself
            self.assertLess(abs(votes['Exhausted'] - Decimal(stage['not_transferable'])), Decimal('0.03'))
            votes['Quota'] = round(Decimal(stage['quota']), 2)
            elected = {name for name, one in zip(names, stage['candidates']) if one['state'] == 'elected'}
            found.append((votes, elected))
        for known, elected in self.columns():
            same = [states for votes, states in found
                    if all(votes[key] == number for key, number in known.items() if key != 'Exhausted')
                    and abs(votes['Exhausted'] - known['Exhausted']) <= Decimal('0.02')]
            self.assertTrue(same, known)
            self.assertIn(elected, same)
        self.assertEqual(set(self.names(report, report['winners'])), elected)


class KeepFactors(Count):
    """A made-up election in which three are elected one after another, so that ballots pass several of them."""

    BALLOTS = [(41, '12345'), (13, '2153'), (17, '21345'), (9, '3124'), (11, '45'), (7, '54'), (3, '1352'), (5, '6234'), (2, '64')]

    def votes_by(self, keep, decimals):
        """Rule B.2a, ballot by ballot, in whole units of the last decimal."""
        one = 10 ** decimals
        votes = dict.fromkeys('123456', 0)
        for copies, order in self.BALLOTS:
            weight = one
            for candidate in order:
                kept = -(-weight * keep[candidate] // one)
                votes[candidate] += copies * kept
                weight -= kept
        return votes

    def test_the_votes_of_a_stage_are_what_its_keep_factors_give(self):
        text = '6 4\n' + ''.join('%d %s 0\n' % (copies, ' '.join(order)) for copies, order in self.BALLOTS) + '0\n'
        text += ''.join('"%s"\n' % name for name in 'abcdef') + '"x"\n'
        several = 0
        for rule, decimals in (('meek-prf', 9), ('meek', 12)):
            before = dict.fromkeys('123456', 'continuing')
            for stage in self.count(self.ballots(text), rule=rule)['stages']:
                with self.subTest(rule=rule, stage=stage['number']):
                    units = {str(one['candidate']): one for one in stage['candidates']}
                    # who is excluded at the end of a stage kept all until then
                    keep = {c: 10 ** decimals if before[c] == 'continuing' else int(one['keep'].replace('.', '')) for c, one in units.items()}
                    votes = self.votes_by(keep, decimals)
                    self.assertEqual({c: int(one['votes'].replace('.', '')) for c, one in units.items()}, votes)
                    quota = sum(votes.values()) // 5 + (rule == 'meek-prf')
                    self.assertEqual(int(stage['quota'].replace('.', '')), quota)
                    several += sum(0 < one < 10 ** decimals for one in keep.values()) > 1
                    before = {c: one['state'] for c, one in units.items()}
        self.assertGreater(several, 2)


class Transcripts(Count):
    """Another program's transcripts: in its lots the first of the tied is always drawn, so a seed is looked for that draws the same."""

    def rows(self, path):
        """[(round, quota, surplus, {name: votes}, {name: state})], the last row of each round."""
        rounds = {}
        for line in path.read_text(encoding='utf-8').splitlines()[1:]:
            cells = line.split('\t')
            if cells[1] in ('elect', 'defeat'):
                names = range(6, len(cells) - 3, 4)
                before = rounds.get(cells[0])
                rounds[cells[0]] = (before[0] if before else cells[2], before[1] if before else {cells[i]: cells[i + 2] for i in names},
                                    {cells[i]: cells[i + 1] for i in names})
        return list(rounds.values())

    def reports(self, path, rule, **settings):
        """Reports until the lots fall as they should: the caller says when."""
        done = self.cordon('count', '--rule', rule, path, '--json', '--settings', self.settings(**settings))
        report = json.loads(done.stdout)
        yield report
        for seed in range(300 if report['ties'] else 0):
            yield self.count(path, '--settings', self.settings(seed='seed %d' % seed, **settings), rule=rule)

    def same_states(self, stage, names, known):
        states = {name: one['state'] for name, one in zip(names, stage['candidates'])}
        return all(states[name] == {'E': 'elected', 'D': 'excluded', 'H': 'continuing'}[state] for name, state in known.items())

    def assert_case(self, path, rule, near, **settings):
        folder, known = path.parent, self.rows(path)
        last = known[-1][2]
        for report in self.reports(folder / (path.name.split('-meek')[0] + '.blt'), rule, **settings):
            names = [one['name'] for one in report['candidates']]
            won = set(self.names(report, report['winners']))
            if report['decided'] and all(self.same_states(s, names, k[2]) for s, k in zip(report['stages'][:-1], known[:-1])) \
                    and won == {name for name, state in last.items() if state == 'E'}:
                break
        else:
            self.fail('no seed counts as the transcript does')
        self.assertEqual(len(report['stages']), len(known))
        for number, (stage, (quota, votes, _)) in enumerate(zip(report['stages'], known), 1):
            near(stage['quota'], quota, number)
            for name, one in zip(names, stage['candidates']):
                near(one['votes'] if name in votes else '0', votes.get(name, '0'), (number, name))

    def assert_equal(self, found, known, where):
        self.assertEqual(Decimal(found), Decimal(known), where)

    def assert_near(self, found, known, where):
        """The transcript has nine guard digits more, and rounds otherwise."""
        self.assertLess(abs(Decimal(found) - Decimal(known)), Decimal('1e-13'), where)

    def test_reference_rule_to_the_last_digit(self):
        paths = sorted(self.shared(UNITS).glob('*-meek-prf-*.txt'))
        self.assertGreater(len(paths), 5)
        for path in paths:
            with self.subTest(case=path.name):
                self.assert_case(path, 'meek-prf', self.assert_equal)

    def test_algorithm_123(self):
        """Equal ranks too (eq1, eq2)."""
        paths = sorted(self.shared(UNITS).glob('*-meek-o9-*.txt'))
        self.assertGreater(len(paths), 7)
        for path in paths:
            with self.subTest(case=path.name):
                self.assert_case(path, 'meek', self.assert_near, decimals=18, batch='yes')


if __name__ == '__main__':
    unittest.main()
