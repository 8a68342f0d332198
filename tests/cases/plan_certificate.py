"""The certificate's own test: single numbers of plans and packages changed by 1 %, seeded, and what `cordon plan verify` says of each.

A change is *caught* (not proven, or refused), or *harmless*: proven still, and a second verifier (plan_exact.py: own reader, exact
sums) proves it too, and where the example is small GLPK solves the levels again. Anything else is *missed*, and there must be none.
A changed package has another hash and is refused for that alone, so its plan file is given the new hash and checked once more.

CORDON_CERTIFICATE_CHANGES=200 sets how many changes each example gets; otherwise the large ones get fewer, and a build with
sanitizers a tenth.
"""
import copy
import csv
import json
import os
import random
import shutil

import plan_exact
from program import SANITIZED, Case

ASKED = os.environ.get('CORDON_CERTIFICATE_CHANGES')
SHARE = 0.1 if SANITIZED else 1
NUMBERS = {'units': 'factor', 'exchanges': 'amount', 'capacities': 'capacity', 'stocks': 'amount', 'needs': 'amount',
           'discrepancies': 'amount', 'observed': 'activity'}


class Certificate(Case):
    def plan(self, name, *what_ifs):
        """The plan of an example as a document, proven by both verifiers."""
        path = self.scratch / 'made.json'
        done = self.cordon('plan', self.example(name), '-o', path, *what_ifs)
        self.assertIn(done.returncode, (0, 1), done.stderr)  # 1: the maker itself is not sure of it
        document = json.loads(path.read_text(encoding='utf-8'))
        self.assertEqual(self.verdict(self.example(name), document), 0)
        self.assertEqual(plan_exact.Plan(self.example(name), document).verify(), [])
        return document

    def verdict(self, package, document):
        path = self.scratch / 'changed.json'
        path.write_text(json.dumps(document), encoding='utf-8')
        done = self.cordon('plan', 'verify', package, path)
        self.assertIn(done.returncode, (0, 1, 2), done.stderr)
        self.assertEqual(done.returncode == 0, 'PROVEN within' in done.stdout and 'NOT PROVEN' not in done.stdout)
        return done.returncode


def numbers_of_plan(document):
    """(kind, path) of every number but 0."""
    found = {}

    def look(value, path, kind):
        if isinstance(value, dict):
            for key, one in value.items():
                look(one, path + [key], kind if kind in ('prices', 'changes') else key)
        elif isinstance(value, list):
            for at, one in enumerate(value):
                look(one, path + [at], kind)
        elif isinstance(value, float) and value:
            found.setdefault('plan: ' + kind, []).append(path)

    look(document, [], '')
    return found


class Package:
    """A copy of an example of which one number at a time is another."""

    def __init__(self, original, folder):
        self.folder, self.tables = folder, {}
        shutil.copytree(original, folder)
        for name, path in plan_exact.table_paths(folder).items():
            if name in NUMBERS:
                with open(path, encoding='utf-8', newline='') as file:
                    self.tables['package: ' + name] = path, path.read_bytes(), list(csv.reader(file))

    def numbers(self):
        found = {}
        for kind, (_, _, lines) in self.tables.items():
            at = lines[0].index(NUMBERS[kind.split()[1]])
            found[kind] = [(row, at) for row, line in enumerate(lines) if row and line and float(line[at])]
        return {kind: places for kind, places in found.items() if places}

    def change(self, kind, place, factor):
        path, _, lines = self.tables[kind]
        row, at = place
        line = list(lines[row])
        line[at] = repr(float(line[at]) * factor)
        with open(path, 'w', encoding='utf-8', newline='') as file:
            csv.writer(file).writerows(lines[:row] + [line] + lines[row + 1:])

    def restore(self, kind):
        path, original, _ = self.tables[kind]
        path.write_bytes(original)


