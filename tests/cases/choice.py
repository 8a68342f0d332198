"""Choices: a council chooses between plans (or anything) by ballots that rank. Every count is held against `cordon count` on the exported
ballots, against its verifier, and against Schulze's method computed here from the votes alone.
"""
import hashlib
import itertools
import json
import random

import plan
from economy_propose import Proposing
from program import cordon

DELEGATES = ('ana', 'bea', 'nora')


def schulze(ballots, options):
    """The winners by the Debian Constitution (A.6): options that do not beat `further` are dropped; then beatpaths."""
    votes = {}
    for ballot in ballots:
        rank = {name: place for place, equal in enumerate(ballot) for name in ([equal] if isinstance(equal, str) else equal)}
        for a, b in itertools.permutations(options, 2):
            votes[a, b] = votes.get((a, b), 0) + (rank.get(a, 99) < rank.get(b, 99))
    left = [a for a in options if a == 'further' or votes[a, 'further'] > votes['further', a]]
    path = {(a, b): (votes[a, b], -votes[b, a]) if votes[a, b] > votes[b, a] else (0, 0) for a, b in itertools.permutations(left, 2)}
    for via, a, b in itertools.product(left, repeat=3):
        if len({via, a, b}) == 3:
            path[a, b] = max(path[a, b], min(path[a, via], path[via, b]))
    return [a for a in left if all(path[a, b] >= path[b, a] for b in left if b != a)]


class Choosing(Proposing):
    def open(self, choice, *fields, options=('plan', 'other'), until='1972-10-13T09:50:00Z', who='ana'):
        return self.act(who, 'choice_open', 'body=cordon', 'choice=' + choice, 'title=T', 'until=' + until,
                        'options=' + json.dumps([one if isinstance(one, dict) else {'id': one, 'title': one.title()} for one in options]), *fields)

    def cast(self, who, choice, *ranks):
        return self.act(who, 'choice_cast', 'choice=' + choice, 'for=' + json.dumps(ranks))

    def close(self, choice, *fields, who='ana'):
        self.act(who, 'choice_close', 'choice=' + choice, *fields)
        return self.choice(choice)

    def choice(self, choice, *options):
        return self.cordon_json('choice', choice, *options, '--book', 'book', cwd=self.scratch)

    def vote(self, choice, ballots, *fields, **options):
        self.open(choice, **options)
        for who, ranks in zip(DELEGATES, ballots):
            self.cast(who, choice, *ranks)
        return self.close(choice, *fields)

    def held(self, choice, rule='schulze'):
        """The exported ballots counted by `cordon count`, and the report replayed."""
        said = self.choice(choice, '--ballots', 'box.blt', '--report', 'report.json')
        self.assertEqual(self.cordon_json('count', 'verify', 'box.blt', 'report.json', cwd=self.scratch)['verdict'], 'reproduced')
        settings = {one['key']: one['value'] for one in said['count']['settings']}
        (self.scratch / 'settings.json').write_text(json.dumps(settings), encoding='utf-8')
        counted = json.loads(cordon('count', 'box.blt', '--rule', rule, '--settings', 'settings.json', '--json', cwd=self.scratch).stdout)
        self.assertEqual(counted, json.loads((self.scratch / 'report.json').read_text(encoding='utf-8')))
        self.assertEqual(counted, said['count'])
        return said


