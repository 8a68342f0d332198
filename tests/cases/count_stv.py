"""cordon count: Scottish STV against official sheets and independent counts, small cases worked out from the text of the law,
the draw of lots replayed here, and what is said of wrong ballots.
"""
import csv
import hashlib
import io
import json
import re
import unittest

from program import Case

WARDS = 'data/elections/stv_scotland'
UNITS = 'data/elections/stv_units'


class Count(Case):
    def ballots(self, text, name='some.blt'):
        path = self.scratch / name
        path.write_text(text, encoding='utf-8')
        return path

    def settings(self, **values):
        path = self.scratch / 'settings.json'
        path.write_text(json.dumps(values), encoding='utf-8')
        return path

    def count(self, path, *options, rule='scottish-stv', status=0):
        """The report as JSON; status None: 0 or 1."""
        done = self.cordon('count', '--rule', rule, path, '--json', *options)
        self.assertIn((done.returncode, done.stderr), [(one, '') for one in ((0, 1) if status is None else (status,))])
        return json.loads(done.stdout)

    def votes(self, stage):
        return [one['votes'] for one in stage['candidates']]

    def names(self, report, numbers):
        return [report['candidates'][number - 1]['name'] for number in numbers]


class Wards(Count):
    """Every stage to the last of five decimals."""

    def assert_ward(self, expected, report, key):
        self.assertEqual((report['quota'], report['valid'], len(report['stages'])),
                         (expected['quota'], str(expected['valid_votes']), len(expected['stages'])))
        elected = set()
        for known, stage in zip(expected['stages'], report['stages']):
            self.assertEqual(self.votes(stage), [vote or '0.00000' for vote in known['votes'].values()], stage['number'])
            self.assertEqual(stage['not_transferable'], known['non_transferable'])
            elected = (elected if key == 'elected' else set()) | set(known[key])
            self.assertEqual({name for name, one in zip(known['votes'], stage['candidates']) if one['state'] == 'elected'}, elected)

    def test_all_wards_equal_the_independent_count(self):
        folder = self.shared(WARDS)
        known = sorted(folder.glob('*.expected.json'))
        self.assertGreater(len(known), 40)
        for path in known:
            with self.subTest(ward=path.name):
                expected = json.loads(path.read_text(encoding='utf-8'))
                report = self.count(folder / path.name.replace('.expected.json', '.blt'))
                self.assert_ward(expected, report, 'elected_so_far')
                names = list(expected['stages'][0]['votes'])
                self.assertEqual({names[number - 1] for number in report['winners']}, set(expected['elected']))

    def test_linn_equals_the_official_sheet(self):
        folder = self.shared(WARDS)
        sheet = json.loads((folder / 'Linn-2007.official_stages.json').read_text(encoding='utf-8'))
        report = self.count(folder / 'Linn-2007.blt')
        self.assert_ward(sheet, report, 'elected')
        for known, stage in zip(sheet['stages'], report['stages']):
            codes = {said['code']: said['arguments'][0] for said in stage['said'] if said['arguments']}
            self.assertEqual([codes[code] for code in ['count.said.excluded'] if code in codes], known['excluded'])
            self.assertEqual(codes.get('count.said.surplus'), known['surplus'])

    def test_nothing_is_lost_in_any_stage(self):
        """Tallies and non-transferable votes are the valid votes; the transfers of a stage are its changes."""
        for path in sorted(self.shared(WARDS).glob('*.blt'))[:6]:
            report = self.count(path)
            for before, stage in zip([None] + report['stages'], report['stages']):
                with self.subTest(ward=path.name, stage=stage['number']):
                    units = [int(vote.replace('.', '')) for vote in self.votes(stage) + [stage['not_transferable']]]
                    self.assertEqual(sum(units), int(report['valid']) * 100000)
                    for number, one in enumerate(stage['candidates'], 1):
                        came = sum(int(t['votes'].replace('.', '')) for t in stage['transfers'] if t['to'] == number)
                        change = one['transfer'] if before else one['votes']
                        if not change.startswith('-'):
                            self.assertEqual(came, int(change.replace('.', '')))


