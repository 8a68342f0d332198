"""Plans put into the book, and everything that may be wrong with them: each is refused with its reason, and what stands in the book can
be recomputed from the book alone.
"""
import hashlib
import json

from economy_acts import START, Economy
from program import cordon


class Planned(Economy):
    def setUp(self):
        super().setUp()
        self.snapshot('snap')
        self.cordon_ok('plan', 'snap', '-o', 'plan.json', cwd=self.scratch)


class Proposing(Planned):
    def propose(self, package='snap', plan='plan.json', name='first', who='ana'):
        self.minute += 1
        return cordon('plan', 'propose', package, plan, '--name', name, '--example-keys', 'test=' + who, '--now',
                      '1972-10-13T09:%02d:00Z' % self.minute, '--book', 'book', '--json', cwd=self.scratch)

    def proposed(self, **options):
        done = self.propose(**options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def not_proposed(self, code, **options):
        """Refused, the book as it was; the finding."""
        before = self.entries()
        done = self.propose(**options)
        self.assertEqual(done.returncode, 2, done.stdout)
        found = [finding for finding in json.loads(done.stderr)['findings'] if finding['code'] == code]
        self.assertTrue(found, done.stderr)
        self.assertEqual(self.entries(), before)
        return found[0]

    def entries(self):
        return self.cordon_json('verify', '--book', 'book', cwd=self.scratch)['entries']

    def check(self, *arguments, book='book'):
        return cordon('plan', 'check', *arguments, '--book', book, '--json', cwd=self.scratch)

    def not_holding(self, code, *arguments):
        done = self.check(*arguments)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn(code, [finding['code'] for finding in json.loads(done.stderr)['findings']])

    def document(self):
        return json.loads((self.scratch / 'plan.json').read_text(encoding='utf-8'))

    def write(self, name, document):
        (self.scratch / name).write_text(json.dumps(document), encoding='utf-8')

    def certificate(self, **changed):
        made = {'bar': '1e-6', 'level_gap': '0', 'element_gap': '0', 'last_gap': '0', 'objective': '17.25', 'objective_bound': '17.25'}
        return json.dumps({key: value for key, value in dict(made, **changed).items() if value is not None})

    def by_hand(self, certificate, **changed):
        about = json.loads((self.scratch / 'snap' / 'snapshot.json').read_text(encoding='utf-8'))
        fields = {'body': 'cordon', 'plan': 'by-hand', 'entries': about['entries'], 'package': about['package'],
                  'file': hashlib.sha256((self.scratch / 'plan.json').read_bytes()).hexdigest(), 'certificate': certificate}
        return ['%s=%s' % pair for pair in dict(fields, **changed).items()]


class Propose(Proposing):
    def test_what_stands_in_the_book_is_recomputed_from_it(self):
        entry = self.proposed()['entry']
        held = json.loads(self.check('first').stdout)
        bytes_of_plan = (self.scratch / 'plan.json').read_bytes()
        self.assertEqual((held['entry'], held['entries'], held['body']), (entry, entry, 'cordon'))
        self.assertEqual(held['file'], hashlib.sha256(bytes_of_plan).hexdigest())
        self.assertEqual(held['package'], self.cordon_json('economy', 'check', 'snap', cwd=self.scratch)['hash'])
        # 300 loaves of 0.05 hours, 225 kilograms of flour of 0.01
        self.assertAlmostEqual(float(held['certificate']['objective']), 300 * 0.05 + 225 * 0.01, 5)
        self.act('ana', 'capacity', 'body=panaderia', 'process=baking', 'capacity=10')  # what is said later changes nothing
        self.assertEqual(json.loads(self.check('first').stdout), held)
        self.cordon_ok('export', '-o', 'book.txt', '--book', 'book', cwd=self.scratch)  # nor does it take the node
        self.cordon_ok('import', 'book.txt', '-o', 'copy', cwd=self.scratch)
        self.assertEqual(json.loads(self.check('first', 'plan.json', book='copy').stdout), held)

    def test_whoever_belongs_to_it_proposes(self):
        self.not_proposed('record.may_not', who='luis')  # no delegate: the bakery's is ana
        self.proposed(who='nora')
        self.not_proposed('plan.name_taken', who='bea')

    def test_a_change_after_the_snapshot(self):
        entry = self.act('bea', 'capacity', 'body=molino', 'process=milling', 'capacity=600')
        found = self.not_proposed('plan.changed_since')
        self.assertIn('capacities molino/milling, entry %d' % entry, found['message'])
        self.snapshot('now')
        self.not_proposed('plan.package', package='now')  # the old plan is not for the new package
        self.act('bea', 'process_end', 'body=molino', 'process=milling')
        self.snapshot('later')
        self.cordon_ok('plan', 'later', '-o', 'later.json', cwd=self.scratch)
        self.proposed(package='later', plan='later.json')

    def test_what_went_since_is_named(self):
        self.act('nora', 'need', 'body=poblacion', 'group=school', 'commodity=bread', 'amount=0')
        self.assertIn('needs poblacion/school', self.not_proposed('plan.gone_since')['message'])

    def test_what_is_no_part_of_the_economy_may_have_happened_since(self):
        self.act('ana', 'call', 'body=cordon', 'call=lorries', 'title=T', 'text=T', 'until=1972-10-15T09:00:00Z')
        self.proposed()
        self.assertEqual(self.check('first').returncode, 0)

    def test_a_package_that_was_changed(self):
        path = self.scratch / 'snap' / 'capacities.csv'
        path.write_text(path.read_text(encoding='utf-8').replace('300', '330'), encoding='utf-8')
        self.cordon_ok('plan', 'snap', '-o', 'plan.json', cwd=self.scratch)
        self.not_proposed('cli.snapshot_changed')
        about = json.loads((self.scratch / 'snap' / 'snapshot.json').read_text(encoding='utf-8'))
        about['package'] = self.cordon_json('economy', 'check', 'snap', cwd=self.scratch)['hash']
        self.write('snap/snapshot.json', about)  # and what it says of itself
        self.not_proposed('plan.not_snapshot')

    def test_what_is_no_snapshot_of_this_book(self):
        self.cordon_ok('plan', self.example('bakery'), '-o', 'bakery.json', cwd=self.scratch)
        self.not_proposed('cli.no_snapshot', package=self.example('bakery'), plan='bakery.json')
        self.cordon_ok('init', 'other', '--title', 'Another', '--example-keys', 'test=ana', '--now', START, cwd=self.scratch)
        about = json.loads((self.scratch / 'snap' / 'snapshot.json').read_text(encoding='utf-8'))
        self.write('snap/snapshot.json', dict(about, book='0' * 64))
        self.not_proposed('cli.other_book')
        self.write('snap/snapshot.json', dict(about, entries=about['entries'] + 9))
        self.not_proposed('plan.ahead')
        self.write('snap/snapshot.json', dict(about, body='molino'))
        self.not_proposed('plan.not_snapshot', who='bea')

    def test_a_plan_for_another_package(self):
        self.cordon_ok('plan', self.example('bakery'), '-o', 'bakery.json', cwd=self.scratch)
        self.not_proposed('plan.package', plan='bakery.json')

    def test_a_plan_with_what_ifs(self):
        self.cordon_ok('plan', 'snap', '--capacity', 'panaderia/*=2', '-o', 'if.json', cwd=self.scratch)
        self.not_proposed('cli.plan_what_if', plan='if.json')

    def test_a_certificate_of_another_plan(self):
        """A plan that is worse, with the certificate of the best; and the best with that of another economy."""
        document = self.document()
        for activity in document['activity']:
            activity['activity'] *= 0.5
        for need in document['fulfilment']:
            need['fulfilment'] *= 0.5
        self.write('worse.json', document)
        self.not_proposed('cli.plan_unproven', plan='worse.json')
        self.act('ana', 'capacity', 'body=panaderia', 'process=baking', 'capacity=1000')
        self.snapshot('more')
        self.cordon_ok('plan', 'more', '-o', 'more.json', cwd=self.scratch)
        more = json.loads((self.scratch / 'more.json').read_text(encoding='utf-8'))
        more['stages'] = document['stages']
        self.write('mixed.json', more)
        self.not_proposed('cli.plan_unproven', package='more', plan='mixed.json')

    def test_acts_made_by_hand(self):
        for code, fields in (('plan.certificate', self.by_hand('{}')), ('plan.certificate', self.by_hand('[]')),
                             ('plan.certificate', self.by_hand(self.certificate(last_gap='small'))),
                             ('plan.certificate', self.by_hand(self.certificate(more='1'))),
                             ('plan.unproven', self.by_hand(self.certificate(last_gap='0.1'))),
                             ('plan.unproven', self.by_hand(self.certificate(bar='0.5', last_gap='0.1'))),
                             ('plan.unproven', self.by_hand(self.certificate(bar='none'))),
                             ('plan.not_snapshot', self.by_hand(self.certificate(), package='0' * 64)),
                             ('plan.ahead', self.by_hand(self.certificate(), entries=999)),
                             ('plan.no_body_then', self.by_hand(self.certificate(), package='0' * 64, entries=1)),
                             ('record.field_wrong', self.by_hand(self.certificate(), file='plan.json'))):
            with self.subTest(code=code, fields=fields):
                self.refused(code, 'ana', 'plan_propose', *fields)
        # the bar of a single need is wider than that of levels: the verifier's business
        self.act('ana', 'plan_propose', *self.by_hand(self.certificate(bar='1e-4', element_gap='7e-4'), plan='wide'))
        self.decide('enough', {'kind': 'plan_close', 'fields': {'body': 'cordon', 'plan': 'wide'}})
        # its figures are those of another plan: it stands in the book, and whoever checks it is told
        self.act('ana', 'plan_propose', *self.by_hand(self.certificate(objective='16')))
        self.not_holding('cli.plan_certificate', 'by-hand', 'plan.json')

    def test_files_that_are_not_the_one(self):
        self.proposed()
        self.not_holding('cli.no_plan', 'second')
        self.write('other.json', self.document())  # the same plan in other bytes
        self.not_holding('cli.plan_other_file', 'first', 'other.json')
        self.assertNotEqual(self.check('first', 'nowhere.json').returncode, 0)


class Alternative(Proposing):
    """A second oven like the first: the plan bakes in one or both, and another just as good bakes elsewhere."""
    def setUp(self):
        super().setUp()
        self.act('ana', 'process', 'body=panaderia', 'process=second', 'name=Baking in the second oven',
                 'inputs={"flour": "0.75", "work": "0.05"}', 'outputs={"bread": "1"}')
        self.act('ana', 'capacity', 'body=panaderia', 'process=second', 'capacity=300')
        self.snapshot('snap')
        self.cordon_ok('plan', 'snap', '-o', 'plan.json', cwd=self.scratch)
        self.cordon_ok('plan', 'alternatives', 'snap', 'plan.json', '--within', '2%', '-n', '2', '-o', 'others', cwd=self.scratch)
        self.file = 'others/alternative-1.json'

    def test_it_is_proposed_checked_and_told_as_tasks(self):
        self.proposed(plan=self.file)
        held = json.loads(self.check('first').stdout)
        self.assertEqual(held['file'], hashlib.sha256((self.scratch / self.file).read_bytes()).hexdigest())
        self.assertEqual(float(held['certificate']['within']), 0.02)
        self.assertIn('within 2%', self.cordon_ok('plan', 'check', 'first', '--book', 'book', cwd=self.scratch))
        done = {one['process']: one['activity'] for one in self.document()['activity']}
        other = {one['process']: one['activity'] for one in json.loads((self.scratch / self.file).read_text(encoding='utf-8'))['activity']}
        told = {task['process']: task['activity'] for task in self.cordon_json('plan', 'tasks', 'snap', self.file, cwd=self.scratch)['tasks']}
        for process, amount in told.items():
            self.assertAlmostEqual(amount, other[process], 6)
        self.assertNotAlmostEqual(other.get('panaderia/second', 0), done.get('panaderia/second', 0), 0)

    def test_a_plan_says_nothing_of_being_near(self):
        self.proposed()
        self.assertNotIn('within', json.loads(self.check('first').stdout)['certificate'])

    def test_tampered(self):
        document = json.loads((self.scratch / self.file).read_text(encoding='utf-8'))
        self.write('lower.json', {**document, 'fulfilment': [dict(one, fulfilment=0.5 * one['fulfilment']) for one in document['fulfilment']]})
        self.not_proposed('cli.plan_unproven', plan='lower.json')
        self.write('wide.json', {**document, 'within': 1.5})
        self.not_proposed('plan.field', plan='wide.json')

    def test_what_the_certificate_says_of_it(self):
        for within in ('0', '1.5', 'near'):
            self.refused('plan.certificate', 'ana', 'plan_propose', *self.by_hand(self.certificate(within=within)))
        certificate = self.cordon_json('plan', 'verify', 'snap', self.file, cwd=self.scratch)
        figures = {key: '%r' % certificate[key] for key in ('bar', 'level_gap', 'element_gap', 'last_gap', 'objective', 'objective_bound')}
        bytes_of_file = (self.scratch / self.file).read_bytes()
        self.act('ana', 'plan_propose', *self.by_hand(json.dumps(dict(figures, within='0.01')),
                                                      file=hashlib.sha256(bytes_of_file).hexdigest()))
        self.not_holding('cli.plan_certificate', 'by-hand', self.file)  # it is within 2 %, whatever the act says


class Tasks(Planned):
    """What the plan asks: 300 loaves of the bakery, for the school first; the flour for them, 0.75 each, of the mill."""

    def test_what_each_is_asked_for(self):
        tasks = {task['process']: task for task in self.cordon_json('plan', 'tasks', 'snap', 'plan.json', cwd=self.scratch)['tasks']}
        self.assertEqual({process: task['body'] for process, task in tasks.items()},
                         {'panaderia/baking': 'panaderia', 'molino/milling': 'molino'})
        [bread] = tasks['panaderia/baking']['makes']
        self.assertEqual([party['group'] for party in bread['for']], ['poblacion/households', 'poblacion/school'])
        for party, amount in zip(bread['for'], (240, 60)):
            self.assertAlmostEqual(party['amount'], amount, 4)
        flour = [use for use in tasks['panaderia/baking']['uses'] if use['commodity'] == 'flour'][0]
        self.assertAlmostEqual(flour['amount'], 225, 4)
        self.assertEqual([party['process'] for party in flour['from']], ['molino/milling'])
        wheat = [use for use in tasks['molino/milling']['uses'] if use['commodity'] == 'wheat'][0]
        self.assertAlmostEqual(wheat['amount'], 225 * 1.3, 4)
        self.assertEqual(wheat['from'], [{'amount': 600.0, 'stock': True}])

    def test_of_one_workplace(self):
        said = self.cordon_ok('plan', 'tasks', 'snap', 'plan.json', '--body', 'molino', cwd=self.scratch)
        self.assertIn('molino: 225 of molino/milling', said)
        self.assertNotIn('panaderia:', said)
        self.assertEqual([finding['code'] for finding in
                          self.cordon_refuses('plan', 'tasks', 'snap', 'plan.json', '--body', 'poblacion', cwd=self.scratch)],
                         ['cli.no_process_of'])

    def test_what_stands_still_has_no_task(self):
        self.act('luis', 'stoppage', 'body=panaderia', 'stoppage=oven', 'text=The oven is cold.')
        self.snapshot('snap')
        self.cordon_ok('plan', 'snap', '-o', 'plan.json', cwd=self.scratch)
        self.assertEqual(self.cordon_json('plan', 'tasks', 'snap', 'plan.json', cwd=self.scratch)['tasks'], [])