class Choices(Choosing):
    def test_random_ones_are_counted_as_schulze_says(self):
        drawn, outcomes = random.Random(7), set()
        names = ['plan', 'one', 'two']
        for number in range(9):
            ballots = []
            for _ in DELEGATES:
                order = drawn.sample(names + ['further'], drawn.randint(2, 4))
                ballots.append(order if drawn.random() < 0.7 else [order[:2]] + order[2:])
            choice = 'choice-%d' % number
            said = self.vote(choice, ballots, options=names)
            winners = schulze(ballots, names + ['further'])
            expected = ('chosen', winners[0]) if len(winners) == 1 and winners != ['further'] else ('further', None)
            self.assertEqual((said['outcome'], said.get('winner')), expected, ballots)
            self.assertEqual(said['why'], 'count' if len(winners) == 1 else 'tie')
            self.held(choice)
            outcomes.add((said['outcome'], said['why']))
        self.assertEqual(outcomes, {('chosen', 'count'), ('further', 'count'), ('further', 'tie')})

    def test_other_rules(self):
        ballots = [['plan', 'other', 'further'], ['plan', 'further', 'other'], ['other', 'plan']]  # plan has 2 of 3 first places
        for rule in ('ranked-pairs', 'irv'):
            self.open(rule, 'rule=' + rule)
            for who, ranks in zip(DELEGATES, ballots):
                self.cast(who, rule, *ranks)
            self.assertEqual(self.close(rule)['winner'], 'plan')
            self.held(rule, rule)

    def test_further_discussion_wins(self):
        said = self.vote('none', [['further'], ['further', 'plan'], ['plan']])
        self.assertEqual((said['outcome'], said['why'], said.get('winner')), ('further', 'count', None))

    def test_without_a_quorum(self):
        self.open('few')
        self.cast('ana', 'few', 'plan')  # one of three; the council's rules ask for half
        self.refused('council.poll_goes_on', 'ana', 'choice_close', 'choice=few')
        self.minute = 50
        said = self.close('few')
        self.assertEqual((said['outcome'], said['why'], said['votes'], said['entitled']), ('further', 'quorum', 1, 3))

    def test_a_tie_and_the_seed_committed_to(self):
        cycle = [['a', 'b', 'c'], ['b', 'c', 'a'], ['c', 'a', 'b']]
        seed = 'drawn in the square'
        self.open('tied', 'commitment=' + hashlib.sha256(seed.encode()).hexdigest(), options=('a', 'b', 'c'))
        for who, ranks in zip(DELEGATES, cycle):
            self.cast(who, 'tied', *ranks)
        self.refused('council.choice_tie', 'ana', 'choice_close', 'choice=tied')
        done = self.try_act('ana', 'choice_close', 'choice=tied', 'seed=another')
        self.assertEqual(done.returncode, 2, done.stdout)
        said = self.close('tied', 'seed=' + seed)
        self.assertEqual(said['outcome'], 'chosen')
        self.assertIn(said['winner'], 'abc')
        self.held('tied')
        self.assertEqual(self.vote('open', cycle, options=('a', 'b', 'c'))['why'], 'tie')
        self.open('late', 'commitment=' + '0' * 64, options=('a', 'b', 'c'), until='1972-10-13T09:51:00Z')
        self.refused('decision.no_commitment', 'ana', 'choice_close', 'choice=' + self.opened_plainly(), 'seed=' + seed)

    def opened_plainly(self):
        self.open('plain')
        return 'plain'

    def test_late_and_again(self):
        self.open('late')
        self.cast('ana', 'late', 'plan')
        self.cast('ana', 'late', 'other')  # the last one counts
        self.cast('bea', 'late', 'other')
        self.minute = 49
        self.refused('council.poll_closed', 'nora', 'choice_cast', 'choice=late', 'for=["plan"]')
        said = self.close('late')
        self.assertEqual((said['winner'], said['votes']), ('other', 2))
        self.refused('council.poll_closed', 'bea', 'choice_cast', 'choice=late', 'for=["plan"]')
        self.refused('council.poll_closed', 'ana', 'choice_close', 'choice=late')

    def test_who_has_no_seat_any_more_has_no_vote(self):
        self.open('gone')
        for who in DELEGATES:
            self.cast(who, 'gone', 'other' if who == 'nora' else 'plan')
        self.refused('record.may_not', 'luis', 'choice_cast', 'choice=gone', 'for=["plan"]')  # no delegate
        self.act('ana', 'resign', 'council=cordon', 'body=panaderia', 'number=1')
        self.act('bea', 'choice_cast', 'choice=gone', 'for=["other"]')
        said = self.close('gone', who='bea')
        self.assertEqual((said['winner'], said['votes']), ('other', 2))
        self.assertEqual({ballot['person']: ballot['counted'] for ballot in said['ballots']}, {'ana': False, 'bea': True, 'nora': True})
        self.held('gone')

    def test_who_was_recalled_has_no_vote(self):
        self.open('gone')
        for who in DELEGATES:
            self.cast(who, 'gone', 'other' if who == 'nora' else 'plan')
        self.act('luis', 'petition', 'petition=recall-ana', 'council=cordon', 'body=panaderia', 'reason=R')
        self.act('luis', 'recall_open', 'petition=recall-ana', 'closes=1972-10-13T09:%02d:00Z' % (self.minute + 4))
        for who in ('luis', 'ana'):
            self.act(who, 'cast', 'poll=recall-ana', 'for=["yes"]')
        self.minute += 2
        self.act('luis', 'recall_close', 'poll=recall-ana')
        self.cast('bea', 'gone', 'other')
        said = self.close('gone', who='bea')
        self.assertEqual((said['winner'], said['votes'], said['entitled']), ('other', 2, 3))
        self.assertEqual([ballot['person'] for ballot in said['ballots'] if not ballot['counted']], ['ana'])

    def test_what_is_refused(self):
        self.open('one')
        self.act('ana', 'body_open', 'body=sastreria', 'kind=union', 'name=S', 'members=people', 'secretary=ana')  # votes on paper
        for code, fields in (('council.choice_exists', {}), ('council.choice_options', {'options': '[]'}),
                             ('council.choice_option_form', {'options': '[{"id":"a"}]'}), ('council.choice_option_form', {'options': '["a"]'}),
                             ('council.choice_option_form', {'options': '[{"id":"a","title":"A","file":"x"}]'}),
                             ('council.choice_option_twice', {'options': '[{"id":"a","title":"A"},{"id":"a","title":"B"}]'}),
                             ('council.choice_option_twice', {'options': '[{"id":"further","title":"A"}]'}),
                             ('council.past', {'until': '1972-10-13T08:00:00Z'}), ('decision.on_paper', {'body': 'sastreria', 'choice': 'two'})):
            with self.subTest(code=code, fields=fields):
                given = {'body': 'cordon', 'choice': 'one', 'title': 'T', 'until': '1972-10-13T09:50:00Z', 'options': '[{"id":"a","title":"A"}]'}
                self.refused(code, 'ana', 'choice_open', *('%s=%s' % pair for pair in {**given, **fields}.items()))
        for ballot in ('["nobody"]', '["plan","plan"]', '[["plan"],[]]', '{"plan":1}'):
            self.refused('council.choice_ballot', 'ana', 'choice_cast', 'choice=one', 'for=' + ballot)

    def test_people_of_a_base_body_that_votes_openly(self):
        self.act('ana', 'choice_open', 'body=panaderia', 'choice=shift', 'title=T', 'until=1972-10-13T09:50:00Z',
                 'options=[{"id":"early","title":"Early"},{"id":"late","title":"Late"}]')
        self.refused('record.may_not', 'nora', 'choice_cast', 'choice=shift', 'for=["late"]')
        for who in ('ana', 'luis'):
            self.cast(who, 'shift', 'late', 'early')
        self.minute = 50
        self.assertEqual(self.close('shift')['winner'], 'late')


