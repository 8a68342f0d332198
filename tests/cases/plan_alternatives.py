"""cordon plan alternatives: answers worked out by hand, and every alternative found on hand-made, random and real packages checked
with exact numbers by code of its own. What is damaged in a file must be refused."""
import json
import math
import random
import unittest

import plan
import plan_exact


class Alternatives(plan.Plans):
    def alternatives(self, package, *options, what_if=()):
        """The plan's path, and the alternatives as documents."""
        path, folder = self.scratch / 'plan.json', self.scratch / 'others'
        self.cordon_ok('plan', package, '-o', path, *what_if)
        self.said = self.cordon_json('plan', 'alternatives', package, path, '-o', folder, *options)
        files = [folder / ('alternative-%d.json' % (i + 1)) for i in range(len(self.said['alternatives']))]
        found = [json.loads(file.read_text(encoding='utf-8')) for file in files]
        best = json.loads(path.read_text(encoding='utf-8'))
        for file, one in zip(files, found):
            self.assertTrue(self.cordon_json('plan', 'verify', package, file)['proven'])
            self.assertEqual(self.wrong_with(package, one), [])
            self.assertEqual(one['best'], {'activity': best['activity'], 'fulfilment': best['fulfilment']})
        return files, found

    def wrong_with(self, package, document):
        """What docs/plan-file.md asks of an alternative and does not hold, by exact numbers."""
        near = plan_exact.Plan(package, document)
        best = plan_exact.Plan(package, {**document, **document['best']})
        self.assertEqual(best.verify(), [])
        near.check_feasible()
        within, wrong = document['within'], list(near.wrong)
        tiers = {}
        for element, had in best.fulfilment.items():
            has = near.fulfilment[element]
            tiers.setdefault(element[0], []).append((has, had))
            if has < (1 - within) * had - 1e-9:
                wrong.append(element)
        wrong += [tier for tier, pairs in tiers.items()
                  if math.fsum(has for has, _ in pairs) < math.fsum(had for _, had in pairs) - 1.001e-9 * len(pairs)]
        cost = [math.fsum(one.e.cost[column] * x for column, x in one.activity.items()) for one in (near, best)]
        if cost[0] > (1 + within) * cost[1] * (1 + 2e-9):
            wrong.append('objective')
        return wrong


class ByHand(Alternatives):
    def test_the_other_bakery(self):
        """Two bakeries alike, each able to bake all of it: the only other plans shift bread from one to the other, and the farthest
        shifts all of it."""
        package = self.package({'east': {'work': -1, 'bread': 1}, 'west': {'work': -1, 'bread': 1}}, [('work', 20)],
                               [('all', 'bread', 10, 1)], [('east', 10), ('west', 10)], kinds={'work': 'labour'})
        files, found = self.alternatives(package, '-n', '1')
        first = self.done(json.loads((self.scratch / 'plan.json').read_text(encoding='utf-8')))
        self.assert_close(self.done(found[0]), {'east': 10 - first.get('east', 0), 'west': 10 - first.get('west', 0)}, 1e-6)
        self.assert_close(self.served(found[0]), {'bread': 1})

    def test_what_one_loses_the_other_gains(self):
        """12 hours for 10 of bread and 10 of wine: 60 % each. Within 10 % one falls to 54 % and the other rises to 66 %, no farther."""
        package = self.package({'bake': {'work': -1, 'bread': 1}, 'press': {'work': -1, 'wine': 1}}, [('work', 12)],
                               [('a', 'bread', 10, 1), ('b', 'wine', 10, 1)], kinds={'work': 'labour'})
        files, found = self.alternatives(package, '-n', '2', '--within', '10%')
        served = sorted((round(self.served(one)['bread'], 6), round(self.served(one)['wine'], 6)) for one in found)
        self.assertEqual(served, [(0.54, 0.66), (0.66, 0.54)])
        groups = {(row['alternative'], row['group']): row['points'] for row in self.said['groups']}
        self.assertEqual(sorted(round(points, 4) for points in groups.values()), [-6, -6, 6, 6])

    def test_a_served_tier_stays_served(self):
        """Where all of tier 1 is served none of it can lose: there is nobody to gain."""
        package = self.package({'bake': {'work': -1, 'bread': 1}, 'press': {'work': -1, 'wine': 1}, 'weave': {'work': -1, 'cloth': 1}},
                               [('work', 10)], [('all', 'bread', 4, 1), ('a', 'wine', 6, 2), ('b', 'cloth', 6, 2)], kinds={'work': 'labour'})
        files, found = self.alternatives(package, '-n', '3', '--within', '0.05')
        self.assertEqual(len(found), 2)
        for one in found:
            self.assertAlmostEqual(self.served(one)['bread'], 1, delta=1e-9)
            self.assertEqual(sorted(round(self.served(one)[good], 5) for good in ('wine', 'cloth')), [0.475, 0.525])

    def test_no_other_plan(self):
        """One way of making, all of it needed and served."""
        package = self.package({'bake': {'work': -1, 'bread': 1}}, [('work', 20)], [('all', 'bread', 10, 1)], kinds={'work': 'labour'})
        files, found = self.alternatives(package)
        self.assertEqual(found, [])
        said = self.cordon_ok('plan', 'alternatives', package, self.scratch / 'plan.json')
        self.assertEqual(said, 'No other plan is this near.\n')

    def test_work_for_nothing_is_no_alternative(self):
        """Either bakery could use 10 of flour, but both together need 10: the mill, whose work costs nothing, does not make 20."""
        package = self.package({'mill': {'grain': -1, 'flour': 1}, 'east': {'flour': -1, 'work': -1, 'bread': 1},
                                'west': {'flour': -1, 'work': -1, 'bread': 1}}, [('work', 20), ('grain', 99)],
                               [('all', 'bread', 10, 1)], kinds={'work': 'labour'})
        files, found = self.alternatives(package)
        self.assertGreaterEqual(len(found), 1)
        for one in found:
            self.assertLessEqual(self.done(one)['mill'], 10 + 0.01 * 20 + 1e-6)


