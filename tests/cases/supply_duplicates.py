"""cordon supply duplicates: cases by hand, registries with planted duplicates (the shared ones, and fresh ones of
registries.py), look-alikes that must not be listed."""
import csv
import io
import json
import random
import re
import unittest

import registries
from program import SOURCE, Case

HEAD = 'registro,nombres,apellido1,apellido2,nacimiento,calle,numero,personas'


class Duplicates(Case):
    def write(self, *lines, head=HEAD):
        path = self.scratch / 'registry.csv'
        path.write_text('\n'.join((head,) + lines) + '\n', encoding='utf-8')
        return path

    def find(self, path, *options):
        done = self.cordon('supply', 'duplicates', path, '--csv', *options)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        return {(row['a'], row['b']) for row in csv.DictReader(io.StringIO(done.stdout))}

    def town(self, *lines):
        """The lines among 600 other households of a town, which say what is frequent."""
        rows = registries.registry(424242, 600)[0]
        others = [','.join(['t' + str(row[0])] + [str(cell) for cell in row[1:]]) for row in rows]
        return self.write(*others, *lines)

    def ours(self, *lines):
        """The pairs listed among the lines, and none of them is with somebody of the town."""
        found = {pair for pair in self.find(self.town(*lines)) if not all(one.startswith('t') for one in pair)}
        return found


