"""`cordon plan changes`: the differences computed again here, in other words, from the tables of both packages and both plans' files;
and the causes of a small chain, which are known by hand.
"""
import csv
import json
import math
import shutil

from economy_consent import Answered
from program import Case, cordon

PART, OF_ALL, NOTHING = 1e-6, 1e-8, 1e-9  # what counts as rounding: src/plan/changes.h


class Side:
    """A package of one period and place with its plan, read with nothing of ours."""

    def __init__(self, package, plan):
        def table(name, *columns):
            path = package / (name + '.csv')
            if not path.exists():
                return []
            with open(path, encoding='utf-8', newline='') as file:
                return [tuple(row.get(column, '') for column in columns) for row in csv.DictReader(file)]
        document = json.loads(plan.read_text(encoding='utf-8'))
        self.activity = {one['process']: one['activity'] for one in document['activity']}
        self.body = dict(table('processes', 'process', 'body'))
        self.flows = {}  # (commodity, 'in' or 'out') -> who -> amount
        self.tasks = {process: {} for process in self.body}  # (commodity, used) -> amount
        for process, commodity, direction, amount in table('exchanges', 'process', 'commodity', 'direction', 'amount'):
            amount = float(amount) * self.activity.get(process, 0)
            task = self.tasks[process]
            task[commodity, direction == 'input'] = task.get((commodity, direction == 'input'), 0) + amount
            self.flow(commodity, 'out' if direction == 'input' else 'in', process, amount)
        share = {(one['commodity'], one['tier']): one['fulfilment'] for one in document['fulfilment']}
        self.needs = {}
        for group, commodity, amount, tier in table('needs', 'group', 'commodity', 'amount', 'tier'):
            tier, amount = int(tier or 1), float(amount)
            served = share[commodity, tier]
            self.needs[group, commodity] = (tier, amount, served)
            self.flow(commodity, 'out', 'for ' + group, served * amount)
        self.facts = {('process', process): 1 for process in self.body}
        for name, *columns in (('capacities', 'process', 'capacity'), ('stocks', 'commodity', 'amount')):
            self.facts.update({(name, thing): float(value) for thing, value in table(name, *columns)})

    def flow(self, commodity, way, who, amount):
        if amount > NOTHING:
            flows = self.flows.setdefault((commodity, way), {})
            flows[who] = flows.get(who, 0) + amount

    def all_of(self, commodity):
        return max(sum(self.flows.get((commodity, way), {}).values()) for way in ('in', 'out'))


def recomputed(old, new):
    """Tasks that differ (process -> measure), needs that differ."""
    def whole(commodity):
        return max(old.all_of(commodity), new.all_of(commodity))

    def differs(commodity, before, after):
        return abs(before - after) > max(PART * max(before, after), OF_ALL * whole(commodity))

    def who(side, commodity, way):
        return {one for one, amount in side.flows.get((commodity, way), {}).items() if amount > OF_ALL * whole(commodity)}
    tasks = {}
    for process in set(old.body) | set(new.body):
        measure, others = 0, False
        was, is_now = old.tasks.get(process, {}), new.tasks.get(process, {})
        for commodity, used in set(was) | set(is_now):
            before, after = was.get((commodity, used), 0), is_now.get((commodity, used), 0)
            if differs(commodity, before, after):
                measure = max(measure, abs(after - before) / whole(commodity))
            way = 'in' if used else 'out'
            others |= who(old, commodity, way) != who(new, commodity, way)
        if (measure or others) and max(old.activity.get(process, 0), new.activity.get(process, 0)) > NOTHING:
            tasks[process] = measure
    needs = set()
    for key in set(old.needs) | set(new.needs):
        was, is_now = old.needs.get(key, (None, 0, 1)), new.needs.get(key, (None, 0, 1))
        if was[0] != is_now[0] or not math.isclose(was[1], is_now[1], rel_tol=PART) or abs(was[2] - is_now[2]) > PART:
            needs.add(key)
    return tasks, needs


