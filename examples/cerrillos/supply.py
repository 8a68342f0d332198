#!/usr/bin/env python3
"""Supply in the district of the example: its JAPs supply 12,000 households for four weeks, in the book that build.sh made.

usage: supply.py register [--scale S]             acts before the first week: places, goods, rules by decision, households
       supply.py come N [--scale S]               what is expected and what comes in week N (1 to 4, and the tenth: that of 1 January)
       supply.py late [--scale S]                 what came late in week 3
       supply.py publish N JAP PROOF              the act that makes the rations of a proof those of the week
       supply.py carry N JAP PROOF                what goes from the warehouses to the outlets, as the proof of the rations says
       supply.py counter N JAP PROOF [FORMER]     logs/N-JAP-OUTLET.jsonl, what is drawn at each outlet; after a re-split the rest
       supply.py counts N JAP                     what stands on the shelves at the end of week N, as the keepers count it

Everything here is illustrative: places, goods, amounts, households. (Historical is only that JAPs supplied the neighbourhoods and that
milk was free for every child.) Nobody in it is real; households are card numbers. supply.sh puts it all together and README.md tells
what happens. Run in the folder that build.sh made.
"""
import argparse
import datetime
import hashlib
import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from acts import KEEPER, Acts  # noqa: E402

HOUSEHOLDS, JAPS, OUTLETS = 12000, 6, 4
DAY_ONE, DAYS = 90, 7  # 30 October 1972, a Monday; days from 1 August
GOODS = [('aceite', 'Aceite', 'cuarto de litro', 48), ('arroz', 'Arroz', 'kilo', 50), ('azucar', 'Azúcar', 'medio kilo', 60),
         ('leche', 'Leche', 'medio litro', 24), ('pan', 'Pan', 'unidad', None)]
RULES = {'aceite': {'amount': '1', 'each': 'member', 'per': 'cycle'},
         'arroz': {'amount': '1/2', 'each': 'member', 'per': 'cycle', 'floor': '1/5'},
         'azucar': {'amount': '1', 'each': 'member', 'per': 'cycle'},
         'leche': {'amount': '1', 'each': 'under_15', 'per': 'day'},
         'pan': {'amount': '1', 'each': 'member', 'per': 'day', 'floor': '1/3'}}
# How much of what all may have is expected in each week: the lorries stand still in the first two.
EXPECTED = {'aceite': (0.5, 0.4, 0.7, 0.9), 'arroz': (0.7, 0.6, 0.8, 1), 'azucar': (0.6, 0.5, 0.8, 1), 'leche': (0.9, 0.8, 1, 1),
            'pan': (0.9, 0.8, 0.9, 1)}
SEED_FROM = 'la pizarra de cada almacén'
CUT_OFF, SHORT, DIVERTED = (2, 'jap-03', 'almacen-4'), (3, 'jap-02', 'pan'), ('jap-01', 'almacen-2', 'aceite')
DAMM = ('0317598642', '7092154863', '4206871359', '1750983426', '6123045978', '3674209581', '5869720134', '8945362017', '9438617205',
        '2581436790')


def token(number):
    """A card number with the check digit of docs/supply.md (Damm's)."""
    row = 0
    for digit in str(number):
        row = int(DAMM[row][int(digit)])
    return '%s%d' % (number, row)


class Jap:
    """A JAP and what it supplies: two warehouses, four outlets, households."""

    def __init__(self, number, first_person, households):
        self.name = 'jap-%02d' % (number + 1)
        self.people = ['p%05d' % (first_person + i) for i in range(30)]  # those with keys; the first is the secretary
        self.secretary, self.keepers = self.people[0], self.people[5:5 + OUTLETS]
        self.storekeeper = self.people[10]
        draw = random.Random('households of %s' % self.name)
        self.households = []  # (token, outlet, size, numbers)
        for i in range(households):
            size = min(draw.choices(range(1, 10), (9, 14, 18, 21, 16, 10, 6, 4, 2))[0], 9)
            under = sum(draw.random() < 0.42 for _ in range(size - 1))
            numbers = {'under_15': under, 'infants': sum(draw.random() < 0.12 for _ in range(under)), 'ill': int(draw.random() < 0.06)}
            self.households.append((token((number + 1) * 10000 + i), 'almacen-%d' % (i % OUTLETS + 1), size,
                                    {key: value for key, value in numbers.items() if value}))

    def may_have(self, good):
        """What all households may have of a good in a week, about."""
        rule = RULES[good]
        each = [size if rule['each'] == 'member' else numbers.get('under_15', 0) for _, _, size, numbers in self.households]
        top, _, bottom = rule['amount'].partition('/')
        return sum(each) * int(top) // int(bottom or 1) * (DAYS if rule['per'] == 'day' else 1)


