"""Plurality, majority, two thirds and thresholds; quorums, double majorities of people and bodies, and votes by body."""
import fractions

from count_many import blt_text, count_many, weak_elections
from count_stv import Count
from program import SOURCE

BODIES = 'body,option,votes\nFoundry,Yes,41\nFoundry,No,12\nFoundry,,3\nMill,No,6\nMill,Yes,5\nShop,No,2\nShop,Yes,2\n'


class Votes(Count):
    def decide(self, rule, text, status=0, name='votes.csv', **settings):
        return self.count(self.ballots(text, name), '--settings', self.settings(**settings), rule=rule, status=status)

    def winners(self, report):
        return self.names(report, report['winners'])

    def tally(self, *votes, blank=0):
        """Votes for options A, B, ..."""
        rows = ['%s,%d\n' % (chr(65 + i), number) for i, number in enumerate(votes)]
        return 'option,votes\n' + ''.join(rows) + (',%d\n' % blank if blank else '')


class Example(Votes):
    def test_the_strike_of_the_examples(self):
        # 46 of 66 for it: more than half and, 2/3 being 44, two thirds; but more than half in one body of three, the Foundry.
        strike = SOURCE / 'examples' / 'count' / 'strike.csv'
        for rule, settings, winners in (('majority', {}, ['Yes']), ('two-thirds', {}, ['Yes']), ('majority', {'bodies': '1/2'}, []),
                                        ('two-thirds', {'bodies': '1/3'}, ['Yes'])):
            report = self.count(strike, '--settings', self.settings(**settings), rule=rule)
            self.assertEqual((self.winners(report), report['valid'], report['invalid']), (winners, '66', '3'))


