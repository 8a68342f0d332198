"""examples/cerrillos/plan.sh: a round of planning in the book, through acts. Every figure of its story is held against what the program
says on packages made anew from an export of the book; the plans against a plain reading of their packages with code of its own. A tenth
of the example.
"""
import collections
import csv
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from crawl import names_of
from forms import check_answers
from program import PROGRAM, SOURCE, Case, cordon
from serve import Server

EXAMPLE = SOURCE / 'examples' / 'cerrillos'
PROPOSED = ('uno', 'dos', 'tres')
PLANS = {'uno': '1972-12-06T10:00:00Z', 'dos': '1972-12-09T10:00:00Z', 'tres': '1972-12-15T08:00:00Z',
         'cuatro': '1972-12-31T10:00:00Z'}  # when their packages were made
NEAR = {'dos': 'uno', 'tres': 'dos'}


def rows(path):
    with open(path, encoding='utf-8') as file:
        return list(csv.DictReader(file))


class Plan(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scratch_all = pathlib.Path(tempfile.mkdtemp(prefix='cordon-plan-'))
        cls.folder = cls.scratch_all / 'example'
        environment = dict(os.environ, CORDON=str(PROGRAM), LC_ALL='C')
        for script, scale in (('build.sh', ['0.1']), ('plan.sh', [])):
            done = subprocess.run(['sh', EXAMPLE / script, cls.folder, *scale], capture_output=True, text=True, env=environment, timeout=1200,
                                  check=False)
            assert done.returncode == 0, done.stdout + done.stderr
        cls.story, cls.errors = done.stdout, done.stderr
        cls.planning = cls.folder / 'planning'
        for step in (['export', '-o', '../book.txt'], ['import', '../book.txt', '-o', '../copy']):
            done = cordon(*step, cwd=cls.folder)
            assert done.returncode == 0, done.stderr
        for name, time in PLANS.items():  # packages and plans anew, from the copy alone
            for step in (['economy', 'snapshot', '--at', time, '--book', 'copy', '-o', name], ['plan', *cls.near(name), '-o', name + '.json']):
                done = cordon(*step, cwd=cls.scratch_all)
                assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch_all)
        super().tearDownClass()

    @classmethod
    def read(cls, name):
        return json.loads((cls.planning / (name + '.json')).read_text(encoding='utf-8'))

    @staticmethod
    def near(name):
        """The package, and near which plan its plan was sought."""
        return [name, '--near', NEAR[name] + '.json', '--near-package', NEAR[name]] if name in NEAR else [name]

    def again(self, *arguments):
        return self.cordon_json('plan', *arguments, cwd=self.scratch_all)

    def alternatives(self, folder):
        """To the plan of the locked mill."""
        return self.again('alternatives', 'tres', 'tres.json', '--within', '1%', '-n', '3', '-o', folder)

    def part(self, name):
        """The lines of the story about a plan: from where it is told to the next plan."""
        return self.story.partition('plan %s: ' % name)[2].partition('\nplan ')[0].splitlines()

    def acts(self, name):
        return [json.loads(line) for line in (self.planning / (name + '.acts.jsonl')).read_text(encoding='utf-8').splitlines()]

    def amounts(self, package):
        """Of a package: capacities, what goes into and comes out of one of each process, stocks, needs."""
        folder = self.planning / package
        exchange = collections.defaultdict(dict)
        for row in rows(folder / 'exchanges.csv'):
            exchange[row['process']][row['commodity']] = float(row['amount']) * (1 if row['direction'] == 'output' else -1)
        return ({row['process']: float(row['capacity']) for row in rows(folder / 'capacities.csv')}, exchange,
                {row['commodity']: float(row['amount']) for row in rows(folder / 'stocks.csv')},
                {(row['group'], row['commodity']): float(row['amount']) for row in rows(folder / 'needs.csv')})

    # ---- the story's figures

    def test_answers_over_http_are_of_their_forms(self):
        log = self.cordon_ok('log', '--book', self.folder / 'book', '--json')
        acts = [json.loads(line)['what']['act'] for line in log.splitlines()]
        server = Server(self, self.folder / 'book', '--now', acts[-1]['made'])
        check_answers(self, server, names_of(acts), ('plans', 'bodies', 'seats', 'mandates', 'decision', 'election', 'register'), most=12)

    def test_packages_are_those_of_the_exported_book(self):
        for name in PLANS:
            for table in sorted((self.planning / name).iterdir()):
                with self.subTest(table=table):
                    self.assertEqual((self.scratch_all / name / table.name).read_bytes(), table.read_bytes())

    def test_the_figures_of_every_plan(self):
        for name in PLANS:
            with self.subTest(plan=name):
                said, proved = self.again(*self.near(name)), self.again('verify', name, name + '.json', *self.near(name)[1:])
                self.assertTrue(proved['proven'])
                short = [need for need in said['needs'] if need['fulfilment'] < 0.9999]
                lines = self.part(name)
                first = re.fullmatch(r'(\d+) needs, (\d+) of them short; ([\d.]+) hours of work(?:, counting (\S+) of each of the (\S+) that move)?; '
                                     r'gap at most (\S+), last (\S+)', lines[0])
                self.assertEqual(first.groups()[:3], (str(len(said['needs'])), str(len(short)), '%.1f' % proved['objective']))
                near = proved.get('near')
                self.assertEqual(first.groups()[3:5], ('%g' % near['price'], '%.1f' % near['moved']) if near else (None, None))
                for told, gap in zip(first.groups()[5:], (proved['level_gap'], proved['last_gap'])):
                    self.assertLess(float(told), 1e-6)
                    self.assertLess(gap, 1e-6)
                tasks = self.again('tasks', name, name + '.json')['tasks']
                self.assertEqual(lines[1], 'tasks: %d in %d workplaces' % (len(tasks), len({task['body'] for task in tasks})))
                told = [re.fullmatch(r'  tier (\d): ([\d.]+) % of (.*)', line) for line in lines]
                told = {(int(one.group(1)), one.group(2), good) for one in told if one for good in re.split(r', (?=[^,]*\(\w+\))', one.group(3))}
                self.assertEqual(told, {(need['tier'], '%.2f' % (100 * need['fulfilment']), need['commodity']) for need in short})
                held = [re.fullmatch(r'  tier (\d) is held at ([\d.]+) % by (.*)', line) for line in lines]
                held = {(int(one.group(1)), one.group(2), cause) for one in held if one for cause in one.group(3).split('; ')}
                self.assertTrue(held)
                self.assertLessEqual(held, {(one['tier'], '%.2f' % (100 * one['level']), one['bottleneck']) for one in said['bottlenecks']})

    def test_the_figures_of_the_alternatives(self):
        others = self.alternatives('others')
        told = re.findall(r'^alternative (\d): ([\d.]+) hours of work, (\d+) needs with more, (\d+) with less$', self.story, re.M)
        self.assertEqual(told, [('%d' % one['alternative'], '%.1f' % one['objective'], '%d' % one['more_needs'], '%d' % one['fewer_needs'])
                                for one in others['alternatives']])
        self.assertEqual(len(told), 3)

    def test_the_choice(self):
        """Counted pair by pair from the acts: one option beats every other; that very file is what was proposed."""
        [opened] = [act['fields'] for act in self.acts('choose') if act['kind'] == 'choice_open']
        names, ahead = [one['id'] for one in opened['options']] + ['further'], collections.Counter()
        cast = [act['fields']['for'] for act in self.acts('choose') if act['kind'] == 'choice_cast']
        for ballot in cast:
            rank = {name: i for i, level in enumerate(ballot) for name in ([level] if isinstance(level, str) else level)}
            ahead.update((a, b) for a in names for b in names if rank.get(a, 99) < rank.get(b, 99))
        [winner] = [a for a in names if all(ahead[a, b] > ahead[b, a] for b in names if b != a)]
        self.assertIn('choice sin-molino: %s by schulze, %d votes of 11\n' % (winner, len(cast)), self.story)
        for other in names:
            if other != winner:
                self.assertIn('  before %s on %d ballots, after it on %d\n' % (other, ahead[winner, other], ahead[other, winner]), self.story)
        self.assertIn('reproduced: the ballots give this report', self.story)
        self.assertEqual(next(one['file'] for one in opened['options'] if one['id'] == winner), self.read('tres.check')['file'])

    def test_the_figures_of_what_changes(self):
        self.alternatives('alternatives')
        for name, files in (('dos', ('uno', 'uno.json', 'dos', 'dos.json')), ('tres', ('dos', 'dos.json', 'tres', 'tres.json')),
                            ('chosen', ('dos', 'dos.json', 'tres', 'alternatives/alternative-1.json'))):
            said = self.again('changes', *files)
            lines = self.story.partition('changes to %s: ' % name)[2].splitlines()
            self.assertEqual(lines[0], '%d rows of what is said, %d tasks, %d needs; %d workplaces concerned' % tuple(
                len(said[key]) for key in ('causes', 'tasks', 'needs', 'concerned')))
            moved = {'  %s of %s: from %.2f %% to %.2f %%' % (need['commodity'], need['group'], 100 * need['fulfilment_before'],
                                                           100 * need['fulfilment_after']) for need in said['needs']}
            self.assertLessEqual(set(lines[1:6]), moved)

    def test_who_is_asked(self):
        """Whose tasks differ from the plan before, by the two plans' activities; and who refused or countered it."""
        for name, before, after, former in (('dos', 'uno', 'dos', 'answers-uno'), ('tres', 'dos', 'others/alternative-1', 'answers-dos')):
            old, new = ({one['process']: one['activity'] for one in self.read(plan)['activity']} for plan in (before, after))
            moved = {process.partition('/')[0] for process in old.keys() | new.keys()
                     if abs(old.get(process, 0) - new.get(process, 0)) > 1e-3 * max(old.get(process, 0), new.get(process, 0), 1)}
            changed = set(self.read(('chosen' if name == 'tres' else name) + '.changes')['concerned'])
            otherwise = {act['fields']['body'] for act in self.acts(former) if act['fields']['answer'] != 'accept'}
            asked = {act['fields']['body'] for act in self.acts('answers-' + name)}
            self.assertLessEqual(moved, changed)
            self.assertEqual(asked, changed | otherwise)
            self.assertIn('%s is put to %d workplaces\n' % (name, len(asked)), self.story)

    def test_the_answers_are_those_given(self):
        for name in PROPOSED:
            given = collections.Counter(act['fields']['answer'] for act in self.acts('answers-' + name))
            self.assertIn('answers to %s: %d accept, %d refuse, %d counter, 0 silent: %s' % (
                name, given['accept'], given['refuse'], given['counter'], 'revise' if name == 'uno' else 'adopted'), self.story)
        self.assertGreater(min(given[kind] for given in [collections.Counter(act['fields']['answer'] for act in self.acts('answers-uno'))]
                               for kind in ('refuse', 'counter')), 0)

    def test_what_the_assembly_decided(self):
        votes = collections.defaultdict(collections.Counter)
        for act in self.acts('declare'):
            if act['kind'] == 'vote':
                votes[act['fields']['proposal']][act['fields']['choice']] += 1
        carried = [name for name, count in votes.items() if count['yes'] > count['no']]
        self.assertEqual(set(votes) - set(carried), {'prelacion-muebles'})
        self.assertIn('decisions of the assembly: %d yes\n' % len(carried), self.story)
        tiers = {row['commodity']: int(row['tier'] or 9) for row in rows(EXAMPLE / 'commodities.csv')}
        for row in rows(self.planning / 'uno' / 'needs.csv'):
            self.assertEqual(int(row['tier']), 1 if row['group'] == 'comando-comunal/hospital' else tiers[row['commodity']], row)

    # ---- the plans, with code of its own

    def test_every_balance_and_capacity(self):
        for name in PLANS:
            capacity, exchange, balance, needs = self.amounts(name)
            balance, through = collections.Counter(balance), collections.Counter(balance)
            plan = self.read(name)
            for one in plan['activity']:
                self.assertLessEqual(one['activity'], capacity[one['process']] * (1 + 1e-9) + 1e-9)
                for good, amount in exchange[one['process']].items():
                    balance[good] += one['activity'] * amount
                    through[good] += abs(one['activity'] * amount)
            for one in plan['fulfilment']:
                balance[one['commodity']] -= one['demand'] * one['fulfilment']
            self.assertAlmostEqual(sum(needs.values()) / sum(one['demand'] for one in plan['fulfilment']), 1, 9)
            for good in through:
                self.assertGreater(balance[good], -1e-6 * through[good], (name, good))

    def test_bread_is_short_by_what_the_mills_cannot_grind(self):
        """What is short has a reason that can be recomputed: no more bread, flour and tablets than all mills together grind flour for."""
        capacity, exchange, _, _ = self.amounts('tres')
        mills = [process for process in capacity if process.endswith('/molienda')]
        ground = sum(capacity[mill] * exchange[mill]['harina'] for mill in mills)
        plan = self.read('tres')
        activity = {one['process']: one['activity'] for one in plan['activity']}
        eaten = sum(activity.get(process, 0) * -uses['harina'] for process, uses in exchange.items() if uses.get('harina', 0) < 0)
        eaten += sum(one['demand'] * one['fulfilment'] for one in plan['fulfilment'] if one['commodity'] == 'harina')
        self.assertAlmostEqual(eaten / ground, 1, 6)

    def test_what_was_refused_or_countered_binds_the_second_plan(self):
        first, second = self.amounts('uno')[0], self.amounts('dos')[0]
        changed = {}
        for act in self.acts('answers-uno'):
            if act['fields']['answer'] != 'accept':
                changed['%s/%s' % (act['fields']['body'], act['fields']['process'])] = float(act['fields'].get('most', 0))
        self.assertEqual({process: amount for process, amount in second.items() if amount != first[process]}, changed)

    def test_the_locked_mill(self):
        [act] = self.acts('lockout')
        fields = act['fields']
        self.assertEqual(fields['evidence'], hashlib.sha256((self.planning / 'candado.txt').read_bytes()).hexdigest())
        process = '%s/%s' % (fields['body'], fields['process'])
        before, after = self.amounts('dos')[0], self.amounts('tres')[0]
        self.assertEqual({one for one in after if after[one] != before[one]}, {process})
        self.assertEqual(after[process], 0)
        row = str([one['process'] for one in rows(self.planning / 'tres' / 'capacities.csv')].index(process) + 2)
        [source] = [one for one in rows(self.planning / 'tres' / 'sources.csv') if (one['table'], one['row']) == ('capacities', row)]
        self.assertEqual((source['body'], source['person']), (fields['body'], act['by'][0]))

    def test_each_plan_is_recomputed_from_the_copy_alone(self):
        for name, file, old in (('uno', 'uno.json', None), ('dos', 'dos.json', 'uno.json'), ('tres', 'others/alternative-1.json', 'dos.json')):
            held = self.cordon_json('plan', 'check', name, self.planning / file, *(['--old', self.planning / old] if old else []),
                                    '--book', 'copy', cwd=self.scratch_all)
            self.assertEqual(held['file'], hashlib.sha256((self.planning / file).read_bytes()).hexdigest())

    def test_what_was_done_is_there_for_the_next_plan(self):
        """Of everything that nobody counted anew: what was made, less what was used and received; all from the acts and the recipes."""
        _, exchange, _, _ = self.amounts('tres')
        there, through, counted = collections.Counter(), collections.Counter(), set()
        for act in self.acts('reports'):
            fields = act['fields']
            if act['kind'] == 'work_done':
                for good, amount in exchange['%s/%s' % (fields['body'], fields['process'])].items():
                    there[good] += float(fields['amount']) * amount
                    through[good] += abs(float(fields['amount']) * amount)
            elif act['kind'] == 'received':
                there[fields['commodity']] -= float(fields['amount'])
            elif act['kind'] == 'stock':
                counted.add(fields['commodity'])
        stock = self.amounts('cuatro')[2]
        self.assertGreater(len(through.keys() - counted), 90)
        for good in through.keys() - counted:
            self.assertAlmostEqual((stock.get(good, 0) - there[good]) / through[good], 0, 9, good)
        said = self.again('tasks', 'tres', self.planning / 'others' / (self.read('sin-molino')['winner'] + '.json'))['tasks']
        asked = {task['process']: task['activity'] for task in said}
        parts = [float(act['fields']['amount']) / asked['%s/%s' % (act['fields']['body'], act['fields']['process'])]
                 for act in self.acts('reports') if act['kind'] == 'work_done']
        self.assertIn('done of tres: %d tasks, from %.2f %% to %.2f %% of what it asks\n' % (len(asked), 100 * min(parts), 100 * max(parts)),
                      self.story)
        told = re.search(r'^stocks in cuatro: (\d+), among them (.*)$', self.story, re.M)
        again = {row['commodity']: row['amount'] for row in rows(self.scratch_all / 'cuatro' / 'stocks.csv')}
        self.assertEqual(int(told.group(1)), len(again))
        for one in told.group(2).split(', '):
            good, amount = one.split()
            self.assertEqual(again[good], amount)
        self.assertNotIn('warning', self.errors)  # nobody used or handed on what was not there

    # ---- tampering

    def not_proposed(self, code, book, package, plan):
        done = cordon('plan', 'propose', package, plan, '--name', 'otra', '--example-keys', 'cerrillos=' + self.read('tres.answers')['person'],
                      '--now', '1972-12-20T12:00:00Z', '--book', book, '--json', cwd=self.scratch)
        self.assertEqual(done.returncode, 2, done.stdout)
        found = [finding for finding in json.loads(done.stderr)['findings'] if finding['code'] == code]
        self.assertTrue(found, done.stderr)
        return found[0]['message']

    def test_tampering_is_refused_with_the_reason(self):
        book = self.scratch / 'book'
        shutil.copytree(self.folder / 'book', book, ignore=shutil.ignore_patterns('socket'))
        now = self.scratch / 'now'
        self.cordon_ok('economy', 'snapshot', '--book', book, '-o', now, cwd=self.scratch)
        self.cordon_ok('plan', now, '-o', 'now.json', cwd=self.scratch)
        # a plan for another package
        self.not_proposed('plan.package', book, now, self.planning / 'uno.json')
        # a plan that does half, with the certificate of the best
        plan = json.loads((self.scratch / 'now.json').read_text(encoding='utf-8'))
        for one in plan['activity']:
            one['activity'] /= 2
        for one in plan['fulfilment']:
            one['fulfilment'] /= 2
        (self.scratch / 'half.json').write_text(json.dumps(plan), encoding='utf-8')
        self.not_proposed('cli.plan_unproven', book, now, 'half.json')
        # a good plan with the certificate of another: of another round, and of one for larger mills
        self.cordon_ok('plan', now, '--capacity', '*/molienda=1.02', '-o', 'larger.json', cwd=self.scratch)
        for code, other in (('plan.stage_order', self.read('uno')),
                            ('cli.plan_unproven', json.loads((self.scratch / 'larger.json').read_text(encoding='utf-8')))):
            plan = json.loads((self.scratch / 'now.json').read_text(encoding='utf-8'))
            (self.scratch / 'mixed.json').write_text(json.dumps(dict(plan, stages=other['stages'])), encoding='utf-8')
            self.not_proposed(code, book, now, 'mixed.json')
        # a file that is not the one whose hash stands in the book
        done = cordon('plan', 'check', 'dos', self.planning / 'uno.json', '--book', book, '--json', cwd=self.scratch)
        self.assertEqual([one['code'] for one in json.loads(done.stderr)['findings']], ['cli.plan_other_file'])
        # a package in which a capacity was written over
        shutil.copytree(now, self.scratch / 'false')
        table = self.scratch / 'false' / 'capacities.csv'
        table.write_text(table.read_text(encoding='utf-8').replace(',0\n', ',999999\n', 1), encoding='utf-8')
        self.cordon_ok('plan', 'false', '-o', 'false.json', cwd=self.scratch)
        self.not_proposed('cli.snapshot_changed', book, self.scratch / 'false', 'false.json')
        # and a capacity said anew after the snapshot was made
        process = next(one for one, capacity in self.amounts('dos')[0].items() if one.endswith('/molienda') and capacity > 1)
        body = process.partition('/')[0]
        secretary = next(json.loads(line)['fields']['secretary'] for line in open(self.folder / 'acts.jsonl', encoding='utf-8')
                         if '"body_open"' in line and '"body":"%s"' % body in line)
        self.cordon_ok('act', 'capacity', 'body=' + body, 'process=molienda', 'capacity=1', '--example-keys', 'cerrillos=' + secretary,
                       '--now', '1972-12-19T12:00:00Z', '--book', book, cwd=self.scratch)
        self.assertIn('capacities %s, entry' % process, self.not_proposed('plan.changed_since', book, now, 'now.json'))


if __name__ == '__main__':
    unittest.main()
