"""Every message has a Spanish translation, and no translation has lost its message.

By hand, `tests/style/messages.py` prints the missing ones as entries to fill in po/es.po.
"""
import gettext
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from tree import SOURCE

KEYWORDS = ['tr:2', 'N_', 'CODE:3', 'cli_say:3']
PLACEHOLDER = re.compile(r'\{[0-9]\}')
CATALOGUE = SOURCE / 'po' / 'es.po'


def compiled(path, scratch):
    """The pairs of a .po file that gettext would use: not the fuzzy and not the empty ones."""
    target = scratch / (path.stem + '.mo')
    subprocess.run(['msgfmt', '-o', str(target), str(path)], check=True)
    with open(target, 'rb') as stream:
        pairs = gettext.GNUTranslations(stream)._catalog
    return {key: value for key, value in pairs.items() if key}


def messages_of(folder, scratch):
    """Every English text that the sources mark, by xgettext."""
    files = sorted(str(path) for pattern in ('*.c', '*.h', '*.def') for path in folder.rglob(pattern))
    template, same = scratch / 'template.po', scratch / 'same.po'
    subprocess.run(['xgettext', '--from-code=UTF-8', '--language=C', '--keyword', '--no-wrap', '-o', str(template),
                    *['--keyword=' + word for word in KEYWORDS], *files], check=True, stderr=subprocess.PIPE)
    template.write_text(template.read_text(encoding='utf-8').replace('charset=CHARSET', 'charset=UTF-8'), encoding='utf-8')
    subprocess.run(['msgen', '-o', str(same), str(template)], check=True)
    return set(compiled(same, scratch))


def edges(text):
    """The blank bytes at both ends, which a translation must keep."""
    return text[:len(text) - len(text.lstrip())], text[len(text.rstrip()):]


class Messages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as scratch:
            cls.english = messages_of(SOURCE / 'src', pathlib.Path(scratch))
            cls.spanish = compiled(CATALOGUE, pathlib.Path(scratch))

    def test_the_sources_have_messages(self):
        self.assertIn('cannot be opened: {0}', self.english)  # from a codes.def
        self.assertIn('Options', self.english)  # from a tr(cli, N_(...))

    def test_each_has_a_translation(self):
        self.assertEqual(sorted(self.english - set(self.spanish)), [], 'without a Spanish text')

    def test_none_is_stale(self):
        self.assertEqual(sorted(set(self.spanish) - self.english), [], 'translated but nowhere said')

    def test_arguments_and_edges_are_kept(self):
        for english, spanish in self.spanish.items():
            with self.subTest(english=english):
                self.assertEqual(sorted(set(PLACEHOLDER.findall(english))), sorted(set(PLACEHOLDER.findall(spanish))))
                self.assertEqual(edges(english), edges(spanish))

    def test_no_place_is_beyond_those_that_are_filled(self):
        self.assertEqual([text for text in self.english if re.search(r'\{([4-9]|[0-9]{2,})\}', text)], [])  # base/message.h fills {0} to {3}

    def test_the_catalogue_is_sound(self):
        done = subprocess.run(['msgfmt', '--check', '-o', '/dev/null', str(CATALOGUE)], check=False, stderr=subprocess.PIPE,
                              encoding='utf-8')
        self.assertEqual((done.returncode, done.stderr), (0, ''))


class TheTestItself(unittest.TestCase):
    def test_each_way_of_marking_is_seen(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            (folder / 'a.def').write_text('CODE(A_B, "a.b", "one {0}")\n', encoding='utf-8')
            (folder / 'a.c').write_text('x = tr(cli, "two"); y = {N_("three\\n")}; cli_say(cli, cli->out, "four " "parts");\n',
                                        encoding='utf-8')
            self.assertEqual(messages_of(folder, folder), {'one {0}', 'two', 'three\n', 'four parts'})


def print_missing():
    with tempfile.TemporaryDirectory() as scratch:
        english = messages_of(SOURCE / 'src', pathlib.Path(scratch))
        spanish = compiled(CATALOGUE, pathlib.Path(scratch))
    for text in sorted(english - set(spanish)):
        print('msgid "%s"\nmsgstr ""\n' % text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n'))
    for text in sorted(set(spanish) - english):
        print('# stale: %r' % text)


if __name__ == '__main__':
    print_missing()
    sys.exit(0)
