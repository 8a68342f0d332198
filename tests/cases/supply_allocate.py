"""Allocations against the rule said again here, unit by unit with a search for a way to serve everybody; small problems
against all ways to hand out the units; proofs against the checks of docs/supply-proof.md, done here; re-splits.
"""
import collections
import csv
import fractions
import hashlib
import itertools
import json
import random

from program import Case, SOURCE

EXAMPLE = SOURCE / 'examples' / 'supply'
F = fractions.Fraction


class Problem:
    """What stands in the files, and in `rows` (household, good) -> [claim, floor, weight]."""

    def __init__(self):
        self.outlet = {}  # of households
        self.stock = collections.Counter()  # (place, good, instead)
        self.links = set()
        self.rows = {}
        self.drawn = collections.Counter()
        self.seed, self.body, self.cycle = 'seed', 'supply', 1

    def items(self):
        goods = {good for _, good in self.rows} | {i or g for _, g, i in self.stock}
        return ([(g, '') for g in sorted(goods)] +
                sorted({(g, i) for _, g, i in self.stock if i}, key=lambda item: (item[1], item[0])))

    def lot(self, item, household):
        lines = ['cordon-supply-v1', self.seed, self.body, str(self.cycle), item[0], item[1], household]
        return hashlib.sha256(''.join(line + '\n' for line in lines).encode()).digest()


def served(stock, links, outlets):
    """Whether every outlet can be given what `outlets` says: augmenting paths, a unit at a time."""
    left, flow = dict(stock), collections.Counter()

    def find(outlet, seen):
        for place in links.get(outlet, ()):
            if place in seen:
                continue
            seen.add(place)
            if left.get(place, 0):
                left[place] -= 1
                flow[place, outlet] += 1
                return True
            for other in [o for (p, o), n in flow.items() if p == place and n and o != outlet]:
                if find(other, seen):
                    flow[place, other] -= 1
                    flow[place, outlet] += 1
                    return True
        return False

    return all(find(outlet, set()) for outlet, units in outlets.items() for _ in range(units))


def claims_of(problem, item, before):
    """household -> (had, drawn, floor, limit, weight); `before`: rations of earlier items."""
    out = {}
    base = item[1] or item[0]
    order = problem.items()
    family = [i for i in order if (i[1] or i[0]) == base and i != item]
    for household in problem.outlet:
        claim, floor, weight = problem.rows.get((household, base), (0, 0, 1))
        had = sum(before[i].get(household, 0) if order.index(i) < order.index(item) else problem.drawn[household, i]
                  for i in family)
        drawn = problem.drawn[household, item]
        limit = max(drawn, int(F(claim)) - had)
        out[household] = (had, drawn, max(drawn, min(limit, int(F(floor)) - had)), limit, F(weight))
    return out


def key_of(row, unit):
    had, drawn, floor, _, weight = row
    return (0 if unit <= drawn else 1 if unit <= floor else 2, (had + unit) / weight)


def links_of(problem):
    links = collections.defaultdict(set)
    for place, outlet in problem.links:
        links[outlet].add(place)
    return links


def allocate(problem):
    """item -> household -> units from the places, by the words of the rule."""
    given = {}
    links = links_of(problem)
    for item in problem.items():
        rows = claims_of(problem, item, {i: {h: max(x, problem.drawn[h, i]) for h, x in got.items()}
                                         for i, got in given.items()})
        stock = {place: units for (place, good, instead), units in problem.stock.items() if (good, instead) == item}
        x, full = collections.Counter(), set()
        while True:
            able = [h for h in rows if h not in full and x[h] < rows[h][3]]
            if not able:
                break
            first = min(able, key=lambda h: key_of(rows[h], x[h] + 1) + (problem.lot(item, h),))
            outlets = collections.Counter()
            for household, units in x.items():
                outlets[problem.outlet[household]] += units
            outlets[problem.outlet[first]] += 1
            if served(stock, links, outlets):
                x[first] += 1
            else:
                full.add(first)
        given[item] = x
    return given