class ByHand(Duplicates):
    """One household registered by two clerks: it is found, and the reason is named."""
    FIRST = '1,Luis Alberto,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,412,5'

    def reasons(self, second, first=FIRST):
        document = self.cordon_json('supply', 'duplicates', self.town(first, second))
        pairs = [pair for pair in document['pairs'] if {pair['a'], pair['b']} == {'1', '2'}]
        self.assertEqual(len(pairs), 1, second)
        self.assertIn(['1', '2'], document['groups'])
        return {one['code'].replace('supply.like_', '') for side in ('for', 'against') for one in pairs[0][side]}

    def test_each_slip_of_a_clerk(self):
        for second, code in (
                ('2,Luis Alberto,Nunez,Carvajal,1934-11-02,Avenida Los Platanos,412,5', 'surnames_same'),
                ('2,LUIS ALBERTO,NÚÑEZ,CARVAJAL,2/11/1934,AVENIDA LOS PLÁTANOS,0412,5', 'birth_same'),
                ('2,Lucho Alberto,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,412,5', 'given_short'),
                ('2,Luisito Alberto,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,412,5', 'given_short'),
                ('2,L. Alberto,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,412,5', 'given_slip'),
                ('2,Luis,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,412,5', 'given_part'),
                ('2,Luis Alberto,Núñez,,1934-11-02,Avenida Los Plátanos,412,5', 'surnames_dropped'),
                ('2,Luis Alberto,Carvajal,Núñez,1934-11-02,Avenida Los Plátanos,412,5', 'surnames_swapped'),
                ('2,Luis Alberto,Núñez,Carbajal,1934-11-02,Avenida Los Plátanos,412,5', 'surnames_slip'),
                ('2,Luis Alberto,Núñez,Carvjaal,1934-11-02,Avenida Los Plátanos,412,5', 'surnames_slip'),
                ('2,Luis Alberto,Núñez,Carvajal,1934-02-11,Avenida Los Plátanos,412,5', 'birth_swapped'),
                ('2,Luis Alberto,Núñez,Carvajal,1934-11-07,Avenida Los Plátanos,412,5', 'birth_digit'),
                ('2,Luis Alberto,Núñez,Carvajal,1934-11-17,Avenida Los Plátanos,412,5', 'birth_parts'),
                ('2,Luis Alberto,Núñez,Carvajal,1934-11-02,Avda. Los Plátanos,412,5', 'address_same'),
                ('2,Luis Alberto,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,421,5', 'address_door_slip'),
                ('2,Luis Alberto,Núñez,Carvajal,1934-11-02,Los Quillayes,9,5', 'address_other'),
                ('2,Núñez,Luis Alberto,,1934-11-02,Avenida Los Plátanos,412,5', 'given_is_surname'),
                ('2,Luis Alberto,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,412,9', 'members_other')):
            with self.subTest(second=second):
                self.assertIn(code, self.reasons(second))

    def test_two_frequent_names_are_no_slip(self):
        """The town has many called Gómez and many called Gámez; nobody there is called Gomsz."""
        first = '1,Rosa Luz,Gómez,Paz,1934-11-02,Avenida Los Plátanos,412,5'
        self.assertIn('surnames_one', self.reasons(first.replace('1,Rosa', '2,Rosa').replace('Gómez', 'Gámez'), first))
        self.assertIn('surnames_slip', self.reasons(first.replace('1,Rosa', '2,Rosa').replace('Gómez', 'Gomsz'), first))

    def test_a_slip_of_a_short_name_and_of_what_a_nickname_stands_for(self):
        for a, b in (('Luz', 'Lzu'), ('Luz', 'uLz'), ('Lola', 'Dolorss'), ('Yoli', 'Yoalnda')):
            with self.subTest(b=b):
                first = '1,%s,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,412,5' % a
                self.assertIn('given_slip', self.reasons(first.replace('1,' + a, '2,' + b), first))

    def test_what_is_honest_is_not_listed(self):
        for second in (
                '2,Ernesto Hugo,Núñez,Carvajal,1936-02-19,Avenida Los Plátanos,412,5',  # a brother
                '2,Ernesto Hugo,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,412,5',  # a twin
                '2,Luis Enrique,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,412,4',  # a twin that shares a name
                '2,Luis Alberto,Núñez,Vidal,1960-03-08,Avenida Los Plátanos,412,2',  # his son of the same name
                '2,Isa Alberto,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,412,4',  # a twin with a short name
                '2,Luisa Alberta,Núñez,Carvajal,1934-11-02,Avenida Los Plátanos,412,5',  # a twin sister
                '2,Luis Alberto,Núñez,Carvajal,1951-07-30,Camino El Alba,77,3',  # a namesake
                '2,Luis Alberto,Núñez,Carvajal,1934-11-07,Camino El Alba,77,3',  # a namesake born five days later
                '2,Irma,Pinto,Duarte,1930-01-17,Avenida Los Plátanos,412,5',  # who lives at the same door
                '2,Irma,Pinto,Duarte,1934-11-02,Camino El Alba,77,5'):  # who was born on the same day
            with self.subTest(second=second):
                self.assertEqual(self.ours(self.FIRST, second), set())

    def test_the_example(self):
        self.assertEqual(self.find(self.example('supply/registry.csv')), {('1', '3'), ('2', '5')})
        said = self.cordon_ok('supply', 'duplicates', self.example('supply/registry.csv'), lang='es')
        self.assertIn('Rosa Ester / Rosita', said)
        self.assertIn('cambiados de lugar', said)

    def test_one_address_cell_and_one_of_surnames(self):
        path = self.write('1,Luis,de la Fuente Soto,2/11/1934,Av. Matta 412', '2,Lucho,Fuente Soto,02-11-1934,Avenida Matta Nº 412',
                          '3,Ana,Vidal Paz,1940-01-09,Pasaje Doce 3', head='folio,nombre,apellidos,fecha de nacimiento,direccion')
        self.assertEqual(self.find(path), {('1', '2')})

    def test_columns_by_other_names(self):
        path = self.write('1,Luis,Soto,1934-11-02,Matta,41', '2,Luis,Soto,1934-11-02,Matta,41', head='k,n,s,b,w,d')
        columns = [x for pair in ('id=k', 'given=n', 'surname1=s', 'birth=b', 'street=w', 'door=d') for x in ('--column', pair)]
        self.assertEqual(self.find(path, *columns), {('1', '2')})

    def test_a_date_that_many_have_is_little_evidence(self):
        """The clerk's 1 January: 400 people, more than a block is compared whole for; two of them are one."""
        draw = random.Random(5)
        lines = ['%d,%s,%s,%s,1930-01-01,%s,%d,3' % (i, draw.choice(registries.MEN), draw.choice(registries.SURNAMES), draw.choice(registries.SURNAMES),
                                                    draw.choice(registries.STREETS), draw.randrange(900)) for i in range(10, 410)]
        lines += ['1,Froilán,Antilén,Epuleo,1930-01-01,Calle Freire,901,3', '2,Froilan,Antilen,Epuleo,1930-01-01,C. Freire,901,3']
        document = self.cordon_json('supply', 'duplicates', self.write(*lines))
        self.assertEqual([(pair['a'], pair['b']) for pair in document['pairs']], [('1', '2')])
        self.assertEqual(document['keys_cut'], 1)

    def test_short_forms_are_sorted_and_once(self):
        listed = re.findall(r'NICK\("([a-z]+)", "([a-z]+)"\)', (SOURCE / 'src/supply/nicknames.def').read_text(encoding='utf-8'))
        self.assertGreater(len(listed), 200)
        self.assertEqual(listed, sorted(set(listed)))


