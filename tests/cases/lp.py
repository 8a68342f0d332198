"""cordon lp: what MPS can say, the four ends of a solve, proofs and their spoiling, published optima."""
import csv
import gzip
import json
import random
import unittest

from program import SOURCE, Case

# One column a kind of bound or row, so that each one's value can be told by hand; the constant is 100.
KINDS = """NAME KINDS
ROWS
 N COST
 E EQUAL
 G LEAST
 L MOST
 L MOST_RANGE
 G LEAST_RANGE
 E DOWN_RANGE
 E UP_RANGE
 N OTHER
COLUMNS
 UP COST -1 OTHER 7
 LO COST 1
 FX COST 1
 FR COST 1 EQUAL 1
 MI COST 1 LEAST 1
 PL COST -1 MOST 1
 NEGATIVE COST 1
 RANGE1 COST 1 MOST_RANGE 1
 RANGE2 COST -1 LEAST_RANGE 1
 RANGE3 COST 1 DOWN_RANGE 1
 RANGE4 COST -1 UP_RANGE 1
 BV COST -1
RHS
 RHS COST -100 EQUAL -5
 RHS LEAST -7 MOST 6
 RHS MOST_RANGE 10 LEAST_RANGE 1
 RHS DOWN_RANGE 5 UP_RANGE 5
RANGES
 RNG MOST_RANGE 4 LEAST_RANGE 2
 RNG DOWN_RANGE -2 UP_RANGE 2
BOUNDS
 UP BND UP 4
 LO BND LO 2
 FX BND FX 3
 FR BND FR
 MI BND MI
 PL BND PL
 LO BND NEGATIVE -2
 UP BND NEGATIVE 9
 BV BND BV
ENDATA
"""
VALUES = {'UP': 4, 'LO': 2, 'FX': 3, 'FR': -5, 'MI': -7, 'PL': 6, 'NEGATIVE': -2, 'RANGE1': 6, 'RANGE2': 3, 'RANGE3': 3,
          'RANGE4': 7, 'BV': 1}
OPTIMUM = 100 - 4 + 2 + 3 - 5 - 7 - 6 - 2 + 6 - 3 + 3 - 7 - 1

SMALL = 'NAME SMALL\nROWS\n N COST\n %s ROW\nCOLUMNS\n X COST -1 ROW 1\n Y ROW %s\nRHS\n RHS ROW 3\nBOUNDS\n%sENDATA\n'
INFEASIBLE = SMALL % ('G', '1', ' UP BND X 1\n UP BND Y 1\n')
UNBOUNDED = SMALL % ('L', '-1', '')


def line_of(part):
    """The line of KINDS where `part` first stands."""
    return KINDS[:KINDS.index(part)].count('\n') + 1


def values_of(solution, kind='x'):
    lines = [line.split(' ', 2) for line in solution.read_text(encoding='utf-8').splitlines() if line.startswith(kind + ' ')]
    return {name: float(value) for _, value, name in lines}


def fixed(text):
    """The same programme in fixed columns: fields at 2, 5, 15, 25, 40 and 50."""
    lines = []
    for line in text.splitlines():
        fields = line.split()
        if not line.startswith(' '):
            lines.append(line)
        elif len(fields) <= 4 and fields[0] in ('N', 'E', 'L', 'G', 'UP', 'LO', 'FX', 'FR', 'MI', 'PL', 'BV') and (
                len(fields) == 2 or fields[1] == 'BND'):
            lines.append(' %-2s %-8s  %-8s  %12s' % tuple((fields + ['', ''])[:4]))
        else:
            lines.append('    %-8s  %-8s  %12s   %-8s  %12s' % tuple((fields + ['', ''])[:5]))
    return '\n'.join(line.rstrip() for line in lines) + '\n'


def plan_of(goods, seed):
    """A plan: every good from three others, bounded activities, a need of each; always feasible (0 is)."""
    draw, lines = random.Random(seed), ['NAME PLAN', 'ROWS', ' N COST'] + [' G G%d' % g for g in range(goods)]
    lines.append('COLUMNS')
    for g in range(goods):
        lines.append(' X%d G%d 1' % (g, g))
        lines += [' X%d G%d %.4f' % (g, other, -draw.uniform(0.05, 0.3)) for other in draw.sample(range(goods), 4)[:3] if other != g]
        lines += [' N%d COST %.3f' % (g, -draw.uniform(1, 5)), ' N%d G%d -1' % (g, g)]
    lines.append('BOUNDS')
    for g in range(goods):
        lines += [' UP B X%d %.3f' % (g, draw.uniform(1, 9)), ' UP B N%d %.3f' % (g, draw.uniform(0.5, 2))]
    return '\n'.join(lines + ['ENDATA', ''])


