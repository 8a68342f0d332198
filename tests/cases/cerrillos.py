"""examples/cerrillos: the book is built from its acts, and what it says is what a plain reading of the acts says.

The oracle here reads the file of acts with code of its own: who is on which roll, seats one after another from the floor on, winners
by adding up what stands on sheets and ballots, who loses what by the recall. It shares nothing with the program, nor with the script
that wrote the acts. The full example in the plain build; a tenth of it under the sanitizers.
"""
import collections
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from fractions import Fraction

from program import PROGRAM, SANITIZED, SOURCE, Case, cordon, environment

SCALE = 0.1 if SANITIZED else 1
EXAMPLE = SOURCE / 'examples' / 'cerrillos'
CORDON, COMANDO, BOARD, ASSEMBLY = 'cordon-cerrillos', 'comando-comunal', 'coordinadora-santiago', 'asamblea-popular'


class Oracle:
    """The acts, read one after another."""

    def __init__(self, lines):
        self.acts, self.rolls, self.kind, self.rules = [], {}, {}, {}
        self.below = collections.defaultdict(set)  # council: bodies
        self.polls, self.holders, self.lost = {}, {}, []  # holders: (council, body): people
        self.votes, self.effects = collections.defaultdict(dict), collections.defaultdict(list)
        self.before, self.shared = None, {}  # holders before the recall; seats, until people or links change
        now = None
        for line in lines:
            act = json.loads(line)
            now = act.get('now', now)
            self.acts.append((now, act['kind'], act['fields']))
        for now, kind, fields in self.acts:
            getattr(self, kind, lambda now, fields: None)(now, fields)

    def body_open(self, _, f):
        self.kind[f['body']], self.rules[f['body']] = f['kind'], f['rules']
        if f['members'] == 'people':
            self.rolls[f['body']] = {f['secretary']}

    def enrol(self, _, f):
        self.shared.clear()
        self.rolls[f['body']].add(f['person'])

    def join(self, _, f):
        self.shared.clear()
        self.below[f['council']].add(f['body'])

    def people(self, body):
        """On the rolls beneath, body by body."""
        people, seen = 0, [body]
        for one in seen:
            seen += [other for other in self.below.get(one, ()) if other not in seen]
            people += len(self.rolls.get(one, ()))
        return people

    def seats(self, council):
        """Seats of each body of a council."""
        if council not in self.shared:
            self.shared[council] = self.share_out(council)
        return self.shared[council]

    def share_out(self, council):
        """By the rule the council has, computed another way than the program does."""
        share = self.rules[council]['apportionment']
        people = {body: self.people(body) for body in self.below[council]}
        if share['method'] == 'fixed':
            return dict.fromkeys(people, share['seats'])
        if share['method'] == 'largest-remainder':
            quota = {body: Fraction(share['seats'] * n, sum(people.values())) for body, n in people.items()}
            seats = {body: int(q) for body, q in quota.items()}
            for body in sorted(quota, key=lambda b: seats[b] - quota[b])[:share['seats'] - sum(seats.values())]:
                seats[body] += 1
            assert min(seats.values()) >= share['floor']
            return seats
        seats = dict.fromkeys(people, share['floor'])  # D'Hondt: from the floor on, one seat after another
        while sum(seats.values()) < share['seats']:
            seats[max(people, key=lambda b: Fraction(people[b], seats[b] + 1))] += 1
        return seats

    # Elections: {candidate: votes}, or first preferences; and for a countback the ballots.
    def election_open(self, _, f):
        self.polls[f['poll']] = {'council': f['council'], 'body': f['body'], 'votes': collections.Counter(), 'ballots': []}

    def tally(self, _, f):
        if f['poll'] in self.polls:
            self.polls[f['poll']]['votes'] = collections.Counter(f['votes']['votes'])
        else:
            self.recall_votes = f['votes']

    def ballots(self, _, f):
        poll = self.polls[f['poll']]
        poll['ballots'] += f['ballots']
        for ballot in f['ballots']:
            poll['votes'][ballot['for'][0]] += ballot['n']

    def cast(self, _, f):
        poll = self.polls[f['poll']]
        assert self.rules[poll['body']]['election']['rule'] in ('plurality', 'approval')
        poll['votes'].update(f['for'])

    def election_close(self, _, f):
        poll = self.polls[f['poll']]
        council, body, votes = poll['council'], poll['body'], poll['votes']
        sitting = self.holders.setdefault((council, body), set())
        empty = self.seats(council)[body] - len(sitting)
        rank = sorted(votes.values(), reverse=True) + [0]
        assert empty > 0 and rank[empty - 1] > rank[empty], 'a tie'
        winners = {person for person, n in votes.items() if n >= rank[empty - 1]}
        if poll['ballots']:  # transferable: all have a Droop quota at once
            assert min(votes[person] for person in winners) > Fraction(sum(votes.values()), empty + 1)
        sitting |= winners
        poll['winners'] = winners

    def petition(self, _, f):
        self.petitioned, self.signed = (f['council'], f['body']), set(f['person'])

    def petition_sign(self, _, f):
        self.signed |= set(f['person'])

    def recall_close(self, now, f):
        """The base's yes; then everything the delegate holds upwards from there."""
        council, body = self.petitioned
        rules, size, sheet = self.rules[body]['recall'], len(self.rolls[body]), self.recall_votes
        assert len(self.signed) >= size * Fraction(rules['petition']) and sheet['votes']['yes'] > sheet['votes']['no']
        assert sum(sheet['votes'].values()) + sheet['blank'] >= size * Fraction(rules['quorum'])
        poll = self.polls[body + '-1972']
        self.before = {key: set(people) for key, people in self.holders.items()}
        self.recalled = max(poll['votes'], key=poll['votes'].get)  # seat number 1: elected first
        over = [(council, body)]
        for seat in over:
            self.holders[seat].remove(self.recalled)
            over += [(above, seat[0]) for above, below in self.below.items()
                     if seat[0] in below and self.recalled in self.holders.get((above, seat[0]), ())]
        self.lost = over
        piles = collections.Counter()  # countback: whose name stands next on the ballots that elected the delegate
        for ballot in poll['ballots']:
            if ballot['for'][0] == self.recalled:
                piles[next(name for name in ballot['for'] if name not in poll['winners'])] += ballot['n']
        self.successor = max(piles, key=piles.get)
        self.holders[council, body].add(self.successor)
        self.after, self.recall_time = {key: set(people) for key, people in self.holders.items()}, now

    def propose(self, _, f):
        for effect in f.get('effects', ()):
            self.effects[effect['kind']].append((f['proposal'], effect['fields']))

    def vote(self, _, f):
        self.votes[f['proposal']][f.get('person') or len(self.votes[f['proposal']])] = f['choice']