class Shares(Votes):
    def test_more_than_half(self):
        for votes, winners in (((51, 50), ['A']), ((50, 50), []), ((50, 51), ['B']), ((4, 3, 2), []), ((5, 2, 2), ['A']), ((1,), ['A']),
                               ((0, 0), []), ((500000000000, 500000000000), []), ((500000000000, 499999999999), ['A'])):
            with self.subTest(votes=votes):
                self.assertEqual(self.winners(self.decide('majority', self.tally(*votes))), winners)

    def test_at_least_two_thirds(self):
        for votes, winners in (((66, 34), []), ((66, 33), ['A']), ((2, 1), ['A']), ((667, 333), ['A']), ((666, 334), []),
                               ((666666666666, 333333333333), ['A']), ((666666666666, 333333333334), [])):
            with self.subTest(votes=votes):
                self.assertEqual(self.winners(self.decide('two-thirds', self.tally(*votes))), winners)

    def test_any_share_at_least_or_more(self):
        for share, comparison, votes, winners in (('3/5', None, (60, 40), ['A']), ('3/5', 'more-than', (60, 40), []),
                                                  ('0.6', 'more-than', (61, 39), ['A']), ('3/5', 'at-least', (599, 401), []),
                                                  ('1', None, (5, 0), ['A']), ('1', None, (5, 1), []), ('1/3', None, (2, 3, 1), ['B'])):
            with self.subTest(share=share, comparison=comparison, votes=votes):
                settings = {'threshold': share, **({'comparison': comparison} if comparison else {})}
                self.assertEqual(self.winners(self.decide('threshold', self.tally(*votes), **settings)), winners)

    def test_of_what(self):
        """51 for, 40 against, 11 blank, 200 entitled: a majority of the votes, just no more of the ballots, none of the entitled."""
        text = self.tally(51, 40, blank=11)
        self.assertEqual(self.winners(self.decide('majority', text)), ['A'])
        self.assertEqual(self.winners(self.decide('majority', text, of='valid')), ['A'])
        self.assertEqual(self.winners(self.decide('majority', text, of='cast')), [])
        self.assertEqual(self.winners(self.decide('majority', text, of='entitled', entitled=101 + 1)), [])
        self.assertEqual(self.winners(self.decide('majority', self.tally(52, 40, blank=10), of='cast')), ['A'])
        self.assertEqual(self.winners(self.decide('majority', self.tally(101), of='entitled', entitled=201)), ['A'])
        self.assertEqual(self.winners(self.decide('majority', self.tally(100), of='entitled', entitled=200)), [])

    def test_quorums(self):
        text = self.tally(30, 10, blank=10)
        for quorum, winners in (('50', ['A']), ('50.5', []), ('1/2', ['A']), ('0.51', []), ('51', [])):
            with self.subTest(quorum=quorum):
                self.assertEqual(self.winners(self.decide('majority', text, quorum=quorum, entitled=100)), winners)
        self.assertEqual(self.winners(self.decide('plurality', text, quorum='51')), [])

    def test_the_most_votes(self):
        self.assertEqual(self.winners(self.decide('plurality', self.tally(4, 5, 3))), ['B'])
        self.assertEqual(self.winners(self.decide('plurality', self.tally(4, 5, 3), seats=2)), ['B', 'A'])
        self.assertEqual(self.winners(self.decide('plurality', self.tally(0, 5, 0), seats=2)), ['B'])
        report = self.decide('plurality', self.tally(4, 5, 4, 4), seats=3, status=1)
        self.assertEqual(sorted(sorted(self.names(report, one)) for one in report['outcomes']),
                         [['A', 'B', 'C'], ['A', 'B', 'D'], ['B', 'C', 'D']])
        self.assertEqual(self.decide('plurality', self.tally(4, 5, 4), seats=3)['ties'], [])

    def test_ballots_without_a_single_first_option_are_invalid(self):
        text = blt_text(3, [(0, 1), (0, 1), (1, 0), ((0, 1), 2)]).replace('-1', '').replace('\n0\n', '\n1 - 1 0\n1 0\n0\n', 1)
        report = self.decide('plurality', text, name='votes.blt')
        self.assertEqual((report['valid'], report['invalid'], self.votes(report['stages'][0])), ('3', '3', ['2', '1', '0']))
        text = blt_text(3, [(0, 1), (0, 1), (1, 0)]).replace('3 1\n', '3 1\n-1\n', 1)
        report = self.decide('plurality', text, name='votes.blt')
        self.assertEqual((report['valid'], report['invalid'], self.winners(report)), ('1', '2', ['b']))


class Bodies(Votes):
    def test_a_double_majority(self):
        # 48 for and 20 against; bodies: Foundry for, Mill against, Shop neither
        report = self.decide('majority', BODIES)
        self.assertEqual(self.winners(report), ['Yes'])
        self.assertEqual((report['valid'], report['invalid']), ('68', '3'))
        matrix, = report['matrices']
        self.assertEqual((matrix['rows'], matrix['columns'], matrix['cells']),
                         (['Foundry', 'Mill', 'Shop'], ['Yes', 'No'], [['41', '12'], ['5', '6'], ['2', '2']]))
        self.assertEqual(self.winners(self.decide('majority', BODIES, bodies='1/2')), [])
        self.assertEqual(self.winners(self.decide('majority', BODIES, bodies='1/3')), [])
        self.assertEqual(self.winners(self.decide('majority', BODIES, bodies='0.33')), ['Yes'])
        self.assertEqual(self.winners(self.decide('two-thirds', BODIES, bodies='1/3')), ['Yes'])
        one_more = BODIES.replace('Shop,Yes,2', 'Shop,Yes,3')
        self.assertEqual(self.winners(self.decide('majority', one_more, bodies='1/2')), ['Yes'])
        self.assertEqual(self.winners(self.decide('majority', one_more, bodies='2/3')), [])
        self.assertEqual(self.winners(self.decide('two-thirds', one_more, bodies='2/3')), ['Yes'])

    def test_many_bodies_do_not_outvote_the_people(self):
        text = 'body,option,votes\nA,Yes,1\nB,Yes,1\nC,No,9\n'
        self.assertEqual(self.winners(self.decide('majority', text, bodies='1/2')), [])
        self.assertEqual(self.winners(self.decide('plurality', text)), ['No'])

    def test_a_body_without_votes_is_a_body(self):
        text = 'body,option,votes\nA,Yes,5\nB,,4\n'
        self.assertEqual(self.winners(self.decide('majority', text, bodies='1/2')), [])
        self.assertEqual(self.winners(self.decide('majority', text.replace('B,,4\n', ''), bodies='1/2')), ['Yes'])
        self.assertEqual(self.winners(self.decide('majority', text.replace('B,,4\n', 'B,Yes,0\n'), bodies='1/2')), [])


