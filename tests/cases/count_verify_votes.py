"""cordon count verify on votes that come added up: decisions by majorities and seats of lists.

As in count_verify: the count's own tests hold it against official results and oracles, the replay shares no code with it. Here every
official result is replayed, made-up votes with many ties are, and nothing in a report or in the votes can be changed unnoticed.
"""
import json
import random
import unittest

import count_lists
from count_lists import table
from count_majority import BODIES
from count_verify import Verify
from program import SOURCE, sampled, share

DECISIONS = ['plurality', 'majority', 'two-thirds', 'threshold']
METHODS = ['dhondt', 'sainte-lague', 'largest-remainder']


class Reproduced(Verify):
    def test_the_examples(self):
        folder = SOURCE / 'examples' / 'count'
        for rule in DECISIONS[:3]:
            self.assert_reproduced(folder / 'strike.csv', rule=rule)
        for within in ('lists', 'candidates'):
            self.assert_reproduced(folder / 'council.csv', '--seats', '4', '--settings', self.settings(within=within), rule='dhondt')

    def replay_chile(self, name, within):
        """Every district by d'Hondt as it was held, and its votes by the other methods."""
        for district, (seats, rows, _, elected) in sampled(count_lists.Chile.districts(self, name).items(), 3):
            path = self.ballots(table(rows), 'lists.csv')
            for rule, values in [('dhondt', {}), ('sainte-lague', {}), ('largest-remainder', {}), ('largest-remainder', {'quota': 'droop'}),
                                 ('largest-remainder', {'quota': 'hagenbach-bischoff', 'threshold': '1/20'})]:
                with self.subTest(district=district, rule=rule, values=values):
                    report = self.assert_reproduced(path, '--seats', seats, '--settings', self.settings(within=within, **values), rule=rule)
                    if rule == 'dhondt':
                        self.assertEqual(set(self.names(report, report['winners'])), elected)

    def test_deputies_of_1973(self):
        self.replay_chile('1973_diputados', 'candidates')

    def test_senators_of_1973(self):
        self.replay_chile('1973_senadores', 'candidates')

    def test_deputies_of_2017(self):
        self.replay_chile('2017_diputados', 'lists')

    def test_senators_of_2017(self):
        self.replay_chile('2017_senadores', 'lists')

    def test_the_limits(self):
        """10^12 votes: quotients that differ in the last of their digits, and a thousand lists and seats."""
        for votes in ((666666666664, 333333333333, 2), (500000000000, 333333333333, 166666666667)):
            path = self.ballots('list,votes\n' + ''.join('L%d,%d\n' % one for one in enumerate(votes)), 'lists.csv')
            for rule in METHODS:
                self.assert_reproduced(path, '--seats', '1000', rule=rule)
        path = self.ballots('list,votes\n' + ''.join('L%d,%d\n' % (i, 10 ** 9 - 7919 * i) for i in range(1000)), 'lists.csv')
        for rule in METHODS:
            self.assert_reproduced(path, '--seats', '1000', rule=rule)
        path = self.ballots('option,votes\nA,500000000000\nB,500000000000\n', 'votes.csv')
        self.assert_reproduced(path, rule='majority')

    def test_other_ways_to_write_the_same_votes(self):
        """Columns in another order, quotes, a byte order mark, carriage returns."""
        council = (SOURCE / 'examples' / 'count' / 'council.csv').read_text(encoding='utf-8').splitlines()
        cells = [one.split(',') for one in council]
        turned = '\ufeff' + ''.join(','.join('"%s"' % cell for cell in reversed(row)) + '\r\n' for row in cells)
        path = self.ballots(turned, 'turned.csv')
        report = self.count(SOURCE / 'examples' / 'count' / 'council.csv', '--seats', '4', rule='dhondt')
        self.assertEqual(self.verify(path, report)['verdict'], 'reproduced')


