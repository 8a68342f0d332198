"""cordon economy multipliers: against published multipliers, and against an exact elimination done here."""
import csv
import io
import json
import math
import unittest
from fractions import Fraction

from economy_import import Import, Package, VILLAGE, rows
from program import SOURCE

MAPS = SOURCE / 'tests' / 'cases' / 'maps'
KNOWN = 'data/economy/known-results/'


class Multipliers(Import):
    def imported(self, name, table):
        package = self.scratch / name
        done = self.cordon('economy', 'import', '--map', MAPS / (name + '.json'), self.shared(table), '-o', package)
        self.assertEqual(done.returncode, 0, done.stderr)
        return package

    def table(self, package):
        return {row['commodity']: row for row in csv.DictReader(io.StringIO(self.cordon_ok('economy', 'multipliers', package, '--csv')))}

    def inverse(self, package):
        lines = list(csv.reader(io.StringIO(self.cordon_ok('economy', 'multipliers', package, '--inverse'))))
        return {(line[0], column): float(cell) for line in lines[1:] for column, cell in zip(lines[0][1:], line[1:])}

    def direct(self, package):
        """A, where every industry makes its own product: the inputs of a unit of activity."""
        amounts = {(row['commodity'], row['process']): float(row['amount']) for row in rows(package / 'exchanges.csv')
                   if row['direction'] == 'input'}
        codes = [row['process'] for row in rows(package / 'processes.csv') if row['kind'] == 'production']
        return {(i, j): amounts.get((i, j), 0) for i in codes for j in codes}


class Published(Multipliers):
    def assert_matrix(self, found, path):
        """Within 1e-10, or half of the last of the ten digits the file has."""
        for row in rows(path):
            code = row.pop('code')
            for column, value in row.items():
                digit = 10.0 ** (math.floor(math.log10(abs(float(value)))) - 9)
                self.assertAlmostEqual(found[code, column], float(value), delta=max(1e-10, 0.5001 * digit))

    def test_chile_s_own_coefficients_and_inverse(self):
        package = self.imported('chile-2013-official', 'data/economy/chile-2013-12')
        known = self.shared(KNOWN + 'chile-2013-official')
        self.assert_matrix(self.direct(package), known / 'direct_coefficients.csv')
        self.assert_matrix(self.inverse(package), known / 'leontief_inverse.csv')

    def assert_printed(self, value, printed):
        """The published figure to its last digit (its 1.65 for 1.6447 was rounded twice, so not to half of it)."""
        decimals = len(printed.partition('.')[2])
        self.assertLess(abs(float(value) - float(printed)), 0.6 * 10 ** -decimals, (value, printed))

    def test_multipliers_and_linkages_published_for_chile(self):
        package = self.imported('chile-2013-official', 'data/economy/chile-2013-12')
        known, found = self.shared(KNOWN + 'chile-2013-official'), self.table(package)
        for row in rows(known / 'published_multipliers.csv'):
            self.assert_printed(found[row['code']]['output'], row['output_multiplier'])
            self.assert_printed(found[row['code']]['income_total'], row['income_multiplier'])
            self.assert_printed(found[row['code']]['labour_total'], row['employment_multiplier_persons_per_bn_clp'])
        for row in rows(known / 'published_linkages.csv'):
            self.assert_printed(found[row['code']]['direct'], row['backward_direct'])
            self.assert_printed(found[row['code']]['dispersion'], row['power_dispersion'])

    def test_miller_and_blair(self):
        package = self.imported('miller-blair', KNOWN + 'miller-blair-2-sector')
        direct, inverse, found = self.direct(package), self.inverse(package), self.table(package)
        demand = {'sec1': 600, 'sec2': 1500}
        output = {i: sum(inverse[i, j] * demand[j] for j in demand) for i in demand}
        for row in rows(self.shared(KNOWN + 'miller-blair-2-sector') / 'expected.csv'):
            value = {'A': lambda: direct[row['row'], row['col']],
                     'L': lambda: inverse[row['row'], row['col']],
                     'x_new_for_demand_600_1500': lambda: output[row['row']],
                     'labour_new': lambda: output[row['row']] * float(found[row['row']]['labour_direct'])}[row['quantity']]()
            self.assertAlmostEqual(value, float(row['value']), delta=float(row['tolerance']), msg=row)

    def test_germany_of_the_eurostat_manual(self):
        package = self.imported('germany-1995', KNOWN + 'germany-1995-eurostat-manual')
        found, inverse = self.table(package), self.inverse(package)
        columns = {'backward_linkage': 'output', 'gva_indicator': 'gva_direct', 'gva_multiplier': 'gva_total',
                   'employment_multiplier': 'employment_total'}
        checked = 0
        for row in rows(self.shared(KNOWN + 'germany-1995-eurostat-manual') / 'expected.csv'):
            sector = row['sector']
            value = inverse[sector, sector] if row['quantity'] == 'leontief_diagonal' else float(found[sector][columns[row['quantity']]])
            self.assertAlmostEqual(value / float(row['value']), 1, delta=float(row['relative_tolerance']), msg=row)
            checked += 1
        self.assertEqual(checked, 27)

    def test_the_column_of_the_united_states_that_uses_more_than_it_makes(self):
        """PROVENANCE.md: one column of A sums to 1.354, and the economy is productive all the same."""
        found = self.table(self.make('usa-2017', self.shared('data/economy/usa-2017-402')))
        direct = {code: float(row['direct']) for code, row in found.items()}
        self.assertEqual([(code, round(value, 3)) for code, value in direct.items() if value > 1], [('S00102', 1.354)])
        self.assertTrue(all(float(row['output']) < 10 for row in found.values()))

    def test_all_that_is_earned_in_the_world_is_in_what_it_makes(self):
        """Where the columns of a table add up, the value added in one unit of anything is one unit."""
        document = self.cordon_json('economy', 'multipliers', self.make('world-2011', self.shared('data/economy/world-2011-wiod-41x35')))
        self.assertGreater(len(document['goods']), 1400)
        for good in document['goods']:
            self.assertAlmostEqual(good['factors']['labour']['total'], 1, 9, (good['place'], good['commodity']))


