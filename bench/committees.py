"""Times committees and budgets on made-up ballots: bench/committees.py [BUILD [SEED]] (see README.md).

PAV on 1,000 profiles of up to 100 voters and 100 candidates, each by a process of its own; equal shares with 1,000,000 voters and 200
projects. Prints processor seconds of the program, reading included.
"""
import json
import pathlib
import resource
import subprocess
import sys
import tempfile


def seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def count(build, rule, path):
    """(seconds, report)"""
    before = seconds()
    done = subprocess.run([str(build / 'cordon'), 'count', '--rule', rule, str(path), '--json'], stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        sys.exit('%s: exit status %d' % (path, done.returncode))
    return seconds() - before, json.loads(done.stdout)


def write(build, path, *arguments):
    with open(path, 'wb') as out:
        subprocess.run([str(build / 'bench' / 'approvals'), *map(str, arguments)], stdout=out, check=True)


def main(build, seed):
    with tempfile.TemporaryDirectory() as folder:
        took, tied, partly = [], 0, 0
        for number in range(1000):
            path = pathlib.Path(folder) / 'some.abc.yaml'
            write(build, path, 'profile', seed, number)
            one, report = count(build, 'pav', path)
            took.append((one, number))
            tied += len(report['outcomes']) > 1
            partly += not report['outcomes_complete']
        took.sort()
        print('pav: 1000 profiles proved in %.1f s; the slowest %.2f s (number %d), the median %.3f s' %
              (sum(one for one, _ in took), *took[-1], took[500][0]))
        print('     %d with several best committees, %d of these with more than 1000' % (tied, partly))
        path = pathlib.Path(folder) / 'some.pb'
        write(build, path, 'budget', seed, 1000000, 200)
        one, report = count(build, 'equal-shares', path)
        print('equal-shares: 1000000 voters, 200 projects in %.1f s; %d elected; %s' %
              (one, len(report['winners']), report['stages'][0]['said'][0]['message']))


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else 'build'), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
