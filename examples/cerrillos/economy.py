#!/usr/bin/env python3
"""An economy for the example: what its workplaces say of themselves, what its districts need, what its assembly decides, as acts.

usage: economy.py declare                      units, commodities and tiers by decision; recipes, capacities, stocks, needs
       economy.py answers PLAN TASKS           every workplace answers a proposed plan: most accept, some refuse or counter
       economy.py accept PLAN                  all who are asked accept a plan
       economy.py close PLAN                   the end of its round
       economy.py lockout TASKS EVIDENCE       the largest mill of those at work is locked out
       economy.py choose CHOICE PACKAGE FILE.. the assembly votes between a plan and others nearly as good
       economy.py reports PLAN TASKS FILE      what each did of its tasks, what groups received of what the plan's file gives them

All of it is illustrative: recipes are plausible, not measured (recipes.csv; one unit of activity makes one unit of the first product),
needs are amounts a head for four weeks (needs.csv). Capacities are made so that a few things are short: the mills grind some 95 % of the
flour that all needs would take, lorries lack a little, and there is no more cream than comes with the milk.

Run in the folder that build.sh made, with seats.json of the assembly there (plan.sh puts it all together, README.md tells what happens).
Acts come out one JSON object a line; the same book gives the same bytes.
"""
import argparse
import collections
import csv
import decimal
import hashlib
import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from acts import HERE, OTHERS, Acts  # noqa: E402

ASSEMBLY, BOARD = 'asamblea-popular', 'coordinadora-santiago'
SKILLS = ('trabajo', 'torno', 'soldadura', 'chofer')
DAY = 125  # 4 December 1972; days from 1 August
HOURS = 160  # of a worker in the four weeks of a period
BUSY = 0.93  # of all hours, if every need were met
HEADS = 8000  # whom a JAP's needs are for, at the full size
DOLLARS = (0.3, 0.72)  # of what all needs would take: made by exports, handed out by the central bank
EFFECTS = 16  # of a proposal
REFUSALS = ('Se paró el motor principal y no hay quien lo rebobine.', 'Los compañeros de este taller están en turnos de vigilancia.',
            'La máquina está desarmada.')
COUNTERS = ('Falta un turno: hay compañeros en el reparto de las JAP.', 'Una de las máquinas está en reparación.',
            'No alcanzan los moldes.', 'La bodega no recibe más.')
DONE, STEP, RECEIVED = 0.9, 0.004, 0.895  # of what the plan asks: done at least, done more a step from the needs, received
MILLS = 'molienda'  # several, however small the example: one is locked out


def rows(path):
    with open(path, encoding='utf-8') as file:
        return list(csv.DictReader(file))


def table(name):
    return rows(HERE / (name + '.csv'))


def amounts(text):
    """`trigo 1.33; trabajo 0.009` as a dictionary."""
    return {name: float(amount) for name, amount in (part.split() for part in text.split(';'))}


def said(number, digits=3):
    """A number as people say it: so many figures, no exponent."""
    text = format(decimal.Decimal('%.*g' % (digits, number)), 'f')
    return text.rstrip('0').rstrip('.') if '.' in text else text


class Recipe:
    def __init__(self, row):
        self.name, self.kind, self.title = row['recipe'], row['kind'] or None, row['name']
        self.outputs, self.inputs, self.slack = amounts(row['outputs']), amounts(row['inputs']), float(row['slack'])
        self.makes = next(iter(self.outputs))
        self.hours = sum(self.inputs.get(skill, 0) for skill in SKILLS)


