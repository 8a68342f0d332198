"""cordon count verify: reports are reproduced from their ballots, and nothing in a report can be changed without being caught.

That the replay is right is not shown here by the count agreeing with it alone: count_stv, count_wigm, count_condorcet and their oracles hold
the count against official sheets and independent counts, and the two share no code (tests/style/rooms.py).

Every value of a report changed and made-up elections are thousands of runs: all of them in the plain build, a sample under sanitizers
(program.py); likewise in count_verify_votes, count_verify_committees and count_verify_transfers.
"""
import copy
import json
import random
import unittest

import count_condorcet
from count_stv import Count, UNITS, WARDS
from program import sampled, share

RUNOFF = 'data/elections/rcv_minneapolis'
TIED = '4 2\n5 1 2 0\n5 2 1 0\n3 3 0\n3 4 1=2 0\n2 - 3 0\n1 0\n0\n"A"\n"B"\n"C"\n"D"\n"Ties"\n'


def leaves(value, path=()):
    """The paths of every number, text, truth and null in a document."""
    if isinstance(value, (dict, list)):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(one, path + (key,))
    else:
        yield path


def changed(value):
    """Another value of the same kind: of a number its last digit."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return 1
    digit = value[-1:].isdigit()
    return value[:-1] + str((int(value[-1]) + 1) % 10) if digit else value + 'x'


def at(document, path):
    for key in path:
        document = document[key]
    return document


def random_election(draw):
    """Few candidates and many ties: empty and shared ranks, blank ballots, withdrawn candidates."""
    count = draw.randint(2, 6)
    lines = ['%d %d' % (count, draw.randint(1, count))] + (['-%d' % draw.randint(1, count)] if draw.random() < 0.2 else [])
    for _ in range(draw.randint(1, 9)):
        marks = draw.sample(range(1, count + 1), draw.randint(0, count))
        ballot = [str(draw.randint(1, 4))]
        for mark in marks:
            joined = ballot[1:] and ballot[-1] != '-' and draw.random() < 0.1
            ballot += (['='] if joined else ['-'] if draw.random() < 0.1 else []) + [str(mark)]
        lines.append(' '.join(ballot + ['0']))
    return '\n'.join(lines + ['0'] + ['"N%d"' % i for i in range(count)] + ['"T"', '']), count


class Verify(Count):
    def write(self, report, name='report.json'):
        path = self.scratch / name
        path.write_text(json.dumps(report), encoding='utf-8')
        return path

    def verify(self, ballots, report, status=0):
        done = self.cordon('count', 'verify', ballots, self.write(report), '--json')
        self.assertEqual((done.returncode, done.stderr), (status, ''), done.stdout)
        return json.loads(done.stdout)

    def assert_reproduced(self, path, *options, rule='scottish-stv'):
        report = self.count(path, *options, rule=rule, status=None)
        found = self.verify(path, report)
        self.assertEqual((found['verdict'], found['stages'], found['difference']), ('reproduced', len(report['stages']), None))
        return report

    def assert_differs(self, ballots, report):
        found = self.verify(ballots, report, status=1)
        self.assertEqual(found['verdict'], 'differs')
        return found['difference']

    def tampered(self, report):
        """Each value of the report changed by itself, each entry left out, and each list with an entry twice (but for settings,
        which are what the replay starts from: of two the first holds)."""
        for path in list(leaves(report)):
            other = copy.deepcopy(report)
            at(other, path[:-1])[path[-1]] = changed(at(report, path))
            yield path, other
        for path in sorted({path[:end] for path in leaves(report) for end in range(1, len(path) + 1)}, key=str):
            other = copy.deepcopy(report)
            del at(other, path[:-1])[path[-1]]
            yield path + ('left out',), other
            if isinstance(path[-1], int) and path[0] != 'settings':
                other = copy.deepcopy(report)
                at(other, path[:-1]).append(at(report, path))
                yield path + ('twice',), other

    def assert_all_caught(self, ballots, report, least=300):
        ways = list(self.tampered(report))
        self.assertGreater(len(ways), least)
        for path, other in sampled(ways, 20):
            with self.subTest(path=path):
                done = self.cordon('count', 'verify', ballots, self.write(other))
                self.assertIn(done.returncode, (1, 2), done.stdout)


class Reproduced(Verify):
    def test_wards_of_scotland(self):
        seed = self.settings(seed='a public seed')
        for path in sorted(self.shared(WARDS).glob('*.blt')):
            with self.subTest(ward=path.name):
                self.assert_reproduced(path, '--settings', seed)
                self.assert_reproduced(path, '--settings', seed, rule='wigm')

    def test_transcripts_with_and_without_a_seed(self):
        seeds = [self.settings(seed='17 03 44')]
        for path in sorted(self.shared(UNITS).glob('*.blt')):
            for options in [[], ['--settings', seeds[0]]]:
                with self.subTest(file=path.name, options=options):
                    self.assert_reproduced(path, *options)

    def test_minneapolis_by_its_own_settings(self):
        """A whole city, as `count convert` writes it again; losers excluded together."""
        converted = self.scratch / 'city.blt'
        batch = self.settings(batch='yes', seed='17')
        done = 0
        for path in sorted(self.shared(RUNOFF).glob('*.blt')):
            with self.subTest(file=path.name):
                self.cordon_ok('count', 'convert', path, '--to', 'blt', '-o', converted)
                self.assert_reproduced(converted, '--settings', batch, '--seats', '1', rule='irv')
                done += 1
        if not done:
            self.skipTest('no ballots in BLT')

    def test_every_vote_of_debian(self):
        debian = count_condorcet.Debian
        for name, known, ballots in debian.votes(self):
            path = self.ballots(count_condorcet.blt(known['options'], [(1, debian.marks(self, one)) for one in ballots]))
            for values in [debian.rules(self, known), {}]:
                with self.subTest(vote=name, values=values):
                    self.assert_reproduced(path, '--settings', self.settings(**values), rule='schulze')
            with self.subTest(vote=name, rule='ranked-pairs'):
                self.assert_reproduced(path, '--settings', self.settings(seed=name), rule='ranked-pairs')

    def test_what_people_read(self):
        report = self.write(self.count(self.ballots(TIED), status=None))
        for lang, word in [('en', 'reproduced: '), ('es', 'reproducido: ')]:
            done = self.cordon('count', 'verify', self.scratch / 'some.blt', report, lang=lang)
            self.assertEqual((done.returncode, done.stdout[:len(word)]), (0, word))

    def test_a_report_in_spanish(self):
        path = self.ballots(TIED)
        done = self.cordon('count', '--rule', 'wigm', path, '--json', lang='es')
        self.assertEqual(self.verify(path, json.loads(done.stdout))['verdict'], 'reproduced')


class RandomElections(Verify):
    """By each rule, with its settings: both batches, write-ins, quorums and majorities."""

    def test_all_are_reproduced(self):
        draw = random.Random(20261125)
        tied = 0
        for number in range(share(300)):
            text, count = random_election(draw)
            path = self.ballots(text)
            rule = draw.choice(['scottish-stv', 'wigm', 'irv', 'schulze', 'ranked-pairs'])
            values = {'seats': 1} if rule in ('irv', 'schulze', 'ranked-pairs') else {}
            if draw.random() < 0.5:
                values['seed'] = 'seed %d' % number
            if rule == 'schulze' and '\n-' not in text and draw.random() < 0.5:
                values.update(default='N0', quorum=draw.choice(['3', '5/2', '2.5']), majority={'N1': draw.choice(['2', '3/2', '1.25'])})
            if rule in ('wigm', 'irv'):
                values['batch'] = draw.choice(['yes', 'no'])
            if rule == 'irv' and draw.random() < 0.3:
                values['write_ins'] = ['N%d' % draw.randrange(count)]
            with self.subTest(number=number, rule=rule, values=values, text=text):
                tied += bool(self.assert_reproduced(path, '--settings', self.settings(**values), rule=rule)['ties'])
        self.assertGreater(tied, share(30))


class Schulze(Verify):
    def test_quorums_and_majorities_just_reached_and_just_missed(self):
        """A is above the default on 4 ballots and below on 2, B on 3 and 3: 4 reach a quorum of 4, and are twice 2."""
        path = self.ballots('3 1\n3 1 2 3 0\n1 1 3 2 0\n2 3 1 2 0\n0\n"A"\n"B"\n"D"\n"Edges"\n')
        elected = set()
        for quorum in ('3', '4', '9/2', '5'):
            for majority in ('1', '3/2', '2', '2.01'):
                values = {'default': 'D', 'quorum': quorum, 'majority': {'A': majority, 'B': '1'}}
                with self.subTest(values=values):
                    report = self.assert_reproduced(path, '--settings', self.settings(**values), rule='schulze')
                    self.assertEqual(report['winners'], [1] if quorum in '34' and majority != '2.01' else [3])
                    elected.update(report['winners'])
        self.assertEqual(elected, {1, 3})


class RankedPairs(Verify):
    def profile(self, draw, options, ballots, truncate):
        rows = ['%d 1' % options]
        for _ in range(ballots):
            marks = draw.sample(range(1, options + 1), draw.randint(1, options) if truncate else options)
            rows.append('1 %s 0' % ' '.join(map(str, marks)))
        return self.ballots('\n'.join(rows + ['0'] + ['"N%d"' % i for i in range(options)] + ['"T"', '']))

    def test_equal_majorities_in_circles(self):
        """Few ballots, so that most majorities are equal and their orders matter; some have many winners."""
        draw = random.Random(1987)
        most = several = 0
        for number in range(share(150, 5)):
            path = self.profile(draw, draw.randint(3, 9), draw.choice([2, 3, 3, 4, 5]), draw.random() < 0.5)
            with self.subTest(number=number):
                report = self.assert_reproduced(path, rule='ranked-pairs')
                several += len(report['outcomes']) > 1
                most = max(most, len(report['outcomes']))
        self.assertGreater(several, share(30, 5))
        self.assertGreater(most, 3)

    def test_more_options(self):
        draw = random.Random(2)
        for number in range(6):
            path = self.profile(draw, 40, 501, False)
            with self.subTest(number=number):
                self.assert_reproduced(path, '--settings', self.settings(seed='3'), rule='ranked-pairs')

    def test_winners_left_out_or_added(self):
        path = self.ballots('3 1\n1 1 2 3 0\n1 2 3 1 0\n1 3 1 2 0\n0\n"A"\n"B"\n"C"\n')
        report = self.count(path, rule='ranked-pairs', status=None)
        self.assertEqual(sorted(report['outcomes']), [[1], [2], [3]])
        del report['outcomes'][2]
        self.assert_differs(path, report)

    def test_other_ballots(self):
        """A weight changed by one, anywhere; two neighbours exchanged on one ballot; a ballot and its reverse more. Whoever wins then."""
        rows = ['2 1 2 3 4 0', '3 2 3 1=4 0', '2 3 1 0', '1 4 0']

        def path(rows, name='other.blt'):
            return self.ballots('\n'.join(['4 1'] + rows + ['0', '"A"', '"B"', '"C"', '"D"', '"Pairs"', '']), name)

        report = self.count(path(rows, 'some.blt'), rule='ranked-pairs', status=None)
        others = [rows + ['1 1 2 3 4 0', '1 4 3 2 1 0'], rows + ['1 0']]
        for at, row in enumerate(rows):
            weight, marks = int(row[0]), row.split()[1:-1]
            changes = ['%d%s' % (weight + 1, row[1:])] + (['%d%s' % (weight - 1, row[1:])] if weight > 1 else [])
            changes += [' '.join([row[0]] + marks[:k] + [marks[k + 1], marks[k]] + marks[k + 2:] + ['0']) for k in range(len(marks) - 1)]
            others += [rows[:at] + [change] + rows[at + 1:] for change in changes]
        same = 0
        for other in others:
            with self.subTest(other=other):
                self.assert_differs(path(other), report)
                same += self.count(path(other), rule='ranked-pairs', status=None)['winners'] == report['winners']
        self.assertGreater(same, 3)
        self.assertGreater(len(others) - same, 0)
        found = self.verify(path(rows[::-1]), report)
        self.assertEqual(found['verdict'], 'reproduced')  # the order of ballots is no part of it

    def test_orders_that_were_not_followed(self):
        path = self.ballots(TIED)
        report = self.count(path, '--seats', '1', rule='ranked-pairs', status=None)
        report['outcomes_complete'] = False
        found = self.verify(path, report, status=1)
        self.assertEqual((found['verdict'], found['findings'][0]['code']), ('not_replayed', 'recount.orders'))


class Tampering(Verify):
    def test_every_value_with_a_lot(self):
        path = self.ballots(TIED)
        report = self.count(path, '--settings', self.settings(seed='17 03', seats=1))
        self.assertTrue(report['ties'] and report['ties'][0]['digests'])
        self.assert_all_caught(path, report)

    def test_every_value_without_a_seed(self):
        path = self.ballots(TIED.replace('4 2\n', '4 1\n', 1))
        self.assert_all_caught(path, self.count(path, rule='irv', status=None))

    def test_every_value_of_chains(self):
        path = self.ballots('3 1\n3 1 2 3 0\n2 2 3 1 0\n2 3 1 2 0\n1 2 0\n0\n"A"\n"B"\n"C"\n')
        values = {'default': 'C', 'quorum': '2', 'majority': {'A': '1/2'}}
        self.assert_all_caught(path, self.count(path, '--settings', self.settings(**values), rule='schulze', status=None), 150)

    def test_every_value_of_ranked_pairs(self):
        path = self.ballots('3 1\n2 1 2 3 0\n2 2 3 1 0\n2 3 1 2 0\n0\n"A"\n"B"\n"C"\n')
        self.assert_all_caught(path, self.count(path, '--settings', self.settings(seed='9'), rule='ranked-pairs'), 150)

    def test_the_place_is_the_first_that_differs(self):
        path = self.ballots(TIED)
        report = self.count(path, status=None)
        right = report['stages'][0]['candidates'][2]['votes']
        report['stages'][0]['candidates'][2]['votes'] = '9.00000'
        report['winners'] = [4, 3]
        self.assertEqual(self.assert_differs(path, report),
                         {'where': 'stages 1, candidates 3, votes', 'report': '"9.00000"', 'ballots': json.dumps(right)})

    def test_two_changes_that_agree_with_each_other(self):
        """Votes moved from one to another with everything that sums them right."""
        path = self.ballots(TIED)
        report = self.count(path, status=None)
        one, other = report['stages'][0]['candidates'][0], report['stages'][0]['candidates'][1]
        one['votes'], other['votes'] = '6.00000', '4.00000'
        self.assert_differs(path, report)

    def test_another_seed_that_gives_the_same_lot(self):
        path = self.ballots(TIED)
        report = self.count(path, '--settings', self.settings(seed='seed'))
        for number in range(100):
            other = self.count(path, '--settings', self.settings(seed='seed %d' % number))
            if other['winners'] == report['winners'] and other['stages'] == report['stages']:
                other['settings'] = report['settings']
                self.assertEqual(self.assert_differs(path, other)['where'], 'ties 1, digests 1')
                return
        self.fail('no such seed')

    def test_a_seed_other_than_the_committed_one(self):
        path = self.ballots(TIED)
        report = self.count(path, '--settings', self.settings(seed='17 03'))
        report['settings'].append({'key': 'commitment', 'name': None, 'value': '0' * 64})
        found = self.verify(path, report, status=1)
        self.assertEqual((found['verdict'], found['findings'][0]['code']), ('not_replayed', 'recount.commitment'))


class OtherBallots(Verify):
    def test_a_weight_changed_by_one(self):
        """Any one, by one, up or down."""
        path = self.ballots(TIED)
        report = self.count(path, status=None)
        lines = TIED.splitlines(keepends=True)
        for row in range(1, 7):
            for by in (1, -1):
                weight, rest = lines[row].split(' ', 1)
                if int(weight) + by == 0:
                    continue
                text = ''.join(lines[:row] + ['%d %s' % (int(weight) + by, rest)] + lines[row + 1:])
                with self.subTest(row=row + 1, by=by):
                    self.assert_differs(self.ballots(text, 'other.blt'), report)

    def test_the_ballots_of_another_ward(self):
        paths = sorted(self.shared(WARDS).glob('*.blt'))[:2]
        self.assert_differs(paths[1], self.count(paths[0], status=None))

    def test_two_ballots_exchanged_marks(self):
        path = self.ballots(TIED)
        self.assert_differs(self.ballots(TIED.replace('3 4 1=2 0', '3 4 1 2 0'), 'other.blt'), self.count(path, rule='wigm', status=None))


class NotReplayed(Verify):
    """What cannot be replayed is said, never passed."""

    def test_other_rules(self):
        path = self.ballots(TIED)
        report = self.count(path, status=None)
        report['rule'] = 'borda'
        found = self.verify(path, report, status=1)
        self.assertEqual((found['verdict'], found['findings'][0]['code']), ('not_replayed', 'recount.no_rule'))

    def test_another_version(self):
        path = self.ballots(TIED)
        report = self.count(path, status=None)
        report['version'] = '2'
        self.assertEqual(self.verify(path, report, status=1)['findings'][0]['code'], 'recount.no_version')

    def test_a_setting_that_is_not_known(self):
        path = self.ballots(TIED)
        report = self.count(path, status=None)
        report['settings'].append({'key': 'quorum', 'name': None, 'value': '1/2'})
        self.assertEqual(self.verify(path, report, status=1)['findings'][0]['code'], 'recount.no_setting')

    def test_files_that_are_none(self):
        path = self.ballots(TIED)
        report = self.write(self.count(path, status=None))
        latin, zero = self.scratch / 'latin.blt', self.scratch / 'zero.blt'
        latin.write_bytes(TIED.replace('"A"', '"Á"').encode('latin-1'))
        zero.write_bytes(TIED.encode('utf-8') + b'\0')
        joins = [(self.ballots(TIED.replace('1=2', marks), 'join%d.blt' % n), report)
                 for n, marks in enumerate(['- =1', '1 == 2', '1 =', '(=1)', '()'])]
        for ballots, given in joins + [(latin, report), (zero, report), (self.ballots('4 2\n1 9 0\n0\n', 'bad.blt'), report), (self.ballots('', 'empty.blt'), report),
                               (self.ballots(TIED.replace('5 1 2 0', '5 1 1 0'), 'twice.blt'), report), (path, path),
                               (path, self.ballots('{}', 'empty.json')), (path, self.ballots('[]', 'list.json'))]:
            with self.subTest(ballots=ballots.name, report=given.name):
                done = self.cordon('count', 'verify', ballots, given, '--json')
                self.assertEqual((done.returncode, done.stdout), (2, ''))
                self.assertTrue(json.loads(done.stderr)['findings'])


if __name__ == '__main__':
    unittest.main()
