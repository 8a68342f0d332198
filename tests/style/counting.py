"""The test runner itself: that tap.py says what unittest found, and that run.py counts what was said."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

from tree import SOURCE

sys.path.insert(0, str(SOURCE / 'tests'))
import run  # noqa: E402

CASES = '''
import unittest
class A(unittest.TestCase):
    def test_a_passes(self): pass
    def test_b_fails(self): self.fail('x')
    def test_c_breaks(self): raise RuntimeError('x')
    def test_d_is_skipped(self): self.skipTest('no data')
    def test_e_skips_every_part(self):
        for i in range(2):
            with self.subTest(i=i): self.skipTest('no data')
    def test_f_skips_a_part(self):
        for i in range(2):
            with self.subTest(i=i):
                if i: self.skipTest('no data')
    def test_g_fails_twice(self):
        for i in range(2):
            with self.subTest(i=i): self.fail('x')
    def test_h_fails_and_skips(self):
        for i in range(2):
            with self.subTest(i=i):
                if i: self.skipTest('no data')
                self.fail('x')
'''


def run_tap(text):
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / 'some.py'
        path.write_text(text, encoding='utf-8')
        return subprocess.run([sys.executable, str(SOURCE / 'tests' / 'tap.py'), str(path)], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding='utf-8', check=False)


def counted(output, result='OK', errors=''):
    """(passed, failed, skipped) of a program that said that."""
    record = {'name': 'cordon:unit / some', 'stdout': output, 'stderr': errors, 'result': result, 'returncode': 0}
    shown, sys.stdout = sys.stdout, open('/dev/null', 'w', encoding='utf-8')
    try:
        count = run.count_program(record)
    finally:
        sys.stdout.close()
        sys.stdout = shown
    return count.passed, len(count.failed), len(count.skipped)


class Tap(unittest.TestCase):
    def test_each_case_is_said_once(self):
        done = run_tap(CASES)
        said = [line.split(' - ')[0] + (' SKIP' if '# SKIP' in line else '') for line in done.stdout.splitlines() if 'ok ' in line[:7]]
        self.assertEqual(said, ['ok 1', 'not ok 2', 'not ok 3', 'ok 4 SKIP', 'ok 5 SKIP', 'ok 6', 'not ok 7', 'not ok 8'])
        self.assertEqual(done.returncode, 1)
        self.assertEqual(counted(done.stdout, 'ERROR'), (2, 4, 2))

    def test_a_file_without_tests_fails(self):
        self.assertNotEqual(run_tap('').returncode, 0)

    def test_a_file_that_does_not_load_fails(self):
        self.assertNotEqual(run_tap('import nothing_of_that_name\n').returncode, 0)


class Counting(unittest.TestCase):
    def test_tap(self):
        self.assertEqual(counted('1..3\nok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP no data\n', 'FAIL'), (1, 1, 1))
        self.assertEqual(counted('    ok 1 - nested\nok 1 - a\n1..1\n'), (1, 0, 0))

    def test_a_program_that_stops_early_has_failed(self):
        self.assertEqual(counted('1..3\nok 1 - a\n'), (1, 1, 0))
        self.assertEqual(counted('1..0\n'), (0, 1, 0))
        self.assertEqual(counted('1..1\nok 1 - a\n', 'ERROR'), (1, 1, 0))
        self.assertEqual(counted('', 'TIMEOUT'), (0, 1, 0))

    def test_unittest(self):
        self.assertEqual(counted('', 'OK', '..\nRan 4 tests in 0.1s\n\nOK (skipped=1)\n'), (3, 0, 1))
        self.assertEqual(counted('', 'FAIL', '..\nRan 4 tests in 0.1s\n\nFAILED (failures=1, errors=1)\n'), (2, 2, 0))

    def test_a_suite_that_is_not_there_fails(self):
        self.assertEqual(run.main(['nothing']), 2)
