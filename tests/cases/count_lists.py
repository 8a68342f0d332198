"""Seats of lists: Chile 1973 and 2017 against the official results, published textbook examples, small cases worked out by
hand, and what is said of wrong files.
"""
import collections
import csv
import io

from count_stv import Count
from program import SOURCE

CHILE = 'data/elections/dhondt_chile'


def table(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator='\n').writerows([('pact', 'list', 'candidate', 'votes')] + list(rows))
    return out.getvalue()


class Lists(Count):
    def seats(self, rule, rows, seats, status=0, **settings):
        """The report on rows of (pact, list, candidate, votes)."""
        return self.count(self.ballots(table(rows), 'lists.csv'), '--settings', self.settings(seats=seats, **settings), rule=rule,
                          status=status)

    def shares(self, report):
        """{list or pact: seats} of the first level."""
        return {one['name']: one['seats'] for one in report['lists'] if one['within'] is None}

    def inside(self, report, pact):
        return {one['name']: one['seats'] for one in report['lists'] if one['within'] == pact}


class Example(Lists):
    def test_the_council_of_the_examples(self):
        # Unity 1185, Plains 541, Bravo 149, five seats: 1185, 592.5, 541, 395, 296.25 are the highest, before 270.5 and 149.
        # Metalworkers 645, Neighbours 540: 645, 540, 322.5, 270 before 215. By persons: 412, 277, 263, 198 are all of Unity's.
        council = SOURCE / 'examples' / 'count' / 'council.csv'
        report = self.count(council, '--seats', '5', rule='dhondt')
        self.assertEqual((self.shares(report), self.inside(report, 'Unity')),
                         ({'Unity': 4, 'Plains': 1, 'Gladys Bravo': 0}, {'Metalworkers': 2, 'Neighbours': 2}))
        self.assertEqual((report['valid'], report['invalid']), ('1875', '22'))
        # Four seats, three of Unity: two Metalworkers and one Neighbour by lists, but the three with the most votes by persons
        for within, elected in (('lists', {'Amparo Rojas', 'Benito Salas', 'Carmen Ulloa', 'Elisa Zamora'}),
                                ('candidates', {'Amparo Rojas', 'Carmen Ulloa', 'Darío Vega', 'Elisa Zamora'})):
            report = self.count(council, '--seats', '4', '--settings', self.settings(within=within), rule='dhondt')
            self.assertEqual(set(self.names(report, report['winners'])), elected)


class Chile(Lists):
    def districts(self, name):
        """{district: (seats, rows, {list or pact: official seats}, those officially elected)}"""
        folder = self.shared(CHILE)
        found = collections.OrderedDict()
        with open(folder / ('chile_%s_lists.csv' % name), encoding='utf-8') as lines:
            for one in csv.DictReader(lines):
                seats, rows, official, elected = found.setdefault(one['district'], (int(one['seats']), [], {}, set()))
                if one['list_or_pact'] != 'Candidatura Independiente':
                    official[one['list_or_pact']] = int(one['official_seats'])
                    rows.append((one['list_or_pact'], one['list_or_pact'] + ', list', '', 0))
        with open(folder / ('chile_%s_candidates.csv' % name), encoding='utf-8') as lines:
            for one in csv.DictReader(lines):
                seats, rows, official, elected = found[one['district']]
                person = '' if one['candidate'] == '(list vote only)' else one['candidate']
                if one['list_or_pact'] == 'Candidatura Independiente':
                    rows.append(('', '', person, one['votes']))
                else:
                    rows.append((one['list_or_pact'], one['party'], person, one['votes']))
                if one['official_elected'] == '1':
                    elected.add(person)
        return found

    def assert_districts(self, name, districts, seats, within):
        known = self.districts(name)
        self.assertEqual((len(known), sum(one[0] for one in known.values())), (districts, seats))
        for district, (places, rows, official, elected) in known.items():
            with self.subTest(district=district):
                report = self.seats('dhondt', rows, places, within=within)
                shares = self.shares(report)
                self.assertEqual({name: shares[name] for name in official}, official)
                self.assertEqual(set(self.names(report, report['winners'])), elected)
                self.assertEqual(report['ties'], [])

    def test_deputies_of_1973(self):
        self.assert_districts('1973_diputados', 29, 150, 'candidates')

    def test_senators_of_1973(self):
        self.assert_districts('1973_senadores', 5, 25, 'candidates')

    def test_deputies_of_2017(self):
        self.assert_districts('2017_diputados', 28, 155, 'lists')

    def test_senators_of_2017(self):
        self.assert_districts('2017_senadores', 7, 23, 'lists')


def plain(votes):
    return [('', name, '', number) for name, number in votes.items()]