class Economy:
    """Bodies as the book has them, recipes, and how much of everything all needs together would take."""

    def __init__(self):
        self.secretary, self.members = {}, collections.defaultdict(list)
        for line in open('acts.jsonl', encoding='utf-8'):
            act = json.loads(line) if '"body_open"' in line or '"enrol"' in line else {'kind': None}
            if act['kind'] == 'body_open':
                self.secretary[act['fields']['body']] = act['fields']['secretary']
                self.members[act['fields']['body']].append(act['fields']['secretary'])
            elif act['kind'] == 'enrol':
                self.members[act['fields']['body']].append(act['fields']['person'])
        self.works = [body for body in self.secretary if body.startswith('fabrica-')]
        self.japs = [body for body in self.secretary if body.startswith('jap-')]
        self.recipes = [Recipe(row) for row in table('recipes')]
        self.first = {}  # by commodity: the recipe that makes it
        for recipe in self.recipes:
            self.first.setdefault(recipe.makes, recipe)
        self.hours = {work: len(self.members[work]) * HOURS for work in self.works}
        a_head = collections.Counter()
        for row in table('needs'):
            a_head[row['commodity']] += float(row['amount'])
        activity, _ = self.take(a_head)
        self.heads = BUSY * sum(self.hours.values()) / sum(recipe.hours * activity[recipe.name] for recipe in self.recipes)
        self.activity, self.used = self.take({name: amount * self.heads for name, amount in a_head.items()})

    def take(self, needs):
        """Activities of the recipes and uses of everything for given needs, going back along the chains until nothing changes."""
        activity = collections.Counter()
        while True:
            use = collections.Counter(needs)
            for recipe in self.recipes:
                for name, amount in recipe.inputs.items():
                    use[name] += amount * activity[recipe.name]
            new = collections.Counter({recipe.name: use[recipe.makes] for recipe in self.recipes if self.first[recipe.makes] is recipe})
            new['exportacion'] = DOLLARS[0] * use['dolares']
            new['leche_reconstituida'] = 0.06 * use['leche']
            if all(abs(new[name] - activity[name]) <= 1e-9 * new[name] for name in new):
                return new, use
            activity = new

    def shares(self):
        """Who does which part of which recipe: hours of workplaces are filled with recipes one after the other."""
        order = collections.deque(random.Random('who makes what').sample(self.works, len(self.works)))
        left = {work: self.hours[work] for work in order}
        whole = sum(recipe.hours * self.activity[recipe.name] for recipe in self.recipes)
        stretch = sum(left.values()) / whole
        for recipe in self.recipes:
            hours = all_hours = recipe.hours * self.activity[recipe.name] * stretch
            while hours > 0:
                work = order[0]
                part = min(hours, left[work], 0.4 * all_hours if recipe.name == MILLS else hours)
                if hours - part < 0.03 * all_hours or len(order) == 1:  # no splinters
                    part = hours
                yield work, recipe, part / all_hours
                hours -= part
                left[work] -= part
                if left[work] <= 0 and len(order) > 1:
                    order.popleft()
                elif hours > 0:  # mills: what is left of this one's hours is for later
                    order.rotate(-1)

    def processes(self):
        """Of each workplace: recipe, share, inputs, capacity. Each has its own habits, some per cent from the common recipe."""
        for work, recipe, share in self.shares():
            draw = random.Random('%s in %s' % (recipe.name, work))
            inputs = {name: said(amount * draw.uniform(0.95, 1.06)) for name, amount in recipe.inputs.items()}
            outputs = {name: said(amount) for name, amount in recipe.outputs.items()}
            capacity = max(1, self.activity[recipe.name] * share * recipe.slack * draw.uniform(0.98, 1.02))
            yield work, recipe, share, inputs, outputs, said(capacity)

    def stocks(self):
        """Hours of everybody by skill, and raw material in the yards of those who use it; foreign currency at the board."""
        stock = collections.Counter()
        skilled = collections.defaultdict(collections.Counter)
        made = {name for recipe in self.recipes for name in recipe.outputs}
        for work, recipe, share, inputs, _, _ in self.processes():
            for name, amount in inputs.items():
                use = float(amount) * self.activity[recipe.name] * share
                if name in SKILLS[1:]:
                    skilled[work][name] += use * 1.08
                elif name not in made and name not in SKILLS:
                    stock[work, name] += use * random.Random('raw ' + name).uniform(1.03, 1.25)
        for work in self.works:
            for name, hours in skilled[work].items():
                stock[work, name] = hours
            stock[work, 'trabajo'] = max(0, self.hours[work] - sum(skilled[work].values()))
        stock[BOARD, 'dolares'] = DOLLARS[1] * self.used['dolares']
        return [(body, name, said(amount, 4)) for (body, name), amount in sorted(stock.items()) if amount > 0]

    def needs(self):
        """Of JAPs and of the districts of the other cordones, who share what is left of the heads; of the councils."""
        districts = {jap: min(HEADS, self.heads / 2 / len(self.japs)) for jap in self.japs}
        rest = self.heads - sum(districts.values())
        for number, name in enumerate(OTHERS):
            districts['cordon-' + name] = rest * (0.34, 0.28, 0.21, 0.17)[number]
        for row in table('needs'):
            for body, heads in districts.items() if row['who'] == 'head' else [(row['who'], self.heads)]:
                yield body, row['group'], row['commodity'], said(float(row['amount']) * heads)


