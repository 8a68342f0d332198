#!/usr/bin/env python3
"""Makes a ledger of outlets by a seed, with known diversions, thefts and withholdings in it, for `cordon supply watch`.

usage: ledgers.py SEED LEDGER.csv TRUTH.csv [--outlets N] [--weeks N]
       ledgers.py score PROGRAM FIRST LAST         (what `PROGRAM supply watch` finds in the ledgers of these seeds)

The world: demand with a level, noise and a mild season; deliveries ordered from the week before, some late by a week;
honest shrinkage that differs between outlets; counts every four weeks (some every two) with an error; a slip of the pen in
a figure of about one account in twelve. Planted, in one account in six: a part of every delivery that never
arrives (diversion), a part of the stock gone at once (theft), a part of demand turned away beside the stock (withholding).
A fifth of the outlets' last lorry comes after closing: they turn people away and have stock at the week's end.
"""
import csv
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

GOODS = {'harina': (300, 0.010, 0), 'fideos': (180, 0.006, 0), 'leche': (700, 0.008, 0.015), 'jabon': (60, 0.004, 0)}
HEADER = ['outlet', 'good', 'week', 'delivered', 'sold', 'spoiled_reported', 'turned_away', 'counted_stock']


def slip(rng, value):
    """The value with one digit wrong, missing or changed about with its neighbour."""
    text = str(value)
    at = rng.randrange(len(text))
    how = rng.random()
    if how < 0.7 or len(text) == 1:
        return int(text[:at] + rng.choice([d for d in '0123456789' if d != text[at]]) + text[at + 1:])
    if how < 0.85:
        return int(text[:at] + text[at + 1:])
    at = min(at, len(text) - 2)
    return int(text[:at] + text[at + 1] + text[at] + text[at + 2:])


def plant(rng, weeks):
    """What is planted in an account: (kind, first week, how much)."""
    if rng.random() > 1 / 6:
        return None
    kind = rng.choice(['diversion', 'diversion', 'theft', 'withholding'])
    start = rng.randrange(6, weeks - 12)
    size = {'diversion': rng.choice([0.015, 0.03, 0.06, 0.12]), 'theft': rng.uniform(0.25, 0.6),
            'withholding': rng.choice([0.2, 0.35, 0.5])}[kind]
    return kind, start, size


def account(rng, level, shrink, spoil, weeks, planted, late_lorry):
    """The rows of one account: delivered, sold, spoiled, turned away, counted or ''."""
    kind, start, size = planted or (None, weeks, 0)
    stock, rows, order, owed = level * rng.uniform(0.2, 0.8), [], level, 0
    every = rng.choice([4, 4, 4, 2])
    first, season = rng.randrange(every), rng.uniform(-0.1, 0.1)
    for week in range(weeks):
        demand = max(0, round(level * (1 + season * abs(week / weeks - 0.5)) * rng.gauss(1, 0.07)))
        due = owed + max(0, round(order * rng.gauss(1, 0.05)))
        delivered, owed = (0, due) if rng.random() < 0.04 else (due, 0)
        real = delivered * (1 - size) if kind == 'diversion' and week >= start else delivered
        if not late_lorry:
            stock += real
        if kind == 'theft' and week == start:
            stock *= 1 - size
        wanted = round(demand * (1 - size)) if kind == 'withholding' and week >= start else demand
        sold = max(0, min(wanted, int(stock)))
        stock -= sold
        if late_lorry:
            stock += real
        lost = sold * shrink * rng.gammavariate(4, 0.25)
        spoiled = round(sold * spoil * rng.uniform(0.6, 1.4))
        stock = max(0, stock - lost - spoiled)
        order = level + 0.6 * (demand - level) + 0.3 * (level * 0.3 - stock)
        if kind == 'withholding' and week >= start and stock > 2.5 * level:
            stock = 2.2 * level  # what is kept back leaves by the other door
        counted = max(0, round(stock * rng.gauss(1, 0.01))) if week % every == first else ''
        rows.append([delivered, sold, spoiled, demand - sold, counted])
    return rows