class MadeUp(Verify):
    """Few votes and many ties; what is tied, and how often, is asked for below."""

    def draw_lists(self, draw):
        pacts = [''] * 3 + ['P', 'Q']
        persons = draw.random() < 0.6
        rows = []
        for i in range(draw.randint(1, 6)):
            pact, name = draw.choice(pacts), 'L%d' % i
            for k in range(draw.randint(1, 4) if persons else 0):
                rows.append((pact, name, 'N%d %d' % (i, k), draw.randint(0, 6)))
            if not persons or draw.random() < 0.5:
                rows.append((pact, name, '', draw.choice([0, 2, 6, 6, 12, 12, 18, 30])))
        return rows + [('', '', '', draw.randint(0, 9))], persons

    def test_lists(self):
        draw = random.Random(1973)
        tied = drawn = several = 0
        for number in range(share(400)):
            rows, persons = self.draw_lists(draw)
            rule = draw.choice(METHODS)
            values = {'seats': draw.randint(1, 9)}
            if draw.random() < 0.5:
                values['seed'] = 'seed %d' % number
            if draw.random() < 0.3:
                values['threshold'] = draw.choice(['1/5', '0.25', '1/3', '1/2'])
            if draw.random() < 0.5:
                values['within'] = draw.choice(['lists', 'candidates'] if persons else ['lists'])
            if draw.random() < 0.3:
                values['pacts'] = {name: draw.choice(['P', 'R']) for name in sorted({row[1] for row in rows if row[1]}) if draw.random() < 0.5}
            if rule == 'largest-remainder' and draw.random() < 0.7:
                values['quota'] = draw.choice(['hare', 'droop', 'hagenbach-bischoff', 'hagenbach-bischoff'])
            with self.subTest(number=number, rule=rule, values=values, rows=rows):
                path = self.ballots(table(rows), 'lists.csv')
                report = self.assert_reproduced(path, '--settings', self.settings(**values), rule=rule)
                tied += bool(report['ties'])
                drawn += bool(report['ties']) and 'seed' in values
                several += len(report['outcomes']) > 2
        self.assertGreater(min(tied, drawn, several), share(20))

    def draw_votes(self, draw):
        """A CSV of votes by body, one without bodies, or ballots in BLT."""
        options = 'ABCD'[:draw.randint(1, 4)]
        if draw.random() < 0.3:
            rows = [' '.join(map(str, [draw.randint(1, 4)] + (['-'] if draw.random() < 0.2 else []) +
                             draw.sample(range(1, len(options) + 1), draw.randint(0, len(options))) + [0])) for _ in range(draw.randint(1, 6))]
            rows = [row.replace(' 1 2 ', ' 1=2 ') if draw.random() < 0.5 else row for row in rows]
            gone = ['-%d' % draw.randint(1, len(options))] if draw.random() < 0.3 else []
            return '\n'.join(['%d 1' % len(options)] + gone + rows + ['0'] + ['"%s"' % one for one in options]) + '\n', 'votes.blt', False
        bodies = draw.random() < 0.7
        rows = ['body,option,votes' if bodies else 'option,votes', 'Q,A,1' if bodies else 'A,1']
        for i in range(draw.randint(0, 9)):
            row = '%s,%d' % (draw.choice(options + ' ').strip(), draw.choice([0, 1, 1, 1, 2]))
            rows.append('%s,%s' % (draw.choice('RSTQ'), row) if bodies else row)
        return '\n'.join(rows) + '\n', 'votes.csv', bodies

    def test_decisions(self):
        draw = random.Random(1972)
        tied = nobody = one = 0
        for number in range(share(400)):
            text, name, bodies = self.draw_votes(draw)
            rule = draw.choice(DECISIONS + ['plurality', 'threshold'] * 2)
            values = {'entitled': draw.choice([24, 30, 60])} if draw.random() < 0.6 else {}
            if draw.random() < 0.5:
                values['seed'] = 'seed %d' % number
            if draw.random() < 0.5:
                values['seats'] = draw.randint(1, 3)
            if draw.random() < 0.25:
                values['quorum'] = draw.choice(['3', '4.5', '6'] + (['1/2', '0.25', '1/3'] if 'entitled' in values else []))
            if rule != 'plurality' and draw.random() < 0.5:
                values['of'] = draw.choice(['valid', 'cast'] + (['entitled'] if 'entitled' in values else []))
            if rule != 'plurality' and bodies and draw.random() < 0.4:
                values['bodies'] = draw.choice(['1/2', '1/3', '2/3', '0.25', '1'])
            if rule == 'threshold':
                values['threshold'] = draw.choice(['1/3', '0.25', '1/2', '0.2', '0'])
                if draw.random() < 0.5:
                    values['comparison'] = draw.choice(['at-least', 'more-than'])
            with self.subTest(number=number, rule=rule, values=values, text=text):
                path = self.ballots(text, name)
                done = self.cordon('count', '--rule', rule, path, '--settings', self.settings(**values), '--json')
                if done.returncode == 2:  # fewer entitled than there are ballots
                    self.assertEqual(json.loads(done.stderr)['findings'][0]['code'], 'count.entitled_few')
                    continue
                report = self.assert_reproduced(path, '--settings', self.settings(**values), rule=rule)
                tied += bool(report['ties'])
                nobody += report['outcomes'] == [[]]
                one += len(report['winners']) > 0
        self.assertGreater(min(tied, nobody, one), share(25), (tied, nobody, one))


