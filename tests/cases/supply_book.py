"""Supply in a book: the questions, asked of the book of examples/supply/acts.jsonl. What is expected is worked out here, from those
acts and the rules they decide, by other means than the program's."""
import fractions
import json
import subprocess

from program import PROGRAM, SOURCE, Case, environment

ACTS = [json.loads(line) for line in (SOURCE / 'examples' / 'supply' / 'acts.jsonl').read_text(encoding='utf-8').splitlines()]
AUDIT = PROGRAM.resolve().parent / 'cordon-audit'
ANA = ['--example-keys', 'test=ana']
NOW = ['--now', '1972-10-20T09:00:00Z']  # after the last act


def acts(kind, until='9999'):
    return [act['fields'] for act in ACTS if act['kind'] == kind and act['now'] <= until]


class Questions(Case):
    def setUp(self):
        super().setUp()
        self.book = self.scratch / 'book'
        self.cordon_ok('init', self.book, '--title', 'T', *ANA, '--now', '1972-10-11T09:00:00Z')
        self.cordon_ok('batch', SOURCE / 'examples' / 'supply' / 'acts.jsonl', '--example-seed', 'test', '--book', self.book)

    def ask(self, what, *more):
        return json.loads(self.cordon_ok('supply', what, self.book, '--body', 'jap', *more, *NOW, '--json'))

    def refused(self, *arguments):
        done = self.cordon('supply', *arguments, *NOW, '--json')
        self.assertEqual(done.returncode, 2)
        return [(finding['code'], finding['field']) for finding in json.loads(done.stderr or done.stdout)['findings']]

    def test_households_of_any_day(self):
        enrolled = {act['household']: act for act in acts('household_enrol')}
        before = self.ask('households', '--at', '1972-10-16')
        self.assertEqual([one['household'] for one in before['households']], sorted(enrolled))
        self.assertEqual(before['people'], sum(act['size'] for act in enrolled.values()))
        self.assertEqual(before['merged'], [])
        for one in before['households']:
            act = enrolled[one['household']]
            self.assertEqual((one['outlet'], one['size'], one.get('numbers', {})), (act['outlet'], act['size'], act.get('numbers', {})))
            self.assertNotIn('names', one)
        merge, = acts('household_merge')
        after = self.ask('households')
        self.assertEqual([one['household'] for one in after['households']], sorted(set(enrolled) - {merge['other']}))
        self.assertEqual([(one['kept'], one['other'], one['hearing']) for one in after['merged']],
                         [(merge['kept'], merge['other'], merge['hearing'])])
        self.assertEqual({one['household']: one['size'] for one in after['households']}[merge['kept']], merge['size'])
        self.assertEqual([one['household'] for one in self.ask('households', '--outlet', 'school')['households']],
                         sorted(token for token, act in enrolled.items() if act['outlet'] == 'school' and token != merge['other']))

    def test_names_are_opened_only_when_asked_and_until_forgotten(self):
        sealed = {act['household']: act['names'] for act in acts('household_enrol') if 'names' in act}

        def names():
            return {one['household']: one['names'] for one in self.ask('households', '--names')['households'] if 'names' in one}
        self.assertTrue(sealed)
        self.assertEqual(names(), sealed)
        for name in sealed.values():
            self.assertNotIn(name, self.cordon_ok('supply', 'households', self.book, '--body', 'jap', *NOW))
            self.assertNotIn(name, self.cordon_ok('log', '--book', self.book, '--json'))
        exported = self.scratch / 'export'
        self.cordon_ok('export', '--book', self.book, '-o', exported, '--with-personal')
        self.assertEqual(sum(line.split(' ')[2].startswith('_') for line in exported.read_text(encoding='utf-8').splitlines()
                             if line.startswith('s ')), 2 * len(sealed))
        self.audited(exported)
        self.cordon_ok('import', exported, '-o', self.scratch / 'again')
        self.assertEqual({one['names'] for one in json.loads(self.cordon_ok(
            'supply', 'households', self.scratch / 'again', '--body', 'jap', '--names', *NOW, '--json'))['households']
            if 'names' in one}, set(sealed.values()))
        token = sorted(sealed)[0]
        self.cordon_ok('act', 'household_forget', 'body=jap', 'household=' + token, '--book', self.book, *ANA, *NOW)
        del sealed[token]
        self.assertEqual(names(), sealed)
        self.cordon_ok('verify', '--book', self.book)

    def test_what_each_may_have(self):
        rules = {effect['fields']['good']: effect['fields']['rule'] for act in acts('propose') for effect in act['effects']
                 if effect['kind'] == 'entitlement'}
        more, = [effect['fields']['weights'] for act in acts('propose') for effect in act['effects']
                 if effect['kind'] == 'supply_weights']
        days = acts('cycle_open')[0]['days']
        data = self.ask('entitlements', '--cycle', '1', '--at', '1972-10-16')
        households = {act['household']: act for act in acts('household_enrol')}
        self.assertEqual({one['household'] for one in data['households']}, set(households))
        for one in data['households']:
            numbers = households[one['household']].get('numbers', {})
            size = households[one['household']]['size']
            each = {'member': size, **numbers}
            self.assertEqual(fractions.Fraction(one['weight']),
                             size + sum(fractions.Fraction(ratio) * numbers.get(name, 0) for name, ratio in more.items()))
            for good, rule in rules.items():
                times = each.get(rule['each'], 0) * days
                self.assertEqual(fractions.Fraction(one['goods'][good]), fractions.Fraction(rule['amount']) * times)
                self.assertEqual(fractions.Fraction(one.get('floors', {}).get(good, '0')),
                                 fractions.Fraction(rule.get('floor', '0')) * times)
        merge, = acts('household_merge')
        self.assertEqual([one['household'] for one in self.ask('entitlements', '--cycle', '1', '--household',
                                                               merge['other'])['households']], [merge['kept']])

    def test_outlets_goods_and_cycles(self):
        outlets = {one['outlet']: one for one in self.ask('outlets')['outlets']}
        self.assertEqual({name: one['kind'] for name, one in outlets.items()},
                         {act['outlet']: act['kind'] for act in acts('outlet_open')})
        self.assertEqual({name: one['keepers'] for name, one in outlets.items()},
                         {act['outlet']: act['person'] for act in acts('outlet_keeper')})
        self.assertEqual((outlets['kiosk']['served_by'], outlets['kiosk']['households'], outlets['depot']['households']),
                         ('depot', 4, 0))
        self.assertEqual({one['good']: one['unit'] for one in self.ask('goods')['goods']},
                         {act['good']: act['unit'] for act in acts('supply_good')})
        cycle, = self.ask('cycles')['cycles']
        self.assertEqual((cycle['cycle'], cycle['from'], cycle['to']), (1, '1972-10-16', '1972-10-22'))
        self.assertEqual([(one['place'], one['good'], one['amount']) for one in cycle['arrived']],
                         [('depot', 'bread', 90), ('depot', 'milk', 72)])
        self.assertEqual(self.ask('cycles', '--at', '1972-10-12')['cycles'], [])

    def deliver(self, **fields):
        self.cordon_ok('act', 'delivery', 'body=jap', 'cycle=1', 'place=depot', *['%s=%s' % one for one in fields.items()],
                       '--book', self.book, *ANA, '--now', fields.pop('now', '1972-10-18T09:00:00Z'))

    def standing(self, at):
        return {one['delivery']: (one['standing'], one['late'], one['arrived'], one.get('substituted'))
                for one in self.ask('deliveries', '--at', at)['expected']}

    def test_partial_late_and_substituted_deliveries(self):
        self.assertEqual(self.standing('1972-10-15'), {'lorry-1': ('waiting', False, 0, None), 'lorry-2': ('waiting', False, 0, None)})
        self.assertEqual(self.standing('1972-10-16')['lorry-1'], ('partial', False, 72, None))
        self.assertEqual(self.standing('1972-10-17')['lorry-1'], ('partial', True, 72, None))
        self.deliver(delivery='lorry-1b', good='milk', amount=24, expected='lorry-1')
        self.assertEqual(self.standing('1972-10-18'), {'lorry-1': ('whole', True, 96, None), 'lorry-2': ('whole', False, 90, None)})
        self.cordon_ok('act', 'delivery_expected', 'body=jap', 'delivery=lorry-3', 'cycle=1', 'place=kiosk', 'good=milk', 'amount=10',
                       '--book', self.book, *ANA, *NOW)
        self.deliver(delivery='lorry-3a', good='bread', amount=7, expected='lorry-3', instead='milk')
        self.assertEqual(self.standing('1972-10-20')['lorry-3'], ('substituted', False, 0, 7))
        self.assertEqual(self.ask('cycles')['cycles'][0]['arrived'],
                         [{'place': 'depot', 'good': 'bread', 'amount': 90},
                          {'place': 'depot', 'good': 'bread', 'instead': 'milk', 'amount': 7}, {'place': 'depot', 'good': 'milk', 'amount': 96}])

    def enrol(self, table):
        (self.scratch / 'h.csv').write_text(table, encoding='utf-8')
        return ['enrol', self.book, '--csv', self.scratch / 'h.csv', 'body=jap', 'outlet=school', *ANA]

    def test_households_from_a_table(self):
        self.cordon_ok('supply', *self.enrol('household,size,infants,under_15,names\n10097,3,1,,Nueva\n10100,2,,,\n'), *NOW)
        new = {one['household']: one for one in self.ask('households', '--names')['households']}
        self.assertEqual((new['10097']['numbers'], new['10097']['names'], new['10097']['outlet']), ({'infants': 1}, 'Nueva', 'school'))
        self.assertNotIn('numbers', new['10100'])

    def test_a_table_with_one_wrong_row_enrols_nobody(self):
        before = self.ask('households')
        for row, code in [('10098,2,1', 'supply.token_check'), ('10097,2,3', 'supply.numbers'), ('10097,2,one', 'supply.numbers'),
                          ('10019,2,1', 'supply.household_there')]:
            self.assertIn(code, [found for found, _ in self.refused(*self.enrol('household,size,infants\n10100,2,1\n%s\n' % row))])
        self.assertIn('record.field_unknown',
                      [found for found, _ in self.refused(*self.enrol('household,size,party\n10100,2,1\n'))])
        self.assertEqual(self.ask('households'), before)

    def test_what_is_not_there(self):
        self.assertEqual(self.refused('households', self.book), [('cli.missing', '--body')])
        for what in ['households', 'outlets', 'goods', 'entitlements', 'cycles', 'deliveries']:
            self.assertEqual([code for code, _ in self.refused(what, self.book, '--body', 'nobody')], ['cli.no_body'])
        self.assertEqual([code for code, _ in self.refused('entitlements', self.book, '--body', 'jap', '--cycle', '9')], ['cli.no_cycle'])
        self.assertEqual(self.refused('entitlements', self.book, '--body', 'jap', '--cycle', '1', '--household', '10097'),
                         [('cli.no_household', '--household')])

    def test_replay_gives_the_same_state(self):
        self.assertIn('as before', self.cordon_ok('rebuild', '--book', self.book))

    def audited(self, export):
        """The second verifier, which shares no code with the first, has nothing to say against an export."""
        done = subprocess.run([str(AUDIT), str(export)], env=environment('en'), stdin=subprocess.DEVNULL, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8', check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
