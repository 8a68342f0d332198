"""Questions to the councils, asked of the book of examples/council/acts.jsonl: what is expected is read off those acts."""
import hashlib
import json

from program import SOURCE, Case

ACTS = [json.loads(line) for line in (SOURCE / 'examples' / 'council' / 'acts.jsonl').read_text(encoding='utf-8').splitlines()]
ANA = ['--example-keys', 'test=ana']
NOW = ['--now', '1972-10-20T09:00:00Z']  # after the last act


def enrolled(body, until='9999'):
    """Who the acts put on a roll by a moment; nobody leaves in them."""
    return sorted([act['fields']['person'] for act in ACTS
                   if act['kind'] == 'enrol' and act['fields']['body'] == body and act['now'] <= until]
                  + [act['fields']['secretary'] for act in ACTS
                     if act['kind'] == 'body_open' and act['fields']['body'] == body and act['now'] <= until])


def root_of(leaf, index, size, path):
    """RFC 6962 (RFC 9162, 2.1.3.2): the root that an inclusion proof leads to."""
    inner, last, node = index, size - 1, leaf
    for step in path:
        sibling = bytes.fromhex(step)
        if inner & 1 or inner == last:
            node = hashlib.sha256(b'\x01' + sibling + node).digest()
            while not inner & 1 and inner:
                inner, last = inner >> 1, last >> 1
        else:
            node = hashlib.sha256(b'\x01' + node + sibling).digest()
        inner, last = inner >> 1, last >> 1
    assert last == 0
    return node.hex()


