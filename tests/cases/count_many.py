"""Many small elections counted in one process (tests/oracle/count_many.c), and the elections that oracles are tried on.

    for text, found in zip(texts, count_many('schulze', 'blt', texts)): ...

Each answer is (status, whether all outcomes were found, the outcomes); an outcome is a tuple of the winners' numbers from 1, in the
order elected, or (winners, seats of the lists). A refused election's only outcome is the code of its first finding.
"""
import itertools
import json
import os
import pathlib
import random
import subprocess

from program import SOURCE

BUILD = pathlib.Path(os.environ.get('CORDON_BUILD') or SOURCE / 'build')


def numbers(text):
    return tuple(int(one) for one in text.split(',') if one)


def outcome(text):
    if text[:1].isalpha():
        return text
    winners, lists, seats = text.partition('/')
    return (numbers(winners), numbers(seats)) if lists else numbers(winners)


def count_many(rule, form, texts, **settings):
    """Counts each text; settings as in a settings file."""
    def part(head, text):
        body = text.encode()
        return b'%s %d\n%s\n' % (head.encode(), len(body), body)
    asked = b'rule %s\n' % rule.encode() + part('settings', json.dumps(settings)) + b''.join(part(form, text) for text in texts)
    done = subprocess.run([str(BUILD / 'tests' / 'count_many')], input=asked, stdout=subprocess.PIPE, timeout=600, check=True)
    answers = done.stdout.decode().split('\n')[:-1]
    assert len(answers) == len(texts)
    for line in answers:
        status, complete, *outcomes = line.split(' ')
        yield int(status), complete == '1', [outcome(one) for one in outcomes]


def strict_elections(candidates, ballots):
    """All elections of up to so many ballots, each a strict order of all candidates (numbers from 0), up to the names of the
    candidates: one ballot can always be renamed to be the first order. Some elections come in several guises."""
    orders = list(itertools.permutations(range(candidates)))
    for count in range(ballots):
        for others in itertools.combinations_with_replacement(orders, count):
            yield (orders[0],) + others


def weak_order(draw, candidates, truncated=True):
    """A random ballot: a tuple of tuples of candidates ranked equal, perhaps not all of them."""
    order = draw.sample(range(candidates), draw.randint(1, candidates) if truncated else candidates)
    ranks = [[order[0]]]
    for one in order[1:]:
        if draw.random() < 0.3:
            ranks[-1].append(one)
        else:
            ranks.append([one])
    return tuple(tuple(sorted(rank)) for rank in ranks)


def weak_elections(seed, elections, candidates, ballots):
    draw = random.Random(seed)
    for _ in range(elections):
        few = draw.randint(2, candidates)
        yield few, [weak_order(draw, few) for _ in range(draw.randint(1, ballots))]


def blt_text(candidates, ballots, seats=1):
    """Ballots of candidates or of tuples of equal ones, numbered from 0."""
    lines = ['%d %d' % (candidates, seats)]
    for ballot in ballots:
        ranks = ['='.join(str(one + 1) for one in (rank if isinstance(rank, tuple) else (rank,))) for rank in ballot]
        lines.append('1 %s 0' % ' '.join(ranks))
    return '\n'.join(lines + ['0'] + ['"%s"' % chr(97 + c) for c in range(candidates)] + ['"x"']) + '\n'