class Plans(Choosing):
    """A second oven like the first: the plan and its alternatives, of which the council chooses one."""
    def setUp(self):
        super().setUp()
        self.act('ana', 'process', 'body=panaderia', 'process=second', 'name=Baking in the second oven',
                 'inputs={"flour": "0.75", "work": "0.05"}', 'outputs={"bread": "1"}')
        self.act('ana', 'capacity', 'body=panaderia', 'process=second', 'capacity=300')
        self.snapshot('snap')
        self.cordon_ok('plan', 'snap', '-o', 'plan.json', cwd=self.scratch)
        self.cordon_ok('plan', 'alternatives', 'snap', 'plan.json', '--within', '2%', '-n', '2', '-o', 'others', cwd=self.scratch)
        self.files = {'plan': 'plan.json', 'other': 'others/alternative-1.json'}
        self.options = self.ballot(*self.files.values())
        for option, name in zip(self.options, self.files):
            option['id'] = name

    def ballot(self, *files):
        return self.cordon_json('plan', 'ballot', 'snap', *files, '--book', 'book', cwd=self.scratch)

    def put(self, name, plan, choice, who='ana'):
        self.minute += 1
        return cordon('plan', 'propose', 'snap', plan, '--name', name, '--chosen', choice, '--example-keys', 'test=' + who, '--now',
                      '1972-10-13T09:%02d:00Z' % self.minute, '--book', 'book', '--json', cwd=self.scratch)

    def refuses(self, code, *arguments):
        done = self.put(*arguments)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn(code, [finding['code'] for finding in json.loads(done.stderr)['findings']])

    def test_what_was_chosen_is_proposed_and_nothing_else_by_that_choice(self):
        self.open('which', options=self.options)
        self.refuses('plan.not_chosen', 'early', self.files['other'], 'which')  # still open
        for who, ranks in zip(DELEGATES, (['other', 'plan'], ['other'], ['plan', 'other'])):
            self.cast(who, 'which', *ranks)
        self.assertEqual(self.close('which')['winner'], 'other')
        self.refuses('plan.not_chosen', 'wrong', 'plan.json', 'which')
        self.refuses('plan.not_chosen', 'wrong', self.files['other'], 'never')
        document = json.loads((self.scratch / self.files['other']).read_text(encoding='utf-8'))
        self.write('tampered.json', document)  # the same plan in other bytes is not what was voted on
        self.refuses('plan.not_chosen', 'wrong', 'tampered.json', 'which')
        self.assertEqual(self.put('chosen', self.files['other'], 'which').returncode, 0)
        self.assertEqual(self.check('chosen').returncode, 0)
        self.assertEqual(self.cordon_json('plan', 'answers', 'chosen', '--book', 'book', cwd=self.scratch)['chosen'], 'which')
        self.cordon_ok('verify', '--book', 'book', cwd=self.scratch)
        before = self.choice('which')
        self.cordon_ok('rebuild', '--book', 'book', cwd=self.scratch)
        self.assertEqual(self.choice('which'), before)

    def test_further_discussion_lets_no_plan_cite_it(self):
        self.vote('which', [['further'], ['further'], ['other']], options=self.options)
        for name, file in self.files.items():
            self.refuses('plan.not_chosen', name, file, 'which')

    def test_the_ballot_says_what_each_is_and_keeps_its_file(self):
        package = self.cordon_json('economy', 'check', 'snap', cwd=self.scratch)['hash']
        options = self.ballot(*self.files.values())
        self.assertEqual([option['id'] for option in options], ['plan', 'alternative-1'])
        for option, file in zip(options, self.files.values()):
            content = (self.scratch / file).read_bytes()
            self.assertEqual((option['package'], option['file']), (package, hashlib.sha256(content).hexdigest()))
            self.assertEqual((self.scratch / 'book' / 'plans' / (option['file'] + '.json')).read_bytes(), content)
        self.assertIn('changes most at panaderia/', options[1]['title'])  # the ovens are alike: nobody receives more or less

    def test_what_does_not_hold_comes_on_no_ballot(self):
        document = json.loads((self.scratch / self.files['other']).read_text(encoding='utf-8'))
        self.write('lower.json', {**document, 'fulfilment': [dict(one, fulfilment=0.5 * one['fulfilment']) for one in document['fulfilment']]})
        self.cordon_ok('plan', 'snap', '--capacity', 'panaderia/*=2', '-o', 'if.json', cwd=self.scratch)
        for code, file in (('cli.plan_unproven', 'lower.json'), ('cli.plan_what_if', 'if.json')):
            found = self.cordon_refuses('plan', 'ballot', 'snap', 'plan.json', file, '--book', 'book', cwd=self.scratch)
            self.assertIn(code, [finding['code'] for finding in found])


