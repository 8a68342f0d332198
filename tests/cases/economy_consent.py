"""Rounds of consent: workplaces accept what a plan asks, refuse it or counter; what they say binds the next round's plan."""
import json

from economy_propose import Planned
from program import cordon


class Answered(Planned):
    def propose(self, name, *options):
        """A snapshot of now, its plan, and the plan proposed."""
        self.snapshot(name)
        self.cordon_ok('plan', name, '-o', name + '.json', cwd=self.scratch)
        self.minute += 1
        return self.cordon_ok('plan', 'propose', name, name + '.json', '--name', name, *options, '--example-keys', 'test=ana', '--now',
                              '1972-10-13T09:%02d:00Z' % self.minute, '--book', 'book', cwd=self.scratch)

    def answer(self, who, body, plan, answer, *fields):
        return self.act(who, 'plan_answer', 'body=' + body, 'plan=' + plan, 'answer=' + answer, *fields)

    def answers(self, plan):
        return self.cordon_json('plan', 'answers', plan, '--book', 'book', cwd=self.scratch)

    def capacities(self, name):
        self.snapshot(name)
        return dict(self.table(name, 'capacities'))

    def close(self, plan, who='ana'):
        self.act(who, 'plan_close', 'body=cordon', 'plan=' + plan)
        return self.answers(plan)['outcome']