class Lp(Case):
    def file(self, text, name='programme.mps'):
        path = self.scratch / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def solve(self, path, status=0, *options):
        """Solves, verifies the solution, returns (document, solution file)."""
        solution = self.scratch / 'solution.sol'
        done = self.cordon('lp', 'solve', path, '-o', solution, '--json', *options)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return json.loads(done.stdout), solution

    def verified(self, path, solution, *options):
        return self.cordon('lp', 'verify', path, solution, *options).returncode

    def assert_near(self, found, expected, relative=1e-8):
        self.assertLessEqual(abs(found - expected), relative * max(1, abs(expected)))


class Mps(Lp):
    def assert_kinds(self, path):
        document, solution = self.solve(path)
        self.assert_near(document['objective'], OPTIMUM)
        self.assert_near(document['bound'], OPTIMUM)
        found = values_of(solution)
        for name, value in VALUES.items():
            self.assert_near(found.get(name, 0), value)
        self.assertEqual(self.verified(path, solution), 0)

    def test_rows_ranges_bounds_and_constant_in_free_form(self):
        self.assert_kinds(self.file(KINDS))

    def test_in_fixed_form(self):
        short = KINDS
        for long, name in (('MOST_RANGE', 'MRANGE'), ('LEAST_RANGE', 'LRANGE'), ('DOWN_RANGE', 'DRANGE'), ('UP_RANGE', 'URANGE')):
            short = short.replace(long, name)
        self.assert_kinds(self.file(fixed(short)))

    def test_with_gzip(self):
        self.assert_kinds(self.file(gzip.compress(KINDS.encode()), 'programme.mps.gz'))

    def test_maximising_reports_the_author_s_sense(self):
        text = SMALL % ('L', '1', '')
        document, solution = self.solve(self.file(text.replace('ROWS', 'OBJSENSE\n MAX\nROWS', 1).replace('COST -1', 'COST 1')))
        self.assert_near(document['objective'], 3)
        self.assert_near(values_of(solution, 'y')['ROW'], 1)

    def test_bad_files_are_refused_where_they_are_wrong(self):
        cases = [
            (' G LEAST\n', ' Q LEAST\n'), (' LO COST 1\n', ' LO COST one\n'), (' LO COST 1\n', ' LO NOWHERE 1\n'),
            (' RHS LEAST -7', ' RHS NOWHERE -7'), (' UP BND UP 4', ' UP BND NOBODY 4'), (' UP BND UP 4', ' SC BND UP 4'),
            (' UP BND UP 4', ' UP BND UP four'), (' L MOST\n', ' E EQUAL\n'),
        ]
        for before, after in cases:
            with self.subTest(after=after):
                findings = self.cordon_refuses('lp', 'solve', self.file(KINDS.replace(before, after, 1)))
                wrong = [f for f in findings if f['row'] == line_of(before) and f['severity'] == 'error' and f['field']]
                self.assertTrue(wrong, findings)
                self.assertTrue(all(f['file'].endswith('programme.mps') for f in findings), findings)

    def test_every_error_is_told_at_once(self):
        text = KINDS.replace(' LO COST 1\n', ' LO COST one\n').replace('UP BND UP 4', 'UP BND NOBODY 4')
        told = {finding['row'] for finding in self.cordon_refuses('lp', 'solve', self.file(text))}
        self.assertLessEqual({line_of(' LO COST 1\n'), line_of('UP BND UP 4')}, told)

    def test_a_file_cut_short_leaves_nothing(self):
        solution = self.scratch / 'none.sol'
        done = self.cordon('lp', 'solve', self.file(KINDS[:KINDS.index('ENDATA')]), '-o', solution)
        self.assertEqual(done.returncode, 2)
        self.assertFalse(solution.exists())
        self.assertEqual(self.cordon('lp', 'solve', self.file(gzip.compress(KINDS.encode())[:-20], 'cut.mps.gz')).returncode, 2)
        self.assertEqual(self.cordon('lp', 'solve', self.scratch / 'absent.mps').returncode, 2)