# ---- acts ----------------------------------------------------------------------------------------------------------------------

class Story(Acts):
    def __init__(self, economy):
        super().__init__(sys.stdout)
        self.economy = economy
        self.delegates = [seat['person'] for seat in json.load(open('seats.json', encoding='utf-8'))['seats'] if 'person' in seat]
        self.keys.update(self.delegates, self.economy.secretary.values())

    def own(self, kind, body, /, **fields):
        self.act(kind, self.economy.secretary[body], body=body, **fields)

    def put(self, proposal, title, text, effects=None):
        self.act('propose', self.delegates[0], body=ASSEMBLY, proposal=proposal, title=title, text=text + ' (Texto ilustrativo.)',
                 effects=[{'kind': kind, 'fields': dict(fields, body=ASSEMBLY)} for kind, fields in effects or []] or None)
        self.act('put', self.economy.secretary[ASSEMBLY], proposal=proposal, until=self.time(hours=2))

    def vote(self, proposal, no=1):
        for i, person in enumerate(self.delegates):
            self.act('vote', person, proposal=proposal, choice='no' if i >= len(self.delegates) - no else 'yes')


def agree(story, day):
    """What is counted and in which units, which needs come first: by the assembly's decisions."""
    commodities = table('commodities')
    effects = [('unit', {key: value for key, value in row.items() if value != '1'}) for row in table('units')]
    effects += [('commodity', {key: row[key] for key in ('commodity', 'name', 'unit', 'kind') if row[key] != 'good'}) for row in commodities]
    tiers = [('tier', {'commodity': row['commodity'], 'tier': int(row['tier'])}) for row in commodities if row['tier']]
    hospital = [row['commodity'] for row in table('needs') if row['group'] == 'hospital']
    tiers += [('tier', {'commodity': name, 'of': 'comando-comunal', 'group': 'hospital', 'tier': 1}) for name in hospital]
    story.at(day, 18)
    proposals = []
    for kind, title, some in (('bienes', 'Qué contamos, y en qué unidades', effects), ('prelacion', 'Qué necesidades van primero', tiers)):
        for at in range(0, len(some), EFFECTS):
            proposals.append('%s-%d' % (kind, at // EFFECTS + 1))
            story.put(proposals[-1], title, title + '.', some[at:at + EFFECTS])
    story.put('prelacion-muebles', 'Muebles antes que remedios', 'Los muebles, en primera prelación.',
              [('tier', {'commodity': 'muebles', 'tier': 1})])
    for proposal in proposals:
        story.vote(proposal)
    story.vote('prelacion-muebles', no=len(story.delegates) - 2)  # it is not carried
    story.at(day, 21)
    for proposal in proposals + ['prelacion-muebles']:
        story.act('decide', story.delegates[0], proposal=proposal)


def count(story):
    """Raw material in the yards, hours of a period, foreign currency: at the beginning, and again for the next period, when more has come."""
    for body, name, amount in story.economy.stocks():
        story.own('stock', body, commodity=name, amount=amount)


def declare(story):
    agree(story, DAY)
    economy = story.economy
    story.at(DAY + 1, 9)
    for work, recipe, _, inputs, outputs, capacity in economy.processes():
        story.own('process', work, process=recipe.name, name=recipe.title, kind=recipe.kind, inputs=inputs, outputs=outputs,
                  capacity=capacity)
    count(story)
    for body, group, name, amount in economy.needs():
        story.own('need', body, group=group, commodity=name, amount=amount)


def tasks_of(path):
    tasks = collections.defaultdict(dict)
    for task in json.load(open(path, encoding='utf-8'))['tasks']:
        tasks[task['body']][task['process'].partition('/')[2]] = task['activity']
    return tasks


def answers(story, plan, tasks):
    """One in twenty refuses something that others make too, and one in fifteen counters; at least one of each."""
    tasks, works = tasks_of(tasks), story.economy.works
    makers = collections.Counter(process for own in tasks.values() for process in own)
    draw = random.Random('answers')
    able = [work for work in works if any(makers[process] > 1 for process in tasks[work])]
    refuse = set(draw.sample(able, min(len(able), max(1, len(works) // 20))))
    able = [work for work in works if tasks[work] and work not in refuse]
    counter = set(draw.sample(able, max(1, len(works) // 15)))
    story.at(DAY + 4, 9)
    for work in works:
        if work in refuse:
            process = draw.choice(sorted(name for name in tasks[work] if makers[name] > 1))
            story.own('plan_answer', work, plan=plan, answer='refuse', process=process, reason=draw.choice(REFUSALS) + ' (Ilustrativo.)')
        elif work in counter:
            process = draw.choice(sorted(tasks[work]))
            story.own('plan_answer', work, plan=plan, answer='counter', process=process,
                      most=said(tasks[work][process] * draw.choice((0.6, 0.7, 0.8, 0.9))), reason=draw.choice(COUNTERS) + ' (Ilustrativo.)')
        else:
            story.own('plan_answer', work, plan=plan, answer='accept')


def lockout(story, tasks, evidence):
    """The mill with most to do is locked out; a worker reports it, with the hash of a paper that says what was seen."""
    tasks = tasks_of(tasks)
    work = max((work for work in tasks if MILLS in tasks[work]), key=lambda work: tasks[work][MILLS])
    witness = story.economy.members[work][1]
    story.keys.add(witness)
    story.at(DAY + 11, 7)
    story.act('stoppage', witness, body=work, process=MILLS, stoppage='candado',
              text='Los dueños pusieron candado al portón; no dejan entrar. (Ilustrativo.)',
              evidence=hashlib.sha256(pathlib.Path(evidence).read_bytes()).hexdigest())


def choose(story, choice, package, *files):
    """Between the plan, the first file, and others nearly as good: delegates rank them openly; `further` is further discussion."""
    story.at(DAY + 11, 12)
    names = [pathlib.Path(file).stem for file in files]
    held = json.loads(pathlib.Path(package, 'snapshot.json').read_text(encoding='utf-8'))['package']
    options = [{'id': name, 'title': 'El plan más cercano' if i == 0 else 'Variante %d' % i, 'package': held,
                'file': hashlib.sha256(pathlib.Path(file).read_bytes()).hexdigest()} for i, (name, file) in enumerate(zip(names, files))]
    story.act('choice_open', story.delegates[0], body=ASSEMBLY, choice=choice, title='Cómo seguimos sin el molino', options=options,
              until=story.time(hours=2))
    plan, first, second = names[:3]
    ballots = [[first, plan, second]] * 4 + [[plan, first, [second, 'further']]] * 3 + [[second, first, plan]] * 2 + [['further']]
    for person, ballot in zip(story.delegates, ballots):
        story.act('choice_cast', person, choice=choice, **{'for': ballot})
    story.at(DAY + 11, 15)
    story.act('choice_close', story.delegates[0], choice=choice)


def flows(plan, tasks):
    """What each task makes, and who uses how much of each commodity: by the package's recipes and the activities asked for."""
    makes, uses = collections.defaultdict(set), collections.defaultdict(list)
    for row in rows('planning/%s/exchanges.csv' % plan):
        body, _, process = row['process'].partition('/')
        activity = tasks[body].get(process, 0)
        if row['direction'] == 'output' and activity > 0:
            makes[row['process']].add(row['commodity'])
        elif activity > 0:
            uses[row['commodity']].append((row['process'], float(row['amount']) * activity))
    return makes, uses


def steps_to_needs(makes, uses, met):
    """How many steps each process is from a need, on the mean of where its product goes; of joint products the furthest. Needs take `met` of each commodity."""
    step = collections.Counter()
    while True:
        of = {}
        for good in {good for goods in makes.values() for good in goods}:
            whole = sum(amount for _, amount in uses[good]) + met[good]
            of[good] = sum(amount * (1 + step[process]) for process, amount in uses[good]) / whole if whole > 0 else 0
        new = {process: max(of[good] for good in goods) for process, goods in makes.items()}
        if all(abs(new[process] - step[process]) < 1e-9 for process in new):
            return new
        step = collections.Counter(new)


def reports(story, plan, tasks, plan_file):
    """At the end of the period: each says what it did of its tasks, nine tenths and a little more the further what it makes is from a need;
    groups, what they received. So something of everything is left for the next snapshot."""
    story.at(DAY + 25, 18)
    tasks, economy, received = tasks_of(tasks), story.economy, []
    share = {(one['commodity'], one['tier']): one['fulfilment'] for one in json.load(open(plan_file, encoding='utf-8'))['fulfilment']}
    met = collections.Counter()
    for need in rows('planning/%s/needs.csv' % plan):
        amount = float(need['amount']) * share[need['commodity'], int(need['tier'])]
        met[need['commodity']] += amount
        received.append((*need['group'].split('/'), need['commodity'], said(RECEIVED * amount, 9)))
    steps = steps_to_needs(*flows(plan, tasks), met)
    abroad, currency = collections.Counter(), collections.Counter()
    for row in rows('planning/%s/exchanges.csv' % plan):
        if row['commodity'] == 'dolares':
            abroad[row['process']] += float(row['amount']) * (1 if row['direction'] == 'output' else -1)
    for work in economy.works:
        for process, activity in sorted(tasks[work].items()):
            part = min(1, DONE + STEP * steps['%s/%s' % (work, process)])
            story.own('work_done', work, process=process, amount=said(part * activity, 9), plan=plan, report='%s-%s' % (plan, process))
            currency[work] += part * activity * abroad['%s/%s' % (work, process)]
    for work, amount in sorted(currency.items(), key=lambda one: (-one[1], one[0])):  # what exports brought goes to the board, which hands it out
        if amount > 0:
            story.own('handed', work, to=BOARD, commodity='dolares', amount=said(0.999 * amount, 6), plan=plan)
        elif amount < 0:
            story.own('handed', BOARD, to=work, commodity='dolares', amount=said(-1.001 * amount, 6), plan=plan)
    for body, group, name, amount in received:
        if float(amount) > 0:
            story.own('received', body, group=group, commodity=name, amount=amount, plan=plan, report='%s-%s-%s' % (plan, group, name))
    story.at(DAY + 26, 9)
    count(story)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('what', choices=['declare', 'answers', 'accept', 'close', 'lockout', 'choose', 'reports'])
    parser.add_argument('given', nargs='*')
    parser.add_argument('--day', type=int, default=5, help='of the month that begins with the declarations')
    given = parser.parse_args()
    story = Story(Economy())
    if given.what == 'accept':
        story.at(DAY + given.day, 9)
        for one in json.load(open('planning/%s.asked.json' % given.given[0], encoding='utf-8'))['silent']:
            story.own('plan_answer', one['body'], plan=given.given[0], answer='accept')
    elif given.what == 'close':
        story.at(DAY + given.day, 20)
        story.act('plan_close', story.delegates[0], body=ASSEMBLY, plan=given.given[0])
    else:
        {'declare': declare, 'answers': answers, 'lockout': lockout, 'choose': choose, 'reports': reports}[given.what](story, *given.given)


if __name__ == '__main__':
    main()
