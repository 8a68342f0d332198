#!/usr/bin/env python3
"""Runs the test suites of both builds and adds up their test cases.

usage: tests/run.py [SUITE...]          (default: all)

A suite is a meson suite, NAME in build/ and NAME-asan in build-asan/ (address and undefined behaviour sanitizers). The test
programs speak TAP; a single case is what is counted, not a program. The last line is "N passed, N failed" (", N skipped").
Exit status 1 if a case failed, if a program ended badly or early, or if a suite ran nothing at all.
"""
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SUITES = ['unit', 'fuzz', 'cases', 'style', 'unit-asan', 'fuzz-asan', 'cases-asan']
if os.path.exists(os.path.join(ROOT, 'tests', 'ui', 'package.json')):
    SUITES.insert(4, 'ui')
SHOWN_LINES = 60  # of what a failing program said

TAP_LINE = re.compile(r'(not )?ok\b\s*(\d+)?\s*-?\s*([^#]*)(?:#\s*(.*))?')
TAP_PLAN = re.compile(r'1\.\.(\d+)\s*(?:#.*)?$')


class Count:
    def __init__(self):
        self.passed, self.failed, self.skipped = 0, [], []

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


def count_tap(program, output):
    """The cases of one program's TAP; only lines at the left edge count, so nested subtests are their parent's."""
    count, plan, seen = Count(), None, 0
    for line in output.splitlines():
        planned = TAP_PLAN.match(line)
        if planned:
            plan = int(planned.group(1))
        point = TAP_LINE.match(line)
        if not point:
            continue
        seen += 1
        broken, _, name, directive = point.groups()
        name = '%s: %s' % (program, name.strip())
        if (directive or '').upper().startswith('SKIP'):
            count.skipped.append('%s (%s)' % (name, directive[4:].strip() or 'no reason given'))
        elif broken:
            count.failed.append(name)
        else:
            count.passed += 1
    if plan is None and seen:
        plan = seen
    if plan != seen or not seen:
        count.failed.append('%s: said %d of %s results' % (program, seen, 'no' if plan is None else plan))
    return count


def count_unittest(program, errors):
    """The cases of a program that ran unittest.main(), or the program itself as one case."""
    count = Count()
    ran = re.search(r'^Ran (\d+) tests? in', errors, re.M)
    if not ran:
        count.passed = 1
        return count
    numbers = {key: int(value) for key, value in re.findall(r'(failures|errors|skipped)=(\d+)', errors.splitlines()[-1])}
    broken = numbers.get('failures', 0) + numbers.get('errors', 0)
    count.failed = ['%s: case %d' % (program, i + 1) for i in range(broken)]
    count.skipped = ['%s: a case' % program] * numbers.get('skipped', 0)
    count.passed = max(0, int(ran.group(1)) - broken - numbers.get('skipped', 0))
    return count


def count_program(record):
    program = record['name'].split(' / ')[-1]
    output, errors = record.get('stdout') or '', record.get('stderr') or ''
    is_tap = any(TAP_PLAN.match(line) for line in output.splitlines())
    count = count_tap(program, output) if is_tap else count_unittest(program, errors)
    if record['result'] not in ('OK', 'SKIP') and not count.failed:
        if not is_tap and count.passed:
            count.passed -= 1
        count.failed.append('%s: %s, exit status %s' % (program, record['result'], record.get('returncode')))
    if count.failed:
        print('\n--- %s failed; the end of what it said:' % program)
        print('\n'.join((output + '\n' + errors).rstrip().splitlines()[-SHOWN_LINES:]))
    return count


def run_build(folder, suites):
    """Runs the suites of one build folder; {suite: Count} of those of which anything ran."""
    log = os.path.join(ROOT, folder, 'meson-logs', 'testlog.json')
    if os.path.exists(log):
        os.remove(log)
    command = ['meson', 'test', '-C', folder]
    for suite in suites:
        command += ['--suite', suite]
    print('+ ' + ' '.join(command), flush=True)
    subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    counts = {}
    if not os.path.exists(log):
        return counts
    with open(log, encoding='utf-8') as lines:
        for line in lines:
            record = json.loads(line)
            names = record['name'].split(' / ')[0].split(':')[-1].split('+')  # "cordon:unit / base_text"
            for suite in set(names) & set(suites):
                counts.setdefault(suite, Count()).add(count_program(record))
    return counts


def main(asked):
    unknown = [suite for suite in asked if suite not in SUITES]
    if unknown:
        print('tests/run.py: no such suite: %s (there are %s)' % (', '.join(unknown), ', '.join(SUITES)), file=sys.stderr)
        return 2
    asked = asked or SUITES
    total = Count()
    table = []
    for folder, end in (('build', ''), ('build-asan', '-asan')):
        here = [suite for suite in asked if suite.endswith('-asan') == bool(end)]
        if not here:
            continue
        counts = run_build(folder, [suite[:len(suite) - len(end)] for suite in here])
        for suite in here:
            count = counts.get(suite[:len(suite) - len(end)], Count())
            if not count.passed and not count.failed:
                count.failed.append('suite %s: nothing ran' % suite)
            table.append((suite, count))
            total.add(count)
    print()
    for case in sorted(set(total.skipped)):
        print('skipped: ' + case)
    for case in total.failed:
        print('FAILED: ' + case)
    for suite, count in table:
        print('suite %-12s %5d passed %4d failed %4d skipped' % (suite, count.passed, len(count.failed), len(count.skipped)))
    skipped = ', %d skipped' % len(total.skipped) if total.skipped else ''
    print('%d passed, %d failed%s' % (total.passed, len(total.failed), skipped))
    return 1 if total.failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
