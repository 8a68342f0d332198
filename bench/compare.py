#!/usr/bin/env python3
"""Times `cordon lp solve` beside glpsol and clp on the same generated MPS files; see bench/README.md.

    python3 bench/compare.py [--build build] [--commodities 1000] [--gap 1e-6] [--seeds 5] [--first-seed 1] [--timeout 300]
                             [--peers glpsol,clp] [-- options of bench/generate]

The time is that of the whole process, reading the file included, by the wall and by the processor. What each program found
is written as a solution file and measured by `cordon lp verify`: the gap its own prices prove for its own point, and the
worst row. A peer that is not installed, does not end in time or leaves no solution is said to, and gives no ratio.

Exit status 1 when cordon's solver was GLPK or it proved less than the gap asked; 2 when something is missing.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def run(command, timeout):
    """(seconds, processor seconds, output); None when it did not end in time."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, text=True,
                              env=dict(os.environ, LC_ALL='C.UTF-8'))
    except subprocess.TimeoutExpired:
        return None
    seconds, after = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def write_solution(path, problem, x, y):
    """x and y: values by name; `problem` gives rows and columns."""
    lines = ['cordon-lp-solution 1', 'status optimal', 'rows %d' % problem['rows'], 'columns %d' % problem['columns']]
    lines += ['x %s %s' % (value, name) for name, value in x]
    lines += ['y %s %s' % (value, name) for name, value in y]
    path.write_text('\n'.join(lines + ['end', '']))


def names_of(mps):
    """The rows without the objective, then the columns, in the order of the file."""
    rows, columns, section = [], {}, ''
    for line in mps.read_text().splitlines():
        if line and line[0] not in ' *':
            section = line.split()[0]
            continue
        fields = line.split()
        if section == 'ROWS' and fields[0] != 'N':
            rows.append(fields[1])
        elif section == 'COLUMNS':
            columns.setdefault(fields[0])
    return rows, list(columns)


class Glpsol:
    name = 'glpsol'

    def command(self, mps, solution, timeout):
        return ['glpsol', '--freemps', mps, '--tmlim', str(int(timeout)), '-w', solution]

    def read(self, raw, mps):
        """Rows and columns are numbered from 1, without the objective."""
        (rows, columns), x, y = names_of(mps), [], []
        for line in raw.read_text().splitlines():
            fields = line.split()
            if fields[0] == 'i':
                y.append((rows[int(fields[1]) - 1], fields[4]))
            elif fields[0] == 'j':
                x.append((columns[int(fields[1]) - 1], fields[3]))
        return x, y


class Clp:
    name = 'clp'

    def command(self, mps, solution, timeout):
        return ['clp', mps, '-seconds', str(int(timeout)), '-dualsimplex', '-printingOptions', 'all', '-solution', solution]

    def read(self, raw, mps):
        """Rows, then columns: number, name, value, price; the value may be marked with ** before the number."""
        rows, columns = names_of(mps)
        lines = [line.replace('**', ' ').split() for line in raw.read_text().splitlines()[1:]]
        y = [(fields[1], fields[3]) for fields in lines[:len(rows)]]
        x = [(fields[1], fields[2]) for fields in lines[len(rows):len(rows) + len(columns)]]
        return x, y


