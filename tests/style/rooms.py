"""A room uses only rooms above it in DESIGN's list, and the pure rooms touch no files, clock, SQL or unseeded randomness.
The stand-alone verifier of books, src/audit, uses no other room and none uses it, has few libraries and keeps small.

Reads the #include lines and the calls of src/ and include/cordon/; comments and strings do not count.
"""
import pathlib
import re
import tempfile
import unittest

from tree import SOURCE, code_of

ROOMS = ['base', 'report', 'lp', 'count', 'recount', 'share', 'economy', 'record', 'council', 'plan', 'supply', 'link', 'http', 'cli',
         'audit']
PURE = ['report', 'lp', 'count', 'recount', 'share']
OUTERMOST = ['http', 'cli', 'audit']
# A program of its own: what it may include, and how much code it may be (tests/style/tree.py's code_of: no comments, no blanks).
ALONE = {'audit': {'jansson', 'sodium', 'utf8proc'}}
ALONE_LINES, ALONE_FILE_LINES = 1000, 500
C_LIBRARY = {'errno', 'pthread', 'stdatomic', 'stdbool', 'stddef', 'stdint', 'stdio', 'stdlib', 'string', 'time', 'unistd'}
# The verifier of counts takes from the room it verifies its tables of texts alone.
INDEPENDENT = {'recount': 'count'}
TEXTS = ('count/codes.def', 'count/rules.def')

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.M)
# A room that takes readers and writers needs none of these.
IMPURE_HEADERS = {'base/file.h', 'fcntl.h', 'dirent.h', 'sys/stat.h', 'sys/random.h', 'sys/socket.h', 'sqlite3.h', 'libpq-fe.h',
                  'unistd.h', 'sys/time.h'}
IMPURE_CALLS = {'fopen', 'fdopen', 'freopen', 'open', 'openat', 'creat', 'opendir', 'gzopen', 'tmpfile', 'mkstemp', 'remove',
                'rename', 'unlink', 'time', 'gettimeofday', 'localtime', 'gmtime', 'clock', 'random', 'srandom', 'rand', 'srand',
                'drand48', 'getrandom', 'arc4random', 'randombytes_buf', 'randombytes_random'}
# What the library leaves to the program: printing, the process, the environment, the locale.
PROGRAM_CALLS = {'printf', 'puts', 'putchar', 'fprintf', 'perror', 'exit', 'setlocale', 'getenv', 'signal', 'sigaction'}
# memory.c stops a process that has no memory left; nothing else in the library may.
ALLOWED = {('base/memory.c', 'fputs'), ('base/memory.c', 'abort')}
CALL = re.compile(r'(?<![\w.>])([a-z_][a-z0-9_]*)[ \t]*\(')


def violations(src, public):
    """Every broken rule of a tree, as "file: what"."""
    found = []
    for room_folder in sorted(path for path in src.iterdir() if path.is_dir()):
        if room_folder.name not in ROOMS:
            found.append('src/%s: is not a room of the list' % room_folder.name)
            continue
        for path in sorted(room_folder.rglob('*.[ch]')) + sorted(room_folder.rglob('*.def')):
            found += file_violations('%s' % path.relative_to(src).as_posix(), room_folder.name, path)
    for room in ALONE:
        found += size_violations(src, room)
    for path in sorted(public.glob('*.h')):
        found += include_violations('cordon/' + path.name, path.stem, path)
    return found


def size_violations(src, room):
    """A verifier that somebody is to read whole is short; its texts in two languages, a .def file, are not counted."""
    paths = [path for path in sorted((src / room).rglob('*')) if path.suffix in ('.c', '.h')]
    lines = {path: sum(1 for line in code_of(path).split('\n') if line.strip()) for path in paths}
    found = ['src/%s: %d lines of code' % (room, sum(lines.values()))] if sum(lines.values()) >= ALONE_LINES else []
    return found + ['src/%s/%s: %d lines of code' % (room, path.name, lines[path]) for path in paths if lines[path] >= ALONE_FILE_LINES]


