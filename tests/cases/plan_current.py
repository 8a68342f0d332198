"""Plans near a current one: `cordon plan --near`. What they cost is compared with GLPK's answer to the same question, written
from docs/plan-file.md over plan_exact.py's own reading of the package; the rest are properties: without a price nothing changes,
near itself nothing moves, at a great price what may stay stays; and changed numbers are not proven.
"""
import csv
import hashlib
import json
import random
import shutil
import unittest

import plan_exact
from program import SANITIZED, Case

ECONOMIES = 8 if SANITIZED else 24


def weights(e):
    """By the document: labour; else what a side's commodities take of it where they are made, or else where they are used."""
    unit = {True: {}, False: {}}
    rows = [(row['process'], row['commodity'], row['direction'] == 'output', e.amount(row)) for row in e.rows['exchanges']
            if e.kind[row['commodity']] != 'emission']
    cost = {process: e.cost[process, e.periods[0]] for process in e.home}
    for process, commodity, output, amount in rows:
        if cost[process] > 0:
            unit[output].setdefault(commodity, []).append(cost[process] / amount)
    worth = {commodity: min(unit[True].get(commodity) or unit[False].get(commodity) or [0.0]) for commodity in e.unit}
    side = {(process, output): 0.0 for process in e.home for output in (True, False)}
    for process, commodity, output, amount in rows:
        side[process, output] += amount * worth[commodity]
    return {column: cost[column[0]] or max(side[column[0], True], side[column[0], False]) for column in e.flows}


def programme(e, document, was, price):
    """The last stage near `was` as a free MPS text: x - up + down = was."""
    weight, rows, right = weights(e), {}, {}
    for cells in e.flows.values():
        for cell in cells:
            rows.setdefault(cell, 'B%d' % len(rows))
    for cell, name in rows.items():
        right[name] = -e.stock.get(cell, 0.0)
    for one in document['fulfilment']:  # a hair less: GLPK reads decimals
        cell = e.cell(one)
        right[rows[cell]] += one['fulfilment'] * one['demand'] * (1 - 1e-10)
    lines = ['NAME NEAR', 'ROWS', ' N COST'] + [' G %s' % name for name in rows.values()]
    lines += [' E E%d' % at for at in range(len(e.flows))] + ['COLUMNS']
    for at, (column, cells) in enumerate(e.flows.items()):
        lines += [' X%d %s %r' % (at, rows[cell], amount) for cell, amount in cells.items()]
        lines += [' X%d COST %r' % (at, e.cost[column]), ' X%d E%d 1' % (at, at)]
        lines += [' U%d COST %r' % (at, price * weight[column]), ' U%d E%d -1' % (at, at)]
        lines += [' D%d COST %r' % (at, price * e.cost[column]), ' D%d E%d 1' % (at, at)]
        right['E%d' % at] = was.get(column, 0.0)
    lines.append('RHS')
    lines += [' RHS %s %r' % (name, amount) for name, amount in right.items() if amount]
    lines.append('BOUNDS')
    lines += [' UP BND X%d %r' % (at, min(e.capacity(column), 1e7)) for at, column in enumerate(e.flows)]
    return '\n'.join(lines + ['ENDATA', ''])


def activities(e, document):
    return {(one['process'], one.get('period') or e.periods[0]): one['activity'] for one in document['activity']}


def write_package(folder, draw):
    """Two or three routes to everything, imports paid by exports or a stock, two days, of which the first can store."""
    folder.mkdir()
    goods = ['bread', 'flour', 'cloth', 'milk', 'coffee'][:draw.randint(3, 5)]
    tables = {'commodities': [['commodity', 'unit', 'kind'], ['work', 'hour', 'labour'], ['money', 'usd', 'currency']],
              'processes': [['process']], 'exchanges': [['process', 'commodity', 'direction', 'amount', 'lead']],
              'capacities': [['process', 'capacity']], 'periods': [['period'], ['d1'], ['d2']],
              'stocks': [['commodity', 'amount', 'period']], 'needs': [['group', 'commodity', 'amount', 'tier', 'period']]}

    def process(name, capacity, *exchanges):
        tables['processes'].append([name])
        tables['capacities'] += [[name, capacity]] if capacity else []
        tables['exchanges'] += [[name, what, 'output' if amount > 0 else 'input', abs(amount), lead]
                                for what, amount, lead in exchanges]

    for number, good in enumerate(goods):
        tables['commodities'].append([good, 'kg', 'good'])
        for route in range(draw.randint(1, 3)):
            takes = [(goods[number + 1], -round(draw.uniform(0.1, 0.9), 2), 0)] if number + 1 < len(goods) else []
            process('%s-%d' % (good, route), draw.randint(40, 150), ('work', -round(draw.uniform(0.05, 0.5), 3), 0), *takes,
                    (good, 1, 0))
        if draw.random() < 0.6:
            process('import-' + good, draw.choice([None, 60]), ('money', -round(draw.uniform(0.5, 2), 2), 0), (good, 1, 0))
        if draw.random() < 0.4:
            process('keep-' + good, 50, (good, -1, 0), (good, 0.9, 1))
    process('export', 80, (goods[0], -1, 0), ('money', 1.5, 0))
    for day in ('d1', 'd2'):
        tables['stocks'] += [['work', draw.randint(40, 400), day], ['money', draw.randint(0, 60), day]]
        for good in goods:
            tables['needs'].append([draw.choice(['town', 'school']), good, draw.randint(10, 90), draw.randint(1, 2), day])
    for name, lines in tables.items():
        with open(folder / (name + '.csv'), 'w', encoding='utf-8', newline='') as file:
            csv.writer(file).writerows(lines)
    described = {'name': 'random', 'resources': [{'name': name, 'path': name + '.csv'} for name in tables]}
    (folder / 'datapackage.json').write_text(json.dumps(described), encoding='utf-8')
    return [row[0] for row in tables['processes'][1:]]


