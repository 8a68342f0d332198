"""What is asked of an allocation that stands in a book: its proof made again byte for byte, whatever came later; rations, totals and
reasons against that file, read here by docs/supply-proof.md; and each question over HTTP against the command line.
"""
import collections
import hashlib
import json

from program import Case
from serve import Server
from supply_allocate import EXAMPLE, F, Proof

NOW = '1972-10-28T09:00:00Z'


def family(item):
    return item['instead'] or item['good']


class Published(Case):
    """The example's committee: one scarce week allocated, drawn from, more arrives, allocated again, and things change afterwards."""

    def setUp(self):
        super().setUp()
        self.book = self.scratch / 'book'
        self.files = []
        self.cordon_ok('init', self.book, '--title', 'T', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z')
        acts = [json.loads(line) for line in (EXAMPLE / 'acts.jsonl').read_text(encoding='utf-8').splitlines()]
        for act in acts:
            if act['kind'] == 'delivery':
                act['fields']['amount'] //= 2  # not enough
        path = self.scratch / 'acts.jsonl'
        path.write_text(''.join(json.dumps(act) + '\n' for act in acts), encoding='utf-8')
        self.cordon_ok('batch', path, '--example-seed', 'test', '--book', self.book)
        self.allocate('1972-10-20T09:00:00Z')
        first = self.proof(0).ration('10019', 'milk')
        log = self.scratch / 'log.jsonl'
        log.write_text(''.join(json.dumps({'point': 'kiosk', 'seq': n, 'cycle': 1, 'household': '10019', 'good': 'milk', 'qty': q}) + '\n'
                               for n, q in enumerate((2, first - 2), 1)), encoding='utf-8')
        self.cordon_ok('supply', 'enter', self.book, log, '--body', 'jap', '--example-keys', 'test=luis', '--now', '1972-10-20T10:00:00Z')
        self.drawn = first
        self.act('delivery', '1972-10-21T09:00:00Z', 'delivery=late', 'cycle=1', 'place=depot', 'good=milk', 'amount=7')
        self.act('delivery', '1972-10-21T09:00:01Z', 'delivery=flour', 'cycle=1', 'place=kiosk', 'good=milk', 'amount=5', 'instead=bread')
        self.allocate('1972-10-21T12:00:00Z')
        self.act('delivery_cancel', '1972-10-22T09:00:00Z', 'delivery=late', 'reason=never came')
        self.act('household_move', '1972-10-23T09:00:00Z', 'household=10019', 'outlet=school')
        self.act('household_leave', '1972-10-23T10:00:00Z', 'household=10062')
        self.act('household_unmerge', '1972-10-23T11:00:00Z', 'kept=10056', 'other=10081', 'reason=it was a mistake', 'size=4',
                 'numbers={"under_15":3}')

    def act(self, kind, now, *fields):
        self.cordon_ok('act', kind, 'body=jap', *fields, '--book', self.book, '--example-keys', 'test=ana', '--now', now)

    def allocate(self, now):
        path = self.scratch / ('%d.proof' % (len(self.files) + 1))
        made = self.cordon_json('supply', 'allocate', self.book, '--body', 'jap', '--cycle', 1, '--seed', 'sorteo', '--now', now, '-o', path)
        self.act('allocation', now, 'cycle=1', 'seed=sorteo', 'hash=' + made['hash'])
        self.files.append((path, made))

    def proof(self, number):
        return Proof([json.loads(line) for line in self.files[number][0].read_text(encoding='utf-8').splitlines()])

    def ask(self, *command):
        return self.cordon_json('supply', *command, '--now', NOW)

    def test_the_file_is_made_again_byte_for_byte(self):
        for number, (path, made) in enumerate(self.files, 1):
            again = self.scratch / 'again.proof'
            said = self.ask('allocation', self.book, '--body', 'jap', '--cycle', 1, '--number', number, '-o', again)
            self.assertEqual(again.read_bytes(), path.read_bytes())
            self.assertEqual({key: said[key] for key in made}, made)
        last = self.ask('allocation', self.book, '--body', 'jap', '--cycle', 1)
        self.assertEqual((last['number'], last['hash']), (2, hashlib.sha256(self.files[1][0].read_bytes()).hexdigest()))
        earlier = self.ask('allocation', self.book, '--body', 'jap', '--cycle', 1, '--at', '1972-10-21T11:00:00Z')
        self.assertEqual(earlier['number'], 1)
        self.assertEqual(self.cordon('supply', 'allocation', self.book, '--body', 'jap', '--cycle', 1, '--at', '1972-10-19').returncode, 2)

    def test_outlets_add_up_to_the_file(self):
        proof = self.proof(1)
        said = self.ask('allocation', self.book, '--body', 'jap', '--cycle', 1)
        self.assertEqual([o['outlet'] for o in said['outlets']], [o['outlet'] for o in proof.outlets])
        for number, item in enumerate(proof.items):
            rows = list(proof.rows(number))
            for o, outlet in enumerate(said['outlets']):
                mine = [row for row in rows if row[0] == o]
                good = [g for g in outlet['goods'] if (g['good'], g.get('instead')) == (item['good'], item['instead'])]
                limit, given = sum(row[4] for row in mine), sum(row[6] for row in mine)
                self.assertEqual([(g['may_have'], g['given'], g['drawn'], g['less']) for g in good],
                                 [(limit, given, sum(row[2] for row in mine), sum(row[6] < row[4] for row in mine))] if limit or given else [])
                for g in good:
                    self.assertEqual(g['reason'] == 'claim', given >= limit, g)

    def test_rations_are_those_of_the_file_and_draws_those_of_the_log(self):
        proof = self.proof(1)
        said = self.ask('rations', self.book, '--body', 'jap', '--cycle', 1)
        found = {(h['household'], g['good'], g.get('instead')): (o['outlet'], g['ration'], g['drawn'])
                 for o in said['outlets'] for h in o['households'] for g in h['goods']}
        expected = {}
        for line, ration in zip(proof.households, proof.rations):
            for row, units in zip(line['of'], ration['ration']):
                item = proof.items[row[0]]
                drawn = self.drawn if line['household'] == '10019' and item['good'] == 'milk' else 0
                expected[line['household'], item['good'], item['instead']] = (proof.outlets[line['outlet']]['outlet'], units, drawn)
        self.assertEqual(found, expected)
        kiosk = self.ask('rations', self.book, '--body', 'jap', '--cycle', 1, '--outlet', 'kiosk')
        self.assertEqual(kiosk['outlets'], [o for o in said['outlets'] if o['outlet'] == 'kiosk'])

    def test_a_household_by_any_of_its_cards(self):
        proof = self.proof(1)
        one = self.ask('household', '10019', self.book, '--body', 'jap')
        self.assertEqual((one['household'], one['outlet'], one['size'], one['numbers']), ('10019', 'school', 5, {'infants': 1, 'under_15': 3}))
        milk = sum(proof.ration('10019', i['good'], i['instead']) for i in proof.items if i['good'] == 'milk')
        goods = {g['good']: g for g in one['cycles'][0]['goods']}
        self.assertEqual((goods['milk']['ration'], goods['milk']['drawn'], goods['milk']['left']), (milk, self.drawn, milk - self.drawn))
        merged = self.ask('household', '10081', self.book, '--body', 'jap', '--at', '1972-10-22')
        self.assertEqual((merged['card'], merged['household'], [c['card'] for c in merged['cards']]), ('10081', '10056', ['10081']))
        gone = self.ask('household', '10062', self.book, '--body', 'jap')
        self.assertNotIn('household', gone)
        self.assertEqual(self.cordon('supply', 'household', '99999', self.book, '--body', 'jap').returncode, 2)

    def test_why_is_what_the_file_says(self):
        for line in self.proof(1).households:
            self.assertEqual(self.ask('why', line['household'], self.book, '--body', 'jap', '--cycle', 1),
                             self.cordon_json('supply', 'why', line['household'], self.files[1][0]))
        self.assertEqual(self.ask('why', '10081', self.book, '--body', 'jap', '--cycle', 1)['household'], '10056')  # as it stood then

    def test_the_overview_adds_up(self):
        proof = self.proof(1)
        one, = self.ask('overview', self.book)['bodies']
        claimed, given, short = collections.Counter(), collections.Counter(), collections.defaultdict(dict)
        for number, item in enumerate(proof.items):
            for line, ration in zip(proof.households, proof.rations):
                for row, units in zip(line['of'], ration['ration']):
                    if row[0] != number:
                        continue
                    given[family(item)] += units
                    may, had = short[family(item)].get(line['household'], (0, 0))
                    whole = 0 if item['instead'] else int(F(row[2]))
                    claimed[family(item)] += whole
                    short[family(item)][line['household']] = (may + whole, had + units)
        for good in one['goods']:
            of = short[good['good']].values()
            self.assertEqual((good['claimed'], good['given'], good['short'], good['households'], good['less']),
                             (claimed[good['good']], given[good['good']], claimed[good['good']] - given[good['good']],
                              sum(may > 0 for may, _ in of), sum(had < may for may, had in of)), good)
        # 36 of the 72 halved, the late 7 taken out; 45 loaves and 5 of milk in their place
        self.assertEqual({g['good']: g['arrived'] for g in one['goods']}, {'milk': 36, 'bread': 50})
        self.assertEqual((one['households'], one['outlets'], one['waiting'], one['late']), (7, 2, 2, 2))
        self.assertEqual(one['people'], 5 + 2 + 4 + 1 + 4 + 4 + 2)

    def test_what_entered_in_the_same_second_makes_it_lost(self):
        self.act('delivery', '1972-10-24T09:00:00Z', 'delivery=more', 'cycle=1', 'place=depot', 'good=bread', 'amount=3')
        self.allocate('1972-10-24T12:00:00Z')
        self.act('delivery', '1972-10-24T12:00:00Z', 'delivery=again', 'cycle=1', 'place=depot', 'good=bread', 'amount=3')
        found = self.cordon_refuses('supply', 'allocation', self.book, '--body', 'jap', '--cycle', 1)
        self.assertEqual([f['code'] for f in found], ['supply.proof_lost'])
        self.ask('rations', self.book, '--body', 'jap', '--cycle', 1)  # the rations hold all the same

    def test_what_is_served_is_what_the_command_line_says(self):
        server = Server(self, self.book, '--now', NOW)
        jap = ['--body', 'jap']
        week = jap + ['--cycle', 1]
        for path, command in (('/api/supply', ['overview', self.book]),
                              ('/api/supply?body=jap', ['overview', self.book] + jap),
                              ('/api/supply/jap/entitlements', ['entitlements', self.book] + jap),
                              ('/api/supply/jap/cycles/1/allocation', ['allocation', self.book] + week),
                              ('/api/supply/jap/cycles/1/allocation?number=1', ['allocation', self.book] + week + ['--number', 1]),
                              ('/api/supply/jap/cycles/1/rations', ['rations', self.book] + week),
                              ('/api/supply/jap/cycles/1/rations?outlet=kiosk', ['rations', self.book] + week + ['--outlet', 'kiosk']),
                              ('/api/supply/jap/cycles/1/rations/10081', ['why', '10081', self.book] + week),
                              ('/api/supply/jap/alarms', ['watch', self.book] + jap)):
            with self.subTest(path=path):
                status, _, data = server.ask(path)
                said = self.ask(*command)
                self.assertEqual(('at' in data, status), ('at' in said, 200))
                self.assertEqual({**data, 'at': ''}, {**said, 'at': ''})  # the server's clock runs
        _, _, file = server.ask('/api/supply/jap/cycles/1/proof?number=1')
        self.assertEqual(file['proof'].encode(), self.files[0][0].read_bytes())
        self.assertEqual(file['hash'], hashlib.sha256(file['proof'].encode()).hexdigest())
        for path in ('households', 'households?outlet=kiosk', 'households/10019', 'duplicates'):  # no visitor is told
            status, _, data = server.ask('/api/supply/jap/' + path)
            self.assertEqual((status, {**data, 'at': ''}), (200, {'body': 'jap', 'at': '', 'hidden': True}))
        for path in ('/api/supply/jap/cycles/2/allocation', '/api/supply/jap/cycles/1/rations/99999', '/api/supply/jap/cycles/9/rations'):
            self.assertEqual(server.ask(path)[0], 404, path)


if __name__ == '__main__':
    import unittest
    unittest.main()