class Sentences(plan.Plans):
    def test_who_gains_and_who_loses(self):
        """12 hours for 10 of bread and 10 of wine, 60 % each; within 10 % one falls to 54 % and the other rises to 66 %."""
        package = self.package({'bake': {'work': -1, 'bread': 1}, 'press': {'work': -1, 'wine': 1}}, [('work', 12)],
                               [('a', 'bread', 10, 1), ('b', 'wine', 10, 1)], kinds={'work': 'labour'})
        self.cordon_ok('plan', package, '-o', 'plan.json', cwd=self.scratch)
        self.cordon_ok('plan', 'alternatives', package, 'plan.json', '-n', '2', '--within', '10%', '-o', 'others', cwd=self.scratch)
        (self.scratch / 'book').mkdir()
        files = ['others/alternative-%d.json' % (i + 1) for i in range(2)]
        options = self.cordon_json('plan', 'ballot', package, 'plan.json', *files, '-o', 'options.json', '--book', 'book', cwd=self.scratch)
        self.assertEqual(json.loads((self.scratch / 'options.json').read_text(encoding='utf-8')), options)
        self.assertEqual({option['title'] for option in options[1:]},
                         {'%s gains most: 66.0%% in place of 60.0%%. %s loses most: 54.0%% in place of 60.0%%.' % tuple(pair) for pair in ('ab', 'ba')})


del plan
