"""Sharing: the published and constructed cases of the shared data, small ones worked by hand, lotteries and draws done again here,
crates by the definition of their method, and problems that are none."""
import hashlib
import json
import random
from fractions import Fraction as F

from program import SOURCE, Case

CLAIMS = {'CEA': 'equal-awards', 'CEL': 'equal-losses', 'PRO': 'proportional', 'TAL': 'talmud', 'RTAL': 'reverse-talmud',
          'PIN': 'piniles', 'APRO': 'adjusted-proportional', 'RA': 'random-arrival', 'WCEA': 'weighted-awards',
          'WCEA_FLOOR': 'weighted-awards', 'ICEA': 'whole-awards'}
CRATES = {'quota': 'crates-quota', 'largest_remainder': 'crates-largest-remainder', 'dhondt': 'crates-dhondt',
          'saintelague': 'crates-sainte-lague', 'huntington': 'crates-huntington-hill', 'adams': 'crates-adams',
          'dean': 'crates-dean'}
# The divisor method's turn of somebody who has x, as what weight (squared, for one) is divided by.
DIVISORS = {'crates-dhondt': lambda x: F(x + 1), 'crates-sainte-lague': lambda x: F(2 * x + 1),
            'crates-adams': lambda x: F(x), 'crates-dean': lambda x: F(2 * x * (x + 1), 2 * x + 1),
            'crates-huntington-hill': lambda x: F(x * (x + 1))}


def claimants(**columns):
    """One claimant a place of the columns, c0, c1..."""
    count = len(next(iter(columns.values())))
    return [dict({'id': 'c%d' % i}, **{key: column[i] for key, column in columns.items()}) for i in range(count)]


def read(numbers):
    return [F(str(number)) for number in numbers]


class Sharing(Case):
    def path(self, problem):
        path = self.scratch / 'problem.json'
        path.write_text(problem if isinstance(problem, str) else json.dumps(problem), encoding='utf-8')
        return path

    def share(self, rule, problem):
        return self.cordon_json('share', '--rule', rule, self.path(problem))

    def shares(self, rule, problem):
        return [F(one['share']) for one in self.share(rule, problem)['claimants']]

    def by_claims(self, rule, estate, **columns):
        return self.shares(rule, {'estate': estate, 'claimants': claimants(**columns)})


class Known(Sharing):
    """The shared data: published, or by construction."""

    def test_claims(self):
        for case in json.loads(self.shared('data/supply/claims/claims.json').read_text(encoding='utf-8'))['cases']:
            for key, expected in case['expected'].items():
                columns = {'claim': case['claims']}
                if key in ('WCEA', 'WCEA_FLOOR', 'ICEA') and 'weights' in case:
                    columns['weight'] = case['weights']
                if key == 'WCEA_FLOOR':
                    columns['floor'] = case['floors']
                with self.subTest(case=case['name'], rule=key):
                    self.assertEqual(self.by_claims(CLAIMS[key], case['estate'], **columns), read(expected))

    def test_network(self):
        for case in json.loads(self.shared('data/supply/leximin/leximin.json').read_text(encoding='utf-8'))['cases']:
            problem = {'stock': {'d%d' % j: stock for j, stock in enumerate(case['stock'])},
                       'claimants': claimants(claim=case['claims'], weight=case['weights'],
                                              **{'from': [['d%d' % j for j in reach] for reach in case['access']]})}
            with self.subTest(case=case['name']):
                found = self.share('network-leximin', problem)['claimants']
                self.assertEqual([F(one['share']) for one in found], read(case['expected_x']))
                self.assertEqual([F(one['level']) for one in found], read(case['expected_level']))

    def test_chances(self):
        for case in json.loads(self.shared('data/supply/lottery/lottery.json').read_text(encoding='utf-8'))['cases']:
            for key, rule in (('PS', 'probabilistic-serial'), ('RSD', 'random-dictatorship')):
                if key not in case:
                    continue
                with self.subTest(case=case['name'], rule=key):
                    problem = {'stock': case['capacity'], 'claimants': claimants(prefers=case['prefs']), 'seed': 'x'}
                    found = self.share(rule, problem)
                    self.assertEqual([{o: F(v) for o, v in one['chances'].items() if F(v)} for one in found['claimants']],
                                     [{o: F(v) for o, v in one.items() if F(v)} for one in case[key]])

    def test_crates(self):
        data = json.loads(self.shared('data/supply/apportionment/apportionment.json').read_text(encoding='utf-8'))
        for case in data['cases']:
            for key, expected in case['expected'].items():
                for rule in CRATES.values() if key == 'every_method' else [CRATES[key]]:
                    with self.subTest(weights=case['weights'], rule=rule):
                        self.assertEqual(self.by_claims(rule, case['units'], weight=case['weights']), expected)