def make(rng, households=6, outlets=3, places=3, goods=2, substitutes=True, drawn=True):
    p = Problem()
    outlet_names = ['o%d' % i for i in range(outlets)]
    place_names = ['p%d' % i for i in range(places)] + outlet_names[:1]
    for i in range(households):
        p.outlet['h%d' % i] = rng.choice(outlet_names)
    used = sorted(set(p.outlet.values()))
    for place in place_names:
        for outlet in used:
            if place == outlet or (place not in outlet_names and rng.random() < 0.5):
                p.links.add((place, outlet))
    names = ['g%d' % i for i in range(goods)]
    for good in names:
        for place in place_names:
            if rng.random() < 0.7:
                p.stock[place, good, ''] += rng.randrange(0, 7)
        for household in p.outlet:
            if rng.random() < 0.85:
                claim = F(rng.randrange(0, 13), rng.choice((1, 1, 2)))
                floor = min(claim, F(rng.randrange(0, 5), rng.choice((1, 2)))) if rng.random() < 0.6 else 0
                p.rows[household, good] = (claim, floor, F(rng.randrange(1, 6), rng.choice((1, 1, 2, 3))))
    if substitutes and rng.random() < 0.5:
        for place in place_names:
            p.stock[place, 'sub', 'g0'] += rng.randrange(0, 4)
        p.stock[place_names[0], 'sub', 'g0'] += 1
    if drawn and rng.random() < 0.5:
        for household in p.outlet:
            for item in p.items():
                if rng.random() < 0.3:
                    p.drawn[household, item] += rng.randrange(1, 4)
    p.stock[place_names[0], 'g0', ''] += 1  # there is always something, somewhere
    return p


class Allocate(Case):
    def write(self, name, head, rows):
        path = self.scratch / name
        with open(path, 'w', newline='', encoding='utf-8') as file:
            csv.writer(file).writerows([head] + rows)
        return path

    def files(self, p, rng=None, flip=False):
        households = [[h, o] for h, o in p.outlet.items()]
        claims = [[h, g, c, f, w] for (h, g), (c, f, w) in p.rows.items()]
        arrivals = [[place, good, units, instead] for (place, good, instead), units in p.stock.items()]
        links = [list(link) for link in sorted(p.links)]
        for rows in (households, claims, arrivals, links):
            if rng:
                rng.shuffle(rows)
        out = ['--households', self.write('h.csv', ['token', 'outlet'], households),
               '--claims', self.write('c.csv', ['household', 'good', 'claim', 'floor', 'weight'], claims),
               '--arrivals', self.write('a.csv', ['place', 'good', 'amount', 'instead'], arrivals),
               '--links', self.write('l.csv', ['place', 'outlet'], links)]
        draws = ['{"point":"x","seq":%d,"cycle":1,"household":"%s","good":"%s","qty":%d}' % (n, h, item[0], units)
                 for n, ((h, item), units) in enumerate(p.drawn.items())]
        if draws:
            path = self.scratch / 'draws.jsonl'
            path.write_text('\n'.join(draws) + '\n', encoding='utf-8')
            out += ['--drawn', path]
        return out

    def run_it(self, p, *more, seed=True, rng=None, status=0, files=None):
        path = self.scratch / 'proof.jsonl'
        files = files or self.files(p, rng)
        if seed:
            files = files + ['--seed', p.seed]
        done = self.cordon('supply', 'allocate', *files, '-o', path, *more)
        self.assertEqual(done.returncode, status, done.stderr)
        if not status:
            self.cordon_ok('supply', 'verify', path)
        return None if status else [json.loads(line) for line in path.read_text(encoding='utf-8').splitlines()]