def verify(cordon, mps, solution, gap):
    done = subprocess.run([cordon, 'lp', 'verify', mps, solution, '--gap', str(gap), '--json'], stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def solve_with_cordon(options, mps, folder):
    solution = folder / 'cordon.sol'
    done = run([options.cordon, 'lp', 'solve', mps, '--gap', str(options.gap), '--json', '-o', solution,
                '--time-limit', str(options.timeout)], options.timeout + 60)
    if done is None:
        sys.exit('cordon did not end %d s after its time limit' % 60)
    told = json.loads(done[2])
    if told['solver'] and 'glpk' in told['solver']:
        sys.exit('the solver was GLPK')
    return dict(seconds=done[0], processor=done[1], told=told, measured=verify(options.cordon, mps, solution, options.gap))


def solve_with_peer(options, peer, mps, folder, problem):
    raw, solution = folder / (peer.name + '.raw'), folder / (peer.name + '.sol')
    done = run(peer.command(mps, raw, options.timeout), options.timeout + 30)
    if done is None or done[0] >= options.timeout:
        return 'not in %g s' % options.timeout
    if not raw.exists():
        return 'no solution'
    try:
        write_solution(solution, problem, *peer.read(raw, mps))
        measured = verify(options.cordon, mps, solution, options.gap)
    except (ValueError, IndexError):
        return 'its solution cannot be read'
    return dict(seconds=done[0], processor=done[1], measured=measured)


def show(seed, name, result):
    if isinstance(result, str):
        print('%5d  %-8s %s' % (seed, name, result))
        return
    measured = result['measured']
    print('%5d  %-8s %9.3f s %9.3f s   gap %8.1e   worst row %8.1e   objective %.9g' %
          (seed, name, result['seconds'], result['processor'], measured['gap_relative'] or 0, measured['row_violation'],
           measured['objective']))


def summary(results, peers, gap):
    """Medians, and ratios over the seeds where the peer came to a solution whose own gap is no wider than the one asked."""
    own = [result['cordon'] for result in results]
    print('median cordon %.3f s by the wall, %.3f s of the processor' %
          (statistics.median(r['seconds'] for r in own), statistics.median(r['processor'] for r in own)))
    for peer in peers:
        both = [(r[peer.name]['processor'], r['cordon']['processor']) for r in results
                if isinstance(r[peer.name], dict) and abs(r[peer.name]['measured']['gap_relative']) <= gap]
        if not both:
            print('median %-6s came to that gap in none of %d' % (peer.name, len(results)))
            continue
        print('median %-6s %.3f s of the processor, %.1f times cordon (%d of %d seeds)' %
              (peer.name, statistics.median(p for p, c in both), statistics.median(p / c for p, c in both), len(both), len(results)))


def main():
    parser = argparse.ArgumentParser(description='Times cordon lp solve beside glpsol and clp.')
    parser.add_argument('--build', type=pathlib.Path, default=pathlib.Path('build'))
    parser.add_argument('--commodities', type=int, default=1000)
    parser.add_argument('--gap', type=float, default=1e-6)
    parser.add_argument('--seeds', type=int, default=5)
    parser.add_argument('--first-seed', type=int, default=1)
    parser.add_argument('--timeout', type=float, default=300)
    parser.add_argument('--peers', default='glpsol,clp', help='may be empty')
    parser.add_argument('generate', nargs='*', help='options of bench/generate, after --')
    options = parser.parse_args()
    options.cordon, generate = options.build / 'cordon', options.build / 'bench' / 'generate'
    for program in (options.cordon, generate):
        if not program.exists():
            print('%s is missing: ninja -C %s cordon bench/generate' % (program, options.build), file=sys.stderr)
            return 2
    peers = [peer for peer in (Glpsol(), Clp()) if peer.name in options.peers.split(',')]
    for peer in peers:
        if not shutil.which(peer.name):
            print('%s is not installed: not compared' % peer.name)
    peers = [peer for peer in peers if shutil.which(peer.name)]
    print('%d commodities, gap %g%s' % (options.commodities, options.gap, ''.join(' ' + word for word in options.generate)))
    print('%5s  %-8s %11s %11s' % ('seed', 'program', 'wall', 'processor'))
    results, unproved = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        for seed in range(options.first_seed, options.first_seed + options.seeds):
            mps = folder / 'plan.mps'
            subprocess.run([generate, '--commodities', str(options.commodities), '--seed', str(seed), *options.generate, '-o', mps],
                           check=True)
            result = {'cordon': solve_with_cordon(options, mps, folder)}
            show(seed, 'cordon', result['cordon'])
            unproved += not result['cordon']['measured']['proved']
            for peer in peers:
                result[peer.name] = solve_with_peer(options, peer, mps, folder, result['cordon']['measured'])
                show(seed, peer.name, result[peer.name])
            results.append(result)
    summary(results, peers, options.gap)
    if unproved:
        print('cordon proved less than the gap asked in %d of %d' % (unproved, options.seeds))
    return 1 if unproved else 0


if __name__ == '__main__':
    sys.exit(main())
