"""An economy said in acts, from the command line: a bakery, a mill, a neighbourhood and their cordon (examples/economy-acts), what its
snapshots hold, who said each number, and what every act refuses.

The expected tables are written here by hand from the acts, and the fulfilments follow from them: the bakery makes 300 of the 360
kilograms that are needed, and the school comes first.
"""
import csv
import json
import shutil

from program import Case, SOURCE, cordon

ACTS = SOURCE / 'examples' / 'economy-acts' / 'acts.jsonl'
START = '1972-10-11T09:00:00Z'


class Economy(Case):
    def setUp(self):
        super().setUp()
        self.minute = 0
        self.cordon_ok('init', 'book', '--title', 'T', '--example-keys', 'test=ana', '--now', START, cwd=self.scratch)
        done = cordon('batch', ACTS, '--example-seed', 'test', '--book', 'book', cwd=self.scratch)
        self.assertEqual(done.returncode, 0, done.stderr)

    def try_act(self, who, kind, *fields):
        self.minute += 1
        return cordon('act', kind, *fields, '--example-keys', 'test=' + who, '--now', '1972-10-13T09:%02d:00Z' % self.minute,
                      '--book', 'book', '--json', cwd=self.scratch)

    def act(self, who, kind, *fields):
        done = self.try_act(who, kind, *fields)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)['last']

    def refused(self, code, who, kind, *fields):
        done = self.try_act(who, kind, *fields)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn(code, [finding['code'] for finding in json.loads(done.stderr)['findings']], (kind, fields))

    def decide(self, name, *effects):
        self.act('ana', 'propose', 'body=cordon', 'proposal=' + name, 'title=T', 'text=T', 'effects=' + json.dumps(effects))
        self.act('ana', 'put', 'proposal=' + name, 'until=1972-10-14T09:00:00Z')
        for person in ('ana', 'bea', 'nora'):
            self.act(person, 'vote', 'proposal=' + name, 'choice=yes')
        return self.act('ana', 'decide', 'proposal=' + name)

    def snapshot(self, name, *options):
        return self.cordon_json('economy', 'snapshot', '-o', name, *options, '--book', 'book', cwd=self.scratch)

    def table(self, name, table):
        with open(self.scratch / name / (table + '.csv'), encoding='utf-8', newline='') as file:
            return list(csv.reader(file))[1:]

    def bytes_of(self, name):
        return {path.name: path.read_bytes() for path in (self.scratch / name).iterdir()}

    def fulfilments(self, name):
        """By group, of a plan that the verifier proves."""
        self.cordon_ok('plan', name, '-o', 'plan.json', cwd=self.scratch)
        self.cordon_ok('plan', 'verify', name, 'plan.json', cwd=self.scratch)
        document = self.cordon_json('plan', name, cwd=self.scratch)
        return {need['group']: need['fulfilment'] for need in document['needs']}


