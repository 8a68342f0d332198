"""A second verifier of plan files, written from docs/economy-package.md and docs/plan-file.md and sharing nothing with the
program: it reads the package itself and adds everything up exactly (whole numbers of 2^-400). What `cordon plan verify` lets
pass must pass here. It also writes a level as a linear programme for glpsol, so that answers come from somewhere else again.
"""
import csv
import hashlib
import json
import math
import re
import shutil
import struct
import subprocess

TABLES = ['units', 'commodities', 'places', 'periods', 'processes', 'exchanges', 'capacities', 'stocks', 'needs', 'discrepancies',
          'observed', 'settings']
ACTIVITY_LIMIT = 1e12
SCALE = 400


def exact(value):
    """A double as a whole number of 2^-SCALE."""
    top, bottom = value.as_integer_ratio()
    assert bottom.bit_length() <= SCALE, value
    return top << (SCALE - bottom.bit_length() + 1)


def ratio(top, bottom):
    """top / bottom of whole numbers, as a double."""
    if not bottom:
        return math.inf
    sign = -1 if (top < 0) != (bottom < 0) else 1
    top, bottom = abs(top), abs(bottom)
    shift = max(0, 80 - top.bit_length() + bottom.bit_length())
    return sign * math.ldexp(float((top << shift) // bottom), -shift) if shift < 1000 else 0.0


def table_paths(folder):
    described = json.loads((folder / 'datapackage.json').read_text(encoding='utf-8'))
    return {one['name']: folder / one['path'] for one in described['resources'] if one['name'] in TABLES}


def package_hash(folder):
    digest = hashlib.sha256()

    def frame(text):
        raw = text.encode('utf-8')
        digest.update(struct.pack('<Q', len(raw)) + raw)

    frame('cordon-economy-package-1')
    paths = table_paths(folder)
    for name in TABLES:
        if name in paths:
            with open(paths[name], encoding='utf-8', newline='') as file:
                lines = [line for line in csv.reader(file) if line]
            frame(name)
            digest.update(struct.pack('<QQ', len(lines[0]), len(lines) - 1))
            for line in lines:
                for cell in line:
                    frame(cell)
    return digest.hexdigest()


class Economy:
    def __init__(self, folder, changes=()):
        self.rows = {name: [] for name in TABLES}
        for name, path in table_paths(folder).items():
            with open(path, encoding='utf-8', newline='') as file:
                self.rows[name] = list(csv.DictReader(file))
        self.factor = {row['unit']: float(row['factor']) for row in self.rows['units']}
        self.unit = {row['commodity']: row['unit'] for row in self.rows['commodities']}
        self.kind = {row['commodity']: row.get('kind') or 'good' for row in self.rows['commodities']}
        self.places = [row['place'] for row in self.rows['places']] or ['']
        self.periods = [row['period'] for row in self.rows['periods']] or ['']
        self.home = {row['process']: row.get('place') or self.places[0] for row in self.rows['processes']}
        self.objective = ([row['value'] for row in self.rows['settings'] if row['key'] == 'objective'] or ['labour'])[0]
        self.limit, self.needs, self.stock = {}, [], {}
        for row in self.rows['capacities']:
            self.limit[row['process'], row.get('period') or None] = float(row['capacity'])
        for row in self.rows['needs']:
            self.needs.append([row['group'], self.cell(row), int(row.get('tier') or 1), self.amount(row)])
        for row in self.rows['stocks']:
            self.stock[self.cell(row)] = self.stock.get(self.cell(row), 0.0) + self.amount(row)
        for change in changes:
            self.change(**change)
        self.build()

    def cell(self, row):
        return row['commodity'], row.get('place') or self.places[0], row.get('period') or self.periods[0]

    def amount(self, row):
        unit, own = row.get('unit') or '', self.unit[row['commodity']]
        return float(row['amount']) * (self.factor[unit] / self.factor[own]) if unit and unit != own else float(row['amount'])

    def change(self, kind, pattern, value):
        matches = re.compile(re.escape(pattern).replace(r'\*', '.*').replace(r'\?', '.') + r'\Z', re.S).match
        if kind == 'need':
            for need in self.needs:
                need[3] *= value if matches(need[0]) else 1
        elif kind == 'limit':
            for commodity in filter(matches, self.unit):
                for place in self.places:
                    for period in self.periods:
                        self.stock[commodity, place, period] = value
        else:
            for process in filter(matches, self.home):
                for key in [key for key in self.limit if key[0] == process]:
                    self.limit[key] *= value if kind == 'capacity' else 0
                if kind == 'stop':
                    self.limit = {key: amount for key, amount in self.limit.items() if key[0] != process}
                    self.limit[process, None] = 0.0

    def build(self):
        """Elements, columns, flows and costs."""
        balanced = set(self.stock) | {need[1] for need in self.needs}
        self.is_balanced = lambda cell: self.kind[cell[0]] != 'emission' or cell in balanced
        self.demand = {}  # (tier, cell) -> D
        for _, cell, tier, amount in self.needs:
            if amount > 0:
                self.demand[tier, cell] = self.demand.get((tier, cell), 0.0) + amount
        self.last_tier = max([need[2] for need in self.needs] + [0]) + 1
        for row in self.rows['discrepancies']:
            cell, amount = self.cell(row), self.amount(row)
            if self.is_balanced(cell) and amount > 0:
                self.demand[self.last_tier, cell] = self.demand.get((self.last_tier, cell), 0.0) + amount
            elif self.is_balanced(cell):
                self.stock[cell] = self.stock.get(cell, 0.0) - amount
        self.flows = {(process, period): {} for process in self.home for period in self.periods}
        self.cost = dict.fromkeys(self.flows, 0.0)
        for row in self.rows['exchanges']:
            process, commodity, amount = row['process'], row['commodity'], self.amount(row)
            emission = self.kind[commodity] == 'emission'
            output = row['direction'] == 'output'
            counts = self.kind[commodity] == 'labour' if self.objective == 'labour' else commodity == self.objective
            place = row.get('place') or self.home[process]
            for at, period in enumerate(self.periods):
                later = at + int(row.get('lead') or 0)
                if counts and output == emission:
                    self.cost[process, period] += amount
                if later < len(self.periods) and self.is_balanced((commodity, place, self.periods[later])):
                    column, cell = self.flows[process, period], (commodity, place, self.periods[later])
                    column[cell] = column.get(cell, 0.0) + (amount if output != emission else -amount)
        self.minimised = self.objective
        if not any(self.cost.values()):
            self.cost, self.minimised = dict.fromkeys(self.flows, 1.0), 'activity'

    def capacity(self, column):
        return self.limit.get(column, self.limit.get((column[0], None), ACTIVITY_LIMIT))

    def boxes(self, passes):
        box = {column: self.capacity(column) for column in self.flows}
        for _ in range(passes):
            used, there, cut = {}, dict(self.stock), 0
            for (_, cell), amount in self.demand.items():
                used[cell] = used.get(cell, 0.0) + amount
            for column, cells in self.flows.items():
                for cell, amount in cells.items():
                    where = used if amount < 0 else there
                    where[cell] = where.get(cell, 0.0) + abs(amount) * box[column]
            for column, cells in self.flows.items():
                wanted = max([used.get(cell, 0.0) / amount for cell, amount in cells.items() if amount > 0], default=0.0)
                fed = min([there.get(cell, 0.0) / -amount for cell, amount in cells.items() if amount < 0], default=math.inf)
                most = min(wanted, fed) * (1 + 1e-11)
                if most < box[column]:
                    cut = max(cut, 1 - most / box[column])
                    box[column] = most
            if cut < 1e-3:
                break
        return box


class Plan:
    """A plan file against its package; `wrong` lists what does not hold."""

    def __init__(self, folder, document, bar=None):
        self.e = e = Economy(folder, document['changes'])
        self.document, self.wrong = document, []
        self.bar = bar or (1e-6 if len(e.unit) <= 2000 else 1e-4)
        self.activity = dict.fromkeys(e.flows, 0.0)
        for one in document['activity']:
            self.activity[one['process'], one.get('period') or e.periods[0]] = one['activity']
        self.fulfilment, self.stage = {}, {}
        for one in document['fulfilment']:
            self.fulfilment[one['tier'], e.cell(one)] = one['fulfilment']
            self.stage[one['tier'], e.cell(one)] = one['stage']
        self.columns = [(column, [(cell, exact(amount)) for cell, amount in cells.items()]) for column, cells in e.flows.items()]
        self.worst = 0.0

    def must(self, holds, what):
        if not holds:
            self.wrong.append(what)

    def verify(self):
        self.must(self.document['objective'] == self.e.minimised, 'objective')
        self.must(set(self.fulfilment) == set(self.e.demand), 'elements')
        if not self.wrong:
            self.check_feasible()
            for passes in (6, 100):
                found, self.wrong = list(self.wrong), []
                self.box = {column: exact(most) for column, most in self.e.boxes(passes).items()}
                self.worst = 0.0
                for number, stage in enumerate(self.document['stages']):
                    self.check_stage(number, stage)
                self.wrong = found + self.wrong
                if len(self.wrong) == len(found):
                    break
                self.wrong = self.wrong if passes == 100 else found
        return self.wrong

    def received(self, element):
        return exact(self.fulfilment[element] * self.e.demand[element])

    def check_feasible(self):
        net, gross = {}, {}
        for cell, amount in self.e.stock.items():
            net[cell] = gross[cell] = exact(amount) << SCALE
        for column, cells in self.columns:
            x = exact(self.activity[column])
            self.must(0 <= self.activity[column] <= self.e.capacity(column) * (1 + 1e-12), 'capacity of %s' % column[0])
            for cell, amount in cells:
                net[cell] = net.get(cell, 0) + amount * x
                gross[cell] = gross.get(cell, 0) + abs(amount * x)
        for element in self.e.demand:
            amount = self.received(element) << SCALE
            self.must(0 <= self.fulfilment[element] <= 1, 'share')
            net[element[1]] = net.get(element[1], 0) - amount
            gross[element[1]] = gross.get(element[1], 0) + amount
        self.measure = {}  # what a gap of 1 counts
        for element, amount in self.e.demand.items():
            through = ratio(gross[element[1]], 1 << 2 * SCALE)
            self.measure[element] = min(1.0, amount / through) if element[0] == self.e.last_tier and through else 1.0
        self.missing = {cell: -left for cell, left in net.items() if left < 0}
        for cell, left in net.items():
            if self.e.is_balanced(cell):
                self.must(-left * 10 ** 12 <= gross[cell] * 1001, 'balance of %s' % cell[0])

    def check_stage(self, number, stage):
        e, last = self.e, stage['kind'] == 'last'
        price = {e.cell(one): exact(one['price']) for one in stage['prices']}
        self.must(all(y >= 0 and e.is_balanced(cell) for cell, y in price.items()), 'prices')
        open_ones = [one for one in e.demand if not last and one[0] == stage['tier'] and self.stage[one] >= number]
        fixed = [one for one in e.demand if last or self.stage[one] < number]
        most = sum(y * exact(e.stock[cell]) for cell, y in price.items() if cell in e.stock)
        most -= sum(price[one[1]] * self.received(one) for one in fixed if one[1] in price)
        most <<= SCALE  # everything below is a product of three
        for column, cells in self.columns:
            margin = sum(price[cell] * amount for cell, amount in cells if cell in price)
            margin -= exact(e.cost[column]) << SCALE if last else 0
            most += max(0, margin) * self.box[column]
        missed = sum(y * self.missing.get(cell, 0) for cell, y in price.items())  # what a value can be beyond its bound
        weight = {one: price.get(one[1], 0) * exact(e.demand[one]) for one in open_ones}
        if last:
            value = math.fsum(e.cost[column] * x for column, x in self.activity.items())
            bound = max(0.0, ratio(-most, 1 << 3 * SCALE))
            size = max(abs(value), abs(bound))
            self.judge((value - bound) / size if size else 0, 'last', ratio(missed, 1 << 3 * SCALE) / size if size else 0)
            return
        measure = max([self.measure[one] for one in open_ones], default=1.0)
        lowest = min([self.fulfilment[one] for one in open_ones], default=1.0)
        if stage['kind'] == 'rest':
            share, value = (1 << 2 * SCALE) // len(open_ones), math.fsum(self.fulfilment[one] for one in open_ones) / len(open_ones)
            for one in open_ones:
                margin = share - weight[one]
                most += margin * exact(1.0 if margin > 0 else stage['floor'])
            measure = min(1.0, measure * len(open_ones))
            self.judge((min(1.0, ratio(most, 1 << 3 * SCALE)) - value) * measure, 'rest', ratio(missed, 1 << 3 * SCALE))
            self.must(stage['floor'] <= lowest + 1e-9, 'floor')
            return
        total = sum(weight.values())
        bound = min(1.0, ratio(most, total << SCALE)) if total else 1.0
        self.judge((bound - lowest) * measure, 'level %d' % number, ratio(missed, total << SCALE) if total else 0)
        for one in open_ones:
            if self.stage[one] == number:
                slack = (bound - lowest) * ratio(total, weight[one]) if weight[one] else 1.0
                self.must(min(slack, 1 - lowest) * self.measure[one] <= 200.1 * self.bar, 'element %s' % one[1][0])
                self.must((self.fulfilment[one] - lowest) * self.measure[one] <= 1.001e-9, 'above its level: %s' % one[1][0])

    def judge(self, gap, what, missed):
        self.worst = max(self.worst, gap)
        gap = min(0, gap + missed) if gap < 0 else gap
        self.must(abs(gap) <= self.bar * (1 + 1e-9), '%s: gap %g' % (what, gap))


def level_programme(e, fixed, open_ones, held=()):
    """The lowest fulfilment of open elements as a free MPS text (minimise -lambda); `fixed` and `held`: {element: share}, the held
    ones being a floor. The objective's value is -lambda."""
    lines = ['NAME LEVEL', 'ROWS', ' N COST']
    rows, entries, right = {}, {}, {}
    for cells in e.flows.values():
        for cell in cells:
            rows.setdefault(cell, 'B%d' % len(rows))
    for _, cell in e.demand:
        rows.setdefault(cell, 'B%d' % len(rows))
    lines += [' G %s' % name for name in rows.values()]
    for at, (column, cells) in enumerate(e.flows.items()):
        entries['X%d' % at] = {rows[cell]: amount for cell, amount in cells.items()}
    entries['L'] = {'COST': -1.0}
    for cell, name in rows.items():
        right[name] = -e.stock.get(cell, 0.0)
    for one, share in fixed.items():
        right[rows[one[1]]] += share * e.demand[one]
    for one in open_ones:
        entries['L'][rows[one[1]]] = entries['L'].get(rows[one[1]], 0.0) - e.demand[one]
    for one in held:
        right[rows[one[1]]] += held[one] * e.demand[one]
    lines.append('COLUMNS')
    for name, column in entries.items():
        lines += [' %s %s %r' % (name, row, amount) for row, amount in column.items() if amount] or [' %s COST 0' % name]
    lines.append('RHS')
    lines += [' RHS %s %r' % (name, amount) for name, amount in right.items() if amount]
    lines.append('BOUNDS')
    for at, column in enumerate(e.flows):
        lines.append(' UP BND X%d %r' % (at, min(e.capacity(column), 1e9)))
    lines.append(' UP BND L 1.0')
    return '\n'.join(lines + ['ENDATA', ''])


GLPSOL = shutil.which('glpsol')


def glpsol(mps, scratch, *options):
    """The optimal value of a free MPS text by GLPK, or None when it has no solution."""
    (scratch / 'oracle.mps').write_text(mps, encoding='utf-8')
    done = subprocess.run([GLPSOL, '--freemps', str(scratch / 'oracle.mps'), '-w', str(scratch / 'oracle.sol'), *options],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8', timeout=120, check=False)
    assert done.returncode == 0, done.stdout
    for line in (scratch / 'oracle.sol').read_text(encoding='utf-8').splitlines():
        words = line.split()
        if words[:1] == ['s']:
            return float(words[-1]) if words[4] == 'f' and words[5] == 'f' else None
    return None