class Planted(Duplicates):
    def scores(self, path, truth, *options):
        return registries.scores(truth, self.find(path, *options))

    def test_the_shared_households(self):
        folder = self.shared('data/supply/dedup')
        with open(folder / 'hogares_truth.csv', encoding='utf-8') as stream:
            truth = {row['registro']: row['hogar'] for row in csv.DictReader(stream)}
        recall, precision = self.scores(folder / 'hogares.csv', truth)
        self.assertGreaterEqual(recall, 0.97)
        self.assertGreaterEqual(precision, 0.99)

    def test_febrl(self):
        """No Spanish names, one surname, words exchanged between fields: less is asked of recall."""
        path = self.shared('data/supply/dedup/febrl1.csv')
        with open(path, encoding='utf-8') as stream:
            truth = {row[0]: row[0].split('-')[1] for row in list(csv.reader(stream))[1:]}
        recall, precision = self.scores(path, truth)
        self.assertGreaterEqual(recall, 0.97)
        self.assertGreaterEqual(precision, 0.99)

    def test_fresh_registries(self):
        """Seeds nobody looked at; pairs pooled over the registries."""
        truth, pairs = {}, set()
        for seed in range(101, 111):
            rows, houses = registries.registry(seed, 1500)
            registries.write(self.scratch / 'fresh.csv', rows)
            truth.update({(seed, one): (seed, house) for one, house in houses.items()})
            pairs |= {((seed, a), (seed, b)) for a, b in self.find(self.scratch / 'fresh.csv')}
        recall, precision = registries.scores(truth, pairs)
        self.assertGreaterEqual(recall, 0.97)
        self.assertGreaterEqual(precision, 0.99)

    def test_the_order_of_rows_does_not_matter(self):
        rows = registries.registry(7, 1000)[0]
        registries.write(self.scratch / 'a.csv', rows)
        random.Random(1).shuffle(rows)
        registries.write(self.scratch / 'b.csv', rows)
        first, second = ({frozenset(pair) for pair in self.find(self.scratch / name)} for name in ('a.csv', 'b.csv'))
        self.assertEqual(first, second)
        self.assertGreater(len(first), 100)


