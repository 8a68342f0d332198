"""cordon supply prices: series told by hand, past only, WFP's Nicaragua beside ALPS."""
import csv
import json
import math
import random

from program import Case


def months(first, count):
    return ['%04d-%02d' % divmod_month(first * 12 + m) for m in range(count)]


def divmod_month(number):
    return number // 12, number % 12 + 1


class Prices(Case):
    def prices(self, text, *options):
        path = self.scratch / 'prices.csv'
        path.write_text(text, encoding='utf-8')
        done = self.cordon('supply', 'prices', path, '--json', *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)['series']

    @staticmethod
    def table(prices, first=2010):
        return 'date,price\n' + ''.join('%s-15,%r\n' % pair for pair in zip(months(first, len(prices)), prices))

    def test_the_score_is_the_gap_in_deviations(self):
        """Sixty months and one: mean and deviation of the 48 gaps before it, by their definitions."""
        rng = random.Random(3)
        prices = [100 * math.exp(rng.gauss(0, 0.1)) for _ in range(60)] + [150]
        logs = [math.log(p) for p in prices]
        gaps = [logs[t] - sum(logs[t - 12:t]) / 12 for t in range(12, 61)]
        mean = sum(gaps[:-1]) / 48
        deviation = math.sqrt(sum((g - mean) ** 2 for g in gaps[:-1]) / 47)
        (series,) = self.prices(self.table(prices), '--level', 'normal')
        (month,) = series['months']
        self.assertEqual((month['month'], month['level']), ('2015-01', 'crisis'))
        self.assertAlmostEqual(month['score'], (gaps[-1] - mean) / deviation, places=9)

    def test_five_years_before_anything_is_said(self):
        (series,) = self.prices(self.table([10] * 59 + [100]), '--level', 'stress')
        self.assertEqual(series['months'], [])
        (series,) = self.prices(self.table([10] * 60 + [100]), '--level', 'stress')
        self.assertEqual([m['month'] for m in series['months']], ['2015-01'])

    def test_months_are_judged_by_the_past_alone(self):
        rng = random.Random(4)
        prices = [50 * math.exp(rng.gauss(0, 0.2)) for _ in range(90)]
        whole = self.prices(self.table(prices), '--level', 'normal')[0]['months']
        for end in (70, 80):
            self.assertEqual(self.prices(self.table(prices[:end]), '--level', 'normal')[0]['months'],
                             [m for m in whole if m['month'] < months(2010, 91)[end]])

    def test_series_tags_and_the_order_of_rows(self):
        rows = ['%s,%s,%s\n' % (m, market, p) for market, p in (('A', 5), ('B', 7)) for m in months(2010, 70)]
        head = 'date,market,price\n#date,#loc,#value\n'
        first = self.prices(head + ''.join(rows), '--level', 'unknown')
        self.assertEqual([(s['market'], s['prices']) for s in first], [('A', 70), ('B', 70)])
        again = self.prices(head + ''.join(reversed(rows)), '--level', 'unknown')
        self.assertEqual(sorted(map(json.dumps, again)), sorted(map(json.dumps, first)))
        later = self.prices(head + ''.join(rows), '--level', 'unknown', '--from', '2015-01')
        self.assertEqual([len(s['months']) for s in later], [10, 10])

    def test_what_is_wrong_is_listed(self):
        path = self.scratch / 'wrong.csv'
        path.write_text('date,price\n2010-13-01,5\n2010-01,0\n2010,nan\n', encoding='utf-8')
        done = self.cordon('supply', 'prices', path, '--json')
        self.assertEqual([(f['row'], f['field']) for f in json.loads(done.stderr)['findings']],
                         [(2, 'date'), (3, 'price'), (4, 'date'), (4, 'price')])
        path.write_text('date,price\n2010-01-01,5\n2010-01-15,6\n', encoding='utf-8')
        done = self.cordon('supply', 'prices', path)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(self.cordon('supply', 'prices', path, '--level', 'high').returncode, 2)

    def test_managua_2018_beside_alps(self):
        """Maize at crisis level by June 2018; on the other series no more months of crisis than ALPS, which knows the end."""
        path = self.shared('data/supply/prices/alps_expected_nic.csv')
        alps = {}
        for row in csv.DictReader(open(path, encoding='utf-8')):
            alps[row['commodity']] = alps.get(row['commodity'], 0) + (row['class'] == 'crisis')
        found = {s['commodity']: [m['month'] for m in s['months']]
                 for s in self.prices(path.read_text(encoding='utf-8'), '--level', 'crisis')}
        self.assertIn('2018-06', found.pop('Maize (white)'))
        self.assertEqual(len(found), 3)
        for commodity, crisis in found.items():
            self.assertLessEqual(len(crisis), alps[commodity], commodity)
