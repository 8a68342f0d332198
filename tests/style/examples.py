"""Every command of the table does what its help says: its example runs from a copy of the tree, in both languages and as JSON;
and what is made from the table (help, manual, completion) knows every command and option.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from tree import BUILD, SOURCE

sys.path.insert(0, str(SOURCE / 'tests' / 'cases'))
from program import PROGRAM, cordon, environment  # noqa: E402

COPIED = ['examples', 'docs', 'bench', 'tests/data']
# Commands whose --json example would not be a document of their own, with the reason.
NO_JSON = {}
# What a command may say on standard error although all is well.
NOTE = re.compile(r'(^|: )(note|nota): ')


def table(lang='en'):
    return json.loads(cordon('help', '--json', lang=lang).stdout)


def acts():
    return json.loads(cordon('acts', '--json').stdout)['acts']


def fragments(command):
    """What is needed to recognise a command and its options in a text made from the table."""
    return [command['name'].split()[-1]] + [option['name'].lstrip('-') for option in command['options']]


class Examples(unittest.TestCase):
    """Each example runs in a scratch copy with `cordon` on the path, as a reader would type it."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix='cordon-examples-'))
        cls.addClassCleanup(shutil.rmtree, cls.scratch, ignore_errors=True)
        for name in COPIED:
            if (SOURCE / name).is_dir():
                shutil.copytree(SOURCE / name, cls.scratch / name)
        (cls.scratch / 'bin').mkdir()
        (cls.scratch / 'bin' / 'cordon').symlink_to(PROGRAM)

    def run_line(self, line, lang):
        """In a folder of its own, so that what one example makes is not in the way of the next."""
        here = pathlib.Path(tempfile.mkdtemp(dir=self.scratch))
        for name in COPIED:
            (here / name).parent.mkdir(exist_ok=True)
            (here / name).symlink_to(self.scratch / name)
        env = environment(lang)
        env['PATH'] = '%s%s%s' % (self.scratch / 'bin', os.pathsep, env['PATH'])
        done = subprocess.run(['sh', '-euc', line], cwd=here, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding='utf-8', timeout=300, check=False)
        complaints = [said for said in done.stderr.splitlines() if not NOTE.search(said)]
        self.assertEqual((done.returncode, complaints), (0, []), line)
        return done.stdout

    def test_every_example_runs_in_both_languages(self):
        for command in table()['commands']:
            with self.subTest(command=command['name']):
                self.assertIn('cordon ' + command['name'], command['example'])
                english, spanish = self.run_line(command['example'], 'en'), self.run_line(command['example'], 'es')
                self.assertTrue(not english or english != spanish or english.startswith('{'), 'the same in both languages')

    def test_every_example_speaks_json(self):
        for command in table()['commands']:
            if command['name'] in NO_JSON:
                continue
            with self.subTest(command=command['name']):
                head, _, last = command['example'].rpartition('&&')
                line = '%s%s --json' % ('{ %s; } > /dev/null &&' % head if head else '', last)
                self.assertIsInstance(json.loads(self.run_line(line, 'en')), dict)