class Consent(Answered):
    def test_all_accept(self):
        self.propose('one')
        self.assertEqual([one['body'] for one in self.answers('one')['silent']], ['molino', 'panaderia'])
        self.answer('ana', 'panaderia', 'one', 'accept')
        self.refused('plan.round_on', 'ana', 'plan_close', 'body=cordon', 'plan=one')
        self.answer('bea', 'molino', 'one', 'accept')
        self.assertEqual(self.answers('one')['silent'], [])
        self.assertEqual(self.close('one'), 'adopted')
        self.refused('plan.not_open', 'bea', 'plan_answer', 'body=molino', 'plan=one', 'answer=accept')
        self.refused('plan.not_open', 'ana', 'plan_close', 'body=cordon', 'plan=one')

    def test_a_counter_proposal_binds_the_next_rounds(self):
        self.propose('one')
        entry = self.answer('ana', 'panaderia', 'one', 'counter', 'process=baking', 'most=180', 'reason=One oven is being mended.')
        self.answer('bea', 'molino', 'one', 'accept')
        self.refused('plan.another_open', 'ana', 'plan_propose', 'body=cordon', 'plan=x', 'entries=1', 'package=' + '0' * 64,
                     'file=' + '0' * 64, 'certificate=' + json.dumps({'bar': '1e-6', 'level_gap': '0', 'element_gap': '0', 'last_gap': '0',
                                                                      'objective': '1', 'objective_bound': '1'}))
        self.assertEqual(self.close('one'), 'revise')
        self.propose('two')
        self.assertEqual(dict(self.table('two', 'capacities')), {'molino/milling': '500', 'panaderia/baking': '180'})
        said = [line for line in self.table('two', 'sources') if line[0] == 'capacities' and line[3] == str(entry)]
        self.assertEqual([line[5:] for line in said], [['panaderia', 'ana']])
        served = self.fulfilments('two')  # the school's 60 first, 120 of 300 left
        self.assertAlmostEqual(served['poblacion/school'], 1, 6)
        self.assertAlmostEqual(served['poblacion/households'], 120 / 300, 6)
        # accepting this plan lifts nothing: the mill refuses, and in the third round the bakery's word still binds
        self.answer('ana', 'panaderia', 'two', 'accept')
        self.answer('bea', 'molino', 'two', 'refuse', 'reason=Not for so few.')
        self.assertEqual(self.close('two'), 'revise')
        self.assertEqual(self.capacities('three'), {'molino/milling': '0', 'panaderia/baking': '180'})
        # until it says otherwise itself
        self.act('bea', 'capacity', 'body=molino', 'process=milling', 'capacity=400')
        self.assertEqual(self.capacities('four'), {'molino/milling': '400', 'panaderia/baking': '180'})
        # not by a plan that is adopted: it was made under its word
        self.propose('five')
        self.answer('ana', 'panaderia', 'five', 'accept')
        self.answer('bea', 'molino', 'five', 'accept')
        self.assertEqual(self.close('five'), 'adopted')
        self.assertEqual(self.capacities('six'), {'molino/milling': '400', 'panaderia/baking': '180'})
        self.answer('ana', 'panaderia', 'one', 'accept')
        self.assertEqual(self.capacities('seven'), {'molino/milling': '400', 'panaderia/baking': '300'})
        # and what was asked of the book before stands as it was
        for plan in ('one', 'two', 'five'):
            self.cordon_ok('plan', 'check', plan, '--book', 'book', cwd=self.scratch)
        first = json.loads(self.cordon_ok('rebuild', '--json', '--book', 'book', cwd=self.scratch))
        self.assertEqual(json.loads(self.cordon_ok('rebuild', '--json', '--book', 'book', cwd=self.scratch)), first)

    def test_a_counter_above_what_it_can_do_changes_nothing(self):
        self.propose('one')
        self.answer('ana', 'panaderia', 'one', 'counter', 'process=baking', 'most=1000', 'reason=More.')
        self.assertEqual(self.capacities('two')['panaderia/baking'], '300')

    def test_a_later_answer_takes_the_place_of_an_earlier(self):
        self.propose('one')
        self.answer('ana', 'panaderia', 'one', 'refuse', 'reason=No flour.')
        self.assertEqual(self.capacities('two')['panaderia/baking'], '0')
        self.answer('ana', 'panaderia', 'one', 'accept')
        self.assertEqual(self.capacities('three')['panaderia/baking'], '300')
        self.answer('bea', 'molino', 'one', 'accept')
        self.assertEqual(self.close('one'), 'adopted')

    def test_a_round_ends_when_its_time_is_up_or_by_decision(self):
        self.propose('one', '--until', '1972-10-13T09:05:00Z')
        self.refused('plan.round_on', 'ana', 'plan_close', 'body=cordon', 'plan=one')
        self.minute = 5
        self.assertEqual(self.close('one'), 'adopted')
        self.assertEqual([one['body'] for one in self.answers('one')['silent']], ['molino', 'panaderia'])
        self.propose('two')
        self.answer('bea', 'molino', 'two', 'refuse', 'reason=No wheat.')
        self.decide('enough', {'kind': 'plan_close', 'fields': {'body': 'cordon', 'plan': 'two'}})
        self.assertEqual(self.answers('two')['outcome'], 'revise')

    def test_what_is_refused(self):
        self.propose('one')
        pan = ['body=panaderia', 'plan=one']
        for code, who, *fields in [
                ('record.may_not', 'luis', *pan, 'answer=accept'),
                ('record.may_not', 'bea', *pan, 'answer=accept'),
                ('plan.not_open', 'ana', 'body=panaderia', 'plan=nine', 'answer=accept'),
                ('plan.not_concerned', 'nora', 'body=poblacion', 'plan=one', 'answer=accept'),
                ('plan.no_process', 'ana', *pan, 'answer=refuse', 'process=milling', 'reason=R'),
                ('plan.no_reason', 'ana', *pan, 'answer=refuse'),
                ('plan.no_reason', 'ana', *pan, 'answer=counter', 'process=baking', 'most=3'),
                ('plan.counter', 'ana', *pan, 'answer=counter', 'process=baking', 'reason=R'),
                ('plan.counter', 'ana', *pan, 'answer=counter', 'most=3', 'reason=R'),
                ('plan.counter', 'ana', *pan, 'answer=refuse', 'process=baking', 'most=3', 'reason=R'),
                ('record.field_wrong', 'ana', *pan, 'answer=maybe')]:
            with self.subTest(fields=fields):
                self.refused(code, who, 'plan_answer', *fields)
        self.refused('record.may_not', 'luis', 'plan_close', 'body=cordon', 'plan=one')
        self.refused('plan.not_open', 'bea', 'plan_close', 'body=cordon', 'plan=nine')
        done = cordon('plan', 'answers', 'nine', '--book', 'book', '--json', cwd=self.scratch)
        self.assertEqual(done.returncode, 2)
