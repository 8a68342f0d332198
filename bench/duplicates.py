#!/usr/bin/env python3
"""Times `cordon supply duplicates` on a made-up registry (tests/cases/registries.py) and says what it found of the planted.

usage: bench/duplicates.py [REGISTRATIONS [SEED]]          (default: 1000000 77)
"""
import csv
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCE / 'tests' / 'cases'))
import registries  # noqa: E402


def main(count=1000000, seed=77):
    rows, truth = registries.registry(seed, count, doors=max(1000, count // 50))
    with tempfile.TemporaryDirectory() as scratch:
        path, found = pathlib.Path(scratch) / 'registry.csv', pathlib.Path(scratch) / 'pairs.csv'
        registries.write(path, rows)
        begun = time.monotonic()
        with open(found, 'w', encoding='utf-8') as out:
            subprocess.run([os.environ.get('CORDON', str(SOURCE / 'build' / 'cordon')), 'supply', 'duplicates', str(path), '--csv'],
                           stdout=out, check=True)
        wall = time.monotonic() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open(found, encoding='utf-8') as stream:
            recall, precision = registries.scores(truth, [(row['a'], row['b']) for row in csv.DictReader(stream)])
    print('%d registrations: %.1f s of processor, %.1f s on the clock, %d MB; recall %.4f, precision %.4f' %
          (len(rows), used.ru_utime + used.ru_stime, wall, used.ru_maxrss // 1024, recall, precision))


if __name__ == '__main__':
    main(*map(int, sys.argv[1:3]))
