"""What was done becomes what is there: reports of work, of what was handed on and received, and the stocks of the next snapshot.

The stocks are recomputed here from the acts alone, in Python's fractions, by the rule of docs/economy-acts.md: an account for each body and
commodity holds its last count and what was reported since; the corrected report counts from when it was first made.
"""
import json
import random
from fractions import Fraction

from economy_acts import Economy
from economy_consent import Answered
from program import SOURCE, cordon

FACTOR = {'kg': 1, 'g': Fraction(1, 1000), 't': 1000, 'hour': 1}
RECIPE = {('panaderia', 'baking'): ({'flour': Fraction(3, 4)}, {'bread': Fraction(1)}),
          ('molino', 'milling'): ({'wheat': Fraction(13, 10)}, {'flour': Fraction(1)})}
SECRETARY = {'panaderia': 'ana', 'molino': 'bea', 'poblacion': 'nora'}


def amount(said):
    number, _, unit = str(said).partition(' ')
    return Fraction(number) * FACTOR[unit or 'kg']


def moves_of(kind, fields):
    """(body, commodity, change) of each account a report moves."""
    body = fields['body']
    if kind == 'handed':
        return [(body, fields['commodity'], -amount(fields['amount'])), (fields['to'], fields['commodity'], amount(fields['amount']))]
    if kind == 'received':
        return [(body, fields['commodity'], -amount(fields['amount']))]
    used, made = ({commodity: each * Fraction(fields['amount']) for commodity, each in side.items()}
                  for side in RECIPE[body, fields['process']])
    used.update({commodity: amount(said) for commodity, said in fields.get('used', {}).items()})
    made.update({commodity: amount(said) for commodity, said in fields.get('made', {}).items()})
    return [(body, commodity, -much) for commodity, much in used.items()] + [(body, commodity, much) for commodity, much in made.items()]


def recomputed(acts):
    """Stocks by commodity (never below 0), accounts that are below 0, and the entries in each commodity's sum, from (entry, kind, fields)."""
    counts, reports = {}, {}
    for entry, kind, fields in acts:
        if kind == 'stock':
            counts[fields['body'], fields['commodity']] = (entry, amount(fields['amount']))
        else:
            name = fields['body'], fields.get('report', 'entry-%d' % entry)
            reports[name] = (reports[name][0] if name in reports else entry, entry, moves_of(kind, fields))
    account = {where: much for where, (_, much) in counts.items()}
    entries = {}
    for (_, commodity), (entry, _) in counts.items():
        entries.setdefault(commodity, set()).add(entry)
    for first, entry, moves in reports.values():
        for body, commodity, change in moves:
            if change and first > counts.get((body, commodity), (-1, 0))[0]:
                account[body, commodity] = account.get((body, commodity), 0) + change
                entries.setdefault(commodity, set()).add(entry)
    stocks = {commodity: max(Fraction(0), sum(much for (_, of), much in account.items() if of == commodity)) for commodity in entries}
    return stocks, {where: -much for where, much in account.items() if much < 0}, entries


# what examples/economy-acts counts of what is kept in store: entry 53
COUNTED = [(53, 'stock', {'body': 'molino', 'commodity': 'wheat', 'amount': '0.6 t'})]