class Table(unittest.TestCase):
    def test_no_command_and_no_option_stands_twice(self):
        names = [command['name'] for command in table()['commands']]
        self.assertEqual(sorted(set(names)), sorted(names))
        for command in table()['commands']:
            options = [option['name'] for option in command['options'] + table()['common_options']]
            self.assertEqual(sorted(set(options)), sorted(options), command['name'])

    def test_each_entry_is_whole_and_translated(self):
        for english, spanish in zip(table()['commands'], table('es')['commands']):
            with self.subTest(command=english['name']):
                self.assertTrue(english['summary'] and english['example'])
                self.assertNotEqual(english['summary'], spanish['summary'])
                for option, opcion in zip(english['options'], spanish['options']):
                    self.assertNotEqual(option['help'], opcion['help'])

    def test_help_of_each_command_shows_its_options_and_example(self):
        for command in table()['commands']:
            with self.subTest(command=command['name']):
                shown = cordon(*command['name'].split(), '--help')
                self.assertEqual(shown.returncode, 0)
                self.assertEqual(shown.stdout, cordon('help', *command['name'].split()).stdout)
                self.assertIn(command['example'], shown.stdout)
                for option in command['options']:
                    self.assertIn('  %s%s' % (option['name'], ' ' + option['argument'] if option['argument'] else ''), shown.stdout)
                self.assertLessEqual(max(map(len, shown.stdout.replace(command['example'], '').split('\n'))), 120)

    def test_manual_and_completion_know_every_command_and_option(self):
        made = {name: (BUILD / 'man' / name).read_text(encoding='utf-8').replace('\\-', '-')
                for name in ('cordon.1', 'es/cordon.1', 'cordon', '_cordon', 'cordon.fish')}
        for command in table()['commands']:
            for name, text in made.items():
                for fragment in fragments(command):
                    with self.subTest(command=command['name'], file=name, fragment=fragment):
                        self.assertIn(fragment, text)

    def test_the_manual_of_the_second_verifier_has_the_options_that_it_has(self):
        option = re.compile(r'--[a-z]+')
        for page, lang in (('cordon-audit.1', 'en'), ('es/cordon-audit.1', 'es')):
            text = (BUILD / 'man' / page).read_text(encoding='utf-8').replace('\\-', '-')
            shown = subprocess.run([BUILD / 'cordon-audit', '--help'], env=environment(lang), stdout=subprocess.PIPE,
                                   encoding='utf-8', check=True).stdout
            self.assertEqual(set(option.findall(text)) - {'--help'}, set(option.findall(shown)))
            statuses = re.findall(r'^\\fB(\d)\\fR$', text, re.M)
            self.assertEqual(statuses, [s for s in '0126' if re.search(r'\b%s\b' % s, shown)])

    def test_the_page_of_acts_is_what_the_act_table_says(self):
        page = (SOURCE / 'docs' / 'acts.md').read_text(encoding='utf-8')
        self.assertEqual(page, cordon('acts', '--format', 'md').stdout, 'renew it: cordon acts --format md > docs/acts.md')

    def test_help_of_each_kind_of_act(self):
        for act in acts():
            for command in ('act', 'acts'):
                with self.subTest(kind=act['kind'], command=command):
                    shown = cordon(command, act['kind'], '--help')
                    self.assertEqual((shown.returncode, shown.stderr), (0, ''))
                    self.assertEqual(shown.stdout, cordon('help', command, act['kind']).stdout)
                    self.assertTrue(shown.stdout.startswith(act['kind'] + ': ' + act['summary']))
                    for field in act['fields']:
                        self.assertIn('\n  %s: ' % field['name'], shown.stdout)
        self.assertEqual(cordon('act', 'nothing', '--help').returncode, 2)

    def test_shells_accept_the_completion(self):
        for shell, name in (('bash', 'cordon'), ('zsh', '_cordon'), ('fish', 'cordon.fish')):
            if shutil.which(shell):
                done = subprocess.run([shell, '-n', str(BUILD / 'man' / name)], stderr=subprocess.PIPE, encoding='utf-8', check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ''))

    def offered(self, *typed):
        script = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _cordon; printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(['bash', '-c', script, 'bash', str(BUILD / 'man' / 'cordon'), 'cordon', *typed],
                              stdout=subprocess.PIPE, encoding='utf-8', check=True, cwd='/')
        return done.stdout.split('\n')

    def test_kinds_of_act_and_their_fields_are_offered(self):
        fish = (BUILD / 'man' / 'cordon.fish').read_text(encoding='utf-8')
        for act in acts():
            self.assertIn(act['kind'], self.offered('acts', ''))
            self.assertIn(act['kind'], self.offered('act', ''))
            self.assertIn("(__cordon_typed) = \"act\"' -a '%s' " % act['kind'], fish)
            fields = [field['name'] + '=' for field in act['fields']]
            words = self.offered('act', act['kind'], '')
            self.assertEqual([word for word in words if word.endswith('=')], fields)
            self.assertEqual([word for word in self.offered('act', act['kind'], fields[0] + 'x', '') if word.endswith('=')], fields)
            for field in fields:
                self.assertIn("\"^act %s( |\\$)\" -- (__cordon_typed)' -a '%s' " % (act['kind'], field), fish)
        self.assertEqual([word for word in self.offered('enrol', '') if word.endswith('=')],
                         [word for word in self.offered('act', 'enrol', '') if word.endswith('=')])

    def test_bash_offers_words_and_options(self):
        for command in table()['commands']:
            words = command['name'].split()
            for typed, offered in [(words, words[-1])] + [(words + ['--'], o['name']) for o in command['options'] if o['name'][1] == '-']:
                with self.subTest(typed=typed):
                    self.assertIn(offered, self.offered(*typed))
