"""The public headers: each compiles alone, as C17 and as C++, and what they declare is what the library exports."""
import os
import re
import shlex
import subprocess
import unittest

from tree import BUILD, SOURCE, code_of

PUBLIC = sorted((SOURCE / 'include' / 'cordon').glob('*.h'))
LANGUAGES = [(os.environ.get('CC', 'cc'), 'c', 'c17'), (os.environ.get('CXX', 'c++'), 'c++', 'c++17')]
DECLARED = re.compile(r'^CORDON_API\b[^;(]*?\b(\w+)\s*\(', re.M)


def compile_alone(text, compiler, language, standard):
    command = shlex.split(compiler) + ['-x', language, '-std=' + standard, '-Wall', '-Wextra', '-Wpedantic', '-Werror',
                                       '-fsyntax-only', '-I', str(SOURCE / 'include'), '-']
    return subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8', check=False)


def exported():
    done = subprocess.run(['nm', '-D', '--defined-only', str(BUILD / 'src' / 'libcordon.so')], check=True, stdout=subprocess.PIPE,
                          encoding='utf-8')
    return {line.split()[-1] for line in done.stdout.splitlines()}


class Headers(unittest.TestCase):
    def test_each_compiles_alone(self):
        self.assertTrue(PUBLIC)
        for header in PUBLIC:
            for compiler, language, standard in LANGUAGES:
                with self.subTest(header=header.name, language=language):
                    done = compile_alone('#include <cordon/%s>\n' % header.name, compiler, language, standard)
                    self.assertEqual((done.returncode, done.stdout), (0, ''))

    def test_a_header_that_lacks_something_is_caught(self):
        for compiler, language, standard in LANGUAGES:
            self.assertNotEqual(compile_alone('cordon_status f(void);\n', compiler, language, standard).returncode, 0)

    def test_each_names_its_licence(self):
        for header in PUBLIC:
            with self.subTest(header=header.name):
                self.assertIn('SPDX-License-Identifier: AGPL-3.0-or-later', header.read_text(encoding='utf-8').splitlines()[0])


class Symbols(unittest.TestCase):
    def test_only_cordon_names_are_exported(self):
        self.assertEqual([name for name in sorted(exported()) if not name.startswith('cordon_')], [])

    def test_what_is_declared_is_exported_and_the_other_way_round(self):
        declared = {name for header in PUBLIC for name in DECLARED.findall(code_of(header))}
        self.assertIn('cordon_init', declared)
        self.assertEqual(sorted(declared - exported()), [], 'declared but not there')
        self.assertEqual(sorted(exported() - declared), [], 'exported but in no header')
