"""cordon economy import: what comes of a statistical table, and what is said of a wrong one.

The observed point is put into every balance again here, in exact arithmetic and from the CSV files alone.
"""
import csv
import json
import shutil
import unittest
from fractions import Fraction

from program import SOURCE, Case

VILLAGE = SOURCE / 'examples' / 'village'
COUNTRIES = {'chile-2013': 'chile-2013-12', 'usa-2017': 'usa-2017-402', 'sweden-2015': 'sweden-2015-59',
             'spain-2016': 'spain-2016-110x81'}


def rows(path):
    if not path.exists():
        return []
    with open(path, encoding='utf-8', newline='') as stream:
        return list(csv.DictReader(stream))


def exact(cell):
    """The very number a program reads."""
    return Fraction(float(cell))


class Package:
    """A package's tables as they stand in its files; nothing of the program's own reading is used."""
    def __init__(self, folder):
        for name in ('commodities', 'processes', 'exchanges', 'capacities', 'stocks', 'needs', 'discrepancies', 'observed', 'units'):
            setattr(self, name, rows(folder / (name + '.csv')))
        self.kind = {row['commodity']: row['kind'] for row in self.commodities}
        self.place_of = {row['process']: row.get('place', '') for row in self.processes}
        self.activity = {row['process']: exact(row['activity']) for row in self.observed}
        self.capacity = {row['process']: exact(row['capacity']) for row in self.capacities}

    def sums(self):
        """Supply and use of each commodity at each place at the observed point, discrepancies apart."""
        supply, use = {}, {}
        for row in self.exchanges:
            at = row['commodity'], row.get('place') or self.place_of[row['process']]
            side = supply if row['direction'] == 'output' else use
            side[at] = side.get(at, 0) + exact(row['amount']) * self.activity[row['process']]
        for row in self.stocks:
            at = row['commodity'], row.get('place', '')
            supply[at] = supply.get(at, 0) + exact(row['amount'])
        for row in self.needs:
            at = row['commodity'], row.get('place', '')
            use[at] = use.get(at, 0) + exact(row['amount'])
        return supply, use

    def misfits(self):
        """What each balance lacks or has over, discrepancies counted, relative to what passes through it."""
        supply, use = self.sums()
        over = {(row['commodity'], row.get('place', '')): exact(row['amount']) for row in self.discrepancies}
        for at in set(supply) | set(use):
            made, used = supply.get(at, 0), use.get(at, 0)
            if self.kind[at[0]] == 'emission' and not used:
                continue  # no limit
            through = max(made, used)
            if through:
                yield at, float((made - used - over.get(at, 0)) / through)


