"""What is asked of elections and recalls, at the command line and over HTTP. Ballots are read off the acts here and written as a BLT file that
`cordon count` reads: what a closed election shows must be that count, and `cordon count verify` must replay it.
"""
import collections
import json
import random

from program import SOURCE, Case
from serve import Server, without_names

COUNCIL = [json.loads(line) for line in (SOURCE / 'examples' / 'council' / 'acts.jsonl').read_text(encoding='utf-8').splitlines()]
NOW = ['--now', '1972-12-01T09:00:00Z']
PEOPLE = ['ana', 'bea', 'carla', 'dario', 'elsa', 'fermin', 'gina', 'hugo']
STAND = ['bea', 'carla', 'dario', 'elsa', 'fermin']
RULES = {'ranked': [{'rule': 'scottish-stv'}, {'rule': 'meek'}, {'rule': 'wigm'}], 'one': [{'rule': 'plurality'}], 'approval': [{'rule': 'approval'}, {'rule': 'seq-phragmen'}],
         'list': [{'rule': 'dhondt'}]}
SEED = 'drawn from a hat'


def last_casts(acts, poll):
    """The last vote of each, by name."""
    return {act['by'][0]: act['fields']['for'] for act in acts if act['kind'] == 'cast' and act['fields']['poll'] == poll}


def blt(candidates, ballots, seats):
    """Bergin's form, docs/counting.md: a weight, the ranks (equal ones joined by =), 0; the names."""
    number = {name: str(i + 1) for i, name in enumerate(candidates)}
    lines = ['%d %d' % (len(candidates), seats)]
    for ranks, weight in ballots:
        lines.append(' '.join([str(weight)] + ['='.join(number[one] for one in ([rank] if isinstance(rank, str) else rank)) for rank in ranks] + ['0']))
    return '\n'.join(lines + ['0'] + ['"%s"' % name for name in candidates] + ['"T"']) + '\n'