class OfABook(Duplicates):
    """The example's registrations as households of a book, their names sealed: the same pairs, with the acts at hand."""
    def setUp(self):
        super().setUp()
        self.book = self.scratch / 'book'
        self.cordon_ok('init', self.book, '--title', 'T', '--example-keys', 'test=ana', '--now', '1972-10-11T09:00:00Z')
        acts = [('body_open', {'body': 'jap', 'kind': 'neighbourhood', 'name': 'JAP', 'members': 'people', 'secretary': 'ana'}),
                ('outlet_open', {'body': 'jap', 'outlet': 'kiosk', 'name': 'Kiosk', 'kind': 'outlet'})]
        with open(self.example('supply/registry.csv'), encoding='utf-8') as stream:
            self.rows = list(csv.DictReader(stream))
        self.token = {}
        for number, row in enumerate(self.rows):
            self.token[row['registro']] = self.cordon_ok('supply', 'token', str(1000 + number)).split()[-1]
            acts.append(('household_enrol', {
                'body': 'jap', 'household': self.token[row['registro']], 'outlet': 'kiosk', 'size': int(row['personas']),
                'names': '%s, %s %s, %s; and others' % (row['nombres'], row['apellido1'], row['apellido2'], row['nacimiento']),
                'door': '%s %s' % (row['calle'], row['numero'])}))
        lines = [json.dumps({'kind': kind, 'fields': fields, 'by': ['ana'], 'now': '1972-10-11T10:%02d:00Z' % i})
                 for i, (kind, fields) in enumerate(acts)]
        (self.scratch / 'acts.jsonl').write_text('\n'.join(lines) + '\n', encoding='utf-8')
        self.cordon_ok('batch', self.scratch / 'acts.jsonl', '--example-seed', 'test', '--book', self.book)

    def test_the_pairs_of_the_table_and_two_acts_for_each(self):
        expected = {(self.token[a], self.token[b]) for a, b in self.find(self.example('supply/registry.csv'))}
        self.assertEqual(len(expected), 2)
        document = self.cordon_json('supply', 'duplicates', self.book, '--body', 'jap')
        self.assertEqual({(pair['a'], pair['b']) for pair in document['pairs']}, expected)
        for kept, other in expected:
            for kind in ('household_merge', 'household_unmerge'):
                self.assertIn({'kind': kind, 'fields': {'body': 'jap', 'kept': kept, 'other': other}},
                              [act for acts in document['acts'] for act in acts])
        self.assertIn('household_merge body=jap kept=', self.cordon_ok('supply', 'duplicates', self.book, '--body', 'jap'))

    def test_it_does_nothing_and_the_acts_are_ones_that_people_can_do(self):
        before = self.cordon_ok('log', '--book', self.book)
        kept, other = sorted(self.token[one] for one in self.find(self.example('supply/registry.csv')).pop())
        self.assertEqual(self.cordon_ok('log', '--book', self.book), before)
        ana = ['--book', self.book, '--example-keys', 'test=ana', '--now', '1972-10-20T09:00:00Z']
        self.cordon_ok('act', 'household_merge', 'body=jap', 'kept=' + kept, 'other=' + other, 'size=5', 'heard=1972-10-19',
                       'hearing=Both cards were shown by one household.', *ana)
        pairs = {(one['a'], one['b']) for one in self.cordon_json('supply', 'duplicates', self.book, '--body', 'jap')['pairs']}
        self.assertNotIn((kept, other), pairs)
        self.assertEqual(len(pairs), 1)
        self.cordon_ok('act', 'household_unmerge', 'body=jap', 'kept=' + kept, 'other=' + other, 'reason=They were two households.', *ana)
        self.assertIn((kept, other), {(one['a'], one['b']) for one in
                                      self.cordon_json('supply', 'duplicates', self.book, '--body', 'jap')['pairs']})


class Refused(Duplicates):
    def test_columns(self):
        for head, options, code in ((HEAD.replace('registro', 'x'), (), 'supply.registry_no_id_column'),
                                    (HEAD.replace('nombres', 'x'), (), 'supply.registry_too_few_columns'),
                                    (HEAD, ('--column', 'birth=y'), 'supply.registry_no_column')):
            path = self.write('1,Luis,Soto,Paz,1934-11-02,Matta,41,2', head=head)
            self.assertIn(code, [one['code'] for one in self.cordon_refuses('supply', 'duplicates', path, *options)])
        self.cordon_refuses('supply', 'duplicates', path, '--column', 'colour=y')
        self.cordon_refuses('supply', 'duplicates', path, '--least', '0.2')

    def test_numbers_of_registrations(self):
        path = self.write('1,Luis,Soto,Paz,1934-11-02,Matta,41,2', '1,Ana,Vidal,Paz,1934-11-02,Matta,41,2', ',Eva,Vidal,Paz,1934-11-02,Matta,41,2')
        self.assertEqual([(one['code'], one['row']) for one in self.cordon_refuses('supply', 'duplicates', path)],
                         [('supply.registry_id_twice', 3), ('supply.registry_no_id', 4)])

    def test_what_is_no_date_is_said_and_not_compared(self):
        path = self.write('1,Luis,Soto,Paz,1934-11-02,Matta,41,2', '2,Luis,Soto,Paz,hacia 1934,Matta,41,2')
        document = self.cordon_json('supply', 'duplicates', path)
        self.assertEqual([(one['code'], one['row'], one['severity']) for one in document['findings']], [('supply.registry_not_a_date', 3, 'warning')])

    def test_an_empty_registry(self):
        self.assertEqual(self.find(self.write()), set())


if __name__ == '__main__':
    unittest.main()
