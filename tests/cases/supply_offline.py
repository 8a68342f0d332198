"""Logs of outlets that worked without a link: the shared case with its expected answer; random logs, merged in random orders and
groupings, against a merge written here with sets; the example by hand; and what is said of wrong logs.
"""
import collections
import csv
import io
import itertools
import json
import random

from program import Case, SOURCE

EXAMPLE = SOURCE / 'examples' / 'supply'
KEYS = ('point', 'seq', 'cycle', 'household', 'good', 'qty')


def draw(*values):
    return json.dumps(dict(zip(KEYS, values)))


class Merge(Case):
    def log(self, lines, name='log.jsonl', end='\n'):
        path = self.scratch / name
        path.write_text('\n'.join(lines) + end, encoding='utf-8')
        return path

    def merge(self, *arguments):
        return self.cordon_json('supply', 'merge', *arguments)


class Shared(Merge):
    def test_the_expected_answer_in_every_order(self):
        folder = self.shared('data/supply/offline')
        expected = json.loads((folder / 'expected.json').read_text(encoding='utf-8'))
        logs = sorted(folder.glob('point_*.jsonl'))
        self.assertEqual(len(logs), 3)
        seen = set()
        for order in itertools.permutations(logs):
            out = self.scratch / 'merged.jsonl'
            document = self.merge('--entitlements', folder / 'entitlements.json', *order, '-o', out)
            for key in ('distinct_events', 'total_drawn', 'over_drawn'):
                self.assertEqual(document[key], expected[key], key)
            seen.add((json.dumps(document), out.read_bytes()))
        self.assertEqual(len(seen), 1)


