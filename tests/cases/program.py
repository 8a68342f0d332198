"""What the program-level cases share: running `cordon`, scratch folders, the shared data.

    from program import Case

    class Plans(Case):
        def test_something(self):
            done = self.cordon('plan', self.example('valle'), '-o', self.scratch / 'plan.json')
            self.assertEqual(done.returncode, 0, done.stderr)

Under sanitizers a run of the program takes about ten times as long. A test of very many runs takes them all in the plain build and a
sample there (sampled, share), which is the same each time and is said in the output.

Environment (set by meson): CORDON the program, CORDON_SOURCE the source tree, CORDON_SANITIZED meson's b_sanitize. CORDON_SHARED is the folder of data with known
answers, else ../shared beside the source tree; where it is absent, a test that asks for it is skipped.
"""
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get('CORDON_SOURCE') or pathlib.Path(__file__).resolve().parents[2])
PROGRAM = pathlib.Path(os.environ.get('CORDON') or SOURCE / 'build' / 'cordon')
SHARED = pathlib.Path(os.environ.get('CORDON_SHARED') or SOURCE.parent / 'shared')
SANITIZED = os.environ.get('CORDON_SANITIZED', 'none') != 'none'
ONE_IN = 10  # under sanitizers


def environment(lang):
    """The environment of a run: no locale of the machine's own."""
    kept = {key: value for key, value in os.environ.items() if key not in ('LC_ALL', 'LC_MESSAGES', 'LANG', 'LANGUAGE')}
    kept['LC_ALL'] = {'en': 'C', 'es': 'es_CL.UTF-8'}.get(lang, lang)
    return kept


def cordon(*arguments, lang='en', cwd=None, stdin=None, timeout=600):
    """Runs the program; the result has returncode, stdout and stderr as text."""
    return subprocess.run([str(PROGRAM), *map(str, arguments)], cwd=cwd, env=environment(lang), timeout=timeout,
                          input=stdin, stdin=subprocess.DEVNULL if stdin is None else None,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8')


def share(number, one_in=ONE_IN):
    """So many; under sanitizers a tenth of it (or another part), at least one."""
    return max(1, number // one_in) if SANITIZED else number


def sampled(cases, one_in=ONE_IN):
    """All of them; under sanitizers as many as share() says, drawn with their number as the seed, in their order."""
    cases = list(cases)
    if not SANITIZED or not cases:
        return cases
    kept = sorted(random.Random(len(cases)).sample(range(len(cases)), share(len(cases), one_in)))
    print('# under sanitizers %d of %d, drawn with the seed %d; all in the plain build' % (len(kept), len(cases), len(cases)), flush=True)
    return [cases[one] for one in kept]


class Case(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix='cordon-test-'))
        self.addCleanup(shutil.rmtree, self.scratch, ignore_errors=True)

    def cordon(self, *arguments, **options):
        return cordon(*arguments, **options)

    def cordon_ok(self, *arguments, **options):
        """Runs the program, which must succeed and say nothing on standard error; returns its standard output."""
        done = cordon(*arguments, **options)
        self.assertEqual(done.returncode, 0, '%s\n%s' % (done.stdout[-2000:], done.stderr[-2000:]))
        return done.stdout

    def cordon_json(self, *arguments, **options):
        """Runs a command with --json, which must succeed; returns the document."""
        return json.loads(self.cordon_ok(*arguments, '--json', **options))

    def cordon_refuses(self, *arguments, **options):
        """Runs a command with --json on bad input: exit status 2; returns the findings."""
        done = cordon(*arguments, '--json', **options)
        self.assertEqual(done.returncode, 2, '%s\n%s' % (done.stdout[-2000:], done.stderr[-2000:]))
        return json.loads(done.stderr)['findings']

    def example(self, name):
        """A package of the project's own examples."""
        return SOURCE / 'examples' / name

    def shared(self, path):
        """A path inside the shared data, or the test is skipped."""
        found = SHARED / path
        if not found.exists():
            self.skipTest('the shared data is not there: %s' % path)
        return found