class Transcripts(Count):
    """Another program's transcripts, its lots (the first of the tied) included: a seed is looked for that draws the same."""

    def transcript(self, path):
        """[{name: votes}] at the end of each round, without those that transfer a surplus of 0 (the law has none). An excluded
        candidate may have had no votes: such a round stays."""
        found, action = [], None
        for line in path.read_text(encoding='utf-8').splitlines()[1:]:
            cells = line.split('\t')
            if cells[1] == 'transfer' or cells[1] == 'begin':
                votes = {cells[i]: cells[i + 2] for i in range(4, len(cells) - 2, 3)}
                if not found or action == 'defeat' or votes != found[-1]:
                    found.append(votes)
            elif cells[1] in ('defeat', 'unpend'):
                action = cells[1]
        return found

    def report_like(self, path, expected):
        """The report whose lots fell as the transcript's did; without lots there is one."""
        done = self.cordon('count', '--rule', 'scottish-stv', path, '--json')
        report = json.loads(done.stdout)
        if done.returncode == 0:
            return report
        self.assertEqual((done.returncode, report['decided']), (1, False))
        for seed in range(500):
            report = self.count(path, '--settings', self.settings(seed='seed %d' % seed))
            excluded = [said['arguments'][0] for stage in report['stages'] for said in stage['said']
                        if said['code'] == 'count.said.excluded']
            if excluded == expected[:len(excluded)]:
                return report
        return self.fail('no seed draws these lots')

    def test_every_transcript(self):
        folder = self.shared(UNITS)
        for path in sorted(folder.glob('*-scotland-*.txt')):
            with self.subTest(case=path.name):
                expected = self.transcript(path)
                defeated = self.defeated(path)
                report = self.report_like(folder / (path.name.split('-scotland')[0] + '.blt'), defeated)
                self.assertEqual(len(report['stages']), len(expected))
                names = [one['name'] for one in report['candidates']]
                for known, stage in zip(expected, report['stages']):
                    votes = dict(zip(names, self.votes(stage)))
                    self.assertEqual({name: votes[name] for name in known}, known)
                text = path.read_text(encoding='utf-8').splitlines()[-1].split('\t')
                won = {text[i] for i in range(4, len(text) - 2, 3) if text[i + 1] in 'Ee'}
                self.assertEqual(set(self.names(report, report['winners'])), won)

    def defeated(self, path):
        """Names in the order of their exclusion."""
        order = []
        for line in path.read_text(encoding='utf-8').splitlines()[1:]:
            cells = line.split('\t')
            for i in range(4, len(cells) - 2, 3):
                if cells[i + 1] == 'D' and cells[i] not in order:
                    order.append(cells[i])
        return order


