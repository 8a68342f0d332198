"""`cordon economy check`: packages spoiled in every way that happens, each refused with its code, row and field; the doctor on
real tables; and the hash, computed here a second time from the words of docs/economy-package.md."""
import csv
import gzip
import hashlib
import json
import re
import shutil
import unittest

from program import Case, SOURCE

BAKERY = SOURCE / 'examples' / 'bakery'
TABLES = ['units', 'commodities', 'places', 'periods', 'processes', 'exchanges', 'capacities', 'stocks', 'needs',
          'discrepancies', 'observed', 'settings']


def frame(data):
    return len(data).to_bytes(8, 'little') + data


def hash_of(folder):
    """The package's hash, from the description in docs/economy-package.md."""
    description = json.loads((folder / 'datapackage.json').read_text(encoding='utf-8'))
    paths = {resource['name']: resource['path'] for resource in description['resources']}
    digest = hashlib.sha256(frame(b'cordon-economy-package-1'))
    for table in TABLES:
        if table not in paths:
            continue
        with open(folder / paths[table], newline='', encoding='utf-8') as stream:
            rows = list(csv.reader(stream))
        digest.update(frame(table.encode()) + len(rows[0]).to_bytes(8, 'little') + (len(rows) - 1).to_bytes(8, 'little'))
        for row in rows:
            for cell in row:
                digest.update(frame(cell.encode()))
    return digest.hexdigest()