class Recomputed:
    def hold(self, said, old, new):
        tasks, needs = recomputed(old, new)
        self.assertTrue(tasks)
        self.assertEqual({task['process'] for task in said['tasks']}, set(tasks))
        measures = [task['measure'] for task in said['tasks']]
        self.assertEqual(measures, sorted(measures, reverse=True))
        for task in said['tasks']:
            process = task['process']
            self.assertAlmostEqual(task['measure'], tasks[process], 9)
            for side, key in ((old, 'before'), (new, 'after')):
                self.assertAlmostEqual(task[key], side.activity.get(process, 0), 6)
                for portion in task['makes'] + task['uses']:
                    used = 'from' in portion
                    amount = side.tasks.get(process, {}).get((portion['commodity'], used), 0)
                    self.assertTrue(math.isclose(portion[key], amount, rel_tol=1e-9, abs_tol=1e-9), (process, portion, amount))
                    for party in portion['from' if used else 'for']:
                        who = party.get('process') or 'for ' + party.get('group', '')
                        flows = side.flows.get((portion['commodity'], 'in' if used else 'out'), {})
                        if 'stock' not in party:
                            self.assertTrue(math.isclose(party[key], flows.get(who, 0), rel_tol=1e-9, abs_tol=1e-8), (process, party))
        self.assertEqual({(need['group'], need['commodity']) for need in said['needs']}, needs)
        for need in said['needs']:
            for side, key in ((old, 'before'), (new, 'after')):
                self.assertAlmostEqual(need['fulfilment_' + key], side.needs[need['group'], need['commodity']][2], 9)
        self.assertEqual(said['concerned'], sorted({new.body.get(process) or old.body.get(process) for process in tasks} - {'', None}))
        causes = {}
        for kind, key in (('capacity', 'capacities'), ('stock', 'stocks'), ('process', 'process')):
            causes.update({(key, cause['process' if kind != 'stock' else 'commodity']): (cause['before'], cause['after'])
                           for cause in said['causes'] if cause['kind'] == kind and not cause['what_if']})
        self.assertEqual(causes, {key: (old.facts.get(key), new.facts.get(key)) for key in set(old.facts) | set(new.facts)
                                  if old.facts.get(key) != new.facts.get(key)
                                  and (key[0] != 'capacities' or (key[1] in old.body and key[1] in new.body))})


class Files(Recomputed, Case):
    def changes(self, *arguments):
        return self.cordon_json('plan', 'changes', *arguments, cwd=self.scratch)

    def plan(self, package, name, *options):
        self.cordon_ok('plan', package, '-o', name, *options, cwd=self.scratch)
        return Side(package if hasattr(package, 'name') else self.scratch / package, self.scratch / name)

    def test_a_real_economy_with_a_what_if(self):
        package = self.example('chile-2013')
        old, new = self.plan(package, 'old.json'), self.plan(package, 'new.json', '--capacity', '02=0.5')
        said = self.changes(package, 'old.json', package, 'new.json')
        self.hold(said, old, new)
        self.assertEqual([(cause['kind'], cause['process'], cause['what_if']) for cause in said['causes']], [('capacity', '02', True)])
        self.assertAlmostEqual(said['causes'][0]['after'] / said['causes'][0]['before'], 0.5, 12)

    def test_the_same_plan_twice(self):
        package = self.example('chile-2013')
        self.plan(package, 'old.json')
        said = self.changes(package, 'old.json', package, 'old.json')
        self.assertEqual([said[key] for key in ('causes', 'tasks', 'needs', 'concerned')], [[]] * 4)

    def test_a_choice_has_no_cause(self):
        """Two ovens that need the same: which of them bakes is nobody's doing."""
        shutil.copytree(self.example('bakery'), self.scratch / 'one')
        self.edit('one', 'processes', 'milling,', 'other,The other oven\nmilling,')
        self.edit('one', 'exchanges', 'milling,wheat', 'other,flour,input,0.75\nother,work,input,0.05\nother,bread,output,1\nmilling,wheat')
        self.plan('one', 'old.json')
        self.cordon_ok('plan', 'alternatives', 'one', 'old.json', '--within', '1%', '-n', '1', '-o', 'others', cwd=self.scratch)
        said = self.changes('one', 'old.json', 'one', 'others/alternative-1.json')
        self.assertEqual(said['causes'], [])
        self.assertTrue(said['tasks'])
        self.assertEqual([task['why'] for task in said['tasks']], [[] for _ in said['tasks']])

    def edit(self, name, table, was, text):
        path = self.scratch / name / (table + '.csv')
        content = path.read_text(encoding='utf-8')
        self.assertIn(was, content)
        path.write_text(content.replace(was, text), encoding='utf-8')

    def test_what_comes_and_goes_and_what_hands_nothing_on(self):
        """The bakery gets an oven that works without the mill's flour; the mill's capacity, which is not at its end, is cut too."""
        shutil.copytree(self.example('bakery'), self.scratch / 'one')
        self.edit('one', 'capacities', 'baking,400', 'baking,200')
        shutil.copytree(self.scratch / 'one', self.scratch / 'two')
        self.edit('two', 'processes', 'milling,', 'gift,Bread from elsewhere\nmilling,')
        self.edit('two', 'exchanges', 'milling,wheat', 'gift,bread,output,1\nmilling,wheat')
        self.edit('two', 'capacities', 'milling,500', 'gift,50\nmilling,450')
        old, new = self.plan('one', 'old.json'), self.plan('two', 'new.json')
        said = self.changes('one', 'old.json', 'two', 'new.json')
        self.hold(said, old, new)
        self.assertEqual([(cause['kind'], cause['process']) for cause in said['causes']], [('process', 'gift'), ('capacity', 'milling')])
        # 200 + 50 of 360: the oven is as it was, and so is the mill, whose lower capacity is no cause of anything
        self.assertEqual([task['process'] for task in said['tasks']], ['gift'])
        for need in said['needs']:
            self.assertEqual([(why['cause'], why['through']) for why in need['why']], [(0, ['gift'])])
        # read backwards, the same the other way round
        back = self.changes('two', 'new.json', 'one', 'old.json')
        self.hold(back, new, old)
        self.assertEqual([(cause['before'], cause['after']) for cause in back['causes']], [(450, 500), (1, None)])

    def test_other_units(self):
        shutil.copytree(self.example('bakery'), self.scratch / 'one')
        shutil.copytree(self.scratch / 'one', self.scratch / 'two')
        self.edit('two', 'commodities', 'flour,Flour,kg', 'flour,Flour,sack')
        self.plan('one', 'old.json')
        self.plan('two', 'new.json')
        done = cordon('plan', 'changes', 'one', 'old.json', 'two', 'new.json', '--json', cwd=self.scratch)
        self.assertEqual(done.returncode, 2)
        self.assertEqual([finding['code'] for finding in json.loads(done.stderr)['findings']], ['cli.other_unit'])