class Elections(Case):
    def book(self, acts):
        folder = self.scratch / 'book'
        self.here = ['--book', folder]
        self.cordon_ok('init', folder, '--title', 'T', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z')
        file = self.scratch / 'acts.jsonl'
        file.write_text(''.join(json.dumps(act) + '\n' for act in acts), encoding='utf-8')
        done = self.cordon('batch', file, '--example-seed', 'test', *self.here)
        self.assertEqual(done.returncode, 0, done.stderr)

    def ask(self, *arguments):
        return self.cordon_json(*arguments, *self.here, *NOW)

    def counted(self, text, rule, seats, **settings):
        (self.scratch / 'mine.blt').write_text(text, encoding='utf-8')
        (self.scratch / 'settings.json').write_text(json.dumps(dict(settings, seats=str(seats))), encoding='utf-8')
        return self.cordon_json('count', 'mine.blt', '--rule', rule, '--settings', 'settings.json', cwd=self.scratch)

    def test_the_example(self):
        self.book(COUNCIL)
        casts = last_casts(COUNCIL, 'panaderia-1972')
        said = self.ask('election', 'panaderia-1972', '--ballots', self.scratch / 'box.blt', '--report', self.scratch / 'report.json')
        stood = [act['fields']['person'] for act in COUNCIL if act['kind'] == 'candidate' and act['fields']['poll'] == 'panaderia-1972']
        self.assertEqual([one['person'] for one in said['candidates']], stood)
        mine = self.counted(blt(stood, [(ranks, 1) for ranks in casts.values()], 1), 'scottish-stv', 1)
        for key in ('rule', 'quota', 'stages', 'winners', 'valid', 'decided', 'candidates'):
            self.assertEqual(said['count'][key], mine[key], key)
        self.assertEqual(self.cordon_json('count', 'verify', self.scratch / 'box.blt', self.scratch / 'report.json')['verdict'], 'reproduced')
        self.assertEqual((said['votes'], said['result'], said['ballot'], said['electorate']), (len(casts), 'elected', 'ranked', 'roll'))
        votes = self.ask('votes', 'panaderia-1972')
        self.assertEqual({one['person']: one['marks'] for one in votes['votes']}, {who: '>'.join(ranks) for who, ranks in casts.items()})
        self.assertEqual([one['person'] for one in self.ask('votes', 'panaderia-1972', '--from', 1, '--limit', 2)['votes']], sorted(casts)[1:3])
        self.assertEqual([one['person'] for one in self.ask('votes', 'panaderia-1972', '--person', 'omar')['votes']], ['omar'])

    def test_a_recall(self):
        self.book(COUNCIL)
        said, casts = self.ask('election', 'recall-luis'), collections.Counter(ranks[0] for ranks in last_casts(COUNCIL, 'recall-luis').values())
        self.assertEqual((said['what'], said['person'], said['ballot'], said['result']), ('recall', 'luis', 'yes-no', 'recalled'))
        self.assertEqual((said['yes'], said['no'], said['votes'], said['entitled'], said['quorum']), (casts['yes'], casts['no'], 4, 4, 2))
        self.assertEqual(said['reason'], 'He voted against what we told him.')

    def test_the_map_has_each_body_in_each_of_its_councils(self):
        self.book(COUNCIL)
        server = Server(self, self.scratch / 'book', *NOW)
        figure, bodies = server.ask('/api/map')[2]['figure'], self.ask('body')['bodies']
        expected = {(one['body'], link['council'], one['people']) for one in bodies for link in one['councils']}
        expected |= {(one['body'], '', one['people']) for one in bodies if not one['councils'] and one['members'] == 'bodies'}
        self.assertEqual({(row['body'], row['council'], row['people']) for row in figure['rows']}, expected)
        self.assertEqual(figure['svg'].count('<rect'), len(expected))

    def test_lists_of_them(self):
        self.book(COUNCIL)
        opened = {act['fields']['poll']: act['fields']['body'] for act in COUNCIL if act['kind'] == 'election_open'}
        self.assertEqual(self.ask('elections'), {'elections': [], 'choices': []})
        for body in ('panaderia', 'molino'):
            found = {one['poll'] for one in self.ask('elections', body)['elections'] if one['what'] == 'election'}
            self.assertEqual(found, {poll for poll, voter in opened.items() if voter == body})
        self.assertEqual({one['poll'] for one in self.ask('elections', 'cordon')['elections']}, set(opened) | {'recall-luis'})
        self.assertEqual([one['code'] for one in self.cordon_refuses('elections', 'nobody', *self.here)], ['cli.no_body'])
        self.assertEqual([one['code'] for one in self.cordon_refuses('election', 'nothing', *self.here)], ['cli.no_election'])
        self.assertEqual([one['code'] for one in self.cordon_refuses('votes', 'nothing', *self.here)], ['cli.no_election'])


class Rules(Elections):
    """One body of eight elects three delegates, by each kind of rule, openly and on paper."""
    test_the_example = test_a_recall = test_lists_of_them = test_the_map_has_each_body_in_each_of_its_councils = None

    def founding(self, election, voting):
        rules = {'voting': voting, 'tellers': {'n': 1, 'k': 1}, 'election': election}
        acts = [('body_open', {'body': 'mill', 'kind': 'workplace', 'name': 'Mill', 'members': 'people', 'secretary': 'ana', 'rules': rules}),
                ('body_open', {'body': 'top', 'kind': 'cordon', 'name': 'Top', 'members': 'bodies', 'secretary': 'ana',
                               'rules': {'tellers': {'n': 1, 'k': 1}, 'apportionment': {'method': 'fixed', 'seats': 3}}})]
        for person in PEOPLE[1:]:
            acts += [('enrol', {'body': 'mill', 'person': person}), ('key_enrol', {'person': person, 'key': '@' + person, 'use': 'main'})]
        acts += [('officer', {'body': 'mill', 'office': 'teller', 'person': 'bea'}),
                 ('propose', {'body': 'mill', 'proposal': 'in', 'title': 'In', 'text': 'In', 'effects': [{'kind': 'join', 'fields': {'council': 'top', 'body': 'mill'}}]}),
                 ('put', {'proposal': 'in', 'until': '1972-10-12T20:00:00Z'})]
        if voting == 'open':
            acts += [('vote', {'proposal': 'in', 'choice': 'yes'}, who) for who in PEOPLE]
        else:
            acts.append(('vote_tally', {'proposal': 'in', 'body': 'mill', 'tally': {'yes': 8}}, 'bea'))
        acts += [('decide', {'proposal': 'in'}), ('join', {'council': 'top', 'body': 'mill'}),
                 ('election_open', {'poll': 'e', 'council': 'top', 'body': 'mill', 'closes': '1972-10-20T20:00:00Z'})]
        return acts + [('candidate', dict({'poll': 'e', 'person': who}, **({'list': 'left' if who < 'd' else 'right'} if election['rule'] == 'dhondt' else {})), who) for who in STAND]

    def acts(self, election, voting, ballots):
        acts = self.founding(election, voting)
        if voting == 'open':
            acts += [('cast', {'poll': 'e', 'for': ranks}, who) for who, ranks in zip(PEOPLE, ballots)]
        else:
            acts.append(('ballots', {'poll': 'e', 'batch': 1, 'ballots': [{'for': ranks} for ranks in ballots]}, 'bea'))
        acts.append(('election_close', {'poll': 'e', 'seed': SEED}, 'bea'))
        return [{'kind': kind, 'fields': fields, 'by': list(by) or ['ana'],
                 'now': '1972-10-%sZ' % ('21T09:00:00' if kind == 'election_close' else '11T1%d:%02d:00' % (i // 60, i % 60))}
                for i, (kind, fields, *by) in enumerate(acts)]

    def ballot(self, kind, drawn):
        some = drawn.sample(STAND, drawn.randint(1, 4))
        return some if kind == 'ranked' else [some] if kind == 'approval' else some[:1]

    def test_the_count_is_that_of_the_ballots(self):
        drawn = random.Random(11)
        for kind, elections in RULES.items():
            for election in elections:
                voting = drawn.choice(['open', 'paper'])
                with self.subTest(election=election, voting=voting):
                    self.check(kind, election, voting, [self.ballot(kind, drawn) for _ in PEOPLE])

    def check(self, kind, election, voting, ballots):
        self.setUp()
        self.book(self.acts(election, voting, ballots))
        said = self.ask('election', 'e')
        self.assertEqual((said['ballot'], said['voting'], said['votes'], said['entitled'], said['seats'], said['result']), (kind, voting, 8, 8, 3, 'elected'))
        winners = [said['count']['candidates'][one - 1]['name'] for one in said['count']['winners']]
        elected = sorted((one for one in said['candidates'] if 'elected' in one), key=lambda one: one['elected'])
        self.assertEqual([one['person'] for one in elected], winners)  # as counted now, and as it was when it was closed
        self.assertEqual([one['person'] for one in self.ask('elections', 'mill')['elections'][0]['elected']], winners)
        if kind in ('ranked', 'one'):
            mine = self.counted(blt(STAND, [(ranks, 1) for ranks in ballots], 3), election['rule'], 3, seed=SEED)
            for key in ('stages', 'winners', 'valid', 'ties'):
                self.assertEqual(said['count'][key], mine[key], key)
        if kind == 'approval':
            approved = collections.Counter(one for ranks in ballots for one in ranks[0])
            if election['rule'] == 'approval':
                self.assertEqual({said['count']['candidates'][one['candidate'] - 1]['name']: int(one['votes']) for one in said['count']['stages'][0]['candidates']},
                                 {who: approved[who] for who in STAND})
        if kind == 'list':
            sums = collections.Counter('left' if ranks[0] < 'd' else 'right' for ranks in ballots)
            self.assertEqual({one['name']: int(one['votes']) for one in said['count']['lists']}, dict(sums))

    def test_over_http_as_at_the_command_line(self):
        acts = self.acts({'rule': 'scottish-stv'}, 'open', [['bea', 'carla']] * 3 + [['dario']] * 3 + [['elsa', 'bea']] * 2)
        for upto, last in ((acts[:-4], 'under way'), (acts, 'closed')):
            self.setUp()
            self.book(upto)
            server = Server(self, self.scratch / 'book', *NOW)
            for path, command in (('/api/elections', ['elections']), ('/api/elections?body=mill', ['elections', 'mill']), ('/api/elections/e', ['election', 'e']),
                                  ('/api/elections/e/votes?from=1&limit=3', ['votes', 'e', '--from', '1', '--limit', '3']),
                                  ('/api/elections/e/votes?person=bea&limit=5', ['votes', 'e', '--person', 'bea', '--limit', '5'])):
                status, _, data = server.ask(path)
                self.assertEqual((status, data), (200, without_names(self.ask(*command))), (path, last))
            self.assertEqual([server.ask(path)[0] for path in ('/api/elections/x', '/api/elections?body=x', '/api/elections/x/votes', '/api/choices/x')], [404] * 4)
            charts, count = server.ask('/api/elections/e/stages')[2]['stages'], self.ask('election', 'e').get('count', {'stages': []})
            moved = [stage for stage in count['stages'] if stage['transfers']]
            self.assertEqual([one['stage'] for one in charts], [stage['number'] for stage in moved])
            for one, stage in zip(charts, moved):
                self.assertEqual([row['votes'] for row in one['figure']['rows']], [transfer['votes'] for transfer in stage['transfers']])
                self.assertIn('<svg', one['figure']['svg'])
            spanish = server.ask('/api/elections/e', Accept_Language='es')[2]
            if last == 'closed':
                self.assertEqual(spanish['count']['stages'][0]['said'][0]['message'], 'Primeras preferencias')
            self.assertEqual(server.end()[0], 0)