class ByHand(Sharing):
    def test_weights_and_floors(self):
        rule = 'weighted-awards'
        self.assertEqual(self.by_claims(rule, 10, claim=[10, 10], weight=[1, 4]), [2, 8])
        # 4 for certain; 6 for four members: 3/2 each, and 3/2 < 4
        self.assertEqual(self.by_claims(rule, 10, claim=[10, 10], weight=[1, 4], floor=[4, 0]), [4, 6])
        # the floors do not fit: they are the claims
        self.assertEqual(self.by_claims(rule, 3, claim=[9, 9], weight=[1, 2], floor=[4, 4]), [1, 2])
        self.assertEqual(self.by_claims(rule, 100, claim=['1/3', '0.25'], weight=[1, 1]), [F(1, 3), F(1, 4)])
        self.assertEqual(self.by_claims(rule, 1, weight=['1/2', 1, 0]), [F(1, 3), F(2, 3), 0])
        self.assertEqual(self.by_claims(rule, 10, claim=[9, 9], weight=[0, 1], floor=[2, 0]), [2, 8])

    def test_claims_rules(self):
        self.assertEqual(self.by_claims('equal-awards', 10, claim=[2, 20, 20]), [2, 4, 4])
        self.assertEqual(self.by_claims('equal-losses', 10, claim=[10, 6]), [7, 3])
        self.assertEqual(self.by_claims('equal-losses', 4, claim=[10, 6]), [4, 0])
        self.assertEqual(self.by_claims('proportional', 8, claim=[10, 6]), [5, 3])
        # Mishnah, Ketubot 93a: 100, 200, 300 of 100, 200 and 300
        for estate, expected in ((100, [F(100, 3)] * 3), (200, [50, 75, 75]), (300, [50, 100, 150])):
            self.assertEqual(self.by_claims('talmud', estate, claim=[100, 200, 300]), expected)
        # the garment: one claims all, one half of it: Bava Metzia 2a
        self.assertEqual(self.by_claims('talmud', 1, claim=[1, '1/2']), [F(3, 4), F(1, 4)])
        self.assertEqual(self.by_claims('random-arrival', 1, claim=[1, '1/2']), [F(3, 4), F(1, 4)])

    def test_the_last_unit_is_the_first_ones(self):
        self.assertEqual(self.by_claims('whole-awards', 3, claim=[9, 9]), [2, 1])
        self.assertEqual(self.by_claims('whole-awards', 3, claim=[9, 9, 9], weight=[1, 2, 1]), [1, 2, 0])  # 1/1 2/2 1/1: the first two
        self.assertEqual(self.by_claims('whole-awards', '7/2', claim=['3/2', 9]), [1, 2])
        self.assertEqual(self.by_claims('whole-awards-floors', 5, claim=[9, 9], floor=[0, 4]), [1, 4])
        self.assertEqual(self.by_claims('whole-awards-floors', 3, claim=[9, 9], floor=[3, 4]), [2, 1])

    def test_network(self):
        # the hill reaches one depot, the town both
        problem = {'stock': {'mill': 6, 'port': 4}, 'claimants': [
            {'id': 'hill', 'from': ['mill'], 'weight': 2}, {'id': 'town', 'from': ['mill', 'port'], 'claim': 9},
            {'id': 'port', 'from': ['port'], 'claim': 1}, {'id': 'nowhere'}]}
        # the port keeps its 1; 9 for three: 3 each, and of the mill's 6 all go to the hill
        self.assertEqual(self.shares('network-leximin', problem), [6, 3, 1, 0])
        problem['claimants'][0]['weight'] = 4  # the hill has no more than the mill
        self.assertEqual(self.shares('network-leximin', problem), [6, 3, 1, 0])
        problem['claimants'][0]['weight'] = 1
        self.assertEqual(self.shares('network-leximin', problem), [F(9, 2), F(9, 2), 1, 0])


