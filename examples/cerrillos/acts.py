#!/usr/bin/env python3
"""Writes the acts of the example: a cordón and what is around it, from the first roll to a recall, one JSON object a line.

usage: acts.py [--scale S] [--seed N] > acts.jsonl        then: cordon batch acts.jsonl --example-seed cerrillos

Historical (README.md says from where): 250 factories, 46,000 workers, delegates elected in every one of them and recallable by
the base; a Provincial Board that links Santiago's cordones; JAPs, a comando comunal, a popular assembly; the lorry owners'
stoppage of October 1972. All else is made up and illustrative: every size, vote, date, text and name.

People are p00000, p00001, ...; secretaries of base bodies and the first of their rolls have a name, sealed. A smaller --scale has fewer workplaces and people;
the same scale and seed give the same bytes. Nothing is counted here the way the program counts: elections are written so that who
wins is plain (votes that differ; first preferences above a quota), and the program has to agree.
"""
import argparse
import csv
import datetime
import json
import pathlib
import random
import sys
from fractions import Fraction

HERE = pathlib.Path(__file__).resolve().parent
WORKPLACES, WORKERS = 250, 46000  # historical
SEATS = 400  # of the cordón: examples/rules/cordon-1972.json; illustrative, as all that follows
JAPS, NEIGHBOURS, VOTERS = 6, 90, 30  # people on a JAP's roll, and how many of them have a key to vote with
NAMED = 36  # people of a JAP's roll whose names are sealed in the book; a third of it elsewhere
OTHERS = ('norte', 'sur', 'oriente', 'poniente')  # cordones of Santiago's other industrial districts
OTHER_SEATS = 12
KEEPER = 'p00000'


def rules(name):
    folder = HERE / 'rules' if (HERE / 'rules' / (name + '.json')).exists() else HERE.parent / 'rules'
    return json.loads((folder / (name + '.json')).read_text(encoding='utf-8'))


class Acts:
    """The file that is written, its clock, and who has a key."""

    def __init__(self, out):
        self.out, self.now, self.said, self.keys = out, datetime.datetime(1972, 8, 1), None, {KEEPER}

    def at(self, day, hour, minute=0):
        """Days from 1 August 1972."""
        now = datetime.datetime(1972, 8, 1) + datetime.timedelta(days=day, hours=hour, minutes=minute)
        assert now >= self.now, 'the clock does not go back'
        self.now = now

    def time(self, hours=0, days=0):
        return (self.now + datetime.timedelta(hours=hours, days=days)).strftime('%Y-%m-%dT%H:%M:%SZ')

    @staticmethod
    def time_of(day, hour):
        return (datetime.datetime(1972, 8, 1) + datetime.timedelta(days=day, hours=hour)).strftime('%Y-%m-%dT%H:%M:%SZ')

    def act(self, kind, by, /, **fields):
        by = [by] if isinstance(by, str) else list(by)
        assert self.keys.issuperset(by), '%s: no key: %s' % (kind, by)
        line = {'kind': kind, 'fields': {name: value for name, value in fields.items() if value is not None}, 'by': by}
        if self.said != self.time():
            self.said = line['now'] = self.time()
        json.dump(line, self.out, ensure_ascii=False, separators=(',', ':'))
        self.out.write('\n')

    def give_key(self, person, by):
        if person not in self.keys:
            self.act('key_enrol', by, person=person, key='@' + person, use='main')
            self.keys.add(person)


class Body:
    """A body with what is known of it here. `people`: of its roll, or who sits in it; the first of a roll is its secretary."""

    def __init__(self, name, kind, title, document, people=(), secretary=None):
        self.name, self.kind, self.title, self.rules = name, kind, title, document
        self.base, self.people, self.secretary, self.tellers = not secretary, list(people), secretary or people[0], []

    @property
    def signing(self):
        return self.tellers[:self.rules['tellers']['k']]


# ---- arithmetic --------------------------------------------------------------------------------------------------------------

