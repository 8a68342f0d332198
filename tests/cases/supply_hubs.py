"""Hubs that share one stock: the parts against awards made here with fractions, over every order of closing; draws ahead; copies that
do not fit.
"""
import fractions
import itertools
import json
import random

from program import Case, SOURCE

EXAMPLE = SOURCE / 'examples' / 'supply'
KEYS = ('point', 'seq', 'cycle', 'household', 'good', 'qty')


def awards(stock, weights, claims):
    """Weighted equal awards, min(claim, level * weight), by giving to all until one has enough."""
    given = [fractions.Fraction(0)] * len(claims)
    left, open_ = fractions.Fraction(stock), {i for i, claim in enumerate(claims) if claim}
    while left > 0 and open_:
        step = min([left / sum(weights[i] for i in open_)] + [(claims[i] - given[i]) / fractions.Fraction(weights[i]) for i in open_])
        for i in open_:
            given[i] += step * weights[i]
            left -= step * weights[i]
        open_ = {i for i in open_ if given[i] < claims[i]}
    return given


class Hubs(Case):
    def write(self, name, content):
        path = self.scratch / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def shared(self, stock, weights, wanted):
        """A copy that knows of those whose wanted is not None."""
        hubs = [{'hub': 'h%d' % i, 'weight': weight} for i, weight in enumerate(weights)]
        for one, want in zip(hubs, wanted):
            if want is not None:
                one['wanted'] = {'milk': want}
        return {'cycle': 1, 'stock': {'milk': stock}, 'hubs': hubs}

    def settle(self, *copies, logs=()):
        paths = [self.write('copy%d' % i, copy) for i, copy in enumerate(copies)]
        options = [option for i, log in enumerate(logs) for option in ('--log', self.write('log%d' % i, log))]
        answer = self.cordon_json('supply', 'hubs', *paths, *options)
        return answer['settled'], [(one['sure'], one['left'], one['ahead'], one['before']) for one in answer['parts']]