class Snapshots(Economy):
    def test_it_holds_what_the_acts_say(self):
        self.snapshot('snap')
        self.assertEqual(self.table('snap', 'commodities'), [
            ['bread', 'Bread', 'kg', ''], ['flour', 'Flour', 'kg', ''], ['wheat', 'Wheat', 'kg', ''],
            ['work', 'Hours of work', 'hour', 'labour']])
        self.assertEqual(self.table('snap', 'exchanges'), [
            ['molino/milling', 'wheat', 'input', '1.3'], ['molino/milling', 'work', 'input', '0.01'],
            ['molino/milling', 'flour', 'output', '1'], ['panaderia/baking', 'flour', 'input', '0.75'],
            ['panaderia/baking', 'work', 'input', '0.05'], ['panaderia/baking', 'bread', 'output', '1']])
        self.assertEqual(self.table('snap', 'capacities'), [['molino/milling', '500'], ['panaderia/baking', '300']])
        self.assertEqual(self.table('snap', 'stocks'), [['wheat', '600'], ['work', '40']])
        self.assertEqual(self.table('snap', 'needs'), [
            ['poblacion/households', 'bread', '300', '2'], ['poblacion/school', 'bread', '60', '1']])

    def test_the_doctor_finds_nothing_and_the_hash_is_the_packages(self):
        said = self.snapshot('snap')
        checked = self.cordon_json('economy', 'check', 'snap', cwd=self.scratch)
        self.assertEqual((checked['errors'], checked['warnings']), (0, 0))
        self.assertEqual(checked['hash'], said['package'])

    def test_the_same_book_and_moment_give_the_same_bytes(self):
        self.snapshot('one')
        self.act('ana', 'capacity', 'body=panaderia', 'process=baking', 'capacity=400')
        self.snapshot('now')
        self.snapshot('two', '--at', '1972-10-12')
        self.assertEqual(self.bytes_of('one'), self.bytes_of('two'))
        self.assertNotEqual(self.bytes_of('one'), self.bytes_of('now'))
        self.cordon_ok('rebuild', '--book', 'book', cwd=self.scratch)
        self.snapshot('again', '--at', '1972-10-12')
        self.assertEqual(self.bytes_of('one'), self.bytes_of('again'))
        self.cordon_ok('export', '-o', 'book.txt', '--book', 'book', cwd=self.scratch)
        self.cordon_ok('import', 'book.txt', '-o', 'copy', cwd=self.scratch)
        self.cordon_ok('economy', 'snapshot', '-o', 'copied', '--at', '1972-10-12', '--book', 'copy', cwd=self.scratch)
        self.assertEqual(self.bytes_of('one'), self.bytes_of('copied'))

    def test_a_plan_follows_what_is_said(self):
        self.snapshot('snap')
        served = self.fulfilments('snap')
        self.assertAlmostEqual(served['poblacion/school'], 1, 6)
        self.assertAlmostEqual(served['poblacion/households'], 240 / 300, 6)
        self.act('luis', 'stoppage', 'body=panaderia', 'stoppage=oven', 'text=The oven is cold.')
        self.snapshot('stopped')
        self.assertEqual(set(self.fulfilments('stopped').values()), {0})
        self.act('luis', 'stoppage_end', 'body=panaderia', 'stoppage=oven')
        self.act('ana', 'capacity', 'body=panaderia', 'process=baking', 'capacity=360')
        self.snapshot('more')
        for fulfilment in self.fulfilments('more').values():
            self.assertAlmostEqual(fulfilment, 1, 6)

    def test_an_explanation_ends_at_an_act(self):
        entry = self.act('ana', 'capacity', 'body=panaderia', 'process=baking', 'capacity=330')
        self.snapshot('snap')
        self.cordon_ok('plan', 'snap', '-o', 'plan.json', cwd=self.scratch)
        [why] = self.cordon_json('plan', 'explain', 'snap', 'plan.json', cwd=self.scratch)['explanations']
        self.assertEqual(why['cause']['id'], 'panaderia/baking')
        said = {source['table']: source for source in why['sources'] if source['person']}
        self.assertEqual(said['capacities'], {'table': 'capacities', 'entry': entry, 'time': '1972-10-13T09:01:00Z',
                                              'body': 'panaderia', 'person': 'ana'})
        self.assertEqual((said['needs']['body'], said['needs']['person']), ('poblacion', 'nora'))
        self.assertIn('said by ana for panaderia, 1972-10-13T09:01:00Z, entry %d' % entry,
                      self.cordon_ok('plan', 'explain', 'snap', 'plan.json', cwd=self.scratch))
        (self.scratch / 'snap' / 'sources.csv').unlink()  # the package is as good without
        [why] = self.cordon_json('plan', 'explain', 'snap', 'plan.json', cwd=self.scratch)['explanations']
        self.assertEqual(why['sources'], [])

    def test_every_number_has_its_entry(self):
        self.snapshot('snap')
        entries = [json.loads(line) for line in ACTS.read_text(encoding='utf-8').split('\n') if line]
        cells = 0
        for table, row, column, entry, time, body, person in self.table('snap', 'sources'):
            line = entries[int(entry) - 1]  # the book's first entry is its founding
            cells += column in ('amount', 'capacity')
            self.assertEqual(line['now'], time)
            if person:
                self.assertEqual((line['by'], line['fields']['body']), ([person], body))
            else:
                self.assertEqual(line['kind'], 'decide')
        # 6 exchanges, 2 capacities, 3 counts of stocks (two of them of work), 2 needs
        self.assertEqual(cells, 13)

    def test_who_has_left_is_not_in_it(self):
        leave = {'kind': 'depart', 'fields': {'council': 'cordon', 'body': 'molino'}}
        self.decide('molino-goes', leave)
        self.act('bea', 'propose', 'body=molino', 'proposal=we-go', 'title=T', 'text=T', 'effects=' + json.dumps([leave]))
        self.act('bea', 'put', 'proposal=we-go', 'until=1972-10-14T09:00:00Z')
        self.act('bea', 'vote', 'proposal=we-go', 'choice=yes')
        self.act('bea', 'decide', 'proposal=we-go')
        self.snapshot('snap')
        self.assertEqual([row[0] for row in self.table('snap', 'processes')], ['panaderia/baking'])
        self.assertEqual(self.table('snap', 'stocks'), [['work', '24']])

    def test_what_cannot_be_made_is_refused(self):
        for options, code in ((['--body', 'nobody'], 'cli.no_body'), (['--at', '1972-10-10'], 'cli.no_body'),
                              (['--at', 'yesterday'], 'cli.time')):
            with self.subTest(options=options):
                findings = self.cordon_refuses('economy', 'snapshot', '-o', 'snap', *options, '--book', 'book', cwd=self.scratch)
                self.assertEqual([finding['code'] for finding in findings], [code])
                self.assertFalse((self.scratch / 'snap').exists())
        shutil.copytree(SOURCE / 'tests', self.scratch / 'full', ignore=lambda *_: ['cases', 'unit', 'fuzz', 'ui', 'crash', 'style'])
        done = self.cordon('economy', 'snapshot', '-o', 'full', '--book', 'book', cwd=self.scratch)
        self.assertNotEqual(done.returncode, 0)
        self.assertTrue((self.scratch / 'full' / 'run.py').exists())


