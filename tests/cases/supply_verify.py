"""cordon supply verify and why: proofs made by the brute-force oracle must hold, every other way of handing out the same goods must not,
and nothing that was changed passes."""
import hashlib
import itertools
import json
import random
import unittest
from fractions import Fraction

from allocation_oracle import Problem, canonical, random_problem
from program import Case


class Proofs(Case):
    def verify(self, text, name='file.proof'):
        path = self.scratch / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.cordon('supply', 'verify', path)

    def assert_proven(self, text):
        done = self.verify(text)
        self.assertEqual(done.returncode, 0, done.stderr + text)

    def assert_refused(self, text, statuses=(1, 2), word=''):
        done = self.verify(text)
        self.assertIn(done.returncode, statuses, done.stderr + str(text))
        self.assertIn(word, done.stderr)


def rehashed(text):
    """The same lines with the hashes that they should have."""
    out = ''
    for line in text.splitlines():
        for key in ('inputs', 'sha256'):
            if line.startswith('{"%s":' % key):
                line = canonical({key: hashlib.sha256(out.encode()).hexdigest()}).rstrip('\n')
        out += line + '\n'
    return out


def milk(seed='lot', **more):
    """9 of milk for a household of 4 and one of 2, and a third at an outlet of its own that nobody serves."""
    return Problem([('milk', None)], {'hub': {0: 9}}, {'kiosk': ['hub'], 'school': []},
                   {'10019': ('kiosk', {0: (4, 12, 0, 0)}), '10028': ('kiosk', {0: (2, 12, 0, 0)}), '10034': ('school', {0: (3, 6, 0, 0)})},
                   seed=seed, **more)


class ByHand(Proofs):
    def test_by_weight(self):
        ration, uncovered = milk().share()
        self.assertEqual(ration, {('10019', 0): 6, ('10028', 0): 3, ('10034', 0): 0})
        self.assert_proven(milk().proof())
        for other in ((7, 2), (5, 4), (6, 2), (0, 0)):
            changed = {('10019', 0): other[0], ('10028', 0): other[1], ('10034', 0): 0}
            self.assert_refused(milk().proof(changed, uncovered), (1,))

    def test_why(self):
        path = self.scratch / 'milk.proof'
        path.write_text(milk().proof())
        why = self.cordon_json('supply', 'why', '10019', path)
        self.assertEqual((why['outlet'], why['goods'][0]['ration'], why['goods'][0]['reason']), ('kiosk', 6, 'level'))
        self.assertEqual((why['goods'][0]['next'], why['goods'][0]['last']), (1.75, 1.5))
        self.assertEqual(self.cordon_json('supply', 'why', '10034', path)['goods'][0]['reason'], 'cut-off')
        said = self.cordon_ok('supply', 'why', '10019', path)
        self.assertEqual(said, 'Household 10019 gets 6 unit of milk of the 12 it may have: each unit went to whoever had least for its '
                               'weight; one more would bring it to 1.75 for each, and nobody was given one beyond 1.50 from the same places.\n')
        spanish = self.cordon('supply', 'why', '10034', path, lang='es')
        self.assertIn('ningún lugar abastece su almacén', spanish.stdout)
        self.assertEqual(self.cordon('supply', 'why', '99', path).returncode, 2)

    def test_every_reason(self):
        problem = Problem([('milk', None)], {'hub': {0: 2}, 'dry': {}}, {'a': ['hub'], 'b': ['dry'], 'c': ['hub']},
                          {'1': ('a', {0: (1, 1, 0, 0)}), '2': ('a', {0: (1, 9, 0, 0)}), '3': ('a', {0: (1, 9, 0, 0)}),
                           '4': ('b', {0: (1, 9, 0, 0)}), '5': ('b', {0: (1, 9, 0, 2)})})
        path = self.scratch / 'reasons.proof'
        path.write_text(problem.proof())
        reasons = {token: self.cordon_json('supply', 'why', token, path)['goods'][0]['reason'] for token in problem.households}
        self.assertEqual([reasons[token] for token in '45'], ['nothing', 'drawn'])
        got = [token for token in '123' if problem.share()[0][token, 0]]
        self.assertEqual(len(got), 2)
        for token in '123':
            self.assertEqual(reasons[token], 'lot' if token not in got else 'claim' if token == '1' else 'level')
        floors = Problem([('milk', None)], {'hub': {0: 3}}, {'a': ['hub']}, {'1': ('a', {0: (1, 9, 2, 0)}), '2': ('a', {0: (1, 9, 2, 0)})})
        path.write_text(floors.proof())
        short = [token for token in '12' if floors.share()[0][token, 0] == 1]
        self.assertEqual(self.cordon_json('supply', 'why', short[0], path)['goods'][0]['reason'], 'floor')

    def test_without_a_seed_no_lot(self):
        even = Problem([('milk', None)], {'hub': {0: 2}}, {'a': ['hub']}, {'1': ('a', {0: (1, 9, 0, 0)}), '2': ('a', {0: (1, 9, 0, 0)})}, seed=None)
        self.assert_proven(even.proof())
        odd = Problem([('milk', None)], {'hub': {0: 3}}, {'a': ['hub']}, {'1': ('a', {0: (1, 9, 0, 0)}), '2': ('a', {0: (1, 9, 0, 0)})}, seed=None)
        self.assert_refused(odd.proof(), (1,))

    def test_said(self):
        done = self.cordon_json('supply', 'verify', self.written(milk().proof()))
        self.assertEqual((done['proven'], done['body'], done['cycle'], done['households']), (True, 'jap', 3, 3))
        self.assertEqual(done['hash'], hashlib.sha256(milk().proof().encode()).hexdigest())

    def written(self, text):
        path = self.scratch / 'written.proof'
        path.write_text(text)
        return path