LISTS = [('P', 'Reds', 'Ana', 50), ('P', 'Reds', 'Ben', 10), ('P', 'Greens', 'Cleo', 30), ('P', 'Greens', 'Dora', 25), ('P', 'Greens', '', 5),
         ('', '', 'Eva', 60), ('', 'Blues', 'Fay', 20), ('', 'Blues', 'Gil', 20), ('', '', '', 12)]
POLL = BODIES + 'Shop,Maybe,12\nShop,,2\nMill,Maybe,36\n'


class Tampering(Verify):
    def lists(self, rule, rows, status=None, **values):
        path = self.ballots(table(rows), 'lists.csv')
        return path, self.count(path, '--settings', self.settings(**values), rule=rule, status=status)

    def test_seats_without_a_seed(self):
        """P has 120, Eva 60, Blues 40: the second seat is P's second or Eva's first."""
        path, report = self.lists('dhondt', LISTS, seats=2)
        self.assertEqual(report['decided'], False)
        self.assert_all_caught(path, report, 150)

    def test_seats_by_lot_and_persons_by_lot(self):
        path, report = self.lists('dhondt', LISTS, seats=6, seed='17 03')
        self.assertEqual([tie['why']['code'] for tie in report['ties']], ['count.tie.person'])
        self.assert_all_caught(path, report, 400)
        path, report = self.lists('sainte-lague', [('', 'A', '', 30), ('P', 'B', '', 20), ('P', 'C', '', 10)], seats=1, seed='17 03')
        self.assertEqual(report['ties'][0]['names'], ['A', 'P'])
        self.assert_all_caught(path, report, 90)

    def test_persons_of_a_pact(self):
        path, report = self.lists('sainte-lague', LISTS, seats=4, within='candidates', pacts={'Blues': 'P'})
        self.assert_all_caught(path, report, 250)

    def test_remainders(self):
        """Blues have 40 of 220, less than 3/16 and more than 3/17."""
        for values in ({}, {'quota': 'droop'}, {'quota': 'hagenbach-bischoff'}):
            path, report = self.lists('largest-remainder', LISTS[:-1], seats=5, threshold='3/16', **values)
            self.assert_all_caught(path, report, 200)
        path, report = self.lists('largest-remainder', [('', 'A', '', 75), ('', 'B', '', 25)], seats=3, quota='hagenbach-bischoff', seed='1')
        self.assert_all_caught(path, report, 60)

    def decision(self, rule, text=POLL, **values):
        path = self.ballots(text, 'votes.csv')
        return path, self.count(path, '--settings', self.settings(**values), rule=rule, status=None)

    def test_decisions(self):
        """48 for, 20 against, 48 maybe, 5 blank; for has a body, maybe has two."""
        for rule, values in [('plurality', {}), ('plurality', {'seats': 2, 'quorum': '121'}), ('plurality', {'seed': '17 03'}),
                             ('majority', {'of': 'cast', 'quorum': '1/2', 'entitled': 242}), ('two-thirds', {'bodies': '0.5'}),
                             ('threshold', {'threshold': '0.3', 'comparison': 'more-than', 'bodies': '1/3', 'seats': 2}),
                             ('threshold', {'threshold': '1/5', 'of': 'entitled', 'entitled': 240, 'seats': 2})]:
            with self.subTest(rule=rule, values=values):
                path, report = self.decision(rule, **values)
                self.assert_all_caught(path, report, 100)

    def assert_every_row_counts(self, text, name, rule, **values):
        """Votes of any row one more or fewer, and any row left out, give another report, or none."""
        report = self.count(self.ballots(text, name), '--settings', self.settings(**values), rule=rule, status=None)
        rows = text.splitlines(keepends=True)
        for at in range(1, len(rows)):
            cells, votes = rows[at].rsplit(',', 1)
            for other in ['%s,%d\n' % (cells, int(votes) + 1), '%s,%d\n' % (cells, int(votes) - 1), '']:
                with self.subTest(row=at + 1, other=other):
                    self.assert_differs(self.ballots(''.join(rows[:at] + [other] + rows[at + 1:]), 'other.csv'), report)

    def test_other_votes(self):
        self.assert_every_row_counts(table(LISTS), 'lists.csv', 'dhondt', seats=4)
        self.assert_every_row_counts(table(LISTS), 'lists.csv', 'largest-remainder', seats=4, within='candidates')
        self.assert_every_row_counts(POLL, 'votes.csv', 'majority')

    def test_names_exchanged(self):
        path, report = self.lists('dhondt', LISTS, seats=3)
        for a, b in (('Ana', 'Ben'), ('Reds', 'Greens'), ('Eva', 'Fay')):
            text = table(LISTS).replace(a, '\0').replace(b, a).replace('\0', b)
            self.assert_differs(self.ballots(text, 'other.csv'), report)
        for text in (table(LISTS).replace('P,', 'Q,'), table(LISTS).replace('P,Greens', ',Greens')):
            self.assert_differs(self.ballots(text, 'other.csv'), report)