class Cerrillos(Case):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='cordon-test-')) / 'cerrillos'
        cls.addClassCleanup(shutil.rmtree, cls.folder.parent, ignore_errors=True)
        done = subprocess.run(['sh', str(EXAMPLE / 'build.sh'), str(cls.folder), str(SCALE)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=dict(environment('en'), CORDON=str(PROGRAM.resolve())), encoding='utf-8', check=False)
        cls.said, cls.warned = done.stdout, done.stderr
        if done.returncode:
            raise AssertionError(done.stdout + done.stderr)
        with open(cls.folder / 'acts.jsonl', encoding='utf-8') as lines:
            cls.oracle = Oracle(lines)
        cls.state = sqlite3.connect('file:%s?mode=ro' % (cls.folder / 'book' / 'book.sqlite'), uri=True)
        cls.addClassCleanup(cls.state.close)

    def rows(self, question, *values):
        return self.state.execute(question, values).fetchall()

    def holders(self, entry):
        """Who sat where after that entry, by the book."""
        held = collections.defaultdict(set)
        for council, body, person in self.rows('SELECT council, body, person FROM mandate WHERE from_entry <= ?1 AND '
                                               '(ended_entry IS NULL OR ended_entry > ?1)', entry):
            held[council, body].add(person)
        return dict(held)

    def ask(self, *question, at):
        return json.loads(self.cordon_ok(*question, '--at', at, '--json', cwd=self.folder))

    def recall_entry(self):
        return self.rows("SELECT until_entry FROM petition WHERE petition = 'revocar'")[0][0]

    def test_the_whole_book_is_proved_by_both_verifiers_and_rebuilt_to_the_same_state(self):
        holds = re.search(r'HOLDS: (\d+) entries[^$]*?\nstate (\w{64})\n', self.said)
        rebuilt = re.search(r'state (\w{64}), as before', self.said)
        self.assertEqual(int(holds.group(1)), len(self.oracle.acts) + 1)
        self.assertEqual(holds.group(2), rebuilt.group(1))
        cordon('export', '-o', 'book.txt', cwd=self.folder)
        audit = subprocess.run([str(PROGRAM.with_name('cordon-audit')), 'book.txt'], cwd=self.folder, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, check=False)
        self.assertEqual(audit.returncode, 0, audit.stdout)

    def test_the_rolls_are_those_of_history_and_nobody_stands_on_two_of_a_kind(self):
        works = {body: roll for body, roll in self.oracle.rolls.items() if body.startswith('fabrica')}
        if SCALE == 1:
            self.assertEqual((len(works), sum(map(len, works.values()))), (250, 46000))
        self.assertEqual(dict(self.rows('SELECT body, people FROM body_size')),
                         {body: len(roll) for body, roll in self.oracle.rolls.items()})
        for kind in set(self.oracle.kind.values()):
            people = [person for body, roll in self.oracle.rolls.items() if self.oracle.kind[body] == kind for person in roll]
            self.assertEqual(len(people), len(set(people)), kind)

    def test_seats_are_shared_by_the_rolls(self):
        for council in (CORDON, COMANDO, BOARD, ASSEMBLY):
            kept = dict(self.rows('SELECT body, count(*) FROM seat WHERE council = ? AND until_entry IS NULL GROUP BY body', council))
            self.assertEqual(kept, self.oracle.seats(council), council)

    def test_who_holds_each_seat_before_and_after_the_recall_and_at_the_end(self):
        oracle, entry = self.oracle, self.recall_entry()
        for at, held in ((entry - 1, oracle.before), (entry, oracle.after), (1 << 60, oracle.holders)):
            self.assertEqual(self.holders(at), {seat: people for seat, people in held.items() if people})
        self.assertEqual(sum(map(len, oracle.before.values())), sum(sum(oracle.seats(c).values()) for c in oracle.below))

    def test_the_program_says_who_sits_and_why_a_seat_is_empty(self):
        oracle, day = self.oracle, self.oracle.recall_time[:10]
        for at, held in ((day + 'T19:59:59Z', oracle.before), (oracle.recall_time, oracle.after)):
            for council in (CORDON, COMANDO, BOARD, ASSEMBLY):
                said = self.ask('seats', council, at=at)
                found = collections.defaultdict(set)
                for seat in said['seats']:
                    found[seat['body']] |= {seat['person']} if 'person' in seat else set()
                self.assertEqual(found, {body: people for (of, body), people in held.items() if of == council})
                empty = [(council, seat['body'], seat['last']['person']) for seat in said['seats'] if 'person' not in seat]
                self.assertEqual(empty, [(*seat, oracle.recalled) for seat in oracle.lost[1:] if at == oracle.recall_time and
                                         seat[0] == council])

    def test_the_recall_empties_four_seats_in_one_entry(self):
        oracle, entry = self.oracle, self.recall_entry()
        self.assertEqual({council for council, _ in oracle.lost}, {CORDON, COMANDO, BOARD, ASSEMBLY})
        lost = self.rows('SELECT council, body, ended_entry, ended_how, filled FROM mandate WHERE person = ?', oracle.recalled)
        self.assertEqual({(council, body) for council, body, *_ in lost}, set(oracle.lost))
        self.assertEqual({(ended, how, filled) for council, _, ended, how, filled in lost if council != CORDON},
                         {(entry, 'cascade', 'election')})
        self.assertEqual([row[2:] for row in lost if row[0] == CORDON], [(entry, 'recall', 'countback')])
        told = self.rows("SELECT DISTINCT council FROM notice WHERE entry = ? AND what = 'seat-vacant'", entry)
        self.assertEqual({council for council, in told}, {COMANDO, BOARD, ASSEMBLY})

    def test_two_thirds_once_missed_and_discussed_further_once_reached(self):
        for proposal, outcome in (('mandatos-1', 'further'), ('mandatos-2', 'adopted')):
            votes = collections.Counter(self.oracle.votes[proposal].values())
            reached = 3 * votes['yes'] >= 2 * sum(votes.values())
            self.assertEqual(reached, outcome == 'adopted')
            self.assertGreater(votes['further'], votes['no'])
            self.assertEqual(self.rows('SELECT outcome FROM decision WHERE proposal = ?', proposal), [(outcome,)])
            counted = dict(self.rows('SELECT option, for_100 FROM decision_option WHERE proposal = ?', proposal))
            self.assertEqual(counted['yes'], 100 * votes['yes'])
        versions = self.rows('SELECT document FROM rules WHERE body = ? ORDER BY version', CORDON)
        said = [(json.loads(document)['term_days'], json.loads(document)['recall']['petition']) for document, in versions]
        self.assertEqual(said, [(0, '1/10'), (180, '1/20')])

    def test_who_has_not_answered_the_call_and_who_was_late(self):
        works = {body for body in self.oracle.rolls if body.startswith('fabrica')}
        answers = {f['body']: now for now, kind, f in self.oracle.acts if kind == 'acknowledge'}
        until = next(f['until'] for _, kind, f in self.oracle.acts if kind == 'call')
        self.assertTrue(0 < len(works - set(answers)) < len(works))
        found = self.rows("SELECT a.body, a.time > c.until_time FROM acknowledgement a JOIN call c USING (call)")
        self.assertEqual(dict(found), {body: now > until for body, now in answers.items()})
        self.assertEqual({late for _, late in found}, {0, 1})
        said, = [call for call in self.ask('calls', CORDON, at='1972-11-01')['calls'] if call['call'] == 'camiones']
        self.assertEqual({one['body'] for one in said['missing']}, works - set(answers))

    def test_a_factory_overrides_its_delegate_who_voted_against_its_instruction(self):
        oracle = self.oracle
        (_, instructed), = oracle.effects['instruct']
        (_, overridden), = oracle.effects['vote_override']
        delegate, = oracle.before[CORDON, overridden['body']]
        self.assertEqual((instructed['choice'], overridden['choice']), ('yes', 'yes'))
        lines = self.warned.splitlines()
        self.assertEqual([line.split(': ')[1:3] for line in lines], [['warning', 'proposal']])
        self.assertIn(instructed['body'], lines[0])
        self.assertEqual(self.rows("SELECT ballot, counted FROM vote WHERE proposal = 'registro' AND person = ?", delegate), [('100 no', 0)])
        votes = collections.Counter(oracle.votes['registro'].values())
        counted = dict(self.rows("SELECT option, for_100 FROM decision_option WHERE proposal = 'registro'"))
        self.assertEqual(counted, {'yes': 100 * votes['yes'] + 100, 'no': 100 * votes['no'] - 100, 'further': 100 * votes['further']})

    def test_the_register_says_what_was_decided_before_and_after_the_stoppage(self):
        (_, entered), = self.oracle.effects['register_enter']
        (proposal, changed), = self.oracle.effects['register_change']
        entry, = self.rows('SELECT done_entry FROM decision WHERE proposal = ?', proposal)[0]
        known = {(one['workplace'], name): str(value) for one in entered['workplaces'] for name, value in one.items() if name != 'workplace'}
        for at in (entry - 1, entry):
            if at == entry:
                known.update({(one['workplace'], 'tenure'): one['tenure'] for one in changed['workplaces']})
            rows = self.rows('SELECT workplace, attribute, value FROM register_value WHERE from_entry <= ?1 AND '
                             '(until_entry IS NULL OR until_entry > ?1)', at)
            self.assertEqual({(workplace, name): value for workplace, name, value in rows}, known)
        large = {work for (work, name), value in known.items() if name == 'capital' and int(value) > 14000000}
        share = {work: Fraction(value) for (work, name), value in known.items() if name == 'market_share'}
        said = self.ask('register', '--rule', SOURCE / 'examples' / 'register' / 'capital-and-market.json', at='1972-10-20')
        self.assertEqual({one['workplace'] for one in said['workplaces']}, {work for work in large if share.get(work, 0) > 30})
        self.assertEqual({one['workplace'] for one in said['undetermined']}, large - set(share))
        self.assertTrue(large - set(share) and said['workplaces'])
        for day, tenures in (('1972-10-01', {'private'}), ('1972-10-20', {'occupied'})):
            said = self.ask('register', at=day)['workplaces']
            changes = {one['workplace'] for one in changed['workplaces']}
            self.assertEqual({one['values']['tenure'] for one in said if one['workplace'] in changes}, tenures)

    def test_the_same_scale_and_seed_write_the_same_acts(self):
        def acts(*options):
            return subprocess.run(['python3', str(EXAMPLE / 'acts.py'), '--scale', '0.1', *options], stdout=subprocess.PIPE,
                                  check=True).stdout
        self.assertEqual(acts(), acts())
        self.assertNotEqual(acts(), acts('--seed', '2'))


if __name__ == '__main__':
    unittest.main()
