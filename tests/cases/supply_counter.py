"""The counter in the book: logs entered in any order and cut anywhere, against sets made here; bundles against what the acts say,
byte for byte; stock accounts against sums made here; transfers, paper beside devices, and who may.
"""
import collections
import hashlib
import itertools
import json
import random

from program import Case, SOURCE
from serve import Server

ACTS = SOURCE / 'examples' / 'supply' / 'acts.jsonl'
KEYS = ('point', 'seq', 'cycle', 'household', 'good', 'qty')
NOW = ('--now', '1972-10-18T12:00:00Z')


def line(*values):
    return json.dumps(dict(zip(KEYS, values))) + '\n'


class Counter(Case):
    def setUp(self):
        super().setUp()
        self.cordon_ok('init', 'book', '--title', 'T', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z', cwd=self.scratch)
        self.run_in('batch', ACTS, '--example-seed', 'test')
        self.acts = [json.loads(one) for one in ACTS.read_text().splitlines()]

    def run_in(self, *arguments, way=None, **options):
        return (way or self.cordon_ok)(*arguments, cwd=self.scratch, **options)

    def ask(self, *arguments):
        return json.loads(self.run_in('supply', arguments[0], 'book', '--body', 'jap', *NOW, '--json', *arguments[1:]))

    def act(self, kind, by, way=None, **fields):
        given = ['%s=%s' % (key, json.dumps(value) if isinstance(value, (list, bool)) else value) for key, value in fields.items()]
        return self.run_in('act', kind, 'body=jap', *given, '--example-keys', 'test=' + by, *NOW, way=way)

    def enter(self, *logs, by='ana', way=None):
        paths = []
        for number, content in enumerate(logs):
            paths.append(self.scratch / ('log%d' % number))
            paths[-1].write_text(content)
        return self.run_in('supply', 'enter', 'book', *paths, '--body', 'jap', '--example-keys', 'test=' + by, *NOW, way=way)

    def refused(self, code, kind, by, **fields):
        found = self.act(kind, by, way=self.cordon_refuses, **fields)
        self.assertEqual(found[0]['code'], code)


class Logs(Counter):
    def setUp(self):
        super().setUp()
        chance = random.Random(9)
        tokens = ['10019', '10024', '10056', '10081', '10062', 'nobody']
        self.events = {('kiosk' if chance.random() < .6 else 'school/2', number, chance.choice((1, 2)), chance.choice(tokens),
                        chance.choice(('bread', 'milk')), chance.randrange(9)) for number in range(1, 40) for _ in range(2)}

    def expected_sums(self):
        stands = {'10081': '10056'}  # merged after a hearing, in the acts
        sums = collections.Counter()
        for _, _, cycle, token, good, qty in self.events:
            if cycle == 1:
                sums[stands.get(token, token), good] += qty
        return sums

    def test_any_order_and_any_cuts_make_the_same(self):
        events, answers = sorted(self.events), set()
        for seed in range(4):
            chance = random.Random(seed)
            chance.shuffle(events)
            self.scratch.joinpath('book').rename(self.scratch / ('old%d' % seed)) if seed else None
            if seed:
                self.cordon_ok('init', 'book', '--title', 'T', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z',
                               cwd=self.scratch)
                self.run_in('batch', ACTS, '--example-seed', 'test')
            while events:  # pieces that overlap, one after another, some twice
                piece = events[:chance.randrange(1, 30)]
                self.enter(''.join(line(*one) for one in piece), ''.join(line(*one) for one in piece[:3]))
                events = events[max(1, len(piece) - 2):] if len(piece) < len(events) else []
            events = sorted(self.events)
            answers.add(json.dumps([self.ask('drawn', '--cycle', '1'), self.ask('stock')]))
        self.assertEqual(len(answers), 1)
        drawn = json.loads(answers.pop())[0]
        self.assertEqual(drawn['lines'], sum(one[2] == 1 for one in self.events))
        may = {('10019', 'milk'): 21, ('10019', 'bread'): 17, ('10024', 'milk'): 0, ('10024', 'bread'): 7, ('10056', 'milk'): 28,
               ('10056', 'bread'): 21, ('10062', 'milk'): 7, ('10062', 'bread'): 10}  # days 7, by hand from the rules in the acts
        sums = self.expected_sums()
        over = {(one['household'], one['good']): one['drawn'] for one in drawn['over_drawn']}
        # of a household that does not stand nothing is to be had
        self.assertEqual(over, {key: value for key, value in sums.items() if value > may.get(key, 0)})
        self.assertEqual({(one['household'], one['good']) for one in drawn['unknown']}, {key for key in sums if key[0] == 'nobody'})
        numbers = collections.defaultdict(set)
        for one in self.events:
            numbers[one[0]].add(one[1])
        for point in drawn['points']:
            of = numbers[point['point']]
            self.assertEqual(point['missing'], max(of) - min(of) + 1 - len(of))
        same = collections.Counter(one[:2] for one in self.events)
        self.assertEqual(sorted((one['point'], one['number'], one['cycle'], one['household'], one['good'], one['quantity'])
                                for one in drawn['same_number']), sorted(one for one in self.events if same[one[:2]] > 1))

    def test_all_or_nothing_and_known(self):
        good = ''.join(line('kiosk', number, 1, '10019', 'milk', 1) for number in range(900))
        said = json.loads(self.run_in('supply', 'enter', 'book', self.write(good), '--body', 'jap', '--example-keys', 'test=luis',
                                      *NOW, '--json'))
        self.assertEqual((said['entered'], said['known'], said['acts']), (900, 0, 3))
        self.enter(good + line('depot', 1, 1, '10019', 'milk', 1), by='ana', way=self.cordon_refuses)  # a warehouse
        self.enter(good + line('kiosk', 5000, 1, '10019', 'milk', 1), line('kiosk', 5001, 1, 'a b', 'milk', 1), way=self.cordon_refuses)
        self.assertEqual(self.ask('drawn', '--cycle', '1')['lines'], 900)

    def write(self, content):
        path = self.scratch / 'some.jsonl'
        path.write_text(content)
        return path

    def test_who_may(self):
        one = [dict(zip(KEYS, ('kiosk', 1, 1, '10019', 'milk', 1)))]
        self.refused('record.may_not', 'draws', 'eva', outlet='kiosk', draws=one)
        self.refused('supply.other_point', 'draws', 'ana', outlet='school', draws=one)
        self.act('draws', 'luis', outlet='kiosk', draws=one)
        self.act('draws', 'luis', outlet='kiosk', draws=one)  # known: nothing changes
        self.assertEqual(self.ask('drawn', '--cycle', '1')['lines'], 1)
        self.refused('supply.draws', 'draws', 'luis', outlet='kiosk', draws=[])
        self.refused('supply.not_a_draw', 'draws', 'luis', outlet='kiosk', draws=[{'point': 'kiosk'}])


class Bundles(Counter):
    def bundle(self, outlet, *more):
        self.run_in('supply', 'bundle', 'book', '--body', 'jap', '--outlet', outlet, '--cycle', '1', '-o', 'out', *NOW, *more)
        return (self.scratch / 'out').read_text()

    def test_what_the_acts_say_and_nothing_else(self):
        """Made again here from the acts: the same bytes, so nothing else of the book is in it."""
        log = [('school', 3, 1, '10019', 'milk', 2), ('school', 4, 1, '10056', 'milk', 2), ('kiosk', 8, 1, '10019', 'bread', 1),
               ('school', 5, 2, '10019', 'milk', 2)]
        self.enter(''.join(line(*one) for one in log))
        rows = {one['fields']['household']: one['fields'] for one in self.acts if one['kind'] == 'household_enrol'}
        del rows['10081']  # merged into 10056 by the last act, which says 6 people with 4 children
        for outlet, extra, after in (('kiosk', ['d school 3 10019 milk 2'], 9), ('school', [], 6)):
            lines = ['cordon-bundle 1', 'body jap', 'outlet ' + outlet, 'point ' + outlet, 'cycle 1', 'next %d' % after, 'goods bread milk']
            for token in sorted(token for token in rows if rows[token]['outlet'] == outlet):
                lines.append('h %s %d %d' % (token, rows[token]['size'] * 7 // 2, 7 * rows[token].get('numbers', {}).get('under_15', 0)))
            lines += ['c 10081 10056'] if outlet == 'school' else []
            body = ''.join(one + '\n' for one in lines + extra)
            self.assertEqual(self.bundle(outlet), body + 'end %s\n' % hashlib.sha256(body.encode()).hexdigest())
        others = [token for token in list(rows) + ['10081'] if rows.get(token, {}).get('outlet') != 'kiosk']
        self.assertEqual([token for token in others if token in self.bundle('kiosk')], [])

    def test_a_device_goes_on_with_it(self):
        self.bundle('kiosk', '--point', 'kiosk/2')
        self.run_in('supply', 'draw', 'out', 'log', '--household', '10019', '--good', 'milk', '--qty', 20)
        self.run_in('supply', 'enter', 'book', 'log', '--body', 'jap', '--example-keys', 'test=luis', *NOW)
        lines = self.bundle('kiosk').splitlines()
        self.assertIn('d kiosk/2 1 10019 milk 20', lines)
        found = self.run_in('supply', 'draw', 'out', 'log2', '--household', '10019', '--good', 'milk', '--qty', 2, way=self.cordon_refuses)
        self.assertEqual(found[0]['code'], 'cli.supply_over')

    def test_pages(self):
        self.bundle('school', '--pages', 'pages.html')
        page = (self.scratch / 'pages.html').read_text()
        self.assertEqual(page.count('<svg'), 1)
        found = self.run_in('supply', 'bundle', 'book', '--body', 'jap', '--outlet', 'depot', '--cycle', '1', '-o', 'x', *NOW,
                            way=self.cordon_refuses)
        self.assertEqual(found[0]['code'], 'cli.supply_no_bundle')


class Stock(Counter):
    def account(self, place, good):
        return next((one for one in self.ask('stock')['accounts'] if (one['place'], one['good']) == (place, good)), None)

    def test_against_sums_made_here(self):
        chance = random.Random(4)
        keeper = {'depot': 'omar', 'kiosk': 'luis', 'school': 'eva'}
        stock = collections.Counter({('depot', 'milk'): 72, ('depot', 'bread'): 90})  # delivered, in the acts
        acts, gap = [], {}
        for number in range(60):
            place, good, amount = chance.choice(list(keeper)), chance.choice(('milk', 'bread')), chance.randrange(1, 9)
            kind = chance.choice(('spoilage', 'transfer_send', 'draw_return', 'turned_away', 'draws'))
            fields = {'body': 'jap', 'place': place, 'cycle': 1, 'good': good, 'amount': amount}
            if kind == 'spoilage':
                stock[place, good] -= amount
            elif kind == 'transfer_send':
                to = chance.choice([other for other in keeper if other != place])
                fields.update(transfer='t%d' % number, to=to)
                stock[place, good] -= amount
                acts.append((kind, fields, keeper[place]))
                kind, fields, place = 'transfer_receive', dict(fields, place=to, last=True), to
                del fields['to']
                stock[to, good] += amount
            elif place == 'depot':
                continue
            else:
                fields['outlet'] = fields.pop('place')
            if kind == 'draw_return':
                fields['household'] = '10019'
                stock[place, good] += amount
            if kind == 'draws':
                stock[place, good] -= amount
                fields = {'body': 'jap', 'outlet': place, 'draws': [dict(zip(KEYS, (place, number, 1, '10019', good, amount)))]}
            acts.append((kind, fields, keeper[place]))
        chance.shuffle(acts)  # a receiver may be first
        for place, good in list(stock):
            gap[place, good] = chance.randrange(-3, 4)
            acts.append(('stock_count', {'body': 'jap', 'place': place, 'cycle': 1, 'good': good,
                                         'amount': max(0, stock[place, good] - gap[place, good])}, keeper[place]))
        path = self.scratch / 'acts'
        path.write_text(''.join(json.dumps({'kind': kind, 'fields': fields, 'by': [by]}) + '\n' for kind, fields, by in acts))
        self.run_in('batch', path, '--example-seed', 'test', *NOW)
        answer = self.ask('stock')
        self.assertEqual(answer['transfers'], [])
        found = {(one['place'], one['good']): (one['cycles'][0]['expected'], one['counted']) for one in answer['accounts']}
        self.assertEqual(found, {key: (stock[key], max(0, stock[key] - gap[key])) for key in stock})
        ledger = self.run_in('supply', 'ledger', 'book', '--body', 'jap', *NOW).splitlines()
        self.assertEqual(len(ledger), 1 + len(stock))
        for row in ledger[1:]:
            outlet, good, week, delivered, sold, spoiled, _, counted = row.split(',')
            self.assertEqual(week, '1')
            self.assertEqual(int(delivered) - int(sold) - int(spoiled), stock[outlet, good])
            self.assertEqual(int(counted), max(0, stock[outlet, good] - gap[outlet, good]))
        path.write_text('\n'.join(ledger) + '\n')
        self.assertEqual(self.cordon_json('supply', 'watch', path), json.loads(self.run_in('supply', 'watch', 'book', '--body', 'jap',
                                                                                           '--json', *NOW)))

    def test_counts_go_on_and_can_be_taken_out(self):
        self.act('stock_count', 'omar', place='depot', cycle=1, good='milk', amount=70)
        self.assertEqual((self.account('depot', 'milk')['stock'], self.account('depot', 'milk')['gap']), (70, 2))
        self.act('spoilage', 'omar', place='depot', cycle=1, good='milk', amount=3)  # before the count, however late it is entered
        self.assertEqual((self.account('depot', 'milk')['stock'], self.account('depot', 'milk')['gap']), (70, -1))
        entries = [json.loads(one) for one in self.run_in('log', '--json').splitlines()]
        count = next(one['entry'] for one in entries if one['what']['act']['kind'] == 'stock_count')
        self.refused('supply.no_event', 'stock_cancel', 'luis', place='kiosk', entry=count, reason='x')
        self.act('stock_cancel', 'omar', place='depot', entry=count, reason='another shelf')
        self.assertEqual(self.account('depot', 'milk')['stock'], 69)
        self.refused('supply.no_event', 'stock_cancel', 'omar', place='depot', entry=count, reason='again')

    def test_transfers(self):
        def how():
            return [(one['transfer'], one['how'], one.get('missing')) for one in self.ask('stock')['transfers']]
        self.act('transfer_send', 'omar', transfer='n1', place='depot', to='kiosk', cycle=1, good='milk', amount=20)
        self.assertEqual(how(), [('n1', 'under-way', 20)])
        self.act('transfer_receive', 'luis', transfer='n1', place='kiosk', cycle=1, good='milk', amount=12)
        self.assertEqual(how(), [('n1', 'under-way', 8)])
        self.act('transfer_receive', 'luis', transfer='n1', place='kiosk', cycle=1, good='milk', amount=5, last=True)
        self.assertEqual(how(), [('n1', 'lost', 3)])
        self.assertEqual([self.account(place, 'milk')['stock'] for place in ('depot', 'kiosk')], [52, 17])
        self.refused('supply.transfer_over', 'transfer_receive', 'luis', transfer='n1', place='kiosk', cycle=1, good='milk', amount=1)
        self.refused('supply.transfer_twice', 'transfer_send', 'omar', transfer='n1', place='depot', to='kiosk', cycle=1, good='milk', amount=1)
        self.refused('supply.transfer_same', 'transfer_send', 'omar', transfer='n2', place='depot', to='depot', cycle=1, good='milk', amount=1)
        self.refused('record.may_not', 'transfer_send', 'luis', transfer='n2', place='depot', to='kiosk', cycle=1, good='milk', amount=1)
        self.act('transfer_receive', 'eva', transfer='n3', place='school', cycle=1, good='milk', amount=4)
        self.assertIn(('n3', 'not-sent', None), how())
        self.act('transfer_send', 'omar', transfer='n3', place='depot', to='school', cycle=1, good='milk', amount=3)
        self.assertIn(('n3', 'more-than-sent', 0), how())
        self.act('transfer_send', 'omar', transfer='n4', place='depot', to='school', cycle=1, good='bread', amount=3)
        self.act('transfer_receive', 'luis', transfer='n4', place='kiosk', cycle=1, good='bread', amount=3)
        self.assertIn(('n4', 'not-fitting', 0), how())

    def test_what_is_brought_back_is_not_drawn(self):
        self.enter(line('kiosk', 1, 1, '10024', 'bread', 9))
        self.assertEqual([one['drawn'] for one in self.ask('drawn', '--cycle', '1')['over_drawn']], [9])  # 7 to have
        self.act('draw_return', 'luis', outlet='kiosk', cycle=1, household='10024', good='bread', amount=2)
        self.assertEqual(self.ask('drawn', '--cycle', '1')['over_drawn'], [])
        self.assertEqual(self.account('kiosk', 'bread')['stock'], -7)


class Paper(Counter):
    def test_counted_once_whichever_came_first(self):
        device = [('kiosk', 1, 1, '10019', 'milk', 3), ('kiosk', 2, 1, '10019', 'milk', 3), ('kiosk', 3, 1, '10024', 'bread', 2)]
        paper = [('kiosk/paper', 1, 1, '10019', 'milk', 3), ('kiosk/paper', 2, 1, '10024', 'bread', 1), ('school/paper', 1, 1, '10024', 'bread', 2)]
        answers = set()
        for order in itertools.permutations((device, paper)):
            for log in order:
                self.enter(''.join(line(*one) for one in log))
            milk, bread = [next(one['stock'] for one in self.ask('stock')['accounts'] if (one['place'], one['good']) == ('kiosk', good))
                           for good in ('milk', 'bread')]
            self.assertEqual((milk, bread), (-6, -3))  # the school's paper is of another counter
            answers.add(json.dumps(self.ask('drawn', '--cycle', '1')))
        self.assertEqual(len(answers), 1)
        both = json.loads(answers.pop())['paper_and_device']
        self.assertEqual([(one['household'], one['good'], one['drawn']) for one in both], [('10019', 'milk', 6)])

    def test_a_list_typed_again(self):
        self.enter(line('kiosk', 1, 1, '10019', 'milk', 3) + line('kiosk', 2, 1, '10019', 'milk', 3) +
                   line('kiosk', 3, 1, '10024', 'bread', 2) + line('kiosk', 4, 1, '10035', 'milk', 1) + line('school', 1, 1, '10043', 'bread', 1))
        rows = ['1,10019,milk,3', '2,10019,milk,3', '3,10019,milk,3', '4,10024,bread,3', '5,10043,bread,1', '5,10043,bread,1']

        def reenter(way=None):
            (self.scratch / 'list.csv').write_text('\n'.join(['line,token,good,qty', *rows]) + '\n')
            out = self.run_in('supply', 'reenter', 'book', 'list.csv', '--body', 'jap', '--outlet', 'kiosk', '--cycle', '1', '-o', 'new',
                              *NOW, *([] if way else ['--json']), way=way)
            return out if way else json.loads(out)

        def numbers(answer):
            return [[one['line'] for one in answer[key]] for key in ('known', 'differs', 'new')]
        answer = reenter()
        # two of the three are the device's; the third is new, as nothing of the kind is left; another quantity is for people
        self.assertEqual(numbers(answer), [[1, 2], [4], [3, 5]])
        self.assertEqual([(one['household'], one['quantity'], one['times']) for one in answer['not_on_paper']], [('10024', 2, 1), ('10035', 1, 1)])
        self.run_in('supply', 'enter', 'book', 'new', '--body', 'jap', '--example-keys', 'test=luis', *NOW)
        before = self.ask('stock')
        for _ in range(2):  # once more, and once more: nothing is new, nothing counts twice
            answer = reenter()
            self.assertEqual(answer['new'], [])
            self.run_in('supply', 'enter', 'book', 'new', '--body', 'jap', '--example-keys', 'test=luis', *NOW)
            self.assertEqual(self.ask('stock'), before)
        rows[2] = '3,10019,milk,4'  # another clerk reads another number in a line that the book has
        self.assertIn(3, numbers(reenter())[1])
        for bad, code in (('6,10018,milk,1', 'supply.token_check'), ('6,10019,milk,x', 'supply.whole'), ('1,10019,milk,9', 'supply.reentry_twice')):
            rows.append(bad)
            self.assertEqual(reenter(way=self.cordon_refuses)[0]['code'], code)
            rows.pop()


class Page(Counter):
    """What a counter serves and what a card is served, against sums over the acts made here."""
    def setUp(self):
        super().setUp()
        chance = random.Random(21)
        tokens, stands = ['10019', '10024', '10056', '10081', '10062', '10043'], {'10081': '10056'}
        self.events = {(point, number, 1, chance.choice(tokens), chance.choice(('bread', 'milk')), chance.randrange(1, 5))
                       for point in ('kiosk', 'kiosk/a1', 'kiosk/paper-1', 'school/2') for number in range(1, 30)}
        self.enter(''.join(line(*one) for one in sorted(self.events)))
        self.back = collections.Counter()
        for household, good, amount in (('10024', 'bread', 2), ('10081', 'milk', 3), ('10056', 'milk', 1)):
            self.act('draw_return', 'luis', outlet='kiosk', cycle=1, household=household, good=good, amount=amount)
            self.back[stands.get(household, household), good] += amount
        # paper and devices of one outlet, card, good and quantity: whichever is more
        groups = collections.Counter()
        for point, _, _, token, good, qty in self.events:
            groups[token, good, point.split('/')[0], qty, 'paper' in point] += 1
        self.drawn = collections.Counter()
        for token, good, outlet, qty in {key[:4] for key in groups}:
            times = max(groups[token, good, outlet, qty, False], groups[token, good, outlet, qty, True])
            self.drawn[stands.get(token, token), good] += times * qty
        self.stands = stands

    def card(self, token):
        return json.loads(self.run_in('supply', 'card', token, '--book', 'book', *NOW, '--json'))['households'][0]

    def test_a_card_is_served_what_was_not_drawn(self):
        # examples/supply: bread, a loaf for every two a day; milk, half a litre for each under 15; 7 days, the unit half a litre
        to_have = {'10019': (17, 21), '10024': (7, 0), '10056': (21, 28), '10043': (3, 0), '10062': (10, 7)}
        for token, (bread, milk) in to_have.items():
            goods = {one['good']: one for one in self.card(token)['goods']}
            for good, right in (('bread', bread), ('milk', milk)):
                if not right and not self.drawn[token, good]:
                    continue
                drawn, back = self.drawn[token, good], self.back[token, good]
                self.assertEqual([goods[good][key] for key in ('to_have', 'drawn', 'returned', 'left')],
                                 [right, drawn, back, max(0, right - max(0, drawn - back))], (token, good))

    def test_a_merged_card_is_served_as_the_one_that_stands(self):
        one, other = self.card('10081'), self.card('10056')
        self.assertEqual((one['household'], one['cards']), ('10056', ['10056', '10081']))
        self.assertEqual(one, other)
        lines = {(each['point'], each['number'], 1, each['household'], each['good'], each['quantity']) for each in one['draws']}
        self.assertEqual(lines, {each for each in self.events if each[3] in ('10056', '10081')})

    def test_a_counter_has_its_own_and_what_its_households_drew(self):
        for outlet, ours in (('kiosk', {'10019', '10024', '10035', '10043'}), ('school', {'10056', '10062', '10070', '10081'})):
            data = self.ask('counter', '--outlet', outlet)
            self.assertEqual({one['household'] for one in data['households']} | {one['card'] for one in data['cards']}, ours)
            lines = {(one['point'], one['number'], 1, one['household'], one['good'], one['quantity']) for one in data['draws']}
            self.assertEqual(lines, {one for one in self.events if one[0].split('/')[0] == outlet or one[3] in ours})
            self.assertEqual(sum(one['amount'] for one in data['returned']), sum(self.back.values()))
            bundle = self.scratch / 'its.bundle'
            self.run_in('supply', 'bundle', 'book', '--body', 'jap', '--outlet', outlet, '--cycle', '1', *NOW, '-o', bundle)
            rows = [row.split()[1:] for row in bundle.read_text().splitlines() if row.startswith('h ')]
            self.assertEqual([[one['household'], *map(str, one['to_have'])] for one in data['households']], rows)

    def test_the_cycle_is_that_of_the_day(self):
        for cycle, day in ((2, '1972-10-23'), (3, '1972-10-30')):
            self.act('cycle_open', 'ana', cycle=cycle, **{'from': day}, days=7)
        for now, cycle in (('1972-10-18', 1), ('1972-10-22', 1), ('1972-10-23', 2), ('1972-11-20', 3)):
            at = ('--at', now + 'T12:00:00Z', '--now', '1972-12-01T12:00:00Z')
            data = json.loads(self.run_in('supply', 'counter', 'book', '--body', 'jap', '--outlet', 'kiosk', *at, '--json'))
            self.assertEqual(data['cycle'], cycle, now)

    def test_over_http_as_at_the_command_line(self):
        server = Server(self, self.scratch / 'book', *NOW)
        pairs = [('/api/counters', ('counter', 'book')), ('/api/cards/10081', ('card', '10081', '--book', 'book')),
                 ('/api/supply/jap/cycles/1/drawn', ('drawn', 'book', '--body', 'jap', '--cycle', '1')),
                 ('/api/supply/jap/counters/school?cycle=1', ('counter', 'book', '--body', 'jap', '--outlet', 'school'))]
        for path, words in pairs:
            status, _, answer = server.ask(path)
            said = json.loads(self.run_in('supply', *words, *NOW, '--json'))
            self.assertEqual((status, {**answer, 'at': ''}), (200, {**said, 'at': ''}))
        self.assertEqual(server.ask('/api/people/luis/keys')[2], json.loads(self.run_in('key', 'list', 'luis', '--book', 'book', '--json')))
        for path in ('/api/cards/99999', '/api/supply/jap/counters/depot', '/api/supply/jap/counters/kiosk?cycle=7'):
            self.assertEqual(server.ask(path)[0], 404, path)

    def test_what_is_not_there(self):
        for arguments in (('card', '99999', '--book', 'book'), ('counter', 'book', '--body', 'jap', '--outlet', 'depot'),
                          ('counter', 'book', '--body', 'jap', '--outlet', 'nowhere'), ('counter', 'book', '--body', 'nobody', '--outlet', 'kiosk'),
                          ('counter', 'book', '--body', 'jap', '--outlet', 'kiosk', '--cycle', '7')):
            self.run_in('supply', *arguments, *NOW, way=self.cordon_refuses)