class NotReplayed(Verify):
    def test_settings_that_a_count_refuses(self):
        """A report cannot have them: it is not compared at all."""
        votes, lists = self.ballots(POLL, 'votes.csv'), self.ballots(table(LISTS), 'lists.csv')
        plain = self.ballots('option,votes\nA,2\n', 'plain.csv')
        for rule, path, base, wrong in [
                ('majority', votes, {}, {'of': 'all'}), ('majority', votes, {}, {'of': 'entitled'}), ('majority', votes, {}, {'entitled': '120'}),
                ('majority', votes, {}, {'quorum': '1/2'}), ('majority', votes, {}, {'quorum': '1/0'}), ('majority', plain, {}, {'bodies': '1/2'}),
                ('majority', votes, {}, {'entitled': '1x'}), ('threshold', votes, {'threshold': '1/2'}, {'comparison': 'over'}),
                ('threshold', votes, {'threshold': '1/2'}, {'threshold': '.5'}), ('threshold', votes, {'threshold': '1/2'}, {'threshold': None}),
                ('dhondt', lists, {'seats': 2}, {'within': 'persons'}), ('dhondt', lists, {'seats': 2}, {'threshold': 'x'}),
                ('largest-remainder', lists, {'seats': 2}, {'quota': 'imperiali'}), ('dhondt', lists, {'seats': 2}, {'seats': None}),
                ('dhondt', lists, {'seats': 2}, {'seats': '0'}), ('dhondt', lists, {'seats': 2}, {'seats': '1001'})]:
            with self.subTest(rule=rule, wrong=wrong):
                report = self.count(path, '--settings', self.settings(**base), rule=rule, status=None)
                (key, value), = wrong.items()
                report['settings'] = [one for one in report['settings'] if one['key'] != key]
                report['settings'] += [] if value is None else [{'key': key, 'name': None, 'value': value}]
                found = self.verify(path, report, status=1)
                self.assertEqual((found['verdict'], found['findings'][0]['code']),
                                 ('not_replayed', 'recount.seats' if key == 'seats' else 'recount.settings'))

    def test_settings_of_other_rules_and_pacts_of_nobody(self):
        lists = self.ballots(table(LISTS), 'lists.csv')
        report = self.count(lists, '--seats', '2', rule='dhondt', status=None)
        for one, code in [({'key': 'quota', 'name': None, 'value': 'hare'}, 'recount.no_setting'),
                          ({'key': 'pacts', 'name': None, 'value': 'P'}, 'recount.no_setting'),
                          ({'key': 'threshold', 'name': 'Reds', 'value': '0'}, 'recount.no_setting'),
                          ({'key': 'pacts', 'name': 'Nobody', 'value': 'P'}, 'recount.settings')]:
            with self.subTest(one=one):
                other = dict(report, settings=report['settings'] + [one])
                found = self.verify(lists, other, status=1)
                self.assertEqual((found['verdict'], found['findings'][0]['code']), ('not_replayed', code))

    def test_files_that_are_none(self):
        """The first place that cannot be read, with its row and column."""
        decided = self.write(self.count(self.ballots(POLL, 'votes.csv'), rule='majority'), 'decided.json')
        shared = self.write(self.count(self.ballots(table(LISTS), 'lists.csv'), '--seats', '3', rule='dhondt'), 'shared.json')
        for report, text, found in [
                (decided, 'option,votes\nA,x\n', (2, 'votes', 'recount.cell')), (decided, 'option,votes\nA,-1\n', (2, 'votes', 'recount.cell')),
                (decided, 'option,votes\nA,\n', (2, 'votes', 'recount.cell')), (decided, 'option,votes\n,1\n', (1, 'option', 'recount.cell')),
                (decided, 'body,option,votes\nA,Yes,1\n,Yes,1\n', (3, 'body', 'recount.cell')),
                (decided, 'option,votes\nA,1000000000000\nB,1\n', (3, 'votes', 'recount.limit')),
                (decided, 'option,votes\n' + ''.join('O%d,1\n' % i for i in range(1001)), (1, 'option', 'recount.limit')),
                (decided, 'body,option,votes\n' + ''.join('B%d,A,1\n' % i for i in range(10001)), (10002, 'body', 'recount.limit')),
                (decided, 'pact,list,candidate,votes\nA,1\n', (1, None, 'recount.ballots_unreadable')),
                (shared, 'list,votes\nA,99999999999999999999\n', (2, 'votes', 'recount.limit')),
                (shared, 'list,voters\nA,1\n', (1, 'votes', 'recount.no_column')), (shared, 'votes\n1\n', (1, 'list', 'recount.no_column')),
                (shared, 'list,votes\n,1\n', (1, 'list', 'recount.cell')), (shared, 'pact,list,votes\nP,,1\n', (2, 'list', 'recount.cell')),
                (shared, 'pact,list,votes\nP,A,1\nQ,A,1\n', (3, 'pact', 'recount.two_pacts')),
                (shared, 'list,candidate,votes\nA,Ana,1\nA,Ana,1\n', (3, 'candidate', 'recount.person_twice')),
                (shared, 'list,votes\n' + ''.join('L%d,1\n' % i for i in range(1001)), (1, 'list', 'recount.limit')),
                (shared, 'list,votes\nA,1\0\n', (None, None, 'recount.zero_byte'))]:
            with self.subTest(text=text[:60]):
                done = self.cordon('count', 'verify', self.ballots(text, 'some.csv'), report, '--json')
                self.assertEqual((done.returncode, done.stdout), (2, ''))
                first = json.loads(done.stderr)['findings'][0]
                self.assertEqual((first['row'], first['field'], first['code']), found)


if __name__ == '__main__':
    unittest.main()
