"""cordon count: PrefLib's orders and CSVs of ranked ballots, in and out, and what is said of wrong ones."""
import unittest

from count_stv import Count, WARDS

HEAD = '# FILE NAME: x\n# TITLE: Three\n# DATA TYPE: toi\n# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 13\n# NUMBER UNIQUE ORDERS: 3\n' \
       '# ALTERNATIVE NAME 1: Ana\n# ALTERNATIVE NAME 2: Bea\n# ALTERNATIVE NAME 3: Cleo, of the port\n'
BLT = '3 1\n7 1 2=3 0\n5 2 1 0\n1 3 0\n0\n"Ana"\n"Bea"\n"Cleo, of the port"\n"Three"\n'


class Formats(Count):
    def same_count(self, path, *options, rule='meek', other=BLT, seats=1):
        """The file counts as the BLT does."""
        plain = self.count(self.ballots(other), '--seats', str(seats), rule=rule)
        mine = self.count(path, '--seats', str(seats), *options, rule=rule)
        mine['title'] = mine['title'] or ''
        self.assertEqual(mine, plain)

    def codes(self, text, name, *options):
        return [(found['row'], found['code']) for found in
                self.cordon_refuses('count', '--rule', 'meek', '--seats', '1', self.ballots(text, name), *options)]


class PrefLib(Formats):
    def test_the_present_form(self):
        self.same_count(self.ballots(HEAD + '7: 1,{2,3}\n5: 2,1\n1: 3\n', 'x.toi'))
        self.same_count(self.ballots(HEAD + '7:1, {2 , 3}\r\n5: 2,1\r\n\r\n1: {3}\n', 'without-suffix'))

    def test_the_form_until_2022(self):
        plain = BLT.replace('"Three"', '""')
        self.same_count(self.ballots('3\n1,Ana\n2,Bea\n3,Cleo, of the port\n13,13,3\n7,1,{2,3}\n5,2,1\n1,3\n', 'x.toi'), other=plain)

    def test_broken_promises_and_lines(self):
        for change, name, code in (('7: 1,{2,3}\n5: 2,1\n1: 3', 'soi', [(10, 'count.order_tied')]),
                                   ('7: 1,{2,3}\n5: 2,1\n1: 3,1,2', 'toc', [(11, 'count.order_incomplete')]),
                                   ('7: 1,4\n6: 2,{1,3\n', 'toi', [(10, 'count.order'), (11, 'count.order')]),
                                   ('7: 1,2,1\n6: 2', 'toi', [(10, 'count.named_twice')]),
                                   ('0: 1\nx: 2\n13 1,2', 'toi', [(10, 'count.weight'), (11, 'count.weight'), (12, 'count.weight')]),
                                   ('7: 1\n5: 2', 'toi', [(11, 'count.voters_other')])):
            with self.subTest(change=change):
                self.assertEqual(self.codes(HEAD.replace('TYPE: toi', 'TYPE: ' + name) + change, 'x.' + name), code)
        self.assertEqual(self.codes('7: 1,2\n', 'x.soc')[0], (1, 'count.candidates_range'))

    def test_set_aside(self):
        path = self.ballots(HEAD + '7: 1,2,1\n6: 2', 'x.toi')
        done = self.cordon('count', '--rule', 'irv', '--seats', '1', '--set-aside', path, '--json')
        self.assertIn('"invalid": "7"', done.stdout)

    def test_written_and_read_again(self):
        for text, kind in (('7: 1,{2,3}\n5: 2,1\n1: 3', 'toi'), ('12: 1,{2,3}\n1: {3,1,2}', 'toc'), ('12: 1,2\n1: 3', 'soi'),
                           ('12: 1,2,3\n1: 3,2,1', 'soc')):
            first, second = self.ballots(HEAD + text + '\n', 'x.toi'), self.scratch / 'y'
            self.cordon_ok('count', 'convert', first, '--to', 'preflib', '-o', second)
            written = second.read_text(encoding='utf-8')
            self.assertIn('# DATA TYPE: %s\n' % kind, written)
            self.assertTrue(written.endswith('1: ' + text.split('1: ')[-1] + '\n'))
            self.assertEqual(self.count(first, '--seats', '1', rule='meek'), self.count(second, '--seats', '1', rule='meek'))

    def test_what_the_format_has_no_place_for_is_refused(self):
        for text in ('2 1\n1 1 - 2 0\n0\n"A"\n"B"\n"x"\n', '2 1\n1 1 0\n1 0\n0\n"A"\n"B"\n"x"\n', '2 1\n-1\n1 2 0\n0\n"A"\n"B"\n"x"\n'):
            found = self.cordon_refuses('count', 'convert', self.ballots(text), '--to', 'preflib', '-o', self.scratch / 'no')
            self.assertEqual(found[0]['code'], 'count.format_not_written')
            self.assertFalse((self.scratch / 'no').exists())

    def test_real_wards_go_through_it(self):
        for path in sorted(self.shared(WARDS).glob('aberdeen_*.blt')):
            other = self.scratch / 'ward.toi'
            done = self.cordon('count', 'convert', path, '--to', 'preflib', '-o', other)
            if done.returncode:
                continue
            seats = path.read_text(encoding='utf-8').split()[1]
            report, again = self.count(path), self.count(other, '--seats', seats)
            self.assertEqual([self.votes(s) for s in report['stages']], [self.votes(s) for s in again['stages']])