class Rounds(Recomputed, Answered):
    def changes(self, *arguments):
        return self.cordon_json('plan', 'changes', *arguments, '--book', 'book', cwd=self.scratch)

    def side(self, name):
        return Side(self.scratch / name, self.scratch / (name + '.json'))

    def test_between_two_rounds_of_the_book(self):
        self.propose('one')
        entry = self.answer('ana', 'panaderia', 'one', 'counter', 'process=baking', 'most=180', 'reason=One oven is being mended.')
        self.answer('bea', 'molino', 'one', 'accept')
        self.close('one')
        self.propose('two')
        said = self.changes('one', 'two')
        self.hold(said, self.side('one'), self.side('two'))
        [cause] = said['causes']
        self.assertEqual([(one['entry'], one['act'], one['person']) for one in cause['said']], [(entry, 'plan_answer', 'ana')])
        self.assertEqual([(one['act'], one['person']) for one in cause['no_longer']], [('process', 'ana')])
        why = {task['body']: task['why'] for task in said['tasks']}
        self.assertEqual(why['panaderia'], [{'cause': 0, 'own': True, 'through': []}])
        self.assertEqual(why['molino'], [{'cause': 0, 'own': False, 'through': ['flour', 'panaderia/baking']}])
        [need] = said['needs']  # the school's is served as before: 60 of 180 loaves
        self.assertEqual((need['group'], need['tier_before'], need['tier_after']), ('poblacion/households', 2, 2))
        self.assertAlmostEqual(need['fulfilment_before'], 240 / 300, 6)
        self.assertAlmostEqual(need['fulfilment_after'], 120 / 300, 6)
        # the same from the packages and files, which do not say what kind of act an entry is
        files = self.cordon_json(
            'plan', 'changes', 'one', 'one.json', 'two', 'two.json', cwd=self.scratch)
        for key in ('tasks', 'needs', 'concerned'):
            self.assertEqual(files[key], said[key])
        self.assertEqual([one['entry'] for one in files['causes'][0]['said']], [entry])
        mixed = self.changes('one', 'two', 'two.json')
        self.assertEqual(mixed['tasks'], said['tasks'])
        # the file beside the book must be the one that was proposed
        path = self.scratch / 'book' / 'plans' / 'two.json'
        path.write_bytes(path.read_bytes() + b'\n')
        done = cordon('plan', 'changes', 'one', 'two', '--book', 'book', '--json', cwd=self.scratch)
        self.assertEqual([finding['code'] for finding in json.loads(done.stderr)['findings']], ['cli.plan_other_file'])

    def test_needs_tiers_and_a_stoppage(self):
        self.propose('one')
        self.close_by_time('one')
        need = self.act('nora', 'need', 'body=poblacion', 'group=school', 'commodity=bread', 'amount=90')
        stop = self.act('luis', 'stoppage', 'body=panaderia', 'stoppage=oven', 'text=The oven is cold.')
        tier = self.decide('all-alike', {'kind': 'tier', 'fields': {'body': 'cordon', 'commodity': 'bread', 'group': 'school', 'tier': 2}})
        self.propose('two')
        said = self.changes('one', 'two')
        self.hold(said, self.side('one'), self.side('two'))
        self.assertEqual({cause['kind']: (cause['before'], cause['after'], [(one['entry'], one['act']) for one in cause['said']])
                          for cause in said['causes']},
                         {'capacity': (300, 0, [(stop, 'stoppage')]), 'need': (60, 90, [(need, 'need')]),
                          'tier': (1, 2, [(tier, 'decide')])})
        school = [one for one in said['needs'] if one['group'] == 'poblacion/school'][0]
        self.assertEqual(sorted(said['causes'][why['cause']]['kind'] for why in school['why'] if why['own']), ['need', 'tier'])

    def close_by_time(self, plan):
        self.decide('enough-' + plan, {'kind': 'plan_close', 'fields': {'body': 'cordon', 'plan': plan}})