def include_violations(name, room, path):
    found = []
    text = re.sub(r'/\*.*?\*/', '', path.read_text(encoding='utf-8'), flags=re.S)
    if room not in ROOMS:
        return ['%s: is not the header of a room' % name]
    for quoted, angled in INCLUDE.findall(text):
        header = quoted or angled
        if room in ALONE:
            if quoted and not header.startswith(room + '/') or angled and header[:-2] not in ALONE[room] | C_LIBRARY:
                found.append('%s: includes %s, and stands alone' % (name, header))
            continue
        used = header.split('/')[0] if quoted else (header[7:-2] if header.startswith('cordon/') else None)
        if used in ROOMS and ROOMS.index(used) > ROOMS.index(room):
            found.append('%s: includes %s, a room after %s' % (name, header, room))
        elif quoted and used not in ROOMS:
            found.append('%s: includes "%s", which names no room' % (name, header))
        elif used == INDEPENDENT.get(room, '') and header not in TEXTS:
            found.append('%s: includes %s, of the room it verifies' % (name, header))
        if room in PURE and (header in IMPURE_HEADERS):
            found.append('%s: includes %s' % (name, header))
    return found


def file_violations(name, room, path):
    found = include_violations(name, room, path)
    banned = set() if room in OUTERMOST else set(PROGRAM_CALLS)
    if room in PURE:
        banned |= IMPURE_CALLS
    code = code_of(path)
    for call in sorted(set(CALL.findall(code)) & banned):
        if (name, call) not in ALLOWED:
            found.append('%s: calls %s()' % (name, call))
    if room in PURE and 'CLOCK_REALTIME' in code:
        found.append('%s: reads the wall clock' % name)
    return found


class Rooms(unittest.TestCase):
    def test_no_room_uses_one_after_it(self):
        self.assertEqual(violations(SOURCE / 'src', SOURCE / 'include' / 'cordon'), [])


class TheTestItself(unittest.TestCase):
    """A tree that breaks each rule once is caught each time; the same tree without it is not."""

    def tree_with(self, files):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        root = pathlib.Path(scratch.name)
        for folder in ('src/base', 'src/lp', 'src/cli', 'include/cordon'):
            (root / folder).mkdir(parents=True)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding='utf-8')
        return violations(root / 'src', root / 'include' / 'cordon')

    def test_a_good_tree_passes(self):
        self.assertEqual(self.tree_with({
            'src/lp/a.c': '#include "base/text.h"\n#include <cordon/lp.h>\n/* open(it) */ int f(void) { return g("time(0)"); }\n',
            'src/base/a.c': 'int f(void) { return open("x", 0); }\n',
            'src/recount/a.c': '#include "count/codes.def"\n',
            'src/cli/a.c': '#include "lp/a.h"\nint main(void) { printf("x"); }\n',
            'src/audit/a.c': '#include "audit/audit.h"\n#include <sodium.h>\n' + 'x;\n' * 400 + '\n/* y\n * z */\n' * 600,
            'include/cordon/lp.h': '#include <cordon/base.h>\n'}), [])

    def test_each_violation_is_caught(self):
        for name, text in [
                ('src/base/a.c', '#include "lp/b.h"\n'),
                ('src/base/a.c', '#include <cordon/economy.h>\n'),
                ('src/recount/a.c', '#include "count/exact.h"\n'),
                ('src/recount/a.c', '#include <cordon/count.h>\n'),
                ('src/lp/a.c', '  #  include "cli/command.h"\n'),
                ('src/lp/a.c', '#include "base/file.h"\n'),
                ('src/lp/a.c', '#include "helpers.h"\n'),
                ('src/lp/a.c', 'int f(void) { return (int)time(0); }\n'),
                ('src/lp/a.c', 'FILE *f(void) { return fopen ("x", "r"); }\n'),
                ('src/lp/a.c', 'int f(void) { return clock_gettime(CLOCK_REALTIME, &t); }\n'),
                ('src/economy/a.c', 'void f(void) { printf("x"); }\n'),
                ('src/strange/a.c', '\n'),
                ('src/audit/a.c', '#include "base/text.h"\n'),
                ('src/audit/a.c', '#include "record/codes.def"\n'),
                ('src/audit/a.c', '#include <cordon/base.h>\n'),
                ('src/audit/a.c', '#include <zlib.h>\n'),
                ('src/audit/a.c', 'x;\n' * 500),
                ('src/cli/a.c', '#include "audit/audit.h"\n'),
                ('include/cordon/base.h', '#include <cordon/lp.h>\n')]:
            with self.subTest(name=name, text=text):
                self.assertEqual(len(self.tree_with({name: text})), 1)
        files = {'src/audit/%s.c' % name: 'x;\n' * 400 for name in 'abc'}
        self.assertEqual(len(self.tree_with(files)), 1)