class SingleNumbers(Certificate):
    def run_example(self, name, changes, *shocks, solve_again=False):
        """Half of the changes to the base year's plan, the rest to plans under shocks."""
        changes = int(ASKED or max(4, changes * SHARE))
        draw, counts = random.Random('certificate of ' + name), {}
        package = Package(self.example(name), self.scratch / 'package')
        plans = [self.plan(name)] + [self.plan(name, *what_ifs) for what_ifs in shocks]
        missed = []
        for number in range(changes):
            document = plans[0] if number % 2 == 0 else plans[1 + number // 2 % len(shocks)]
            kinds = {**numbers_of_plan(document), **package.numbers()}
            kind = draw.choice(sorted(kinds))
            place, factor = draw.choice(kinds[kind]), draw.choice([0.99, 1.01])
            outcome, why = self.try_one(package, document, kind, place, factor, solve_again)
            counts.setdefault(kind, {}).setdefault(outcome, 0)
            counts[kind][outcome] += 1
            if outcome == 'missed':
                missed.append('%s %s x %s: %s' % (kind, place, factor, why))
        self.show(name, changes, counts)
        self.assertEqual(missed, [])

    def try_one(self, package, document, kind, place, factor, solve_again):
        document = copy.deepcopy(document)
        in_package = kind in package.tables
        if in_package:
            package.change(kind, place, factor)
            self.assertNotEqual(self.verdict(package.folder, document), 0, 'another package was accepted')
            document['package']['hash'] = plan_exact.package_hash(package.folder)
        else:
            holder = document
            for key in place[:-1]:
                holder = holder[key]
            holder[place[-1]] *= factor
        try:
            if self.verdict(package.folder, document):
                return 'caught', None
            wrong = plan_exact.Plan(package.folder, document).verify()
            if not wrong and in_package and solve_again:
                wrong = self.solve_again(package.folder, document)
            return ('missed', wrong) if wrong else ('harmless', None)
        finally:
            if in_package:
                package.restore(kind)

    def solve_again(self, folder, document):
        """Each level of needs by GLPK: no more than the plan has, but for the bar (and GLPK's own tolerance)."""
        plan = plan_exact.Plan(folder, document)
        for number, stage in enumerate(document['stages']):
            if stage['kind'] != 'level' or stage['tier'] == plan.e.last_tier:
                continue
            fixed = {one: plan.fulfilment[one] for one in plan.stage if plan.stage[one] < number}
            open_ones = [one for one in plan.stage if one[0] == stage['tier'] and plan.stage[one] >= number]
            best = plan_exact.glpsol(plan_exact.level_programme(plan.e, fixed, open_ones), self.scratch)
            if best is None and fixed:  # what the levels before have lives on what balances may miss: no exact plan has as much
                continue
            if -best > min(plan.fulfilment[one] for one in open_ones) + plan.bar + 1e-6:
                return ['level %d: GLPK reaches %r' % (number, -best)]
        return []

    def show(self, name, changes, counts):
        total = {word: sum(one.get(word, 0) for one in counts.values()) for word in ('caught', 'harmless', 'missed')}
        print('# %s: %d numbers changed by 1 %%: %d caught, %d harmless, %d missed' %
              (name, changes, total['caught'], total['harmless'], total['missed']))
        for kind, one in sorted(counts.items()):
            print('#   %-24s %4d caught %4d harmless %4d missed' %
                  (kind, one.get('caught', 0), one.get('harmless', 0), one.get('missed', 0)), flush=True)

    def test_bakery(self):
        self.run_example('bakery', 200, ['--limit', 'work=18'], ['--capacity', 'milling=0.4'], solve_again=True)

    def test_chile(self):
        self.run_example('chile-2013', 200, ['--capacity', '02=0.05', '--capacity', 'import:*=0.5'], ['--capacity', '02=0.3'],
                         solve_again=True)

    def test_sweden(self):
        self.run_example('sweden-2015', 200, ['--capacity', 'import*=0.5'])

    def test_spain(self):
        self.run_example('spain-2016', 200, ['--limit', '*labour*=17000000'], ['--need', '*=0.9'])

    def test_uslci(self):
        self.run_example('uslci-2017', 40, ['--need', '*=1.25'])

    def test_usa(self):
        self.run_example('usa-2017', 12, ['--need', '*=0.9'])


class Damage(Certificate):
    """Rougher hands: several numbers at once, up to a million times what they were, elements moved to other stages, prices of other
    stages. What still counts as proven must be proven by the second verifier too."""

    def damage(self, draw, document):
        for _ in range(draw.randint(1, 3)):
            way = draw.randrange(6)
            if way == 0:
                one = draw.choice(document['fulfilment'])
                one['stage'] = draw.choice([number for number, stage in enumerate(document['stages']) if stage.get('tier') == one['tier']])
            elif way == 1:
                one, other = draw.choice(document['stages']), draw.choice(document['stages'])
                one['prices'], other['prices'] = other['prices'], one['prices']
            elif way == 2:  # an honest record of what may be a worse level
                one = draw.choice([stage for stage in document['stages'] if stage['kind'] != 'rest'])
                one['bound'], one['gap'] = (0.0, 1.0) if one['kind'] == 'last' else (1.0, 1.0)
            elif way == 3:
                one = draw.choice(document['fulfilment'])
                one['fulfilment'] *= draw.choice([0, 0.5, 1 - 1e-8])
            else:
                kind, places = draw.choice(sorted(numbers_of_plan(document).items()))
                if kind != 'plan: changes':
                    place = draw.choice(places)
                    holder = document
                    for key in place[:-1]:
                        holder = holder[key]
                    holder[place[-1]] *= draw.choice([0, 0.5, 1 - 1e-7, 1 + 1e-10, 1 + 1e-7, 2, 1e6])
        return document

    def test_what_is_proven_is_proven_twice(self):
        draw, proven, refused = random.Random('damage'), 0, 0
        for name, what_ifs in (('bakery', ['--limit', 'work=18']), ('chile-2013', ['--capacity', '02=0.05', '--capacity', 'import:*=0.5']),
                               ('chile-2013', ['--capacity', '02=0.3', '--levels', '2'])):
            plan = self.plan(self.example(name), *what_ifs)
            for _ in range(int(150 * SHARE)):
                document = self.damage(draw, copy.deepcopy(plan))
                if self.verdict(self.example(name), document):
                    refused += 1
                    continue
                proven += 1
                self.assertEqual(plan_exact.Plan(self.example(name), document).verify(), [], json.dumps(document))
        print('# of %d damaged plans %d were refused, %d were proven twice' % (refused + proven, refused, proven), flush=True)
        self.assertGreater(refused, proven / 4)
        self.assertGreater(proven, refused / 50)