def japs(scale):
    """The first person of each roll is where acts.py put it: people are numbered through, and it is asked from its acts."""
    count = max(3, round(JAPS * scale))
    secretaries = [json.loads(line)['fields']['secretary'] for line in open('acts.jsonl', encoding='utf-8')
                   if '"kind":"body_open"' in line and '"body":"jap-' in line]
    return [Jap(i, int(secretaries[i][1:]), round(HOUSEHOLDS * scale) // count) for i in range(count)]


class Week:
    """The days of a week, and how acts are written."""

    def __init__(self, out):
        self.acts = Acts(out)

    def of(self, jap):
        self.acts.keys.update(jap.people)

    def at(self, week, day, hour):
        self.acts.at(DAY_ONE + DAYS * (week - 1) + day, hour)


# ---- before ------------------------------------------------------------------------------------------------------------------

def decide(acts, jap):
    """The assembly of the JAP decides what households may have, in two readings."""
    effects = [{'kind': 'entitlement', 'fields': {'body': jap.name, 'good': good, 'rule': rule}} for good, rule in sorted(RULES.items())]
    effects.append({'kind': 'supply_weights', 'fields': {'body': jap.name, 'weights': {'ill': '1/2', 'infants': '1/2'}}})
    acts.act('propose', jap.secretary, body=jap.name, proposal=jap.name + '-reparto', title='Qué puede tener cada hogar',
             text='Leche para cada menor de 15 años; lo demás por persona. Lo que falte se reparte por igual. (Texto ilustrativo.)',
             effects=effects)
    acts.act('reading', jap.secretary, proposal=jap.name + '-reparto')


def register(week, all_japs):
    acts = week.acts
    acts.at(DAY_ONE - 5, 9)
    for jap in all_japs:
        week.of(jap)
        for good, name, unit, crate in GOODS:
            acts.act('supply_good', jap.secretary, body=jap.name, good=good, name=name, unit=unit, crate=crate)
        for place in ('bodega-norte', 'bodega-sur'):
            acts.act('outlet_open', jap.secretary, body=jap.name, outlet=place, name=place.replace('-', ' ').title(), kind='warehouse')
            acts.act('outlet_keeper', jap.secretary, body=jap.name, outlet=place, person=jap.storekeeper)
        for i, keeper in enumerate(jap.keepers):
            outlet = 'almacen-%d' % (i + 1)
            acts.act('outlet_open', jap.secretary, body=jap.name, outlet=outlet, name='Almacén %d' % (i + 1), kind='outlet')
            acts.act('outlet_keeper', jap.secretary, body=jap.name, outlet=outlet, person=keeper)
            for place in ('bodega-norte', 'bodega-sur')[i // 3:]:  # the last outlet has the southern one alone
                acts.act('outlet_served', jap.secretary, body=jap.name, warehouse=place, outlet=outlet)
        decide(acts, jap)
    acts.at(DAY_ONE - 4, 9)
    for jap in all_japs:
        acts.act('put', jap.secretary, proposal=jap.name + '-reparto', until=acts.time(hours=2))
        for i, person in enumerate(jap.people):
            acts.act('vote', person, proposal=jap.name + '-reparto', choice='no' if i % 9 == 8 else 'yes')
    acts.at(DAY_ONE - 4, 12)
    for jap in all_japs:
        acts.act('decide', jap.secretary, proposal=jap.name + '-reparto')
    acts.at(DAY_ONE - 3, 9)
    for jap in all_japs:
        for household, outlet, size, numbers in jap.households:
            acts.act('household_enrol', jap.secretary, body=jap.name, household=household, outlet=outlet, size=size,
                     numbers=numbers or None)


# ---- what comes --------------------------------------------------------------------------------------------------------------

def expected(jap, week, good, place):
    share = 0.55 if place == 'bodega-norte' else 0.45
    return max(1, int(jap.may_have(good) * EXPECTED[good][min(week, len(EXPECTED[good])) - 1] * share))


def come(week, number, all_japs):
    """The week is opened, what is expected is written down, and what comes on its first day."""
    acts = week.acts
    week.at(number, -1, 9)
    monday = (datetime.date(1972, 8, 1) + datetime.timedelta(days=DAY_ONE + DAYS * (number - 1))).isoformat()
    for jap in all_japs:
        week.of(jap)
        acts.act('cycle_open', jap.secretary, body=jap.name, cycle=number, **{'from': monday}, days=DAYS)
        if jap.name == CUT_OFF[1] and number in (CUT_OFF[0], CUT_OFF[0] + 1):  # the road is cut, and a week later free again
            acts.act('outlet_served', jap.secretary, body=jap.name, warehouse='bodega-sur', outlet=CUT_OFF[2],
                     ends=True if number == CUT_OFF[0] else None)
        for place in ('bodega-norte', 'bodega-sur'):
            for good, _, _, _ in GOODS:
                acts.act('delivery_expected', jap.storekeeper, body=jap.name, delivery='e%d-%s-%s' % (number, place, good), cycle=number,
                         place=place, good=good, amount=expected(jap, number, good, place), due=monday)
    week.at(number, 0, 6)
    for jap in all_japs:
        for place in ('bodega-norte', 'bodega-sur'):
            for good, _, _, _ in GOODS:
                amount = expected(jap, number, good, place)
                if (number, jap.name, good) == SHORT:
                    amount = amount * 3 // 5
                acts.act('delivery', jap.storekeeper, body=jap.name, delivery='d%d-%s-%s' % (number, place, good), cycle=number, place=place,
                         good=good, amount=amount, expected='e%d-%s-%s' % (number, place, good))


def late(week, all_japs):
    """What was short in week 3 comes on Thursday."""
    number, name, good = SHORT
    week.at(number, 3, 6)
    for jap in all_japs:
        if jap.name != name:
            continue
        week.of(jap)
        for place in ('bodega-norte', 'bodega-sur'):
            amount = expected(jap, number, good, place)
            week.acts.act('delivery', jap.storekeeper, body=jap.name, delivery='d%d-%s-%s-late' % (number, place, good), cycle=number, place=place,
                          good=good, amount=amount - amount * 3 // 5, expected='e%d-%s-%s' % (number, place, good))


# ---- from the proof to the counter ---------------------------------------------------------------------------------------------

class Proof:
    """What a proof says: flows from warehouses to outlets, and rations (docs/supply-proof.md)."""

    def __init__(self, path):
        content = pathlib.Path(path).read_bytes()
        self.hash = hashlib.sha256(content).hexdigest()
        lines = [json.loads(line) for line in content.splitlines()]
        self.goods = [line['good'] for line in lines if 'good' in line]
        places = [line['place'] for line in lines if 'place' in line]
        outlets = [line['outlet'] for line in lines if 'from' in line]
        self.flows = {(self.goods[line['item']], places[place], outlets[line['outlet']]): units
                      for line in lines if 'flow' in line for place, units in line['flow']}
        of = {line['household']: [row[0] for row in line['of']] for line in lines if 'of' in line}
        self.rations = {(line['household'], self.goods[item]): units
                        for line in lines if 'ration' in line for item, units in zip(of[line['household']], line['ration'])}


def publish(week, number, jap, proof, former):
    week.of(jap)
    week.at(number, 3 if former else 0, 8)
    week.acts.act('allocation', jap.secretary, body=jap.name, cycle=number, hash=proof.hash, seed='sorteo de la semana %d' % number,
                  seed_from=SEED_FROM)


def carry(week, number, jap, proof, former):
    """From Monday on; after a re-split (former) what more there is."""
    acts = week.acts
    week.of(jap)
    again = '-b' if former else ''
    week.at(number, 3 if former else 0, 9)
    for kind in ('transfer_send', 'transfer_receive'):
        for (good, place, outlet), units in sorted(proof.flows.items()):
            units -= former.flows.get((good, place, outlet), 0) if former else 0
            if units <= 0:
                continue
            fields = {'body': jap.name, 'transfer': 'n%d-%s-%s-%s%s' % (number, place[7:], outlet[8:], good, again), 'cycle': number, 'good': good,
                      'amount': units}
            if kind == 'transfer_send':
                acts.act(kind, jap.storekeeper, place=place, to=outlet, **fields)
            else:
                acts.act(kind, jap.keepers[int(outlet[8:]) - 1], place=outlet, last=True, **fields)


def last_numbers(jap):
    """The last number that each point of the JAP wrote so far."""
    last = {}
    for line in read_logs(jap):
        last[line['point']] = max(last.get(line['point'], 0), line['seq'])
    return last


def read_logs(jap):
    for file in sorted(pathlib.Path('logs').glob('?-%s-*.jsonl' % jap.name)):
        for line in file.read_text(encoding='utf-8').splitlines():
            yield json.loads(line)


def counter(number, jap, proof, former):
    """One in forty does not come; one in five hundred draws bread twice, the second time in another outlet, which has no link. Where oil goes
    another way, those who come last find none: they are turned away."""
    draw = random.Random('counter of %s in week %d' % (jap.name, number))
    late, short = number == SHORT[0] and jap.name == SHORT[1], SHORT[2]
    logs, sequence, turned = {}, last_numbers(jap), 0
    oil = sum(units for (good, _, outlet), units in proof.flows.items() if (jap.name, outlet, good) == DIVERTED)
    oil = oil * 17 // 20 if number >= 2 else oil
    for household, outlet, _, _ in jap.households:
        comes, twice = draw.random() > 1 / 40, draw.random() < 1 / 500
        for good in proof.goods:
            units = proof.rations.get((household, good), 0)
            before = former.rations.get((household, good), 0) if former else 0
            units = (units - before if good == short else 0) if former else units
            if not comes or units <= 0:
                continue
            if (jap.name, outlet, good) == DIVERTED:
                if units > oil:
                    turned += units
                    continue
                oil -= units
            where = outlet
            for turn in range(2 if twice and good == 'pan' and not late else 1):
                sequence[where] = sequence.get(where, 0) + 1
                logs.setdefault(where, []).append({'point': where, 'seq': sequence[where], 'cycle': number, 'household': household,
                                                   'good': good, 'qty': units})
                where = 'almacen-%d' % (int(outlet[8:]) % OUTLETS + 1)
    for outlet, lines in logs.items():
        path = pathlib.Path('logs') / ('%d-%s-%s%s.jsonl' % (number, jap.name, outlet, '-b' if former else ''))
        path.write_text(''.join(json.dumps(line, separators=(',', ':')) + '\n' for line in lines), encoding='utf-8')
    if turned:
        (pathlib.Path('logs') / ('turned-%d-%s' % (number, jap.name))).write_text(str(turned))


def counts(week, number, jap):
    """What is left of what came and was not drawn, but for a hundredth that was spilt; at one outlet oil goes another way."""
    draw = random.Random('counts of %s in week %d' % (jap.name, number))
    stock = {}
    for file in sorted(pathlib.Path('acts').glob('carry-*.jsonl')):
        for line in file.read_text(encoding='utf-8').splitlines():
            fields = json.loads(line)['fields']
            if 'last' in fields and fields['body'] == jap.name and fields['cycle'] <= number:
                stock[fields['place'], fields['good']] = stock.get((fields['place'], fields['good']), 0) + fields['amount']
    drawn = {}
    for one in read_logs(jap):
        if one['cycle'] <= number:
            drawn[one['point'], one['good']] = drawn.get((one['point'], one['good']), 0) + one['qty']
    week.of(jap)
    week.at(number, 6, 20)
    for (place, good), came in sorted(stock.items()):
        gone = drawn.get((place, good), 0)
        spilt = round(gone * draw.uniform(0.001, 0.004))
        if (jap.name, place, good) == DIVERTED and number >= 2:
            spilt = came - gone  # nothing is there
        week.acts.act('stock_count', jap.keepers[int(place[8:]) - 1], body=jap.name, place=place, cycle=number, good=good,
                      amount=max(0, came - gone - spilt))
    turned = pathlib.Path('logs') / ('turned-%d-%s' % (number, jap.name))
    if turned.exists():
        _, outlet, good = DIVERTED
        week.acts.act('turned_away', jap.keepers[int(outlet[8:]) - 1], body=jap.name, outlet=outlet, cycle=number, good=good,
                      amount=int(turned.read_text()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('what', choices=['register', 'come', 'late', 'publish', 'carry', 'counter', 'counts'])
    parser.add_argument('number', nargs='?', type=int, default=SHORT[0])
    parser.add_argument('jap', nargs='?')
    parser.add_argument('proof', nargs='*', type=Proof)
    parser.add_argument('--scale', type=float, default=1)
    given = parser.parse_args()
    week, all_japs = Week(sys.stdout), japs(given.scale)
    if given.what == 'register':
        register(week, all_japs)
    elif given.what == 'come':
        come(week, given.number, all_japs)
    elif given.what == 'late':
        late(week, all_japs)
    else:
        jap = next(jap for jap in all_japs if jap.name == given.jap)
        proof, former = (given.proof + [None, None])[:2]
        if given.what == 'publish':
            publish(week, given.number, jap, proof, former)
        elif given.what == 'carry':
            carry(week, given.number, jap, proof, former)
        elif given.what == 'counter':
            counter(given.number, jap, proof, former)
        else:
            counts(week, given.number, jap)


if __name__ == '__main__':
    main()
