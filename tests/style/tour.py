"""The tours of README.md and LEEME.md are what the program prints.

Each ```console block is run in a scratch copy of the tree: a line "$ COMMAND" (continued by a \\ at its end) and below it what it
prints on both streams. "…" stands for any text within a line, a line "…" for any lines. A block of one file sees the files that
earlier blocks of it wrote. Commands run in the file's language.

By hand, `tests/style/tour.py --write [FILE...]` replaces what no longer matches by what is printed now.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from tree import SOURCE

sys.path.insert(0, str(SOURCE / 'tests' / 'cases'))
from program import PROGRAM, environment  # noqa: E402

TOURS = {'README.md': 'en', 'LEEME.md': 'es'}
BLOCK = re.compile(r'^```console\n(.*?)^```$', re.M | re.S)
MASKED = re.compile(r'\b\d+(?:[.,]\d+)?(?= (?:s|iterations|iteraciones)\b)|\b\d\.\de-\d\d\b')  # not the same twice, or not on every machine
NOT_RUN = re.compile(r'\./setup\.sh|xdg-open|git ')  # what a reader does around the tour


def steps_of(block):
    """The (command, expected output) pairs of a block."""
    steps, lines = [], block.split('\n')[:-1]
    while lines:
        line = lines.pop(0)
        if not line.startswith('$ '):
            raise ValueError('a block begins with "$ COMMAND", not with %r' % line)
        command = line[2:]
        while command.endswith('\\'):
            command = command[:-1] + lines.pop(0).strip()
        expected = []
        while lines and not lines[0].startswith('$ '):
            expected.append(lines.pop(0))
        steps.append((command, expected))
    return steps


def matches(expected, printed):
    """Whether lines match, "…" standing for anything."""
    pattern = ''.join('(?:.*\n)*?' if line == '…' else '.*'.join(map(re.escape, line.split('…'))) + '\n' for line in expected)
    return re.fullmatch(pattern, ''.join(line + '\n' for line in printed)) is not None


class Reader:
    """Someone who types the tour into a copy of the tree."""

    def __init__(self, language):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix='cordon-tour-'))
        for name in ('examples', 'docs'):
            if (SOURCE / name).is_dir():
                shutil.copytree(SOURCE / name, self.scratch / name)
        (self.scratch / 'build').mkdir()
        (self.scratch / 'build' / 'cordon').symlink_to(PROGRAM)
        self.env = environment(language)
        self.env['PATH'] = str(self.scratch / 'build') + os.pathsep + self.env['PATH']

    def type(self, command):
        done = subprocess.run(['sh', '-c', command], cwd=self.scratch, env=self.env, stdin=subprocess.DEVNULL, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8', timeout=300)
        return done.stdout.split('\n')[:-1] if done.stdout else []

    def leave(self):
        shutil.rmtree(self.scratch, ignore_errors=True)


class Tour(unittest.TestCase):
    maxDiff = None

    def walk(self, name):
        reader = Reader(TOURS[name])
        self.addCleanup(reader.leave)
        count = 0
        for block in BLOCK.findall((SOURCE / name).read_text(encoding='utf-8')):
            for command, expected in steps_of(block):
                if NOT_RUN.match(command):
                    continue
                count += 1
                printed = reader.type(command)
                if not matches(expected, printed):
                    self.assertEqual(expected, printed, command)
        self.assertGreater(count, 0, 'the tour has no commands')
        return count

    def test_readme(self):
        self.walk('README.md')

    def test_leeme(self):
        self.walk('LEEME.md')

    def test_both_tours_run_the_same_commands(self):
        commands = [[command for block in BLOCK.findall((SOURCE / name).read_text(encoding='utf-8'))
                     for command, _ in steps_of(block)] for name in TOURS]
        self.assertEqual(*commands)


class TheTestItself(unittest.TestCase):
    def test_matching(self):
        self.assertTrue(matches(['a', '…', 'd'], ['a', 'b', 'c', 'd']))
        self.assertTrue(matches(['in … s'], ['in 0.3 s']))
        self.assertTrue(matches(['…'], []))
        self.assertFalse(matches(['a'], ['a', 'b']))
        self.assertFalse(matches(['in … s'], ['in 0.3 ms!']))
        self.assertFalse(matches(['1.5'], ['175']))

    def test_steps(self):
        self.assertEqual(steps_of('$ a \\\n    b\nx\ny\n$ c\n'), [('a b', ['x', 'y']), ('c', [])])


def write(name):
    reader = Reader(TOURS[name])

    def renewed(match):
        out = []
        for command, expected in steps_of(match.group(1)):
            if not NOT_RUN.match(command):
                printed = reader.type(command)
                expected = [MASKED.sub('…', line) for line in (expected if matches(expected, printed) else printed)]
            out += ['$ ' + command] + expected
        return '```console\n' + ''.join(line + '\n' for line in out) + '```'

    path = SOURCE / name
    text = path.read_text(encoding='utf-8')
    path.write_text(BLOCK.sub(renewed, text), encoding='utf-8')
    reader.leave()


if __name__ == '__main__':
    if sys.argv[1:2] != ['--write']:
        sys.exit(__doc__)
    for tour in sys.argv[2:] or TOURS:
        write(tour)