class Textbook(Lists):
    """Examples of the literature and arithmetic that fits on a page."""

    # Balinski and Young's and many textbooks' example of one assembly by several methods.
    VOTES = {'A': 53000, 'B': 24000, 'C': 23000}

    def test_three_methods_on_one_vote(self):
        # 7 seats. D'Hondt: A 53 26.5 17.67 13.25 10.6; B 24 12; C 23 11.5: the seventh is 12 > 11.5 > 10.6.
        self.assertEqual(self.shares(self.seats('dhondt', plain(self.VOTES), 7)), {'A': 4, 'B': 2, 'C': 1})
        # Sainte-Laguë: A 53 17.67 10.6 7.57, B 24 8 4.8, C 23 7.67: 53 24 23 17.67 10.6 8 7.67 > 7.57
        self.assertEqual(self.shares(self.seats('sainte-lague', plain(self.VOTES), 7)), {'A': 3, 'B': 2, 'C': 2})
        # Hare: 100000 / 7: A 3.71, B 1.68, C 1.61: 3 1 1, then A and B
        report = self.seats('largest-remainder', plain(self.VOTES), 7)
        self.assertEqual(self.shares(report), {'A': 4, 'B': 2, 'C': 1})
        self.assertEqual(report['quota'], '100000/7')

    def test_alabama(self):
        # More seats, fewer for C: 6, 6, 2 at ten seats (4.286, 4.286, 1.429); at eleven 4.714, 4.714, 1.571.
        votes = {'A': 6, 'B': 6, 'C': 2}
        self.assertEqual(self.shares(self.seats('largest-remainder', plain(votes), 10)), {'A': 4, 'B': 4, 'C': 2})
        self.assertEqual(self.shares(self.seats('largest-remainder', plain(votes), 11)), {'A': 5, 'B': 5, 'C': 1})

    def test_other_quotas(self):
        # 100 votes, 3 seats. Hare 100/3: 2.01 0.57 0.42 -> 2 1 0; Droop 26: A 2, 15 left; B 19 left, C 14.
        votes = {'A': 67, 'B': 19, 'C': 14}
        self.assertEqual(self.shares(self.seats('largest-remainder', plain(votes), 3)), {'A': 2, 'B': 1, 'C': 0})
        report = self.seats('largest-remainder', plain(votes), 3, quota='droop')
        self.assertEqual((report['quota'], self.shares(report)), ('26', {'A': 2, 'B': 1, 'C': 0}))
        # Hagenbach-Bischoff 25: A 73 is 2 and 23, B 15, C 12: A a third one
        votes = {'A': 73, 'B': 15, 'C': 12}
        report = self.seats('largest-remainder', plain(votes), 3, quota='hagenbach-bischoff')
        self.assertEqual((report['quota'], self.shares(report)), ('25', {'A': 3, 'B': 0, 'C': 0}))
        self.assertEqual(self.shares(self.seats('largest-remainder', plain(votes), 3)), {'A': 2, 'B': 1, 'C': 0})

    def test_a_quota_that_gives_one_seat_too_many_is_a_tie(self):
        # 75 and 25 at Hagenbach-Bischoff 25 for three seats: 3 and 1
        report = self.seats('largest-remainder', plain({'A': 75, 'B': 25}), 3, quota='hagenbach-bischoff', status=1)
        self.assertEqual(sorted(report['outcome_lists']), [[2, 1], [3, 0]])
        # A alone has four times the quota of 25: all three seats, and nobody to be tied with
        report = self.seats('largest-remainder', plain({'A': 100, 'B': 0}), 3, quota='hagenbach-bischoff')
        self.assertEqual((report['ties'], self.shares(report)), ([], {'A': 3, 'B': 0}))

    def test_a_threshold(self):
        votes = {'A': 700, 'B': 251, 'C': 49}
        # D'Hondt: A's fourteenth quotient is 50, B's fifth 50.2, C's first 49, A's fifteenth 46.67
        self.assertEqual(self.shares(self.seats('dhondt', plain(votes), 20)), {'A': 14, 'B': 5, 'C': 1})
        self.assertEqual(self.shares(self.seats('dhondt', plain(votes), 20, threshold='1/20')), {'A': 15, 'B': 5, 'C': 0})
        # Sainte-Laguë: A's fourteenth is 700 / 27 = 25.9, B's fifth 27.9, C's first 49, A's fifteenth 24.1
        self.assertEqual(self.shares(self.seats('sainte-lague', plain(votes), 20)), {'A': 14, 'B': 5, 'C': 1})
        self.assertEqual(self.shares(self.seats('sainte-lague', plain(votes), 20, threshold='1/20')), {'A': 15, 'B': 5, 'C': 0})
        self.assertEqual(self.shares(self.seats('sainte-lague', plain(votes), 20, threshold='0.049')), {'A': 14, 'B': 5, 'C': 1})

    def test_pacts_of_the_settings(self):
        # Alone A and B have the two highest numbers of votes; B and C together have more than A.
        votes = plain({'A': 60, 'B': 31, 'C': 29})
        self.assertEqual(self.shares(self.seats('dhondt', votes, 2)), {'A': 1, 'B': 1, 'C': 0})
        report = self.seats('dhondt', plain({'A': 60, 'B': 31, 'C': 30}), 1, pacts={'B': 'P', 'C': 'P'})
        self.assertEqual((self.shares(report), self.inside(report, 'P')), ({'A': 0, 'P': 1}, {'B': 1, 'C': 0}))
        found = self.cordon_refuses('count', '--rule', 'dhondt', self.ballots(table(votes), 'lists.csv'), '--seats', '2', '--settings',
                                    self.settings(pacts={'D': 'P'}))
        self.assertEqual([f['code'] for f in found], ['count.list_unknown'])

    PACT = [('P', 'Reds', 'Ana', 50), ('P', 'Reds', 'Ben', 10), ('P', 'Greens', 'Cleo', 30), ('P', 'Greens', 'Dora', 25),
            ('P', 'Greens', '', 1), ('', '', 'Eva', 70)]

    def test_the_two_ways_inside_a_pact(self):
        # P 116, Eva 70; three seats: 116, 70, 58. By persons Ana, Cleo; by lists Reds 60, Greens 56: one each.
        for within, elected in (('candidates', {'Ana', 'Cleo', 'Eva'}), ('lists', {'Ana', 'Cleo', 'Eva'})):
            report = self.seats('dhondt', self.PACT, 3, within=within)
            self.assertEqual(set(self.names(report, report['winners'])), elected)
        # one more vote for Eva and four seats: she is alone and wins one, P three: by persons Ana, Cleo, Dora; by lists Reds 60 30,
        # Greens 56 28: Ana, Ben and Cleo
        for within, elected in (('candidates', {'Ana', 'Cleo', 'Dora', 'Eva'}), ('lists', {'Ana', 'Ben', 'Cleo', 'Eva'})):
            report = self.seats('dhondt', self.PACT, 4, within=within)
            self.assertEqual(set(self.names(report, report['winners'])), elected)
            self.assertEqual(self.shares(report), {'P': 3, 'Eva': 1})

    def test_nobody_wins_more_seats_than_there_are_persons(self):
        rows = [('', 'A', 'Ana', 90), ('', 'B', 'Ben', 5), ('', 'B', 'Bea', 3), ('', 'C', 'Cleo', 1), ('', 'C', '', 0)]
        report = self.seats('dhondt', rows, 3)
        self.assertEqual(self.shares(report), {'A': 1, 'B': 2, 'C': 0})
        report = self.seats('largest-remainder', rows, 3)
        self.assertEqual(self.shares(report), {'A': 1, 'B': 1, 'C': 1})
        report = self.seats('dhondt', rows, 9)
        self.assertEqual(self.shares(report), {'A': 1, 'B': 2, 'C': 1})
        self.assertIn('count.said.vacant', [said['code'] for stage in report['stages'] for said in stage['said']])

    def test_very_many_votes(self):
        # quotients that differ in the last of thirteen digits: 999999999999 / 3 = 333333333333 and 333333333333 - 1
        votes = {'A': 666666666666, 'B': 333333333332, 'C': 2}
        self.assertEqual(self.shares(self.seats('dhondt', plain(votes), 2)), {'A': 2, 'B': 0, 'C': 0})
        votes = {'A': 666666666664, 'B': 333333333333, 'C': 2}
        self.assertEqual(self.shares(self.seats('dhondt', plain(votes), 2)), {'A': 1, 'B': 1, 'C': 0})

    def test_the_report_has_quotients_and_votes(self):
        report = self.seats('dhondt', plain(self.VOTES), 7)
        matrix, = report['matrices']
        self.assertEqual((matrix['key'], matrix['rows'], matrix['columns']), ('quotients', ['A', 'B', 'C'], ['1', '2', '3', '4', '5']))
        self.assertEqual(matrix['cells'][0], ['53000', '26500', '53000/3', '13250', '10600'])
        self.assertEqual(report['valid'], '100000')