class Law(Count):
    """Small elections worked out by hand from rules 45 to 52."""

    def test_quota_surplus_and_truncation(self):
        # 10 ballots, 2 seats: 10 / 3 = 3, + 1 = 4. A has 7, a surplus of 3: each paper is worth 3/7 = 0.42857|14...
        report = self.count(self.ballots('3 2\n4 1 2 0\n2 1 3 0\n1 1 0\n1 2 0\n2 3 0\n0\n"A"\n"B"\n"C"\n"x"\n'))
        self.assertEqual(report['quota'], '4.00000')
        first, second = report['stages'][:2]
        self.assertEqual(self.votes(first), ['7.00000', '1.00000', '2.00000'])
        self.assertEqual(self.votes(second), ['4.00000', '2.71428', '2.85714'])
        # one paper stops, 0.42857; the cut remainders of all seven make 0.00001: 10 - 4 - 2.71428 - 2.85714
        self.assertEqual(second['not_transferable'], '0.42858')
        self.assertEqual(self.names(report, report['winners']), ['A', 'C'])

    def test_a_paper_transferred_twice_keeps_its_own_value(self):
        # 20 ballots, 3 seats: quota 6. A 10, surplus 4, papers go to B at 4/10. B 5 + 4 = 9, surplus 3: first preferences
        # go on at 3 x 1 / 9 = 0.33333, papers from A at 3 x 0.4 / 9 = 0.13333.
        report = self.count(self.ballots('4 3\n10 1 2 3 0\n5 2 4 0\n3 3 0\n2 4 0\n0\n"A"\n"B"\n"C"\n"D"\n"x"\n'))
        self.assertEqual(report['quota'], '6.00000')
        self.assertEqual(self.votes(report['stages'][1]), ['6.00000', '9.00000', '3.00000', '2.00000'])
        self.assertEqual(self.votes(report['stages'][2]), ['6.00000', '6.00000', '4.33330', '3.66665'])

    def test_the_highest_surplus_goes_first(self):
        # 21 ballots, 3 seats: quota 6. Surpluses A 1, B 3: B's nine papers at 3/9 = 0.33333, then A's seven at 1/7 = 0.14285.
        report = self.count(self.ballots('4 3\n7 1 3 0\n9 2 4 0\n2 3 0\n3 4 0\n0\n"A"\n"B"\n"C"\n"D"\n"x"\n'))
        self.assertEqual(self.votes(report['stages'][1]), ['7.00000', '6.00000', '2.00000', '5.99997'])
        self.assertEqual(self.votes(report['stages'][2]), ['6.00000', '6.00000', '2.99995', '5.99997'])

    def test_excluded_papers_go_on_at_their_value_and_ties_look_back(self):
        # Equal lowest B and C with 3 in stage 2; in stage 1 B had 2 and C 3: B goes.
        report = self.count(self.ballots('5 2\n1 1 2 0\n2 2 0\n3 3 0\n4 4 0\n5 5 0\n0\n"A"\n"B"\n"C"\n"D"\n"E"\n"x"\n'))
        said = report['stages'][2]['said']
        self.assertEqual([one['code'] for one in said][:2], ['count.said.earlier', 'count.said.excluded'])
        self.assertEqual(said[1]['arguments'][0], 'B')

    def test_equal_and_skipped_preferences_stop_a_paper(self):
        # C is excluded: of its papers one has A and B equal next, one a gap, one B. Five papers have no single first preference.
        report = self.count(self.ballots('3 1\n4 1 0\n4 2 0\n1 3 1=2 0\n1 3 - 1 0\n1 3 2 0\n3 1=2 3 0\n2 - 1 0\n0\n"A"\n"B"\n"C"\n"x"\n'))
        self.assertEqual((report['valid'], report['invalid'], report['quota']), ('11', '5', '6.00000'))
        self.assertEqual(self.votes(report['stages'][1]), ['4.00000', '5.00000', '0.00000'])
        self.assertEqual(report['stages'][1]['not_transferable'], '2.00000')
        self.assertEqual(self.names(report, report['winners']), ['B'])

    def test_last_vacancies(self):
        report = self.count(self.ballots('3 3\n5 1 0\n0\n"A"\n"B"\n"C"\n"x"\n'))
        self.assertEqual((len(report['stages']), sorted(report['winners'])), (1, [1, 2, 3]))

    def test_withdrawn_candidates_receive_nothing(self):
        report = self.count(self.ballots('3 1\n-1\n5 1 2 0\n3 3 0\n0\n"A"\n"B"\n"C"\n"x"\n'))
        self.assertEqual(self.votes(report['stages'][0]), ['0.00000', '5.00000', '3.00000'])
        self.assertEqual(report['stages'][0]['candidates'][0]['state'], 'withdrawn')

    def test_very_many_ballots(self):
        # 10^12 ballots by weight: A 6x10^11, quota 10^12 / 3 + 1 = 333333333334; surplus 266666666666 over 6x10^11 = 0.44444
        report = self.count(self.ballots('3 2\n600000000000 1 2 0\n250000000000 3 0\n150000000000 2 0\n0\n"A"\n"B"\n"C"\n"x"\n'))
        self.assertEqual(report['quota'], '333333333334.00000')
        self.assertEqual(self.votes(report['stages'][1])[1], '416664000000.00000')


TIE = '3 1\n2 1 2 0\n2 2 3 0\n2 3 1 0\n0\n"A"\n"B"\n"C"\n"three in a ring"\n'


class Lots(Count):
    def test_without_a_seed_the_count_stops_and_lists_every_outcome(self):
        report = self.count(self.ballots(TIE), status=1)
        self.assertEqual((report['decided'], report['winners'], report['outcomes_complete']), (False, [], True))
        self.assertEqual(sorted(report['outcomes']), [[1], [2], [3]])
        tie, = report['ties']
        self.assertEqual((tie['stage'], tie['tied'], tie['names'], tie['chosen'], tie['digests']), (2, [1, 2, 3], list('ABC'), None, None))
        self.assertIn('Not decided', self.cordon('count', '--rule', 'scottish-stv', self.ballots(TIE)).stdout)

    def test_the_draw_is_replayed_here(self):
        winners = set()
        for seed in ('red', 'black', 'números 3 14 15', 'd', 'e', 'f'):
            report = self.count(self.ballots(TIE), '--settings', self.settings(seed=seed))
            tie = report['ties'][0]
            digests = [hashlib.sha256(('%s\nscottish-stv\n%d\n1\n%d\n' % (seed, tie['stage'], one)).encode()).hexdigest()
                       for one in tie['tied']]
            self.assertEqual(tie['digests'], digests)
            self.assertEqual(tie['chosen'], tie['tied'][digests.index(min(digests))])
            # A's papers go to B, B's to C, C's to A: that one wins by 4 to 2
            self.assertEqual(report['winners'], [tie['chosen'] % 3 + 1])
            self.assertEqual(sorted(report['outcomes']), [[1], [2], [3]])
            winners.update(report['winners'])
        self.assertGreater(len(winners), 1)

    def test_a_commitment_binds_the_seed(self):
        right = hashlib.sha256(b'red').hexdigest()
        self.assertTrue(self.count(self.ballots(TIE), '--settings', self.settings(seed='red', commitment=right))['decided'])
        for values, code in (({'seed': 'black', 'commitment': right}, 'count.commitment_wrong'),
                             ({'commitment': right}, 'count.seed_missing')):
            finding, = self.cordon_refuses('count', '--rule', 'scottish-stv', self.ballots(TIE), '--settings', self.settings(**values))
            self.assertEqual(finding['code'], code)