class Wrong(Votes):
    def found(self, rule, text, **settings):
        found = self.cordon_refuses('count', '--rule', rule, self.ballots(text, 'votes.csv'), '--settings', self.settings(**settings))
        return [(f['row'], f['code']) for f in found]

    def test_settings_that_do_not_fit(self):
        text = self.tally(3, 2, blank=1)
        for rule, settings, code in (('majority', {'of': 'all'}, 'setting_value'), ('majority', {'of': 'entitled'}, 'entitled_missing'),
                                     ('majority', {'quorum': '1/2'}, 'entitled_missing'), ('majority', {'bodies': '1/2'}, 'no_bodies'),
                                     ('threshold', {}, 'threshold_missing'), ('majority', {'entitled': 5}, 'entitled_few'),
                                     ('threshold', {'threshold': '1/2', 'comparison': 'over'}, 'setting_value'),
                                     ('plurality', {'threshold': '1/2'}, 'setting_not_of_rule')):
            with self.subTest(rule=rule, settings=settings):
                self.assertEqual([code for row, code in self.found(rule, text, **settings)], ['count.' + code])

    def test_rows_that_are_wrong(self):
        self.assertEqual(self.found('majority', 'body,option,votes\n,Yes,1\nA,Yes,-1\nA,Yes,1.5\nA,No,2\n'),
                         [(2, 'count.body_missing'), (3, 'count.votes'), (4, 'count.votes')])
        self.assertEqual(self.found('majority', 'option,votes\n,1\n'), [(None, 'count.option_missing')])
        self.assertEqual(self.found('majority', 'option,votes\nA,1000000000000\nB,1\n'), [(3, 'count.weight_total')])


class Oracle(Count):
    """The same from the words: shares of first preferences, as fractions, and a draw among equals."""

    def reaching(self, votes, base, share, more):
        return {c for c in votes if votes[c] and (votes[c] > share * base if more else votes[c] >= share * base)}

    def test_random_ballots(self):
        elections = list(weak_elections(9, 1500, 4, 9))
        for rule, share, more in (('plurality', fractions.Fraction(0), False), ('majority', fractions.Fraction(1, 2), True),
                                  ('two-thirds', fractions.Fraction(2, 3), False), ('threshold', fractions.Fraction(1, 3), False)):
            settings = {'threshold': '1/3'} if rule == 'threshold' else {}
            several = 0
            for (n, ballots), (status, complete, outcomes) in zip(elections, count_many(rule, 'blt', [blt_text(*one) for one in elections],
                                                                                        **settings)):
                first = [ballot[0][0] for ballot in ballots if len(ballot[0]) == 1]
                votes = {c: first.count(c) for c in range(n)}
                able = self.reaching(votes, len(first), share, more)
                best = {c for c in able if votes[c] == max(votes[k] for k in able)}
                self.assertEqual({one[0] - 1 for one in outcomes if one}, best, (rule, ballots))
                self.assertEqual((status, complete), (1 if len(best) > 1 else 0, True))
                several += len(best) > 1
            self.assertEqual(several > 0, rule in ('plurality', 'threshold'))