class Ties(Lists):
    def test_equal_quotients_are_a_lot(self):
        # 30 / 1 = 60 / 2 for the second seat
        report = self.seats('dhondt', plain({'A': 60, 'B': 30}), 2, status=1)
        self.assertEqual(sorted(report['outcome_lists']), [[1, 1], [2, 0]])
        tie, = report['ties']
        self.assertEqual((tie['names'], tie['chosen']), (['A', 'B'], None))
        won = {tuple(self.seats('dhondt', plain({'A': 60, 'B': 30}), 2, seed=str(seed))['lists'][0][key] for key in ('name', 'seats'))
               for seed in range(12)}
        self.assertEqual(won, {('A', 1), ('A', 2)})

    def test_equal_quotients_for_whom_there_is_room_are_none(self):
        report = self.seats('dhondt', plain({'A': 60, 'B': 30}), 3)
        self.assertEqual((report['ties'], self.shares(report)), ([], {'A': 2, 'B': 1}))

    def test_two_of_three_by_lot(self):
        report = self.seats('sainte-lague', plain({'A': 9, 'B': 9, 'C': 9}), 2, status=1)
        self.assertEqual(sorted(report['outcome_lists']), [[0, 1, 1], [1, 0, 1], [1, 1, 0]])

    def test_equal_votes_of_persons(self):
        rows = [('', 'A', 'Ana', 5), ('', 'A', 'Alba', 5), ('', 'A', 'Abel', 5), ('', 'B', 'Ben', 9), ('', 'A', 'Ada', 7)]
        report = self.seats('dhondt', rows, 3, status=1)
        self.assertEqual(sorted(sorted(self.names(report, one)) for one in report['outcomes']),
                         [['Abel', 'Ada', 'Ben'], ['Ada', 'Alba', 'Ben'], ['Ada', 'Ana', 'Ben']])
        self.assertEqual(self.seats('dhondt', rows, 5)['ties'], [])

    def test_no_votes_win_no_seats(self):
        report = self.seats('dhondt', plain({'A': 0, 'B': 0}), 2)
        self.assertEqual((report['decided'], self.shares(report)), (True, {'A': 0, 'B': 0}))