class Import(Case):
    def make(self, name, table, folder='package', *more):
        package = self.scratch / folder
        done = self.cordon('economy', 'import', '--map', SOURCE / 'examples' / name / 'map.json', table, '-o', package, *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return package

    def assert_observed_point_balances(self, package):
        tables = Package(package)
        worst = max(tables.misfits(), key=lambda one: abs(one[1]))
        self.assertLessEqual(abs(worst[1]), 1e-11, worst)  # what is more is listed as a discrepancy
        self.assertEqual(set(tables.activity), set(tables.place_of), 'a process without its observed activity')
        for process, activity in tables.activity.items():
            self.assertLessEqual(activity, tables.capacity[process], process)
        return tables


class Village(Import):
    """A small invented table, read in another country's way of writing numbers."""
    def test_the_observed_point_balances(self):
        tables = self.assert_observed_point_balances(self.make('village', VILLAGE / 'tables'))
        self.assertEqual([(row['commodity'], round(float(row['amount']), 9)) for row in tables.discrepancies], [('tools', 0.1)])
        self.assertEqual({key: float(value) for key, value in tables.activity.items()},
                         {'farm': 104.5, 'mill': 62, 'workshop': 30, 'import:grain': 5, 'export:grain': 25, 'export:tools': 8})
        self.assertEqual(tables.capacity['mill'], Fraction(77.5))

    def exchange(self, package, process, commodity, direction):
        found = [float(row['amount']) for row in rows(package / 'exchanges.csv')
                 if (row['process'], row['commodity'], row['direction']) == (process, commodity, direction)]
        self.assertLessEqual(len(found), 1)
        return found[0] if found else 0

    def test_secondary_products_stay_with_the_industry_that_makes_them(self):
        package = self.make('village', VILLAGE / 'tables')
        self.assertAlmostEqual(self.exchange(package, 'farm', 'bread', 'output'), 4 / 104.5, 15)
        self.assertAlmostEqual(self.exchange(package, 'mill', 'tools', 'output'), 2 / 62, 15)

    def test_a_negative_use_is_a_by_product_and_a_negative_need_a_stock(self):
        package = self.make('village', VILLAGE / 'tables')
        self.assertAlmostEqual(self.exchange(package, 'workshop', 'tools', 'output'), 31 / 30, 15)
        self.assertEqual(self.exchange(package, 'workshop', 'tools', 'input'), 0)
        self.assertIn({'commodity': 'grain', 'amount': '4.5', 'unit': 'k_crowns'}, rows(package / 'stocks.csv'))

    def test_what_exports_earn_beyond_imports_is_a_need(self):
        need, = [row for row in rows(self.make('village', VILLAGE / 'tables') / 'needs.csv') if row['commodity'] == 'currency']
        self.assertEqual((need['group'], need['amount'], need['tier']), ('external balance', '28', '2'))

    def test_a_negative_make_is_an_input(self):
        self.spoil('supply.csv', 'bread;Bread;4;60;-;64', 'bread;Bread;4;61;-1;64')
        package = self.make('village', self.scratch / 'tables')
        self.assertAlmostEqual(self.exchange(package, 'workshop', 'bread', 'input'), (3 + 1) / 29, 15)
        self.assert_observed_point_balances(package)

    def test_an_industry_without_output_is_left_out_and_its_use_shows(self):
        self.spoil('supply.csv', 'tools;Tools;-;2;30;32', 'tools;Tools;-;2;0;32')
        package = self.make('village', self.scratch / 'tables')
        tables = self.assert_observed_point_balances(package)
        self.assertNotIn('workshop', tables.activity)
        self.assertEqual({row['commodity']: round(float(row['amount']), 9) for row in tables.discrepancies}['bread'], 3)

    def test_the_same_mapping_takes_another_order_of_rows_and_columns(self):
        first = self.make('village', VILLAGE / 'tables', 'first')
        shutil.copytree(VILLAGE / 'tables', self.scratch / 'tables')
        for name in ('supply.csv', 'use.csv'):
            lines = (self.scratch / 'tables' / name).read_text(encoding='utf-8').splitlines()
            cells = [line.split(';') for line in lines[2:]]
            cells = [[row[0]] + row[:0:-1] for row in [cells[0]] + cells[:0:-1]]
            (self.scratch / 'tables' / name).write_text('\n'.join(['Other title'] + [';'.join(row) for row in cells]) + '\n', encoding='utf-8')
        second = self.make('village', self.scratch / 'tables', 'second')
        for name in ('exchanges', 'needs', 'stocks', 'observed', 'discrepancies', 'commodities'):
            pair = [sorted(tuple(row.values()) for row in rows(folder / (name + '.csv'))) for folder in (first, second)]
            self.assertEqual(*pair)

    def test_a_parameter_gives_another_year(self):
        package = self.make('village', VILLAGE / 'tables', 'package', '--set', 'year=1999')
        self.assertEqual(json.loads((package / 'datapackage.json').read_text(encoding='utf-8'))['title'], 'A village in 1999 (invented)')

    def test_what_stood_beside_the_tables_is_kept_when_a_package_is_made_again(self):
        package = self.make('village', VILLAGE / 'tables')
        (package / 'SOURCES.md').write_text('kept\n', encoding='utf-8')
        (package / 'places.csv').write_text('place,name\n', encoding='utf-8')
        self.make('village', VILLAGE / 'tables')
        self.assertTrue((package / 'SOURCES.md').exists())
        self.assertFalse((package / 'places.csv').exists())

    # ---- what is refused ----

    def spoil(self, name, old, new):
        folder = self.scratch / 'tables'
        if not folder.exists():
            shutil.copytree(VILLAGE / 'tables', folder)
            shutil.copy(VILLAGE / 'map.json', self.scratch / 'map.json')
        path = self.scratch / name if name == 'map.json' else folder / name
        text = path.read_text(encoding='utf-8')
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding='utf-8')

    def refused(self):
        findings = self.cordon_refuses('economy', 'import', '--map', self.scratch / 'map.json', self.scratch / 'tables',
                                       '-o', self.scratch / 'package')
        self.assertFalse((self.scratch / 'package').exists())
        self.assertEqual([path.name for path in self.scratch.iterdir() if path.name.endswith('.tmp')], [])
        return [finding for finding in findings if finding['severity'] == 'error']

    def test_a_cell_that_is_no_number(self):
        self.spoil('use.csv', '14,9', 'many')
        error, = self.refused()
        self.assertEqual((error['code'], error['row'], error['field'], error['found']), ('import.not_a_number', 4, 'households', 'many'))
        self.assertTrue(error['file'].endswith('use.csv'))

    def test_everything_wrong_is_listed(self):
        self.spoil('use.csv', '14,9', 'many')
        self.spoil('use.csv', '-4,5', '4.5x')
        self.spoil('supply.csv', '100,5;-', '100.5,1;-')
        self.spoil('map.json', '"kind": "supply-use",', '"kind": "supply-use", "colour": "red",')
        self.assertEqual(sorted(error['code'] for error in self.refused()),
                         ['import.key_unknown', 'import.not_a_number', 'import.not_a_number', 'import.not_a_number'])

    def test_a_code_that_stands_twice(self):
        self.spoil('use.csv', 'bread;3', 'grain;3')
        self.assertIn(('import.code_twice', 6, 'grain'), [(e['code'], e['row'], e['found']) for e in self.refused()])

    def test_matrices_that_do_not_match(self):
        self.spoil('use.csv', 'bread;3', 'cake;3')
        codes = {(error['code'], error['found']) for error in self.refused()}
        self.assertLessEqual({('import.code_unknown', 'cake'), ('import.code_absent', 'bread')}, codes)

    def test_a_column_that_is_not_there(self):
        self.spoil('use.csv', ';mill;', ';miller;')
        self.assertIn(('import.column_missing', 'mill'), {(error['code'], error['found']) for error in self.refused()})

    def test_a_file_that_is_not_there(self):
        self.spoil('map.json', '"make": {"file": "supply.csv"', '"make": {"file": "nothing.csv"')
        self.assertIn('base.cannot_open', [error['code'] for error in self.refused()])

    def test_a_column_of_final_demand_without_a_role(self):
        self.spoil('map.json', '"match": "exports"', '"match": "export"')
        self.assertEqual([(error['code'], error['field']) for error in self.refused()], [('import.no_role', 'exports')])

    def test_a_unit_that_is_not_defined(self):
        self.spoil('map.json', '"unit": "hour"', '"unit": "hours"')
        self.assertEqual([(error['code'], error['found']) for error in self.refused()], [('import.unit_unknown', 'hours')])

    def test_a_mapping_that_is_not_json(self):
        self.spoil('map.json', '"capacity_margin": 1.25', '"capacity_margin": 1.25,,')
        error, = self.refused()
        self.assertEqual(error['code'], 'base.json_syntax')
        self.assertGreater(error['row'], 30)

    def test_wrong_types_and_words(self):
        self.spoil('map.json', '"capacity_margin": 1.25', '"capacity_margin": "much"')
        self.spoil('map.json', '"role": "export"', '"role": "exports"')
        self.spoil('map.json', '"tier": 2', '"tier": 99')
        self.assertEqual(sorted((error['code'], error['field']) for error in self.refused())[:3],
                         [('import.choice', '/final/columns/2/role'), ('import.range', '/final/columns/1/tier'),
                          ('import.type', '/capacity_margin')])

    def test_a_folder_that_is_no_package_is_not_replaced(self):
        self.spoil('map.json', 'k_crowns', 'k_crowns')
        (self.scratch / 'package').mkdir()
        (self.scratch / 'package' / 'letters.txt').write_text('mine\n', encoding='utf-8')
        done = self.cordon('economy', 'import', '--map', self.scratch / 'map.json', self.scratch / 'tables', '-o', self.scratch / 'package')
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual([path.name for path in (self.scratch / 'package').iterdir()], ['letters.txt'])


