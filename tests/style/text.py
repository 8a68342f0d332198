"""How the files of the tree look: encoding, ends of lines, tabs in C, width, the first screen; and what none may name."""
import re
import unittest

from tree import SOURCE, code_of, own_files

COLUMNS = 120
TAB = 4  # what a tab counts at least; .clang-format, which breaks new lines, shows it as eight
TEXT = {'.c', '.h', '.def', '.py', '.sh', '.md', '.build', '.txt', '.po', '.scd', '.ts', '.mjs', '.js', '.json', '.yml', '.html', ''}
C_FILES = {'.c', '.h', '.def'}
# Folders of data: as their sources have them.
DATA = ('examples/', 'tests/fuzz/corpus/', 'tests/data/', 'tests/cases/data/')
MACHINE = re.compile(r'(?<![\w.])/(?:work|root|home|Users|mnt|srv)/[\w.]|https?://[^/\s"]*(?:registry|mirror|artifactory|nexus)[^/\s"]*')


def text_files():
    for path in own_files():
        name = path.relative_to(SOURCE).as_posix()
        if path.suffix in TEXT and not name.startswith(DATA) and name != 'LICENSE':
            yield name, path


class Text(unittest.TestCase):
    maxDiff = None

    def none_of(self, is_wrong, suffixes=None):
        """Fails with every "file:line" of which is_wrong(line) holds."""
        wrong = []
        for name, path in text_files():
            if (suffixes is None or path.suffix in suffixes) and name != 'tests/style/text.py':
                lines = path.read_bytes().decode('utf-8').split('\n')
                wrong += ['%s:%d' % (name, number) for number, line in enumerate(lines, 1) if is_wrong(line)]
        self.assertEqual(wrong, [])

    def test_no_blanks_or_carriage_returns_at_line_ends(self):
        self.none_of(lambda line: line != line.rstrip())

    def test_files_end_with_a_newline(self):
        self.assertEqual([name for name, path in text_files() if not (path.read_bytes() or b'\n').endswith(b'\n')], [])

    def test_c_is_indented_by_tabs(self):
        self.none_of(lambda line: line.startswith('    '), C_FILES)

    def test_c_is_not_wider_than_a_screen(self):
        self.none_of(lambda line: len(line.expandtabs(TAB)) > COLUMNS, C_FILES)

    def test_no_todo_is_left(self):
        self.none_of(re.compile(r'\b(TODO|FIXME|XXX)\b').search, C_FILES | {'.py', '.sh', '.ts'})

    def test_nothing_names_a_machine(self):
        self.none_of(MACHINE.search)

    def test_each_c_file_says_first_what_it_is(self):
        self.assertEqual([name for name, path in text_files()
                          if path.suffix in C_FILES and not path.read_bytes().startswith(b'/* ')], [])

    def test_no_large_file(self):
        self.assertEqual([str(path) for path in own_files() if path.stat().st_size > 8 << 20], [])

    def test_functions_can_be_seen_whole(self):
        self.assertEqual([name + ', ' + where for name, path in text_files() if path.suffix == '.c'
                          for where in long_functions(code_of(path), 80)], [])


def long_functions(code, most):
    """The functions of a file with more than `most` lines: from a { at the left edge to the } that closes it."""
    found, start = [], None
    for number, line in enumerate(code.split('\n')):
        if line == '{':
            start = number
        elif line == '}' and start is not None:
            if number - start - 1 > most:
                found.append('line %d: %d lines' % (start, number - start - 1))
            start = None
    return found


class TheTestItself(unittest.TestCase):
    def test_machine_names_are_seen(self):
        for line in ['cd /' + 'work/x', 'see /' + 'root/.npm', '"https://regis' + 'try.example.org/a"']:
            self.assertTrue(MACHINE.search(line), line)
        for line in ['src/root/x', 'a network/home/x', '../shared/data']:
            self.assertFalse(MACHINE.search(line), line)

    def test_long_functions_are_seen(self):
        self.assertEqual(long_functions('int f(void)\n{\n' + 'x;\n' * 81 + '}\n', 80), ['line 1: 81 lines'])
        self.assertEqual(long_functions('int f(void)\n{\n' + 'x;\n' * 80 + '}\n', 80), [])