class Proof:
    """A proof's lines by kind, and the checks of docs/supply-proof.md."""

    def __init__(self, lines):
        self.lines, self.head, at = lines, lines[0], 1

        def take(count):
            nonlocal at
            at += count
            return lines[at - count:at]

        self.items = take(self.head['items'])
        self.places = take(self.head['places'])
        self.outlets = take(self.head['outlets'])
        self.households = take(self.head['households'])
        self.inputs, self.seed = take(2)
        self.levels, self.flows = [], []
        for _ in self.items:
            self.levels += take(1)
            self.flows.append(take(len(self.outlets)))
        self.rations = take(len(self.households))
        self.end, = take(1)
        assert at == len(lines)

    def ration(self, household, good, instead=None):
        for line, rations in zip(self.households, self.rations):
            for row, units in zip(line['of'], rations['ration']):
                item = self.items[row[0]]
                if line['household'] == household and (item['good'], item['instead']) == (good, instead):
                    return units
        return 0

    def rows(self, number):
        """outlet, had, drawn, floor, limit, weight, ration, uncovered, token of each row of an item"""
        item = self.items[number]
        base = item['instead'] or item['good']
        for line, rations in zip(self.households, self.rations):
            assert line['household'] == rations['household']
            had, mine = 0, None
            for k, row in enumerate(line['of']):
                other = self.items[row[0]]
                if row[0] == number:
                    mine = (k, row)
                elif (other['instead'] or other['good']) == base:
                    had += rations['ration'][k] if row[0] < number else row[4]
            if mine:
                k, (_, weight, claim, floor, drawn) = mine
                limit = max(drawn, int(F(claim)) - had)
                yield (line['outlet'], had, drawn, max(drawn, min(limit, int(F(floor)) - had)), limit, F(weight),
                       rations['ration'][k], rations['uncovered'][k], line['household'])

    def key(self, number, row, unit):
        _, had, drawn, floor, _, weight, _, _, token = row
        item = self.items[number]
        lines = ['cordon-supply-v1', self.seed['seed'], self.head['body'], str(self.head['cycle']), item['good'],
                 item['instead'] or '', token]
        lot = hashlib.sha256(''.join(x + '\n' for x in lines).encode()).digest() if self.seed['seed'] else b''
        return (0 if unit <= drawn else 1 if unit <= floor else 2, (had + unit) / weight, lot)

    def check(self, test):
        text = [json.dumps(line, separators=(',', ':'), sort_keys=True, ensure_ascii=False) + '\n' for line in self.lines]

        def digest(lines):
            return hashlib.sha256(''.join(lines).encode()).hexdigest()

        test.assertEqual(self.end['sha256'], digest(text[:-1]))
        before = 1 + len(self.items) + len(self.places) + len(self.outlets) + len(self.households)
        test.assertEqual(self.inputs['inputs'], digest(text[:before]))
        for number in range(len(self.items)):
            self.check_item(test, number)

    def check_item(self, test, number):
        stock = [dict(map(tuple, place['stock'])).get(number, 0) for place in self.places]
        left, wants = list(stock), collections.Counter()
        level, outlet_level = self.levels[number], []
        test.assertEqual(level['item'], number)
        for o, line in enumerate(self.flows[number]):
            test.assertEqual((line['item'], line['outlet']), (number, o))
            outlet_level.append(line['level'])
            for place, units in line['flow']:
                test.assertIn(place, self.outlets[o]['from'])
                test.assertGreater(units, 0)
                test.assertLessEqual(line['level'], level['place_level'][place])
                left[place] -= units
                wants[o] += units
            for place in self.outlets[o]['from']:
                test.assertLessEqual(level['place_level'][place], line['level'])
        test.assertGreaterEqual(min(left), 0)
        last, following = collections.defaultdict(list), collections.defaultdict(list)
        for row in self.rows(number):
            outlet, had, drawn, floor, limit, weight, ration, uncovered, token = row
            test.assertTrue(drawn <= ration <= limit and uncovered <= ration and (not uncovered or ration == drawn), row)
            x = ration - uncovered
            wants[outlet] -= x
            if x:
                last[outlet_level[outlet]].append(self.key(number, row, x))
            if x < limit:
                following[outlet_level[outlet]].append(self.key(number, row, x + 1))
        test.assertFalse(any(wants.values()), 'flows and rations differ')
        most = (0, F(0), b'')
        none = True
        for g, (stage, value) in enumerate(level['levels']):
            for key in last[g]:
                most, none = key if none else max(most, key), False
            test.assertEqual([stage, F(value)], list(most[:2]))
            for key in following[g]:
                test.assertTrue(none or key > most, (key, most))
                test.assertFalse([j for j, n in enumerate(left) if n and level['place_level'][j] <= g], 'stock is left')