class Closing(Hubs):
    def test_every_order_of_closing(self):
        chance = random.Random(12)
        tight = 0
        for _ in range(12):
            count = chance.randrange(2, 4)
            weights = [chance.randrange(1, 5) for _ in range(count)]
            wanted = [chance.randrange(60) for _ in range(count)]
            stock = chance.randrange(90)
            final = awards(stock, weights, wanted)
            tight += sum(final) < sum(wanted)
            ends = set()
            for order in itertools.permutations(range(count)):
                known, sure, drawn, log = [None] * count, [0] * count, [0] * count, ''
                for step, closing in enumerate([None, *order]):
                    if closing is not None:
                        known[closing] = wanted[closing]
                    settled, parts = self.settle(self.shared(stock, weights, known), logs=[log] if log else [])
                    exact = awards(stock, weights, [stock if want is None else want for want in known])
                    for i, (part, left, ahead, before) in enumerate(parts):
                        self.assertEqual(before, stock * weights[i] // sum(weights))
                        useful = min(part, wanted[i])  # what is sure beyond what it will want is of no use to it
                        self.assertGreaterEqual(useful, sure[i])  # never less than was said before
                        self.assertEqual(ahead, 0)
                        if not settled:
                            self.assertEqual(part, int(exact[i]))
                        self.assertLessEqual(useful, final[i] if not settled else int(final[i]) + 1)
                        sure[i] = useful
                    if closing is not None:  # it hands out all it may at once; the others wait
                        more = min(wanted[closing], sure[closing]) - drawn[closing]
                        drawn[closing] += more
                        log += json.dumps(dict(zip(KEYS, ('h%d' % closing, step, 1, 'x', 'milk', more)))) + '\n'
                self.assertTrue(settled)
                self.assertEqual(sum(sure), min(stock, sum(wanted)))
                for i in range(count):
                    self.assertTrue(int(final[i]) <= sure[i] <= -int(-final[i] // 1) if final[i] % 1 else sure[i] == final[i])
                    self.assertGreaterEqual(sure[i], min(wanted[i], stock * weights[i] // sum(weights)))
                ends.add(tuple(sure))
            self.assertEqual(len(ends), 1)  # whoever closed first, all have the same
        self.assertGreater(tight, 4)

    def test_copies_of_each_hub_are_one(self):
        weights, wanted = [3, 2, 2], [40, 50, 10]
        alone = [self.shared(80, weights, [want if i == k else None for k, want in enumerate(wanted)]) for i in range(3)]
        answers = {str(self.settle(*order)) for order in itertools.permutations(alone)}
        answers.add(str(self.settle(*alone, alone[0])))
        answers.add(str(self.settle(self.shared(80, weights, wanted))))
        self.assertEqual(len(answers), 1)

    def test_drawn_ahead_stays_and_is_shown(self):
        log = json.dumps(dict(zip(KEYS, ('h0', 1, 1, 'x', 'milk', 70)))) + '\n'
        other = json.dumps(dict(zip(KEYS, ('h1', 1, 2, 'x', 'milk', 9)))) + '\n'  # of another cycle
        settled, parts = self.settle(self.shared(100, [1, 1], [80, 80]), logs=[log + other])
        self.assertEqual(parts, [(70, 0, 20, 50), (30, 30, 0, 50)])
        settled, parts = self.settle(self.shared(60, [1, 1], [80, 80]), logs=[log])
        self.assertEqual(parts, [(70, 0, 40, 30), (0, 0, 0, 30)])


class Wrong(Hubs):
    def refuse(self, code, *copies):
        found = self.cordon_refuses('supply', 'hubs', *[self.write('copy%d' % i, copy) for i, copy in enumerate(copies)])
        self.assertEqual(found[0]['code'], code)

    def test_what_is_no_shared_stock(self):
        good = self.shared(80, [3, 2], [1, None])
        self.refuse('supply.not_json', '{')
        self.refuse('supply.hubs_form', '[]')
        self.refuse('supply.hubs_form', dict(good, more=1))
        self.refuse('supply.hubs_form', dict(good, hubs=[]))
        self.refuse('supply.hubs_stock', dict(good, stock={}))
        self.refuse('supply.hubs_stock', dict(good, stock={'milk': -1}))
        self.refuse('supply.hubs_hub', dict(good, hubs=[{'hub': 'a', 'weight': 0}]))
        self.refuse('supply.hubs_hub', dict(good, hubs=[{'hub': 'a', 'weight': 1, 'party': 'x'}]))
        self.refuse('supply.hubs_wanted', dict(good, hubs=[{'hub': 'a', 'weight': 1, 'wanted': {'rice': 1}}]))
        self.refuse('supply.hubs_outlets', dict(good, hubs=[{'hub': 'a', 'weight': 1, 'outlets': []}]))
        self.refuse('supply.hubs_twice', dict(good, hubs=[{'hub': 'a', 'weight': 1}, {'hub': 'a', 'weight': 1}]))
        self.refuse('supply.hubs_twice', dict(good, hubs=[{'hub': 'a', 'weight': 1, 'outlets': ['k']}, {'hub': 'k', 'weight': 1}]))
        self.refuse('supply.hubs_other', good, self.shared(81, [3, 2], [1, None]))
        self.refuse('supply.hubs_other', good, self.shared(80, [3, 3], [1, None]))
        self.refuse('supply.hubs_closed_twice', good, self.shared(80, [3, 2], [2, None]))

    def test_in_spanish(self):
        out = self.cordon_ok('supply', 'hubs', EXAMPLE / 'hubs-north.json', EXAMPLE / 'hubs-south.json', lang='es')
        self.assertIn('todos los centros han cerrado', out)


class InTheBook(Hubs):
    """The same stock as acts: what the book says is what the files say with the same logs, whoever closes first."""
    AT = ('--now', '1972-10-17T08:00:00Z')
    HUBS = [{'hub': 'north', 'weight': 3, 'outlets': ['kiosk']}, {'hub': 'school', 'weight': 2}]
    WANTED = {'north': {'bread': 20, 'milk': 70}, 'school': {'bread': 60}}
    KEEPER = {'north': 'luis', 'school': 'eva'}
    STOCK = {'bread': 60, 'milk': 90}

    def run_in(self, *arguments):
        return self.cordon_ok(*arguments, cwd=self.scratch)

    def book(self, name):
        self.name = name
        self.run_in('init', name, '--title', 'T', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z')
        self.run_in('batch', EXAMPLE / 'acts.jsonl', '--example-seed', 'test', '--book', name)

    def act(self, kind, by, way=None, **fields):
        given = ['%s=%s' % (key, json.dumps(value) if isinstance(value, (list, dict)) else value) for key, value in fields.items()]
        return (way or self.cordon_ok)('act', kind, 'body=jap', *given, '--example-keys', 'test=' + by, *self.AT, '--book', self.name,
                                       cwd=self.scratch)

    def share(self, way=None, **fields):
        return self.act('stock_share', 'ana', way, **{'share': 'one', 'cycle': 1, 'stock': self.STOCK, 'hubs': self.HUBS, **fields})

    def close(self, hub, by=None, way=None, **fields):
        return self.act('hub_close', by or self.KEEPER[hub], way, **{'share': 'one', 'hub': hub, 'wanted': self.WANTED[hub], **fields})

    def ask(self):
        return json.loads(self.run_in('supply', 'hubs', self.name, '--body', 'jap', '--share', 'one', *self.AT, '--json'))

    def of_files(self, closed, logs):
        hubs = [dict(one, wanted=self.WANTED[one['hub']]) if one['hub'] in closed else one for one in self.HUBS]
        path = self.write('shared', {'cycle': 1, 'stock': self.STOCK, 'hubs': hubs})
        return self.cordon_json('supply', 'hubs', path, *[option for log in logs for option in ('--log', log)])

    def test_the_book_says_what_the_files_say(self):
        logs = [EXAMPLE / 'kiosk.jsonl', EXAMPLE / 'school.jsonl']
        drawn = [json.loads(line) for log in logs for line in log.read_text(encoding='utf-8').splitlines()]
        lines = ''.join(json.dumps({**{key: one[key] for key in KEYS}, 'cycle': 1, 'point': point}) + '\n'
                        for one in drawn for point in [('kiosk', 'school')[one['point'] != drawn[0]['point']]])
        log = self.write('log', lines)
        for order in itertools.permutations(self.KEEPER):
            self.book('book-' + order[0])
            self.share()
            closed = []
            for hub in order:
                self.assertEqual(self.ask(), self.of_files(closed, []))
                self.close(hub)
                closed.append(hub)
            self.run_in('supply', 'enter', self.name, log, '--body', 'jap', '--example-keys', 'test=ana', *self.AT)
            answer = self.ask()
            self.assertEqual(answer, self.of_files(closed, [log]))
            self.assertTrue(answer['settled'])
            self.assertGreater(sum(part['drawn'] for part in answer['parts']), 0)
            self.assertIn('as before', self.run_in('rebuild', '--book', self.name))

    def test_what_is_refused(self):
        self.book('book')
        refuses = self.cordon_refuses
        for fields, code in (({'stock': {'tea': 4}}, 'supply.no_good'), ({'hubs': [{'hub': 'a', 'weight': 1}, {'hub': 'b', 'weight': 1}]}, 'supply.no_outlet'),
                             ({'cycle': 2}, 'supply.no_cycle'), ({'hubs': [dict(self.HUBS[0], wanted={'milk': 1}), self.HUBS[1]]}, 'supply.hub_begins')):
            self.assertEqual({one['code'] for one in self.share(refuses, **fields)}, {code})
        self.share()
        self.assertEqual(self.share(refuses)[0]['code'], 'supply.hub_taken')
        self.assertEqual(self.close('north', by='eva', way=refuses)[0]['code'], 'record.may_not')
        self.close('north')
        for fields, code in (({}, 'supply.hub_closed'), ({'share': 'two'}, 'supply.hub_no_share'), ({'hub': 'east'}, 'supply.hub_none')):
            self.assertEqual(self.act('hub_close', 'ana', refuses, **{'share': 'one', 'hub': 'north', 'wanted': {'milk': 1}, **fields})[0]['code'],
                             code)
        self.assertEqual(len(self.close('school', way=refuses, wanted={'tea': 1})), 1)
