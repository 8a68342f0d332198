#!/usr/bin/env python3
"""The first days of January 1973 in the book of the example, so that there is something to vote on, to answer and to hand out when it is served.

usage: january.py CORDON WHAT..., WHAT being
       before                what is begun on 29 and 31 December: a chair, a keeper, two readings
       open                  and on 2 January: votes, a renewal of seats, a choice, a call
       answers PLAN          two thirds of the workplaces answer the plan
       first                 who puts the plan to the workplaces
       roles                 the people of room.sh: ROLE BODY PERSON BY, a line each, BY whoever invites them

All of it is illustrative. Run in the folder that build.sh made, after supply.sh and plan.sh (room.sh puts it all together); acts come out one JSON
object a line.
"""
import json
import random
import subprocess
import sys

from economy import ASSEMBLY, DAY, Economy, Story
from acts import VOTERS

CORDON, COMANDO, JAP, OUTLET = 'cordon-cerrillos', 'comando-comunal', 'jap-01', 'almacen-1'
SECOND = DAY + 29  # 2 January 1973; days from 1 August
KEEPER, CANDIDATES = VOTERS, (VOTERS + 1, 12, 13, 14)  # of the JAP's roll; without a key so far: the first two


class January(Story):
    def __init__(self, cordon):
        super().__init__(Economy())
        self.cordon, self.people = cordon, self.economy.members
        self.jap = self.people[JAP]
        self.signs(*self.jap[:VOTERS])
        self.delegate = next(seat for seat in self.seats(CORDON) if seat['person'] in self.delegates)

    def seats(self, council):
        said = subprocess.run([self.cordon, 'seats', council, '--at', '1973-01-01', '--json'], check=True, capture_output=True).stdout
        return [seat for seat in json.loads(said)['seats'] if 'person' in seat]

    def signs(self, *people):
        self.keys.update(people)
        return list(people)

    # The delegate's factory makes the delegate its chair, who so answers plans for it too: on paper, as that factory votes.
    def chair(self):
        work, person = self.delegate['body'], self.delegate['person']
        tellers = self.signs(*self.people[work][1:3])
        self.at(DAY + 25, 20)
        self.own('propose', work, proposal=work + '-preside', title='Quién preside la fábrica', text='Nuestra delegada. (Texto ilustrativo.)',
                 effects=[{'kind': 'officer', 'fields': {'body': work, 'office': 'chair', 'person': person}}])
        self.act('put', self.economy.secretary[work], proposal=work + '-preside', until=self.time(hours=20))
        self.at(DAY + 26, 14)
        size = len(self.people[work])
        self.act('vote_tally', tellers, proposal=work + '-preside', body=work, tally={'yes': size * 3 // 5, 'no': size // 9}, invalid=2)
        self.at(DAY + 26, 17)
        self.act('decide', self.economy.secretary[work], proposal=work + '-preside')

    # The delegates of the JAP are elected for half a year, which soon is over: all three seats, by approval, under one's name.
    def renewal(self):
        secretary, voters = self.economy.secretary[JAP], self.jap[:VOTERS]
        self.own('election_open', JAP, poll='jap-01-1973', council=COMANDO, renews=True, closes=self.time(days=3, hours=11))
        for at in CANDIDATES:
            self.act('candidate', secretary, poll='jap-01-1973', person=self.jap[at])
        for i, person in enumerate(voters[:17]):
            self.act('cast', person, poll='jap-01-1973', **{'for': [self.jap[at] for n, at in enumerate(CANDIDATES) if (i + n) % 3]})

    def readings(self):
        """Two readings, as the neighbourhood's rules ask; voted on from the second of January."""
        self.own('propose', JAP, proposal='olla-comun', title='Olla común los sábados',
                 text='Desde el sábado 13 cocinamos juntos en la sede, con lo que cada hogar aporte de su ración. (Texto ilustrativo.)')
        self.own('propose', JAP, proposal='turnos-almacen', title='Turnos en el almacén',
                 text='Dos vecinos por día ayudan a repartir. (Texto ilustrativo.)')
        self.act('amend', self.jap[3], proposal='turnos-almacen', option='sabados', text='Dos vecinos por día, y tres los sábados. (Texto ilustrativo.)')
        for proposal in ('olla-comun', 'turnos-almacen'):
            self.act('reading', self.economy.secretary[JAP], proposal=proposal)

    def neighbours_vote(self):
        for proposal in ('olla-comun', 'turnos-almacen'):
            self.act('put', self.economy.secretary[JAP], proposal=proposal, until=self.time(days=3, hours=11))
        for i, person in enumerate(self.jap[:14]):
            self.act('vote', person, proposal='olla-comun', choice='further' if i == 5 else 'no' if i % 6 == 4 else 'yes')

    def delegates_vote(self):
        """Half of the cordón's delegates; ours has not yet."""
        seats = [seat['person'] for seat in self.seats(CORDON) if seat['person'] != self.delegate['person']]
        self.signs(*seats)
        self.act('propose', seats[0], body=CORDON, proposal='turnos-camiones', title='Turnos de camiones',
                 text='Los camiones de las fábricas hacen turnos para las JAP: uno por cada cien trabajadores, un día por semana. (Texto ilustrativo.)')
        self.act('put', self.economy.secretary[CORDON], proposal='turnos-camiones', until=self.time(days=2, hours=11))
        for i, person in enumerate(seats[:len(seats) // 2]):
            self.act('vote', person, proposal='turnos-camiones', choice='further' if i % 11 == 10 else 'no' if i % 7 == 6 else 'yes')

    def choice(self):
        """What the assembly is to do first in January; three have ranked."""
        titles = {'molino': 'Abrir un turno de noche en los otros molinos', 'sacos': 'Coser sacos en los talleres',
                  'camiones': 'Reparar los camiones parados'}
        others = [person for person in self.delegates if person != self.delegate['person']]
        self.act('choice_open', others[0], body=ASSEMBLY, choice='primero-enero', title='Qué hacemos primero en enero',
                 options=[{'id': name, 'title': title + ' (ilustrativo)'} for name, title in titles.items()], until=self.time(days=2, hours=11))
        for person, order in zip(others, (['molino', 'sacos'], ['sacos', 'molino', 'camiones'], ['camiones', 'molino'])):
            self.act('choice_cast', person, choice='primero-enero', **{'for': order})

    def call(self):
        self.own('call', CORDON, call='guardias', title='Guardias de noche', until=self.time(days=2),
                 text='Digan quiénes pueden hacer guardia en el molino parado. (Texto ilustrativo.)')
        for i, work in enumerate(self.economy.works):
            if i % 4 and work != self.delegate['body']:
                self.own('acknowledge', work, call='guardias', answer='Guardias: %d (ilustrativo)' % (1 + i % 5))

    def keeper(self):
        self.own('outlet_keeper', JAP, outlet=OUTLET, person=self.jap[KEEPER])

    def before(self):
        self.chair()
        self.at(DAY + 27, 8)
        self.keeper()
        self.readings()

    def open(self):
        self.at(SECOND, 8)
        self.neighbours_vote()
        self.renewal()
        self.delegates_vote()
        self.choice()
        self.call()

    def answers(self, plan):
        """Of those it was put to; one in thirty counters, one in forty refuses."""
        draw = random.Random('January')
        self.at(SECOND, 9)
        for i, work in enumerate(work for work in self.economy.works if draw.random() < 0.66 and work != self.delegate['body']):
            if i % 40 == 7:
                self.own('plan_answer', work, plan=plan, answer='refuse', reason='Se quemó un motor. (Ilustrativo.)')
            else:
                self.own('plan_answer', work, plan=plan, answer='accept')

    def first(self):
        print(self.delegates[0])

    def roles(self):
        secretary = self.economy.secretary
        print('member', JAP, self.jap[CANDIDATES[0]], secretary[JAP])
        print('delegate', self.delegate['body'], self.delegate['person'], secretary[self.delegate['body']])
        print('keeper', JAP, self.jap[KEEPER], secretary[JAP])


def main(cordon, what, *given):
    getattr(January(cordon), what)(*given)


if __name__ == '__main__':
    main(*sys.argv[1:])
