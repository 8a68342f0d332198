#!/usr/bin/env python3
"""Runs the unittest cases of one Python file and prints TAP.

usage: tap.py FILE.py [TestClass[.method]...]

The file's own folder is importable. A skipped test says why; a file without tests is a failure.
"""
import importlib.util
import os
import sys
import unittest


def comment(text):
    return ''.join('# %s\n' % line for line in text.rstrip().splitlines())


class TapResult(unittest.TestResult):
    """Prints each test's line as it ends; a test with failing subtests is one failure."""

    def __init__(self):
        super().__init__()
        self.number = 0
        self.broken = self.said = False
        self.passed_subtests, self.skip_reasons = 0, []

    def say(self, word, test, rest=''):
        self.number += 1
        self.said = True
        print('%s %d - %s%s' % (word, self.number, test.id(), rest), flush=True)

    def startTest(self, test):
        super().startTest(test)
        self.broken = self.said = False
        self.passed_subtests, self.skip_reasons = 0, []

    def stopTest(self, test):
        """unittest says nothing more of a test whose subtests were skipped: it passed if one of them did."""
        super().stopTest(test)
        if not self.said:
            reasons = ' # SKIP ' + '; '.join(dict.fromkeys(self.skip_reasons)) if not self.passed_subtests else ''
            self.say('ok', test, reasons)

    def addSuccess(self, test):
        if not self.broken:
            self.say('ok', test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        if self._is_subtest(test):
            print(comment('skipped: %s: %s' % (test.id(), reason)), end='', flush=True)
            self.skip_reasons.append(reason.replace('\n', ' '))
        else:
            self.say('ok', test, ' # SKIP ' + reason.replace('\n', ' '))

    @staticmethod
    def _is_subtest(test):
        return hasattr(test, 'test_case')

    def fail(self, test, text):
        print(comment(text), end='')
        if not self.broken:
            self.say('not ok', test)
        self.broken = True

    def addError(self, test, err):
        super().addError(test, err)
        self.fail(test, self.errors[-1][1])

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.fail(test, self.failures[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is None:
            self.passed_subtests += 1
        else:
            print(comment('in ' + subtest.id()), end='')
            self.fail(test, (self.failures + self.errors)[-1][1])

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.fail(test, 'unexpected success')

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.say('ok', test, ' # an expected failure')


def main(path, *names):
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    loader = unittest.defaultTestLoader
    suite = loader.loadTestsFromNames(names, module) if names else loader.loadTestsFromModule(module)
    print('1..%d' % suite.countTestCases(), flush=True)
    result = TapResult()
    suite.run(result)
    return 0 if result.wasSuccessful() and result.number > 0 else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