def sizes(count, total, least, draw):
    """`count` whole numbers, each at least `least`, that add up to `total`: a few large, many small."""
    weight = [draw.lognormvariate(0, 0.9) for _ in range(count)]
    size = [least + int((total - least * count) * w / sum(weight)) for w in weight]
    for i in range(total - sum(size)):
        size[i % count] += 1
    return sorted(size, reverse=True)


def dhondt(people, seats, floor):
    """Seats by D'Hondt: whoever would have less than the floor has it, the others share the rest. None: the last is tied."""
    at_floor = set()
    while True:
        sharing = [i for i in range(len(people)) if i not in at_floor]
        share = dict.fromkeys(sharing, 0)
        for left in range(seats - floor * len(at_floor), 0, -1):
            best = max(Fraction(people[i], share[i] + 1) for i in sharing)
            first = [i for i in sharing if Fraction(people[i], share[i] + 1) == best]
            if len(first) > left:
                return None
            share[first[0]] += 1
        low = [i for i in sharing if share[i] < floor]
        if not low:
            return [share.get(i, floor) for i in range(len(people))]
        at_floor.update(low)


def largest_remainder(people, seats):
    quota = [Fraction(seats * one, sum(people)) for one in people]
    share = [int(q) for q in quota]
    for i in sorted(range(len(people)), key=lambda i: share[i] - quota[i])[:seats - sum(share)]:
        share[i] += 1
    return share