class Rule(Allocate):
    def compare(self, p, proof):
        expected = allocate(p)
        for item in p.items():
            for household in p.outlet:
                ration = proof.ration(household, item[0], item[1] or None)
                self.assertEqual(ration, max(expected[item][household], p.drawn[household, item]), (item, household))

    def test_random_problems_unit_by_unit(self):
        rng = random.Random(7)
        for number in range(60):
            with self.subTest(number=number):
                p = make(rng, rng.randrange(1, 8), rng.randrange(1, 5), rng.randrange(1, 5))
                proof = Proof(self.run_it(p, rng=rng))
                proof.check(self)
                self.compare(p, proof)

    def test_ties_all_alike(self):
        rng = random.Random(8)
        for number in range(20):
            with self.subTest(number=number):
                p = make(rng, 8, 3, 3, 1, False, False)
                p.seed = 'seed %d' % number
                for row in p.rows:
                    p.rows[row] = (5, 0, 1)
                proof = Proof(self.run_it(p))
                proof.check(self)
                self.compare(p, proof)

    def test_all_ways_of_small_problems(self):
        """Everybody alike: no other way to hand out whole units has a better worst, then second worst... (leximin)."""
        rng = random.Random(9)
        for number in range(25):
            p = make(rng, 4, 3, 2, 1, False, False)
            for (household, good), (claim, _, _) in p.rows.items():
                p.rows[household, good] = (min(4, int(claim)), 0, 1)
            rows = sorted(p.rows)
            proof = Proof(self.run_it(p))
            got = sorted(proof.ration(*row) for row in rows)
            links, best = links_of(p), []
            stock = {place: n for (place, _, _), n in p.stock.items()}
            for x in itertools.product(*[range(int(p.rows[row][0]) + 1) for row in rows]):
                outlets = collections.Counter()
                for (household, _), units in zip(rows, x):
                    outlets[p.outlet[household]] += units
                if sorted(x) > best and served(stock, links, outlets):
                    best = sorted(x)
            self.assertEqual(got, best, number)

    def test_shared_leximin(self):
        """Where the shares over the network are whole numbers, they are the rations; else those are near."""
        whole = 0
        for case in json.loads(self.shared('data/supply/leximin/leximin.json').read_text(encoding='utf-8'))['cases']:
            if 'access' not in case:
                continue
            p = Problem()
            for i, (claim, weight) in enumerate(zip(case['claims'], case['weights'])):
                p.outlet['h%03d' % i] = 'o%03d' % i
                p.rows['h%03d' % i, 'g'] = (F(claim), 0, F(weight))
                p.links |= {('p%03d' % j, 'o%03d' % i) for j in case['access'][i]}
            for j, units in enumerate(case['stock']):
                p.stock['p%03d' % j, 'g', ''] = units
            if any(F(units).denominator > 1 for units in case['stock']):
                continue
            proof = Proof(self.run_it(p))
            if all(F(x).denominator == 1 for x in case['expected_x']):
                whole += 1
                self.assertEqual([proof.ration(h, 'g') for h in p.outlet], [int(F(x)) for x in case['expected_x']])
            self.assertEqual(sum(proof.ration(h, 'g') for h in p.outlet), sum(map(F, case['expected_x'])) // 1)
        self.assertTrue(whole)

    @staticmethod
    def levels(p, units):
        """The levels of all units given: the same whoever of two equals had the last."""
        return sorted(k / p.rows[h, 'g'][2] for h, n in zip(p.outlet, units) for k in map(F, range(1, n + 1)))

    def test_shared_whole_units(self):
        """One place: the numbers of whole units, whoever the lot gives the last to."""
        for case in json.loads(self.shared('data/supply/claims/claims.json').read_text(encoding='utf-8'))['cases']:
            if 'ICEA' not in case['expected'] or F(case['estate']).denominator > 1:
                continue
            p = Problem()
            p.stock['p', 'g', ''] = int(case['estate'])
            for i, claim in enumerate(case['claims']):
                p.outlet['h%d' % i] = 'o'
                p.rows['h%d' % i, 'g'] = (F(claim), 0, F(case['weights'][i]) if 'weights' in case else 1)
            p.links = {('p', 'o')}
            proof = Proof(self.run_it(p))
            self.assertEqual(self.levels(p, [proof.ration(h, 'g') for h in p.outlet]),
                             self.levels(p, case['expected']['ICEA']), case['name'])

    def test_floors_first_and_nothing_left(self):
        rng = random.Random(10)
        for number in range(15):
            p = make(rng, 8, 3, 3, 1, False, False)
            links = links_of(p)
            proof = Proof(self.run_it(p))
            stock = {place: n for (place, good, _), n in p.stock.items() if good == 'g0'}
            floors, given = collections.Counter(), collections.Counter()
            for (household, _), (_, floor, _) in p.rows.items():
                floors[p.outlet[household]] += int(F(floor))
                given[p.outlet[household]] += proof.ration(household, 'g0')
            self.assertTrue(served(stock, links, given))
            if served(stock, links, floors):
                for (household, _), (_, floor, _) in p.rows.items():
                    self.assertGreaterEqual(proof.ration(household, 'g0'), int(F(floor)))
            for (household, _), (claim, _, _) in p.rows.items():
                if proof.ration(household, 'g0') < int(F(claim)):
                    self.assertFalse(served(stock, links, given + collections.Counter([p.outlet[household]])))

    def test_the_order_of_rows_decides_nothing(self):
        rng = random.Random(11)
        for _ in range(5):
            p = make(rng)
            first = self.run_it(p)
            for _ in range(3):
                self.assertEqual(self.run_it(p, rng=rng), first)

    def test_lots_are_needed_only_between_equals(self):
        """Without a seed: refused just when two seeds out of many give different rations."""
        rng = random.Random(12)
        refused = 0
        for number in range(25):
            p = make(rng, 3, 2, 2, 1, False, False)
            rations = set()
            for seed in range(24):
                p.seed = str(seed)
                rations.add(tuple(sorted((i, h, n) for i, got in allocate(p).items() for h, n in got.items() if n)))
            files = self.files(p)
            ran = self.cordon('supply', 'allocate', *files, '-o', self.scratch / 'none.jsonl')
            self.assertEqual(ran.returncode, 1 if len(rations) > 1 else 0, (number, ran.stderr))
            refused += ran.returncode
        self.assertTrue(0 < refused < 25)


class Again(Allocate):
    """Split again: more of a good, the same seed."""

    def test_with_more_nobody_has_less(self):
        rng = random.Random(13)
        for number in range(25):
            p = make(rng, substitutes=False, drawn=False)
            before = Proof(self.run_it(p))
            for place, good, instead in list(p.stock):
                p.stock[place, good, instead] += rng.randrange(0, 4)
            after = Proof(self.run_it(p))
            for household, good in p.rows:
                self.assertGreaterEqual(after.ration(household, good), before.ration(household, good), number)

    def test_the_former_is_named_and_the_difference_shown(self):
        rng = random.Random(14)
        for number in range(6):
            p = make(rng, drawn=False)
            before = Proof(self.run_it(p))
            first = self.scratch / 'first.jsonl'
            (self.scratch / 'proof.jsonl').rename(first)
            digest = hashlib.sha256(first.read_bytes()).hexdigest()
            drawn = [(h, g) for h, g in p.rows if before.ration(h, g)]
            for row in rng.sample(drawn, len(drawn) // 2):
                p.drawn[row[0], (row[1], '')] = rng.randrange(1, before.ration(*row) + 1)
            for key in list(p.stock):  # less came than was thought
                p.stock[key] = rng.randrange(0, p.stock[key] + 1)
            after = Proof(self.run_it(p, '--former', first, seed=False))
            after.check(self)
            self.assertEqual((after.head['former'], after.head['number']), (digest, 2))
            self.assertEqual(after.seed, before.seed)
            said = self.cordon_json('supply', 'difference', first, self.scratch / 'proof.jsonl')
            self.assertTrue(said['follows'])
            expected = [(h, g, i or None) for h in sorted(p.outlet) for g, i in p.items()
                        if before.ration(h, g, i or None) != after.ration(h, g, i or None)]
            self.assertEqual([(c['household'], c['good'], c['instead']) for c in said['changes']], expected)
            for change in said['changes']:
                row = change['household'], change['good'], change['instead']
                self.assertEqual((change['before'], change['after']), (before.ration(*row), after.ration(*row)))
            for (household, item), units in p.drawn.items():
                self.assertGreaterEqual(after.ration(household, item[0], item[1] or None), units)

    def test_another_cycle_is_no_former(self):
        p = make(random.Random(15))
        self.run_it(p)
        first = self.scratch / 'first.jsonl'
        (self.scratch / 'proof.jsonl').rename(first)
        found = self.cordon_refuses('supply', 'allocate', *self.files(p), '--cycle', 2, '--former', first, '-o', '-')
        self.assertEqual([f['code'] for f in found], ['cli.former_other'])


class Wrong(Allocate):
    def refused(self, name, head, rows, *expected):
        p = make(random.Random(16))
        files = self.files(p)
        files[files.index({'h': '--households', 'c': '--claims', 'a': '--arrivals', 'l': '--links'}[name]) + 1] = \
            self.write('wrong.csv', head, rows)
        out = self.scratch / 'none.jsonl'
        found = self.cordon_refuses('supply', 'allocate', *files, '--seed', 's', '-o', out)
        self.assertEqual([(f['file'].rsplit('/', 1)[1], f['row'], f['field'], f['code'].split('.')[1]) for f in found],
                         [('wrong.csv',) + e for e in expected])
        self.assertFalse(out.exists())

    def test_each_file(self):
        claims = ['household', 'good', 'claim', 'floor', 'weight']
        self.refused('c', claims, [['h0', 'g0', '1/0', '0', '1'], ['h0', 'g1', '2', '3', '1'], ['zz', 'g0', '1', '', ''],
                                   ['h1', 'G 0', '1', '', ''], ['h1', 'g0', '1', '', '0'], ['h2', 'g0', '1', '', ''],
                                   ['h2', 'g0', '1', '', '']],
                     (2, 'claim', 'plain_ratio'), (3, 'floor', 'plain_floor'), (4, 'household', 'plain_household'),
                     (5, 'good', 'allocate_id'), (6, 'weight', 'plain_ratio'), (8, 'good', 'allocate_twice'))
        self.refused('c', claims[:2], [['h0', 'g0']], (1, 'claim', 'column'))
        self.refused('c', claims + ['party'], [['h0', 'g0', '1', '', '', 'x']], (1, 'party', 'plain_column'))
        self.refused('h', ['token', 'outlet'], [['h0', 'o0'], ['h0', 'o1'], ['', 'o0'], ['h1', 'O']],
                     (3, 'token', 'token_twice'), (4, 'token', 'allocate_id'), (5, 'outlet', 'allocate_id'))
        self.refused('a', ['place', 'good', 'amount', 'unit'],
                     [['p', 'g0', '-1', ''], ['p', 'g0', '1e3', ''], ['p', 'g0', '3', 'kg'], ['p', 'g0', '3', 'bag']],
                     (2, 'amount', 'plain_amount'), (3, 'amount', 'plain_amount'), (5, 'unit', 'plain_unit'))
        self.refused('l', ['place', 'outlet'], [['p0', 'nowhere']], (2, 'outlet', 'plain_outlet'))

    def test_draws_of_nobody(self):
        p = make(random.Random(16), drawn=False)
        log = self.scratch / 'log.jsonl'
        log.write_text('{"point":"x","seq":1,"cycle":1,"household":"nobody","good":"g0","qty":1}\n'
                       '{"point":"x","seq":2,"cycle":1,"household":"h0","good":"gold","qty":1}\n'
                       '{"point":"x","seq":3,"cycle":9,"household":"nobody","good":"g0","qty":1}\n', encoding='utf-8')
        found = self.cordon_refuses('supply', 'allocate', *self.files(p), '--drawn', log, '-o', '-')
        self.assertEqual([(f['field'], f['found']) for f in found], [('household', 'nobody'), ('good', 'gold')])

    def test_a_commitment_to_another_seed(self):
        p = make(random.Random(16))
        right = hashlib.sha256(b'tombola').hexdigest()
        files = self.files(p)
        self.run_it(p, '--seed', 'tombola', '--commitment', right, files=files, seed=False)
        found = self.cordon_refuses('supply', 'allocate', *files, '--seed', 'Tombola', '--commitment', right, '-o', '-')
        self.assertEqual([f['field'] for f in found], ['commitment'])

    def test_rules(self):
        """Half a litre a day for each child under 15; bread by members. Worked out by hand."""
        rules = self.scratch / 'rules.json'
        document = {'days': 7, 'weights': {'infants': '1/2'}, 'goods': {
            'milk': {'amount': '1/2', 'each': 'under_15', 'per': 'day', 'floor': '1/4'},
            'bread': {'amount': '3/4', 'each': 'member', 'per': 'day'}}}
        rules.write_text(json.dumps(document), encoding='utf-8')
        households = self.write('h.csv', ['token', 'outlet', 'size', 'under_15', 'infants'],
                                [['h1', 'kiosk', 4, 2, 1], ['h2', 'kiosk', 2, '', ''], ['h3', 'school', 5, 3, 0]])
        arrivals = self.write('a.csv', ['place', 'good', 'amount'], [['hub', 'milk', '15/2'], ['hub', 'milk', '3.9'],
                                                                     ['hub', 'bread', 23]])
        files = ['--households', households, '--entitlements', rules, '--arrivals', arrivals]
        proof = Proof(self.run_it(None, '--seed', 'x', files=files, seed=False))
        self.assertEqual([line['of'] for line in proof.households],
                         [[[0, '9/2', '21', '0', 0], [1, '2', '7', '7/2', 0]], [[0, '2', '21/2', '0', 0]],
                          [[0, '5', '105/4', '0', 0], [1, '3', '21/2', '21/4', 0]]])
        self.assertEqual([line['ration'] for line in proof.rations], [[9, 4], [4], [10, 6]])
        found = self.cordon_refuses('supply', 'allocate', *files, '--claims', households, '-o', '-')
        self.assertEqual([f['field'] for f in found], ['--claims'])
        document['days'], document['goods']['milk']['each'] = 0, 'party'
        rules.write_text(json.dumps(document), encoding='utf-8')
        found = self.cordon_refuses('supply', 'allocate', *files, '-o', '-')
        self.assertEqual([f['field'] for f in found], ['/days', 'milk'])
        households = self.write('h.csv', ['token', 'outlet', 'size', 'under_15'], [['h1', 'kiosk', 2, 3]])
        files[1] = households
        found = self.cordon_refuses('supply', 'allocate', *files, '-o', '-')
        self.assertEqual([(f['row'], f['field']) for f in found], [(2, 'under_15')])

    def test_what_a_plan_delivers(self):
        """The bakery's plan brings its 360 kg of bread, which stands in its README; then half of it."""
        plan = self.scratch / 'plan.json'
        households = self.write('h.csv', ['token', 'outlet', 'size'], [['h1', 'kiosk', 4], ['h2', 'kiosk', 2]])
        claims = self.write('c.csv', ['household', 'good', 'claim', 'weight'], [['h1', 'bread', 500, 4], ['h2', 'bread', 500, 2]])
        files = ['--households', households, '--claims', claims, '--arrivals', plan]
        self.cordon_ok('plan', self.example('bakery'), '-o', plan)
        proof = Proof(self.run_it(None, files=files, seed=False))
        self.assertEqual(proof.places, [{'place': 'plan', 'stock': [[0, 360]]}])
        self.assertEqual([line['ration'] for line in proof.rations], [[240], [120]])
        document = json.loads(plan.read_text(encoding='utf-8'))
        document['format'] = 'other'
        plan.write_text(json.dumps(document), encoding='utf-8')
        found = self.cordon_refuses('supply', 'allocate', *files, '-o', '-')
        self.assertEqual([f['field'] for f in found], ['/format'])


class Book(Allocate):
    def test_from_the_book_to_the_act(self):
        """What the command computes is what the act takes, another hash is refused, and the rations are the rule's."""
        path, book = self.scratch / 'proof.jsonl', self.scratch / 'book'
        ana = ['--book', book, '--example-keys', 'test=ana', '--now', '1972-10-20T09:00:00Z']
        self.cordon_ok('init', book, '--title', 'T', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z')
        self.cordon_ok('batch', EXAMPLE / 'acts.jsonl', '--example-seed', 'test', '--book', book)
        ask = ['supply', 'allocate', book, '--body', 'jap', '--cycle', 1, '--now', '1972-10-20T09:00:00Z', '-o', path]
        done = self.cordon_json(*ask, '--seed', 's')
        self.assertEqual(done['hash'], hashlib.sha256(path.read_bytes()).hexdigest())
        self.cordon_ok('supply', 'verify', path)
        proof = Proof([json.loads(line) for line in path.read_text(encoding='utf-8').splitlines()])
        proof.check(self)
        acts = [json.loads(line) for line in (EXAMPLE / 'acts.jsonl').read_text(encoding='utf-8').splitlines()]
        arrived = collections.Counter()
        for act in acts:
            if act['kind'] == 'delivery':
                arrived[act['fields']['good']] += act['fields']['amount']
        self.assertEqual({i['good']: i['arrived'] for i in done['items']}, dict(arrived))
        merged = {act['fields']['other'] for act in acts if act['kind'] == 'household_merge'}
        enrolled = {act['fields']['household'] for act in acts if act['kind'] == 'household_enrol'}
        self.assertEqual([line['household'] for line in proof.households], sorted(enrolled - merged))
        children = {act['fields']['household']: act['fields'].get('numbers', {}).get('under_15', 0)
                    for act in acts if act['kind'] in ('household_enrol',)}
        weights = {line['household']: row[1] for line in proof.households for row in line['of']
                   if proof.items[row[0]]['good'] == 'milk'}
        self.assertEqual(weights, {h: str(n) for h, n in children.items() if n and h not in merged})
        act = ['act', 'allocation', 'body=jap', 'cycle=1', 'seed=s']
        refused = self.cordon(*act, 'hash=' + '0' * 64, *ana)
        self.assertEqual(refused.returncode, 2)
        self.assertIn(done['hash'], refused.stderr)
        self.cordon_ok(*act, 'hash=' + done['hash'], *ana)
        again = self.cordon_json(*ask)
        self.assertEqual((again['number'], Proof([json.loads(x) for x in path.read_text().splitlines()]).head['former']),
                         (2, done['hash']))
        self.cordon_ok('verify', '--book', book)
        ask[ask.index(1)] = 9
        self.assertEqual([f['field'] for f in self.cordon_refuses(*ask)], ['--cycle'])
