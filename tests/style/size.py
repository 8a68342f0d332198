"""How long files may be. Whoever wants to trust a verifier reads it: each of its files is short enough for one sitting."""
import pathlib
import unittest

from tree import SOURCE

LINES = 500  # a verifier's file has fewer
# Patterns of the verifiers; one whose file is yet to come matches nothing.
VERIFIERS = ['src/recount/*', 'src/plan/verify*.c', 'src/supply/proof_verify.c']
HERE = ['src/recount/recount.c', 'src/recount/sequence.c', 'src/plan/verify.c']


def verifier_files():
    return sorted(path for pattern in VERIFIERS for path in SOURCE.glob(pattern) if path.is_file())


def too_long(paths, least):
    """The files of that many lines or more, with how many they have."""
    lines = [(path.name, len(path.read_text(encoding='utf-8').splitlines())) for path in paths]
    return ['%s: %d lines' % one for one in lines if one[1] >= least]


class Size(unittest.TestCase):
    def test_each_file_of_a_verifier_can_be_read_in_one_sitting(self):
        self.assertEqual(too_long(verifier_files(), LINES), [])

    def test_the_verifiers_are_found(self):
        found = {path.relative_to(SOURCE).as_posix() for path in verifier_files()}
        self.assertEqual([name for name in HERE if name not in found], [])

    def test_long_files_are_seen(self):
        path = pathlib.Path(__file__)
        lines = len(path.read_text(encoding='utf-8').splitlines())
        self.assertEqual(too_long([path], lines), ['size.py: %d lines' % lines])
        self.assertEqual(too_long([path], lines + 1), [])


if __name__ == '__main__':
    unittest.main()
