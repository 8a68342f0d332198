"""Ceilings, price reports and complaints of the book of examples/prices: what is expected is read off its acts."""
import json

from program import SOURCE, Case

ACTS = [json.loads(line) for line in (SOURCE / 'examples' / 'prices' / 'acts.jsonl').read_text(encoding='utf-8').splitlines()]


def fields(kind):
    return [dict(act['fields'], by=act['by'][0], now=act['now']) for act in ACTS if act['kind'] == kind]


class Prices(Case):
    def setUp(self):
        super().setUp()
        self.here = ['--book', self.scratch / 'book']
        self.cordon_ok('init', self.scratch / 'book', '--title', 'T', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z')
        self.cordon_ok('batch', SOURCE / 'examples' / 'prices' / 'acts.jsonl', '--example-seed', 'test', *self.here)

    def ask(self, what, at):
        return json.loads(self.cordon_ok('supply', what, '--body', 'jap', '--at', at, *self.here, '--json'))

    def test_ceilings_by_day(self):
        decided = fields('propose')[0]['effects'][0]['fields']
        self.assertEqual(self.ask('ceilings', '1972-10-10')['ceilings'] + self.ask('ceilings', '1972-10-10')['later'], [])
        before, after = self.ask('ceilings', '1972-10-11'), self.ask('ceilings', '1972-10-12')
        self.assertEqual((before['ceilings'], after['later']), ([], []))
        for one in before['later'] + after['ceilings']:
            self.assertEqual((one['good'], one['price'], one['currency'], one['unit'], one['from'], one.get('place')),
                             (decided['good'], decided['price'], decided['currency'], 'kilogram', decided['from'], None))
        self.assertEqual(len(before['later']), 1)
        self.assertEqual(len(after['ceilings']), 1)

    def test_reports_are_counted_both_ways(self):
        tellers = [one['person'] for one in fields('officer')]
        for at in ['1972-10-12', '1972-10-13', '1972-10-25', '1972-10-26']:
            groups = {one['place']: one for one in self.ask('reports', at)['prices']}
            first = '1972-10-%02d' % max(int(at[-2:]) - 13, 1)
            seen = [one for one in fields('price_report') if first <= one['day'] <= at]
            self.assertEqual(sorted(groups), sorted({one['place'] for one in seen}))
            for place, group in groups.items():
                prices = {one['by']: float(one['price']) for one in seen if one['place'] == place and one['by'] != 'eva'}
                self.assertEqual((group['voices'], group['over'], group['within'], group['nameless']),
                                 (len(prices), sum(p > 7.5 for p in prices.values()), sum(p <= 7.5 for p in prices.values()),
                                  sum(by in tellers for by in prices)))
        # Ana enrolled them all: without what she introduced there are the two tellers at the kiosk, one at the shop.
        self.assertEqual({one['place']: one['verdict'] for one in self.ask('reports', '1972-10-13')['prices']},
                         {'kiosk': 'over', 'corner-shop': 'one_hand'})

    def test_complaints_and_who_owes_an_answer(self):
        made, answered = fields('complaint'), {one['complaint']: one for one in fields('complaint_outcome')}
        for at, overdue in [('1972-10-19', []), ('1972-10-20T19:06:00Z', []), ('1972-10-20T19:06:01Z', ['q7g'])]:
            data = self.ask('complaints', at)
            self.assertEqual([one['complaint'] for one in data['complaints']], [one['complaint'] for one in made])
            self.assertEqual([(one['complaint'], one['body']) for one in data['overdue']], [(one, 'jap') for one in overdue])
            for one, said in zip(data['complaints'], made):
                self.assertEqual((one['words'], one['entered_by'], one['source']), (said['words'], said['by'], 'nameless'))
                self.assertEqual(one.get('outcome_words'), answered.get(one['complaint'], {}).get('words'))
                self.assertNotIn('who', one)
        text = self.cordon_ok('supply', 'complaints', '--body', 'jap', '--at', '1972-10-21', *self.here)
        self.assertIn(answered['q7f']['words'], text)

    def test_what_is_refused(self):
        for arguments, code in [([], 'cli.missing'), (['--body', 'nobody'], 'cli.no_body')]:
            done = self.cordon('supply', 'ceilings', *arguments, *self.here, '--json')
            self.assertEqual(done.returncode, 2)
            self.assertIn(code, done.stderr + done.stdout)

    def test_replay_gives_the_same_state(self):
        self.cordon_ok('verify', *self.here)
        before = self.ask('reports', '1972-10-14'), self.ask('complaints', '1972-10-21'), self.ask('ceilings', '1972-10-14')
        self.cordon_ok('rebuild', *self.here)
        self.assertEqual(before, (self.ask('reports', '1972-10-14'), self.ask('complaints', '1972-10-21'),
                                  self.ask('ceilings', '1972-10-14')))