class Refusals(Economy):
    """Bad input for every act, with its reason, in one book that stays as it was."""

    def test_bad_input(self):
        before = self.snapshot('before')['package']
        pan = ['body=panaderia']
        for code, who, kind, *fields in [
                ('record.may_not', 'ana', 'unit', 'body=cordon', 'unit=m', 'dimension=length'),
                ('record.may_not', 'ana', 'commodity', 'body=cordon', 'commodity=salt', 'unit=kg'),
                ('record.may_not', 'ana', 'tier', 'body=cordon', 'commodity=bread', 'tier=1'),
                ('plan.other_unit', 'ana', 'process', *pan, 'process=p', 'inputs={"work":"3 kg"}', 'outputs={"bread":1}'),
                ('plan.no_unit', 'ana', 'process', *pan, 'process=p', 'inputs={"flour":"3 sacks"}', 'outputs={"bread":1}'),
                ('plan.no_commodity', 'ana', 'process', *pan, 'process=p', 'outputs={"cake":1}'),
                ('plan.eats_itself', 'ana', 'process', *pan, 'process=p', 'inputs={"bread":"1000 g"}', 'outputs={"bread":1}'),
                ('record.field_wrong', 'ana', 'process', *pan, 'process=p', 'outputs={"bread":1}', 'kind=magic'),
                ('record.may_not', 'luis', 'process', *pan, 'process=p', 'outputs={"bread":1}'),
                ('record.may_not', 'ana', 'process_end', 'body=nobody', 'process=p'),
                ('plan.no_process', 'ana', 'process_end', *pan, 'process=milling'),
                ('plan.no_process', 'ana', 'capacity', *pan, 'process=milling', 'capacity=1'),
                ('record.field_wrong', 'ana', 'capacity', *pan, 'process=baking', 'capacity=lots'),
                ('record.may_not', 'bea', 'capacity', *pan, 'process=baking', 'capacity=1'),
                ('plan.other_unit', 'ana', 'stock', *pan, 'commodity=flour', 'amount=3 hour'),
                ('plan.no_amount', 'ana', 'stock', *pan, 'commodity=flour', 'amount=-3'),
                ('record.may_not', 'luis', 'stock', *pan, 'commodity=flour', 'amount=3'),
                ('plan.no_commodity', 'nora', 'need', 'body=poblacion', 'commodity=cake', 'amount=3'),
                ('plan.other_unit', 'nora', 'need', 'body=poblacion', 'commodity=bread', 'amount=3 hour'),
                ('record.may_not', 'ana', 'need', 'body=poblacion', 'commodity=bread', 'amount=3'),
                ('record.may_not', 'bea', 'stoppage', *pan, 'stoppage=s', 'text=locked'),
                ('record.field_wrong', 'luis', 'stoppage', *pan, 'stoppage=s', 'text=locked', 'evidence=photo'),
                ('plan.no_process', 'luis', 'stoppage', *pan, 'stoppage=s', 'process=milling', 'text=locked'),
                ('plan.no_stoppage', 'luis', 'stoppage_end', *pan, 'stoppage=s')]:
            with self.subTest(kind=kind, fields=fields):
                self.refused(code, who, kind, *fields)
        self.assertEqual(self.snapshot('after')['package'], before)

    def test_a_council_decides_no_workplaces_recipe(self):
        effect = {'kind': 'capacity', 'fields': {'body': 'panaderia', 'process': 'baking', 'capacity': '1'}}
        self.refused('decision.effect_not_its', 'ana', 'propose', 'body=cordon', 'proposal=p', 'title=T', 'text=T',
                     'effects=' + json.dumps([effect]))

    def test_what_decisions_cannot_agree_on(self):
        for effect in ({'kind': 'commodity', 'fields': {'body': 'cordon', 'commodity': 'salt', 'unit': 'sack'}},
                       {'kind': 'unit', 'fields': {'body': 'cordon', 'unit': 'kg', 'dimension': 'length'}},
                       {'kind': 'tier', 'fields': {'body': 'cordon', 'commodity': 'cake', 'tier': 1}}):
            with self.subTest(kind=effect['kind']):
                self.decide(effect['kind'], effect)
                self.refused({'commodity': 'plan.no_unit', 'unit': 'plan.unit_there', 'tier': 'plan.no_commodity'}[effect['kind']],
                             'ana', 'carry_out', 'proposal=' + effect['kind'])
