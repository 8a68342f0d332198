"""The rule floors-leximin-lots as docs/supply-proof.md states it, and its proof file, by brute force: unit after unit to the smallest
key among all households, each time asking a flow through the places whether everybody can still be served. Only for small problems; written
from that page alone, and sharing nothing with the program."""
import hashlib
import json
from fractions import Fraction


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(',', ':')) + '\n'


def ratio_text(value):
    value = Fraction(value)
    return str(value.numerator) if value.denominator == 1 else '%d/%d' % (value.numerator, value.denominator)


class Problem:
    """items [(good, instead or None)], places {name: {item: units}}, outlets {name: [places]}, households {token: (outlet, {item: (weight,
    claim, floor, drawn)})}: item a number in the order of the file. Items are given in that order."""

    def __init__(self, items, places, outlets, households, seed='seed', body='jap', cycle=3, title='', number=1, former=None):
        self.items, self.places, self.outlets, self.households = items, places, outlets, households
        self.seed, self.body, self.cycle, self.title, self.number, self.former = seed, body, cycle, title, number, former
        goods = {good: i for i, (good, instead) in enumerate(items) if instead is None}
        self.family = [i if instead is None else goods[instead] for i, (good, instead) in enumerate(items)]

    def lot(self, item, token):
        good, instead = self.items[item]
        lines = ['cordon-supply-v1', self.seed, self.body, str(self.cycle), good, instead or '', token]
        return hashlib.sha256(''.join(line + '\n' for line in lines).encode()).digest()

    def had(self, token, item, ration):
        rows = self.households[token][1]
        return sum(ration[token, k] if k < item else rows[k][3] for k in rows if k != item and self.family[k] == self.family[item])

    def limit(self, token, item, had):
        claim, drawn = int(self.households[token][1][item][1]), self.households[token][1][item][3]
        return max(drawn, claim - had)

    def key(self, token, item, had, k):
        weight, _, floor, drawn = self.households[token][1][item]
        stage = 0 if k <= drawn else 1 if had + k <= int(floor) else 2
        return stage, Fraction(had + k) / Fraction(weight), self.lot(item, token) if self.seed is not None else b''

    def flow(self, item, demand):
        """{(outlet, place): units} that serves {outlet: units}, or None: augmenting paths, a unit at a time."""
        left = {place: stock.get(item, 0) for place, stock in self.places.items()}
        flow = {}
        for outlet, units in demand.items():
            for _ in range(units):
                before, queue, end = {('o', outlet): None}, [('o', outlet)], None
                while queue and end is None:
                    kind, name = node = queue.pop(0)
                    if kind == 'p' and left[name]:
                        end = node
                        break
                    nexts = [('p', place) for place in self.outlets[name]] if kind == 'o' else \
                        [('o', other) for (other, place), amount in flow.items() if place == name and amount]
                    for one in nexts:
                        if one not in before:
                            before[one] = node
                            queue.append(one)
                if end is None:
                    return None
                left[end[1]] -= 1
                while before[end] is not None:  # ... outlet -> place -> outlet -> place
                    (kind, name), (_, other) = end, before[end]
                    if kind == 'p':
                        flow[other, name] = flow.get((other, name), 0) + 1
                    else:
                        flow[name, other] -= 1
                    end = before[end]
        return {pair: units for pair, units in flow.items() if units}

    def share(self):
        """{(token, item): units}, {(token, item): uncovered}"""
        ration, uncovered = {}, {}
        for item in range(len(self.items)):
            rows = [token for token, (_, of) in self.households.items() if item in of]
            given, closed, demand = dict.fromkeys(rows, 0), set(), dict.fromkeys(self.outlets, 0)
            had = {token: self.had(token, item, ration) for token in rows}
            while True:
                keys = [(self.key(token, item, had[token], given[token] + 1), token) for token in rows
                        if token not in closed and given[token] < self.limit(token, item, had[token])]
                if not keys:
                    break
                keys.sort()
                token = keys[0][1]
                outlet = self.households[token][0]
                demand[outlet] += 1
                if self.flow(item, demand) is None:
                    demand[outlet] -= 1
                    closed.add(token)
                else:
                    given[token] += 1
            for token in rows:
                drawn = self.households[token][1][item][3]
                uncovered[token, item] = max(0, drawn - given[token])
                ration[token, item] = max(given[token], drawn)
        return ration, uncovered

    def levels(self, item, ration, uncovered):
        """The flow, and a level for each outlet and place: by the largest key given among all that can be reached by exchanges."""
        at = {outlet: [token for token, (where, of) in self.households.items() if where == outlet and item in of] for outlet in self.outlets}
        demand = {outlet: sum(ration[token, item] - uncovered[token, item] for token in tokens) for outlet, tokens in at.items()}
        flow = self.flow(item, demand)
        if flow is None:
            return None, None, None, None
        left = {place: stock.get(item, 0) - sum(units for (_, p), units in flow.items() if p == place) for place, stock in self.places.items()}
        last = {outlet: max([self.key(token, item, self.had(token, item, ration), ration[token, item] - uncovered[token, item])
                             for token in tokens if ration[token, item] > uncovered[token, item]], default=(-1,))
                for outlet, tokens in at.items()}

        def reach(node):
            seen, queue = {node}, [node]
            while queue:
                kind, name = queue.pop()
                for one in ([('p', place) for place in self.outlets[name]] if kind == 'o' else
                            [('o', outlet) for (outlet, place) in flow if place == name]):
                    if one not in seen:
                        seen.add(one)
                        queue.append(one)
            return seen
        worth = {}
        for node in [('o', outlet) for outlet in self.outlets] + [('p', place) for place in self.places]:
            seen = reach(node)
            spare = any(kind == 'p' and left[name] for kind, name in seen)
            worth[node] = (1,) if spare else (0, max([last[name] for kind, name in seen if kind == 'o'], default=(-1,)))
        order = sorted(set(worth.values()))
        level = {node: order.index(value) for node, value in worth.items()}
        levels = []
        for g in range(len(order)):
            most = max([last[name] for (kind, name), at_level in level.items() if kind == 'o' and at_level <= g], default=(-1,))
            levels.append([0, '0'] if most == (-1,) else [most[0], ratio_text(most[1])])
        return flow, level, levels, left

    def proof(self, ration=None, uncovered=None, seed_from='drawn in the open'):
        """The file's bytes; of other rations than the rule's too, with the best certificate there is for them. None where no flow serves them."""
        if ration is None:
            ration, uncovered = self.share()
        places, outlets = sorted(self.places), sorted(self.outlets)
        head = {'body': self.body, 'cycle': self.cycle, 'former': self.former, 'households': len(self.households), 'items': len(self.items),
                'number': self.number, 'outlets': len(outlets), 'places': len(places), 'proof': 'cordon-allocation',
                'rule': 'floors-leximin-lots', 'rule_version': 1, 'title': self.title, 'version': 1}
        lines = [head] + [{'good': good, 'instead': instead, 'unit': 'unit'} for good, instead in self.items]
        lines += [{'place': place, 'stock': [[item, units] for item, units in sorted(self.places[place].items()) if units]} for place in places]
        lines += [{'from': sorted(places.index(place) for place in self.outlets[outlet]), 'outlet': outlet} for outlet in outlets]
        for token in sorted(self.households):
            where, of = self.households[token]
            rows = [[item, ratio_text(row[0]), ratio_text(row[1]), ratio_text(row[2]), row[3]] for item, row in sorted(of.items())]
            lines.append({'household': token, 'of': rows, 'outlet': outlets.index(where)})
        text = ''.join(canonical(line) for line in lines)
        text += canonical({'inputs': hashlib.sha256(text.encode()).hexdigest()})
        commitment = None if self.seed is None else hashlib.sha256(self.seed.encode()).hexdigest()
        text += canonical({'commitment': commitment, 'seed': self.seed, 'seed_from': seed_from})
        for item in range(len(self.items)):
            flow, level, levels, _ = self.levels(item, ration, uncovered)
            if flow is None:
                return None
            text += canonical({'item': item, 'levels': levels, 'place_level': [level['p', place] for place in places]})
            for number, outlet in enumerate(outlets):
                pairs = [[places.index(place), units] for (one, place), units in flow.items() if one == outlet]
                text += canonical({'flow': sorted(pairs), 'item': item, 'level': level['o', outlet], 'outlet': number})
        for token in sorted(self.households):
            of = sorted(self.households[token][1])
            text += canonical({'household': token, 'ration': [ration[token, item] for item in of],
                               'uncovered': [uncovered[token, item] for item in of]})
        return text + canonical({'sha256': hashlib.sha256(text.encode()).hexdigest()})