class Found(Alternatives):
    def test_real_economies(self):
        for name, what_if in (('chile-2013', ('--capacity', '02=0.5')), ('sweden-2015', ('--capacity', '*=0.8'))):
            with self.subTest(name):
                files, found = self.alternatives(self.example(name), '-n', '3', what_if=what_if)
                self.assertEqual(len(found), 3)

    def test_random_ones(self):
        draw, several = random.Random(5), 0
        for _ in range(25):
            goods = ['g%d' % i for i in range(draw.randint(2, 4))]
            recipes = {'p%d' % i: {'work': -draw.randint(1, 4) / 2, draw.choice(goods): 1} for i in range(draw.randint(3, 7))}
            for recipe in recipes.values():
                extra = draw.choice(goods)
                if extra not in recipe:
                    recipe[extra] = -draw.randint(1, 3) / 4
            needs = [('n%d' % i, draw.choice(goods), draw.randint(1, 9), draw.randint(1, 2)) for i in range(3)]
            package = self.package(recipes, [('work', draw.randint(3, 12))] + [(good, 1) for good in goods], needs, kinds={'work': 'labour'})
            files, found = self.alternatives(package, '-n', '2', '--within', '5%')
            several += len(found) == 2
        self.assertGreater(several, 8)

    def test_the_same_again(self):
        package = self.example('chile-2013')
        first = [file.read_bytes() for file in self.alternatives(package, '-n', '2', what_if=('--capacity', '02=0.5'))[0]]
        self.assertEqual([file.read_bytes() for file in self.alternatives(package, '-n', '2', what_if=('--capacity', '02=0.5'))[0]], first)


class Damaged(Alternatives):
    def refused(self, package, document, status, word):
        path = self.scratch / 'damaged.json'
        path.write_text(json.dumps(document), encoding='utf-8')
        done = self.cordon('plan', 'verify', package, path)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn(word, done.stderr)

    def test_every_claim(self):
        package = self.package({'bake': {'work': -1, 'bread': 1}, 'press': {'work': -1, 'wine': 1}}, [('work', 12)],
                               [('a', 'bread', 10, 1), ('b', 'wine', 10, 1)], kinds={'work': 'labour'})
        files, found = self.alternatives(package, '-n', '1', '--within', '10%')
        bread = [one['commodity'] for one in found[0]['fulfilment']].index('bread')
        wine = 1 - bread

        def changed(change):
            document = json.loads(json.dumps(found[0]))
            change(document)
            return document

        def fulfil(a, b):
            def change(document):
                document['fulfilment'][bread]['fulfilment'], document['fulfilment'][wine]['fulfilment'] = a, b
                document['activity'] = [{'process': 'bake', 'activity': 10 * a}, {'process': 'press', 'activity': 10 * b}]
            return change
        self.refused(package, changed(fulfil(0.5, 0.7)), 1, 'less than')
        self.refused(package, changed(fulfil(0.55, 0.6)), 1, 'mean')
        self.refused(package, changed(fulfil(0.66, 0.66)), 1, 'balance')
        self.refused(package, changed(lambda document: document.update(within=0.05)), 1, 'less than')
        self.refused(package, changed(lambda document: document.update(within=2)), 2, 'within')
        self.refused(package, changed(lambda document: document.pop('best')), 2, 'activity')
        self.refused(package, changed(lambda document: document['best']['fulfilment'][bread].update(fulfilment=0.5)), 1, 'recorded')
        self.refused(package, changed(lambda document: document['activity'].append({'process': 'mill', 'activity': 1})), 2, 'mill')
        self.refused(package, changed(lambda document: document.update(format='cordon-plan/2')), 2, 'format')

    def test_an_objective_beyond(self):
        package = self.package({'quick': {'work': -1, 'bread': 1}, 'slow': {'work': -2, 'bread': 1}}, [('work', 40)],
                               [('all', 'bread', 10, 1)], kinds={'work': 'labour'})
        files, found = self.alternatives(package, '-n', '1', '--within', '10%')
        self.assert_close(self.done(found[0]), {'quick': 9, 'slow': 1}, 1e-6)
        document = json.loads(json.dumps(found[0]))
        document['activity'] = [{'process': 'quick', 'activity': 8}, {'process': 'slow', 'activity': 2}]
        self.refused(package, document, 1, 'objective')

    def test_options(self):
        package = self.example('bakery')
        self.cordon_ok('plan', package, '-o', self.scratch / 'plan.json')
        for options, word in ((('--within', '0'), '1%'), (('--within', '101%'), '1%'), (('--within', 'some'), '1%'), (('-n', '0'), '-n')):
            done = self.cordon('plan', 'alternatives', package, self.scratch / 'plan.json', *options)
            self.assertEqual(done.returncode, 2)
            self.assertIn(word, done.stderr)


del plan
if __name__ == '__main__':
    unittest.main()
