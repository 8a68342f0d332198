"""What waits for whom (`cordon today`, /api/today): each thing is put before somebody by an act of its own here, and is told to them and to nobody else."""
import json

from program import Case, SOURCE

NOW = '1972-10-19T12:00:00Z'
LATER = '1972-10-26T09:00:00Z'  # votes are over, calls too late
UNTIL = '1972-10-25T20:00:00Z'


class Today(Case):
    def setUp(self):
        super().setUp()
        self.book = self.scratch / 'book'
        self.good('init', self.book, '--title', 'T', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z')
        self.good('batch', SOURCE / 'examples' / 'council' / 'acts.jsonl', '--book', self.book, '--example-seed', 'test')

    def good(self, *words):
        done = self.cordon(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def acts(self, *acts, now='1972-10-19T10:00:00Z'):
        file = self.scratch / 'acts.jsonl'
        file.write_text(''.join(json.dumps({'kind': kind, 'fields': fields, 'by': by.split(), 'now': now}) + '\n' for kind, fields, by in acts),
                        encoding='utf-8')
        self.good('batch', file, '--book', self.book, '--example-seed', 'test')

    def said(self, *words, now=NOW):
        return json.loads(self.good(*words, '--book', self.book, '--json', '--now', now))

    def today(self, person=None, now=NOW):
        return self.said('today', *(['--person', person] if person else []), now=now)

    def needs(self, person, what, now=NOW):
        return [one for one in self.today(person, now)['needs'] if one['what'] == what]

    def test_a_vote_in_a_body_of_people(self):
        self.acts(('propose', {'body': 'panaderia', 'proposal': 'oven', 'title': 'An oven', 'text': 'T'}, 'ana'),
                  ('put', {'proposal': 'oven', 'until': UNTIL}, 'ana'))
        for person in ('ana', 'luis', 'eva', 'omar'):  # the bakery's roll
            self.assertEqual(self.needs(person, 'vote'), [{'what': 'vote', 'id': 'oven', 'body': 'panaderia', 'title': 'An oven', 'until': UNTIL,
                                                           'voters': 'members'}], person)
        for person in ('bea', 'tom', 'rosa'):  # the mill's
            self.assertEqual(self.needs(person, 'vote'), [], person)
        self.acts(('vote', {'proposal': 'oven', 'choice': 'yes'}, 'eva'))
        self.assertEqual([self.needs(person, 'vote')[0].get('done') for person in ('eva', 'omar')], [True, None])
        self.assertEqual([one['id'] for one in self.today()['open']], ['oven'])
        self.assertEqual([one['id'] for one in self.needs('omar', 'close', LATER)], ['oven'])
        self.assertEqual(self.needs('omar', 'vote', LATER) + self.needs('tom', 'close', LATER), [])
        self.acts(('decide', {'proposal': 'oven'}, 'ana'), now=LATER)
        self.assertEqual(self.needs('omar', 'close', LATER) + self.today(now=LATER)['open'], [])

    def test_a_vote_of_delegates(self):
        seated = {seat['person'] for seat in self.said('seats', 'cordon')['seats'] if 'person' in seat}
        self.assertEqual(seated, {'tom', 'eva'} & seated)  # somebody, and not everybody
        self.acts(('propose', {'body': 'cordon', 'proposal': 'lorries-pool', 'title': 'A pool', 'text': 'T'}, 'tom'),
                  ('put', {'proposal': 'lorries-pool', 'until': UNTIL}, 'tom'))
        for person in ('ana', 'luis', 'eva', 'omar', 'bea', 'tom', 'rosa'):
            self.assertEqual(bool(self.needs(person, 'vote')), person in seated, person)

    def test_a_vote_on_paper_says_so(self):
        rules = json.loads(next(line for line in (SOURCE / 'examples' / 'council' / 'acts.jsonl').read_text(encoding='utf-8').splitlines()
                                if 'El Molino' in line))['fields']['rules']
        self.acts(('body_open', {'body': 'taller', 'kind': 'union', 'name': 'Taller', 'members': 'people', 'secretary': 'eva',
                                 'rules': {**rules, 'voting': 'paper'}}, 'ana'),
                  ('propose', {'body': 'taller', 'proposal': 'lathe', 'title': 'T', 'text': 'T'}, 'eva'),
                  ('put', {'proposal': 'lathe', 'until': UNTIL}, 'eva'))
        # Eva stands on the bakery's roll too, which votes openly; the workshop's does not
        self.assertEqual([(one['id'], one.get('paper')) for one in self.needs('eva', 'vote')], [('lathe', True)])

    def test_an_election(self):
        self.acts(('election_open', {'poll': 'again', 'council': 'cordon', 'body': 'panaderia', 'closes': UNTIL}, 'ana'))
        for person in ('ana', 'eva', 'omar'):
            self.assertEqual([(one['id'], one['body'], one['council'], 'paper' in one) for one in self.needs(person, 'election')],
                             [('again', 'panaderia', 'cordon', False)])
        self.assertEqual(self.needs('rosa', 'election'), [])
        self.acts(('candidate', {'poll': 'again', 'person': 'omar'}, 'omar'), ('cast', {'poll': 'again', 'for': ['omar']}, 'ana'))
        self.assertEqual([self.needs(person, 'election')[0].get('done') for person in ('ana', 'omar')], [True, None])

    def test_a_call_waits_for_who_answers_for_a_body(self):
        self.acts(('call', {'body': 'cordon', 'call': 'flour', 'title': 'Flour', 'text': 'T', 'until': UNTIL}, 'ana'))
        self.assertEqual([(one['id'], one['for']) for one in self.needs('bea', 'call')], [('flour', 'molino')])
        # of the example's own call the bakery has said nothing yet
        self.assertEqual([(one['id'], one['for']) for one in self.needs('ana', 'call')], [('lorries', 'panaderia'), ('flour', 'panaderia')])
        self.assertEqual(self.needs('omar', 'call'), [])  # no office
        self.acts(('acknowledge', {'call': 'flour', 'body': 'molino', 'answer': 'Two sacks'}, 'bea'))
        self.assertEqual((self.needs('bea', 'call'), [one['body'] for one in self.today()['calls'][0]['missing']]), ([], ['panaderia']))
        self.assertEqual([one['due'] for one in self.needs('ana', 'call', LATER)], [True, True])

    def economy(self):
        """Flour from the mill, of which the bakery makes bread; tea, which is nobody else's, from a third."""
        kinds = [{'kind': 'unit', 'fields': {'body': 'cordon', 'unit': 'kg', 'dimension': 'mass'}}] + [
            {'kind': 'commodity', 'fields': {'body': 'cordon', 'commodity': one, 'unit': 'kg'}} for one in ('flour', 'bread', 'tea')]
        rules = {'voting': 'open', 'notice_days': 0, 'tellers': {'n': 1, 'k': 1}}
        self.acts(('propose', {'body': 'cordon', 'proposal': 'counted', 'title': 'T', 'text': 'T', 'effects': kinds}, 'tom'),
                  ('put', {'proposal': 'counted', 'until': UNTIL}, 'tom'), ('vote', {'proposal': 'counted', 'choice': 'yes'}, 'tom'),
                  ('decide', {'proposal': 'counted'}, 'tom'),
                  ('body_open', {'body': 'teteria', 'kind': 'workplace', 'name': 'Tetería', 'members': 'people', 'secretary': 'zoe', 'rules': rules}, 'ana'),
                  ('key_enrol', {'person': 'zoe', 'key': '@zoe', 'use': 'main'}, 'ana'),
                  ('process', {'body': 'molino', 'process': 'milling', 'outputs': {'flour': 1}, 'capacity': '300'}, 'bea'),
                  ('process', {'body': 'panaderia', 'process': 'baking', 'inputs': {'flour': '0.7'}, 'outputs': {'bread': 1}, 'capacity': '300'}, 'ana'),
                  ('process', {'body': 'teteria', 'process': 'brewing', 'outputs': {'tea': 1}, 'capacity': '3'}, 'zoe'))

    def test_a_stoppage_is_near_one_exchange_away(self):
        self.economy()
        self.acts(('stoppage', {'body': 'molino', 'stoppage': 'gate', 'text': 'The gate is locked'}, 'tom'))
        self.assertEqual([(one['near'], one['goods']) for one in self.needs('omar', 'stoppage')], [('panaderia', [{'commodity': 'flour'}])])
        self.assertEqual([(one['near'], one['goods']) for one in self.needs('rosa', 'stoppage')], [('molino', [])])
        self.assertEqual(self.needs('zoe', 'stoppage'), [])
        self.assertEqual([one['id'] for one in self.today()['stoppages']], ['gate'])
        self.acts(('stoppage_end', {'body': 'molino', 'stoppage': 'gate'}, 'tom'))
        self.assertEqual(self.needs('omar', 'stoppage') + self.today()['stoppages'], [])

    def test_a_plan_waits_for_those_who_answer_for_the_workplaces_it_concerns(self):
        other = self.scratch / 'economy'
        self.good('init', other, '--title', 'Bread', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z')
        self.good('batch', SOURCE / 'examples' / 'economy-acts' / 'acts.jsonl', '--example-seed', 'test', '--book', other)
        self.book = other
        here, sign = ['--book', other], ['--example-keys', 'test=ana', '--now', '1972-10-13T09:00:00Z']
        package, plan = self.scratch / 'package', self.scratch / 'plan.json'
        self.good('economy', 'snapshot', '-o', package, *here)
        self.good('plan', package, '-o', plan)
        self.good('plan', 'propose', package, plan, '--name', 'first', *sign, *here)
        now = '1972-10-13T10:00:00Z'
        silent = {one['body'] for one in json.loads(self.good('plan', 'answers', 'first', *here, '--json'))['silent']}
        for person, role in {(one['person'], body['body']) for body in self.said('body', now=now)['bodies']
                             for one in self.said('body', body['body'], now=now)['officers'] if one['office'] == 'secretary'}:
            asked = {one['for'] for one in self.needs(person, 'answer', now)}
            self.assertEqual(role in asked, role in silent, (person, role))
        self.good('act', 'plan_answer', 'body=panaderia', 'plan=first', 'answer=accept', *sign, *here)
        self.assertNotIn('panaderia', {one['for'] for one in self.needs('ana', 'answer', now)})

    def test_seats_and_figures(self):
        seats = self.said('seats', 'cordon')['seats']
        empty = [(seat['body'], 'cordon') for seat in seats if 'person' not in seat]
        self.assertTrue(empty)
        data, bodies = self.today(), self.said('body')['bodies']
        self.assertEqual([(one['body'], one['council']) for one in data['empty']], empty)
        self.assertEqual(data['glance'], {
            'bodies': len(bodies), 'people': sum(one['people'] for one in bodies if one['members'] == 'people'),
            'entries': json.loads(self.good('checkpoint', '--book', self.book, '--json'))['entries'], 'seats': len(seats), 'empty': len(empty), 'open': 0, 'stoppages': 0})
        roll = {one['person'] for one in self.said('roll', empty[0][0])['roll']}
        for person in ('ana', 'luis', 'bea', 'rosa'):
            if person != 'ana':  # who is secretary of the cordón, and of the bakery
                self.assertEqual(bool(self.needs(person, 'seat')), person in roll, person)

    def test_nobody_of_that_name(self):
        done = self.cordon('today', '--person', 'nobody', '--book', self.book)
        self.assertEqual((done.returncode, 'no such person' in done.stderr), (2, True))