def ledger(seed, outlets=60, weeks=52):
    """(rows, truth) of a seed."""
    rng = random.Random(seed)
    rows, truth = [], []
    for number in range(outlets):
        outlet, size = 'J%03d' % number, rng.lognormvariate(0, 0.3)
        late_lorry = rng.random() < 0.2
        for good, (level, shrink, spoil) in GOODS.items():
            planted = plant(rng, weeks)
            own = account(rng, level * size * rng.lognormvariate(0, 0.1), shrink * rng.lognormvariate(0, 0.5), spoil, weeks,
                          planted, late_lorry)
            if rng.random() < 1 / 12:
                wrong = rng.choice(own[1:])
                column = rng.choice([0, 1])
                wrong[column] = slip(rng, wrong[column])
            if planted:
                truth.append([outlet, good, *planted])
            rows += [[outlet, good, week, *row] for week, row in enumerate(own)]
    return rows, truth


def write(path, header, rows):
    with open(path, 'w', newline='', encoding='utf-8') as file:
        out = csv.writer(file, lineterminator='\n')
        out.writerow(header)
        out.writerows(rows)


def score(accounts, truth, alerts):
    """What was found: an alert counts for what was planted from the week it began, by its kind; a clean account with an alert
    of any kind is a false alarm. The delay is to the first alert of any kind since."""
    by_account = {}
    for alert in alerts:
        by_account.setdefault((alert['outlet'], alert['good']), []).append(alert)
    found = {'planted': {}, 'hits': {}, 'delays': [], 'early': 0}
    planted = {(row[0], row[1]) for row in truth}
    for outlet, good, kind, start, _ in truth:
        own = by_account.get((outlet, good), [])
        after = [alert for alert in own if alert['seen_week'] >= start]
        found['planted'][kind] = found['planted'].get(kind, 0) + 1
        found['hits'][kind] = found['hits'].get(kind, 0) + any(alert['kind'] == kind for alert in after)
        found['early'] += len(after) < len(own)
        if after:
            found['delays'].append(min(alert['seen_week'] for alert in after) - start)
    clean = set(accounts) - planted
    return dict(found, clean=len(clean), false=len(clean & set(by_account)))


def score_seeds(program, first, last):
    """Prints a line for each seed and the sums."""
    total, delays = {}, []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'ledger.csv'
        for seed in range(first, last + 1):
            rows, truth = ledger(seed)
            write(path, HEADER, rows)
            done = subprocess.run([program, 'supply', 'watch', path, '--json'], stdout=subprocess.PIPE, check=True)
            s = score([(row[0], row[1]) for row in rows], truth, json.loads(done.stdout)['alerts'])
            line = {kind: '%d/%d' % (s['hits'][kind], s['planted'][kind]) for kind in sorted(s['planted'])}
            print(seed, line, 'false %d of %d, early %d, median delay %g' % (s['false'], s['clean'], s['early'],
                                                                            statistics.median(s['delays'])))
            for kind in s['planted']:
                total[kind] = [total.get(kind, [0, 0])[0] + s['hits'][kind], total.get(kind, [0, 0])[1] + s['planted'][kind]]
            total['false of clean'] = [total.get('false of clean', [0, 0])[0] + s['false'],
                                       total.get('false of clean', [0, 0])[1] + s['clean']]
            total['early'] = total.get('early', 0) + s['early']
            delays += s['delays']
    print('all', total, 'median delay %g' % statistics.median(delays))


def main(argv):
    if argv[1] == 'score':
        return score_seeds(argv[2], int(argv[3]), int(argv[4]))
    seed, ledger_path, truth_path = argv[1:4]
    options = dict(zip(argv[4::2], map(int, argv[5::2])))
    rows, truth = ledger(int(seed), options.get('--outlets', 60), options.get('--weeks', 52))
    write(ledger_path, HEADER, rows)
    write(truth_path, ['outlet', 'good', 'kind', 'start_week', 'magnitude'], truth)


if __name__ == '__main__':
    main(sys.argv)