class Accounts(Economy):
    def drawn(self, chance):
        """One act, as drawn."""
        body = chance.choice(list(SECRETARY))
        commodity, much = chance.choice(['bread', 'flour', 'wheat']), chance.choice(['%d', '%d/7', '%d g', '%d.25', '0.%d t']) % chance.randrange(300)
        named = {'report': 'r%d' % chance.randrange(4)} if chance.random() < 0.5 else {}
        kind = chance.choice(['work_done', 'work_done', 'handed', 'received', 'stock'])
        if kind == 'work_done':
            body, process = chance.choice(list(RECIPE))
            fields = {'process': process, 'amount': '%d/%d' % (chance.randrange(300), chance.randrange(1, 9))}
            for side in ('made', 'used'):
                if chance.random() < 0.3:
                    fields[side] = {commodity: much}
            named = {'report': 'w' + named['report']} if named else {}
        elif kind == 'handed':
            fields = {'to': chance.choice([other for other in SECRETARY if other != body]), 'commodity': commodity, 'amount': much}
            named = {'report': 'h' + named['report']} if named else {}
        elif kind == 'received':
            body, fields = 'poblacion', {'group': chance.choice(['school', 'households']), 'commodity': 'bread', 'amount': much}
        else:
            fields, named = {'commodity': commodity, 'amount': much}, {}
        return kind, dict(fields, body=body, **named)

    def taken(self, chance, count):
        """Puts so many acts into the book; them with their entries."""
        first, acts, lines = 57, [], []
        for i in range(count):
            kind, fields = self.drawn(chance)
            acts.append((first + i, kind, fields))
            lines.append({'kind': kind, 'fields': fields, 'by': [SECRETARY[fields['body']]], 'now': '1972-10-13T%02d:%02d:00Z' % (i // 60, i % 60)})
        (self.scratch / 'more.jsonl').write_text(''.join(json.dumps(line) + '\n' for line in lines), encoding='utf-8')
        done = cordon('batch', 'more.jsonl', '--example-seed', 'test', '--book', 'book', cwd=self.scratch)
        self.assertEqual(done.returncode, 0, done.stderr)
        return acts

    def stocks(self, name):
        return {row[0]: Fraction(row[1]) for row in self.table(name, 'stocks') if row[0] != 'work'}

    def sources(self, name):
        commodity = {str(line + 2): row[0] for line, row in enumerate(self.table(name, 'stocks'))}
        found = {}
        for table, row, _, entry, *_ in self.table(name, 'sources'):
            if table == 'stocks' and commodity[row] != 'work':
                found.setdefault(commodity[row], set()).add(int(entry))
        return found

    def holds(self, name, acts, questions):
        stocks, below, entries = recomputed(COUNTED + acts)
        found = self.stocks(name)
        self.assertEqual(set(found), set(stocks))
        for commodity, much in stocks.items():
            self.assertLess(abs(found[commodity] - much), Fraction(1, 10 ** 20), commodity)
        self.assertEqual(self.sources(name), entries)
        for question in questions:  # each account asked about is below 0, by that much
            self.assertLess(abs(Fraction(question['below']) - below[question['body'], question['commodity']]), Fraction(1, 10 ** 20))
        asked = {(question['body'], question['commodity']) for question in questions}
        for where in below:  # and where the sum has come down to 0, every account below it is asked about
            if sum(much for (_, of), much in self.account(acts).items() if of == where[1]) < 0:
                self.assertIn(where, asked)

    @staticmethod
    def account(acts):
        counts, account = {}, {}
        for entry, kind, fields in COUNTED + acts:
            if kind == 'stock':
                counts[fields['body'], fields['commodity']] = entry
                account[fields['body'], fields['commodity']] = amount(fields['amount'])
        seen = {}
        for entry, kind, fields in acts:
            if kind != 'stock':
                name = fields['body'], fields.get('report', 'entry-%d' % entry)
                seen[name] = (seen[name][0] if name in seen else entry, moves_of(kind, fields))
        for first, moves in seen.values():
            for body, commodity, change in moves:
                if first > counts.get((body, commodity), -1):
                    account[body, commodity] = account.get((body, commodity), 0) + change
        return account

    def test_stocks_are_what_the_acts_say(self):
        for seed in range(4):
            with self.subTest(seed=seed):
                if seed:
                    self.tearDown()
                    self.setUp()
                acts = self.taken(random.Random(seed), 70)
                said = self.snapshot('snap')
                self.holds('snap', acts, said['questions'])
                middle = self.snapshot('middle', '--at', '1972-10-13T00:35:00Z')  # after 36 of them
                self.holds('middle', acts[:36], middle['questions'])
                self.cordon_ok('rebuild', '--book', 'book', cwd=self.scratch)
                self.snapshot('again')
                self.cordon_ok('export', '-o', 'book.txt', '--book', 'book', cwd=self.scratch)
                self.cordon_ok('import', 'book.txt', '-o', 'copy', cwd=self.scratch)
                self.cordon_ok('economy', 'snapshot', '-o', 'copied', '--book', 'copy', cwd=self.scratch)
                self.assertEqual(self.bytes_of('again'), self.bytes_of('snap'))
                self.assertEqual(self.bytes_of('copied'), self.bytes_of('snap'))
                checked = self.cordon_json('economy', 'check', 'snap', cwd=self.scratch)
                self.assertEqual(checked['errors'], 0)


class Reported(Economy):
    def test_the_next_plan_counts_on_what_was_made(self):
        """The mill mills what the bakery needs and more: 300 kg of flour of 390 of wheat. Then its gate is locked: the bakery bakes of that."""
        self.act('bea', 'work_done', 'body=molino', 'process=milling', 'amount=300')
        self.act('bea', 'stoppage', 'body=molino', 'stoppage=gate', 'text=Locked.')
        entry = self.act('bea', 'handed', 'body=molino', 'to=panaderia', 'commodity=flour', 'amount=0.1 t')
        self.snapshot('snap')
        self.assertEqual(self.stocks('snap'), {'flour': '300', 'wheat': '210', 'work': '40'})
        served = self.fulfilments('snap')
        self.assertAlmostEqual(served['poblacion/school'], 1, 6)
        self.assertAlmostEqual(served['poblacion/households'], 240 / 300, 6)
        self.act('ana', 'work_done', 'body=panaderia', 'process=baking', 'amount=200', 'made={"bread": "190"}')
        self.act('nora', 'received', 'body=poblacion', 'group=school', 'commodity=bread', 'amount=60')
        self.snapshot('next')
        self.assertEqual(self.stocks('next'), {'bread': '130', 'flour': '150', 'wheat': '210', 'work': '40'})
        self.assertIn([str(entry)] , [line[3:4] for line in self.table('next', 'sources')])

    def stocks(self, name):
        return dict(self.table(name, 'stocks'))

    def test_a_question_is_a_warning(self):
        self.act('ana', 'work_done', 'body=panaderia', 'process=baking', 'amount=100')
        said = cordon('economy', 'snapshot', '-o', 'snap', '--book', 'book', cwd=self.scratch)
        self.assertEqual(said.returncode, 0)
        self.assertIn('panaderia used or handed on that much more than it had', said.stderr)
        self.assertEqual(self.snapshot('snap')['questions'], [{'commodity': 'flour', 'body': 'panaderia', 'below': '75'}])
        self.assertEqual(self.stocks('snap')['flour'], '0')

    def test_a_plan_is_not_for_what_was_there_before(self):
        self.snapshot('snap')
        self.cordon_ok('plan', 'snap', '-o', 'plan.json', cwd=self.scratch)
        entry = self.act('bea', 'work_done', 'body=molino', 'process=milling', 'amount=10')
        done = cordon('plan', 'propose', 'snap', 'plan.json', '--name', 'one', '--example-keys', 'test=ana', '--now', '1972-10-13T10:00:00Z',
                      '--book', 'book', '--json', cwd=self.scratch)
        self.assertEqual(done.returncode, 2)
        [found] = json.loads(done.stderr)['findings']
        self.assertEqual(found['code'], 'plan.changed_since')
        self.assertIn('stocks flour, entry %d' % entry, found['message'])


class Tasks(Answered):
    """The plan asks for 225 of milling and 300 of baking, 60 loaves for the school and 240 of the households' 300."""

    def setUp(self):
        super().setUp()
        self.propose('first')
        self.answer('bea', 'molino', 'first', 'accept')
        self.answer('ana', 'panaderia', 'first', 'counter', 'process=baking', 'most=280', 'reason=One oven.')

    def tasks(self, *options):
        return {task['process']: task for task in self.cordon_json('plan', 'tasks', 'first', *options, '--book', 'book', cwd=self.scratch)['tasks']}

    def done(self):
        return self.cordon_json('plan', 'done', 'first', '--book', 'book', cwd=self.scratch)

    def batch(self):
        done = cordon('batch', SOURCE / 'examples' / 'economy-acts' / 'reports.jsonl', '--example-seed', 'test', '--book', 'book', cwd=self.scratch)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_task_list_says_what_was_answered_and_done(self):
        tasks = self.tasks()
        self.assertEqual({process: (task['answer'], task['done']) for process, task in tasks.items()},
                         {'molino/milling': ('accept', 0), 'panaderia/baking': ('counter', 0)})
        self.act('bea', 'work_done', 'body=molino', 'process=milling', 'amount=100.5', 'plan=first')
        self.act('bea', 'work_done', 'body=molino', 'process=milling', 'amount=62', 'plan=first', 'report=friday')
        self.act('bea', 'work_done', 'body=molino', 'process=milling', 'amount=30')  # of no plan
        milling = self.tasks('--body', 'molino')['molino/milling']
        self.assertEqual((milling['done'], milling['reports']), (162.5, 2))
        self.assertAlmostEqual(milling['share'], 162.5 / 225, 6)
        self.act('bea', 'work_done', 'body=molino', 'process=milling', 'amount=12', 'plan=first', 'report=friday')
        self.assertEqual(self.tasks()['molino/milling']['done'], 112.5)
        said = self.cordon_ok('plan', 'tasks', 'first', '--body', 'molino', '--book', 'book', cwd=self.scratch)
        self.assertIn('answered: accept; reported as done: 112.5, 50 %', said)
        self.assertNotIn('panaderia: ', said)
        # those of files say nothing of it, and are the same tasks
        files = {task['process']: task for task in
                 self.cordon_json('plan', 'tasks', 'first', 'first.json', cwd=self.scratch)['tasks']}
        self.assertEqual(files, {process: {key: value for key, value in task.items() if key not in ('answer', 'done', 'share', 'reports')}
                                 for process, task in self.tasks().items()})

    def test_planned_beside_reported(self):
        self.batch()
        document = self.done()
        work = {line['process']: line for line in document['work']}
        needs = {line['group']: line for line in document['needs']}
        for line, planned, done in ((work['molino/milling'], 225, 225), (work['panaderia/baking'], 300, 266)):
            self.assertAlmostEqual(line['planned'], planned, 4)
            self.assertEqual(line['done'], done)
            self.assertAlmostEqual(line['share'], done / planned, 6)
        for line, stated, planned, received in ((needs['poblacion/school'], 60, 60, 60), (needs['poblacion/households'], 300, 240, 180)):
            self.assertEqual((line['stated'], line['received'], line['unit']), (stated, received, 'kg'))
            self.assertAlmostEqual(line['planned'], planned, 4)
        # 260 baked of 200 kg of flour, 240 eaten; 25 kg of flour left, 600 - 225 * 1.3 of wheat
        self.snapshot('next')
        self.assertEqual(dict(self.table('next', 'stocks')), {'bread': '20', 'flour': '25', 'wheat': '307.5', 'work': '40'})

    def test_what_no_plan_asks_for_is_there_too(self):
        self.act('nora', 'need', 'body=poblacion', 'group=clinic', 'commodity=bread', 'amount=5')
        self.act('nora', 'received', 'body=poblacion', 'group=clinic', 'commodity=bread', 'amount=5', 'plan=first')
        self.act('ana', 'process', 'body=panaderia', 'process=cakes', 'inputs={"flour": 1}', 'outputs={"bread": 1}')
        self.act('ana', 'work_done', 'body=panaderia', 'process=cakes', 'amount=3', 'plan=first')
        document = self.done()
        self.assertEqual([(line['planned'], line['done'], line['share']) for line in document['work'] if line['process'] == 'panaderia/cakes'],
                         [(0, 3, None)])
        self.assertEqual([(line['planned'], line['received']) for line in document['needs'] if line['group'] == 'poblacion/clinic'], [(0, 5)])
        self.assertIn('panaderia/cakes', self.cordon_ok('plan', 'done', 'first', '--book', 'book', cwd=self.scratch))

    def test_what_is_no_plan_of_the_book(self):
        for command in ('tasks', 'done'):
            findings = self.cordon_refuses('plan', command, 'nine', '--book', 'book', cwd=self.scratch)
            self.assertEqual([finding['code'] for finding in findings], ['cli.no_plan'])