class Oracle(Proofs):
    def test_random_problems_hold(self):
        draw = random.Random(7)
        for number in range(150):
            problem = random_problem(draw)
            with self.subTest(number):
                self.assert_proven(problem.proof())

    def test_every_other_way_is_refused(self):
        """All whole rations within the limits, of one good: one way only is proven."""
        draw, refused = random.Random(11), 0
        for number in range(14):
            problem = random_problem(draw)
            problem.items, problem.family = problem.items[:1], [0]
            problem.households = {token: (where, {item: (row[0], min(row[1], 3), min(row[2], row[1], 3), min(row[3], 1))
                                                  for item, row in of.items() if item == 0})
                                  for token, (where, of) in list(problem.households.items())[:3]}
            problem.places = {place: {0: min(stock.get(0, 0), 3)} for place, stock in problem.places.items()}
            right, right_uncovered = problem.share()
            rows = sorted(right)
            for units in itertools.product(*[range(problem.limit(token, 0, 0) + 1) for token, _ in rows]):
                for bare in itertools.product(*[range(min(count, problem.households[row[0]][1][0][3]) + 1) for row, count in zip(rows, units)]):
                    ration, uncovered = dict(zip(rows, units)), dict(zip(rows, bare))
                    text = problem.proof(ration, uncovered)
                    if text is None:
                        continue
                    if (ration, uncovered) == (right, right_uncovered):
                        self.assert_proven(text)
                    else:
                        self.assert_refused(text, (1,))
                        refused += 1
        self.assertGreater(refused, 100)


class Damaged(Proofs):
    def test_every_byte(self):
        text = milk().proof().encode()
        draw = random.Random(3)
        for at in range(0, len(text), 3):
            changed = bytearray(text)
            changed[at] = draw.choice([byte for byte in b'019az"{}[],:\n' if byte != changed[at]])
            self.assert_refused(bytes(changed))

    def test_every_line(self):
        lines = milk().proof().splitlines(keepends=True)
        for at in range(len(lines)):
            self.assert_refused(''.join(lines[:at] + lines[at + 1:]))
            self.assert_refused(''.join(lines[:at] + [lines[at]] + lines[at:]))
            self.assert_refused(''.join(lines[:at]))
            self.assert_refused(rehashed(''.join(lines[:at] + lines[at + 1:])))
        self.assert_refused(''.join(lines) + '\n', (2,))
        self.assert_refused(''.join(lines).rstrip('\n'), (2,))

    def test_every_number_of_the_result_hashed_anew(self):
        lines = self.example('supply/week-31.proof').read_text(encoding='utf-8').splitlines()
        tried = 0
        for at, line in enumerate(lines):
            document = json.loads(line)
            for key in ('flow', 'ration', 'levels', 'uncovered'):
                for k, value in enumerate(document.get(key, [])):
                    for more in (1, -1):
                        changed = json.loads(line)
                        if key == 'flow':
                            changed[key][k][1] += more
                        elif key == 'levels':
                            changed[key][k][1] = str(Fraction(value[1]) + more if Fraction(value[1]) + more >= 0 else 7)
                        else:
                            changed[key][k] += more
                        self.assert_refused(rehashed('\n'.join(lines[:at] + [canonical(changed).rstrip('\n')] + lines[at + 1:])))
                        tried += 1
        self.assertGreater(tried, 20)

    def test_more_than_may_be_had(self):
        plenty = Problem([('milk', None)], {'hub': {0: 9}}, {'a': ['hub']}, {'1': ('a', {0: (1, 2, 0, 0)})})
        self.assert_proven(plenty.proof())
        self.assert_refused(plenty.proof({('1', 0): 3}, {('1', 0): 0}), (1,), 'more than the household may have')

    def test_places_and_outlets_of_other_levels(self):
        """One outlet short, one with just enough, each with a place of its own: their levels are 0 and 1 on both sides."""
        apart = Problem([('milk', None)], {'dry': {0: 1}, 'full': {0: 4}}, {'a': ['dry'], 'b': ['full']},
                        {'1': ('a', {0: (1, 4, 0, 0)}), '2': ('b', {0: (1, 4, 0, 0)})})
        text = apart.proof()
        self.assertIn('"place_level":[0,1]', text)
        self.assert_proven(text)
        for levels in ('[1,1]', '[0,0]', '[1,0]'):
            self.assert_refused(rehashed(text.replace('"place_level":[0,1]', '"place_level":' + levels)), (1,))

    def test_inputs_changed_and_hashed_anew(self):
        """A larger weight, another seed with the same commitment, a household of another outlet: the rations are not those any more."""
        text = milk().proof()
        for old, new, status in (('[0,"4","12"', '[0,"8","12"', (1,)), ('"seed":"lot"', '"seed":"lots"', (1, 2)),
                                 ('"stock":[[0,9]]', '"stock":[[0,12]]', (1,)), ('"stock":[[0,9]]', '"stock":[[0,8]]', (1,)),
                                 ('"of":[[0,"3","6","0",0]],"outlet":1', '"of":[[0,"3","6","0",0]],"outlet":0', (1,)),
                                 ('"from":[],', '"from":[0],', (1,)), ('"3","6"', '"3","12/2"', (2,)), ('"3","6"', '"0","6"', (2,)),
                                 ('"former":null', '"former":"%s"' % ('a' * 64), (2,)), ('"rule_version":1', '"rule_version":2', (2,)),
                                 ('"title":""', '"title":"","who":"x"', (2,)), ('10028', '10019', (2,))):
            self.assertIn(old, text)
            self.assert_refused(rehashed(text.replace(old, new)), status)


if __name__ == '__main__':
    unittest.main()