class Forms(Count):
    """What BLT files in the wild look like, and what is said of wrong ones."""

    PLAIN = '4 2\n-4\n3 1 2 3 0\n2 2 3 1 0\n1 3 0\n0\n"Ana"\n"Bea"\n"Cleo"\n"Dora"\n"A title"\n'

    def test_spellings_of_the_same_election(self):
        plain = self.count(self.ballots(self.PLAIN))
        for other in ['# a comment\n4 2 # and another\n-4\n3 1 2 3 0\n/* one over\ntwo lines */ 2 2 3 1 0\n1 3 0\n0\n"Ana"\n"Bea"\n'
                      '"Cleo"\n"Dora"\n"A title"\n',
                      '4 2\r\n-4\r\n3 1 2 3 0\r\n2 2 3 1 0\r\n1 3 0\r\n0\r\n"Ana"\r\n"Bea"\r\n"Cleo"\r\n"Dora"\r\n"A title"\r\n',
                      '\ufeff4 2\n[nick a b c d]\n-d\n3 a b c 0\n2 b c a 0\n1 c 0\n0\n"Ana" "Bea" "Cleo" "Dora" "A title"',
                      '4 2 -4 3 1 2 3 0 (x1) 2 3 1 0 (x2) 2 3 1 0 1 3 0 0\nAna\nBea\nCleo\nDora\nA title']:
            with self.subTest(other=other):
                self.assertEqual(self.count(self.ballots(other)), plain)

    def test_parentheses_and_equal_signs_are_ties(self):
        reports = [self.count(self.ballots('3 1\n3 1 0\n2 2 %s 0\n2 3 0\n4 %s 0\n0\n"A"\n"B"\n"C"\n"x"\n' % (tie, tie)), '--settings',
                              self.settings(seed='s'))
                   for tie in ('1=3', '(1 3)', '1 = 3')]
        self.assertEqual(reports[0], reports[1])
        self.assertEqual(reports[0], reports[2])
        self.assertEqual(reports[0]['invalid'], '4')

    def test_quotes_inside_names(self):
        report = self.count(self.ballots('2 1\n2 1 0\n1 2 0\n0\n"Edward "Ted" Low (Ind)"\n"B"\n"x"\n'))
        self.assertEqual(report['candidates'][0]['name'], 'Edward "Ted" Low (Ind)')

    def test_content_decides_where_no_suffix_does(self):
        self.assertEqual(self.count(self.ballots(self.PLAIN, 'ballots.txt')), self.count(self.ballots(self.PLAIN)))

    def test_each_malformed_ballot_is_found(self):
        text = ('3 1\n2 1 2 0\n1 1 4 0\n1 1 x 0\nz 1 0\n1 1 1 0\n1 1= 0\n1 (1 2 0\n0 \n"A"\n"B"\n"C"\n"x"\n')
        found = self.cordon_refuses('count', '--rule', 'scottish-stv', self.ballots(text))
        self.assertEqual([(f['row'], f['code']) for f in found],
                         [(3, 'count.no_such_candidate'), (4, 'count.no_such_candidate'), (5, 'count.weight'),
                          (6, 'count.named_twice'), (7, 'count.no_such_candidate'), (8, 'count.no_such_candidate')])

    def test_an_equal_sign_stands_between_two(self):
        for marks in ('=1', '- =1', '2 - =1', '1 == 2', '1 =', '1 = -', '(=1)', '(1 =2)', '()', '1 ()'):
            with self.subTest(marks=marks):
                found = self.cordon_refuses('count', '--rule', 'wigm', self.ballots('2 1\n1 %s 0\n0\n"A"\n"B"\n"x"\n' % marks))
                self.assertEqual([f['row'] for f in found], [2])

    def test_whole_files_that_are_wrong(self):
        for text, code in [('', 'count.candidates_range'), ('0 1\n0\n"x"\n', 'count.candidates_range'),
                           ('1001 1\n0\n', 'count.candidates_range'), ('2 0\n0\n', 'count.seats_range'),
                           ('2 1\n1 1 2 0\n', 'count.ballots_unfinished'), ('2 1\n1 1', 'count.ballot_unfinished'),
                           ('2 1\n1 1 0\n0\n"A"\n', 'count.name_missing'), ('2 1\n/* 1 1 0\n', 'count.comment_open'),
                           ('2 1\n1000000000001 1 0\n0\n"A"\n"B"\n"x"\n', 'count.weight'),
                           ('2 1\n1000000000000 1 0\n1 2 0\n0\n"A"\n"B"\n"x"\n', 'count.weight_total')]:
            with self.subTest(text=text):
                found = self.cordon_refuses('count', '--rule', 'scottish-stv', self.ballots(text))
                self.assertIn(code, [f['code'] for f in found])

    def test_a_candidate_named_twice_may_be_set_aside(self):
        path = self.ballots('2 1\n3 1 0\n2 2 1 2 0\n1 2 0\n1 0\n0\n"A"\n"B"\n"x"\n')
        done = self.cordon('count', '--rule', 'scottish-stv', path, '--set-aside', '--json')
        report = json.loads(done.stdout)
        self.assertEqual((done.returncode, report['valid'], report['invalid']), (0, '4', '3'))
        self.assertEqual([f['row'] for f in json.loads(done.stderr)['findings']], [3])

    def test_conversion_keeps_every_ballot(self):
        path, other = self.ballots(self.PLAIN.replace('1 3 0', '1 3 - 1=2 0\n5 0')), self.scratch / 'other.blt'
        told = self.cordon_json('count', 'convert', path, '--to', 'blt', '-o', other)
        self.assertEqual((told['candidates'], told['distinct_ballots'], told['blank']), (4, 3, 5))
        self.assertEqual(other.read_text(encoding='utf-8').split(), path.read_text(encoding='utf-8').replace('1 3 - 1=2 0\n5 0', '1 3 - 1=2 0 5 0').split())
        self.assertEqual(self.cordon_refuses('count', 'convert', path, '--to', 'paper', '-o', other)[0]['code'], 'count.format_unknown')

    def test_csv_is_the_same_report(self):
        report = self.count(self.ballots(self.PLAIN))
        rows = list(csv.DictReader(io.StringIO(self.cordon_ok('count', '--rule', 'scottish-stv', self.ballots(self.PLAIN), '--csv'))))
        flat = [(str(stage['number']), one['votes'], one['state']) for stage in report['stages'] for one in stage['candidates']]
        self.assertEqual([(r['stage'], r['votes'], r['state']) for r in rows if r['candidate']], flat)

    def test_text_has_every_number_of_the_report(self):
        report, text = self.count(self.ballots(self.PLAIN)), self.cordon_ok('count', '--rule', 'scottish-stv', self.ballots(self.PLAIN))
        shown = re.findall(r'\d+\.\d{5}', text)
        for stage in report['stages']:
            for vote in self.votes(stage):
                self.assertIn(vote, shown)