class Check(Case):
    def setUp(self):
        super().setUp()
        self.package = self.scratch / 'p'
        shutil.copytree(BAKERY, self.package)

    def check(self, package=None, status=None, lang='en'):
        done = self.cordon('economy', 'check', package or self.package, '--json', lang=lang)
        self.assertIn(done.returncode, (0, 2), done.stderr[-2000:])
        self.assertEqual(done.stderr, '')
        document = json.loads(done.stdout)
        self.assertEqual(done.returncode, 2 if document['errors'] else 0)
        if status is not None:
            self.assertEqual(done.returncode, status, document['findings'][:5])
        return document

    def write(self, name, content):
        (self.package / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def replace(self, name, old, new):
        text = (self.package / name).read_text(encoding='utf-8')
        self.assertIn(old, text)
        self.write(name, text.replace(old, new))

    def add(self, table, content):
        """One more table in the package."""
        description = json.loads((self.package / 'datapackage.json').read_text(encoding='utf-8'))
        description['resources'].append({'name': table, 'path': table + '.csv'})
        self.write('datapackage.json', json.dumps(description))
        self.write(table + '.csv', content)

    def assert_refused(self, code, name, row=None, field=None, found=None):
        """The package is refused with exactly one error, which says this."""
        document = self.check(status=2)
        errors = [finding for finding in document['findings'] if finding['severity'] == 'error']
        self.assertEqual(len(errors), 1, errors)
        self.assertNotIn('hash', document)
        self.assertEqual((errors[0]['code'], errors[0]['file'], errors[0]['row'], errors[0]['field']),
                         (code, str(self.package / name), row, field))
        if found is not None:
            self.assertEqual(errors[0]['found'], found)
        return errors[0]


class Healthy(Check):
    def test_the_smallest_package(self):
        document = self.check(status=0)
        self.assertEqual((document['errors'], document['warnings']), (0, 0))
        self.assertEqual(document['sizes']['commodities'], 4)
        self.assertEqual(document['sizes']['exchanges'], 6)
        self.assertEqual(document['title'], 'A bakery and its mill: the smallest economy')

    def test_the_hash_is_that_of_the_documentation(self):
        self.assertEqual(self.check()['hash'], hash_of(BAKERY))
        self.assertIn(self.check()['hash'], (SOURCE / 'docs' / 'economy-package.md').read_text(encoding='utf-8'))

    def test_the_documentation_shows_the_example(self):
        page = (SOURCE / 'docs' / 'economy-package.md').read_text(encoding='utf-8')
        for name in ('commodities.csv', 'processes.csv', 'exchanges.csv'):
            self.assertIn('```\n' + (BAKERY / name).read_text(encoding='utf-8') + '```', page)

    def test_what_does_not_change_the_hash(self):
        plain = self.check()['hash']
        self.replace('needs.csv', '\n', '\r\n')
        self.replace('stocks.csv', 'wheat,600', '"wheat",600\n')
        self.replace('exchanges.csv', ',', ';')
        self.replace('datapackage.json', '"exchanges.csv"', '"exchanges.csv", "dialect": {"delimiter": ";"}')
        packed = gzip.compress((self.package / 'processes.csv').read_bytes())
        self.write('processes.csv', packed)
        self.assertEqual(self.check(status=0)['hash'], plain)

    def test_any_value_changes_the_hash(self):
        seen = {self.check()['hash']}
        for old, new in (('0.75', '0.750'), ('0.05', '0.06'), ('baking,bread', 'baking,wheat')):
            self.replace('exchanges.csv', old, new)
            seen.add(self.check()['hash'])
        self.assertEqual(len(seen), 4)

    def test_text_and_spanish(self):
        done = self.cordon('economy', 'check', self.package, lang='es')
        self.assertIn('errores: 0, advertencias: 0, notas: 1', done.stdout)
        self.assertIn('radio espectral', done.stdout)

    def test_an_unknown_table_is_a_warning(self):
        self.add('prices', 'a\n1\n')
        document = self.check(status=0)
        self.assertEqual([f['code'] for f in document['findings'] if f['severity'] == 'warning'], ['economy.resource_unknown'])

    def test_an_unknown_column_is_a_warning(self):
        self.replace('stocks.csv', 'amount', 'amount,palce')
        self.replace('stocks.csv', '600', '600,north')
        self.replace('stocks.csv', '40', '40,north')
        finding = [f for f in self.check(status=0)['findings'] if f['severity'] == 'warning'][0]
        self.assertEqual((finding['code'], finding['row'], finding['field']), ('economy.column_unknown', 1, 'palce'))


class Spoiled(Check):
    """One mistake each, as it happens to people with spreadsheets, and to files."""

    def test_a_dropped_column(self):
        self.replace('exchanges.csv', ',amount', ',quantity')
        self.assert_refused('economy.column_missing', 'exchanges.csv', 1, 'amount')

    def test_a_swapped_unit(self):
        self.add('units', 'unit,dimension,factor\nkg,mass,1\nhour,time,1\n')
        self.write('stocks.csv', 'commodity,amount,unit\nwheat,600,kg\nwork,40,kg\n')
        error = self.assert_refused('economy.unit_dimension', 'stocks.csv', 3, 'unit', 'kg')
        self.assertIn('work', error['message'])

    def test_a_unit_that_is_not_listed(self):
        self.add('units', 'unit,dimension,factor\nkg,mass,1\n')
        error = self.assert_refused('economy.id_unknown', 'commodities.csv', 5, 'unit', 'hour')
        self.assertIn('units', error['message'])

    def test_a_negative_capacity(self):
        self.replace('capacities.csv', 'milling,500', 'milling,-500')
        self.assert_refused('economy.negative', 'capacities.csv', 3, 'capacity', '-500')

    def test_a_cell_with_text(self):
        self.replace('exchanges.csv', '1.3', 'about 1.3')
        self.assert_refused('economy.number', 'exchanges.csv', 5, 'amount', 'about 1.3')

    def test_a_decimal_comma(self):
        self.replace('exchanges.csv', 'input,1.3', 'input,"1,3"')
        self.assert_refused('economy.number', 'exchanges.csv', 5, 'amount', '1,3')

    def test_a_row_cut_short(self):
        self.replace('exchanges.csv', 'milling,wheat,input,1.3', 'milling,wheat,input')
        self.assert_refused('base.csv_cells', 'exchanges.csv', 5, None)

    def test_a_mistyped_id(self):
        self.replace('needs.csv', 'school,bread', 'school,bred')
        error = self.assert_refused('economy.id_unknown', 'needs.csv', 3, 'commodity', 'bred')
        self.assertIn('bread', error['expected'])

    def test_an_id_twice(self):
        self.replace('processes.csv', 'milling,', 'baking,')
        document = self.check(status=2)
        first = document['findings'][0]
        self.assertEqual((first['code'], first['row'], first['field']), ('economy.id_twice', 3, 'process'))
        self.assertIn('2', first['message'])

    def test_a_line_of_200_megabytes(self):
        path = self.package / 'needs.csv'
        with open(path, 'r+b') as stream:
            stream.seek(0, 2)
            stream.write(b'home,bread,')
            stream.seek(200 << 20)  # a hole of NUL bytes takes no room on the disk
            stream.write(b'1\n')
        self.assert_refused('base.csv_line_too_long', 'needs.csv', 4)

    def test_invalid_utf8(self):
        self.replace('needs.csv', 'school', 'escuela')
        self.write('needs.csv', (self.package / 'needs.csv').read_bytes().replace(b'escuela', b'ni\xf1os'))
        self.assert_refused('base.csv_not_utf8', 'needs.csv', 3)

    def test_nul_bytes(self):
        self.write('needs.csv', (self.package / 'needs.csv').read_bytes().replace(b'school', b'sch\x00ol'))
        self.assert_refused('base.csv_not_utf8', 'needs.csv', 3)

    def test_an_open_quote(self):
        self.replace('needs.csv', 'school', '"school')
        self.assert_refused('base.csv_quote', 'needs.csv', 3)

    def test_a_missing_file(self):
        (self.package / 'needs.csv').unlink()
        self.assert_refused('base.cannot_open', 'needs.csv')

    def test_a_folder_for_a_file(self):
        (self.package / 'needs.csv').unlink()
        (self.package / 'needs.csv').mkdir()
        self.assert_refused('economy.path_outside', 'needs.csv')

    def test_no_package_at_all(self):
        self.package = self.scratch / 'nothing'
        self.assert_refused('base.cannot_open', 'datapackage.json')

    def test_a_required_table_missing(self):
        self.replace('datapackage.json', '  {"name": "exchanges", "path": "exchanges.csv"},\n', '')
        error = self.assert_refused('economy.resource_missing', 'datapackage.json', None, '/resources')
        self.assertIn('exchanges', error['message'])

    def test_several_places_and_none_named(self):
        self.add('places', 'place\nnorth\nsouth\n')
        document = self.check(status=2)
        self.assertEqual({(f['code'], f['field']) for f in document['findings']}, {('economy.which', 'place')})
        self.assertEqual({f['file'].rsplit('/', 1)[1] for f in document['findings']}, {'processes.csv', 'stocks.csv', 'needs.csv'})

    def test_everything_wrong_is_said_at_once(self):
        self.replace('exchanges.csv', '0.75', 'x')
        self.replace('exchanges.csv', 'output', 'out')
        self.replace('needs.csv', '300', '-300')
        self.replace('capacities.csv', '400', '1e999')
        codes = sorted(f['code'] for f in self.check(status=2)['findings'])
        self.assertEqual(codes, ['economy.choice', 'economy.choice', 'economy.negative', 'economy.number', 'economy.number'])

    def test_ten_thousand_findings_are_kept_and_all_are_counted(self):
        rows = ['baking,bread,output,x'] * 12000
        self.write('exchanges.csv', 'process,commodity,direction,amount\n' + '\n'.join(rows) + '\n')
        document = self.check(status=2)
        self.assertEqual((len(document['findings']), document['errors']), (10000, 12000))


class SpoiledDescriptions(Check):
    def test_broken(self):
        self.replace('datapackage.json', '"resources": [', '"resources": ')
        self.assert_refused('base.json_syntax', 'datapackage.json', 7)  # where a key should stand is an object

    def test_deep(self):
        self.write('datapackage.json', '{"resources": ' + '[' * 100000 + ']' * 100000 + '}')
        self.assert_refused('base.json_syntax', 'datapackage.json', 1)

    def test_huge(self):
        self.write('datapackage.json', '{"resources": [], "title": "%s"}' % ('x' * (2 << 20)))
        self.assert_refused('base.file_too_large', 'datapackage.json')

    def test_not_utf8(self):
        self.write('datapackage.json', b'{"title": "\xff", "resources": []}')
        self.assert_refused('base.json_syntax', 'datapackage.json', 1)

    def test_a_key_twice(self):
        self.replace('datapackage.json', '"title"', '"name": "again", "title"')
        self.assert_refused('base.json_syntax', 'datapackage.json', 3)

    def test_empty(self):
        self.write('datapackage.json', '')
        self.assert_refused('base.json_syntax', 'datapackage.json', 1)

    def test_paths_that_lead_out(self):
        (self.scratch / 'needs.csv').write_bytes((self.package / 'needs.csv').read_bytes())
        for path in ('../needs.csv', 'x/../../needs.csv', str(self.scratch / 'needs.csv'), 'https://example.org/needs.csv', ''):
            with self.subTest(path=path):
                shutil.rmtree(self.package)
                shutil.copytree(BAKERY, self.package)
                self.replace('datapackage.json', '"needs.csv"', json.dumps(path))
                self.assert_refused('economy.path_outside', 'datapackage.json', None, '/resources/5/path', path)

    def test_a_link_that_leads_out(self):
        (self.package / 'needs.csv').rename(self.scratch / 'needs.csv')
        (self.package / 'needs.csv').symlink_to('../needs.csv')
        self.assert_refused('economy.path_outside', 'needs.csv')


class Tables(Check):
    """The doctor on published tables, through the packages of examples/, where they are."""

    def findings(self, name):
        package = SOURCE / 'examples' / name
        if not (package / 'datapackage.json').exists():
            self.skipTest('examples/%s is not there' % name)
        return self.check(package)

    def codes(self, document, severity):
        return [finding['code'] for finding in document['findings'] if finding['severity'] == severity]

    def rho(self, document):
        message = [f['message'] for f in document['findings'] if f['code'] == 'economy.rho'][0]
        return float(re.search(r'\d+\.\d+', message).group())

    def test_good_tables_have_no_errors(self):
        for name in ('chile-2013', 'usa-2017', 'sweden-2015', 'spain-2016'):
            with self.subTest(package=name):
                document = self.findings(name)
                self.assertEqual(self.codes(document, 'error'), [])
                self.assertLess(self.rho(document), 1)

    def test_spectral_radius_of_domestic_flows(self):
        # ../shared/data/economy/PROVENANCE.md, computed there with numpy from the same tables
        self.assertAlmostEqual(self.rho(self.findings('chile-2013')), 0.410, delta=5e-4)
        self.assertAlmostEqual(self.rho(self.findings('sweden-2015')), 0.381, delta=5e-4)

    def test_what_the_bea_left_over(self):
        # 318 of the USA's 402 rows miss by more than 1e-6 relative
        document = self.findings('usa-2017')
        message = [f['message'] for f in document['findings'] if f['code'] == 'economy.recorded'][0]
        self.assertIn(' 318 ', message)

    def test_a_spoiled_table_no_longer_balances(self):
        package = SOURCE / 'examples' / 'chile-2013'
        if not package.exists():
            self.skipTest('examples/chile-2013 is not there')
        shutil.rmtree(self.package)
        shutil.copytree(package, self.package)
        with open(self.package / 'exchanges.csv', newline='', encoding='utf-8') as stream:
            rows = list(csv.reader(stream))
        column, direction = rows[0].index('amount'), rows[0].index('direction')
        largest = max((row for row in rows[1:] if row[direction] == 'output'), key=lambda row: float(row[column]))
        commodity = largest[rows[0].index('commodity')]
        largest[column] = repr(float(largest[column]) * 1.001)
        with open(self.package / 'exchanges.csv', 'w', newline='', encoding='utf-8') as stream:
            csv.writer(stream, lineterminator='\n').writerows(rows)
        errors = [f for f in self.check(status=2)['findings'] if f['severity'] == 'error']
        self.assertEqual([(f['code'], f['found']) for f in errors], [('economy.unbalanced', commodity)])

    def test_the_recipes_that_eat_themselves(self):
        document = self.findings('uslci-2017')
        loops = [f['message'] for f in document['findings'] if f['code'] == 'economy.loop']
        # galvanised steel needs scrap that only studs made of galvanised steel give (p0641: 0.29679 kg a kilogram; p0110: 0.0284)
        self.assertTrue(any('f00659, f00893;' in message and 'p0110, p0641' in message for message in loops), loops)
        # a medium density fibreboard mill burns 126.7 kg of its own wood fuel, which is made of the 124 kg it gives
        self.assertTrue(any('f01776, f01777, f01778;' in message and 'p0157, p0246' in message for message in loops), loops)

    def test_petroleum_refining_lists_its_total(self):
        document = self.findings('uslci-2017')
        totals = [f for f in document['findings'] if f['code'] == 'economy.total_mass']
        self.assertIn('f00427', [f['found'] for f in totals])  # "Petroleum refining, at refinery", beside gasoline, diesel...


if __name__ == '__main__':
    unittest.main()
