"""examples/cerrillos/supply.sh: four weeks of supply in the book. What the program says is held against a plain reading of the acts, logs
and proofs with code of its own. A tenth of the example."""
import collections
import glob
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from crawl import names_of
from forms import check_answers
from program import PROGRAM, SOURCE, Case
from serve import Server

EXAMPLE = SOURCE / 'examples' / 'cerrillos'


class Proof:
    def __init__(self, path):
        lines = [json.loads(line) for line in pathlib.Path(path).read_text(encoding='utf-8').splitlines()]
        self.goods = [line['good'] for line in lines if 'good' in line]
        self.places = [line['place'] for line in lines if 'place' in line]
        self.outlets = [line['outlet'] for line in lines if 'from' in line]
        self.stock = {(line['place'], self.goods[item]): units for line in lines if 'stock' in line for item, units in line['stock']}
        self.served = {line['outlet']: [self.places[place] for place in line['from']] for line in lines if 'from' in line}
        self.of = {line['household']: line for line in lines if 'of' in line}
        self.ration = {}
        for line in lines:
            if 'ration' in line:
                for row, units in zip(self.of[line['household']]['of'], line['ration']):
                    self.ration[line['household'], self.goods[row[0]]] = units

    def drawn(self, household, good):
        return sum(row[4] for row in self.of[household]['of'] if self.goods[row[0]] == good)

    def outlet(self, household):
        return self.outlets[self.of[household]['outlet']]


class Supply(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scratch_all = pathlib.Path(tempfile.mkdtemp(prefix='cordon-supply-'))
        cls.folder = cls.scratch_all / 'example'
        environment = dict(os.environ, CORDON=str(PROGRAM), LC_ALL='C')
        cls.said = ''
        for script in ('build.sh', 'supply.sh'):
            done = subprocess.run(['sh', EXAMPLE / script, cls.folder, '0.1'], capture_output=True, text=True, env=environment, timeout=1200)
            assert done.returncode == 0, done.stderr
            cls.said += done.stdout
        cls.logs = collections.defaultdict(list)
        for name in sorted(glob.glob(str(cls.folder / 'logs' / '*.jsonl'))):
            for line in open(name, encoding='utf-8'):
                cls.logs['-'.join(os.path.basename(name).split('-')[1:3])].append(json.loads(line))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch_all)
        super().tearDownClass()

    def proof(self, name):
        return Proof(self.folder / 'proofs' / (name + '.jsonl'))

    def test_answers_over_http_are_of_their_forms(self):
        log = self.cordon_ok('log', '--book', self.folder / 'book', '--json')
        acts = [json.loads(line)['what']['act'] for line in log.splitlines()]
        names = names_of(acts)
        names['body'] = {act['fields']['body'] for act in acts if act['kind'] == 'cycle_open'}
        server = Server(self, self.folder / 'book', '--now', acts[-1]['made'])
        check_answers(self, server, names, ('supply', 'rules', 'allocation', 'rations', 'why', 'proof', 'alarms', 'outlets', 'goods', 'cycles',
                                            'deliveries', 'stock', 'roll', 'body', 'entries'), most=12)

    def test_every_proof_was_verified_and_the_book_holds(self):
        self.assertEqual(self.said.count('PROVEN: jap-'), 3 * 4 + 1)
        self.assertIn('book: HOLDS', self.said)

    def test_all_that_came_is_given_out_or_nobody_may_have_more(self):
        for week in range(1, 5):
            for number in (1, 2, 3):
                proof = self.proof('%d-jap-%02d' % (week, number))
                for good in proof.goods:
                    there = sum(units for (place, what), units in proof.stock.items() if what == good)
                    given = sum(units for (_, what), units in proof.ration.items() if what == good)
                    self.assertLessEqual(given, there)
                    if given < there:  # then everybody who is served has all that they may have
                        for household, line in proof.of.items():
                            for row in line['of']:
                                if proof.goods[row[0]] == good and proof.served[proof.outlet(household)]:
                                    self.assertEqual(proof.ration[household, good], int(row[2].split('/')[0]) // int((row[2].split('/') + ['1'])[1]))

    def test_who_is_cut_off_is_told_so(self):
        proof = self.proof('2-jap-03')
        self.assertEqual(proof.served['almacen-4'], [])
        household = next(household for household in proof.of if proof.outlet(household) == 'almacen-4')
        for week, reason in ((2, True), (3, False)):
            why = self.cordon_json('supply', 'why', household, self.folder / 'proofs' / ('%d-jap-03.jsonl' % week))
            self.assertEqual({good['reason'] == 'cut-off' for good in why['goods']}, {reason})

    def test_the_late_bread_is_split_anew_and_nothing_drawn_is_taken_back(self):
        before, after = self.proof('3-jap-02'), self.proof('3-jap-02-b')
        had = collections.Counter()
        for line in self.logs['jap-02']:
            if line['cycle'] == 3 and line['good'] == 'pan':
                had[line['household']] += line['qty']
        bread = [household for household in after.of if (household, 'pan') in after.ration]
        self.assertGreater(sum(after.ration[one, 'pan'] for one in bread), sum(before.ration[one, 'pan'] for one in bread))
        drew = [one for one in bread if after.drawn(one, 'pan')]
        self.assertGreater(len(drew), 300)
        for one in bread:
            self.assertGreaterEqual(after.ration[one, 'pan'], after.drawn(one, 'pan'))
        for one in drew:
            self.assertEqual(after.drawn(one, 'pan'), before.ration[one, 'pan'])

    def test_the_oil_raises_a_question_and_nothing_else_does(self):
        for number in (1, 2, 3):
            watched = self.cordon_json('supply', 'watch', self.folder / 'book', '--body', 'jap-%02d' % number)
            asked = {(alert['outlet'], alert['good']) for alert in watched['alerts']}
            self.assertEqual(asked, {('almacen-2', 'aceite')} if number == 1 else set())

    def test_what_was_drawn_too_often_is_all_listed(self):
        for number in (1, 2, 3):
            jap = 'jap-%02d' % number
            for week in (1, 2, 4):
                proof = self.proof('%d-%s' % (week, jap))
                had = collections.Counter()
                for line in self.logs[jap]:
                    if line['cycle'] == week:
                        had[line['household'], line['good']] += line['qty']
                over = {key for key, units in had.items() if units > proof.ration[key]}
                said = self.cordon_json('supply', 'drawn', self.folder / 'book', '--body', jap, '--cycle', week)
                self.assertEqual({(one['household'], one['good']) for one in said['over_drawn']}, over)
                self.assertEqual(said['lines'], sum(1 for line in self.logs[jap] if line['cycle'] == week))


if __name__ == '__main__':
    unittest.main()
