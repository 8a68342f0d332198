"""A workplace decides, from the command line: with its own keys, in a real book, which then replays to the same state."""
import json

from program import Case


def at(clock):
    return ['--now', '1972-10-%sZ' % clock]


class Decide(Case):
    def setUp(self):
        super().setUp()
        self.keys = {'ana': ['--example-keys', 'test=ana']}
        self.cordon_ok('init', 'book', '--title', 'Cerrillos', *self.keys['ana'], *at('11T09:00:00'), cwd=self.scratch)
        self.act('ana', '11T09:00:01', 'body_open', 'body=pan', 'kind=workplace', 'name=P', 'members=people', 'secretary=ana',
                 'rules={"voting":"open","notice_days":0}')
        for person in ('luis', 'eva'):
            self.cordon_ok('key', 'new', person + '.key', '--person', person, '--in-clear', cwd=self.scratch)
            key = json.loads(self.cordon_ok('key', 'show', person + '.key', '--json', cwd=self.scratch))['key']
            self.keys[person] = ['--key', person + '.key']
            self.act('ana', '11T09:00:02', 'enrol', 'body=pan', 'person=' + person)
            self.act('ana', '11T09:00:03', 'key_enrol', 'person=' + person, 'key=' + key, 'use=main')

    def act(self, who, clock, *arguments):
        return self.cordon_ok('act', *arguments, *self.keys[who], *at(clock), '--book', 'book', cwd=self.scratch)

    def refused(self, who, clock, *arguments):
        done = self.cordon('act', *arguments, *self.keys[who], *at(clock), '--book', 'book', '--json', cwd=self.scratch)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        return [finding['code'] for finding in json.loads(done.stderr or done.stdout)['findings']]

    def propose(self, name, *effects):
        self.act('luis', '11T11:00:00', 'propose', 'body=pan', 'proposal=' + name, 'title=T', 'text=What is decided',
                 'effects=' + json.dumps(effects))
        self.act('ana', '11T11:00:00', 'put', 'proposal=' + name, 'until=1972-10-11T12:00:00Z')
        for person, choice in (('ana', 'no'), ('luis', 'yes'), ('eva', 'yes')):
            self.act(person, '11T11:00:00', 'vote', 'proposal=' + name, 'choice=' + choice)

    def replays(self):
        """The book verifies, with the effects of its rules, and its state made anew is the one it had."""
        before = json.loads(self.cordon_ok('rebuild', '--json', '--book', 'book', cwd=self.scratch))
        self.cordon_ok('verify', '--book', 'book', cwd=self.scratch)
        self.assertEqual(json.loads(self.cordon_ok('rebuild', '--json', '--book', 'book', cwd=self.scratch)), before)

    def test_a_decision_changes_the_rules_it_was_taken_under(self):
        rules = {'kind': 'rules', 'fields': {'body': 'pan', 'document': {
            'voting': 'open', 'readings': 2, 'recall': {'petition': '1/5'}}}}
        self.propose('two-readings', rules)
        self.act('luis', '11T11:00:01', 'decide', 'proposal=two-readings')
        self.act('luis', '11T11:00:02', 'propose', 'body=pan', 'proposal=next', 'title=T', 'text=T')
        self.assertEqual(self.refused('ana', '11T11:00:03', 'put', 'proposal=next', 'until=1972-10-12T12:00:00Z'),
                         ['decision.readings'])
        self.replays()

    def test_documents_that_no_entry_can_hold_are_refused(self):
        deep = {'kind': 'rules', 'fields': {'body': 'pan', 'document': {'voting': 'open', 'recall': {'petition': [[[[[[[['1/5']]]]]]]]}}}}
        for document, code in (({'quorum': 0.5}, 'base.json_real'), ({'name': 'e\u0301'}, 'base.json_nfc')):
            with self.subTest(document=document):
                self.assertEqual(self.refused('ana', '11T11:00:00', 'body_open', 'body=b', 'kind=k', 'name=P', 'members=bodies',
                                              'secretary=ana', 'rules=' + json.dumps(document)), [code])
        self.assertEqual(self.refused('ana', '11T11:00:00', 'propose', 'body=pan', 'proposal=deep', 'title=T', 'text=T',
                                      'effects=' + json.dumps([deep])), ['base.json_depth'])

    def test_effects_that_cannot_be_done_wait_until_they_can(self):
        self.propose('end', {'kind': 'officer', 'fields': {'body': 'pan', 'office': 'chair', 'person': 'eva'}},
                     {'kind': 'officer_end', 'fields': {'body': 'pan', 'office': 'treasurer', 'person': 'eva'}})
        self.act('luis', '11T11:00:01', 'decide', 'proposal=end')
        self.assertEqual(self.refused('luis', '11T11:00:02', 'carry_out', 'proposal=end'), ['council.no_office'])
        self.replays()
        self.propose('begin', {'kind': 'officer', 'fields': {'body': 'pan', 'office': 'treasurer', 'person': 'eva'}})
        self.act('luis', '11T11:00:03', 'decide', 'proposal=begin')
        self.act('luis', '11T11:00:04', 'carry_out', 'proposal=end')
        self.act('eva', '11T11:00:05', 'session_call', 'body=pan', 'session=s', 'start=1972-10-11T20:00:00Z',
                 'agenda=Bread,Flour')  # as chair, which the effect made her
        self.replays()