class Forms(Lists):
    def found(self, text, *options):
        found = self.cordon_refuses('count', '--rule', 'dhondt', self.ballots(text, 'lists.csv'), '--seats', '2', *options)
        return [(f['row'], f['field'], f['code']) for f in found]

    def test_each_wrong_row_is_found(self):
        self.assertEqual(self.found('pact,list,candidate,votes\nP,A,Ana,1\nQ,A,Alba,2\n,B,Ben,x\n,B,Bea,-1\nP,,,3\n,A,Ana,4\n'),
                         [(3, 'pact', 'count.list_two_pacts'), (6, 'list', 'count.list_missing'), (7, 'pact', 'count.list_two_pacts'),
                          (7, 'candidate', 'count.name_twice')])
        self.assertEqual(self.found('list,votes\nA,1\nB,x\nC,-1\nD,1000000000001\nE,1000000000000\n'),
                         [(3, 'votes', 'count.votes'), (4, 'votes', 'count.votes'), (5, 'votes', 'count.votes'),
                          (6, 'votes', 'count.weight_total')])
        self.assertEqual(self.found('list,candidate\nA,Ana\n', '--format', 'lists'), [(1, 'votes', 'count.column_missing')])
        self.assertEqual(self.found('votes\n1\n', '--format', 'lists'), [(1, 'list', 'count.column_missing')])
        self.assertEqual(self.found('list,votes\n', '--format', 'lists'), [(None, 'list', 'count.list_missing')])
        self.assertEqual(self.found('list,votes\n' + ''.join('L%d,1\n' % i for i in range(1001))), [(None, 'list', 'count.too_large')])

    def test_blank_votes_are_not_lost(self):
        report = self.seats('dhondt', plain({'A': 3, 'B': 2}) + [('', '', '', 7)], 1)
        self.assertEqual((report['valid'], report['invalid']), ('5', '7'))

    def test_columns_in_any_order(self):
        path = self.ballots('votes,candidate,list\n5,Ana,A\n3,,B\n', 'lists.csv')
        self.assertEqual(self.shares(self.count(path, '--seats', '1', rule='dhondt')), {'A': 1, 'B': 0})

    def test_settings_that_do_not_fit(self):
        text = table(plain({'A': 3, 'B': 2}))
        for values, code in (({'within': 'both'}, 'count.setting_value'), ({'within': 'candidates'}, 'count.no_persons')):
            self.assertEqual([one[2] for one in self.found(text, '--settings', self.settings(**values))], [code])
        found = self.cordon_refuses('count', '--rule', 'largest-remainder', self.ballots(text, 'lists.csv'), '--seats', '2', '--settings',
                                    self.settings(quota='imperiali'))
        self.assertEqual([f['code'] for f in found], ['count.setting_value'])
        found = self.cordon_refuses('count', '--rule', 'dhondt', self.ballots(text, 'lists.csv'))
        self.assertEqual([f['code'] for f in found], ['count.seats_missing'])

    def test_kinds_of_ballots_are_not_mixed(self):
        found = self.cordon_refuses('count', '--rule', 'scottish-stv', self.ballots(table(plain({'A': 3})), 'lists.csv'), '--seats', '1')
        self.assertEqual([f['code'] for f in found], ['count.kind'])