class Ends(Lp):
    def test_infeasible_with_its_proof(self):
        for method in ('auto', 'simplex', 'newton', 'glpk'):
            with self.subTest(method=method):
                path = self.file(INFEASIBLE)
                document, solution = self.solve(path, 3, '--method', method)
                self.assertEqual(document['status'], 'infeasible')
                self.assertEqual(self.verified(path, solution), 0)
                spoilt = solution.read_text().replace('ray ', 'ray -')
                self.assertEqual(self.verified(path, self.file(spoilt, 'spoilt.sol')), 1)

    def test_unbounded_with_its_proof(self):
        path = self.file(UNBOUNDED)
        document, solution = self.solve(path, 4)
        self.assertEqual(document['status'], 'unbounded')
        self.assertEqual(self.verified(path, solution), 0)
        spoilt = '\n'.join(line for line in solution.read_text().splitlines() if not line.endswith(' Y')) + '\n'
        self.assertEqual(self.verified(path, self.file(spoilt, 'spoilt.sol')), 1)

    def test_interrupted_claims_no_more_than_it_has(self):
        path = self.file(plan_of(1500, 3))
        document, solution = self.solve(path, 5, '--time-limit', '0.0001')
        self.assertEqual(document['status'], 'interrupted')
        self.assertEqual(self.verified(path, solution), 1)

    def test_a_proof_of_one_programme_does_not_serve_another(self):
        _, solution = self.solve(self.file(INFEASIBLE), 3)
        self.assertEqual(self.verified(self.file(INFEASIBLE.replace('UP BND X 1', 'UP BND X 9'), 'other.mps'), solution), 1)

    def test_methods_agree_on_a_plan_and_repeat_themselves(self):
        """Their intervals from bound to objective hold the same optimum, so they meet."""
        path, ends = self.file(plan_of(400, 7)), {}
        for method in ('simplex', 'newton', 'glpk'):
            document, solution = self.solve(path, 0, '--method', method, '--gap', '1e-6')
            self.assertEqual(self.verified(path, solution, '--gap', '1e-6'), 0)
            ends[method] = document['bound'], document['objective']
            again = solution.read_bytes()
            self.assertEqual(self.solve(path, 0, '--method', method, '--gap', '1e-6')[1].read_bytes(), again)
        self.assertLessEqual(max(bound for bound, _ in ends.values()), min(value for _, value in ends.values()) + 1e-7)


class Proofs(Lp):
    def test_a_number_of_a_solution_changed_is_caught_or_harmless(self):
        """Prices may have more than one proof of the same bound; quantities have no such room here."""
        programme, lines = SOURCE / 'examples/lp/kantorovich.mps', (SOURCE / 'examples/lp/kantorovich.sol').read_text().splitlines()
        self.assertEqual(self.verified(programme, SOURCE / 'examples/lp/kantorovich.sol'), 0)
        caught = {'x': [], 'y': []}
        for at, line in enumerate(lines):
            if line.startswith(('x ', 'y ')):
                kind, value, name = line.split(' ', 2)
                for factor in (1.01, 0.99):
                    spoilt = lines[:at] + ['%s %r %s' % (kind, float(value) * factor, name)] + lines[at + 1:]
                    caught[kind].append(self.verified(programme, self.file('\n'.join(spoilt) + '\n', 'spoilt.sol')))
        self.assertEqual(set(caught['x']), {1})
        self.assertLessEqual(set(caught['y']), {0, 1})
        self.assertGreater(caught['y'].count(1), len(caught['y']) / 2)

    def test_malformed_solutions_are_refused(self):
        programme, text = SOURCE / 'examples/lp/kantorovich.mps', (SOURCE / 'examples/lp/kantorovich.sol').read_text()
        for before, after in (('\nend', ''), ('rows 5', 'rows 6'), ('\ny ', '\ny nan'), ('cordon-lp-solution 1', 'cordon-lp-solution 9'),
                              ('PART1', 'NOBODY')):
            with self.subTest(after=after):
                self.assertIn(before, text)
                self.assertEqual(self.verified(programme, self.file(text.replace(before, after, 1), 'bad.sol')), 2)