def eliminated(matrix, right):
    """Solves a square system in exact arithmetic."""
    matrix = [row + [value] for row, value in zip(matrix, right)]
    size = len(matrix)
    for k in range(size):
        pivot = next(i for i in range(k, size) if matrix[i][k])
        matrix[k], matrix[pivot] = matrix[pivot], matrix[k]
        for i in range(size):
            if i != k and matrix[i][k]:
                ratio = matrix[i][k] / matrix[k][k]
                matrix[i] = [a - ratio * b for a, b in zip(matrix[i], matrix[k])]
    return [matrix[k][size] / matrix[k][k] for k in range(size)]


class JointProduction(Multipliers):
    def test_industry_technology_against_an_exact_elimination(self):
        """y = l B^ D + A'y with A = U g^-1 V' q^-1, from the package's files alone."""
        package = self.make('village', VILLAGE / 'tables')
        tables = Package(package)
        industries = [row['process'] for row in tables.processes if row['kind'] == 'production']
        goods = [row['commodity'] for row in tables.commodities if row['kind'] == 'good']
        use, make, labour = {}, {}, {}
        for row in tables.exchanges:
            if row['process'] in industries:
                side = labour if row['commodity'] == 'labour' else make if row['direction'] == 'output' else use
                side[row['commodity'], row['process']] = Fraction(float(row['amount'])) * tables.activity[row['process']]
        total = {j: sum(make.get((i, j), 0) for i in goods) for j in industries}
        supply = {i: sum(make.get((i, j), 0) for j in industries) for i in goods}
        share = {(j, i): make.get((i, j), 0) / supply[i] / total[j] for j in industries for i in goods}
        a = [[sum(use.get((i, j), 0) * share[j, c] for j in industries) for i in goods] for c in goods]  # transposed
        own = [sum(labour['labour', j] * share[j, c] for j in industries) for c in goods]
        identity = [[Fraction(i == c) - a[k][m] for m, i in enumerate(goods)] for k, c in enumerate(goods)]
        exact = dict(zip(goods, eliminated(identity, own)))
        outputs = dict(zip(goods, eliminated(identity, [Fraction(1)] * len(goods))))
        found = self.table(package)
        for good in goods:
            self.assertAlmostEqual(float(found[good]['labour_total']) / float(exact[good]), 1, 13)
            self.assertAlmostEqual(float(found[good]['output']) / float(outputs[good]), 1, 13)

    def package(self, exchanges, commodities):
        folder = self.scratch / 'made'
        folder.mkdir()
        tables = {'commodities': 'commodity,name,unit,kind\n' + commodities, 'exchanges': 'process,commodity,direction,amount,unit\n' + exchanges}
        processes = sorted({line.split(',')[0] for line in exchanges.splitlines()})
        tables['processes'] = 'process,name,kind\n' + ''.join('%s,%s,production\n' % (p, p) for p in processes)
        tables['needs'] = 'group,commodity,amount,unit,tier\npeople,bread,1,kg,1\n'
        for name, text in tables.items():
            (folder / (name + '.csv')).write_text(text, encoding='utf-8')
        resources = [{'name': name, 'path': name + '.csv'} for name in tables]
        (folder / 'datapackage.json').write_text(json.dumps({'name': 'made', 'title': 'Made', 'resources': resources}), encoding='utf-8')
        return folder

    def test_what_eats_itself_has_no_multiplier_and_the_rest_has(self):
        package = self.package('baker,bread,output,1,kg\nbaker,bread,input,0.5,kg\nbaker,work,input,2,hour\n'
                               'brewer,beer,output,1,kg\nbrewer,beer,input,1.1,kg\nbrewer,bread,input,1,kg\nbrewer,work,input,1,hour\n'
                               'inn,meal,output,1,kg\ninn,beer,input,0.1,kg\ninn,work,input,1,hour\n',
                               'bread,Bread,kg,good\nbeer,Beer,kg,good\nmeal,Meal,kg,good\nwork,Work,hour,labour\n')
        done = self.cordon('economy', 'multipliers', package, '--json')
        self.assertEqual(done.returncode, 0, done.stderr)
        total = {good['commodity']: good['factors']['work']['total'] for good in json.loads(done.stdout)['goods']}
        self.assertAlmostEqual(total['bread'], 4, 12)
        self.assertIsNone(total['beer'])
        self.assertIsNone(total['meal'])
        self.assertIn('2 goods have no finite multiplier', json.loads(done.stderr)['findings'][0]['message'])

    def test_sums_of_different_units_are_not_shown(self):
        package = self.package('baker,bread,output,1,kg\nbaker,water,input,1,l\nbaker,work,input,2,hour\nwell,water,output,1,l\n'
                               'well,work,input,1,hour\n', 'bread,Bread,kg,good\nwater,Water,l,good\nwork,Work,hour,labour\n')
        bread = self.table(package)['bread']
        self.assertEqual((bread['output'], float(bread['work_total'])), ('', 3))


if __name__ == '__main__':
    unittest.main()