def falling(total, count):
    """`count` different whole numbers above 0, falling, that add up to `total`."""
    votes = list(range(count, 0, -1))
    spare = total - sum(votes)
    assert spare >= 0, 'too few votes to differ'
    parts = [spare * n // sum(votes) for n in votes]
    parts[0] += spare - sum(parts)
    return [v + p for v, p in zip(votes, parts)]


# ---- bodies ------------------------------------------------------------------------------------------------------------------

def open_base(acts, body, names):
    """Opens a body of people, enrols them, names its tellers. `names`: of the first of its roll, beginning with the secretary."""
    acts.act('body_open', KEEPER, body=body.name, kind=body.kind, name=body.title, members='people', secretary=body.secretary,
             secretary_name=names[0], rules=body.rules)
    acts.give_key(body.secretary, KEEPER)
    asked = body.rules.get('sponsors', 0)
    for i, person in enumerate(body.people[1:], 1):
        sponsors = body.people[1:min(i, asked + 1)]
        acts.act('enrol', [body.secretary] + sponsors, body=body.name, person=person, sponsors=sponsors or None,
                 name=names[i] if i < len(names) else None)
        if i <= asked:
            acts.give_key(person, body.secretary)
    for person in body.people[1:body.rules['tellers']['n'] + 1]:
        acts.give_key(person, body.secretary)
        acts.act('officer', body.secretary, body=body.name, office='teller', person=person)
        body.tellers.append(person)


def open_council(acts, council, tellers):
    """Opens a council; its secretary and tellers are people with keys, for the time until its delegates name others."""
    acts.act('body_open', KEEPER, body=council.name, kind=council.kind, name=council.title, members='bodies',
             secretary=council.secretary, rules=council.rules)
    for person in tellers:
        acts.act('officer', council.secretary, body=council.name, office='teller', person=person)
        council.tellers.append(person)


def propose(acts, body, proposal, title, text, effects=None, by=None):
    acts.act('propose', by or (body.secretary if body.base else body.people[0]), body=body.name, proposal=proposal, title=title,
             text=text, effects=effects)


def join(council, body):
    return {'kind': 'join', 'fields': {'council': council.name, 'body': body.name}}


def delegates_vote(acts, council, proposal, counts):
    """In the order of the seats; every third who comes without a key in hand raises theirs, and tellers put the name down."""
    choices = [choice for choice, count in counts.items() for _ in range(count)]
    for i, (person, choice) in enumerate(zip(council.people, choices)):
        if i % 3 == 2:
            acts.act('vote', council.signing, proposal=proposal, choice=choice, person=person)
        else:
            acts.act('vote', person, proposal=proposal, choice=choice)


# ---- elections ---------------------------------------------------------------------------------------------------------------

def on_paper(acts, draw, body, council, poll, seats):
    """An election in a body that votes on paper: candidates, the tellers' sheet or ballots, the close. Returns who is elected."""
    acts.act('election_open', body.secretary, poll=poll, council=council.name, body=body.name)
    first = body.rules['tellers']['n'] + 1
    standing = body.people[first:first + seats + 2]
    listed = draw.sample(standing, len(standing))
    substitutes = body.people[first + seats + 2:first + 2 * (seats + 2)] if body.rules['fill'] == 'substitute' else []
    for person in listed:
        at = standing.index(person)
        acts.act('candidate', body.secretary, poll=poll, person=person, mate=substitutes[at] if at < len(substitutes) else None)
    cast = len(body.people) * draw.randint(60, 90) // 100
    if body.rules['election']['rule'] == 'plurality':
        votes = dict(zip(standing, falling(cast, len(standing))))
        blank = draw.randint(0, (len(body.people) - cast) // 3)
        acts.act('tally', body.signing, poll=poll, votes={'votes': votes, 'blank': blank, 'invalid': blank // 2})
    else:
        acts.act('ballots', body.signing, poll=poll, batch=1, ballots=ranked(cast, standing, seats))
    acts.act('election_close', body.signing, poll=poll)
    for person in standing[:seats]:
        acts.give_key(person, body.secretary)
    return standing[:seats]


def ranked(cast, standing, seats):
    """Ballots in which the first `seats` have a quota of first preferences each, and their voters' second is the next after."""
    quota = cast // (seats + 1) + 1
    count = [quota + seats - 1 - i for i in range(seats)]
    left = cast - sum(count)
    assert left >= 3, 'too many seats for so few ballots'
    count += [left - left // 3, left // 3]
    return [{'n': n, 'for': [person, standing[seats]] if i < seats else [person]}
            for i, (n, person) in enumerate(zip(count, standing)) if n]


def openly(acts, body, council, poll, seats, standing, voters):
    """An election by those who vote under their names: delegates, or neighbours. Returns who is elected."""
    acts.act('election_open', body.secretary, poll=poll, council=council.name, body=body.name, closes=acts.time(hours=3))
    for person in reversed(standing):
        acts.act('candidate', body.secretary, poll=poll, person=person)
    if body.rules['election']['rule'] == 'plurality':
        marks = [[person] for person, n in zip(standing, falling(len(voters), len(standing))) for _ in range(n)]
    else:  # approvals: each candidate has one less than the one before
        marks = [[person for i, person in enumerate(standing) if voter < len(voters) - i] for voter in range(len(voters))]
    for person, mark in zip(voters, marks):
        acts.act('cast', person, poll=poll, **{'for': mark})
    return standing[:seats]


# ---- the story ---------------------------------------------------------------------------------------------------------------

class Story:
    def __init__(self, acts, scale, seed):
        self.acts, self.draw, self.next_person = acts, random.Random(seed), 1
        self.count = max(20, round(WORKPLACES * scale))
        self.japs_count = max(3, round(JAPS * scale))
        with open(HERE / 'names.csv', encoding='utf-8') as table:
            rows = list(csv.DictReader(table))
        self.names = [['%s' % row[column] for row in rows] for column in ('given', 'surname')]
        cordon = rules('cordon-1972')
        cordon['apportionment']['seats'] = max(self.count + 10, round(SEATS * scale))
        self.cordon_rules = cordon
        people = round(WORKERS * scale) if scale < 1 else WORKERS
        while True:  # until no two workplaces are tied for the last seat
            size = sizes(self.count, people, 15, self.draw)
            self.seats = dhondt(size, cordon['apportionment']['seats'], cordon['apportionment']['floor'])
            if self.seats:
                break
        self.size = size

    def new_people(self, count):
        self.next_person += count
        return ['p%05d' % i for i in range(self.next_person - count, self.next_person)]

    def name(self):
        given, surname = self.names
        return '%s %s %s' % (self.draw.choice(given), self.draw.choice(surname), self.draw.choice(surname))

    def more_names(self, body):
        """Of those who are elected, and of neighbours who have a key or soon have one; with a draw of their own."""
        draw, (given, surname) = random.Random('names of ' + body.name), self.names
        count = NAMED if body.kind == 'jap' else NAMED // 3
        return ['%s %s %s' % (draw.choice(given), draw.choice(surname), draw.choice(surname)) for _ in range(count - 1)]

    def rules_of(self, i):
        """Most workplaces took the cordón's rules; from the middle sizes on some are co-operatives or union branches."""
        return {3: rules('co-operative'), 7: rules('union-branch')}.get(i % 10 if self.seats[i] <= 3 else 0, rules('cordon-1972'))

    # Rolls, day 0 to 6.
    def rolls(self):
        acts = self.acts
        acts.at(0, 9)
        self.works = [Body('fabrica-%03d' % (i + 1), 'workplace', 'Fábrica %d (ilustrativa)' % (i + 1), self.rules_of(i),
                           self.new_people(self.size[i])) for i in range(self.count)]
        self.japs = []
        for i in range(self.japs_count):
            workers = [work.people[-1 - i] for work in self.works[i:i + NEIGHBOURS // 3]]
            people = self.new_people(NEIGHBOURS - len(workers)) + workers
            self.japs.append(Body('jap-%02d' % (i + 1), 'jap', 'JAP %d (ilustrativa)' % (i + 1), rules('neighbourhood-assembly'), people))
        self.other_works = {name: [Body('%s-%d' % (name, i + 1), 'workplace', 'Fábrica %d del cordón %s (ilustrativa)' % (i + 1, name),
                                        rules('cordon-1972'), self.new_people(40 + 17 * i + 3 * at)) for i in range(3)]
                            for at, name in enumerate(OTHERS)}
        self.bases = self.works + self.japs + [work for works in self.other_works.values() for work in works]
        for body in self.bases:
            open_base(acts, body, [self.name()] + self.more_names(body))
        for jap in self.japs:
            for person in jap.people[:VOTERS]:
                acts.give_key(person, jap.secretary)

    def councils(self):
        acts = self.acts
        acts.at(7, 12)
        self.cordon = Body('cordon-cerrillos', 'cordon', 'Cordón Cerrillos', self.cordon_rules, secretary=self.works[0].secretary)
        self.comando = Body('comando-comunal', 'comando', 'Comando comunal (ilustrativo)', rules('comando'),
                            secretary=self.works[1].secretary)
        self.board = Body('coordinadora-santiago', 'board', 'Coordinadora Provincial de Santiago', rules('coordinadora'),
                          secretary=self.works[2].secretary)
        self.assembly = Body('asamblea-popular', 'assembly', 'Asamblea Popular (ilustrativa)', rules('asamblea'),
                             secretary=self.works[3].secretary)
        small = dict(rules('cordon-1972'), apportionment={'method': 'dhondt', 'seats': OTHER_SEATS, 'floor': 1})
        self.others = [Body('cordon-' + name, 'cordon', 'Cordón %s (ilustrativo)' % name, small, secretary=works[0].secretary)
                       for name, works in self.other_works.items()]
        for council in [self.cordon, self.comando, self.board, self.assembly]:
            open_council(acts, council, [work.secretary for work in self.works[4:7]])
        for council, works in zip(self.others, self.other_works.values()):
            open_council(acts, council, [work.secretary for work in works])

    # Every workplace decides to join its cordón, every JAP the comando, in days 8 and 9.
    def joining(self):
        acts = self.acts
        self.above = [(work, self.cordon) for work in self.works]
        self.above += [(work, other) for other, works in zip(self.others, self.other_works.values()) for work in works]
        of_jap = [(jap, self.comando) for jap in self.japs]
        acts.at(8, 17)
        for body, council in self.above + of_jap:
            propose(acts, body, body.name + '-se-une', 'Unirse a ' + council.title,
                    'Enviamos delegados, que podemos revocar en cualquier momento. (Texto ilustrativo.)', [join(council, body)])
            if body.rules['readings'] > 1:
                acts.act('reading', body.secretary, proposal=body.name + '-se-une')
        acts.at(9, 17)
        for body, _ in self.above + of_jap:
            acts.act('put', body.secretary, proposal=body.name + '-se-une', until=acts.time(hours=2))
        acts.at(9, 18)
        for body, _ in self.above:
            cast = len(body.people) * self.draw.randint(55, 95) // 100 + 1
            no, further = cast // self.draw.randint(6, 12), cast // self.draw.randint(8, 15)
            acts.act('vote_tally', body.signing, proposal=body.name + '-se-une', body=body.name, invalid=0,
                     tally={'yes': cast - no - further, 'no': no, 'further': further})
        for jap, _ in of_jap:
            for i, person in enumerate(jap.people[:VOTERS]):
                acts.act('vote', person, proposal=jap.name + '-se-une', choice='no' if i % 9 == 8 else 'yes')
        acts.at(9, 20)
        for body, council in self.above + of_jap:
            acts.act('decide', body.secretary, proposal=body.name + '-se-une')
        acts.at(9, 21)  # the founding: until a council has delegates its secretary says for it who joins
        for body, council in self.above + of_jap:
            acts.act('join', council.secretary, council=council.name, body=body.name)

    # Delegates elected by the workers of every factory, day 12.
    def base_elections(self):
        acts = self.acts
        acts.at(12, 6)
        for work, seats in zip(self.works, self.seats):
            self.cordon.people += on_paper(acts, self.draw, work, self.cordon, work.name + '-1972', seats)
        for other, works in zip(self.others, self.other_works.values()):
            seats = dhondt([len(work.people) for work in works], OTHER_SEATS, 1)
            for work, some in zip(works, seats):
                other.people += on_paper(acts, self.draw, work, other, work.name + '-1972', some)

    # The cordones decide to link up, day 14; the JAPs' and the cordón's delegates to comando and board, day 17.
    def linking(self):
        acts = self.acts
        cordones = [self.cordon] + self.others
        acts.at(14, 18)
        for cordon in cordones:
            effects = [join(self.board, cordon)] + ([join(self.comando, cordon)] if cordon is self.cordon else [])
            effects.append({'kind': 'session_calendar', 'fields': {'body': cordon.name, 'first': '1972-08-29T19:00:00Z', 'days': 7,
                                                                   'place': 'Sindicato (ilustrativo)'}})
            propose(acts, cordon, cordon.name + '-se-une', 'Coordinarse con los otros cordones',
                    'Nos unimos a la Coordinadora Provincial y nos reunimos cada martes. (Texto ilustrativo.)', effects)
            acts.act('put', cordon.secretary, proposal=cordon.name + '-se-une', until=acts.time(hours=3))
            seats = len(cordon.people)
            delegates_vote(acts, cordon, cordon.name + '-se-une', {'yes': seats * 3 // 4, 'no': seats // 10, 'further': seats // 10})
        acts.at(14, 22)
        for cordon in cordones:
            acts.act('decide', cordon.secretary, proposal=cordon.name + '-se-une')
        acts.at(15, 9)
        acts.act('join', self.comando.secretary, council=self.comando.name, body=self.cordon.name)
        for cordon in cordones:
            acts.act('join', self.board.secretary, council=self.board.name, body=cordon.name)
        self.middle_elections(cordones)

    def middle_elections(self, cordones):
        acts = self.acts
        self.recalled = next(work for i, work in enumerate(self.works)
                             if work.rules['name'] == 'co-operative' and self.seats[i] == max(
                                 self.seats[j] for j, w in enumerate(self.works) if w.rules['name'] == 'co-operative'))
        first = self.recalled.rules['tellers']['n'] + 1
        self.delegate, self.successor = self.recalled.people[first], None
        rest = [person for person in self.cordon.people if person != self.delegate]
        acts.at(17, 18)
        polls = [(self.cordon, self.comando, [self.delegate] + rest[:4], self.cordon.people)]
        polls += [(self.cordon, self.board, [self.delegate] + rest[5:8], self.cordon.people)]
        polls += [(other, self.board, other.people[:4], other.people) for other in self.others]
        polls += [(jap, self.comando, jap.people[4:9], jap.people[:VOTERS]) for jap in self.japs]
        for body, council, standing, voters in polls:
            council.people += openly(acts, body, council, '%s-en-%s' % (body.name, council.name), 3, standing, voters)
        acts.at(17, 21)
        for body, council, _, _ in polls:
            acts.act('election_close', body.secretary, poll='%s-en-%s' % (body.name, council.name))
        for jap in self.japs:
            for person in jap.people[4:9]:
                acts.give_key(person, jap.secretary)

    # Comando and board decide to form the assembly, and elect to it: days 20 to 23.
    def popular_assembly(self):
        acts = self.acts
        acts.at(20, 18)
        for council in (self.comando, self.board):
            propose(acts, council, council.name + '-se-une', 'Una asamblea popular', 'Formamos una asamblea. (Texto ilustrativo.)',
                    [join(self.assembly, council)])
            acts.act('put', council.secretary, proposal=council.name + '-se-une', until=acts.time(hours=2))
            delegates_vote(acts, council, council.name + '-se-une', {'yes': len(council.people) - 1, 'further': 1})
        acts.at(20, 21)
        for council in (self.comando, self.board):
            acts.act('decide', council.people[0], proposal=council.name + '-se-une')
            acts.act('join', self.assembly.secretary, council=self.assembly.name, body=council.name)
        below = [sum(len(body.people) for body in self.works + self.japs),
                 sum(len(work.people) for work, council in self.above)]
        seats = largest_remainder(below, self.assembly.rules['apportionment']['seats'])
        acts.at(23, 18)
        for council, some in zip((self.comando, self.board), seats):
            standing = ([self.delegate] if council is self.comando else []) + [p for p in council.people if p != self.delegate]
            self.assembly.people += openly(acts, council, self.assembly, council.name + '-en-asamblea', some, standing[:some + 1],
                                           council.people)
        acts.at(23, 21)
        for council in (self.comando, self.board):
            acts.act('election_close', council.secretary, poll=council.name + '-en-asamblea')

    # A session of the cordón: its rules are to change, which takes two thirds. There is further discussion; a week later it is carried.
    def two_thirds(self):
        acts, cordon = self.acts, self.cordon
        changed = dict(cordon.rules, term_days=180)
        softer = dict(changed, recall=dict(cordon.rules['recall'], petition='1/20'))
        acts.at(40, 12)
        propose(acts, cordon, 'mandatos-1', 'Mandatos de seis meses', 'Los mandatos duran 180 días. (Texto ilustrativo.)',
                [{'kind': 'rules', 'fields': {'body': cordon.name, 'document': changed}}])
        total = len(cordon.people)
        self.session(42, 'cordon-1', 'mandatos-1', {'yes': total * 55 // 100, 'no': total * 12 // 100, 'further': total * 23 // 100},
                     'Falta discutirlo en las fábricas. (Nota ilustrativa.)')
        acts.at(44, 12)
        propose(acts, cordon, 'mandatos-2', 'Mandatos de seis meses', 'Los mandatos duran 180 días. (Texto ilustrativo.)',
                [{'kind': 'rules', 'fields': {'body': cordon.name, 'document': changed}}])
        acts.act('amend', cordon.people[1], proposal='mandatos-2', option='veinteavo',
                 text='Los mandatos duran 180 días, y basta un veinteavo de la base para pedir la revocación. (Texto ilustrativo.)',
                 effects=[{'kind': 'rules', 'fields': {'body': cordon.name, 'document': softer}}])
        acts.act('amend_accept', cordon.people[0], proposal='mandatos-2', option='veinteavo')
        self.session(49, 'cordon-2', 'mandatos-2', {'yes': total * 70 // 100, 'no': total * 5 // 100, 'further': total * 12 // 100},
                     'Aprobado por más de dos tercios. (Nota ilustrativa.)')
        acts.act('dissent', cordon.people[total * 70 // 100 + 1], proposal='mandatos-2',
                 text='Seis meses es demasiado poco para aprender el oficio. (Texto ilustrativo.)')
        acts.act('publish', cordon.secretary, proposal='mandatos-2', place='Portón de la fábrica 1 (ilustrativo)')
        cordon.rules = softer

    def session(self, day, name, proposal, counts, note):
        """On a Tuesday that the calendar foresaw, so that it needs no other notice."""
        acts, cordon = self.acts, self.cordon
        acts.act('session_call', cordon.secretary, body=cordon.name, session=name, start=acts.time_of(day, 19),
                 place='Sindicato (ilustrativo)', agenda=['Informe de las fábricas', 'Varios'])
        acts.act('agenda', cordon.people[0], session=name, title='Mandatos', proposal=proposal)
        acts.at(day, 19)
        acts.act('session_open', cordon.secretary, session=name)
        acts.act('attend', cordon.secretary, session=name, person=cordon.people[:sum(counts.values())])
        acts.act('put', cordon.secretary, proposal=proposal, until=acts.time(hours=1))
        delegates_vote(acts, cordon, proposal, counts)
        acts.at(day, 21)
        acts.act('decide', cordon.people[0], proposal=proposal)
        acts.act('session_close', cordon.secretary, session=name, note=note)

    # The register of workplaces, which the cordón decides to keep. A factory instructs its delegate, who votes otherwise; it overrides.
    def register(self):
        acts, cordon, total = self.acts, self.cordon, len(self.cordon.people)
        entered = {'kind': 'register_enter', 'fields': {'body': cordon.name, 'workplaces': [self.entry(work) for work in self.works]}}
        attributes = json.loads((HERE.parent / 'register' / 'attributes.json').read_text(encoding='utf-8'))
        kept = {name: attributes[name] for name in ('sector', 'employees', 'capital', 'market_share', 'tenure')}
        acts.at(54, 12)
        propose(acts, cordon, 'registro', 'Un registro de las fábricas', 'El cordón lleva un registro. (Texto y cifras ilustrativos.)',
                [{'kind': 'register_attributes', 'fields': {'body': cordon.name, 'attributes': kept}}, entered])
        acts.act('put', cordon.secretary, proposal='registro', until=acts.time(days=2, hours=9))
        counts = {'yes': total * 80 // 100, 'no': total * 10 // 100, 'further': total * 5 // 100}
        seat_of = [work for work, seats in zip(self.works, self.seats) for _ in range(seats)]
        work = next(work for work in seat_of[counts['yes']:] if work.rules['name'] == 'cordon-1972' and seat_of.count(work) == 1)
        assert seat_of.index(work) < counts['yes'] + counts['no'], 'a delegate who votes no'
        ballot = {'body': work.name, 'proposal': 'registro', 'choice': 'yes'}
        self.on_paper(work, 55, 'instruye', 'Que nuestra delegada vote por el registro', {'kind': 'instruct', 'fields': ballot})
        acts.at(56, 10)
        delegates_vote(acts, cordon, 'registro', counts)
        self.on_paper(work, 56, 'corrige', 'Que se cuente nuestro voto por el registro', {'kind': 'vote_override', 'fields': ballot})
        acts.at(56, 22)
        acts.act('decide', cordon.secretary, proposal='registro')

    def on_paper(self, work, day, name, title, effect):
        """A decision of a workplace within a day."""
        acts, proposal = self.acts, work.name + '-' + name
        acts.at(day, 12)
        propose(acts, work, proposal, title, title + '. (Texto ilustrativo.)', [effect])
        acts.act('put', work.secretary, proposal=proposal, until=acts.time(hours=2))
        acts.at(day, 13)
        size = len(work.people)
        acts.act('vote_tally', work.signing, proposal=proposal, body=work.name, tally={'yes': size // 2 + 1, 'no': size // 5}, invalid=1)
        acts.at(day, 15)
        acts.act('decide', work.secretary, proposal=proposal)

    def entry(self, work):
        """What the register has of a workplace: all of it made up; of some the share of the market is not known."""
        draw = self.draw
        found = {'workplace': work.name, 'sector': draw.choice(('metal', 'textil', 'alimentos', 'plasticos', 'muebles')),
                 'employees': len(work.people), 'capital': int(len(work.people) * draw.lognormvariate(11, 0.8)), 'tenure': 'private'}
        if work.rules['name'] == 'co-operative':
            found['tenure'] = 'co-operative'
        if draw.random() < 0.9:
            found['market_share'] = '%d.%d' % (min(90, int(draw.expovariate(1 / 20))), draw.randrange(10))
        return found

    # The lorry owners' stoppage: the cordón calls on its workplaces, and most of them answer.
    def stoppage(self):
        acts = self.acts
        acts.at(71, 8)
        acts.act('call', self.cordon.secretary, body=self.cordon.name, call='camiones', title='Camiones', until=acts.time(days=2),
                 text='Digan qué camiones pueden prestar desde el lunes. (Texto ilustrativo.)')
        for i, work in enumerate(self.works):
            if i == self.count * 6 // 10:
                acts.at(74, 8)  # these are late
            if i < self.count * 7 // 10:
                acts.act('acknowledge', work.secretary, call='camiones', body=work.name,
                         answer='Camiones: %d (ilustrativo)' % self.draw.randint(0, 4))

    # What the stoppage changed stands in the register, and what was before stays there too.
    def occupied(self):
        acts, cordon, total = self.acts, self.cordon, len(self.cordon.people)
        changes = [{'workplace': work.name, 'tenure': 'occupied'} for work in self.works[2:40:7] if work.rules['name'] != 'co-operative']
        acts.at(76, 18)
        propose(acts, cordon, 'ocupadas', 'Fábricas ocupadas', 'El registro dice cuáles están ocupadas. (Texto ilustrativo.)',
                [{'kind': 'register_change', 'fields': {'body': cordon.name, 'workplaces': changes}}])
        acts.act('put', cordon.secretary, proposal='ocupadas', until=acts.time(hours=2))
        delegates_vote(acts, cordon, 'ocupadas', {'yes': total * 70 // 100, 'no': total * 10 // 100, 'further': total * 10 // 100})
        acts.at(76, 21)
        acts.act('decide', cordon.secretary, proposal='ocupadas')

    # A delegate is recalled by the factory, and loses the four seats held through it in one entry.
    def recall(self):
        acts, work = self.acts, self.recalled
        size = len(work.people)
        acts.at(80, 9)
        acts.act('petition', work.signing, petition='revocar', council=self.cordon.name, body=work.name, number=1,
                 reason='No informó a la asamblea de la fábrica. (Motivo ilustrativo.)', person=work.people[:size // 10])
        acts.act('petition_sign', work.signing, petition='revocar', person=work.people[size // 10:size // 4 + 1])
        acts.at(81, 9)
        acts.act('recall_open', work.signing, petition='revocar')
        acts.at(82, 18)
        yes = size * 45 // 100
        acts.act('tally', work.signing, poll='revocar', votes={'votes': {'yes': yes, 'no': size // 5}, 'blank': 1})
        acts.at(82, 20)
        acts.act('recall_close', work.signing, poll='revocar')
        first = work.rules['tellers']['n'] + 1
        self.successor = work.people[first + self.seats[self.works.index(work)]]  # by countback
        acts.give_key(self.successor, work.secretary)
        voters = [self.successor if person == self.delegate else person for person in self.cordon.people]
        acts.at(84, 18)
        openly(acts, self.cordon, self.comando, 'cordon-repone', 1, voters[-2:], voters)
        acts.at(84, 21)
        acts.act('election_close', self.cordon.secretary, poll='cordon-repone')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--scale', type=float, default=1)
    parser.add_argument('--seed', type=int, default=1972)
    given = parser.parse_args()
    story = Story(Acts(sys.stdout), given.scale, given.seed)
    for chapter in (story.rolls, story.councils, story.joining, story.base_elections, story.linking, story.popular_assembly,
                    story.two_thirds, story.register, story.stoppage, story.occupied, story.recall):
        chapter()


if __name__ == '__main__':
    main()