class Countries(Import):
    """The tables of statistical offices in the shared data."""
    def country(self, name):
        return self.make(name, self.shared('data/economy/' + COUNTRIES[name]), name)

    def test_every_observed_point_balances(self):
        for name in COUNTRIES:
            with self.subTest(name):
                self.assert_observed_point_balances(self.country(name))

    def test_the_packages_of_the_examples_are_what_their_mappings_make(self):
        for name in COUNTRIES:
            with self.subTest(name):
                made = self.country(name)
                for path in made.iterdir():
                    self.assertEqual(path.read_bytes(), (SOURCE / 'examples' / name / path.name).read_bytes(), path.name)

    def test_the_discrepancies_of_the_united_states_are_those_of_the_table(self):
        """Each row's supply less use, added up here from the office's own files, and how many miss by more than a millionth."""
        table = self.shared('data/economy/' + COUNTRIES['usa-2017'])
        package = Package(self.country('usa-2017'))
        over, through = {}, {}
        for row in rows(table / 'make.csv'):
            for code, value in row.items():
                if code != 'code':
                    over[code] = over.get(code, 0) + float(value)
        for row in rows(table / 'use.csv') + rows(table / 'final.csv'):
            code = row.pop('code')
            over[code] = over.get(code, 0) - sum(map(float, row.values()))
        found = {row['commodity']: float(row['amount']) for row in package.discrepancies}
        for code, value in over.items():
            self.assertAlmostEqual(found.get(code, 0), value, 6, code)
        supply, use = package.sums()
        through = {code: max(supply.get((code, ''), 0), use.get((code, ''), 0)) for code in over}
        self.assertEqual(sum(abs(value) > 1e-6 * through[code] for code, value in over.items()), 318)

    def test_gross_domestic_product_of_the_united_states(self):
        package = Package(self.country('usa-2017'))
        goods = sum(exact(row['amount']) for row in package.needs if row['commodity'] != 'currency')
        goods -= sum(exact(row['amount']) for row in package.stocks if package.kind[row['commodity']] == 'good')
        trade = {kind: sum(value for process, value in package.activity.items() if process.startswith(kind + ':'))
                 for kind in ('export', 'import')}
        gdp = sum(float(value) for row in rows(self.shared('data/economy/usa-2017-402/value_added.csv')) for code, value in row.items()
                  if code != 'code')
        self.assertEqual(gdp, 19612117)  # as PROVENANCE.md says
        self.assertAlmostEqual(float(goods + trade['export'] - trade['import']), gdp, delta=1e-6 * gdp)  # the office rounds

    def test_hours_worked_in_sweden(self):
        labour, = [row for row in Package(self.country('sweden-2015')).stocks if row['commodity'] == 'labour']
        self.assertAlmostEqual(float(labour['amount']) * 1e4 / 1e9, 7.74, 2)  # as PROVENANCE.md says

    def test_emissions_of_spain_are_kept_whole_where_branches_are_spread(self):
        table = self.shared('data/economy/' + COUNTRIES['spain-2016'])
        package = Package(self.country('spain-2016'))
        total, = [float(row['value']) for row in rows(table / 'air_emissions_2016.csv')
                  if row['pollutant_unit_es'].startswith('1.1- CO2') and row['branch_nace64_es'] == 'Total ramas de actividad']
        made = sum(exact(row['amount']) * package.activity[row['process']] for row in package.exchanges if row['commodity'] == 'co2')
        self.assertAlmostEqual(float(made), total, delta=0.1 * 64)  # the office rounds each branch to a tenth

    def test_margins_of_spain_come_from_the_services_that_earn_them(self):
        package = Package(self.country('spain-2016'))
        supply, use = package.sums()
        for margin in ('margin:trade', 'margin:transport'):
            self.assertGreater(use[margin, ''], 1000)
            self.assertAlmostEqual(float(supply[margin, ''] - use[margin, '']), 0, 6)


if __name__ == '__main__':
    unittest.main()