class Csv(Formats):
    RANKS = 'id,rank 1,rank 2,rank 3\n1,Bea,Ana,\n2,Ana,,Cleo\n3,Cleo,Bea,Ana\n'
    SAME = '3 1\n1 2 1 0\n1 1 - 3 0\n1 3 2 1 0\n0\n"Ana"\n"Bea"\n"Cleo"\n"x"\n'

    def marks(self, text, **csv):
        """The ballots as BLT would write them."""
        out = self.scratch / 'out.blt'
        options = ('--settings', self.settings(csv=csv)) if csv else ()
        self.cordon_ok('count', 'convert', self.ballots(text, 'b.csv'), '--to', 'blt', '-o', out, *options)
        lines = out.read_text(encoding='utf-8').splitlines()
        end = lines.index('0')
        return lines[1:end], lines[end + 1:-1]

    def test_a_column_a_rank(self):
        self.assertEqual(self.marks(self.RANKS, ignore='id'), (['1 2 1 0', '1 1 - 3 0', '1 3 2 1 0'], ['"Ana"', '"Bea"', '"Cleo"']))
        self.assertEqual(self.marks(self.RANKS, first='rank 1', last='rank 2')[0], ['1 2 1 0', '1 1 0', '1 3 2 0'])

    def test_a_column_a_candidate(self):
        text = 'Ana,Bea,Cleo,copies\n2,1,,3\n1,,3,1\n1,2,2,1\n,,,2\n'
        self.assertEqual(self.marks(text, weight='copies'), (['3 2 1 0', '1 1 - 3 0', '1 1 2=3 0', '2 0'], ['"Ana"', '"Bea"', '"Cleo"']))

    def test_words_for_empty_and_over_marked_ranks(self):
        text = 'rank1,rank2,rank3,rank4\nundervote,Ana,overvote,Bea\nBea,undervote,undervote,Ana\nAna,overvote,Bea,undervote\n'
        words = {'skipped': 'undervote', 'overvote': 'overvote'}
        self.assertEqual(self.marks(text, **words)[0], ['1 - 1 0', '1 2 - - 1 0', '1 1 0'])
        self.assertEqual(self.marks(text, overvotes='skip', **words)[0], ['1 - 1 - 2 0', '1 2 - - 1 0', '1 1 - 2 0'])
        self.assertEqual(self.marks(text, skips='2', **words)[0], ['1 - 1 0', '1 2 0', '1 1 0'])

    def test_several_in_a_cell_and_repeats(self):
        self.assertEqual(self.marks('rank1;rank2\nAna | Bea;Cleo\nCleo;Ana|Bea\n', several='|', delimiter=';')[0], ['1 1=2 3 0', '1 3 1=2 0'])
        twice = 'rank1,rank2,rank3\nAna,Ana,Bea\nBea,Ana,\n'
        self.assertEqual(self.marks(twice, repeats='skip')[0], ['1 1 - 2 0', '1 2 1 0'])
        found = self.cordon_refuses('count', 'convert', self.ballots(twice, 'b.csv'), '--to', 'blt', '-o', self.scratch / 'no')
        self.assertEqual([(one['row'], one['code']) for one in found], [(2, 'count.named_twice')])

    def test_it_counts_as_the_same_ballots_do(self):
        path = self.ballots(self.RANKS, 'b.csv')
        plain = self.count(self.ballots(self.SAME.replace('"x"', '""')), '--settings', self.settings(seed='s'), rule='irv')
        mine = self.count(path, '--seats', '1', '--settings', self.settings(seed='s', csv={'ignore': 'id'}), rule='irv')
        for report in (plain, mine):
            report.pop('title', None)
            report.pop('settings')
        self.assertEqual(mine, plain)

    def test_wrong_settings_and_cells(self):
        def codes(text, **csv):
            options = ('--settings', self.settings(csv=csv)) if csv else ()
            found = self.cordon_refuses('count', '--rule', 'irv', '--seats', '1', self.ballots(text, 'b.csv'), *options)
            return [(one.get('field'), one.get('found'), one['code']) for one in found]
        self.assertEqual(codes(self.RANKS, colour='x'), [('csv', 'colour', 'count.csv_setting')])
        self.assertEqual(codes(self.RANKS, layout='x'), [('csv.layout', 'x', 'count.setting_value')])
        self.assertEqual(codes(self.RANKS, weight='x'), [('csv.weight', 'x', 'count.csv_column')])
        self.assertEqual(codes(self.RANKS, weight='rank 1')[0][1:], ('Bea', 'count.weight'))
        self.assertEqual(codes('Ana,Bea\n1,x\n0,2\n', layout='candidates'), [('Bea', 'x', 'count.rank'), ('Ana', '0', 'count.rank')])


if __name__ == '__main__':
    unittest.main()