class Settings(Count):
    def refused(self, *options, **values):
        found = self.cordon_refuses('count', '--rule', 'scottish-stv', self.ballots(TIE), '--settings', self.settings(**values), *options)
        return [f['code'] for f in found]

    def test_what_is_not_understood_is_refused(self):
        self.assertEqual(self.refused(sead='x'), ['count.setting_unknown'])
        self.assertEqual(self.refused(quorum='1/2'), ['count.setting_not_of_rule'])
        self.assertEqual(self.refused(quorum=0.5), ['count.setting_value'])
        self.assertEqual(self.refused(seats='two'), ['count.setting_value'])
        self.assertEqual(self.refused(seats=0), ['count.seats_range'])
        self.assertEqual(self.refused(seed=''), ['count.setting_value'])
        self.assertEqual(self.refused('--seats', '-1'), ['count.setting_value'])

    def test_seats_of_the_command_line_stand_before_those_of_settings_and_file(self):
        path = self.ballots(TIE)
        self.assertEqual(len(self.count(path, '--seats', '3', '--settings', self.settings(seats=2, seed='s'))['winners']), 3)
        self.assertEqual(len(self.count(path, '--settings', self.settings(seats=2, seed='s'))['winners']), 2)

    def test_rules_are_named(self):
        done = self.cordon('count', '--rule', 'nothing', self.ballots(TIE))
        self.assertEqual(done.returncode, 2)
        for rule in self.cordon_json('count', 'rules')['rules']:
            self.assertIn(rule['id'], done.stderr)