class Random(Merge):
    """The set of draws is the answer, whatever the order, the grouping and the repeats."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(20)
        self.events = set()
        for point in ('A', 'B', 'ñandú "4"', 'C'):
            for seq in range(60):
                if self.random.random() < 0.9:
                    self.events.add(self.event(point, seq))
                if self.random.random() < 0.05:
                    self.events.add(self.event(point, seq))  # a device put back to an older day
        self.events |= {('A', 70, 1, 'h1', 'rice', 3), ('A', 70, 1, 'h1', 'rice', 4)}  # the quantity alone differs
        self.entitlements = {'h%d' % i: {good: self.random.randrange(6) for good in ('rice', 'milk')} for i in range(10)}

    def event(self, point, seq):
        return (point, seq, self.random.randrange(3), 'h%d' % self.random.randrange(12), self.random.choice(['rice', 'milk', 'oil']),
                self.random.randrange(5))

    def logs(self):
        """The events dealt to some logs, a few of them to several, in any order."""
        dealt = [[] for _ in range(5)]
        for event in self.events:
            for _ in range(self.random.choice([1, 1, 2])):
                self.random.choice(dealt).append(draw(*event))
        for lines in dealt:
            self.random.shuffle(lines)
        return [self.log(lines, 'log%d.jsonl' % i) for i, lines in enumerate(dealt)]

    def test_any_order_and_grouping_gives_the_same_bytes(self):
        seen = set()
        for _ in range(6):
            logs = self.logs()
            halves = []
            for i, some in enumerate((logs[:3], logs[2:])):  # one log in both
                halves.append(self.scratch / ('half%d.jsonl' % i))
                self.merge(*some, '-o', halves[-1])
            self.merge(*reversed(halves), halves[0], '-o', self.scratch / 'grouped.jsonl')
            self.merge(*logs, '-o', self.scratch / 'at-once.jsonl')
            seen |= {(self.scratch / name).read_bytes() for name in ('grouped.jsonl', 'at-once.jsonl')}
        self.assertEqual(len(seen), 1)
        lines = seen.pop().decode('utf-8').splitlines()
        self.assertEqual({tuple(json.loads(line)[key] for key in KEYS) for line in lines}, self.events)
        self.assertEqual(len(lines), len(self.events))

    def test_what_is_to_be_asked_about(self):
        path = self.scratch / 'entitlements.json'
        path.write_text(json.dumps(self.entitlements), encoding='utf-8')
        document = self.merge('--entitlements', path, *self.logs())
        drawn, times, numbers = collections.Counter(), collections.Counter(), collections.Counter()
        for point, seq, cycle, household, good, qty in self.events:
            drawn[cycle, household, good] += qty
            times[cycle, household, good] += 1
            numbers[point, seq] += 1
        over = sorted((key, qty) for key, qty in drawn.items() if qty > self.entitlements.get(key[1], {}).get(key[2], 0))
        self.assertTrue(over)
        said = [((one['cycle'], one['household'], one['good']), one['drawn']) for one in document['over_drawn']]
        self.assertEqual(said, over)
        double = sorted(key for key in times if times[key] > 1)
        self.assertEqual([(one['cycle'], one['household'], one['good']) for one in document['double_drawn']], double)
        asked = {key for key, _ in over} | set(double)
        self.assertEqual(sorted(tuple(one[key] for key in KEYS) for one in document['draws']),
                         sorted(event for event in self.events if event[2:5] in asked))
        forked = sorted(event for event in self.events if numbers[event[:2]] > 1)
        self.assertTrue(forked)
        self.assertEqual([tuple(one[key] for key in KEYS) for one in document['same_number']], forked)
        for one in document['points']:
            seqs = {seq for point, seq in numbers if point == one['point']}
            self.assertEqual((one['first'], one['last'], one['missing']),
                             (min(seqs), max(seqs), max(seqs) - min(seqs) + 1 - len(seqs)))


class Example(Merge):
    ARGUMENTS = ('--entitlements', EXAMPLE / 'entitlements.json', EXAMPLE / 'kiosk.jsonl', EXAMPLE / 'school.jsonl')

    def test_by_hand(self):
        # 10024 took its two loaves at both; 10019 took its six of milk in two halves; number 3 of the kiosk is not there.
        document = self.merge(*self.ARGUMENTS)
        self.assertEqual((document['lines'], document['distinct_events']), (7, 6))
        self.assertEqual(document['over_drawn'],
                         [{'cycle': 1, 'household': '10024', 'good': 'bread', 'drawn': 4, 'entitled': 2}])
        self.assertEqual([one['household'] for one in document['double_drawn']], ['10019', '10024'])
        self.assertEqual([one['missing'] for one in document['points']], [1, 0])
        rows = list(csv.reader(io.StringIO(self.cordon_ok('supply', 'merge', '--csv', *self.ARGUMENTS))))
        self.assertEqual(rows[1:], [['1', '10019', 'milk', '6', '6', '0', 'kiosk', '4', '3'],
                                    ['1', '10019', 'milk', '6', '6', '0', 'school', '1', '3'],
                                    ['1', '10024', 'bread', '4', '2', '2', 'kiosk', '2', '2'],
                                    ['1', '10024', 'bread', '4', '2', '2', 'school', '2', '2']])

    def test_nothing_is_over_when_nobody_says_what_is_due(self):
        document = self.merge(*self.ARGUMENTS[2:])
        self.assertEqual((document['over_drawn'], len(document['double_drawn'])), ([], 2))

    def test_no_draws_at_all(self):
        document = self.merge(self.log([], end=''))
        self.assertEqual((document['distinct_events'], document['draws'], document['total_drawn']), (0, [], {}))


class Wrong(Merge):
    def test_each_wrong_line_is_named_and_nothing_is_written(self):
        good = json.loads(draw('A', 1, 1, 'h', 'rice', 1))
        wrong = [('not json', 'supply.not_json', None), ('[]', 'supply.not_a_draw', None),
                 (json.dumps({**good, 'extra': 1}), 'supply.not_a_draw', None)]
        wrong += [(json.dumps({**good, key: value}), code, key) for key, value, code in (
            ('point', '', 'supply.name'), ('point', 'x' * 65, 'supply.name'), ('good', 'a\tb', 'supply.name'), ('household', 7, 'supply.name'),
            ('qty', -1, 'supply.whole'), ('qty', 1.5, 'supply.whole'), ('seq', 10 ** 9 + 1, 'supply.whole'), ('cycle', '1', 'supply.whole'))]
        wrong += [(' ' * 5000 + json.dumps(good), 'supply.line_long', None), (json.dumps(good)[:-1] + ', "qty": 2}', 'supply.not_json', None)]
        out = self.scratch / 'out.jsonl'
        findings = self.cordon_refuses('supply', 'merge', self.log([json.dumps(good)] + [line for line, _, _ in wrong]), '-o', out)
        self.assertEqual([(one['row'], one['code'], one['field']) for one in findings],
                         [(i + 2, code, field) for i, (_, code, field) in enumerate(wrong)])
        self.assertFalse(out.exists())

    def test_a_last_line_lost_with_the_power_is_left_out(self):
        lines = [draw('A', 1, 1, 'h', 'rice', 1), draw('A', 2, 1, 'h', 'rice', 1)]
        path = self.log([lines[0], lines[1][:-4]], end='')
        done = self.cordon('supply', 'merge', path, '--json')
        self.assertEqual((done.returncode, json.loads(done.stdout)['distinct_events']), (0, 1))
        self.assertEqual([(one['code'], one['row'], one['severity']) for one in json.loads(done.stderr)['findings']],
                         [('supply.cut_short', 2, 'warning')])
        self.assertEqual(self.merge(self.log(lines, end=''))['distinct_events'], 2)
        self.cordon_refuses('supply', 'merge', self.log([lines[0], lines[1][:-4]]))

    def test_entitlements(self):
        log = self.log([draw('A', 1, 1, 'h', 'rice', 1)])
        for value, code in (('[]', 'supply.entitlements'), ('{', 'supply.not_json'), ('{"h": 3}', 'supply.entitlements'),
                            ('{"h": {"rice": -1}}', 'supply.whole'), ('{"h": {"rice": "1"}}', 'supply.whole')):
            path = self.scratch / 'entitlements.json'
            path.write_text(value, encoding='utf-8')
            self.assertEqual([one['code'] for one in self.cordon_refuses('supply', 'merge', '--entitlements', path, log)], [code])
