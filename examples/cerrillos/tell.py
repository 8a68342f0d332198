#!/usr/bin/env python3
"""Tells what the program said (its --json) as lines that can be read aloud: the story of plan.sh.

usage: tell.py WHAT [NAME], in FOLDER: plan, answers, asked, changes, done, stocks, choice of that name in FOLDER/planning;
       decisions, alternatives

Nothing is computed here but counts; every other figure is one that the program printed.
"""
import collections
import csv
import json
import sys

SHOWN = ('harina', 'pan', 'leche', 'penicilina', 'repuestos')


def read(name):
    with open('planning/%s.json' % name, encoding='utf-8') as file:
        return json.load(file)


def part(number):
    return '%.2f %%' % (100 * number)


def decisions(_):
    carried = collections.Counter(one['option'] for one in read('decisions')['decisions'])
    print('decisions of the assembly: ' + ', '.join('%d %s' % (count, outcome) for outcome, count in sorted(carried.items())))


def plan(name):
    said, proved = read(name + '.said'), read(name + '.verify')
    print('plan %s: %d needs, %d of them short; %.1f hours of work%s; gap at most %.1e, last %.1e' % (
        name, len(said['needs']), sum(need['fulfilment'] < 0.9999 for need in said['needs']), proved['objective'],
        ', counting %g of each of the %.1f that move' % (proved['near']['price'], proved['near']['moved']) if 'near' in proved else '',
        proved['level_gap'], proved['last_gap']))
    tasks = read(name + '.tasks')['tasks']
    print('tasks: %d in %d workplaces' % (len(tasks), len({task['body'] for task in tasks})))
    short = collections.defaultdict(set)
    for need in said['needs']:
        if need['fulfilment'] < 0.9999:
            short[need['tier'], part(need['fulfilment'])].add(need['commodity'])
    for (tier, share), names in sorted(short.items()):
        print('  tier %d: %s of %s' % (tier, share, ', '.join(sorted(names))))
    for tier in sorted({one['tier'] for one in said['bottlenecks']}):
        level = min(one['level'] for one in said['bottlenecks'] if one['tier'] == tier)
        print('  tier %d is held at %s by %s' % (tier, part(level), '; '.join(sorted(
            {one['bottleneck'] for one in said['bottlenecks'] if one['tier'] == tier and one['level'] == level}))))


def asked(name):
    print('%s is put to %d workplaces' % (name, len(read(name + '.asked')['silent'])))


def done(name):
    said = read(name + '.done')
    for what, of in (('work', 'tasks'), ('needs', 'needs')):
        shares = [one['share'] for one in said[what] if one['planned'] > 0]
        print('done of %s: %d %s, from %s to %s of what it asks' % (name, len(shares), of, part(min(shares)), part(max(shares))))


def answers(name):
    said = read(name + '.answers')
    kinds, bodies = collections.Counter(), {}
    for one in said['answers']:
        if bodies.get(one['body'], 'accept') == 'accept':
            bodies[one['body']] = one['answer']
        if one['answer'] != 'accept':
            print('  %s %s %s%s: %s' % (one['body'], {'refuse': 'refuses', 'counter': 'counters'}[one['answer']], one['process'],
                                        ', at most %s' % one['most'] if 'most' in one else '', one['reason']))
    kinds.update(bodies.values())
    print('answers to %s: %s, %d silent: %s' % (name, ', '.join('%d %s' % (kinds[kind], kind) for kind in ('accept', 'refuse', 'counter')),
                                               len(said['silent']), said['outcome']))


def alternatives(_):
    said = read('others')
    for one in said['alternatives']:
        print('alternative %d: %.1f hours of work, %d needs with more, %d with less' % (
            one['alternative'], one['objective'], one['more_needs'], one['fewer_needs']))
        lost = [group for group in said['groups'] if group['alternative'] == one['alternative'] and group['points'] < 0]
        for group in sorted(lost, key=lambda group: group['points'])[:3]:
            print('  loses: tier %d of %s, %s instead of %s' % (group['tier'], group['group'], part(group['fulfilment']), part(group['plan'])))


def choice(name):
    said = read(name)
    print('choice %s: %s by %s, %d votes of %d' % (name, said['winner'], said['rule'], said['votes'], said['entitled']))
    counts = next(matrix for matrix in said['count']['matrices'] if matrix['key'] == 'pairwise')
    won = counts['rows'].index(said['winner'])
    for row, name in enumerate(counts['rows']):
        if row != won:
            print('  before %s on %s ballots, after it on %s' % (name, counts['cells'][won][row], counts['cells'][row][won]))


def changes(name):
    """What differs from the plan before: for how many, and the needs that lose and gain most."""
    said = read(name + '.changes')
    print('changes to %s: %d rows of what is said, %d tasks, %d needs; %d workplaces concerned' % (
        name, len(said['causes']), len(said['tasks']), len(said['needs']), len(said['concerned'])))
    moved = sorted(said['needs'], key=lambda need: (need['fulfilment_after'] - need['fulfilment_before'], need['group'], need['commodity']))
    for need in moved[:3] + moved[-2:]:
        print('  %s of %s: from %s to %s' % (need['commodity'], need['group'], part(need['fulfilment_before']), part(need['fulfilment_after'])))


def stocks(name):
    """What is there for the next period of some goods."""
    with open('planning/%s/stocks.csv' % name, encoding='utf-8') as file:
        there = {row['commodity']: row['amount'] for row in csv.DictReader(file)}
    print('stocks in %s: %d, among them %s' % (name, len(there), ', '.join('%s %s' % (good, there.get(good, '0')) for good in SHOWN)))


def main():
    told = {'plan': plan, 'answers': answers, 'alternatives': alternatives, 'decisions': decisions, 'changes': changes,
            'stocks': stocks, 'choice': choice, 'asked': asked, 'done': done}
    told[sys.argv[1]]((sys.argv[2:] or [''])[0])


if __name__ == '__main__':
    main()
