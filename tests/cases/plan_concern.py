"""Proposals to those alone whom a change concerns: a forge that has nothing to do with bread is not asked again when the bakery's
capacity falls; who refused is; a list that leaves somebody out, or adds somebody, does not pass the check. And refusals taken back.

Who is concerned is known by hand: bread is of the bakery and the mill, tools are of the forge alone.
"""
import hashlib
import json

from economy_consent import Answered
from program import cordon


class Concern(Answered):
    def setUp(self):
        super().setUp()
        rules = {'voting': 'open', 'notice_days': 0, 'tellers': {'n': 1, 'k': 1}, 'majority': 'simple'}
        joins = [{'kind': 'join', 'fields': {'council': 'cordon', 'body': 'fragua'}}]
        acts = [('ana', 'body_open', {'body': 'fragua', 'kind': 'workplace', 'name': 'La Fragua', 'members': 'people',
                                      'secretary': 'leo', 'rules': rules}),
                ('ana', 'key_enrol', {'person': 'leo', 'key': '@leo', 'use': 'main'}),
                ('leo', 'propose', {'body': 'fragua', 'proposal': 'fragua-joins', 'title': 'T', 'text': 'T', 'effects': joins}),
                ('leo', 'put', {'proposal': 'fragua-joins', 'until': '1972-10-14T09:00:00Z'}),
                ('leo', 'vote', {'proposal': 'fragua-joins', 'choice': 'yes'}),
                ('leo', 'decide', {'proposal': 'fragua-joins'})]
        (self.scratch / 'fragua.jsonl').write_text(''.join(json.dumps(
            {'kind': kind, 'fields': fields, 'by': [who], 'now': '1972-10-13T08:00:00Z'}) + '\n' for who, kind, fields in acts))
        self.cordon_ok('batch', 'fragua.jsonl', '--example-seed', 'test', '--book', 'book', cwd=self.scratch)
        self.decide('tools', *joins, {'kind': 'commodity', 'fields': {'body': 'cordon', 'commodity': 'tools', 'unit': 'kg'}})
        self.act('leo', 'process', 'body=fragua', 'process=forging', 'outputs=' + json.dumps({'tools': 1}), 'capacity=10')
        self.act('nora', 'need', 'body=poblacion', 'commodity=tools', 'amount=5')

    def all_accept(self, plan, *but):
        for who, body in (('leo', 'fragua'), ('bea', 'molino'), ('ana', 'panaderia')):
            if body not in but:
                self.answer(who, body, plan, 'accept')

    def adopted(self, plan):
        self.propose(plan)
        self.all_accept(plan)
        self.assertEqual(self.close(plan), 'adopted')

    def less_bread(self, capacity=180):
        self.act('ana', 'capacity', 'body=panaderia', 'process=baking', 'capacity=%d' % capacity)

    def concerned(self, plan):
        return [one['body'] for one in self.answers(plan)['concerned']]

    def check(self, plan):
        return self.cordon_ok('plan', 'check', plan, '--book', 'book', cwd=self.scratch)

    def propose_refused(self, name, after):
        self.snapshot(name)
        self.cordon_ok('plan', name, '-o', name + '.json', cwd=self.scratch)
        return [finding['code'] for finding in self.cordon_refuses(
            'plan', 'propose', name, name + '.json', '--name', name, '--after', after, '--example-keys', 'test=ana', '--now',
            '1972-10-13T09:%02d:00Z' % self.minute, '--book', 'book', cwd=self.scratch)]

    def by_hand(self, model, name, after, *concerns):
        """The fields of a plan as proposed for now, with another list."""
        held = self.cordon_json('plan', 'check', model, '--book', 'book', cwd=self.scratch)
        entries = self.cordon_json('verify', '--book', 'book', cwd=self.scratch)['entries']
        path = self.scratch / 'book' / 'plans'
        (path / (name + '.json')).write_bytes((path / (model + '.json')).read_bytes())
        fields = ['body=cordon', 'plan=' + name, 'entries=%d' % entries, 'package=' + held['package'], 'file=' + held['file'],
                  'certificate=' + json.dumps(held['certificate'])]
        return fields + (['after=' + after] if after else []) + ['concerns=' + ','.join(concerns)]

    def test_those_alone_whose_tasks_differ_are_asked(self):
        self.adopted('one')
        self.less_bread()
        self.propose('two', '--after', 'one')
        self.assertEqual(self.concerned('two'), ['molino', 'panaderia'])
        self.assertEqual(self.cordon_json('plan', 'changes', 'one', 'two', '--book', 'book', cwd=self.scratch)['concerned'],
                         ['molino', 'panaderia'])
        self.check('two')
        self.answer('ana', 'panaderia', 'two', 'accept')
        self.refused('plan.round_on', 'ana', 'plan_close', 'body=cordon', 'plan=two')
        self.answer('bea', 'molino', 'two', 'accept')
        self.assertEqual(self.answers('two')['silent'], [])
        self.assertEqual(self.close('two'), 'adopted')
        before = json.loads(self.cordon_ok('rebuild', '--json', '--book', 'book', cwd=self.scratch))
        self.assertEqual(json.loads(self.cordon_ok('rebuild', '--json', '--book', 'book', cwd=self.scratch)), before)
        self.assertEqual(self.concerned('two'), ['molino', 'panaderia'])
        self.check('two')
        self.assertEqual(self.propose_refused('three', 'two'), ['cli.concerns_nobody'])
        self.assertEqual(self.propose_refused('three', 'one'), ['plan.after'])  # adopted, but not last

    def test_who_is_not_asked_may_refuse_and_is_asked_then(self):
        self.adopted('one')
        self.less_bread()
        self.propose('two', '--after', 'one')
        self.all_accept('two', 'fragua')
        self.answer('leo', 'fragua', 'two', 'counter', 'process=forging', 'most=9', 'reason=Nobody asks us.')
        self.assertEqual(self.close('two'), 'revise')
        # 9 is still more than the 5 that are needed: no task differs, but the forge did not consent
        self.propose('three', '--after', 'two')
        self.assertEqual(self.concerned('three'), ['fragua'])
        self.check('three')
        self.answer('leo', 'fragua', 'three', 'accept')
        self.assertEqual(self.close('three'), 'adopted')

    def test_consent_through_a_plan_that_did_not_ask(self):
        self.adopted('one')
        self.less_bread()
        self.propose('two', '--after', 'one')
        self.answer('bea', 'molino', 'two', 'accept')
        self.answer('ana', 'panaderia', 'two', 'counter', 'process=baking', 'most=150', 'reason=R')
        self.assertEqual(self.close('two'), 'revise')
        self.propose('three', '--after', 'two')  # the forge's consent to the first still stands
        self.assertEqual(self.concerned('three'), ['molino', 'panaderia'])
        self.check('three')

    def test_the_silent_of_a_round_that_failed_are_asked_again(self):
        self.propose('one', '--until', '1972-10-13T09:59:00Z')
        self.answer('bea', 'molino', 'one', 'accept')
        self.answer('ana', 'panaderia', 'one', 'counter', 'process=baking', 'most=1000', 'reason=Changes nothing.')
        self.decide('enough', {'kind': 'plan_close', 'fields': {'body': 'cordon', 'plan': 'one'}})
        self.propose('two', '--after', 'one')
        self.assertEqual(self.concerned('two'), ['fragua', 'panaderia'])

    def held_against(self, *named):
        """What the check says of a plan whose list was written by hand."""
        self.adopted('one')
        self.less_bread()
        self.snapshot('two')
        self.cordon_ok('plan', 'two', '-o', 'two.json', cwd=self.scratch)
        self.tamper('two', 'one', named)
        done = cordon('plan', 'check', 'two', '--book', 'book', '--json', cwd=self.scratch)
        return [(finding['code'], finding['found']) for finding in json.loads(done.stderr)['findings']] if done.returncode else []

    def test_a_list_that_is_true(self):
        self.assertEqual(self.held_against('molino', 'panaderia'), [])

    def test_a_list_that_leaves_somebody_out(self):
        self.assertEqual(self.held_against('panaderia'), [('cli.concerns_left_out', 'molino')])

    def test_a_list_that_adds_somebody(self):
        self.assertEqual(self.held_against('fragua', 'molino', 'panaderia'), [('cli.concerns_added', 'fragua')])

    def test_without_a_list_it_concerns_all(self):
        self.assertEqual(self.held_against(), [])
        self.assertEqual(self.concerned('two'), ['fragua', 'molino', 'panaderia'])

    def tamper(self, name, after, named):
        """The act that `plan propose` would make, but for the list."""
        plan = (self.scratch / (name + '.json')).read_bytes()
        verified = self.cordon_json('plan', 'verify', name, name + '.json', cwd=self.scratch)
        about = json.loads((self.scratch / name / 'snapshot.json').read_text(encoding='utf-8'))
        figures = {key: 'none' if verified[key] is None else repr(float(verified[key]))
                   for key in ('bar', 'level_gap', 'element_gap', 'last_gap', 'objective', 'objective_bound')}
        (self.scratch / 'book' / 'plans' / (name + '.json')).write_bytes(plan)
        self.act('ana', 'plan_propose', 'body=cordon', 'plan=' + name, 'entries=%d' % about['entries'], 'package=' + about['package'],
                 'file=' + hashlib.sha256(plan).hexdigest(), 'certificate=' + json.dumps(figures), 'after=' + after,
                 *(['concerns=' + ','.join(named)] if named else []))

    def test_what_no_replay_takes(self):
        self.adopted('one')
        self.less_bread()
        self.propose('two', '--after', 'one')
        self.all_accept('two', 'fragua')
        self.answer('leo', 'fragua', 'two', 'refuse', 'reason=R')
        self.close('two')
        for code, after, *named in (('plan.concerns_after', None, 'fragua'),
                                    ('plan.after', 'nine', 'fragua'),
                                    ('plan.concerns_not', 'two', 'fragua', 'poblacion'),
                                    ('plan.concerns_order', 'two', 'molino', 'fragua'),
                                    ('plan.concerns_order', 'two', 'fragua', 'fragua'),
                                    ('plan.concerns_missing', 'two', 'molino', 'panaderia')):
            with self.subTest(code=code, named=named):
                self.refused(code, 'ana', 'plan_propose', *self.by_hand('two', 'x', after, *named))

    def test_a_refusal_is_taken_back(self):
        self.propose('one')
        self.all_accept('one', 'panaderia')
        self.answer('ana', 'panaderia', 'one', 'refuse', 'reason=No flour.')
        self.assertEqual(self.close('one'), 'revise')
        self.assertEqual(self.capacities('a')['panaderia/baking'], '0')
        self.refused('plan.not_open', 'ana', 'plan_answer', 'body=panaderia', 'plan=one', 'answer=refuse', 'reason=Once more.')
        self.propose('two', '--after', 'one')
        self.refused('plan.not_open', 'ana', 'plan_answer', 'body=panaderia', 'plan=one', 'answer=accept')  # another is open
        self.answer('ana', 'panaderia', 'two', 'refuse', 'reason=No flour.')
        self.answer('bea', 'molino', 'two', 'accept')
        self.assertEqual(self.close('two'), 'revise')
        self.answer('ana', 'panaderia', 'two', 'accept')
        self.assertEqual(self.capacities('b')['panaderia/baking'], '300')
        said = [(one['answer'], 'ended' in one) for one in self.answers('two')['answers'] if one['body'] == 'panaderia']
        self.assertEqual(said, [('refuse', True), ('accept', False)])
        self.assertEqual(self.answers('two')['outcome'], 'revise')  # the round is what it was
        self.propose('three', '--after', 'two')  # baking again: both tasks differ, the forge's does not
        self.assertEqual(self.concerned('three'), ['molino', 'panaderia'])
        self.check('three')
        self.check('two')
        state = json.loads(self.cordon_ok('rebuild', '--json', '--book', 'book', cwd=self.scratch))
        self.assertEqual(json.loads(self.cordon_ok('rebuild', '--json', '--book', 'book', cwd=self.scratch)), state)