class Published(Lp):
    def test_kantorovich_1939(self):
        document, solution = self.solve(SOURCE / 'examples/lp/kantorovich.mps')
        self.assert_near(document['objective'], 86.6666667, 1e-8)
        with open(self.shared('data/economy/known-results/kantorovich-1939-machines') / 'expected.csv', encoding='utf-8', newline='') as file:
            known = {row['quantity']: float(row['value']) for row in csv.DictReader(file)}
        prices = values_of(solution, 'y')
        self.assert_near(abs(prices['PART1']), known['price_of_part1_in_sets'])
        self.assert_near(abs(prices['PART2']), known['price_of_part2_in_sets'])

    def test_netlib_planning_models(self):
        folder = self.shared('data/economy/known-results/netlib-planning')
        with open(folder / 'expected.csv', encoding='utf-8', newline='') as file:
            for row in csv.DictReader(file):
                with self.subTest(model=row['model']):
                    path = folder / (row['model'] + '.mps')
                    document, solution = self.solve(path)
                    self.assert_near(document['objective'], float(row['optimum']), 1e-9)
                    self.assertEqual(self.verified(path, solution), 0)

    def test_mexss_mexico_steel(self):
        """Kendrick, Meeraus and Alatorre (1984): the small static model of Mexican steel, 538.8112 million dollars a year."""
        folder = self.shared('data/economy/known-results/mexss-mexico-steel')

        def table(name):
            with open(folder / name, encoding='utf-8', newline='') as file:
                return list(csv.DictReader(file))

        price = {(row['commodity'], row['kind']): float(row['price']) for row in table('prices_usd_per_tonne.csv')}
        room = {(row['productive_unit'], row['plant']): float(row['capacity']) for row in table('capacity_mtonne.csv')}
        unit = {row['process']: row['productive_unit'] for row in table('process_unit.csv')}
        plants = sorted({plant for _, plant in room})
        demand = {row['market']: float(row['steel']) for row in table('demand_mtonne.csv')}
        distance = {(row['from'], row['to']): float(row['km']) for row in table('rail_km.csv')}
        recipes = table('recipes.csv')
        goods = sorted({row['commodity'] for row in recipes})
        bought = sorted(good for good, kind in price if kind == 'domestic' and good in goods and good != 'steel')

        def freight(a, b):
            return 2.48 + 0.0084 * distance[a, b] if distance.get((a, b)) else 0

        columns = {}
        for plant in plants:
            for process in unit:
                columns['Z_%s_%s' % (process, plant)] = {('CAP_%s_%s' % (unit[process], plant)): 1, **{
                    'BAL_%s_%s' % (row['commodity'], plant): float(row['amount_per_unit']) for row in recipes if row['process'] == process}}
            for good in bought:
                columns['U_%s_%s' % (good, plant)] = {'COST': price[good, 'domestic'], 'BAL_%s_%s' % (good, plant): 1}
            for market in demand:
                columns['S_%s_%s' % (plant, market)] = {'COST': freight(plant, market), 'BAL_steel_' + plant: -1, 'DEM_' + market: 1}
            columns['E_' + plant] = {'COST': freight(plant, 'export') - price['steel', 'export'], 'BAL_steel_' + plant: -1, 'EXPORT': 1}
        for market in demand:
            columns['V_' + market] = {'COST': price['steel', 'import'] + freight('import', market), 'DEM_' + market: 1}
        used = {row for column in columns.values() for row in column}
        rows = {'BAL_%s_%s' % (good, plant): ('G', 0) for good in goods for plant in plants}
        rows.update({'CAP_%s_%s' % (u, p): ('L', room.get((u, p), 0)) for u in set(unit.values()) for p in plants})
        rows.update({'DEM_' + market: ('G', amount) for market, amount in demand.items()})
        rows['EXPORT'] = ('L', 1.0)
        self.assertLessEqual(used, {*rows, 'COST'})
        text = 'NAME MEXSS\nROWS\n N COST\n' + ''.join(' %s %s\n' % (kind, name) for name, (kind, _) in rows.items()) + 'COLUMNS\n'
        text += ''.join(' %s %s %r\n' % (name, row, value) for name, column in columns.items() for row, value in column.items() if value)
        text += 'RHS\n' + ''.join(' RHS %s %r\n' % (name, side) for name, (_, side) in rows.items() if side) + 'ENDATA\n'
        document, solution = self.solve(self.file(text, 'mexss.mps'))
        self.assert_near(document['objective'], 538.8112, 1e-7)


if __name__ == '__main__':
    unittest.main()