class Lotteries(Sharing):
    """A lottery is the chances it was made of, and the seed draws what anyone can draw again."""

    def problems(self):
        draw = random.Random(5)
        for _ in range(12):
            objects = ['o%d' % j for j in range(draw.randint(2, 5))]
            yield {'stock': {o: draw.choice([0, 1, 1, 2]) for o in objects}, 'seed': 'seed %d' % draw.randint(0, 99),
                   'claimants': claimants(prefers=[draw.sample(objects, draw.randint(0, len(objects))) for _ in range(draw.randint(4, 7))])}

    def test_the_mean_of_the_assignments_is_the_chances(self):
        drawn = set()
        for problem in self.problems():
            for rule in ('probabilistic-serial', 'random-dictatorship'):
                with self.subTest(rule=rule, problem=problem):
                    found = self.share(rule, problem)
                    drawn.add((len(found['lottery']) > 2, self.check(found, problem)))
        # lotteries of several assignments, of which the first, the second, and a later one are drawn
        self.assertLessEqual({(True, 0), (True, 1), (True, 2)}, drawn)

    def check(self, found, problem):
        """The number of the assignment drawn, at most 2."""
        mean = [dict.fromkeys(one['chances'], F(0)) for one in found['claimants']]
        for assignment in found['lottery']:
            for i, thing in enumerate(assignment['given']):
                if thing is not None:
                    mean[i][thing] += F(assignment['weight'])
            for thing in problem['stock']:
                due = sum(F(one['chances'].get(thing, 0)) for one in found['claimants'])
                self.assertIn(assignment['given'].count(thing), (due.numerator // due.denominator, -(-due.numerator // due.denominator)))
        self.assertEqual(mean, [{o: F(v) for o, v in one['chances'].items()} for one in found['claimants']])
        self.assertEqual(sum(F(assignment['weight']) for assignment in found['lottery']), 1)
        point = F(int(hashlib.sha256(b'cordon-lottery-v1\n' + problem['seed'].encode()).hexdigest(), 16), 2 ** 256)
        total = F(0)
        for number, assignment in enumerate(found['lottery']):
            total += F(assignment['weight'])
            if point < total:
                break
        self.assertEqual([one['drawn'] for one in found['claimants']], assignment['given'])
        return min(number, 2)

    def test_dictators_in_every_order(self):
        # two want a first: each has it in half of the orders, then the other has b
        found = self.share('random-dictatorship', {'stock': {'a': 1, 'b': 1}, 'claimants': claimants(prefers=[['a', 'b'], ['a']])})
        self.assertEqual([one['chances'] for one in found['claimants']], [{'a': '1/2', 'b': '1/2'}, {'a': '1/2'}])
        self.assertNotIn('drawn', found['claimants'][0])


class Crates(Sharing):
    def test_by_definition(self):
        draw = random.Random(9)
        for _ in range(15):
            weights = [draw.randint(1, 60) for _ in range(draw.randint(1, 7))]
            units = draw.randint(0, 40)
            problem = {'estate': units, 'seed': 's', 'claimants': claimants(weight=weights)}
            for rule, divisor in DIVISORS.items():
                with self.subTest(rule=rule, weights=weights, units=units):
                    self.is_divided(self.shares(rule, problem), weights, units, rule, divisor)
            for rule in ('crates-largest-remainder', 'crates-quota'):
                with self.subTest(rule=rule, weights=weights, units=units):
                    self.keeps_the_quota(self.shares(rule, problem), weights, units)

    def is_divided(self, given, weights, units, rule, divisor):
        """No crate would have gone to another first: w_i / d(x_i - 1) >= w_j / d(x_j), multiplied out."""
        power = 2 if rule == 'crates-huntington-hill' else 1
        self.assertEqual(sum(given), units)
        for x, v in zip(given, weights):
            for y, w in zip(given, weights):
                if x:
                    left, right = v ** power * divisor(int(y)), w ** power * divisor(int(x) - 1)
                    self.assertTrue(left > right or left == right if left or right else v >= w or y, (given, weights))

    def keeps_the_quota(self, given, weights, units):
        self.assertEqual(sum(given), units)
        for x, w in zip(given, weights):
            self.assertLess(abs(x - F(units * w, sum(weights))), 1)

    def test_a_tie_is_drawn(self):
        problem = {'estate': 1, 'claimants': claimants(weight=[5, 5, 3])}
        done = self.cordon('share', '--rule', 'crates-dhondt', self.path(problem), '--json')
        self.assertEqual((done.returncode, json.loads(done.stderr)['findings'][0]['code']), (1, 'share.tie'))
        seen = set()
        for seed in 'abcdefgh':
            lot = [hashlib.sha256(b'cordon-crates-v1\n%s\nc%d' % (seed.encode(), i)).digest() for i in range(2)]
            first = lot.index(min(lot))
            seen.add(first)
            for rule in CRATES.values():
                self.assertEqual(self.shares(rule, dict(problem, seed=seed)), [int(i == first) for i in range(3)])
        self.assertEqual(seen, {0, 1})
        self.assertEqual(self.by_claims('crates-dhondt', 2, weight=[5, 5, 3]), [1, 1, 0])  # a tie that makes no difference


class Refused(Sharing):
    def test_what_is_no_problem(self):
        one = [{'id': 'a'}]
        for problem, code in (
                ('{', 'share.not_json'), ('[]', 'share.not_a_problem'), ({'estat': 1, 'claimants': one}, 'share.unknown_key'),
                ({'estate': 1, 'claimants': []}, 'share.claimants'), ({'estate': 1}, 'share.claimants'),
                ({'estate': 1, 'claimants': [{'id': 'a', 'x': 1}]}, 'share.unknown_key'),
                ({'estate': 1, 'claimants': [{'id': 'a'}, {'id': 'a'}]}, 'share.id'),
                ({'estate': 1, 'claimants': [{}]}, 'share.id'), ({'estate': 1, 'claimants': [3]}, 'share.id'),
                ({'estate': 1, 'claimants': [{'id': 'a', 'claim': 1, 'floor': 2}]}, 'share.floor'),
                ({'estate': 1, 'stock': {}, 'claimants': one}, 'share.stocks'),
                ({'estate': 1, 'stock': [1], 'claimants': one}, 'share.stocks'),
                ({'estate': 1, 'claimants': [{'id': 'a', 'from': ['x']}]}, 'share.no_such_stock'),
                ({'stock': {'x': 1}, 'claimants': [{'id': 'a', 'from': ['x', 'x']}]}, 'share.no_such_stock'),
                ({'estate': '1/2147483647', 'claimants': [{'id': 'a', 'claim': '1/2147483629'}]}, 'share.too_fine'),
                ({'estate': 2 ** 46, 'claimants': one}, 'share.too_large'),
                ({'estate': 1, 'claimants': [{'id': 'a', 'weight': 2 ** 32}]}, 'share.too_large'),
                ({'claimants': one}, 'share.no_estate')):
            with self.subTest(problem=problem):
                self.assertEqual([finding['code'] for finding in self.cordon_refuses('share', '--rule', 'weighted-awards', self.path(problem))],
                                 [code])

    def test_what_is_no_number(self):
        for number in (-1, 0.5, '-1', '', '.', '1/0', '1e3', '1/2/3', ' 1', '1234567890123456', None, True):
            with self.subTest(number=number):
                found = self.cordon_refuses('share', '--rule', 'equal-awards', self.path({'estate': number, 'claimants': [{'id': 'a'}]}))
                self.assertEqual([finding['code'] for finding in found], ['share.not_a_number'])

    def test_what_a_rule_cannot_share(self):
        many = [{'id': 'c%d' % i, 'claim': 1} for i in range(21)]
        for rule, problem, code in (
                ('proportional', {'estate': 1, 'claimants': [{'id': 'a'}]}, 'share.no_claim'),
                ('equal-losses', {'estate': 1, 'claimants': [{'id': 'a'}]}, 'share.no_claim'),
                ('talmud', {'estate': 1, 'claimants': [{'id': 'a'}]}, 'share.no_claim'),
                ('random-arrival', {'estate': 1, 'claimants': many}, 'share.too_many_orders'),
                ('network-leximin', {'estate': 1, 'claimants': [{'id': 'a'}]}, 'share.no_stock'),
                ('probabilistic-serial', {'stock': {'x': '1/2'}, 'claimants': [{'id': 'a'}]}, 'share.not_whole'),
                ('random-dictatorship', {'stock': {'x': 1}, 'claimants': many}, 'share.too_many_orders'),
                ('whole-awards-floors', {'estate': 1, 'claimants': [{'id': 'a', 'floor': '1/2'}]}, 'share.not_whole'),
                ('crates-dhondt', {'estate': '1/2', 'claimants': [{'id': 'a'}]}, 'share.not_whole'),
                ('crates-dhondt', {'estate': 1, 'claimants': [{'id': 'a', 'weight': 0}]}, 'share.no_weight'),
                ('crates-dhondt', {'estate': 1000001, 'claimants': [{'id': 'a'}]}, 'share.too_many_crates'),
                ('weighted-awards', {'estate': 1, 'claimants': [{'id': 'a', 'floor': 2, 'weight': 0}]}, 'share.floor_no_weight'),
                ('probabilistic-serial', {'seed': 'x', 'stock': {'x': 400}, 'claimants': claimants(prefers=[['x']] * 401)},
                 'share.lottery_large')):
            with self.subTest(rule=rule, problem=problem):
                self.assertEqual([finding['code'] for finding in self.cordon_refuses('share', '--rule', rule, self.path(problem))], [code])

    def test_an_unknown_rule(self):
        self.assertEqual(self.cordon_refuses('share', '--rule', 'favour', self.path({}))[0]['code'], 'cli.choice')


class Listed(Sharing):
    def test_every_rule_is_documented(self):
        page = (SOURCE / 'docs' / 'sharing.md').read_text(encoding='utf-8')
        rules = self.cordon_json('share', 'rules')['rules']
        self.assertGreater(len(rules), 20)
        for rule in rules:
            self.assertIn('`%s`' % rule['id'], page)


class Goods(Sharing):
    """Several goods at once."""

    def utilities(self, problem):
        return [F(one['utility']) for one in self.goods(problem)]

    def goods(self, problem):
        """What everybody has, which must be what there is at most and worth what it says."""
        found = self.share('goods-leximin', problem)['claimants']
        for thing, stock in problem['stock'].items():
            self.assertLessEqual(sum(F(one['goods'].get(thing, 0)) for one in found), F(stock))
        for one, asked in zip(found, problem['claimants']):
            self.assertTrue(all(F(amount) > 0 for amount in one['goods'].values()))
            self.assertEqual(F(one['utility']), sum(F(amount) * F(asked['values'][thing]) for thing, amount in one['goods'].items()))
        return found

    def problem(self, values, stock=None, **columns):
        goods = ['g%d' % j for j in range(len(values[0]))]
        return {'stock': dict(zip(goods, stock or [1] * len(goods))),
                'claimants': claimants(values=[dict(zip(goods, row)) for row in values], **columns)}

    def test_published(self):
        data = json.loads(self.shared('data/supply/leximin/leximin.json').read_text(encoding='utf-8'))['published_linear']
        for case in data['cases']:
            with self.subTest(case=case):
                self.assertEqual(self.utilities(self.problem(case['v'])), read(case['u']))

    def test_one_good_is_shared_by_what_it_is_worth(self):
        # x and 3 x' are to be equal, and add up to 4
        self.assertEqual(self.utilities(self.problem([[1], [3]], [4])), [3, 3])
        self.assertEqual(self.utilities(self.problem([[1], [1]], [9], weight=[1, 2])), [3, 6])
        self.assertEqual(self.utilities(self.problem([[1], [0]], [9])), [9, 0])
        self.assertEqual(self.utilities(self.problem([['1/3', 0], [0, 1]], [3, 0])), [1, 0])

    def test_what_a_network_says(self):
        """With every value 1 it is leximin over a network, which another part of the program computes."""
        draw = random.Random(3)
        for _ in range(25):
            people, depots = draw.randint(1, 6), draw.randint(1, 4)
            reach = [draw.sample(range(depots), draw.randint(0, depots)) for _ in range(people)]
            stock = [draw.randint(0, 9) for _ in range(depots)]
            weight = [draw.randint(1, 4) for _ in range(people)]
            network = {'stock': {'g%d' % j: s for j, s in enumerate(stock)},
                       'claimants': claimants(weight=weight, **{'from': [['g%d' % j for j in r] for r in reach]})}
            goods = self.problem([[int(j in r) for j in range(depots)] for r in reach], stock, weight=weight)
            with self.subTest(problem=network):
                self.assertEqual(self.utilities(goods), self.shares('network-leximin', network))

    def test_too_many(self):
        found = self.cordon_refuses('share', '--rule', 'goods-leximin', self.path(self.problem([[1] * 20] * 100)))
        self.assertEqual([finding['code'] for finding in found], ['share.too_many_goods'])


class Points(Sharing):
    """Points buy goods: the prices of the shared data, and on random markets that it is an equilibrium, exactly."""

    def problem(self, points, values, stock):
        goods = ['g%d' % j for j in range(len(stock))]
        return {'stock': dict(zip(goods, stock)),
                'claimants': claimants(points=points, values=[dict(zip(goods, row)) for row in values])}

    def equilibrium(self, problem):
        """The document, after what makes it an equilibrium is checked."""
        found = self.share('points-prices', problem)
        self.assertIs(found['exact'], True)
        price = {thing: F(value) for thing, value in found['prices'].items()}
        valued = set()
        for one, asked in zip(found['claimants'], problem['claimants']):
            worth = {thing: F(value) for thing, value in asked['values'].items() if F(value) and problem['stock'][thing]}
            has = {thing: F(amount) for thing, amount in one['goods'].items()}
            self.assertTrue(all(amount > 0 for amount in has.values()))
            self.assertEqual(sum(amount * price[thing] for thing, amount in has.items()), asked['points'] if worth else 0)
            self.assertEqual(F(one['utility']), sum(amount * worth[thing] for thing, amount in has.items()))
            for thing in has:
                for other, value in worth.items():
                    self.assertGreaterEqual(worth[thing] * price[other], value * price[thing])
            valued |= set(worth)
        for thing, stock in problem['stock'].items():
            self.assertEqual(sum(F(one['goods'].get(thing, 0)) for one in found['claimants']), stock if thing in valued else 0)
            self.assertEqual(price[thing] > 0, thing in valued)
        return found

    def test_known(self):
        for case in json.loads(self.shared('data/supply/ceei/ceei.json').read_text(encoding='utf-8'))['cases']:
            with self.subTest(case=case['name']):
                found = self.equilibrium(self.problem(case['budgets'], case['values'], case['supply']))
                self.assertEqual([F(price) for price in found['prices'].values()], read(case['expected_prices']))
                self.assertEqual([F(one['utility']) for one in found['claimants']], read(case['expected_utilities']))

    def test_by_hand(self):
        # one good: its price is all points
        found = self.equilibrium(self.problem([1, 2], [[7], [1]], [6]))
        self.assertEqual((found['prices'], [one['goods'] for one in found['claimants']]), ({'g0': '1/2'}, [{'g0': '2'}, {'g0': '4'}]))
        # each wants another good, however small the market of the second
        found = self.equilibrium(self.problem([1, 10 ** 9], [[1, 0], [0, 1]], [1, 1]))
        self.assertEqual(found['prices'], {'g0': '1', 'g1': '1000000000'})
        # one buyer: prices are as values
        found = self.equilibrium(self.problem([12], [[1, 2, 3]], [2, 2, 2]))
        self.assertEqual(found['prices'], {'g0': '1', 'g1': '2', 'g2': '3'})
        self.assertEqual(self.share('points-prices', self.problem([1], [[0]], [1]))['prices'], {'g0': '0'})

    def test_random_markets(self):
        draw = random.Random(8)
        for _ in range(60):
            buyers, goods, top = draw.randint(1, 10), draw.randint(1, 7), draw.choice([2, 3, 100, 10 ** 6])
            problem = self.problem([draw.randint(1, draw.choice([1, 5, 1000])) for _ in range(buyers)],
                                   [[draw.randint(0, top) for _ in range(goods)] for _ in range(buyers)],
                                   [draw.randint(0, draw.choice([1, 4, 1000])) for _ in range(goods)])
            with self.subTest(problem=problem):
                self.equilibrium(problem)

    def test_a_market_too_large_for_fractions_has_the_same_prices(self):
        """Copies of a market of which one has an exact answer: as many households with as many goods each."""
        draw = random.Random(2)
        points, stock = [draw.randint(1, 9) for _ in range(12)], [draw.randint(1, 99) for _ in range(8)]
        values = [[draw.randint(1, 10 ** 6) for _ in stock] for _ in points]
        exact = self.equilibrium(self.problem(points, values, stock))
        copies = 60
        problem = {'stock': {'%d.g%d' % (c, j): s for c in range(copies) for j, s in enumerate(stock)}, 'claimants': [
            {'id': '%d.%d' % (c, i), 'points': points[i], 'values': {'%d.g%d' % (c, j): v for j, v in enumerate(values[i])}}
            for c in range(copies) for i in range(len(points))]}
        found = self.share('points-prices', problem)
        self.assertIs(found['exact'], False)
        for name, price in found['prices'].items():
            expected = float(F(exact['prices'][name.split('.')[1]]))
            self.assertLessEqual(abs(float(price) - expected), 1e-9 * expected)