class Near(Case):
    def plan(self, package, name, *options):
        path = self.scratch / name
        done = self.cordon('plan', package, '-o', path, *options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return path, json.loads(path.read_text(encoding='utf-8'))

    def verify(self, package, path, *options):
        return self.cordon('plan', 'verify', package, path, *options)

    def changed(self, document):
        path = self.scratch / 'changed.json'
        path.write_text(json.dumps(document), encoding='utf-8')
        return path

    def chile(self):
        chile = self.example('chile-2013')
        old, _ = self.plan(chile, 'old.json')
        return chile, old, *self.plan(chile, 'new.json', '--capacity', '02=0.5', '--stop', 'export:03', '--near', old)

    @unittest.skipUnless(plan_exact.GLPSOL, 'needs glpsol')
    def test_random_economies_cost_what_glpk_says(self):
        draw, moved = random.Random('near'), 0
        for number in range(ECONOMIES):
            package = self.scratch / ('e%d' % number)
            processes = write_package(package, draw)
            old, old_document = self.plan(package, 'old.json')
            price = draw.choice([0.01, 0.1, 0.5, 1, 3, 100])
            what_if = draw.choice([['--stop', draw.choice(processes)], ['--need', 'town=0.7'], ['--capacity', '*-0=0.6']])
            path, document = self.plan(package, 'new.json', *what_if, '--near', old, '--change-price', str(price))
            with self.subTest(economy=number, price=price, what_if=what_if):
                done = self.verify(package, path, '--near', old)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                e = plan_exact.Economy(package, document['changes'])
                was, value = activities(e, old_document), document['stages'][-1]['value']
                found = plan_exact.glpsol(programme(e, document, was, price), self.scratch)
                self.assertIsNotNone(found)
                self.assertAlmostEqual(value, found, delta=2e-6 * max(1, abs(found)))
                own = [(x - was.get(column, 0), column) for column, x in
                       {**dict.fromkeys(e.flows, 0.0), **activities(e, document)}.items()]
                weight = weights(e)
                hours = sum(more * weight[column] if more > 0 else -more * e.cost[column] for more, column in own)
                self.assertAlmostEqual(document['near']['moved'], hours, delta=1e-7 * max(1, hours))
                moved += hours > 1
                _, plain = self.plan(package, 'plain.json', *what_if)
                _, free = self.plan(package, 'free.json', *what_if, '--near', old, '--change-price', '0')
                self.assertEqual(free['activity'], plain['activity'])
                self.assertEqual(free['stages'], plain['stages'])
                self.assertEqual(document['fulfilment'], plain['fulfilment'])
                _, same = self.plan(package, 'same.json', *what_if, '--near', path, '--change-price', str(price))
                self.assertEqual(same['activity'], document['activity'])
                self.assertEqual(same['near']['moved'], 0)
        self.assertGreater(moved, ECONOMIES // 3)

    def test_near_itself_nothing_moves(self):
        for name in ('bakery', 'usa-2017', 'chile-2013', 'sweden-2015'):
            package = self.example(name)
            old, document = self.plan(package, 'old.json')
            path, again = self.plan(package, 'new.json', '--near', old)
            self.assertEqual(again['activity'], document['activity'], name)
            self.assertEqual(self.verify(package, path, '--near', old).returncode, 0)

    def test_a_greater_price_moves_less_and_takes_more_labour(self):
        chile, old, _, _ = self.chile()
        figures = []
        for price in ('0', '0.05', '0.5', '2', '1000'):
            path, document = self.plan(chile, 'p.json', '--capacity', '02=0.5', '--stop', 'export:03', '--near', old, '--change-price',
                                       price)
            self.assertEqual(self.verify(chile, path).returncode, 0)
            last, near = document['stages'][-1], document['near']
            figures.append((near['moved'], last['value'] - near['price'] * near['moved']))
        for before, after in zip(figures, figures[1:]):
            self.assertLessEqual(after[0], before[0] * (1 + 1e-6))
            self.assertGreaterEqual(after[1], before[1] * (1 - 1e-6))

    def test_a_changed_number_is_not_proven(self):
        chile, old, path, document = self.chile()
        self.assertEqual(self.verify(chile, path, '--near', old).returncode, 0)
        self.assertEqual(document['near']['plan'], hashlib.sha256(old.read_bytes()).hexdigest())

        def expect(status, change, *options):
            damaged = json.loads(json.dumps(document))
            change(damaged['near'], damaged)
            done = self.verify(chile, self.changed(damaged), *options)
            self.assertEqual(done.returncode, status, done.stdout + done.stderr)

        heavy = max(range(len(document['near']['was'])), key=lambda at: document['near']['was'][at]['activity'])
        expect(1, lambda near, _: near['was'][heavy].update(weight=near['was'][heavy]['weight'] * 1.01))
        expect(1, lambda near, _: near['was'][heavy].update(activity=near['was'][heavy]['activity'] * 1.01))
        expect(1, lambda near, _: near.update(price=0.2))
        expect(1, lambda near, _: near.update(moved=near['moved'] * 0.99))
        expect(1, lambda near, _: near['was'].pop(heavy))
        expect(1, lambda near, whole: whole.pop('near'))
        expect(2, lambda near, _: near.update(price=-0.1))
        expect(2, lambda near, _: near.update(plan='ab'))
        expect(2, lambda near, _: near['was'].append(near['was'][0]))
        # The hash binds what cannot be recomputed from the package.
        expect(0, lambda near, _: near.update(plan='0' * 64))
        expect(1, lambda near, _: near.update(plan='0' * 64), '--near', old)

    def test_a_plan_of_another_package(self):
        bakery, other = self.example('bakery'), self.scratch / 'other'
        shutil.copytree(bakery, other)
        table = other / 'capacities.csv'
        table.write_text(table.read_text(encoding='utf-8').replace('400', '390'), encoding='utf-8')
        old, _ = self.plan(bakery, 'old.json')
        self.assertEqual(self.cordon('plan', other, '--near', old).returncode, 2)
        path, document = self.plan(other, 'new.json', '--near', old, '--near-package', bakery)
        self.assertEqual(self.verify(other, path, '--near', old, '--near-package', bakery).returncode, 0)
        self.assertEqual({one['process'] for one in document['near']['was']}, {'baking', 'milling'})

    def test_alternatives_count_the_change_too(self):
        """What they cost, the price of the change with it, recomputed; one that costs more than it says is not proven."""
        draw, seen, dear = random.Random('alternatives'), 0, 0
        for number in range(ECONOMIES // 2):
            package, folder = self.scratch / ('a%d' % number), self.scratch / ('others%d' % number)
            processes = write_package(package, draw)
            old, old_document = self.plan(package, 'old.json')
            path, document = self.plan(package, 'new.json', '--stop', draw.choice(processes), '--near', old, '--change-price', '2')
            done = self.cordon('plan', 'alternatives', package, path, '--within', '5%', '-n', '2', '-o', folder, '--json')
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            e, was = plan_exact.Economy(package, document['changes']), activities(plan_exact.Economy(package, []), old_document)
            weight, value = weights(e), document['stages'][-1]['value']
            for at, said in enumerate(json.loads(done.stdout)['alternatives']):
                with self.subTest(economy=number, alternative=at + 1):
                    other = folder / ('alternative-%d.json' % (at + 1))
                    self.assertEqual(self.verify(package, other).returncode, 0)
                    whole = json.loads(other.read_text(encoding='utf-8'))
                    own = {**dict.fromkeys(e.flows, 0.0), **activities(e, whole)}
                    cost = sum(e.cost[column] * x for column, x in own.items())
                    cost += sum(2 * (more * weight[column] if more > 0 else -more * e.cost[column])
                                for column, more in ((column, x - was.get(column, 0)) for column, x in own.items()))
                    self.assertAlmostEqual(said['objective'], cost, delta=1e-6 * max(1, cost))
                    self.assertLessEqual(cost, value * 1.05 * (1 + 1e-9))
                    seen += 1
                    if cost > value * 1.01:
                        whole['within'] = 0.9 * (cost / value - 1)
                        done = self.verify(package, self.changed(whole), '--json')
                        self.assertEqual(done.returncode, 1)
                        self.assertIn('plan.near_objective', done.stdout + done.stderr)
                        dear += 1
        self.assertGreater(seen, ECONOMIES // 4)
        self.assertGreater(dear, 0)

    def test_what_it_cannot_do_it_refuses(self):
        chile, old, path, _ = self.chile()
        self.assertEqual(self.cordon('plan', chile, '--change-price', '1').returncode, 2)
        self.assertEqual(self.cordon('plan', chile, '--near', old, '--change-price', '-1').returncode, 2)
        self.assertEqual(self.cordon('plan', 'explain', chile, path).returncode, 0)


if __name__ == '__main__':
    unittest.main()