class Questions(Case):
    def setUp(self):
        super().setUp()
        self.here = ['--book', self.scratch / 'book']
        self.cordon_ok('init', self.scratch / 'book', '--title', 'T', *ANA, '--now', '1972-10-11T09:00:00Z')
        self.cordon_ok('batch', SOURCE / 'examples' / 'council' / 'acts.jsonl', '--example-seed', 'test', *self.here)

    def now(self, command):
        return [] if command in ('decisions', 'decision', 'minutes') else NOW  # those are not asked of a day

    def ask(self, *arguments):
        return json.loads(self.cordon_ok(*arguments, *self.now(arguments[0]), *self.here, '--json'))

    def refused(self, *arguments):
        done = self.cordon(*arguments, *self.now(arguments[0]), *self.here, '--json')
        self.assertEqual(done.returncode, 2)
        return [(finding['code'], finding['field']) for finding in json.loads(done.stderr or done.stdout)['findings']]

    def test_the_roll_of_any_day(self):
        for at in ['1972-10-10', '1972-10-11T09:01:00Z', '1972-10-11T09:07:00Z', '1972-10-11']:
            until = at if 'T' in at else at + 'T23:59:59Z'
            for body in ['panaderia', 'molino']:
                self.assertEqual([one['person'] for one in self.ask('roll', body, '--at', at)['roll']], enrolled(body, until))

    def test_a_name_is_shown_until_its_person_is_forgotten(self):
        def name():
            return [one.get('name') for one in self.ask('roll', 'panaderia')['roll'] if one['person'] == 'luis']
        self.assertEqual(name(), ['Luis (illustrative)'])
        self.assertIn('Luis (illustrative)', self.cordon_ok('mandate', 'luis', *NOW, *self.here))
        self.cordon_ok('forget', 'luis', *ANA, *NOW, *self.here)
        self.assertEqual(name(), [None])
        self.assertNotIn('Luis (ill', self.cordon_ok('mandate', 'luis', *NOW, *self.here))

    def test_a_proof_of_being_on_the_roll(self):
        for person in enrolled('panaderia'):
            proof = self.ask('roll', 'panaderia', '--proof', person, '--at', '1972-10-12')
            self.assertEqual(proof['size'], 1 + sum(act['now'] < '1972-10-13' for act in ACTS))  # 1: `found`
            self.assertEqual((proof['people'], proof['person']), (4, person))
            for place in proof['places']:
                leaf = hashlib.sha256(('\0cordon-roll-v1\n%s\n%s\n' % (place['person'], place['body'])).encode()).digest()
                self.assertEqual(root_of(leaf, place['index'], 4, place['proof']), proof['root'])
        self.assertEqual(self.refused('roll', 'panaderia', '--proof', 'tom'), [('cli.not_on_roll', '--proof')])

    def test_a_proof_is_verified_by_itself_and_against_the_book(self):
        proof = self.ask('roll', 'panaderia', '--proof', 'luis')
        file = self.scratch / 'proof'

        def verify(changed, *arguments):
            file.write_text(json.dumps(changed), encoding='utf-8')
            return self.cordon('roll', 'verify', file, *arguments).returncode
        self.assertEqual((verify(proof), verify(proof, *self.here)), (0, 0))
        for key, value in (('person', 'ana'), ('root', '0' * 64), ('people', proof['people'] + 1), ('body', 'molino')):
            self.assertEqual(verify({**proof, key: value}), 1, key)
        self.assertEqual(verify({**proof, 'places': proof['places'][:1]}), 1)
        # what stands beside the root is for the book to say
        self.assertEqual((verify({**proof, 'size': 3}), verify({**proof, 'size': 3}, *self.here)), (0, 1))
        self.assertEqual(verify({**proof, 'size': 10 ** 6}, *self.here), 1)
        file.write_text('{"version":', encoding='utf-8')
        self.assertEqual(self.cordon('roll', 'verify', file).returncode, 2)

    def seats(self, *arguments):
        return {one['body']: one.get('person', one.get('empty')) for one in self.ask('seats', 'cordon', *arguments)['seats']}

    def test_who_sits_and_why_a_seat_is_empty(self):
        self.assertEqual(self.seats('--at', '1972-10-11T09:21:00Z'), {})
        self.assertEqual(self.seats('--at', '1972-10-13T17:59:00Z'), {'panaderia': 'never-filled', 'molino': 'never-filled'})
        self.assertEqual(self.seats('--at', '1972-10-17'), {'panaderia': 'luis', 'molino': 'tom'})  # luis: 3 first choices of 4
        self.assertEqual(self.seats(), {'panaderia': 'recall', 'molino': 'tom'})
        self.assertEqual(self.seats('--at', '1973-10-20'), {'panaderia': 'recall', 'molino': 'term'})
        seat = [one for one in self.ask('seats', 'cordon')['seats'] if one['body'] == 'panaderia'][0]
        self.assertEqual((seat['last']['person'], seat['last']['by']), ('luis', 'recall-luis'))
        self.assertNotIn('election', seat)
        self.cordon_ok('act', 'election_open', 'poll=again', 'council=cordon', 'body=panaderia', 'closes=1972-10-25T09:00:00Z',
                       *ANA, *NOW, *self.here)
        seat = [one for one in self.ask('seats', 'cordon')['seats'] if one['body'] == 'panaderia'][0]
        self.assertEqual((seat['election'], seat['empty']), ('again', 'recall'))

    def test_who_speaks_for_us_how_they_voted_and_how_to_recall_them(self):
        luis, = self.ask('mandate', 'luis')['mandates']
        self.assertEqual((luis['council'], luis['body'], luis['stands'], luis['ended_how'], luis['how'], luis['by']),
                         ('cordon', 'panaderia', False, 'recall', 'election', 'panaderia-1972'))
        self.assertNotIn('recall', luis)
        self.assertEqual({vote['proposal']: (vote['ballot'], vote.get('instruction'), vote.get('against')) for vote in luis['votes']},
                         {'register': ('100 yes', None, None), 'intervene-hilados': ('100 no', '100 yes', True)})
        self.assertEqual(self.ask('mandate', 'luis', '--at', '1972-10-14')['mandates'][0]['stands'], True)
        tom, = self.ask('mandate', 'tom')['mandates']
        recall = tom['recall']  # a third of three people sign, half of them (2) make the quorum: docs/rules.md's default
        self.assertEqual((tom['stands'], recall['who'], recall['electors'], recall['signatures'], recall['quorum'], recall['majority']),
                         (True, 'roll', 3, 1, 2, 'simple'))
        self.assertEqual([(one['petition'], one['signatures'], one['needed']) for one in recall['petitions']], [('recall-tom', 1, 1)])
        self.assertEqual(self.ask('mandate', 'rosa')['mandates'], [])

    def test_a_body(self):
        listed = {one['body']: (one['kind'], one['people']) for one in self.ask('body')['bodies']}
        self.assertEqual(listed, {'cordon': ('cordon', 7), 'molino': ('workplace', 3), 'panaderia': ('workplace', 4)})
        cordon = self.ask('body', 'cordon')
        self.assertEqual([(one['body'], one['people']) for one in cordon['sitting']], [('molino', 3), ('panaderia', 4)])
        self.assertEqual([cordon['seats'][key] for key in ('kept', 'filled', 'quorum', 'quorate')], [2, 1, 1, True])
        self.assertEqual([one['session'] for one in cordon['sessions']], ['cordon-first'])
        self.assertEqual([one['what'] for one in cordon['notices']], ['seat-vacant'])
        panaderia = self.ask('body', 'panaderia', '--at', '1972-10-14')
        self.assertEqual([(one['council'], [seat['person'] for seat in one['seats']]) for one in panaderia['councils']],
                         [('cordon', ['luis'])])
        self.assertEqual([(one['office'], one['person']) for one in panaderia['officers']], [('secretary', 'ana')])
        self.assertEqual(panaderia['rules']['document'], ACTS[0]['fields']['rules'])
        self.assertEqual(self.ask('body', 'cordon', '--at', '1972-10-11T09:05:00Z')['people'], 0)

    def test_decisions(self):
        asked = self.ask('decisions', 'panaderia')
        self.assertEqual([one['proposal'] for one in asked['decisions']], ['how-on-hilados', 'panaderia-joins'])
        self.assertEqual([(one['proposal'], one['person']) for one in asked['against_instructions']], [('intervene-hilados', 'luis')])
        one = self.ask('decision', 'intervene-hilados')
        self.assertEqual({vote['person']: vote['ballot'] for vote in one['votes']}, {'luis': '100 no', 'tom': '100 yes'})
        self.assertNotEqual(one['decision']['outcome'], 'adopted')  # one to one is no simple majority

    def test_calls_and_minutes(self):
        for arguments in (['cordon'], ['panaderia'], []):
            call, = self.ask('calls', *arguments)['calls']
            self.assertEqual(([one['body'] for one in call['acknowledged']], [one['body'] for one in call['missing']]),
                             (['molino'], ['panaderia']))
        minutes = self.ask('minutes', 'cordon-first')
        self.assertEqual([one['person'] for one in minutes['present']], ['luis', 'tom'])
        self.assertEqual([one['proposal'] for one in minutes['decided']], ['register'])
        self.assertEqual([one['proposal'] for one in minutes['proposed']], ['register', 'intervene-hilados'])

    def test_the_register_and_rules_over_it(self):
        entered = [act for act in ACTS if act['fields'].get('proposal') == 'register'][0]['fields']['effects'][1]['fields']['workplaces']
        asked = self.ask('register')
        self.assertEqual([dict(one['values'], workplace=one['workplace']) for one in asked['workplaces']],
                         sorted(entered, key=lambda one: one['workplace']))
        rule = SOURCE / 'examples' / 'register' / 'capital-and-market.json'
        touched = self.ask('register', 'cordon', '--rule', rule)
        self.assertEqual([one['workplace'] for one in touched['workplaces']], ['hilados'])
        self.assertEqual([(one['workplace'], one['missing']) for one in touched['undetermined']], [('envases', ['market_share'])])
        self.assertEqual(touched['rule'], hashlib.sha256(b'{"and":[{"above":["capital",14000000]},{"above":["market_share",30]}]}')
                         .hexdigest())
        self.assertEqual(self.ask('register', '--named', 'capital-and-market'), touched)
        self.assertEqual([(one['rule'], one['decision'], one['hash']) for one in asked['rules']],
                         [('capital-and-market', 'register', touched['rule'])])
        before = self.ask('register', 'cordon', '--at', '1972-10-14T20:06:00Z')
        self.assertEqual((before['workplaces'], before['rules']), ([], []))
        for more, code in ((['--at', '1972-10-14T20:06:00Z'], 'cli.no_rule'), (['--rule', rule], 'cli.rule_twice')):
            done = self.cordon('register', 'cordon', '--named', 'capital-and-market', *self.here, '--json', *more)
            self.assertEqual((done.returncode, json.loads(done.stderr)['findings'][0]['code']), (2, code))
        history = self.ask('register', '--workplace', 'hilados')
        self.assertEqual({one['decision'] for one in history['values']}, {'register'})

    def test_a_register_is_named_where_there_is_none(self):
        self.cordon_ok('init', self.scratch / 'other', '--title', 'T', *ANA, *NOW)
        done = self.cordon('register', '--book', self.scratch / 'other', '--json')
        finding, = json.loads(done.stderr)['findings']
        self.assertEqual((done.returncode, finding['code'], finding.get('expected')), (2, 'cli.which_register', None))

    def test_what_is_not_there_is_refused(self):
        for command, code in [('body', 'cli.no_body'), ('roll', 'cli.no_roll'), ('seats', 'cli.no_council'), ('mandate', 'cli.no_person'),
                              ('decisions', 'cli.no_body'), ('decision', 'cli.no_proposal'), ('calls', 'cli.no_body'),
                              ('minutes', 'cli.no_session'), ('register', 'cli.no_body')]:
            self.assertEqual([found[0] for found in self.refused(command, 'nothing')], [code], command)
        self.assertEqual(self.refused('seats', 'panaderia'), [('cli.no_council', None)])
        self.assertEqual(self.refused('roll', 'cordon'), [('cli.no_roll', None)])
        self.assertEqual(self.refused('roll', 'panaderia', '--at', 'yesterday'), [('cli.time', '--at')])
        self.assertEqual(self.refused('register', '--where', '{"above": ["capitol", 1]}'),
                         [('council.register_no_attribute', '/above/0')])
        self.assertEqual([found[0] for found in self.refused('register', '--where', "{'above'")], ['cli.not_json'])
        self.assertEqual([found[0] for found in self.refused('register', '--workplace', 'nothing')], ['cli.no_workplace'])