def random_problem(draw, seed='a seed'):
    """Small enough for brute force: scarce and plenty, outlets cut off, draws beyond, goods that came instead."""
    goods = ['bread', 'milk'][:draw.randint(1, 2)]
    items = [(good, None) for good in goods] + ([('powder', 'milk')] if 'milk' in goods and draw.random() < 0.5 else [])
    places = {'p%d' % i: {item: draw.randint(0, 6) for item in range(len(items)) if draw.random() < 0.8} for i in range(draw.randint(1, 3))}
    outlets = {'o%d' % i: sorted(draw.sample(sorted(places), draw.randint(0 if draw.random() < 0.2 else 1, len(places))))
               for i in range(draw.randint(1, 3))}
    households = {}
    for i in range(draw.randint(1, 5)):
        of = {}
        for item, (good, instead) in enumerate(items):
            if instead is None and draw.random() < 0.9:
                claim = Fraction(draw.randint(0, 12), draw.choice([1, 2]))
                floor = min(claim, Fraction(draw.randint(0, 4), draw.choice([1, 2]))) if draw.random() < 0.4 else Fraction(0)
                of[item] = (Fraction(draw.randint(1, 6), draw.choice([1, 1, 2])), claim, floor, draw.choice([0, 0, 0, 1, 3]))
            elif instead is not None and 1 in of:
                of[item] = of[1][:3] + (draw.choice([0, 0, 1]),)
        households[str(1000 + i)] = (draw.choice(sorted(outlets)), of)
    return Problem(items, places, outlets, households, seed=seed)
